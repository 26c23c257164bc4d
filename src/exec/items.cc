// One finding per selected row: done, required checks, or evidence in windows (docs/evaluation.md section 6).
// In/Out: judge.h.   Cost: O(rows + evidence).   Test: tests/exec/items_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

Day shown(Day day) { return day >= kNever || day <= kAlways ? kNullDay : day; }

}  // namespace

void Judge::items(const plan::DutyPlan& plan, const plan::ItemsPlan& p, std::vector<Outcome>& out) {
  const rule::Items& items = *p.items;
  const std::vector<bool> go = binds(plan, items.within, p.rows, out);
  Frame& day = campaign_day();
  const Entries all = scene_.entries(day, p.rows.rows);
  std::vector<uint32_t> lanes, rows;
  std::vector<int32_t> doubt;
  std::vector<bool> doubtful;
  std::vector<int> begun(scene_.holders.size(), 0), refused(scene_.holders.size(), 0);
  for (size_t e = 0; e < all.element.size(); ++e) {
    const uint32_t lane = all.lane[e];
    if (!go[lane]) continue;
    const uint32_t row = all.set->elem->row(all.element[e]);
    int32_t info = all.set->maybe_info_of(all.element[e]);
    bool maybe = all.set->is_maybe(all.element[e]);
    // With evidence in windows, the frame cuts the windows, not the items: a contract of last year is visited this year.
    if (items.within.kind != rule::Frame::Kind::any && items.with < 0) {
      const Days span = clipped(unclipped(items.within), lane);
      const int place = inside(p.rows.table, row, span.from, span.until, &info);
      if (place == 0) continue;
      maybe = maybe || place == 2;
    }
    if (items.with < 0 || maybe) {
      ++begun[lane];
      if (!item_in_force(plan, p.rows.table, row)) {
        ++refused[lane];
        continue;
      }
    }
    lanes.push_back(lane);
    rows.push_back(row);
    doubt.push_back(info);
    doubtful.push_back(maybe);
  }
  const auto close = [&] {
    for (size_t i = 0; i < begun.size(); ++i) {
      if (begun[i] > 0 && refused[i] == begun[i]) not_bound(i, out);
    }
  };
  if (rows.empty()) return close();
  Frame& frame = scene_.row_frame(day, cel::kRow, rows, lanes);
  std::vector<Arg> checks;
  for (const plan::CheckPlan& c : p.require) checks.push_back(scene_.arg(frame, c.op));
  std::vector<bool> open(rows.size(), false);
  for (size_t i = 0; i < rows.size(); ++i) {
    const size_t lane = lanes[i];
    const Day t = clock(lane);
    Outcome o;
    o.lane = lanes[i];
    o.kind = InstanceKind::item;
    o.label = label(p.rows.table, rows[i]);
    const DateRange when = event(p.rows.table, rows[i]);
    if (when.precise()) o.from = shown(when.lo);
    const auto undecided = [&](int32_t gaps) {
      o.verdict = Verdict::indeterminate;
      o.gaps = gaps;
    };
    if (doubtful[i]) {
      undecided(doubt[i]);
      out.push_back(std::move(o));
      continue;
    }
    if (p.with.rows != plan::kNoOp) {
      open[i] = true;
      continue;
    }
    const bool has_due = p.due != plan::kNoOp;
    Moment due;
    if (has_due) {
      due = date(frame, p.due, i);
    } else if (p.done != plan::kNoOp) {
      const Days span = clipped(campaign_, lane);
      const Day end = span.empty() ? campaign_.until : span.until;
      due.range = {end, end};
    }
    const bool dated = due.state == kValue;
    if (dated && (has_due || p.done != plan::kNoOp)) {
      const Due made = timed(items.timing, due.range, due.info, nullptr);
      due.range = made.range;
      due.info = made.info;
      if (due.range.precise()) o.due = shown(due.range.lo);
      if (made.nominal.precise()) o.nominal_due = shown(made.nominal.lo);
      pivot(lane, due.range.lo == kNever ? kNever : due.range.lo + 1);
      pivot(lane, due.range.hi == kNever ? kNever : due.range.hi + 1);
    }
    if (p.done != plan::kNoOp) {
      if (!dated) {
        undecided(due.info);
        out.push_back(std::move(o));
        continue;
      }
      const Moment done = date(frame, p.done, i);
      const DateRange a = done.state == kValue ? done.range : DateRange{kAlways, kNever};
      const DateRange d = due.range;
      pivot(lane, a.lo);
      pivot(lane, a.hi);
      const bool lost = items.late == rule::Late::lost;
      if (a.hi <= d.lo && a.hi != kNever) {
        o.verdict = Verdict::satisfied;
        o.met_on = shown(a.hi);
      } else if (a.lo > d.hi && a.hi <= t) {
        o.verdict = lost ? Verdict::violated : Verdict::satisfied_late;
        if (!lost) o.met_on = shown(a.hi);
      } else if (a.lo > t) {
        if (t <= d.lo) {
          o.verdict = Verdict::pending;
        } else if (t > d.hi) {
          o.verdict = lost ? Verdict::violated : Verdict::overdue;
        } else {
          undecided(due.info);
        }
      } else if (t <= d.lo) {
        o.verdict = Verdict::pending;
      } else if (lost && a.lo > d.hi && t > d.hi) {
        o.verdict = Verdict::violated;
      } else {
        undecided(join(done.info, d.precise() ? 0 : due.info));
      }
      out.push_back(std::move(o));
      continue;
    }
    bool failed = false, missing = false;
    int32_t gaps = 0;
    for (size_t c = 0; c < checks.size(); ++c) {
      const uint8_t truth = checks[c].v->t[checks[c].at(i)];
      if (truth == kFalse) {
        failed = true;
        if (scene_.trace) o.reasons.push_back({ReasonCode::check_failed, {}, {}, {p.require[c].name}});
      } else if (truth != kTrue) {
        missing = true;
        gaps = join(gaps, checks[c].info(i));
      }
    }
    const bool early = has_due && dated && t <= due.range.lo;
    if (!failed && !missing) {
      o.verdict = Verdict::satisfied;
    } else if (early) {
      o.verdict = Verdict::pending;
    } else if (!failed) {
      undecided(gaps);
    } else if (has_due && (!dated || t <= due.range.hi)) {
      undecided(due.info);
    } else {
      const Moment remedy = p.remedy == plan::kNoOp ? Moment{{kNever, kNever}, kValue, 0} : date(frame, p.remedy, i);
      const Arg closed = p.closed == plan::kNoOp ? Arg{} : scene_.arg(frame, p.closed);
      const uint8_t shut = closed.v == nullptr ? kFalse : closed.v->t[closed.at(i)];
      if (remedy.state == kValue) {
        pivot(lane, remedy.range.lo);
        pivot(lane, remedy.range.hi);
      }
      if (remedy.state == kValue && remedy.range.hi <= t) {
        o.verdict = Verdict::satisfied_late;
        o.met_on = shown(remedy.range.hi);
      } else if (remedy.state != kValue || remedy.range.lo <= t) {
        undecided(remedy.info);
      } else if (shut == kTrue) {
        o.verdict = Verdict::violated;
      } else if (shut == kFalse) {
        // Where the ledger stops before today, the row may have been put right since.
        const Scene::Complete c = complete(lane, p.rows);
        if (c.absent || c.through < t) {
          undecided(collection_gap(lane, p.rows, c));
        } else {
          o.verdict = Verdict::overdue;
        }
      } else {
        undecided(closed.info(i));
      }
    }
    if (o.verdict == Verdict::indeterminate) o.reasons.clear();
    out.push_back(std::move(o));
  }
  if (p.with.rows != plan::kNoOp) item_windows(plan, p, frame, lanes, rows, open, begun, refused, out);
  close();
}

