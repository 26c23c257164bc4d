// In: sizes and values.   Out: packed bits.   Idea: bits past the end are always 0, so counting and comparing words is exact.
// Cost: O(size / 64).   Test: tests/base/bitmap_test.cc
#include "base/bitmap.h"

#include <bit>

namespace hegui {

Bitmap::Bitmap(size_t size, bool value) { resize(size, value); }

void Bitmap::resize(size_t size, bool value) {
  const size_t old = size_;
  words_.resize((size + 63) / 64, value ? ~uint64_t{0} : 0);
  if (size > old && value && (old & 63) != 0) words_[old >> 6] |= ~uint64_t{0} << (old & 63);
  if ((size & 63) != 0) words_.back() &= (uint64_t{1} << (size & 63)) - 1;
  size_ = size;
}

void Bitmap::append(const Bitmap& other) {
  const size_t old = size_, shift = old & 63, first = old >> 6;
  words_.resize((old + other.size_ + 63) / 64, 0);
  for (size_t i = 0; i < other.words_.size(); ++i) {
    words_[first + i] |= other.words_[i] << shift;
    if (shift != 0 && first + i + 1 < words_.size()) words_[first + i + 1] |= other.words_[i] >> (64 - shift);
  }
  size_ = old + other.size_;
}

size_t Bitmap::count() const {
  size_t sum = 0;
  for (const uint64_t word : words_) sum += static_cast<size_t>(std::popcount(word));
  return sum;
}

}  // namespace hegui
