// The nodes of a tree but comprehensions: names, fields, logic, calls.
//
// In:   a node, slots.   Out: a Value.   Test: tests/explain/evaluator_test.cc
#include "explain/evaluator.h"

#include <algorithm>

#include "cel/functions.h"
#include "cel/leaf_math.h"
#include "cel/leaf_text.h"

namespace hegui::explain {

using cel::ErrorKind;
using cel::NodeKind;

Value as_plain(Value v) {
  if (!v.is(Value::Kind::rows)) return v;
  if (!v.rows->settled()) return Value::unknown(v.rows->unsettled_by());
  Values rows;
  for (const Member& m : v.rows->members) rows.push_back(Value::of_row(m.row));
  return Value::of_list(std::move(rows));
}

namespace {
Value junction(const Values& values, bool decisive) {
  Gaps gaps;
  bool open = false;
  const Value* problem = nullptr;
  static const Value no_bool = Value::error(ErrorKind::no_matching_overload);
  for (const Value& v : values) {
    if (v.is(Value::Kind::boolean)) {
      if (v.boolean == decisive) return Value::of_bool(decisive);
    } else if (v.is_unknown()) {
      open = true;
      add(gaps, v.gaps);
    } else if (!problem) {
      problem = v.is_error() ? &v : &no_bool;
    }
  }
  if (open) return Value::unknown(std::move(gaps));
  if (problem) return *problem;
  return Value::of_bool(!decisive);
}
}  // namespace

Value all_of(const Values& values) { return junction(values, false); }
Value any_of(const Values& values) { return junction(values, true); }

Env Evaluator::env(Day day) {
  Env env;
  env.slots.resize(cel::kFirstLocal);
  env[cel::kHolder] = Value::of_owner(reading_->holder());
  env[cel::kRegistry] = Value::of_owner(reading_->registry());
  env[cel::kDay] = Value::of_day(day);
  env[cel::kAsOf] = Value::of_day(reading_->clock().peek());
  return env;
}

Env Evaluator::with_row(const Env& env, const RowRef& row) {
  Env inner = env;
  inner[cel::kRow] = Value::of_row(row);
  inner[cel::kParent] = row.path.empty() ? Value{} : Value::of_row(reading_->ledger().outer(row));
  return inner;
}

Value Evaluator::eval(rule::ExprIx expression, Env env) {
  const cel::Expression& e = rules().exprs[static_cast<size_t>(expression)];
  return eval(e, e.ast.root, env);
}

Value Evaluator::eval(const cel::Expression& expression, cel::NodeId id, Env& env) {
  const auto slots = static_cast<size_t>(expression.ast.slots);
  if (env.slots.size() < slots) env.slots.resize(slots);
  Frame frame{expression, env};
  if (depth_ == 0) work_ = Work{max_steps_, false};
  ++depth_;
  Value result = node(frame, id);
  --depth_;
  // Whatever logic made of the error on the way: the value cannot be relied on.
  if (!work_.spent) return result;
  if (!result.is_error() || result.problem != ErrorKind::too_much_work) result = Value::error(ErrorKind::too_much_work);
  if (result.where == nullptr) {
    result.where = &expression;
    result.where_node = id;
  }
  return result;
}

/// The value of a node; an error that arises here keeps the place.
Value Evaluator::node(Frame& f, cel::NodeId id) {
  Value value = value_of(f, id);
  if (value.is_error() && value.where == nullptr) {
    value.where = &f.expression;
    value.where_node = id;
  }
  return value;
}

/// A boolean, unknown or an error.
Value Evaluator::condition(Frame& f, cel::NodeId id) {
  Value value = node(f, id);
  if (value.is(Value::Kind::boolean) || value.is_unknown() || value.is_error()) return value;
  value = Value::error(ErrorKind::no_matching_overload);
  value.where = &f.expression;
  value.where_node = id;
  return value;
}

Value Evaluator::value_of(Frame& f, cel::NodeId id) {
  const cel::Node& n = f.expression.ast[id];
  if (!work_.take(1)) return Value::error(ErrorKind::too_much_work);
  switch (n.kind) {
    case NodeKind::literal:
      return Value::of_literal(n.literal);
    case NodeKind::name:
      return Value::error(ErrorKind::unbound);
    case NodeKind::variable:
      return variable(f, n);
    case NodeKind::param:
      return reading_ == nullptr ? Value::error(ErrorKind::unbound) : param(f, n);
    case NodeKind::rows:
      return reading_ == nullptr ? Value::error(ErrorKind::unbound) : select(n.index, f.env);
    case NodeKind::definition:
      return reading_ == nullptr ? Value::error(ErrorKind::unbound) : definition(f, n);
    case NodeKind::type_value:
      return Value::of_type(types_.value_name(static_cast<cel::TypeId>(n.index)));
    case NodeKind::select:
      return member(f, n, false);
    case NodeKind::has:
      return member(f, n, true);
    case NodeKind::subscript:
      return subscript(f, n);
    case NodeKind::call:
      return call(f, n);
    case NodeKind::list:
      return list(f, n);
    case NodeKind::map:
      return map(f, n);
    case NodeKind::and_:
    case NodeKind::or_:
      return logic(f, n);
    case NodeKind::not_:
      return negate(node(f, n.children[0]));
    case NodeKind::conditional:
      return conditional(f, n);
    case NodeKind::comprehension:
      return comprehension(f, n);
    case NodeKind::bind:
      if (n.slot == cel::kDay) return on_another_day(f, n);
      [[fallthrough]];
    case NodeKind::block: {
      const size_t count = n.children.size() - 1;
      for (size_t i = 0; i < count; ++i) f.env[n.slot + static_cast<int>(i)] = node(f, n.children[i]);
      return node(f, n.children[count]);
    }
  }
  return Value::error(ErrorKind::unbound);
}

/// at(DATE, body)
Value Evaluator::on_another_day(Frame& f, const cel::Node& n) {
  Value day = node(f, n.children[0]);
  if (day.is_unknown() || day.is_error()) return day;
  if (!day.is(Value::Kind::date)) return Value::error(ErrorKind::no_matching_overload);
  if (!day.date.precise()) return Value::unknown(day.gaps);
  if (day.date.lo == kNever || day.date.lo == kAlways) return Value::error(ErrorKind::never);
  std::swap(f.env[cel::kDay], day);
  Value result = node(f, n.children[1]);
  std::swap(f.env[cel::kDay], day);
  return result;
}

Value Evaluator::variable(Frame& f, const cel::Node& n) {
  const Value& v = f.env[n.index];
  if (reading_ == nullptr) return v;
  Clock& clock = reading_->clock();
  if (n.index == cel::kAsOf || (n.index == cel::kDay && v.date.lo == clock.peek())) clock.note(clock.peek() + 1);
  return v;
}

Value Evaluator::param(const Frame& f, const cel::Node& n) {
  const rule::Param& declared = rules().params[static_cast<size_t>(n.index)];
  const Day day = day_of(f);
  const rule::Value& param = rule::value_on(declared, params()[static_cast<size_t>(n.index)], day);
  if (day == reading_->clock().peek())
    for (const rule::Dated& dated : declared.dated) reading_->clock().note(dated.from);
  if (!param.is_list) return Value::of_literal(param.scalar);
  Values elements;
  for (const cel::Literal& element : param.list) elements.push_back(Value::of_literal(element));
  return Value::of_list(std::move(elements));
}

Value Evaluator::definition(Frame& f, const cel::Node& n) {
  const rule::Definition& d = rules().definitions[static_cast<size_t>(n.index)];
  const Values arguments = evaluated(f, n.children);
  Env inner;
  inner.slots.assign(f.env.slots.begin(), f.env.slots.begin() + cel::kFirstLocal);
  inner[cel::kRow] = Value{};
  inner[cel::kParent] = Value{};
  for (size_t i = 0; i < arguments.size() && i < static_cast<size_t>(cel::kFirstLocal - cel::kArgument); ++i)
    inner[cel::kArgument + static_cast<int>(i)] = arguments[i];
  if (!arguments.empty() && d.of_owner >= 0) inner[cel::kHolder] = arguments[0];
  if (!arguments.empty() && d.of_row >= 0) {
    inner[cel::kRow] = arguments[0];
    if (arguments[0].is(Value::Kind::row) && !arguments[0].row.path.empty())
      inner[cel::kParent] = Value::of_row(reading_->ledger().outer(arguments[0].row));
  }
  return eval(d.body, std::move(inner));
}

namespace {
/// What stands there, for `.?f` and for a selection that looks into an optional: `found` null is none.
Value looked_up(const Value* found, bool optional, ErrorKind missing) {
  if (found == nullptr) return optional ? Value::none() : Value::error(missing);
  return optional ? Value::of_optional(*found) : *found;
}
}  // namespace

/// `a.name`, `a.?name` and `has(a.name)`.
Value Evaluator::member(Frame& f, const cel::Node& n, bool ask_only) {
  Value base = node(f, n.children[0]);
  if (base.is_unknown() || base.is_error()) return base;
  cel::TypeId type = f.expression.ast[n.children[0]].type;
  const bool into = base.is(Value::Kind::optional);
  if (into) {
    if (base.inner == nullptr) return ask_only ? Value::of_bool(false) : base;
    base = Value(*base.inner);
    if (types_[type].kind == cel::TypeKind::optional) type = types_[type].args[0];
  }
  const bool optional = into || n.optional;
  if (base.is(Value::Kind::map)) {
    const Value* found = base.map->find(Value::of_string(n.text));
    return ask_only ? Value::of_bool(found != nullptr) : looked_up(found, optional, ErrorKind::no_such_key);
  }
  if (types_[type].kind == cel::TypeKind::reference && base.is(Value::Kind::string) && reading_ != nullptr) {
    base = reading_->follow(base, types_[type].index);
    if (base.is_unknown() || base.is_error()) return base;
  }
  if (base.is(Value::Kind::row) || base.is(Value::Kind::owner)) return record_member(f, base, n, ask_only, optional);
  return Value::error(ErrorKind::no_matching_overload);
}

/// A field of a record. As an optional: none where has() is false.
Value Evaluator::record_member(const Frame& f, const Value& base, const cel::Node& n, bool ask_only, bool optional) {
  const Day day = day_of(f);
  Ledger& ledger = reading_->ledger();
  const bool is_row = base.is(Value::Kind::row);
  const OwnerType* owner = is_row ? nullptr : &ledger.model().owners[static_cast<size_t>(base.owner.type)];
  const int field = is_row ? ledger.type(base.row).field(n.text) : n.collection ? -1 : owner->field(n.text);
  if (field < 0) {
    const int collection = is_row ? -1 : owner->collection(n.text);
    if (collection < 0) return Value::error(ErrorKind::no_such_field);
    if (ask_only) return Value::of_bool(ledger.present(base.owner, collection));
    return Value::of_rows(reading_->set(base.owner, collection));
  }
  if (ask_only || optional) {
    const Value filled = is_row ? reading_->has_on(base.row, field, day) : reading_->has_on(base.owner, field, day);
    if (ask_only || filled.is_unknown() || filled.is_error()) return filled;
    if (!filled.is_true()) return Value::none();
  }
  Value value = is_row ? reading_->field_on(base.row, field, day) : reading_->field_on(base.owner, field, day);
  return !optional || value.is_unknown() || value.is_error() ? value : Value::of_optional(std::move(value));
}

namespace {
cel::leaf::Number number_of(const Value& v) {
  using cel::leaf::Number;
  return v.is(Value::Kind::integer)   ? Number::of(v.integer)
         : v.is(Value::Kind::natural) ? Number::of(v.natural)
                                      : Number::of(v.real);
}
}  // namespace

Value Evaluator::subscript(Frame& f, const cel::Node& n) {
  Values parts = evaluated(f, n.children);
  for (Value& part : parts) part = as_plain(std::move(part));
  Gaps gaps;
  if (any_unknown(parts, gaps)) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(parts)) return *problem;
  const Value& at = parts[1];
  const bool into = parts[0].is(Value::Kind::optional);
  if (into && parts[0].inner == nullptr) return parts[0];
  const Value& base = into ? *parts[0].inner : parts[0];
  const bool optional = into || n.optional;
  if (base.is(Value::Kind::list)) {
    if (!at.is_number()) return Value::error(ErrorKind::no_matching_overload);
    const cel::Outcome<int64_t> index = cel::leaf::index_of(number_of(at));
    const bool inside = index.ok() && static_cast<size_t>(index.value) < base.list->size();
    return looked_up(inside ? &(*base.list)[static_cast<size_t>(index.value)] : nullptr, optional,
                     ErrorKind::index_out_of_range);
  }
  if (base.is(Value::Kind::map)) return looked_up(base.map->find(at), optional, ErrorKind::no_such_key);
  return Value::error(ErrorKind::no_matching_overload);
}

