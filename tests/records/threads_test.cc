// Several threads, reused readers: the same data, the same troubles in the same order, as one reader reading once.
#include <gtest/gtest.h>

#include <atomic>

#include "model_for_tests.h"
#include "random_text.h"
#include "records/merge.h"
#include "records/share_out.h"
#include "same_data.h"

namespace hegui {
namespace {

using namespace testing_model;

std::string outcome(const std::string& text, int threads, bool keep_going = true, bool codes = false) {
  ReadOptions options;
  options.keep_going = keep_going;
  options.threads = threads;
  options.max_errors = 30;
  const ReadResult result = read_enterprises(text, options);
  std::string out = result.lines();
  for (const Diagnostic& d : result.diagnostics) out += d.message + "\n";
  return out + (result.data ? describe(*result.data, codes) : "nothing\n");
}

// Well-formed owners, enough for several shares.
std::string many(uint32_t seed, size_t owners) {
  RandomText random(seed);
  std::string out;
  for (size_t i = 0; i < owners; ++i) {
    const std::string id = "E" + std::to_string(100'000 + (i * 7919) % owners);
    out += "{\"id\":\"" + id + "\",\"name\":\"企业" + std::to_string(random.below(50)) +
           "\",\"sectors\":[\"mine\",\"fire\"],\"hazards\":[";
    const size_t hazards = random.below(8);
    for (size_t h = 0; h < hazards; ++h) {
      out += (h > 0 ? ",{\"id\":\"H" : "{\"id\":\"H") + std::to_string(i) + "-" + std::to_string(random.below(9)) +
             "\",\"found_on\":\"2023-0" + std::to_string(1 + random.below(9)) + (random.below(30) == 0 ? "\"" : "-05\"") +
             (random.below(3) == 0 ? ",\"tracking\":[{\"note\":\"" + id + "\"},{\"date\":\"2023-06-05\"}]" : "") +
             (random.below(5) == 0 ? ",\"recorded_at\":\"2023-06-05T08:00:00\"" : "") + ",\"same_as\":\"H" + std::to_string(i) +
             "-1\"}";
    }
    out += "],\"certificates\":[{\"person\":\"P1\",\"category\":\"焊接\"},{\"person\":\"P1\",\"category\":\"焊接\"}]";
    if (random.below(4) == 0) out += ",\"complete_through\":{\"people\":\"2023-06-30\"}";
    if (random.below(3) == 0) out += ",\"suspensions\":[{\"from\":\"2023-06-05\"}]";
    out += "}\n";
  }
  return out;
}

TEST(Threads, GiveTheSameDataAsOne) {
  const std::string text = many(1, 6000);
  ASSERT_GT(text.size(), size_t{2} << 20);
  const std::string one = outcome(text, 1, false, true);
  for (const int threads : {2, 3, 7}) ASSERT_TRUE(outcome(text, threads, false, true) == one) << threads;
}

TEST(Threads, GiveTheSameTroublesAsOne) {
  std::string text = many(2, 6000);
  // Broken lines in every share, an owner that stands in two shares, and more errors than are kept.
  const auto put = [&](size_t at, const std::string& line) { text.insert(text.find('\n', at) + 1, line); };
  put(text.size() * 9 / 10, "{\"id\":\"E100003\"}\n");
  EXPECT_EQ(outcome(text, 4), outcome(text, 1));
  EXPECT_EQ(outcome(text, 4, false), outcome(text, 1, false));
  put(text.size() * 7 / 10, "{\"id\":\"\xFF\"}\n");
  put(text.size() * 4 / 10, "{\"id\":\"E1\",\"opened_on\":\"2023-02-30\"}\n\n{\"id\":\"E1\"\n");
  put(text.size() / 100, "{\"id\":\"E2\",\"hazards\":[{\"hazard\":1}]}\n");
  EXPECT_EQ(outcome(text, 4), outcome(text, 1));
  EXPECT_EQ(outcome(text, 2, false), outcome(text, 1, false));
  std::string errors;
  for (int i = 0; i < 40; ++i) errors += "{\"id\":" + std::to_string(i) + "}\n";
  put(text.size() / 2, errors);
  EXPECT_EQ(outcome(text, 3), outcome(text, 1));
}

TEST(Threads, LimitOfRowsHoldsOverShares) {
  const std::string text = many(3, 6000);
  for (const size_t most : {10, 5999, 15000}) {
    ReadOptions options;
    options.max_rows = most;
    const std::string one = read_enterprises(text, options).lines();
    options.threads = 4;
    EXPECT_EQ(read_enterprises(text, options).lines(), one) << most;
    EXPECT_NE(one.find("HG5020"), std::string::npos) << most;
  }
}

TEST(ShareOut, DoesEveryPieceOnceAndPassesOnWhatIsThrown) {
  for (const int threads : {0, 1, 2, 5}) {
    std::vector<std::atomic<int>> done(100);
    share_out(done.size(), threads, [&](size_t i) { ++done[i]; });
    for (const std::atomic<int>& n : done) EXPECT_EQ(n, 1);
    EXPECT_THROW(share_out(10, threads,
                           [](size_t i) {
                             if (i == 7) throw std::bad_alloc();
                           }),
                 std::bad_alloc);
  }
  share_out(0, 4, [](size_t) { FAIL(); });
}

TEST(DatasetReader, ReusesMemoryWithoutATrace) {
  DatasetReader reader(model());
  RandomText random(5);
  for (int i = 0; i < 200; ++i) {
    const std::string text = i % 7 == 3 ? random.broken(random.lines(3)) : random.lines(random.below(5));
    ReadOptions options;
    options.keep_going = i % 2 == 0;
    Diagnostics fresh_diagnostics(100), diagnostics(100);
    const std::vector<RecordText> texts = {{"enterprise", "e", text}};
    const std::unique_ptr<Dataset> fresh = read_records(model(), texts, {}, options, fresh_diagnostics);
    std::shared_ptr<Dataset> data = reader.read(texts, {}, options, diagnostics);
    ASSERT_EQ(data == nullptr, fresh == nullptr) << text;
    ASSERT_EQ(diagnostics.take().size(), fresh_diagnostics.take().size()) << text;
    if (data == nullptr) continue;
    ASSERT_EQ(describe(*data), describe(*fresh)) << text;
    if (i % 5 != 0) reader.give_back(std::move(data));
  }
}

}  // namespace
}  // namespace hegui
