// The text of a YAML file before and beside the parser: limits, stepping over what is no node, wording of syntax errors.
// Test: tests/rule/node_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/source.h"
#include "rule/node.h"

namespace hegui::rule {

/// Refuses, before the parser sees it, text that is too large, is not UTF-8, holds control characters, or would make the
/// parser hold more than the limits allow. O(bytes).
bool check_yaml_text(const SourcePtr& source, const YamlLimits& limits, Diagnostics& diagnostics);

/// Past blanks, line breaks and comments.
uint32_t skip_blanks(std::string_view text, uint32_t at);

/// Past anchors (`&name`) and tags (`!name`) and what lies between them. `tag` is the place of the first tag, or npos.
struct Properties {
  uint32_t after = 0;  // the node itself, or what follows the last property when the node is empty
  uint32_t end = 0;    // end of the last property
  uint32_t tag = UINT32_MAX;
  uint32_t tag_end = UINT32_MAX;
};
Properties skip_properties(std::string_view text, uint32_t at);

/// The start of a quoted text that never ends, looking from `from` on; UINT32_MAX if there is none.
uint32_t open_quote(std::string_view text, uint32_t from);

/// What the parser's complaint means to an author.
struct SyntaxWords {
  std::string en, zh, hint, hint_zh;
};
SyntaxWords syntax_words(std::string_view complaint);

}  // namespace hegui::rule
