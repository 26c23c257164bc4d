// Runs: any number of threads, any cut into batches, one owner or many: the same lines. Gaps of one owner stay its own.
#include "exec/batch.h"

#include "fixture.h"

namespace hegui::testing {
namespace {

// Owners of several manners, some without collections.
std::string owners(int n) {
  std::string out;
  for (int i = 0; i < n; ++i) {
    char id[16];
    std::snprintf(id, sizeof id, "E%04d", i);
    std::string line = std::string(R"({"id":")") + id + "\"";
    if (i % 3 != 0) line += R"(,"sectors":["mine"],"high_risk":)" + std::string(i % 2 ? "true" : "false");
    if (i % 4 != 1) {
      line += R"(,"inspections":[)";
      for (int j = 0; j < i % 5; ++j) {
        line += std::string(j ? "," : "") + R"({"id":"J)" + std::to_string(j) + R"(","kind":"leader-led","led_by_role":"principal","date":"2023-0)" +
                std::to_string(5 + j) + (i % 7 == 0 ? "\"}" : "-20\"}");
      }
      line += "]";
    }
    if (i % 5 == 2) line += R"(,"hazards":[{"id":"H1","level":"major","found_on":"2023-06-01","deadline":"2023-06-10"},{"id":"H2","found_on":"2023-06","fixed_on":"2023-07-02"}])";
    if (i % 6 == 3) line += R"(,"people":[{"id":"P1","joined_on":"2020-01-01","key_post":true},{"id":"P2","role":"manager","joined_on":"2023-06"}],"sessions":[{"id":"S1","date":"2023-06-01","attendees":["P1"]}])";
    if (i % 8 == 5) line += R"(,"suspensions":[{"from":"2023-07-01"}],"contracts":[{"id":"C1","start":"2023-05-20"}])";
    out += line + "}\n";
  }
  return out;
}

RunWith october(int threads) {
  RunWith with("2023-10-05");
  with.threads = threads;
  with.registry = R"({"accidents":[{"id":"A1","date":"2023-06-01","sector":"mine","typical":true,"notified_on":"2023-06-10"}]})";
  return with;
}

TEST(Run, TheSameBytesOnAnyNumberOfThreads) {
  const std::string records = owners(1100);  // three batches
  const std::string one = lines(run(mini(), records, october(1)));
  EXPECT_EQ(one, lines(run(mini(), records, october(2))));
  EXPECT_EQ(one, lines(run(mini(), records, october(5))));
  EXPECT_GT(std::count(one.begin(), one.end(), '\n'), 10'000);
}

TEST(Run, OneOwnerAloneIsJudgedAsAmongMany) {
  const std::string records = owners(24);
  const std::string all = lines(run(mini(), records, october(1)));
  std::string each;
  std::istringstream in(records);
  for (std::string line; std::getline(in, line);) each += lines(run(mini(), line, october(1)));
  EXPECT_EQ(all, each);
}

TEST(Run, AnyCutIntoBatches) {
  const std::unique_ptr<Dataset> data = records(mini(), owners(13), october(1).registry);
  ASSERT_NE(data, nullptr);
  const rule::Evaluation e{{d("2023-10-05"), d("2023-10-05"), kNoDay}, rule::default_values(mini().checked())};
  const std::string whole = lines(exec::run(mini().program(), *data, e, {}));
  const int type = mini().checked().model->owner("enterprise");
  for (const size_t size : {size_t{1}, size_t{2}, size_t{12}, size_t{13}, size_t{14}}) {
    const exec::Stage stage(mini().program(), *data, d("2023-10-05"), kNoDay);
    Findings out = exec::run(mini().program(), *records(mini(), "", ""), e, {});
    for (uint32_t begin = 0; begin < 13; begin += static_cast<uint32_t>(size)) {
      std::vector<uint32_t> holders;
      for (uint32_t i = begin; i < std::min<uint32_t>(13, begin + static_cast<uint32_t>(size)); ++i) holders.push_back(i);
      Findings part;
      exec::Batch(stage, e, type, holders, true).run(part);
      out.append(part);
    }
    out.finish();
    EXPECT_EQ(lines(out), whole) << "batches of " << size;
  }
}

TEST(Run, NoOwnersNoFindings) {
  EXPECT_EQ(run(mini(), "").size(), 0U);
  const Findings f = run(mini(), R"({"id":"E1"})", RunWith("2023-04-01"));
  EXPECT_EQ(lines(f).find("\"window\""), std::string::npos);
}

TEST(Run, ProgressCountsOwners) {
  const std::unique_ptr<Dataset> data = records(mini(), owners(600), "");
  ASSERT_NE(data, nullptr);
  const rule::Evaluation e{{d("2023-10-05"), d("2023-10-05"), kNoDay}, rule::default_values(mini().checked())};
  size_t last = 0, total = 0, calls = 0;
  exec::Options options;
  options.threads = 2;
  options.changes_on = false;
  options.progress = [&](size_t done, size_t all) {
    EXPECT_GT(done, last);
    last = done;
    total = all;
    ++calls;
  };
  exec::run(mini().program(), *data, e, options);
  EXPECT_EQ(last, 600U);
  EXPECT_EQ(total, 600U);
  EXPECT_GE(calls, 2U);
}

TEST(Run, ReasonsAreSortedAndUnique) {
  const Findings f = run(mini(), owners(60), october(1));
  for (const FindingRow& row : f.rows) {
    const std::vector<Reason> reasons = f.reasons_of(row);
    for (size_t i = 1; i < reasons.size(); ++i) {
      const auto key = [](const Reason& r) { return std::tuple(word(r.code), r.record, r.field, r.args); };
      EXPECT_LT(key(reasons[i - 1]), key(reasons[i])) << f.json(row);
    }
    const bool gaps = std::any_of(reasons.begin(), reasons.end(), [](const Reason& r) {
      return r.code == ReasonCode::field_missing || r.code == ReasonCode::date_imprecise || r.code == ReasonCode::collection_absent ||
             r.code == ReasonCode::collection_incomplete;
    });
    if (gaps) {
      EXPECT_EQ(row.verdict, Verdict::indeterminate) << f.json(row);
    }
    if (row.verdict == Verdict::indeterminate && f.duties[row.duty].id != "overall") {
      EXPECT_FALSE(reasons.empty()) << f.json(row);
    }
  }
}

}  // namespace
}  // namespace hegui::testing
