// Duties without windows: states, decision tables, human judgements, compositions (docs/evaluation.md section 10).
// In/Out: judge.h.   Cost: O(holders * checks).   Test: tests/exec/state_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

Day shown(Day day) { return day >= kNever || day <= kAlways ? kNullDay : day; }

/// What a decision table says of one lane on one day.
enum class Ruling : uint8_t { met, not_met, unknown, unbound };

}  // namespace

void Judge::state(const plan::DutyPlan& plan, const plan::StatePlan& p, std::vector<Outcome>& out) {
  const Tries tried = tries(once_lanes(plan, rule::Frame{}, out), std::get<rule::State>(plan.duty->shape).timing, p.due);
  const std::vector<OnceLane>& lanes = tried.lanes;
  const std::vector<Day>& due = tried.day;
  if (lanes.empty()) return;
  std::vector<Outcome> outcomes;
  std::vector<uint32_t> map;
  std::vector<Day> first, now;
  for (size_t k = 0; k < lanes.size(); ++k) {
    map.push_back(lanes[k].lane);
    first.push_back(std::min(due[k], clock(lanes[k].lane)));
    now.push_back(clock(lanes[k].lane));
  }
  Frame& then = scene_.lane_frame(scene_.batch(), map, first);
  Frame& today = scene_.lane_frame(scene_.batch(), map, now);
  std::vector<Arg> a, b;
  for (const plan::CheckPlan& c : p.require) {
    a.push_back(scene_.arg(then, c.op));
    b.push_back(scene_.arg(today, c.op));
  }
  for (size_t k = 0; k < lanes.size(); ++k) {
    Outcome o;
    o.lane = lanes[k].lane;
    o.label = "campaign";
    o.from = lanes[k].span.from;
    o.until = lanes[k].span.until;
    o.due = o.nominal_due = shown(due[k]);
    bool all_then = true, all_now = true, failed = false, failed_then = false;
    int32_t gaps = 0, gaps_then = 0;
    for (size_t c = 0; c < a.size(); ++c) {
      const uint8_t before = a[c].v->t[a[c].at(k)];
      all_then = all_then && before == kTrue;
      failed_then = failed_then || before == kFalse;
      if (before == kUnknown || before == kError) gaps_then = join(gaps_then, a[c].info(k));
      const uint8_t truth = b[c].v->t[b[c].at(k)];
      all_now = all_now && truth == kTrue;
      failed = failed || truth == kFalse;
      if (truth == kUnknown || truth == kError) gaps = join(gaps, b[c].info(k));
      if (truth == kFalse && scene_.trace) o.reasons.push_back({ReasonCode::check_failed, {}, {}, {p.require[c].name}});
    }
    if (all_then) {
      o.verdict = Verdict::satisfied;
    } else if (clock(lanes[k].lane) <= due[k]) {
      o.verdict = Verdict::pending;
    } else if (all_now) {
      o.verdict = failed_then ? Verdict::satisfied_late : Verdict::indeterminate;
      if (!failed_then) o.gaps = gaps_then;
    } else if (failed) {
      o.verdict = Verdict::overdue;
    } else {
      o.verdict = Verdict::indeterminate;
      o.gaps = gaps;
    }
    if (o.verdict != Verdict::pending && o.verdict != Verdict::overdue) o.reasons.clear();
    outcomes.push_back(std::move(o));
  }
  merge(tried, std::move(outcomes), out);
}