Values Evaluator::evaluated(Frame& f, const std::vector<cel::NodeId>& ids) {
  Values values;
  values.reserve(ids.size());
  for (const cel::NodeId id : ids) values.push_back(node(f, id));
  return values;
}

namespace {
/// Takes the place of an optional written with `?`: false when it is none and is left out; an error when it is no optional.
bool take_optional(Value& v) {
  if (!v.is(Value::Kind::optional)) {
    v = Value::error(ErrorKind::no_matching_overload);
    return true;
  }
  if (v.inner == nullptr) return false;
  v = Value(*v.inner);
  return true;
}

bool written_optional(const cel::Node& n, cel::NodeId id) {
  return std::find(n.optionals.begin(), n.optionals.end(), id) != n.optionals.end();
}
}  // namespace

Value Evaluator::list(Frame& f, const cel::Node& n) {
  Values elements = evaluated(f, n.children);
  for (Value& element : elements) element = as_plain(std::move(element));
  Gaps gaps;
  if (any_unknown(elements, gaps)) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(elements)) return *problem;
  if (n.optionals.empty()) return Value::of_list(std::move(elements));
  Values kept;
  for (size_t i = 0; i < elements.size(); ++i)
    if (!written_optional(n, n.children[i]) || take_optional(elements[i])) kept.push_back(std::move(elements[i]));
  if (const Value* problem = first_error(kept)) return *problem;
  return Value::of_list(std::move(kept));
}

