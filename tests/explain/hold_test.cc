// What must hold on every day: section 4 of docs/time.md.
#include "explain/time_fixture.h"

namespace hegui::explain {
namespace {

using desk::Given;
using desk::Lines;
using desk::lines;
using desk::time_duties;
using desk::time_pack;

Given on(const std::string& as_of, const std::string& enterprise) {
  Given given;
  given.as_of = as_of;
  given.enterprise = enterprise;
  return given;
}

const std::string kFaults =
    "\"faults\": [{\"id\": \"F1\", \"found_on\": \"2023-06-28\", \"fixed_on\": \"2023-07-03\"}, "
    "{\"id\": \"F2\", \"found_on\": \"2023-07-10\", \"fixed_on\": \"2023-07-11\"}]";

TEST(ExplainHold, RunsOfDaysOnWhichItDidNotHold) {
  const auto rules = time_pack();
  EXPECT_EQ(lines(*rules, on("2023-08-01", kFaults), "always-sound"),
            (Lines{"2023-05 satisfied due 2023-05-31", "2023-06 violated due 2023-06-30 [not_held(2023-06-28)(2023-06-30)]",
                   "2023-07 violated due 2023-07-31 [not_held(2023-07-01)(2023-07-02)] [not_held(2023-07-10)(2023-07-10)]",
                   "2023-08 pending due 2023-08-31"}));
  // A fault that is still there.
  EXPECT_EQ(lines(*rules, on("2023-06-29", kFaults), "always-sound")[1],
            "2023-06 violated due 2023-06-30 [not_held(2023-06-28)(2023-06-29)]");
  EXPECT_EQ(lines(*rules, on("2023-06-27", kFaults), "always-sound")[1], "2023-06 pending due 2023-06-30");
}

TEST(ExplainHold, DaysThatAreNotKnown) {
  const auto rules = time_pack();
  const std::string faults = "\"faults\": [{\"id\": \"F1\", \"found_on\": \"2023-06\", \"fixed_on\": \"2023-06-20\"}]";
  EXPECT_EQ(lines(*rules, on("2023-07-05", faults), "always-sound")[1],
            "2023-06 indeterminate due 2023-06-30 [date_imprecise F1.found_on]");
  EXPECT_EQ(lines(*rules, on("2023-07-05", faults), "always-sound")[2], "2023-07 pending due 2023-07-31");
  EXPECT_EQ(lines(*rules, on("2023-07-05", ""), "always-sound")[1],
            "2023-06 indeterminate due 2023-06-30 [collection_absent E1.faults]");
}

TEST(ExplainHold, SuspendedDaysAreNotAsked) {
  const auto rules = time_pack();
  const auto july = [&](const std::string& suspensions) {
    return lines(*rules, on("2023-08-01", kFaults + ", \"suspensions\": [" + suspensions + "]"), "always-sound")[2];
  };
  EXPECT_EQ(july(R"({"from": "2023-07-01", "to": "2023-07-10"})"), "2023-07 satisfied due 2023-07-31");
  EXPECT_EQ(july(R"({"from": "2023-07-02", "to": "2023-07-10"})"),
            "2023-07 violated due 2023-07-31 [not_held(2023-07-01)(2023-07-01)]");
  EXPECT_EQ(july(R"({"from": "2023-06-20"})"), "2023-07 not_applicable");
  EXPECT_EQ(july(R"({"from": "2023-07", "to": "2023-07-10"})"),
            "2023-07 indeterminate due 2023-07-31 [date_imprecise suspensions[2023-07].from]");
}

TEST(ExplainHold, OnceThroughTheWholeFrame) {
  const auto rules = time_pack(time_duties({"hold: {holds: no_fault, within: check}", "when: is_high, hold: {holds: no_fault}"}));
  const std::string level = kFaults + ", \"level\": \"general\"";
  EXPECT_EQ(lines(*rules, on("2024-01-01", level), "d"),
            (Lines{"check violated due 2023-12-31 [not_held(2023-07-01)(2023-07-02)] [not_held(2023-07-10)(2023-07-10)]"}));
  EXPECT_EQ(lines(*rules, on("2023-06-30", level), "d"), (Lines{}));
  EXPECT_EQ(lines(*rules, on("2024-01-01", level), "d1"), (Lines{"campaign not_applicable"}));
}

}  // namespace
}  // namespace hegui::explain
