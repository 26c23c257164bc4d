// Explanations of windows, due days and rows that serve one instance: docs/time.md.
#include "explain/time_fixture.h"

namespace hegui::explain {
namespace {

using desk::Given;
using desk::rows_of;
using desk::time_pack;
using desk::visits;

std::optional<Explanation> why(const std::string& duty, const std::string& label, const std::string& as_of,
                               const std::string& enterprise) {
  const auto rules = time_pack();
  Given given;
  given.as_of = as_of;
  given.enterprise = enterprise;
  const auto data = desk::records(*rules, given);
  return explain(*rules, *data, rules->model->owner("enterprise"), 0, duty, label, desk::evaluation(*rules, given));
}

std::string row_text(const Explanation& e, const std::string& record) {
  constexpr const char* words[] = {"counted", "possible", "rejected", "outside"};
  for (const UsedRow& row : e.rows)
    if (row.record == record) return std::string(words[static_cast<size_t>(row.status)]) + (row.why.empty() ? "" : ": " + row.why);
  return "not listed";
}

bool has_condition(const Explanation& e, const std::string& text) {
  for (const std::string& condition : e.conditions)
    if (condition.find(text) != std::string::npos) return true;
  return false;
}

TEST(ExplainWhyTime, WhichRowServesWhichWindow) {
  const auto late = why("one-visit-one-window", "late", "2023-08-10", visits({"2023-07-15", "2023-07-05", "2023-07-20"}));
  ASSERT_TRUE(late);
  EXPECT_EQ(row_text(*late, "V1"), "counted");
  EXPECT_EQ(row_text(*late, "V2"), "outside: outside 2023-07-10..2023-07-31");
  EXPECT_EQ(row_text(*late, "V3"), "rejected: not needed");
  const auto early = why("one-visit-one-window", "early", "2023-08-10", visits({"2023-07-15", "2023-07-05", "2023-07-20"}));
  ASSERT_TRUE(early);
  EXPECT_EQ(row_text(*early, "V1"), "rejected: serves late");
  EXPECT_EQ(row_text(*early, "V2"), "counted");
}

TEST(ExplainWhyTime, TheDayMovedWithTheNoticeItRestsOn) {
  const std::string reports = "\"reports\": [{\"id\": \"R1\", \"period\": \"2023-11\", \"submitted_on\": \"2023-11-25\"}, {\"id\": "
                              "\"R2\", \"period\": \"2023-10\", \"submitted_on\": \"2023-11-02\"}]";
  const auto november = why("monthly-report", "2023-11", "2023-11-30", reports);
  ASSERT_TRUE(november);
  EXPECT_TRUE(has_condition(*november, "due: 2023-11-25 -> 2023-11-24 (国办发明电〔2022〕16号)"));
  EXPECT_EQ(row_text(*november, "R1"), "counted");
  EXPECT_EQ(row_text(*november, "R2"), "outside: for 2023-10");
}

TEST(ExplainWhyTime, DaysOnWhichItDidNotHold) {
  const auto july = why("always-sound", "2023-07", "2023-08-01",
                        rows_of("faults", "F", {"2023-07-10:\"fixed_on\": \"2023-07-12\""}, "found_on"));
  ASSERT_TRUE(july);
  EXPECT_EQ(july->finding.rows[0].verdict, Verdict::violated);
  EXPECT_TRUE(has_condition(*july, "2023-07-10: no_fault = false"));
  EXPECT_NE(july->remedy.find("cannot be undone"), std::string::npos);
}

TEST(ExplainWhyTime, ValuesOverTimeAndTheSpanThatFailed) {
  const auto growing = why("visits-growing", "2023-Q3", "2023-10-05", visits({"2023-07-03"}));
  ASSERT_TRUE(growing);
  bool named = false;
  for (const auto& [name, value] : growing->params) named = named || (name == "visits" && value == "1, from 2023-09-01 2 (text)");
  EXPECT_TRUE(named);
  const auto span = why("visit-every-30-days", "2023-07-01/2023-09-30", "2023-10-01", visits({"2023-07-30", "2023-08-30"}));
  ASSERT_TRUE(span);
  EXPECT_EQ(row_text(*span, "V1"), "outside: outside 2023-07-31..2023-08-29");
}

}  // namespace
}  // namespace hegui::explain
