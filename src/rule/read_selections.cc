// Selections of rows, named and inline, and the lowering of `is:` to CEL.
//
// In:   {of, is, where, holder, ...}.   Out: CheckedRules::selections; conditions noted as one expression.
// Idea: an `is` entry is checked here, against the field's type and words, and becomes CEL text whose bytes stand at the key
// and the value in the YAML; the entries and `where` are joined by &&. A selection of a selection keeps a link to it. Cost:
// O(entries).   Test: tests/rule/load_test.cc
#include <algorithm>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr int kMaxSelectionDepth = 48;

std::vector<std::string> collection_names(const OwnerType& owner) {
  return names_of(owner.collections, [](const Collection& c) { return c.name; });
}

}  // namespace

int PackReader::read_rows(const Node& node, int holder, const std::string& label, uint64_t slots,
                          std::optional<cel::TypeId> item, std::optional<cel::TypeId> trigger) {
  int index = -1;
  if (node.kind == Node::Kind::mapping) {
    index = static_cast<int>(rules->selections.size());
    Selection selection;
    selection.name = label;
    selection.place = node.span;
    rules->selections.push_back(std::move(selection));
    SelectionDraft draft;
    draft.node = &node;
    draft.holder = holder;
    draft.where = node.span;
    selection_drafts.push_back(std::move(draft));
    if (!resolve_selection(index, 0)) return -1;
  } else if (expect_scalar(node, diagnostics_)) {
    const auto it = selection_ix_.find(node.text);
    if (it == selection_ix_.end()) {
      std::string hint;
      if (holder >= 0 && model->owners[static_cast<size_t>(holder)].collection(node.text) >= 0) {
        hint = "'" + node.text + "' is a collection: write {of: " + node.text + "}";
      } else {
        std::vector<std::string> known;
        for (const auto& [name, unused] : selection_ix_) known.push_back(name);
        std::sort(known.begin(), known.end());
        hint = suggestion(node.text, known);
      }
      diagnostics_
          .report(Code::unknown_rows, node.span, "there is no selection '" + shown(node.text) + "' under 'rows'",
                  "rows 中没有行选择 '" + shown(node.text) + "'")
          .hint(hint);
      return -1;
    }
    index = it->second;
    if (selection_drafts[static_cast<size_t>(index)].step == Step::failed) return -1;
  }
  if (index < 0) return -1;
  const Selection& selection = rules->selections[static_cast<size_t>(index)];
  if (!selection.registry && holder >= 0 && selection.owner_type != holder) {
    diagnostics_
        .report(Code::wrong_holder, node.span,
                "'" + selection.name + "' selects rows of '" + model->owners[static_cast<size_t>(selection.owner_type)].name +
                    "', but the duty binds '" + model->owners[static_cast<size_t>(holder)].name + "'",
                "'" + selection.name + "' 选的是 '" + model->owners[static_cast<size_t>(selection.owner_type)].name +
                    "' 的行，而规则约束的是 '" + model->owners[static_cast<size_t>(holder)].name + "'")
        .hint("select rows of the holder, or set 'holder'");
    return -1;
  }
  if (item) give_type(index, true, *item, node.span);
  if (trigger) give_type(index, false, *trigger, node.span);
  rows_uses.push_back({index, slots, holder, node.span});
  return index;
}

void PackReader::give_type(int selection, bool is_item, cel::TypeId type, const Span& place) {
  for (int at = selection, steps = 0; at >= 0 && steps <= kMaxSelectionDepth + 1; ++steps) {
    SelectionDraft& draft = selection_drafts[static_cast<size_t>(at)];
    std::optional<cel::TypeId>& known = is_item ? draft.item : draft.trigger;
    if (known && *known != type) {
      draft.conflict = place;
    } else if (!known) {
      known = type;
      const ExprIx cond = rules->selections[static_cast<size_t>(at)].cond;
      if (cond != kNone) expressions_.scope(cond).slots[is_item ? cel::kItem : cel::kTrigger] = type;
    }
    at = rules->selections[static_cast<size_t>(at)].base;
  }
}