Value Evaluator::map(Frame& f, const cel::Node& n) {
  Values parts = evaluated(f, n.children);
  for (Value& part : parts) part = as_plain(std::move(part));
  Gaps gaps;
  if (any_unknown(parts, gaps)) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(parts)) return *problem;
  Mapping mapping;
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    using K = Value::Kind;
    const Value& key = parts[i];
    if (!key.is(K::integer) && !key.is(K::natural) && !key.is(K::boolean) && !key.is(K::string))
      return Value::error(ErrorKind::bad_key);
    if (written_optional(n, n.children[i])) {
      if (!take_optional(parts[i + 1])) continue;
      if (parts[i + 1].is_error()) return parts[i + 1];
    }
    if (!mapping.add(key, std::move(parts[i + 1]))) return Value::error(ErrorKind::repeated_key);
  }
  return Value::of_map(std::move(mapping));
}

Value Evaluator::logic(Frame& f, const cel::Node& n) {
  const bool decisive = n.kind == NodeKind::or_;
  Values values;
  for (const cel::NodeId id : n.children) {
    values.push_back(condition(f, id));
    if (values.back().is(Value::Kind::boolean) && values.back().boolean == decisive) return values.back();
  }
  return decisive ? any_of(values) : all_of(values);
}

Value Evaluator::conditional(Frame& f, const cel::Node& n) {
  const Value asked = condition(f, n.children[0]);
  if (asked.is_unknown() || asked.is_error()) return asked;
  return node(f, n.children[asked.boolean ? 1 : 2]);
}

