#include "cel/leaf.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <set>
#include <thread>

namespace hegui::cel {
namespace {

constexpr int64_t kMin = INT64_MIN;
constexpr int64_t kMax = INT64_MAX;
const double kInfinity = std::numeric_limits<double>::infinity();
const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Leaf, ErrorKindsHaveWords) {
  std::set<std::string_view> seen;
  for (int i = 0; i < kErrorKinds; ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    EXPECT_TRUE(seen.insert(word(kind)).second) << word(kind);
    EXPECT_FALSE(word_zh(kind).empty());
  }
  EXPECT_EQ(word(ErrorKind::overflow), "overflow");
  EXPECT_EQ(word(ErrorKind::too_much_work), "too_much_work");  // the last one: the table has as many lines as kinds
}

TEST(Leaf, IntegerArithmetic) {
  EXPECT_EQ(leaf::add(int64_t{2}, int64_t{3}).value, 5);
  EXPECT_EQ(leaf::add(kMax, int64_t{1}).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::subtract(kMin, int64_t{1}).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::multiply(kMin, int64_t{-1}).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::divide(kMin, int64_t{-1}).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::remainder(kMin, int64_t{-1}).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::negate(kMin).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::negate(kMax).value, -kMax);
  EXPECT_EQ(leaf::divide(int64_t{-7}, int64_t{2}).value, -3);
  EXPECT_EQ(leaf::remainder(int64_t{-7}, int64_t{2}).value, -1);
  EXPECT_EQ(leaf::divide(int64_t{1}, int64_t{0}).error, ErrorKind::division_by_zero);
  EXPECT_EQ(leaf::remainder(int64_t{1}, int64_t{0}).error, ErrorKind::division_by_zero);
  EXPECT_EQ(leaf::add(UINT64_MAX, uint64_t{1}).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::subtract(uint64_t{0}, uint64_t{1}).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::multiply(UINT64_MAX, uint64_t{2}).error, ErrorKind::overflow);
  EXPECT_EQ(leaf::divide(uint64_t{7}, uint64_t{2}).value, 3U);
  EXPECT_EQ(leaf::divide(uint64_t{7}, uint64_t{0}).error, ErrorKind::division_by_zero);
  EXPECT_EQ(leaf::remainder(uint64_t{7}, uint64_t{0}).error, ErrorKind::division_by_zero);
  EXPECT_EQ(leaf::divide(1.0, 0.0), kInfinity);
  EXPECT_EQ(leaf::divide(-1.0, 0.0), -kInfinity);
  EXPECT_EQ(leaf::divide(1.0, -0.0), -kInfinity);
  EXPECT_TRUE(std::isnan(leaf::divide(0.0, 0.0)));
}

TEST(Leaf, MixedComparison) {
  using std::partial_ordering;
  EXPECT_EQ(leaf::compare(int64_t{-1}, uint64_t{0}), partial_ordering::less);
  EXPECT_EQ(leaf::compare(kMax, UINT64_MAX), partial_ordering::less);
  EXPECT_EQ(leaf::compare(int64_t{1}, 1.0), partial_ordering::equivalent);
  EXPECT_EQ(leaf::compare(kMax, 9223372036854775808.0), partial_ordering::equivalent);  // the specification's rule
  EXPECT_EQ(leaf::compare(kMax, 1e19), partial_ordering::less);
  EXPECT_EQ(leaf::compare(kMin, -1e19), partial_ordering::greater);
  EXPECT_EQ(leaf::compare(int64_t{0}, kNaN), partial_ordering::unordered);
  EXPECT_EQ(leaf::compare(uint64_t{0}, -0.0), partial_ordering::equivalent);
  EXPECT_EQ(leaf::compare(uint64_t{0}, -1.0), partial_ordering::greater);
  EXPECT_EQ(leaf::compare(UINT64_MAX, 1e20), partial_ordering::less);
  EXPECT_EQ(leaf::compare(0.0, -0.0), partial_ordering::equivalent);
  using leaf::Number;
  // On small numbers all nine pairs of types agree with plain comparison.
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < 4; ++b) {
      const Number left[] = {Number::of(int64_t{a}), Number::of(static_cast<uint64_t>(a)), Number::of(static_cast<double>(a))};
      const Number right[] = {Number::of(int64_t{b}), Number::of(static_cast<uint64_t>(b)), Number::of(static_cast<double>(b))};
      for (const Number& x : left) {
        for (const Number& y : right) EXPECT_EQ(leaf::compare(x, y), partial_ordering(a <=> b));
      }
    }
  }
}

TEST(Leaf, ListIndices) {
  using leaf::Number;
  EXPECT_EQ(leaf::index_of(Number::of(int64_t{3})).value, 3);
  EXPECT_EQ(leaf::index_of(Number::of(uint64_t{3})).value, 3);
  EXPECT_EQ(leaf::index_of(Number::of(3.0)).value, 3);
  for (const Number& n : {Number::of(int64_t{-1}), Number::of(UINT64_MAX), Number::of(0.5), Number::of(-1.0), Number::of(kNaN),
                          Number::of(1e30)}) {
    EXPECT_EQ(leaf::index_of(n).error, ErrorKind::index_out_of_range);
  }
}

