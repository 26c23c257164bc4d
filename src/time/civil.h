// Civil dates as int32 days since 1970-01-01 (negative before), years 1400 to 9999 (the range of Boost.Date_Time).
// Boost stays in civil.cc; inside loops over columns only the inline functions of this header are used.
// Test: tests/time/civil_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hegui {

using Day = int32_t;
constexpr Day kNever = 0x7fffffff;       ///< later than every date: "has not happened"
constexpr Day kAlways = -0x7fffffff;     ///< earlier than every date
constexpr Day kNoDay = -0x7fffffff - 1;  ///< no date (JSON null)

/// A date known only to lie in [lo, hi]; lo == hi is a precise date. kNever..kNever: has not happened.
struct DateRange {
  Day lo = kNoDay;
  Day hi = kNoDay;
  bool precise() const { return lo == hi; }
};

struct Civil {
  int year = 1970;
  int month = 1;  ///< 1..12
  int day = 1;    ///< 1..31
};

Civil civil_of(Day day);  ///< days outside the years 1400 to 9999 count as the nearest day inside
/// Empty when the date does not exist or lies outside the years 1400 to 9999.
std::optional<Day> day_of(int year, int month, int day);
Day last_day_of_month(Day day);
int weekday(Day day);      ///< 1 Monday .. 7 Sunday
int day_of_year(Day day);  ///< 1..366
int iso_week(Day day);     ///< 1..53
int iso_week_year(Day day);
/// Adds months; empty when the day of month does not exist in the target month (ambiguous) or the range is left.
std::optional<Day> add_months(Day day, int months);

/// `YYYY-MM-DD` exactly; empty otherwise. O(1).
std::optional<Day> parse_date(std::string_view text);
/// `YYYY-MM-DD` or `YYYY-MM` (the whole month).
std::optional<DateRange> parse_date_or_month(std::string_view text);
/// Local date-time `YYYY-MM-DDTHH:MM[:SS[.fff]]` (also with a space) as seconds since 1970-01-01T00:00 local;
/// `YYYY-MM-DD` and `YYYY-MM` give the whole day or month. Offsets and Z are refused.
struct TimeRange {
  int64_t lo = 0;
  int64_t hi = 0;
};
std::optional<TimeRange> parse_datetime(std::string_view text);

std::string format_date(Day day);  ///< 2023-05-19; "never" for kNever, "always" for kAlways, "" for kNoDay
std::string format_datetime(int64_t seconds);

}  // namespace hegui
