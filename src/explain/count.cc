// Counts in windows, with exceptions that bring windows of their own: section 5 of docs/evaluation.md.
//
// In:   a count duty.   Out: one finding per window that has begun and whose branch governs it.
// Cost: O(windows * rows).   Test: tests/explain/count_test.cc
#include <algorithm>

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

Judged in_window(Matter& m, const rule::Count& shape, const Window& w) {
  Judged finding;
  const bool whole_campaign = shape.per == Per::once &&
                              (shape.within.kind == rule::Frame::Kind::campaign || shape.within.kind == rule::Frame::Kind::any);
  finding.kind = whole_campaign ? InstanceKind::once : InstanceKind::window;
  finding.label = w.label;
  finding.from = w.from;
  finding.until = w.until;
  Counting c;
  c.rows = shape.rows;
  c.from = shape.evidence == rule::Evidence::ever ? kAlways : shape.evidence == rule::Evidence::whole ? w.whole_from : w.from;
  c.until = shape.evidence == rule::Evidence::whole ? w.whole_until : w.until;
  c.due = m.day(shape.due, c.until);
  c.owed = !shape.at_most && shape.late == rule::Late::owed;
  c.at_most = shape.at_most;
  c.number = m.number(shape.number);
  m.count(c, m.evaluator.env(m.clock.until(w.until)), finding);
  return finding;
}

}  // namespace

Judgements judge_count(Matter& m, const rule::Count& base) {
  Judgements findings;
  bool begun = false;
  bool bound = false;  // in some window that has begun
  for (size_t branch = 0; branch <= m.duty.unless.size(); ++branch) {
    const rule::Count& shape = branch == 0 ? base : m.duty.unless[branch - 1].count;
    for (const HolderWindow& hw : m.windows(shape.per, shape.within, static_cast<int>(m.number(shape.min_days)))) {
      if (!m.clock.reached(hw.window.from)) continue;
      const Day day = m.clock.until(hw.window.until);
      const Value when = m.when(day);
      begun = true;
      bound = bound || !when.is_false();
      const Governing g = governing(m, day);
      const bool undecided = g.branch < 0;
      if (undecided ? branch != 0 : g.branch != static_cast<int>(branch)) continue;
      if (when.is_false()) continue;
      Judged finding = in_window(m, shape, hw.window);
      finding.branch = static_cast<int>(branch);
      if (shape.per != Per::once) m.apply_suspensions(finding, hw.window.from, hw.window.until);
      m.apply_doubt(finding, hw.doubt);
      if (undecided && finding.verdict != Verdict::not_applicable) finding.set(Verdict::indeterminate, g.gaps);
      m.apply_when(finding, when);
      findings.push_back(std::move(finding));
    }
  }
  if (findings.empty() && begun && !bound) findings.push_back(m.not_applicable());
  return findings;
}

}  // namespace hegui::explain
