// Leaf functions on days, moments and lengths of time. In: plain values. Out: a value or an error kind.
// Idea: days come from src/time (years 1400 to 9999); moments have CEL's own range, years 1 to 9999, so the few lines of civil
// arithmetic they need stand here. Every sum is checked.   Cost: O(1) or O(length of the text).
// Test: tests/cel/leaf_time_test.cc
#include <array>

#include "cel/leaf.h"
#include "cel/zone.h"
#include "time/window.h"

namespace hegui::cel::leaf {

namespace {

constexpr int64_t kSecondsPerDay = 86'400;
constexpr int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00
constexpr int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Rounds towards minus infinity.
int64_t floor_divide(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

struct YearMonthDay {
  int64_t year = 1970;
  int64_t month = 1;
  int64_t day = 1;
};

bool is_leap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int64_t days_in_month(int64_t year, int64_t month) {
  constexpr std::array<int64_t, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<size_t>(month - 1)];
}

/// Days before the first of January of a year, counted from 0001-01-01.
int64_t days_before_year(int64_t year) {
  const int64_t past = year - 1;
  return past * 365 + floor_divide(past, 4) - floor_divide(past, 100) + floor_divide(past, 400);
}

constexpr int64_t kDaysTo1970 = 719'162;  // from 0001-01-01

int64_t day_number(const YearMonthDay& date) {
  int64_t days = days_before_year(date.year) - kDaysTo1970 + date.day - 1;
  for (int64_t month = 1; month < date.month; ++month) days += days_in_month(date.year, month);
  return days;
}

YearMonthDay year_month_day(int64_t day) {
  const int64_t from_one = day + kDaysTo1970;
  YearMonthDay date;
  date.year = floor_divide(from_one * 400, 146'097) + 1;  // the year, or one beside it
  while (days_before_year(date.year) > from_one) --date.year;
  while (days_before_year(date.year + 1) <= from_one) ++date.year;
  int64_t rest = from_one - days_before_year(date.year);
  date.month = 1;
  while (rest >= days_in_month(date.year, date.month)) rest -= days_in_month(date.year, date.month++);
  date.day = rest + 1;
  return date;
}

bool is_open(Day day) { return day == kNever || day == kAlways || day == kNoDay; }

Outcome<Day> day_in_range(int64_t day) {
  static const int64_t first = hegui::day_of(1400, 1, 1).value_or(0);
  static const int64_t last = hegui::day_of(9999, 12, 31).value_or(0);
  if (day < first || day > last) return ErrorKind::bad_date;
  return static_cast<Day>(day);
}

/// Reads a text from the left.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool done() const { return at_ == text_.size(); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool eat(char c) {
    if (peek() != c || done()) return false;
    ++at_;
    return true;
  }
  /// Exactly `count` digits.
  bool digits(int count, int64_t& value) {
    value = 0;
    for (int i = 0; i < count; ++i) {
      if (!is_digit(peek())) return false;
      value = value * 10 + (text_[at_++] - '0');
    }
    return true;
  }
  /// Digits after a point as nanoseconds: 1 to 9 of them.
  bool fraction(int32_t& nanos) {
    int count = 0;
    nanos = 0;
    while (is_digit(peek())) {
      if (++count > 9) return false;
      nanos = nanos * 10 + (text_[at_++] - '0');
    }
    if (count == 0) return false;
    for (; count < 9; ++count) nanos *= 10;
    return true;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

Outcome<Timestamp> in_range(int64_t seconds, int32_t nanos, ErrorKind otherwise) {
  if (seconds < kFirstSecond || seconds > kLastSecond) return otherwise;
  return Timestamp{seconds, nanos};
}

std::string two_digits(int64_t value) {
  std::string text = std::to_string(value);
  return text.size() < 2 ? "0" + text : text;
}

/// ".5" for 500'000'000; empty for 0.
std::string fraction_text(int64_t nanos) {
  if (nanos == 0) return {};
  std::string text = std::to_string(nanos);
  text.insert(0, 9 - text.size(), '0');
  text.erase(text.find_last_not_of('0') + 1);
  return "." + text;
}

}  // namespace

Outcome<Day> date_of(std::string_view text) {
  const auto day = parse_date(text);
  if (!day) return ErrorKind::bad_date;
  return *day;
}

Outcome<int64_t> days(int64_t n) { return multiply(n, kNanosPerDay); }

Outcome<Day> add_duration(Day day, int64_t nanoseconds) {
  if (is_open(day)) return ErrorKind::never;
  if (nanoseconds % kNanosPerDay != 0) return ErrorKind::part_of_day;
  return day_in_range(int64_t{day} + nanoseconds / kNanosPerDay);
}

Outcome<Day> subtract_duration(Day day, int64_t nanoseconds) {
  if (is_open(day)) return ErrorKind::never;
  if (nanoseconds % kNanosPerDay != 0) return ErrorKind::part_of_day;
  return day_in_range(int64_t{day} - nanoseconds / kNanosPerDay);
}

Outcome<int64_t> days_between(Day later, Day earlier) {
  if (is_open(later) || is_open(earlier)) return ErrorKind::never;
  return int64_t{later} - int64_t{earlier};
}

Outcome<Day> add_months(Day day, int64_t months) {
  if (is_open(day)) return ErrorKind::never;
  constexpr int64_t kMostMonths = int64_t{12} * 10'000;
  if (months < -kMostMonths || months > kMostMonths) return ErrorKind::bad_date;
  const auto result = hegui::add_months(day, static_cast<int>(months));
  if (!result) return ErrorKind::bad_date;
  return *result;
}

Outcome<DateRange> period_of(std::string_view label) {
  const auto days = hegui::period_of(label);
  if (!days) return ErrorKind::bad_argument;
  return *days;
}

Outcome<int64_t> part_of(Day day, DatePart part) {
  if (is_open(day)) return ErrorKind::never;
  const Civil civil = civil_of(day);
  switch (part) {
    case DatePart::year:
      return int64_t{civil.year};
    case DatePart::half_year:
      return int64_t{(civil.month - 1) / 6 + 1};
    case DatePart::quarter:
      return int64_t{(civil.month - 1) / 3 + 1};
    case DatePart::month:
      return int64_t{civil.month};
    case DatePart::day:
      return int64_t{civil.day};
    case DatePart::weekday:
      return int64_t{hegui::weekday(day)};
    case DatePart::iso_week:
      return int64_t{hegui::iso_week(day)};
    case DatePart::iso_year:
      return int64_t{hegui::iso_week_year(day)};
  }
  return ErrorKind::bad_argument;
}

Outcome<Timestamp> timestamp_of(std::string_view text) {
  Reader reader(text);
  YearMonthDay date;
  int64_t hours = 0;
  int64_t minutes = 0;
  int64_t seconds = 0;
  int32_t nanos = 0;
  const bool day_read = reader.digits(4, date.year) && reader.eat('-') && reader.digits(2, date.month) && reader.eat('-') &&
                        reader.digits(2, date.day) && (reader.eat('T') || reader.eat('t'));
  if (!day_read || date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 ||
      date.day > days_in_month(date.year, date.month)) {
    return ErrorKind::bad_timestamp;
  }
  if (!reader.digits(2, hours) || !reader.eat(':') || !reader.digits(2, minutes)) return ErrorKind::bad_timestamp;
  const bool with_seconds = reader.eat(':');
  if (with_seconds && !reader.digits(2, seconds)) return ErrorKind::bad_timestamp;
  if (with_seconds && reader.eat('.') && !reader.fraction(nanos)) return ErrorKind::bad_timestamp;
  if (hours > 23 || minutes > 59 || seconds > 59) return ErrorKind::bad_timestamp;
  int64_t moment = day_number(date) * kSecondsPerDay + hours * 3600 + minutes * 60 + seconds;
  if (reader.done()) return in_range(moment, nanos, ErrorKind::bad_timestamp);
  if (!with_seconds) return ErrorKind::bad_timestamp;
  if (!reader.eat('Z') && !reader.eat('z')) {
    const bool west = reader.peek() == '-';
    if (!west && reader.peek() != '+') return ErrorKind::bad_timestamp;
    reader.eat(reader.peek());
    if (!reader.digits(2, hours) || !reader.eat(':') || !reader.digits(2, minutes)) return ErrorKind::bad_timestamp;
    if (hours > 23 || minutes > 59) return ErrorKind::bad_timestamp;
    const int64_t offset = hours * 3600 + minutes * 60;
    moment += west ? offset : -offset;
  }
  if (!reader.done()) return ErrorKind::bad_timestamp;
  return in_range(moment, nanos, ErrorKind::bad_timestamp);
}

Outcome<Timestamp> timestamp_of(int64_t seconds) { return in_range(seconds, 0, ErrorKind::bad_timestamp); }

Outcome<int64_t> duration_of(std::string_view text) {
  bool negative = false;
  if (text.starts_with('-') || text.starts_with('+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text == "0") return int64_t{0};
  if (text.empty()) return ErrorKind::bad_duration;
  __int128 total = 0;
  constexpr __int128 kFar = static_cast<__int128>(INT64_MAX) + 1;
  while (!text.empty()) {
    __int128 whole = 0;
    __int128 part = 0;  // digits after the point
    __int128 scale = 1;
    size_t at = 0;
    size_t count = 0;
    for (; at < text.size() && is_digit(text[at]); ++at, ++count) {
      whole = whole * 10 + (text[at] - '0');
      if (whole > kFar) return ErrorKind::bad_duration;
    }
    if (at < text.size() && text[at] == '.') {
      for (++at; at < text.size() && is_digit(text[at]); ++at, ++count) {
        if (scale < 1'000'000'000'000'000) {  // finer than a nanosecond in every unit below an hour; the rest is cut
          part = part * 10 + (text[at] - '0');
          scale *= 10;
        }
      }
    }
    if (count == 0) return ErrorKind::bad_duration;
    text.remove_prefix(at);
    __int128 unit = 0;
    const auto takes = [&text, &unit](std::string_view name, int64_t nanos) {
      if (unit != 0 || !text.starts_with(name)) return;
      unit = nanos;
      text.remove_prefix(name.size());
    };
    takes("ns", 1);
    takes("us", 1'000);
    takes("µs", 1'000);  // U+00B5
    takes("μs", 1'000);  // U+03BC
    takes("ms", 1'000'000);
    takes("s", kNanosPerSecond);
    takes("m", 60 * kNanosPerSecond);
    takes("h", 3600 * kNanosPerSecond);
    if (unit == 0) return ErrorKind::bad_duration;
    total += whole * unit + part * unit / scale;
    if (total > kFar) return ErrorKind::bad_duration;
  }
  if (negative) total = -total;
  if (total > INT64_MAX || total < INT64_MIN) return ErrorKind::bad_duration;
  return static_cast<int64_t>(total);
}

Outcome<Timestamp> add(const Timestamp& moment, int64_t nanoseconds) {
  const int64_t nanos = moment.nanos + nanoseconds % kNanosPerSecond;
  const int64_t carry = floor_divide(nanos, kNanosPerSecond);
  const auto seconds = add(moment.seconds, nanoseconds / kNanosPerSecond + carry);
  if (!seconds.ok()) return seconds.error;
  return in_range(seconds.value, static_cast<int32_t>(nanos - carry * kNanosPerSecond), ErrorKind::overflow);
}

Outcome<Timestamp> subtract(const Timestamp& moment, int64_t nanoseconds) {
  const int64_t nanos = moment.nanos - nanoseconds % kNanosPerSecond;
  const int64_t carry = floor_divide(nanos, kNanosPerSecond);
  const auto seconds = add(moment.seconds, carry - nanoseconds / kNanosPerSecond);
  if (!seconds.ok()) return seconds.error;
  return in_range(seconds.value, static_cast<int32_t>(nanos - carry * kNanosPerSecond), ErrorKind::overflow);
}

Outcome<int64_t> subtract(const Timestamp& later, const Timestamp& earlier) {
  const __int128 nanos =
      (static_cast<__int128>(later.seconds) - earlier.seconds) * kNanosPerSecond + (later.nanos - earlier.nanos);
  if (nanos > INT64_MAX || nanos < INT64_MIN) return ErrorKind::overflow;
  return static_cast<int64_t>(nanos);
}

std::string text_of(const Timestamp& moment) {
  const int64_t day = floor_divide(moment.seconds, kSecondsPerDay);
  const int64_t second = moment.seconds - day * kSecondsPerDay;
  const YearMonthDay date = year_month_day(day);
  std::string year = std::to_string(date.year);
  if (year.size() < 4) year.insert(0, 4 - year.size(), '0');
  return year + "-" + two_digits(date.month) + "-" + two_digits(date.day) + "T" + two_digits(second / 3600) + ":" +
         two_digits(second / 60 % 60) + ":" + two_digits(second % 60) + fraction_text(moment.nanos) + "Z";
}

std::string text_of_duration(int64_t nanoseconds) {
  const bool negative = nanoseconds < 0;
  const uint64_t size = negative ? 0 - static_cast<uint64_t>(nanoseconds) : static_cast<uint64_t>(nanoseconds);
  const auto second = static_cast<uint64_t>(kNanosPerSecond);
  return (negative ? "-" : "") + std::to_string(size / second) + fraction_text(static_cast<int64_t>(size % second)) + "s";
}

Day day_of(const Timestamp& moment) { return static_cast<Day>(floor_divide(moment.seconds, kSecondsPerDay)); }

Outcome<int64_t> part_of(const Timestamp& moment, TimePart part, std::string_view zone) {
  int64_t seconds = moment.seconds;
  if (!zone.empty()) {
    const auto offset = zone_offset(zone, moment.seconds);
    if (!offset.ok()) return offset.error;
    seconds += offset.value;
  }
  const int64_t day = floor_divide(seconds, kSecondsPerDay);
  const int64_t second = seconds - day * kSecondsPerDay;
  switch (part) {
    case TimePart::full_year:
      return year_month_day(day).year;
    case TimePart::month:
      return year_month_day(day).month - 1;
    case TimePart::date:
      return year_month_day(day).day;
    case TimePart::day_of_month:
      return year_month_day(day).day - 1;
    case TimePart::day_of_week:
      return (day % 7 + 11) % 7;  // 1970-01-01 was a Thursday
    case TimePart::day_of_year:
      return day - day_number({year_month_day(day).year, 1, 1});
    case TimePart::hours:
      return second / 3600;
    case TimePart::minutes:
      return second / 60 % 60;
    case TimePart::seconds:
      return second % 60;
    case TimePart::milliseconds:
      return int64_t{moment.nanos / 1'000'000};
  }
  return ErrorKind::bad_argument;
}

Outcome<int64_t> part_of_duration(int64_t nanoseconds, TimePart part) {
  switch (part) {
    case TimePart::hours:
      return nanoseconds / (3600 * kNanosPerSecond);
    case TimePart::minutes:
      return nanoseconds / (60 * kNanosPerSecond);
    case TimePart::seconds:
      return nanoseconds / kNanosPerSecond;
    case TimePart::milliseconds:
      return nanoseconds % kNanosPerSecond / 1'000'000;
    default:
      return ErrorKind::bad_argument;
  }
}

}  // namespace hegui::cel::leaf
