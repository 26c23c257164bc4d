#include <gtest/gtest.h>

#include <random>

#include "support.h"

namespace hegui::cel {
namespace {

using test::parsed;

std::string repeated(const std::string& part, int n) {
  std::string result;
  for (int i = 0; i < n; ++i) result += part;
  return result;
}

std::string nested(const std::string& open, const std::string& inside, const std::string& close, int n) {
  return repeated(open, n) + inside + repeated(close, n);
}

TEST(Limits, WhatTheSpecificationPromises) {
  EXPECT_TRUE(parsed("a" + repeated(" || a", 40)).ok);
  EXPECT_TRUE(parsed("a" + repeated(" && a", 40)).ok);
  EXPECT_TRUE(parsed("f(a" + repeated(", a", 40) + ")").ok);
  EXPECT_TRUE(parsed("[a" + repeated(", a", 40) + "]").ok);
  EXPECT_TRUE(parsed("{a: a" + repeated(", a: a", 40) + "}").ok);
  EXPECT_TRUE(parsed(repeated("a ? a : ", 32) + "a").ok);
  EXPECT_TRUE(parsed("a" + repeated(" + a", 32)).ok);
  EXPECT_TRUE(parsed("a" + repeated(" * a", 32)).ok);
  EXPECT_TRUE(parsed("a" + repeated(" < a", 32)).ok);
  EXPECT_TRUE(parsed(repeated("!", 40) + "a").ok);
  EXPECT_TRUE(parsed(repeated("-", 40) + "a").ok);
  EXPECT_TRUE(parsed(repeated("-", 40) + "1").ok);
  EXPECT_TRUE(parsed(nested("(", "a", ")", 40)).ok);
  EXPECT_TRUE(parsed(nested("f(", "a", ")", 24)).ok);
  EXPECT_TRUE(parsed(nested("[", "a", "]", 24)).ok);
  EXPECT_TRUE(parsed(nested("{1: ", "a", "}", 24)).ok);
  EXPECT_TRUE(parsed(nested("a[", "a", "]", 24)).ok);
  EXPECT_TRUE(parsed("a" + repeated(".b", 24)).ok);
}

TEST(Limits, DeepNestingIsAnErrorOfEveryKind) {
  constexpr int kDeep = 20'000;
  const std::string cases[] = {nested("(", "a", ")", kDeep),
                               nested("[", "a", "]", kDeep),
                               nested("{1: ", "a", "}", kDeep),
                               nested("f(", "a", ")", kDeep),
                               nested("a[", "a", "]", kDeep),
                               nested("a.f(", "a", ")", kDeep),
                               nested("a.all(x, ", "x", ")", kDeep),
                               nested("cel.bind(x, 1, ", "x", ")", kDeep),
                               repeated("!", kDeep) + "a",
                               repeated("-", kDeep) + "a",
                               repeated("-", kDeep) + "1",
                               repeated("a ? a : ", kDeep) + "a",
                               "a" + repeated(" + a", kDeep),
                               "a" + repeated(" * a", kDeep),
                               "a" + repeated(" < a", kDeep),
                               "a" + repeated(".b", kDeep),
                               "a" + repeated("[0]", kDeep),
                               "a" + repeated(".f()", kDeep),
                               repeated("(", kDeep),
                               repeated("[", kDeep),
                               repeated("{1:", kDeep),
                               repeated("f(", kDeep),
                               repeated("(a ? ", kDeep),
                               repeated("has(", kDeep),
                               nested("has((", "a.b", "))", kDeep)};
  for (const std::string& text : cases) {
    const test::Outcome outcome = parsed(text, {size_t{1} << 20, 96, 20'000});
    EXPECT_FALSE(outcome.ok) << text.substr(0, 20);
    ASSERT_EQ(outcome.diagnostics.size(), 1U) << text.substr(0, 20) << "\n" << outcome.summary().substr(0, 500);
    EXPECT_EQ(outcome.diagnostics[0].code, 3005) << text.substr(0, 20);
    EXPECT_FALSE(outcome.diagnostics[0].hint.empty());
  }
}

TEST(Limits, AnyDepthOptionIsSafe) {
  EXPECT_FALSE(parsed(nested("(", "a", ")", 200'000), {size_t{1} << 22, 1'000'000, 1'000'000}).ok);
  EXPECT_FALSE(parsed("(a)", {100, 0, 100}).ok);
}

TEST(Limits, BytesAndParts) {
  const test::Outcome longer = parsed(repeated(" ", 101), {100, 96, 100});
  ASSERT_EQ(longer.diagnostics.size(), 1U);
  EXPECT_EQ(longer.summary(), "HG3005@0-1: the expression is longer than 100 bytes | split it into definitions");
  const test::Outcome parts = parsed("[1" + repeated(", 1", 200) + "]", {1000, 96, 100});
  ASSERT_EQ(parts.diagnostics.size(), 1U);
  EXPECT_EQ(parts.diagnostics[0].code, 3005);
  EXPECT_TRUE(parsed("a" + repeated(" && a", 10'000)).ok);  // long, not deep
}

/// Random bytes and random pieces of the language never crash, and a refusal always says why.
TEST(Limits, RandomTexts) {
  const std::vector<std::string> pieces = {"a",
                                           "row",
                                           ".",
                                           "(",
                                           ")",
                                           "[",
                                           "]",
                                           "{",
                                           "}",
                                           ",",
                                           ":",
                                           "?",
                                           "&&",
                                           "||",
                                           "!",
                                           "-",
                                           "+",
                                           "==",
                                           "<",
                                           "in",
                                           " ",
                                           "1",
                                           "1.5",
                                           "2u",
                                           "'x'",
                                           "b'y'",
                                           "'",
                                           "\"\"\"",
                                           "\\",
                                           "$p",
                                           "$",
                                           "`",
                                           "has(",
                                           "all(x, ",
                                           ".exists(",
                                           "cel.bind(",
                                           "cel.block([",
                                           "cel.index(0)",
                                           "cel.iterVar(0, 0)",
                                           ".transformMap(k, v, ",
                                           ".optMap(x, ",
                                           ".or(",
                                           "?",
                                           "math.greatest(",
                                           "null",
                                           "true",
                                           "整",
                                           "（",
                                           "。",
                                           "“",
                                           "\xff",
                                           "//",
                                           "\n",
                                           "=",
                                           "date('2023-05-19')",
                                           "while",
                                           "0x",
                                           "e9",
                                           "9223372036854775808"};
  std::mt19937 random(20230519);
  test::Pack pack;
  size_t accepted = 0;
  for (int round = 0; round < 30'000; ++round) {
    std::string text;
    const bool bytes = round % 4 == 0;
    const size_t length = random() % (bytes ? 40 : 12);
    for (size_t i = 0; i < length; ++i) {
      if (bytes)
        text.push_back(static_cast<char>(static_cast<unsigned char>(random() % 256)));
      else
        text += pieces[random() % pieces.size()];
    }
    const test::Outcome outcome = pack.check(text);
    EXPECT_EQ(outcome.ok, outcome.diagnostics.empty()) << text;
    for (const Diagnostic& d : outcome.diagnostics) EXPECT_TRUE(d.code == 1003 || d.code / 1000 == 3) << text;
    accepted += outcome.ok ? 1 : 0;
  }
  EXPECT_GT(accepted, 100U);
}

}  // namespace
}  // namespace hegui::cel
