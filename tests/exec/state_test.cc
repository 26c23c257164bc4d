// States, decision tables, judgements, compositions. docs/evaluation.md section 10.
#include "fixture.h"

namespace hegui::testing {
namespace {

const Rules& rules() {
  static const Rules it(R"y(
  manager: {zh: 测试, cite: [ent.manager], state: {require: {有人: managers > 0, 有机构: holder.has_body}, due: 2023-06-30}}
  body:
    zh: 测试
    cite: [ent.body]
    table:
      hit: first
      of: [holder.high_risk, holder.headcount]
      due: 2023-06-30
      rows: [[true, "-", body], [false, "> 100", body], [false, "-", none]]
      then: {body: holder.has_body, none: null}
  overlap:
    zh: 测试
    cite: [ent.body]
    table:
      hit: unique
      of: [holder.high_risk, holder.headcount]
      rows: [[true, "-", body], ["-", "> 100", none]]
      then: {body: holder.has_body, none: null}
  culture: {zh: 测试, cite: [ent.culture], judge: {question: {zh: 是否, en: whether}, by: 局}}
  whole: {zh: 测试, cite: [ent.leader], compose: [manager, body]}
)y",
                        R"y(define:
  managers: {zh: 人数, of: enterprise, value: "holder.people.filter(p, p.role == 'manager' && p.joined_on <= day).size()"}
)y");
  return it;
}

std::string one(const char* duty, const std::string& fields, const char* as_of = "2023-07-05") {
  return told(rules(), duty, R"({"id":"E1",)" + fields + "}", RunWith(as_of));
}
std::string manager(const char* day) { return std::string(R"("people":[{"id":"P1","role":"manager","joined_on":")") + day + R"("}])"; }

TEST(State, OnTheDayAndToday) {
  EXPECT_EQ(one("manager", manager("2023-06-30") + R"(,"has_body":true)"), "campaign: satisfied due 2023-06-30\n");
  EXPECT_EQ(one("manager", manager("2023-07-01") + R"(,"has_body":true)"), "campaign: satisfied_late due 2023-06-30\n");
  EXPECT_EQ(one("manager", R"("people":[],"has_body":true)"), "campaign: overdue due 2023-06-30 [check_failed 有人]\n");
  EXPECT_EQ(one("manager", R"("people":[],"has_body":true)", "2023-06-30"), "campaign: pending due 2023-06-30 changes 2023-07-01 [check_failed 有人]\n");
  EXPECT_EQ(one("manager", manager("2023-06-30")), "campaign: indeterminate due 2023-06-30 [field_missing E1.has_body]\n");
  EXPECT_EQ(one("manager", R"("has_body":false)"), "campaign: overdue due 2023-06-30 [check_failed 有机构]\n");
  EXPECT_EQ(one("manager", R"("has_body":false)", "2023-05-18"), "");
}

TEST(State, Tables) {
  EXPECT_EQ(one("body", R"("high_risk":true,"has_body":true)"), "campaign: satisfied due 2023-06-30\n");
  EXPECT_EQ(one("body", R"("high_risk":false,"headcount":101,"has_body":false)"), "campaign: overdue due 2023-06-30 [check_failed body]\n");
  EXPECT_EQ(one("body", R"("high_risk":false,"headcount":100,"has_body":false)"), "campaign: not_applicable\n");
  EXPECT_EQ(one("body", R"("headcount":101,"has_body":true)"), "campaign: indeterminate due 2023-06-30 [field_missing E1.high_risk]\n");
  EXPECT_EQ(one("overlap", R"("headcount":99,"has_body":false)", "2024-01-05"), "campaign: indeterminate due 2023-12-31 [field_missing E1.high_risk]\n");
  EXPECT_EQ(one("body", R"("headcount":99,"has_body":false)"), "campaign: indeterminate due 2023-06-30 [field_missing E1.high_risk]\n");
  EXPECT_EQ(one("body", R"("high_risk":true)"), "campaign: indeterminate due 2023-06-30 [field_missing E1.has_body]\n");
  EXPECT_EQ(one("overlap", R"("high_risk":true,"headcount":101,"has_body":true)", "2024-01-05"),
            "campaign: indeterminate due 2023-12-31 [expression_error table_overlap]\n");
  EXPECT_EQ(one("overlap", R"("high_risk":true,"headcount":99,"has_body":true)"), "campaign: satisfied due 2023-12-31\n");
}

TEST(State, Judgements) {
  const auto judged = [&](const std::string& rows) { return one("culture", R"("judgements":[)" + rows + "]"); };
  EXPECT_EQ(judged(""), "campaign: needs_judgement [judgement_missing 局]\n");
  EXPECT_EQ(one("culture", R"("name":"x")"), "campaign: needs_judgement [judgement_missing 局]\n");
  const auto row = [](const char* verdict, const char* on, const char* more = "") {
    return std::string(R"({"duty":"culture","verdict":")") + verdict + R"(","on":")" + on + "\"" + more + "}";
  };
  EXPECT_EQ(judged(row("met", "2023-06-01")), "campaign: satisfied met 2023-06-01\n");
  EXPECT_EQ(judged(row("not-met", "2023-06-01")), "campaign: violated\n");
  EXPECT_EQ(judged(row("not-applicable", "2023-06-01")), "campaign: not_applicable\n");
  EXPECT_EQ(judged(row("met", "2023-06-01") + "," + row("not-met", "2023-06-02")), "campaign: violated\n");
  EXPECT_EQ(judged(row("not-met", "2023-06-02") + "," + row("met", "2023-06-02")), "campaign: satisfied met 2023-06-02\n");
  EXPECT_EQ(judged(row("met", "2023-07-06")), "campaign: needs_judgement [judgement_missing 局]\n");
  EXPECT_EQ(judged(row("met", "2023-06-01", R"(,"instance":"other")")), "campaign: needs_judgement [judgement_missing 局]\n");
  EXPECT_EQ(judged(row("met", "2023-06-01", R"(,"instance":"campaign")")), "campaign: satisfied met 2023-06-01\n");
  EXPECT_EQ(judged(R"({"duty":"culture","on":"2023-06-01"})"), "campaign: indeterminate [field_missing judgements[culture||2023-06-01].verdict]\n");
}

TEST(State, Compositions) {
  EXPECT_EQ(one("whole", manager("2023-01-01") + R"(,"has_body":true,"high_risk":true)"), "campaign: satisfied\n");
  EXPECT_EQ(one("whole", R"("people":[],"has_body":true,"high_risk":true)"), "campaign: overdue [part manager overdue]\n");
  EXPECT_EQ(one("whole", R"("people":[],"has_body":false,"high_risk":true)"), "campaign: overdue [part body overdue] [part manager overdue]\n");
  EXPECT_EQ(one("whole", R"("people":[],"has_body":true,"high_risk":true)", "2023-06-30"),
            "campaign: pending changes 2023-07-01 [part manager pending]\n");
}

}  // namespace
}  // namespace hegui::testing