void PackReader::read_named_selections() {
  for (size_t i = 0; i < selection_drafts.size(); ++i) resolve_selection(static_cast<int>(i), 0);
}

bool PackReader::resolve_selection(int index, int depth) {
  const auto at = static_cast<size_t>(index);
  if (selection_drafts[at].step == Step::done) return true;
  if (selection_drafts[at].step == Step::failed) return false;
  const Span place = selection_drafts[at].where;
  if (selection_drafts[at].step == Step::busy) {
    diagnostics_
        .report(Code::circular_names, place, "'" + rules->selections[at].name + "' is selected from itself",
                "'" + rules->selections[at].name + "' 的来源绕回了自身")
        .hint("begin the chain with a collection");
    selection_drafts[at].step = Step::failed;
    return false;
  }
  if (depth > kMaxSelectionDepth) {
    diagnostics_
        .report(Code::too_deep, place, "more than " + std::to_string(kMaxSelectionDepth) + " selections build on each other",
                "行选择层层引用超过 " + std::to_string(kMaxSelectionDepth) + " 层")
        .hint("begin some of them with a collection");
    selection_drafts[at].step = Step::failed;
    return false;
  }
  selection_drafts[at].step = Step::busy;
  const Node& node = *selection_drafts[at].node;
  const bool named = selection_drafts[at].name != nullptr;
  Selection out = rules->selections[at];
  int holder = named ? defaults.holder : selection_drafts[at].holder;
  bool good = false;
  Keys keys(node, "a selection of rows", "行选择", diagnostics_);
  if (keys.is_mapping()) {
    good = true;
    const Node* of = keys.need("of");
    const Node* is = keys.get("is");
    const Node* where = keys.get("where");
    const Node* zh = named ? keys.get("zh") : nullptr;
    const Node* cite = named ? keys.get("cite") : nullptr;
    const Node* owner = named ? keys.get("holder") : nullptr;
    if (named) keys.accept({"en", "notes"});
    keys.close();
    if (zh != nullptr) out.zh = read_text(*zh, diagnostics_).value_or("");
    out.cite = read_cite(cite);
    if (owner != nullptr) {
      holder = read_owner(*owner);
      good = holder >= 0;
    }
    if (of == nullptr || !expect_scalar(*of, diagnostics_)) {
      good = false;
    } else if (good) {
      good = resolve_of(*of, owner != nullptr, depth, out, holder);
    }
    if (good) {
      selection_drafts[at].holder = holder;
      Scope scope = scope_of(holder, true);
      scope.slots[cel::kRow] = rules->types.row(out.row_type);
      if (out.nested_field >= 0) {
        const OwnerType& owner_type = model->owners[static_cast<size_t>(out.owner_type)];
        scope.slots[cel::kParent] = rules->types.row(owner_type.collections[static_cast<size_t>(out.collection)].row_type);
      }
      if (selection_drafts[at].item) scope.slots[cel::kItem] = selection_drafts[at].item;
      if (selection_drafts[at].trigger) scope.slots[cel::kTrigger] = selection_drafts[at].trigger;
      Written written;
      written.source = node.span.source;
      bool first = true;
      if (is != nullptr) good = add_is(*is, out, written, first);
      if (where != nullptr && expect_scalar(*where, diagnostics_)) {
        if (first) {
          written = Written();
          written.scalar(*where);
        } else {
          // Alone first: a stray bracket must not pair with ours.
          cel::Expression alone;
          alone.ast.text = where->text;
          alone.source = where->span.source;
          alone.map = where->map;
          good = cel::parse(alone, options_.expressions, diagnostics_) && good;
          const uint32_t begin = where->span.begin;
          const bool simple = alone.ast.root != cel::kNoNode && alone.ast[alone.ast.root].kind != cel::NodeKind::or_ &&
                              alone.ast[alone.ast.root].kind != cel::NodeKind::conditional &&
                              where->text.find("//") == std::string::npos;
          written.made(simple ? " && " : " && (", begin);
          written.scalar(*where);
          if (!simple) written.made("\n)", where->span.end);
        }
        first = false;
      }
      if (good && !first) {
        out.cond = expressions_.add(std::move(written), std::move(scope), rules->types.boolean, node.span);
        if (named) expressions_.answers_an_event(out.cond);
      }
    }
  }
  rules->selections[at] = std::move(out);
  selection_drafts[at].step = good ? Step::done : Step::failed;
  return good;
}

