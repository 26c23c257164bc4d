// Coverage of a set: section 8 of docs/evaluation.md.
//
// In:   a cover duty.   Out: one finding for the holder, the missing members named.
// Cost: O(days tried * members * evidence).   Test: tests/explain/state_test.cc
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "explain/matter.h"

namespace hegui::explain {

namespace {

/// Members and their coverage on one day.
struct Coverage {
  int sure = 0, possible = 0;           // members |S|, |P|
  int sure_covered = 0;                 // of S, surely covered
  int possibly_covered = 0;             // of S and P
  int possibly_covered_possible = 0;    // of P
  int possible_not_surely_covered = 0;  // of P
  bool open = false;                    // more members may exist
  bool unbounded = false;               // more evidence may exist
  std::vector<std::string> missing;     // sure members surely not covered
  Gaps gaps;

  bool any() const { return sure + possible > 0; }
  bool surely_met(double ratio) const {
    return !open && sure > 0 && sure_covered >= ratio * (sure + possible_not_surely_covered);
  }
  bool possibly_met(double ratio) const {
    // Nobody surely on the roll: perhaps there is nobody to cover.
    return open || (any() && (sure == 0 || possibly_covered >= ratio * (sure + possibly_covered_possible)));
  }
};

enum class Covered { surely, possibly, no };

/// One member: rows with the same key are one.
struct Person {
  bool sure = false;
  bool key_known = false;
  std::string name;  // key, or label for `holds`
  std::vector<RowRef> rows;
};

class Cover {
 public:
  Cover(Matter& m, const rule::Cover& shape) : m_(m), shape_(shape), frame_(m.frame(shape.within)) {}

  Coverage on(Day day);
  /// Last possible days of evidence rows that are not out, up to the clock and inside the frame, ascending.
  std::vector<Day> sessions();
  /// Whether some evidence row that is not out may or may not have been by the day (none given: the clock's).
  bool perhaps_by(std::optional<Day> day);

 private:
  std::vector<Person> members(Day day, Coverage& coverage);
  Covered by_evidence(const Person& person, const std::vector<Candidate>& evidence, Day day);
  void add_doubts(const Candidate& row, Day day, Gaps& gaps);
  Covered by_condition(const Person& person, Day day, Gaps& gaps);
  bool out(const Candidate& row, Gaps* gaps);

