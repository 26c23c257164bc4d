// Items: done, require, evidence in windows. docs/evaluation.md section 6.
#include "fixture.h"

namespace hegui::testing {
namespace {

const char* const kDuties = R"(
  done: {zh: 测试, cite: [ent.fix], items: {rows: {of: hazards, is: {level: major}}, within: any, done: fixed_on, due: deadline}}
  lost: {zh: 测试, cite: [ent.fix], items: {rows: {of: hazards}, within: any, done: fixed_on, due: deadline, late: lost}}
  plain: {zh: 测试, cite: [ent.fix], items: {rows: {of: hazards}, within: any, done: fixed_on}}
  inside: {zh: 测试, cite: [ent.fix], items: {rows: {of: hazards}, within: campaign, done: fixed_on, due: deadline}}
  checks:
    zh: 测试
    cite: [ent.agreement]
    items: {rows: {of: contracts}, within: any, require: {甲: has(row.agreement_signed_on), 乙: row.duties_clear}, closed: row.end < as_of, remedy: remedied_on}
  dated:
    zh: 测试
    cite: [ent.agreement]
    items: {rows: {of: contracts}, within: any, require: {甲: row.agreement_signed_on <= as_of}, due: start}
  visits:
    zh: 测试
    cite: [ent.contractor]
    items: {rows: {of: contracts}, with: {of: inspections, where: row.contract == item.id}, per: quarter, at_least: 1, from: start, until: end}
  applies: {zh: 测试, cite: [ent.fix], when: holder.has_body, items: {rows: {of: hazards}, within: any, done: fixed_on, due: deadline}}
)";

const Rules& rules() {
  static const Rules it(kDuties);
  return it;
}

std::string hazard(const std::string& fields) { return R"({"id":"E1","hazards":[{"id":"H1",)" + fields + "}]}"; }
std::string contract(const std::string& fields) { return R"({"id":"E1","contracts":[{"id":"C1",)" + fields + "}]}"; }

TEST(Items, Done) {
  const auto told_of = [&](const std::string& fields, const char* as_of, const char* duty = "done") {
    return told(rules(), duty, hazard(R"("level":"major","found_on":"2023-06-01",)" + fields), RunWith(as_of));
  };
  EXPECT_EQ(told_of(R"("deadline":"2023-07-01","fixed_on":"2023-06-20")", "2023-07-05"), "H1: satisfied due 2023-07-01 met 2023-06-20\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-01","fixed_on":"2023-07-03")", "2023-07-05"), "H1: satisfied_late due 2023-07-01 met 2023-07-03\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-01","fixed_on":"2023-07-03")", "2023-07-05", "lost"), "H1: violated due 2023-07-01\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-05")", "2023-07-05"), "H1: pending due 2023-07-05 changes 2023-07-06\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-04")", "2023-07-05"), "H1: overdue due 2023-07-04\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-04")", "2023-07-05", "lost"), "H1: violated due 2023-07-04\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-04","fixed_on":"2023-08-01")", "2023-07-05"), "H1: overdue due 2023-07-04\n");
  EXPECT_EQ(told_of(R"("fixed_on":"2023-06-20")", "2023-07-05"), "H1: indeterminate [field_missing H1.deadline]\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07","fixed_on":"2023-06-20")", "2023-07-05"), "H1: satisfied met 2023-06-20\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07")", "2023-07-05"), "H1: indeterminate changes 2023-08-01 [date_imprecise H1.deadline]\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-15","fixed_on":"2023-07")", "2023-07-05"), "H1: pending due 2023-07-15 changes 2023-07-16\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-03","fixed_on":"2023-07")", "2023-07-05"), "H1: indeterminate due 2023-07-03 [date_imprecise H1.fixed_on]\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-06-30","fixed_on":"2023-07")", "2023-07-05", "lost"), "H1: violated due 2023-06-30\n");
  EXPECT_EQ(told_of(R"("deadline":"2023-07-03")", "2023-07-05", "plain"), "H1: pending due 2023-12-31 changes 2024-01-01\n");
}

TEST(Items, IncompleteLedgerLeavesTheAnswerOpen) {
  EXPECT_EQ(told(rules(), "done",
                 R"({"id":"E1","complete_through":{"hazards":"2023-06-30"},"hazards":[{"id":"H1","level":"major","found_on":"2023-06-01","deadline":"2023-07-01"}]})"),
            "H1: indeterminate due 2023-07-01 [collection_incomplete E1.hazards 2023-06-30]\n");
}

