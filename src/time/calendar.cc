// Working days from data.
//
// In:   the covered days, and the days that differ from the plain week.   Out: working days, or nothing outside the data.
// Idea: one bit a day; every search stops at the edge of the coverage and then says that it does not know.
// Cost: O(1) a look-up, O(days walked) a search.   Test: tests/time/calendar_test.cc
#include "time/calendar.h"

#include <utility>

namespace hegui {

WorkCalendar::WorkCalendar(Day first, Day last) {
  const Day earliest = *day_of(1400, 1, 1);
  const Day latest = *day_of(9999, 12, 31);
  if (first > last || first < earliest || last > latest) return;  // covers nothing
  first_ = first;
  last_ = last;
  working_ = Bitmap(static_cast<size_t>(last - first) + 1, false);
  for (Day day = first; day <= last; ++day) {
    if (weekday(day) <= 5) working_.set(static_cast<size_t>(day - first));
  }
}

void WorkCalendar::set_working(Day day, bool working) {
  if (!covers(day)) return;
  const size_t i = static_cast<size_t>(day - first_);
  working ? working_.set(i) : working_.clear(i);
}

void WorkCalendar::rest_on(Day first, Day last, std::string notice) {
  if (!notice.empty()) notices_.push_back({first, last, std::move(notice)});
}

std::string_view WorkCalendar::notice(Day day) const {
  if (!covers(day)) return {};
  for (auto at = notices_.rbegin(); at != notices_.rend(); ++at) {
    if (day >= at->first && day <= at->last) return at->text;
  }
  return {};
}

std::optional<bool> WorkCalendar::working(Day day) const {
  if (!covers(day)) return std::nullopt;
  return working_[static_cast<size_t>(day - first_)];
}

std::optional<Day> WorkCalendar::previous_working_day(Day day) const {
  for (; covers(day); --day) {
    if (working_[static_cast<size_t>(day - first_)]) return day;
  }
  return std::nullopt;
}

std::optional<Day> WorkCalendar::next_working_day(Day day) const {
  for (; covers(day); ++day) {
    if (working_[static_cast<size_t>(day - first_)]) return day;
  }
  return std::nullopt;
}

std::optional<Day> WorkCalendar::add_working_days(Day day, int n) const {
  if (n < 0) return std::nullopt;
  if (n > 0 && !covers(day)) return std::nullopt;
  for (; n > 0; --n) {
    const std::optional<Day> next = next_working_day(day + 1);
    if (!next) return std::nullopt;
    day = *next;
  }
  return day;
}

}  // namespace hegui
