// A growable bitmap, bit i in word i / 64. Reading is O(1); appending is amortised O(1).
// Test: tests/base/bitmap_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hegui {

class Bitmap {
 public:
  Bitmap() = default;
  Bitmap(size_t size, bool value);

  size_t size() const { return size_; }
  bool operator[](size_t i) const { return (words_[i >> 6] >> (i & 63)) & 1U; }
  void set(size_t i) { words_[i >> 6] |= uint64_t{1} << (i & 63); }
  void clear(size_t i) { words_[i >> 6] &= ~(uint64_t{1} << (i & 63)); }
  void push(bool value) {
    if ((size_ & 63) == 0) words_.push_back(0);
    if (value) words_[size_ >> 6] |= uint64_t{1} << (size_ & 63);
    ++size_;
  }
  void resize(size_t size, bool value = false);
  void append(const Bitmap& other);
  size_t count() const;
  const std::vector<uint64_t>& words() const { return words_; }

 private:
  std::vector<uint64_t> words_;
  size_t size_ = 0;
};

}  // namespace hegui
