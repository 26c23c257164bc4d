// JSON string escaping.
#include "base/json_out.h"

#include <gtest/gtest.h>

#include "base/source.h"

namespace hegui {
namespace {

std::string as_json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonOut, EscapesWhatJsonDemandsAndNothingElse) {
  EXPECT_EQ(as_json(""), "\"\"");
  EXPECT_EQ(as_json("主要负责人 é 😀 /"), "\"主要负责人 é 😀 /\"");
  EXPECT_EQ(as_json("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(as_json("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
  EXPECT_EQ(as_json(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\x7f\"");
}

TEST(JsonOut, InvalidBytesBecomeTheReplacementCharacter) {
  EXPECT_EQ(as_json("a\xFF"
                    "b"),
            "\"a\uFFFDb\"");
  EXPECT_EQ(as_json("\xE4\xB8"), "\"\uFFFD\uFFFD\"");
  EXPECT_EQ(as_json("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");
  for (int lead = 0x80; lead < 0x100; ++lead) {
    const std::string bytes = {static_cast<char>(lead), '"', static_cast<char>(0x80)};
    EXPECT_EQ(find_invalid_utf8(as_json(bytes)), std::string_view::npos) << lead;
  }
}

}  // namespace
}  // namespace hegui
