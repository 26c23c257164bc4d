// One row serves one instance: section 2 of docs/time.md.
#include <numeric>
#include <random>

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

Lines of(const std::vector<std::string>& dates, const std::string& more = "") {
  return lines(*time_pack(), on("2023-08-10", visits(dates) + more), "one-visit-one-window");
}

TEST(ExplainServing, OneVisitServesTheEarlierWindow) {
  // Windows 1 to 20 July and 10 to 31 July.
  EXPECT_EQ(of({"2023-07-15"}), (Lines{"early satisfied due 2023-07-20 met 2023-07-15 1/1/1", "late violated due 2023-07-31 0/0/1"}));
  EXPECT_EQ(of({"2023-07-15", "2023-07-16"}), (Lines{"early satisfied due 2023-07-20 met 2023-07-15 1/1/1",
                                                     "late satisfied due 2023-07-31 met 2023-07-16 1/1/1"}));
  // The earlier window takes the visit that only it can use, though a later one comes first in the list.
  EXPECT_EQ(of({"2023-07-15", "2023-07-05"}), (Lines{"early satisfied due 2023-07-20 met 2023-07-05 1/1/1",
                                                     "late satisfied due 2023-07-31 met 2023-07-15 1/1/1"}));
  EXPECT_EQ(of({"2023-07-25"}), (Lines{"early violated due 2023-07-20 0/0/1", "late satisfied due 2023-07-31 met 2023-07-25 1/1/1"}));
}

TEST(ExplainServing, InDoubtOnlyBoundsAreKnown) {
  // One sure visit, and one on some day of July: either window may get the one or the other.
  EXPECT_EQ(of({"2023-07-15", "2023-07"}), (Lines{"early indeterminate due 2023-07-20 0/1/1 [date_imprecise V2.date]",
                                                  "late indeterminate due 2023-07-31 0/1/1 [date_imprecise V2.date]"}));
  // Three sure ones are enough for both, whatever becomes of the rest.
  EXPECT_EQ(of({"2023-07-15", "2023-07-16", "2023-07-17", "-"}),
            (Lines{"early satisfied due 2023-07-20 met 2023-07-16 1/1/1", "late satisfied due 2023-07-31 met 2023-07-16 1/1/1"}));
}

TEST(ExplainServing, OwedRowsServeAfterThoseInTime) {
  const auto rules = time_pack(time_duties(
      {"count: {rows: any_visit, at_least: 1, windows: [{label: a, from: 2023-07-01, until: 2023-07-10}, {label: b, from: "
       "2023-07-05, until: 2023-07-20}], serves: one, late: owed}"}));
  const auto both = [&](const std::vector<std::string>& dates) { return lines(*rules, on("2023-08-10", visits(dates))); };
  // The visit of the 15th is in time for b; a has to wait for the one of the 25th.
  EXPECT_EQ(both({"2023-07-15", "2023-07-25"}), (Lines{"a satisfied_late due 2023-07-10 met 2023-07-25 1/1/1",
                                                       "b satisfied due 2023-07-20 met 2023-07-15 1/1/1"}));
  EXPECT_EQ(both({"2023-07-15"}), (Lines{"a overdue due 2023-07-10 0/0/1", "b satisfied due 2023-07-20 met 2023-07-15 1/1/1"}));
  EXPECT_EQ(both({"2023-07-25"}), (Lines{"a satisfied_late due 2023-07-10 met 2023-07-25 1/1/1", "b overdue due 2023-07-20 0/0/1"}));
}

