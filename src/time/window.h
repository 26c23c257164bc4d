// Windows: periods of the calendar, phases, the campaign; clipped and labelled.
//
// In:   a cadence, a frame [from, until], the least number of days a broken period must keep.
// Out:  windows in order, each with its label, its clipped and its whole bounds.
// Test: tests/time/window_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "time/civil.h"

namespace hegui {

/// `phase` and `dates` (windows that a duty names) are made by those who know the phases and the duty.
enum class Per : uint8_t { once, month, quarter, half_year, year, week, phase, dates };
/// Periods of the calendar, which a frame may cut short.
inline bool is_calendar(Per per) { return per != Per::once && per != Per::phase && per != Per::dates; }

struct Window {
  std::string label;   ///< 2023-W23, 2023-06, 2023-Q3, 2023-H1, 2023; for `once` the frame's own label
  Day from = 0;        ///< clipped
  Day until = 0;       ///< clipped, inclusive
  Day whole_from = 0;  ///< the unclipped calendar period
  Day whole_until = 0;
};

/// Calendar periods that meet [from, until], clipped to it; clipped ones of which fewer than `min_days` days remain are left
/// out (`min_days` does not apply to Per::once). Empty when from > until, and for Per::phase and Per::dates. O(periods).
std::vector<Window> windows(Per per, Day from, Day until, int min_days, const std::string& once_label);

/// The label of the calendar period that holds the day; empty where there is none.
std::string period_label(Per per, Day day);

/// The days of the calendar period with this label: 2023, 2023-H1, 2023-Q3, 2023-06, 2023-W23. Empty for any other text.
std::optional<DateRange> period_of(std::string_view label);

}  // namespace hegui
