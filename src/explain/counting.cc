// Counting rows with gaps: the heart of section 5 of docs/evaluation.md, used by counts, items in windows and responses.
//
// In:   a selection, [from, until], a due day, a number.   Out: verdict, counts, met_on and gaps in a finding.
// Cost: O(rows).   Test: tests/explain/count_test.cc
#include <algorithm>

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

namespace {
/// Sure and possible rows of one reckoning, on time or in all.
struct Tally {
  std::vector<Day> sure;  // last possible days
  int64_t low = 0, high = 0;
  bool unbounded = false;
  bool below(int64_t n) const { return !unbounded && high < n; }
  Day nth(int64_t n) {
    if (n < 1 || static_cast<size_t>(n) > sure.size()) return kNoDay;
    std::sort(sure.begin(), sure.end());
    const Day day = sure[static_cast<size_t>(n - 1)];
    return day == kAlways ? kNoDay : day;
  }
};
}  // namespace

void Matter::count(const Counting& c, const Env& env, Judged& finding) {
  Tally on_time, in_all;
  Gaps gaps;
  for (const Candidate& row : evaluator.candidates(c.rows, env)) {
    if (row.membership.is_false()) continue;
    const Event event = ledger.event(row.row);
    Gaps why = row.presence;
    add(why, row.membership_gaps());

    Gaps why_on_time = why;
    const Side on_time_side = side(event, {c.from, c.until}, &why_on_time);
    if (on_time_side != Side::outside) {
      const bool sure = on_time_side == Side::inside && why.empty();
      const bool begins_by_due = !event.filled || event.range.lo <= c.due;
      const bool ends_by_due = event.range.hi <= c.due;
      if (sure && ends_by_due) {
        ++on_time.low;
        on_time.sure.push_back(event.range.hi);
      }
      if (begins_by_due) ++on_time.high;
      if (!sure && begins_by_due) add(gaps, why_on_time);
      if (sure && begins_by_due && !ends_by_due) add(gaps, straddle_gap(event));
    }
    if (!c.owed) continue;
    // In all: from the same first day up to the clock.
    if (event.filled && event.range.hi < c.from) continue;
    const bool inside = !event.dated || (event.filled && event.range.lo >= c.from && clock.reached(event.range.hi));
    Gaps why_in_all = why;
    if (!inside && event.filled) add(why_in_all, straddle_gap(event));
    ++in_all.high;
    if (inside && why.empty()) {
      ++in_all.low;
      in_all.sure.push_back(event.range.hi);
    } else {
      add(gaps, why_in_all);
    }
  }

  on_time.unbounded = unbounded(c.rows, env, c.due, &gaps);
  if (c.owed) in_all.unbounded = unbounded(c.rows, env, kNever, &gaps);
  const Tally& shown = c.owed ? in_all : on_time;
  finding.low = static_cast<int32_t>(shown.low);
  finding.high = shown.unbounded ? kNullCount : static_cast<int32_t>(shown.high);
  finding.required = static_cast<int32_t>(c.number);
  finding.set_due(c.due);

  const int64_t n = c.number;
  if (c.at_most) {
    if (on_time.low > n) return finding.set(Verdict::violated);
    if (!clock.passed(c.until)) return finding.set(Verdict::pending);
    if (on_time.high > n || on_time.unbounded) return finding.set(Verdict::indeterminate, gaps);
    return finding.set(Verdict::satisfied);
  }
  if (on_time.low >= n) {
    finding.met_on = on_time.nth(n);
    return finding.set(Verdict::satisfied);
  }
  if (c.owed && on_time.below(n) && in_all.low >= n) {
    finding.met_on = in_all.nth(n);
    return finding.set(Verdict::satisfied_late);
  }
  if (!clock.passed(c.due)) return finding.set(Verdict::pending);
  if (c.owed && in_all.below(n)) return finding.set(Verdict::overdue);
  if (!c.owed && on_time.below(n)) return finding.set(Verdict::violated);
  finding.set(Verdict::indeterminate, gaps);
}

}  // namespace hegui::explain
