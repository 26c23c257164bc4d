// Look-ups in the model and its text form.
#include "records/model.h"

#include <gtest/gtest.h>

#include "model_for_tests.h"

namespace hegui {
namespace {

using namespace testing_model;

TEST(Model, FindsByName) {
  const auto m = model();
  EXPECT_EQ(m->enumeration("level"), kKind);
  EXPECT_EQ(m->enumeration("nothing"), -1);
  EXPECT_EQ(m->row("track"), kTrack);
  EXPECT_EQ(m->row(""), -1);
  EXPECT_EQ(m->owner("department"), kDepartment);
  EXPECT_EQ(m->owner("campaign"), -1);
  EXPECT_EQ(m->rows[kHazard].field("fixed_on"), 6);
  EXPECT_EQ(m->rows[kHazard].field("Fixed_on"), -1);
  EXPECT_EQ(m->owners[kEnterprise].field("headcount"), 3);
  EXPECT_EQ(m->owners[kEnterprise].collection("permits"), 2);
  EXPECT_EQ(m->owners[kEnterprise].collection("permit"), -1);
}

TEST(Model, WordsAndChineseLabels) {
  const auto m = model();
  EXPECT_EQ(m->enums[kSector].word("chem"), 1);
  EXPECT_EQ(m->enums[kSector].word("危化品"), 1);
  EXPECT_EQ(m->enums[kSector].word("危化"), -1);
  EXPECT_EQ(m->enums[kSector].word(""), -1);
  const Enumeration bare{"e", {"a", "b"}, {"", "a"}};
  EXPECT_EQ(bare.word("a"), 0);  // a word comes before a label
  EXPECT_EQ(bare.word(""), -1);  // an empty label is none
}

TEST(Model, TheCollectionThatHoldsARowType) {
  const auto m = model();
  EXPECT_EQ(m->collection_of_row_type(kEnterprise, kPerson), 1);
  EXPECT_EQ(m->collection_of_row_type(kDepartment, kPerson), -1);
  EXPECT_EQ(m->collection_of_row_type(-1, kPerson), -1);
  EXPECT_EQ(m->collection_of_row_type(99, kPerson), -1);
}

TEST(Model, DumpSaysEverything) {
  const std::string dump = model()->dump();
  for (const char* line :
       {"enum level: major=重大事故隐患 general=一般隐患\n", "row hazard 隐患台账\n", "  enterprise: ref:enterprise 企业\n",
        "  fixed_on: date milestone 完成整改日期\n", "  tracking: rows:track 跟踪记录\n",
        "  operators: []ref:person 作业人员\n", "  to: date sparse 止\n", "  figures: map 指标值\n",
        "  event: approved_on started_at\n", "  key: person category valid_from\n", "owner enterprise 企业\n",
        "  suspensions: rows of interval sparse\n", "invariant hazard order: found_on fixed_on verified_on closed_on\n",
        "invariant hazard needs_word: listed_on level = major\n",
        "invariant permit not_in: guardian operators (guardian_among_operators)\n",
        "invariant submission entries: figures 1.2 1.1\n"}) {
    EXPECT_NE(dump.find(line), std::string::npos) << line << dump;
  }
}

}  // namespace
}  // namespace hegui
