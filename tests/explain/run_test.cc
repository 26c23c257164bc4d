// Waivers, advice, changes, and the door: sections 11 to 13 of docs/evaluation.md.
#include "explain/fixture.h"

namespace hegui::explain {
namespace {

using desk::duties;
using desk::Given;
using desk::lines;
using desk::Lines;
using desk::pack;

TEST(ExplainRun, Waivers) {
  const auto rules = pack(duties({"count: {rows: {of: drills}, at_least: 1, per: quarter}"}));
  Given given;
  given.as_of = "2023-10-15";
  const auto with = [&](const std::string& waiver) {
    given.enterprise = "\"drills\": [], \"waivers\": [{\"duty\": \"d\"" + waiver + "}]";
    return lines(*rules, given);
  };
  const std::string dates = ", \"from\": \"2023-06-01\", \"until\": \"2023-07-31\"";
  EXPECT_EQ(with(dates + ", \"approved_by\": \"X\"")[0], "2023-Q2 waived due 2023-06-30 0/0/1 [waiver waivers[d||2023-06-01]]");
  EXPECT_EQ(with(dates + ", \"approved_by\": \"X\"")[1], "2023-Q3 violated due 2023-09-30 0/0/1");
  EXPECT_EQ(with(dates)[0], "2023-Q2 indeterminate due 2023-06-30 0/0/1 [field_missing waivers[d||2023-06-01].approved_by]");
  EXPECT_EQ(with(dates + ", \"approved_by\": \"X\", \"instance\": \"2023-Q3\"")[0], "2023-Q2 violated due 2023-06-30 0/0/1");
  EXPECT_EQ(with(", \"from\": \"2023-06-01\", \"until\": \"2023-06\", \"approved_by\": \"X\"")[0],
            "2023-Q2 indeterminate due 2023-06-30 0/0/1 [date_imprecise waivers[d||2023-06-01].until]");
}

TEST(ExplainRun, Advice) {
  // 3 days by assumption, 1 to 15 allowed.
  const auto rules = pack(duties({"items: {rows: {of: hazards}, done: fixed_on, due: {after: found_on, days: $swift_days}}"}));
  Given given;
  given.as_of = "2024-02-01";
  const auto fixed = [&](const std::string& day) {
    given.enterprise = "\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\"" +
                       (day.empty() ? "" : ", \"fixed_on\": \"" + day + "\"") + "}]";
    return lines(*rules, given);
  };
  EXPECT_EQ(fixed("2023-06-04"), (Lines{"H satisfied due 2023-06-04 met 2023-06-04"}));
  EXPECT_EQ(fixed("2023-06-10"), (Lines{"H satisfied_late advisory due 2023-06-04 met 2023-06-10"}));
  EXPECT_EQ(fixed("2023-06-17"), (Lines{"H satisfied_late due 2023-06-04 met 2023-06-17"}));
  EXPECT_EQ(fixed(""), (Lines{"H overdue due 2023-06-04"}));
  given.as_of = "2023-12-31";
  EXPECT_EQ(fixed(""), (Lines{"H overdue advisory due 2023-06-04"}));  // until the campaign ends
}

TEST(ExplainRun, AdviceStaysOutOfACompose) {
  const auto rules = pack(
      "duties:\n" + desk::duty("items: {rows: {of: hazards}, done: fixed_on, due: {after: found_on, days: $swift_days}}", "a") +
      desk::duty("compose: [a]"));
  Given given;
  given.as_of = "2023-07-31";
  given.enterprise = "\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\", \"fixed_on\": \"2023-06-10\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign not_applicable"}));
}

std::string change(const rule::CheckedRules& rules, const Given& given) {
  const Findings f = desk::run(rules, given, Changes::by_next_day);
  const Findings slow = desk::run(rules, given, Changes::by_every_day);
  std::string out;
  for (size_t i = 0; i < f.rows.size(); ++i) {
    EXPECT_EQ(f.json(f.rows[i]), slow.json(slow.rows[i]));
    out += (out.empty() ? "" : " ") + desk::date_text(f.rows[i].changes_on);
  }
  return out;
}

TEST(ExplainRun, Changes) {
  Given given;
  given.as_of = "2023-07-31";
  given.enterprise = "\"drills\": []";
  const auto quarter = pack(duties({"count: {rows: {of: drills}, at_least: 1, per: quarter}"}));
  EXPECT_EQ(change(*quarter, given), "- 2023-10-01");
  given.enterprise = "\"drills\": [], \"complete_through\": {\"drills\": \"2023-09-01\"}";
  EXPECT_EQ(change(*quarter, given), "- 2023-10-01");
  // Declared completeness stays while the clock moves: an at_most becomes undecided.
  given.enterprise = "\"drills\": [], \"complete_through\": {\"drills\": \"2023-07-31\"}";
  const auto limit = pack(duties({"count: {rows: {of: drills}, at_most: 1}"}));
  EXPECT_EQ(change(*limit, given), "2024-01-01");
  given.enterprise = "\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\", \"deadline\": \"2023-08-10\"}]";
  EXPECT_EQ(change(*pack(duties({"items: {rows: {of: hazards}, done: fixed_on, due: deadline}"})), given), "2023-08-11");
  given.enterprise = "\"certificates\": [{\"person\": \"W\", \"valid_from\": \"2020-01-01\", \"valid_to\": \"2023-09-15\"}]";
  const auto state =
      pack(duties({"state: {require: {证: \"holder.certificates.exists(c, c.valid_to >= day)\"}, due: 2023-12-31}"}));
  EXPECT_EQ(change(*state, given), "2023-09-16");  // satisfied today, pending again once the certificate has run out
}

TEST(ExplainRun, MiniPack) {
  const auto rules = pack();
  Given given;
  given.as_of = "2023-10-15";
  given.enterprise =
      "\"sectors\": [\"industry\"], \"high_risk\": false, \"headcount\": 120, \"has_body\": false, "
      "\"inspections\": [{\"id\": \"J1\", \"kind\": \"leader-led\", \"led_by_role\": \"principal\", \"date\": \"2023-06-02\"}]";
  EXPECT_EQ(lines(*rules, given, "leader-inspection"),
            (Lines{"2023-Q2 satisfied due 2023-06-30 met 2023-06-02 1/1/1", "2023-Q3 violated due 2023-09-30 0/0/1",
                   "2023-Q4 pending due 2023-12-31 0/0/1"}));
  EXPECT_EQ(lines(*rules, given, "safety-body"), (Lines{"campaign pending due 2023-12-31 [check_failed(body)]"}));
  EXPECT_EQ(lines(*rules, given, "culture"), (Lines{"campaign needs_judgement [judgement_missing(属地应急管理部门)]"}));
  EXPECT_EQ(lines(*rules, given, "few-stops"), (Lines{"campaign pending due 2023-12-31 0/0/2"}));
}

}  // namespace
}  // namespace hegui::explain
