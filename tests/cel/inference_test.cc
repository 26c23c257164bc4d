#include "cel/inference.h"

#include <gtest/gtest.h>

namespace hegui::cel {
namespace {

TEST(Inference, NarrowFitsWide) {
  TypePool pool;
  Inference infer(pool);
  EXPECT_TRUE(infer.assign(pool.string, pool.enumeration(1)));
  EXPECT_FALSE(infer.assign(pool.enumeration(1), pool.string));
  EXPECT_TRUE(infer.assign(pool.string, pool.reference_to_row(0)));
  EXPECT_FALSE(infer.assign(pool.reference_to_row(0), pool.reference_to_owner(0)));
  EXPECT_TRUE(infer.assign(pool.list(pool.string), pool.list(pool.enumeration(1))));
  EXPECT_FALSE(infer.assign(pool.int_type, pool.double_type));
  EXPECT_TRUE(infer.assign(pool.dyn, pool.int_type));
  EXPECT_TRUE(infer.assign(pool.int_type, pool.dyn));
  EXPECT_TRUE(infer.assign(pool.list(pool.int_type), pool.list(pool.dyn)));
  EXPECT_TRUE(infer.assign(pool.error, pool.row(1)));
  EXPECT_FALSE(infer.assign(pool.row(0), pool.row(1)));
}

TEST(Inference, VariablesWiden) {
  TypePool pool;
  Inference infer(pool);
  const TypeId a = pool.variable(0);
  EXPECT_TRUE(infer.assign(a, pool.enumeration(1)));
  EXPECT_EQ(infer.resolve(a), pool.enumeration(1));
  EXPECT_TRUE(infer.assign(a, pool.string));
  EXPECT_EQ(infer.resolve(a), pool.string);
  EXPECT_FALSE(infer.assign(a, pool.int_type));
  EXPECT_EQ(infer.resolve(a), pool.string);  // as before
  infer.begin_signature();
  EXPECT_TRUE(infer.assign(a, pool.int_type));
}

TEST(Inference, FreeElements) {
  TypePool pool;
  Inference infer(pool);
  const TypeId element = infer.fresh();
  EXPECT_EQ(pool.name(infer.ground(pool.list(element)), nullptr), "list(dyn)");
  EXPECT_TRUE(infer.assign(pool.list(element), pool.list(pool.list(pool.int_type))));
  EXPECT_EQ(pool.name(infer.ground(pool.list(element)), nullptr), "list(list(int))");
  EXPECT_FALSE(infer.assign(infer.resolve(element), pool.int_type));
}

TEST(Inference, NoTypeHoldsItself) {
  TypePool pool;
  Inference infer(pool);
  const TypeId a = infer.fresh();
  EXPECT_FALSE(infer.assign(a, pool.list(a)));
  EXPECT_FALSE(infer.assign(pool.list(a), a));
  EXPECT_EQ(infer.ground(a), pool.dyn);
}

TEST(Inference, FailureLeavesNoTrace) {
  TypePool pool;
  Inference infer(pool);
  const TypeId key = infer.fresh();
  const TypeId value = infer.fresh();
  EXPECT_FALSE(infer.assign(pool.map(key, pool.string), pool.map(pool.int_type, pool.bytes)));
  EXPECT_EQ(infer.ground(key), pool.dyn);
  EXPECT_EQ(infer.ground(value), pool.dyn);
}

TEST(Inference, SignatureVariablesDoNotLeak) {
  TypePool pool;
  Inference infer(pool);
  const TypeId free_element = infer.fresh();
  infer.begin_signature();
  EXPECT_TRUE(infer.assign(pool.list(pool.variable(0)), free_element));  // the element is itself some list
  infer.begin_signature();
  EXPECT_TRUE(infer.assign(pool.variable(0), pool.int_type));
  EXPECT_EQ(pool.name(infer.ground(free_element), nullptr), "list(dyn)");
}

}  // namespace
}  // namespace hegui::cel
