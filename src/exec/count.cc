// Counts over windows, their branches, and the tally they share with items and responses (docs/evaluation.md section 5).
// In/Out: judge.h.   Cost: O(windows + evidence rows per window).   Test: tests/exec/count_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

Day shown(Day day) { return day >= kNever || day <= kAlways ? kNullDay : day; }

}  // namespace

void Judge::tally(size_t lane, const Entries& entries, size_t at, const plan::RowsPlan& rows, const Bounds& b, Outcome& out) {
  const Day t = clock(lane);
  const bool owed = b.late == rule::Late::owed && !b.at_most;
  struct Side {
    int low = 0, high = 0;
    int32_t info = 0;
    std::vector<Day> met;
  } on_time, in_all;
  const auto put = [&](Side& side, uint32_t e, uint32_t row, Day until, Day due) {
    int32_t info = 0;
    const int place = inside(rows.table, row, b.from, until, &info);
    if (place == 0) return;
    const DateRange range = event(rows.table, row);
    const bool maybe = entries.set->is_maybe(entries.element[e]) || place == 2;
    if (!maybe && range.hi <= due) {
      ++side.low;
      ++side.high;
      side.met.push_back(range.hi);
    } else if (range.lo <= due) {
      ++side.high;
      if (!scene_.trace) return;
      side.info = join(side.info, join(entries.set->maybe_info_of(entries.element[e]), info));
      if (!maybe) side.info = join(side.info, scene_.event_gap(rows.table, row));
    }
  };
  for (uint32_t e = entries.begin[at]; e < entries.begin[at + 1]; ++e) {
    const uint32_t row = entries.set->elem->row(entries.element[e]);
    put(on_time, e, row, b.until, b.at_most ? b.until : b.due);
    if (owed) put(in_all, e, row, t, t);
  }
  const Scene::Complete c = complete(lane, rows);
  const size_t home = entries.home[at];
  const bool listless = !entries.set->open.empty() && (entries.set->open[home] & kOpenList) != 0;
  const Day reach = b.at_most ? b.until : b.due;
  by(lane, reach);
  const bool loose_on = listless || c.absent || c.through < std::min(reach, t);
  const bool loose_all = owed ? listless || c.absent || c.through < t : loose_on;
  const auto gaps = [&] {
    int32_t info = join(on_time.info, in_all.info);
    if (c.absent || c.through < (owed ? t : std::min(reach, t))) info = join(info, collection_gap(lane, rows, c));
    if (listless) info = join(info, list_gaps(lane, rows, entries.set->open_info_of(home)));
    return info;
  };
  const auto met = [&](Side& side) {
    const size_t n = static_cast<size_t>(std::max(b.number, 1)) - 1;
    if (n >= side.met.size()) return kNullDay;
    std::nth_element(side.met.begin(), side.met.begin() + static_cast<ptrdiff_t>(n), side.met.end());
    return shown(side.met[n]);
  };
  out.due = out.nominal_due = shown(b.due);
  out.required = b.number;
  const Side& told = owed ? in_all : on_time;
  out.low = told.low;
  out.high = (owed ? loose_all : loose_on) ? kNullCount : told.high;
  if (b.at_most) {
    if (on_time.low > b.number) {
      out.verdict = Verdict::violated;
    } else if (t <= b.until) {
      out.verdict = Verdict::pending;
    } else if (loose_on || on_time.high > b.number) {
      out.verdict = Verdict::indeterminate;
      out.gaps = gaps();
    } else {
      out.verdict = Verdict::satisfied;
    }
    return;
  }
  if (on_time.low >= b.number) {
    out.verdict = Verdict::satisfied;
    out.met_on = met(on_time);
  } else if (owed && !loose_on && on_time.high < b.number && in_all.low >= b.number) {
    out.verdict = Verdict::satisfied_late;
    out.met_on = met(in_all);
  } else if (t <= b.due) {
    out.verdict = Verdict::pending;
  } else if (owed && !loose_all && in_all.high < b.number) {
    out.verdict = Verdict::overdue;
  } else if (!owed && !loose_on && on_time.high < b.number) {
    out.verdict = Verdict::violated;
  } else {
    out.verdict = Verdict::indeterminate;
    out.gaps = gaps();
  }
}

// Possible suspensions and doubtful windows, after the verdict proper.
void Judge::settle(const Instance& instance, int paused, int32_t pause, Outcome& out) {
  if (paused == 2) {
    out.verdict = Verdict::not_applicable;  // and nothing else: nothing is due
    out.nominal_due = out.due = out.met_on = kNullDay;
    out.low = out.high = out.required = kNullCount;
    return;
  }
  if (paused == 1 && adverse(out.verdict)) {
    out.verdict = Verdict::indeterminate;
    out.gaps = pause;
  }
  if (instance.doubtful && out.verdict != Verdict::pending) {
    out.verdict = Verdict::indeterminate;
    out.gaps = instance.doubt;
  }
}

