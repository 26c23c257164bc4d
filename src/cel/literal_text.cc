// Text and bytes literals decoded. In: the characters between the quotes. Out: the value, or where an escape is wrong.
// Idea: one pass; in texts \x and octal escapes name code points, in bytes octets (CEL's rule).   Cost: O(bytes).
// Test: tests/cel/lexer_test.cc
#include "cel/literal_text.h"

namespace hegui::cel {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Digits of a numeric escape; false when too few of them stand there.
bool read_digits(std::string_view body, size_t& at, size_t count, uint32_t base, uint32_t& value) {
  value = 0;
  if (body.size() - at < count) return false;
  for (size_t i = 0; i < count; ++i) {
    const int digit = hex_value(body[at + i]);
    if (digit < 0 || static_cast<uint32_t>(digit) >= base) return false;
    value = value * base + static_cast<uint32_t>(digit);
  }
  at += count;
  return true;
}

int simple_escape(char c) {
  switch (c) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`':
      return c;
    default:
      return -1;
  }
}

}  // namespace

void append_utf8(std::string& out, uint32_t code_point) {
  const auto put = [&out](uint32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3F));
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

LiteralText decode_literal(std::string_view body, bool raw, bool bytes, bool lines) {
  LiteralText result;
  result.value.reserve(body.size());
  const auto wrong = [&result](size_t begin, size_t end, const char* why, const char* why_zh) {
    if (!result.ok) return;
    result.ok = false;
    result.bad_begin = static_cast<uint32_t>(begin);
    result.bad_end = static_cast<uint32_t>(end);
    result.why = why;
    result.why_zh = why_zh;
  };
  size_t at = 0;
  while (at < body.size()) {
    const char c = body[at];
    if (lines && c == '\r') {
      result.value.push_back('\n');
      at += at + 1 < body.size() && body[at + 1] == '\n' ? 2 : 1;
      continue;
    }
    if (c != '\\' || raw) {
      result.value.push_back(c);
      ++at;
      continue;
    }
    const size_t begin = at++;
    if (at >= body.size()) {
      wrong(begin, at, "a backslash stands at the end of the text", "文本以反斜杠结尾");
      break;
    }
    const char kind = body[at];
    if (const int simple = simple_escape(kind); simple >= 0) {
      result.value.push_back(static_cast<char>(simple));
      ++at;
      continue;
    }
    uint32_t value = 0;
    bool read = false;
    bool code_point = !bytes;
    if (kind == 'x' || kind == 'X') {
      read = read_digits(body, ++at, 2, 16, value);
    } else if (kind >= '0' && kind <= '3') {
      read = read_digits(body, at, 3, 8, value);
    } else if ((kind == 'u' || kind == 'U') && !bytes) {
      read = read_digits(body, ++at, kind == 'u' ? 4 : 8, 16, value);
    } else if (kind == 'u' || kind == 'U') {
      ++at;
      wrong(begin, at, "\\u and \\U are not allowed in bytes", "字节串中不能使用 \\u 和 \\U");
      continue;
    }
    if (!read) {
      at = at < body.size() && (static_cast<unsigned char>(body[at]) & 0x80) == 0 ? at + 1 : at;
      wrong(begin, at, "this escape is not known; write \\\\ for a backslash", "无此转义；反斜杠本身请写作 \\\\");
      continue;
    }
    if (code_point && ((value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF)) {
      wrong(begin, at, "this escape names no Unicode character", "此转义不是有效的 Unicode 字符");
      continue;
    }
    if (code_point) {
      append_utf8(result.value, value);
    } else {
      result.value.push_back(static_cast<char>(static_cast<unsigned char>(value)));
    }
  }
  return result;
}

}  // namespace hegui::cel
