// math.*, optionals and the ends of lists. In, out: functions.h.   Cost: O(1), O(elements).
// Test: tests/explain/functions_test.cc
#include "cel/leaf_math.h"
#include "explain/functions.h"

namespace hegui::explain {

using cel::ErrorKind;
namespace leaf = cel::leaf;
using K = Value::Kind;

namespace {

Value extreme(const Values& arguments, bool greatest) {
  const bool one_list = arguments.size() == 1 && arguments[0].is(K::list);
  const Values& values = one_list ? *arguments[0].list : arguments;
  if (values.empty()) return Value::error(ErrorKind::empty_list);
  std::vector<leaf::Number> numbers;
  for (const Value& v : values) {
    if (!v.is_number()) return no_overload();
    numbers.push_back(v.is(K::integer)   ? leaf::Number::of(v.integer)
                      : v.is(K::natural) ? leaf::Number::of(v.natural)
                                         : leaf::Number::of(v.real));
  }
  return values[leaf::extreme(numbers, greatest)];
}

Value bits(std::string_view name, const Value& a, const Value& b) {
  if (name == "bitShiftLeft" || name == "bitShiftRight") {
    const bool left = name == "bitShiftLeft";
    if (!b.is(K::integer)) return no_overload();
    if (a.is(K::integer)) return from(left ? leaf::shift_left(a.integer, b.integer) : leaf::shift_right(a.integer, b.integer));
    if (a.is(K::natural)) return from(left ? leaf::shift_left(a.natural, b.integer) : leaf::shift_right(a.natural, b.integer));
    return no_overload();
  }
  if (a.kind != b.kind || (!a.is(K::integer) && !a.is(K::natural))) return no_overload();
  const uint64_t x = a.is(K::integer) ? static_cast<uint64_t>(a.integer) : a.natural;
  const uint64_t y = b.is(K::integer) ? static_cast<uint64_t>(b.integer) : b.natural;
  const uint64_t result = name == "bitAnd" ? (x & y) : name == "bitOr" ? (x | y) : (x ^ y);
  return a.is(K::integer) ? Value::of_int(static_cast<int64_t>(result)) : Value::of_uint(result);
}

Value of_double(std::string_view name, double v) {
  if (name == "ceil") return Value::of_double(leaf::ceil(v));
  if (name == "floor") return Value::of_double(leaf::floor(v));
  if (name == "round") return Value::of_double(leaf::round(v));
  if (name == "trunc") return Value::of_double(leaf::trunc(v));
  if (name == "sqrt") return Value::of_double(leaf::sqrt(v));
  if (name == "abs") return Value::of_double(leaf::abs(v));
  if (name == "sign") return Value::of_double(leaf::sign(v));
  if (name == "isNaN") return Value::of_bool(leaf::is_nan(v));
  if (name == "isInf") return Value::of_bool(leaf::is_inf(v));
  return name == "isFinite" ? Value::of_bool(leaf::is_finite(v)) : no_overload();
}

bool is_zero(const Value& v) {
  switch (v.kind) {
    case K::null:
      return true;
    case K::boolean:
      return !v.boolean;
    case K::integer:
    case K::duration:
      return v.integer == 0;
    case K::natural:
      return v.natural == 0;
    case K::real:
      return v.real == 0;
    case K::string:
    case K::bytes:
      return v.text.empty();
    case K::list:
      return v.list->empty();
    case K::map:
      return v.map->entries.empty();
    default:
      return false;
  }
}

Value unwrapped(const Value& list) {
  if (!list.is(K::list)) return no_overload();
  Values values;
  for (const Value& v : *list.list) {
    if (!v.is(K::optional)) return no_overload();
    if (v.inner != nullptr) values.push_back(*v.inner);
  }
  return Value::of_list(std::move(values));
}

}  // namespace

std::optional<Value> call_math(std::string_view name, const Values& a, Work& work) {
  if (!name.starts_with("math.")) return std::nullopt;
  name.remove_prefix(5);
  if (a.empty()) return no_overload();
  if (name == "greatest" || name == "least") {
    if (a.size() == 1 && a[0].is(K::list) && !work.take(a[0].list->size())) return Value::error(ErrorKind::too_much_work);
    return extreme(a, name == "greatest");
  }
  if (a.size() == 2 && name.starts_with("bit") && name != "bitNot") return bits(name, a[0], a[1]);
  if (a.size() != 1) return no_overload();
  const Value& v = a[0];
  if (v.is(K::real) && name != "bitNot") return of_double(name, v.real);
  if (v.is(K::integer)) {
    if (name == "abs") return from(leaf::abs(v.integer));
    if (name == "sign") return Value::of_int(leaf::sign(v.integer));
    if (name == "bitNot") return Value::of_int(~v.integer);
    if (name == "sqrt") return Value::of_double(leaf::sqrt(static_cast<double>(v.integer)));
  }
  if (v.is(K::natural)) {
    if (name == "abs") return v;
    if (name == "sign") return Value::of_uint(leaf::sign(v.natural));
    if (name == "bitNot") return Value::of_uint(~v.natural);
    if (name == "sqrt") return Value::of_double(leaf::sqrt(static_cast<double>(v.natural)));
  }
  return no_overload();
}

std::optional<Value> call_optional(std::string_view name, const Values& a, Work&) {
  if (name == "optional.none") return a.empty() ? Value::none() : no_overload();
  if (a.size() != 1) return std::nullopt;
  const Value& v = a[0];
  if (name == "optional.of") return Value::of_optional(v);
  if (name == "optional.ofNonZeroValue") return is_zero(v) ? Value::none() : Value::of_optional(v);
  if (name == "optional.unwrap" || name == "unwrapOpt") return unwrapped(v);
  if (name == "first" || name == "last") {
    if (!v.is(K::list)) return no_overload();
    if (v.list->empty()) return Value::none();
    return Value::of_optional(name == "first" ? v.list->front() : v.list->back());
  }
  if (name == "hasValue") return v.is(K::optional) ? Value::of_bool(v.inner != nullptr) : no_overload();
  if (name != "value") return std::nullopt;
  if (!v.is(K::optional)) return no_overload();
  return v.inner == nullptr ? Value::error(ErrorKind::no_value) : *v.inner;
}

}  // namespace hegui::explain
