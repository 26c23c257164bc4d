// Working days where the calendar may end: ranges of days instead of no answer.
//
// In:   a calendar, a day or a range of days.   Out: a range, and the first day of the calendar that was missing.
// Idea: docs/time.md section 3: no rest is longer than 14 days, so a day outside the coverage still bounds the answer.
// Cost: O(days walked).   Test: tests/exec/timing_test.cc
#pragma once

#include <cstdint>

#include "rule/checked.h"
#include "time/calendar.h"

namespace hegui::exec {

constexpr int kLongestRest = 14;

/// Walks a calendar and keeps the earliest day that it would have needed and does not have.
class WorkWalk {
 public:
  explicit WorkWalk(const WorkCalendar& calendar) : calendar_(calendar) {}
  /// Of a day: itself if working, else the last working day before (the next one).
  DateRange previous(Day day);
  DateRange next(Day day);
  /// The n-th working day after a day (before it, if n is negative); 0 is the day itself.
  DateRange add(Day day, int64_t n);
  // A range is moved by its ends.
  DateRange previous(DateRange range);
  DateRange next(DateRange range);
  DateRange add(DateRange range, int64_t n);

  Day missing() const { return missing_; }  ///< kNoDay: nothing was

 private:
  void miss(Day day);
  const WorkCalendar& calendar_;
  Day missing_ = kNoDay;
};

/// A day far away, but still one.
Day day_within(int64_t day);
/// `day_of_month` of a timing: that day of the month in which `until` lies, or of the month after.
Day day_in_month(const rule::Timing& timing, Day until);

}  // namespace hegui::exec