TEST(Items, MembershipAndFrame) {
  EXPECT_EQ(told(rules(), "done", hazard(R"("found_on":"2023-06-01","deadline":"2023-07-01")")), "H1: indeterminate [field_missing H1.level]\n");
  EXPECT_EQ(told(rules(), "done", hazard(R"("level":"general","found_on":"2023-06-01")")), "");
  EXPECT_EQ(told(rules(), "done", R"({"id":"E1","hazards":[]})"), "");
  EXPECT_EQ(told(rules(), "done", R"({"id":"E1"})"), "campaign: indeterminate [collection_absent E1.hazards]\n");
  EXPECT_EQ(told(rules(), "inside", hazard(R"("found_on":"2023-05-18","deadline":"2023-07-01")")), "");
  EXPECT_EQ(told(rules(), "inside", hazard(R"("found_on":"2023-05","deadline":"2023-07-01")")), "H1: indeterminate [date_imprecise H1.found_on]\n");
  EXPECT_EQ(told(rules(), "inside", hazard(R"("found_on":"2023-05-19","deadline":"2023-07-01")")), "H1: overdue due 2023-07-01\n");
  EXPECT_EQ(told(rules(), "applies", hazard(R"("found_on":"2023-05-19","deadline":"2023-07-01")")), "campaign: indeterminate [field_missing E1.has_body]\n");
  EXPECT_EQ(told(rules(), "applies", R"({"id":"E1","has_body":false})"), "campaign: not_applicable\n");
}

TEST(Items, Require) {
  EXPECT_EQ(told(rules(), "checks", contract(R"("start":"2023-01-01","agreement_signed_on":"2023-01-02","duties_clear":true)")), "C1: satisfied\n");
  EXPECT_EQ(told(rules(), "checks", contract(R"("start":"2023-01-01","duties_clear":false)")), "C1: overdue [check_failed 乙] [check_failed 甲]\n");
  EXPECT_EQ(told(rules(), "checks", contract(R"("start":"2023-01-01","end":"2023-03-01","duties_clear":false)")), "C1: violated [check_failed 乙] [check_failed 甲]\n");
  EXPECT_EQ(told(rules(), "checks", contract(R"("start":"2023-01-01","end":"2023-08-01","duties_clear":false)")),
            "C1: overdue changes 2023-08-02 [check_failed 乙] [check_failed 甲]\n");
  EXPECT_EQ(told(rules(), "checks", contract(R"("start":"2023-01-01","end":"2023-03-01","duties_clear":false,"remedied_on":"2023-06-01")")),
            "C1: satisfied_late met 2023-06-01 [check_failed 乙] [check_failed 甲]\n");
  EXPECT_EQ(told(rules(), "checks", contract(R"("start":"2023-01-01")")), "C1: overdue [check_failed 甲]\n");
  EXPECT_EQ(told(rules(), "checks", contract(R"("start":"2023-01-01","agreement_signed_on":"2023-01-02")")), "C1: indeterminate [field_missing C1.duties_clear]\n");
  EXPECT_EQ(told(rules(), "checks", contract(R"("start":"2023-01-01","end":"2023-07","duties_clear":false)")),
            "C1: indeterminate changes 2023-08-01 [date_imprecise C1.end]\n");
  EXPECT_EQ(told(rules(), "dated", contract(R"("start":"2023-01-01")")), "C1: overdue due 2023-01-01 [check_failed 甲]\n");
}

TEST(Items, EvidenceInWindows) {
  const std::string records = R"({"id":"E1","contracts":[{"id":"C1","start":"2023-01-01","end":"2023-08-31"},{"id":"C2","start":"2023-08-01"},{"id":"C3","start":"2024-02-01"},{"id":"C4","start":"2023-06"},{"id":"C5","start":"2022-01-01","end":"2023-01-31"}],
    "inspections":[{"id":"J1","date":"2023-06-01","contract":"C1"},{"id":"J2","date":"2023-08-02","contract":"C2"}]})";
  EXPECT_EQ(told(rules(), "visits", records, RunWith("2023-10-05")),
            "C4: indeterminate [date_imprecise C4.start]\n"
            "C1/2023-Q2: satisfied due 2023-06-30 met 2023-06-01 count 1/1/1\n"
            "C1/2023-Q3: violated due 2023-08-31 count 0/0/1\n"
            "C2/2023-Q3: satisfied due 2023-09-30 met 2023-08-02 count 1/1/1\n"
            "C2/2023-Q4: pending due 2023-12-31 count 0/0/1 changes 2024-01-01\n");
}

}  // namespace
}  // namespace hegui::testing
