// A finding per trigger: the act that an event elsewhere makes due (docs/evaluation.md section 7).
// In/Out: judge.h.   Cost: O(triggers + evidence).   Test: tests/exec/respond_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

void Judge::respond(const plan::DutyPlan& plan, const plan::RespondPlan& p, std::vector<Outcome>& out) {
  const rule::Respond& respond = *p.respond;
  const std::vector<bool> go = binds(plan, respond.within, p.to, out);
  Frame& day = campaign_day();
  const Entries all = scene_.entries(day, p.to.rows);
  std::vector<uint32_t> lanes, rows;
  std::vector<int32_t> doubt;
  std::vector<bool> doubtful;
  for (size_t e = 0; e < all.element.size(); ++e) {
    const uint32_t lane = all.lane[e];
    if (!go[lane]) continue;
    const uint32_t row = all.set->elem->row(all.element[e]);
    int32_t info = all.set->maybe_info_of(all.element[e]);
    bool maybe = all.set->is_maybe(all.element[e]);
    if (respond.within.kind != rule::Frame::Kind::any) {
      const Days span = clipped(unclipped(respond.within), lane);
      const int place = inside(p.to.table, row, span.from, span.until, &info);
      if (place == 0) continue;
      maybe = maybe || place == 2;
    }
    lanes.push_back(lane);
    rows.push_back(row);
    doubt.push_back(info);
    doubtful.push_back(maybe);
  }
  if (rows.empty()) return;
  std::vector<int> begun(scene_.holders.size(), 0), refused(scene_.holders.size(), 0);
  std::vector<Counted> counted;
  Frame& frame = scene_.row_frame(day, cel::kRow, rows, lanes);
  Frame& triggers = scene_.row_frame(day, cel::kTrigger, rows, lanes);
  const Entries evidence = scene_.entries(triggers, p.with.rows);
  for (size_t i = 0; i < rows.size(); ++i) {
    const size_t lane = lanes[i];
    const Day t = clock(lane);
    const Moment on = date(frame, p.on, i);
    if (on.state == kValue && on.range.lo > t) {
      pivot(lane, on.range.lo);
      continue;
    }
    ++begun[lane];
    if (!item_in_force(plan, p.to.table, rows[i])) {
      ++refused[lane];
      continue;
    }
    Outcome o;
    o.lane = lanes[i];
    o.kind = InstanceKind::trigger;
    o.label = label(p.to.table, rows[i]);
    if (doubtful[i] || on.state != kValue || !on.range.precise()) {
      if (on.state == kValue) pivot(lane, on.range.hi);
      o.verdict = Verdict::indeterminate;
      o.gaps = join(doubtful[i] ? doubt[i] : 0, on.state != kValue || !on.range.precise() ? on.info : 0);
      out.push_back(std::move(o));
      continue;
    }
    o.from = on.range.lo <= kAlways ? kNullDay : on.range.lo;
    const Moment due = date(frame, p.due, i);
    if (due.state != kValue) {
      o.verdict = Verdict::indeterminate;
      o.gaps = due.info;
      out.push_back(std::move(o));
      continue;
    }
    Counted one;
    one.due = timed(respond.timing, due.range, due.info, nullptr);
    for (const Day end : {one.due.range.lo, one.due.range.hi}) by(lane, end);
    o.until = one.due.range.precise() && one.due.range.lo < kNever ? one.due.range.lo : kNullDay;
    one.outcome = std::move(o);
    one.bounds = {on.range.lo, kNever, 0, respond.late, false, 1};  // until the due day, whichever that is
    reckon(one, evidence, i, p.with, {}, respond.serves_one);
    if (respond.serves_one) {
      counted.push_back(std::move(one));
    } else {
      out.push_back(verdict(one));
    }
  }
  if (!counted.empty()) {
    serve(counted, p.with.table, respond.late == rule::Late::owed);
    for (Counted& one : counted) out.push_back(verdict(one));
  }
  for (size_t i = 0; i < begun.size(); ++i) {
    if (begun[i] > 0 && refused[i] == begun[i]) not_bound(i, out);
  }
}

}  // namespace hegui::exec
