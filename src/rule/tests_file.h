// Tests of rules, as authors write them (`*.test.yaml`, docs/language.md).
//
// In:   a test file, the checked rules it speaks of.   Out: plain tests: a moment, one holder and the registry as JSON text,
// and
//       what is expected. Running them is the business of src/api.
// Idea: YAML becomes JSON without guessing: plain true, false, null and numbers stay what they are, everything else is a string
// (a plain date too). The type of the holder is that of the duties named under `expect`.
// Cost: O(bytes).   Test: tests/rule/tests_file_test.cc
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hegui/findings.h"
#include "records/json_reader.h"
#include "rule/checked.h"
#include "rule/load.h"

namespace hegui::rule {

/// What a test says about one finding; what it does not mention is not compared. A `null` in the test is kNullDay, kNullCount.
struct ExpectedFinding {
  std::string label;  // empty: every finding of the duty
  std::optional<Verdict> verdict;
  std::optional<bool> advisory;
  std::optional<Day> due, nominal_due, met_on, changes_on;
  std::optional<int32_t> low, high, required;
  std::optional<std::vector<std::string>> clauses;
  std::optional<std::vector<ReasonCode>> reasons;  // in the order written
  Span place;
};

/// With one finding without a label the duty has at least one finding and all fit; otherwise its labels are exactly these.
struct ExpectedDuty {
  int duty = -1;
  std::vector<ExpectedFinding> findings;
  Span place;
};

struct RuleTest {
  std::string name;
  Day as_of = kNoDay;
  Day known_at = kNoDay;
  std::vector<std::pair<std::string, std::string>> params;  // for override_value
  int holder_type = -1;
  std::string holder_json;
  std::string registry_json;  // empty: none given
  Declarations complete_through;
  std::vector<ExpectedDuty> expect;
  Span place;
};

/// All tests of a file; those with errors are left out after their diagnostics.
std::vector<RuleTest> read_tests(const SourcePtr& source, const CheckedRules& rules, const YamlLimits& limits,
                                 Diagnostics& diagnostics);

/// Names of all `*.test.yaml` in the pack folder and the folders in it, relative to the folder, sorted.
std::vector<std::string> find_tests(const std::string& folder);

/// A node as JSON on one line.
std::string json_of(const Node& node);

}  // namespace hegui::rule
