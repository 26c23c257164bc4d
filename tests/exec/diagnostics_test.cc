// Diagnostics of the plan, byte for byte, kept in tests/exec/diagnostics/NAME.diag.
#include "fixture.h"
#include "golden.h"

namespace hegui::testing {
namespace {

std::string kept(const char* name) { return std::string(HEGUI_SOURCE_DIR) + "/tests/exec/diagnostics/" + name + ".diag"; }

/// The errors alone: warnings about what these duties leave unused are the loader's.
void expect(const char* name, const Rules& rules) {
  std::vector<Diagnostic> errors = rules.said;
  std::erase_if(errors, [](const Diagnostic& d) { return d.severity != Severity::error; });
  golden::expect(kept(name), golden::told(errors, rules.folder(), "PACK"));
}

std::string duty(const std::string& condition) {
  return "  a: {zh: 测试, cite: [ent.leader], state: {require: {x: \"" + condition + "\"}}}\n";
}

TEST(PlanGolden, NotSupportedInRules) {
  const Rules rules(duty("dyn(holder) == dyn(holder)"));
  expect("HG4090-not-supported", rules);
}

TEST(PlanGolden, ProgramTooLarge) {
  std::string definitions = "define:\n  f0: {zh: 定义, args: {x: int}, value: \"x > 0\"}\n";
  for (int i = 1; i < 20; ++i) {
    const std::string below = "f" + std::to_string(i - 1);
    definitions += "  f" + std::to_string(i) + ": {zh: 定义, args: {x: int}, value: \"" + below + "(x * 2) || " + below + "(x * 3)\"}\n";
  }
  const Rules rules(duty("f19(holder.headcount)"), definitions);
  expect("HG4091-program-too-large", rules);
}

TEST(PlanGolden, EachShowsItsCode) {
  EXPECT_EQ(golden::codes(std::string(HEGUI_SOURCE_DIR) + "/tests/exec/diagnostics"), (std::set<std::string>{"HG4090", "HG4091"}));
}

}  // namespace
}  // namespace hegui::testing
