// From evidence rows to a verdict: the tally that counts, items and responses share (docs/evaluation.md section 5).
// In/Out: judge.h, reckon.h.   Cost: O(evidence rows) an instance.   Test: tests/exec/count_test.cc
#include "exec/reckon.h"

#include <algorithm>
#include <bit>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

Day shown(Day day) { return day >= kNever || day <= kAlways ? kNullDay : day; }

}  // namespace

bool key_of(const Arg& arg, size_t e, int64_t& key) {
  if (arg.state(e) != kValue) return false;
  const Vec& v = *arg.v;
  const size_t p = arg.at(e);
  switch (v.rep) {
    case Rep::boolean: key = v.t[p]; return true;
    case Rep::integer:
    case Rep::span: key = v.x[p]; return true;
    case Rep::real: key = std::bit_cast<int64_t>(v.f[p]); return true;
    case Rep::date: key = v.day(p).lo; return v.day(p).precise();
    case Rep::time: key = v.time(p).lo; return v.time(p).lo == v.time(p).hi;
    case Rep::text: key = v.a[p]; return true;
    default: return false;
  }
}

Reckoning Judge::reckon(size_t lane, const Entries& entries, size_t at, const plan::RowsPlan& rows, const Bounds& b, const Marks& marks,
                        bool claims) {
  const Day t = clock(lane);
  const bool owed = b.late == rule::Late::owed && !b.at_most;
  const bool labelled = marks.match.v != nullptr;
  const int32_t label_code = labelled ? scene_.strings.code(*marks.label) : 0;
  Reckoning out;
  // 0: it does not count; 1: it may; 2: it does.
  const auto put = [&](Side& side, uint32_t e, uint32_t row, Day until, Day due) {
    int32_t info = 0;
    int place = 1;
    bool maybe = entries.set->is_maybe(entries.element[e]);
    if (!labelled) {
      place = inside(rows.table, row, b.from, until, &info);
      if (place == 0) return 0;
    } else {
      const uint8_t state = marks.match.state(e);
      if (state == kValue && marks.match.v->a[marks.match.at(e)] != label_code) return 0;
      if (scene_.stage.view(rows.table).lo[row] == kNoDay) place = 2;
      if (state != kValue) {
        maybe = true;
        info = marks.match.info(e);
      }
    }
    const DateRange range = event(rows.table, row);
    maybe = maybe || place == 2;
    const bool sure = !maybe && range.hi <= due;
    if (!sure && range.lo > due) return 0;
    if (sure) {
      ++side.low;
      ++side.high;
      side.met.push_back(range.hi);
    } else {
      ++side.high;
      if (scene_.trace) {
        side.info = join(side.info, join(entries.set->maybe_info_of(entries.element[e]), info));
        if (!maybe) side.info = join(side.info, scene_.event_gap(rows.table, row));
      }
    }
    if (!marks.distinct()) return sure ? 2 : 1;
    Keyed keyed;
    keyed.sure = sure;
    keyed.last = range.hi;
    if (!marks.by_day) {
      keyed.known = key_of(marks.key, e, keyed.key);
      if (sure && !keyed.known && scene_.trace) side.info = join(side.info, marks.key.info(e));
    } else if (range.lo <= kAlways) {
      keyed.days.lo = kNoDay;
    } else {
      keyed.days = labelled ? DateRange{range.lo, std::min(range.hi, due)}
                            : DateRange{std::max(range.lo, b.from), std::min({range.hi, until, due})};
      if (sure && !range.precise() && scene_.trace) side.info = join(side.info, scene_.event_gap(rows.table, row));
    }
    side.keyed.push_back(keyed);
    return sure ? 2 : 1;
  };
  for (uint32_t e = entries.begin[at]; e < entries.begin[at + 1]; ++e) {
    const uint32_t row = entries.set->elem->row(entries.element[e]);
    const Day due = !b.at_most ? b.due : labelled ? kNever : b.until;
    const int on = put(out.on_time, e, row, b.until, due);
    const int all = owed ? put(out.in_all, e, row, t, t) : on;
    if (claims && (on > 0 || all > 0)) out.claims.push_back({row, on == 2, on > 0, all == 2, all > 0, event(rows.table, row).hi});
  }
  if (marks.distinct()) {
    for (Side* side : {&out.on_time, &out.in_all}) {
      const Different d = different(side->keyed, marks.by_day, b.number);
      side->low = d.low;
      side->high = d.high;
      side->met_on = d.met;
      side->met.clear();
    }
  }
  const Scene::Complete c = complete(lane, rows);
  const size_t home = entries.home[at];
  const bool listless = !entries.set->open.empty() && (entries.set->open[home] & kOpenList) != 0;
  const Day reach = b.at_most ? b.until : b.due;
  by(lane, reach);
  const Day through = b.at_most && labelled ? t : std::min(reach, t);
  out.on_time.loose = listless || c.absent || c.through < through;
  out.in_all.loose = owed ? listless || c.absent || c.through < t : out.on_time.loose;
  if (scene_.trace) {
    if (c.absent || c.through < (owed ? t : through)) out.open = collection_gap(lane, rows, c);
    if (listless) out.open = join(out.open, list_gaps(lane, rows, entries.set->open_info_of(home)));
  }
  return out;
}

