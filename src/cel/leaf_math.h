// Leaf functions on numbers beyond the operators, and on days of a calendar, for both evaluators.
//
// In:   plain numbers; days and a calendar.   Out: a number, a day, or an error kind.
// Cost: O(1); O(days walked) in a calendar.   Test: tests/cel/leaf_math_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cel/leaf.h"
#include "time/calendar.h"

namespace hegui::cel::leaf {

/// Index of the greatest (least) number, the first of equal ones; `numbers` is not empty. A number that cannot be compared
/// (NaN) never wins over the one before it.
size_t extreme(const std::vector<Number>& numbers, bool greatest);

double ceil(double v);
double floor(double v);
double round(double v);  ///< halves away from zero
double trunc(double v);
double sqrt(double v);
Outcome<int64_t> abs(int64_t v);
double abs(double v);
int64_t sign(int64_t v);
uint64_t sign(uint64_t v);
double sign(double v);
bool is_nan(double v);
bool is_inf(double v);
bool is_finite(double v);

/// Shifts fill with zeros, right ones of negative numbers too; 64 or more give 0, a negative count is bad_argument.
Outcome<int64_t> shift_left(int64_t v, int64_t count);
Outcome<uint64_t> shift_left(uint64_t v, int64_t count);
Outcome<int64_t> shift_right(int64_t v, int64_t count);
Outcome<uint64_t> shift_right(uint64_t v, int64_t count);

/// A day made from a pack's calendar: a range where the calendar does not reach (docs/time.md), and the first day that was
/// missing.
struct WorkDays {
  DateRange range;
  Day missing = kNoDay;  ///< kNoDay: none was
};
// In CEL a missing day is the gap calendar_unknown with the only argument YYYY-MM-DD, joined with the gaps of an imprecise day.
// Of a range of days the result is moved by its two ends, the earliest missing day counts. kNever and kAlways are the error
// `never`.

/// Empty outside the calendar: then unknown. Of a range: unknown, with its gaps, where its days do not agree.
Outcome<std::optional<bool>> working_day(const WorkCalendar& calendar, Day day);
/// The day itself if working, else the last working day before it.
Outcome<WorkDays> previous_working_day(const WorkCalendar& calendar, Day day);
Outcome<WorkDays> next_working_day(const WorkCalendar& calendar, Day day);
/// n working days after `day` (before it, for a negative n; 0: the day itself, wherever it lies).
Outcome<WorkDays> add_working_days(const WorkCalendar& calendar, Day day, int64_t n);

}  // namespace hegui::cel::leaf
