// The lean reader takes what it takes exactly as the slow one does, and leaves the rest to it: same columns, same troubles.
#include "records/lean_reader.h"

#include <gtest/gtest.h>

#include "model_for_tests.h"
#include "random_text.h"
#include "records/reading_plan.h"
#include "records/token_index.h"
#include "same_data.h"

namespace hegui {
namespace {

using namespace testing_model;

std::string outcome(const std::string& text, bool keep_going, bool lean, size_t max_rows = 1000) {
  ReadOptions options;
  options.keep_going = keep_going;
  options.max_depth = lean ? 16 : 15;  // below 16 everything is read by the slow reader
  options.max_rows = max_rows;
  options.max_errors = 50;
  const ReadResult result = read_enterprises(text, options);
  std::string out = result.lines();
  for (const Diagnostic& d : result.diagnostics) out += d.message + "\n" + d.hint + "\n";
  return out + (result.data ? describe(*result.data) : "nothing\n");
}

class BothReaders : public ::testing::TestWithParam<uint32_t> {};

TEST_P(BothReaders, SayTheSameOfLines) {
  RandomText random(GetParam());
  const std::string good = random.lines(1 + random.below(12));
  ASSERT_EQ(outcome(good, false, true), outcome(good, false, false)) << good;
  for (int i = 0; i < 12; ++i) {
    const std::string text = random.broken(good);
    ASSERT_EQ(outcome(text, true, true), outcome(text, true, false)) << text;
  }
  ASSERT_EQ(outcome(good, true, true, 3), outcome(good, true, false, 3)) << good;
}

TEST_P(BothReaders, SayTheSameOfDocuments) {
  RandomText random(GetParam() + 100'000);
  std::string good = "[";
  const size_t n = random.below(6);
  for (size_t i = 0; i < n; ++i) good += (i > 0 ? ",\n" : "\n") + random.owner(i);
  good += "\n]";
  ASSERT_EQ(outcome(good, true, true), outcome(good, true, false)) << good;
  for (int i = 0; i < 12; ++i) {
    const std::string text = random.broken(good);
    ASSERT_EQ(outcome(text, true, true), outcome(text, true, false)) << text;
  }
  const std::string one = random.owner(0);
  ASSERT_EQ(outcome("{\n" + one.substr(1), true, true), outcome("{\n" + one.substr(1), true, false)) << one;
}

INSTANTIATE_TEST_SUITE_P(Records, BothReaders, ::testing::Range(0U, 150U));

// What the lean reader says by itself: the others would pass if it never took anything.
TEST(LeanReader, TakesWhatIsExpectedAndNothingElse) {
  const auto m = model();
  const ReadingPlan plan(*m);
  const auto taken = [&](std::string text) {
    Dataset data(m);
    LeanReader reader(plan, *m);
    reader.use(data.strings, 100);
    TokenIndex tokens;
    const size_t size = text.size();
    if (!tokens.build(text.data(), size)) return false;
    text.append(LeanReader::kPadding, '\0');
    reader.at_text(text.data(), tokens.tokens(), text.find('\\') != std::string::npos);
    reader.begin();
    const std::string before = describe(data);
    OwnerTable& owners = data.owners[kEnterprise];
    const bool good = reader.read_owner(owners, 0, size);
    if (!good) {
      reader.take_back(owners, 0);
      for (const CollectionData& collection : owners.collections) EXPECT_EQ(collection.table.rows, 0U);
      for (const Column& column : owners.fields) EXPECT_EQ(column.valid.size() + column.i32.size(), 0U) << text;
    }
    return good;
  };
  for (
      const char* text :
      {R"({"id":"E1"})", R"({})", R"({ "id" : "E1" , "name" : null })",
       R"({"id":"E1","sectors":"mine","headcount":-5,"high_risk":false})",
       R"({"id":"E1","hazards":[{"id":"H1","level":"一般隐患","found_on":"2023-06","funds_wan":0.5,"tracking":[{"note":"\u4e2d"}]},{}]})",
       R"({"id":"E1","permits":[{"approved_on":"2023-06-05T08:00:00","days":["2023-06-05"],"sizes":[1,2.5]}],"people":""})",
       R"({"id":"E1","complete_through":"2023-06-30"})", R"({"complete_through":{"people":"2023-06-30"},"id":"E1"})"}) {
    EXPECT_TRUE(taken(text)) << text;
  }
  for (const char* text : {R"({"id":"E1","nam":1})",
                           R"({"id":"E1","id":"E1"})",
                           R"({"id":7})",
                           R"({"id":"E1","opened_on":"2023-02-29"})",
                           R"({"id":"E1","sectors":["coal"]})",
                           R"({"id":"E1","headcount":1.5})",
                           R"({"id":"E1","headcount":1e3})",
                           R"({"id":"E1","headcount":01})",
                           R"({"id":"E1","high_risk":truex})",
                           R"({"id":"E1","high_risk":nulll})",
                           R"({"id":"E1","name":"\ud800"})",
                           R"({"id":"E1","name":"\q"})",
                           R"({"id":"E1",})",
                           R"({"id":"E1")",
                           R"(["id"])",
                           R"("id")",
                           R"({"id":"E1"]})",
                           R"({"id":"E1","hazards":[{"tracking":[{"dat":1}]}]})",
                           R"({"id":"E1","principals":[""]})",
                           R"({"id":"E1","hazards":[{},]})",
                           R"({"id":"E1","hazards":[{"recorded_at":"2023-06"}]})",
                           R"({"id":"E1","complete_through":{"people":"2023-06-30","people":null}})"}) {
    EXPECT_FALSE(taken(text)) << text;
  }
}

TEST(LeanReader, BlocksEndAnywhere) {
  // Lines of many lengths, so that blocks of lines end at every kind of place, and long ones that fill blocks of their own.
  RandomText random(7);
  std::string text;
  for (size_t i = 0; i < 600; ++i) {
    const std::string id = std::to_string(i);
    text += "{\"id\":\"E" + std::string(4 - id.size(), '0') + id + "\",\"name\":\"" + std::string(random.below(1500), 'x') +
            "\"}\n";
    if (i % 97 == 0) text += "{\"id\":\"L" + id + "\",\"name\":\"" + std::string(200'000, 'y') + "\\u4e2d\"}\n";
  }
  for (const size_t cut : {0, 1, 63, 64, 65}) {
    const std::string part = text.substr(0, text.size() - cut);
    ASSERT_EQ(outcome(part, true, true), outcome(part, true, false)) << cut;
  }
}

TEST(WordTable, FindsWordsOfEveryLength) {
  Enumeration e;
  e.name = "e";
  for (size_t n = 1; n < 40; ++n) {
    e.words.push_back(std::string(n, 'a'));
    e.zh.push_back(n % 2 == 0 ? std::string(n, 'z') : "");
    e.words.push_back(std::string(n, 'a') + "b");
    e.zh.push_back("");
  }
  const WordTable table(e);
  const auto find = [&](std::string text) {
    const size_t size = text.size();
    text.append(8, '#');
    return table.find(text.data(), size);
  };
  for (const std::string& word : e.words) EXPECT_EQ(find(word), e.word(word)) << word;
  for (const std::string& label : e.zh) {
    if (!label.empty()) {
      EXPECT_EQ(find(label), e.word(label)) << label;
    }
  }
  for (size_t n = 1; n < 40; ++n) EXPECT_EQ(find(std::string(n, 'c')), -1);
}

}  // namespace
}  // namespace hegui
