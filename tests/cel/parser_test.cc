#include <gtest/gtest.h>

#include "support.h"

namespace hegui::cel {
namespace {

using test::parsed;

/// The tree in one line: (op child child).
std::string tree(const Ast& ast, NodeId id) {
  const Node& node = ast[id];
  const auto parts = [&](std::string head) {
    for (const NodeId child : node.children) head += " " + tree(ast, child);
    return "(" + head + ")";
  };
  switch (node.kind) {
    case NodeKind::literal: {
      std::string dump = Ast{ast.text, {node}, 0, 0}.dump(nullptr, nullptr);
      return dump.substr(8, dump.size() - 9);
    }
    case NodeKind::name:
      return node.text;
    case NodeKind::variable:
      return node.text + "@" + std::to_string(node.index);
    case NodeKind::param:
      return "$" + node.text;
    case NodeKind::select:
      return parts(std::string(node.optional ? ".?" : ".") + node.text);
    case NodeKind::has:
      return parts("has." + node.text);
    case NodeKind::subscript:
      return parts(node.optional ? "[?]" : "[]");
    case NodeKind::call:
      return parts(std::string(node.receiver ? "." : "") + node.text + (node.receiver ? "()" : ""));
    case NodeKind::list:
    case NodeKind::map: {
      std::string head = node.kind == NodeKind::list ? "list" : "map";
      for (const NodeId optional : node.optionals) head += " ?" + tree(ast, optional);
      return parts(head);
    }
    case NodeKind::block:
      return parts("block@" + std::to_string(node.slot));
    case NodeKind::and_:
      return parts("&&");
    case NodeKind::or_:
      return parts("||");
    case NodeKind::not_:
      return parts("!");
    case NodeKind::conditional:
      return parts("?:");
    case NodeKind::comprehension:
      return parts("macro" + std::to_string(static_cast<int>(node.macro)) + " " + node.text + "@" + std::to_string(node.slot) +
                   (node.slot2 >= 0 ? " " + node.literal.text + "@" + std::to_string(node.slot2) : ""));
    case NodeKind::bind:
      return parts("bind " + node.text + "@" + std::to_string(node.slot));
    default:
      return "?";
  }
}

std::string tree(const std::string& text) {
  const test::Outcome outcome = parsed(text);
  return outcome.ok ? tree(outcome.expression.ast, outcome.expression.ast.root) : outcome.summary();
}

TEST(Parser, Precedence) {
  EXPECT_EQ(tree("1 + 2 * 3"), "(_+_ 1 (_*_ 2 3))");
  EXPECT_EQ(tree("(1 + 2) * 3"), "(_*_ (_+_ 1 2) 3)");
  EXPECT_EQ(tree("1 - 2 - 3"), "(_-_ (_-_ 1 2) 3)");
  EXPECT_EQ(tree("8 / 4 % 3 * 2"), "(_*_ (_%_ (_/_ 8 4) 3) 2)");
  EXPECT_EQ(tree("a < b == c"), "(_==_ (_<_ a b) c)");
  EXPECT_EQ(tree("a + 1 in b"), "(@in (_+_ a 1) b)");
  EXPECT_EQ(tree("a || b && c == d"), "(|| a (&& b (_==_ c d)))");
  EXPECT_EQ(tree("!a && -b < c"), "(&& (! a) (_<_ (-_ b) c))");
  EXPECT_EQ(tree("a ? b : c ? d : e"), "(?: a b (?: c d e))");
  EXPECT_EQ(tree("a || b ? c || d : e || f"), "(?: (|| a b) (|| c d) (|| e f))");
  EXPECT_EQ(tree("a.b[c].d(e).f"), "(.f (.d() ([] (.b a) c) e))");
  EXPECT_EQ(tree("-a.b"), "(-_ (.b a))");
  EXPECT_EQ(tree("!!a"), "(! (! a))");
}

TEST(Parser, ChainsAreFlat) {
  EXPECT_EQ(tree("a && b && c && d"), "(&& a b c d)");
  EXPECT_EQ(tree("a || b || c"), "(|| a b c)");
  EXPECT_EQ(tree("(a && b) && c"), "(&& (&& a b) c)");
}

TEST(Parser, Literals) {
  EXPECT_EQ(tree("[true, false, null, 1, 2u, 1.5, 2.0, 'x', b'y']"), "(list true false null 1 2u 1.5 2.0 \"x\" b\"y\")");
  EXPECT_EQ(tree("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(tree("- 5"), "-5");
  EXPECT_EQ(tree("-1.5"), "-1.5");
  EXPECT_EQ(tree("--5"), "(-_ -5)");
  EXPECT_EQ(tree("a -1"), "(_-_ a 1)");
  EXPECT_EQ(tree("a - -1"), "(_-_ a -1)");
  EXPECT_EQ(tree("-1.f()"), "(.f() -1)");
  EXPECT_EQ(tree("-5u"), "(-_ 5u)");
  EXPECT_EQ(tree("[1, 2,]"), "(list 1 2)");
  EXPECT_EQ(tree("[]"), "(list)");
  EXPECT_EQ(tree("{}"), "(map)");
  EXPECT_EQ(tree("{'a': 1, 2: b,}"), "(map \"a\" 1 2 b)");
  EXPECT_EQ(tree("$swift_days + 1"), "(_+_ $swift_days 1)");
}

TEST(Parser, NamesAndSelections) {
  EXPECT_EQ(tree(".a.b"), "(.b .a)");
  EXPECT_EQ(tree("a.while"), "(.while a)");
  EXPECT_EQ(tree("a.if(1)"), "(.if() a 1)");
  EXPECT_EQ(tree("a.`content-type`"), "(.content-type a)");
  EXPECT_EQ(tree("a.?b[?1]"), "([?] (.?b a) 1)");
  EXPECT_EQ(tree(".f(1)"), "(.f 1)");
  EXPECT_EQ(tree("size(size)"), "(size size)");
}

TEST(Parser, Macros) {
  EXPECT_EQ(tree("a.all(x, x > 0)"), "(macro1 x@16 a (_>_ x@16 0))");
  EXPECT_EQ(tree("a.exists(x, b.exists(x, x) && x)"), "(macro2 x@16 a (&& (macro2 x@17 b x@17) x@16))");
  EXPECT_EQ(tree("a.exists_one(x, x) || a.existsOne(x, x)"), "(|| (macro3 x@16 a x@16) (macro3 x@17 a x@17))");
  EXPECT_EQ(tree("a.map(x, x + 1)"), "(macro4 x@16 a (_+_ x@16 1))");
  EXPECT_EQ(tree("a.map(x, x > 0, x.b)"), "(macro4 x@16 a (_>_ x@16 0) (.b x@16))");
  EXPECT_EQ(tree("a.filter(x, .x)"), "(macro5 x@16 a .x)");
  EXPECT_EQ(tree("x.filter(x, x) == x"), "(_==_ (macro5 x@16 x x@16) x)");
  EXPECT_EQ(tree("a.all(i, v, i < v)"), "(macro1 i@16 v@17 a (_<_ i@16 v@17))");
  EXPECT_EQ(tree("has(a.b.c)"), "(has.c (.b a))");
  EXPECT_EQ(tree("cel.bind(x, a + 1, x * x)"), "(bind x@16 (_+_ a 1) (_*_ x@16 x@16))");
  EXPECT_EQ(tree("a.bind(x, 1)"), "(.bind() a x 1)");
  EXPECT_EQ(parsed("a.all(x, x) || b.all(y, y)").expression.ast.slots, kFirstLocal + 2);
}

TEST(Parser, MacrosOfTwoVariables) {
  EXPECT_EQ(tree("a.transformList(i, x, x + i)"), "(macro6 i@16 x@17 a (_+_ x@17 i@16))");
  EXPECT_EQ(tree("a.transformMap(k, v, k == v, k)"), "(macro7 k@16 v@17 a (_==_ k@16 v@17) k@16)");
  EXPECT_EQ(tree("a.transformMapEntry(k, v, {v: k})"), "(macro8 k@16 v@17 a (map v@17 k@16))");
  EXPECT_EQ(tree("a.existsOne(i, v, i < v)"), "(macro3 i@16 v@17 a (_<_ i@16 v@17))");
  // Known by their number of arguments: else a call.
  EXPECT_EQ(tree("a.exists(x)"), "(.exists() a x)");
  EXPECT_EQ(tree("a.map(x, 1, 2, 3)"), "(.map() a x 1 2 3)");
  EXPECT_EQ(tree("a.filter(x, y, z)"), "(.filter() a x y z)");
}

TEST(Parser, Optionals) {
  EXPECT_EQ(tree("[?a, b]"), "(list ?a a b)");
  EXPECT_EQ(tree("{?'a': b, 'c': d}"), "(map ?\"a\" \"a\" b \"c\" d)");
  EXPECT_EQ(tree("a.optMap(x, x + 1)"), "(macro9 x@16 a (_+_ x@16 1))");
  EXPECT_EQ(tree("a.?b.optFlatMap(x, x.?c)"), "(macro10 x@16 (.?b a) (.?c x@16))");
  EXPECT_EQ(tree("has(a.?b.c)"), "(has.c (.?b a))");
  EXPECT_EQ(tree("a.or(b)"), "(.or() a b)");
}

TEST(Parser, VariablesByNumber) {
  EXPECT_EQ(tree("cel.block([1, cel.index(0) + 1], cel.index(1))"), "(block@16 1 (_+_ @index0@16 1) @index1@17)");
  // The slots of a block stand together, whatever its parts need.
  EXPECT_EQ(tree("cel.block([a.map(x, x), 2], cel.index(1))"), "(block@16 (macro4 x@18 a x@18) 2 @index1@17)");
  EXPECT_EQ(tree("a.map(cel.iterVar(0, 1), cel.iterVar(0, 1) + 1)"), "(macro4 @it:0:1@16 a (_+_ @it:0:1@16 1))");
  EXPECT_EQ(tree("cel.index(0)"), "@index0");  // of no block: a name that nothing knows
  EXPECT_EQ(tree("cel.index(a)"), "(.index() cel a)");
}

TEST(Parser, RangesOfNodes) {
  const test::Outcome outcome = parsed("甲 == 1");
  EXPECT_FALSE(outcome.ok);
  const test::Outcome good = parsed("row.kind == '带队' && day > as_of");
  ASSERT_TRUE(good.ok);
  const Ast& ast = good.expression.ast;
  const Node& root = ast[ast.root];
  EXPECT_EQ(root.begin, 0U);
  EXPECT_EQ(root.end, ast.text.size());
  const NodeId right = root.children[1];
  EXPECT_EQ(ast.text.substr(ast[right].begin, ast[right].end - ast[right].begin), "day > as_of");
  const Place place = place_of(good.expression.span(right));
  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.column, test::kFirstColumn + 20);  // two Chinese characters count as two
  EXPECT_EQ(place.end_column, test::kFirstColumn + 31);
}

TEST(Parser, Errors) {
  struct Case {
    const char* text;
    const char* summary;
  };
  const Case cases[] = {
      {"a +", "HG3001@3-3: expected a value, found the end of the expression | "},
      {"(a", "HG3001@2-2: expected ')', found the end of the expression | "},
      {"a b", "HG3001@2-3: expected an operator or the end, found 'b' | "},
      {"a and b", "HG3001@2-5: expected an operator or the end, found 'and' | write && for 'and'"},
      {"a or b", "HG3001@2-4: expected an operator or the end, found 'or' | write || for 'or'"},
      {"not a", "HG3001@4-5: expected an operator or the end, found 'a' | write ! for 'not'"},
      {"x not in y", "HG3001@2-5: expected an operator or the end, found 'not' | write !(x in list)"},
      {"[1, 2", "HG3001@5-5: expected ',' or ']', found the end of the expression | "},
      {"{1: 2", "HG3001@5-5: expected ',' or '}', found the end of the expression | "},
      {"{1}", "HG3001@2-3: expected ':' after the key, found '}' | "},
      {"f(1,)", "HG3001@4-5: expected a value, found ')' | "},
      {"a ? b", "HG3001@5-5: expected ':' and the other value, found the end of the expression | "},
      {"a.", "HG3001@2-2: expected a name after '.', found the end of the expression | "},
      {"a.true", "HG3001@2-6: expected a name after '.', found 'true' | "},
      {"a == == b", "HG3001@5-7: expected a value, found '==' | "},
      {"while", "HG3006@0-5: 'while' is a reserved word | choose another name"},
      {"has(a)", "HG3007@4-5: 'has' asks for a field | write has(row.field)"},
      {"has(a[0])", "HG3007@4-8: 'has' asks for a field | write has(row.field)"},
      {"a.all(x.y, true)", "HG3007@2-5: 'all' takes a simple name first | write all(x, condition)"},
      {"a.all(x, 1, true)", "HG3007@2-5: 'all' takes a simple name first | write all(x, condition)"},
      {"a.transformList(i, 1, i)",
       "HG3007@2-15: 'transformList' takes two simple names first | write transformList(i, x, value) or transformList(i, x, "
       "condition, value)"},
      {"cel.block([1], 2, 3)",
       "HG3007@4-9: 'cel.block' takes a list of expressions and an expression | write cel.block([a, b], expression)"},
      {"!-a", "HG3001@1-2: '!' and '-' do not stand side by side | write brackets: !(-x)"},
      {"a.all(for, true)", "HG3006@6-9: 'for' is a reserved word | choose another name for the variable"},
      {"a.all(x, x, true)", "HG3007@9-10: the two variables must have different names | rename one of them"},
      {"cel.bind(x, 1)",
       "HG3007@4-8: 'cel.bind' takes a name, its value and an expression | write cel.bind(x, value, expression)"},
      {"9223372036854775808", "HG3004@0-19: this number is too large for 64 bits | "},
      {"Msg{a: 1}", "HG3023@3-4: messages such as Name{...} are not part of this language | a map is written {'key': value}"},
      {"[?]", "HG3001@2-3: expected a value, found ']' | "},
      {"", "HG3009@0-0: the expression is empty | write a condition, or leave the key out"},
      {" // nothing", "HG3009@0-11: the expression is empty | write a condition, or leave the key out"},
      {"a ; b", "HG3002@2-3: ';' has no meaning in an expression | one expression only; join conditions with &&"},
  };
  for (const Case& c : cases) {
    const test::Outcome outcome = parsed(c.text);
    EXPECT_FALSE(outcome.ok) << c.text;
    EXPECT_EQ(outcome.summary(), c.summary) << c.text;
    for (const Diagnostic& d : outcome.diagnostics) EXPECT_FALSE(d.message_zh.empty()) << c.text;
  }
}

TEST(Parser, SeveralErrorsInOneRun) {
  EXPECT_EQ(parsed("f(a +, b *) && (c d)").diagnostics.size(), 3U);
  EXPECT_EQ(parsed("[1 +, 2 /, 3]").diagnostics.size(), 2U);
  EXPECT_EQ(parsed("a == && b ==").diagnostics.size(), 2U);
  EXPECT_EQ(parsed("row.x = 1 and row.y").diagnostics.size(), 2U);
  EXPECT_EQ(parsed("a.all(x, ) || b.exists(y, y +)").diagnostics.size(), 2U);
}

TEST(Parser, UnclosedBracketNotesWhereItOpened) {
  const test::Outcome outcome = parsed("f(g(1, 2)");
  ASSERT_EQ(outcome.diagnostics.size(), 1U);
  ASSERT_EQ(outcome.diagnostics[0].notes.size(), 1U);
  EXPECT_EQ(outcome.diagnostics[0].notes[0].place.column, test::kFirstColumn + 1);
}

TEST(Parser, ErrorsInChineseLinesHaveTheRightColumn) {
  const test::Outcome outcome = parsed("row.kind == '主要负责人' && && day");
  ASSERT_EQ(outcome.diagnostics.size(), 1U);
  EXPECT_EQ(outcome.diagnostics[0].place.file, "rules.yaml");
  EXPECT_EQ(outcome.diagnostics[0].place.line, 2U);
  EXPECT_EQ(outcome.diagnostics[0].place.column, test::kFirstColumn + 23);
  EXPECT_EQ(outcome.diagnostics[0].place.end_column, test::kFirstColumn + 25);
}

TEST(Parser, InvalidUtf8) {
  const test::Outcome outcome = parsed("a == '\xff'");
  ASSERT_EQ(outcome.diagnostics.size(), 1U);
  EXPECT_EQ(outcome.diagnostics[0].code, 1003);
}

TEST(Parser, Dump) {
  EXPECT_EQ(parsed("row.findings.exists(f, f.code == 'x')").expression.ast.dump(nullptr, nullptr),
            "comprehension exists f slot=16\n"
            "  select findings\n"
            "    name row\n"
            "  call _==_\n"
            "    select code\n"
            "      variable f index=16\n"
            "    literal \"x\"\n");
}

}  // namespace
}  // namespace hegui::cel
