// Windows: weeks, phases, named ones, numbers of them, broken periods, duties in force, branches by the first day. docs/time.md 1.
#include "time_rules.h"

namespace hegui::testing {
namespace {

TEST(Windows, WeeksArePeriodsLikeOthers) {
  // 7 June is a Wednesday, 20 June a Tuesday: five days of the first week are left, two of the last.
  const std::string shape = "count: {rows: {of: visits}, at_least: 1, per: week, within: {from: 2023-06-07, until: 2023-06-20}}";
  EXPECT_EQ(judged("broken_period: {min_days: 4, else: none}, " + shape, visited({"2023-06-13"}), "2023-07-05"),
            "2023-W23: violated due 2023-06-11 count 0/0/1\n2023-W24: satisfied due 2023-06-18 met 2023-06-13 count 1/1/1\n");
  EXPECT_EQ(judged("broken_period: {min_days: 4, else: count}, " + shape, visited({"2023-06-13"}), "2023-06-20"),
            "2023-W23: violated due 2023-06-11 count 0/0/1\n2023-W24: satisfied due 2023-06-18 met 2023-06-13 count 1/1/1\n"
            "2023-W25: pending due 2023-06-20 count 0/0/1 changes 2023-06-21\n");
}

TEST(Windows, PhasesMayOverlap) {
  EXPECT_EQ(judged("count: {rows: {of: visits}, at_least: 1, per: phase}", visited({"2023-06-20"}), "2023-07-05"),
            "start: satisfied due 2023-06-30 met 2023-06-20 count 1/1/1\nheat: satisfied due 2023-08-31 met 2023-06-20 count 1/1/1\n"
            "check: pending due 2023-12-31 count 0/0/1 changes 2024-01-01\n");
}

TEST(Windows, NamedOnesAreClippedByTheFrame) {
  const std::string shape = "count: {rows: {of: visits}, at_least: 1, windows: [{label: heat, from: 2023-07-15, until: 2023-08-15}, "
                            "{from: 2023-12-15, until: 2024-01-15}]}";
  EXPECT_EQ(judged(shape, visited({"2023-08-15"}), "2024-01-05"),
            "heat: satisfied due 2023-08-15 met 2023-08-15 count 1/1/1\n2023-12-15/2024-01-15: violated due 2023-12-31 count 0/0/1\n");
  EXPECT_EQ(judged(shape, R"({"id":"E1","visits":[],"suspensions":[{"from":"2023-07-01","to":"2023-08-20"}]})", "2023-09-05"),
            "heat: not_applicable\n");
}

TEST(Windows, SomeOfThem) {
  // Thirteen days of May are left: fewer than twenty, so June is the first month.
  const std::string keys = "broken_period: {min_days: 20, else: none}, count: {rows: {of: visits}, at_least: 1, per: month, nth: [1, -1]}";
  EXPECT_EQ(judged(keys, visited({}), "2024-01-05"), "2023-06: violated due 2023-06-30 count 0/0/1\n2023-12: violated due 2023-12-31 count 0/0/1\n");
  EXPECT_EQ(judged(keys, visited({}, R"(,"opened_on":"2023-06-15","ceased_on":"2023-09-25")"), "2023-12-05"),
            "2023-07: violated due 2023-07-31 count 0/0/1\n2023-09: violated due 2023-09-25 count 0/0/1\n");
}

TEST(Windows, BrokenPeriodsByPolicy) {
  // 43 of the 91 days of the second quarter are left: 3 * 43 / 91 = 1.4 visits, 1 * 43 / 91 = 0.47.
  const auto keys = [](const char* policy, const char* number) {
    return "broken_period: {min_days: 60, else: " + std::string(policy) + "}, count: {rows: {of: visits}, " + number + ", per: quarter}";
  };
  EXPECT_EQ(judged(keys("prorate", "at_least: 3"), visited({"2023-06-02"}), "2023-10-05"),
            "2023-Q2: satisfied due 2023-06-30 met 2023-06-02 count 1/1/1\n2023-Q3: violated due 2023-09-30 count 0/0/3\n"
            "2023-Q4: pending due 2023-12-31 count 0/0/3 changes 2024-01-01\n");
  EXPECT_EQ(judged(keys("prorate", "at_least: 1"), visited({"2023-07-02"}), "2023-09-05"),
            "2023-Q3: satisfied due 2023-09-30 met 2023-07-02 count 1/1/1\n");
  EXPECT_EQ(judged(keys("prorate", "at_most: 1"), visited({"2023-06-02"}), "2023-06-05"), "2023-Q2: violated due 2023-06-30 count 1/1/0\n");
  EXPECT_EQ(judged(keys("advise", "at_least: 1"), visited({}), "2023-07-05"),
            "2023-Q2: violated advisory due 2023-06-30 count 0/0/1\n2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
  EXPECT_EQ(judged(keys("none", "at_least: 1"), visited({}), "2023-07-05"), "2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
}

TEST(Windows, DutiesInForce) {
  const std::string shape = "count: {rows: {of: visits}, at_least: 1, per: month}";
  EXPECT_EQ(judged("in_force: {from: 2023-07-01, until: 2023-09-29}, " + shape, visited({"2023-07-03"}), "2023-11-05"),
            "2023-07: satisfied due 2023-07-31 met 2023-07-03 count 1/1/1\n2023-08: violated due 2023-08-31 count 0/0/1\n");
  EXPECT_EQ(judged("in_force: {until: 2023-05-30}, " + shape, visited({}), "2023-07-05"), "campaign: not_applicable\n");
  EXPECT_EQ(judged("in_force: {until: 2023-06-30}, items: {rows: {of: faults}, done: fixed_on}",
                   R"({"id":"E1","faults":[{"id":"F1","found_on":"2023-06-30"},{"id":"F2","found_on":"2023-07-01"}]})", "2023-07-05"),
            "F1: pending due 2023-12-31 changes 2024-01-01\n");
  EXPECT_EQ(judged("in_force: {until: 2023-06-29}, items: {rows: {of: faults}, done: fixed_on}",
                   R"({"id":"E1","faults":[{"id":"F1","found_on":"2023-06-30"}]})", "2023-07-05"),
            "campaign: not_applicable\n");
  EXPECT_EQ(judged("in_force: {from: 2024-01-01}, state: {require: {x: \"holder.level == 'high'\"}}", R"({"id":"E1"})", "2023-07-05"),
            "campaign: not_applicable\n");
}

TEST(Windows, TheFirstDayMayGovern) {
  const std::string levels =
      R"(,"changes":[{"field":"level","value":"general","from":"2023-01-01"},{"field":"level","value":"high","from":"2023-08-10"}])";
  const std::string shape = "count: {rows: {of: visits}, at_least: 1, per: quarter}, unless: [{when: \"holder.level == 'high'\", at_least: 3}]";
  EXPECT_EQ(judged(shape, visited({"2023-06-02", "2023-09-02"}, levels), "2023-10-01"),
            "2023-Q2: satisfied due 2023-06-30 met 2023-06-02 count 1/1/1\n2023-Q3: violated due 2023-09-30 count 1/1/3\n"
            "2023-Q4: pending due 2023-12-31 count 0/0/3 changes 2024-01-01\n");
  EXPECT_EQ(judged("governed_by: first_day, " + shape, visited({"2023-06-02", "2023-09-02"}, levels), "2023-10-01"),
            "2023-Q2: satisfied due 2023-06-30 met 2023-06-02 count 1/1/1\n2023-Q3: satisfied due 2023-09-30 met 2023-09-02 count 1/1/1\n"
            "2023-Q4: pending due 2023-12-31 count 0/0/3 changes 2024-01-01\n");
}

TEST(Windows, NumbersThatChangeWithTime) {
  EXPECT_EQ(judged("count: {rows: {of: visits}, at_least: $visits, per: quarter}", visited({"2023-06-02", "2023-07-02"}), "2023-10-01"),
            "2023-Q2: satisfied due 2023-06-30 met 2023-06-02 count 1/1/1\n2023-Q3: violated due 2023-09-30 count 1/1/2\n"
            "2023-Q4: pending due 2023-12-31 count 0/0/2 changes 2024-01-01\n");
}

}  // namespace
}  // namespace hegui::testing
