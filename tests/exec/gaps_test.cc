// Gap sets: equal sets are one, unions are remembered.
#include "exec/gaps.h"

#include <gtest/gtest.h>

namespace hegui::exec {
namespace {

TEST(Gaps, SetsAreInterned) {
  Gaps gaps;
  Gap a, b;
  a.field = gaps.text("x");
  b.field = gaps.text("y");
  b.code = ReasonCode::date_imprecise;
  const int32_t sa = gaps.set_of(a), sb = gaps.set_of(b);
  EXPECT_NE(sa, sb);
  EXPECT_EQ(gaps.set_of(a), sa);
  EXPECT_EQ(gaps.join(sa, 0), sa);
  EXPECT_EQ(gaps.join(0, sb), sb);
  EXPECT_EQ(gaps.join(sa, sa), sa);
  const int32_t both = gaps.join(sa, sb);
  EXPECT_EQ(gaps.join(sb, sa), both);
  EXPECT_EQ(gaps.join(both, sa), both);
  EXPECT_EQ(gaps.set(both).size(), 2U);
  EXPECT_EQ(gaps.without(both, sa), sb);
  EXPECT_EQ(gaps.without(sa, sa), 0);
  EXPECT_EQ(gaps.text("x"), a.field);
  EXPECT_EQ(gaps.text(a.field), "x");
}

}  // namespace
}  // namespace hegui::exec
