// Every span of so many days. docs/time.md 2.
#include "time_rules.h"

namespace hegui::testing {
namespace {

const char* const kMonthly = "count: {rows: {of: visits}, at_least: 1, rolling: 30, within: {from: 2023-06-01, until: 2023-07-31}}";
const char* const kRarely = "count: {rows: {of: visits}, at_most: 1, rolling: 10, within: {from: 2023-06-01, until: 2023-07-31}}";

TEST(Rolling, AtLeast) {
  EXPECT_EQ(judged(kMonthly, visited({"2023-06-10", "2023-07-05"}), "2023-08-05"), "2023-06-01/2023-07-31: satisfied due 2023-07-31 count 1/1/1\n");
  EXPECT_EQ(judged(kMonthly, visited({"2023-06-10", "2023-07-05"}), "2023-07-31"),
            "2023-06-01/2023-07-31: pending due 2023-07-31 count 1/1/1 changes 2023-08-01\n");
  // The thirty days from 11 June on pass without a visit on 10 July.
  EXPECT_EQ(judged(kMonthly, visited({"2023-06-10"}), "2023-07-09"), "2023-06-01/2023-07-31: pending due 2023-07-31 count 1/1/1 changes 2023-07-10\n");
  EXPECT_EQ(judged(kMonthly, visited({"2023-06-10"}), "2023-07-12"),
            "2023-06-01/2023-07-31: violated due 2023-07-31 count 0/0/1 [not_held 2023-06-11 2023-07-10]\n");
  EXPECT_EQ(judged(kMonthly, visited({}), "2023-06-10"), "2023-06-01/2023-07-31: pending due 2023-07-31 changes 2023-06-30\n");
}

TEST(Rolling, WhatIsNotKnown) {
  EXPECT_EQ(judged(kMonthly, visited({"2023-06-10", "2023-07"}), "2023-08-05"),
            "2023-06-01/2023-07-31: indeterminate due 2023-07-31 count 0/1/1 [date_imprecise V2.date]\n");
  EXPECT_EQ(judged(kMonthly, R"({"id":"E1"})", "2023-08-05"),
            "2023-06-01/2023-07-31: indeterminate due 2023-07-31 count 0/*/1 [collection_absent E1.visits]\n");
  EXPECT_EQ(judged(kMonthly, visited({}, R"(,"opened_on":"2023-07-10")"), "2023-08-05"), "2023-06-01/2023-07-31: not_applicable\n");
}

TEST(Rolling, AtMost) {
  EXPECT_EQ(judged(kRarely, visited({"2023-06-02", "2023-06-08"}), "2023-06-09"),
            "2023-06-01/2023-07-31: violated due 2023-07-31 count 2/2/1 [not_held 2023-06-01 2023-06-10]\n");
  EXPECT_EQ(judged(kRarely, visited({"2023-06-12", "2023-06-21"}), "2023-06-25"),
            "2023-06-01/2023-07-31: violated due 2023-07-31 count 2/2/1 [not_held 2023-06-12 2023-06-21]\n");
  EXPECT_EQ(judged(kRarely, visited({"2023-06-12", "2023-06-22"}), "2023-08-05"), "2023-06-01/2023-07-31: satisfied due 2023-07-31 count 1/1/1\n");
  EXPECT_EQ(judged("count: {rows: {of: visits}, at_most: 1, rolling: 10, distinct: day, within: {from: 2023-06-01, until: 2023-07-31}}",
                   visited({"2023-06-12", "2023-06-12"}), "2023-08-05"),
            "2023-06-01/2023-07-31: satisfied due 2023-07-31 count 1/1/1\n");
}

}  // namespace
}  // namespace hegui::testing