bool PackReader::resolve_of(const Node& of, bool holder_given, int depth, Selection& out, int& holder) {
  const std::string& text = of.text;
  const auto unknown = [this, &of](const std::string& en, const std::string& zh, const std::vector<std::string>& known) {
    diagnostics_.report(Code::unknown_rows, of.span, en, zh).hint(suggestion(of.text, known));
    return false;
  };
  if (text.find('.') == std::string::npos) {
    if (const auto it = selection_ix_.find(text); it != selection_ix_.end()) {
      const int base = it->second;
      const bool collection_too = holder >= 0 && model->owners[static_cast<size_t>(holder)].collection(text) >= 0;
      if (!collection_too) {
        if (!resolve_selection(base, depth + 1)) return false;
        const Selection& from = rules->selections[static_cast<size_t>(base)];
        out.base = base;
        out.registry = from.registry;
        out.owner_type = from.owner_type;
        out.collection = from.collection;
        out.nested_field = from.nested_field;
        out.row_type = from.row_type;
        const int base_holder = selection_drafts[static_cast<size_t>(base)].holder;
        if (!from.registry && holder_given && holder != from.owner_type) {
          return unknown("'" + text + "' selects rows of another owner", "'" + text + "' 选的是另一主体的行", {});
        }
        if (!from.registry && !holder_given && out.name.find('/') == std::string::npos) holder = base_holder;
        return true;
      }
      diagnostics_
          .report(Code::name_twice, rules->selections[static_cast<size_t>(base)].place,
                  "'" + text + "' is both a collection and a selection", "'" + text + "' 既是集合又是行选择")
          .hint("rename the selection");
      return false;
    }
  }
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  size_t next = 0;
  int owner = holder;
  if (parts[0] == "registry" && model->registry >= 0 && parts.size() > 1) {
    owner = model->registry;
    out.registry = true;
    next = 1;
  }
  if (owner < 0) {
    diagnostics_.report(Code::unknown_rows, of.span, "it is not said whose rows these are", "没有说明是谁的行")
        .hint("add  holder: OWNER,  or set defaults.holder in pack.yaml");
    return false;
  }
  const OwnerType& type = model->owners[static_cast<size_t>(owner)];
  out.owner_type = owner;
  out.collection = type.collection(parts[next]);
  if (out.collection < 0) {
    auto known = collection_names(type);
    if (out.registry) {
      for (std::string& name : known) name = "registry." + name;
    } else {
      for (size_t i = 0; i < selection_drafts.size(); ++i) {
        if (selection_drafts[i].name != nullptr) known.push_back(rules->selections[i].name);
      }
    }
    return unknown("'" + type.name + "' has no collection '" + shown(parts[next]) + "'",
                   "'" + type.name + "' 没有集合 '" + shown(parts[next]) + "'", known);
  }
  out.row_type = type.collections[static_cast<size_t>(out.collection)].row_type;
  if (parts.size() == next + 1) return true;
  const RowType& row = model->rows[static_cast<size_t>(out.row_type)];
  const int field = row.field(parts[next + 1]);
  if (parts.size() != next + 2 || field < 0 || row.fields[static_cast<size_t>(field)].type != FieldType::nested) {
    std::vector<std::string> known;
    for (const Field& f : row.fields) {
      if (f.type == FieldType::nested) known.push_back((next > 0 ? "registry." : "") + parts[next] + "." + f.name);
    }
    return unknown("rows of '" + parts[next] + "' have no nested rows '" + shown(text) + "'",
                   "'" + parts[next] + "' 的行中没有嵌套行 '" + shown(text) + "'", known);
  }
  out.nested_field = field;
  out.row_type = row.fields[static_cast<size_t>(field)].target;
  return true;
}

