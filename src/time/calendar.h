// Working days, from data only. A day outside the covered years is unknown, never a plain weekday.
// Test: tests/time/calendar_test.cc
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bitmap.h"
#include "time/civil.h"

namespace hegui {

/// Immutable once built. Memory: two bits a day of coverage.
class WorkCalendar {
 public:
  WorkCalendar() = default;
  WorkCalendar(Day first,
               Day last);  ///< covered days, inclusive; weekends rest until told otherwise; no such days: covers nothing
  void set_working(Day day, bool working);  ///< days outside the coverage are ignored

  bool covers(Day day) const { return day >= first_ && day <= last_; }
  /// Empty outside the covered days.
  std::optional<bool> working(Day day) const;
  /// The day itself if working, else the last working day before; empty when that leaves the coverage.
  std::optional<Day> previous_working_day(Day day) const;
  std::optional<Day> next_working_day(Day day) const;
  /// n working days after `day` (n >= 0; n = 0 gives the day itself).
  std::optional<Day> add_working_days(Day day, int n) const;

  std::string name;

 private:
  Day first_ = 0;
  Day last_ = -1;
  Bitmap working_;
};

}  // namespace hegui
