// The nodes of a tree but comprehensions: names, fields, logic, calls.
//
// In:   a node, slots.   Out: a Value.   Test: tests/explain/evaluator_test.cc
#include "explain/evaluator.h"

#include "cel/functions.h"

namespace hegui::explain {

using cel::ErrorKind;
using cel::NodeKind;

namespace {
constexpr size_t kMaxElements = 1'000'000;
}

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
  env[cel::kHolder] = Value::of_owner(reading_.holder());
  env[cel::kRegistry] = Value::of_owner(reading_.registry());
  env[cel::kDay] = Value::of_day(day);
  env[cel::kAsOf] = Value::of_day(reading_.clock().peek());
  return env;
}

Env Evaluator::with_row(const Env& env, const RowRef& row) {
  Env inner = env;
  inner[cel::kRow] = Value::of_row(row);
  inner[cel::kParent] = row.path.empty() ? Value{} : Value::of_row(reading_.ledger().outer(row));
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
  return node(frame, id);
}

Value Evaluator::node(Frame& f, cel::NodeId id) {
  const cel::Node& n = f.expression.ast[id];
  switch (n.kind) {
    case NodeKind::literal:
      return Value::of_literal(n.literal);
    case NodeKind::name:
      return Value::error(ErrorKind::unbound);
    case NodeKind::variable:
      return variable(f, n);
    case NodeKind::param: {
      const rule::Value& param = params_[static_cast<size_t>(n.index)];
      if (!param.is_list) return Value::of_literal(param.scalar);
      Values elements;
      for (const cel::Literal& element : param.list) elements.push_back(Value::of_literal(element));
      return Value::of_list(std::move(elements));
    }
    case NodeKind::rows:
      return select(n.index, f.env);
    case NodeKind::definition:
      return definition(f, n);
    case NodeKind::type_value: {
      std::string name = rules().types.name(static_cast<cel::TypeId>(n.index), nullptr);
      return Value::of_type(name.substr(0, name.find('(')));
    }
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
    case NodeKind::bind: {
      f.env[n.slot] = node(f, n.children[0]);
      return node(f, n.children[1]);
    }
  }
  return Value::error(ErrorKind::unbound);
}

Value Evaluator::variable(Frame& f, const cel::Node& n) {
  const Value& v = f.env[n.index];
  Clock& clock = reading_.clock();
  if (n.index == cel::kAsOf || (n.index == cel::kDay && v.date.lo == clock.peek())) clock.note(clock.peek() + 1);
  return v;
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
      inner[cel::kParent] = Value::of_row(reading_.ledger().outer(arguments[0].row));
  }
  return eval(d.body, std::move(inner));
}

/// `a.name` and `has(a.name)`.
Value Evaluator::member(Frame& f, const cel::Node& n, bool ask_only) {
  Value base = node(f, n.children[0]);
  if (base.is_unknown() || base.is_error()) return base;
  const cel::Type& type = rules().types[f.expression.ast[n.children[0]].type];
  if (type.kind == cel::TypeKind::reference && base.is(Value::Kind::string)) {
    base = reading_.follow(base, type.index);
    if (base.is_unknown() || base.is_error()) return base;
  }
  Ledger& ledger = reading_.ledger();
  if (base.is(Value::Kind::row)) {
    const int field = ledger.type(base.row).field(n.text);
    if (field < 0) return Value::error(ErrorKind::no_such_field);
    return ask_only ? reading_.has(base.row, field) : reading_.field(base.row, field);
  }
  if (base.is(Value::Kind::owner)) {
    const OwnerType& owner = ledger.model().owners[static_cast<size_t>(base.owner.type)];
    const int field = n.collection ? -1 : owner.field(n.text);
    if (field >= 0) return ask_only ? reading_.has(base.owner, field) : reading_.field(base.owner, field);
    const int collection = owner.collection(n.text);
    if (collection < 0) return Value::error(ErrorKind::no_such_field);
    if (ask_only) return Value::of_bool(ledger.present(base.owner, collection));
    return Value::of_rows(reading_.set(base.owner, collection));
  }
  if (base.is(Value::Kind::map)) {
    for (const auto& [key, value] : *base.map)
      if (key.is(Value::Kind::string) && key.text == n.text) return ask_only ? Value::of_bool(true) : value;
    return ask_only ? Value::of_bool(false) : Value::error(ErrorKind::no_such_key);
  }
  return Value::error(ErrorKind::no_matching_overload);
}

