// Lines and columns, byte maps, UTF-8, widths, reading files.
#include "base/source.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/utf8.h"

namespace hegui {
namespace {

/// Lines and columns the slow way: walk from the start.
LineColumn slow_place(const std::string& text, size_t offset) {
  LineColumn place;
  size_t i = text.rfind("\xEF\xBB\xBF", 0) == 0 ? 3 : 0;
  while (i < text.size() && i < offset) {
    const CodePoint point = code_point_at(text, i);
    if (i + point.size > offset) break;
    if (text[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else if (!(text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')) {
      ++place.column;
    }
    i += point.size;
  }
  return place;
}

TEST(Source, EveryOffsetHasTheRightPlace) {
  const std::string texts[] = {
      "",
      "\n",
      "a",
      "a\n",
      "中文\nb",
      "\xEF\xBB\xBF中: 1\r\n\r\n  é😀x\r\n",
      "\xEF\xBB\xBF",
      "a\tb\n\n\n",
      "x\xFFy\n\xE4\xB8",
      "a\r\n",
  };
  for (const std::string& text : texts) {
    const Source source("f", text);
    for (size_t i = 0; i <= text.size() + 3; ++i) {
      const LineColumn got = source.place(i), want = slow_place(text, std::min(i, text.size()));
      EXPECT_EQ(got.line, want.line) << text << " at " << i;
      EXPECT_EQ(got.column, want.column) << text << " at " << i;
    }
  }
}

TEST(Source, RandomTextsAgreeWithTheSlowWalk) {
  std::mt19937 random(11);
  const char* pieces[] = {"a", "中", "é", "😀", "\n", "\r\n", " ", "\t", ": ", "\xFF"};
  for (int round = 0; round < 300; ++round) {
    std::string text = round % 3 == 0 ? "\xEF\xBB\xBF" : "";
    for (size_t n = random() % 40; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const Source source("f", text);
    for (size_t i = 0; i <= text.size(); ++i) {
      ASSERT_EQ(source.place(i).line, slow_place(text, i).line) << text << " at " << i;
      ASSERT_EQ(source.place(i).column, slow_place(text, i).column) << text << " at " << i;
    }
  }
}

TEST(Source, LinesComeWithoutBreaksAndBom) {
  const Source source("f", "\xEF\xBB\xBF第一\r\n\n三");
  EXPECT_EQ(source.line_at(0), "第一");
  EXPECT_EQ(source.line_at(4), "第一");
  EXPECT_EQ(source.line_at(9), "第一");   // the CR
  EXPECT_EQ(source.line_at(10), "第一");  // the LF
  EXPECT_EQ(source.line_at(11), "");
  EXPECT_EQ(source.line_at(12), "三");
  EXPECT_EQ(source.line_at(999), "三");
}

TEST(TextMap, LeadsFromDecodedBytesToSourceBytes) {
  auto source = std::make_shared<const Source>("f", "k: \"a\\x41b\\\n  c\"");
  TextMap map;  // a A b c
  map.add(0, 4);
  map.add(1, 5);
  map.add(2, 9);
  map.add(3, 14);
  map.set_end(15);
  const uint32_t want[] = {4, 5, 9, 14, 15, 15};
  for (uint32_t i = 0; i < 6; ++i) EXPECT_EQ(map.source_offset(i, 4), want[i]);
  const Span escape = map.span(source, 1, 2, 4);
  EXPECT_EQ(escape.begin, 5u);
  EXPECT_EQ(escape.end, 9u);
  const Span empty = map.span(source, 2, 2, 4);
  EXPECT_EQ(empty.begin, 9u);
  EXPECT_EQ(empty.end, 9u);
  const Span rest = map.span(source, 3, 400, 4);
  EXPECT_EQ(rest.begin, 14u);
  EXPECT_EQ(rest.end, 15u);
  EXPECT_EQ(TextMap().source_offset(0, 4), 0u);
}

TEST(Utf8, FindsTheFirstInvalidByte) {
  EXPECT_EQ(find_invalid_utf8(""), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("plain ascii, longer than eight"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("中文 é 😀 \xF4\x8F\xBF\xBF"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("0123456789\xFF"), 10u);
  EXPECT_EQ(find_invalid_utf8("a\x80"), 1u);
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0u);          // overlong
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\x80"), 0u);      // overlong
  EXPECT_EQ(find_invalid_utf8("ok\xED\xA0\x80"), 2u);    // surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0u);  // past 10FFFF
  EXPECT_EQ(find_invalid_utf8("中\xE6\x96"), 3u);        // cut off
  EXPECT_EQ(find_invalid_utf8("\xD6\xD0\xCE\xC4"), 0u);  // GB18030
}

TEST(Utf8, WritingAndReadingAgreeForEveryCodePoint) {
  for (uint32_t point = 0; point <= 0x110000; ++point) {
    std::string bytes;
    append_utf8(bytes, point);
    const CodePoint read = code_point_at(bytes, 0);
    ASSERT_TRUE(read.valid);
    ASSERT_EQ(read.size, bytes.size());
    const bool replaced = (point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF;
    ASSERT_EQ(read.value, replaced ? 0xFFFD : point);
  }
}

TEST(Utf8, DisplayWidthCountsTerminalCells) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("中文："), 6u);
  EXPECT_EQ(display_width("（海安委〔2023〕3号）"), 21u);
  EXPECT_EQ(display_width("é"), 1u);
  EXPECT_EQ(display_width("e\u0301"), 1u);
  EXPECT_EQ(display_width("😀"), 2u);
  EXPECT_EQ(display_width("\xFF"), 1u);
  EXPECT_EQ(display_width("ｱ가𠀀"), 5u);
}

TEST(ReadSource, ReadsWholeFilesAndSaysWhyNot) {
  const std::string folder = testing::TempDir() + "hegui_source_test";
  std::filesystem::create_directories(folder);
  const std::string path = folder + "/a.yaml";
  std::string text(200'000, 'x');
  text += "中";
  std::ofstream(path, std::ios::binary) << text;
  std::string why;
  const SourcePtr source = read_source(path, "a.yaml", 1 << 20, &why);
  ASSERT_NE(source, nullptr) << why;
  EXPECT_EQ(source->name(), "a.yaml");
  EXPECT_EQ(source->text(), text);
  EXPECT_NE(read_source(path, "a.yaml", text.size(), &why), nullptr);
  EXPECT_EQ(read_source(path, "a.yaml", text.size() - 1, &why), nullptr);
  EXPECT_EQ(why, "it is larger than 200002 bytes");
  EXPECT_EQ(read_source(folder, "b", 10, &why), nullptr);
  EXPECT_EQ(why, "it is a folder");
  EXPECT_EQ(read_source(folder + "/none", "b", 10, &why), nullptr);
  EXPECT_EQ(why, "no such file");
  EXPECT_EQ(read_source(folder + "/none", "b", 10, nullptr), nullptr);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hegui
