// Windows, applicability and counting: sections 3 to 5 of docs/evaluation.md.
#include "explain/fixture.h"

namespace hegui::explain {
namespace {

using desk::duties;
using desk::Given;
using desk::lines;
using desk::Lines;
using desk::pack;

std::string drills(const std::string& dates) {
  std::string out = "\"drills\": [";
  int n = 0;
  for (size_t at = 0; at < dates.size();
       at = dates.find(' ', at) == std::string::npos ? dates.size() : dates.find(' ', at) + 1) {
    const size_t end = std::min(dates.find(' ', at), dates.size());
    const std::string date = dates.substr(at, end - at);
    out += std::string(n ? ", " : "") + "{\"id\": \"D" + std::to_string(n + 1) + "\"" +
           (date == "-" ? "" : ", \"date\": \"" + date + "\"") + "}";
    ++n;
  }
  return out + "]";
}

TEST(ExplainCount, EveryCaseOfALostCount) {
  const auto rules = pack(duties({"count: {rows: {of: drills}, at_least: 1, per: quarter}"}));
  Given given;
  given.as_of = "2023-07-31";
  given.enterprise = drills("2023-06-02 2023-07-04");
  // Q2 is clipped to 43 days, Q3 is met before it ends, Q4 has not begun.
  EXPECT_EQ(lines(*rules, given), (Lines{"2023-Q2 satisfied due 2023-06-30 met 2023-06-02 1/1/1",
                                         "2023-Q3 satisfied due 2023-09-30 met 2023-07-04 1/1/1"}));
  given.enterprise = drills("2023-05-18");
  EXPECT_EQ(lines(*rules, given), (Lines{"2023-Q2 violated due 2023-06-30 0/0/1", "2023-Q3 pending due 2023-09-30 0/0/1"}));
  given.enterprise = drills("-");
  EXPECT_EQ(lines(*rules, given)[0], "2023-Q2 indeterminate due 2023-06-30 0/1/1 [field_missing D1.date]");
  given.enterprise = drills("2023-06");
  EXPECT_EQ(lines(*rules, given)[0], "2023-Q2 satisfied due 2023-06-30 met 2023-06-30 1/1/1");
  given.enterprise = drills("2023-05");
  EXPECT_EQ(lines(*rules, given)[0], "2023-Q2 indeterminate due 2023-06-30 0/1/1 [date_imprecise D1.date]");
  given.enterprise = "";
  EXPECT_EQ(lines(*rules, given)[0], "2023-Q2 indeterminate due 2023-06-30 0/?/1 [collection_absent E1.drills]");
  EXPECT_EQ(lines(*rules, given)[1], "2023-Q3 pending due 2023-09-30 0/?/1");
  given.enterprise = drills("") + ", \"complete_through\": {\"drills\": \"2023-06-29\"}";
  EXPECT_EQ(lines(*rules, given)[0],
            "2023-Q2 indeterminate due 2023-06-30 0/?/1 [collection_incomplete E1.drills(2023-06-29)]");
  given.enterprise = drills("") + ", \"complete_through\": {\"drills\": \"2023-06-30\"}";
  EXPECT_EQ(lines(*rules, given)[0], "2023-Q2 violated due 2023-06-30 0/0/1");
}

TEST(ExplainCount, AMonthOfTodayIsPossibleUnlessItEndsToday) {
  const auto rules = pack(duties({"count: {rows: {of: drills}, at_least: 1, per: month}"}));
  Given given;
  given.enterprise = drills("2023-06");
  given.as_of = "2023-06-29";
  EXPECT_EQ(lines(*rules, given), (Lines{"2023-06 pending due 2023-06-30 0/1/1"}));
  given.as_of = "2023-06-30";
  EXPECT_EQ(lines(*rules, given), (Lines{"2023-06 satisfied due 2023-06-30 met 2023-06-30 1/1/1"}));
}

TEST(ExplainCount, OwedWithADueDate) {
  const auto rules = pack(duties({"count: {rows: {of: drills}, at_least: 2, due: 2023-08-31}"}));
  Given given;
  given.as_of = "2023-10-15";
  given.enterprise = drills("2023-06-02 2023-08-31");
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign satisfied due 2023-08-31 met 2023-08-31 2/2/2"}));
  given.enterprise = drills("2023-06-02 2023-09-01");
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign satisfied_late due 2023-08-31 met 2023-09-01 2/2/2"}));
  given.enterprise = drills("2023-06-02");
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign overdue due 2023-08-31 1/1/2"}));
  given.as_of = "2023-08-31";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign pending due 2023-08-31 1/1/2"}));
  given.as_of = "2023-10-15";
  given.enterprise = drills("2023-06-02 2023-08-30") + ", \"complete_through\": {\"drills\": \"2023-09-15\"}";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign satisfied due 2023-08-31 met 2023-08-30 2/?/2"}));
  // Still owed, and what happened since the ledger stops is not known.
  given.enterprise = drills("2023-06-02") + ", \"complete_through\": {\"drills\": \"2023-09-15\"}";
  EXPECT_EQ(lines(*rules, given),
            (Lines{"campaign indeterminate due 2023-08-31 1/?/2 [collection_incomplete E1.drills(2023-09-15)]"}));
}

TEST(ExplainCount, AtMost) {
  const auto rules = pack(duties({"count: {rows: {of: drills}, at_most: 1}"}));
  Given given;
  given.as_of = "2023-10-15";
  given.enterprise = drills("2023-06-02 2023-06-03");
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign violated due 2023-12-31 2/2/1"}));
  given.enterprise = drills("2023-06-02 -");
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign pending due 2023-12-31 1/2/1"}));
  given.as_of = "2024-01-01";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign indeterminate due 2023-12-31 1/2/1 [field_missing D2.date]"}));
  given.enterprise = drills("2023-06-02");
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign satisfied due 2023-12-31 1/1/1"}));
}

TEST(ExplainCount, ConditionsOnRows) {
  const auto rules = pack(duties(
      {"count: {rows: {of: hazards, is: {level: major}, where: \"row.funds_wan / 1.0 > 1.0\"}, at_least: 1, per: quarter}",
       "count: {rows: {of: inspections, where: \"6 / row.total_items > 1\"}, at_least: 1, per: quarter}"}));
  Given given;
  given.as_of = "2023-07-31";
  given.enterprise =
      "\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\", \"level\": \"major\"}, {\"id\": \"I\", \"found_on\": "
      "\"2023-06-01\", \"funds_wan\": 2}],"
      "\"inspections\": [{\"id\": \"J\", \"date\": \"2023-06-01\", \"total_items\": 0}]";
  EXPECT_EQ(lines(*rules, given)[0],
            "2023-Q2 indeterminate due 2023-06-30 0/2/1 [field_missing H.funds_wan] [field_missing I.level]");
  EXPECT_EQ(lines(*rules, given, "d1")[0], "2023-Q2 indeterminate due 2023-06-30 0/1/1 [expression_error(division_by_zero)]");
}

TEST(ExplainCount, EvidenceOfTheWholePeriod) {
  Given given;
  given.as_of = "2023-07-31";
  given.enterprise = drills("2023-04-02");
  EXPECT_EQ(lines(*pack(duties({"count: {rows: {of: drills}, at_least: 1, per: quarter, evidence: whole}"})), given)[0],
            "2023-Q2 satisfied due 2023-06-30 met 2023-04-02 1/1/1");
  EXPECT_EQ(lines(*pack(duties({"count: {rows: {of: drills}, at_least: 1, per: quarter, evidence: ever}"})), given)[1],
            "2023-Q3 satisfied due 2023-09-30 met 2023-04-02 1/1/1");
}

TEST(ExplainCount, Applicability) {
  const auto rules = pack(duties({"when: holder.high_risk, count: {rows: {of: drills}, at_least: 1, per: quarter}"}));
  Given given;
  given.as_of = "2023-07-31";
  given.enterprise = drills("2023-06-02") + ", \"high_risk\": false";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign not_applicable"}));
  given.enterprise = drills("2023-06-02");
  EXPECT_EQ(lines(*rules, given)[0], "2023-Q2 indeterminate due 2023-06-30 met 2023-06-02 1/1/1 [field_missing E1.high_risk]");
  given.as_of = "2023-05-18";
  EXPECT_EQ(lines(*rules, given), (Lines{}));
}

TEST(ExplainCount, LifeClipsWindows) {
  const auto rules = pack(duties({"count: {rows: {of: drills}, at_least: 1, per: month}"}));
  Given given;
  given.as_of = "2023-09-15";
  given.enterprise = drills("") + ", \"opened_on\": \"2023-07-20\", \"ceased_on\": \"2023-08-31\"";
  EXPECT_EQ(lines(*rules, given), (Lines{"2023-08 violated due 2023-08-31 0/0/1"}));
  given.enterprise = drills("") + ", \"opened_on\": \"2024-02-01\"";
  given.as_of = "2024-02-15";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign not_applicable"}));
  // Opened some day in August: the month counts only under the earliest reading.
  given.as_of = "2023-09-30";
  given.enterprise = drills("2023-08-31") + ", \"opened_on\": \"2023-08\"";
  EXPECT_EQ(lines(*rules, given)[0], "2023-08 indeterminate due 2023-08-31 met 2023-08-31 1/1/1 [date_imprecise E1.opened_on]");
}

TEST(ExplainCount, Suspensions) {
  const auto rules = pack(duties({"count: {rows: {of: drills}, at_least: 1, per: month}"}));
  Given given;
  given.as_of = "2023-07-31";
  given.enterprise = drills("") +
                     ", \"suspensions\": [{\"from\": \"2023-05-20\", \"to\": \"2023-06-10\"}, {\"from\": \"2023-06-11\", "
                     "\"to\": \"2023-07-02\"}]";
  EXPECT_EQ(lines(*rules, given)[0].substr(0, 22), "2023-06 not_applicable");
  EXPECT_EQ(lines(*rules, given)[1], "2023-07 pending due 2023-07-31 0/0/1");
  given.enterprise =
      drills("") + ", \"suspensions\": [{\"from\": \"2023-05-20\", \"to\": \"2023-06-10\"}, {\"from\": \"2023-06-12\"}]";
  EXPECT_EQ(lines(*rules, given)[0], "2023-06 violated due 2023-06-30 0/0/1");
  EXPECT_EQ(lines(*rules, given)[1].substr(0, 22), "2023-07 not_applicable");  // an open end never ends
  given.enterprise = drills("") + ", \"suspensions\": [{\"from\": \"2023-06\"}]";
  EXPECT_EQ(lines(*rules, given)[0], "2023-06 indeterminate due 2023-06-30 0/0/1 [date_imprecise suspensions[2023-06].from]");
}

TEST(ExplainCount, Branches) {
  const auto rules = pack(duties(
      {"count: {rows: {of: drills}, at_least: 1, per: quarter}, "
       "unless: [{when: \"holder.high_risk_marks.exists(m, m.from <= day && m.value)\", per: month, cite: [ent.drill]}]"}));
  Given given;
  given.as_of = "2023-09-30";
  given.enterprise = drills("2023-06-02 2023-08-15") + ", \"high_risk_marks\": [{\"from\": \"2023-08-10\", \"value\": true}]";
  // Q2 under the base, then months from the change on; Q3 is governed by the exception and gives nothing.
  EXPECT_EQ(lines(*rules, given),
            (Lines{"2023-Q2 satisfied due 2023-06-30 met 2023-06-02 1/1/1",
                   "2023-08 satisfied due 2023-08-31 met 2023-08-15 1/1/1", "2023-09 pending due 2023-09-30 0/0/1"}));
  const Findings findings = desk::run(*rules, given);
  EXPECT_EQ(findings.clauses(findings.rows[0]), std::vector<std::string>{"ent.leader"});
  EXPECT_EQ(findings.clauses(findings.rows[1]), std::vector<std::string>{"ent.drill"});
  // Unknown: told in the windows of the base only.
  given.enterprise = drills("2023-06-02 2023-08-15") + ", \"high_risk_marks\": [{\"from\": \"2023-07-10\"}]";
  EXPECT_EQ(
      lines(*rules, given),
      (Lines{"2023-Q2 satisfied due 2023-06-30 met 2023-06-02 1/1/1",
             "2023-Q3 indeterminate due 2023-09-30 met 2023-08-15 1/1/1 [field_missing high_risk_marks[2023-07-10].value]"}));
}

TEST(ExplainCount, KindsAndLabels) {
  const auto rules =
      pack(duties({"count: {rows: {of: drills}, at_least: 1}", "count: {rows: {of: drills}, at_least: 1, within: phase-1}",
                   "count: {rows: {of: drills}, at_least: 1, within: {from: 2023-06-01, until: 2023-07-31}}"}));
  Given given;
  given.as_of = "2023-10-15";
  given.enterprise = drills("2023-06-02");
  const Findings f = desk::run(*rules, given);
  ASSERT_EQ(f.rows.size(), 3U);
  EXPECT_EQ(f.label(f.rows[0]), "campaign");
  EXPECT_EQ(f.rows[0].kind, InstanceKind::once);
  EXPECT_EQ(f.label(f.rows[1]), "phase-1");
  EXPECT_EQ(f.rows[1].kind, InstanceKind::window);
  EXPECT_EQ(f.label(f.rows[2]), "2023-06-01/2023-07-31");
}

}  // namespace
}  // namespace hegui::explain
