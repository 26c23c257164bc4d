// Expressions of a pack: typing when all names are known. In, out, idea: expressions.h.   Test: tests/rule/load_test.cc
#include "rule/expressions.h"

#include <algorithm>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr int kMaxDefinitionDepth = 48;

struct SlotName {
  const char* name;
  int slot;
};
constexpr SlotName kSlotNames[] = {
    {"holder", cel::kHolder}, {"row", cel::kRow},         {"parent", cel::kParent},
    {"item", cel::kItem},     {"trigger", cel::kTrigger}, {"member", cel::kMember},
    {"day", cel::kDay},       {"as_of", cel::kAsOf},      {"registry", cel::kRegistry},
};

const char* slot_hint(int slot) {
  switch (slot) {
    case cel::kItem:
      return "'item' is the row that 'items: {with: ...}' looks for evidence for";
    case cel::kTrigger:
      return "'trigger' is the event that 'respond: {with: ...}' answers";
    case cel::kMember:
      return "'member' stands in 'forbid: {among: ..., where: ...}'";
    case cel::kParent:
      return "'parent' stands where nested rows (of: COLLECTION.FIELD) are looked at";
    case cel::kRow:
      return "'row' stands where one row is looked at";
    case cel::kDay:
      return "'day' stands in conditions on the holder (when, state, table, cover) and in definitions; here use 'as_of'";
    default:
      return "";
  }
}

bool is_key(cel::TypeKind kind) {
  using K = cel::TypeKind;
  return kind == K::string || kind == K::int_type || kind == K::date || kind == K::boolean || kind == K::enumeration ||
         kind == K::reference;
}

}  // namespace

void Written::made(std::string_view piece, uint32_t at) {
  for (size_t i = 0; i < piece.size(); ++i) map.add(static_cast<uint32_t>(text.size() + i), at);
  text += piece;
  end_ = std::max(end_, at);
}

void Written::same(std::string_view piece, uint32_t at) {
  map.add(static_cast<uint32_t>(text.size()), at);
  text += piece;
  end_ = std::max(end_, at + static_cast<uint32_t>(piece.size()));
}

void Written::scalar(const Node& node) {
  const auto size = static_cast<uint32_t>(node.text.size());
  uint32_t expected = 0;
  for (uint32_t i = 0; i < size; ++i) {
    const uint32_t at = node.map.source_offset(i, size);
    if (i == 0 || at != expected) map.add(static_cast<uint32_t>(text.size()) + i, at);
    expected = at + 1;
  }
  text += node.text;
  end_ = std::max(end_, node.map.source_offset(size, size));
  source = node.span.source;
}

void Written::append(const Written& other) {
  const auto size = static_cast<uint32_t>(other.text.size());
  uint32_t expected = 0;
  for (uint32_t i = 0; i < size; ++i) {
    const uint32_t at = other.map.source_offset(i, size);
    if (i == 0 || at != expected) map.add(static_cast<uint32_t>(text.size()) + i, at);
    expected = at + 1;
  }
  text += other.text;
  end_ = std::max(end_, other.end_);
}

void Written::finish() { map.set_end(end_); }

std::string cel_string(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    switch (c) {
      case '\'':
        out += "\\'";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          constexpr char kHex[] = "0123456789abcdef";
          out += "\\x";
          out += kHex[(static_cast<unsigned char>(c) >> 4) & 15U];
          out += kHex[static_cast<unsigned char>(c) & 15U];
        } else {
          out += c;
        }
    }
  }
  return out + "'";
}

std::string cel_date(Day day) { return "date('" + format_date(day) + "')"; }

ExprIx Expressions::add(Written written, Scope scope, cel::TypeId expected, const Span& place) {
  written.finish();
  Pending pending;
  pending.written = std::move(written);
  pending.scope = std::move(scope);
  pending.expected = expected;
  pending.place = place;
  pending_.push_back(std::move(pending));
  reader_.rules->exprs.emplace_back();
  return static_cast<ExprIx>(pending_.size() - 1);
}

ExprIx Expressions::add_date(Written written, Scope scope, const Written* suffix, const Span& place) {
  const ExprIx index = add(std::move(written), std::move(scope), reader_.rules->types.date, place);
  pending_.back().want = Want::date;
  if (suffix != nullptr) pending_.back().suffix = *suffix;
  return index;
}

ExprIx Expressions::add_any(Written written, Scope scope, const Span& place) {
  const ExprIx index = add(std::move(written), std::move(scope), reader_.rules->types.dyn, place);
  pending_.back().want = Want::any;
  return index;
}

ExprIx Expressions::add_key(Written written, Scope scope, const Span& place) {
  const ExprIx index = add_any(std::move(written), std::move(scope), place);
  pending_.back().want = Want::key;
  return index;
}

void Expressions::check_all() {
  for (size_t i = 0; i < reader_.rules->definitions.size(); ++i) type_definition(static_cast<int>(i));
  for (size_t i = 0; i < pending_.size(); ++i) check(static_cast<ExprIx>(i));
}

