// Weeks, phases, named windows, broken periods, some windows only, in force, which branch: section 1 of docs/time.md.
#include "explain/time_fixture.h"

namespace hegui::explain {
namespace {

using desk::Given;
using desk::Lines;
using desk::lines;
using desk::time_duties;
using desk::time_pack;
using desk::visits;

Given on(const std::string& as_of, const std::string& enterprise) {
  Given given;
  given.as_of = as_of;
  given.enterprise = enterprise;
  return given;
}

TEST(ExplainWindows, WeeksAreThoseOfTheStandard) {
  const auto rules = time_pack(time_duties({"count: {rows: any_visit, at_least: 1, per: week, within: {from: 2023-05-31, until: "
                                            "2023-06-13}}"}));
  // Wednesday 31 May to Tuesday 13 June: the end of week 22, week 23, the beginning of week 24.
  EXPECT_EQ(lines(*rules, on("2023-06-20", visits({"2023-06-01", "2023-06-11"}))),
            (Lines{"2023-W22 satisfied due 2023-06-04 met 2023-06-01 1/1/1",
                   "2023-W23 satisfied due 2023-06-11 met 2023-06-11 1/1/1", "2023-W24 violated due 2023-06-13 0/0/1"}));
}

TEST(ExplainWindows, PhasesInTheOrderOfTheirFirstDays) {
  const auto rules = time_pack();
  EXPECT_EQ(lines(*rules, on("2023-09-10", visits({"2023-06-20"})), "visit-in-phases"),
            (Lines{"start satisfied due 2023-06-30 met 2023-06-20 1/1/1",
                   "heat satisfied due 2023-08-31 met 2023-06-20 1/1/1", "check pending due 2023-12-31 0/0/1"}));
}

TEST(ExplainWindows, NamedWindowsMayOverlapAndAreClippedByTheFrame) {
  const auto rules = time_pack();
  EXPECT_EQ(lines(*rules, on("2024-01-20", visits({"2023-08-16"})), "visit-in-heat"),
            (Lines{"heat violated due 2023-08-15 0/0/1", "2023-12-15/2024-01-15 violated due 2023-12-31 0/0/1"}));
}

TEST(ExplainWindows, BrokenPeriods) {
  // 43 of the 91 days of the second quarter remain.
  const std::string head = "count: {rows: any_visit, at_least: 3, per: quarter}, broken_period: {min_days: 60, else: ";
  const auto rules = time_pack(time_duties({head + "none}", head + "count}", head + "advise}", head + "prorate}",
                                            "count: {rows: any_visit, at_least: 1, per: quarter}, broken_period: {min_days: 60, "
                                            "else: prorate}",
                                            "count: {rows: any_visit, at_most: 3, per: quarter}, broken_period: {min_days: 60, "
                                            "else: prorate}"}));
  const Given given = on("2023-07-10", visits({"2023-06-02", "2023-06-05"}));
  EXPECT_EQ(lines(*rules, given, "d")[0], "2023-Q3 pending due 2023-09-30 0/0/3");
  EXPECT_EQ(lines(*rules, given, "d1")[0], "2023-Q2 violated due 2023-06-30 2/2/3");
  EXPECT_EQ(lines(*rules, given, "d2")[0], "2023-Q2 violated advisory due 2023-06-30 2/2/3");
  // 3 * 43 / 91 = 1.42; 1 * 43 / 91 = 0.47, which is no window at all; at most 1 of them.
  EXPECT_EQ(lines(*rules, given, "d3")[0], "2023-Q2 satisfied due 2023-06-30 met 2023-06-02 2/2/1");
  EXPECT_EQ(lines(*rules, given, "d4")[0], "2023-Q3 pending due 2023-09-30 0/0/1");
  EXPECT_EQ(lines(*rules, given, "d5")[0], "2023-Q2 violated due 2023-06-30 2/2/1");
}

TEST(ExplainWindows, AWholePeriodIsNeverBroken) {
  const auto rules = time_pack(time_duties({"count: {rows: any_visit, at_least: 1, per: month, within: {from: 2023-05-19, until: "
                                            "2023-06-30}}, broken_period: {min_days: 31, else: none}"}));
  EXPECT_EQ(lines(*rules, on("2023-07-10", visits({}))), (Lines{"2023-06 violated due 2023-06-30 0/0/1"}));
}

TEST(ExplainWindows, FirstAndLastAreCountedAfterBrokenOnesAreGone) {
  const auto rules = time_pack();
  EXPECT_EQ(lines(*rules, on("2024-01-10", visits({"2023-06-02"})), "visit-first-and-last"),
            (Lines{"2023-06 satisfied due 2023-06-30 met 2023-06-02 1/1/1", "2023-12 violated due 2023-12-31 0/0/1"}));
  // Opened in August: the numbers count the windows of the holder.
  EXPECT_EQ(lines(*rules, on("2024-01-10", visits({}) + ", \"opened_on\": \"2023-08-05\""), "visit-first-and-last"),
            (Lines{"2023-08 violated due 2023-08-31 0/0/1", "2023-12 violated due 2023-12-31 0/0/1"}));
}

TEST(ExplainWindows, OutOfForceNothingIsGiven) {
  const auto rules = time_pack(time_duties(
      {"in_force: {from: 2023-07-01, until: 2023-08-31}, count: {rows: any_visit, at_least: 1, per: month}",
       "in_force: {from: 2024-01-01}, count: {rows: any_visit, at_least: 1, per: month}",
       "in_force: {until: 2023-11-30}, state: {require: {级别: is_high}, due: 2023-06-30}",
       "in_force: {from: 2023-06-02}, items: {rows: {of: faults}, done: fixed_on, due: deadline}",
       "in_force: {until: 2023-12-31}, state: {require: {级别: is_high}, due: 2023-06-30}"}));
  const Given given = on("2023-10-10", visits({"2023-07-02"}) + ", \"level\": \"high\", " +
                                           desk::rows_of("faults", "F", {"2023-06-01:\"deadline\": \"2023-06-05\"",
                                                                         "2023-06-02:\"deadline\": \"2023-06-05\""},
                                                         "found_on"));
  EXPECT_EQ(lines(*rules, given, "d"),
            (Lines{"2023-07 satisfied due 2023-07-31 met 2023-07-02 1/1/1", "2023-08 violated due 2023-08-31 0/0/1"}));
  EXPECT_EQ(lines(*rules, given, "d1"), (Lines{"campaign not_applicable"}));
  EXPECT_EQ(lines(*rules, given, "d2"), (Lines{"campaign not_applicable"}));
  EXPECT_EQ(lines(*rules, given, "d3"), (Lines{"F2 overdue due 2023-06-05"}));
  EXPECT_EQ(lines(*rules, given, "d4"), (Lines{"campaign satisfied due 2023-06-30"}));
}

TEST(ExplainWindows, BranchesByTheFirstDay) {
  const std::string changes = "\"changes\": [{\"field\": \"level\", \"value\": \"general\", \"from\": \"2023-05-01\"}, "
                              "{\"field\": \"level\", \"value\": \"high\", \"from\": \"2023-08-01\"}]";
  const std::string shape = "count: {rows: any_visit, at_least: 1, per: quarter}, unless: [{when: is_high, at_least: 3}]";
  const auto rules = time_pack(time_duties({shape, shape + ", governed_by: first_day"}));
  const Given given = on("2023-12-01", visits({}) + ", " + changes);
  EXPECT_EQ(lines(*rules, given, "d"), (Lines{"2023-Q2 violated due 2023-06-30 0/0/1", "2023-Q3 violated due 2023-09-30 0/0/3",
                                              "2023-Q4 pending due 2023-12-31 0/0/3"}));
  EXPECT_EQ(lines(*rules, given, "d1"), (Lines{"2023-Q2 violated due 2023-06-30 0/0/1", "2023-Q3 violated due 2023-09-30 0/0/1",
                                               "2023-Q4 pending due 2023-12-31 0/0/3"}));
}

}  // namespace
}  // namespace hegui::explain
