#include "cel/lexer.h"

#include <gtest/gtest.h>

#include "cel/literal_text.h"

namespace hegui::cel {
namespace {

struct Lexed {
  bool clean = false;
  std::vector<Token> tokens;
  std::vector<Diagnostic> diagnostics;
};

Lexed lexed(const std::string& text) {
  Lexed result;
  const auto source = std::make_shared<Source>("x", text);
  Diagnostics diagnostics;
  const Report report = [&](Code code, uint32_t begin, uint32_t end, std::string en, std::string zh) {
    return diagnostics.report(code, Span{source, begin, end}, std::move(en), std::move(zh));
  };
  result.clean = lex(text, report, result.tokens);
  result.diagnostics = diagnostics.take();
  return result;
}

using Kind = Token::Kind;

std::vector<Kind> kinds(const std::string& text) {
  std::vector<Kind> result;
  const Lexed l = lexed(text);
  EXPECT_TRUE(l.clean) << text;
  for (const Token& token : l.tokens) result.push_back(token.kind);
  return result;
}

TEST(Lexer, EverySign) {
  const std::vector<Kind> wanted = {
      Kind::or_,           Kind::and_,         Kind::equal,         Kind::not_equal,  Kind::less_equal,
      Kind::greater_equal, Kind::less,         Kind::greater,       Kind::not_,       Kind::minus,
      Kind::plus,          Kind::times,        Kind::divide,        Kind::modulo,     Kind::left_paren,
      Kind::right_paren,   Kind::left_bracket, Kind::right_bracket, Kind::left_brace, Kind::right_brace,
      Kind::dot,           Kind::comma,        Kind::colon,         Kind::question,   Kind::end};
  EXPECT_EQ(kinds("|| && == != <= >= < > ! - + * / % ( ) [ ] { } . , : ?"), wanted);
  EXPECT_EQ(kinds("||&&==!=<=>=!-").size(), 9U);
  EXPECT_EQ(kinds("a<-b>!c").size(), 8U);
}

TEST(Lexer, NamesAndWords) {
  EXPECT_EQ(kinds("in true false null inx _a9 $swift_days `a-b.c/d e`"),
            (std::vector<Kind>{Kind::word_in, Kind::word_true, Kind::word_false, Kind::word_null, Kind::identifier,
                               Kind::identifier, Kind::param, Kind::quoted_identifier, Kind::end}));
  const Lexed l = lexed("$swift_days `a-b.c/d e` x");
  EXPECT_EQ(l.tokens[0].text, "swift_days");
  EXPECT_EQ(l.tokens[1].text, "a-b.c/d e");
  EXPECT_EQ(l.tokens[2].begin, 24U);
  EXPECT_EQ(l.tokens[2].end, 25U);
  EXPECT_TRUE(is_reserved("while"));
  EXPECT_FALSE(is_reserved("whiles"));
}

TEST(Lexer, SpaceAndComments) {
  EXPECT_EQ(kinds("a // b\n\t\f\r c").size(), 3U);
  EXPECT_EQ(kinds("// only").size(), 1U);
  EXPECT_FALSE(lexed("a \v b").clean);
}

TEST(Lexer, Numbers) {
  const Lexed l = lexed("0 42 0x1F 7u 0xFFu 1.5 .5 1e9 1.5E-3 9223372036854775808 18446744073709551615u");
  ASSERT_TRUE(l.clean);
  EXPECT_EQ(l.tokens[0].magnitude, 0U);
  EXPECT_EQ(l.tokens[1].magnitude, 42U);
  EXPECT_EQ(l.tokens[2].magnitude, 31U);
  EXPECT_EQ(l.tokens[3].kind, Kind::uint_value);
  EXPECT_EQ(l.tokens[4].magnitude, 255U);
  EXPECT_EQ(l.tokens[5].real, 1.5);
  EXPECT_EQ(l.tokens[6].real, 0.5);
  EXPECT_EQ(l.tokens[7].real, 1e9);
  EXPECT_EQ(l.tokens[8].real, 1.5e-3);
  EXPECT_EQ(l.tokens[9].magnitude, uint64_t{1} << 63);
  EXPECT_EQ(l.tokens[10].magnitude, UINT64_MAX);
  // A point without a digit behind it is a selection.
  EXPECT_EQ(kinds("1.foo"), (std::vector<Kind>{Kind::int_value, Kind::dot, Kind::identifier, Kind::end}));
  EXPECT_EQ(lexed("1e-400").tokens[0].real, 0.0);
}

TEST(Lexer, WrongNumbers) {
  for (const char* text :
       {"9223372036854775809", "18446744073709551616u", "0x", "3days", "1_000", "1.5x", "1e400", "0xg", "12e"}) {
    const Lexed l = lexed(text);
    EXPECT_FALSE(l.clean) << text;
    ASSERT_EQ(l.diagnostics.size(), 1U) << text;
    EXPECT_EQ(l.diagnostics[0].code, 3004) << text;
    EXPECT_EQ(l.tokens.size(), 2U) << text;
  }
}

TEST(Lexer, TextsAndBytes) {
  const auto text = [](const std::string& literal) {
    const Lexed l = lexed(literal);
    EXPECT_TRUE(l.clean) << literal;
    EXPECT_EQ(l.tokens.size(), 2U) << literal;
    return l.tokens[0].text;
  };
  EXPECT_EQ(text("'整改'"), "整改");
  EXPECT_EQ(text("\"it's\""), "it's");
  EXPECT_EQ(text("'''a\nb'c'''"), "a\nb'c");
  EXPECT_EQ(text("\"\"\"a\r\nb\rc\"\"\""), "a\nb\nc");
  EXPECT_EQ(text("''"), "");
  EXPECT_EQ(text("''''''"), "");
  EXPECT_EQ(text(R"(r'\d+')"), "\\d+");
  EXPECT_EQ(text(R"(R"\")"), "\\");
  EXPECT_EQ(text(R"('\a\b\f\n\r\t\v\\\?\"\'\`')"), "\a\b\f\n\r\t\v\\?\"'`");
  EXPECT_EQ(text(R"('\x41\X42\103\u6574\U0001F600')"), "ABC整😀");
  EXPECT_EQ(text(R"('\xff\377')"), "ÿÿ");         // code points in texts
  EXPECT_EQ(text(R"(b'\xff\377')"), "\xff\xff");  // octets in bytes
  EXPECT_EQ(text("b'ÿ'"), "\xc3\xbf");
  EXPECT_EQ(text(R"(br'\x')"), "\\x");
  EXPECT_EQ(lexed("b''").tokens[0].kind, Kind::bytes);
  EXPECT_EQ(lexed("rb''").tokens.size(), 3U);  // a name, then a text
}

TEST(Lexer, WrongTexts) {
  struct Case {
    const char* text;
    uint32_t column;
  };
  for (const Case& c :
       {Case{"'整", 1}, Case{"'a\nb'", 1}, Case{R"('整\q')", 3}, Case{R"('\x4')", 2}, Case{R"('\400')", 2},
        Case{R"('\uD83D')", 2}, Case{R"('\U00110000')", 2}, Case{R"(b'\u0041')", 3}, Case{"'''a", 1}, Case{"'a\\", 1}}) {
    const Lexed l = lexed(c.text);
    EXPECT_FALSE(l.clean) << c.text;
    ASSERT_FALSE(l.diagnostics.empty()) << c.text;
    EXPECT_EQ(l.diagnostics[0].code, 3003) << c.text;
    EXPECT_EQ(l.diagnostics[0].place.column, c.column) << c.text;
    EXPECT_FALSE(l.diagnostics[0].message_zh.empty());
  }
}

TEST(Lexer, WhatTheAuthorMeant) {
  const Lexed l = lexed("size（row.kind） = 1 & a ≥ b");
  EXPECT_FALSE(l.clean);
  ASSERT_EQ(l.diagnostics.size(), 5U);
  for (const Diagnostic& d : l.diagnostics) EXPECT_EQ(d.code, 3002);
  EXPECT_EQ(l.diagnostics[0].hint, "write (");
  EXPECT_EQ(l.diagnostics[2].hint, "write ==");
  EXPECT_EQ(l.diagnostics[2].place.column, 16U);
  std::vector<Kind> read;
  for (const Token& token : l.tokens) read.push_back(token.kind);
  EXPECT_EQ(read, (std::vector<Kind>{Kind::identifier, Kind::left_paren, Kind::identifier, Kind::dot, Kind::identifier,
                                     Kind::right_paren, Kind::equal, Kind::int_value, Kind::and_, Kind::identifier,
                                     Kind::greater_equal, Kind::identifier, Kind::end}));
}

TEST(Lexer, TypographicQuotesAndBareWords) {
  const Lexed quotes = lexed("a == “整改”");
  ASSERT_EQ(quotes.diagnostics.size(), 1U);
  EXPECT_EQ(quotes.tokens[2].text, "整改");
  const Lexed bare = lexed("a == 整改）");
  ASSERT_EQ(bare.diagnostics.size(), 2U);
  EXPECT_EQ(bare.diagnostics[0].hint, "text stands in quotes: '整改'");
  EXPECT_EQ(bare.tokens[2].text, "整改");
}

TEST(Lexer, UnknownCharacters) {
  for (const char* text : {"a ; b", "a # b", "a @ b", "$ a", "a ~ b", "a ^ b", "\\", "`", "`a", "``", "\x01"}) {
    const Lexed l = lexed(text);
    EXPECT_FALSE(l.clean) << text;
    ASSERT_EQ(l.diagnostics.size(), 1U) << text;
    EXPECT_EQ(l.diagnostics[0].code, 3002) << text;
  }
}

}  // namespace
}  // namespace hegui::cel
