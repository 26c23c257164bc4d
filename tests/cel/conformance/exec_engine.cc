// The fast evaluator in a conformance run. A case goes both ways that exec has: as a batch of one row through the columns
// (where it may call the row evaluator for parts), and through the row evaluator alone. Where both ways exist they must agree.
#include <algorithm>

#include "engine.h"
#include "exec/plain.h"
#include "plan/plan.h"
#include "exec/row_machine.h"

namespace hegui::conformance {

namespace {

using exec::Rep;
using exec::row::Arena;
using exec::row::Tag;
using exec::row::Value;
using Kind = Typed::Kind;
namespace leaf = cel::leaf;

struct Ways {
  int columns = 0, mixed = 0, rows = 0;
} ways;

Value value_of(const Typed& typed, Arena& arena) {
  switch (typed.kind) {
    case Kind::null:
      return {};
    case Kind::boolean:
      return Value::of(typed.boolean);
    case Kind::integer:
      return Value::of(typed.integer);
    case Kind::natural:
      return Value::of(typed.natural);
    case Kind::real:
      return Value::of(typed.real);
    case Kind::string:
      return Value::text(typed.text);
    case Kind::bytes:
      return Value::text(typed.text, Tag::bytes);
    case Kind::type:
      return Value::text(typed.text, Tag::type);
    case Kind::timestamp:
      return Value::moment({typed.integer, typed.nanos});
    case Kind::duration:
      return Value::span(typed.integer * leaf::kNanosPerSecond + typed.nanos);
    case Kind::list: {
      Value* items = arena.values(typed.list.size());
      for (size_t k = 0; k < typed.list.size(); ++k) items[k] = value_of(typed.list[k], arena);
      return Value::list(items, typed.list.size());
    }
    case Kind::map: {
      const size_t n = typed.map.size();
      Value* keys = arena.values(n);
      Value* values = arena.values(n);
      for (size_t k = 0; k < n; ++k) {
        keys[k] = value_of(typed.map[k].first, arena);
        values[k] = value_of(typed.map[k].second, arena);
      }
      return exec::row::make_map(keys, values, n, arena);
    }
    case Kind::other:
      break;
  }
  return Value::error(cel::ErrorKind::bad_argument);
}

Typed typed_of(const Value& value) {
  Typed typed;
  switch (value.tag) {
    case Tag::null:
      break;
    case Tag::boolean:
      typed.kind = Kind::boolean;
      typed.boolean = value.i != 0;
      break;
    case Tag::integer:
      typed.kind = Kind::integer;
      typed.integer = value.i;
      break;
    case Tag::natural:
      typed.kind = Kind::natural;
      typed.natural = value.u;
      break;
    case Tag::real:
      typed.kind = Kind::real;
      typed.real = value.d;
      break;
    case Tag::text:
    case Tag::bytes:
    case Tag::type:
      typed.kind = value.tag == Tag::text ? Kind::string : value.tag == Tag::bytes ? Kind::bytes : Kind::type;
      typed.text = value.text();
      break;
    case Tag::moment:
      typed.kind = Kind::timestamp;
      typed.integer = value.i;
      typed.nanos = static_cast<int32_t>(value.n);
      break;
    case Tag::span:
      typed.kind = Kind::duration;
      typed.integer = value.i / leaf::kNanosPerSecond;
      typed.nanos = static_cast<int32_t>(value.i % leaf::kNanosPerSecond);
      break;
    case Tag::list:
      typed.kind = Kind::list;
      for (uint32_t k = 0; k < value.n; ++k) typed.list.push_back(typed_of(value.v[k]));
      break;
    case Tag::map:
      typed.kind = Kind::map;
      for (uint32_t k = 0; k < value.n; ++k) typed.map.emplace_back(typed_of(value.m->keys[k]), typed_of(value.m->values[k]));
      break;
    default:
      typed.kind = Kind::other;
      typed.text = dump(value);
      break;
  }
  return typed;
}

Answer answer_of(const Value& value) {
  if (value.tag == Tag::error) return {Answer::Kind::error, {}, std::string(cel::word(value.kind()))};
  if (value.tag == Tag::unknown) return {Answer::Kind::unknown, {}, ""};
  return {Answer::Kind::value, typed_of(value), ""};
}

Answer row_by_row(const cel::Expression& expression, const cel::TypePool& types, const std::vector<Binding>& bindings) {
  const auto code = exec::row::compile(expression.ast, expression.ast.root, types);
  if (code == nullptr) return {Answer::Kind::error, {}, "not compiled"};
  exec::row::Machine machine(code);
  Arena arena;
  for (size_t k = 0; k < code->inputs.size(); ++k) {
    const auto binding =
        std::find_if(bindings.begin(), bindings.end(), [&](const Binding& b) { return b.slot == code->inputs[k].slot; });
    machine.set(k, binding == bindings.end() ? Value::error(cel::ErrorKind::unbound) : value_of(binding->value, arena));
  }
  return answer_of(machine.run());
}

/// A column of one lane.
exec::VecPtr column(exec::Plain& plain, const plan::Op& slot, const Value& value) {
  auto v = exec::make(slot.rep, 1);
  switch (slot.rep) {
    case Rep::boolean:
      v->t[0] = exec::truth_of(value.i != 0);
      break;
    case Rep::integer:
    case Rep::span:
      v->x[0] = value.i;
      break;
    case Rep::real:
      v->f[0] = value.d;
      break;
    case Rep::text:
      v->a[0] = plain.code(value.text());
      break;
    case Rep::date:
      v->set_day(0, value.days());
      break;
    case Rep::list: {
      auto elements = exec::make(slot.element, value.n);
      for (uint32_t k = 0; k < value.n; ++k) {
        plan::Op inner;
        inner.rep = slot.element;
        exec::copy_lane(*elements, k, *column(plain, inner, value.v[k]), 0);
      }
      v->off[1] = value.n;
      v->elem = std::move(elements);
      break;
    }
    default:
      v->any[0] = value;
      break;
  }
  if (value.tag == Tag::error) v->set_state(0, exec::kError);
  return v;
}

/// Null where there is no columnar way.
std::optional<Answer> by_columns(const cel::Expression& expression, const cel::TypePool& types,
                                 const std::vector<Binding>& bindings) {
  std::vector<plan::PlainVariable> variables;
  for (const Binding& binding : bindings) variables.push_back({binding.slot, binding.type});
  Diagnostics diagnostics;
  const auto program = plan::compile_plain(expression, types, variables, true, diagnostics);
  if (program == nullptr) return std::nullopt;
  exec::Plain plain(program);
  Arena arena;
  std::vector<exec::VecPtr> columns;
  for (size_t k = 0; k < bindings.size(); ++k) {
    const auto slot = std::find_if(program->ops.begin(), program->ops.end(), [&](const plan::Op& op) {
      return op.code == plan::Code::slot && op.a == program->plain_slots[k];
    });
    columns.push_back(column(plain, *slot, value_of(bindings[k].value, arena)));
  }
  const exec::VecPtr out = plain.run(columns, 1);
  // One of the row operations only puts the result into a form that holds any value.
  ++(plain.row_operations() <= 1 ? ways.columns : ways.mixed);
  if (out->state_of(0) == exec::kError) return Answer{Answer::Kind::error, {}, "an error"};
  if (out->state_of(0) == exec::kUnknown) return Answer{Answer::Kind::unknown, {}, ""};
  return Answer{Answer::Kind::value, typed_of(out->any[0]), ""};
}

Answer evaluate(const cel::Expression& expression, const cel::TypePool& types, const std::vector<Binding>& bindings) {
  const Answer rows = row_by_row(expression, types, bindings);
  const std::optional<Answer> columns = by_columns(expression, types, bindings);
  if (!columns) {
    ++ways.rows;
    return rows;
  }
  if (columns->kind == rows.kind && columns->value == rows.value) return rows;
  Answer differ;
  differ.value.kind = Kind::other;
  differ.value.text = "two answers: by columns " +
                      (columns->kind == Answer::Kind::value ? to_text(columns->value) : columns->why) + ", row by row " +
                      (rows.kind == Answer::Kind::value ? to_text(rows.value) : rows.why);
  return differ;
}

std::string taken() {
  return std::to_string(ways.columns) + " cases by columns alone, " + std::to_string(ways.mixed) +
         " by columns with parts row by row, " + std::to_string(ways.rows) + " row by row alone";
}

const Register kExec("exec", evaluate, taken);

}  // namespace

}  // namespace hegui::conformance
