// SHA-256 over bytes, in lower-case hex.
// In: bytes, at once or piece by piece.   Out: 64 hex digits.   Idea: libmd does the work; this hides its names.
// Cost: O(bytes).   Test: tests/base/sha256_test.cc
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace hegui {

std::string sha256_hex(std::string_view bytes);

/// Piece by piece; hex() gives the digest of everything added so far and may be followed by further add().
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hegui
