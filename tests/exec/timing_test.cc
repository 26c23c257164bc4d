// Due days: bases, working days, shifts, grace, and what is said where the calendar does not reach. docs/time.md 3 and 5.
#include "exec/timing.h"
#include "time_rules.h"

namespace hegui::testing {
namespace {

std::string shown(DateRange r) { return format_date(r.lo) + (r.precise() ? "" : ".." + format_date(r.hi)); }

TEST(Timing, SearchesThatLeaveTheCalendar) {
  const Rules rules = over_time("count: {rows: {of: visits}, at_least: 1}");
  const WorkCalendar& calendar = rules.checked().calendar;
  const auto previous = [&](const char* day) { return shown(exec::WorkWalk(calendar).previous(d(day))); };
  const auto next = [&](const char* day) { return shown(exec::WorkWalk(calendar).next(d(day))); };
  const auto add = [&](const char* day, int n) { return shown(exec::WorkWalk(calendar).add(d(day), n)); };
  EXPECT_EQ(previous("2023-06-24"), "2023-06-21");
  EXPECT_EQ(previous("2023-06-25"), "2023-06-25");  // a Sunday that is worked
  EXPECT_EQ(next("2023-06-22"), "2023-06-25");
  EXPECT_EQ(next("2023-09-29"), "2023-10-07");
  EXPECT_EQ(previous("2024-01-05"), "2023-12-29..2024-01-05");  // the last covered working day is a Friday
  EXPECT_EQ(previous("2024-02-05"), "2024-01-22..2024-02-05");
  EXPECT_EQ(next("2023-12-30"), "2023-12-30..2024-01-13");
  EXPECT_EQ(previous("2023-01-01"), "2022-12-18..2023-01-01");
  EXPECT_EQ(next("2022-12-28"), "2022-12-28..2023-01-02");
  EXPECT_EQ(add("2023-06-20", 3), "2023-06-26");
  EXPECT_EQ(add("2023-06-26", -3), "2023-06-20");
  EXPECT_EQ(add("2023-12-28", 1), "2023-12-29");
  EXPECT_EQ(add("2023-12-28", 3), "2024-01-02..2024-01-18");  // one is counted, two are to go from 31 December
  EXPECT_EQ(add("2024-01-05", 2), "2024-01-07..2024-01-23");
  exec::WorkWalk walk(calendar);
  walk.add(d("2023-12-28"), 3);
  walk.next(d("2024-03-01"));
  EXPECT_EQ(format_date(walk.missing()), "2024-01-01");
  EXPECT_EQ(walk.next(kNever).lo, kNever);
}

std::string reports(const std::string& rows) { return R"({"id":"E1","reports":[)" + rows + "]}"; }
std::string report(const char* period, const char* on) {
  return std::string(R"({"period":")") + period + R"(","submitted_on":")" + on + R"("})";
}

TEST(Timing, ADayOfTheMonthShifted) {
  // 25 June is a Sunday that is worked, 25 November a Saturday.
  const char* const keys = "report: {rows: {of: reports}, per: month, nth: [2, 7], match: period, due: {day: 25, shift: previous_working_day}}";
  const std::string records = reports(report("2023-06", "2023-06-25") + "," + report("2023-11", "2023-11-25"));
  EXPECT_EQ(judged(keys, records, "2023-12-05"),
            "2023-06: satisfied due 2023-06-25 met 2023-06-25 count 1/1/1\n2023-11: satisfied_late due 2023-11-24 met 2023-11-25 count 1/1/1\n");
  const Findings f = run(over_time(keys), records, RunWith("2023-12-05"));
  ASSERT_EQ(f.size(), 2U);
  EXPECT_EQ(format_date(f.rows[1].nominal_due), "2023-11-25");
}

TEST(Timing, TheMonthAfterWithGrace) {
  // 5 October is a holiday: the next working day is the 7th; three days more.
  const char* const keys = "report: {rows: {of: reports}, per: month, nth: [5], match: period, late: lost, "
                           "due: {day: 5, month: next, shift: next_working_day, grace: {days: 3}}}";
  EXPECT_EQ(judged(keys, reports(report("2023-09", "2023-10-10")), "2023-10-15"), "2023-09: satisfied due 2023-10-10 met 2023-10-10 count 1/1/1\n");
  EXPECT_EQ(judged(keys, reports(report("2023-09", "2023-10-11")), "2023-10-15"), "2023-09: violated due 2023-10-10 count 0/0/1\n");
  EXPECT_EQ(judged(keys, reports(report("2023-10", "2023-10-09")), "2023-10-10"), "2023-09: pending due 2023-10-10 count 0/0/1 changes 2023-10-11\n");
}

TEST(Timing, WhereTheCalendarEnds) {
  const char* const keys = "report: {rows: {of: reports}, per: month, nth: [8], match: period, due: {day: 5, month: next, shift: next_working_day}}";
  EXPECT_EQ(judged(keys, reports(""), "2024-01-05"), "2023-12: pending count 0/0/1 changes 2024-01-06\n");
  EXPECT_EQ(judged(keys, reports(""), "2024-01-10"), "2023-12: indeterminate count 0/0/1 changes 2024-01-20 [calendar_unknown 2024-01-05]\n");
  EXPECT_EQ(judged(keys, reports(""), "2024-01-25"), "2023-12: overdue count 0/0/1\n");
  EXPECT_EQ(judged(keys, reports(report("2023-12", "2024-01-04")), "2024-01-10"), "2023-12: satisfied met 2024-01-04 count 1/1/1\n");
}

TEST(Timing, WorkingDaysAfter) {
  EXPECT_EQ(judged("count: {rows: {of: visits}, at_least: 1, due: {after: 2023-06-20, working_days: 3}}", visited({"2023-06-26"}), "2023-07-05"),
            "campaign: satisfied due 2023-06-26 met 2023-06-26 count 1/1/1\n");
  const std::string fault = R"({"id":"E1","faults":[{"id":"F1","found_on":"2023-06-21"}],"visits":[{"id":"V1","date":"2023-06-27"}]})";
  EXPECT_EQ(judged("respond: {to: {of: faults}, on: found_on, within_working_days: 2, with: {of: visits}}", fault, "2023-07-05"),
            "F1: satisfied_late due 2023-06-26 met 2023-06-27 count 1/1/1\n");
  EXPECT_EQ(judged("items: {rows: {of: faults}, done: fixed_on, due: {after: found_on, working_days: 2, grace: {working_days: 1}}}", fault, "2023-06-27"),
            "F1: pending due 2023-06-27 changes 2023-06-28\n");
  EXPECT_EQ(judged("state: {require: {x: \"holder.level == 'high'\"}, due: {date: 2023-06-24, shift: next_working_day}}", R"({"id":"E1","level":"general"})",
                   "2023-06-26"),
            "campaign: overdue due 2023-06-25 [check_failed x]\n");
}

TEST(Timing, WorkingDaysInConditions) {
  const auto value = [](const char* condition) {
    const Rules rules("  d: {zh: 测试, cite: [t.visit], state: {require: {x: \"" + std::string(condition) + "\"}, due: 2023-05-19}}\n", {}, "time");
    return told(rules, "d", R"({"id":"E1"})", RunWith("2023-07-05"));
  };
  EXPECT_EQ(value("date('2023-06-25').working_day()"), "campaign: satisfied due 2023-05-19\n");
  EXPECT_EQ(value("date('2023-06-24').working_day()"), "campaign: overdue due 2023-05-19 [check_failed x]\n");
  EXPECT_EQ(value("date('2024-06-24').working_day()"), "campaign: indeterminate due 2023-05-19 [calendar_unknown 2024-06-24]\n");
  EXPECT_EQ(value("date('2023-06-20').add_working_days(3) == date('2023-06-26')"), "campaign: satisfied due 2023-05-19\n");
  EXPECT_EQ(value("date('2024-01-05').previous_working_day() < date('2024-01-06')"), "campaign: satisfied due 2023-05-19\n");
  EXPECT_EQ(value("date('2024-01-05').previous_working_day() < date('2024-01-05')"),
            "campaign: indeterminate due 2023-05-19 [calendar_unknown 2024-01-05]\n");
  EXPECT_EQ(value("in_period(date('2023-06-30'), '2023-W26') && !in_period(day, '2023-Q3')"), "campaign: satisfied due 2023-05-19\n");
}

TEST(Timing, ReportsBelongToTheirWindowByLabel) {
  const char* const keys = "report: {rows: {of: reports}, per: month, nth: [2, 3], match: period}";
  // Handed in early, late, and with no month.
  EXPECT_EQ(judged(keys, reports(report("2023-07", "2023-06-10")), "2023-08-05"),
            "2023-06: overdue due 2023-06-30 count 0/0/1\n2023-07: satisfied due 2023-07-31 met 2023-06-10 count 1/1/1\n");
  EXPECT_EQ(judged(keys, reports(R"({"id":"R1","submitted_on":"2023-06-10"})"), "2023-08-05"),
            "2023-06: indeterminate due 2023-06-30 count 0/1/1 [field_missing R1.period]\n"
            "2023-07: indeterminate due 2023-07-31 count 0/1/1 [field_missing R1.period]\n");
}

}  // namespace
}  // namespace hegui::testing