bool PackReader::add_is(const Node& node, const Selection& selection, Written& out, bool& first) {
  if (!expect_mapping(node, "'is'", "is", diagnostics_)) return false;
  bool good = true;
  for (const auto& [key, value] : node.entries) {
    std::string_view name = key.text;
    int row_type = selection.row_type;
    std::string path = "row.";
    if (name.substr(0, 7) == "parent." && selection.nested_field >= 0) {
      name.remove_prefix(7);
      const OwnerType& owner = model->owners[static_cast<size_t>(selection.owner_type)];
      row_type = owner.collections[static_cast<size_t>(selection.collection)].row_type;
      path = "parent.";
    }
    const RowType& row = model->rows[static_cast<size_t>(row_type)];
    const int field = row.field(name);
    if (field < 0) {
      diagnostics_
          .report(Code::unknown_field, key.span, "rows of type '" + row.name + "' have no field '" + shown(name) + "'",
                  "行类型 '" + row.name + "' 没有字段 '" + shown(name) + "'")
          .hint(suggestion(name, field_names(row.fields)));
      good = false;
      continue;
    }
    if (!first) out.made(" && ", key.span.begin);
    first = false;
    good = add_is_entry(key, value, row.fields[static_cast<size_t>(field)], path, out) && good;
  }
  if (node.entries.empty()) {
    diagnostics_.report(Code::wrong_is_value, node.span, "'is' says nothing", "is 为空")
        .hint("leave it out, or name a field and its value");
    return false;
  }
  return good;
}

/// The literal a scalar stands for, given the field; empty after a report.
std::optional<std::string> PackReader::is_literal(const Node& value, const Field& field) {
  const auto wrong = [this, &value, &field](const std::string& en, const std::string& zh, const std::string& hint) {
    diagnostics_
        .report(Code::wrong_is_value, value.span,
                "'" + shown(value.text) + "' does not fit the field '" + field.name + "': " + en,
                "'" + shown(value.text) + "' 与字段 '" + field.name + "' 不符：" + zh)
        .hint(hint);
    return std::nullopt;
  };
  if (!expect_scalar(value, diagnostics_)) return std::nullopt;
  if (is_param_reference(value.text)) {
    const int param = read_param_ref(value);
    if (param < 0) return std::nullopt;
    cel::TypePool& types = rules->types;
    cel::TypeId given = rules->params[static_cast<size_t>(param)].type;
    if (types[given].kind == cel::TypeKind::list) given = types[given].args[0];
    bool fits = given == types.string;
    switch (field.type) {
      case FieldType::boolean:
        fits = given == types.boolean;
        break;
      case FieldType::integer:
        fits = given == types.int_type;
        break;
      case FieldType::decimal:
        fits = given == types.int_type || given == types.double_type;
        break;
      case FieldType::date:
      case FieldType::datetime:
        fits = given == types.date;
        break;
      case FieldType::nested:
      case FieldType::map:
        return wrong("it has no single value", "该字段没有单一值", "test it under 'where'");
      default:
        break;
    }
    if (fits || given == types.error) return value.text;
    diagnostics_
        .report(Code::wrong_param_type, value.span,
                "'" + value.text + "' is " + types.name(given, nullptr) + " and does not fit the field '" + field.name + "'",
                "'" + value.text + "' 的类型 " + types.name(given, nullptr) + " 与字段 '" + field.name + "' 不符")
        .hint("name a parameter of the field's type");
    return std::nullopt;
  }
  switch (field.type) {
    case FieldType::enumeration: {
      const Enumeration& words = model->enums[static_cast<size_t>(field.target)];
      for (const std::string& word : words.words) {
        if (word == value.text) return cel_string(word);
      }
      for (size_t i = 0; i < words.zh.size(); ++i) {
        if (words.zh[i] == value.text) return wrong("rules use words", "规则中用词不用标签", "write " + words.words[i]);
      }
      return wrong("it is not a word of '" + words.name + "'", "枚举 '" + words.name + "' 没有该词",
                   suggestion(value.text, words.words));
    }
    case FieldType::boolean:
      if (value.is_plain() && (value.text == "true" || value.text == "false")) return value.text;
      return wrong("it takes true or false", "应为 true 或 false", "write true or false");
    case FieldType::integer:
      if (value.is_plain() && parse_integer(value.text)) return value.text;
      return wrong("it takes a whole number", "应为整数", "write a whole number without quotes");
    case FieldType::decimal:
      if (value.is_plain() && parse_number(value.text)) {
        return value.text.find_first_of(".eE") == std::string::npos ? value.text + ".0" : value.text;
      }
      return wrong("it takes a number", "应为数值", "write a number without quotes");
    case FieldType::date:
    case FieldType::datetime:
      if (const auto day = parse_date(value.text)) return cel_date(*day);
      return wrong("it takes a date", "应为日期", "write YYYY-MM-DD");
    case FieldType::month:
      if (value.text.size() == 7 && parse_date(value.text + "-01")) return cel_string(value.text);
      return wrong("it takes a month", "应为月份", "write YYYY-MM");
    case FieldType::nested:
    case FieldType::map:
      return wrong("it has no single value", "该字段没有单一值", "test it under 'where'");
    default:
      return cel_string(value.text);
  }
}

