// YAML with exact places: trees, spans of every kind of node, errors, limits. Byte maps of scalars: node_scalar_test.cc.
#include "rule/node.h"

#include <gtest/gtest.h>

#include <random>

namespace hegui::rule {
namespace {

struct Read {
  bool ok = false;
  Node node;
  std::vector<Diagnostic> diagnostics;
  std::string codes;  // "HG1005@4:11 ..."
};

Read read(std::string text, const YamlLimits& limits = {}) {
  Read out;
  const auto source = std::make_shared<const Source>("f.yaml", std::move(text));
  Diagnostics diagnostics;
  out.ok = read_yaml(source, limits, out.node, diagnostics);
  EXPECT_EQ(out.ok, !diagnostics.has_errors());
  out.diagnostics = diagnostics.take();
  for (const Diagnostic& d : out.diagnostics) {
    if (!out.codes.empty()) out.codes += ' ';
    out.codes += d.code_text() + '@' + std::to_string(d.place.line) + ':' + std::to_string(d.place.column);
    EXPECT_FALSE(d.message.empty());
    EXPECT_FALSE(d.message_zh.empty());
    EXPECT_FALSE(d.hint.empty());
    EXPECT_FALSE(d.hint_zh.empty());
  }
  return out;
}

std::string dump(const std::string& text) {
  const Read got = read(text);
  return got.ok ? got.node.dump() : to_text(got.diagnostics);
}

TEST(Node, BlockAndFlowCollectionsWithTheirSpans) {
  EXPECT_EQ(dump("# 注释\n名: {a: 1, 'b': \"二\", }   # x\nlist:\n  - x y\n  - [p, [q]]\n  -  k: v\n     l: w\n"),
            "mapping @2:1-7:10\n"
            "  ? plain \"名\" @2:1-2:2\n"
            "  : mapping @2:4-2:22\n"
            "    ? plain \"a\" @2:5-2:6\n"
            "    : plain \"1\" @2:8-2:9\n"
            "    ? single \"b\" @2:11-2:14\n"
            "    : double \"二\" @2:16-2:19\n"
            "  ? plain \"list\" @3:1-3:5\n"
            "  : sequence @4:3-7:10\n"
            "    - plain \"x y\" @4:5-4:8\n"
            "    - sequence @5:5-5:13\n"
            "      - plain \"p\" @5:6-5:7\n"
            "      - sequence @5:9-5:12\n"
            "        - plain \"q\" @5:10-5:11\n"
            "    - mapping @6:6-7:10\n"
            "      ? plain \"k\" @6:6-6:7\n"
            "      : plain \"v\" @6:9-6:10\n"
            "      ? plain \"l\" @7:6-7:7\n"
            "      : plain \"w\" @7:9-7:10\n");
}

TEST(Node, NothingIsResolved) {
  const Read got = read("a: no\nb: 0123\nc: 2024-01-02\nd: 1e3\ne: 'null'\nf: \"~\"\ng: nulls\nh: ~x\n");
  ASSERT_TRUE(got.ok);
  const char* want[] = {"no", "0123", "2024-01-02", "1e3", "null", "~", "nulls", "~x"};
  for (size_t i = 0; i < std::size(want); ++i) {
    EXPECT_EQ(got.node.entries[i].second.kind, Node::Kind::scalar);
    EXPECT_EQ(got.node.entries[i].second.text, want[i]);
    EXPECT_EQ(got.node.entries[i].second.is_plain(), i != 4 && i != 5);
  }
  ASSERT_NE(got.node.find("b"), nullptr);
  EXPECT_EQ(got.node.find("b")->text, "0123");
  EXPECT_EQ(got.node.find("z"), nullptr);
}

TEST(Node, EmptyAndNullValuesStandWhereTheyWouldBeWritten) {
  EXPECT_EQ(dump("a:\nb: ~\nc:   # later\n\nd: null\ne: {p, q: , r: }\nf:\n  -\n  - NULL\n  -\n"),
            "mapping @1:1-10:4\n"
            "  ? plain \"a\" @1:1-1:2\n"
            "  : null @1:3-1:3\n"
            "  ? plain \"b\" @2:1-2:2\n"
            "  : null @2:4-2:5\n"
            "  ? plain \"c\" @3:1-3:2\n"
            "  : null @3:3-3:3\n"
            "  ? plain \"d\" @5:1-5:2\n"
            "  : null @5:4-5:8\n"
            "  ? plain \"e\" @6:1-6:2\n"
            "  : mapping @6:4-6:17\n"
            "    ? plain \"p\" @6:5-6:6\n"
            "    : null @6:6-6:6\n"
            "    ? plain \"q\" @6:8-6:9\n"
            "    : null @6:10-6:10\n"
            "    ? plain \"r\" @6:13-6:14\n"
            "    : null @6:15-6:15\n"
            "  ? plain \"f\" @7:1-7:2\n"
            "  : sequence @8:3-10:4\n"
            "    - null @8:4-8:4\n"
            "    - null @9:5-9:9\n"
            "    - null @10:4-10:4\n");
  EXPECT_EQ(dump("a:\nnull: x\n~: y\n"),
            "mapping @1:1-3:5\n"
            "  ? plain \"a\" @1:1-1:2\n"
            "  : null @1:3-1:3\n"
            "  ? plain \"null\" @2:1-2:5\n"
            "  : plain \"x\" @2:7-2:8\n"
            "  ? plain \"~\" @3:1-3:2\n"
            "  : plain \"y\" @3:4-3:5\n");
  EXPECT_EQ(dump("? a\n? b\n: c\n"),
            "mapping @1:1-3:4\n"
            "  ? plain \"a\" @1:3-1:4\n"
            "  : null @1:4-1:4\n"
            "  ? plain \"b\" @2:3-2:4\n"
            "  : plain \"c\" @3:3-3:4\n");
}

TEST(Node, TextsWithoutContentAreNull) {
  for (const char* text :
       {"", "\n", "# only a comment\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF# x\r\n", "---\n", "---\n...\n", "   \n\n", "null\n"}) {
    const Read got = read(text);
    EXPECT_TRUE(got.ok) << text << to_text(got.diagnostics);
    EXPECT_EQ(got.node.kind, Node::Kind::null) << text;
    EXPECT_TRUE(got.node.span) << text;
  }
  EXPECT_FALSE(read_yaml(nullptr, {}, *std::make_unique<Node>(), *std::make_unique<Diagnostics>()));
}

TEST(Node, ByteOrderMarkAndCrLfMoveNoColumn) {
  const std::string plain = "名: 值\nlist:\n- \"甲\\u4e59\"\n- |\n  丙\n- >-\n  丁\n  戊\nlast:\n";
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : plain) windows += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(dump(plain), dump(windows));
  EXPECT_EQ(dump(plain),
            "mapping @1:1-9:6\n"
            "  ? plain \"名\" @1:1-1:2\n"
            "  : plain \"值\" @1:4-1:5\n"
            "  ? plain \"list\" @2:1-2:5\n"
            "  : sequence @3:1-8:4\n"
            "    - double \"甲乙\" @3:3-3:12\n"
            "    - literal \"丙\\n\" @4:3-5:4\n"
            "    - folded \"丁 戊\" @6:3-8:4\n"
            "  ? plain \"last\" @9:1-9:5\n"
            "  : null @9:6-9:6\n");
}

TEST(Node, AliasesCopyWithThePlacesOfTheAnchor) {
  EXPECT_EQ(dump("a: &x {k: [1, &y 二]}\nb: *x\nc: [*y, *x ]\nd: &z\ne: *z\n*y : key\n"),
            "mapping @1:1-6:9\n"
            "  ? plain \"a\" @1:1-1:2\n"
            "  : mapping @1:7-1:21\n"
            "    ? plain \"k\" @1:8-1:9\n"
            "    : sequence @1:11-1:20\n"
            "      - plain \"1\" @1:12-1:13\n"
            "      - plain \"二\" @1:18-1:19\n"
            "  ? plain \"b\" @2:1-2:2\n"
            "  : mapping @1:7-1:21\n"
            "    ? plain \"k\" @1:8-1:9\n"
            "    : sequence @1:11-1:20\n"
            "      - plain \"1\" @1:12-1:13\n"
            "      - plain \"二\" @1:18-1:19\n"
            "  ? plain \"c\" @3:1-3:2\n"
            "  : sequence @3:4-3:13\n"
            "    - plain \"二\" @1:18-1:19\n"
            "    - mapping @1:7-1:21\n"
            "      ? plain \"k\" @1:8-1:9\n"
            "      : sequence @1:11-1:20\n"
            "        - plain \"1\" @1:12-1:13\n"
            "        - plain \"二\" @1:18-1:19\n"
            "  ? plain \"d\" @4:1-4:2\n"
            "  : null @4:6-4:6\n"
            "  ? plain \"e\" @5:1-5:2\n"
            "  : null @4:6-4:6\n"
            "  ? plain \"二\" @1:18-1:19\n"
            "  : plain \"key\" @6:6-6:9\n");
  EXPECT_EQ(read("a: &x\n  - *x\n").codes, "HG1004@2:5");
  EXPECT_EQ(read("a: *none\n").codes, "HG1004@1:4");
}

TEST(Node, DuplicateKeysPointAtTheFirst) {
  const Read got = read("甲: 1\n乙: {k: 1, \"k\": 2, 'k': 3}\n\"甲\": 2\n");
  EXPECT_EQ(got.codes, "HG1005@2:11 HG1005@2:19 HG1005@3:1");
  ASSERT_EQ(got.diagnostics[2].notes.size(), 1u);
  EXPECT_EQ(got.diagnostics[2].notes[0].place.line, 1u);
  EXPECT_EQ(got.diagnostics[2].notes[0].place.column, 1u);
  EXPECT_EQ(got.diagnostics[1].notes[0].place.column, 5u);
  EXPECT_EQ(got.diagnostics[2].message, "'甲' stands twice in this mapping");
  EXPECT_EQ(read("a: &k x\nx: 1\n*k : 2\n").codes, "HG1005@3:1");  // an alias as key: the place of the alias
  EXPECT_TRUE(read("a: 1\nA: 2\n'a ': 3\n").ok);
}

TEST(Node, WhatRuleFilesDoNotUseIsSaid) {
  EXPECT_EQ(read("<<: {a: 1}\nb: 2\n").codes, "HG1008@1:1");
  EXPECT_TRUE(read("\"<<\": 1\n").ok);
  EXPECT_EQ(read("a: !foo 1\nb: !!str x\nc: ! y\nd: !t\ne: !t [1]\nf: !t {}\ng: &a !t x\n").codes,
            "HG1008@1:4 HG1008@2:4 HG1008@3:4 HG1008@4:4 HG1008@5:4 HG1008@6:4 HG1008@7:7");
  EXPECT_EQ(read("? [1]\n: 2\n[2]: 3\n{k: v}: 4\n").codes, "HG1008@1:3 HG1008@3:1 HG1008@4:1");
  EXPECT_EQ(read("a: 1\n---\nb: 2\n").codes, "HG1008@2:1");
  EXPECT_EQ(read("a: 1\n...\n---\nb: 2\n").codes, "HG1008@3:1");
  EXPECT_EQ(read(": 1\n").codes, "HG1004@1:1");
  EXPECT_TRUE(read("%YAML 1.2\n---\na: 1\n...\n").ok);
}

TEST(Node, SyntaxErrorsNameTheirPlace) {
  const struct {
    const char* text;
    const char* codes;
  } cases[] = {
      {"a: \"unclosed\nb: 中\n", "HG1004@1:4"},
      {"a: 1\n描述: '没有收尾\n", "HG1004@2:5"},
      {"a: 'it''s\n", "HG1004@1:4"},
      {"a: [1, \"x\n", "HG1004@1:8"},
      {"a: [1, 2\nb: 3\n", "HG1004@2:2"},
      {"a: {b: 1\n", "HG1004@2:1"},
      {"a: 1]\nb: ]\n", "HG1004@2:4"},
      {"中: 值\n\tx: 1\n", "HG1004@2:1"},
      {"a: b: c\n", "HG1004@1:5"},
      {"- a\nb: c\n", "HG1004@2:1"},
      {"a: 1\n b: 2\n", "HG1004@2:3"},
      {"值: \"\\q\"\n", "HG1004@1:5"},
      {"a: \"\\x4g\"\n", "HG1004@1:5"},
      {"a: \"\\ud800\"\n", "HG1004@1:5"},
      {"a: \"\\U00110000\"\n", "HG1004@1:5"},
      {"a: @x\n", "HG1004@1:4"},
      {"a: `x`\n", "HG1004@1:4"},
      {"a: |0\n  x\n", "HG1004@1:6"},
      {"a: | x\n  y\n", "HG1004@1:6"},
      {"a: & x\n", "HG1004@1:5"},
      {"a: &x &y 1\n", "HG1004@1:7"},
      {"a: \x01\n", "HG1004@1:4"},
      {"a: x\x04y: z\n", "HG1004@1:5"},
      {"a: x\x7F\n", "HG1004@1:5"},
      {"a: 1\rb: 2\n", "HG1004@1:5"},
      {"a: \xD6\xD0\n", "HG1003@1:4"},
  };
  for (const auto& c : cases) EXPECT_EQ(read(c.text).codes, c.codes) << c.text;
  EXPECT_EQ(read(std::string("a: \0b\n", 6)).codes, "HG1004@1:4");
  const Read bracket = read("a: [1, 2\nb: 3\n");
  ASSERT_EQ(bracket.diagnostics[0].notes.size(), 1u);
  EXPECT_EQ(bracket.diagnostics[0].notes[0].place.column, 4u);
}

TEST(Node, SeveralErrorsComeInOneRun) {
  EXPECT_EQ(read("a: !t 1\na: 2\n<<: 3\n? [x]\n: 4\n").codes, "HG1008@1:4 HG1005@2:1 HG1008@3:1 HG1008@4:3");
}

TEST(Node, LimitsNameThemselves) {
  YamlLimits limits;
  limits.max_bytes = 100;
  EXPECT_TRUE(read("a: " + std::string(97, 'x'), limits).ok);
  Read got = read("a: " + std::string(98, 'x'), limits);
  EXPECT_EQ(got.codes, "HG1006@1:1");
  EXPECT_NE(got.diagnostics[0].message.find("max_bytes"), std::string::npos);

  limits = {};
  limits.max_depth = 5;
  EXPECT_TRUE(read("[[[[[x]]]]]", limits).ok);
  got = read("[[[[[[x]]]]]]", limits);
  EXPECT_EQ(got.codes, "HG1006@1:6");
  EXPECT_NE(got.diagnostics[0].message.find("max_depth"), std::string::npos);
  EXPECT_TRUE(read("- - - - - x", limits).ok);
  EXPECT_EQ(read("- - - - - - x", limits).codes, "HG1006@1:11");
  EXPECT_EQ(read("a: &x [[[1]]]\nb: [*x]\nc: [[*x]]\n", limits).codes, "HG1006@3:6");

  limits = {};
  limits.max_nodes = 10;
  EXPECT_TRUE(read("[1, 2, 3, 4, 5, 6, 7, 8, 9]", limits).ok);
  got = read("[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]", limits);
  EXPECT_EQ(got.codes, "HG1006@1:29");
  EXPECT_NE(got.diagnostics[0].message.find("max_nodes"), std::string::npos);
  EXPECT_EQ(read("a: &x [1]\nb: [*x, *x]\n", limits).codes, "HG1006@2:9");

  limits = {};
  limits.max_aliases = 2;
  EXPECT_TRUE(read("[&a 1, *a, *a]", limits).ok);
  got = read("[&a 1, *a, *a, *a]", limits);
  EXPECT_EQ(got.codes, "HG1006@1:16");
  EXPECT_NE(got.diagnostics[0].message.find("max_aliases"), std::string::npos);

  limits = {};
  limits.max_line_bytes = 20;
  EXPECT_TRUE(read("a: 1\nb: 45678901234567890\nc: 1\n", limits).ok);
  got = read("a: 1\nb: 456789012345678901\nc: 1\n", limits);
  EXPECT_EQ(got.codes, "HG1006@2:1");
  EXPECT_NE(got.diagnostics[0].message.find("max_line_bytes"), std::string::npos);

  limits = {};
  limits.max_bytes = 1000;
  std::string text = "a: &x " + std::string(500, 'x') + "\nb: [";
  for (int i = 0; i < 3; ++i) text += "*x,";
  EXPECT_EQ(read(text + "]", limits).codes, "HG1006@2:11");
}

TEST(Node, HostileDepthNeitherOverflowsNorHangs) {
  const auto times = [](const std::string& piece, size_t n) {
    std::string out;
    out.reserve(piece.size() * n);
    for (size_t i = 0; i < n; ++i) out += piece;
    return out;
  };
  YamlLimits limits;
  limits.max_depth = 1'000'000;  // the parser's own guard must not be reached either
  for (const YamlLimits& l : {YamlLimits{}, limits}) {
    for (const char* piece : {"[", "{", "[[{", "- ", "? ", "[\n", "{a: ", "- {x: [", "? - "}) {
      const Read got = read(times(piece, 100'000), l);
      EXPECT_FALSE(got.ok);
    }
    std::string indented;
    for (size_t i = 0; i < 2000; ++i) indented += std::string(i, ' ') + "a:\n";
    EXPECT_NE(read(indented, l).codes.find("HG1006"), std::string::npos);
  }
  std::string laughs = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string n = std::to_string(i), before = std::to_string(i - 1);
    laughs += "a" + n + ": &a" + n + " [*a" + before + ", *a" + before + "]\n";
  }
  EXPECT_NE(read(laughs).codes.find("HG1006"), std::string::npos);
}

TEST(Node, RandomTextsAreReadOrRefusedAndPlacesStayInside) {
  const char* pieces[] = {
      "a",  "b: ", "- ",   "? ",    ": ",    "\n",   "\n  ", "\n    ", "\n ",  "  ",    "[",  "]",    "{",    "}",    ", ",
      "\"", "'",   "''",   "|",     "|-\n",  "|+\n", ">\n",  ">-\n  ", "|2\n", "# c\n", "\t", "&x ",  "*x",   "!t ",  "~",
      "中", "\\n", "\\\n", "---\n", "...\n", "<<: ", "x y",  "\\N",    "\\_",  "'q'",   "0",  "\r\n", "null", "\n\n", "  - "};
  std::mt19937 random(20230519);
  size_t good = 0;
  const auto inside = [](auto&& self, const Node& node, const Span& whole) -> void {
    ASSERT_LE(node.span.begin, node.span.end);
    ASSERT_LE(node.span.end, whole.end);
    const uint32_t size = static_cast<uint32_t>(node.text.size());
    uint32_t before = node.span.begin;
    for (uint32_t i = 0; node.kind == Node::Kind::scalar && i <= size; ++i) {
      const uint32_t at = node.map.source_offset(i, size);
      ASSERT_GE(at, before);
      ASSERT_LE(at, node.span.end);
      before = at;
    }
    ASSERT_EQ(find_invalid_utf8(node.text), std::string_view::npos);
    for (const Node& item : node.items) self(self, item, whole);
    for (const auto& entry : node.entries) {
      self(self, entry.first, whole);
      self(self, entry.second, whole);
    }
  };
  for (int round = 0; round < 4000; ++round) {
    std::string text = round % 3 == 0 ? "k: " : "";
    for (size_t n = 1 + random() % 16; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const Read got = read(text);
    if (!got.ok) continue;
    ++good;
    inside(inside, got.node, Span{nullptr, 0, static_cast<uint32_t>(text.size())});
    if (HasFatalFailure()) FAIL() << text;
  }
  EXPECT_GT(good, 400u);
}

}  // namespace
}  // namespace hegui::rule
