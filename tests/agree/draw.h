// Random choices that are the same on every machine: a small generator of its own (splitmix64), no distribution of the library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hegui::agree {

class Draw {
 public:
  explicit Draw(uint64_t seed) : state_(seed ^ 0x6a09e667f3bcc909ULL) {
    for (int i = 0; i < 3; ++i) state_ = next() ^ (seed << i);  // neighbouring seeds go separate ways
  }

  uint64_t next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  /// lo..hi, both included.
  int between(int lo, int hi) { return lo + static_cast<int>(next() % static_cast<uint64_t>(hi - lo + 1)); }
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <typename T>
  const T& of(const std::vector<T>& choices) {
    return choices[static_cast<size_t>(between(0, static_cast<int>(choices.size()) - 1))];
  }
  std::string word(const std::vector<const char*>& choices) { return of(choices); }

 private:
  uint64_t state_;
};

}  // namespace hegui::agree
