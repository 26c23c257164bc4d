// The slow evaluator in a conformance run: bindings become values, its answer a typed value.
#include <optional>

#include "engine.h"
#include "explain/evaluator.h"

namespace hegui::conformance {

namespace {

using explain::Value;
using Kind = Typed::Kind;
namespace leaf = cel::leaf;

Value value_of(const Typed& typed) {
  switch (typed.kind) {
    case Kind::null:
      return {};
    case Kind::boolean:
      return Value::of_bool(typed.boolean);
    case Kind::integer:
      return Value::of_int(typed.integer);
    case Kind::natural:
      return Value::of_uint(typed.natural);
    case Kind::real:
      return Value::of_double(typed.real);
    case Kind::string:
      return Value::of_string(typed.text);
    case Kind::bytes:
      return Value::of_bytes(typed.text);
    case Kind::type:
      return Value::of_type(typed.text);
    case Kind::timestamp: {
      const leaf::Timestamp moment{typed.integer, typed.nanos};
      return Value::of_moments(moment, moment, {});
    }
    case Kind::duration:
      return Value::of_duration(typed.integer * leaf::kNanosPerSecond + typed.nanos);
    case Kind::list: {
      explain::Values values;
      for (const Typed& element : typed.list) values.push_back(value_of(element));
      return Value::of_list(std::move(values));
    }
    case Kind::map: {
      explain::Entries entries;
      for (const auto& [key, value] : typed.map) entries.emplace_back(value_of(key), value_of(value));
      return Value::of_entries(entries);
    }
    case Kind::other:
      break;
  }
  return Value::error(cel::ErrorKind::bad_argument);
}

Typed typed_of(const Value& value) {
  using K = Value::Kind;
  Typed typed;
  switch (value.kind) {
    case K::null:
      break;
    case K::boolean:
      typed.kind = Kind::boolean;
      typed.boolean = value.boolean;
      break;
    case K::integer:
      typed.kind = Kind::integer;
      typed.integer = value.integer;
      break;
    case K::natural:
      typed.kind = Kind::natural;
      typed.natural = value.natural;
      break;
    case K::real:
      typed.kind = Kind::real;
      typed.real = value.real;
      break;
    case K::string:
    case K::bytes:
    case K::type:
      typed.kind = value.is(K::string) ? Kind::string : value.is(K::bytes) ? Kind::bytes : Kind::type;
      typed.text = value.text;
      break;
    case K::timestamp:
      typed.kind = Kind::timestamp;
      typed.integer = value.from.seconds;
      typed.nanos = value.from.nanos;
      break;
    case K::duration:
      typed.kind = Kind::duration;
      typed.integer = value.integer / leaf::kNanosPerSecond;
      typed.nanos = static_cast<int32_t>(value.integer % leaf::kNanosPerSecond);
      break;
    case K::list:
      typed.kind = Kind::list;
      for (const Value& element : *value.list) typed.list.push_back(typed_of(element));
      break;
    case K::map:
      typed.kind = Kind::map;
      for (const auto& [key, mapped] : value.map->entries) typed.map.emplace_back(typed_of(key), typed_of(mapped));
      break;
    default:
      typed.kind = Kind::other;
      typed.text = explain::to_text(value);
      break;
  }
  return typed;
}

Answer evaluate(const cel::Expression& expression, const cel::TypePool& types, const std::vector<Binding>& bindings) {
  explain::Env env;
  env.slots.assign(static_cast<size_t>(expression.ast.slots), Value::error(cel::ErrorKind::unbound));
  for (const Binding& binding : bindings) env[binding.slot] = value_of(binding.value);
  explain::Evaluator evaluator(types);
  const Value value = evaluator.eval(expression, expression.ast.root, env);
  if (value.is_error()) return {Answer::Kind::error, {}, std::string(cel::word(value.problem))};
  if (value.is_unknown()) return {Answer::Kind::unknown, {}, ""};
  return {Answer::Kind::value, typed_of(value), ""};
}

const Register kExplain("explain", evaluate);

}  // namespace

}  // namespace hegui::conformance
