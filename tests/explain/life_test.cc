// The same holder under every day of an imprecise opening or end: section 3 of docs/evaluation.md.
#include "explain/fixture.h"

namespace hegui::explain {
namespace {

using desk::duties;
using desk::Given;
using desk::lines;
using desk::Lines;
using desk::pack;

Given on(const char* day, const std::string& enterprise) {
  Given given;
  given.as_of = day;
  given.enterprise = enterprise;
  return given;
}

TEST(ExplainLife, StatesAreAskedOnEveryDayOfTheEnd) {
  const auto rules = pack(duties({"state: {require: {x: \"day <= date('2023-10-10') || day >= date('2023-10-20')\"}}",
                                  "state: {require: {x: holder.has_body}}"}));
  EXPECT_EQ(lines(*rules, on("2024-01-10", "\"ceased_on\": \"2023-10\"")),
            (Lines{"campaign indeterminate due 2023-10-31 [date_imprecise E1.ceased_on]"}));
  EXPECT_EQ(lines(*rules, on("2024-01-10", "\"ceased_on\": \"2023-11\"")), (Lines{"campaign satisfied due 2023-11-30"}));
  EXPECT_EQ(lines(*rules, on("2024-01-10", "\"has_body\": false, \"ceased_on\": \"2023-10\""), "d1"),
            (Lines{"campaign overdue due 2023-10-31 [check_failed(x)]"}));
}

TEST(ExplainLife, BothDatesTogether) {
  const auto rules = pack(duties({"state: {require: {x: holder.has_body}}"}));
  // Opened and ended in December: the end may come first, though neither month alone leaves the frame empty.
  EXPECT_EQ(lines(*rules, on("2024-01-10", "\"has_body\": true, \"opened_on\": \"2023-12\", \"ceased_on\": \"2023-12\"")),
            (Lines{"campaign indeterminate due 2023-12-31 [date_imprecise E1.ceased_on] [date_imprecise E1.opened_on]"}));
  EXPECT_EQ(lines(*rules, on("2024-01-10", "\"has_body\": true, \"opened_on\": \"2023-11\", \"ceased_on\": \"2023-12\"")),
            (Lines{"campaign satisfied due 2023-12-31"}));
}

TEST(ExplainLife, TheDefaultDueOfItems) {
  const auto rules = pack(duties({"items: {rows: {of: hazards}, done: fixed_on}"}));
  const auto fixed = [&](const char* day) {
    return lines(*rules, on("2024-01-10", std::string("\"hazards\": [{\"id\": \"H1\", \"found_on\": \"2023-06-01\", \"fixed_on\": \"") + day +
                                              "\"}], \"ceased_on\": \"2023-10\""));
  };
  EXPECT_EQ(fixed("2023-09-30"), (Lines{"H1 satisfied due 2023-10-31 met 2023-09-30"}));
  EXPECT_EQ(fixed("2023-10-02"), (Lines{"H1 indeterminate due 2023-10-31 met 2023-10-02 [date_imprecise E1.ceased_on]"}));
  EXPECT_EQ(fixed("2023-11-02"), (Lines{"H1 satisfied_late due 2023-10-31 met 2023-11-02"}));
}

TEST(ExplainLife, PendingStaysAndNothingBindsStays) {
  const auto rules = pack(duties({"state: {require: {x: holder.has_body}}", "state: {require: {x: holder.has_body}}"}));
  EXPECT_EQ(lines(*rules, on("2023-06-15", "\"has_body\": false, \"opened_on\": \"2023-06\"")),
            (Lines{"campaign pending due 2023-12-31 [check_failed(x)]"}));
  EXPECT_EQ(lines(*rules, on("2023-06-15", "\"has_body\": true, \"opened_on\": \"2023-06\"")),
            (Lines{"campaign indeterminate due 2023-12-31 [date_imprecise E1.opened_on]"}));
  EXPECT_EQ(lines(*rules, on("2023-06-15", "\"has_body\": true, \"ceased_on\": \"2023-04\"")), (Lines{"campaign not_applicable"}));
}

TEST(ExplainLife, AnEndThatMayLieAhead) {
  const auto rules = pack(duties({"state: {require: {x: \"day <= date('2023-10-10')\"}}"}));
  // As of the 12th: ended on the first, satisfied; not ended yet, pending until the end of the campaign.
  EXPECT_EQ(lines(*rules, on("2023-10-12", "\"ceased_on\": \"2023-10\"")),
            (Lines{"campaign pending due 2023-12-31 [check_failed(x)]"}));
  EXPECT_EQ(lines(*rules, on("2023-10-09", "\"ceased_on\": \"2023-10\"")), (Lines{"campaign satisfied due 2023-12-31"}));
}

}  // namespace
}  // namespace hegui::explain
