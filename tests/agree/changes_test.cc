// changes_on by trying only the days on which an answer of the clock differs, against trying every day.
#include "agree/trial.h"

namespace hegui::agree {
namespace {

std::string difference(const Trial& trial) {
  const auto rules = load(trial);
  if (!rules) return {};
  const auto data = read(trial, *rules);
  if (!data) return {};
  const int type = rules->model->owner("enterprise");
  for (uint32_t owner = 0; owner < data->owners[static_cast<size_t>(type)].count; ++owner) {
    const rule::Evaluation e = evaluation(trial, *rules);
    const Findings by_day = explain::evaluate_with(*rules, *data, {type, owner}, e, explain::Changes::by_every_day);
    const Findings by_next = explain::evaluate_with(*rules, *data, {type, owner}, e, explain::Changes::by_next_day);
    for (size_t i = 0; i < by_day.rows.size(); ++i)
      if (by_day.json(by_day.rows[i]) != by_next.json(by_next.rows[i]))
        return "every day " + by_day.json(by_day.rows[i]) + "\nnext days " + by_next.json(by_next.rows[i]);
  }
  return {};
}

TEST(Agree, ChangesByNextDayAreThoseByEveryDay) {
  int loaded = 0;
  const int trials = seeds(200) / 20;
  for (uint64_t seed = first_seed(); seed < first_seed() + static_cast<uint64_t>(trials); ++seed) {
    const Trial trial = make_trial(seed, 1, 8);
    if (!load(trial)) continue;
    ++loaded;
    if (difference(trial).empty()) continue;
    const Trial small = shrink(trial, [](const Trial& t) { return !difference(t).empty(); });
    FAIL() << story(small) << difference(small);
  }
  EXPECT_GE(loaded, trials / 2);
}

}  // namespace
}  // namespace hegui::agree
