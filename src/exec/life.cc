// Lives with a date that is no single day: every reading of them is a lane of a scene of its own (docs/evaluation.md section
// 3). In/Out: judge.h.   Idea: the outcomes of a duty under the widest reading are held against those of the same holder with
// all other openings and ends; where one differs, the outcome is open. Opening later only takes away, so its two ends will do.
// Cost: up to 64 lanes for each holder with an imprecise month, none for the others.   Test: tests/exec/life_test.cc
#include <algorithm>
#include <string_view>
#include <tuple>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

/// Whether a verdict claims something that another life could contradict.
bool claims(Verdict v) { return adverse(v) || v == Verdict::satisfied || v == Verdict::not_applicable; }

}  // namespace

void Judge::doubt_lives(int index, std::vector<Outcome>& out) {
  if (lives_given_) return;
  if (other_lives_ == nullptr) {
    other_lives_ = std::make_unique<Lives>();
    std::vector<uint32_t> who;
    std::vector<Day> when;
    std::vector<Life> lives;
    for (uint32_t lane = 0; lane < lives_.size(); ++lane) {
      const DateRange o = lives_[lane].opened, c = lives_[lane].ceased;
      if (o.precise() && c.precise()) continue;
      const auto read = [&](Day opened, Day ceased) {
        if (opened == o.lo && ceased == c.hi) return;  // the widest one
        other_lives_->readings.push_back({lane, opened != o.lo, ceased != c.hi});
        who.push_back(scene_.holders[lane]);
        when.push_back(clock(lane));
        lives.push_back({{opened, opened}, {ceased, ceased}, 0, 0});
      };
      const Day last = std::min(c.hi, scene_.stage.seen);
      for (const Day opened : {o.lo, o.hi}) {
        if (opened == o.hi && opened != o.lo) read(opened, c.hi);
        for (Day ceased = c.lo; ceased <= last && ceased < c.hi; ++ceased) read(opened, ceased);
        if (o.precise()) break;
      }
    }
    if (!who.empty()) {
      other_lives_->scene = std::make_unique<Scene>(scene_.stage, scene_.strings, scene_.params, scene_.owner_type,
                                                    std::move(who), std::move(when), Scene::Options{false, scene_.pivots});
      other_lives_->judge.reset(new Judge(*other_lives_->scene, std::move(lives)));
    }
  }
  if (other_lives_->judge == nullptr) return;
  const auto vague = [&](const Outcome& o) {
    return claims(o.verdict) && !(lives_[o.lane].opened.precise() && lives_[o.lane].ceased.precise());
  };
  if (std::none_of(out.begin(), out.end(), vague)) return;

  const std::vector<Lives::Reading>& readings = other_lives_->readings;
  std::map<std::tuple<uint32_t, InstanceKind, std::string_view>, Verdict> told;
  for (const Outcome& o : other_lives_->judge->duty(index, false))
    told.emplace(std::tuple{o.lane, o.kind, std::string_view(o.label)}, o.verdict);
  for (uint32_t r = 0; r < readings.size(); ++r) {
    Day& next = scene_.next[readings[r].lane];
    next = std::min(next, other_lives_->scene->next[r]);
  }
  std::vector<size_t> begin(lives_.size() + 1, 0);
  for (const Lives::Reading& r : readings) ++begin[r.lane + 1];
  for (size_t i = 0; i < lives_.size(); ++i) begin[i + 1] += begin[i];
  for (Outcome& o : out) {
    if (!vague(o)) continue;
    const Life& life = lives_[o.lane];
    bool by_opened = false, by_ceased = false, by_both = false;
    for (size_t r = begin[o.lane]; r < begin[o.lane + 1]; ++r) {
      const auto found = told.find({static_cast<uint32_t>(r), o.kind, o.label});
      if (found == told.end() ? o.verdict == Verdict::not_applicable : found->second == o.verdict) continue;
      (readings[r].opened && readings[r].ceased ? by_both : readings[r].opened ? by_opened : by_ceased) = true;
    }
    if (!by_opened && !by_ceased) by_opened = by_ceased = by_both;
    if (!by_opened && !by_ceased) continue;
    o.verdict = Verdict::indeterminate;
    o.gaps = join(by_opened ? life.opened_info : 0, by_ceased ? life.ceased_info : 0);
    o.reasons.clear();
  }
}

}  // namespace hegui::exec
