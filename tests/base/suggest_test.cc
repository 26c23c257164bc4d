// "Did you mean" hints.
#include "base/suggest.h"

#include <gtest/gtest.h>

namespace hegui {
namespace {

const std::vector<std::string> kKeys = {"rows", "require", "done", "due", "late", "closed", "remedy", "within"};

TEST(Suggest, FindsTheNearestName) {
  EXPECT_EQ(nearest("row", kKeys), "rows");
  EXPECT_EQ(nearest("requrie", kKeys), "require");  // a swap is one step
  EXPECT_EQ(nearest("WITHIN", kKeys), "within");
  EXPECT_EQ(nearest("dne", kKeys), "done");
  EXPECT_EQ(nearest("closde", kKeys), "closed");
  EXPECT_EQ(nearest("整改期限", {"整改时限", "检查日期"}), "整改时限");
}

TEST(Suggest, KeepsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest("inspection", kKeys), std::nullopt);
  EXPECT_EQ(nearest("", kKeys), std::nullopt);
  EXPECT_EQ(nearest("x", {"y"}), std::nullopt);
  EXPECT_EQ(nearest("due", {}), std::nullopt);
  EXPECT_EQ(nearest(std::string(5000, 'a'), {std::string(5000, 'a')}), std::nullopt);
  EXPECT_EQ(nearest("ab\xFF", {"ab"}), "ab");
}

TEST(Suggest, TiesGoToTheEarlierCandidate) {
  EXPECT_EQ(nearest("cat", {"car", "can"}), "car");
  EXPECT_EQ(nearest("cat", {"can", "car"}), "can");
}

TEST(Suggest, WordsTheHint) {
  EXPECT_EQ(suggestion("wher", {"when", "where"}), "did you mean 'when'?");
  EXPECT_EQ(suggestion("foo", {"alpha", "beta"}), "known: alpha, beta");
  EXPECT_EQ(suggestion("foo", {}), "");
  EXPECT_EQ(suggestion("foo", std::vector<std::string>(40, "something-else")), "");
}

}  // namespace
}  // namespace hegui
