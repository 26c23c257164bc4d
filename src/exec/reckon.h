// What is counted for one instance: rows that count for sure, rows that may, and what the two come to.
//
// Idea: a row is judged once per side - on time, and in all - and the sides are all that verdicts look at. Keys make rows count
// once (distinct.cc), serving hands each row to one instance (serving.cc).
// Test: tests/exec/count_test.cc, distinct_test.cc, serving_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "exec/scene.h"
#include "rule/checked.h"

namespace hegui::exec {

struct Bounds {
  Day from, until, due;
  rule::Late late;
  bool at_most;
  int number;
};

/// Values over the evidence rows of a frame, one lane an entry.
struct Marks {
  bool by_day = false;                   // rows of one day count once
  Arg key;                               // rows with one key count once
  Arg match;                             // the window a row belongs to
  const std::string* label = nullptr;    // match: of this window
  bool distinct() const { return by_day || key.v != nullptr; }
};

/// A row as one side of a reckoning sees it, where keys matter.
struct Keyed {
  bool sure = false;
  bool known = false;     // the key
  int64_t key = 0;
  DateRange days;         // on which it may count; lo == kNoDay: any day
  Day last = 0;           // last possible day of its event
};
/// The key of an entry; false if it is not known.
bool key_of(const Arg& arg, size_t entry, int64_t& key);

/// Least and greatest number of different keys; `met`: the day on which `number` sure ones are reached, or kNoDay.
struct Different {
  int low = 0, high = 0;
  Day met = kNoDay;
};
Different different(std::vector<Keyed>& rows, bool by_day, int number);

/// A row that may count for an instance.
struct Claim {
  uint32_t row = 0;
  bool on_sure = false, on_maybe = false, all_sure = false, all_maybe = false;
  Day last = 0;
};

struct Side {
  int low = 0, high = 0;
  int32_t info = 0;             // tracing: gaps of what is only possible
  std::vector<Day> met;         // last possible days of the sure rows
  std::vector<Keyed> keyed;     // with keys
  bool loose = false;           // more may have happened than is on record
  Day met_on = kNoDay;          // set: where `met` does not tell
};

struct Reckoning {
  Side on_time, in_all;
  int32_t open = 0;             // tracing: gaps of the collection
  std::vector<Claim> claims;    // kept when asked for
};

}  // namespace hegui::exec
