// Working days: weekends, holidays, make-up days, and nothing outside the data.
#include "time/calendar.h"

#include <gtest/gtest.h>

namespace hegui {
namespace {

Day d(const char* text) { return *parse_date(text); }

WorkCalendar year_2023() {
  WorkCalendar calendar(d("2023-01-01"), d("2023-12-31"));
  for (const char* day : {"2023-06-22", "2023-06-23", "2023-06-24", "2023-01-02"}) calendar.set_working(d(day), false);
  calendar.set_working(d("2023-06-25"), true);  // a Sunday that makes up for the Friday
  return calendar;
}

TEST(WorkCalendar, LandmarksOfTheMonthlyTable) {
  const WorkCalendar calendar = year_2023();
  EXPECT_EQ(calendar.previous_working_day(d("2023-06-25")), d("2023-06-25"));
  EXPECT_EQ(calendar.previous_working_day(d("2023-11-25")), d("2023-11-24"));
  EXPECT_EQ(calendar.next_working_day(d("2023-11-25")), d("2023-11-27"));
  EXPECT_EQ(calendar.previous_working_day(d("2023-06-24")), d("2023-06-21"));
  EXPECT_EQ(calendar.next_working_day(d("2023-06-22")), d("2023-06-25"));
}

TEST(WorkCalendar, OutsideTheDataNothingIsKnown) {
  const WorkCalendar calendar = year_2023();
  EXPECT_EQ(calendar.working(d("2023-12-31")), false);
  EXPECT_EQ(calendar.working(d("2023-12-29")), true);
  EXPECT_FALSE(calendar.working(d("2024-01-01")).has_value());
  EXPECT_FALSE(calendar.working(d("2022-12-31")).has_value());
  EXPECT_FALSE(calendar.next_working_day(d("2023-12-30")).has_value());
  EXPECT_FALSE(calendar.previous_working_day(d("2023-01-02")).has_value());
  EXPECT_FALSE(calendar.next_working_day(d("2024-03-04")).has_value());
  EXPECT_FALSE(calendar.working(kNever).has_value());
  EXPECT_FALSE(WorkCalendar().working(0).has_value());
}

TEST(WorkCalendar, RestsOnANotice) {
  WorkCalendar calendar = year_2023();
  EXPECT_EQ(calendar.notice(d("2023-06-22")), "");
  calendar.rest_on(d("2023-01-01"), d("2023-12-31"), "of the year");
  calendar.rest_on(d("2023-12-30"), d("2024-01-01"), "of the next");
  calendar.rest_on(d("2023-06-22"), d("2023-06-22"), "");
  EXPECT_EQ(calendar.notice(d("2023-06-22")), "of the year");
  EXPECT_EQ(calendar.notice(d("2023-12-29")), "of the year");
  EXPECT_EQ(calendar.notice(d("2023-12-30")), "of the next");
  EXPECT_EQ(calendar.notice(d("2024-01-01")), "");  // not covered
  EXPECT_EQ(calendar.first(), d("2023-01-01"));
  EXPECT_EQ(calendar.last(), d("2023-12-31"));
}

TEST(WorkCalendar, AddingWorkingDays) {
  const WorkCalendar calendar = year_2023();
  EXPECT_EQ(calendar.add_working_days(d("2023-06-21"), 1), d("2023-06-25"));
  EXPECT_EQ(calendar.add_working_days(d("2023-06-21"), 2), d("2023-06-26"));
  EXPECT_EQ(calendar.add_working_days(d("2023-06-24"), 0), d("2023-06-24"));
  EXPECT_EQ(calendar.add_working_days(d("2023-06-24"), 1), d("2023-06-25"));
  EXPECT_FALSE(calendar.add_working_days(d("2023-12-29"), 1).has_value());
  EXPECT_FALSE(calendar.add_working_days(d("2023-06-21"), -1).has_value());
  EXPECT_FALSE(calendar.add_working_days(d("2023-06-21"), INT32_MAX).has_value());
  EXPECT_FALSE(calendar.add_working_days(d("2024-06-21"), 1).has_value());
}

TEST(WorkCalendar, ImpossibleCoverageCoversNothing) {
  EXPECT_FALSE(WorkCalendar(10, 9).covers(10));
  EXPECT_FALSE(WorkCalendar(kAlways, kNever).covers(0));
  WorkCalendar calendar(0, 6);
  calendar.set_working(100, true);
  EXPECT_FALSE(calendar.covers(100));
}

TEST(WorkCalendar, WalkingAgreesWithCounting) {
  const WorkCalendar calendar = year_2023();
  Day day = d("2023-01-03");
  int n = 0;
  for (Day at = day + 1; at <= d("2023-12-31"); ++at) {
    if (*calendar.working(at)) ++n;
    if (*calendar.working(at)) {
      EXPECT_EQ(calendar.add_working_days(day, n), at);
    }
  }
  EXPECT_EQ(n, 257);
}

}  // namespace
}  // namespace hegui
