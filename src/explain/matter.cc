// Life, frames, windows, suspensions, applicability: sections 3 and 4 of docs/evaluation.md.
//
// In:   a duty and its holder.   Out: bounds, windows, verdicts adjusted by what makes them doubtful.
// Cost: O(windows + suspensions).   Test: tests/explain/count_test.cc
#include "explain/matter.h"

#include <algorithm>

namespace hegui::explain {

const rule::Roles& Matter::roles() const {
  static const rule::Roles none;
  const auto type = static_cast<size_t>(reading.holder().type);
  return type < rules.roles.size() ? rules.roles[type] : none;
}

Matter::Life Matter::life() {
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

std::vector<HolderWindow> Matter::windows(Per per, const rule::Frame& frame, int min_days, Bounds item) {
  const Life l = life();
  const Bounds whole = unclipped(frame);
  const std::string label = frame.kind == rule::Frame::Kind::any || frame.label.empty() ? "campaign" : frame.label;
  const auto made = [&](Day opened, Day ceased) {
    Bounds b = clip(whole, opened, ceased);
    b = {std::max(b.from, item.from), std::min(b.until, item.until)};
    return b.empty() ? std::vector<Window>{} : hegui::windows(per, b.from, b.until, min_days, label);
  };
  const auto same_in = [](const Window& w, const std::vector<Window>& others) {
    return std::any_of(others.begin(), others.end(),
                       [&](const Window& o) { return o.label == w.label && o.from == w.from && o.until == w.until; });
  };
  const std::vector<Window> wide = made(l.opened.lo, l.ceased.hi);
  const std::vector<Window> opened_late = made(l.opened.hi, l.ceased.hi);
  const std::vector<Window> ceased_early = made(l.opened.lo, l.ceased.lo);
  const std::vector<Window> narrow = made(l.opened.hi, l.ceased.lo);
  std::vector<HolderWindow> out;
  for (const Window& w : wide) {
    HolderWindow hw{w, {}};
    if (!same_in(w, opened_late)) add(hw.doubt, l.opened_gap);
    if (!same_in(w, ceased_early)) add(hw.doubt, l.ceased_gap);
    if (hw.doubt.empty() && !same_in(w, narrow)) {
      add(hw.doubt, l.opened_gap);
      add(hw.doubt, l.ceased_gap);
    }
    out.push_back(std::move(hw));
  }
  return out;
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

namespace {
/// Do the intervals together hold every day of [from, until]?
bool covers(std::vector<Bounds> intervals, Day from, Day until) {
  std::sort(intervals.begin(), intervals.end(), [](const Bounds& a, const Bounds& b) { return a.from < b.from; });
  Day open = from;  // first day not yet covered
  for (const Bounds& i : intervals) {
    if (i.from > open) return false;
    if (i.until < open) continue;
    if (i.until >= until) return true;
    open = i.until + 1;
  }
  return false;
}
}  // namespace

void Matter::apply_suspensions(Judged& finding, Day from, Day until) {
  const rule::Roles& r = roles();
  if (r.suspensions < 0 || r.suspension_from < 0) return;
  std::vector<Bounds> sure, possible;
  Gaps gaps;
  for (const RowRef& row : ledger.rows(reading.holder(), r.suspensions)) {
    Gaps why = reading.presence(row);
    const bool present = why.empty();
    DateRange begin{kAlways, kNever}, end{kNever, kNever};
    const Value first = reading.field(row, r.suspension_from);
    if (first.is(Value::Kind::date)) begin = first.date;
    add(why, first.gaps);
    if (r.suspension_to >= 0) {
      const Value last = reading.field(row, r.suspension_to);
      if (last.is(Value::Kind::date)) {
        end = last.date;
        add(why, last.gaps);
      }
    }
    const Bounds widest{begin.lo, end.hi};
    if (widest.until < from || widest.from > until) continue;
    if (!widest.empty()) possible.push_back(widest);
    if (present && begin.hi <= end.lo) sure.push_back({begin.hi, end.lo});
    add(gaps, why);
  }
  if (covers(sure, from, until)) {
    finding.set(Verdict::not_applicable);
    finding.nominal_due = finding.due = finding.met_on = kNoDay;
    finding.low = finding.high = finding.required = kNullCount;
  } else if (adverse(finding.verdict) && covers(possible, from, until)) {
    finding.set(Verdict::indeterminate, std::move(gaps));
  }
}

int64_t Matter::number(const rule::NumberRef& ref) const {
  return static_cast<int64_t>(rule::number_of_ref(ref, evaluator.params()));
}

Value Matter::date(rule::ExprIx expression, const Env& env) {
  Value v = evaluator.eval(expression, env);
  if (v.is(Value::Kind::date) || v.is_unknown() || v.is_error()) return v;
  return Value::error(cel::ErrorKind::no_matching_overload);
}

Day Matter::day(rule::ExprIx expression, Day otherwise) {
  if (expression == rule::kNone) return otherwise;
  const Value v = evaluator.eval(expression, evaluator.env(clock.peek()));
  return v.is(Value::Kind::date) ? v.date.lo : otherwise;
}

}  // namespace hegui::explain
