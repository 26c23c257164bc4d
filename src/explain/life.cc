// Lives that are not known to the day: the same holder judged with every reading of them (section 3 of docs/evaluation.md).
//
// In:   the findings of a duty under the widest reading.   Out: the same; indeterminate where another reading says otherwise.
// Idea: a finding holds if every day that the record leaves open would give it too. Later openings only take evidence and
// windows away, so the two ends of `opened` are enough; an end of life moves days of judgement, so each of its days is tried.
// Cost: a holder with an imprecise month is judged up to 64 times; all others once.   Test: tests/explain/life_test.cc
#include <algorithm>

#include "explain/run.h"

namespace hegui::explain {

const std::vector<Run::OtherLife>& Run::other_lives(const Life& life) {
  if (other_lives_) return *other_lives_;
  other_lives_.emplace();
  std::vector<Day> openings{life.opened.lo}, ends{life.ceased.hi};
  if (!life.opened.precise()) openings.push_back(life.opened.hi);
  for (Day day = life.ceased.lo; day <= std::min(life.ceased.hi - 1, ledger_.seen()); ++day) ends.push_back(day);
  for (const Day opened : openings) {
    for (const Day ceased : ends) {
      OtherLife other;
      other.opened = opened != life.opened.lo;
      other.ceased = ceased != life.ceased.hi;
      if (!other.opened && !other.ceased) continue;
      Life exact;
      exact.opened = {opened, opened};
      exact.ceased = {ceased, ceased};
      other.run = std::make_unique<Run>(ledger_, holder_, params_, clock_, exact);
      other_lives_->push_back(std::move(other));
    }
  }
  return *other_lives_;
}

namespace {
/// Does a reading say something else than this finding? Where nothing binds, no finding says the same.
bool denies(const Judgements& reading, const Judged& finding) {
  const auto same = std::find_if(reading.begin(), reading.end(), [&](const Judged& f) { return f.same_instance(finding); });
  if (same == reading.end()) return finding.verdict != Verdict::not_applicable;
  return same->verdict != finding.verdict;
}

bool firm(Verdict v) { return adverse(v) || v == Verdict::satisfied || v == Verdict::not_applicable; }
}  // namespace

void Run::doubt_life(int duty, Judgements& findings) {
  if (life_ || std::none_of(findings.begin(), findings.end(), [](const Judged& f) { return firm(f.verdict); })) return;
  const Life life = matter(duty).life();
  if (life.opened.precise() && life.ceased.precise()) return;
  const std::vector<OtherLife>& others = other_lives(life);
  for (Judged& finding : findings) {
    if (!firm(finding.verdict)) continue;
    bool by_opened = false, by_ceased = false, by_both = false;
    for (const OtherLife& other : others) {
      if (!denies(other.run->findings(duty, false), finding)) continue;
      (other.opened && other.ceased ? by_both : other.opened ? by_opened : by_ceased) = true;
    }
    if (!by_opened && !by_ceased) by_opened = by_ceased = by_both;
    Gaps gaps;
    if (by_opened) add(gaps, life.opened_gap);
    if (by_ceased) add(gaps, life.ceased_gap);
    if (by_opened || by_ceased) finding.set(Verdict::indeterminate, std::move(gaps));
  }
}

}  // namespace hegui::explain
