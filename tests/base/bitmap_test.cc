// Bitmaps of every size around a word, compared with a vector of bools.
#include "base/bitmap.h"

#include <gtest/gtest.h>

#include <random>

namespace hegui {
namespace {

TEST(Bitmap, ConstructedResizedAndPushedBitsAgreeWithAVectorOfBools) {
  std::mt19937 random(7);
  for (const size_t size : {0, 1, 63, 64, 65, 127, 128, 129, 500}) {
    for (const bool value : {false, true}) {
      Bitmap bits(size, value);
      std::vector<bool> plain(size, value);
      for (int step = 0; step < 200; ++step) {
        const size_t pick = random() % 4;
        if (pick == 0) {
          const bool v = random() % 2 == 0;
          bits.push(v);
          plain.push_back(v);
        } else if (pick == 1 && !plain.empty()) {
          const size_t i = random() % plain.size();
          bits.set(i);
          plain[i] = true;
        } else if (pick == 2 && !plain.empty()) {
          const size_t i = random() % plain.size();
          bits.clear(i);
          plain[i] = false;
        } else {
          const size_t n = random() % 300;
          const bool v = random() % 2 == 0;
          bits.resize(n, v);
          plain.resize(n, v);
        }
        ASSERT_EQ(bits.size(), plain.size());
        ASSERT_EQ(bits.words().size(), (plain.size() + 63) / 64);
        size_t count = 0;
        for (size_t i = 0; i < plain.size(); ++i) {
          ASSERT_EQ(bits[i], plain[i]);
          count += plain[i] ? 1 : 0;
        }
        ASSERT_EQ(bits.count(), count);
      }
    }
  }
}

TEST(Bitmap, AppendIsPushingOneByOne) {
  for (const size_t a : {0, 1, 63, 64, 65, 130}) {
    for (const size_t b : {0, 1, 62, 63, 64, 65, 127, 128, 200}) {
      Bitmap left, right, both;
      for (size_t i = 0; i < a + b; ++i) {
        const bool bit = (i * 7 + a) % 3 == 0;
        both.push(bit);
        (i < a ? left : right).push(bit);
      }
      left.append(right);
      ASSERT_EQ(left.size(), both.size());
      EXPECT_EQ(left.words(), both.words()) << a << " " << b;
    }
  }
}

}  // namespace
}  // namespace hegui
