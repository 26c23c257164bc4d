// Writing JSON text.
// In: bytes.   Out: a JSON string literal appended to `out`.   Idea: UTF-8 stays as it is; only what JSON demands is escaped;
// a byte that is not valid UTF-8 becomes U+FFFD, so the output is always valid JSON.   Cost: O(bytes).
// Test: tests/base/json_out_test.cc
#pragma once

#include <string>
#include <string_view>

namespace hegui {

/// Appends `text` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

}  // namespace hegui