bool PackReader::add_is_entry(const Node& key, const Node& value, const Field& field, const std::string& path, Written& out) {
  const auto start = [&] {
    out.made(path, key.span.begin);
    const auto size = static_cast<uint32_t>(key.text.size());
    out.same(field.name, key.map.source_offset(path == "row." ? 0 : 7, size));
    if (field.type == FieldType::datetime) out.made(".date()", key.span.end);
  };
  std::vector<std::pair<const Node*, std::string>> literals;
  const bool several = value.kind == Node::Kind::sequence;
  if (several && value.items.empty()) {
    diagnostics_.report(Code::wrong_is_value, value.span, "an empty list fits no row", "空列表不会选中任何行")
        .hint("name at least one value");
    return false;
  }
  if (several) {
    for (const Node& item : value.items) {
      const auto literal = is_literal(item, field);
      if (!literal) return false;
      literals.emplace_back(&item, *literal);
    }
  } else {
    if (value.kind == Node::Kind::null) {
      diagnostics_
          .report(Code::wrong_is_value, key.span, "'" + field.name + "' is given no value",
                  "字段 '" + field.name + "' 没有给值")
          .hint("to ask for an empty field write  where: \"!has(row." + field.name + ")\"");
      return false;
    }
    const auto literal = is_literal(value, field);
    if (!literal) return false;
    literals.emplace_back(&value, *literal);
  }
  const bool reference_list = literals.size() == 1 && literals[0].second[0] == '$' && [&] {
    const auto it = param_ix_.find(literals[0].second.substr(1));
    return it != param_ix_.end() &&
           rules->types[rules->params[static_cast<size_t>(it->second)].type].kind == cel::TypeKind::list;
  }();
  if (field.list) {
    if (reference_list) {
      start();
      out.made(".exists(x, x in ", key.span.end);
      out.made(literals[0].second, literals[0].first->span.begin);
      out.made(")", literals[0].first->span.end);
      return true;
    }
    if (literals.size() > 1) out.made("(", key.span.begin);
    for (size_t i = 0; i < literals.size(); ++i) {
      if (i > 0) out.made(" || ", literals[i].first->span.begin);
      out.made(literals[i].second, literals[i].first->span.begin);
      out.made(" in ", key.span.end);
      start();
    }
    if (literals.size() > 1) out.made(")", value.span.end);
    return true;
  }
  start();
  if (reference_list || literals.size() > 1) {
    out.made(" in ", key.span.end);
    if (!reference_list) out.made("[", value.span.begin);
    for (size_t i = 0; i < literals.size(); ++i) {
      if (i > 0) out.made(", ", literals[i].first->span.begin);
      out.made(literals[i].second, literals[i].first->span.begin);
    }
    if (!reference_list) out.made("]", value.span.end);
    return true;
  }
  out.made(" == ", key.span.end);
  out.made(literals[0].second, literals[0].first->span.begin);
  return true;
}

}  // namespace hegui::rule