void Judge::count(const plan::DutyPlan& plan, std::vector<Outcome>& out) {
  const size_t n = scene_.holders.size();
  std::vector<Instance> instances;
  std::vector<bool> answered(n, false);
  const rule::Count& base = *plan.counts[0].count;
  for (size_t i = 0; i < n; ++i) {
    if (clipped(unclipped(base.within), i).empty()) {
      not_bound(i, out);
      answered[i] = true;
      continue;
    }
    for (size_t b = 0; b < plan.counts.size(); ++b) {
      const rule::Count& c = *plan.counts[b].count;
      const std::string label = c.within.kind == rule::Frame::Kind::campaign || c.within.kind == rule::Frame::Kind::any ? "campaign" : c.within.label;
      make_windows(i, static_cast<uint8_t>(b), c.per, unclipped(c.within), c.min_days, label, instances);
    }
  }
  std::vector<uint32_t> lanes;
  std::vector<Day> days;
  for (const Instance& x : instances) {
    by(x.lane, x.window.until);
    lanes.push_back(x.lane);
    days.push_back(std::min(x.window.until, clock(x.lane)));
  }
  Frame& frame = scene_.lane_frame(scene_.batch(), lanes, days);
  if (instances.empty()) return;
  const Arg when = plan.when == plan::kNoOp ? Arg{} : scene_.arg(frame, plan.when);
  std::vector<Arg> conditions(plan.counts.size());
  std::vector<Entries> rows(plan.counts.size());
  for (size_t b = 0; b < plan.counts.size(); ++b) {
    if (b > 0 && plan.counts[b].when != plan::kNoOp) conditions[b] = scene_.arg(frame, plan.counts[b].when);
    rows[b] = scene_.entries(frame, plan.counts[b].rows.rows);
  }
  std::vector<int> refused(n, 0), begun(n, 0);
  for (size_t x = 0; x < instances.size(); ++x) {
    const Instance& instance = instances[x];
    const size_t lane = instance.lane;
    ++begun[lane];
    const uint8_t truth = when.v == nullptr ? kTrue : when.v->t[when.at(x)];
    if (truth == kFalse) {
      ++refused[lane];
      continue;
    }
    size_t governs = 0;
    bool unsure = false;
    int32_t unsure_info = 0;
    for (size_t b = 1; b < plan.counts.size(); ++b) {
      const uint8_t c = conditions[b].v == nullptr ? kTrue : conditions[b].v->t[conditions[b].at(x)];
      if (c == kTrue) {
        governs = b;
        break;
      }
      if (c == kFalse) continue;
      unsure = true;
      unsure_info = conditions[b].info(x);
      break;
    }
    if (unsure ? instance.branch != 0 : instance.branch != governs) continue;
    const plan::CountPlan& p = plan.counts[instance.branch];
    const rule::Count& c = *p.count;
    Outcome o;
    o.lane = instance.lane;
    o.branch = instance.branch;
    o.label = instance.window.label;
    o.from = instance.window.from;
    o.until = instance.window.until;
    const bool whole = c.per == Per::once && (c.within.kind == rule::Frame::Kind::campaign || c.within.kind == rule::Frame::Kind::any);
    o.kind = whole ? InstanceKind::once : InstanceKind::window;
    int32_t pause = 0;
    const int paused = c.per == Per::once ? 0 : suspended(lane, instance.window, &pause);
    Bounds bounds{instance.window.from, instance.window.until, 0, c.late, c.at_most, number(c.number)};
    if (c.evidence == rule::Evidence::whole) {
      bounds.from = instance.window.whole_from;
      bounds.until = instance.window.whole_until;
    } else if (c.evidence == rule::Evidence::ever) {
      bounds.from = kAlways;
    }
    bounds.due = constant_day(p.due).value_or(bounds.until);
    tally(lane, rows[instance.branch], x, p.rows, bounds, o);
    settle(instance, paused, pause, o);
    if (paused != 2 && (unsure || truth != kTrue)) {
      o.verdict = Verdict::indeterminate;
      o.gaps = truth != kTrue ? when.info(x) : unsure_info;
    }
    out.push_back(std::move(o));
  }
  for (size_t i = 0; i < n; ++i) {
    if (!answered[i] && begun[i] > 0 && refused[i] == begun[i]) not_bound(i, out);
  }
}

}  // namespace hegui::exec
