// Calendar periods of a frame.
//
// In:   a cadence, a frame, the least number of days.   Out: windows in order, clipped and labelled.
// Idea: step from the period that holds the first day to the one that holds the last; a period is its year and its number
// in the year, so its bounds are two look-ups of civil.h.
// Cost: O(periods).   Test: tests/time/window_test.cc
#include "time/window.h"

#include <algorithm>

namespace hegui {
namespace {

int months_of(Per per) {
  switch (per) {
    case Per::once:
      return 0;
    case Per::month:
      return 1;
    case Per::quarter:
      return 3;
    case Per::half_year:
      return 6;
    case Per::year:
      return 12;
  }
  return 12;
}

std::string label_of(Per per, int year, int number) {
  std::string out = std::to_string(year);
  switch (per) {
    case Per::month:
      return out + (number < 9 ? "-0" : "-") + std::to_string(number + 1);
    case Per::quarter:
      return out + "-Q" + std::to_string(number + 1);
    case Per::half_year:
      return out + "-H" + std::to_string(number + 1);
    case Per::once:
    case Per::year:
      return out;
  }
  return out;
}

}  // namespace

std::vector<Window> windows(Per per, Day from, Day until, int min_days, const std::string& once_label) {
  std::vector<Window> out;
  if (from > until) return out;
  if (per == Per::once) {
    out.push_back({once_label, from, until, from, until});
    return out;
  }
  // Frames that reach beyond the calendar (an open end) are taken as far as the calendar goes.
  const Day earliest = *day_of(1400, 1, 1);
  const Day latest = *day_of(9999, 12, 31);
  if (until < earliest || from > latest) return out;
  from = std::max(from, earliest);
  until = std::min(until, latest);

  const int step = months_of(per);
  const Civil begin = civil_of(from);
  const Civil end = civil_of(until);
  const int first = begin.year * 12 + (begin.month - 1) / step * step;
  const int last = end.year * 12 + (end.month - 1);
  for (int at = first; at <= last; at += step) {
    const int year = at / 12;
    const int month = at % 12;
    Window window;
    window.whole_from = *day_of(year, month + 1, 1);
    window.whole_until = last_day_of_month(*day_of(year, month + step, 1));
    window.from = std::max(from, window.whole_from);
    window.until = std::min(until, window.whole_until);
    if (window.until - window.from + 1 < min_days) continue;
    window.label = label_of(per, year, month / step);
    out.push_back(std::move(window));
  }
  return out;
}

std::string period_label(Per per, Day day) {
  const Civil civil = civil_of(day);
  if (per == Per::once) return "";
  return label_of(per, civil.year, (civil.month - 1) / months_of(per));
}

}  // namespace hegui
