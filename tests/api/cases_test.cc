// Tests of packs.
#include "api/fixture.h"
#include "api/folder.h"

namespace hegui {
namespace {

/// The small pack with one test file of our own.
Result<TestReport> with_tests(const std::string& yaml) {
  const TempFolder folder;
  copy_folder(kMini, folder.path("pack"));
  folder.write("pack/duties.test.yaml", yaml);
  return run_tests(folder.path("pack"));
}

constexpr const char* kHead =
    "tests:\n"
    "  - name: 一次带队检查\n"
    "    as_of: 2023-07-05\n"
    "    holder:\n"
    "      id: E1\n"
    "      sectors: [industry]\n"
    "      high_risk: false\n"
    "      inspections: [{id: J1, kind: leader-led, led_by_role: principal, date: 2023-06-02}]\n"
    "    expect:\n";

TEST(CasesTest, ThePackOfTheTestsPassesItsOwn) {
  const auto report = run_tests(kMini);
  ASSERT_TRUE(report) << to_text(report.diagnostics());
  EXPECT_GT(report->passed, 0U);
  EXPECT_EQ(report->failed, 0U) << to_text(*report);
}

TEST(CasesTest, EveryKeyOfAnExpectationIsCompared) {
  const auto good =
      with_tests(std::string(kHead) +
                 "      leader-inspection: {2023-Q2: {verdict: satisfied, advisory: false, due: 2023-06-30, nominal_due: "
                 "2023-06-30, met_on: 2023-06-02, changes_on: null, low: 1, high: 1, required: 1, clauses: "
                 "[ent.leader], reasons: []}, 2023-Q3: pending}\n");
  ASSERT_TRUE(good) << to_text(good.diagnostics());
  EXPECT_EQ(good->failed, 0U) << to_text(*good);
  EXPECT_EQ(good->passed, 1U);
  EXPECT_EQ(good->cases[0].line, 2U);
  for (const char* wrong :
       {"verdict: violated", "advisory: true", "due: 2023-06-29", "nominal_due: null", "met_on: 2023-06-03",
        "changes_on: 2023-07-01", "low: 2", "high: null", "required: 2", "clauses: [ent.drill]", "reasons: [field_missing]"}) {
    const auto report =
        with_tests(std::string(kHead) + "      leader-inspection: {2023-Q2: {" + wrong + "}, 2023-Q3: pending}\n");
    ASSERT_TRUE(report) << to_text(report.diagnostics());
    ASSERT_EQ(report->failed, 1U) << wrong;
    EXPECT_EQ(report->cases[0].differences.size(), 1U) << wrong;
    EXPECT_EQ(report->cases[0].differences_zh.size(), 1U) << wrong;
  }
}

TEST(CasesTest, MissingAndUnexpectedFindingsAreNamed) {
  const auto missing =
      with_tests(std::string(kHead) + "      leader-inspection: {2023-Q2: satisfied, 2023-Q3: pending, 2023-Q4: pending}\n");
  ASSERT_TRUE(missing);
  EXPECT_NE(to_text(*missing).find("2023-Q4: expected, but there is no such finding"), std::string::npos) << to_text(*missing);
  const auto extra = with_tests(std::string(kHead) + "      leader-inspection: {2023-Q2: satisfied}\n");
  ASSERT_TRUE(extra);
  EXPECT_NE(to_text(*extra).find("2023-Q3: found pending"), std::string::npos) << to_text(*extra);
  EXPECT_NE(to_text(*extra, "zh").find("未通过"), std::string::npos);
}

TEST(CasesTest, OneVerdictWithoutALabelFitsAllFindings) {
  const auto report = with_tests(std::string(kHead) + "      leader-inspection: satisfied\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->failed, 1U);
  const auto none = with_tests(std::string(kHead) + "      hazard-fixed: indeterminate\n");
  ASSERT_TRUE(none);
  EXPECT_EQ(none->failed, 0U) << to_text(*none);
}

TEST(CasesTest, AHolderThatCannotBeReadFailsTheCase) {
  std::string text = std::string(kHead) + "      leader-inspection: satisfied\n";
  text.replace(text.find("high_risk"), 9, "high_rusk");
  const auto report = with_tests(text);
  ASSERT_TRUE(report) << to_text(report.diagnostics());
  ASSERT_EQ(report->failed, 1U);
  EXPECT_NE(report->cases[0].differences[0].find("high_risk"), std::string::npos) << report->cases[0].differences[0];
}

TEST(CasesTest, ATestFileWithErrorsIsRejected) {
  const auto report = with_tests(std::string(kHead) + "      leader-inspektion: satisfied\n");
  ASSERT_FALSE(report);
  EXPECT_NE(to_text(report.diagnostics()).find("leader-inspection"), std::string::npos);
  EXPECT_FALSE(run_tests("/no/such/pack"));
}

}  // namespace
}  // namespace hegui
