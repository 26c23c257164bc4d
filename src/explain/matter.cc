// Life, frames, applicability: sections 3 and 4 of docs/evaluation.md. Windows and suspensions stand in windows.cc.
//
// In:   a duty and its holder.   Out: bounds, verdicts adjusted by what makes them doubtful.
// Cost: O(1) a question.   Test: tests/explain/count_test.cc
#include "explain/matter.h"

#include <algorithm>

namespace hegui::explain {

const rule::Roles& Matter::roles() const {
  static const rule::Roles none;
  const auto type = static_cast<size_t>(reading.holder().type);
  return type < rules.roles.size() ? rules.roles[type] : none;
}

Life Matter::life() {
  if (given_life) return *given_life;
  Life life;
  const auto read = [&](int field, DateRange& into, Gaps& gap) {
    if (field < 0) return;
    const Value v = reading.field(reading.holder(), field);
    if (!v.is(Value::Kind::date)) return;
    into = v.date;
    gap = v.gaps;
  };
  read(roles().opened, life.opened, life.opened_gap);
  read(roles().ceased, life.ceased, life.ceased_gap);
  if (life.ceased.lo > ledger.seen()) life.ceased = {kNever, kNever};  // not seen yet
  if (life.ceased.hi > ledger.seen()) life.ceased.hi = kNever;
  return life;
}

Bounds Matter::clip(Bounds bounds, Day opened, Day ceased) {
  return {std::max(bounds.from, opened), std::min(bounds.until, ceased)};
}

Bounds Matter::unclipped(const rule::Frame& frame) const {
  const auto& params = evaluator.params();
  using K = rule::Frame::Kind;
  if (frame.kind == K::phase) {
    const rule::Phase& phase = rules.phases[static_cast<size_t>(frame.phase)];
    return {rule::day_of_ref(phase.from, params), rule::day_of_ref(phase.until, params)};
  }
  if (frame.kind == K::dates) return {rule::day_of_ref(frame.from, params), rule::day_of_ref(frame.until, params)};
  return {rule::day_of_ref(rules.campaign_from, params), rule::day_of_ref(rules.campaign_until, params)};
}

Bounds Matter::frame(const rule::Frame& frame) {
  const Life l = life();
  return clip(unclipped(frame), l.opened.lo, l.ceased.hi);
}

Bounds Matter::campaign() {
  const Bounds clipped = frame(rule::Frame{});
  return clipped.empty() ? unclipped(rule::Frame{}) : clipped;
}

bool Matter::in_force(Day day) const {
  const auto& params = evaluator.params();
  const auto given = [](const rule::DayRef& ref) { return ref.param >= 0 || ref.day != kNoDay; };
  return (!given(duty.in_force_from) || day >= rule::day_of_ref(duty.in_force_from, params)) &&
         (!given(duty.in_force_until) || day <= rule::day_of_ref(duty.in_force_until, params));
}

InstanceKind Matter::kind_of(Per per, const rule::Frame& frame) {
  using K = rule::Frame::Kind;
  return per == Per::once && (frame.kind == K::campaign || frame.kind == K::any) ? InstanceKind::once : InstanceKind::window;
}

Value Matter::when(Day day) {
  if (duty.when == rule::kNone) return Value::of_bool(true);
  Value v = evaluator.eval(duty.when, evaluator.env(day));
  if (v.is(Value::Kind::boolean) || v.is_unknown() || v.is_error()) return v;
  return Value::error(cel::ErrorKind::no_matching_overload);
}

void Matter::apply_when(Judged& finding, const Value& when) {
  if (when.is(Value::Kind::boolean) || finding.verdict == Verdict::not_applicable) return;
  finding.set(Verdict::indeterminate, gaps_of(when));
}

void Matter::apply_doubt(Judged& finding, const Gaps& doubt) {
  if (!doubt.empty() && finding.verdict != Verdict::pending && finding.verdict != Verdict::not_applicable)
    finding.set(Verdict::indeterminate, doubt);
}

Judged Matter::not_applicable() {
  Judged finding;
  const Bounds bounds = campaign();
  finding.from = bounds.from;
  finding.until = bounds.until;
  finding.set(Verdict::not_applicable);
  return finding;
}

Judged Matter::undecided(Gaps gaps) {
  Judged finding = not_applicable();
  finding.set(Verdict::indeterminate, std::move(gaps));
  return finding;
}

int64_t Matter::number(const rule::NumberRef& ref) const {
  return static_cast<int64_t>(rule::number_of_ref(ref, evaluator.params()));
}

double Matter::number_on(const rule::NumberRef& ref, Day day) {
  return rule::number_on(ref, rules.params, evaluator.params(), day);
}

Value Matter::date(rule::ExprIx expression, const Env& env) {
  Value v = evaluator.eval(expression, env);
  if (v.is(Value::Kind::date) || v.is_unknown() || v.is_error()) return v;
  return Value::error(cel::ErrorKind::no_matching_overload);
}

}  // namespace hegui::explain
