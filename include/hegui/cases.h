// The tests of a pack: every *.test.yaml in it, run by both evaluators.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hegui/diagnostic.h"
#include "hegui/rules.h"

namespace hegui {

struct CaseResult {
  std::string file;
  uint32_t line = 0;
  std::string name;
  bool passed = false;
  std::vector<std::string> differences;  ///< what was expected and what was found, in English
  std::vector<std::string> differences_zh;
};

struct TestReport {
  std::vector<CaseResult> cases;
  size_t passed = 0;
  size_t failed = 0;
};

/// Fails as a whole only when the pack or a test file cannot be read. A case passes when the fast evaluator gives what is
/// expected and the slow one gives the same finding lines.
Result<TestReport> run_tests(const std::string& folder, const LoadOptions& options = {});
std::string to_text(const TestReport& report, const std::string& language = "en");

}  // namespace hegui