void Judge::decide(const plan::DutyPlan& plan, const plan::DecisionPlan& p, std::vector<Outcome>& out) {
  const Tries tried = tries(once_lanes(plan, rule::Frame{}, out), p.table->timing, p.due);
  const std::vector<OnceLane>& lanes = tried.lanes;
  const std::vector<Day>& due = tried.day;
  if (lanes.empty()) return;
  std::vector<Outcome> outcomes;
  std::vector<uint32_t> map;
  std::vector<Day> first, now;
  for (size_t k = 0; k < lanes.size(); ++k) {
    map.push_back(lanes[k].lane);
    first.push_back(std::min(due[k], clock(lanes[k].lane)));
    now.push_back(clock(lanes[k].lane));
  }
  const bool unique = p.table->hit == rule::Hit::unique;
  struct Answer {
    Ruling ruling = Ruling::unbound;
    int32_t gaps = 0;
    std::vector<int> failed;  // outcomes that do not hold
  };
  const auto walk = [&](const std::vector<Day>& days) {
    Frame& frame = scene_.lane_frame(scene_.batch(), map, days);
    std::vector<Arg> tests, holds;
    for (const plan::OpIx op : p.conds) tests.push_back(op == plan::kNoOp ? Arg{} : scene_.arg(frame, op));
    for (const plan::CheckPlan& c : p.outcomes) holds.push_back(c.op == plan::kNoOp ? Arg{} : scene_.arg(frame, c.op));
    std::vector<Answer> answers(lanes.size());
    for (size_t k = 0; k < lanes.size(); ++k) {
      Answer& answer = answers[k];
      std::vector<int> possible;
      bool hit = false, overlap = false, doubtful = false;
      int named = -1;
      for (size_t r = 0; r < tests.size(); ++r) {
        const uint8_t truth = tests[r].v == nullptr ? kTrue : tests[r].v->t[tests[r].at(k)];
        if (truth == kFalse) continue;
        const int outcome = p.table->rows[r].outcome;
        if (std::find(possible.begin(), possible.end(), outcome) == possible.end()) possible.push_back(outcome);
        if (truth != kTrue) {
          doubtful = true;
          answer.gaps = join(answer.gaps, tests[r].info(k));
          continue;
        }
        overlap = overlap || (hit && named != outcome);
        hit = true;
        named = outcome;
        if (!unique) break;
      }
      if (overlap) {
        answer.ruling = Ruling::unknown;
        answer.gaps = scene_.error_set("table_overlap");
        continue;
      }
      if (unique && possible.size() > 1) {  // the rows in doubt may overlap
        answer.ruling = Ruling::unknown;
        continue;
      }
      bool all = true, none = true, bound = false, free = !hit;
      for (const int outcome : possible) {
        const Arg& check = holds[static_cast<size_t>(outcome)];
        if (check.v == nullptr) {
          free = true;
          continue;
        }
        bound = true;
        const uint8_t truth = check.v->t[check.at(k)];
        all = all && truth == kTrue;
        none = none && truth == kFalse;
        if (truth == kFalse) answer.failed.push_back(outcome);
        if (truth == kUnknown || truth == kError) answer.gaps = join(answer.gaps, check.info(k));
      }
      if (!bound && (free || !doubtful)) {
        answer.ruling = Ruling::unbound;
      } else if (free) {
        answer.ruling = Ruling::unknown;
      } else {
        answer.ruling = all ? Ruling::met : none ? Ruling::not_met : Ruling::unknown;
      }
    }
    return answers;
  };
  const std::vector<Answer> then = walk(first), today = walk(now);
  for (size_t k = 0; k < lanes.size(); ++k) {
    Outcome o;
    o.lane = lanes[k].lane;
    o.label = "campaign";
    o.from = lanes[k].span.from;
    o.until = lanes[k].span.until;
    if (then[k].ruling != Ruling::met && today[k].ruling == Ruling::unbound) {
      o.verdict = Verdict::not_applicable;
      outcomes.push_back(std::move(o));
      continue;
    }
    o.due = o.nominal_due = shown(due[k]);
    if (then[k].ruling == Ruling::met) {
      o.verdict = Verdict::satisfied;
    } else if (clock(lanes[k].lane) <= due[k]) {
      o.verdict = Verdict::pending;
    } else if (today[k].ruling == Ruling::met) {
      o.verdict = then[k].ruling == Ruling::unknown ? Verdict::indeterminate : Verdict::satisfied_late;
      if (o.verdict == Verdict::indeterminate) o.gaps = then[k].gaps;
    } else if (today[k].ruling == Ruling::not_met) {
      o.verdict = Verdict::overdue;
    } else {
      o.verdict = Verdict::indeterminate;
      o.gaps = today[k].gaps;
    }
    if (scene_.trace && (o.verdict == Verdict::pending || o.verdict == Verdict::overdue)) {
      for (const int outcome : today[k].failed) {
        o.reasons.push_back({ReasonCode::check_failed, {}, {}, {p.outcomes[static_cast<size_t>(outcome)].name}});
      }
    }
    outcomes.push_back(std::move(o));
  }
  merge(tried, std::move(outcomes), out);
}

