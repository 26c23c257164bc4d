// A number of rows in every span of days in a row: section 2 of docs/time.md.
//
// In:   a count with `rolling`.   Out: one finding for the frame.
// Cost: O(days * rows).   Test: tests/explain/rolling_test.cc
#include <algorithm>

#include "explain/matter.h"

namespace hegui::explain {

void judge_rolling(Matter& m, const rule::Count& shape, Counting c, const Env& env, Judged& finding) {
  const int64_t days = m.number(shape.rolling);
  const Day from = finding.from, until = finding.until;
  if (static_cast<int64_t>(until) - from + 1 < days) return finding.set(Verdict::not_applicable);
  finding.set_due(until);
  finding.required = static_cast<int32_t>(c.number);
  const int64_t k = c.number;
  const std::vector<Candidate> rows = m.evaluator.candidates(c.rows, env);
  bool every = true, any = false;  // span holds surely; a span was looked at
  bool unbounded = false;
  int64_t low = 0, high = 0;
  Day failed = kNoDay;  // first day of the earliest span that surely fails
  Gaps gaps;
  for (int64_t first = from; first + days - 1 <= until; ++first) {
    c.from = static_cast<Day>(first);
    c.until = c.due = static_cast<Day>(first + days - 1);
    // A span that has not ended can only break a limit.
    if (!m.clock.reached(c.until) && !c.at_most) break;
    const std::vector<Evidence> evidence = m.evidence(c, rows, env);
    const Tally t = m.reckon(c, evidence, env).on_time;
    low = !any ? t.low : c.at_most ? std::max(low, t.low) : std::min(low, t.low);
    high = !any ? t.high : c.at_most ? std::max(high, t.high) : std::min(high, t.high);
    any = true;
    unbounded = unbounded || t.unbounded;
    const bool holds = c.at_most ? t.high <= k && !t.unbounded : t.low >= k;
    const bool fails = c.at_most ? t.low > k : t.below(k);
    if (fails && failed == kNoDay) failed = c.from;
    every = every && holds;
    if (c.at_most ? t.high > k : t.low < k)
      for (const Evidence& e : evidence) add(gaps, e.gaps);
    if (t.unbounded) m.unbounded(c.rows, env, c.due, &gaps);
  }
  if (any) {
    finding.low = static_cast<int32_t>(low);
    finding.high = unbounded ? kNullCount : static_cast<int32_t>(high);
  }
  if (failed != kNoDay)
    return finding.set(
        Verdict::violated,
        {{ReasonCode::not_held, "", "", {format_date(failed), format_date(static_cast<Day>(failed + days - 1))}}});
  if (!m.clock.passed(until)) return finding.set(Verdict::pending);
  if (every) return finding.set(Verdict::satisfied);
  finding.set(Verdict::indeterminate, std::move(gaps));
}

}  // namespace hegui::explain
