// What must hold on every day of a window (docs/time.md section 4).
//
// In/Out: judge.h.   Idea: the days of all windows are lanes, worked out in chunks; a condition that does not look at the day is
// asked once a window.   Cost: O(days) evaluations, memory for one chunk.   Test: tests/exec/hold_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

constexpr size_t kChunk = 1 << 15;  // lanes worked out at once

/// A day that is asked.
struct Asked {
  uint32_t instance;
  Day day;
};

}  // namespace

void Judge::hold(const plan::DutyPlan& plan, const plan::HoldPlan& p, std::vector<Outcome>& out) {
  const rule::Hold& hold = *p.hold;
  const size_t n = scene_.holders.size();
  const Cadence cadence{hold.per, number(hold.min_days), hold.broken, {-1, 1}, false, nullptr, nullptr, frame_label(hold.within)};
  std::vector<Instance> instances;
  std::vector<bool> answered(n, false);
  for (size_t i = 0; i < n; ++i) {
    if (clipped(unclipped(hold.within), i).empty()) {
      not_bound(i, out);
      answered[i] = true;
    } else {
      make_windows(i, 0, cadence, unclipped(hold.within), instances);
    }
  }
  if (instances.empty()) return;
  std::vector<uint32_t> lanes;
  std::vector<Day> days;
  for (const Instance& x : instances) {
    by(x.lane, x.window.until);
    lanes.push_back(x.lane);
    days.push_back(std::min(x.window.until, clock(x.lane)));
  }
  Arg when;
  if (plan.when != plan::kNoOp) when = scene_.arg(scene_.lane_frame(scene_.batch(), lanes, days), plan.when);

  // Which days are asked.
  std::vector<int> refused(n, 0), begun(n, 0), paused(instances.size(), 0);
  std::vector<bool> goes(instances.size(), false);
  const plan::Op& holds = program_[p.holds];
  const bool daily = ((scene_.stage.histories.empty() ? holds.still : holds.deps) & plan::bit(cel::kDay)) != 0;
  const auto surely_off = [&](size_t lane, Day day) {
    const std::vector<Pause>& list = pauses(lane);
    return std::any_of(list.begin(), list.end(), [&](const Pause& x) { return x.sure && x.from.hi <= day && day <= x.to.lo; });
  };
  std::vector<Asked> asked;
  std::vector<size_t> first(instances.size() + 1, 0);
  for (size_t x = 0; x < instances.size(); ++x) {
    const Instance& instance = instances[x];
    first[x] = asked.size();
    ++begun[instance.lane];
    if ((when.v != nullptr && when.v->t[when.at(x)] == kFalse) || !in_force(plan, instance.window.until)) {
      ++refused[instance.lane];
      continue;
    }
    goes[x] = true;
    for (const Pause& pause : pauses(instance.lane)) {  // where one begins or ends, more or fewer days are asked
      for (const Day edge : {pause.from.lo, pause.from.hi}) pivot(instance.lane, edge);
      for (const Day edge : {pause.to.lo, pause.to.hi}) pivot(instance.lane, edge >= kNever ? kNever : edge + 1);
    }
    int32_t unused = 0;
    if (suspended(instance.lane, instance.window, &unused) == 2) {
      paused[x] = 2;
      continue;
    }
    for (const Pause& pause : pauses(instance.lane)) {  // a later day may begin or end one
      for (const Day d : {pause.from.lo, pause.from.hi}) pivot(instance.lane, d);
      for (const Day d : {pause.to.lo, pause.to.hi}) pivot(instance.lane, d >= kNever || d <= kAlways ? kNever : d + 1);
    }
    for (Day d = instance.window.from; d <= days[x]; ++d) {
      if (!surely_off(instance.lane, d)) asked.push_back({static_cast<uint32_t>(x), d});
    }
  }
  first[instances.size()] = asked.size();

  // What they answer.
  std::vector<uint8_t> truth(asked.size(), kTrue);
  std::vector<int32_t> info(scene_.trace ? asked.size() : 0, 0);
  std::vector<size_t> lane_of;  // places in `asked` that are worked out
  for (size_t a = 0; a < asked.size(); ++a) {
    if (daily || a + 1 == asked.size() || asked[a + 1].instance != asked[a].instance) lane_of.push_back(a);
  }
  for (size_t begin = 0; begin < lane_of.size(); begin += kChunk) {
    const size_t end = std::min(begin + kChunk, lane_of.size());
    Frame frame;
    frame.up = &scene_.batch();
    frame.own = plan::bit(cel::kDay);
    frame.n = end - begin;
    auto day = make(Rep::date, frame.n);
    for (size_t k = begin; k < end; ++k) {
      frame.map.push_back(instances[asked[lane_of[k]].instance].lane);
      day->a[k - begin] = asked[lane_of[k]].day;
    }
    frame.bound[cel::kDay] = std::move(day);
    const Arg answer = scene_.arg(frame, p.holds);
    for (size_t k = begin; k < end; ++k) {
      truth[lane_of[k]] = answer.v->t[answer.at(k - begin)];
      if (scene_.trace) info[lane_of[k]] = answer.info(k - begin);
    }
  }
  for (size_t a = asked.size(); !daily && a-- > 0;) {
    if (a + 1 == asked.size() || asked[a + 1].instance != asked[a].instance) continue;
    truth[a] = truth[a + 1];
    if (scene_.trace) info[a] = info[a + 1];
  }

  for (size_t x = 0; x < instances.size(); ++x) {
    if (!goes[x]) continue;
    const Instance& instance = instances[x];
    const size_t lane = instance.lane;
    Outcome o;
    o.lane = instance.lane;
    o.label = instance.window.label;
    o.from = instance.window.from;
    o.until = o.due = o.nominal_due = instance.window.until;
    const bool whole = hold.per == Per::once && (hold.within.kind == rule::Frame::Kind::campaign || hold.within.kind == rule::Frame::Kind::any);
    o.kind = whole ? InstanceKind::once : InstanceKind::window;
    bool broken = false, open = false;
    int32_t gaps = 0;
    Days run;
    const auto end_run = [&] {
      if (!run.empty() && scene_.trace) o.reasons.push_back({ReasonCode::not_held, {}, {}, {format_date(run.from), format_date(run.until)}});
      run = {};
    };
    for (size_t a = first[x]; a < first[x + 1]; ++a) {
      const Day d = asked[a].day;
      if (truth[a] == kTrue) continue;
      if (truth[a] != kFalse) {
        open = true;
        if (scene_.trace) gaps = join(gaps, info[a]);
        continue;
      }
      bool perhaps_off = false;
      for (const Pause& pause : pauses(lane)) {
        if (pause.from.lo > d || pause.to.hi < d) continue;
        perhaps_off = true;
        gaps = join(gaps, pause.info);
      }
      if (perhaps_off) {
        open = true;
        continue;
      }
      broken = true;
      if (!run.empty() && run.until != d - 1) end_run();
      if (run.empty()) run.from = d;
      run.until = d;
    }
    end_run();
    if (broken) {
      o.verdict = Verdict::violated;
    } else if (clock(lane) <= o.until) {
      o.verdict = Verdict::pending;
    } else if (open) {
      o.verdict = Verdict::indeterminate;
      o.gaps = gaps;
    } else {
      o.verdict = Verdict::satisfied;
    }
    settle(instance, paused[x], 0, o);
    if (paused[x] != 2 && when.v != nullptr && when.v->t[when.at(x)] != kTrue) {
      o.verdict = Verdict::indeterminate;
      o.gaps = when.info(x);
      o.advisory = false;
    }
    if (o.verdict == Verdict::indeterminate) o.reasons.clear();
    out.push_back(std::move(o));
  }
  for (size_t i = 0; i < n; ++i) {
    if (!answered[i] && begun[i] > 0 && refused[i] == begun[i]) not_bound(i, out);
  }
}

}  // namespace hegui::exec
