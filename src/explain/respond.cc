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

  Judgements findings;
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
    if (!on.is(Value::Kind::date) || !on.date.precise()) add(doubt, gaps_of(on));
    Judged finding;
    finding.kind = InstanceKind::trigger;
    finding.label = m.ledger.label(c.row);
    Value due;
    if (doubt.empty()) {
      due = m.date(shape.due, trigger);
      if (!due.is(Value::Kind::date) || !due.date.precise()) doubt = gaps_of(due);
    }
    if (!doubt.empty()) {
      finding.set(Verdict::indeterminate, std::move(doubt));
      findings.push_back(std::move(finding));
      continue;
    }
    finding.from = on.date.lo;
    finding.until = due.date.lo;
    Counting counting;
    counting.rows = shape.with;
    counting.from = on.date.lo;
    counting.until = due.date.lo;
    counting.due = due.date.lo;
    counting.owed = shape.late == rule::Late::owed;
    Env with = env;
    with[cel::kTrigger] = Value::of_row(c.row);
    m.count(counting, with, finding);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace hegui::explain
