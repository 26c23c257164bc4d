// Leaf functions on plain values: what both evaluators share, and all they share besides the checked tree.
//
// In:   plain numbers, texts, days.   Out: a plain value, or the kind of error (never an exception, never undefined behaviour).
// Idea: an evaluator brings its own values, unknowns and ranges; here stands only what has one right answer for precise
// arguments. Numbers follow the CEL specification (overflow is an error, mixed comparison on one number line, text forms).
// Cost: O(1) or O(length of the text); a pattern is compiled once and kept.
// More of them: leaf_text.h, leaf_math.h.
// Test: tests/cel/leaf_test.cc, tests/cel/leaf_time_test.cc
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "time/civil.h"

namespace hegui::cel {

/// Why an expression has no value. word() gives the argument of the reason `expression_error`.
enum class ErrorKind : uint8_t {
  none,
  overflow,  // integer, duration or timestamp arithmetic leaves its range
  division_by_zero,
  bad_conversion,  // text that is no number, number out of the target's range
  bad_pattern,     // invalid regular expression
  bad_date,        // no such day, or outside the years 1400 to 9999
  bad_timestamp,
  bad_duration,
  bad_time_zone,
  never,        // arithmetic on a day that has not come
  part_of_day,  // a duration that is not whole days added to a date
  empty_list,   // latest([]), earliest([])
  no_such_key,
  no_such_field,
  index_out_of_range,
  no_matching_overload,
  repeated_key,  // in a map literal
  bad_key,       // of a type that cannot be a key
  bad_argument,
  too_large,      // a result larger than the limit
  unbound,        // an unknown variable or function (unchecked expressions)
  no_value,       // value() of an empty optional
  too_much_work,  // more steps than one evaluation may take; nothing absorbs it
};
constexpr int kErrorKinds = 23;
std::string_view word(ErrorKind kind);     ///< "overflow"
std::string_view word_zh(ErrorKind kind);  ///< "溢出"

/// A value or an error.
template <typename T>
struct Outcome {
  T value{};
  ErrorKind error = ErrorKind::none;
  Outcome() = default;
  Outcome(T v) : value(std::move(v)) {}  // NOLINT: implicit on purpose
  Outcome(ErrorKind e) : error(e) {}     // NOLINT
  bool ok() const { return error == ErrorKind::none; }
};

/// Steps one evaluation of an expression may take: one for each node evaluated, each element looked at, each 64 bytes of text
/// made or searched. Past it the whole evaluation is the error too_much_work, whatever && or || would make of it.
constexpr uint64_t kMaxSteps = 10'000'000;

namespace leaf {

// Integers. Every overflow is an error; division cuts towards zero.
Outcome<int64_t> add(int64_t a, int64_t b);
Outcome<int64_t> subtract(int64_t a, int64_t b);
Outcome<int64_t> multiply(int64_t a, int64_t b);
Outcome<int64_t> divide(int64_t a, int64_t b);
Outcome<int64_t> remainder(int64_t a, int64_t b);
Outcome<int64_t> negate(int64_t a);
Outcome<uint64_t> add(uint64_t a, uint64_t b);
Outcome<uint64_t> subtract(uint64_t a, uint64_t b);
Outcome<uint64_t> multiply(uint64_t a, uint64_t b);
Outcome<uint64_t> divide(uint64_t a, uint64_t b);
Outcome<uint64_t> remainder(uint64_t a, uint64_t b);
/// IEEE 754 division, also by zero.
double divide(double a, double b);

// Numbers of different types on one number line; unordered when one is NaN. An integer meets a double inside its range as
// the nearest double (so 2^63 - 1 equals 2^63 as a double: the specification's rule).
std::partial_ordering compare(int64_t a, int64_t b);
std::partial_ordering compare(uint64_t a, uint64_t b);
std::partial_ordering compare(double a, double b);
std::partial_ordering compare(int64_t a, uint64_t b);
std::partial_ordering compare(int64_t a, double b);
std::partial_ordering compare(uint64_t a, double b);

/// A number of any type.
struct Number {
  enum class Kind : uint8_t { int_value, uint_value, double_value } kind = Kind::int_value;
  int64_t integer = 0;
  uint64_t natural = 0;
  double real = 0;
  static Number of(int64_t v) { return {Kind::int_value, v, 0, 0}; }
  static Number of(uint64_t v) { return {Kind::uint_value, 0, v, 0}; }
  static Number of(double v) { return {Kind::double_value, 0, 0, v}; }
};
std::partial_ordering compare(const Number& a, const Number& b);
/// The number as a list index: integral and not negative; anything else is index_out_of_range.
Outcome<int64_t> index_of(const Number& number);

// Conversions.
Outcome<int64_t> int_of(uint64_t v);
Outcome<int64_t> int_of(double v);
Outcome<int64_t> int_of(std::string_view text);
Outcome<uint64_t> uint_of(int64_t v);
Outcome<uint64_t> uint_of(double v);
Outcome<uint64_t> uint_of(std::string_view text);
Outcome<double> double_of(std::string_view text);
Outcome<bool> bool_of(std::string_view text);
std::string text_of(int64_t v);
std::string text_of(uint64_t v);
std::string text_of(double v);  ///< shortest digits that read back, in the manner of %g: 123.456, 1e+06, -0, NaN, -Infinity
std::string text_of(bool v);
Outcome<std::string> text_of_bytes(std::string_view bytes);

// Texts (UTF-8; positions and sizes in code points). Order is by octets, which is order by code points.
int64_t size(std::string_view text);
bool contains(std::string_view text, std::string_view part);  ///< in linear time
inline bool starts_with(std::string_view text, std::string_view part) { return text.starts_with(part); }
inline bool ends_with(std::string_view text, std::string_view part) { return text.ends_with(part); }

/// Longer patterns are invalid, and so are those whose program would pass RE2's memory limit as set in leaf.cc.
constexpr size_t kMaxPattern = 10'000;

/// A compiled regular expression (RE2 syntax, UTF-8, linear time). Immutable, shared by threads.
class Pattern {
 public:
  /// Null when the pattern is invalid; then `why` (if given) says what is wrong with it.
  static std::shared_ptr<const Pattern> compile(std::string_view pattern, std::string* why = nullptr);
  /// Is it found anywhere in the text?
  bool matches(std::string_view text) const;
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

