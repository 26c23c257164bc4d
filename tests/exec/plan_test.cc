// The program: equal parts are one operation, dependencies, what has no vector form is refused at its place.
#include "fixture.h"

namespace hegui::testing {
namespace {

size_t count(const std::string& text, const std::string& part) {
  size_t n = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(Plan, EqualPartsAreOneOperation) {
  const Rules rules(R"y(
  a: {zh: 测试, cite: [ent.leader], when: "holder.people.exists(p, p.role == 'worker')", state: {require: {x: holder.has_body}}}
  b: {zh: 测试, cite: [ent.leader], when: "holder.people.exists(q, q.role == 'worker')", state: {require: {x: holder.has_body}}}
  c: {zh: 测试, cite: [ent.leader], state: {require: {x: "holder.people.exists(r, r.role == 'worker') && holder.has_body"}}}
)y");
  ASSERT_TRUE(rules.ok()) << rules.problems;
  const std::string text = plan::dump(rules.program());
  EXPECT_EQ(count(text, "= exists "), 1U) << text;
  EXPECT_EQ(count(text, ".has_body"), 1U) << text;
  EXPECT_NE(text.find("duty a when %"), std::string::npos) << text;
}

TEST(Plan, DependenciesSayWhereAnOperationBelongs) {
  const plan::Program& p = mini().program();
  for (size_t i = 0; i < p.ops.size(); ++i) {
    const plan::Op& op = p.ops[i];
    for (const plan::OpIx arg : op.args) {
      ASSERT_LT(arg, static_cast<plan::OpIx>(i)) << "operands come first";
      EXPECT_EQ(p[arg].deps & ~op.deps, 0U) << plan::dump(p) << i;
    }
    if (op.code == plan::Code::constant || op.code == plan::Code::param) {
      EXPECT_EQ(op.deps, 0U);
    }
    if (op.body != plan::kNoOp && op.a >= 0) {
      EXPECT_EQ(op.deps & plan::bit(cel::kFirstLocal + op.a) & ~p[op.args[0]].deps, 0U);
    }
  }
  EXPECT_EQ(p.duties.size(), mini().checked().duties.size());
}

TEST(Plan, DefinitionsAreUnfoldedOnce) {
  std::string definitions = "define:\n  d0: {zh: 定义, of: enterprise, value: \"holder.headcount > 0\"}\n";
  for (int i = 1; i < 60; ++i) {
    const std::string below = "d" + std::to_string(i - 1);
    definitions += "  d" + std::to_string(i) + ": {zh: 定义, of: enterprise, value: \"(" + below + " || holder.has_body) && (" + below + " || holder.high_risk)\"}\n";
  }
  const Rules rules("  a: {zh: 测试, cite: [ent.leader], state: {require: {x: d20}}}\n", definitions);
  if (rules.ok()) {
    EXPECT_LT(rules.program().ops.size(), 500U);
    EXPECT_EQ(verdicts(rules, "a", R"({"id":"E1","headcount":1})", RunWith("2023-06-01")), "campaign satisfied");
  } else {
    EXPECT_NE(rules.problems.find("HG40"), std::string::npos) << rules.problems;  // the loader's own limit on layers
  }
}

TEST(Plan, WhatHasNoVectorFormGoesRowByRow) {
  const std::pair<const char*, const char*> cases[] = {
      {"{'a': 1}['a'] == 1", "row by row map"},
      {"1u + 2u == 3u", "row by row _+_"},
      {"type(1) == int", "row by row type"},
      {"b'x'.size() == 1", "row by row size"},
      {"dyn(holder.headcount) == 1", "row by row dyn"},
      {"[[holder.headcount], [2]].size() == 2", "row by row list"},
      {"holder.sectors.join(',').size() > 1", "row by row join"},
      {"optional.of(holder.headcount).optMap(x, x + 1).value() > 2", "row by row optional_map"},
      {"{'a': holder.headcount}.exists(k, v, v > 2)", "row by row keys"},
  };
  for (const auto& [condition, listed] : cases) {
    const Rules rules(std::string("  a: {zh: 测试, cite: [ent.leader], state: {require: {x: \"") + condition + "\"}}}\n");
    ASSERT_TRUE(rules.ok()) << condition << "\n" << rules.problems;
    EXPECT_NE(plan::dump(rules.program()).find(listed), std::string::npos) << condition << "\n" << plan::dump(rules.program());
  }
}

TEST(Plan, EqualFormsAreOneOperation) {
  const Rules rules(R"y(
  a: {zh: 测试, cite: [ent.leader], state: {require: {x: "{'a': holder.headcount}['a'] > 1", y: "{'a': holder.headcount}['a'] > 2"}}}
)y");
  ASSERT_TRUE(rules.ok()) << rules.problems;
  EXPECT_EQ(count(plan::dump(rules.program()), "row by row map"), 1U) << plan::dump(rules.program());
  const Rules others("  a: {zh: 测试, cite: [ent.leader], state: {require: {x: \"{'a': {'b': 1}}.a.b == {'a': {'c': 1}}.a.c\"}}}\n");
  ASSERT_TRUE(others.ok()) << others.problems;
  EXPECT_EQ(count(plan::dump(others.program()), "row by row .b"), 1U);
  EXPECT_EQ(count(plan::dump(others.program()), "row by row .c"), 1U);
}

TEST(Plan, ChoicesBetweenRowsStayRows) {
  const Rules rules("  a: {zh: 测试, cite: [ent.leader], state: {require: {x: \"(holder.has_body ? holder.people : holder.people).size() == 1\"}}}\n");
  ASSERT_TRUE(rules.ok()) << rules.problems;
  EXPECT_EQ(plan::dump(rules.program()).find("row by row"), std::string::npos) << plan::dump(rules.program());
}

// HG4091: every call has an argument of its own, so nothing is shared and the rules unfold without end.
TEST(Plan, ProgramTooLarge) {
  std::string definitions = "define:\n  f0: {zh: 定义, args: {x: int}, value: \"x > 0\"}\n";
  for (int i = 1; i < 20; ++i) {
    const std::string below = "f" + std::to_string(i - 1);
    definitions += "  f" + std::to_string(i) + ": {zh: 定义, args: {x: int}, value: \"" + below + "(x * 2) || " + below + "(x * 3)\"}\n";
  }
  const Rules rules("  a: {zh: 测试, cite: [ent.leader], state: {require: {x: f19(holder.headcount)}}}\n", definitions);
  EXPECT_FALSE(rules.ok());
  EXPECT_NE(rules.problems.find("HG4091"), std::string::npos) << rules.problems;
}

// HG4090: fields of a record could not be found where its type is open.
TEST(Plan, NotSupportedInRules) {
  for (const char* condition : {"dyn(holder) == dyn(holder)", "[dyn(1), holder].size() == 2"}) {
    const Rules rules(std::string("  a: {zh: 测试, cite: [ent.leader], state: {require: {x: \"") + condition + "\"}}}\n");
    EXPECT_FALSE(rules.ok()) << condition;
    EXPECT_NE(rules.problems.find("HG4090"), std::string::npos) << rules.problems;
    EXPECT_NE(rules.problems.find("duties.yaml:2:"), std::string::npos) << rules.problems;
  }
}

}  // namespace
}  // namespace hegui::testing
