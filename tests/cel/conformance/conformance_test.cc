// The public conformance cases through every evaluator, held against the table in docs/cel.md. The cases lie outside this tree;
// the environment variable HEGUI_CEL_CONFORMANCE names their folder.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "run.h"

namespace hegui::conformance {
namespace {

std::string folder() {
  const char* named = std::getenv("HEGUI_CEL_CONFORMANCE");
  return named == nullptr ? "" : named;
}

TEST(Conformance, EveryEvaluatorDoesWhatThePageSays) {
  if (folder().empty()) GTEST_SKIP() << "HEGUI_CEL_CONFORMANCE does not name the folder of the cases";
  std::string problem;
  const std::vector<Case> cases = read_cases(folder(), problem);
  ASSERT_EQ(problem, "");
  std::ifstream file(std::string(HEGUI_SOURCE_DIR) + "/docs/cel.md");
  std::stringstream page;
  page << file.rdbuf();
  const Totals said = totals_of(page.str());
  ASSERT_FALSE(said.empty()) << "docs/cel.md has no table '| profile | cases | passed | left out |'";
  ASSERT_FALSE(engines().empty());
  for (const Engine& engine : engines()) {
    const Totals totals = run_all(cases, engine, [&](const Case& one, const Verdict& verdict) {
      EXPECT_TRUE(verdict.passed || verdict.left_out)
          << engine.name << " " << one.id << ": " << verdict.why << "\n  " << one.expr;
    });
    std::cout << engine.name << "\n" << table(totals);
    EXPECT_EQ(table(totals), table(said)) << engine.name << " against docs/cel.md";
  }
}

TEST(Conformance, ATableIsReadAsItIsWritten) {
  const Totals totals = {{"core", {5, 4, 1}}, {"ext:math", {2, 2, 0}}};
  EXPECT_EQ(totals_of("# Page\n\n" + table(totals) + "\nMore.\n"), totals);
  EXPECT_TRUE(totals_of("# Page\n").empty());
}

TEST(Conformance, AWrongAnswerFails) {
  Case one;
  one.expr = "1 + x";
  one.profile = "core";
  one.declarations = {{"x", "int", {}}};
  one.value.kind = Typed::Kind::integer;
  one.value.integer = 3;
  const auto answering = [](const Answer& answer) {
    return Engine{"fixed",
                  [answer](const cel::Expression&, const cel::TypePool&, const std::vector<Binding>&) { return answer; }, {}};
  };
  Answer right;
  right.value = one.value;
  EXPECT_TRUE(run_case(one, answering(right)).passed);
  Answer other = right;
  other.value.kind = Typed::Kind::natural;
  other.value.natural = 3;
  EXPECT_FALSE(run_case(one, answering(other)).passed);
  Answer error;
  error.kind = Answer::Kind::error;
  EXPECT_FALSE(run_case(one, answering(error)).passed);
  one.expect = Case::Expect::error;
  EXPECT_TRUE(run_case(one, answering(error)).passed);
  EXPECT_FALSE(run_case(one, answering(right)).passed);
  one.expr = "1 + 'a'";  // a failed check fails the case whatever the engine says
  EXPECT_FALSE(run_case(one, answering(error)).passed);
  one.profile = "proto";
  EXPECT_TRUE(run_case(one, answering(right)).left_out);
}

}  // namespace
}  // namespace hegui::conformance