TEST(Leaf, Conversions) {
  EXPECT_EQ(leaf::int_of(uint64_t{5}).value, 5);
  EXPECT_FALSE(leaf::int_of(UINT64_MAX).ok());
  EXPECT_EQ(leaf::int_of(-7.9).value, -7);
  for (const double bad : {9223372036854775808.0, -9223372036854775808.0, kNaN, kInfinity})
    EXPECT_FALSE(leaf::int_of(bad).ok());
  EXPECT_EQ(leaf::uint_of(7.9).value, 7U);
  for (const double bad : {-1.0, 18446744073709551616.0, kNaN}) EXPECT_FALSE(leaf::uint_of(bad).ok());
  EXPECT_FALSE(leaf::uint_of(int64_t{-1}).ok());
  EXPECT_EQ(leaf::int_of(std::string_view("-9223372036854775808")).value, kMin);
  EXPECT_EQ(leaf::int_of(std::string_view("+5")).value, 5);
  for (const char* bad : {"", "-", "+", "+-5", "2.0", " 5", "5 ", "0x1", "9223372036854775808", "五"})
    EXPECT_FALSE(leaf::int_of(std::string_view(bad)).ok()) << bad;
  EXPECT_EQ(leaf::uint_of(std::string_view("18446744073709551615")).value, UINT64_MAX);
  for (const char* bad : {"", "-1", "1u", "18446744073709551616"})
    EXPECT_FALSE(leaf::uint_of(std::string_view(bad)).ok()) << bad;
  EXPECT_EQ(leaf::double_of("1.5e3").value, 1500.0);
  EXPECT_EQ(leaf::double_of("-.5").value, -0.5);
  EXPECT_EQ(leaf::double_of("-Infinity").value, -kInfinity);
  EXPECT_TRUE(std::isnan(leaf::double_of("NaN").value));
  EXPECT_EQ(leaf::double_of("1e-400").value, 0.0);
  for (const char* bad : {"", "-", "1e400", "x", "1x", " 1", "0x1p3", "nan(1)", "+-1"})
    EXPECT_FALSE(leaf::double_of(bad).ok()) << bad;
  EXPECT_TRUE(leaf::bool_of("True").value);
  EXPECT_FALSE(leaf::bool_of("f").value);
  EXPECT_FALSE(leaf::bool_of("yes").ok());
  EXPECT_FALSE(leaf::bool_of("tRUE").ok());
}

TEST(Leaf, TextOfDoubles) {
  const auto text = [](double v) { return leaf::text_of(v); };
  EXPECT_EQ(text(123.456), "123.456");
  EXPECT_EQ(text(-0.0045), "-0.0045");
  EXPECT_EQ(text(1e6), "1e+06");
  EXPECT_EQ(text(123456), "123456");
  EXPECT_EQ(text(0.0001), "0.0001");
  EXPECT_EQ(text(0.00001), "1e-05");
  EXPECT_EQ(text(0), "0");
  EXPECT_EQ(text(-0.0), "-0");
  EXPECT_EQ(text(1.7976931348623157e308), "1.7976931348623157e+308");
  EXPECT_EQ(text(kNaN), "NaN");
  EXPECT_EQ(text(-kInfinity), "-Infinity");
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isnan(value)) continue;
    EXPECT_EQ(leaf::double_of(leaf::text_of(value)).value, value);
  }
}

TEST(Leaf, Texts) {
  EXPECT_EQ(leaf::size("整改abc😀"), 6);
  EXPECT_EQ(leaf::size(""), 0);
  EXPECT_TRUE(leaf::contains("重大隐患", "隐"));
  EXPECT_TRUE(leaf::contains("", ""));
  EXPECT_TRUE(leaf::starts_with("重大", "重"));
  EXPECT_TRUE(leaf::ends_with("重大", "大"));
  EXPECT_EQ(leaf::text_of_bytes("整").value, "整");
  EXPECT_FALSE(leaf::text_of_bytes("\xff").ok());
  EXPECT_FALSE(leaf::text_of_bytes("\xed\xa0\x80").ok());  // a surrogate
}

TEST(Leaf, Patterns) {
  EXPECT_TRUE(leaf::matches("重大事故隐患", "事.隐").value);
  EXPECT_TRUE(leaf::matches("abc", "").value);
  EXPECT_FALSE(leaf::matches("abc", "^b").value);
  EXPECT_EQ(leaf::matches("abc", "(").error, ErrorKind::bad_pattern);
  EXPECT_EQ(leaf::matches("abc", "(").error, ErrorKind::bad_pattern);  // kept as bad
  std::string why;
  EXPECT_EQ(leaf::Pattern::compile("(?=a)", &why), nullptr);
  EXPECT_FALSE(why.empty());
  const auto pattern = leaf::Pattern::compile("[一-龥]+");
  ASSERT_NE(pattern, nullptr);
  EXPECT_TRUE(pattern->matches("x整"));
  EXPECT_FALSE(pattern->matches("xyz"));
  for (int i = 0; i < 300; ++i)
    EXPECT_TRUE(leaf::matches(std::to_string(i), "^" + std::to_string(i) + "$").value);  // more than are kept
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([] {
      for (int i = 0; i < 200; ++i) EXPECT_TRUE(leaf::matches("a1", "a[" + std::to_string(i % 9) + "1]").ok());
    });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace hegui::cel
