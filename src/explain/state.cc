// States and decision tables, judged on the due day and on the clock's day: section 10 of docs/evaluation.md.
//
// In:   a state or table duty.   Out: one finding for the holder.
// Cost: O(checks) twice.   Test: tests/explain/state_test.cc
#include <set>

#include "explain/matter.h"

namespace hegui::explain {

namespace {

enum class Answer { yes, no, open, not_bound };

/// What a state or a table says on a day.
struct Standing {
  Answer answer = Answer::yes;
  Gaps failed;  // check_failed
  Gaps gaps;
};

template <typename OnDay>
Judgements judge_standing(Matter& m, rule::ExprIx due_expression, const rule::Timing& timing, OnDay on_day) {
  const Bounds frame = m.campaign();
  const Value when = m.when(m.clock.until(frame.until));
  if (when.is_false()) return {m.not_applicable()};
  const Due due = m.due(due_expression, timing, frame.until);
  if (!due.known) return {m.undecided(due.gaps)};
  Judged finding = with_due(due, [&](Day day) {
    Judged judged = m.not_applicable();
    judged.set_due(day);
    const Standing first = on_day(m.clock.until(day));
    const Standing now = on_day(m.clock.peek());
    if (first.answer == Answer::yes) {
      judged.set(Verdict::satisfied);
    } else if (now.answer == Answer::not_bound) {
      judged = m.not_applicable();
    } else if (!m.clock.passed(day)) {
      judged.set(Verdict::pending, now.failed);
    } else if (now.answer == Answer::yes) {
      if (first.answer == Answer::open)
        judged.set(Verdict::indeterminate, first.gaps);
      else
        judged.set(Verdict::satisfied_late);
    } else if (now.answer == Answer::no) {
      judged.set(Verdict::overdue, now.failed);
    } else {
      judged.set(Verdict::indeterminate, now.gaps);
    }
    return judged;
  });
  m.apply_when(finding, when);
  return {finding};
}

/// Does an outcome of a table hold on the day?
Value outcome_holds(Matter& m, const rule::Check& outcome, Day day) {
  return m.evaluator.eval(outcome.expr, m.evaluator.env(day));
}

/// The outcomes a table may have on a day; -1 stands for "no row left".
struct Walk {
  std::set<int> outcomes;
  Gaps gaps;  // of tests that are unknown
  bool overlap = false;
};

Walk walk(Matter& m, const rule::DecisionTable& table, Day day) {
  Walk walk;
  bool ended = false;
  std::set<int> certain;
  for (const rule::DecisionTable::Row& row : table.rows) {
    const Value v = row.cond == rule::kNone ? Value::of_bool(true) : m.evaluator.eval(row.cond, m.evaluator.env(day));
    if (v.is_false()) continue;
    walk.outcomes.insert(row.outcome);
    if (v.is_true()) {
      ended = true;
      certain.insert(row.outcome);
      if (table.hit == rule::Hit::first) break;
    } else {
      add(walk.gaps, gaps_of(v));
    }
  }
  if (!ended) walk.outcomes.insert(-1);
  walk.overlap = certain.size() > 1;
  return walk;
}

Standing table_on(Matter& m, const rule::DecisionTable& table, Day day) {
  const Walk w = walk(m, table, day);
  Standing standing;
  standing.gaps = w.gaps;
  if (w.overlap) {
    standing.answer = Answer::open;
    standing.gaps = {{ReasonCode::expression_error, "", "", {"table_overlap"}}};
    return standing;
  }
  if (table.hit == rule::Hit::unique && w.outcomes.size() - w.outcomes.count(-1) > 1) {
    standing.answer = Answer::open;  // the rows in doubt may overlap
    return standing;
  }
  bool bound = false, free = false, all = true, none = true;
  for (const int outcome : w.outcomes) {
    const rule::Check* check = outcome < 0 ? nullptr : &table.outcomes[static_cast<size_t>(outcome)];
    if (!check || check->expr == rule::kNone) {
      free = true;
      continue;
    }
    bound = true;
    const Value v = outcome_holds(m, *check, day);
    all = all && v.is_true();
    none = none && v.is_false();
    if (v.is_false()) standing.failed.insert({ReasonCode::check_failed, "", "", {check->name}});
    if (!v.is(Value::Kind::boolean)) add(standing.gaps, gaps_of(v));
  }
  if (!bound)
    standing.answer = Answer::not_bound;
  else if (free)
    standing.answer = Answer::open;
  else
    standing.answer = all ? Answer::yes : none ? Answer::no : Answer::open;
  return standing;
}

}  // namespace

Judgements judge_state(Matter& m, const rule::State& shape) {
  return judge_standing(m, shape.due, shape.timing, [&](Day day) {
    Standing standing;
    for (const rule::Check& check : shape.require) {
      const Value v = m.evaluator.eval(check.expr, m.evaluator.env(day));
      if (v.is_false())
        standing.failed.insert({ReasonCode::check_failed, "", "", {check.name}});
      else if (!v.is_true())
        add(standing.gaps, gaps_of(v));
    }
    standing.answer = !standing.failed.empty() ? Answer::no : !standing.gaps.empty() ? Answer::open : Answer::yes;
    return standing;
  });
}

Judgements judge_table(Matter& m, const rule::DecisionTable& shape) {
  return judge_standing(m, shape.due, shape.timing, [&](Day day) { return table_on(m, shape, day); });
}

}  // namespace hegui::explain
