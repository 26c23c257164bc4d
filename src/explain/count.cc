// Counts in windows, with exceptions that bring windows of their own: section 5 of docs/evaluation.md.
//
// In:   a count duty.   Out: one finding per window that has begun and whose branch governs it.
// Cost: O(windows * rows).   Test: tests/explain/count_test.cc
#include "explain/matter.h"

namespace hegui::explain {

namespace {

struct Governing {
  int branch = -1;  // 0 base; -1: undecided
  Gaps gaps;
};

/// The first exception whose condition is true on the day, else the base.
Governing governing(Matter& m, Day day) {
  for (size_t i = 0; i < m.duty.unless.size(); ++i) {
    const Value v = m.evaluator.eval(m.duty.unless[i].when, m.evaluator.env(day));
    if (v.is_true()) return {static_cast<int>(i) + 1, {}};
    if (!v.is_false()) return {-1, gaps_of(v)};
  }
  return {0, {}};
}

Division division_of(Matter& m, const rule::Count& shape) {
  Division d;
  d.per = shape.per;
  d.within = &shape.within;
  d.named = &shape.windows;
  d.nth = &shape.nth;
  d.min_days = m.number(shape.min_days);
  d.broken = shape.broken;
  d.number = &shape.number;
  d.at_most = shape.at_most;
  return d;
}

Instance in_window(Matter& m, const rule::Count& shape, const HolderWindow& hw) {
  const Window& w = hw.window;
  Instance i;
  i.finding.kind = Matter::kind_of(shape.per, shape.within);
  i.finding.label = w.label;
  i.finding.from = w.from;
  i.finding.until = w.until;
  i.finding.advise_if_adverse = hw.advise;
  Counting& c = i.counting;
  c.rows = shape.rows;
  c.from = shape.evidence == rule::Evidence::ever ? kAlways : shape.evidence == rule::Evidence::whole ? w.whole_from : w.from;
  c.until = shape.evidence == rule::Evidence::whole ? w.whole_until : w.until;
  c.owed = !shape.at_most && shape.late == rule::Late::owed;
  c.at_most = shape.at_most;
  c.number = hw.number;
  c.distinct_day = shape.distinct_day;
  c.distinct = shape.distinct;
  c.match = shape.match;
  c.label = w.label;
  i.due = m.due(shape.due, shape.timing, c.until, &w);
  i.env = m.evaluator.env(m.clock.until(w.until));
  i.window_doubt = hw.doubt;
  i.suspendable = shape.per != Per::once;
  return i;
}

/// The one finding of a count with `rolling`.
Judged in_spans(Matter& m, const rule::Count& shape, const Instance& i) {
  Judged finding = i.finding;
  judge_rolling(m, shape, i.counting, i.env, finding);
  m.apply_doubt(finding, i.window_doubt);
  if (i.undecided && finding.verdict != Verdict::not_applicable) finding.set(Verdict::indeterminate, i.undecided_gaps);
  m.apply_when(finding, i.when);
  return finding;
}

}  // namespace

Judgements judge_count(Matter& m, const rule::Count& base) {
  Judgements findings;
  bool begun = false;
  bool bound = false;  // in some window that has begun and is in force
  for (size_t branch = 0; branch <= m.duty.unless.size(); ++branch) {
    const rule::Count& shape = branch == 0 ? base : m.duty.unless[branch - 1].count;
    std::vector<Instance> instances;
    for (const HolderWindow& hw : m.windows(division_of(m, shape))) {
      if (!m.clock.reached(hw.window.from)) continue;
      begun = true;
      if (!m.in_force(hw.window.until)) continue;
      const Day day = m.clock.until(hw.window.until);
      const Value when = m.when(day);
      bound = bound || !when.is_false();
      const Governing g = governing(m, m.duty.governs == rule::Governs::first_day ? hw.window.from : day);
      const bool undecided = g.branch < 0;
      if (undecided ? branch != 0 : g.branch != static_cast<int>(branch)) continue;
      if (when.is_false()) continue;
      Instance i = in_window(m, shape, hw);
      i.finding.branch = static_cast<int>(branch);
      i.when = when;
      i.undecided = undecided;
      i.undecided_gaps = g.gaps;
      if (shape.rolling.param >= 0 || shape.rolling.value > 0)
        findings.push_back(in_spans(m, shape, i));
      else
        instances.push_back(std::move(i));
    }
    for (Judged& finding : m.judge(std::move(instances), shape.serves_one)) findings.push_back(std::move(finding));
  }
  if (findings.empty() && begun && !bound) findings.push_back(m.not_applicable());
  return findings;
}

}  // namespace hegui::explain
