// Where the tokens of a JSON text stand.
//
// In:   bytes.   Out: offsets of { } [ ] : , and of the first byte of every string, number and word, in order.
// Idea: the first stage of simdjson, run over many lines at once. It also refuses invalid UTF-8, control characters inside
// strings and strings that do not end; grammar, escapes and numbers are left to whoever walks the tokens.
// Cost: O(bytes), a fraction of parsing them; 4 bytes of memory for each byte of the longest text.
// Test: tests/records/lean_reader_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace hegui {

class TokenIndex {
 public:
  TokenIndex();
  ~TokenIndex();
  TokenIndex(const TokenIndex&) = delete;
  TokenIndex& operator=(const TokenIndex&) = delete;

  /// False: the text is not well-formed somewhere, or too long to be indexed.
  bool build(const char* text, size_t size);
  /// size() offsets in ascending order, and behind them the size of the text.
  const uint32_t* tokens() const;
  size_t size() const;

 private:
  struct Stage;  // simdjson's
  std::unique_ptr<Stage> stage_;
};

}  // namespace hegui
