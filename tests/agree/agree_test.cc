// The two evaluators against each other: random packs over the mini model, random records, whole finding lines compared,
// reasons, counts and changes_on included.
//
// HEGUI_AGREE_SEEDS: how many packs (default 200); HEGUI_AGREE_FIRST: the first seed. A difference is shrunk and printed with
// its seed, both lines, the duties and the owner.
#include "agree/trial.h"
#include "exec/exec.h"

namespace hegui::agree {
namespace {

struct Lines {
  std::vector<std::string> fast, slow;
  bool loaded = false;
  size_t verdicts[kVerdicts] = {};
};

Lines evaluate_both(const Trial& trial, bool changes) {
  Lines lines;
  const auto rules = load(trial);
  if (!rules) return lines;
  const auto data = read(trial, *rules);
  if (!data) return lines;
  Diagnostics diagnostics;
  const auto program = plan::compile(rules, diagnostics);
  if (!program) {
    ADD_FAILURE() << "no program\n" << to_text(diagnostics.take(), "en") << story(trial);
    return lines;
  }
  lines.loaded = true;
  const rule::Evaluation e = evaluation(trial, *rules);
  exec::Options options;
  options.changes_on = changes;
  const Findings fast = exec::run(*program, *data, e, options);
  for (const FindingRow& row : fast.rows) lines.fast.push_back(fast.json(row));
  Findings slow = explain::empty_findings(*rules);
  for (size_t type = 0; type < data->owners.size(); ++type)
    for (uint32_t owner = 0; owner < data->owners[type].count; ++owner)
      slow.append(explain::evaluate_with(*rules, *data, {static_cast<int>(type), owner}, e,
                                         changes ? explain::Changes::by_next_day : explain::Changes::none));
  slow.finish();
  for (const FindingRow& row : slow.rows) {
    lines.slow.push_back(slow.json(row));
    ++lines.verdicts[static_cast<size_t>(row.verdict)];
  }
  return lines;
}

/// The first lines that differ, or nothing.
std::string difference(const Lines& lines) {
  for (size_t i = 0; i < std::max(lines.fast.size(), lines.slow.size()); ++i) {
    const std::string fast = i < lines.fast.size() ? lines.fast[i] : "(none)";
    const std::string slow = i < lines.slow.size() ? lines.slow[i] : "(none)";
    if (fast != slow) return "exec    " + fast + "\nexplain " + slow + "\n";
  }
  return {};
}

TEST(Agree, ExecAndExplainGiveTheSameLines) {
  const int trials = seeds(200);
  int loaded = 0;
  int different = 0;
  size_t findings = 0;
  size_t verdicts[kVerdicts] = {};
  std::set<std::string> drawn;
  for (uint64_t seed = first_seed(); seed < first_seed() + static_cast<uint64_t>(trials) && different < 5; ++seed) {
    const bool changes = seed % 4 == 0;
    const Trial trial = make_trial(seed, changes ? 3 : 20, 10);
    const Lines lines = evaluate_both(trial, changes);
    if (!lines.loaded) continue;
    ++loaded;
    drawn.insert(trial.features.begin(), trial.features.end());
    findings += lines.slow.size();
    for (int v = 0; v < kVerdicts; ++v) verdicts[v] += lines.verdicts[v];
    if (difference(lines).empty()) continue;
    ++different;
    const Trial small = shrink(trial, [&](const Trial& t) { return !difference(evaluate_both(t, changes)).empty(); });
    ADD_FAILURE() << difference(evaluate_both(small, changes)) << story(small);
  }
  std::string shown = std::to_string(loaded) + " packs, " + std::to_string(findings) + " findings:";
  for (int v = 0; v < kVerdicts; ++v) {
    shown += " " + std::string(word(static_cast<Verdict>(v))) + " " + std::to_string(verdicts[v]);
    if (trials >= 200 && different == 0) {
      EXPECT_GT(verdicts[v], 0U) << word(static_cast<Verdict>(v));
    }
  }
  std::printf("%s\n", shown.c_str());
  for (const std::string& feature : features()) {
    if (trials < 200 || different > 0) break;
    EXPECT_EQ(drawn.count(feature), 1U) << feature << " is never drawn";
  }
  EXPECT_GE(loaded * 5, trials * 3) << "most random packs should load";
}

/// Expressions whose parts have no columns of their own, each judged by itself: holders live and work through the whole
/// campaign.
TEST(Agree, ValuesAreTheSame) {
  const int trials = seeds(200);
  int different = 0, loaded = 0;
  size_t judged = 0, unknown = 0;
  std::string refused;
  for (uint64_t seed = first_seed(); seed < first_seed() + static_cast<uint64_t>(trials) && different < 5; ++seed) {
    const bool changes = seed % 8 == 0;
    Trial trial = make_trial(seed, changes ? 2 : 6, 0);
    RandomRules rules(seed * 2 + 5);
    for (int i = 0; i < 16; ++i) trial.rules.push_back({"d" + std::to_string(i), rules.value_duty(i)});
    for (Owner& owner : trial.owners) {
      std::erase_if(owner.fields, [](const Text& f) { return f.name == "opened_on" || f.name == "ceased_on"; });
      std::erase_if(owner.collections,
                    [](const Rows& c) { return c.collection == "suspensions" || c.collection == "waivers"; });
    }
    const Lines lines = evaluate_both(trial, changes);
    if (!lines.loaded) {
      load(trial, &refused);
      continue;
    }
    ++loaded;
    judged += lines.slow.size();
    unknown += lines.verdicts[static_cast<size_t>(Verdict::indeterminate)];
    if (difference(lines).empty()) continue;
    ++different;
    const Trial small = shrink(trial, [&](const Trial& t) { return !difference(evaluate_both(t, changes)).empty(); });
    ADD_FAILURE() << difference(evaluate_both(small, changes)) << story(small);
  }
  std::printf("%d packs, %zu findings, %zu of them indeterminate\n", loaded, judged, unknown);
  EXPECT_TRUE(different > 0 || loaded == trials) << refused;
  EXPECT_GT(judged, static_cast<size_t>(loaded));
}

}  // namespace
}  // namespace hegui::agree
