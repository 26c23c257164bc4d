// Definitions and the names of selections and duties of all rule files.
//
// In:   rule files (define, rows, duties).   Out: CheckedRules::definitions with noted bodies; drafts of selections and duties.
// Idea: all names of all files are collected before any of them is used, so files may stand in any order.
// Cost: O(definitions).   Test: tests/rule/load_test.cc
#include <algorithm>

#include "cel/functions.h"
#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr size_t kMaxArguments = cel::kFirstLocal - cel::kArgument;

bool reserved(std::string_view name) {
  static const char* const kWords[] = {"holder",   "row",    "parent", "item", "trigger",  "member", "day",  "as_of",
                                       "registry", "true",   "false",  "null", "in",       "has",    "all",  "exists",
                                       "map",      "filter", "cel",    "dyn",  "type",     "int",    "uint", "double",
                                       "bool",     "bytes",  "string", "list", "campaign", "any"};
  return std::any_of(std::begin(kWords), std::end(kWords), [name](const char* word) { return name == word; });
}

}  // namespace

bool PackReader::new_name(const Node& name, const char* what, const char* what_zh) {
  if (!is_identifier(name.text)) {
    diagnostics_
        .report(Code::bad_name, name.span, "'" + shown(name.text) + "' cannot be the name of " + what,
                "'" + shown(name.text) + "' 不能作" + what_zh + "名")
        .hint("use letters, digits and _, beginning with a letter");
    return false;
  }
  static const auto functions = [] {
    cel::TypePool pool;
    std::vector<std::string> out;
    for (const cel::Overload& overload : cel::overloads(pool)) {
      if (!overload.receiver) out.push_back(overload.name);
    }
    return out;
  }();
  if (reserved(name.text) || name.text == "at" || std::find(functions.begin(), functions.end(), name.text) != functions.end()) {
    diagnostics_
        .report(Code::reserved_name, name.span, "'" + name.text + "' already means something in expressions",
                "'" + name.text + "' 在表达式中已有含义")
        .hint("choose another name");
    return false;
  }
  const auto [it, fresh] = names_.emplace(name.text, name.span);
  if (!fresh) {
    diagnostics_.report(Code::name_twice, name.span, "'" + name.text + "' is defined twice", "'" + name.text + "' 重复定义")
        .hint("definitions and rows share their names; rename one of them")
        .note(it->second, "the first one stands here");
  }
  return fresh;
}

