// Tests of rules are read into plain values; YAML becomes JSON without guessing.
#include "rule/tests_file.h"

#include <gtest/gtest.h>

#include "rule/pack_fixture.h"

namespace hegui::rule {
namespace {

const CheckedRules& mini() {
  static const auto rules = [] {
    Diagnostics diagnostics;
    return load_pack(std::string(HEGUI_SOURCE_DIR) + "/tests/packs/mini", LoadOptions{}, diagnostics);
  }();
  return *rules;
}

std::vector<RuleTest> read(const std::string& text) {
  Diagnostics diagnostics;
  auto out = read_tests(std::make_shared<const Source>("a.test.yaml", text), mini(), YamlLimits{}, diagnostics);
  EXPECT_EQ(to_text(diagnostics.take()), "");
  return out;
}

TEST(TestsFile, ReadsAllThatMayStand) {
  const auto tests = read(
      "tests:\n"
      "  - name: 全部写法\n"
      "    as_of: 2023-07-05\n"
      "    known_at: 2023-07-10\n"
      "    params: {swift_days: 5, high_risk_sectors: [mine, chem]}\n"
      "    holder: {id: E1, hazards: [{id: H1, level: major}]}\n"
      "    registry: {accidents: []}\n"
      "    complete_through: {hazards: 2023-06-30, accidents: 2023-05-31}\n"
      "    expect:\n"
      "      hazard-fixed: {H1: {verdict: overdue, advisory: false, due: 2023-06-10, met_on: null, low: 0, high: null,\n"
      "                          reasons: [], clauses: [ent.fix]}, H2: pending}\n"
      "      drill: satisfied\n"
      "      few-stops: {verdict: pending, required: 2}\n");
  ASSERT_EQ(tests.size(), 1u);
  const RuleTest& t = tests[0];
  EXPECT_EQ(t.as_of, *parse_date("2023-07-05"));
  EXPECT_EQ(t.known_at, *parse_date("2023-07-10"));
  EXPECT_EQ(t.params,
            (std::vector<std::pair<std::string, std::string>>{{"swift_days", "5"}, {"high_risk_sectors", "mine,chem"}}));
  EXPECT_EQ(t.holder_type, mini().model->owner("enterprise"));
  EXPECT_EQ(t.holder_json, R"({"id":"E1","hazards":[{"id":"H1","level":"major"}]})");
  EXPECT_EQ(t.registry_json, R"({"accidents":[]})");
  ASSERT_EQ(t.complete_through.complete_through.size(), 2u);
  EXPECT_EQ(t.complete_through.complete_through[1].owner_type, mini().model->registry);
  ASSERT_EQ(t.expect.size(), 3u);
  ASSERT_EQ(t.expect[0].findings.size(), 2u);
  const ExpectedFinding& h1 = t.expect[0].findings[0];
  EXPECT_EQ(h1.label, "H1");
  EXPECT_EQ(h1.verdict, Verdict::overdue);
  EXPECT_EQ(h1.advisory, false);
  EXPECT_EQ(h1.due, *parse_date("2023-06-10"));
  EXPECT_EQ(h1.met_on, kNullDay);
  EXPECT_EQ(h1.low, 0);
  EXPECT_EQ(h1.high, kNullCount);
  EXPECT_FALSE(h1.nominal_due.has_value());
  ASSERT_TRUE(h1.reasons.has_value());
  EXPECT_TRUE(h1.reasons->empty());
  EXPECT_EQ(h1.clauses, std::vector<std::string>{"ent.fix"});
  EXPECT_EQ(t.expect[1].findings[0].label, "");
  EXPECT_EQ(t.expect[2].findings[0].label, "");
  EXPECT_EQ(t.expect[2].findings[0].required, 2);
}

TEST(TestsFile, YamlBecomesJsonWithoutGuessing) {
  const auto tests = read(
      "tests:\n"
      "  - name: 值\n"
      "    as_of: 2023-07-05\n"
      "    holder:\n"
      "      id: E1\n"
      "      a: [true, false, null, ~, yes, no, True, 1, -2, 0.5, 1e3, 007, 0x1F, 1_000, .5, 5., +1, 12:30]\n"
      "      b: ['1', \"true\", 2023-06-02, 2023-06, 2023-06-02T08:00, \"引号\\\"与\\\\\"]\n"
      "      c: |\n"
      "        两行\n"
      "        文字\n"
      "      d:\n"
      "    expect: {drill: pending}\n");
  ASSERT_EQ(tests.size(), 1u);
  EXPECT_EQ(
      tests[0].holder_json,
      R"({"id":"E1","a":[true,false,null,null,"yes","no","True",1,-2,0.5,1e3,"007","0x1F","1_000",".5","5.","+1","12:30"],)"
      R"("b":["1","true","2023-06-02","2023-06","2023-06-02T08:00","引号\"与\\"],"c":"两行\u000a文字\u000a","d":null})");
}

TEST(TestsFile, ATestWithAnErrorIsLeftOutAndTheOthersStay) {
  Diagnostics diagnostics;
  const auto tests = read_tests(
      std::make_shared<const Source>("a.test.yaml",
                                     "tests:\n"
                                     "  - {name: a, as_of: 2023-07-05, holder: {id: E1}, expect: {dril: pending}}\n"
                                     "  - {name: b, as_of: 2023-07-05, holder: {id: E1}, expect: {drill: pending}}\n"),
      mini(), YamlLimits{}, diagnostics);
  ASSERT_EQ(tests.size(), 1u);
  EXPECT_EQ(tests[0].name, "b");
  EXPECT_EQ(diagnostics.error_count(), 1u);
}

TEST(TestsFile, AreFoundBesideTheRules) {
  PackFolder pack;
  std::filesystem::create_directory(pack.path() + "/sectors");
  pack.write("sectors/a.test.yaml", "tests: []\n");
  pack.write("sectors/a.yaml", "duties: {}\n");
  EXPECT_EQ(find_tests(pack.path()), (std::vector<std::string>{"duties.test.yaml", "sectors/a.test.yaml"}));
  EXPECT_TRUE(find_tests(pack.path() + "/none").empty());
}

TEST(TestsFile, TestsOfTheMiniPackAreSound) {
  Diagnostics diagnostics;
  const std::string path = std::string(HEGUI_SOURCE_DIR) + "/tests/packs/mini/duties.test.yaml";
  const auto tests =
      read_tests(std::make_shared<const Source>("duties.test.yaml", read_file(path)), mini(), YamlLimits{}, diagnostics);
  EXPECT_EQ(to_text(diagnostics.take()), "");
  EXPECT_GE(tests.size(), 2u);
}

}  // namespace
}  // namespace hegui::rule
