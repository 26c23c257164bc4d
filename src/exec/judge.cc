// What all shapes share: life and frames, windows, suspensions, applicability.   In/Out: judge.h.
// Test: tests/exec/*_test.cc
#include "exec/judge.h"

#include <algorithm>

namespace hegui::exec {

Judge::Judge(Scene& scene) : Judge(scene, {}) { prepare(); }

Judge::Judge(Scene& scene, std::vector<Life> lives)
    : scene_(scene), program_(scene.program), rules_(*scene.program.rules),
      roles_(scene.program.roles[static_cast<size_t>(scene.owner_type)]), lives_(std::move(lives)), lives_given_(!lives_.empty()) {
  campaign_ = {rule::day_of_ref(rules_.campaign_from, scene_.params), rule::day_of_ref(rules_.campaign_until, scene_.params)};
}

void Judge::prepare() {
  const size_t n = scene_.holders.size();
  lives_.resize(n);
  if (roles_.opened != plan::kNoOp) {
    const VecPtr v = scene_.get(scene_.batch(), roles_.opened);
    for (size_t i = 0; i < n; ++i) {
      if (v->state_of(i) != kValue) continue;
      lives_[i].opened = v->day(i);
      lives_[i].opened_info = v->info_of(i);
    }
  }
  if (roles_.ceased != plan::kNoOp) {
    const VecPtr v = scene_.get(scene_.batch(), roles_.ceased);
    for (size_t i = 0; i < n; ++i) {
      if (v->state_of(i) != kValue || v->day(i).lo > scene_.stage.seen) continue;
      lives_[i].ceased = v->day(i);
      if (lives_[i].ceased.hi > scene_.stage.seen) lives_[i].ceased.hi = kNever;
      lives_[i].ceased_info = v->info_of(i);
    }
  }
}

Days Judge::unclipped(const rule::Frame& frame) const {
  switch (frame.kind) {
    case rule::Frame::Kind::phase: {
      const rule::Phase& phase = rules_.phases[static_cast<size_t>(frame.phase)];
      return {rule::day_of_ref(phase.from, scene_.params), rule::day_of_ref(phase.until, scene_.params)};
    }
    case rule::Frame::Kind::dates:
      return {rule::day_of_ref(frame.from, scene_.params), rule::day_of_ref(frame.until, scene_.params)};
    case rule::Frame::Kind::campaign:
    case rule::Frame::Kind::any: break;
  }
  return campaign_;
}

// Reading 0: the earliest opening and the latest end; 1: the latest opening; 2: the earliest end; 3: both.
Days Judge::clipped(Days span, size_t lane, int reading) const {
  const Life& life = lives_[lane];
  const Day opened = (reading & 1) != 0 ? life.opened.hi : life.opened.lo;
  const Day ceased = (reading & 2) != 0 ? life.ceased.lo : life.ceased.hi;
  return {std::max(span.from, opened), std::min(span.until, ceased)};
}

// Lanes of the batch with `day` = the clock, but not past the holder's campaign.
Frame& Judge::campaign_day() {
  if (campaign_day_ != nullptr) return *campaign_day_;
  std::vector<Day> days;
  for (size_t i = 0; i < scene_.holders.size(); ++i) {
    const Days span = clipped(campaign_, i);
    const Day until = span.empty() ? campaign_.until : span.until;
    by(i, until);
    days.push_back(std::min(until, clock(i)));
  }
  campaign_day_ = &scene_.day_frame(scene_.batch(), std::move(days));
  return *campaign_day_;
}

bool Judge::once(size_t lane, Verdict verdict, Days span, std::vector<Outcome>& out) {
  if (span.from > clock(lane)) {
    pivot(lane, span.from);
    return false;
  }
  Outcome o;
  o.lane = static_cast<uint32_t>(lane);
  o.verdict = verdict;
  o.label = "campaign";
  o.from = span.from;
  o.until = span.until;
  out.push_back(std::move(o));
  return true;
}

bool Judge::not_bound(size_t lane, std::vector<Outcome>& out) {
  const Days span = clipped(campaign_, lane);
  return once(lane, Verdict::not_applicable, span.empty() ? campaign_ : span, out);
}

Judge::Moment Judge::date(Frame& frame, plan::OpIx op, size_t lane) {
  const Arg v = scene_.arg(frame, op);
  Moment m;
  m.state = v.state(lane);
  m.info = v.info(lane);
  if (m.state == kValue) m.range = v.v->day(v.at(lane));
  return m;
}

std::optional<Day> Judge::constant_day(plan::OpIx op) {
  if (op == plan::kNoOp || program_[op].deps != 0) return std::nullopt;
  const VecPtr v = scene_.get(scene_.root(), op);
  if (v->rep != Rep::date || v->state_of(0) != kValue || !v->day(0).precise()) return std::nullopt;
  return v->day(0).lo;
}

int Judge::number(const rule::NumberRef& ref) const {
  const double v = rule::number_of_ref(ref, scene_.params);
  return v > 1e9 ? 1'000'000'000 : v < -1e9 ? -1'000'000'000 : static_cast<int>(v);
}

DateRange Judge::event(int table, uint32_t row) const {
  const TableView& v = scene_.stage.view(table);
  if (v.lo[row] == kNoDay) return {kAlways, kNever};
  return {v.lo[row], v.hi[row]};
}

int Judge::inside(int table, uint32_t row, Day from, Day until, int32_t* info) {
  const TableView& v = scene_.stage.view(table);
  const Day lo = v.lo[row], hi = v.hi[row];
  if (lo == kAlways) return 1;
  if (lo == kNoDay) return 2;
  if (hi < from || lo > until) return 0;
  if (lo >= from && hi <= until) return 1;
  if (scene_.trace) *info = join(*info, scene_.event_gap(table, row));
  return 2;
}

Scene::Complete Judge::complete(size_t lane, const plan::RowsPlan& rows) {
  const uint32_t owner = rows.owner_type == scene_.owner_type ? scene_.holders[lane] : 0;
  const Scene::Complete c = scene_.complete(rows.owner_type, rows.collection, owner, clock(lane));
  if (!c.absent && c.through != kNever) pivot(lane, c.through + 1);
  return c;
}

int32_t Judge::collection_gap(size_t lane, const plan::RowsPlan& rows, const Scene::Complete& c) {
  const uint32_t owner = rows.owner_type == scene_.owner_type ? scene_.holders[lane] : 0;
  const std::string& name = rules_.model->owners[static_cast<size_t>(rows.owner_type)].collections[static_cast<size_t>(rows.collection)].name;
  const int32_t place = scene_.owner_place(rows.owner_type);
  if (c.absent) return scene_.gap_set(ReasonCode::collection_absent, place, owner, name);
  return scene_.gap_set(ReasonCode::collection_incomplete, place, owner, name, format_date(c.through));
}

int32_t Judge::list_gaps(size_t lane, const plan::RowsPlan& rows, int32_t set) {
  if (!scene_.trace) return 0;
  const Scene::Complete c = complete(lane, rows);
  return scene_.gaps.without(set, c.absent || c.through < clock(lane) ? collection_gap(lane, rows, c) : 0);
}

const std::vector<Judge::Pause>& Judge::pauses(size_t lane) {
  if (!paused_) {
    paused_ = true;
    pauses_.resize(scene_.holders.size());
    if (roles_.suspensions != plan::kNoOp) {
      const Entries all = scene_.entries(scene_.batch(), roles_.suspensions);
      std::vector<uint32_t> rows;
      for (const uint32_t e : all.element) rows.push_back(all.set->elem->row(e));
      Frame& frame = scene_.row_frame(scene_.batch(), cel::kRow, rows, all.lane);
      for (size_t e = 0; e < rows.size(); ++e) {
        Pause p;
        p.sure = !all.set->is_maybe(all.element[e]);
        p.info = all.set->maybe_info_of(all.element[e]);
        p.from = {kAlways, kNever};
        p.to = {kAlways, kNever};
        const auto read = [&](plan::OpIx op, DateRange& into) {
          if (op == plan::kNoOp) return;
          const Moment m = date(frame, op, e);
          if (m.state == kValue) into = m.range;
          if (m.state != kValue || !m.range.precise()) p.info = join(p.info, m.info);
        };
        read(roles_.suspension_from, p.from);
        read(roles_.suspension_to, p.to);
        pauses_[all.lane[e]].push_back(p);
      }
    }
  }
  return pauses_[lane];
}

int Judge::suspended(size_t lane, const Window& window, int32_t* info) {
  const std::vector<Pause>& list = pauses(lane);
  if (list.empty()) return 0;
  const auto covers = [&](bool sure) {
    std::vector<Days> spans;
    for (const Pause& p : list) {
      if (sure && !p.sure) continue;
      spans.push_back(sure ? Days{p.from.hi, p.to.lo} : Days{p.from.lo, p.to.hi});
    }
    std::sort(spans.begin(), spans.end(), [](const Days& a, const Days& b) { return a.from < b.from; });
    int64_t next = window.from;
    for (const Days& s : spans) {
      if (s.from > next) break;
      next = std::max(next, int64_t{s.until} + 1);
    }
    return next > window.until;
  };
  if (covers(true)) return 2;
  if (!covers(false)) return 0;
  for (const Pause& p : list) {
    const bool vague = !p.sure || !p.from.precise() || !p.to.precise();
    if (vague && p.from.lo <= window.until && p.to.hi >= window.from) *info = join(*info, p.info);
  }
  return 1;
}

std::vector<bool> Judge::binds(const plan::DutyPlan& plan, const rule::Frame& within, const plan::RowsPlan& rows, std::vector<Outcome>& out) {
  const size_t n = scene_.holders.size();
  std::vector<bool> go(n, true);
  Frame& frame = campaign_day();
  const Arg when = plan.when == plan::kNoOp ? Arg{} : scene_.arg(frame, plan.when);
  for (size_t i = 0; i < n; ++i) {
    const Days span = clipped(campaign_, i);
    const uint8_t truth = when.v == nullptr ? kTrue : when.v->t[when.at(i)];
    const bool empty = within.kind != rule::Frame::Kind::any && clipped(unclipped(within), i).empty();
    if (truth == kFalse || empty) {
      not_bound(i, out);
      go[i] = false;
      continue;
    }
    const Days shown = span.empty() ? campaign_ : span;
    if (truth != kTrue) {
      if (once(i, Verdict::indeterminate, shown, out)) out.back().gaps = when.info(i);
      go[i] = false;
      continue;
    }
    const Scene::Complete c = complete(i, rows);
    if (c.absent) {
      if (once(i, Verdict::indeterminate, shown, out)) out.back().gaps = collection_gap(i, rows, c);
      go[i] = false;
    }
  }
  return go;
}

std::vector<Judge::OnceLane> Judge::once_lanes(const plan::DutyPlan& plan, const rule::Frame& within, std::vector<Outcome>& out) {
  std::vector<OnceLane> lanes;
  Frame& frame = campaign_day();
  const Arg when = plan.when == plan::kNoOp ? Arg{} : scene_.arg(frame, plan.when);
  for (size_t i = 0; i < scene_.holders.size(); ++i) {
    const Days span = clipped(unclipped(within), i);
    const uint8_t truth = when.v == nullptr ? kTrue : when.v->t[when.at(i)];
    if (truth == kFalse || span.empty()) {
      not_bound(i, out);
    } else if (span.from > clock(i)) {
      pivot(i, span.from);
    } else if (!in_force(plan, span.until)) {
      not_bound(i, out);
    } else {
      lanes.push_back({static_cast<uint32_t>(i), span, truth, when.v == nullptr ? 0 : when.info(i)});
    }
  }
  return lanes;
}

// Unknown applicability wins over everything but not_applicable.
void Judge::unsettle(const OnceLane& lane, Outcome& out) {
  if (lane.when == kTrue || out.verdict == Verdict::not_applicable) return;
  out.verdict = Verdict::indeterminate;
  out.gaps = lane.info;
  out.reasons.clear();
}

std::vector<Outcome> Judge::shaped(int index) {
  std::vector<Outcome> out;
  const plan::DutyPlan& plan = program_.duties[static_cast<size_t>(index)];
  if (!plan.counts.empty()) count(plan, out);
  if (const auto* p = std::get_if<plan::ItemsPlan>(&plan.shape)) items(plan, *p, out);
  if (const auto* p = std::get_if<plan::RespondPlan>(&plan.shape)) respond(plan, *p, out);
  if (const auto* p = std::get_if<plan::CoverPlan>(&plan.shape)) cover(plan, *p, out);
  if (const auto* p = std::get_if<plan::ForbidPlan>(&plan.shape)) forbid(plan, *p, out);
  if (const auto* p = std::get_if<plan::StatePlan>(&plan.shape)) state(plan, *p, out);
  if (const auto* p = std::get_if<plan::HoldPlan>(&plan.shape)) hold(plan, *p, out);
  if (const auto* p = std::get_if<plan::DecisionPlan>(&plan.shape)) decide(plan, *p, out);
  if (std::holds_alternative<plan::JudgePlan>(plan.shape)) human(index, plan, out);
  if (const auto* p = std::get_if<plan::ComposePlan>(&plan.shape)) compose(index, plan, *p, out);
  return out;
}

const std::vector<Outcome>& Judge::duty(int index, bool advice) {
  const auto found = known_.find({index, advice});
  if (found != known_.end()) return found->second;
  std::vector<Outcome> out;
  if (advice) {
    out = duty(index, false);
    advise(index, out);
  } else {
    out = shaped(index);
    waive(index, out);
    doubt_lives(index, out);
    for (Outcome& o : out) o.advisory = o.advisory && adverse(o.verdict);
  }
  return known_.emplace(std::pair{index, advice}, std::move(out)).first->second;
}

}  // namespace hegui::exec
