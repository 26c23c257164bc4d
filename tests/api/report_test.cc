// Renderers.
#include <algorithm>
#include <sstream>

#include "api/fixture.h"
#include "api/words.h"
#include "base/source.h"

namespace hegui {
namespace {

TEST(WordsTest, ColumnsFollowTheTerminal) {
  EXPECT_EQ(api::left("违反", 6), "违反  ");
  EXPECT_EQ(api::right("违反", 6), "  违反");
  EXPECT_EQ(api::left("longer", 3), "longer");
  EXPECT_EQ(api::cut("主要负责人", 10), "主要负责人");
  EXPECT_EQ(api::cut("主要负责人", 8), "主要负…");
  EXPECT_EQ(api::cut("abcdef", 4), "abc…");
  EXPECT_EQ(api::grouped(7), "7");
  EXPECT_EQ(api::grouped(1234567), "1,234,567");
  EXPECT_EQ(api::grouped(123456), "123,456");
  EXPECT_EQ(api::iso(kNullDay), "");
  EXPECT_EQ(api::iso(0), "1970-01-01");
  EXPECT_EQ(api::quoted_or_null(""), "null");
  EXPECT_EQ(api::quoted_list({"a\"", "b"}), R"(["a\"", "b"])");
}

TEST(WordsTest, EveryReasonHasWordsInBothLanguages) {
  std::vector<std::string> seen;
  for (int code = 0; code < kReasonCodes; ++code) {
    Reason reason{static_cast<ReasonCode>(code), "H1", "deadline", {"x", "violated"}};
    for (const char* language : {"en", "zh"}) {
      const std::string text = to_text(reason, language);
      EXPECT_GT(text.size(), 2U);
      EXPECT_EQ(std::count(seen.begin(), seen.end(), text), 0) << text;
      seen.push_back(text);
    }
    const Reason bare{static_cast<ReasonCode>(code), "", "", {}};
    EXPECT_EQ(to_text(bare).find("  "), std::string::npos);
  }
}

TEST(WordsTest, APartIsNamedByItsTitle) {
  const std::vector<DutyInfo> duties = {{"drill", "演练", "", {}}, {"visit", "检查", "Visits", {}}};
  const Reason drill{ReasonCode::part, "", "", {"drill", "violated"}}, visit{ReasonCode::part, "", "", {"visit", "overdue"}};
  EXPECT_EQ(to_text(api::with_title(drill, duties, "en")), "演练 is violated");
  EXPECT_EQ(to_text(api::with_title(visit, duties, "en")), "Visits is overdue");
  EXPECT_EQ(to_text(api::with_title(visit, duties, "zh"), "zh"), "检查：逾期未履行");
  EXPECT_EQ(to_text(api::with_title(visit, {}, "en")), "visit is overdue");
}

TEST(WordsTest, LabelsThatMeanTwoThingsAreLeftOut) {
  Model model;
  model.rows.resize(2);
  const auto field = [](const char* name, const char* zh) {
    Field out;
    out.name = name;
    out.zh = zh;
    return out;
  };
  model.rows[0].fields = {field("date", "检查日期"), field("kind", "类别")};
  model.rows[1].fields = {field("date", "报送日期"), field("kind", "类别")};
  const api::Labels labels(model);
  EXPECT_EQ(labels.of("date"), "date");
  EXPECT_EQ(labels.of("kind"), "类别");
  EXPECT_EQ(labels.of("other"), "other");
}

TEST(ReportTest, TheTallyAddsUp) {
  const auto findings = mini().evaluate(two(), at("2023-12-31"));
  ASSERT_TRUE(findings);
  const Tally all = tally(*findings);
  size_t sum = all.advisory;
  for (const size_t count : all.verdicts) sum += count;
  EXPECT_EQ(sum, all.total);
  EXPECT_EQ(all.total, findings->size());
  EXPECT_EQ(all.adverse, all.verdicts[0] + all.verdicts[1] + all.verdicts[static_cast<size_t>(Verdict::satisfied_late)]);
  EXPECT_GT(all.adverse, 0U);
}

TEST(ReportTest, JsonLinesStopWhenTheSinkIsFull) {
  const auto findings = mini().evaluate(two(), at("2023-12-31"));
  ASSERT_TRUE(findings);
  std::string text;
  write_json_lines(*findings, [&](std::string_view piece) {
    text += piece;
    return true;
  });
  EXPECT_EQ(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')), findings->size());
  size_t calls = 0;
  Findings many;
  many.pack = findings->pack;
  many.duties = findings->duties;
  many.holder_types = findings->holder_types;
  for (int i = 0; i < 40; ++i) many.append(*findings);
  write_json_lines(many, [&](std::string_view) { return ++calls < 2; });
  EXPECT_EQ(calls, 2U);
}

TEST(ReportTest, TheSummaryNamesWhoAndWhat) {
  const Records records = two();
  const auto findings = mini().evaluate(records, at("2023-12-31"));
  ASSERT_TRUE(findings);
  const std::string en = summary_text(mini(), records, *findings, at("2023-12-31"));
  EXPECT_NE(en.find("As of 2023-12-31"), std::string::npos) << en;
  EXPECT_NE(en.find("E1 甲矿: violated 2023-Q3"), std::string::npos) << en;
  EXPECT_NE(en.find("worst first"), std::string::npos);
  SummaryOptions options;
  options.language = "zh";
  const std::string zh = summary_text(mini(), records, *findings, at("2023-12-31"), options);
  EXPECT_NE(zh.find("截至 2023-12-31"), std::string::npos) << zh;
  EXPECT_NE(zh.find("E1 甲矿：违反 2023-Q3"), std::string::npos) << zh;
}

TEST(ReportTest, ViolatedDutiesStandBeforeOverdueOnes) {
  const Records records = two();
  const auto findings = mini().evaluate(records, at("2023-12-31"));
  ASSERT_TRUE(findings);
  const std::string text = summary_text(mini(), records, *findings, at("2023-12-31"));
  const size_t violated = text.find("\n  leader-inspection "), overdue = text.find("\n  hazard-fixed ");
  ASSERT_TRUE(violated != std::string::npos && overdue != std::string::npos) << text;
  EXPECT_LT(violated, overdue);
}

TEST(ReportTest, ColumnsOfTheSummaryAreAligned) {
  const Records records = two();
  const auto findings = mini().evaluate(records, at("2023-12-31"));
  ASSERT_TRUE(findings);
  for (const char* language : {"en", "zh"}) {
    SummaryOptions options;
    options.language = language;
    options.holders_per_duty = 0;
    std::istringstream lines(summary_text(mini(), records, *findings, at("2023-12-31"), options));
    size_t rows = 0;
    for (std::string line; std::getline(lines, line);) {
      if (display_width(line) != 36 + 6 * 11) continue;
      ++rows;
    }
    size_t broken = 0;
    for (const DutyInfo& duty : findings->duties) {
      broken += std::any_of(findings->rows.begin(), findings->rows.end(),
                            [&](const FindingRow& row) {
                              return &findings->duties[row.duty] == &duty && adverse(row.verdict) && !row.advisory;
                            })
                    ? 1
                    : 0;
    }
    EXPECT_EQ(rows, broken + 1) << language;  // the head, and a line for each broken duty
  }
}

TEST(ReportTest, TheSummaryMayBeCutAndMayBeWhole) {
  const Records records = two();
  const auto findings = mini().evaluate(records, at("2023-12-31"));
  ASSERT_TRUE(findings);
  SummaryOptions options;
  options.max_duties = 1;
  EXPECT_NE(summary_text(mini(), records, *findings, at("2023-12-31"), options).find("more duties"), std::string::npos);
  options.max_duties = 0;
  options.all_duties = true;
  const std::string whole = summary_text(mini(), records, *findings, at("2023-12-31"), options);
  EXPECT_NE(whole.find("few-stops"), std::string::npos) << whole;
}

TEST(ReportTest, TheReceiptMakesARunReproducible) {
  const Records records = two();
  RunOptions options = at("2023-12-31");
  options.known_at = "2024-01-31";
  options.params = {{"swift_days", "5"}};
  const auto findings = mini().evaluate(records, options);
  ASSERT_TRUE(findings);
  const std::string receipt = receipt_json(mini(), records, *findings, options);
  EXPECT_EQ(receipt, receipt_json(mini(), records, *findings, options));
  for (const std::string& part :
       {mini().overview().sha256, records.sha256(), std::string("\"as_of\": \"2023-12-31\""),
        std::string("\"known_at\": \"2024-01-31\""), std::string("\"swift_days\": \"5\""), std::string(version())}) {
    EXPECT_NE(receipt.find(part), std::string::npos) << part;
  }
  const auto other = mini().evaluate(records, at("2023-11-30"));
  ASSERT_TRUE(other);
  EXPECT_NE(receipt_json(mini(), records, *other, options), receipt);
}

TEST(ReportTest, TheOverviewIsForItsAuthor) {
  const std::string en = overview_text(mini().overview());
  EXPECT_NE(en.find("cited by rules"), std::string::npos) << en;
  EXPECT_NE(en.find("duties"), std::string::npos);
  EXPECT_NE(overview_text(mini().overview(), "zh").find("责任事项"), std::string::npos);
  EXPECT_EQ(overview_json(mini().overview()).find("{\"pack\": \"mini\""), 0U);
}

}  // namespace
}  // namespace hegui
