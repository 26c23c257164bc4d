// What must hold on every day. docs/time.md 4.
#include "time_rules.h"

namespace hegui::testing {
namespace {

const char* const kGeneral = "hold: {per: month, within: {from: 2023-07-01, until: 2023-09-30}, holds: \"holder.level == 'general'\"}";

/// General but for 10 to 19 August.
std::string levels(const std::string& more = {}) {
  return R"({"id":"E1","changes":[{"field":"level","value":"general","from":"2023-01-01"},{"field":"level","value":"high","from":"2023-08-10"},)"
         R"({"field":"level","value":"general","from":"2023-08-20"}])" + more + "}";
}

TEST(Hold, OneDayBreaksIt) {
  EXPECT_EQ(judged(kGeneral, levels(), "2023-09-15"),
            "2023-07: satisfied due 2023-07-31\n2023-08: violated due 2023-08-31 [not_held 2023-08-10 2023-08-19]\n"
            "2023-09: pending due 2023-09-30 changes 2023-10-01\n");
  // Changes that lie ahead are not seen.
  EXPECT_EQ(judged(kGeneral, levels(), "2023-08-09"), "2023-07: satisfied due 2023-07-31\n2023-08: pending due 2023-08-31 changes 2023-09-01\n");
  EXPECT_EQ(judged(kGeneral, levels(), "2023-08-12"),
            "2023-07: satisfied due 2023-07-31\n2023-08: violated due 2023-08-31 [not_held 2023-08-10 2023-08-12]\n");
}

TEST(Hold, RunsOfDays) {
  EXPECT_EQ(judged("hold: {within: {from: 2023-07-01, until: 2023-07-10}, holds: \"day != date('2023-07-03') && day < date('2023-07-08')\"}",
                   R"({"id":"E1"})", "2023-07-31"),
            "2023-07-01/2023-07-10: violated due 2023-07-10 [not_held 2023-07-03 2023-07-03] [not_held 2023-07-08 2023-07-10]\n");
  EXPECT_EQ(judged("hold: {within: {from: 2023-07-01, until: 2023-07-10}, holds: \"day < date('2023-07-08')\"}", R"({"id":"E1"})", "2023-07-05"),
            "2023-07-01/2023-07-10: pending due 2023-07-10 changes 2023-07-08\n");
}

TEST(Hold, WhatIsNotKnown) {
  EXPECT_EQ(judged(kGeneral, R"({"id":"E1"})", "2023-08-05"),
            "2023-07: indeterminate due 2023-07-31 [field_missing E1.level]\n2023-08: pending due 2023-08-31 changes 2023-09-01\n");
}

TEST(Hold, Suspensions) {
  EXPECT_EQ(judged(kGeneral, levels(R"(,"suspensions":[{"from":"2023-08-01","to":"2023-08-15"}])"), "2023-09-01"),
            "2023-07: satisfied due 2023-07-31\n2023-08: violated due 2023-08-31 [not_held 2023-08-16 2023-08-19]\n"
            "2023-09: pending due 2023-09-30 changes 2023-10-01\n");
  EXPECT_EQ(judged(kGeneral, levels(R"(,"suspensions":[{"from":"2023-08-01","to":"2023-08-31"}])"), "2023-09-01"),
            "2023-07: satisfied due 2023-07-31\n2023-08: not_applicable\n2023-09: pending due 2023-09-30 changes 2023-10-01\n");
  EXPECT_EQ(judged(kGeneral, levels(R"(,"suspensions":[{"from":"2023-08-05","to":"2023-08"}])"), "2023-09-01"),
            "2023-07: satisfied due 2023-07-31\n2023-08: indeterminate due 2023-08-31 [date_imprecise suspensions[2023-08-05].to]\n"
            "2023-09: pending due 2023-09-30 changes 2023-10-01\n");
}

TEST(Hold, AdviceWhenAndForce) {
  const std::string holds = "holds: \"holder.level == 'high'\"";
  const std::string general = R"({"id":"E1","level":"general"})";
  EXPECT_EQ(judged("broken_period: {min_days: 20, else: advise}, hold: {per: month, within: {from: 2023-07-20, until: 2023-08-31}, " + holds + "}", general, "2023-08-02"),
            "2023-07: violated advisory due 2023-07-31 [not_held 2023-07-20 2023-07-31]\n2023-08: violated due 2023-08-31 [not_held 2023-08-01 2023-08-02]\n");
  EXPECT_EQ(judged("when: \"holder.level == 'high'\", hold: {" + holds + "}", general, "2023-08-02"), "campaign: not_applicable\n");
  EXPECT_EQ(judged("in_force: {until: 2023-12-30}, hold: {" + holds + "}", general, "2023-08-02"), "campaign: not_applicable\n");
}

}  // namespace
}  // namespace hegui::testing
