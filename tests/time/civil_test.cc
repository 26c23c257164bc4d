// Dates against std::chrono over the whole range, and every spelling that is and is not a date.
#include "time/civil.h"

#include <gtest/gtest.h>

#include <chrono>

namespace hegui {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

year_month_day chrono_of(Day day) { return year_month_day{sys_days{std::chrono::days{day}}}; }

TEST(Civil, AgreesWithChronoOnEveryDay) {
  const Day first = *day_of(1400, 1, 1), last = *day_of(9999, 12, 31);
  EXPECT_EQ(first, static_cast<Day>(sys_days{std::chrono::year{1400} / 1 / 1}.time_since_epoch().count()));
  EXPECT_EQ(last, static_cast<Day>(sys_days{std::chrono::year{9999} / 12 / 31}.time_since_epoch().count()));
  for (Day day = first; day <= last; ++day) {
    const Civil civil = civil_of(day);
    const year_month_day expected = chrono_of(day);
    ASSERT_EQ(civil.year, static_cast<int>(expected.year())) << day;
    ASSERT_EQ(civil.month, static_cast<int>(static_cast<unsigned>(expected.month()))) << day;
    ASSERT_EQ(civil.day, static_cast<int>(static_cast<unsigned>(expected.day()))) << day;
    ASSERT_EQ(day_of(civil.year, civil.month, civil.day), day);
    ASSERT_EQ(weekday(day), static_cast<int>(std::chrono::weekday{sys_days{std::chrono::days{day}}}.iso_encoding()));
  }
}

TEST(Civil, EpochAndKnownDays) {
  EXPECT_EQ(day_of(1970, 1, 1), 0);
  EXPECT_EQ(day_of(1969, 12, 31), -1);
  EXPECT_EQ(day_of(2023, 5, 19), 19496);
  EXPECT_EQ(weekday(*day_of(2023, 6, 25)), 7);
  EXPECT_EQ(weekday(*day_of(2023, 11, 24)), 5);
}

TEST(Civil, DatesThatDoNotExist) {
  EXPECT_FALSE(day_of(2023, 2, 29));
  EXPECT_TRUE(day_of(2024, 2, 29));
  EXPECT_FALSE(day_of(1900, 2, 29));
  EXPECT_TRUE(day_of(2000, 2, 29));
  EXPECT_FALSE(day_of(2023, 0, 1));
  EXPECT_FALSE(day_of(2023, 13, 1));
  EXPECT_FALSE(day_of(2023, 4, 31));
  EXPECT_FALSE(day_of(2023, 4, 0));
  EXPECT_FALSE(day_of(1399, 12, 31));
  EXPECT_FALSE(day_of(10000, 1, 1));
  EXPECT_FALSE(day_of(INT32_MIN, INT32_MIN, INT32_MIN));
  EXPECT_FALSE(day_of(INT32_MAX, INT32_MAX, INT32_MAX));
}

TEST(Civil, DaysOutsideTheRangeCountAsTheNearest) {
  EXPECT_EQ(civil_of(kNever).year, 9999);
  EXPECT_EQ(civil_of(kAlways).year, 1400);
  EXPECT_EQ(civil_of(kNoDay).year, 1400);
  EXPECT_GE(weekday(kNever), 1);
  EXPECT_LE(weekday(kNoDay), 7);
  EXPECT_GE(iso_week(kNever), 1);
  EXPECT_GE(iso_week(kNoDay), 1);
}

TEST(Civil, MonthsAndYears) {
  EXPECT_EQ(last_day_of_month(*day_of(2023, 2, 3)), day_of(2023, 2, 28));
  EXPECT_EQ(last_day_of_month(*day_of(2024, 2, 29)), day_of(2024, 2, 29));
  EXPECT_EQ(last_day_of_month(*day_of(2023, 12, 1)), day_of(2023, 12, 31));
  EXPECT_EQ(last_day_of_month(*day_of(9999, 12, 1)), day_of(9999, 12, 31));
  EXPECT_EQ(day_of_year(*day_of(2023, 1, 1)), 1);
  EXPECT_EQ(day_of_year(*day_of(2024, 12, 31)), 366);
}

TEST(Civil, IsoWeeks) {
  // Examples of ISO 8601: the first and the last days of years belong to weeks of their neighbours.
  const struct {
    int year, month, day, iso_year, week;
  } cases[] = {
      {2005, 1, 1, 2004, 53}, {2005, 1, 2, 2004, 53},   {2005, 12, 31, 2005, 52},
      {2007, 1, 1, 2007, 1},  {2008, 12, 28, 2008, 52}, {2008, 12, 29, 2009, 1},
      {2010, 1, 3, 2009, 53}, {2023, 5, 19, 2023, 20},  {2020, 12, 31, 2020, 53},
  };
  for (const auto& c : cases) {
    const Day day = *day_of(c.year, c.month, c.day);
    EXPECT_EQ(iso_week(day), c.week) << format_date(day);
    EXPECT_EQ(iso_week_year(day), c.iso_year) << format_date(day);
  }
}

TEST(Civil, AddingMonthsRefusesToGuess) {
  EXPECT_EQ(add_months(*day_of(2023, 1, 15), 1), day_of(2023, 2, 15));
  EXPECT_EQ(add_months(*day_of(2023, 1, 15), -1), day_of(2022, 12, 15));
  EXPECT_EQ(add_months(*day_of(2023, 1, 15), 0), day_of(2023, 1, 15));
  EXPECT_EQ(add_months(*day_of(2023, 11, 30), 14), day_of(2025, 1, 30));
  EXPECT_FALSE(add_months(*day_of(2023, 1, 31), 1));
  EXPECT_FALSE(add_months(*day_of(2024, 2, 29), 12));
  EXPECT_EQ(add_months(*day_of(2024, 2, 29), 48), day_of(2028, 2, 29));
  EXPECT_FALSE(add_months(*day_of(9999, 12, 1), 1));
  EXPECT_FALSE(add_months(*day_of(1400, 1, 1), -1));
  EXPECT_FALSE(add_months(0, INT32_MAX));
  EXPECT_FALSE(add_months(0, INT32_MIN));
  EXPECT_FALSE(add_months(kNever, 1));
  EXPECT_FALSE(add_months(kNoDay, 0));
}

TEST(Civil, ReadsDatesExactly) {
  EXPECT_EQ(parse_date("2023-05-19"), day_of(2023, 5, 19));
  for (const char* text : {"", "2023-5-19", "2023/05/19", "2023-05-19 ", " 2023-05-19", "2023-05", "2023-02-30", "20230519",
                           "2023-05-1a", "+023-05-19", "2023-05-19T00:00", "٢٠٢٣-05-19", "0000-00-00"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Civil, ReadsMonthsAsRanges) {
  const auto month = parse_date_or_month("2023-06");
  ASSERT_TRUE(month);
  EXPECT_EQ(month->lo, day_of(2023, 6, 1));
  EXPECT_EQ(month->hi, day_of(2023, 6, 30));
  EXPECT_FALSE(month->precise());
  EXPECT_TRUE(parse_date_or_month("2023-06-05")->precise());
  for (const char* text : {"2023-13", "2023-00", "2023", "2023-6", "2023/06", "2023-Q2", "1399-12"})
    EXPECT_FALSE(parse_date_or_month(text)) << text;
}

TEST(Civil, ReadsLocalDateTimes) {
  const int64_t day = int64_t{*day_of(2023, 6, 5)} * 86400;
  EXPECT_EQ(parse_datetime("2023-06-05T08:30")->lo, day + 30600);
  EXPECT_EQ(parse_datetime("2023-06-05T08:30")->hi, day + 30600);
  EXPECT_EQ(parse_datetime("2023-06-05 08:30:59")->lo, day + 30659);
  EXPECT_EQ(parse_datetime("2023-06-05T08:30:59.123")->lo, day + 30659);
  EXPECT_EQ(parse_datetime("1969-12-31T23:59:59")->lo, -1);
  EXPECT_EQ(parse_datetime("2023-06-05")->lo, day);
  EXPECT_EQ(parse_datetime("2023-06-05")->hi, day + 86399);
  EXPECT_EQ(parse_datetime("2023-06")->hi, int64_t{*day_of(2023, 7, 1)} * 86400 - 1);
  for (const char* text : {"2023-06-05T08", "2023-06-05T24:00", "2023-06-05T08:60", "2023-06-05T08:30Z", "2023-06-05T08:30:00Z",
                           "2023-06-05T08:30:00+08:00", "2023-06-05T08:30:60", "2023-06-05T08:30:5", "2023-06-05T08:30:00.",
                           "2023-06-05t08:30", "2023-06-05T08:30:00.1234567890", "2023-02-30T08:30", "2023-06-05T-8:30", ""}) {
    EXPECT_FALSE(parse_datetime(text)) << text;
  }
}

TEST(Civil, WritesWhatItReads) {
  for (const char* text : {"1400-01-01", "1969-12-31", "2024-02-29", "9999-12-31"})
    EXPECT_EQ(format_date(*parse_date(text)), text);
  EXPECT_EQ(format_date(kNever), "never");
  EXPECT_EQ(format_date(kAlways), "always");
  EXPECT_EQ(format_date(kNoDay), "");
  for (const char* text : {"1969-12-31T23:59:59", "2023-06-05T00:00:00", "2023-06-05T08:03:09"}) {
    EXPECT_EQ(format_datetime(parse_datetime(text)->lo), text);
  }
  EXPECT_EQ(format_datetime(INT64_MAX), "9999-12-31T23:59:59");
  EXPECT_EQ(format_datetime(INT64_MIN), "1400-01-01T00:00:00");
}

}  // namespace
}  // namespace hegui
