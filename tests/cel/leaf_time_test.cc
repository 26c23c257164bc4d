#include <gtest/gtest.h>

#include <random>

#include "cel/leaf.h"
#include "cel/zone.h"

namespace hegui::cel {
namespace {

Day day(const char* text) { return leaf::date_of(text).value; }

TEST(LeafTime, Dates) {
  EXPECT_EQ(day("1970-01-02"), 1);
  for (const char* bad : {"2023-02-29", "2023-5-19", "2023/05/19", "", "2023-05", "1399-12-31"})
    EXPECT_EQ(leaf::date_of(bad).error, ErrorKind::bad_date) << bad;
  EXPECT_EQ(leaf::add_duration(day("2023-12-31"), leaf::days(1).value).value, day("2024-01-01"));
  EXPECT_EQ(leaf::subtract_duration(day("2024-03-01"), leaf::days(1).value).value, day("2024-02-29"));
  EXPECT_EQ(leaf::add_duration(day("2023-12-31"), leaf::days(-31).value).value, day("2023-11-30"));
  EXPECT_EQ(leaf::add_duration(day("2023-12-31"), 1).error, ErrorKind::part_of_day);
  EXPECT_EQ(leaf::add_duration(kNever, 0).error, ErrorKind::never);
  EXPECT_EQ(leaf::subtract_duration(kAlways, 0).error, ErrorKind::never);
  EXPECT_EQ(leaf::add_duration(day("9999-12-31"), leaf::days(1).value).error, ErrorKind::bad_date);
  EXPECT_EQ(leaf::subtract_duration(day("1400-01-01"), leaf::days(1).value).error, ErrorKind::bad_date);
  EXPECT_EQ(leaf::days(106'752).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::days(-106'751).ok(), true);
  EXPECT_EQ(leaf::days_between(day("2023-06-05"), day("2023-05-19")).value, 17);
  EXPECT_EQ(leaf::days_between(day("2023-05-19"), kNever).error, ErrorKind::never);
  EXPECT_EQ(leaf::add_months(day("2023-01-31"), 2).value, day("2023-03-31"));
  EXPECT_EQ(leaf::add_months(day("2023-01-31"), 1).error, ErrorKind::bad_date);
  EXPECT_EQ(leaf::add_months(day("2023-01-31"), INT64_MAX).error, ErrorKind::bad_date);
  EXPECT_EQ(leaf::add_months(kNever, 1).error, ErrorKind::never);
}

TEST(LeafTime, PartsOfDates) {
  using leaf::DatePart;
  const auto part = [](const char* text, DatePart p) { return leaf::part_of(day(text), p).value; };
  EXPECT_EQ(part("2023-08-05", DatePart::year), 2023);
  EXPECT_EQ(part("2023-06-30", DatePart::half_year), 1);
  EXPECT_EQ(part("2023-07-01", DatePart::half_year), 2);
  EXPECT_EQ(part("2023-09-30", DatePart::quarter), 3);
  EXPECT_EQ(part("2023-10-01", DatePart::quarter), 4);
  EXPECT_EQ(part("2023-08-05", DatePart::month), 8);
  EXPECT_EQ(part("2023-08-05", DatePart::day), 5);
  EXPECT_EQ(part("2023-06-25", DatePart::weekday), 7);
  EXPECT_EQ(leaf::part_of(kNever, DatePart::year).error, ErrorKind::never);
}

TEST(LeafTime, MomentsReadAndWritten) {
  const auto both_ways = [](const char* text) {
    const auto moment = leaf::timestamp_of(std::string_view(text));
    return moment.ok() ? leaf::text_of(moment.value) : std::string("error");
  };
  EXPECT_EQ(both_ways("2009-02-13T23:31:30Z"), "2009-02-13T23:31:30Z");
  EXPECT_EQ(both_ways("2023-05-19T08:00:00+08:00"), "2023-05-19T00:00:00Z");
  EXPECT_EQ(both_ways("2023-05-18T20:30:00-03:30"), "2023-05-19T00:00:00Z");
  EXPECT_EQ(both_ways("2023-05-19T08:00:00"), "2023-05-19T08:00:00Z");  // local, as it stands
  EXPECT_EQ(both_ways("2023-05-19T08:00"), "2023-05-19T08:00:00Z");
  EXPECT_EQ(both_ways("9999-12-31T23:59:59.999999999Z"), "9999-12-31T23:59:59.999999999Z");
  EXPECT_EQ(both_ways("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(both_ways("1969-12-31T23:59:59.5Z"), "1969-12-31T23:59:59.5Z");
  EXPECT_EQ(leaf::timestamp_of(std::string_view("2009-02-13T23:31:30Z")).value.seconds, 1234567890);
  for (const char* bad : {"0000-01-01T00:00:00Z",      "10000-01-01T00:00:00Z",
                          "2023-02-29T00:00:00Z",      "2023-05-19",
                          "2023-05-19T24:00:00Z",      "2023-05-19T08:60:00Z",
                          "2023-05-19T08:00:60Z",      "2023-05-19T08:00Z",
                          "2023-05-19T08:00:00.Z",     "2023-05-19T08:00:00.1234567890Z",
                          "2023-05-19T8:00:00Z",       "2023-05-19T08:00:00+8:00",
                          "2023-05-19T08:00:00+24:00", "2023-05-19T08:00:00Zx",
                          " 2023-05-19T08:00:00Z",     "",
                          "2023-05-19 08:00:00Z",      "0001-01-01T00:00:00+01:00",
                          "9999-12-31T23:59:59-00:01", "2023-13-01T00:00:00Z",
                          "2023-00-01T00:00:00Z"}) {
    EXPECT_EQ(both_ways(bad), "error") << bad;
  }
  EXPECT_EQ(leaf::timestamp_of(int64_t{253402300800}).error, ErrorKind::bad_timestamp);
}

TEST(LeafTime, EveryDayOfEighteenHundredYears) {
  // The civil arithmetic here and that of src/time agree.
  for (Day d = day("1400-01-01"); d < day("3200-01-01"); d += 13) {
    const leaf::Timestamp moment{int64_t{d} * 86'400 + 3'600, 0};
    EXPECT_EQ(leaf::text_of(moment), format_date(d) + "T01:00:00Z");
    EXPECT_EQ(leaf::day_of(moment), d);
    EXPECT_EQ(leaf::part_of(moment, leaf::TimePart::day_of_year).value + 1, day_of_year(d));
    EXPECT_EQ(leaf::part_of(moment, leaf::TimePart::day_of_week).value, weekday(d) % 7);
  }
}

TEST(LeafTime, Durations) {
  const auto nanos = [](const char* text) { return leaf::duration_of(text).value; };
  EXPECT_EQ(nanos("1h30m"), 5'400 * leaf::kNanosPerSecond);
  EXPECT_EQ(nanos("-1.5s"), -1'500'000'000);
  EXPECT_EQ(nanos("0"), 0);
  EXPECT_EQ(nanos("1us2ns"), 1'002);
  EXPECT_EQ(nanos("1µs"), 1'000);
  EXPECT_EQ(nanos(".5h"), 1'800 * leaf::kNanosPerSecond);
  EXPECT_EQ(nanos("9223372036.854775807s"), INT64_MAX);
  EXPECT_EQ(nanos("-9223372036.854775808s"), INT64_MIN);
  for (const char* bad : {"", "-", "1", "1d", "s", "1.5", ".s", "1h-1m", "inf", "9223372036.854775808s", "320000000000s", "1 h",
                          "99999999999999999999999h"}) {
    EXPECT_EQ(leaf::duration_of(bad).error, ErrorKind::bad_duration) << bad;
  }
  EXPECT_EQ(leaf::text_of_duration(1'000'000 * leaf::kNanosPerSecond), "1000000s");
  EXPECT_EQ(leaf::text_of_duration(60'001'000'000), "60.001s");
  EXPECT_EQ(leaf::text_of_duration(INT64_MIN), "-9223372036.854775808s");
  EXPECT_EQ(leaf::part_of_duration(-5'400 * leaf::kNanosPerSecond, leaf::TimePart::hours).value, -1);
  EXPECT_EQ(leaf::part_of_duration(123'321'456'789, leaf::TimePart::milliseconds).value, 321);
  EXPECT_EQ(leaf::part_of_duration(123'321'456'789, leaf::TimePart::minutes).value, 2);
  EXPECT_EQ(leaf::part_of_duration(1, leaf::TimePart::full_year).error, ErrorKind::bad_argument);
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const auto value = static_cast<int64_t>(random());
    EXPECT_EQ(leaf::duration_of(leaf::text_of_duration(value)).value, value);
  }
}

TEST(LeafTime, MomentArithmetic) {
  const leaf::Timestamp last = leaf::timestamp_of(std::string_view("9999-12-31T23:59:59.999999999Z")).value;
  const leaf::Timestamp first = leaf::timestamp_of(std::string_view("0001-01-01T00:00:00Z")).value;
  EXPECT_EQ(leaf::add(last, 1).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::add(first, -1).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::subtract(first, 1).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::subtract(last, first).error, ErrorKind::overflow);
  std::mt19937_64 random(3);
  for (int i = 0; i < 10'000; ++i) {
    const leaf::Timestamp start{static_cast<int64_t>(random() % 100'000'000'000),
                                static_cast<int32_t>(random() % 1'000'000'000)};
    const auto length = static_cast<int64_t>(random()) / 2;
    const auto later = leaf::add(start, length);
    if (!later.ok()) continue;
    EXPECT_TRUE(later.value.nanos >= 0 && later.value.nanos < leaf::kNanosPerSecond);
    EXPECT_EQ(leaf::subtract(later.value, start).value, length);
    EXPECT_EQ(leaf::subtract(later.value, length).value, start);
  }
}

TEST(LeafTime, PartsOfMoments) {
  using leaf::TimePart;
  const leaf::Timestamp moment = leaf::timestamp_of(std::string_view("2009-02-13T23:31:30.123456789Z")).value;
  const auto part = [&](TimePart p, std::string_view zone = {}) { return leaf::part_of(moment, p, zone).value; };
  EXPECT_EQ(part(TimePart::full_year), 2009);
  EXPECT_EQ(part(TimePart::month), 1);
  EXPECT_EQ(part(TimePart::date), 13);
  EXPECT_EQ(part(TimePart::day_of_month), 12);
  EXPECT_EQ(part(TimePart::day_of_week), 5);
  EXPECT_EQ(part(TimePart::day_of_year), 43);
  EXPECT_EQ(part(TimePart::hours), 23);
  EXPECT_EQ(part(TimePart::minutes), 31);
  EXPECT_EQ(part(TimePart::seconds), 30);
  EXPECT_EQ(part(TimePart::milliseconds), 123);
  EXPECT_EQ(part(TimePart::date, "+11:00"), 14);
  EXPECT_EQ(part(TimePart::hours, "02:00"), 1);
  EXPECT_EQ(part(TimePart::minutes, "-09:30"), 1);
  EXPECT_EQ(part(TimePart::hours, "UTC"), 23);
}

TEST(Zone, OffsetsAndNames) {
  EXPECT_EQ(leaf::zone_offset("+08:00", 0).value, 28'800);
  EXPECT_EQ(leaf::zone_offset("-09:30", 0).value, -34'200);
  EXPECT_EQ(leaf::zone_offset("-00:00", 0).value, 0);
  for (const char* bad : {"", "+25:00", "+08:60", "8:00", "../../etc/passwd", "/etc/localtime", "Local", "localtime", "Asia/",
                          "No/Where", "Asia/../UTC", "a.b", "Asia"}) {
    EXPECT_EQ(leaf::zone_offset(bad, 0).error, ErrorKind::bad_time_zone) << bad;
  }
  if (!leaf::zone_offset("Asia/Shanghai", 0).ok()) GTEST_SKIP() << "no time zone database on this machine";
  EXPECT_EQ(leaf::zone_offset("Asia/Shanghai", 1'684'454'400).value, 28'800);
  EXPECT_EQ(leaf::zone_offset("Asia/Kathmandu", 1'234'567'890).value, 20'700);
  EXPECT_EQ(leaf::zone_offset("Australia/Sydney", 1'234'567'890).value, 39'600);  // summer there
  EXPECT_EQ(leaf::zone_offset("Australia/Sydney", 1'246'406'400).value, 36'000);  // winter
  // After the transitions listed the rule at the file's end holds.
  const auto at = [](const char* moment) { return leaf::timestamp_of(std::string_view(moment)).value.seconds; };
  EXPECT_EQ(leaf::zone_offset("America/New_York", at("2050-07-01T12:00:00Z")).value, -14'400);
  EXPECT_EQ(leaf::zone_offset("America/New_York", at("2050-01-01T12:00:00Z")).value, -18'000);
  EXPECT_EQ(leaf::zone_offset("America/New_York", at("2050-03-13T06:59:59Z")).value, -18'000);  // second Sunday of March, 2:00
  EXPECT_EQ(leaf::zone_offset("America/New_York", at("2050-03-13T07:00:00Z")).value, -14'400);
  EXPECT_EQ(leaf::zone_offset("America/New_York", at("2050-11-06T05:59:59Z")).value, -14'400);
  EXPECT_EQ(leaf::zone_offset("America/New_York", at("2050-11-06T06:00:00Z")).value, -18'000);
  EXPECT_EQ(leaf::zone_offset("Australia/Sydney", at("2050-01-01T00:00:00Z")).value, 39'600);
  EXPECT_EQ(leaf::zone_offset("Australia/Sydney", at("2050-07-01T00:00:00Z")).value, 36'000);
  EXPECT_EQ(leaf::zone_offset("Europe/Dublin", at("2050-07-01T00:00:00Z")).value, 3'600);
  EXPECT_EQ(leaf::zone_offset("Europe/Dublin", at("2050-01-01T00:00:00Z")).value, 0);
  EXPECT_EQ(leaf::zone_offset("Asia/Shanghai", at("9999-12-31T23:59:59Z")).value, 28'800);
}

}  // namespace
}  // namespace hegui::cel
