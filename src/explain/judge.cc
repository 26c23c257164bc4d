// Open norms, decided by a person: section 10 of docs/evaluation.md.
//
// In:   a judge duty, the holder's judgements.   Out: one finding.   Cost: O(judgements).
// Test: tests/explain/state_test.cc
#include "explain/matter.h"

namespace hegui::explain {

Judgements judge_person(Matter& m, const rule::Judge& shape) {
  const Value when = m.when(m.clock.until(m.campaign().until));
  if (when.is_false()) return {m.not_applicable()};
  Judged finding = m.not_applicable();
  finding.set(Verdict::needs_judgement, {{ReasonCode::judgement_missing, "", "", {shape.by}}});

  const rule::Roles& r = m.roles();
  const RowRef* latest = nullptr;
  Value latest_on = Value::of_day(kAlways);
  if (r.judgements >= 0) {
    for (const RowRef& row : m.ledger.rows(m.reading.holder(), r.judgements)) {
      const Value duty = m.reading.field(row, r.judgement_duty);
      if (!duty.is(Value::Kind::string) || duty.text != m.duty.id) continue;
      const Value instance = r.judgement_instance < 0 ? Value{} : m.reading.field(row, r.judgement_instance);
      if (instance.is(Value::Kind::string) && !instance.text.empty() && instance.text != "campaign") continue;
      Value on = r.judgement_on < 0 ? Value{} : m.reading.field(row, r.judgement_on);
      if (!on.is(Value::Kind::date)) on = Value::of_day(kAlways);
      if (latest && on.date.lo < latest_on.date.lo) continue;  // of one day the later line
      latest = &row;
      latest_on = on;
    }
  }
  if (latest) {
    const Value verdict = m.reading.field(*latest, r.judgement_verdict);
    const RowType& type = m.ledger.type(*latest);
    const Field& field = type.fields[static_cast<size_t>(r.judgement_verdict)];
    const int word = verdict.is(Value::Kind::string) && field.target >= 0
                         ? m.ledger.model().enums[static_cast<size_t>(field.target)].word(verdict.text)
                         : -1;
    if (!verdict.is(Value::Kind::string) || word < 0) {
      finding.set(Verdict::indeterminate, gaps_of(verdict));
    } else if (word == r.met) {
      finding.set(Verdict::satisfied);
      if (latest_on.date.precise() && latest_on.date.lo != kAlways) finding.met_on = latest_on.date.lo;
    } else if (word == r.not_met) {
      finding.set(Verdict::violated);
    } else if (word == r.judged_not_applicable) {
      finding.set(Verdict::not_applicable);
    }
  }
  m.apply_when(finding, when);
  return {finding};
}

}  // namespace hegui::explain
