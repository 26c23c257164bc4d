// Equality, order and look-up of row values.
#include "exec/row_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "exec/ranges.h"

namespace hegui::testing {
namespace {

using Order = exec::Test;
using exec::row::Arena;
using exec::row::equal;
using exec::row::find;
using exec::row::make_map;
using exec::row::ordered;
using exec::row::Tag;
using exec::row::Value;

bool same(const Value& a, const Value& b) { return equal(a, b, nullptr).is_true() && equal(b, a, nullptr).is_true(); }

TEST(RowValue, NumbersLieOnOneLine) {
  EXPECT_TRUE(same(Value::of(int64_t{1}), Value::of(1.0)));
  EXPECT_TRUE(same(Value::of(int64_t{1}), Value::of(uint64_t{1})));
  EXPECT_FALSE(same(Value::of(int64_t{-1}), Value::of(UINT64_MAX)));
  EXPECT_TRUE(same(Value::of(0.0), Value::of(-0.0)));
  EXPECT_FALSE(same(Value::of(std::nan("")), Value::of(std::nan(""))));
  EXPECT_TRUE(ordered(Order::less, Value::of(int64_t{-1}), Value::of(uint64_t{0}), nullptr).is_true());
  EXPECT_TRUE(ordered(Order::less, Value::of(std::nan("")), Value::of(1.0), nullptr).is_false());
  EXPECT_EQ(ordered(Order::less, Value::of(int64_t{1}), Value::text("a"), nullptr).tag, Tag::error);
  EXPECT_EQ(ordered(Order::less, Value{}, Value{}, nullptr).tag, Tag::error);
}

TEST(RowValue, TypesDiffer) {
  EXPECT_TRUE(equal(Value::of(true), Value::of(int64_t{1}), nullptr).is_false());
  EXPECT_TRUE(equal(Value::text("a"), Value::text("a", Tag::bytes), nullptr).is_false());
  EXPECT_TRUE(equal(Value{}, Value::of(false), nullptr).is_false());
  EXPECT_TRUE(same(Value{}, Value{}));
  EXPECT_TRUE(ordered(Order::less, Value::text("合"), Value::text("规"), nullptr).is_true());
}

TEST(RowValue, MapsFindKeysOfEveryNumericType) {
  for (const size_t n : {size_t{3}, size_t{100}}) {
    Arena arena;
    std::vector<Value> keys, values;
    for (size_t k = 0; k < n; ++k) {
      keys.push_back(k % 2 == 0 ? Value::of(static_cast<int64_t>(k)) : Value::of(static_cast<uint64_t>(k)));
      values.push_back(Value::of(static_cast<int64_t>(k * 10)));
    }
    const Value map = make_map(keys.data(), values.data(), n, arena);
    ASSERT_EQ(map.tag, Tag::map);
    EXPECT_EQ(find(map, Value::of(2.0))->i, 20);
    EXPECT_EQ(find(map, Value::of(uint64_t{2}))->i, 20);
    EXPECT_EQ(find(map, Value::of(int64_t{1}))->i, 10);
    EXPECT_EQ(find(map, Value::of(2.5)), nullptr);
    EXPECT_EQ(find(map, Value::of(true)), nullptr);
    EXPECT_EQ(find(map, Value::list(nullptr, 0)), nullptr);
    keys[2] = Value::of(uint64_t{1});
    EXPECT_EQ(make_map(keys.data(), values.data(), n, arena).kind(), cel::ErrorKind::repeated_key);
    keys[2] = Value::of(0.5);
    EXPECT_EQ(make_map(keys.data(), values.data(), n, arena).kind(), cel::ErrorKind::bad_key);
  }
}

TEST(RowValue, RangesLeaveEqualityOpen) {
  const Value june = Value::date({100, 129}, 5), day = Value::date({110, 110}), later = Value::date({200, 200});
  EXPECT_EQ(equal(june, day, nullptr).tag, Tag::unknown);
  EXPECT_TRUE(equal(june, later, nullptr).is_false());
  const Value a[] = {june, later}, b[] = {day, day}, c[] = {day, later};
  EXPECT_TRUE(equal(Value::list(a, 2), Value::list(b, 2), nullptr).is_false()) << "one pair decides";
  EXPECT_EQ(equal(Value::list(a, 2), Value::list(c, 2), nullptr).tag, Tag::unknown);
  EXPECT_EQ(june.days_info(), 5);
  EXPECT_EQ(june.days().hi, 129);
}

TEST(RowValue, WhatNestsTooDeepIsAnError) {
  std::vector<Value> chain(400, Value{});
  for (size_t i = 1; i < chain.size(); ++i) chain[i] = Value::list(&chain[i - 1], 1);
  const Value top = chain.back();
  EXPECT_EQ(equal(top, top, nullptr).kind(), cel::ErrorKind::too_large);
  EXPECT_NE(dump(top).find("..."), std::string::npos);
}

TEST(RowValue, ArenasGiveBackAndGoOn) {
  Arena arena;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 1000; ++i) {
      const std::string_view kept = arena.keep("合规" + std::to_string(i));
      ASSERT_EQ(kept, "合规" + std::to_string(i));
    }
    EXPECT_GE(arena.bytes(), 8000U);
    arena.clear();
    EXPECT_EQ(arena.bytes(), 0U);
  }
  EXPECT_EQ(Value::text("x").origin(), -1);
  Value text = Value::text("x");
  text.set_origin(70000);
  EXPECT_EQ(text.origin(), 70000);
  text = Value::text("x");
  text.set_origin(0xffffff);
  EXPECT_EQ(text.origin(), -1);
}

}  // namespace
}  // namespace hegui::testing