  Matter& m_;
  const rule::Cover& shape_;
  Bounds frame_;
};

bool Cover::out(const Candidate& row, Gaps* gaps) {
  if (row.membership.is_false()) return true;
  return shape_.within.kind != rule::Frame::Kind::any &&
         m_.side(m_.ledger.event(row.row), frame_, gaps) == Matter::Side::outside;
}

std::vector<Day> Cover::sessions() {
  std::set<Day> days;
  for (const Candidate& row : m_.evaluator.candidates(shape_.by, m_.evaluator.env(m_.clock.until(frame_.until)))) {
    if (out(row, nullptr)) continue;
    const Event event = m_.ledger.event(row.row);
    if (!event.dated || !event.filled) continue;
    const Day day = event.range.hi;
    if (day >= frame_.from && day <= frame_.until && m_.clock.reached(day)) days.insert(day);
  }
  return {days.begin(), days.end()};
}

bool Cover::perhaps_by(std::optional<Day> day) {
  for (const Candidate& row : m_.evaluator.candidates(shape_.by, m_.evaluator.env(m_.clock.until(frame_.until)))) {
    const Event event = m_.ledger.event(row.row);
    if (!event.dated || out(row, nullptr)) continue;
    if (!event.filled) return true;
    if (day ? event.range.lo <= *day && event.range.hi > *day
            : m_.clock.reached(event.range.lo) && !m_.clock.reached(event.range.hi))
      return true;
  }
  return false;
}

std::vector<Person> Cover::members(Day day, Coverage& coverage) {
  const Env env = m_.evaluator.env(day);
  std::vector<Person> people;
  std::map<std::string, size_t> by_key;
  for (const Candidate& c : m_.evaluator.candidates(shape_.members, env)) {
    if (c.membership.is_false()) continue;
    Gaps doubt = c.presence;
    add(doubt, c.membership_gaps());
    add(coverage.gaps, doubt);
    const std::string label = m_.ledger.label(c.row);
    Person person;
    person.sure = doubt.empty();
    person.name = label;
    person.rows.push_back(c.row);
    if (shape_.key != rule::kNone) {
      const Value key = m_.evaluator.eval(shape_.key, m_.evaluator.with_row(env, c.row));
      person.key_known = key.is(Value::Kind::string);
      if (person.key_known)
        person.name = key.text;
      else if (shape_.holds == rule::kNone)
        add(coverage.gaps, gaps_of(key));
    } else {
      const RowType& type = m_.ledger.type(c.row);
      const Value id = type.id_field < 0 ? Value{} : m_.reading.field(c.row, type.id_field);
      person.key_known = id.is(Value::Kind::string);
      if (person.key_known)
        person.name = id.text;
      else if (shape_.holds == rule::kNone)
        add(coverage.gaps, id.gaps);
    }
    if (person.key_known) {
      const auto [at, first] = by_key.emplace(person.name, people.size());
      if (!first) {
        Person& same = people[at->second];
        same.sure = same.sure || person.sure;
        same.rows.push_back(c.row);
        continue;
      }
    }
    people.push_back(std::move(person));
  }
  if (shape_.holds != rule::kNone)
    for (Person& person : people) person.name = m_.ledger.label(person.rows.front());
  coverage.open = m_.unbounded(shape_.members, env, day, &coverage.gaps);
  return people;
}

Covered Cover::by_condition(const Person& person, Day day, Gaps& gaps) {
  Covered covered = Covered::no;
  const Env env = m_.evaluator.env(day);
  for (const RowRef& row : person.rows) {
    const Value v = m_.evaluator.eval(shape_.holds, m_.evaluator.with_row(env, row));
    if (v.is_true()) return Covered::surely;
    if (v.is_false()) continue;
    covered = Covered::possibly;
    add(gaps, gaps_of(v));
  }
  return covered;
}

/// What is not known of an evidence row that is not out.
void Cover::add_doubts(const Candidate& row, Day day, Gaps& gaps) {
  Gaps doubt = row.presence;
  add(doubt, row.membership_gaps());
  if (out(row, &doubt)) return;
  const Event event = m_.ledger.event(row.row);
  if (event.filled && event.range.lo > day) return;
  if (event.filled && event.range.hi > day) add(doubt, m_.straddle_gap(event));
  const Value named = m_.reading.field_on(row.row, shape_.by_field, m_.clock.until(m_.campaign().until));
  if (named.is_unknown()) add(doubt, named.gaps);
  add(gaps, doubt);
}

Covered Cover::by_evidence(const Person& person, const std::vector<Candidate>& evidence, Day day) {
  if (!person.key_known) return Covered::possibly;
  Covered covered = Covered::no;
  for (const Candidate& row : evidence) {
    Gaps doubt = row.presence;
    add(doubt, row.membership_gaps());
    if (out(row, &doubt)) continue;
    const Event event = m_.ledger.event(row.row);
    if (event.filled && event.range.lo > day) continue;
    Value named = m_.reading.field_on(row.row, shape_.by_field, m_.clock.until(m_.campaign().until));
    if (!named.is(Value::Kind::list) && !named.is_unknown()) named = Value::of_list({named});
    bool has_key = false;
    if (!named.is_unknown()) {
      for (const Value& key : *named.list) has_key = has_key || (key.is(Value::Kind::string) && key.text == person.name);
      if (!has_key) continue;
    }
    if (has_key && doubt.empty() && event.range.hi <= day) return Covered::surely;
    covered = Covered::possibly;
  }
  return covered;
}

Coverage Cover::on(Day day) {
  Coverage coverage;
  const std::vector<Person> people = members(day, coverage);
  std::vector<Candidate> evidence;
  if (shape_.by >= 0) {
    const Env env = m_.evaluator.env(day);
    evidence = m_.evaluator.candidates(shape_.by, env);
    for (const Candidate& row : evidence) add_doubts(row, day, coverage.gaps);
    coverage.unbounded = m_.unbounded(shape_.by, env, day, &coverage.gaps);
  }
  for (const Person& person : people) {
    Covered covered = shape_.by >= 0 ? by_evidence(person, evidence, day) : by_condition(person, day, coverage.gaps);
    if (covered == Covered::no && coverage.unbounded) covered = Covered::possibly;
    (person.sure ? coverage.sure : coverage.possible) += 1;
    if (person.sure && covered == Covered::surely) ++coverage.sure_covered;
    if (!person.sure && covered != Covered::surely) ++coverage.possible_not_surely_covered;
    if (covered != Covered::no) {
      ++coverage.possibly_covered;
      if (!person.sure) ++coverage.possibly_covered_possible;
    }
    if (person.sure && covered == Covered::no) coverage.missing.push_back(person.name);
  }
  return coverage;
}

/// The finding with a due day.
Judged judge_by(Matter& m, const rule::Cover& shape, const Bounds& frame, Day due) {
  const bool owed = shape.late == rule::Late::owed;
  const double ratio = m.number_on(shape.ratio, frame.until);
  const Day due_or_now = m.clock.until(due);
  m.clock.reached(due);
  Cover cover(m, shape);

  bool lo = false, hi = false, in_all_lo = false, in_all_hi = false;
  Day met_on = kNoDay, reported = due_or_now, last = due_or_now;
  Coverage shown;
  Gaps gaps;
  if (shape.state) {
    m.clock.note(m.clock.peek() + 1);
    const Coverage at_due = cover.on(due_or_now);
    const Coverage now = cover.on(m.clock.peek());
    lo = at_due.surely_met(ratio);
    hi = at_due.possibly_met(ratio);
    in_all_lo = now.surely_met(ratio);
    in_all_hi = now.possibly_met(ratio);
    shown = lo ? at_due : now;
  } else {
    const std::vector<Day> days = cover.sessions();
    hi = cover.perhaps_by(due);
    in_all_hi = cover.perhaps_by(std::nullopt);
    for (const Day day : days) {
      const Coverage c = cover.on(day);
      const bool met = c.surely_met(ratio);
      const bool may = c.possibly_met(ratio);
      lo = lo || (met && day <= due);
      hi = hi || (may && day <= due);
      in_all_lo = in_all_lo || met;
      in_all_hi = in_all_hi || may;
      if (met && met_on == kNoDay) met_on = day;
    }
    last = days.empty() ? due_or_now : days.back();
  }
  if (shape.by >= 0) {
    if (m.unbounded(shape.by, m.evaluator.env(due_or_now), due, &gaps)) hi = true;
    if (m.unbounded(shape.by, m.evaluator.env(due_or_now), kNever, owed ? &gaps : nullptr)) in_all_hi = true;
  }
  hi = hi || lo;
  in_all_hi = in_all_hi || in_all_lo || hi;  // what may have been met on time may have been met
  if (!shape.state) {
    if (!lo && !(owed && !hi && in_all_lo)) met_on = kNoDay;  // too late to count, or perhaps met before
    reported = met_on != kNoDay ? met_on : last;
    if (reported == due_or_now && !m.clock.reached(due)) m.clock.note(m.clock.peek() + 1);
    shown = cover.on(reported);
  }

  Judged finding;
  finding.from = frame.from;
  finding.until = frame.until;
  finding.set_due(due);
  finding.low = shown.sure_covered;
  finding.high = shown.open || shown.unbounded ? kNullCount : shown.possibly_covered;
  finding.required = static_cast<int32_t>(std::ceil(ratio * (shown.sure + shown.possible)));
  Gaps missing;
  for (const std::string& name : shown.missing) missing.insert({ReasonCode::member_missing, name, "", {}});

  if (lo) {
    finding.met_on = met_on;
    finding.set(Verdict::satisfied);
  } else if (owed && !hi && in_all_lo) {
    finding.met_on = met_on;
    finding.set(Verdict::satisfied_late);
  } else if (!shown.any() && !shown.open) {
    finding.nominal_due = finding.due = kNoDay;
    finding.low = finding.high = finding.required = kNullCount;
    finding.set(Verdict::not_applicable);
  } else if (!m.clock.passed(due)) {
    finding.set(Verdict::pending, std::move(missing));
  } else if (owed && !in_all_hi && shown.sure > 0) {
    finding.set(Verdict::overdue, std::move(missing));
  } else if (!owed && !hi && shown.sure > 0) {
    finding.set(Verdict::violated, std::move(missing));
  } else {
    add(gaps, shown.gaps);
    finding.set(Verdict::indeterminate, std::move(gaps));
  }
  return finding;
}

}  // namespace

Judgements judge_cover(Matter& m, const rule::Cover& shape) {
  const Bounds frame = m.frame(shape.within);
  const Value when = m.when(m.clock.until(m.campaign().until));
  if (when.is_false()) return {m.not_applicable()};
  const Due due = m.due(shape.due, shape.timing, frame.until);
  if (!due.known) return {m.undecided(due.gaps)};
  Judged finding = with_due(due, [&](Day day) { return judge_by(m, shape, frame, day); });
  m.apply_when(finding, when);
  return {finding};
}

}  // namespace hegui::explain
