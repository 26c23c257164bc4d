// Counting rows with gaps: the heart of section 5 of docs/evaluation.md, used by counts, items in windows and responses.
//
// In:   a selection, [from, until], a due day, a number.   Out: rows as evidence, how many there are, a verdict from that.
// Idea: three steps, because rows may also serve one instance only (serving.cc) or be looked at span by span (rolling.cc).
// Cost: O(rows).   Test: tests/explain/count_test.cc
#include <algorithm>
#include <map>
#include <set>

#include "explain/matter.h"

namespace hegui::explain {

OwnerRef Matter::owner_of(int selection, const Env& env) {
  return evaluator.owner_of(rules.selections[static_cast<size_t>(selection)], env);
}

bool Matter::absent(int selection, const Env& env, Gaps* gaps) {
  const rule::Selection& s = rules.selections[static_cast<size_t>(selection)];
  const OwnerRef owner = owner_of(selection, env);
  if (ledger.collection(owner, s.collection).sparse || ledger.present(owner, s.collection)) return false;
  if (gaps) gaps->insert({ReasonCode::collection_absent, ledger.id(owner), ledger.collection(owner, s.collection).name, {}});
  return true;
}

bool Matter::unbounded(int selection, const Env& env, Day by, Gaps* gaps) {
  const rule::Selection& s = rules.selections[static_cast<size_t>(selection)];
  const OwnerRef owner = owner_of(selection, env);
  bool open = reading.incomplete(owner, s.collection, by, gaps);
  if (s.nested_field < 0) return open;
  // A list that was not given may hold rows.
  for (const RowRef& outer : ledger.rows(owner, s.collection)) {
    const Field& list = ledger.type(outer).fields[static_cast<size_t>(s.nested_field)];
    if (list.sparse || ledger.nested_given(outer, s.nested_field)) continue;
    open = true;
    if (gaps) gaps->insert({ReasonCode::field_missing, ledger.label(outer), list.name, {}});
  }
  return open;
}

Gaps Matter::straddle_gap(const Event& event) {
  const std::string& field = ledger.type(event.where).fields[static_cast<size_t>(event.field)].name;
  return {{ReasonCode::date_imprecise, ledger.label(event.where), field, {}}};
}

Matter::Side Matter::side(const Event& event, Bounds bounds, Gaps* gaps) {
  if (!event.dated) return Side::inside;
  if (!event.filled) return Side::open;
  if (event.range.hi < bounds.from || event.range.lo > bounds.until) return Side::outside;
  if (event.range.lo >= bounds.from && event.range.hi <= bounds.until) return Side::inside;
  if (gaps) add(*gaps, straddle_gap(event));
  return Side::open;
}

std::vector<Evidence> Matter::evidence(const Counting& c, const std::vector<Candidate>& rows, const Env& env) {
  std::vector<Evidence> out;
  const bool by_label = c.match != rule::kNone;
  for (const Candidate& row : rows) {
    if (row.membership.is_false()) continue;
    Evidence e;
    e.row = row.row;
    e.event = ledger.event(row.row);
    const Event& event = e.event;
    Gaps why = row.presence;
    add(why, row.membership_gaps());
    if (by_label) {
      const Value label = evaluator.eval(c.match, evaluator.with_row(env, row.row));
      if (label.is(Value::Kind::string) && label.text != c.label) continue;
      if (!label.is(Value::Kind::string)) add(why, gaps_of(label));
    }
    Gaps why_on_time = why;
    // By label a row belongs to its window wherever its date lies; a limit then looks at all of them.
    const Side place = by_label ? Side::inside : side(event, {c.from, c.until}, &why_on_time);
    const Day due = by_label && c.at_most ? kNever : c.due;
    if (place != Side::outside) {
      const bool sure = place == Side::inside && why.empty();
      const bool begins_by_due = !event.filled || event.range.lo <= due;
      const bool ends_by_due = event.range.hi <= due;
      e.sure_on_time = sure && ends_by_due;
      e.may_on_time = begins_by_due;
      if (!sure && begins_by_due) add(e.gaps, why_on_time);
      if (sure && begins_by_due && !ends_by_due) add(e.gaps, straddle_gap(event));
    }
    if (c.owed && (by_label || !event.filled || event.range.hi >= c.from)) {
      // In all: from the same first day up to the clock.
      const bool inside =
          !event.dated || (event.filled && (by_label || event.range.lo >= c.from) && clock.reached(event.range.hi));
      Gaps why_in_all = why;
      if (!inside && event.filled) add(why_in_all, straddle_gap(event));
      e.may_in_all = true;
      e.sure_in_all = inside && why.empty();
      if (!e.sure_in_all) add(e.gaps, why_in_all);
    }
    if (!e.may_on_time && !e.may_in_all) continue;
    if (c.distinct != rule::kNone) {
      e.key = evaluator.eval(c.distinct, evaluator.with_row(env, row.row));
      const bool precise = !e.key.is(Value::Kind::date) || e.key.date.precise();
      if (!precise) e.key = Value::unknown(e.key.gaps);
      if ((e.sure_on_time || e.sure_in_all) && (e.key.is_unknown() || e.key.is_error())) add(e.gaps, gaps_of(e.key));
    }
    if (c.distinct_day && (e.sure_on_time || e.sure_in_all) && event.filled && !event.range.precise())
      add(e.gaps, straddle_gap(event));
    out.push_back(std::move(e));
  }
  return out;
}

namespace {

/// Counts rows of one reckoning as the counting wants it: all of them, by key, or by day.
class Counter {
 public:
  Counter(const Counting& c, Bounds admitted) : c_(c), admitted_(admitted) {}

