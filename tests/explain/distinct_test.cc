// Rows that count once, spans of days in a row: section 2 of docs/time.md.
#include <random>

#include "explain/time_fixture.h"

namespace hegui::explain {
namespace {

using desk::day;
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

/// All choices of a day for each range: the fewest and the most different days.
void try_all(const std::vector<DateRange>& ranges, size_t at, std::vector<Day>& chosen, size_t& fewest, size_t& most_own) {
  if (at == ranges.size()) {
    std::set<Day> days(chosen.begin(), chosen.end());
    fewest = std::min(fewest, days.size());
    most_own = std::max(most_own, days.size());
    return;
  }
  for (Day d = ranges[at].lo; d <= ranges[at].hi; ++d) {
    chosen.push_back(d);
    try_all(ranges, at + 1, chosen, fewest, most_own);
    chosen.pop_back();
  }
}

TEST(ExplainDistinct, LeastAndMostDaysAgainstEveryChoice) {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    std::vector<DateRange> ranges;
    for (size_t n = random() % 6; n > 0; --n) {
      const Day lo = static_cast<Day>(random() % 6);
      ranges.push_back({lo, lo + static_cast<Day>(random() % 4)});
    }
    size_t fewest = 99, most = 0;
    std::vector<Day> chosen;
    try_all(ranges, 0, chosen, fewest, most);
    EXPECT_EQ(least_days(ranges), static_cast<int64_t>(fewest));
    EXPECT_EQ(most_days(ranges), static_cast<int64_t>(most));
  }
}

TEST(ExplainDistinct, RowsOfOneDayCountOnce) {
  const auto rules = time_pack();
  const auto june = [&](const std::vector<std::string>& dates) {
    return lines(*rules, on("2023-07-20", visits(dates)), "visits-on-days")[1];
  };
  EXPECT_EQ(june({"2023-06-02", "2023-06-02"}), "2023-06 violated due 2023-06-30 1/1/2");
  EXPECT_EQ(june({"2023-06-02", "2023-06-02", "2023-06-09"}), "2023-06 satisfied due 2023-06-30 met 2023-06-09 2/2/2");
  // Some day of June may be the second of June.
  EXPECT_EQ(june({"2023-06-02", "2023-06"}), "2023-06 indeterminate due 2023-06-30 1/2/2 [date_imprecise V2.date]");
  // Two rows of unknown days within one month may lie on one day.
  EXPECT_EQ(june({"2023-06", "2023-06"}),
            "2023-06 indeterminate due 2023-06-30 1/2/2 [date_imprecise V1.date] [date_imprecise V2.date]");
  EXPECT_EQ(june({"2023-06-02", "-"}), "2023-06 indeterminate due 2023-06-30 1/2/2 [field_missing V2.date]");
}

TEST(ExplainDistinct, RowsOfOneKeyCountOnce) {
  const auto rules = time_pack();
  const auto places = [&](const std::vector<std::string>& dates) {
    return lines(*rules, on("2024-01-10", visits(dates)), "visits-of-places")[0];
  };
  EXPECT_EQ(places({"2023-07-02:\"place\": \"a\"", "2023-07-03:\"place\": \"a\"", "2023-07-04:\"place\": \"b\""}),
            "check violated due 2023-12-31 2/2/3");
  EXPECT_EQ(places({"2023-07-02:\"place\": \"a\"", "2023-07-04:\"place\": \"b\"", "2023-07-09:\"place\": \"c\""}),
            "check satisfied due 2023-12-31 met 2023-07-09 3/3/3");
  // An unknown place may be one of the known ones, or a third.
  EXPECT_EQ(places({"2023-07-02:\"place\": \"a\"", "2023-07-04:\"place\": \"b\"", "2023-07-09"}),
            "check indeterminate due 2023-12-31 2/3/3 [field_missing V3.place]");
  EXPECT_EQ(places({"2023-07-02", "2023-07-04"}), "check violated due 2023-12-31 1/2/3");
}

TEST(ExplainRolling, EverySpanOfDays) {
  const auto rules = time_pack(time_duties(
      {"count: {rows: any_visit, at_least: 1, rolling: 30, within: {from: 2023-07-01, until: 2023-09-30}}",
       "count: {rows: any_visit, at_most: 1, rolling: 7, within: {from: 2023-07-01, until: 2023-09-30}}",
       "count: {rows: any_visit, at_least: 1, rolling: 100, within: {from: 2023-07-01, until: 2023-09-30}}"}));
  const std::string label = "2023-07-01/2023-09-30 ";
  // From 31 July on no span of thirty days lacks a visit; 1 to 30 July has one.
  const std::vector<std::string> good = {"2023-07-30", "2023-08-28", "2023-09-26"};
  EXPECT_EQ(lines(*rules, on("2023-10-01", visits(good)), "d"), (Lines{label + "satisfied due 2023-09-30 1/1/1"}));
  EXPECT_EQ(lines(*rules, on("2023-09-30", visits(good)), "d"), (Lines{label + "pending due 2023-09-30 1/1/1"}));
  EXPECT_EQ(lines(*rules, on("2023-07-29", visits({})), "d"), (Lines{label + "pending due 2023-09-30"}));
  EXPECT_EQ(lines(*rules, on("2023-07-30", visits({})), "d"),
            (Lines{label + "violated due 2023-09-30 0/0/1 [not_held(2023-07-01)(2023-07-30)]"}));
  EXPECT_EQ(lines(*rules, on("2023-10-01", visits({"2023-07-30", "2023-08-30", "2023-09-26"})), "d"),
            (Lines{label + "violated due 2023-09-30 0/0/1 [not_held(2023-07-31)(2023-08-29)]"}));
  EXPECT_EQ(lines(*rules, on("2023-10-01", visits({"2023-07-30", "2023-08", "2023-09-26"})), "d"),
            (Lines{label + "indeterminate due 2023-09-30 0/1/1 [date_imprecise V2.date]"}));
  EXPECT_EQ(lines(*rules, on("2023-10-01", visits(good) + ", \"complete_through\": {\"visits\": \"2023-09-15\"}"), "d"),
            (Lines{label + "satisfied due 2023-09-30 1/?/1"}));
  EXPECT_EQ(lines(*rules, on("2023-08-01", visits({"2023-07-02", "2023-07-08"})), "d1"),
            (Lines{label + "violated due 2023-09-30 2/2/1 [not_held(2023-07-02)(2023-07-08)]"}));
  EXPECT_EQ(lines(*rules, on("2023-10-01", visits({"2023-07-02", "2023-07-09"})), "d1"),
            (Lines{label + "satisfied due 2023-09-30 1/1/1"}));
  EXPECT_EQ(lines(*rules, on("2023-08-01", visits({})), "d2"), (Lines{label + "not_applicable"}));
}

}  // namespace
}  // namespace hegui::explain