void Judge::human(int index, const plan::DutyPlan& plan, std::vector<Outcome>& out) {
  const std::vector<OnceLane> lanes = once_lanes(plan, rule::Frame{}, out);
  const rule::Roles& roles = rules_.roles[static_cast<size_t>(scene_.owner_type)];
  const auto& judge = *std::get<plan::JudgePlan>(plan.shape).judge;
  struct Found {
    bool any = false;
    Day on = kAlways;
    Moment when;
    uint8_t state = kUnknown;
    int32_t info = 0;
    int32_t verdict = 0;
  };
  std::vector<Found> latest(scene_.holders.size());
  if (roles_.judgements != plan::kNoOp && roles_.judgement_duty != plan::kNoOp) {
    const Entries all = scene_.entries(scene_.batch(), roles_.judgements);
    std::vector<uint32_t> rows;
    for (const uint32_t e : all.element) rows.push_back(all.set->elem->row(e));
    Frame& frame = scene_.row_frame(scene_.batch(), cel::kRow, rows, all.lane);
    const Arg duty_of = scene_.arg(frame, roles_.judgement_duty);
    const Arg instance = roles_.judgement_instance == plan::kNoOp ? Arg{} : scene_.arg(frame, roles_.judgement_instance);
    const Arg verdict = roles_.judgement_verdict == plan::kNoOp ? Arg{} : scene_.arg(frame, roles_.judgement_verdict);
    const int32_t wanted = scene_.strings.code(rules_.duties[static_cast<size_t>(index)].id);
    for (size_t e = 0; e < rows.size(); ++e) {
      if (duty_of.state(e) != kValue || duty_of.v->a[duty_of.at(e)] != wanted) continue;
      if (instance.v != nullptr && instance.state(e) == kValue) {
        const std::string_view label_of = scene_.strings.text(instance.v->a[instance.at(e)]);
        if (!label_of.empty() && label_of != "campaign") continue;
      }
      Moment on;
      on.range = {kAlways, kAlways};
      on.state = kUnknown;
      if (roles_.judgement_on != plan::kNoOp) on = date(frame, roles_.judgement_on, e);
      const Day day = on.state == kValue ? on.range.hi : kAlways;
      Found& f = latest[all.lane[e]];
      if (f.any && day < f.on) continue;
      f.any = true;
      f.on = day;
      f.when = on;
      f.state = verdict.v == nullptr ? kUnknown : verdict.state(e);
      f.info = verdict.v == nullptr ? 0 : verdict.info(e);
      f.verdict = f.state == kValue ? verdict.v->a[verdict.at(e)] : 0;
    }
  }
  const auto is = [&](int32_t code, int word) {
    if (word < 0 || roles.judgement_verdict < 0) return false;
    const int table = roles_.judgement_table;
    const Field& f = program_.row_type(table).fields[static_cast<size_t>(roles.judgement_verdict)];
    return f.type == FieldType::enumeration && scene_.stage.words(f.target)[static_cast<size_t>(word)] == code;
  };
  for (const OnceLane& l : lanes) {
    Outcome o;
    o.lane = l.lane;
    o.label = "campaign";
    o.from = l.span.from;
    o.until = l.span.until;
    const Found& f = latest[l.lane];
    if (!f.any) {
      o.verdict = Verdict::needs_judgement;
      if (scene_.trace) o.reasons.push_back({ReasonCode::judgement_missing, {}, {}, {judge.by}});
    } else if (f.state != kValue) {
      o.verdict = Verdict::indeterminate;
      o.gaps = f.info;
    } else if (is(f.verdict, roles.met)) {
      o.verdict = Verdict::satisfied;
      if (f.when.state == kValue && f.when.range.precise()) o.met_on = shown(f.when.range.lo);
    } else if (is(f.verdict, roles.not_met)) {
      o.verdict = Verdict::violated;
    } else if (is(f.verdict, roles.judged_not_applicable)) {
      o.verdict = Verdict::not_applicable;
    } else {
      o.verdict = Verdict::indeterminate;
    }
    unsettle(l, o);
    out.push_back(std::move(o));
  }
}

void Judge::compose(int index, const plan::DutyPlan& plan, const plan::ComposePlan& p, std::vector<Outcome>& out) {
  const std::vector<OnceLane> lanes = once_lanes(plan, rule::Frame{}, out);
  const size_t n = scene_.holders.size();
  const uint8_t kNone = 255;
  std::vector<std::vector<uint8_t>> worst(p.duties.size(), std::vector<uint8_t>(n, kNone));
  for (size_t d = 0; d < p.duties.size(); ++d) {
    const int part = p.duties[d];
    if (part == index || rules_.duties[static_cast<size_t>(part)].holder != scene_.owner_type) continue;
    const bool composed = std::holds_alternative<plan::ComposePlan>(program_.duties[static_cast<size_t>(part)].shape);
    if (composed && part > index) continue;
    for (const Outcome& o : duty(part, true)) {
      if (o.advisory || o.verdict == Verdict::waived || o.verdict == Verdict::not_applicable) continue;
      uint8_t& w = worst[d][o.lane];
      w = std::min(w, static_cast<uint8_t>(o.verdict));
    }
  }
  for (const OnceLane& l : lanes) {
    Outcome o;
    o.lane = l.lane;
    o.label = "campaign";
    o.from = l.span.from;
    o.until = l.span.until;
    uint8_t all = kNone;
    for (const auto& part : worst) all = std::min(all, part[l.lane]);
    o.verdict = all == kNone ? Verdict::not_applicable : static_cast<Verdict>(all);
    if (scene_.trace && all != kNone && o.verdict != Verdict::satisfied) {
      for (size_t d = 0; d < worst.size(); ++d) {
        if (worst[d][l.lane] != all) continue;
        o.reasons.push_back({ReasonCode::part, {}, {}, {rules_.duties[static_cast<size_t>(p.duties[d])].id, std::string(word(o.verdict))}});
      }
    }
    unsettle(l, o);
    out.push_back(std::move(o));
  }
}

}  // namespace hegui::exec
