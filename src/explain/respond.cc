// An event makes a duty: section 7 of docs/evaluation.md.
//
// In:   a respond duty.   Out: a finding per trigger that has happened.
// Cost: O(triggers * evidence).   Test: tests/explain/items_test.cc
#include "explain/matter.h"

namespace hegui::explain {

Judgements judge_respond(Matter& m, const rule::Respond& shape) {
  const Day day = m.clock.until(m.campaign().until);
  const Value when = m.when(day);
  if (when.is_false()) return {m.not_applicable()};
  if (!when.is_true()) return {m.undecided(gaps_of(when))};
  const Env env = m.evaluator.env(day);
  Gaps absent;
  if (m.absent(shape.to, env, &absent)) return {m.undecided(std::move(absent))};

  // A trigger either has an instance to count for, or a finding that says what is not known of it.
  std::vector<Instance> instances;
  Judgements findings;
  bool outdated = false;
  const Bounds frame = m.frame(shape.within);
  for (const Candidate& c : m.evaluator.candidates(shape.to, env)) {
    if (c.membership.is_false()) continue;
    Gaps doubt = c.presence;
    add(doubt, c.membership_gaps());
    const Event event = m.ledger.event(c.row);
    if (shape.within.kind != rule::Frame::Kind::any && m.side(event, frame, &doubt) == Matter::Side::outside) continue;
    const Env trigger = m.evaluator.with_row(env, c.row);
    const Value on = m.date(shape.on, trigger);
    if (on.is(Value::Kind::date) && (on.date.lo == kNever || !m.clock.reached(on.date.lo))) continue;  // not yet
    if (event.dated && event.filled && !m.in_force(event.range.lo)) {
      outdated = true;
      continue;
    }
    if (!on.is(Value::Kind::date) || !on.date.precise()) add(doubt, gaps_of(on));
    Instance i;
    i.finding.kind = InstanceKind::trigger;
    i.finding.label = m.ledger.label(c.row);
    if (doubt.empty()) {
      i.due = m.due(shape.due, shape.timing, trigger, m.campaign().until);
      if (!i.due.known) doubt = i.due.gaps;
    }
    if (!doubt.empty()) {
      i.finding.set(Verdict::indeterminate, std::move(doubt));
      findings.push_back(std::move(i.finding));
      continue;
    }
    i.finding.from = on.date.lo;
    i.counting.rows = shape.with;
    i.counting.from = on.date.lo;
    i.counting.owed = shape.late == rule::Late::owed;
    i.until_is_due = true;
    i.env = env;
    i.env[cel::kTrigger] = Value::of_row(c.row);
    instances.push_back(std::move(i));
  }
  for (Judged& finding : m.judge(std::move(instances), shape.serves_one)) findings.push_back(std::move(finding));
  if (findings.empty() && outdated) findings.push_back(m.not_applicable());
  return findings;
}

}  // namespace hegui::explain
