// Diagnostics as text and as JSON: carets under the right glyph, two languages, nothing that steers a terminal.
#include <gtest/gtest.h>

#include "base/diagnostics.h"

namespace hegui {
namespace {

Diagnostic at(const std::string& text, const std::string& what) {
  const auto source = std::make_shared<const Source>("rules.yaml", text);
  Diagnostics diagnostics;
  const uint32_t begin = static_cast<uint32_t>(source->text().find(what));
  diagnostics.report(Code::yaml_syntax, Span{source, begin, begin + static_cast<uint32_t>(what.size())}, "wrong", "有误");
  return diagnostics.take().at(0);
}

TEST(DiagnosticText, CaretStandsUnderTheGlyphAfterChineseText) {
  EXPECT_EQ(to_text(at("a: 1\n带队检查: x1 # 注\n", "x1")),
            "rules.yaml:2:7: error[HG1004]: wrong\n"
            "  带队检查: x1 # 注\n"
            "            ^~\n");
  EXPECT_EQ(to_text(at("\xEF\xBB\xBF名: 检查\r\n", "检查"), "zh"),
            "rules.yaml:1:4: 错误[HG1004]: 有误\n"
            "  名: 检查\n"
            "      ^~~~\n");
  EXPECT_EQ(to_text(at("\ta\t:\tb", "b")),
            "rules.yaml:1:6: error[HG1004]: wrong\n"
            "   a : b\n"
            "       ^\n");
}

TEST(DiagnosticText, PlaceAtTheEndOfALineAndOfTheText) {
  const auto source = std::make_shared<const Source>("r", "ab\ncd");
  Diagnostics diagnostics;
  diagnostics.report(Code::yaml_syntax, Span{source, 2, 2}, "m", "");
  diagnostics.report(Code::yaml_syntax, Span{source, 5, 5}, "m", "");
  EXPECT_EQ(to_text(diagnostics.take()),
            "r:1:3: error[HG1004]: m\n  ab\n    ^\n"
            "r:2:3: error[HG1004]: m\n  cd\n    ^\n");
}

TEST(DiagnosticText, ASpanOverLinesIsMarkedToTheEndOfItsFirstLine) {
  EXPECT_EQ(to_text(at("k: ab  \n  cd", "ab  \n  cd")),
            "rules.yaml:1:4: error[HG1004]: wrong\n"
            "  k: ab  \n"
            "     ^~\n");
}

TEST(DiagnosticText, LongLinesAreCutAroundTheCaret) {
  const std::string text = to_text(at(std::string(5000, 'x') + "HERE" + std::string(5000, 'y'), "HERE"));
  const std::string want =
      "  ..." + std::string(60, 'x') + "HERE" + std::string(56, 'y') + "...\n" + "     " + std::string(60, ' ') + "^~~~\n";
  EXPECT_NE(text.find(want), std::string::npos) << text;
  const std::string chinese = to_text(at(std::string(100, 'x') + "查" + std::string(10, 'y'), "查"));
  EXPECT_NE(chinese.find("查"), std::string::npos);
}

TEST(DiagnosticText, HintNotesAndPath) {
  const auto source = std::make_shared<const Source>("r.yaml", "k: 1\nk: 2\n");
  Diagnostics diagnostics;
  diagnostics.report(Code::duplicate_key, Span{source, 5, 6}, "twice", "重复")
      .hint("drop one", "删去其一")
      .note(Span{source, 0, 1}, "first", "首次");
  Place place;
  place.file = "e.ndjson";
  place.line = 3;
  place.path = "/inspections/2/date";
  diagnostics.report(Code::yaml_syntax, place, "no date", "不是日期");
  diagnostics.report(Code::yaml_syntax, Place{}, "nowhere", "");
  const auto out = diagnostics.take();
  EXPECT_EQ(to_text(out),
            "error[HG1004]: nowhere\n"
            "e.ndjson:3: error[HG1004]: no date\n"
            "  at: /inspections/2/date\n"
            "r.yaml:2:1: error[HG1005]: twice\n"
            "  k: 2\n"
            "  ^\n"
            "  hint: drop one\n"
            "r.yaml:1:1: note: first\n"
            "  k: 1\n"
            "  ^\n");
  EXPECT_EQ(to_text(out[2], "zh"),
            "r.yaml:2:1: 错误[HG1005]: 重复\n"
            "  k: 2\n"
            "  ^\n"
            "  提示：删去其一\n"
            "r.yaml:1:1: 说明: 首次\n"
            "  k: 1\n"
            "  ^\n");
  EXPECT_EQ(to_text(out[0], "zh"), "错误[HG1004]: nowhere\n");
}

TEST(DiagnosticText, ControlAndDirectionCharactersAreShownAsSigns) {
  Diagnostic diagnostic = at("a: \x1b[31mred\u202E", "red");
  diagnostic.message = "unknown key 'a\x1b[0m\nb'";
  const std::string text = to_text(diagnostic);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("\u202E"), std::string::npos);
  EXPECT_NE(text.find("'a\u241B[0m\u240Ab'"), std::string::npos) << text;
  EXPECT_NE(text.find("\n          ^~~\n"), std::string::npos) << text;
}

TEST(DiagnosticText, PlacesThatDoNotFitTheTextDoNoHarm) {
  Diagnostic diagnostic;
  diagnostic.place = {"f", 1, 900, 1, 3, "short", ""};
  EXPECT_NE(to_text(diagnostic).find("  short\n       ^\n"), std::string::npos);
  diagnostic.place = {"f", 1, 1, 1, 0, "short", ""};
  EXPECT_FALSE(to_text(diagnostic).empty());
  diagnostic.place = {"f", 5, 2, 3, 1, "\xFF\xFE\xE4", ""};
  EXPECT_EQ(find_invalid_utf8(to_text(diagnostic)), std::string_view::npos);
}

TEST(DiagnosticJson, KeysStandInAFixedOrder) {
  EXPECT_EQ(to_json({}), "[]");
  const auto source = std::make_shared<const Source>("r.yaml", "k: 1\nk: 2\n");
  Diagnostics diagnostics;
  diagnostics.report(Code::duplicate_key, Span{source, 5, 6}, "twice \"k\"", "重复")
      .hint("drop one", "删去其一")
      .note(Span{source, 0, 1}, "first");
  diagnostics.report(Code::yaml_syntax, Place{}, "nowhere", "");
  EXPECT_EQ(
      to_json(diagnostics.take()),
      "[\n"
      "  {\"code\": \"HG1004\", \"severity\": \"error\", \"file\": null, \"line\": null, \"column\": null, \"end_line\": null, "
      "\"end_column\": null, \"path\": null, \"message\": {\"en\": \"nowhere\", \"zh\": \"nowhere\"}, \"hint\": null, "
      "\"notes\": []},\n"
      "  {\"code\": \"HG1005\", \"severity\": \"error\", \"file\": \"r.yaml\", \"line\": 2, \"column\": 1, \"end_line\": 2, "
      "\"end_column\": 2, \"path\": null, \"message\": {\"en\": \"twice \\\"k\\\"\", \"zh\": \"重复\"}, \"hint\": {\"en\": "
      "\"drop "
      "one\", \"zh\": \"删去其一\"}, \"notes\": [{\"file\": \"r.yaml\", \"line\": 1, \"column\": 1, \"end_line\": 1, "
      "\"end_column\": 2, \"path\": null, \"message\": {\"en\": \"first\", \"zh\": \"first\"}}]}\n"
      "]");
}

}  // namespace
}  // namespace hegui