// Of an item or trigger: the first possible day of its event.
bool Judge::item_in_force(const plan::DutyPlan& plan, int table, uint32_t row) const {
  const Day day = event(table, row).lo;
  return day <= kAlways || in_force(plan, day);
}

void Judge::item_windows(const plan::DutyPlan& plan, const plan::ItemsPlan& p, Frame& frame, const std::vector<uint32_t>& lanes,
                         const std::vector<uint32_t>& rows, const std::vector<bool>& open, std::vector<int>& begun,
                         std::vector<int>& refused, std::vector<Outcome>& out) {
  const rule::Items& items = *p.items;
  const Cadence cadence{items.per, number(items.min_days), items.broken, items.at_least, false, nullptr, nullptr, frame_label(items.within)};
  const bool any = items.within.kind == rule::Frame::Kind::any;
  std::vector<Instance> instances;
  std::vector<uint32_t> item_rows, item_lanes;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!open[i]) continue;
    const size_t lane = lanes[i];
    Days span = any ? campaign_ : unclipped(items.within);
    const Days whole = clipped(span, lane);
    if (whole.empty()) continue;
    const Moment from = p.from == plan::kNoOp ? Moment{{kAlways, kAlways}, kValue, 0} : date(frame, p.from, i);
    const Moment until = p.until == plan::kNoOp ? Moment{{kNever, kNever}, kValue, 0} : date(frame, p.until, i);
    const bool vague_from = from.state != kValue || std::max(whole.from, from.range.lo) != std::max(whole.from, from.range.hi);
    const bool vague_until = until.state != kValue || std::min(whole.until, until.range.lo) != std::min(whole.until, until.range.hi);
    const bool misses = (from.state == kValue && from.range.lo > whole.until) || (until.state == kValue && until.range.hi < whole.from);
    if (misses) continue;
    if (vague_from || vague_until) {
      ++begun[lane];
      if (!item_in_force(plan, p.rows.table, rows[i])) {
        ++refused[lane];
        continue;
      }
      Outcome o;
      o.lane = lanes[i];
      o.kind = InstanceKind::item;
      o.label = label(p.rows.table, rows[i]);
      const DateRange when = event(p.rows.table, rows[i]);
      if (when.precise()) o.from = shown(when.lo);
      o.verdict = Verdict::indeterminate;
      o.gaps = join(vague_from ? from.info : 0, vague_until ? until.info : 0);
      out.push_back(std::move(o));
      continue;
    }
    span.from = std::max(span.from, from.range.lo);
    span.until = std::min(span.until, until.range.lo);
    const size_t first = instances.size();
    make_windows(lane, 0, cadence, span, instances);
    begun[lane] += static_cast<int>(instances.size() - first);
    size_t kept = first;
    for (size_t x = first; x < instances.size(); ++x) {
      if (!in_force(plan, instances[x].window.until)) {
        ++refused[lane];
      } else if (kept++ != x) {
        instances[kept - 1] = std::move(instances[x]);
      }
    }
    instances.resize(kept);
    for (size_t x = first; x < instances.size(); ++x) {
      instances[x].item = static_cast<uint32_t>(i);
      item_rows.push_back(rows[i]);
      item_lanes.push_back(lanes[i]);
    }
  }
  if (instances.empty()) return;
  std::vector<Day> days;
  for (const Instance& x : instances) {
    by(x.lane, x.window.until);
    days.push_back(std::min(x.window.until, clock(x.lane)));
  }
  Frame& row_lanes = scene_.row_frame(scene_.batch(), cel::kItem, item_rows, item_lanes);
  Frame& window_lanes = scene_.day_frame(row_lanes, days);
  const Entries evidence = scene_.entries(window_lanes, p.with.rows);
  std::vector<Counted> counted;
  std::vector<std::pair<size_t, int32_t>> pause_of;  // instance, gaps of its possible suspension
  const auto finish = [&](const Instance& instance, int paused, int32_t pause, Outcome o) {
    settle(instance, paused, pause, o);
    out.push_back(std::move(o));
  };
  for (size_t x = 0; x < instances.size(); ++x) {
    const Instance& instance = instances[x];
    Counted one;
    one.outcome.lane = instance.lane;
    one.outcome.kind = InstanceKind::item_window;
    one.outcome.label = label(p.rows.table, item_rows[x]) + "/" + instance.window.label;
    one.outcome.from = instance.window.from;
    one.outcome.until = instance.window.until;
    one.bounds = {instance.window.from, instance.window.until, 0, rule::Late::lost, false, instance.number};
    one.due.nominal = one.due.range = {instance.window.until, instance.window.until};
    int32_t pause = 0;
    const int paused = items.per == Per::once ? 0 : suspended(instance.lane, instance.window, &pause);
    const bool serves = items.serves_one && paused != 2;
    one.doubtful = instance.doubtful || paused == 1;
    reckon(one, evidence, x, p.with, {}, serves);
    if (!serves) {
      finish(instance, paused, pause, verdict(one));
      continue;
    }
    counted.push_back(std::move(one));
    pause_of.emplace_back(x * 2 + (paused == 1 ? 1 : 0), pause);
  }
  if (counted.empty()) return;
  serve(counted, p.with.table, false);
  for (size_t k = 0; k < counted.size(); ++k) {
    const auto [x, pause] = pause_of[k];
    finish(instances[x / 2], static_cast<int>(x % 2), pause, verdict(counted[k]));
  }
}

}  // namespace hegui::exec
