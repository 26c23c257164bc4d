// Civil dates <-> days, and the reading and writing of dates.
//
// In:   years, months, days or ISO text.   Out: int32 days since 1970-01-01; empty for what is no date.
// Idea: Boost.Date_Time builds, once, the day on which each year begins (1400..9999); everything else is a look-up in that
// table and a few additions, so that reading a date costs a handful of nanoseconds. Boost throws: only the building of the
// table calls it, and only with dates that exist.
// Cost: O(1) a date, 35 kB.   Test: tests/time/civil_test.cc
#include "time/civil.h"

#include <algorithm>
#include <array>
#include <boost/date_time/gregorian/gregorian_types.hpp>

namespace hegui {
namespace {

constexpr int kFirstYear = 1400;
constexpr int kLastYear = 9999;
constexpr int kDaysBefore[2][13] = {{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
                                    {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366}};
constexpr int64_t kSecondsPerDay = 86400;

// starts[y - 1400]: the first day of year y; one entry past 9999 closes the last year.
struct YearTable {
  std::array<Day, kLastYear - kFirstYear + 2> starts{};

  YearTable() {
    using boost::gregorian::date;
    const date epoch(1970, 1, 1);
    for (int y = kFirstYear; y <= kLastYear; ++y) {
      starts[static_cast<size_t>(y - kFirstYear)] =
          static_cast<Day>((date(static_cast<unsigned short>(y), 1, 1) - epoch).days());
    }
    starts.back() = static_cast<Day>((date(kLastYear, 12, 31) - epoch).days()) + 1;
  }

  Day start(int year) const { return starts[static_cast<size_t>(year - kFirstYear)]; }
  bool leap(int year) const { return start(year + 1) - start(year) == 366; }
  Day first() const { return starts.front(); }
  Day last() const { return starts.back() - 1; }
};

const YearTable& years() {
  static const YearTable table;
  return table;
}

int year_of(const YearTable& table, Day day) {
  // 146097 days are 400 years; the guess is off by at most one.
  int year = 1970 + static_cast<int>((static_cast<int64_t>(day) * 400) / 146097);
  year = std::clamp(year, kFirstYear, kLastYear);
  while (year > kFirstYear && table.start(year) > day) --year;
  while (year < kLastYear && table.start(year + 1) <= day) ++year;
  return year;
}

// `n` digits at `at`, or -1.
int digits(std::string_view text, size_t at, size_t n) {
  int value = 0;
  for (size_t i = at; i < at + n; ++i) {
    const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned{'0'};
    if (digit > 9) return -1;
    value = value * 10 + static_cast<int>(digit);
  }
  return value;
}

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

void append_padded(std::string& out, int value, int width) {
  std::string text = std::to_string(value);
  while (static_cast<int>(text.size()) < width) text.insert(text.begin(), '0');
  out += text;
}

}  // namespace

Civil civil_of(Day day) {
  const YearTable& table = years();
  day = std::clamp(day, table.first(), table.last());
  const int year = year_of(table, day);
  const int offset = day - table.start(year);
  const int* before = kDaysBefore[table.leap(year) ? 1 : 0];
  int month = std::min(offset / 29 + 1, 12);
  while (before[month - 1] > offset) --month;
  return {year, month, offset - before[month - 1] + 1};
}

std::optional<Day> day_of(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1) return std::nullopt;
  const YearTable& table = years();
  const int* before = kDaysBefore[table.leap(year) ? 1 : 0];
  if (day > before[month] - before[month - 1]) return std::nullopt;
  return table.start(year) + before[month - 1] + day - 1;
}

Day last_day_of_month(Day day) {
  const Civil civil = civil_of(day);
  const int* before = kDaysBefore[years().leap(civil.year) ? 1 : 0];
  return years().start(civil.year) + before[civil.month] - 1;
}

int weekday(Day day) {
  // 1970-01-01 was a Thursday (4).
  const int64_t shifted = (static_cast<int64_t>(day) + 3) % 7;
  return static_cast<int>(shifted < 0 ? shifted + 7 : shifted) + 1;
}

int day_of_year(Day day) {
  const Day within = std::clamp(day, years().first(), years().last());
  return within - years().start(year_of(years(), within)) + 1;
}

// The ISO week belongs to the year that holds its Thursday.
int iso_week_year(Day day) {
  const int64_t thursday = static_cast<int64_t>(day) - weekday(day) + 4;
  if (thursday > years().last()) return kLastYear + 1;
  if (thursday < years().first()) return kFirstYear - 1;
  return civil_of(static_cast<Day>(thursday)).year;
}

int iso_week(Day day) {
  const int64_t thursday = static_cast<int64_t>(day) - weekday(day) + 4;
  if (thursday > years().last()) return 1;
  return (day_of_year(static_cast<Day>(std::max<int64_t>(thursday, years().first()))) - 1) / 7 + 1;
}

std::optional<Day> add_months(Day day, int months) {
  if (day < years().first() || day > years().last()) return std::nullopt;
  const Civil civil = civil_of(day);
  const int64_t total = static_cast<int64_t>(civil.year) * 12 + (civil.month - 1) + months;
  const int64_t year = floor_div(total, 12);
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  return day_of(static_cast<int>(year), static_cast<int>(total - year * 12) + 1, civil.day);
}

std::optional<Day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return day_of(year, month, day);
}

