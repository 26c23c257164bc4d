// Text and bytes literals decoded. In: the characters between the quotes. Out: the value, or where an escape is wrong.
// Cost: O(bytes).   Test: tests/cel/lexer_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hegui::cel {

struct LiteralText {
  std::string value;
  bool ok = true;
  uint32_t bad_begin = 0;  // range of the wrong escape within the body
  uint32_t bad_end = 0;
  const char* why = "";
  const char* why_zh = "";
};

/// `raw`: backslashes stand for themselves. `bytes`: \x and octal escapes are octets, \u is not allowed.
/// `lines`: a triple-quoted literal, in which CR and CRLF become LF.
LiteralText decode_literal(std::string_view body, bool raw, bool bytes, bool lines);

/// Appends a code point in UTF-8.
void append_utf8(std::string& out, uint32_t code_point);

}  // namespace hegui::cel
