// Due days: days of a month, working days, shift, grace, the end of the calendar: section 3 of docs/time.md.
#include "explain/time_fixture.h"

namespace hegui::explain {
namespace {

using desk::dated_lines;
using desk::Given;
using desk::Lines;
using desk::rows_of;
using desk::time_duties;
using desk::time_pack;
using desk::visits;

Given on(const std::string& as_of, const std::string& enterprise) {
  Given given;
  given.as_of = as_of;
  given.enterprise = enterprise;
  return given;
}

/// A calendar that covers 2023 to 2026, with the rest days of two spring festivals.
const char* const kToTheEndOf2026 =
    "coverage: {first: \"2023-01-01\", last: \"2026-12-31\"}\nyears:\n  2023: {holidays: []}\n  2024: {holidays: []}\n"
    "  2025: {holidays: []}\n  2026: {holidays: [\"2026-02-16\", \"2026-02-17\"]}\n";

Lines monthly_due_days() { return dated_lines(*time_pack(), on("2024-01-15", "\"reports\": []"), "monthly-report"); }

TEST(ExplainTiming, MonthlyReportOfJuneIsDueOnTheWorkingSundayThe25th) {
  EXPECT_EQ(monthly_due_days()[1], "2023-06 overdue due 2023-06-25 0/0/1");
}
TEST(ExplainTiming, MonthlyReportOfJulyIsDueOnThe25th) {
  EXPECT_EQ(monthly_due_days()[2], "2023-07 overdue due 2023-07-25 0/0/1");
}
TEST(ExplainTiming, MonthlyReportOfAugustIsDueOnThe25th) {
  EXPECT_EQ(monthly_due_days()[3], "2023-08 overdue due 2023-08-25 0/0/1");
}
TEST(ExplainTiming, MonthlyReportOfSeptemberIsDueOnThe25th) {
  EXPECT_EQ(monthly_due_days()[4], "2023-09 overdue due 2023-09-25 0/0/1");
}
TEST(ExplainTiming, MonthlyReportOfOctoberIsDueOnThe25th) {
  EXPECT_EQ(monthly_due_days()[5], "2023-10 overdue due 2023-10-25 0/0/1");
}
TEST(ExplainTiming, MonthlyReportOfNovemberIsDueOnTheFridayBefore) {
  EXPECT_EQ(monthly_due_days()[6], "2023-11 overdue due 2023-11-24 0/0/1 nominal 2023-11-25");
}
TEST(ExplainTiming, MonthlyReportOfDecemberIsDueOnThe25th) {
  EXPECT_EQ(monthly_due_days()[7], "2023-12 overdue due 2023-12-25 0/0/1");
  EXPECT_EQ(monthly_due_days().size(), 8U);
}

TEST(ExplainTiming, LastDayOfTheMonthAndOfTheNext) {
  const auto rules = time_pack(time_duties({"count: {rows: any_visit, at_least: 1, per: quarter, due: {day: last}}",
                                            "count: {rows: any_visit, at_least: 1, per: quarter, due: {day: last, month: next}}",
                                            "count: {rows: any_visit, at_least: 1, per: month, due: {grace: {days: 5}}}"}));
  const Given given = on("2023-10-01", visits({"2023-07-02", "2023-10-01"}));
  EXPECT_EQ(dated_lines(*rules, given, "d")[1], "2023-Q3 satisfied due 2023-09-30 met 2023-07-02 2/2/1");
  EXPECT_EQ(dated_lines(*rules, given, "d1")[0], "2023-Q2 satisfied_late due 2023-07-31 met 2023-07-02 2/2/1");
  // Evidence after the window does not count on time, though its due day is later.
  EXPECT_EQ(dated_lines(*rules, given, "d2")[1], "2023-06 satisfied_late due 2023-07-05 met 2023-07-02 2/2/1 nominal 2023-06-30");
  EXPECT_EQ(dated_lines(*rules, given, "d2")[4], "2023-09 satisfied_late due 2023-10-05 met 2023-10-01 1/1/1 nominal 2023-09-30");
}

TEST(ExplainTiming, ReportsBelongToTheMonthTheyName) {
  const auto rules = time_pack();
  const std::string reports = "\"reports\": [{\"id\": \"R1\", \"period\": \"2023-06\", \"submitted_on\": \"2023-06-25\"}, "
                              "{\"id\": \"R2\", \"period\": \"2023-07\", \"submitted_on\": \"2023-09-01\"}, "
                              "{\"id\": \"R3\", \"submitted_on\": \"2023-08-20\"}]";
  const Lines got = dated_lines(*rules, on("2023-09-10", reports), "monthly-report");
  EXPECT_EQ(got, (Lines{"2023-05 indeterminate due 2023-05-25 0/1/1 [field_missing R3.period]",
                        "2023-06 satisfied due 2023-06-25 met 2023-06-25 1/2/1",
                        "2023-07 satisfied_late due 2023-07-25 met 2023-09-01 1/2/1",
                        "2023-08 indeterminate due 2023-08-25 0/1/1 [field_missing R3.period]",
                        "2023-09 pending due 2023-09-25 0/1/1"}));
}

TEST(ExplainTiming, GraceIsCountedFromTheShiftedDay) {
  // 5 July 2023 is a Wednesday; 5 August a Saturday, so the 7th, and three days more.
  const Lines got = dated_lines(*time_pack(), on("2023-08-10", "\"reports\": [{\"id\": \"R1\", \"period\": \"2023-07\", "
                                                              "\"submitted_on\": \"2023-08-10\"}]"),
                                "report-by-next-month");
  EXPECT_EQ(got[1], "2023-06 violated due 2023-07-08 0/0/1 nominal 2023-07-05");
  EXPECT_EQ(got[2], "2023-07 satisfied due 2023-08-10 met 2023-08-10 1/1/1 nominal 2023-08-05");
}

TEST(ExplainTiming, WorkingDaysSkipTheHoliday) {
  // Handed in on Wednesday 21 June; Thursday to Saturday rest; the third working day after it is Tuesday 27 June.
  const std::string given_report = "\"reports\": [{\"id\": \"R1\", \"submitted_on\": \"2023-06-21\"}], ";
  const auto answer = [&](const std::string& as_of, const std::vector<std::string>& dates) {
    return dated_lines(*time_pack(), on(as_of, given_report + visits(dates)), "answered");
  };
  EXPECT_EQ(answer("2023-06-27", {}), (Lines{"R1 pending due 2023-06-27 0/0/1"}));
  EXPECT_EQ(answer("2023-06-28", {}), (Lines{"R1 overdue due 2023-06-27 0/0/1"}));
  EXPECT_EQ(answer("2023-06-30", {"2023-06-27:\"report\": \"R1\""}), (Lines{"R1 satisfied due 2023-06-27 met 2023-06-27 1/1/1"}));
}

TEST(ExplainTiming, ItemsMoveToTheNextWorkingDay) {
  // Found on 24 September, due on the 29th; the holiday lasts until 6 October, and Saturday the 7th is worked.
  const std::string fault = rows_of("faults", "F", {"2023-09-24:\"fixed_on\": \"2023-10-07\""}, "found_on");
  EXPECT_EQ(dated_lines(*time_pack(), on("2023-10-08", fault), "faults-fixed"),
            (Lines{"F1 satisfied due 2023-10-07 met 2023-10-07 nominal 2023-09-29"}));
}

TEST(ExplainTiming, AnImpreciseBaseMakesARange) {
  const auto rules = time_pack(time_duties({"items: {rows: {of: faults}, done: fixed_on, due: {after: found_on, working_days: 2}}",
                                            "respond: {to: {of: faults}, on: found_on, due: deadline, with: any_visit}"}));
  const std::string fault = "\"faults\": [{\"id\": \"F1\", \"found_on\": \"2023-06-01\", \"deadline\": \"2023-07\"}], ";
  EXPECT_EQ(dated_lines(*rules, on("2023-06-06", fault + visits({})), "d"), (Lines{"F1 overdue due 2023-06-05"}));
  EXPECT_EQ(dated_lines(*rules, on("2023-06-30", fault + visits({})), "d1"), (Lines{"F1 pending 0/0/1"}));
  EXPECT_EQ(dated_lines(*rules, on("2023-07-20", fault + visits({})), "d1"),
            (Lines{"F1 indeterminate 0/0/1 [date_imprecise F1.deadline]"}));
  EXPECT_EQ(dated_lines(*rules, on("2023-08-01", fault + visits({})), "d1"), (Lines{"F1 overdue 0/0/1"}));
  EXPECT_EQ(dated_lines(*rules, on("2023-08-01", fault + visits({"2023-06-30"})), "d1"), (Lines{"F1 satisfied met 2023-06-30 1/1/1"}));
}

TEST(ExplainTiming, AnUnpublishedYearLeavesARange) {
  const auto rules = time_pack(
      time_duties({"count: {rows: any_visit, at_least: 1, per: month, within: {from: 2027-02-01, until: 2027-03-31}, due: {day: 25, "
                   "shift: previous_working_day}}"}),
      kToTheEndOf2026);
  // The 25th, or as far back as a rest of fourteen days allows: the 11th.
  const auto first = [&](const std::string& as_of, const std::vector<std::string>& dates) {
    return dated_lines(*rules, on(as_of, visits(dates)))[0];
  };
  EXPECT_EQ(first("2027-02-11", {}), "2027-02 pending 0/0/1 nominal 2027-02-25");
  EXPECT_EQ(first("2027-02-12", {}), "2027-02 indeterminate 0/0/1 [calendar_unknown(2027-02-25)] nominal 2027-02-25");
  EXPECT_EQ(first("2027-02-26", {}), "2027-02 overdue 0/0/1 nominal 2027-02-25");
  EXPECT_EQ(first("2027-02-26", {"2027-02-11"}), "2027-02 satisfied met 2027-02-11 1/1/1 nominal 2027-02-25");
  EXPECT_EQ(first("2027-02-26", {"2027-02-12"}), "2027-02 indeterminate met 2027-02-12 1/1/1 [calendar_unknown(2027-02-25)] nominal 2027-02-25");
}

TEST(ExplainTiming, WorkingDaysBeyondTheCalendar) {
  // Tuesday 29 December 2026: the 30th and the 31st are counted, three more are not known.
  const auto rules = time_pack(time_duties({"respond: {to: report, on: submitted_on, within_working_days: 5, with: any_visit, within: "
                                            "any}"}),
                               kToTheEndOf2026);
  const std::string report = "\"reports\": [{\"id\": \"R1\", \"submitted_on\": \"2026-12-29\"}], ";
  EXPECT_EQ(dated_lines(*rules, on("2027-01-03", report + visits({}))), (Lines{"R1 pending 0/0/1"}));
  EXPECT_EQ(dated_lines(*rules, on("2027-01-04", report + visits({}))),
            (Lines{"R1 indeterminate 0/0/1 [calendar_unknown(2027-01-01)]"}));
  // Three more: from 3 January to 20 January (2 * 3 + 14 days after the last covered day).
  EXPECT_EQ(dated_lines(*rules, on("2027-01-20", report + visits({})))[0].substr(0, 16), "R1 indeterminate");
  EXPECT_EQ(dated_lines(*rules, on("2027-01-21", report + visits({}))), (Lines{"R1 overdue 0/0/1"}));
}

TEST(ExplainTiming, StatesAndCoversGoByTheEffectiveDay) {
  const auto rules = time_pack(time_duties({"state: {require: {级别: is_high}, due: {date: 2023-06-24, shift: next_working_day}}",
                                            "state: {require: {级别: is_high}, due: {phase: start, grace: {working_days: 1}}}",
                                            "state: {require: {级别: is_high}, due: {after: $issued_on, days: 10}}"}));
  const std::string level = "\"changes\": [{\"field\": \"level\", \"value\": \"general\", \"from\": \"2023-01-01\"}, {\"field\": "
                            "\"level\", \"value\": \"high\", \"from\": \"2023-06-25\"}]";
  EXPECT_EQ(dated_lines(*rules, on("2023-07-10", level), "d"), (Lines{"campaign satisfied due 2023-06-25 nominal 2023-06-24"}));
  EXPECT_EQ(dated_lines(*rules, on("2023-06-24", level), "d1"),
            (Lines{"campaign pending due 2023-07-03 [check_failed(级别)] nominal 2023-06-30"}));
  EXPECT_EQ(dated_lines(*rules, on("2023-07-10", level), "d2"), (Lines{"campaign satisfied_late due 2023-05-29"}));
}

}  // namespace
}  // namespace hegui::explain
