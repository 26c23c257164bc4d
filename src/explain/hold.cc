// What must hold on every day of a window: section 4 of docs/time.md.
//
// In:   a hold duty.   Out: one finding per window begun; the runs of days on which it did not hold.
// Cost: O(days * condition).   Test: tests/explain/hold_test.cc
#include "explain/matter.h"

namespace hegui::explain {

namespace {

/// Runs of false days as reasons.
Gaps runs(const std::vector<Day>& days) {
  Gaps out;
  for (size_t i = 0; i < days.size();) {
    size_t last = i;
    while (last + 1 < days.size() && days[last + 1] == days[last] + 1) ++last;
    out.insert({ReasonCode::not_held, "", "", {format_date(days[i]), format_date(days[last])}});
    i = last + 1;
  }
  return out;
}

void judge_days(Matter& m, const rule::Hold& shape, const Window& w, Judged& finding) {
  const Suspensions suspended = m.suspensions(w.from, w.until);
  if (suspended.surely_all(w.from, w.until)) return finding.suspend();
  finding.set_due(w.until);
  std::vector<Day> broken;
  Gaps open;
  for (Day day = w.from; day <= w.until && m.clock.reached(day); ++day) {
    if (suspended.surely(day)) continue;
    const Value v = m.evaluator.eval(shape.holds, m.evaluator.env(day));
    if (v.is_true()) continue;
    if (!v.is_false()) {
      add(open, gaps_of(v));
    } else if (suspended.possibly(day)) {
      add(open, suspended.gaps_on(day));
    } else {
      broken.push_back(day);
    }
  }
  if (!broken.empty()) return finding.set(Verdict::violated, runs(broken));
  if (!m.clock.passed(w.until)) return finding.set(Verdict::pending);
  if (!open.empty()) return finding.set(Verdict::indeterminate, std::move(open));
  finding.set(Verdict::satisfied);
}

}  // namespace

Judgements judge_hold(Matter& m, const rule::Hold& shape) {
  Judgements findings;
  bool begun = false, bound = false;
  Division division;
  division.per = shape.per;
  division.within = &shape.within;
  division.min_days = m.number(shape.min_days);
  division.broken = shape.broken;
  for (const HolderWindow& hw : m.windows(division)) {
    const Window& w = hw.window;
    if (!m.clock.reached(w.from)) continue;
    begun = true;
    if (!m.in_force(w.until)) continue;
    const Value when = m.when(m.clock.until(w.until));
    if (when.is_false()) continue;
    bound = true;
    Judged finding;
    finding.kind = m.kind_of(shape.per, shape.within);
    finding.label = w.label;
    finding.from = w.from;
    finding.until = w.until;
    finding.advise_if_adverse = hw.advise;
    judge_days(m, shape, w, finding);
    m.apply_doubt(finding, hw.doubt);
    m.apply_when(finding, when);
    findings.push_back(std::move(finding));
  }
  if (findings.empty() && begun && !bound) findings.push_back(m.not_applicable());
  return findings;
}

}  // namespace hegui::explain