std::vector<std::string> Expressions::known_names(const Scope& scope) const {
  std::vector<std::string> names;
  for (const SlotName& slot : kSlotNames) {
    if (scope.slots[static_cast<size_t>(slot.slot)]) names.emplace_back(slot.name);
  }
  names.insert(names.end(), scope.arguments.begin(), scope.arguments.end());
  for (const Definition& d : reader_.rules->definitions) names.push_back(d.name);
  for (size_t i = 0; i < reader_.selection_drafts.size(); ++i) {
    if (reader_.selection_drafts[i].name != nullptr) names.push_back(reader_.rules->selections[i].name);
  }
  return names;
}

std::optional<cel::Symbol> Expressions::symbol(std::string_view name, const Scope& scope) {
  cel::TypePool& types = reader_.rules->types;
  cel::Symbol out;
  for (size_t i = 0; i < scope.arguments.size(); ++i) {
    if (scope.arguments[i] != name || name == "row") continue;
    out.index = cel::kArgument + static_cast<int>(i);
    out.type = scope.slots[static_cast<size_t>(out.index)].value_or(types.error);
    return out;
  }
  for (const SlotName& slot : kSlotNames) {
    if (name != slot.name) continue;
    out.index = slot.slot;
    out.type = scope.slots[static_cast<size_t>(slot.slot)].value_or(types.error);  // an absent one is reported afterwards
    return out;
  }
  const std::string key(name);
  if (const auto it = reader_.selection_ix_.find(key); it != reader_.selection_ix_.end()) {
    const Selection& selection = reader_.rules->selections[static_cast<size_t>(it->second)];
    out.kind = cel::Symbol::Kind::rows;
    out.index = it->second;
    out.type = selection.row_type < 0 ? types.error : types.list(types.row(selection.row_type));
    return out;
  }
  if (const auto it = reader_.definition_ix_.find(key); it != reader_.definition_ix_.end()) {
    const bool typed = type_definition(it->second);
    const Definition& definition = reader_.rules->definitions[static_cast<size_t>(it->second)];
    out.kind = cel::Symbol::Kind::definition;
    out.index = it->second;
    out.type = typed ? definition.type : types.error;
    out.parameters = definition.arguments;
    if (definition.of_owner >= 0) {
      out.parameters = {types.owner(definition.of_owner)};
      out.implicit_holder = definition.of_owner == scope.holder;
    }
    return out;
  }
  return std::nullopt;
}

bool Expressions::type_definition(int index) {
  Definition& definition = reader_.rules->definitions[static_cast<size_t>(index)];
  if (definition.body == kNone) return false;
  const State state = pending_[static_cast<size_t>(definition.body)].state;
  if (state == State::done || state == State::failed) return state == State::done;
  if (state == State::busy) {
    reader_.diagnostics_
        .report(Code::circular_names, definition.place, "'" + definition.name + "' is defined by way of itself",
                "'" + definition.name + "' 的定义绕回了自身")
        .hint("break the circle: say in one of the definitions directly what is meant");
    return false;
  }
  if (depth_ >= kMaxDefinitionDepth) {
    pending_[static_cast<size_t>(definition.body)].state = State::failed;
    reader_.diagnostics_
        .report(Code::too_deep, definition.place,
                "more than " + std::to_string(kMaxDefinitionDepth) + " definitions build on each other",
                "定义层层引用超过 " + std::to_string(kMaxDefinitionDepth) + " 层")
        .hint("say some of them directly");
    return false;
  }
  ++depth_;
  check(definition.body);
  --depth_;
  const bool done = pending_[static_cast<size_t>(definition.body)].state == State::done;
  Definition& again = reader_.rules->definitions[static_cast<size_t>(index)];
  again.type = done ? reader_.rules->exprs[static_cast<size_t>(again.body)].type : reader_.rules->types.error;
  return done;
}

bool Expressions::try_check(const Written& written, const Scope& scope, cel::TypeId expected, bool quiet,
                            cel::Expression& out) {
  PackReader& reader = reader_;
  cel::Environment environment;
  environment.model = reader.model.get();
  environment.types = &reader.rules->types;
  environment.holder = scope.holder;
  environment.limits = reader.options_.expressions;
  environment.name = [this, &scope](std::string_view name) { return symbol(name, scope); };
  environment.param = [&reader](std::string_view name) -> std::optional<std::pair<int, cel::TypeId>> {
    if (!name.empty() && name[0] == '$') name.remove_prefix(1);
    const auto it = reader.param_ix_.find(std::string(name));
    if (it == reader.param_ix_.end()) return std::nullopt;
    return std::make_pair(it->second, reader.rules->params[static_cast<size_t>(it->second)].type);
  };
  const auto fresh = [&] {
    cel::Expression expression;
    expression.ast.text = written.text;
    expression.source = written.source;
    expression.map = written.map;
    return expression;
  };
  out = fresh();
  if (!cel::parse(out, reader.options_.expressions, reader.diagnostics_)) return false;
  Diagnostics unheard;
  bool good = cel::check(out, environment, expected, unheard);
  if (!good) {
    environment.known_names = known_names(scope);
    environment.known_params = names_of(reader.rules->params, [](const Param& p) { return p.name; });
    cel::Expression again = fresh();
    if (cel::parse(again, reader.options_.expressions, unheard)) cel::check(again, environment, expected, reader.diagnostics_);
    out = std::move(again);
  }
  const std::vector<bool> own_day = out.ast.in_own_day();
  for (size_t i = 0; i < out.ast.nodes.size(); ++i) {
    const cel::Node& node = out.ast.nodes[i];
    if (node.kind != cel::NodeKind::variable || node.index >= cel::kArgument || node.index < 0) continue;
    if (node.index == cel::kDay && own_day[i]) continue;
    if (scope.slots[static_cast<size_t>(node.index)]) continue;
    good = false;
    const Span span = out.span(static_cast<cel::NodeId>(i));
    if (quiet && (node.index == cel::kItem || node.index == cel::kTrigger)) {
      unanswered_.emplace_back(node.index, span);
    } else {
      report_slot(node.index, span);
    }
  }
  return good;
}

