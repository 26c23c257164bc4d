// The small pack of the tests, loaded once, and a few records for it.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "hegui/hegui.h"

namespace hegui {

inline const std::string kMini = std::string(HEGUI_SOURCE_DIR) + "/tests/packs/mini";

inline const RuleSet& mini() {
  static const Result<RuleSet> rules = RuleSet::load(kMini);
  EXPECT_TRUE(rules) << to_text(rules.diagnostics());
  return *rules;
}

/// E1 has inspected in Q2 only; a hazard of E1 is past its deadline; E2 has handed in nothing.
inline const char* const kTwo =
    R"({"id": "E1", "name": "甲矿", "sectors": ["industry"], "high_risk": false, "headcount": 20,
        "inspections": [{"id": "J1", "kind": "leader-led", "led_by_role": "principal", "date": "2023-06-02"}],
        "hazards": [{"id": "H1", "level": "major", "found_on": "2023-06-01", "deadline": "2023-06-10"}]})"
    "\n"
    R"({"id": "E2", "name": "乙厂", "sectors": ["industry"]})"
    "\n";

inline std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

/// kTwo as NDJSON: one owner a line.
inline std::string two_lines() {
  std::string text = kTwo;
  const size_t second = text.find("\n{\"id\": \"E2\"");
  return one_line(text.substr(0, second)) + text.substr(second);
}

inline Records two() {
  Result<Records> records = Records::from_json(mini(), {{"enterprise", "two", two_lines()}});
  EXPECT_TRUE(records) << to_text(records.diagnostics());
  return *records;
}

inline RunOptions at(const std::string& day) {
  RunOptions options;
  options.as_of = day;
  return options;
}

/// The row of one finding, or null.
inline const FindingRow* find(const Findings& findings, const std::string& holder, const std::string& duty,
                              const std::string& label) {
  for (const FindingRow& row : findings.rows) {
    if (findings.holder(row) == holder && findings.duties[row.duty].id == duty && findings.label(row) == label) return &row;
  }
  return nullptr;
}

inline bool has_code(const std::vector<Diagnostic>& diagnostics, const std::string& code) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.code_text() == code) return true;
  }
  return false;
}

/// Every diagnostic speaks both languages and says what to do next.
inline void expect_kind(const std::vector<Diagnostic>& diagnostics) {
  EXPECT_FALSE(diagnostics.empty());
  for (const Diagnostic& diagnostic : diagnostics) {
    EXPECT_FALSE(diagnostic.message.empty()) << diagnostic.code_text();
    EXPECT_FALSE(diagnostic.message_zh.empty()) << diagnostic.code_text();
    EXPECT_FALSE(diagnostic.hint.empty()) << diagnostic.code_text();
  }
}

}  // namespace hegui
