// Prohibitions: rows that break them, one finding each or one in all (docs/evaluation.md section 9).
// In/Out: judge.h.   Idea: with `among`, (row, member) pairs are lanes of one frame.   Cost: O(rows + members).
// Test: tests/exec/forbid_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

Day shown(Day day) { return day >= kNever || day <= kAlways ? kNullDay : day; }

/// A row of the selection.
struct Case {
  uint32_t row = 0;
  bool maybe = false;
  int32_t doubt = 0;
  uint8_t broken = kFalse;
  int32_t info = 0;
  std::vector<std::string> members;  // tracing: those in question
};

}  // namespace

void Judge::forbid(const plan::DutyPlan& plan, const plan::ForbidPlan& p, std::vector<Outcome>& out) {
  const rule::Forbid& forbid = *p.forbid;
  const size_t n = scene_.holders.size();
  const bool any = forbid.within.kind == rule::Frame::Kind::any;
  std::vector<bool> go(n, false);
  std::vector<OnceLane> lanes;
  std::vector<Days> spans(n);
  if (forbid.each) {
    go = binds(plan, forbid.within, p.rows, out);
    for (size_t i = 0; i < n; ++i) spans[i] = clipped(unclipped(forbid.within), i);
  } else {
    lanes = once_lanes(plan, forbid.within, out);
    for (const OnceLane& lane : lanes) {
      go[lane.lane] = true;
      spans[lane.lane] = lane.span;
    }
  }
  Frame& day = campaign_day();
  const Entries all = scene_.entries(day, p.rows.rows);
  std::vector<Case> cases;
  std::vector<uint32_t> rows, row_lanes;
  std::vector<int> begun(n, 0), refused(n, 0);
  for (size_t e = 0; e < all.element.size(); ++e) {
    const uint32_t lane = all.lane[e];
    if (!go[lane]) continue;
    Case c;
    c.row = all.set->elem->row(all.element[e]);
    c.maybe = all.set->is_maybe(all.element[e]);
    c.doubt = all.set->maybe_info_of(all.element[e]);
    if (!any) {
      const int place = inside(p.rows.table, c.row, spans[lane].from, spans[lane].until, &c.doubt);
      if (place == 0) continue;
      c.maybe = c.maybe || place == 2;
    }
    if (forbid.each) {
      ++begun[lane];
      if (!item_in_force(plan, p.rows.table, c.row)) {
        ++refused[lane];
        continue;
      }
    }
    rows.push_back(c.row);
    row_lanes.push_back(lane);
    cases.push_back(std::move(c));
  }
  Frame& frame = scene_.row_frame(day, cel::kRow, rows, row_lanes);
  if (rows.empty()) {
  } else if (p.among != plan::kNoOp) {
    const Entries pairs = scene_.entries(frame, p.among);
    Frame inner;
    inner.up = &frame;
    inner.own = plan::bit(cel::kMember);
    inner.n = pairs.element.size();
    inner.map = pairs.lane;
    inner.bound[cel::kMember] = pairs.set->elem == nullptr ? make(Rep::text, 0) : gather(*pairs.set->elem, pairs.element.data(), inner.n);
    const Arg where = p.where == plan::kNoOp ? Arg{} : scene_.arg(inner, p.where);
    const Arg text = p.member_text == plan::kNoOp || !scene_.trace ? Arg{} : scene_.arg(inner, p.member_text);
    const VecPtr member = inner.bound[cel::kMember];
    for (size_t i = 0; i < cases.size(); ++i) {
      Case& c = cases[i];
      const size_t home = pairs.home[i];
      if (pairs.set->state_of(home) != kValue) {
        c.broken = pairs.set->state_of(home);
        c.info = pairs.set->info_of(home);
        continue;
      }
      bool unknown = pairs.set->is_open(home), error = false;
      int32_t gaps = pairs.set->open_info_of(home), broken = 0;
      for (uint32_t e = pairs.begin[i]; e < pairs.begin[i + 1]; ++e) {
        const uint8_t truth = where.v == nullptr ? kTrue : where.v->t[where.at(e)];
        const bool maybe = pairs.set->is_maybe(pairs.element[e]);
        if (truth == kTrue && !maybe) {
          c.broken = kTrue;
          if (!scene_.trace) continue;
          if (text.v != nullptr && text.state(e) == kValue) {
            c.members.emplace_back(scene_.strings.text(text.v->a[text.at(e)]));
          } else if (member->rep == Rep::row) {
            c.members.push_back(label(program_[p.among].table, member->row(e)));
          }
        } else if (truth == kTrue || truth == kUnknown) {
          unknown = true;
          gaps = join(gaps, truth == kUnknown ? where.info(e) : 0);
          if (maybe) gaps = join(gaps, pairs.set->maybe_info_of(pairs.element[e]));
        } else if (truth == kError) {
          if (!error) broken = where.info(e);
          error = true;
        }
      }
      if (c.broken == kTrue) continue;
      c.broken = unknown ? kUnknown : error ? kError : kFalse;
      c.info = unknown ? gaps : broken;
    }
  } else {
    const Arg where = p.where == plan::kNoOp ? Arg{} : scene_.arg(frame, p.where);
    for (size_t i = 0; i < cases.size(); ++i) {
      cases[i].broken = where.v == nullptr ? kTrue : where.v->t[where.at(i)];
      cases[i].info = where.v == nullptr ? 0 : where.info(i);
    }
  }
  const auto accuse = [&](const Case& c, Outcome& o) {
    if (!scene_.trace) return;
    const std::string record = label(p.rows.table, c.row);
    if (c.members.empty()) o.reasons.push_back({ReasonCode::forbidden, record, {}, {}});
    for (const std::string& m : c.members) o.reasons.push_back({ReasonCode::forbidden, record, {}, {m}});
  };
  if (forbid.each) {
    for (size_t i = 0; i < cases.size(); ++i) {
      const Case& c = cases[i];
      Outcome o;
      o.lane = row_lanes[i];
      o.kind = InstanceKind::item;
      o.label = label(p.rows.table, c.row);
      const DateRange when = event(p.rows.table, c.row);
      if (when.precise()) o.from = shown(when.lo);
      if (c.maybe || c.broken == kUnknown || c.broken == kError) {
        o.verdict = Verdict::indeterminate;
        o.gaps = join(c.maybe ? c.doubt : 0, c.broken == kUnknown || c.broken == kError ? c.info : 0);
      } else if (c.broken == kTrue) {
        o.verdict = Verdict::violated;
        accuse(c, o);
      } else {
        o.verdict = Verdict::satisfied;
      }
      out.push_back(std::move(o));
    }
    for (size_t i = 0; i < n; ++i) {
      if (begun[i] > 0 && refused[i] == begun[i]) not_bound(i, out);
    }
    return;
  }
  std::vector<std::vector<size_t>> of_lane(n);
  for (size_t i = 0; i < cases.size(); ++i) of_lane[row_lanes[i]].push_back(i);
  for (const OnceLane& l : lanes) {
    const size_t lane = l.lane;
    const Day t = clock(lane), until = l.span.until;
    Outcome o;
    o.lane = l.lane;
    o.label = "campaign";
    o.from = l.span.from;
    o.until = until;
    int low = 0, high = 0;
    int32_t gaps = 0;
    for (const size_t i : of_lane[lane]) {
      const Case& c = cases[i];
      if (c.broken == kFalse) continue;
      ++high;
      if (!c.maybe && c.broken == kTrue) {
        ++low;
        accuse(c, o);
        continue;
      }
      if (c.maybe) gaps = join(gaps, c.doubt);
      if (c.broken != kTrue) gaps = join(gaps, c.info);
    }
    const Scene::Complete complete_now = complete(lane, p.rows);
    const size_t home = all.home[lane];
    const bool listless = !all.set->open.empty() && (all.set->open[home] & kOpenList) != 0;
    const bool loose = complete_now.absent || complete_now.through < std::min(until, t) || listless;
    if (complete_now.absent || complete_now.through < std::min(until, t)) gaps = join(gaps, collection_gap(lane, p.rows, complete_now));
    if (listless) gaps = join(gaps, list_gaps(lane, p.rows, all.set->open_info_of(home)));
    o.low = low;
    o.high = loose ? kNullCount : high;
    o.required = 0;
    if (low > 0) {
      o.verdict = Verdict::violated;
    } else if (by(lane, until)) {
      o.verdict = Verdict::pending;
    } else if (high > 0 || loose) {
      o.verdict = Verdict::indeterminate;
      o.gaps = gaps;
    } else {
      o.verdict = Verdict::satisfied;
    }
    unsettle(l, o);
    out.push_back(std::move(o));
  }
}

}  // namespace hegui::exec