void PackReader::collect(const Node& tree, const std::string& file) {
  if (tree.kind == Node::Kind::null) return;  // a file of comments only
  Keys keys(tree, "a rule file", "规则文件", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* define = keys.get("define");
  const Node* rows = keys.get("rows");
  const Node* duties = keys.get("duties");
  keys.accept({"notes"});
  keys.close();
  if (define != nullptr && expect_mapping(*define, "define", "define", diagnostics_)) {
    for (const auto& [name, node] : define->entries) {
      if (!new_name(name, "a definition", "定义")) continue;
      Definition definition;
      definition.name = name.text;
      definition.place = name.span;
      definition_ix_.emplace(name.text, static_cast<int>(rules->definitions.size()));
      rules->definitions.push_back(std::move(definition));
      definition_drafts.push_back({&name, &node, file, -1});
    }
  }
  if (rows != nullptr && expect_mapping(*rows, "rows", "rows", diagnostics_)) {
    for (const auto& [name, node] : rows->entries) {
      if (!new_name(name, "a selection", "行选择")) continue;
      Selection selection;
      selection.name = name.text;
      selection.place = name.span;
      selection_ix_.emplace(name.text, static_cast<int>(rules->selections.size()));
      rules->selections.push_back(std::move(selection));
      SelectionDraft draft;
      draft.name = &name;
      draft.node = &node;
      draft.where = name.span;
      selection_drafts.push_back(std::move(draft));
    }
  }
  if (duties != nullptr && expect_mapping(*duties, "duties", "duties", diagnostics_)) {
    for (const auto& [id, node] : duties->entries) {
      if (!is_label(id.text)) {
        diagnostics_
            .report(Code::bad_name, id.span, "'" + shown(id.text) + "' cannot be the id of a duty",
                    "'" + shown(id.text) + "' 不能作规则编号")
            .hint("use letters, digits, '.', '-' and '_'");
        continue;
      }
      const auto [it, fresh] = duty_names_.emplace(id.text, id.span);
      if (!fresh) {
        diagnostics_
            .report(Code::name_twice, id.span, "the duty '" + id.text + "' is defined twice", "规则 '" + id.text + "' 重复定义")
            .hint("give each duty its own id")
            .note(it->second, "the first one stands here");
        continue;
      }
      duty_nodes_.push_back({{&id, &node}, file});
    }
  }
}

std::optional<cel::TypeId> PackReader::argument_type(const Node& node) {
  cel::TypePool& types = rules->types;
  if (!expect_scalar(node, diagnostics_)) return std::nullopt;
  std::string_view text = node.text;
  int lists = 0;
  while (text.substr(0, 5) == "list " && lists < 4) {
    text.remove_prefix(5);
    ++lists;
  }
  std::optional<cel::TypeId> out;
  static const char* const kWords[] = {"bool", "int", "double", "string", "date"};
  const cel::TypeId simple[] = {types.boolean, types.int_type, types.double_type, types.string, types.date};
  for (size_t i = 0; i < 5; ++i) {
    if (text == kWords[i]) out = simple[i];
  }
  const bool reference = text.substr(0, 4) == "ref ";
  const std::string_view name = reference ? text.substr(4) : text;
  if (const int row = model->row(name); !out && row >= 0) out = reference ? types.reference_to_row(row) : types.row(row);
  if (const int owner = model->owner(name); !out && owner >= 0) {
    out = reference ? types.reference_to_owner(owner) : types.owner(owner);
  }
  if (!out) {
    std::vector<std::string> known(std::begin(kWords), std::end(kWords));
    for (const RowType& row : model->rows) known.push_back(row.name);
    for (const RowType& row : model->rows) known.push_back("ref " + row.name);
    for (const OwnerType& owner : model->owners) known.push_back(owner.name);
    diagnostics_
        .report(Code::unknown_in_model, node.span, "'" + shown(node.text) + "' is not a type",
                "'" + shown(node.text) + "' 不是类型")
        .hint(suggestion(text, known));
    return std::nullopt;
  }
  for (int i = 0; i < lists; ++i) out = types.list(*out);
  return out;
}

void PackReader::read_definitions() {
  for (size_t i = 0; i < definition_drafts.size(); ++i) {
    DefinitionDraft& draft = definition_drafts[i];
    Definition& definition = rules->definitions[i];
    definition.type = rules->types.error;
    Keys keys(*draft.node, "a definition", "定义", diagnostics_);
    if (!keys.is_mapping()) continue;
    const Node* zh = keys.get("zh");
    keys.accept({"en", "notes"});
    const Node* of = keys.get("of");
    const Node* args = keys.get("args");
    const Node* holder = keys.get("holder");
    const Node* value = keys.need("value");
    const Node* cite = keys.get("cite");
    keys.close();
    if (zh != nullptr) definition.zh = read_text(*zh, diagnostics_).value_or("");
    definition.cite = read_cite(cite);
    draft.holder = holder != nullptr ? read_owner(*holder) : defaults.holder;
    bool good = true;
    if (of != nullptr && expect_scalar(*of, diagnostics_)) {
      const int owner = model->owner(of->text);
      const int row = model->row(of->text);
      if (owner >= 0 && owner != model->registry) {
        definition.of_owner = owner;
        draft.holder = owner;
      } else if (row >= 0) {
        definition.of_row = row;
        definition.argument_names.emplace_back("row");
        definition.arguments.push_back(rules->types.row(row));
      } else {
        good = false;
        auto known = names_of(model->owners, [](const OwnerType& o) { return o.name; });
        for (const RowType& type : model->rows) known.push_back(type.name);
        diagnostics_
            .report(Code::unknown_in_model, of->span, "'" + shown(of->text) + "' is neither an owner nor a row type",
                    "'" + shown(of->text) + "' 既不是主体也不是行类型")
            .hint(suggestion(of->text, known));
      }
    }
    if (args != nullptr && definition.of_owner >= 0) {
      diagnostics_
          .report(Code::unknown_key, args->span, "a definition of an owner takes no further arguments",
                  "主体的定义不能另带参数")
          .hint("leave 'of' out: with 'args' alone the body still sees 'holder'");
      good = false;
    } else if (args != nullptr && expect_mapping(*args, "args", "args", diagnostics_)) {
      for (const auto& [name, type] : args->entries) {
        if (!is_identifier(name.text) || reserved(name.text)) {
          diagnostics_
              .report(Code::reserved_name, name.span, "'" + shown(name.text) + "' cannot be the name of an argument",
                      "'" + shown(name.text) + "' 不能作参数名")
              .hint("choose another name");
          good = false;
        }
        const auto known = argument_type(type);
        good = good && known.has_value();
        definition.argument_names.push_back(name.text);
        definition.arguments.push_back(known.value_or(rules->types.error));
      }
      if (definition.arguments.size() > kMaxArguments) {
        diagnostics_
            .report(Code::wrong_number, args->span,
                    "a definition takes at most " + std::to_string(kMaxArguments) + " arguments",
                    "定义最多 " + std::to_string(kMaxArguments) + " 个参数")
            .hint("split the definition");
        good = false;
      }
    }
    if (of == nullptr && args == nullptr) {
      diagnostics_
          .report(Code::missing_key, draft.name->span, "a definition says what it is of, or which arguments it takes",
                  "定义须写明 of 或 args")
          .hint("add  of: OWNER,  of: ROWTYPE  or  args: {name: type}");
      good = false;
    }
    if (value == nullptr || !good || !expect_scalar(*value, diagnostics_)) continue;
    Scope scope = scope_of(draft.holder, true);
    scope.arguments = definition.argument_names;
    for (size_t k = 0; k < definition.arguments.size(); ++k) scope.slots[cel::kArgument + k] = definition.arguments[k];
    if (definition.of_row >= 0) scope.slots[cel::kRow] = rules->types.row(definition.of_row);
    Written written;
    written.scalar(*value);
    definition.body = expressions_.add_any(std::move(written), std::move(scope), value->span);
  }
}

Scope PackReader::scope_of(int holder, bool with_day) const {
  Scope scope;
  scope.holder = holder;
  if (holder >= 0) scope.slots[cel::kHolder] = rules->types.owner(holder);
  if (model->registry >= 0) scope.slots[cel::kRegistry] = rules->types.owner(model->registry);
  scope.slots[cel::kAsOf] = rules->types.date;
  if (with_day) scope.slots[cel::kDay] = rules->types.date;
  return scope;
}

}  // namespace hegui::rule
