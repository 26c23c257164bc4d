// Names, parameters and fields checked. In: a name, a `$name`, a selection, a subscript. Out: what each stands for, its type.
// Idea: the environment says what a name means; dotted names are tried longest first; hints come from the names at hand, the
// fields of the records in sight and the words of the enumerations.   Cost: O(fields of the record type) a selection.
// Test: tests/cel/checker_test.cc
#include <algorithm>

#include "base/suggest.h"
#include "cel/checker.h"

namespace hegui::cel {

namespace {

bool is_numeric(TypeKind kind) {
  return kind == TypeKind::int_type || kind == TypeKind::uint_type || kind == TypeKind::double_type;
}
bool is_open(TypeKind kind) { return kind == TypeKind::dyn || kind == TypeKind::error || kind == TypeKind::variable; }

}  // namespace

TypeId Checker::infer_name(NodeId id) {
  TypeId type = pool_.error;
  return resolve_dotted(id, type) ? type : unknown_name(id);
}

/// A name, or a chain of selections that is one name: what it stands for.
bool Checker::resolve_dotted(NodeId id, TypeId& type) {
  bool rooted = false;
  const std::string name = dotted(id, rooted);
  if (name.empty()) return false;
  const Names::Meaning meaning = names_.meaning(name, rooted);
  if (!meaning) return false;
  if (meaning.symbol) {
    type = use_symbol(id, *meaning.symbol);
    return true;
  }
  ast_[id].kind = NodeKind::type_value;
  ast_[id].children.clear();
  ast_[id].index = static_cast<int>(*meaning.type);
  type = pool_.intern({TypeKind::type, -1, {*meaning.type}});
  return true;
}

TypeId Checker::use_symbol(NodeId id, const Symbol& symbol) {
  const std::string name = dotted(id);
  ast_[id].index = symbol.index;
  ast_[id].children.clear();
  switch (symbol.kind) {
    case Symbol::Kind::variable:
      ast_[id].kind = NodeKind::variable;
      if (symbol.index >= kFirstLocal) set_local(symbol.index, symbol.type);
      if (symbol.index >= 0 && symbol.index < 64) expression_.uses |= uint64_t{1} << symbol.index;
      return symbol.index == kDay && in_at_ > 0 ? pool_.date : symbol.type;
    case Symbol::Kind::rows:
      ast_[id].kind = NodeKind::rows;
      expression_.selections.push_back(symbol.index);
      return symbol.type;
    case Symbol::Kind::definition:
      break;
  }
  if (!symbol.parameters.empty() && !(symbol.implicit_holder && symbol.parameters.size() == 1)) {
    std::string usage = name + "(";
    for (size_t i = 0; i < symbol.parameters.size(); ++i) usage += (i == 0 ? "" : ", ") + type_name(symbol.parameters[i]);
    report(Code::expr_arguments, id, "'" + name + "' needs its arguments", "'" + name + "' 需要参数")
        .hint("write " + usage + ")");
    return pool_.error;
  }
  ast_[id].kind = NodeKind::definition;
  expression_.definitions.push_back(symbol.index);
  if (!symbol.parameters.empty()) {  // the bare name means name(holder)
    Node holder;
    holder.kind = NodeKind::variable;
    holder.type = symbol.parameters[0];
    holder.begin = ast_[id].begin;
    holder.end = ast_[id].end;
    holder.at = ast_[id].at;
    holder.text = "holder";
    holder.index = kHolder;
    expression_.uses |= uint64_t{1} << kHolder;
    ast_.nodes.push_back(std::move(holder));
    ast_[id].children = {static_cast<NodeId>(ast_.nodes.size() - 1)};
  }
  return symbol.type;
}

TypeId Checker::unknown_name(NodeId id) {
  const std::string name = dotted(id);
  auto builder = report(Code::expr_unknown_name, id, "unknown name '" + name + "'", "未知名称 '" + name + "'");
  if (const auto near = nearest(name, environment_.known_names)) {
    builder.hint("did you mean '" + *near + "'?");
    return pool_.error;
  }
  if (rules() && environment_.name) {
    // A field written without its record?
    for (const char* record : {"row", "holder", "item", "trigger", "parent"}) {
      const auto symbol = environment_.name(record);
      if (!symbol || symbol->kind != Symbol::Kind::variable) continue;
      const Type& type = pool_[symbol->type];
      const bool is_row =
          type.kind == TypeKind::row && environment_.model->rows[static_cast<size_t>(type.index)].field(name) >= 0;
      const bool is_owner =
          type.kind == TypeKind::owner && (environment_.model->owners[static_cast<size_t>(type.index)].field(name) >= 0 ||
                                           environment_.model->owners[static_cast<size_t>(type.index)].collection(name) >= 0);
      if (!is_row && !is_owner) continue;
      builder.hint("write " + std::string(record) + "." + name);
      return pool_.error;
    }
    for (const Enumeration& enumeration : environment_.model->enums) {
      if (std::find(enumeration.words.begin(), enumeration.words.end(), name) == enumeration.words.end()) continue;
      builder.hint("a word stands in quotes: '" + name + "'");
      return pool_.error;
    }
  }
  if (std::string hint = suggestion(name, environment_.known_names); !hint.empty()) builder.hint(std::move(hint));
  return pool_.error;
}

TypeId Checker::infer_param(NodeId id) {
  const std::string name = ast_[id].text;
  if (environment_.param) {
    if (const auto found = environment_.param(name)) {
      ast_[id].index = found->first;
      expression_.params.push_back(found->first);
      return found->second;
    }
  }
  auto builder = report(Code::expr_unknown_param, id, "unknown parameter '$" + name + "'", "未知参数 '$" + name + "'");
  if (std::string hint = suggestion(name, environment_.known_params); !hint.empty()) builder.hint(std::move(hint));
  return pool_.error;
}

// Fields.

TypeId Checker::field_type(const Field& field) {
  TypeId type = pool_.string;
  switch (field.type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::month:
      break;
    case FieldType::boolean:
      type = pool_.boolean;
      break;
    case FieldType::integer:
      type = pool_.int_type;
      break;
    case FieldType::decimal:
      type = pool_.double_type;
      break;
    case FieldType::date:
      type = pool_.date;
      break;
    case FieldType::datetime:
      type = pool_.timestamp;
      break;
    case FieldType::reference:
      if (field.target >= 0)
        type = pool_.reference_to_row(field.target);
      else if (field.target_owner >= 0)
        type = pool_.reference_to_owner(field.target_owner);
      break;
    case FieldType::enumeration:
      type = pool_.enumeration(field.target);
      break;
    case FieldType::nested:
      return pool_.list(pool_.row(field.target));
    case FieldType::map:
      return pool_.map(pool_.string, pool_.double_type);
  }
  return field.list ? pool_.list(type) : type;
}

TypeId Checker::infer_select(NodeId id) {
  const bool is_has = ast_[id].kind == NodeKind::has;
  if (!is_has) {
    TypeId resolved = pool_.error;
    if (resolve_dotted(id, resolved)) return resolved;
  }
  const TypeId operand = infer_.resolve(infer(ast_[id].children[0]));
  // A selection on an optional looks into it, and gives an optional again.
  const bool into = pool_[operand].kind == TypeKind::optional;
  const TypeId inside = into ? infer_.resolve(pool_[operand].args[0]) : operand;
  TypeId type = pool_.error;
  switch (pool_[inside].kind) {
    case TypeKind::error:
      break;
    case TypeKind::dyn:
    case TypeKind::variable:
      type = pool_.dyn;
      break;
    case TypeKind::map:
      if (!infer_.assign(pool_[inside].args[0], pool_.string)) return not_selectable(id, inside);
      type = pool_[inside].args[1];
      break;
    case TypeKind::owner:
    case TypeKind::row:
    case TypeKind::reference:
      type = select_on_record(id, inside, into || ast_[id].optional);
      break;
    default:
      type = not_selectable(id, inside);
      break;
  }
  if (type == pool_.error) return type;
  if (is_has) return pool_.boolean;
  return into || ast_[id].optional ? pool_.optional(type) : type;
}

TypeId Checker::select_on_record(NodeId id, TypeId operand, bool optional) {
  if (environment_.model == nullptr) return not_selectable(id, operand);
  const Model& model = *environment_.model;
  const Type described = pool_[operand];
  const std::string name = ast_[id].text;
  std::vector<std::string> known;
  // Rows may be missing or uncertain one by one, so a set of them is no plain value that an optional could hold.
  const auto refused = [&](bool rows) {
    if (!rows || !optional) return false;
    report_telling(Code::expr_unsupported, id, "'" + name + "' holds rows; an optional cannot hold them",
                   "'" + name + "' 是若干行，不能作可选值")
        .hint("write ." + name + ", and has(...) to ask whether it is given");
    return true;
  };
  const bool is_owner = described.kind == TypeKind::owner || (described.kind == TypeKind::reference && described.index < 0);
  if (is_owner) {
    const auto index = static_cast<size_t>(described.kind == TypeKind::owner ? described.index : -1 - described.index);
    const OwnerType& owner = model.owners[index];
    if (const int field = owner.field(name); field >= 0) {
      ast_[id].index = field;
      return field_type(owner.fields[static_cast<size_t>(field)]);
    }
    if (const int collection = owner.collection(name); collection >= 0) {
      if (refused(true)) return pool_.error;
      ast_[id].index = collection;
      ast_[id].collection = true;
      return pool_.list(pool_.row(owner.collections[static_cast<size_t>(collection)].row_type));
    }
    for (const Field& field : owner.fields) known.push_back(field.name);
    for (const Collection& collection : owner.collections) known.push_back(collection.name);
  } else {
    const RowType& row = model.rows[static_cast<size_t>(described.index)];
    if (const int field = row.field(name); field >= 0) {
      if (refused(row.fields[static_cast<size_t>(field)].type == FieldType::nested)) return pool_.error;
      ast_[id].index = field;
      return field_type(row.fields[static_cast<size_t>(field)]);
    }
    for (const Field& field : row.fields) known.push_back(field.name);
  }
  const std::string type = type_name(operand);
  auto builder =
      report_telling(Code::expr_unknown_field, id, type + " has no field '" + name + "'", type + " 没有字段 '" + name + "'");
  std::string hint = suggestion(name, known);
  if (hint.empty()) {
    hint = "known: ";
    constexpr size_t kShown = 12;
    for (size_t i = 0; i < known.size() && i < kShown; ++i) hint += (i == 0 ? "" : ", ") + known[i];
    if (known.size() > kShown) hint += " ...";
  }
  builder.hint(std::move(hint));
  return pool_.error;
}

TypeId Checker::not_selectable(NodeId id, TypeId operand) {
  const std::string type = type_name(operand);
  const std::string& name = ast_[id].text;
  auto builder = report_telling(Code::expr_not_selectable, id, "a value of type " + type + " has no field '" + name + "'",
                                type + " 类型的值没有字段 '" + name + "'");
  const std::string operand_text = source_text(ast_[id].children[0]);
  switch (pool_[operand].kind) {
    case TypeKind::list:
      builder.hint("it is a list; write " + operand_text + ".exists(x, x." + name + " ...)");
      break;
    case TypeKind::timestamp:
    case TypeKind::date:
      if (is_function_name(name)) builder.hint("write " + operand_text + "." + name + "()");
      break;
    default:
      break;
  }
  return pool_.error;
}

TypeId Checker::infer_subscript(NodeId id) {
  const NodeId operand_id = ast_[id].children[0];
  const NodeId key_id = ast_[id].children[1];
  const TypeId operand = infer_.resolve(infer(operand_id));
  const TypeId key = infer_.resolve(infer(key_id));
  if (operand == pool_.error || key == pool_.error) return pool_.error;
  const bool into = pool_[operand].kind == TypeKind::optional;
  const TypeId type = subscript_type(id, into ? infer_.resolve(pool_[operand].args[0]) : operand, key);
  return type != pool_.error && (into || ast_[id].optional) ? pool_.optional(type) : type;
}

TypeId Checker::subscript_type(NodeId id, TypeId operand, TypeId key) {
  const NodeId operand_id = ast_[id].children[0];
  const NodeId key_id = ast_[id].children[1];
  const TypeKind key_kind = pool_[key].kind;
  switch (pool_[operand].kind) {
    case TypeKind::dyn:
    case TypeKind::variable:
      return pool_.dyn;
    case TypeKind::list:
      if (is_numeric(key_kind) || is_open(key_kind)) return pool_[operand].args[0];
      report(Code::expr_type, key_id, "a list is indexed by an int, not by " + type_name(key),
             "列表下标应为 int，不是 " + type_name(key))
          .hint("the first element is [0]");
      return pool_.error;
    case TypeKind::map: {
      const TypeId wanted = pool_[operand].args[0];
      const TypeId value = pool_[operand].args[1];
      if (infer_.assign(wanted, key) || (is_numeric(kind_of(wanted)) && is_numeric(key_kind))) return value;
      report(Code::expr_type, key_id, "keys of this map are " + type_name(wanted) + ", not " + type_name(key),
             "此映射的键为 " + type_name(wanted) + "，不是 " + type_name(key))
          .hint(key_kind == TypeKind::double_type || key_kind == TypeKind::int_type ? "a key that is text stands in quotes"
                                                                                    : "use a key of that type");
      return pool_.error;
    }
    default:
      break;
  }
  report(Code::expr_range, operand_id, "a value of type " + type_name(operand) + " has no elements",
         type_name(operand) + " 类型的值没有元素")
      .hint("only lists and maps take [ ]; fields are written with a dot");
  return pool_.error;
}

}  // namespace hegui::cel
