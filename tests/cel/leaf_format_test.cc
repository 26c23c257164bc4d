#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "cel/leaf_text.h"

namespace hegui::cel {
namespace {

using leaf::Printable;
using Kind = Printable::Kind;

Printable of(int64_t v) {
  Printable p;
  p.kind = Kind::int_value;
  p.integer = v;
  return p;
}
Printable of(uint64_t v) {
  Printable p;
  p.kind = Kind::uint_value;
  p.natural = v;
  return p;
}
Printable of(double v) {
  Printable p;
  p.kind = Kind::double_value;
  p.real = v;
  return p;
}
Printable of(const char* v, Kind kind = Kind::string) {
  Printable p;
  p.kind = kind;
  p.text = v;
  return p;
}
Printable list(std::vector<Printable> v) {
  Printable p;
  p.kind = Kind::list;
  p.list = std::move(v);
  return p;
}

std::string done(const char* pattern, const std::vector<Printable>& arguments) {
  const auto result = leaf::format(pattern, arguments);
  return result.ok() ? result.value : "error " + std::string(word(result.error));
}

TEST(LeafFormat, EveryClause) {
  EXPECT_EQ(done("%s有%d项", {of("企业"), of(int64_t{3})}), "企业有3项");
  EXPECT_EQ(done("100%%", {}), "100%");
  EXPECT_EQ(done("%d %d", {of(INT64_MIN), of(UINT64_MAX)}), "-9223372036854775808 18446744073709551615");
  EXPECT_EQ(done("%x %X %o %b", {of(int64_t{-255}), of(uint64_t{255}), of(int64_t{-8}), of(int64_t{-5})}), "-ff FF -10 -101");
  EXPECT_EQ(done("%x", {of(INT64_MIN)}), "-8000000000000000");
  EXPECT_EQ(done("%x|%X", {of("安"), of("\xFF\x0A", Kind::bytes)}), "e5ae89|FF0A");
  Printable yes;
  yes.kind = Kind::boolean;
  yes.boolean = true;
  EXPECT_EQ(done("%b %s", {yes, yes}), "1 true");
  EXPECT_EQ(done("%s", {Printable{}}), "null");
}

TEST(LeafFormat, RoundingIsHalfToEvenOnTheBinaryValue) {
  EXPECT_EQ(done("%.0f %.0f %.0f", {of(0.5), of(1.5), of(2.5)}), "0 2 2");
  EXPECT_EQ(done("%.2f", {of(1.005)}), "1.00");  // the double lies below 1.005
  EXPECT_EQ(done("%f", {of(1e22)}), "10000000000000000000000.000000");
  EXPECT_EQ(done("%.3e", {of(123456.0)}), "1.235e+05");
  EXPECT_EQ(done("%e", {of(1e-100)}), "1.000000e-100");
  EXPECT_EQ(done("%.2f %f", {of(int64_t{9007199254740993}), of(uint64_t{2})}), "9007199254740993.00 2.000000");
  EXPECT_EQ(done("%f %e", {of(-0.0), of(-0.0)}), "-0.000000 -0.000000e+00");
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(done("%f %e %d %s", {of(infinity), of(-infinity), of(std::nan("")), of(-infinity)}),
            "Infinity -Infinity NaN -Infinity");
  EXPECT_EQ(done("%.100f", {of(std::numeric_limits<double>::max())}).size(), 309U + 101U);
}

TEST(LeafFormat, ValuesAsText) {
  EXPECT_EQ(done("%s %s %s", {of(2.50), of(1e21), of(4.0)}), "2.5 1000000000000000000000 4");
  EXPECT_EQ(done("%s", {of("a\xFF\xFE"
                           "b\xC3",
                           Kind::bytes)}),
            "a\uFFFDb\uFFFD");
  Printable day;
  day.kind = Kind::date;
  day.integer = *parse_date("2023-05-19");
  Printable moment;
  moment.kind = Kind::timestamp;
  moment.moment = leaf::timestamp_of("2023-05-19T08:00:00+08:00").value;
  Printable length;
  length.kind = Kind::duration;
  length.integer = 1'500'000'000;
  EXPECT_EQ(done("%s %s %s", {day, moment, length}), "2023-05-19 2023-05-19T00:00:00Z 1.5s");
  EXPECT_EQ(done("%s", {list({of("a"), list({}), of(int64_t{1})})}), "[a, [], 1]");
  Printable map;
  map.kind = Kind::map;
  map.map = {{of("b"), of(int64_t{1})}, {of(int64_t{10}), of("x")}, {of("a"), list({of("y")})}};
  EXPECT_EQ(done("%s", {map}), "{10: x, a: [y], b: 1}");
}

TEST(LeafFormat, Errors) {
  for (const char* pattern : {"%", "%a", "%E", "%.f", "%.101f", "%s %s", "% s"})
    EXPECT_EQ(done(pattern, {of(1.5)}), "error bad_argument") << pattern;
  EXPECT_EQ(done("%d", {of("a")}), "error bad_argument");
  EXPECT_EQ(done("%x", {of(0.5)}), "error bad_argument");
  EXPECT_EQ(done("%f", {of("a")}), "error bad_argument");
  EXPECT_EQ(done("%o", {of("a")}), "error bad_argument");
  EXPECT_EQ(done("%s", {Printable{Kind::other, false, 0, 0, 0, {}, {}, {}, {}}}), "error bad_argument");
  EXPECT_EQ(done("no clause", {of("left over")}), "no clause");
  const std::string large(kMaxText, 'a');
  EXPECT_EQ(done("%s%s", {of(large.c_str()), of("b")}), "error too_large");
  EXPECT_EQ(done("%x", {of(large.c_str())}), "error too_large");
}

}  // namespace
}  // namespace hegui::cel
