// Evaluating through the public face.
#include <stdexcept>

#include "api/fixture.h"

namespace hegui {
namespace {

TEST(EvaluateTest, GivesFindings) {
  const auto findings = mini().evaluate(two(), at("2023-10-15"));
  ASSERT_TRUE(findings) << to_text(findings.diagnostics());
  const FindingRow* q2 = find(*findings, "E1", "leader-inspection", "2023-Q2");
  const FindingRow* q3 = find(*findings, "E1", "leader-inspection", "2023-Q3");
  const FindingRow* hazard = find(*findings, "E1", "hazard-fixed", "H1");
  ASSERT_TRUE(q2 != nullptr && q3 != nullptr && hazard != nullptr);
  EXPECT_EQ(q2->verdict, Verdict::satisfied);
  EXPECT_EQ(q3->verdict, Verdict::violated);
  EXPECT_EQ(hazard->verdict, Verdict::overdue);
  EXPECT_EQ(findings->pack, "mini");
}

TEST(EvaluateTest, ThreadsDoNotChangeTheBytes) {
  std::string texts[2];
  for (int i = 0; i < 2; ++i) {
    RunOptions options = at("2023-12-31");
    options.threads = i == 0 ? 1 : 7;
    const auto findings = mini().evaluate(two(), options);
    ASSERT_TRUE(findings);
    write_json_lines(*findings, [&](std::string_view piece) {
      texts[i] += piece;
      return true;
    });
  }
  EXPECT_FALSE(texts[0].empty());
  EXPECT_EQ(texts[0], texts[1]);
}

TEST(EvaluateTest, OneHolderOnly) {
  RunOptions options = at("2023-12-31");
  options.holder = "E2";
  const auto findings = mini().evaluate(two(), options);
  ASSERT_TRUE(findings);
  EXPECT_GT(findings->size(), 0U);
  for (const FindingRow& row : findings->rows) EXPECT_EQ(findings->holder(row), "E2");
  options.holder = "E22";
  const auto nobody = mini().evaluate(two(), options);
  ASSERT_FALSE(nobody);
  EXPECT_TRUE(has_code(nobody.diagnostics(), "HG6104"));
  EXPECT_NE(nobody.diagnostics()[0].hint.find("E2"), std::string::npos);
}

TEST(EvaluateTest, ParametersMayBeChanged) {
  RunOptions options = at("2023-06-20");
  options.params = {{"swift_days", "15"}};
  const auto lenient = mini().evaluate(two(), options);
  const auto strict = mini().evaluate(two(), at("2023-06-20"));
  ASSERT_TRUE(lenient && strict);
  const FindingRow* a = find(*lenient, "E1", "hazard-swift", "H1");
  const FindingRow* b = find(*strict, "E1", "hazard-swift", "H1");
  ASSERT_TRUE(a != nullptr && b != nullptr);
  EXPECT_NE(a->due, b->due);
}

TEST(EvaluateTest, OptionsThatCannotBeReadAreDiagnostics) {
  const auto refused = [](RunOptions options, const std::string& code) {
    const auto findings = mini().evaluate(two(), options);
    EXPECT_FALSE(findings) << code;
    EXPECT_TRUE(has_code(findings.diagnostics(), code)) << to_text(findings.diagnostics());
    expect_kind(findings.diagnostics());
  };
  refused(at(""), "HG6102");
  refused(at("2023-13-01"), "HG6102");
  refused(at("2023/12/31"), "HG6102");
  RunOptions options = at("2023-12-31");
  options.known_at = "yesterday";
  refused(options, "HG6102");
  options = at("2023-12-31");
  options.threads = 0;
  refused(options, "HG6110");
  options = at("2023-12-31");
  options.params = {{"swift_days", "3"}, {"swift_days", "4"}};
  refused(options, "HG6110");
  options.params = {{"swift_dais", "3"}};
  refused(options, "HG6001");
  options.params = {{"swift_days", "soon"}};
  refused(options, "HG6002");
  options.params = {{"swift_days", "400"}};
  refused(options, "HG6003");
}

TEST(EvaluateTest, RecordsBelongToTheirRuleSet) {
  const auto other = RuleSet::load(kMini);
  ASSERT_TRUE(other);
  const auto findings = other->evaluate(two(), at("2023-12-31"));
  ASSERT_FALSE(findings);
  EXPECT_TRUE(has_code(findings.diagnostics(), "HG6109"));
  EXPECT_TRUE(has_code(mini().evaluate(Records(), at("2023-12-31")).diagnostics(), "HG6103"));
}

TEST(EvaluateTest, ProgressEndsAtTheTotal) {
  size_t last = 0, total = 0;
  RunOptions options = at("2023-12-31");
  options.progress = [&](size_t done, size_t all) {
    last = done;
    total = all;
  };
  ASSERT_TRUE(mini().evaluate(two(), options));
  EXPECT_GT(total, 0U);
  EXPECT_EQ(last, total);
}

TEST(EvaluateTest, WhatACallerThrowsIsAFailureNotACrash) {
  for (const int threads : {1, 2}) {
    RunOptions options = at("2023-12-31");
    options.threads = threads;
    options.progress = [](size_t, size_t) { throw std::runtime_error("the page is gone"); };
    const auto findings = mini().evaluate(two(), options);
    ASSERT_FALSE(findings);
    EXPECT_TRUE(has_code(findings.diagnostics(), "HG6112"));
    EXPECT_EQ(findings.diagnostics()[0].code, kMachineFailure);
    EXPECT_NE(findings.diagnostics()[0].message.find("the page is gone"), std::string::npos);
  }
}

TEST(EvaluateTest, NoOwnersGiveNoFindings) {
  const auto records = Records::from_json(mini(), {});
  ASSERT_TRUE(records) << to_text(records.diagnostics());
  const auto findings = mini().evaluate(*records, at("2023-12-31"));
  ASSERT_TRUE(findings);
  EXPECT_EQ(findings->size(), 0U);
}

}  // namespace
}  // namespace hegui
