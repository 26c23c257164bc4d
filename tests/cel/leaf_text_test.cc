#include "cel/leaf_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace hegui::cel {
namespace {

using leaf::index_of;
using leaf::last_index_of;

TEST(LeafText, PositionsCountCodePoints) {
  EXPECT_EQ(leaf::char_at("安全a", 1).value, "全");
  EXPECT_EQ(leaf::char_at("安全a", 3).value, "");
  EXPECT_EQ(leaf::char_at("安全a", 4).error, ErrorKind::index_out_of_range);
  EXPECT_EQ(leaf::char_at("安全a", -1).error, ErrorKind::index_out_of_range);
  EXPECT_EQ(leaf::char_at("", 0).value, "");
  EXPECT_EQ(leaf::substring("整改通知书", 2).value, "通知书");
  EXPECT_EQ(leaf::substring("整改通知书", 2, 4).value, "通知");
  EXPECT_EQ(leaf::substring("整改", 2, 2).value, "");
  EXPECT_EQ(leaf::substring("整改", 1, 3).error, ErrorKind::index_out_of_range);
  EXPECT_EQ(leaf::substring("整改", 2, 1).error, ErrorKind::index_out_of_range);
  EXPECT_EQ(leaf::substring("整改", -1).error, ErrorKind::index_out_of_range);
  EXPECT_EQ(leaf::reverse("a全😀"), "😀全a");
}

TEST(LeafText, Searching) {
  EXPECT_EQ(index_of("tacocat", "").value, 0);
  EXPECT_EQ(index_of("tacocat", "", 7).value, 7);
  EXPECT_EQ(index_of("tacocat", "a", 2).value, 5);
  EXPECT_EQ(index_of("安全生产", "生产").value, 2);
  EXPECT_EQ(index_of("安全", "x", 2).value, -1);
  EXPECT_EQ(index_of("安全", "x", 3).error, ErrorKind::index_out_of_range);
  EXPECT_EQ(index_of("安全", "x", -1).error, ErrorKind::index_out_of_range);
  EXPECT_EQ(last_index_of("", "@@").value, -1);
  EXPECT_EQ(last_index_of("tacocat", "").value, 7);
  EXPECT_EQ(last_index_of("tacocat", "a").value, 5);
  EXPECT_EQ(last_index_of("tacocat", "a", 4).value, 1);
  EXPECT_EQ(last_index_of("tacocat", "a", 7).value, 5);
  EXPECT_EQ(last_index_of("tacocat", "a", 8).error, ErrorKind::index_out_of_range);
  EXPECT_EQ(last_index_of("全安全", "全", 1).value, 0);
  EXPECT_TRUE(leaf::contains("安全生产", "全生"));
  EXPECT_TRUE(leaf::contains("", ""));
  EXPECT_FALSE(leaf::contains("", "a"));
}

/// Against the plain way, on random texts of two letters.
TEST(LeafText, SearchingAgreesWithThePlainWay) {
  std::mt19937 random(7);
  const auto text = [&](size_t most) {
    std::string out;
    for (size_t n = random() % (most + 1); n > 0; --n) out += random() % 3 == 0 ? "全" : "a";
    return out;
  };
  const auto position = [](const std::string& s, size_t at) {
    return at == std::string::npos ? int64_t{-1} : leaf::size(std::string_view(s).substr(0, at));
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = text(12);
    const std::string b = text(3);
    EXPECT_EQ(index_of(a, b).value, position(a, a.find(b)));
    EXPECT_EQ(last_index_of(a, b).value, position(a, a.rfind(b)));
    const auto from = static_cast<int64_t>(random() % (static_cast<size_t>(leaf::size(a)) + 1));
    const std::string head = leaf::substring(a, 0, from).value;
    EXPECT_EQ(index_of(a, b, from).value, position(a, a.find(b, head.size())));
    EXPECT_EQ(last_index_of(a, b, from).value, position(a, a.rfind(b, head.size())));
    EXPECT_EQ(leaf::contains(a, b), a.find(b) != std::string::npos);
    // Split and join undo each other; replacing is joining the parts anew.
    const auto parts = leaf::split(a, b).value;
    std::vector<std::string_view> views(parts.begin(), parts.end());
    if (!b.empty()) {
      EXPECT_EQ(leaf::join(views, b).value, a);
      EXPECT_EQ(leaf::join(views, "-").value, leaf::replace(a, b, "-").value);
    }
  }
}

/// A text and a part that make the plain way quadratic.
TEST(LeafText, SearchingIsLinear) {
  const std::string text(1 << 20, 'a');
  const std::string part = std::string(1 << 19, 'a') + "b";
  const std::string back = "b" + std::string(1 << 19, 'a');
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(leaf::contains(text, part));
  EXPECT_EQ(index_of(text, part).value, -1);
  EXPECT_EQ(last_index_of(text, back).value, -1);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(LeafText, Replace) {
  EXPECT_EQ(leaf::replace("hello hello", "he", "we").value, "wello wello");
  EXPECT_EQ(leaf::replace("hello hello", "he", "we", 1).value, "wello hello");
  EXPECT_EQ(leaf::replace("hello hello", "he", "we", 0).value, "hello hello");
  EXPECT_EQ(leaf::replace("hello", "l", "", -1).value, "heo");
  EXPECT_EQ(leaf::replace("安全", "", "-").value, "-安-全-");
  EXPECT_EQ(leaf::replace("安全", "", "-", 2).value, "-安-全");
  EXPECT_EQ(leaf::replace("", "", "x").value, "x");
  EXPECT_EQ(leaf::replace(std::string(2000, 'a'), "a", std::string(1000, 'b')).error, ErrorKind::too_large);
}

TEST(LeafText, Split) {
  using Parts = std::vector<std::string>;
  EXPECT_EQ(leaf::split("a b c", " ").value, (Parts{"a", "b", "c"}));
  EXPECT_EQ(leaf::split("a b c", " ", 2).value, (Parts{"a", "b c"}));
  EXPECT_EQ(leaf::split("a b c", " ", 1).value, (Parts{"a b c"}));
  EXPECT_EQ(leaf::split("a b c", " ", 0).value, Parts{});
  EXPECT_EQ(leaf::split("a b", " ", 9).value, (Parts{"a", "b"}));
  EXPECT_EQ(leaf::split("", ",").value, Parts{""});
  EXPECT_EQ(leaf::split(",", ",").value, (Parts{"", ""}));
  EXPECT_EQ(leaf::split("安全", "").value, (Parts{"安", "全"}));
  EXPECT_EQ(leaf::split("安全生", "", 2).value, (Parts{"安", "全生"}));
  EXPECT_EQ(leaf::split("", "").value, Parts{});
  EXPECT_EQ(leaf::split(std::string(kMaxElements + 5, 'a'), "").error, ErrorKind::too_large);
}

TEST(LeafText, JoinTrimCaseQuote) {
  EXPECT_EQ(leaf::join({}, "-").value, "");
  EXPECT_EQ(leaf::join({"a"}, "-").value, "a");
  EXPECT_EQ(leaf::join({"a", "", "b"}, "、").value, "a、、b");
  EXPECT_EQ(leaf::join(std::vector<std::string_view>(3000, std::string_view("x")), std::string(1000, 'y')).error,
            ErrorKind::too_large);
  EXPECT_EQ(leaf::trim(" \t\n安 全\r\f\v "), "安 全");
  EXPECT_EQ(leaf::trim("\u3000\u2028\u205fx\u00a0\u1680"), "x");
  EXPECT_EQ(leaf::trim("\u200bx\ufeff"), "\u200bx\ufeff");
  EXPECT_EQ(leaf::trim(" \t "), "");
  EXPECT_EQ(leaf::lower_ascii("AbZ安É"), "abz安É");
  EXPECT_EQ(leaf::upper_ascii("abZ安é"), "ABZ安é");
  EXPECT_EQ(leaf::quote("a\"\\\n安"), "\"a\\\"\\\\\\n安\"");
  EXPECT_EQ(leaf::quote("\a\b\f\r\t\v"), "\"\\a\\b\\f\\r\\t\\v\"");
}

TEST(LeafText, Base64) {
  EXPECT_EQ(leaf::base64_encode(""), "");
  EXPECT_EQ(leaf::base64_encode("f"), "Zg==");
  EXPECT_EQ(leaf::base64_encode("fo"), "Zm8=");
  EXPECT_EQ(leaf::base64_encode("foo"), "Zm9v");
  EXPECT_EQ(leaf::base64_decode("Zg==").value, "f");
  EXPECT_EQ(leaf::base64_decode("Zg").value, "f");
  EXPECT_EQ(leaf::base64_decode("Zm8").value, "fo");
  for (const char* wrong : {"Z", "Zg=", "Zg===", "Z===", "Zm9v=", "Zm-v", "Zm 9", "=", "===="})
    EXPECT_EQ(leaf::base64_decode(wrong).error, ErrorKind::bad_conversion) << wrong;
  std::mt19937 random(11);
  for (size_t length = 0; length < 200; ++length) {
    std::string bytes;
    for (size_t i = 0; i < length; ++i) bytes += static_cast<char>(random() & 0xFFU);
    const std::string text = leaf::base64_encode(bytes);
    EXPECT_EQ(text.size() % 4, 0U);
    EXPECT_EQ(leaf::base64_decode(text).value, bytes);
    EXPECT_EQ(leaf::base64_decode(text.substr(0, text.find('='))).value, bytes);
  }
}

}  // namespace
}  // namespace hegui::cel
