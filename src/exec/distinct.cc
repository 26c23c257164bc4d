// Rows with one key count once: the least and the greatest number of different keys that unknown keys leave open.
//
// In/Out: reckon.h.   Idea: docs/time.md section 2. Days as keys: the fewest days that meet every range (taking the end of the range
// that ends first), the most ranges that can have days of their own (each day to the range that ends first).
// Cost: O(n log n).   Test: tests/exec/distinct_test.cc
#include <algorithm>
#include <queue>
#include <unordered_set>

#include "exec/reckon.h"

namespace hegui::exec {

namespace {

int most_days(std::vector<DateRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const DateRange& a, const DateRange& b) { return a.lo < b.lo; });
  std::priority_queue<Day, std::vector<Day>, std::greater<>> ends;
  int count = 0;
  size_t next = 0;
  Day day = kNoDay;
  while (next < ranges.size() || !ends.empty()) {
    if (ends.empty()) day = std::max(day, ranges[next].lo);
    while (next < ranges.size() && ranges[next].lo <= day) ends.push(ranges[next++].hi);
    while (!ends.empty() && ends.top() < day) ends.pop();
    if (ends.empty()) continue;
    ends.pop();
    ++count;
    ++day;
  }
  return count;
}

}  // namespace

Different different(std::vector<Keyed>& rows, bool by_day, int number) {
  Different out;
  std::sort(rows.begin(), rows.end(), [](const Keyed& a, const Keyed& b) { return a.last < b.last; });
  const int wanted = std::max(number, 1);
  const auto reached = [&](int low, Day day) {
    out.low = low;
    if (low >= wanted && out.met == kNoDay) out.met = day;
  };
  if (by_day) {
    std::vector<DateRange> ranges;
    int anywhere = 0;
    Day point = kNoDay;
    for (const Keyed& row : rows) {
      if (row.days.lo == kNoDay) {
        ++anywhere;
        continue;
      }
      ranges.push_back(row.days);
      if (!row.sure || row.days.lo <= point) continue;
      point = row.days.hi;
      reached(out.low + 1, row.last);
    }
    out.high = most_days(std::move(ranges)) + anywhere;
    return out;
  }
  std::unordered_set<int64_t> sure, all;
  int unknown = 0;
  for (const Keyed& row : rows) {
    if (row.known) {
      all.insert(row.key);
    } else {
      ++unknown;
    }
    if (!row.sure) continue;
    if (row.known) sure.insert(row.key);
    reached(std::max(static_cast<int>(sure.size()), 1), row.last);
  }
  out.high = static_cast<int>(all.size()) + unknown;
  return out;
}

}  // namespace hegui::exec
