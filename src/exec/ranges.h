// Comparing ranges of days or moments: decided where all their days decide it, else unknown.
//
// In:   two ranges [lo, hi].   Out: kFalse, kUnknown or kTrue (vec.h).   Cost: O(1).   Test: tests/exec/compare_test.cc
#pragma once

#include <compare>
#include <cstdint>

#include "exec/vec.h"

namespace hegui::exec {

enum class Test : uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

inline bool holds(Test test, std::partial_ordering o) {
  switch (test) {
    case Test::equal:
      return o == 0;
    case Test::not_equal:
      return o != 0;
    case Test::less:
      return o < 0;
    case Test::less_equal:
      return o <= 0;
    case Test::greater:
      return o > 0;
    case Test::greater_equal:
      return o >= 0;
  }
  return false;
}

template <typename T>
uint8_t ranges(Test test, T alo, T ahi, T blo, T bhi) {
  switch (test) {
    case Test::equal:
    case Test::not_equal: {
      uint8_t same = kUnknown;
      if (ahi < blo || bhi < alo) same = kFalse;
      if (alo == ahi && blo == bhi && alo == blo) same = kTrue;
      return test == Test::equal ? same : negate(same);
    }
    case Test::less:
      return ahi < blo ? kTrue : alo >= bhi ? kFalse : kUnknown;
    case Test::less_equal:
      return ahi <= blo ? kTrue : alo > bhi ? kFalse : kUnknown;
    case Test::greater:
      return ranges(Test::less, blo, bhi, alo, ahi);
    case Test::greater_equal:
      return ranges(Test::less_equal, blo, bhi, alo, ahi);
  }
  return kUnknown;
}

}  // namespace hegui::exec
