// Reading UTF-8 one code point at a time.
// In: text and a byte offset.   Out: the code point and its length in bytes; an invalid byte is U+FFFD of length 1.
// Cost: O(1).   Test: tests/base/source_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hegui {

struct CodePoint {
  uint32_t value = 0xFFFD;
  uint32_t size = 1;  ///< bytes; 0 only past the end
  bool valid = false;
};

CodePoint code_point_at(std::string_view text, size_t offset);
std::vector<uint32_t> code_points(std::string_view text);
/// Appends the UTF-8 form; surrogates and numbers past U+10FFFF become U+FFFD.
void append_utf8(std::string& out, uint32_t code_point);
/// Terminal cells of one code point: 0 (combining, zero width), 1 or 2 (East Asian wide, emoji).
int cell_width(uint32_t code_point);

}  // namespace hegui
