// Vectors: gathering, lanes without value, ranges, lists.
#include "exec/vec.h"

#include <gtest/gtest.h>

namespace hegui::exec {
namespace {

TEST(Vec, TruthsAreOrderedSoThatAndIsTheLeast) {
  const uint8_t all[] = {kFalse, kUnknown, kError, kTrue};
  for (const uint8_t a : all) {
    EXPECT_EQ(negate(negate(a)), a);
    EXPECT_EQ(std::min(a, kFalse), kFalse);
    EXPECT_EQ(std::min(a, kTrue), a);
  }
  EXPECT_EQ(std::min(kUnknown, kError), kUnknown);
  EXPECT_EQ(negate(std::min(negate(kError), negate(kTrue))), kTrue);
}

TEST(Vec, RangesGrowASecondArrayOnlyWhenNeeded) {
  auto v = make(Rep::date, 3);
  v->set_day(0, {10, 10});
  EXPECT_TRUE(v->b.empty());
  v->set_day(2, {20, 25});
  EXPECT_EQ(v->day(0).hi, 10);
  EXPECT_EQ(v->day(2).hi, 25);
  v->set_state(1, kUnknown);
  EXPECT_EQ(v->state_of(0), kValue);
  EXPECT_EQ(v->state_of(1), kUnknown);
  const uint32_t index[] = {2, 1, 2};
  const auto g = gather(*v, index, 3);
  EXPECT_EQ(g->day(0).lo, 20);
  EXPECT_EQ(g->day(2).hi, 25);
  EXPECT_EQ(g->state_of(1), kUnknown);
}

TEST(Vec, GatheringLists) {
  auto v = make(Rep::list, 3);
  auto e = make(Rep::integer, 3);
  e->x = {1, 2, 3};
  v->off = {0, 2, 2, 3};
  v->elem = e;
  v->maybe = {0, 1, 0};
  const uint32_t index[] = {2, 0, 1};
  const auto g = gather(*v, index, 3);
  EXPECT_EQ(g->off, (std::vector<uint32_t>{0, 1, 3, 3}));
  EXPECT_EQ(g->elem->x, (std::vector<int64_t>{3, 1, 2}));
  EXPECT_EQ(g->maybe, (std::vector<uint8_t>{0, 0, 1}));
}

TEST(Vec, CopyingALane) {
  auto in = make(Rep::text, 2);
  in->a = {5, 6};
  in->set_state(1, kError);
  auto out = make(Rep::text, 2);
  copy_lane(*out, 0, *in, 1);
  copy_lane(*out, 1, *in, 0);
  EXPECT_EQ(out->state_of(0), kError);
  EXPECT_EQ(out->state_of(1), kValue);
  EXPECT_EQ(out->a[1], 5);
}

}  // namespace
}  // namespace hegui::exec
