// Explaining through the public face.
#include "api/fixture.h"

namespace hegui {
namespace {

TEST(ExplainTest, AgreesWithTheFindingAndSaysWhy) {
  const Records records = two();
  const auto findings = mini().evaluate(records, at("2023-10-15"));
  const auto why = mini().explain(records, at("2023-10-15"), {"E1", "leader-inspection", "2023-Q3", ""});
  ASSERT_TRUE(findings && why) << to_text(why.diagnostics());
  const FindingRow* row = find(*findings, "E1", "leader-inspection", "2023-Q3");
  ASSERT_NE(row, nullptr);
  ASSERT_EQ(why->finding.size(), 1U);
  EXPECT_EQ(why->finding.json(why->finding.rows[0]), findings->json(*row));
  EXPECT_EQ(why->holder_name, "甲矿");
  ASSERT_FALSE(why->quotes.empty());
  EXPECT_EQ(why->quotes[0].first, "ent.leader");
  EXPECT_FALSE(why->remedy.empty());
  EXPECT_FALSE(why->remedy_zh.empty());

  const std::string page = explanation_text(*why, "en");
  EXPECT_NE(page.find("The principal leads an inspection every quarter"), std::string::npos) << page;
  EXPECT_NE(page.find("violated"), std::string::npos);
  EXPECT_NE(page.find("J1"), std::string::npos) << page;
  const std::string page_zh = explanation_text(*why, "zh");
  EXPECT_NE(page_zh.find("主要负责人每季度带队检查"), std::string::npos);
  EXPECT_NE(page_zh.find("违反"), std::string::npos);
  EXPECT_EQ(why->readings.size(), why->readings_zh.size());
  EXPECT_NE(page.find("R2 A clipped period counts from 30 days on\n"), std::string::npos) << page;
  EXPECT_NE(page_zh.find("R2 不完整周期至少30天才计\n"), std::string::npos) << page_zh;
  const std::string json = explanation_json(*why);
  EXPECT_EQ(json.find("{\"finding\": {\"id\": \""), 0U);
  EXPECT_NE(json.find("\"holder_name\": \"甲矿\""), std::string::npos);
}

TEST(ExplainTest, TheOnlyInstanceNeedNotBeNamed) {
  const auto why = mini().explain(two(), at("2023-10-15"), {"E1", "hazard-fixed", "", ""});
  ASSERT_TRUE(why) << to_text(why.diagnostics());
  EXPECT_EQ(why->finding.label(why->finding.rows[0]), "H1");
}

TEST(ExplainTest, ReasonsAreWorded) {
  const auto why = mini().explain(two(), at("2023-10-15"), {"E2", "leader-inspection", "2023-Q3", ""});
  ASSERT_TRUE(why) << to_text(why.diagnostics());
  EXPECT_EQ(why->finding.rows[0].verdict, Verdict::indeterminate);
  ASSERT_FALSE(why->reasons.empty());
  EXPECT_EQ(why->reasons.size(), why->reasons_zh.size());
}

TEST(ExplainTest, WhatIsNotThereIsADiagnostic) {
  const Records records = two();
  const auto refused = [&](const FindingKey& key, const std::string& code, const std::string& hint) {
    const auto why = mini().explain(records, at("2023-10-15"), key);
    ASSERT_FALSE(why) << code;
    ASSERT_TRUE(has_code(why.diagnostics(), code)) << to_text(why.diagnostics());
    EXPECT_NE(why.diagnostics()[0].hint.find(hint), std::string::npos) << why.diagnostics()[0].hint;
    expect_kind(why.diagnostics());
  };
  refused({"E1", "leader-inspektion", "2023-Q3", ""}, "HG6106", "leader-inspection");
  refused({"E9", "leader-inspection", "2023-Q3", ""}, "HG6104", "E");
  refused({"E1", "leader-inspection", "", ""}, "HG6108", "2023-Q2, 2023-Q3");
  refused({"E1", "leader-inspection", "2023-Q9", ""}, "HG6107", "2023-Q2");
  refused({"E1", "monthly-report", "", ""}, "HG6107", "");
  refused({"E1", "leader-inspection", "2023-Q3", "department"}, "HG6104", "");
}

TEST(ExplainTest, AnIdOfTwoOwnersNeedsAType) {
  const auto records =
      Records::from_json(mini(), {{"enterprise", "e", R"({"id": "X"})"}, {"department", "d", R"({"id": "X"})"}});
  ASSERT_TRUE(records);
  const auto either = mini().explain(*records, at("2023-10-15"), {"X", "drill", "", ""});
  ASSERT_FALSE(either);
  EXPECT_TRUE(has_code(either.diagnostics(), "HG6105"));
  expect_kind(either.diagnostics());
  const auto one = mini().explain(*records, at("2023-10-15"), {"X", "drill", "", "enterprise"});
  EXPECT_TRUE(one) << to_text(one.diagnostics());
}

}  // namespace
}  // namespace hegui
