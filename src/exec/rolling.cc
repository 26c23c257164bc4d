// Every span of so many days inside the frame (docs/time.md section 2).
//
// In/Out: judge.h.   Idea: without keys a row adds one to a run of spans, so differences give all of them; with keys each span is
// reckoned from the rows that touch it.   Cost: O(spans + rows); with keys O(spans * rows near).
// Test: tests/exec/rolling_test.cc
#include <algorithm>
#include <limits>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

/// An evidence row, as spans see it.
struct Seen {
  DateRange range;   // lo <= kAlways: in every span; both ends open: undated
  bool sure = false;
  int32_t gaps = 0, key_gaps = 0;  // tracing
  Keyed keyed;
};

}  // namespace

void Judge::roll(size_t lane, const Entries& entries, size_t at, const plan::RowsPlan& rows, const rule::Count& count,
                 const Instance& instance, const Marks& marks, Outcome& o) {
  const Day t = clock(lane), from = instance.window.from, until = instance.window.until;
  const int n = std::max(number(count.rolling), 1), k = instance.number;
  if (int64_t{until} - from + 1 < n) {
    o.verdict = Verdict::not_applicable;
    return;
  }
  o.due = o.nominal_due = until;
  o.required = k;
  const size_t spans = static_cast<size_t>(until - from + 1 - n + 1);
  const auto last_of = [&](size_t s) { return from + static_cast<Day>(s) + n - 1; };

  std::vector<Seen> seen;
  for (uint32_t e = entries.begin[at]; e < entries.begin[at + 1]; ++e) {
    const uint32_t row = entries.set->elem->row(entries.element[e]);
    Seen s;
    s.range = event(rows.table, row);
    const bool dated = scene_.stage.view(rows.table).lo[row] != kNoDay;
    if (dated && s.range.lo > kAlways && (s.range.hi < from || s.range.lo > until)) continue;
    s.sure = !entries.set->is_maybe(entries.element[e]) && dated;
    if (!s.sure) s.gaps = entries.set->maybe_info_of(entries.element[e]);
    if (dated && !s.range.precise() && scene_.trace) s.gaps = join(s.gaps, scene_.event_gap(rows.table, row));
    s.keyed.last = s.range.hi;
    if (marks.key.v != nullptr) {
      s.keyed.known = key_of(marks.key, e, s.keyed.key);
      if (!s.keyed.known && s.sure && scene_.trace) s.key_gaps = marks.key.info(e);
    }
    seen.push_back(s);
  }
  // First and last span that a row touches, and those in which it surely lies.
  const auto run = [&](const Seen& s, bool surely) -> std::pair<int64_t, int64_t> {
    const int64_t top = static_cast<int64_t>(spans) - 1;
    if (s.range.lo <= kAlways) {
      const bool all = !surely || s.sure;
      return all ? std::pair<int64_t, int64_t>{0, top} : std::pair<int64_t, int64_t>{1, 0};
    }
    if (surely && !s.sure) return {1, 0};
    const int64_t late = surely ? s.range.hi : s.range.lo, early = surely ? s.range.lo : s.range.hi;
    return {std::max<int64_t>(late - n + 1 - from, 0), std::min<int64_t>(early - from, top)};
  };
  std::vector<int> low(spans, 0), high(spans, 0);
  const auto touching = [&](size_t s, std::vector<const Seen*>& out) {
    for (const Seen& x : seen) {
      const auto [a, b] = run(x, false);
      if (a <= static_cast<int64_t>(s) && static_cast<int64_t>(s) <= b) out.push_back(&x);
    }
  };
  if (!marks.distinct()) {
    const auto add = [&](std::vector<int>& into, std::pair<int64_t, int64_t> r) {
      if (r.first > r.second) return;
      ++into[static_cast<size_t>(r.first)];
      if (r.second + 1 < static_cast<int64_t>(spans)) --into[static_cast<size_t>(r.second + 1)];
    };
    for (const Seen& s : seen) {
      add(low, run(s, true));
      add(high, run(s, false));
    }
    for (size_t s = 1; s < spans; ++s) {
      low[s] += low[s - 1];
      high[s] += high[s - 1];
    }
  } else {
    for (size_t s = 0; s < spans; ++s) {
      std::vector<const Seen*> near;
      touching(s, near);
      std::vector<Keyed> keyed;
      for (const Seen* x : near) {
        const auto [a, b] = run(*x, true);
        Keyed key = x->keyed;
        key.sure = a <= static_cast<int64_t>(s) && static_cast<int64_t>(s) <= b;
        if (marks.by_day) {
          key.days = {std::max(x->range.lo, from + static_cast<Day>(s)), std::min(x->range.hi, last_of(s))};
          if (x->range.lo <= kAlways) key.days.lo = kNoDay;
        }
        keyed.push_back(key);
      }
      const Different d = different(keyed, marks.by_day, k);
      low[s] = d.low;
      high[s] = d.high;
    }
  }

  const Scene::Complete c = complete(lane, rows);
  const size_t home = entries.home[at];
  const bool listless = !entries.set->open.empty() && (entries.set->open[home] & kOpenList) != 0;
  const auto bounded = [&](size_t s) { return !listless && !c.absent && c.through >= std::min(last_of(s), t); };
  const bool ended = !by(lane, until);
  int least_low = std::numeric_limits<int>::max(), least_high = least_low, most_low = 0, most_high = 0;
  bool any = false, loose_ended = false, loose = false, all_met = true, all_kept = true;
  size_t failed = spans;
  for (size_t s = 0; s < spans; ++s) {
    const bool span_ended = last_of(s) <= t;
    loose = loose || !bounded(s);
    all_met = all_met && low[s] >= k;
    all_kept = all_kept && high[s] <= k && bounded(s);
    most_low = std::max(most_low, low[s]);
    most_high = std::max(most_high, high[s]);
    if (span_ended) {
      any = true;
      loose_ended = loose_ended || !bounded(s);
      least_low = std::min(least_low, low[s]);
      least_high = std::min(least_high, high[s]);
    }
    if (count.at_most) {
      if (low[s] > k && failed == spans) failed = s;
    } else if (high[s] < k) {
      if (!span_ended) {
        pivot(lane, last_of(s));
      } else if (bounded(s) && failed == spans) {
        failed = s;
      }
    }
  }
  if (count.at_most) {
    o.low = most_low;
    o.high = loose ? kNullCount : most_high;
  } else if (any) {
    o.low = least_low;
    o.high = loose_ended ? kNullCount : least_high;
  }
  if (failed < spans) {
    o.verdict = Verdict::violated;
    if (scene_.trace) {
      o.reasons.push_back({ReasonCode::not_held, {}, {}, {format_date(from + static_cast<Day>(failed)), format_date(last_of(failed))}});
    }
  } else if (!ended) {
    o.verdict = Verdict::pending;
  } else if (count.at_most ? all_kept : all_met) {
    o.verdict = Verdict::satisfied;
  } else {
    o.verdict = Verdict::indeterminate;
    if (!scene_.trace) return;
    for (size_t s = 0; s < spans; ++s) {
      if (count.at_most ? high[s] <= k : low[s] >= k) continue;
      std::vector<const Seen*> near;
      touching(s, near);
      for (const Seen* x : near) {
        const auto [a, b] = run(*x, true);
        const bool sure = a <= static_cast<int64_t>(s) && static_cast<int64_t>(s) <= b;
        o.gaps = join(o.gaps, !sure || marks.by_day ? x->gaps : x->key_gaps);
      }
    }
    if (c.absent || c.through < std::min(until, t)) o.gaps = join(o.gaps, collection_gap(lane, rows, c));
    if (listless) o.gaps = join(o.gaps, list_gaps(lane, rows, entries.set->open_info_of(home)));
  }
}

}  // namespace hegui::exec
