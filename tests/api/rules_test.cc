// Loading packs through the public face.
#include <thread>

#include "api/fixture.h"
#include "api/folder.h"

namespace hegui {
namespace {

TEST(RuleSetTest, LoadsAndCounts) {
  const Overview overview = mini().overview();
  EXPECT_EQ(overview.pack, "mini");
  EXPECT_EQ(overview.version, "1");
  EXPECT_EQ(overview.title_en, "A small pack for tests");
  EXPECT_EQ(overview.sha256.size(), 64U);
  size_t by_shape = 0, by_holder = 0;
  for (const auto& [shape, count] : overview.shapes) by_shape += count;
  for (const auto& [holder, count] : overview.holders) by_holder += count;
  EXPECT_GT(overview.duties, 15U);
  EXPECT_EQ(by_shape, overview.duties);
  EXPECT_EQ(by_holder, overview.duties);
  EXPECT_EQ(overview.selections, 10U);  // inline selections are not counted
  ASSERT_EQ(overview.clauses.size(), 3U);
  for (const Overview::Coverage& coverage : overview.clauses) {
    EXPECT_EQ(coverage.covered + coverage.uncovered.size(), coverage.clauses);
  }
}

TEST(RuleSetTest, AFolderThatIsNotThereIsADiagnostic) {
  const Result<RuleSet> rules = RuleSet::load("/no/such/pack");
  ASSERT_FALSE(rules);
  expect_kind(rules.diagnostics());
}

TEST(RuleSetTest, ErrorsOfAPackAreAllListedWithPlaces) {
  const TempFolder folder;
  copy_folder(kMini, folder.path("pack"));
  std::string duties = folder.read("pack/duties.yaml");
  const size_t rows = duties.find("rows: leader_visit");
  ASSERT_NE(rows, std::string::npos);
  duties.replace(rows, 18, "rows: leader_vist ");
  const size_t cite = duties.find("cite: [ent.drill]");
  ASSERT_NE(cite, std::string::npos);
  duties.replace(cite, 17, "cite: [ent.dril] ");
  folder.write("pack/duties.yaml", duties);
  const Result<RuleSet> rules = RuleSet::load(folder.path("pack"));
  ASSERT_FALSE(rules);
  size_t placed = 0;
  for (const Diagnostic& diagnostic : rules.diagnostics()) {
    if (diagnostic.severity == Severity::error && diagnostic.place.line > 0) ++placed;
  }
  EXPECT_GE(placed, 2U) << to_text(rules.diagnostics());
  EXPECT_NE(to_text(rules.diagnostics()).find("did you mean"), std::string::npos);
}

TEST(RuleSetTest, AnExpressionThatIsNotClosedIsShownWhereItBegins) {
  const TempFolder folder;
  copy_folder(kMini, folder.path("pack"));
  std::string rows = folder.read("pack/definitions.yaml");
  const std::string whole = "where: row.contract == item.id";
  const size_t at = rows.find(whole);
  ASSERT_NE(at, std::string::npos);
  rows.replace(at, whole.size(), "where: row.contract == 'C1");
  folder.write("pack/definitions.yaml", rows);
  const Result<RuleSet> rules = RuleSet::load(folder.path("pack"));
  ASSERT_FALSE(rules);
  EXPECT_TRUE(has_code(rules.diagnostics(), "HG3003")) << to_text(rules.diagnostics());
}

TEST(RuleSetTest, AnEmptyRuleSetAnswersEveryDoor) {
  const RuleSet none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.overview().duties, 0U);
  const auto findings = none.evaluate(Records(), at("2023-12-31"));
  ASSERT_FALSE(findings);
  EXPECT_TRUE(has_code(findings.diagnostics(), "HG6101"));
  EXPECT_TRUE(has_code(none.explain(Records(), at("2023-12-31"), {"E1", "drill", "", ""}).diagnostics(), "HG6101"));
  EXPECT_TRUE(has_code(Records::read(none, kMini).diagnostics(), "HG6101"));
  EXPECT_TRUE(has_code(Records::from_json(none, {}).diagnostics(), "HG6101"));
  EXPECT_EQ(summary_text(none, Records(), Findings(), at("2023-12-31")), "");
  EXPECT_EQ(receipt_json(none, Records(), Findings(), at("2023-12-31")), "{}");
}

TEST(RuleSetTest, OneRuleSetServesSeveralThreads) {
  const Records records = two();
  const auto alone = mini().evaluate(records, at("2023-12-31"));
  ASSERT_TRUE(alone);
  std::vector<std::string> texts(4);
  std::vector<std::thread> threads;
  for (std::string& text : texts) {
    threads.emplace_back([&text, &records] {
      const auto findings = mini().evaluate(records, at("2023-12-31"));
      if (!findings) return;
      write_json_lines(*findings, [&](std::string_view piece) {
        text += piece;
        return true;
      });
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::string expected;
  write_json_lines(*alone, [&](std::string_view piece) {
    expected += piece;
    return true;
  });
  EXPECT_FALSE(expected.empty());
  for (const std::string& text : texts) EXPECT_EQ(text, expected);
}

}  // namespace
}  // namespace hegui
