// Containers, dotted names, declared functions; and names of trees that are not checked.
#include "cel/names.h"

#include <gtest/gtest.h>

#include "support.h"

namespace hegui::cel {
namespace {

struct Declared {
  TypePool types;
  std::vector<std::string> names;
  std::string container;
  std::vector<DeclaredFunction> functions;

  Environment environment() {
    Environment e;
    e.types = &types;
    e.container = container;
    e.functions = functions;
    e.name = [this](std::string_view name) -> std::optional<Symbol> {
      for (size_t i = 0; i < names.size(); ++i) {
        if (names[i] != name) continue;
        Symbol s;
        s.index = 100 + static_cast<int>(i);
        s.type = types.int_type;
        return s;
      }
      return std::nullopt;
    };
    return e;
  }
  /// The tree, checked or resolved only; the errors of a wrong one.
  std::string tree(const std::string& text, bool checked) {
    test::Outcome outcome = test::parsed(text);
    if (!outcome.ok) return outcome.summary();
    const Environment e = environment();
    Diagnostics diagnostics;
    const bool ok = checked ? check(outcome.expression, e, types.dyn, diagnostics) : resolve(outcome.expression, e);
    outcome.diagnostics = diagnostics.take();
    return ok ? outcome.expression.ast.dump(nullptr, nullptr) : outcome.summary();
  }
  /// The same in both ways: what an evaluator sees.
  std::string both(const std::string& text) {
    const std::string resolved = tree(text, false);
    std::string checked = tree(text, true);
    // The checker also chooses overloads.
    for (size_t at = 0; (at = checked.find(" function=", at)) != std::string::npos;)
      checked.erase(at, checked.find_first_of(" \n", at + 1) - at);
    EXPECT_EQ(checked, resolved) << text;
    return resolved;
  }
};

TEST(Names, TheContainerIsTriedFromTheInside) {
  Declared d;
  d.names = {"x", "a.x", "a.b.x", "a.b.c.x", "y"};
  d.container = "a.b";
  EXPECT_EQ(d.both("x"), "variable x index=102\n");
  EXPECT_EQ(d.both(".x"), "variable .x index=100\n");
  EXPECT_EQ(d.both("c.x"), "variable x index=103\n");
  EXPECT_EQ(d.both("b.x"), "variable x index=102\n");
  EXPECT_EQ(d.both("y"), "variable y index=104\n");
  d.container = "a";
  EXPECT_EQ(d.both("x"), "variable x index=101\n");
}

TEST(Names, TheLongestPrefixWins) {
  Declared d;
  d.names = {"a", "a.b", "a.b.c"};
  EXPECT_EQ(d.both("a.b.c"), "variable c index=102\n");
  EXPECT_EQ(d.tree("a.b.c.d", false), "select d\n  variable c index=102\n");
  EXPECT_EQ(d.tree("a.c", false), "select c\n  variable a index=100\n");
  // A variable of a macro hides the dotted name; a leading dot reaches past it.
  EXPECT_EQ(d.tree("[1].map(a, a.b)", false),
            "comprehension map a slot=16\n  list\n    literal 1\n  select b\n    variable a index=16\n");
  EXPECT_EQ(d.tree("[1].map(a, .a.b)", false), "comprehension map a slot=16\n  list\n    literal 1\n  variable b index=101\n");
}

TEST(Names, TypesAndFunctionsInNamespaces) {
  Declared d;
  d.container = "google.protobuf";
  EXPECT_EQ(d.both("Timestamp").substr(0, 4), "type");
  EXPECT_EQ(d.tree("math.abs(1)", false), "call math.abs\n  literal 1\n");
  EXPECT_EQ(d.both("math.abs(1)"), "call math.abs\n  literal 1\n");
  d.container = "math";
  EXPECT_EQ(d.both("abs(1)"), "call math.abs\n  literal 1\n");
  d.names = {"math"};  // a function's name comes first
  EXPECT_EQ(d.both("math.abs(1)"), "call math.abs\n  literal 1\n");
  EXPECT_EQ(d.tree("cel.bind(math, 1, math.abs(2))", false),
            "bind math slot=16\n  literal 1\n  call abs receiver\n    variable math index=16\n    literal 2\n");
}

TEST(Names, WhatNothingKnowsStaysAName) {
  Declared d;
  EXPECT_EQ(d.tree("x.y", false), "select y\n  name x\n");
  EXPECT_EQ(d.tree("f(1)", false), "call f\n  literal 1\n");
  EXPECT_EQ(d.tree("dyn", false), "name dyn\n");  // no value
  EXPECT_EQ(d.tree("x", true), "HG3010@0-1: unknown name 'x' | ");
}

TEST(Names, DeclaredFunctionsCheckOnly) {
  Declared d;
  d.container = "com.example";
  const TypeId t = d.types.variable(4);
  d.functions = {{"com.example.f", false, {d.types.string, d.types.int_type}, d.types.string},
                 {"twice", true, {t}, d.types.list(t)},
                 {"pair", false, {t, d.types.variable(5)}, d.types.abstract("pair", {t, d.types.variable(5)})}};
  EXPECT_EQ(d.tree("f('a', 1)", true), "call com.example.f\n  literal \"a\"\n  literal 1\n");
  const auto type = [&](const std::string& text) {
    test::Outcome outcome = test::parsed(text);
    Diagnostics diagnostics;
    const Environment e = d.environment();
    return check(outcome.expression, e, d.types.dyn, diagnostics) ? d.types.name(outcome.expression.type, nullptr) : "error";
  };
  EXPECT_EQ(type("1.twice()"), "list(int)");
  EXPECT_EQ(type("pair(1, 'a')"), "pair(int, string)");
  EXPECT_EQ(type("[pair(1, 'a'), pair(dyn(1), 'b')]"), "list(pair(dyn, string))");
  EXPECT_EQ(type("f(1, 'a')"), "error");
}

TEST(Names, CostIsCountedInSteps) {
  const auto cost = [](const std::string& text) {
    const test::Outcome outcome = test::parsed(text);
    return cost_of(outcome.expression.ast, 1000);
  };
  EXPECT_EQ(cost("1 + 2"), 3U);
  EXPECT_EQ(cost("[1, 2].map(x, x)"), 1U + 3U + 2U);
  EXPECT_EQ(cost("a.all(x, x)"), 1U + 1U + 1000U);
  EXPECT_EQ(cost("a.all(x, a.all(y, y))"), 2U + 1000U * 1002U);
  EXPECT_EQ(cost("a.?b.optMap(x, x)"), 4U);
  std::string deep = "x";
  for (int i = 0; i < 30; ++i) deep = "a.map(x, " + deep + ")";
  EXPECT_EQ(cost(deep), UINT64_MAX);  // saturates

  Declared d;
  d.names = {"a"};
  Environment e = d.environment();
  e.limits.max_cost = 10'000;
  test::Outcome outcome = test::parsed("1 in dyn([1]).map(x, dyn([2]).filter(y, y == x).size())");
  Diagnostics diagnostics;
  EXPECT_FALSE(check(outcome.expression, e, d.types.dyn, diagnostics));
  outcome.diagnostics = diagnostics.take();
  EXPECT_EQ(outcome.summary(),
            "HG3005@14-17: this may take more than 10000 steps | nest fewer macros, or select rows with a "
            "condition first");
}

}  // namespace
}  // namespace hegui::cel
