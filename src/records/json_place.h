// Where something stands in a JSON text; used only once an error is known.
//
// In:   a JSON text, and a path (keys and indices) or nothing.   Out: byte offsets, the first fault of a malformed text.
// Idea: the fast parser keeps no places; when a person has to be shown one, the text is walked again, without recursion.
// Cost: O(bytes).   Test: tests/records/json_place_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hegui {

/// One step into a JSON text: a key (decoded), or the index of an element when `is_index`.
struct JsonStep {
  std::string key;
  size_t index = 0;
  bool is_index = false;
};

/// `/inspections/3/date`; '~' and '/' of keys as ~0 and ~1.
std::string json_pointer(const std::vector<JsonStep>& path);

struct JsonPlace {
  size_t key = 0;  // offset of the quote of the last key (of the value, when the last step is an index)
  size_t key_end = 0;
  size_t value = 0;  // offset of the value's first byte
  size_t value_end = 0;
  bool found = false;
};

/// Walks a well-formed text. Of several equal keys the first counts, but for the last step with `last_key` the last one.
JsonPlace find_in_json(std::string_view text, const std::vector<JsonStep>& path, bool last_key = false);

/// Offsets of the elements of the array at the start of a well-formed text.
std::vector<size_t> element_starts(std::string_view text);

/// The first fault of a text that ought to be one JSON value.
struct JsonFault {
  enum class Kind : uint8_t { none, syntax, trailing, depth, number } kind = Kind::none;
  size_t offset = 0;
  std::string what, what_zh;  // "a comma or '}' is missing"
};
JsonFault find_json_fault(std::string_view text, int max_depth);

}  // namespace hegui
