// Openings and ends that are months: verdicts that one of their days would contradict are open. docs/evaluation.md section 3.
#include "fixture.h"

namespace hegui::testing {
namespace {

const Rules& rules() {
  static const Rules it(R"y(
  body: {zh: 测试, cite: [ent.leader], state: {require: {有机构: holder.has_body}}}
  two: {zh: 测试, cite: [ent.leader], state: {require: {两人: "holder.people.filter(p, p.joined_on <= day).size() >= 2"}}}
  sized:
    zh: 测试
    cite: [ent.leader]
    table: {hit: first, of: [holder.headcount], rows: [["> 100", body], ["-", none]], then: {body: holder.has_body, none: null}}
  fixed: {zh: 测试, cite: [ent.leader], items: {rows: {of: hazards}, done: fixed_on}}
  checked: {zh: 测试, cite: [ent.leader], items: {rows: {of: hazards}, within: phase-1, require: {负责人: "row.responsible_person == 'Li'"}}}
  lesson: {zh: 测试, cite: [ent.leader], respond: {to: {of: registry.accidents}, on: date, within_days: 10, with: {of: drills}, within: campaign}}
  taught: {zh: 测试, cite: [ent.leader], cover: {members: {of: people}, by: lessons.attendees, within: phase-1}}
  never: {zh: 测试, cite: [ent.leader], forbid: {rows: {of: hazards}, within: campaign, where: "row.level == 'major'"}}
  each: {zh: 测试, cite: [ent.leader], forbid: {rows: {of: hazards}, where: "row.level == 'major'", each: true, within: phase-1}}
  said: {zh: 测试, cite: [ent.leader], judge: {question: {zh: 是否, en: whether}, by: 局}}
  whole: {zh: 测试, cite: [ent.leader], compose: [body, two]}
)y",
                        "rows:\n  lessons: {zh: 课, of: sessions}\n");
  return it;
}

std::string of(const char* duty, const std::string& fields, const char* as_of = "2024-02-20", const std::string& registry = "{}") {
  RunWith with(as_of);
  with.registry = registry;
  with.changes_on = false;
  return told(rules(), duty, R"({"id":"E1",)" + fields + "}", with);
}

TEST(Life, AVerdictThatEveryDayGivesStands) {
  EXPECT_EQ(of("body", R"("has_body":true,"opened_on":"2023-06","ceased_on":"2023-10")"), "campaign: satisfied due 2023-10-31\n");
  EXPECT_EQ(of("body", R"("has_body":false,"ceased_on":"2023-10")"), "campaign: overdue due 2023-10-31 [check_failed 有机构]\n");
  EXPECT_EQ(of("whole", R"("has_body":false,"people":[],"ceased_on":"2023-10")"), "campaign: overdue [part body overdue] [part two overdue]\n");
}

TEST(Life, DaysOfJudgementMoveWithTheEnd) {
  const std::string people = R"("people":[{"id":"P1","joined_on":"2023-01-01"},{"id":"P2","joined_on":"2023-10-15"}],)";
  EXPECT_EQ(of("two", people + R"("ceased_on":"2023-10-14")"), "campaign: satisfied_late due 2023-10-14\n");
  EXPECT_EQ(of("two", people + R"("ceased_on":"2023-10")"), "campaign: indeterminate due 2023-10-31 [date_imprecise E1.ceased_on]\n");
  EXPECT_EQ(of("two", people + R"("ceased_on":"2023-11")"), "campaign: satisfied due 2023-11-30\n");
  EXPECT_EQ(of("whole", R"("has_body":true,)" + people + R"("ceased_on":"2023-10")"),
            "campaign: indeterminate [part two indeterminate]\n");
}

TEST(Life, ADayInsideTheMonthCanDifferWhereBothEndsAgree) {
  const Rules between(
      "  d: {zh: 测试, cite: [ent.leader], state: {require: {x: \"day <= date('2023-10-10') || day >= date('2023-10-20')\"}}}\n");
  EXPECT_EQ(told(between, "d", R"({"id":"E1","ceased_on":"2023-10"})", RunWith("2024-01-10")),
            "campaign: indeterminate due 2023-10-31 [date_imprecise E1.ceased_on]\n");
}

TEST(Life, ItMayNotHaveBegunOrMayBeOver) {
  EXPECT_EQ(of("body", R"("has_body":true,"opened_on":"2023-06")", "2023-06-15"),
            "campaign: indeterminate due 2023-12-31 [date_imprecise E1.opened_on]\n");
  EXPECT_EQ(of("body", R"("has_body":true,"opened_on":"2023-06")", "2023-06-30"), "campaign: satisfied due 2023-12-31\n");
  // Ended before the campaign, or in it.
  EXPECT_EQ(of("said", R"("judgements":[{"duty":"said","verdict":"met","on":"2023-06-01"}],"ceased_on":"2023-05")"),
            "campaign: indeterminate met 2023-06-01 [date_imprecise E1.ceased_on]\n");
  EXPECT_EQ(of("body", R"("has_body":true,"opened_on":"2023-12","ceased_on":"2023-12")"),
            "campaign: indeterminate due 2023-12-31 [date_imprecise E1.ceased_on] [date_imprecise E1.opened_on]\n");
  EXPECT_EQ(of("body", R"("has_body":true,"ceased_on":"2023-04")"), "campaign: not_applicable\n");
}

TEST(Life, ItemsTriggersMembersAndRowsOfTheFrame) {
  EXPECT_EQ(of("fixed", R"("hazards":[{"id":"H1","found_on":"2023-06-01","fixed_on":"2023-10-15"}],"ceased_on":"2023-10")"),
            "H1: indeterminate due 2023-10-31 met 2023-10-15 [date_imprecise E1.ceased_on]\n");
  EXPECT_EQ(of("fixed", R"("hazards":[{"id":"H1","found_on":"2023-06-01","fixed_on":"2023-09-15"}],"ceased_on":"2023-10")"),
            "H1: satisfied due 2023-10-31 met 2023-09-15\n");
  const std::string hazard = R"("hazards":[{"id":"H1","found_on":"2023-06-10","level":"major","responsible_person":"Li"}],)";
  EXPECT_EQ(of("checked", hazard + R"("opened_on":"2023-06")"), "H1: indeterminate [date_imprecise E1.opened_on]\n");
  EXPECT_EQ(of("never", hazard + R"("opened_on":"2023-06")"), "campaign: indeterminate count 1/1/0 [date_imprecise E1.opened_on]\n");
  EXPECT_EQ(of("never", hazard + R"("opened_on":"2023-05")"), "campaign: violated count 1/1/0 [forbidden H1]\n");
  EXPECT_EQ(of("each", hazard + R"("opened_on":"2023-06")"), "H1: indeterminate [date_imprecise E1.opened_on]\n");
  EXPECT_EQ(of("lesson", R"("drills":[],"opened_on":"2023-07")", "2024-02-20", R"({"accidents":[{"id":"A1","date":"2023-07-05"}]})"),
            "A1: indeterminate due 2023-07-15 count 0/0/1 [date_imprecise E1.opened_on]\n");
  const std::string session = R"("people":[{"id":"P1","joined_on":"2023-01-01"}],"sessions":[{"id":"S1","date":"2023-06-10","attendees":["P1"]}],)";
  EXPECT_EQ(of("taught", session + R"("ceased_on":"2023-06")"),
            "campaign: indeterminate due 2023-06-30 met 2023-06-10 count 1/1/1 [date_imprecise E1.ceased_on]\n");
  EXPECT_EQ(of("taught", session + R"("ceased_on":"2023-07")"), "campaign: satisfied due 2023-06-30 met 2023-06-10 count 1/1/1\n");
}

TEST(Life, WaiversBelongToEveryReading) {
  const std::string waiver = R"(,"waivers":[{"duty":"body","from":"2023-09-01","until":"2023-10-10","approved_by":"X"}])";
  // Due 31 October the waiver is over, due on the tenth it covers.
  EXPECT_EQ(of("body", R"("has_body":false,"ceased_on":"2023-10")" + waiver), "campaign: indeterminate due 2023-10-31 [date_imprecise E1.ceased_on]\n");
  EXPECT_EQ(of("body", R"("has_body":false,"ceased_on":"2023-11")" + waiver), "campaign: overdue due 2023-11-30 [check_failed 有机构]\n");
}

TEST(Life, OtherHoldersOfTheBatchAreAsBefore) {
  const std::string two = R"({"id":"E1","has_body":true,"ceased_on":"2023-04"}
{"id":"E2","has_body":true,"opened_on":"2023-12","ceased_on":"2023-12"}
{"id":"E3","has_body":true})";
  EXPECT_EQ(verdicts(rules(), "body", two, RunWith("2024-02-20")), "campaign not_applicable, campaign indeterminate, campaign satisfied");
}

}  // namespace
}  // namespace hegui::testing