void Judge::reckon(Counted& counted, const Entries& entries, size_t at, const plan::RowsPlan& rows, const Marks& marks, bool claims) {
  const size_t lane = counted.outcome.lane;
  Bounds bounds = counted.bounds;
  bounds.due = counted.due.range.hi;
  counted.last = reckon(lane, entries, at, rows, bounds, marks, claims);
  if (counted.due.range.precise()) return;
  bounds.due = counted.due.range.lo;
  counted.first = reckon(lane, entries, at, rows, bounds, marks, claims);
}

void Judge::conclude(size_t lane, Reckoning& r, const Bounds& b, Outcome& out) {
  const Day t = clock(lane);
  const bool owed = b.late == rule::Late::owed && !b.at_most;
  Side &on_time = r.on_time, &in_all = r.in_all;
  const auto met = [&](Side& side) {
    const size_t n = static_cast<size_t>(std::max(b.number, 1)) - 1;
    if (n >= side.met.size()) return shown(side.met_on);
    std::nth_element(side.met.begin(), side.met.begin() + static_cast<ptrdiff_t>(n), side.met.end());
    return shown(side.met[n]);
  };
  const auto undecided = [&] {
    out.verdict = Verdict::indeterminate;
    out.gaps = join(join(on_time.info, in_all.info), r.open);
  };
  out.due = out.nominal_due = shown(b.due);
  out.required = b.number;
  const Side& told = owed ? in_all : on_time;
  out.low = told.low;
  out.high = told.loose ? kNullCount : told.high;
  if (b.at_most) {
    if (on_time.low > b.number) {
      out.verdict = Verdict::violated;
    } else if (t <= b.until) {
      out.verdict = Verdict::pending;
    } else if (on_time.loose || on_time.high > b.number) {
      undecided();
    } else {
      out.verdict = Verdict::satisfied;
    }
    return;
  }
  if (on_time.low >= b.number) {
    out.verdict = Verdict::satisfied;
    out.met_on = met(on_time);
  } else if (owed && !on_time.loose && on_time.high < b.number && in_all.low >= b.number) {
    out.verdict = Verdict::satisfied_late;
    out.met_on = met(in_all);
  } else if (t <= b.due) {
    out.verdict = Verdict::pending;
  } else if (owed && !in_all.loose && in_all.high < b.number) {
    out.verdict = Verdict::overdue;
  } else if (!owed && !on_time.loose && on_time.high < b.number) {
    out.verdict = Verdict::violated;
  } else {
    undecided();
  }
}

Outcome Judge::verdict(Counted& counted) {
  const auto judged = [&](Reckoning& reckoning, Day due) {
    Outcome o = counted.outcome;
    Bounds bounds = counted.bounds;
    bounds.due = due;
    conclude(o.lane, reckoning, bounds, o);
    return o;
  };
  Outcome last = judged(counted.last, counted.due.range.hi);
  if (counted.due.range.precise()) return either(counted.due, {}, std::move(last));
  return either(counted.due, judged(counted.first, counted.due.range.lo), std::move(last));
}

// Possible suspensions and doubtful windows, after the verdict proper; what is left of a broken period is advice.
void Judge::settle(const Instance& instance, int paused, int32_t pause, Outcome& out) {
  if (paused == 2) {
    out.verdict = Verdict::not_applicable;  // and nothing else: nothing is due
    out.nominal_due = out.due = out.met_on = kNullDay;
    out.low = out.high = out.required = kNullCount;
    return;
  }
  if (out.verdict == Verdict::not_applicable) return;  // a frame that holds no span
  if (paused == 1 && (adverse(out.verdict) || out.verdict == Verdict::satisfied)) {
    out.verdict = Verdict::indeterminate;
    out.gaps = pause;
  }
  if (instance.doubtful && out.verdict != Verdict::pending) {
    out.verdict = Verdict::indeterminate;
    out.gaps = instance.doubt;
  }
  out.advisory = instance.advise && adverse(out.verdict);
}

}  // namespace hegui::exec
