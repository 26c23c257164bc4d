// One row serves one instance: who gets it, and what may be said where that is open. docs/time.md 2.
#include "time_rules.h"

namespace hegui::testing {
namespace {

const char* const kOverlap = "count: {rows: {of: visits}, at_least: 1, serves: one, windows: [{label: a, from: 2023-06-01, until: 2023-06-30}, "
                             "{label: b, from: 2023-06-15, until: 2023-07-15}]}";

TEST(Serving, TheEarlierWindowFirst) {
  EXPECT_EQ(judged(kOverlap, visited({"2023-06-20"}), "2023-07-20"),
            "a: satisfied due 2023-06-30 met 2023-06-20 count 1/1/1\nb: violated due 2023-07-15 count 0/0/1\n");
  EXPECT_EQ(judged(kOverlap, visited({"2023-06-20", "2023-06-10"}), "2023-07-20"),
            "a: satisfied due 2023-06-30 met 2023-06-10 count 1/1/1\nb: satisfied due 2023-07-15 met 2023-06-20 count 1/1/1\n");
  EXPECT_EQ(judged(kOverlap, visited({"2023-06-25", "2023-06-20"}), "2023-07-20"),
            "a: satisfied due 2023-06-30 met 2023-06-20 count 1/1/1\nb: satisfied due 2023-07-15 met 2023-06-25 count 1/1/1\n");
}

TEST(Serving, AnEarlierWindowGivesWayToServeMore) {
  // The first window takes the 20th, the only one the second could have, only if there is no other.
  const char* const two = "count: {rows: {of: visits}, at_least: 2, serves: one, windows: [{label: a, from: 2023-06-01, until: 2023-06-30}, "
                          "{label: b, from: 2023-06-15, until: 2023-07-15}]}";
  EXPECT_EQ(judged(two, visited({"2023-06-20", "2023-06-03", "2023-06-05", "2023-07-02"}), "2023-07-20"),
            "a: satisfied due 2023-06-30 met 2023-06-05 count 2/2/2\nb: satisfied due 2023-07-15 met 2023-07-02 count 2/2/2\n");
}

TEST(Serving, Late) {
  const char* const owed = "count: {rows: {of: visits}, at_least: 1, serves: one, late: owed, windows: [{label: a, from: 2023-06-01, until: 2023-06-30}, "
                           "{label: b, from: 2023-07-01, until: 2023-07-15}]}";
  // The visit of 10 July is on time for b; the one of the 18th makes up for a.
  EXPECT_EQ(judged(owed, visited({"2023-07-10", "2023-07-18"}), "2023-07-20"),
            "a: satisfied_late due 2023-06-30 met 2023-07-18 count 1/1/1\nb: satisfied due 2023-07-15 met 2023-07-10 count 1/1/1\n");
  EXPECT_EQ(judged(owed, visited({"2023-07-10"}), "2023-07-20"),
            "a: overdue due 2023-06-30 count 0/0/1\nb: satisfied due 2023-07-15 met 2023-07-10 count 1/1/1\n");
}

TEST(Serving, WhereSomethingIsOnlyPossible) {
  // Some day of June is surely in a and may be in b: a has two sure rows and b may take one of them.
  EXPECT_EQ(judged(kOverlap, visited({"2023-06-20", "2023-06"}), "2023-07-20"),
            "a: satisfied due 2023-06-30 met 2023-06-30 count 1/1/1\n"
            "b: indeterminate due 2023-07-15 count 0/1/1 [date_imprecise V2.date]\n");
}

TEST(Serving, ItemsAndTriggers) {
  const std::string contracts = R"({"id":"E1","contracts":[{"id":"C1","start":"2023-01-01"},{"id":"C2","start":"2023-01-01"}],"visits":[{"id":"V1","date":"2023-06-02"}]})";
  EXPECT_EQ(judged("items: {rows: {of: contracts}, with: {of: visits}, per: quarter, at_least: 1}", contracts, "2023-07-01"),
            "C1/2023-Q2: satisfied due 2023-06-30 met 2023-06-02 count 1/1/1\nC2/2023-Q2: satisfied due 2023-06-30 met 2023-06-02 count 1/1/1\n"
            "C1/2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\nC2/2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
  EXPECT_EQ(judged("items: {rows: {of: contracts}, with: {of: visits}, per: quarter, at_least: 1, serves: one}", contracts, "2023-07-01"),
            "C1/2023-Q2: satisfied due 2023-06-30 met 2023-06-02 count 1/1/1\nC2/2023-Q2: violated due 2023-06-30 count 0/0/1\n"
            "C1/2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\nC2/2023-Q3: pending due 2023-09-30 count 0/0/1 changes 2023-10-01\n");
  const std::string faults = R"({"id":"E1","faults":[{"id":"F1","found_on":"2023-06-01"},{"id":"F2","found_on":"2023-06-03"}],"visits":[{"id":"V1","date":"2023-06-05"}]})";
  EXPECT_EQ(judged("respond: {to: {of: faults}, on: found_on, within_days: 10, with: {of: visits}, serves: one}", faults, "2023-06-30"),
            "F1: satisfied due 2023-06-11 met 2023-06-05 count 1/1/1\nF2: overdue due 2023-06-13 count 0/0/1\n");
}

}  // namespace
}  // namespace hegui::testing