std::optional<DateRange> parse_date_or_month(std::string_view text) {
  if (text.size() == 7 && text[4] == '-') {
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    if (year < 0 || month < 0) return std::nullopt;
    const std::optional<Day> first = day_of(year, month, 1);
    if (!first) return std::nullopt;
    return DateRange{*first, last_day_of_month(*first)};
  }
  const std::optional<Day> day = parse_date(text);
  if (!day) return std::nullopt;
  return DateRange{*day, *day};
}

std::optional<TimeRange> parse_datetime(std::string_view text) {
  if (text.size() <= 10) {
    const std::optional<DateRange> days = parse_date_or_month(text);
    if (!days) return std::nullopt;
    return TimeRange{days->lo * kSecondsPerDay, days->hi * kSecondsPerDay + kSecondsPerDay - 1};
  }
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') return std::nullopt;
  const std::optional<Day> day = parse_date(text.substr(0, 10));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  int second = 0;
  if (text.size() > 16) {
    if (text.size() < 19 || text[16] != ':') return std::nullopt;
    second = digits(text, 17, 2);
    if (text.size() > 19) {
      const size_t fraction = text.size() - 20;
      if (text[19] != '.' || fraction < 1 || fraction > 9) return std::nullopt;
      if (digits(text, 20, fraction) < 0) return std::nullopt;
    }
  }
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  const int64_t at = *day * kSecondsPerDay + hour * 3600 + minute * 60 + second;
  return TimeRange{at, at};
}

std::string format_date(Day day) {
  if (day == kNever) return "never";
  if (day == kAlways) return "always";
  if (day == kNoDay) return "";
  const Civil civil = civil_of(day);
  std::string out;
  append_padded(out, civil.year, 4);
  out += '-';
  append_padded(out, civil.month, 2);
  out += '-';
  append_padded(out, civil.day, 2);
  return out;
}

std::string format_datetime(int64_t seconds) {
  const int64_t day = std::clamp<int64_t>(floor_div(seconds, kSecondsPerDay), years().first(), years().last());
  const int64_t lowest = day * kSecondsPerDay;
  const int rest = static_cast<int>(std::clamp<int64_t>(seconds, lowest, lowest + kSecondsPerDay - 1) - lowest);
  std::string out = format_date(static_cast<Day>(day));
  out += 'T';
  append_padded(out, rest / 3600, 2);
  out += ':';
  append_padded(out, rest / 60 % 60, 2);
  out += ':';
  append_padded(out, rest % 60, 2);
  return out;
}

}  // namespace hegui
