// What is missing: gaps and sets of gaps, interned.
//
// In:   a reason code, a record, a field.   Out: small ids; set 0 is the empty one.
// Idea: while tracing, most lanes share few distinct sets; an id a lane and a memo of unions keep it cheap.
// Cost: O(size of the sets) for a new union, O(1) for a known one.   Test: tests/exec/gaps_test.cc
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hegui/findings.h"

namespace hegui::exec {

struct Gap {
  ReasonCode code = ReasonCode::field_missing;
  int32_t table = kNoPlace;  // table of the program, or -1 - owner type
  uint32_t row = 0;
  int32_t field = -1;        // texts of Gaps
  int32_t args = -1;
  static constexpr int32_t kNoPlace = INT32_MIN;
  bool operator==(const Gap&) const = default;
};

class Gaps {
 public:
  Gaps();
  int32_t text(std::string_view text);
  const std::string& text(int32_t id) const { return texts_[static_cast<size_t>(id)]; }
  int32_t set_of(const Gap& gap);
  int32_t join(int32_t a, int32_t b);
  int32_t without(int32_t a, int32_t b);
  const std::vector<int32_t>& set(int32_t id) const { return *sets_[static_cast<size_t>(id)]; }
  const Gap& gap(int32_t id) const { return gaps_[static_cast<size_t>(id)]; }
  int32_t place(int32_t table, uint32_t row, int32_t field);
  const Gap& place(int32_t id) const { return gaps_[static_cast<size_t>(id)]; }

 private:
  int32_t intern(const Gap& gap);
  int32_t intern(std::vector<int32_t> set);
  struct GapHash {
    size_t operator()(const Gap& g) const;
  };
  struct SetHash {
    size_t operator()(const std::vector<int32_t>& s) const;
  };
  std::vector<Gap> gaps_;
  std::unordered_map<Gap, int32_t, GapHash> gap_ids_;
  std::vector<const std::vector<int32_t>*> sets_;
  std::unordered_map<std::vector<int32_t>, int32_t, SetHash> set_ids_;
  std::unordered_map<uint64_t, int32_t> unions_;
  std::deque<std::string> texts_;  // never move: text_ids_ looks at them
  std::unordered_map<std::string_view, int32_t> text_ids_;
};

}  // namespace hegui::exec