Value Evaluator::subscript(Frame& f, const cel::Node& n) {
  Values parts = evaluated(f, n.children);
  for (Value& part : parts) part = as_plain(std::move(part));
  Gaps gaps;
  if (any_unknown(parts, gaps)) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(parts)) return *problem;
  const Value& base = parts[0];
  const Value& at = parts[1];
  if (base.is(Value::Kind::list)) {
    if (!at.is_number()) return Value::error(ErrorKind::no_matching_overload);
    const auto number = at.is(Value::Kind::integer)   ? cel::leaf::Number::of(at.integer)
                        : at.is(Value::Kind::natural) ? cel::leaf::Number::of(at.natural)
                                                      : cel::leaf::Number::of(at.real);
    const cel::Outcome<int64_t> index = cel::leaf::index_of(number);
    if (!index.ok()) return Value::error(index.error);
    if (index.value < 0 || static_cast<size_t>(index.value) >= base.list->size())
      return Value::error(ErrorKind::index_out_of_range);
    return (*base.list)[static_cast<size_t>(index.value)];
  }
  if (base.is(Value::Kind::map)) {
    for (const auto& [key, value] : *base.map)
      if (equal(key, at).is_true()) return value;
    return Value::error(ErrorKind::no_such_key);
  }
  return Value::error(ErrorKind::no_matching_overload);
}

Values Evaluator::evaluated(Frame& f, const std::vector<cel::NodeId>& ids) {
  Values values;
  values.reserve(ids.size());
  for (const cel::NodeId id : ids) values.push_back(node(f, id));
  return values;
}

Value Evaluator::list(Frame& f, const cel::Node& n) {
  Values elements = evaluated(f, n.children);
  for (Value& element : elements) element = as_plain(std::move(element));
  Gaps gaps;
  if (any_unknown(elements, gaps)) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(elements)) return *problem;
  return Value::of_list(std::move(elements));
}

Value Evaluator::map(Frame& f, const cel::Node& n) {
  Values parts = evaluated(f, n.children);
  for (Value& part : parts) part = as_plain(std::move(part));
  Gaps gaps;
  if (any_unknown(parts, gaps)) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(parts)) return *problem;
  Entries entries;
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    using K = Value::Kind;
    const Value& key = parts[i];
    if (!key.is(K::integer) && !key.is(K::natural) && !key.is(K::boolean) && !key.is(K::string))
      return Value::error(ErrorKind::bad_key);
    for (const auto& entry : entries)
      if (equal(entry.first, key).is_true()) return Value::error(ErrorKind::repeated_key);
    entries.emplace_back(key, parts[i + 1]);
  }
  return Value::of_map(std::move(entries));
}

Value Evaluator::logic(Frame& f, const cel::Node& n) {
  const bool decisive = n.kind == NodeKind::or_;
  Values values;
  for (const cel::NodeId id : n.children) {
    values.push_back(node(f, id));
    if (values.back().is(Value::Kind::boolean) && values.back().boolean == decisive) return values.back();
  }
  return decisive ? any_of(values) : all_of(values);
}

Value Evaluator::conditional(Frame& f, const cel::Node& n) {
  const Value condition = node(f, n.children[0]);
  if (condition.is_unknown() || condition.is_error()) return condition;
  if (!condition.is(Value::Kind::boolean)) return Value::error(ErrorKind::no_matching_overload);
  return node(f, n.children[condition.boolean ? 1 : 2]);
}

/// Strict: unknown arguments make it unknown, else errors make it an error.
Value Evaluator::call(Frame& f, const cel::Node& n) {
  Values arguments = evaluated(f, n.children);
  const std::string_view name =
      n.function >= 0 ? cel::name_of(static_cast<cel::Function>(n.function)) : std::string_view(n.text);
  for (Value& argument : arguments) argument = as_plain(std::move(argument));
  Gaps gaps;
  if (any_unknown(arguments, gaps)) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(arguments)) return *problem;
  Value result = call_function(name, arguments);
  if (result.is(Value::Kind::list) && result.list->size() > kMaxElements) return Value::error(ErrorKind::too_large);
  return result;
}

}  // namespace hegui::explain
