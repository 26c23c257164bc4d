// Every byte of a decoded scalar leads to the source byte that made it: each style, with Chinese text, escapes, folds,
// indentation, CR LF and BOM. The random scalars are written here together with their expected text and map, so that the
// expectation owes nothing to the code under test.
#include "rule/node_scalar.h"

#include <gtest/gtest.h>

#include <random>

#include "base/utf8.h"

namespace hegui::rule {
namespace {

/// A source under construction, and what its scalar should decode to.
struct Made {
  std::string source;
  std::string text;
  std::vector<uint32_t> at;  // source offset of each byte of text
  bool crlf = false;

  uint32_t here() const { return static_cast<uint32_t>(source.size()); }
  /// Source that is not part of the text.
  void raw(std::string_view s) { source += s; }
  /// Source bytes that stand for themselves.
  void same(std::string_view s) {
    for (const char c : s) {
      at.push_back(here());
      text += c;
      source += c;
    }
  }
  /// Source `s` that makes the text `t`.
  void makes(std::string_view s, std::string_view t) {
    for (const char c : t) {
      at.push_back(here());
      text += c;
    }
    source += s;
  }
  uint32_t line_break() {
    const uint32_t place = here();
    source += crlf ? "\r\n" : "\n";
    return place;
  }
  void text_at(char c, uint32_t place) {
    at.push_back(place);
    text += c;
  }
};

const Node* value_of(const Node& node) {
  const Node* at = &node;
  while (at->kind == Node::Kind::mapping || at->kind == Node::Kind::sequence) {
    at = at->kind == Node::Kind::mapping ? &at->entries.front().second : &at->items.front();
  }
  return at;
}

void expect_map(const Made& made, Node::Style style) {
  const auto source = std::make_shared<const Source>("f.yaml", made.source);
  Node node;
  Diagnostics diagnostics;
  ASSERT_TRUE(read_yaml(source, {}, node, diagnostics)) << to_text(diagnostics.take()) << made.source;
  const Node& scalar = *value_of(node);
  ASSERT_EQ(scalar.kind, Node::Kind::scalar) << made.source;
  ASSERT_EQ(scalar.style, style);
  ASSERT_EQ(scalar.text, made.text) << made.source;
  const uint32_t size = static_cast<uint32_t>(made.text.size());
  for (uint32_t i = 0; i < size; ++i) {
    ASSERT_EQ(scalar.map.source_offset(i, size), made.at[i]) << "byte " << i << " of\n" << made.text << "\nin\n" << made.source;
  }
  ASSERT_GE(scalar.map.source_offset(size, size), size == 0 ? scalar.span.begin : made.at[size - 1]);
  ASSERT_LE(scalar.map.source_offset(size, size), scalar.span.end);
  if (size > 0) {
    ASSERT_LE(scalar.span.begin, made.at[0]);
  }
}

class Pen {
 public:
  explicit Pen(uint32_t seed) : random_(seed) {}
  size_t below(size_t n) { return random_() % n; }
  bool chance(size_t percent) { return below(100) < percent; }
  std::string word() {
    static const char* kWords[] = {
        "row",    "检查",  "x1",   "负责人", "é",   "😀",  "&&",   "==",  "a.b", "size()", "2023-05-19", "整改，",
        "（一）", "don't", "a\"b", "p:q",    "c#d", "-1", "\\d+", "[0]", "{y}", "%",      "`",          "@"};
    return kWords[below(std::size(kWords))];
  }
  /// Words joined by one to three blanks (or a tab); the first is a plain letter, so any style can begin with it.
  std::string line() {
    std::string out = chance(50) ? "甲" : "k";
    for (size_t n = below(4); n > 0; --n) out += (chance(10) ? "\t" : std::string(1 + below(3), ' ')) + word();
    return out;
  }
  Made start(size_t& indent) {
    Made made;
    made.crlf = chance(40);
    if (chance(30)) made.raw("\xEF\xBB\xBF");
    if (chance(30)) {
      made.raw("# 注释: \"'|");
      made.line_break();
    }
    indent = 0;
    for (size_t depth = below(3); depth > 0; --depth) {
      if (chance(50)) {
        made.raw("键: ");
        made.line_break();
        indent += 2;
        made.raw(std::string(indent, ' '));
      } else {
        made.raw("- ");
        indent += 2;
      }
    }
    made.raw(chance(50) ? "when: " : "\"条件\" :  ");
    if (chance(15)) made.raw("&anchor ");
    return made;
  }
  void finish(Made& made, size_t indent) {
    if (chance(30)) made.raw("   # 尾");
    if (chance(70)) {
      made.line_break();
      if (chance(50)) {
        made.raw(std::string(indent, ' ') + "next: 1");
        made.line_break();
      }
    }
  }
  /// A fold inside a flow scalar: blanks, n breaks, blanks; one break is a blank, n are n - 1 breaks.
  void fold(Made& made, size_t indent, bool trailing, bool escaped = false) {
    const size_t breaks = 1 + (chance(30) ? below(3) : 0);
    if (trailing && chance(30)) made.raw(chance(50) ? "  " : " \t");
    if (escaped) made.raw("\\");
    for (size_t i = 0; i < breaks; ++i) {
      const uint32_t place = made.line_break();
      if (breaks == 1 && !escaped) made.text_at(' ', place);
      if (i + 1 < breaks) made.text_at('\n', place);
      if (i + 1 < breaks && chance(30)) made.raw(std::string(below(4), ' '));
    }
    made.raw(std::string(indent + 1 + below(4), ' '));
  }

