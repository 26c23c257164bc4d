// Functions of the math library over single values.   In/Out: row_machine.h; the plain meaning is cel::leaf's.
// Cost: O(1), or O(numbers).   Test: tests/exec/row_call_test.cc
#include "cel/leaf_math.h"
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

Value extreme(const Value* args, size_t count, bool greatest) {
  const Value* items = args;
  if (count == 1 && args[0].tag == Tag::list) {
    items = args[0].v;
    count = args[0].n;
    if (count == 0) return Value::error(ErrorKind::empty_list);
  }
  std::vector<leaf::Number> numbers;
  numbers.reserve(count);
  for (size_t k = 0; k < count; ++k) {
    if (!items[k].is_number()) return Value::error(ErrorKind::no_matching_overload);
    numbers.push_back(number(items[k]));
  }
  return items[leaf::extreme(numbers, greatest)];
}

bool call_bits(Function function, const Value* args, Value& out) {
  const Value &a = args[0], &b = args[1];
  switch (function) {
    case Function::bit_and_int:
      out = Value::of(a.i & b.i);
      return true;
    case Function::bit_and_uint:
      out = Value::of(a.u & b.u);
      return true;
    case Function::bit_or_int:
      out = Value::of(a.i | b.i);
      return true;
    case Function::bit_or_uint:
      out = Value::of(a.u | b.u);
      return true;
    case Function::bit_xor_int:
      out = Value::of(a.i ^ b.i);
      return true;
    case Function::bit_xor_uint:
      out = Value::of(a.u ^ b.u);
      return true;
    case Function::shift_left_int:
      out = value_of(leaf::shift_left(a.i, b.i));
      return true;
    case Function::shift_left_uint:
      out = value_of(leaf::shift_left(a.u, b.i));
      return true;
    case Function::shift_right_int:
      out = value_of(leaf::shift_right(a.i, b.i));
      return true;
    case Function::shift_right_uint:
      out = value_of(leaf::shift_right(a.u, b.i));
      return true;
    default:
      return false;
  }
}

}  // namespace

bool call_math(Function function, const Value* args, size_t count, Callee& callee, Value& out) {
  if (count == 0) return false;
  const Value& a = args[0];
  switch (function) {
    case Function::greatest:
    case Function::least:
      out = callee.spend(count + a.n) ? extreme(args, count, function == Function::greatest)
                                      : Value::error(ErrorKind::too_much_work);
      return true;
    case Function::ceil_double:
      out = Value::of(leaf::ceil(a.d));
      return true;
    case Function::floor_double:
      out = Value::of(leaf::floor(a.d));
      return true;
    case Function::round_double:
      out = Value::of(leaf::round(a.d));
      return true;
    case Function::trunc_double:
      out = Value::of(leaf::trunc(a.d));
      return true;
    case Function::abs_int:
      out = value_of(leaf::abs(a.i));
      return true;
    case Function::abs_uint:
      out = a;
      return true;
    case Function::abs_double:
      out = Value::of(leaf::abs(a.d));
      return true;
    case Function::sign_int:
      out = Value::of(leaf::sign(a.i));
      return true;
    case Function::sign_uint:
      out = Value::of(leaf::sign(a.u));
      return true;
    case Function::sign_double:
      out = Value::of(leaf::sign(a.d));
      return true;
    case Function::is_nan:
      out = Value::of(leaf::is_nan(a.d));
      return true;
    case Function::is_inf:
      out = Value::of(leaf::is_inf(a.d));
      return true;
    case Function::is_finite:
      out = Value::of(leaf::is_finite(a.d));
      return true;
    case Function::sqrt_double:
      out = Value::of(leaf::sqrt(a.d));
      return true;
    case Function::sqrt_int:
      out = Value::of(leaf::sqrt(static_cast<double>(a.i)));
      return true;
    case Function::sqrt_uint:
      out = Value::of(leaf::sqrt(static_cast<double>(a.u)));
      return true;
    case Function::bit_not_int:
      out = Value::of(~a.i);
      return true;
    case Function::bit_not_uint:
      out = Value::of(~a.u);
      return true;
    default:
      return count > 1 && call_bits(function, args, out);
  }
}

}  // namespace hegui::exec::row