  void add(const Evidence& e, bool sure, bool may) {
    if (sure) sure_.push_back(&e);
    if (may) possible_.push_back(&e);
  }

  int64_t low() const { return low_of(sure_); }

  int64_t high() const {
    if (c_.distinct_day) {
      std::vector<DateRange> ranges;
      int64_t undated = 0;
      for (const Evidence* e : possible_) {
        if (!e->event.filled) {
          ++undated;
          continue;
        }
        const DateRange part{std::max(e->event.range.lo, admitted_.from), std::min(e->event.range.hi, admitted_.until)};
        if (part.lo <= part.hi) ranges.push_back(part);
      }
      return most_days(std::move(ranges)) + undated;
    }
    if (c_.distinct == rule::kNone) return static_cast<int64_t>(possible_.size());
    std::set<std::string> keys;
    int64_t unknown = 0;
    for (const Evidence* e : possible_) known(*e) ? static_cast<void>(keys.insert(key(*e))) : static_cast<void>(++unknown);
    return static_cast<int64_t>(keys.size()) + unknown;
  }

  /// The first day by which the low of the rows that end by then reaches n.
  Day met_on(int64_t n) const {
    std::map<Day, std::vector<const Evidence*>> by_end;
    for (const Evidence* e : sure_) by_end[e->event.range.hi].push_back(e);
    std::vector<const Evidence*> so_far;
    for (const auto& [day, rows] : by_end) {
      so_far.insert(so_far.end(), rows.begin(), rows.end());
      if (low_of(so_far) >= n) return n < 1 || day == kAlways ? kNoDay : day;
    }
    return kNoDay;
  }

 private:
  static bool known(const Evidence& e) { return !e.key.is_unknown() && !e.key.is_error(); }
  static std::string key(const Evidence& e) { return std::to_string(static_cast<int>(e.key.kind)) + " " + to_text(e.key); }

  int64_t low_of(const std::vector<const Evidence*>& rows) const {
    if (c_.distinct_day) {
      std::vector<DateRange> ranges;
      for (const Evidence* e : rows) ranges.push_back(e->event.range);
      return least_days(std::move(ranges));
    }
    if (c_.distinct == rule::kNone) return static_cast<int64_t>(rows.size());
    std::set<std::string> keys;
    for (const Evidence* e : rows)
      if (known(*e)) keys.insert(key(*e));
    return keys.empty() && !rows.empty() ? 1 : static_cast<int64_t>(keys.size());
  }

  const Counting& c_;
  Bounds admitted_;  // days at which an imprecise event may lie
  std::vector<const Evidence*> sure_, possible_;
};

}  // namespace

Reckoning Matter::reckon(const Counting& c, const std::vector<Evidence>& rows, const Env& env) {
  Reckoning r;
  const bool by_label = c.match != rule::kNone;
  const Day now = clock.peek();
  const Day last = by_label && c.at_most ? kNever : by_label ? c.due : std::min(c.until, c.due);
  Counter on_time(c, {by_label ? kAlways : c.from, last});
  Counter in_all(c, {by_label ? kAlways : c.from, now});
  for (const Evidence& e : rows) {
    on_time.add(e, e.sure_on_time, e.may_on_time);
    in_all.add(e, e.sure_in_all, e.may_in_all);
    add(r.gaps, e.gaps);
    // Where an imprecise day lies in all, moves with the clock.
    if (c.distinct_day && c.owed && e.event.filled && !e.event.range.precise() && e.event.range.hi > now) clock.note(now + 1);
  }
  r.on_time = {on_time.low(), on_time.high(), false, on_time.met_on(c.number)};
  r.on_time.unbounded = unbounded(c.rows, env, by_label && c.at_most ? kNever : c.due, &r.gaps);
  if (c.owed) {
    r.in_all = {in_all.low(), in_all.high(), false, in_all.met_on(c.number)};
    r.in_all.unbounded = unbounded(c.rows, env, kNever, &r.gaps);
  }
  return r;
}

void Matter::conclude(const Counting& c, const Reckoning& r, Judged& finding) {
  const Tally& shown = c.owed ? r.in_all : r.on_time;
  finding.low = static_cast<int32_t>(shown.low);
  finding.high = shown.unbounded ? kNullCount : static_cast<int32_t>(shown.high);
  finding.required = static_cast<int32_t>(c.number);
  finding.set_due(c.due);

  const int64_t n = c.number;
  if (c.at_most) {
    if (r.on_time.low > n) return finding.set(Verdict::violated);
    if (!clock.passed(c.until)) return finding.set(Verdict::pending);
    if (r.on_time.high > n || r.on_time.unbounded) return finding.set(Verdict::indeterminate, r.gaps);
    return finding.set(Verdict::satisfied);
  }
  if (r.on_time.low >= n) {
    finding.met_on = r.on_time.met_on;
    return finding.set(Verdict::satisfied);
  }
  if (c.owed && r.on_time.below(n) && r.in_all.low >= n) {
    finding.met_on = r.in_all.met_on;
    return finding.set(Verdict::satisfied_late);
  }
  if (!clock.passed(c.due)) return finding.set(Verdict::pending);
  if (c.owed && r.in_all.below(n)) return finding.set(Verdict::overdue);
  if (!c.owed && r.on_time.below(n)) return finding.set(Verdict::violated);
  finding.set(Verdict::indeterminate, r.gaps);
}

}  // namespace hegui::explain
