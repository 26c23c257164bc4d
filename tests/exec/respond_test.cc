// Responses to triggers. docs/evaluation.md section 7.
#include "fixture.h"

namespace hegui::testing {
namespace {

const Rules& rules() {
  static const Rules it(R"(
  sweep: {zh: 测试, cite: [ent.sweep], respond: {to: same_kind, on: notified_on, within_days: 15, with: sweep_after}}
  gone: {zh: 测试, cite: [ent.sweep], respond: {to: same_kind, on: notified_on, within_days: 15, with: sweep_after, late: lost, within: any}}
)",
                        R"(rows:
  same_kind: {zh: 同类, of: registry.accidents, is: {typical: true}, where: row.sector in holder.sectors}
  sweep_after: {zh: 排查, of: inspections, is: {kind: sweep}, where: row.accident == trigger.id}
)");
  return it;
}

std::string told_of(const std::string& duty, const std::string& accident, const std::string& inspections, const char* as_of,
                    const std::string& more = R"("sectors":["mine"])") {
  RunWith with(as_of);
  with.registry = R"({"accidents":[)" + accident + "]}";
  const std::string rows = inspections == "absent" ? "" : R"(,"inspections":[)" + inspections + "]";
  return told(rules(), duty, R"({"id":"E1",)" + more + rows + "}", with);
}

const char* const kAccident = R"({"id":"A1","date":"2023-06-01","sector":"mine","typical":true,"notified_on":"2023-06-10"})";
std::string sweep(const char* day) { return std::string(R"({"id":"J1","kind":"sweep","accident":"A1","date":")") + day + R"("})"; }

TEST(Respond, InTimeLateAndNotAtAll) {
  EXPECT_EQ(told_of("sweep", kAccident, sweep("2023-06-20"), "2023-07-05"), "A1: satisfied due 2023-06-25 met 2023-06-20 count 1/1/1\n");
  EXPECT_EQ(told_of("sweep", kAccident, sweep("2023-06-09"), "2023-06-20"), "A1: pending due 2023-06-25 count 0/0/1 changes 2023-06-26\n");
  EXPECT_EQ(told_of("sweep", kAccident, sweep("2023-06-28"), "2023-07-05"), "A1: satisfied_late due 2023-06-25 met 2023-06-28 count 1/1/1\n");
  EXPECT_EQ(told_of("gone", kAccident, sweep("2023-06-28"), "2023-07-05"), "A1: violated due 2023-06-25 count 0/0/1\n");
  EXPECT_EQ(told_of("sweep", kAccident, "", "2023-07-05"), "A1: overdue due 2023-06-25 count 0/0/1\n");
  EXPECT_EQ(told_of("sweep", kAccident, "absent", "2023-07-05"), "A1: indeterminate due 2023-06-25 count 0/*/1 [collection_absent E1.inspections]\n");
}

TEST(Respond, Triggers) {
  EXPECT_EQ(told_of("sweep", R"({"id":"A1","date":"2023-06-01","sector":"mine","typical":true})", "", "2023-07-05"), "");
  EXPECT_EQ(told_of("sweep", R"({"id":"A1","date":"2023-06-01","sector":"mine","typical":true,"notified_on":"2023-07-06"})", "", "2023-07-05"), "");
  EXPECT_EQ(told_of("sweep", R"({"id":"A1","date":"2023-06-01","sector":"mine","typical":false,"notified_on":"2023-06-10"})", "", "2023-07-05"), "");
  EXPECT_EQ(told_of("sweep", R"({"id":"A1","date":"2023-04-01","sector":"mine","typical":true,"notified_on":"2023-06-10"})", "", "2023-07-05"), "");
  EXPECT_EQ(told_of("gone", R"({"id":"A1","date":"2023-04-01","sector":"mine","typical":true,"notified_on":"2023-06-10"})", "", "2023-07-05"),
            "A1: violated due 2023-06-25 count 0/0/1\n");
  EXPECT_EQ(told_of("sweep", R"({"id":"A1","date":"2023-06-01","sector":"mine","notified_on":"2023-06-10"})", "", "2023-07-05"), "A1: indeterminate [field_missing A1.typical]\n");
  EXPECT_EQ(told_of("sweep", kAccident, "", "2023-07-05", R"("name":"x")"), "A1: indeterminate [field_missing E1.sectors]\n");
  EXPECT_EQ(told_of("sweep", R"({"id":"A1","date":"2023-06-01","sector":"mine","typical":true,"notified_on":"2023-06"})", "", "2023-07-05"),
            "A1: indeterminate [date_imprecise A1.notified_on]\n");
  RunWith none;
  none.registry = "";
  EXPECT_EQ(told(rules(), "sweep", R"({"id":"E1","sectors":["mine"]})", none), "campaign: indeterminate [collection_absent.accidents]\n");
}

}  // namespace
}  // namespace hegui::testing
