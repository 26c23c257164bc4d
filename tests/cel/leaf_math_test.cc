#include "cel/leaf_math.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hegui::cel {
namespace {

using leaf::Number;

TEST(LeafMath, ExtremesKeepTheFirstOfEqualOnes) {
  EXPECT_EQ(leaf::extreme({Number::of(int64_t{1}), Number::of(1.0), Number::of(uint64_t{1})}, true), 0U);
  EXPECT_EQ(leaf::extreme({Number::of(1.5), Number::of(int64_t{2}), Number::of(uint64_t{1})}, true), 1U);
  EXPECT_EQ(leaf::extreme({Number::of(1.5), Number::of(int64_t{2}), Number::of(uint64_t{1})}, false), 2U);
  EXPECT_EQ(leaf::extreme({Number::of(int64_t{-1}), Number::of(UINT64_MAX)}, false), 0U);
  const double nan = std::nan("");
  EXPECT_EQ(leaf::extreme({Number::of(1.0), Number::of(nan), Number::of(2.0)}, true), 2U);
}

TEST(LeafMath, BitsAndSigns) {
  EXPECT_EQ(leaf::abs(INT64_MIN).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::abs(int64_t{-5}).value, 5);
  EXPECT_EQ(leaf::sign(int64_t{-5}), -1);
  EXPECT_TRUE(std::signbit(leaf::sign(-0.0)));
  EXPECT_TRUE(std::isnan(leaf::sign(std::nan(""))));
  EXPECT_EQ(leaf::round(-2.5), -3.0);
  EXPECT_TRUE(std::isnan(leaf::sqrt(-1.0)));
  EXPECT_EQ(leaf::shift_left(int64_t{1}, 63).value, INT64_MIN);
  EXPECT_EQ(leaf::shift_left(int64_t{1}, 64).value, 0);
  EXPECT_EQ(leaf::shift_right(int64_t{-1}, 1).value, INT64_MAX);  // filled with zeros
  EXPECT_EQ(leaf::shift_right(UINT64_MAX, 63).value, 1U);
  EXPECT_EQ(leaf::shift_right(int64_t{-1}, INT64_MAX).value, 0);
  EXPECT_EQ(leaf::shift_left(uint64_t{1}, -1).error, ErrorKind::bad_argument);
  EXPECT_EQ(leaf::shift_right(int64_t{1}, INT64_MIN).error, ErrorKind::bad_argument);
}

Day day(const char* text) { return *parse_date(text); }

std::string text(const Outcome<leaf::WorkDays>& r) {
  if (!r.ok()) return std::string(word(r.error));
  const DateRange range = r.value.range;
  return format_date(range.lo) + (range.precise() ? "" : ".." + format_date(range.hi)) +
         (r.value.missing == kNoDay ? "" : " missing " + format_date(r.value.missing));
}

/// October 2023, with a rest from the 1st to the 6th and work on Saturday the 7th.
WorkCalendar october() {
  WorkCalendar calendar(day("2023-10-01"), day("2023-10-31"));
  for (int i = 1; i <= 6; ++i) calendar.set_working(day("2023-10-01") + i - 1, false);
  calendar.set_working(day("2023-10-07"), true);
  return calendar;
}

TEST(LeafMath, WorkingDaysWithinTheCalendar) {
  const WorkCalendar calendar = october();
  EXPECT_EQ(leaf::working_day(calendar, day("2023-10-07")).value, true);
  EXPECT_EQ(leaf::working_day(calendar, day("2023-10-08")).value, false);
  EXPECT_EQ(leaf::working_day(calendar, day("2023-11-01")).value, std::nullopt);
  EXPECT_EQ(leaf::working_day(calendar, kNever).error, ErrorKind::never);
  EXPECT_EQ(text(leaf::previous_working_day(calendar, day("2023-10-08"))), "2023-10-07");
  EXPECT_EQ(text(leaf::next_working_day(calendar, day("2023-10-02"))), "2023-10-07");
  EXPECT_EQ(text(leaf::next_working_day(calendar, day("2023-10-09"))), "2023-10-09");
  EXPECT_EQ(text(leaf::add_working_days(calendar, day("2023-10-02"), 2)), "2023-10-09");
  EXPECT_EQ(text(leaf::add_working_days(calendar, day("2023-10-09"), -1)), "2023-10-07");
  EXPECT_EQ(text(leaf::add_working_days(calendar, day("2023-10-08"), 0)), "2023-10-08");
  EXPECT_EQ(text(leaf::add_working_days(calendar, kAlways, 1)), "never");
}

TEST(LeafMath, WorkingDaysWhereTheCalendarEnds) {
  const WorkCalendar calendar = october();
  EXPECT_EQ(text(leaf::previous_working_day(calendar, day("2023-10-03"))), "2023-09-19..2023-10-03 missing 2023-09-30");
  EXPECT_EQ(text(leaf::previous_working_day(calendar, day("2023-11-05"))), "2023-10-31..2023-11-05 missing 2023-11-05");
  EXPECT_EQ(text(leaf::previous_working_day(calendar, day("2023-12-20"))), "2023-12-06..2023-12-20 missing 2023-12-20");
  EXPECT_EQ(text(leaf::next_working_day(calendar, day("2023-09-28"))), "2023-09-28..2023-10-07 missing 2023-09-28");
  EXPECT_EQ(text(leaf::add_working_days(calendar, day("2023-10-30"), 3)), "2023-11-02..2023-11-18 missing 2023-11-01");
  EXPECT_EQ(text(leaf::add_working_days(calendar, day("2023-12-01"), 2)), "2023-12-03..2023-12-19 missing 2023-12-01");
  EXPECT_EQ(text(leaf::add_working_days(calendar, day("2023-12-01"), 0)), "2023-12-01");
  // Far away, but no overflow and no long walk.
  EXPECT_TRUE(leaf::add_working_days(calendar, day("2023-10-09"), INT64_MAX).ok());
  EXPECT_TRUE(leaf::add_working_days(calendar, day("2023-10-09"), INT64_MIN).ok());
  EXPECT_EQ(text(leaf::next_working_day(WorkCalendar(), day("2023-10-09"))), "2023-10-09..2023-10-23 missing 2023-10-09");
}

}  // namespace
}  // namespace hegui::cel