 private:
  Pattern();
  struct Program;
  std::unique_ptr<Program> program_;
};
/// Matches with a pattern known only at run time; the patterns last used are kept compiled. Thread-safe.
Outcome<bool> matches(std::string_view text, std::string_view pattern);

// Civil days. Ranges and `unknown` are the evaluators' matter; kNever and kAlways here give the error `never`.
Outcome<Day> date_of(std::string_view text);              ///< YYYY-MM-DD
Outcome<Day> add_duration(Day day, int64_t nanoseconds);  ///< whole days only
Outcome<Day> subtract_duration(Day day, int64_t nanoseconds);
Outcome<int64_t> days_between(Day later, Day earlier);  ///< later - earlier
Outcome<int64_t> days(int64_t n);                       ///< n days in nanoseconds
Outcome<Day> add_months(Day day, int64_t months);
enum class DatePart : uint8_t { year, half_year, quarter, month, day, weekday, iso_week, iso_year };
Outcome<int64_t> part_of(Day day, DatePart part);
/// The days of the period 2023, 2023-H1, 2023-Q3, 2023-06 or 2023-W23; any other text is bad_argument.
Outcome<DateRange> period_of(std::string_view label);

// Moments and lengths of time.
/// Seconds since 1970-01-01T00:00:00 and nanoseconds from there, 0..999'999'999; years 1 to 9999.
struct Timestamp {
  int64_t seconds = 0;
  int32_t nanos = 0;
  auto operator<=>(const Timestamp&) const = default;
};
constexpr int64_t kNanosPerSecond = 1'000'000'000;
constexpr int64_t kNanosPerDay = 86'400 * kNanosPerSecond;

/// RFC 3339 (`2023-05-19T08:00:00Z`, `...+08:00`). A text without zone is local time and taken as it stands.
Outcome<Timestamp> timestamp_of(std::string_view text);
Outcome<Timestamp> timestamp_of(int64_t seconds);
Outcome<int64_t> duration_of(std::string_view text);  ///< nanoseconds; `1h30m`, `-1.5s`, `0`
Outcome<Timestamp> add(const Timestamp& moment, int64_t nanoseconds);
Outcome<Timestamp> subtract(const Timestamp& moment, int64_t nanoseconds);
Outcome<int64_t> subtract(const Timestamp& later, const Timestamp& earlier);  ///< nanoseconds
std::string text_of(const Timestamp& moment);
std::string text_of_duration(int64_t nanoseconds);
Day day_of(const Timestamp& moment);

enum class TimePart : uint8_t {
  full_year,
  month,
  date,
  day_of_month,
  day_of_week,
  day_of_year,
  hours,
  minutes,
  seconds,
  milliseconds
};
/// Ranges as CEL has them: month, day_of_month and day_of_year from 0, date from 1, Sunday 0. `zone`: `+08:00`, `08:00`, `UTC`
/// or a name of the IANA database; empty means UTC.
Outcome<int64_t> part_of(const Timestamp& moment, TimePart part, std::string_view zone = {});
/// hours, minutes, seconds: the whole duration in that unit, cut; milliseconds: what is beyond the whole seconds.
Outcome<int64_t> part_of_duration(int64_t nanoseconds, TimePart part);

}  // namespace leaf
}  // namespace hegui::cel
