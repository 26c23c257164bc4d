// Collecting diagnostics: register, order, repetitions, limit.
#include "base/diagnostics.h"

#include <gtest/gtest.h>

#include <set>

namespace hegui {
namespace {

TEST(Codes, TheRegisterIsWellFormed) {
  std::set<int> numbers;
  std::set<std::string> names;
  for (const CodeInfo& entry : all_codes()) {
    EXPECT_GE(entry.number, 1000);
    EXPECT_LT(entry.number, 7000);
    EXPECT_TRUE(numbers.insert(entry.number).second) << entry.number << " stands twice";
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name << " stands twice";
    EXPECT_NE(std::string(entry.summary), "");
    EXPECT_NE(std::string(entry.summary_zh), "");
    EXPECT_EQ(info(static_cast<Code>(entry.number)).name, entry.name);
  }
  EXPECT_STREQ(info(Code::duplicate_key).name, "duplicate_key");
  EXPECT_EQ(info(Code::yaml_limit).number, 1006);
}

SourcePtr text(const std::string& name) { return std::make_shared<const Source>(name, "甲: 1\n乙: 2\n"); }

TEST(Diagnostics, SortsByFilePlaceAndCode) {
  const SourcePtr a = text("a.yaml"), b = text("b.yaml");
  Diagnostics diagnostics;
  diagnostics.report(Code::duplicate_key, Span{b, 0, 3}, "b first", "");
  diagnostics.report(Code::yaml_syntax, Span{a, 7, 10}, "a later", "");
  diagnostics.report(Code::yaml_limit, Span{a, 0, 3}, "a limit", "");
  diagnostics.report(Code::duplicate_key, Span{a, 0, 3}, "a key", "");
  diagnostics.report(Code::file_unreadable, Span{}, "no place", "");
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.error_count(), 5u);
  const std::vector<Diagnostic> out = diagnostics.take();
  ASSERT_EQ(out.size(), 5u);
  EXPECT_EQ(out[0].message, "no place");
  EXPECT_EQ(out[1].message, "a key");
  EXPECT_EQ(out[2].message, "a limit");
  EXPECT_EQ(out[3].message, "a later");
  EXPECT_EQ(out[4].message, "b first");
  EXPECT_EQ(out[3].place.line, 2u);
  EXPECT_EQ(out[3].place.column, 1u);
  EXPECT_EQ(out[3].place.end_column, 2u);
  EXPECT_EQ(out[3].place.text, "乙: 2");
  EXPECT_EQ(out[3].code_text(), "HG1004");
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_TRUE(diagnostics.take().empty());
}

TEST(Diagnostics, RecordPlacesSortByPathAfterLine) {
  Diagnostics diagnostics;
  for (const char* path : {"/b", "/a"}) {
    Place place;
    place.file = "enterprise.ndjson";
    place.line = 4;
    place.path = path;
    diagnostics.report(Code::yaml_syntax, place, "m", "");
  }
  const auto out = diagnostics.take();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].place.path, "/a");
}

TEST(Diagnostics, RepetitionsCountOnce) {
  const SourcePtr a = text("a.yaml");
  Diagnostics diagnostics(3);
  for (int i = 0; i < 10; ++i) diagnostics.report(Code::duplicate_key, Span{a, 0, 3}, "same", "同").hint("h");
  diagnostics.report(Code::duplicate_key, Span{a, 0, 3}, "other", "同");
  diagnostics.report(Code::duplicate_key, Span{a, 0, 4}, "same", "同");
  EXPECT_EQ(diagnostics.error_count(), 3u);
  EXPECT_EQ(diagnostics.take().size(), 3u);
}

TEST(Diagnostics, PastTheLimitOneLineSaysHowManyAreLeftOut) {
  const SourcePtr a = text("a.yaml");
  for (const int reported : {2, 3, 4, 9}) {
    Diagnostics diagnostics(3);
    for (int i = 0; i < reported; ++i) {
      diagnostics.report(Code::yaml_syntax, Span{a, 0, 1}, "m" + std::to_string(i), "").hint("h").note(Span{a, 1, 2}, "n");
    }
    EXPECT_EQ(diagnostics.full(), reported >= 3);
    const auto out = diagnostics.take();
    ASSERT_EQ(out.size(), static_cast<size_t>(reported <= 3 ? reported : 4));
    if (reported > 3) {
      EXPECT_EQ(out.back().code_text(), "HG1007");
      EXPECT_EQ(out.back().severity, Severity::error);
      EXPECT_EQ(out.back().message,
                reported == 4 ? "1 more error is left out (limit 3)" : "6 more errors are left out (limit 3)");
      EXPECT_EQ(out.back().message_zh, reported == 4 ? "另有 1 个错误从略（上限 3）" : "另有 6 个错误从略（上限 3）");
    }
  }
}

TEST(Diagnostics, HintsOfSuggestionsComeInChineseToo) {
  Diagnostics diagnostics;
  const SourcePtr a = text("a.yaml");
  diagnostics.report(Code::yaml_syntax, Span{a, 0, 1}, "1", "").hint("did you mean 'when'?");
  diagnostics.report(Code::yaml_syntax, Span{a, 0, 1}, "2", "").hint("known: a, b");
  diagnostics.report(Code::yaml_syntax, Span{a, 0, 1}, "3", "").hint("say it", "说吧");
  diagnostics.report(Code::yaml_syntax, Span{a, 0, 1}, "4", "").hint("say it");
  const auto out = diagnostics.take();
  EXPECT_EQ(out[0].hint_zh, "是否想写 'when'？");
  EXPECT_EQ(out[1].hint_zh, "可用：a, b");
  EXPECT_EQ(out[2].hint_zh, "说吧");
  EXPECT_EQ(out[3].hint_zh, "");
}

TEST(Diagnostics, AVeryLongLineIsNotCopied) {
  const auto source = std::make_shared<const Source>("a.ndjson", std::string(100'000, 'x'));
  EXPECT_EQ(place_of(Span{source, 50'000, 50'001}).column, 50'001u);
  EXPECT_EQ(place_of(Span{source, 50'000, 50'001}).text, "");
  EXPECT_EQ(place_of(Span{}).line, 0u);
}

}  // namespace
}  // namespace hegui
