// Items, responses and prohibitions: sections 6, 7 and 9 of docs/evaluation.md.
#include "explain/fixture.h"

namespace hegui::explain {
namespace {

using desk::duties;
using desk::Given;
using desk::lines;
using desk::Lines;
using desk::pack;

std::string hazard(const std::string& rest) {
  return "\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\", \"level\": \"major\"" + rest + "}]";
}

TEST(ExplainItems, DoneByADay) {
  const auto rules = pack(duties({"items: {rows: {of: hazards}, done: fixed_on, due: deadline}",
                                  "items: {rows: {of: hazards}, done: fixed_on, due: deadline, late: lost}"}));
  Given given;
  given.as_of = "2023-07-15";
  const auto owed = [&](const std::string& rest) {
    given.enterprise = hazard(rest);
    return lines(*rules, given);
  };
  const auto lost = [&](const std::string& rest) {
    given.enterprise = hazard(rest);
    return lines(*rules, given, "d1");
  };
  const std::string due = ", \"deadline\": \"2023-06-30\"";
  EXPECT_EQ(owed(due + ", \"fixed_on\": \"2023-06-30\""), (Lines{"H satisfied due 2023-06-30 met 2023-06-30"}));
  EXPECT_EQ(owed(due + ", \"fixed_on\": \"2023-07-01\""), (Lines{"H satisfied_late due 2023-06-30 met 2023-07-01"}));
  EXPECT_EQ(lost(due + ", \"fixed_on\": \"2023-07-01\""), (Lines{"H violated due 2023-06-30"}));
  EXPECT_EQ(owed(due), (Lines{"H overdue due 2023-06-30"}));
  EXPECT_EQ(lost(due), (Lines{"H violated due 2023-06-30"}));
  EXPECT_EQ(owed(due + ", \"fixed_on\": \"2023-07-20\""), (Lines{"H overdue due 2023-06-30"}));  // not yet seen
  EXPECT_EQ(owed(", \"deadline\": \"2023-07-15\""), (Lines{"H pending due 2023-07-15"}));
  EXPECT_EQ(owed(""), (Lines{"H indeterminate [field_missing H.deadline]"}));
  EXPECT_EQ(owed(", \"deadline\": \"2023-07\""), (Lines{"H indeterminate [date_imprecise H.deadline]"}));
  EXPECT_EQ(owed(", \"deadline\": \"2023-08\""), (Lines{"H pending"}));
  EXPECT_EQ(owed(", \"deadline\": \"2023-06\""), (Lines{"H overdue"}));
  EXPECT_EQ(owed(due + ", \"fixed_on\": \"2023-07\""), (Lines{"H indeterminate due 2023-06-30 [date_imprecise H.fixed_on]"}));
  EXPECT_EQ(lost(due + ", \"fixed_on\": \"2023-07\""), (Lines{"H violated due 2023-06-30"}));
  given.enterprise = "\"complete_through\": {\"hazards\": \"2023-06-15\"}, " + hazard(due);
  EXPECT_EQ(lines(*rules, given), (Lines{"H indeterminate due 2023-06-30 [collection_incomplete E1.hazards(2023-06-15)]"}));
  given.enterprise = "";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign indeterminate [collection_absent E1.hazards]"}));
  given.enterprise = "\"hazards\": []";
  EXPECT_EQ(lines(*rules, given), (Lines{}));
}

TEST(ExplainItems, DefaultDueIsTheEndOfTheCampaign) {
  const auto rules = pack(duties({"items: {rows: {of: hazards}, done: fixed_on}"}));
  Given given;
  given.enterprise = hazard("");
  given.as_of = "2024-01-01";
  EXPECT_EQ(lines(*rules, given), (Lines{"H overdue due 2023-12-31"}));
}

TEST(ExplainItems, PossibleItemsAndFrames) {
  const auto rules = pack(duties({"items: {rows: {of: hazards, is: {level: major}}, done: fixed_on, within: phase-1}"}));
  Given given;
  given.as_of = "2023-10-15";
  given.enterprise =
      "\"hazards\": [{\"id\": \"A\", \"found_on\": \"2023-05-18\", \"level\": \"major\"}, {\"id\": \"B\", \"level\": "
      "\"major\"},"
      "{\"id\": \"C\", \"found_on\": \"2023-06-01\"}, {\"id\": \"D\", \"found_on\": \"2023-05\", \"level\": \"major\"},"
      "{\"id\": \"E\", \"found_on\": \"2023-06-01\", \"level\": \"general\"}]";
  EXPECT_EQ(lines(*rules, given),
            (Lines{"B indeterminate [field_missing B.found_on]", "D indeterminate [date_imprecise D.found_on]",
                   "C indeterminate [field_missing C.level]"}));
}

TEST(ExplainItems, Checks) {
  const auto rules =
      pack(duties({"items: {rows: {of: hazards}, require: {人: has(row.responsible_person), 钱: row.funds_wan > 1.0}, closed: "
                   "has(row.closed_on), remedy: fixed_on}",
                   "items: {rows: {of: hazards}, require: {人: has(row.responsible_person)}, due: deadline}"}));
  Given given;
  given.as_of = "2023-10-15";
  const auto judged = [&](const std::string& rest, const char* id = "d") {
    given.enterprise = hazard(rest);
    return lines(*rules, given, id);
  };
  EXPECT_EQ(judged(", \"responsible_person\": \"Li\", \"funds_wan\": 2"), (Lines{"H satisfied"}));
  EXPECT_EQ(judged(", \"responsible_person\": \"Li\""), (Lines{"H indeterminate [field_missing H.funds_wan]"}));
  EXPECT_EQ(judged(""), (Lines{"H overdue [check_failed(人)]"}));
  EXPECT_EQ(judged(", \"funds_wan\": 1"), (Lines{"H overdue [check_failed(人)] [check_failed(钱)]"}));
  EXPECT_EQ(judged(", \"closed_on\": \"2023-07-01\""), (Lines{"H violated [check_failed(人)]"}));
  EXPECT_EQ(judged(", \"closed_on\": \"2023-10\""), (Lines{"H indeterminate [date_imprecise H.closed_on]"}));
  EXPECT_EQ(judged(", \"closed_on\": \"2023-07-01\", \"fixed_on\": \"2023-06-20\""),
            (Lines{"H satisfied_late met 2023-06-20 [check_failed(人)]"}));
  EXPECT_EQ(judged(", \"deadline\": \"2023-10-15\"", "d1"), (Lines{"H pending due 2023-10-15 [check_failed(人)]"}));
  EXPECT_EQ(judged(", \"deadline\": \"2023-10\"", "d1"), (Lines{"H indeterminate [date_imprecise H.deadline]"}));
  EXPECT_EQ(judged("", "d1"), (Lines{"H indeterminate [field_missing H.deadline]"}));
  EXPECT_EQ(judged(", \"deadline\": \"2023-10-14\"", "d1"), (Lines{"H overdue due 2023-10-14 [check_failed(人)]"}));
}

TEST(ExplainItems, EvidenceInWindows) {
  const auto rules =
      pack(duties({"items: {rows: {of: contracts}, with: {of: inspections, where: row.contract == item.id}, per: quarter, "
                   "at_least: 1, from: start, until: end}"}));
  Given given;
  given.as_of = "2023-10-15";
  given.enterprise =
      "\"contracts\": [{\"id\": \"C1\", \"start\": \"2022-01-01\", \"end\": \"2023-08-31\"}, {\"id\": \"C2\", \"start\": "
      "\"2023-10-01\"}, "
      "{\"id\": \"C3\", \"start\": \"2022-01-01\", \"end\": \"2023-05-01\"}, {\"id\": \"C4\", \"start\": \"2023-07\", \"end\": "
      "\"2023-12-31\"}],"
      "\"inspections\": [{\"id\": \"J\", \"date\": \"2023-06-01\", \"contract\": \"C1\"}]";
  EXPECT_EQ(lines(*rules, given),
            (Lines{"C4 indeterminate [date_imprecise C4.start]", "C1/2023-Q2 satisfied due 2023-06-30 met 2023-06-01 1/1/1",
                   "C1/2023-Q3 violated due 2023-08-31 0/0/1", "C2/2023-Q4 pending due 2023-12-31 0/0/1"}));
}

TEST(ExplainRespond, Triggers) {
  const auto rules =
      pack(duties({"respond: {to: {of: registry.accidents, is: {typical: true}}, on: notified_on, within_days: 10, "
                   "with: {of: inspections, where: row.accident == trigger.id}}"}));
  Given given;
  given.as_of = "2023-07-20";
  given.registry =
      "{\"accidents\": [{\"id\": \"A1\", \"date\": \"2023-06-01\", \"typical\": true, \"notified_on\": \"2023-06-05\"},"
      "{\"id\": \"A2\", \"date\": \"2023-06-01\", \"typical\": true}, {\"id\": \"A3\", \"date\": \"2023-06-01\", "
      "\"notified_on\": \"2023-06-06\"},"
      "{\"id\": \"A4\", \"date\": \"2023-07-12\", \"typical\": true, \"notified_on\": \"2023-07-15\"},"
      "{\"id\": \"A5\", \"date\": \"2023-05-01\", \"typical\": true, \"notified_on\": \"2023-07-15\"},"
      "{\"id\": \"A6\", \"date\": \"2023-06-01\", \"typical\": true, \"notified_on\": \"2023-06\"}]}";
  given.enterprise = "\"inspections\": [{\"id\": \"J\", \"date\": \"2023-06-15\", \"accident\": \"A1\"}]";
  EXPECT_EQ(lines(*rules, given),
            (Lines{"A3 indeterminate [field_missing A3.typical]", "A6 indeterminate [date_imprecise A6.notified_on]",
                   "A1 satisfied due 2023-06-15 met 2023-06-15 1/1/1", "A4 pending due 2023-07-25 0/0/1"}));
  given.enterprise =
      "\"inspections\": [{\"id\": \"J\", \"date\": \"2023-06-16\", \"accident\": \"A1\"}, {\"id\": \"K\", \"date\": "
      "\"2023-06-01\", \"accident\": \"A1\"}]";
  EXPECT_EQ(lines(*rules, given)[2], "A1 satisfied_late due 2023-06-15 met 2023-06-16 1/1/1");
  given.enterprise = "\"inspections\": []";
  EXPECT_EQ(lines(*rules, given)[2], "A1 overdue due 2023-06-15 0/0/1");
  given.registry = "";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign indeterminate [collection_absent .accidents]"}));
}

TEST(ExplainForbid, OncePerHolder) {
  const auto rules =
      pack(duties({"forbid: {rows: {of: permits, is: {kind: hot-work}}, where: \"!has(row.guardian)\", within: campaign}"}));
  Given given;
  given.as_of = "2023-10-15";
  given.enterprise = "\"permits\": [{\"id\": \"P\", \"kind\": \"hot-work\", \"approved_on\": \"2023-06-01T08:00\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign violated 1/1/0 [forbidden P]"}));
  given.enterprise = "\"permits\": [{\"id\": \"P\", \"kind\": \"hot-work\", \"approved_on\": \"2023-05-01T08:00\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign pending 0/0/0"}));
  given.as_of = "2024-01-01";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign satisfied 0/0/0"}));
  given.enterprise = "\"permits\": [{\"id\": \"P\", \"approved_on\": \"2023-06-01T08:00\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign indeterminate 0/1/0 [field_missing P.kind]"}));
  given.enterprise = "";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign indeterminate 0/?/0 [collection_absent E1.permits]"}));
}

TEST(ExplainForbid, EachRowAndItsMembers) {
  const auto rules =
      pack(duties({"forbid: {rows: {of: permits}, among: row.operators, where: \"!holder.people.exists(p, p.id == member && "
                   "p.role == 'worker')\", each: true}"}));
  Given given;
  given.as_of = "2023-10-15";
  const std::string people = "\"people\": [{\"id\": \"W1\", \"joined_on\": \"2020-01-01\", \"role\": \"worker\"}], ";
  given.enterprise =
      people +
      "\"permits\": [{\"id\": \"P\", \"approved_on\": \"2023-06-01T08:00\", \"operators\": [\"W1\", \"W2\", \"W3\"]},"
      "{\"id\": \"Q\", \"approved_on\": \"2023-06-02T08:00\", \"operators\": [\"W1\"]}, {\"id\": \"R\", \"approved_on\": "
      "\"2023-06-03T08:00\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"P violated [forbidden P(W2)] [forbidden P(W3)]", "Q satisfied",
                                         "R indeterminate [field_missing R.operators]"}));
}

}  // namespace
}  // namespace hegui::explain
