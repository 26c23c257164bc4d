// Where the bytes of a YAML scalar stand in its source.
//
// In:   the source, the byte at which the scalar starts, the text the YAML parser decoded.
// Out:  style, span, and the map from each decoded byte to its source byte.
// Idea: the decoded text is not decoded a second time by the rules of YAML but laid over the source: what is not blank stands
// there letter by letter, so only escapes, folds and indentation need rules, and every byte is compared on the way. When the
// two do not fit, the map leads every byte to the start of the scalar and `exact` is false.
// Cost: O(bytes of the scalar).   Test: tests/rule/node_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/source.h"
#include "rule/node.h"

namespace hegui::rule {

struct ScalarPlace {
  Node::Style style = Node::Style::plain;
  std::string text;  // the decoded text, always valid UTF-8
  TextMap map;
  uint32_t begin = 0;  // quotes and block indicator included
  uint32_t end = 0;
  bool exact = false;
};

/// `begin`: the first byte of the scalar itself (after anchor and tag).
ScalarPlace locate_scalar(std::string_view source, uint32_t begin, std::string_view decoded);

/// Length of the line break at `at`: 2 for CR LF, 1 for LF, else 0 (a lone CR has been refused).
inline uint32_t break_length(std::string_view source, size_t at) {
  if (at >= source.size()) return 0;
  if (source[at] == '\r') return at + 1 < source.size() && source[at + 1] == '\n' ? 2 : 0;
  return source[at] == '\n' ? 1 : 0;
}

inline bool blank_at(std::string_view source, size_t at) {
  return at < source.size() && (source[at] == ' ' || source[at] == '\t');
}

}  // namespace hegui::rule
