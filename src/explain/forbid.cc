// Prohibitions: section 9 of docs/evaluation.md.
//
// In:   a forbid duty.   Out: one finding for the holder, or one per row with `each`.
// Cost: O(rows * members).   Test: tests/explain/items_test.cc
#include "explain/matter.h"

namespace hegui::explain {

namespace {

/// Does a row break the prohibition, and which members are in question?
struct Breach {
  Value verdict;
  Gaps reasons;  // `forbidden`, one for each breaking member
};

std::string member_name(Matter& m, const Value& member) {
  return member.is(Value::Kind::row) ? m.ledger.label(member.row) : to_text(member);
}

Breach breach_of(Matter& m, const rule::Forbid& shape, const RowRef& row, const Env& env, const std::string& label) {
  Breach breach;
  Env inner = m.evaluator.with_row(env, row);
  if (shape.among == rule::kNone) {
    breach.verdict = m.evaluator.eval(shape.where, inner);
    if (breach.verdict.is_true()) breach.reasons.insert({ReasonCode::forbidden, label, "", {}});
    return breach;
  }
  const Value among = m.evaluator.eval(shape.among, inner);
  if (among.is_unknown() || among.is_error()) {
    breach.verdict = among;
    return breach;
  }
  Values verdicts;
  const auto test = [&](const Value& member, const Gaps& presence) {
    inner[cel::kMember] = member;
    Value v = m.evaluator.eval(shape.where, inner);
    if (!presence.empty()) v = all_of({v, Value::unknown(presence)});
    if (v.is_true()) breach.reasons.insert({ReasonCode::forbidden, label, "", {member_name(m, member)}});
    verdicts.push_back(std::move(v));
  };
  if (among.is(Value::Kind::rows)) {
    for (const Member& member : among.rows->members) test(Value::of_row(member.row), member.gaps);
    if (among.rows->open) verdicts.push_back(Value::unknown(among.rows->open_gaps));
  } else if (among.is(Value::Kind::list)) {
    for (const Value& member : *among.list) test(member, {});
  } else {
    verdicts.push_back(Value::error(cel::ErrorKind::no_matching_overload));
  }
  breach.verdict = any_of(verdicts);
  return breach;
}

}  // namespace

Judgements judge_forbid(Matter& m, const rule::Forbid& shape) {
  const Bounds frame = m.frame(shape.within);
  const Day day = m.clock.until(m.campaign().until);
  const Value when = m.when(day);
  if (when.is_false()) return {m.not_applicable()};
  if (shape.each && !when.is_true()) return {m.undecided(gaps_of(when))};
  const Env env = m.evaluator.env(day);
  Gaps absent;
  if (shape.each && m.absent(shape.rows, env, &absent)) return {m.undecided(std::move(absent))};

  Judgements each;
  bool outdated = false;  // some row lies before or after the time in which the duty is in force
  int32_t low = 0, high = 0;
  Gaps broken, open;
  for (const Candidate& c : m.evaluator.candidates(shape.rows, env)) {
    if (c.membership.is_false()) continue;
    const Event event = m.ledger.event(c.row);
    Gaps doubt = c.presence;
    add(doubt, c.membership_gaps());
    if (shape.within.kind != rule::Frame::Kind::any && m.side(event, frame, &doubt) == Matter::Side::outside) continue;
    if (shape.each && event.dated && event.filled && !m.in_force(event.range.lo)) {
      outdated = true;
      continue;
    }
    const std::string label = m.ledger.label(c.row);
    const Breach breach = breach_of(m, shape, c.row, env, label);
    const bool settled = breach.verdict.is(Value::Kind::boolean);
    if (!settled) add(doubt, gaps_of(breach.verdict));
    if (shape.each) {
      Judged finding;
      finding.kind = InstanceKind::item;
      finding.label = label;
      if (event.dated && event.filled && event.range.precise()) finding.from = event.range.lo;
      if (!doubt.empty())
        finding.set(Verdict::indeterminate, std::move(doubt));
      else if (breach.verdict.is_true())
        finding.set(Verdict::violated, breach.reasons);
      else
        finding.set(Verdict::satisfied);
      each.push_back(std::move(finding));
      continue;
    }
    if (breach.verdict.is_false()) continue;
    ++high;
    if (doubt.empty()) {
      ++low;
      add(broken, breach.reasons);
    } else {
      add(open, doubt);
    }
  }
  if (shape.each && each.empty() && outdated) each.push_back(m.not_applicable());
  if (shape.each) return each;

  Judged finding;
  finding.from = frame.from;
  finding.until = frame.until;
  const bool unbounded = m.unbounded(shape.rows, env, frame.until, &open);
  finding.low = low;
  finding.high = unbounded ? kNullCount : high;
  finding.required = 0;
  if (low > 0)
    finding.set(Verdict::violated, std::move(broken));
  else if (!m.clock.passed(frame.until))
    finding.set(Verdict::pending);
  else if (high > 0 || unbounded)
    finding.set(Verdict::indeterminate, std::move(open));
  else
    finding.set(Verdict::satisfied);
  m.apply_when(finding, when);
  return {finding};
}

}  // namespace hegui::explain