TEST(ExplainServing, TriggersAndItems) {
  const auto rules = time_pack(time_duties({"respond: {to: report, on: submitted_on, within_days: 10, with: any_visit, serves: one, "
                                            "late: lost}",
                                            "items: {rows: {of: contracts}, with: any_visit, per: month, at_least: 1, serves: one, "
                                            "within: {from: 2023-07-01, until: 2023-07-31}}"}));
  const std::string both = "\"reports\": [{\"id\": \"R1\", \"submitted_on\": \"2023-07-03\"}, {\"id\": \"R2\", \"submitted_on\": "
                           "\"2023-07-01\"}], \"contracts\": [{\"id\": \"C1\", \"start\": \"2023-01-01\"}, {\"id\": \"C2\", \"start\": "
                           "\"2023-01-01\"}], ";
  const Given given = on("2023-08-10", both + visits({"2023-07-04"}));
  EXPECT_EQ(lines(*rules, given, "d"), (Lines{"R2 satisfied due 2023-07-11 met 2023-07-04 1/1/1", "R1 violated due 2023-07-13 0/0/1"}));
  EXPECT_EQ(lines(*rules, given, "d1"), (Lines{"C1/2023-07 satisfied due 2023-07-31 met 2023-07-04 1/1/1",
                                               "C2/2023-07 violated due 2023-07-31 0/0/1"}));
}

/// All ways of giving rows to windows: the lexicographically greatest vector of numbers, earlier windows first.
std::vector<int> best(const std::vector<std::vector<bool>>& edges, std::vector<int> units, size_t row) {
  if (edges.empty() || row == edges[0].size()) return std::vector<int>(edges.size(), 0);
  std::vector<int> winner = best(edges, units, row + 1);
  for (size_t w = 0; w < edges.size(); ++w) {
    if (!edges[w][row] || units[w] == 0) continue;
    std::vector<int> left = units;
    --left[w];
    std::vector<int> got = best(edges, left, row + 1);
    ++got[w];
    if (got > winner) winner = got;
  }
  return winner;
}

TEST(ExplainServing, AsManyAsCanBeServedAgainstEveryAssignment) {
  std::mt19937 random(11);
  for (int round = 0; round < 60; ++round) {
    // Windows over ten days of July, all with one number; visits on some of these days.
    std::string windows;
    std::vector<std::pair<int, int>> days;
    const int number = 1 + static_cast<int>(random() % 2);
    for (int w = 0; w < 3; ++w) {
      const int from = 1 + static_cast<int>(random() % 8), until = from + static_cast<int>(random() % 4);
      days.emplace_back(from, until);
      windows += std::string(w ? ", " : "") + "{label: w" + std::to_string(w) + ", from: 2023-07-0" + std::to_string(from) +
                 ", until: 2023-07-" + (until < 10 ? "0" : "") + std::to_string(until) + "}";
    }
    std::vector<std::string> dates;
    std::vector<int> on_day;
    for (size_t n = random() % 6; n > 0; --n) {
      on_day.push_back(1 + static_cast<int>(random() % 11));
      dates.push_back("2023-07-" + std::string(on_day.back() < 10 ? "0" : "") + std::to_string(on_day.back()));
    }
    const auto rules = time_pack(time_duties({"count: {rows: any_visit, at_least: " + std::to_string(number) + ", windows: [" +
                                              windows + "], serves: one}"}));
    const Findings findings = desk::run(*rules, on("2023-08-10", visits(dates)));
    std::vector<size_t> order{0, 1, 2};  // by due day, first day, label
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return std::make_tuple(days[a].second, days[a].first, a) < std::make_tuple(days[b].second, days[b].first, b);
    });
    std::vector<std::vector<bool>> edges(3);
    for (size_t k = 0; k < 3; ++k)
      for (const int d : on_day) edges[k].push_back(d >= days[order[k]].first && d <= days[order[k]].second);
    const std::vector<int> expected = best(edges, std::vector<int>(3, number), 0);
    for (size_t k = 0; k < 3; ++k) {
      for (const FindingRow& row : findings.rows) {
        if (findings.label(row) != "w" + std::to_string(order[k])) continue;
        EXPECT_EQ(row.low, expected[k]) << windows << " label w" << order[k] << " round " << round;
        EXPECT_EQ(row.high, expected[k]);
      }
    }
  }
}

}  // namespace
}  // namespace hegui::explain
