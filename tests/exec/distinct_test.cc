// Rows with one key count once, whatever unknown keys turn out to be. docs/time.md 2.
#include <functional>
#include <set>

#include "exec/reckon.h"
#include "time_rules.h"

namespace hegui::testing {
namespace {

const char* const kDays = "count: {rows: {of: visits}, at_least: 2, per: quarter, distinct: day, nth: [1]}";
const char* const kPlaces = "count: {rows: {of: visits}, at_least: 2, per: quarter, distinct: place, nth: [1]}";

std::string at(const std::vector<std::pair<const char*, const char*>>& visits) {
  std::string out = R"({"id":"E1","visits":[)";
  for (size_t i = 0; i < visits.size(); ++i) {
    out += std::string(i > 0 ? "," : "") + R"({"id":"V)" + std::to_string(i + 1) + R"(","date":")" + visits[i].first + "\"";
    if (visits[i].second != nullptr) out += std::string(R"(,"place":")") + visits[i].second + "\"";
    out += "}";
  }
  return out + "]}";
}

TEST(Distinct, Days) {
  EXPECT_EQ(judged(kDays, visited({"2023-06-02", "2023-06-02"}), "2023-07-05"), "2023-Q2: violated due 2023-06-30 count 1/1/2\n");
  // The visit of some day in June may have been on the 2nd as well.
  EXPECT_EQ(judged(kDays, visited({"2023-06-02", "2023-06-02", "2023-06"}), "2023-07-05"),
            "2023-Q2: indeterminate due 2023-06-30 count 1/2/2 [date_imprecise V3.date]\n");
  EXPECT_EQ(judged(kDays, visited({"2023-06-02", "2023-06-20", "2023-06", "2023-06-02"}), "2023-07-05"),
            "2023-Q2: satisfied due 2023-06-30 met 2023-06-20 count 2/3/2\n");
}

TEST(Distinct, Keys) {
  EXPECT_EQ(judged(kPlaces, at({{"2023-06-02", "a"}, {"2023-06-03", "a"}}), "2023-07-05"), "2023-Q2: violated due 2023-06-30 count 1/1/2\n");
  EXPECT_EQ(judged(kPlaces, at({{"2023-06-02", "a"}, {"2023-06-03", "a"}, {"2023-06-05", nullptr}}), "2023-07-05"),
            "2023-Q2: indeterminate due 2023-06-30 count 1/2/2 [field_missing V3.place]\n");
  EXPECT_EQ(judged(kPlaces, at({{"2023-06-02", "a"}, {"2023-06-10", "b"}, {"2023-06-05", nullptr}}), "2023-07-05"),
            "2023-Q2: satisfied due 2023-06-30 met 2023-06-10 count 2/3/2\n");
}

// Against trying every day for every range.
TEST(Distinct, DaysAgainstEveryWayOfChoosingThem) {
  uint64_t state = 7;
  const auto draw = [&](uint64_t n) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33) % n;
  };
  for (int round = 0; round < 400; ++round) {
    std::vector<exec::Keyed> rows(1 + draw(4));
    for (exec::Keyed& row : rows) {
      row.days.lo = static_cast<Day>(draw(5));
      row.days.hi = row.days.lo + static_cast<Day>(draw(4));
      row.last = row.days.hi;
      row.sure = draw(3) > 0;
    }
    int least = 99, most = 0;
    std::vector<Day> chosen(rows.size(), 0);
    const std::function<void(size_t)> choose = [&](size_t i) {
      if (i == rows.size()) {
        std::set<Day> sure, all(chosen.begin(), chosen.end());
        for (size_t k = 0; k < rows.size(); ++k) {
          if (rows[k].sure) sure.insert(chosen[k]);
        }
        least = std::min(least, static_cast<int>(sure.size()));
        most = std::max(most, static_cast<int>(all.size()));
        return;
      }
      for (chosen[i] = rows[i].days.lo; chosen[i] <= rows[i].days.hi; ++chosen[i]) choose(i + 1);
    };
    std::vector<exec::Keyed> copy = rows;
    const exec::Different d = exec::different(copy, true, 2);
    choose(0);
    EXPECT_EQ(d.low, least) << round;
    EXPECT_EQ(d.high, most) << round;
  }
}

}  // namespace
}  // namespace hegui::testing
