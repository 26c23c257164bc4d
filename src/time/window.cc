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
    case Per::week:
    case Per::phase:
    case Per::dates:
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
    case Per::week:
      return out + (number < 10 ? "-W0" : "-W") + std::to_string(number);
    default:
      return out;
  }
}

/// Digits only, else -1.
int number_in(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? -1 : value;
}

std::optional<DateRange> months(int year, int first, int count) {
  const auto from = day_of(year, first, 1);
  const auto last = day_of(year, first + count - 1, 1);
  if (!from || !last) return std::nullopt;
  return DateRange{*from, last_day_of_month(*last)};
}

/// Clips a whole period to the frame; false when too little of it is left.
bool clip(Window& window, Day from, Day until, int min_days) {
  window.from = std::max(from, window.whole_from);
  window.until = std::min(until, window.whole_until);
  const bool broken = window.from != window.whole_from || window.until != window.whole_until;
  return !broken || window.until - window.from + 1 >= min_days;
}

}  // namespace

std::vector<Window> windows(Per per, Day from, Day until, int min_days, const std::string& once_label) {
  std::vector<Window> out;
  if (from > until || per == Per::phase || per == Per::dates) return out;
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

  if (per == Per::week) {
    for (Day monday = from - weekday(from) + 1; monday <= until; monday += 7) {
      Window window;
      window.whole_from = std::max(monday, earliest);
      window.whole_until = std::min(monday + 6, latest);
      if (!clip(window, from, until, min_days)) continue;
      window.label = period_label(per, window.whole_from);
      out.push_back(std::move(window));
    }
    return out;
  }
  const int step = months_of(per);
  if (step == 0) return out;
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
    if (!clip(window, from, until, min_days)) continue;
    window.label = label_of(per, year, month / step);
    out.push_back(std::move(window));
  }
  return out;
}

std::string period_label(Per per, Day day) {
  if (per == Per::once || per == Per::phase || per == Per::dates) return "";
  if (per == Per::week) return label_of(per, iso_week_year(day), iso_week(day));
  const Civil civil = civil_of(day);
  return label_of(per, civil.year, (civil.month - 1) / months_of(per));
}

std::optional<DateRange> period_of(std::string_view label) {
  const int year = label.size() < 4 ? -1 : number_in(label.substr(0, 4));
  if (year < 0) return std::nullopt;
  if (label.size() == 4) return months(year, 1, 12);
  if (label[4] != '-') return std::nullopt;
  const std::string_view rest = label.substr(5);
  if (rest.size() == 2 && (rest[0] == 'H' || rest[0] == 'Q')) {
    const int number = number_in(rest.substr(1));
    const int parts = rest[0] == 'H' ? 2 : 4;
    return number < 1 || number > parts ? std::nullopt : months(year, (number - 1) * (12 / parts) + 1, 12 / parts);
  }
  if (rest.size() == 2) {
    const int month = number_in(rest);
    return month < 1 ? std::nullopt : months(year, month, 1);
  }
  if (rest.size() != 3 || rest[0] != 'W') return std::nullopt;
  // The fourth of January lies in the first week of its year.
  const int week = number_in(rest.substr(1));
  const auto fourth = day_of(year, 1, 4);
  if (!fourth || week < 1) return std::nullopt;
  const Day monday = *fourth - weekday(*fourth) + 1 + 7 * (week - 1);
  if (iso_week_year(monday) != year || iso_week(monday) != week) return std::nullopt;
  return DateRange{monday, monday + 6};
}

}  // namespace hegui
