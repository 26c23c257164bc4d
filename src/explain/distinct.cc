// Days that differ, however ranges of days turn out: section 2 of docs/time.md.
//
// In:   ranges of days.   Out: the least number of days that meet all of them; the most of them that can have days of their
// own. Idea: both are greedy by the end of the range. Days of their own are given out one by one, to the range that ends first.
// Cost: O(n log n).   Test: tests/explain/distinct_test.cc
#include <algorithm>
#include <queue>

#include "explain/matter.h"

namespace hegui::explain {

int64_t least_days(std::vector<DateRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const DateRange& a, const DateRange& b) { return a.hi < b.hi; });
  int64_t days = 0;
  bool any = false;
  Day last = 0;
  for (const DateRange& r : ranges) {
    if (any && r.lo <= last) continue;
    last = r.hi;
    any = true;
    ++days;
  }
  return days;
}

int64_t most_days(std::vector<DateRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const DateRange& a, const DateRange& b) { return a.lo < b.lo; });
  std::priority_queue<Day, std::vector<Day>, std::greater<Day>> open;  // last days of ranges that have begun
  int64_t days = 0;
  int64_t day = kAlways;
  for (size_t next = 0; next < ranges.size() || !open.empty();) {
    if (open.empty()) day = std::max<int64_t>(day, ranges[next].lo);
    while (next < ranges.size() && ranges[next].lo <= day) open.push(ranges[next++].hi);
    while (!open.empty() && open.top() < day) open.pop();
    if (open.empty()) continue;
    open.pop();
    ++days;
    ++day;
  }
  return days;
}

}  // namespace hegui::explain
