// Working days, from data only. A day outside the covered years is unknown, never a plain weekday.
// Test: tests/time/calendar_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bitmap.h"
#include "time/civil.h"

namespace hegui {

/// Immutable once built. Memory: two bits a day of coverage, and the notices.
class WorkCalendar {
 public:
  WorkCalendar() = default;
  WorkCalendar(Day first,
               Day last);  ///< covered days, inclusive; weekends rest until told otherwise; no such days: covers nothing
  void set_working(Day day, bool working);  ///< days outside the coverage are ignored

  /// Says on what the days rest that are covered; of several, the one given last counts.
  void rest_on(Day first, Day last, std::string notice);

  bool covers(Day day) const { return day >= first_ && day <= last_; }
  Day first() const { return first_; }  ///< of the covered days; later than last() when there are none
  Day last() const { return last_; }
  /// Empty outside the covered days.
  std::optional<bool> working(Day day) const;
  /// The notice a covered day rests on; empty where none was given. O(notices).
  std::string_view notice(Day day) const;
  /// The day itself if working, else the last working day before; empty when that leaves the coverage.
  std::optional<Day> previous_working_day(Day day) const;
  std::optional<Day> next_working_day(Day day) const;
  /// n working days after `day` (n >= 0; n = 0 gives the day itself).
  std::optional<Day> add_working_days(Day day, int n) const;

  std::string name;

 private:
  struct Notice {
    Day first, last;
    std::string text;
  };
  Day first_ = 0;
  Day last_ = -1;
  Bitmap working_;
  std::vector<Notice> notices_;
};

}  // namespace hegui
