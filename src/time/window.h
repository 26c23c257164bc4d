// Windows: periods of the calendar, phases, the campaign; clipped and labelled.
//
// In:   a cadence, a frame [from, until], the least number of days a broken period must keep.
// Out:  windows in order, each with its label, its clipped and its whole bounds.
// Test: tests/time/window_test.cc
#pragma once

#include <string>
#include <vector>

#include "time/civil.h"

namespace hegui {

enum class Per : uint8_t { once, month, quarter, half_year, year };

struct Window {
  std::string label;   ///< 2023-06, 2023-Q3, 2023-H1, 2023; for `once` the frame's own label
  Day from = 0;        ///< clipped
  Day until = 0;       ///< clipped, inclusive
  Day whole_from = 0;  ///< the unclipped calendar period
  Day whole_until = 0;
};

/// Calendar periods that meet [from, until], clipped to it; those of which fewer than `min_days` days remain are left
/// out (`min_days` does not apply to Per::once). Empty when from > until. O(periods).
std::vector<Window> windows(Per per, Day from, Day until, int min_days, const std::string& once_label);

/// The label of the calendar period that holds the day.
std::string period_label(Per per, Day day);

}  // namespace hegui
