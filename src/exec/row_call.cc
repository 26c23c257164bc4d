// Functions over single values: numbers, sizes, conversions, optionals, types; the plain meaning is cel::leaf's.
// In/Out: row_machine.h; operands are values and fit the overload.   Cost: that of the leaf.   Test:
// tests/exec/row_call_test.cc
#include "exec/row_machine.h"

namespace hegui::exec::row {

using cel::ErrorKind;
using cel::Function;
namespace leaf = cel::leaf;

namespace {

template <typename T>
Value value_of(const cel::Outcome<T>& r) {
  return r.ok() ? Value::of(r.value) : Value::error(r.error);
}

Value span_of(const cel::Outcome<int64_t>& r) { return r.ok() ? Value::span(r.value) : Value::error(r.error); }

bool is_zero(const Value& x) {
  switch (x.tag) {
    case Tag::null:
      return true;
    case Tag::real:
      return x.d == 0;
    case Tag::boolean:
    case Tag::integer:
    case Tag::natural:
    case Tag::span:
      return x.i == 0;
    case Tag::text:
    case Tag::bytes:
    case Tag::list:
    case Tag::map:
      return x.n == 0;
    case Tag::optional:
      return x.v == nullptr;
    default:
      return false;
  }
}

Value kept(const Value& value, Callee& callee) {
  Value* place = callee.arena().values(1);
  *place = value;
  return Value::optional(place);
}

Value joined_lists(const Value& a, const Value& b, Callee& callee) {
  const size_t count = size_t{a.n} + b.n;
  if (count > cel::kMaxElements) return Value::error(ErrorKind::too_large);
  if (!callee.spend(count)) return Value::error(ErrorKind::too_much_work);
  if (b.n == 0) return a;
  if (a.n == 0) return b;
  Value* items = callee.arena().values(count);
  std::copy(a.v, a.v + a.n, items);
  std::copy(b.v, b.v + b.n, items + a.n);
  return Value::list(items, count);
}

Value joined_texts(const Value& a, const Value& b, Callee& callee) {
  const size_t size = size_t{a.n} + b.n;
  if (size > cel::kMaxText) return Value::error(ErrorKind::too_large);
  if (!callee.spend(size / 64)) return Value::error(ErrorKind::too_much_work);
  char* made = static_cast<char*>(callee.arena().take(size));
  std::copy(a.s, a.s + a.n, made);
  std::copy(b.s, b.s + b.n, made + a.n);
  return Value::text({made, size}, a.tag);
}

}  // namespace

bool call_number(Function function, const Value* args, size_t count, Callee& callee, Value& out) {
  const Value &a = args[0], &b = args[count > 1 ? 1 : 0];
  switch (function) {
    case Function::add_int:
      out = value_of(leaf::add(a.i, b.i));
      return true;
    case Function::add_uint:
      out = value_of(leaf::add(a.u, b.u));
      return true;
    case Function::add_double:
      out = Value::of(a.d + b.d);
      return true;
    case Function::add_string:
    case Function::add_bytes:
      out = joined_texts(a, b, callee);
      return true;
    case Function::add_list:
      out = joined_lists(a, b, callee);
      return true;
    case Function::add_duration:
      out = span_of(leaf::add(a.i, b.i));
      return true;
    case Function::sub_int:
      out = value_of(leaf::subtract(a.i, b.i));
      return true;
    case Function::sub_uint:
      out = value_of(leaf::subtract(a.u, b.u));
      return true;
    case Function::sub_double:
      out = Value::of(a.d - b.d);
      return true;
    case Function::sub_duration:
      out = span_of(leaf::subtract(a.i, b.i));
      return true;
    case Function::mul_int:
      out = value_of(leaf::multiply(a.i, b.i));
      return true;
    case Function::mul_uint:
      out = value_of(leaf::multiply(a.u, b.u));
      return true;
    case Function::mul_double:
      out = Value::of(a.d * b.d);
      return true;
    case Function::div_int:
      out = value_of(leaf::divide(a.i, b.i));
      return true;
    case Function::div_uint:
      out = value_of(leaf::divide(a.u, b.u));
      return true;
    case Function::div_double:
      out = Value::of(leaf::divide(a.d, b.d));
      return true;
    case Function::mod_int:
      out = value_of(leaf::remainder(a.i, b.i));
      return true;
    case Function::mod_uint:
      out = value_of(leaf::remainder(a.u, b.u));
      return true;
    case Function::negate_int:
      out = value_of(leaf::negate(a.i));
      return true;
    case Function::negate_double:
      out = Value::of(-a.d);
      return true;
    default:
      return false;
  }
}

bool call_conversion(Function function, const Value* args, size_t count, Callee& callee, Value& out) {
  static constexpr Value kNothing{};
  const Value& a = count > 0 ? args[0] : kNothing;
  switch (function) {
    case Function::size_string:
    case Function::string_size:
      out = Value::of(leaf::size(a.text()));
      return true;
    case Function::size_bytes:
    case Function::bytes_size:
    case Function::size_list:
    case Function::list_size:
    case Function::size_map:
    case Function::map_size:
      out = Value::of(int64_t{a.n});
      return true;
    case Function::int_int:
    case Function::uint_uint:
    case Function::double_double:
    case Function::string_string:
    case Function::bool_bool:
    case Function::bytes_bytes:
    case Function::dyn_any:
    case Function::timestamp_timestamp:
    case Function::duration_duration:
      out = a;
      return true;
    case Function::int_uint:
      out = value_of(leaf::int_of(a.u));
      return true;
    case Function::int_double:
      out = value_of(leaf::int_of(a.d));
      return true;
    case Function::int_string:
      out = value_of(leaf::int_of(a.text()));
      return true;
    case Function::uint_int:
      out = value_of(leaf::uint_of(a.i));
      return true;
    case Function::uint_double:
      out = value_of(leaf::uint_of(a.d));
      return true;
    case Function::uint_string:
      out = value_of(leaf::uint_of(a.text()));
      return true;
    case Function::double_int:
      out = Value::of(static_cast<double>(a.i));
      return true;
    case Function::double_uint:
      out = Value::of(static_cast<double>(a.u));
      return true;
    case Function::double_string:
      out = value_of(leaf::double_of(a.text()));
      return true;
    case Function::bool_string:
      out = value_of(leaf::bool_of(a.text()));
      return true;
    case Function::string_int:
      out = callee.text(leaf::text_of(a.i));
      return true;
    case Function::string_uint:
      out = callee.text(leaf::text_of(a.u));
      return true;
    case Function::string_double:
      out = callee.text(leaf::text_of(a.d));
      return true;
    case Function::string_bool:
      out = callee.text(leaf::text_of(a.i != 0));
      return true;
    case Function::string_bytes: {
      const cel::Outcome<std::string> r = leaf::text_of_bytes(a.text());
      out = r.ok() ? callee.text(r.value) : Value::error(r.error);
      return true;
    }
    case Function::bytes_string:
      out = Value::text(a.text(), Tag::bytes);
      return true;
    case Function::type_any:
      out = Value::text(type_name(a), Tag::type);
      return true;
    case Function::optional_of:
      out = kept(a, callee);
      return true;
    case Function::optional_none:
      out = Value::optional(nullptr);
      return true;
    case Function::optional_of_non_zero:
      out = is_zero(a) ? Value::optional(nullptr) : kept(a, callee);
      return true;
    case Function::has_value:
      out = Value::of(a.v != nullptr);
      return true;
    case Function::optional_value:
      out = a.v != nullptr ? *a.v : Value::error(ErrorKind::no_value);
      return true;
    case Function::optional_or:
      out = a.v != nullptr ? a : args[1];
      return true;
    case Function::optional_or_value:
      out = a.v != nullptr ? *a.v : args[1];
      return true;
    case Function::list_first:
    case Function::list_last:
      out = a.n == 0 ? Value::optional(nullptr) : kept(a.v[function == Function::list_first ? 0 : a.n - 1], callee);
      return true;
    case Function::optional_unwrap:
    case Function::list_unwrap: {
      std::vector<Value> items;
      for (uint32_t k = 0; k < a.n; ++k) {
        if (a.v[k].tag != Tag::optional) {
          out = Value::error(ErrorKind::no_matching_overload);
          return true;
        }
        if (a.v[k].v != nullptr) items.push_back(*a.v[k].v);
      }
      out = callee.list(items);
      return true;
    }
    default:
      return false;
  }
}

}  // namespace hegui::exec::row
