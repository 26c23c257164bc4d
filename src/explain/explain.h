// The slow, obvious evaluator: one holder at a time, straight from the checked tree. It answers "why?" and is the oracle
// that exec must agree with in tests.
//
// In:   CheckedRules, Dataset, a holder, an Evaluation.   Out: that holder's Findings; an Explanation of one finding.
// Test: tests/explain/*_test.cc, tests/agree/
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hegui/findings.h"
#include "records/dataset.h"
#include "rule/evaluation.h"

namespace hegui::explain {

/// All findings of one owner (changes_on by trying every day up to the horizon, if asked for).
Findings evaluate(const rule::CheckedRules& rules, const Dataset& data, int owner_type, uint32_t owner,
                  const rule::Evaluation& evaluation, bool changes_on = true);

struct UsedRow {
  std::string record;  // label
  std::string date;    // event date, empty if none
  enum class Status { counted, possible, rejected, outside } status = Status::rejected;
  std::string why;  // the condition that failed, as written; or the gap; or the window it misses
  std::string why_zh;
};

struct Explanation {
  Findings finding;  // exactly one row
  std::string duty, zh, en;
  std::vector<std::pair<std::string, std::string>> quotes;  // clause id, text
  std::vector<std::string> readings;                        // "A05 ..." as the pack words them
  std::vector<std::pair<std::string, std::string>> params;  // name, value with origin
  std::vector<UsedRow> rows;
  std::vector<std::string> conditions;  // each condition of the duty with its value: "high_risk = true"
  std::string remedy, remedy_zh;        // the smallest change that would satisfy it, or that it is too late
};

std::optional<Explanation> explain(const rule::CheckedRules& rules, const Dataset& data, int owner_type, uint32_t owner,
                                   const std::string& duty, const std::string& instance_label,
                                   const rule::Evaluation& evaluation);

}  // namespace hegui::explain
