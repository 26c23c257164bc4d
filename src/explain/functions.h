// Functions on plain values, a family a file; the door is call_function() in evaluator.h.
//
// In:   a name of cel/functions.def, arguments without unknowns and errors.   Out: a value; empty: the name is not of this
// family. Test: tests/explain/functions_test.cc
#pragma once

#include <optional>
#include <string_view>

#include "explain/evaluator.h"

namespace hegui::explain {

/// functions_text.cc: positions, joining, format, base64.
std::optional<Value> call_text(std::string_view name, const Values& arguments, Work& work);
/// functions_math.cc: math.*, and optionals and ends of lists.
std::optional<Value> call_math(std::string_view name, const Values& arguments, Work& work);
std::optional<Value> call_optional(std::string_view name, const Values& arguments, Work& work);

inline Value no_overload() { return Value::error(cel::ErrorKind::no_matching_overload); }

// Outcomes of leaves as values.
inline Value from(const cel::Outcome<int64_t>& r) { return r.ok() ? Value::of_int(r.value) : Value::error(r.error); }
inline Value from(const cel::Outcome<uint64_t>& r) { return r.ok() ? Value::of_uint(r.value) : Value::error(r.error); }
inline Value from(const cel::Outcome<double>& r) { return r.ok() ? Value::of_double(r.value) : Value::error(r.error); }
inline Value from(const cel::Outcome<bool>& r) { return r.ok() ? Value::of_bool(r.value) : Value::error(r.error); }
inline Value from(const cel::Outcome<std::string>& r) { return r.ok() ? Value::of_string(r.value) : Value::error(r.error); }
inline Value from(const cel::Outcome<Day>& r) { return r.ok() ? Value::of_day(r.value) : Value::error(r.error); }
inline Value from(const cel::Outcome<cel::leaf::Timestamp>& r) {
  return r.ok() ? Value::of_moments(r.value, r.value, {}) : Value::error(r.error);
}

}  // namespace hegui::explain
