// Counts over windows and their branches (docs/evaluation.md section 5, docs/time.md sections 1 to 3).
// In/Out: judge.h.   Cost: O(windows + evidence rows per window).   Test: tests/exec/count_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

void Judge::count(const plan::DutyPlan& plan, std::vector<Outcome>& out) {
  const size_t n = scene_.holders.size();
  std::vector<Instance> instances;
  std::vector<bool> answered(n, false);
  const rule::Count& base = *plan.counts[0].count;
  for (size_t b = 0; b < plan.counts.size(); ++b) {
    const rule::Count& c = *plan.counts[b].count;
    const Cadence cadence{c.per,      number(c.min_days), c.broken,   c.number, c.at_most,
                          &c.nth, &c.windows,         frame_label(c.within)};
    for (size_t i = 0; i < n; ++i) {
      if (b == 0 && clipped(unclipped(base.within), i).empty()) {
        not_bound(i, out);
        answered[i] = true;
      }
      if (!answered[i]) make_windows(i, static_cast<uint8_t>(b), cadence, unclipped(c.within), instances);
    }
  }
  if (instances.empty()) return;
  std::vector<uint32_t> lanes;
  std::vector<Day> days, first_days;
  for (const Instance& x : instances) {
    by(x.lane, x.window.until);
    lanes.push_back(x.lane);
    days.push_back(std::min(x.window.until, clock(x.lane)));
    first_days.push_back(x.window.from);
  }
  Frame& frame = scene_.lane_frame(scene_.batch(), lanes, days);
  const bool at_first = plan.duty->governs == rule::Governs::first_day && plan.counts.size() > 1;
  Frame& governing = at_first ? scene_.lane_frame(scene_.batch(), lanes, first_days) : frame;
  const Arg when = plan.when == plan::kNoOp ? Arg{} : scene_.arg(frame, plan.when);
  std::vector<Arg> conditions(plan.counts.size());
  std::vector<Entries> rows(plan.counts.size());
  std::vector<Marks> marks(plan.counts.size());
  for (size_t b = 0; b < plan.counts.size(); ++b) {
    const plan::CountPlan& p = plan.counts[b];
    if (b > 0 && p.when != plan::kNoOp) conditions[b] = scene_.arg(governing, p.when);
    rows[b] = scene_.entries(frame, p.rows.rows);
    marks[b].by_day = p.count->distinct_day;
    if (p.distinct == plan::kNoOp && p.match == plan::kNoOp) continue;
    std::vector<uint32_t> of_entry;
    for (const uint32_t e : rows[b].element) of_entry.push_back(rows[b].set->elem->row(e));
    Frame& entries = scene_.row_frame(frame, cel::kRow, std::move(of_entry), rows[b].lane);
    if (p.distinct != plan::kNoOp) marks[b].key = scene_.arg(entries, p.distinct);
    if (p.match != plan::kNoOp) marks[b].match = scene_.arg(entries, p.match);
  }
  std::vector<int> refused(n, 0), begun(n, 0);
  struct Kept {
    size_t instance;
    int paused = 0;
    int32_t pause = 0;
    bool open = false;  // when or branch unknown
    int32_t info = 0;
  };
  std::vector<Kept> kept;
  std::vector<Counted> counted;
  std::vector<bool> serves(plan.counts.size());
  for (size_t b = 0; b < plan.counts.size(); ++b) serves[b] = plan.counts[b].count->serves_one;
  const auto finish = [&](const Kept& k, Outcome o) {
    const Instance& instance = instances[k.instance];
    settle(instance, k.paused, k.pause, o);
    if (o.verdict != Verdict::not_applicable && k.open) {
      o.verdict = Verdict::indeterminate;
      o.gaps = k.info;
      o.advisory = false;
    }
    if (o.verdict == Verdict::indeterminate) o.reasons.clear();
    out.push_back(std::move(o));
  };
  for (size_t x = 0; x < instances.size(); ++x) {
    const Instance& instance = instances[x];
    const size_t lane = instance.lane;
    ++begun[lane];
    const uint8_t truth = when.v == nullptr ? kTrue : when.v->t[when.at(x)];
    if (truth == kFalse || !in_force(plan, instance.window.until)) {
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
    Counted one;
    Outcome& o = one.outcome;
    o.lane = instance.lane;
    o.branch = instance.branch;
    o.label = instance.window.label;
    o.from = instance.window.from;
    o.until = instance.window.until;
    const bool whole = c.per == Per::once && (c.within.kind == rule::Frame::Kind::campaign || c.within.kind == rule::Frame::Kind::any);
    o.kind = whole ? InstanceKind::once : InstanceKind::window;
    Kept k{x, 0, 0, unsure || truth != kTrue, truth != kTrue ? when.info(x) : unsure_info};
    k.paused = c.per == Per::once ? 0 : suspended(lane, instance.window, &k.pause);
    Marks mark = marks[instance.branch];
    mark.label = &instance.window.label;
    if (c.rolling.param >= 0 || c.rolling.value != 0) {
      roll(lane, rows[instance.branch], x, p.rows, c, instance, mark, o);
      finish(k, std::move(o));
      continue;
    }
    one.bounds = {instance.window.from, instance.window.until, 0, c.late, c.at_most, instance.number};
    if (c.evidence == rule::Evidence::whole) {
      one.bounds.from = instance.window.whole_from;
      one.bounds.until = instance.window.whole_until;
    } else if (c.evidence == rule::Evidence::ever) {
      one.bounds.from = kAlways;
    }
    const Day day = constant_day(p.due).value_or(one.bounds.until);
    one.due = timed(c.timing, {day, day}, 0, &instance.window);
    by(lane, one.due.range.lo);
    by(lane, one.due.range.hi);
    const bool serve_this = serves[instance.branch] && k.paused != 2;
    one.doubtful = k.open || instance.doubtful || k.paused == 1;
    reckon(one, rows[instance.branch], x, p.rows, mark, serve_this);
    if (serve_this) {
      counted.push_back(std::move(one));
      kept.push_back(k);
    } else {
      finish(k, verdict(one));
    }
  }
  for (size_t b = 0; b < plan.counts.size() && !counted.empty(); ++b) {
    if (!serves[b]) continue;
    std::vector<Counted> mine;
    std::vector<Kept> whose;
    for (size_t i = 0; i < counted.size(); ++i) {
      if (counted[i].outcome.branch != b) continue;
      mine.push_back(std::move(counted[i]));
      whose.push_back(kept[i]);
    }
    serve(mine, plan.counts[b].rows.table, plan.counts[b].count->late == rule::Late::owed);
    for (size_t i = 0; i < mine.size(); ++i) finish(whose[i], verdict(mine[i]));
    std::vector<Counted> rest;
    std::vector<Kept> rest_kept;
    for (size_t i = 0; i < counted.size(); ++i) {
      if (counted[i].outcome.branch == b) continue;
      rest.push_back(std::move(counted[i]));
      rest_kept.push_back(kept[i]);
    }
    counted = std::move(rest);
    kept = std::move(rest_kept);
  }
  for (size_t i = 0; i < n; ++i) {
    if (!answered[i] && begun[i] > 0 && refused[i] == begun[i]) not_bound(i, out);
  }
}

}  // namespace hegui::exec
