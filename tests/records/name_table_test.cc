// Names are found whatever came before; unknown ones never are.
#include "records/name_table.h"

#include <gtest/gtest.h>

#include <random>

namespace hegui {
namespace {

TEST(NameTable, FindsNamesInAnyOrder) {
  NameTable table;
  std::vector<std::string> names = {
      "", "a", "id", "ab", "ba", "found_on", "found_by", "a_very_long_name_1", "a_very_long_name_2", "名称", "名字"};
  for (int i = 0; i < 60; ++i) names.push_back("field_" + std::to_string(i));
  for (size_t i = 0; i < names.size(); ++i) table.add(names[i], static_cast<int>(i));
  std::mt19937 random(7);
  int last = -1;
  for (int i = 0; i < 20'000; ++i) {
    const size_t pick = random() % names.size();
    ASSERT_EQ(table.find(names[pick], last), static_cast<int>(pick));
    ASSERT_EQ(table.find(names[pick]), static_cast<int>(pick));
    const int before = last;
    ASSERT_EQ(table.find(names[pick] + "?", last), -1);
    ASSERT_EQ(last, before);
    if (random() % 10 == 0) last = -1;
  }
}

TEST(NameTable, TheFirstNumberStays) {
  NameTable table;
  table.add("recorded_at", 3);
  table.add("recorded_at", 4);
  EXPECT_EQ(table.find("recorded_at"), 3);
}

TEST(NameTable, AnEmptyTableKnowsNothing) {
  const NameTable table;
  int last = -1;
  EXPECT_EQ(table.find("x", last), -1);
  EXPECT_EQ(table.find("x"), -1);
}

}  // namespace
}  // namespace hegui