/// Strict: unknown arguments make it unknown, else errors make it an error.
Value Evaluator::call(Frame& f, const cel::Node& n) {
  const std::string_view name =
      n.function >= 0 ? cel::name_of(static_cast<cel::Function>(n.function)) : std::string_view(n.text);
  if (n.receiver && n.children.size() == 2 && (name == "or" || name == "orValue")) return call_or(f, n, name == "orValue");
  if (n.function < 0 && cel::overloads_of(n.receiver, name).empty()) return Value::error(ErrorKind::unbound);
  Values arguments = evaluated(f, n.children);
  for (Value& argument : arguments) argument = as_plain(std::move(argument));
  Gaps gaps;
  if (any_unknown(arguments, gaps)) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(arguments)) return *problem;
  if (n.function < 0) {
    if (const ErrorKind problem = find_overload(name, n.receiver, arguments); problem != ErrorKind::none)
      return Value::error(problem);
  }
  if (name.ends_with("working_day") || name == "add_working_days") return call_working_day(name, arguments);
  Value result = call_function(name, arguments, work_);
  if (result.is(Value::Kind::list) && result.list->size() > cel::kMaxElements) return Value::error(ErrorKind::too_large);
  return result;
}

/// `o.or(p)` and `o.orValue(v)`: the other side is looked at only when there is no value.
Value Evaluator::call_or(Frame& f, const cel::Node& n, bool unwrap) {
  const Value first = node(f, n.children[0]);
  if (first.is_unknown() || first.is_error()) return first;
  if (!first.is(Value::Kind::optional)) return Value::error(ErrorKind::no_matching_overload);
  if (first.inner != nullptr) return unwrap ? *first.inner : first;
  Value other = as_plain(node(f, n.children[1]));
  const bool fits = unwrap || other.is(Value::Kind::optional) || other.is_unknown() || other.is_error();
  return fits ? other : Value::error(ErrorKind::no_matching_overload);
}

