// Waivers, advice and changes_on. docs/evaluation.md sections 11 and 12.
#include "fixture.h"

namespace hegui::testing {
namespace {

const Rules& rules() {
  static const Rules it(R"y(
  drill: {zh: 测试, cite: [ent.drill], count: {rows: {of: drills}, at_least: 1, due: 2023-06-30, late: owed}}
  quarterly: {zh: 测试, cite: [ent.leader], count: {rows: {of: drills}, at_least: 1, per: quarter}}
  swift: {zh: 测试, cite: [ent.fix], readings: [R3], items: {rows: {of: hazards}, within: any, done: fixed_on, due: {after: found_on, days: $swift_days}}}
  whole: {zh: 测试, cite: [ent.leader], compose: [drill, swift]}
  ages: {zh: 测试, cite: [ent.leader], state: {require: {x: "holder.people.all(p, as_of - p.joined_on < 30)"}, due: 2023-05-19}}
  papers: {zh: 测试, cite: [ent.certified], forbid: {rows: {of: certificates}, each: true, where: row.valid_to < as_of}}
  soon: {zh: 测试, cite: [ent.certified], forbid: {rows: {of: certificates}, each: true, where: row.valid_to - days(30) < as_of}}
  appears: {zh: 测试, cite: [ent.leader], when: day >= date('2023-09-01'), count: {rows: {of: drills}, at_least: 1, per: month}}
)y");
  return it;
}

std::string waived(const std::string& waivers, const char* duty = "drill", const char* as_of = "2023-07-05") {
  return told(rules(), duty, R"({"id":"E1","drills":[],"waivers":[)" + waivers + "]}", RunWith(as_of));
}

TEST(After, Waivers) {
  EXPECT_EQ(waived(""), "campaign: overdue due 2023-06-30 count 0/0/1\n");
  EXPECT_EQ(waived(R"({"duty":"drill","from":"2023-06-01","until":"2023-06-30","approved_by":"局"})"),
            "campaign: waived due 2023-06-30 count 0/0/1 [waiver waivers[drill||2023-06-01]]\n");
  EXPECT_EQ(waived(R"({"duty":"drill","from":"2023-06-01","until":"2023-06-29","approved_by":"局"})"), "campaign: overdue due 2023-06-30 count 0/0/1\n");
  EXPECT_EQ(waived(R"({"duty":"quarterly","from":"2023-06-01","until":"2023-06-30","approved_by":"局"})"), "campaign: overdue due 2023-06-30 count 0/0/1\n");
  EXPECT_EQ(waived(R"({"duty":"drill","from":"2023-06-01","until":"2023-06-30"})"),
            "campaign: indeterminate due 2023-06-30 count 0/0/1 [field_missing waivers[drill||2023-06-01].approved_by]\n");
  EXPECT_EQ(waived(R"({"duty":"drill","from":"2023-06-01","until":"2023-06","approved_by":"局"})"),
            "campaign: indeterminate due 2023-06-30 count 0/0/1 [date_imprecise waivers[drill||2023-06-01].until]\n");
  EXPECT_EQ(waived(R"({"duty":"quarterly","instance":"2023-Q2","from":"2023-05-01","until":"2023-09-30","approved_by":"局"})", "quarterly"),
            "2023-Q2: waived due 2023-06-30 count 0/0/1 [waiver waivers[quarterly|2023-Q2|2023-05-01]]\n"
            "2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
  // Valid on the clock's day but not on the due day: it ends while the window is open.
  EXPECT_EQ(waived(R"({"duty":"drill","from":"2023-06-01","until":"2023-06-15","approved_by":"局"})", "drill", "2023-06-10"),
            "campaign: waived due 2023-06-30 count 0/0/1 changes 2023-06-16 [waiver waivers[drill||2023-06-01]]\n");
}

TEST(After, AdviceTurnsOnTheAllowedRange) {
  const auto fixed = [&](const char* found, const char* day, const char* as_of) {
    return told(rules(), "swift", std::string(R"({"id":"E1","hazards":[{"id":"H1","found_on":")") + found + R"(","fixed_on":")" + day + R"("}]})", RunWith(as_of));
  };
  EXPECT_EQ(fixed("2023-06-01", "2023-06-10", "2023-07-05"), "H1: satisfied_late advisory due 2023-06-04 met 2023-06-10\n");
  EXPECT_EQ(fixed("2023-06-01", "2023-06-20", "2023-07-05"), "H1: satisfied_late due 2023-06-04 met 2023-06-20\n");
  EXPECT_EQ(fixed("2023-06-01", "", "2023-07-05"), "H1: overdue advisory due 2023-06-04\n");
  EXPECT_EQ(fixed("2023-06-01", "", "2024-01-01"), "H1: overdue due 2023-06-04\n");
  EXPECT_EQ(fixed("2023-12-20", "", "2024-01-01"), "H1: overdue advisory due 2023-12-23\n");
  RunWith with;
  with.params = {{"swift_days", "10"}};
  EXPECT_EQ(told(rules(), "swift", R"({"id":"E1","hazards":[{"id":"H1","found_on":"2023-06-01","fixed_on":"2023-06-10"}]})", with), "H1: satisfied due 2023-06-11 met 2023-06-10\n");
}

TEST(After, AdvisoryPartsStayOutOfACompositionUntilTheyArePlain) {
  EXPECT_EQ(told(rules(), "whole", R"({"id":"E1","drills":[{"date":"2023-06-01"}],"hazards":[{"id":"H1","found_on":"2023-06-01"}]})", RunWith("2023-07-05")),
            "campaign: satisfied changes 2024-01-01\n");
  EXPECT_EQ(told(rules(), "whole", R"({"id":"E1","drills":[{"date":"2023-06-01"}],"hazards":[{"id":"H1","found_on":"2023-06-01"}]})", RunWith("2024-01-01")),
            "campaign: overdue [part swift overdue]\n");
}

TEST(After, ChangesOn) {
  EXPECT_EQ(told(rules(), "ages", R"({"id":"E1","people":[{"id":"P1","joined_on":"2023-07-01"}]})"), "campaign: satisfied due 2023-05-19 changes 2023-07-31\n");
  EXPECT_EQ(told(rules(), "papers", R"({"id":"E1","certificates":[{"person":"P1","category":"焊","number":"1","valid_from":"2022-01-01","valid_to":"2023-08-01"}]})"),
            "certificates[P1|焊|1]: satisfied changes 2023-08-02\n");
  EXPECT_EQ(told(rules(), "papers", R"({"id":"E1","certificates":[{"person":"P1","category":"焊","number":"1","valid_from":"2022-01-01","valid_to":"2029-08-01"}]})"),
            "certificates[P1|焊|1]: satisfied\n");
  EXPECT_EQ(told(rules(), "papers", R"({"id":"E1","certificates":[{"person":"P1","category":"焊","number":"1","valid_from":"2022-01-01","valid_to":"2023-08"}]})"),
            "certificates[P1|焊|1]: satisfied changes 2023-08-02\n");
  EXPECT_EQ(told(rules(), "soon", R"({"id":"E1","certificates":[{"person":"P1","category":"焊","number":"1","valid_from":"2022-01-01","valid_to":"2023-08-31"}]})"),
            "certificates[P1|焊|1]: satisfied changes 2023-08-02\n");
  // The finding that it does not bind is no longer given once a month is begun in which it does.
  EXPECT_EQ(told(rules(), "appears", R"({"id":"E1","drills":[]})"), "campaign: not_applicable changes 2023-09-01\n");
  EXPECT_EQ(told(rules(), "drill", R"({"id":"E1","drills":[],"complete_through":{"drills":"2023-09-15"}})"),
            "campaign: overdue due 2023-06-30 count 0/0/1 changes 2023-09-16\n");
  RunWith without;
  without.changes_on = false;
  EXPECT_EQ(told(rules(), "appears", R"({"id":"E1","drills":[]})", without), "campaign: not_applicable\n");
}

}  // namespace
}  // namespace hegui::testing
