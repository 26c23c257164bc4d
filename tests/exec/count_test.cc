// Counts: windows, clipping, evidence, lateness, branches, doubtful windows, suspensions. docs/evaluation.md sections 3 to 5.
#include "fixture.h"

namespace hegui::testing {
namespace {

const char* const kDuties = R"(
  quarterly: {zh: 测试, cite: [ent.leader], broken_period: {min_days: 30, else: none}, count: {rows: {of: drills}, at_least: 1, per: quarter}}
  twice: {zh: 测试, cite: [ent.leader], count: {rows: {of: drills}, at_least: 2, per: half_year}}
  once: {zh: 测试, cite: [ent.leader], count: {rows: {of: drills}, at_least: 1, due: 2023-09-30, late: owed}}
  phase: {zh: 测试, cite: [ent.leader], count: {rows: {of: drills}, at_least: 1, within: phase-1, late: owed}}
  ever: {zh: 测试, cite: [ent.leader], count: {rows: {of: drills}, at_least: 1, within: phase-2, evidence: ever}}
  whole: {zh: 测试, cite: [ent.leader], count: {rows: {of: drills}, at_least: 1, per: quarter, evidence: whole}}
  at_most: {zh: 测试, cite: [ent.stops], count: {rows: {of: drills}, at_most: 1, per: quarter}}
  undated: {zh: 测试, cite: [ent.leader], count: {rows: {of: inspections.findings}, at_least: 1, within: phase-1}}
  when: {zh: 测试, cite: [ent.leader], when: holder.has_body, count: {rows: {of: drills}, at_least: 1, per: quarter}}
)";

const Rules& rules() {
  static const Rules it(kDuties);
  return it;
}

std::string drills(const std::string& rows, const std::string& more = {}) { return R"({"id":"E1")" + more + R"(,"drills":[)" + rows + "]}"; }
std::string on(const char* day) { return std::string(R"({"date":")") + day + R"("})"; }

TEST(Count, WindowsOfACampaign) {
  EXPECT_EQ(told(rules(), "quarterly", drills(on("2023-06-02")), RunWith("2023-10-05")),
            "2023-Q2: satisfied due 2023-06-30 met 2023-06-02 count 1/1/1\n"
            "2023-Q3: violated due 2023-09-30 count 0/0/1\n"
            "2023-Q4: pending due 2023-12-31 count 0/0/1 changes 2024-01-01\n");
  EXPECT_EQ(verdicts(rules(), "quarterly", drills(""), RunWith("2023-06-30")), "2023-Q2 pending");
  EXPECT_EQ(verdicts(rules(), "quarterly", drills(""), RunWith("2023-07-01")), "2023-Q2 violated, 2023-Q3 pending");
  EXPECT_EQ(verdicts(rules(), "quarterly", drills(""), RunWith("2023-05-18")), "");
}

TEST(Count, BrokenPeriodsOfAnOwnersLife) {
  EXPECT_EQ(told(rules(), "quarterly", drills("", R"(,"opened_on":"2023-06-10","ceased_on":"2023-08-10")"), RunWith("2023-08-20")),
            "2023-Q3: violated due 2023-08-10 count 0/0/1\n");
  EXPECT_EQ(told(rules(), "quarterly", drills("", R"(,"ceased_on":"2023-04-10")"), RunWith("2023-08-20")), "campaign: not_applicable\n");
  EXPECT_EQ(verdicts(rules(), "quarterly", drills("", R"(,"ceased_on":"2023-09-10")"), RunWith("2023-08-20")), "2023-Q2 violated, 2023-Q3 pending");
}

TEST(Count, AbsentEmptyAndIncomplete) {
  EXPECT_EQ(told(rules(), "quarterly", R"({"id":"E1"})", RunWith("2023-07-05")),
            "2023-Q2: indeterminate due 2023-06-30 count 0/*/1 [collection_absent E1.drills]\n"
            "2023-Q3: pending due 2023-09-30 count 0/*/1 changes 2023-10-01\n");
  EXPECT_EQ(told(rules(), "quarterly", drills("", R"(,"complete_through":{"drills":"2023-06-29"})"), RunWith("2023-07-05")),
            "2023-Q2: indeterminate due 2023-06-30 count 0/*/1 [collection_incomplete E1.drills 2023-06-29]\n"
            "2023-Q3: pending due 2023-09-30 count 0/*/1 changes 2023-10-01\n");
  EXPECT_EQ(verdicts(rules(), "quarterly", drills("", R"(,"complete_through":{"drills":"2023-06-30"})"), RunWith("2023-07-05")),
            "2023-Q2 violated, 2023-Q3 pending");
}

TEST(Count, PossibleRows) {
  EXPECT_EQ(told(rules(), "quarterly", drills(R"({"id":"D1","date":"2023-06"})"), RunWith("2023-07-05")),
            "2023-Q2: satisfied due 2023-06-30 met 2023-06-30 count 1/1/1\n2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
  EXPECT_EQ(told(rules(), "quarterly", drills(R"({"id":"D1","date":"2023-05"})"), RunWith("2023-07-01")),
            "2023-Q2: indeterminate due 2023-06-30 count 0/1/1 [date_imprecise D1.date]\n2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
  EXPECT_EQ(told(rules(), "quarterly", drills(R"({"id":"D1"})"), RunWith("2023-07-01")),
            "2023-Q2: indeterminate due 2023-06-30 count 0/1/1 [field_missing D1.date]\n2023-Q3: pending due 2023-09-30 count 0/1/1 changes 2023-10-01\n");
  EXPECT_EQ(told(rules(), "twice", drills(on("2023-06-01") + "," + on("2023-06-20") + "," + on("2023-06-10")), RunWith("2023-06-25")),
            "2023-H1: satisfied due 2023-06-30 met 2023-06-10 count 3/3/2\n");
}

TEST(Count, OwedMayComeLate) {
  EXPECT_EQ(told(rules(), "once", drills(on("2023-10-05")), RunWith("2023-10-10")), "campaign: satisfied_late due 2023-09-30 met 2023-10-05 count 1/1/1\n");
  EXPECT_EQ(told(rules(), "once", drills(""), RunWith("2023-10-10")), "campaign: overdue due 2023-09-30 count 0/0/1\n");
  EXPECT_EQ(told(rules(), "once", drills("", R"(,"complete_through":{"drills":"2023-10-01"})"), RunWith("2023-10-10")),
            "campaign: indeterminate due 2023-09-30 count 0/*/1 [collection_incomplete E1.drills 2023-10-01]\n");
  EXPECT_EQ(told(rules(), "phase", drills(on("2023-08-05")), RunWith("2023-08-10")), "phase-1: satisfied_late due 2023-06-30 met 2023-08-05 count 1/1/1\n");
  EXPECT_EQ(told(rules(), "phase", drills(R"({"id":"D1","date":"2023-08"})"), RunWith("2023-08-10")),
            "phase-1: indeterminate due 2023-06-30 count 0/1/1 changes 2023-08-31 [date_imprecise D1.date]\n");
}

TEST(Count, Evidence) {
  EXPECT_EQ(told(rules(), "ever", drills(on("2023-02-05")), RunWith("2023-08-10")), "phase-2: satisfied due 2023-12-31 met 2023-02-05 count 1/1/1\n");
  EXPECT_EQ(verdicts(rules(), "whole", drills(on("2023-04-05")), RunWith("2023-07-10")), "2023-Q2 satisfied, 2023-Q3 pending");
  EXPECT_EQ(verdicts(rules(), "quarterly", drills(on("2023-04-05")), RunWith("2023-07-10")), "2023-Q2 violated, 2023-Q3 pending");
}

TEST(Count, AtMost) {
  EXPECT_EQ(told(rules(), "at_most", drills(on("2023-06-02") + "," + on("2023-06-03")), RunWith("2023-06-05")), "2023-Q2: violated due 2023-06-30 count 2/2/1\n");
  EXPECT_EQ(told(rules(), "at_most", drills(on("2023-06-02")), RunWith("2023-07-05")),
            "2023-Q2: satisfied due 2023-06-30 count 1/1/1\n2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
  EXPECT_EQ(verdicts(rules(), "at_most", R"({"id":"E1"})", RunWith("2023-07-05")), "2023-Q2 indeterminate, 2023-Q3 pending");
}

TEST(Count, RowsInsideRowsTakeTheirParentsDate) {
  const std::string records = R"({"id":"E1","inspections":[{"id":"J1","date":"2023-07-01","findings":[{"code":"a"}]},{"id":"J2","date":"2023-06-20","findings":[]}]})";
  EXPECT_EQ(verdicts(rules(), "undated", records, RunWith("2023-07-05")), "phase-1 violated");
  EXPECT_EQ(told(rules(), "undated", R"({"id":"E1","inspections":[{"id":"J1","date":"2023-06-01"}]})", RunWith("2023-07-05")),
            "phase-1: indeterminate due 2023-06-30 count 0/*/1 [field_missing J1.findings]\n");
}

TEST(Count, Applicability) {
  EXPECT_EQ(told(rules(), "when", drills("", R"(,"has_body":false)"), RunWith("2023-07-05")), "campaign: not_applicable\n");
  EXPECT_EQ(verdicts(rules(), "when", drills(on("2023-06-01")), RunWith("2023-07-05")), "2023-Q2 indeterminate, 2023-Q3 indeterminate");
  EXPECT_EQ(told(rules(), "when", drills(on("2023-06-01")), RunWith("2023-06-05")),
            "2023-Q2: indeterminate due 2023-06-30 met 2023-06-01 count 1/1/1 [field_missing E1.has_body]\n");
}

TEST(Count, DoubtfulWindows) {
  EXPECT_EQ(told(rules(), "quarterly", drills(on("2023-06-20"), R"(,"opened_on":"2023-05")"), RunWith("2023-07-05")),
            "2023-Q2: indeterminate due 2023-06-30 met 2023-06-20 count 1/1/1 [date_imprecise E1.opened_on]\n"
            "2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
  EXPECT_EQ(verdicts(rules(), "quarterly", drills("", R"(,"opened_on":"2023-04")"), RunWith("2023-07-05")), "2023-Q2 violated, 2023-Q3 pending");
  EXPECT_EQ(verdicts(rules(), "quarterly", drills("", R"(,"ceased_on":"2023-08")"), RunWith("2023-10-05")), "2023-Q2 violated, 2023-Q3 indeterminate");
}

TEST(Count, Suspensions) {
  const auto with = [](const char* suspensions, const char* as_of) {
    return verdicts(rules(), "quarterly", drills("", std::string(R"(,"suspensions":[)") + suspensions + "]"), RunWith(as_of));
  };
  EXPECT_EQ(with(R"({"from":"2023-05-01"})", "2023-07-05"), "2023-Q2 not_applicable, 2023-Q3 not_applicable");
  EXPECT_EQ(with(R"({"from":"2023-05-01","to":"2023-06-29"})", "2023-07-05"), "2023-Q2 violated, 2023-Q3 pending");
  EXPECT_EQ(with(R"({"from":"2023-05-01","to":"2023-06-10"},{"from":"2023-06-11","to":"2023-07-02"})", "2023-07-05"), "2023-Q2 not_applicable, 2023-Q3 pending");
  EXPECT_EQ(with(R"({"from":"2023-05-01","to":"2023-06-10"},{"from":"2023-06-12","to":"2023-07-02"})", "2023-07-05"), "2023-Q2 violated, 2023-Q3 pending");
  EXPECT_EQ(with(R"({"from":"2023-05","to":"2023-07-02"})", "2023-07-05"), "2023-Q2 indeterminate, 2023-Q3 pending");
  EXPECT_EQ(told(rules(), "quarterly", drills("", R"(,"suspensions":[{"from":"2023-05","to":"2023-07-02"}])"), RunWith("2023-07-01")),
            "2023-Q2: indeterminate due 2023-06-30 count 0/0/1 [date_imprecise suspensions[2023-05].from]\n"
            "2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
}

TEST(Count, Branches) {
  const Rules branched(R"(
  d:
    zh: 测试
    cite: [ent.leader]
    broken_period: {min_days: 30, else: none}
    count: {rows: {of: drills}, at_least: 1, per: quarter}
    unless: [{when: high_risk, per: month, cite: [ent.leader-high-risk]}]
)", "define:\n  high_risk: {zh: 高危, of: enterprise, value: \"holder.high_risk_marks.exists(m, m.from <= day && m.value) || holder.high_risk\"}\n");
  const auto judged = [&](const std::string& more, const char* as_of) { return verdicts(branched, "d", drills(on("2023-06-02"), more), RunWith(as_of)); };
  EXPECT_EQ(judged(R"(,"high_risk":false)", "2023-08-05"), "2023-Q2 satisfied, 2023-Q3 pending");
  EXPECT_EQ(judged(R"(,"high_risk":true)", "2023-08-05"), "2023-06 satisfied, 2023-07 violated, 2023-08 pending");
  // A mark of August: Q2 stays, Q3 follows the branch that holds on the clock's day, August is the first month owed.
  EXPECT_EQ(judged(R"(,"high_risk":false,"high_risk_marks":[{"from":"2023-08-10","value":true}])", "2023-08-05"), "2023-Q2 satisfied, 2023-Q3 pending");
  EXPECT_EQ(judged(R"(,"high_risk":false,"high_risk_marks":[{"from":"2023-08-10","value":true}])", "2023-08-15"), "2023-Q2 satisfied, 2023-08 pending");
  EXPECT_EQ(judged("", "2023-08-05"), "2023-Q2 indeterminate, 2023-Q3 indeterminate");
  const Findings f = run(branched, drills("", R"(,"high_risk":true)"), RunWith("2023-06-05"));
  ASSERT_EQ(f.size(), 1U);
  EXPECT_EQ(f.clauses(f.rows[0]), (std::vector<std::string>{"ent.leader-high-risk"}));
}

TEST(Count, ErrorsInAConditionMakeRowsPossible) {
  const Rules broken(R"(
  d: {zh: 测试, cite: [ent.leader], count: {rows: {of: inspections, where: "row.checked_items / row.total_items > 0"}, at_least: 1, within: phase-1}}
)");
  EXPECT_EQ(told(broken, "d", R"({"id":"E1","inspections":[{"id":"J1","date":"2023-06-01","checked_items":1,"total_items":0}]})", RunWith("2023-07-05")),
            "phase-1: indeterminate due 2023-06-30 count 0/1/1 [expression_error division_by_zero]\n");
}

}  // namespace
}  // namespace hegui::testing
