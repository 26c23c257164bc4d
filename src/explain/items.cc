// One finding per row: done by a day, checks on it, or evidence for it in every window. Section 6 of docs/evaluation.md.
//
// In:   an items duty.   Out: a finding per row (or per row and window).
// Cost: O(rows * windows * evidence).   Test: tests/explain/items_test.cc
#include <algorithm>

#include "explain/matter.h"

namespace hegui::explain {

namespace {

bool due_given(const rule::Items& shape) { return shape.due != rule::kNone || !shape.timing.plain(); }

Due due_of(Matter& m, const rule::Items& shape, const Env& row) {
  return m.due(shape.due, shape.timing, row, m.campaign().until);
}

void show_due(const Due& due, Judged& finding) {
  const auto shown = [](const DateRange& days) {
    return days.precise() && days.lo != kNever && days.lo != kAlways ? days.lo : kNoDay;
  };
  if (!due.known) return;
  finding.nominal_due = shown(due.nominal);
  finding.due = shown(due.range);
}

void judge_done(Matter& m, const rule::Items& shape, const Env& row, Judged& finding) {
  const Due due = due_of(m, shape, row);
  const bool owed = shape.late == rule::Late::owed;
  if (!due.known) return finding.set(Verdict::indeterminate, due.gaps);
  show_due(due, finding);
  Clock& clock = m.clock;
  const Value done = m.date(shape.done, row);
  Gaps open = gaps_of(done);
  if (done.is(Value::Kind::date)) {
    const Day a = done.date.lo;
    const Day b = done.date.hi;
    if (b != kNever && b <= due.range.lo) {
      finding.met_on = b == kAlways ? kNoDay : b;
      return finding.set(Verdict::satisfied);
    }
    if (a > due.range.hi && b != kNever && clock.reached(b)) {
      if (owed) finding.met_on = b;
      return finding.set(owed ? Verdict::satisfied_late : Verdict::violated);
    }
    if (!clock.reached(a)) {
      if (!clock.passed(due.range.lo)) return finding.set(Verdict::pending);
      if (clock.passed(due.range.hi)) return finding.set(owed ? Verdict::overdue : Verdict::violated);
      return finding.set(Verdict::indeterminate, due.gaps);
    }
    if (!clock.passed(due.range.lo)) return finding.set(Verdict::pending);
    if (!owed && a > due.range.hi && clock.passed(due.range.hi)) return finding.set(Verdict::violated);
  } else if (!clock.passed(due.range.lo)) {
    return finding.set(Verdict::pending);
  }
  add(open, due.gaps);
  finding.set(Verdict::indeterminate, std::move(open));
}

void judge_require(Matter& m, const rule::Items& shape, const Env& row, Judged& finding) {
  Gaps failed, open;
  for (const rule::Check& check : shape.require) {
    const Value v = m.evaluator.eval(check.expr, row);
    if (v.is_false()) failed.insert({ReasonCode::check_failed, "", "", {check.name}});
    if (!v.is(Value::Kind::boolean)) add(open, gaps_of(v));
  }
  const Due due = due_of(m, shape, row);
  const bool given = due_given(shape);
  if (given) show_due(due, finding);
  if (failed.empty() && open.empty()) return finding.set(Verdict::satisfied);
  const bool not_yet = given && due.known && !m.clock.passed(due.range.lo);
  if (failed.empty()) return not_yet ? finding.set(Verdict::pending) : finding.set(Verdict::indeterminate, std::move(open));
  if (not_yet) return finding.set(Verdict::pending, std::move(failed));
  if (given && (!due.known || !m.clock.passed(due.range.hi))) return finding.set(Verdict::indeterminate, due.gaps);
  if (shape.remedy != rule::kNone) {
    const Value remedy = m.date(shape.remedy, row);
    if (remedy.is(Value::Kind::date) && remedy.date.hi != kNever && m.clock.reached(remedy.date.hi)) {
      finding.met_on = remedy.date.hi == kAlways ? kNoDay : remedy.date.hi;
      return finding.set(Verdict::satisfied_late, std::move(failed));
    }
    const bool not_yet_remedied = remedy.is(Value::Kind::date) && !m.clock.reached(remedy.date.lo);
    if (!not_yet_remedied) return finding.set(Verdict::indeterminate, gaps_of(remedy));
  }
  if (shape.closed != rule::kNone) {
    const Value closed = m.evaluator.eval(shape.closed, row);
    if (closed.is_true()) return finding.set(Verdict::violated, std::move(failed));
    if (!closed.is_false()) return finding.set(Verdict::indeterminate, gaps_of(closed));
  }
  // Where the ledger stops before today, the row may have been put right since.
  Gaps unseen;
  if (m.reading.incomplete(m.owner_of(shape.rows, row), m.rules.selections[static_cast<size_t>(shape.rows)].collection, kNever,
                           &unseen)) {
    return finding.set(Verdict::indeterminate, std::move(unseen));
  }
  finding.set(Verdict::overdue, std::move(failed));
}

/// A bound of an item's own life, as far as it matters inside the frame.
struct ItemBound {
  bool settled = true;
  Day day = kNoDay;
  Gaps gaps;
};

/// The windows of an item as instances; or a finding, where it is not known from when to when the item lives.
void divide_item(Matter& m, const rule::Items& shape, const RowRef& row, const Env& env, const Value& when, const Judged& item,
                 bool in_force, std::vector<Instance>& instances, Judgements& findings, bool& outdated) {
  const Bounds frame = m.frame(shape.within);
  const auto read = [&](rule::ExprIx expression, bool is_from) {
    ItemBound bound;
    bound.day = is_from ? kAlways : kNever;
    if (expression == rule::kNone) return bound;
    const Value v = m.date(expression, env);
    if (!v.is(Value::Kind::date)) {
      bound.settled = false;
      bound.gaps = gaps_of(v);
      return bound;
    }
    bound.day = is_from ? v.date.lo : v.date.hi;
    const bool same_clip =
        is_from ? v.date.hi <= frame.from || v.date.lo > frame.until : v.date.lo >= frame.until || v.date.hi < frame.from;
    bound.settled = v.date.precise() || same_clip;
    bound.gaps = v.gaps;
    return bound;
  };
  const ItemBound from = read(shape.from, true);
  const ItemBound until = read(shape.until, false);
  if ((from.settled && from.day > frame.until) || (until.settled && until.day < frame.from)) return;
  if (!from.settled || !until.settled) {
    if (!in_force) {
      outdated = true;
      return;
    }
    Judged finding = item;
    Gaps gaps = from.settled ? Gaps{} : from.gaps;
    if (!until.settled) add(gaps, until.gaps);
    finding.set(Verdict::indeterminate, std::move(gaps));
    findings.push_back(std::move(finding));
    return;
  }
  Division division;
  division.per = shape.per;
  division.within = &shape.within;
  division.min_days = m.number(shape.min_days);
  division.broken = shape.broken;
  division.number = &shape.at_least;
  for (const HolderWindow& hw : m.windows(division, {from.day, until.day})) {
    const Window& w = hw.window;
    if (!m.clock.reached(w.from)) continue;
    if (!m.in_force(w.until)) {
      outdated = true;
      continue;
    }
    Instance i;
    i.finding.kind = InstanceKind::item_window;
    i.finding.label = item.label + "/" + w.label;
    i.finding.from = w.from;
    i.finding.until = w.until;
    i.finding.advise_if_adverse = hw.advise;
    i.counting.rows = shape.with;
    i.counting.from = w.from;
    i.counting.until = w.until;
    i.counting.number = hw.number;
    i.due.nominal = i.due.range = {w.until, w.until};
    i.env = m.evaluator.env(m.clock.until(w.until));
    i.env[cel::kItem] = Value::of_row(row);
    i.window_doubt = hw.doubt;
    i.suspendable = shape.per != Per::once;
    i.when = when;
    instances.push_back(std::move(i));
  }
}

}  // namespace

Judgements judge_items(Matter& m, const rule::Items& shape) {
  const Bounds campaign = m.campaign();
  const Day day = m.clock.until(campaign.until);
  const Value when = m.when(day);
  if (when.is_false()) return {m.not_applicable()};
  if (!when.is_true()) return {m.undecided(gaps_of(when))};
  const Env env = m.evaluator.env(day);
  Gaps absent;
  if (m.absent(shape.rows, env, &absent)) return {m.undecided(std::move(absent))};

  Judgements findings;
  std::vector<Instance> instances;  // with windows
  bool outdated = false;            // some row or window is not governed by the duty any more, or not yet
  const Bounds frame = m.frame(shape.within);
  for (const Candidate& c : m.evaluator.candidates(shape.rows, env)) {
    if (c.membership.is_false()) continue;
    const Event event = m.ledger.event(c.row);
    Gaps doubt = c.presence;
    add(doubt, c.membership_gaps());
    // With windows of its own, an item is held against the frame by its life, not by its event.
    const bool placed = shape.with < 0 && shape.within.kind != rule::Frame::Kind::any;
    if (placed && m.side(event, frame, &doubt) == Matter::Side::outside) continue;
    Judged finding;
    finding.kind = InstanceKind::item;
    finding.label = m.ledger.label(c.row);
    if (event.dated && event.filled && event.range.precise()) finding.from = event.range.lo;
    const bool in_force = !event.dated || !event.filled || m.in_force(event.range.lo);
    if (!in_force && (shape.with < 0 || !doubt.empty())) {
      outdated = true;
      continue;
    }
    if (!doubt.empty()) {
      finding.set(Verdict::indeterminate, std::move(doubt));
      findings.push_back(std::move(finding));
      continue;
    }
    const Env row = m.evaluator.with_row(env, c.row);
    if (shape.with >= 0) {
      divide_item(m, shape, c.row, row, when, finding, in_force, instances, findings, outdated);
      continue;
    }
    if (shape.done != rule::kNone) {
      judge_done(m, shape, row, finding);
    } else {
      judge_require(m, shape, row, finding);
    }
    findings.push_back(std::move(finding));
  }
  for (Judged& finding : m.judge(std::move(instances), shape.serves_one)) findings.push_back(std::move(finding));
  if (findings.empty() && outdated) findings.push_back(m.not_applicable());
  return findings;
}

}  // namespace hegui::explain
