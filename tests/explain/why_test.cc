// Explanations: clauses, parameters, every row with its place, what is missing, the remedy.
#include "explain/fixture.h"

namespace hegui::explain {
namespace {

using desk::Given;

std::optional<Explanation> why(const std::string& duty, const std::string& label, const Given& given) {
  const auto rules = desk::pack();
  const auto data = desk::records(*rules, given);
  return explain(*rules, *data, rules->model->owner("enterprise"), 0, duty, label, desk::evaluation(*rules, given));
}

Given inspections() {
  Given given;
  given.as_of = "2023-07-15";
  given.enterprise =
      "\"sectors\": [\"mine\"], \"high_risk\": false, \"inspections\": ["
      "{\"id\": \"J1\", \"kind\": \"leader-led\", \"led_by_role\": \"principal\", \"date\": \"2023-06-02\"},"
      "{\"id\": \"J2\", \"kind\": \"leader-led\", \"led_by_role\": \"deputy\", \"date\": \"2023-06-03\"},"
      "{\"id\": \"J3\", \"kind\": \"leader-led\", \"led_by_role\": \"principal\", \"date\": \"2023-07-03\"},"
      "{\"id\": \"J4\", \"kind\": \"leader-led\", \"date\": \"2023-06-04\"}]";
  return given;
}

TEST(ExplainWhy, RowsOfACount) {
  const auto e = why("leader-inspection", "2023-06", inspections());
  ASSERT_TRUE(e);
  EXPECT_EQ(e->finding.rows[0].verdict, Verdict::satisfied);
  ASSERT_EQ(e->quotes.size(), 1U);
  EXPECT_EQ(e->quotes[0].first, "ent.leader-high-risk");
  EXPECT_EQ(e->quotes[0].second, "高危企业每月至少带队开展1次检查");
  ASSERT_EQ(e->rows.size(), 4U);
  using S = UsedRow::Status;
  EXPECT_EQ(e->rows[0].status, S::counted);
  EXPECT_EQ(e->rows[1].status, S::rejected);
  EXPECT_NE(e->rows[1].why.find("led_by_role"), std::string::npos) << e->rows[1].why;
  EXPECT_EQ(e->rows[2].status, S::outside);
  EXPECT_EQ(e->rows[2].why, "outside 2023-06-01..2023-06-30");
  EXPECT_EQ(e->rows[3].status, S::possible);
  EXPECT_EQ(e->rows[3].why, "J4.led_by_role is empty");
  EXPECT_EQ(e->rows[3].why_zh, "J4.led_by_role 未填写");
  ASSERT_EQ(e->conditions.size(), 1U);
  EXPECT_EQ(e->conditions[0].substr(0, 16), "high_risk = true");
  ASSERT_FALSE(e->readings.empty());
  EXPECT_EQ(e->readings[0].substr(0, 2), "R1");
  bool min_days = false;
  for (const auto& [name, value] : e->params) min_days |= name == "min_days" && value == "30 (reading R2)";
  EXPECT_TRUE(min_days);
  EXPECT_FALSE(e->remedy.empty());
  EXPECT_FALSE(e->remedy_zh.empty());
}

TEST(ExplainWhy, Remedies) {
  Given given = inspections();
  EXPECT_EQ(why("leader-inspection", "2023-07", given)->finding.rows[0].verdict, Verdict::satisfied);
  given.enterprise =
      "\"sectors\": [\"industry\"], \"high_risk\": false, \"inspections\": [], \"drills\": [], \"hazards\": [{\"id\": \"H1\", "
      "\"level\": \"major\", "
      "\"found_on\": \"2023-06-01\", \"deadline\": \"2023-06-10\"}]";
  const auto pending = why("leader-inspection", "2023-Q3", given);
  EXPECT_NE(pending->remedy.find("1 more 'leader_visit' by 2023-09-30"), std::string::npos) << pending->remedy;
  EXPECT_NE(pending->remedy_zh.find("还需 1 次“主要负责人带队检查”"), std::string::npos) << pending->remedy_zh;
  const auto lost = why("leader-inspection", "2023-Q2", given);
  EXPECT_NE(lost->remedy.find("too late"), std::string::npos);
  const auto overdue = why("hazard-fixed", "H1", given);
  EXPECT_NE(overdue->remedy.find("do it now"), std::string::npos);
  ASSERT_EQ(overdue->rows.size(), 1U);
  EXPECT_EQ(overdue->rows[0].record, "H1");
  const auto missing = why("education", "campaign", given);
  EXPECT_NE(missing->remedy.find("still to be done"), std::string::npos) << missing->remedy;
  EXPECT_FALSE(why("leader-inspection", "2023-Q1", given));
  EXPECT_FALSE(why("no-such-duty", "", given));
  EXPECT_TRUE(why("drill", "", given));  // the only instance needs no label
}

TEST(ExplainWhy, EveryFindingOfTheMiniPackCanBeExplained) {
  Given given = inspections();
  given.enterprise +=
      ", \"people\": [{\"id\": \"W1\", \"joined_on\": \"2020-01-01\", \"key_post\": true, \"role\": \"manager\"}], "
      "\"certificates\": [], "
      "\"sessions\": [{\"id\": \"S1\", \"date\": \"2023-06-01\", \"attendees\": []}], \"hazards\": [{\"id\": \"H1\", "
      "\"level\": \"major\", \"found_on\": \"2023-06-01\"}], "
      "\"contracts\": [{\"id\": \"C1\", \"start\": \"2023-01-01\"}], \"permits\": [{\"id\": \"P1\", \"kind\": \"hot-work\", "
      "\"approved_on\": \"2023-06-01T08:00\", \"operators\": [\"W1\"]}]";
  given.registry =
      "{\"accidents\": [{\"id\": \"A1\", \"date\": \"2023-06-01\", \"typical\": true, \"sector\": \"mine\", \"notified_on\": "
      "\"2023-06-02\"}]}";
  const auto rules = desk::pack();
  const auto data = desk::records(*rules, given);
  const rule::Evaluation e = desk::evaluation(*rules, given);
  const int type = rules->model->owner("enterprise");
  const Findings all = evaluate(*rules, *data, type, 0, e);
  EXPECT_GT(all.rows.size(), 15U);
  for (const FindingRow& row : all.rows) {
    const auto explained = explain(*rules, *data, type, 0, all.duties[row.duty].id, std::string(all.label(row)), e);
    ASSERT_TRUE(explained) << all.json(row);
    EXPECT_EQ(explained->finding.json(explained->finding.rows[0]), all.json(row));
    EXPECT_FALSE(explained->quotes.empty());
    EXPECT_FALSE(explained->remedy.empty()) << all.json(row);
    EXPECT_FALSE(explained->remedy_zh.empty());
  }
}

}  // namespace
}  // namespace hegui::explain