void Expressions::report_slot(int slot, const Span& span) {
  std::string name;
  for (const SlotName& known : kSlotNames) name = known.slot == slot ? known.name : name;
  reader_.diagnostics_
      .report(Code::name_not_here, span, "'" + name + "' has no meaning in this place", "'" + name + "' 在此处没有意义")
      .hint(slot_hint(slot));
}

void Expressions::report_unanswered() {
  if (reader_.diagnostics_.has_errors()) return;
  for (const auto& [slot, span] : unanswered_) report_slot(slot, span);
}

void Expressions::check(ExprIx index) {
  const auto at = static_cast<size_t>(index);
  if (pending_[at].state != State::noted) return;
  pending_[at].state = State::busy;
  cel::TypePool& types = reader_.rules->types;
  if (const ExprIx list = pending_[at].member_of; list != kNone) {
    check(list);
    if (pending_[static_cast<size_t>(list)].state != State::done) {
      pending_[at].state = State::failed;
      return;
    }
    const cel::Type& type = types[reader_.rules->exprs[static_cast<size_t>(list)].type];
    if (type.kind != cel::TypeKind::list) {
      reader_.diagnostics_
          .report(Code::wrong_node, pending_[static_cast<size_t>(list)].place, "'among' must be a list", "among 应为列表")
          .hint("name a list field, such as row.operators");
      pending_[at].state = State::failed;
      return;
    }
    pending_[at].scope.slots[cel::kMember] = type.args[0];
  }
  // Definitions typed on the way add no pending entries, so references into pending_ stay valid from here on.
  const Pending& pending = pending_[at];
  cel::Expression out;
  bool good = false;
  if (pending.want != Want::date) {
    good = try_check(pending.written, pending.scope, pending.expected, pending.quiet, out);
    if (good && pending.want == Want::key && !is_key(types[out.type].kind)) {
      const std::string name = types.name(out.type, reader_.model.get());
      reader_.diagnostics_
          .report(Code::counting_form, pending.place, "a value of type " + name + " does not tell rows apart",
                  "类型 " + name + " 的值不能用来区分行")
          .hint(out.type == types.timestamp ? "write .date() for its day" : "name a text, number, date or reference");
      good = false;
    }
  } else {
    good = try_check(pending.written, pending.scope, types.dyn, pending.quiet, out);
    Written full = pending.written;
    bool changed = false;
    if (good && out.type == types.timestamp) {
      Written wrapped;
      wrapped.source = full.source;
      const uint32_t begin = pending.place.begin;
      const bool simple = is_path(full.text);
      if (!simple) wrapped.made("(", begin);
      wrapped.append(full);
      const uint32_t end =
          full.map.source_offset(static_cast<uint32_t>(full.text.size()), static_cast<uint32_t>(full.text.size()));
      wrapped.made(simple ? ".date()" : "\n).date()", end);
      full = std::move(wrapped);
      changed = true;
    } else if (good && out.type != types.date && out.type != types.dyn) {
      reader_.diagnostics_
          .report(Code::not_a_date, pending.place,
                  "a date is expected, but this is " + types.name(out.type, reader_.model.get()),
                  "此处应为日期，但实际类型是 " + types.name(out.type, reader_.model.get()))
          .hint("name a date field, or write a CEL expression that gives a date");
      good = false;
    }
    if (good && pending.suffix) {
      Written sum;
      sum.source = full.source;
      const std::string& core = changed ? pending.written.text : full.text;
      const bool simple = is_path(core) || is_param_reference(core);
      if (!simple) sum.made("(", pending.place.begin);
      sum.append(full);
      if (!simple) sum.made("\n)", pending.place.begin);
      sum.append(*pending.suffix);
      full = std::move(sum);
      changed = true;
    }
    if (good && changed) {
      full.finish();
      good = try_check(full, pending.scope, types.date, pending.quiet, out);
    }
  }
  reader_.rules->exprs[at] = std::move(out);
  pending_[at].state = good ? State::done : State::failed;
}

}  // namespace hegui::rule
