#include "cel/functions.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace hegui::cel {
namespace {

TEST(Functions, EverySignatureIsRead) {
  TypePool pool;
  for (const Overload& overload : overloads(pool)) {
    EXPECT_NE(overload.result, pool.error) << overload.signature;
    EXPECT_EQ(overload.parameters.empty(), overload.id == Function::optional_none) << overload.signature;
    EXPECT_EQ(overload.variadic, std::string(overload.signature).find("...") != std::string::npos) << overload.signature;
    EXPECT_NE(std::string(overload.doc), "") << overload.name;
  }
}

TEST(Functions, IdsHoldInEveryPool) {
  TypePool other;
  other.list(other.list(other.row(3)));
  const std::vector<Overload> mine = overloads(other);
  const size_t before = other.size();
  overloads(other);
  EXPECT_EQ(other.size(), before);
  ASSERT_EQ(mine.size(), overload_table().size());
  for (size_t i = 0; i < mine.size(); ++i) {
    EXPECT_EQ(mine[i].parameters, overload_table()[i].parameters) << mine[i].signature;
    EXPECT_EQ(mine[i].result, overload_table()[i].result) << mine[i].signature;
    EXPECT_EQ(static_cast<size_t>(mine[i].id), i);
  }
}

TEST(Functions, NoTwoOverloadsAlike) {
  std::set<std::string> seen;
  std::set<std::string> ids;
  for (const Overload& overload : overload_table()) {
    EXPECT_TRUE(seen.insert(overload.name + (overload.receiver ? " receiver " : " ") + overload.signature).second)
        << overload.signature;
    EXPECT_TRUE(ids.insert(std::string(id_of(overload.id))).second);
    EXPECT_EQ(name_of(overload.id), overload.name);
  }
  EXPECT_EQ(id_of(Function::add_int), "add_int");
  EXPECT_EQ(name_of(Function::add_int), "_+_");
  EXPECT_TRUE(is_function_name("size"));
  EXPECT_FALSE(is_function_name("high_risk"));
}

TEST(Functions, ThePageOfTheDocumentsIsInStep) {
  const std::string path = std::string(HEGUI_SOURCE_DIR) + "/docs/functions.md";
  if (std::getenv("HEGUI_UPDATE_DOCS") != nullptr) std::ofstream(path) << functions_page();
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), functions_page()) << "run cel_test with HEGUI_UPDATE_DOCS=1";
}

TEST(Types, Interning) {
  TypePool pool;
  EXPECT_EQ(pool.list(pool.string), pool.list(pool.string));
  EXPECT_NE(pool.list(pool.string), pool.list(pool.bytes));
  EXPECT_NE(pool.row(0), pool.owner(0));
  EXPECT_NE(pool.reference_to_row(0), pool.reference_to_owner(0));
  EXPECT_EQ(pool.name(pool.map(pool.string, pool.list(pool.date)), nullptr), "map(string, list(date))");
  EXPECT_EQ(pool.name(pool.optional(pool.int_type), nullptr), "optional_type(int)");
  EXPECT_EQ(pool.name(pool.reference_to_row(2), nullptr), "ref(2)");
  EXPECT_EQ(pool.name(99999, nullptr), "?");
  const TypePool copy = pool;
  EXPECT_EQ(copy.name(pool.list(pool.string), nullptr), "list(string)");
}

}  // namespace
}  // namespace hegui::cel