/// Days of the pack's calendar: ranges, or unknown, where it does not reach.
Value Evaluator::call_working_day(std::string_view name, const Values& arguments) {
  const Value& day = arguments[0];
  if (reading_ == nullptr) return Value::error(ErrorKind::unbound);
  if (!day.is(Value::Kind::date)) return Value::error(ErrorKind::no_matching_overload);
  const WorkCalendar& calendar = rules().calendar;
  const auto gaps_with = [&](Day missing) {
    Gaps gaps = day.gaps;
    if (missing != kNoDay) gaps.insert({ReasonCode::calendar_unknown, "", "", {format_date(missing)}});
    return gaps;
  };
  if (name == "working_day") {
    if (day.date.precise()) {
      const auto known = cel::leaf::working_day(calendar, day.date.lo);
      if (!known.ok()) return Value::error(known.error);
      return known.value ? Value::of_bool(*known.value) : Value::unknown(gaps_with(day.date.lo));
    }
    bool seen[2] = {false, false};
    for (Day d = day.date.lo; d <= day.date.hi; ++d) {
      const std::optional<bool> known = calendar.working(d);
      if (!known) return Value::unknown(gaps_with(d));
      seen[*known ? 1 : 0] = true;
      if (seen[0] && seen[1]) break;
    }
    return seen[0] && seen[1] ? Value::unknown(day.gaps) : Value::of_bool(seen[1]);
  }
  const auto moved = [&](Day d) {
    if (name == "previous_working_day") return cel::leaf::previous_working_day(calendar, d);
    if (name == "next_working_day") return cel::leaf::next_working_day(calendar, d);
    return cel::leaf::add_working_days(calendar, d, arguments[1].integer);
  };
  if (name == "add_working_days" && !arguments[1].is(Value::Kind::integer))
    return Value::error(ErrorKind::no_matching_overload);
  if (!day.date.precise() && (day.date.lo == kAlways || day.date.hi == kNever)) return Value::unknown(day.gaps);
  const auto first = moved(day.date.lo);
  if (!first.ok()) return Value::error(first.error);
  const auto last = day.date.precise() ? first : moved(day.date.hi);
  Day missing = first.value.missing;
  if (last.value.missing != kNoDay && (missing == kNoDay || last.value.missing < missing)) missing = last.value.missing;
  return Value::of_days({first.value.range.lo, last.value.range.hi}, gaps_with(missing));
}

}  // namespace hegui::explain
