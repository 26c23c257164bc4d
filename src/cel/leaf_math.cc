// Leaf functions on numbers and days of a calendar. In, out: leaf_math.h.   Test: tests/cel/leaf_math_test.cc
#include "cel/leaf_math.h"

#include <algorithm>
#include <cmath>

namespace hegui::cel::leaf {

size_t extreme(const std::vector<Number>& numbers, bool greatest) {
  size_t best = 0;
  for (size_t i = 1; i < numbers.size(); ++i) {
    const auto order = compare(numbers[i], numbers[best]);
    if (greatest ? order > 0 : order < 0) best = i;
  }
  return best;
}

double ceil(double v) { return std::ceil(v); }
double floor(double v) { return std::floor(v); }
double round(double v) { return std::round(v); }
double trunc(double v) { return std::trunc(v); }
double sqrt(double v) { return std::sqrt(v); }

Outcome<int64_t> abs(int64_t v) {
  if (v == INT64_MIN) return ErrorKind::overflow;
  return v < 0 ? -v : v;
}
double abs(double v) { return std::fabs(v); }
int64_t sign(int64_t v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }
uint64_t sign(uint64_t v) { return v > 0 ? 1 : 0; }
double sign(double v) { return v > 0 ? 1 : v < 0 ? -1 : v; }
bool is_nan(double v) { return std::isnan(v); }
bool is_inf(double v) { return std::isinf(v); }
bool is_finite(double v) { return std::isfinite(v); }

Outcome<uint64_t> shift_left(uint64_t v, int64_t count) {
  if (count < 0) return ErrorKind::bad_argument;
  return count >= 64 ? 0 : v << count;
}
Outcome<uint64_t> shift_right(uint64_t v, int64_t count) {
  if (count < 0) return ErrorKind::bad_argument;
  return count >= 64 ? 0 : v >> count;
}

namespace {
Outcome<int64_t> signed_again(const Outcome<uint64_t>& bits) {
  if (!bits.ok()) return bits.error;
  return static_cast<int64_t>(bits.value);
}
bool is_open(Day day) { return day == kNever || day == kAlways || day == kNoDay; }
}  // namespace

Outcome<int64_t> shift_left(int64_t v, int64_t count) { return signed_again(shift_left(static_cast<uint64_t>(v), count)); }
Outcome<int64_t> shift_right(int64_t v, int64_t count) { return signed_again(shift_right(static_cast<uint64_t>(v), count)); }

Outcome<std::optional<bool>> working_day(const WorkCalendar& calendar, Day day) {
  if (is_open(day)) return ErrorKind::never;
  return calendar.working(day);
}

namespace {

constexpr int64_t kLongestRest = 14;  // no rest is longer

Day clamped(int64_t day) { return static_cast<Day>(std::clamp<int64_t>(day, int64_t{kAlways} + 1, int64_t{kNever} - 1)); }

/// The first working day from `day` on in steps of +1 or -1; where the calendar ends, as far as the longest rest allows.
WorkDays nearest_working(const WorkCalendar& calendar, Day day, int step) {
  Day at = day;
  for (; calendar.covers(at); at += step)
    if (*calendar.working(at)) return {{at, at}, kNoDay};
  const Day missing = at;
  // The calendar may go on beyond what it lacks: its first working day there is the farthest possible answer.
  const Day farthest = clamped(day + step * kLongestRest);
  for (at = day; at != farthest; at += step)
    if (calendar.working(at).value_or(false)) return {{std::min(day, at), std::max(day, at)}, missing};
  return {{std::min(day, farthest), std::max(day, farthest)}, missing};
}

}  // namespace

Outcome<WorkDays> previous_working_day(const WorkCalendar& calendar, Day day) {
  if (is_open(day)) return ErrorKind::never;
  return nearest_working(calendar, day, -1);
}

Outcome<WorkDays> next_working_day(const WorkCalendar& calendar, Day day) {
  if (is_open(day)) return ErrorKind::never;
  return nearest_working(calendar, day, 1);
}

Outcome<WorkDays> add_working_days(const WorkCalendar& calendar, Day day, int64_t n) {
  if (is_open(day)) return ErrorKind::never;
  if (n == 0) return WorkDays{{day, day}, kNoDay};
  const int step = n > 0 ? 1 : -1;
  uint64_t left = n > 0 ? static_cast<uint64_t>(n) : 0 - static_cast<uint64_t>(n);
  WorkDays result;
  Day at = day;
  if (calendar.covers(day)) {
    while (left > 0 && calendar.covers(at + step)) {
      at += step;
      if (*calendar.working(at)) --left;
    }
    if (left == 0) return WorkDays{{at, at}, kNoDay};
    result.missing = at + step;
  } else {
    result.missing = day;
  }
  // At least one day each; five of seven are working, but for one long rest.
  const auto more = static_cast<int64_t>(std::min<uint64_t>(left, INT32_MAX));
  const Day near = clamped(at + step * more);
  const Day far = clamped(at + step * (2 * more + kLongestRest));
  result.range = {std::min(near, far), std::max(near, far)};
  return result;
}

}  // namespace hegui::cel::leaf