 private:
  std::mt19937 random_;
};

constexpr int kRounds = 1500;

TEST(NodeScalar, RandomPlainScalars) {
  Pen pen(1);
  for (int round = 0; round < kRounds; ++round) {
    size_t indent = 0;
    Made made = pen.start(indent);
    made.same(pen.line());
    for (size_t n = pen.below(4); n > 0; --n) {
      pen.fold(made, indent, true);
      made.same(pen.line());
    }
    pen.finish(made, indent);
    expect_map(made, Node::Style::plain);
    if (HasFatalFailure()) return;
  }
}

TEST(NodeScalar, RandomSingleQuotedScalars) {
  Pen pen(2);
  for (int round = 0; round < kRounds; ++round) {
    size_t indent = 0;
    Made made = pen.start(indent);
    made.raw("'");
    const auto put = [&](const std::string& line) {
      for (const char c : line) c == '\'' ? made.makes("''", "'") : made.same(std::string_view(&c, 1));
    };
    if (pen.chance(20)) made.same("  ");
    if (pen.chance(90)) put(pen.line() + (pen.chance(20) ? "'" : ""));
    for (size_t n = made.text.find_first_not_of(' ') == std::string::npos ? 0 : pen.below(4); n > 0; --n) {
      pen.fold(made, indent, true);
      put((pen.chance(20) ? "'" : "") + pen.line() + (pen.chance(20) ? "' # : {" : ""));
    }
    if (!made.text.empty() && pen.chance(20)) made.same(" ");
    made.raw("'");
    pen.finish(made, indent);
    expect_map(made, Node::Style::single_quoted);
    if (HasFatalFailure()) return;
  }
}

TEST(NodeScalar, RandomDoubleQuotedScalars) {
  static const struct {
    const char* source;
    std::string_view text;
  } kEscapes[] = {
      {"\\0", {"\0", 1}},     {"\\a", "\a"},        {"\\b", "\b"},         {"\\t", "\t"},
      {"\\n", "\n"},          {"\\v", "\v"},        {"\\f", "\f"},         {"\\r", "\r"},
      {"\\e", "\x1B"},        {"\\ ", " "},         {"\\\"", "\""},        {"\\/", "/"},
      {"\\\\", "\\"},         {"\\N", "\xC2\x85"},  {"\\_", "\xC2\xA0"},   {"\\L", "\u2028"},
      {"\\P", "\u2029"},      {"\\x41", "A"},       {"\\xe9", "é"},        {"\\u4E2d", "中"},
      {"\\u0000", {"\0", 1}}, {"\\U0001F600", "😀"}, {"\\uFFFD", "\uFFFD"}, {"\\U0010FFFF", "\U0010FFFF"},
      {"\\\t", "\t"},
  };
  Pen pen(3);
  for (int round = 0; round < kRounds; ++round) {
    size_t indent = 0;
    Made made = pen.start(indent);
    made.raw("\"");
    const auto put = [&](const std::string& line) {
      for (size_t i = 0; i < line.size();) {
        const CodePoint point = code_point_at(line, i);
        if (line[i] == '"' || line[i] == '\\') {
          made.makes(std::string("\\") + line[i], line.substr(i, 1));
        } else {
          made.same(line.substr(i, point.size));
        }
        i += point.size;
        if (pen.chance(12)) {
          const auto& escape = kEscapes[pen.below(std::size(kEscapes))];
          made.makes(escape.source, escape.text);
        }
      }
    };
    if (pen.chance(20)) made.same(" ");
    if (pen.chance(90)) put(pen.line());
    for (size_t n = made.text.find_first_not_of(' ') == std::string::npos ? 0 : pen.below(4); n > 0; --n) {
      const bool escaped = pen.chance(30);
      if (escaped && pen.chance(50)) made.same("  ");  // blanks before an escaped break stay
      pen.fold(made, indent, !escaped, escaped);
      put(pen.line());
    }
    if (!made.text.empty() && pen.chance(20)) made.same(" ");
    made.raw("\"");
    pen.finish(made, indent);
    expect_map(made, Node::Style::double_quoted);
    if (HasFatalFailure()) return;
  }
}

/// The header of a block scalar; `explicit_indent` is 0 if it is to be found out.
void header(Made& made, Pen& pen, char kind, char chomp, size_t explicit_indent) {
  made.raw(std::string(1, kind));
  const std::string digit = explicit_indent > 0 ? std::to_string(explicit_indent) : "";
  const std::string sign = chomp == ' ' ? "" : std::string(1, chomp);
  made.raw(pen.chance(50) ? digit + sign : sign + digit);
  if (pen.chance(30)) made.raw("  # 说明 | > '");
  made.line_break();
}

TEST(NodeScalar, RandomLiteralScalars) {
  Pen pen(4);
  for (int round = 0; round < kRounds; ++round) {
    size_t parent = 0;
    Made made = pen.start(parent);
    const size_t step = 1 + pen.below(4), indent = parent + step;
    const bool given = pen.chance(30);
    const char chomp = " +-"[pen.below(3)];
    header(made, pen, '|', chomp, given ? step : 0);
    const size_t lines = 1 + pen.below(5);
    bool content = false;  // the first line with content settles the indentation
    for (size_t i = 0; i < lines; ++i) {
      const bool last = i + 1 == lines;
      if (!last && pen.chance(20)) {  // an empty line, perhaps with blanks that are indentation only
        made.raw(std::string(i == 0 ? 0 : pen.below(indent + 1), ' '));
      } else {
        made.raw(std::string(indent, ' '));
        if ((content || given) && pen.chance(25)) made.same(pen.chance(80) ? "   " : "\t");
        made.same(pen.line());
        if (pen.chance(20)) made.same(" # 不是注释  ");
        content = true;
      }
      const uint32_t place = made.line_break();
      if (!last || chomp != '-') made.text_at('\n', place);
    }
    for (size_t n = pen.below(3); n > 0; --n) {
      const uint32_t place = made.line_break();
      if (chomp == '+') made.text_at('\n', place);
    }
    if (pen.chance(60)) {
      made.raw(std::string(parent, ' ') + "next: 1");
      made.line_break();
    }
    expect_map(made, Node::Style::literal);
    if (HasFatalFailure()) return;
  }
}

TEST(NodeScalar, RandomFoldedScalars) {
  Pen pen(5);
  for (int round = 0; round < kRounds; ++round) {
    size_t parent = 0;
    Made made = pen.start(parent);
    const size_t step = 1 + pen.below(4), indent = parent + step;
    const bool given = pen.chance(30);
    const char chomp = " +-"[pen.below(3)];
    header(made, pen, '>', chomp, given ? step : 0);
    for (size_t n = pen.chance(20) ? 1 + pen.below(2) : 0; n > 0; --n) made.text_at('\n', made.line_break());
    const size_t lines = 1 + pen.below(5);
    bool more_before = false;
    for (size_t i = 0; i < lines; ++i) {
      const bool more = i > 0 && pen.chance(25);  // lines indented further keep their breaks
      if (i > 0) {
        std::vector<uint32_t> breaks = {made.line_break()};
        for (size_t n = pen.chance(30) ? 1 + pen.below(2) : 0; n > 0; --n) {
          made.raw(std::string(pen.below(indent + 1), ' '));
          breaks.push_back(made.line_break());
        }
        if (more || more_before) {
          for (const uint32_t place : breaks) made.text_at('\n', place);
        } else if (breaks.size() == 1) {
          made.text_at(' ', breaks[0]);
        } else {
          for (size_t b = 0; b + 1 < breaks.size(); ++b) made.text_at('\n', breaks[b]);
        }
      }
      made.raw(std::string(indent, ' '));
      if (more) made.same(pen.chance(80) ? "  " : "\t");
      made.same(pen.line());
      if (pen.chance(10)) made.same("  ");
      more_before = more;
    }
    std::vector<uint32_t> ends = {made.line_break()};
    for (size_t n = pen.below(3); n > 0; --n) ends.push_back(made.line_break());
    // With '+' all are kept; after a line that is not indented further yaml-cpp takes the first two for one.
    const size_t all = ends.size() > 1 && !more_before ? ends.size() - 1 : ends.size();
    const size_t kept = chomp == '-' ? 0 : chomp == ' ' ? 1 : all;
    for (size_t n = 0; n < kept; ++n) made.text_at('\n', ends[n]);
    if (pen.chance(60)) {
      made.raw(std::string(parent, ' ') + "next: 1");
      made.line_break();
    }
    expect_map(made, Node::Style::folded);
    if (HasFatalFailure()) return;
  }
}

TEST(NodeScalar, EndsOfTexts) {
  const struct {
    const char* source;
    const char* text;
    uint32_t begin, end, text_end;
  } cases[] = {
      {"k: ab", "ab", 3, 5, 5},
      {"k: ab   # c", "ab", 3, 5, 5},
      {"k: 'ab'", "ab", 3, 7, 6},
      {"k: ''", "", 3, 5, 4},
      {"k: \"\"", "", 3, 5, 4},
      {"k: \"a\\\"\" # c", "a\"", 3, 8, 7},
      {"k: \"a\n\n\n\"", "a\n", 3, 9, 8},  // yaml-cpp keeps one of the breaks before the quote
      {"k: |\n  ab\n", "ab\n", 3, 9, 9},
      {"k: |-\n  ab\n\nl: 1", "ab", 3, 10, 10},
      {"k: |+\n  ab\n\nl: 1", "ab\n\n", 3, 11, 11},
      {"k: >\n  ab\n  cd", "ab cd", 3, 14, 14},
      {"k: |\nl: 1", "", 3, 4, 4},
      {"k: |", "", 3, 4, 4},
      {"k: >-", "", 3, 5, 5},
      {"k: [a , b]", "a", 4, 5, 5},
      {"k: {a b: 'c' }", "c", 9, 12, 11},
  };
  for (const auto& c : cases) {
    const auto source = std::make_shared<const Source>("f", c.source);
    Node node;
    Diagnostics diagnostics;
    ASSERT_TRUE(read_yaml(source, {}, node, diagnostics)) << c.source;
    const Node& scalar = *value_of(node);
    EXPECT_EQ(scalar.text, c.text) << c.source;
    EXPECT_EQ(scalar.span.begin, c.begin) << c.source;
    EXPECT_EQ(scalar.span.end, c.end) << c.source;
    const uint32_t size = static_cast<uint32_t>(scalar.text.size());
    EXPECT_EQ(scalar.map.source_offset(size, size), c.text_end) << c.source;
  }
}

TEST(NodeScalar, ACaretInsideAnExpressionStandsUnderTheRightGlyph) {
  const auto source = std::make_shared<const Source>("r.yaml",
                                                     "\xEF\xBB\xBF规则:\r\n"
                                                     "  when: >-\r\n"
                                                     "    holder.高危 &&\r\n"
                                                     "    row.领导 == '主要'\r\n"
                                                     "  where: \"row.x == \\\"甲\\\" && nme\"\r\n");
  Node node;
  Diagnostics diagnostics;
  ASSERT_TRUE(read_yaml(source, {}, node, diagnostics));
  const Node* rule = node.find("规则");
  ASSERT_NE(rule, nullptr);
  const auto point = [&](const Node& scalar, std::string_view what) {
    const uint32_t begin = static_cast<uint32_t>(scalar.text.find(what)), size = static_cast<uint32_t>(scalar.text.size());
    Diagnostics out;
    out.report(Code::yaml_syntax, scalar.map.span(source, begin, begin + static_cast<uint32_t>(what.size()), size), "m", "m");
    return to_text(out.take());
  };
  EXPECT_EQ(point(*rule->find("when"), "领导"), "r.yaml:4:9: error[HG1004]: m\n      row.领导 == '主要'\n          ^~~~\n");
  EXPECT_EQ(point(*rule->find("when"), "高危"), "r.yaml:3:12: error[HG1004]: m\n      holder.高危 &&\n             ^~~~\n");
  EXPECT_EQ(point(*rule->find("where"), "\"甲\""),
            "r.yaml:5:20: error[HG1004]: m\n    where: \"row.x == \\\"甲\\\" && nme\"\n                     ^~~~~~\n");
  EXPECT_EQ(point(*rule->find("where"), "nme"),
            "r.yaml:5:29: error[HG1004]: m\n    where: \"row.x == \\\"甲\\\" && nme\"\n                               ^~~\n");
}

TEST(NodeScalar, TextThatDoesNotFitLeadsToTheStart) {
  for (const char* source : {"abc", "'abc'", "\"abc\"", "\"a\\q\"", "|\n  abc", ">\n  abc", "", "\"", "|"}) {
    const ScalarPlace place = locate_scalar(source, 0, "xyz中");
    EXPECT_FALSE(place.exact) << source;
    EXPECT_EQ(place.text, "xyz中");
    for (uint32_t i = 0; i <= 6; ++i) EXPECT_EQ(place.map.source_offset(i, 6), 0u);
    EXPECT_EQ(place.end, 0u);
  }
  EXPECT_TRUE(locate_scalar("- abc", 2, "abc").exact);
}

}  // namespace
}  // namespace hegui::rule
