// Due days: base, working days, shift, grace (docs/time.md section 3).
//
// In/Out: timing.h, judge.h.   Idea: everything is a range; a verdict that is the same with both ends of it is the verdict.
// Cost: O(days walked) a due day.   Test: tests/exec/timing_test.cc
#include "exec/timing.h"

#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

bool endless(Day day) { return day >= kNever || day <= kAlways; }

}  // namespace

Day day_within(int64_t day) {
  return static_cast<Day>(std::clamp<int64_t>(day, int64_t{kAlways} + 1, int64_t{kNever} - 1));
}

void WorkWalk::miss(Day day) {
  if (missing_ == kNoDay || day < missing_) missing_ = day;
}

DateRange WorkWalk::previous(Day day) {
  if (endless(day)) return {day, day};
  if (const auto found = calendar_.previous_working_day(day)) return {*found, *found};
  Day outside = day;
  while (calendar_.covers(outside)) --outside;
  miss(outside);
  Day first = day - kLongestRest;
  for (Day d = day; d > first; --d) {
    if (calendar_.working(d).value_or(false)) first = d;
  }
  return {first, day};
}

DateRange WorkWalk::next(Day day) {
  if (endless(day)) return {day, day};
  if (const auto found = calendar_.next_working_day(day)) return {*found, *found};
  Day outside = day;
  while (calendar_.covers(outside)) ++outside;
  miss(outside);
  Day last = day + kLongestRest;
  for (Day d = day; d < last; ++d) {
    if (calendar_.working(d).value_or(false)) last = d;
  }
  return {day, last};
}

DateRange WorkWalk::add(Day day, int64_t n) {
  if (endless(day) || n == 0) return {day, day};
  const int step = n > 0 ? 1 : -1;
  int64_t left = n > 0 ? n : -std::max(n, -INT64_MAX);
  Day at = day;
  if (!calendar_.covers(day)) {
    miss(day);
  } else {
    while (left > 0 && calendar_.covers(at + step)) {
      at += step;
      if (*calendar_.working(at)) --left;
    }
    if (left == 0) return {at, at};
    miss(at + step);
  }
  left = std::min<int64_t>(left, INT32_MAX);
  const Day near = day_within(at + step * left), far = day_within(at + step * (2 * left + kLongestRest));
  return {std::min(near, far), std::max(near, far)};
}

DateRange WorkWalk::previous(DateRange range) { return {previous(range.lo).lo, previous(range.hi).hi}; }
DateRange WorkWalk::next(DateRange range) { return {next(range.lo).lo, next(range.hi).hi}; }
DateRange WorkWalk::add(DateRange range, int64_t n) { return {add(range.lo, n).lo, add(range.hi, n).hi}; }

Day day_in_month(const rule::Timing& timing, Day until) {
  Civil civil = civil_of(until);
  if (timing.next_month) {
    civil.year += civil.month == 12 ? 1 : 0;
    civil.month = civil.month == 12 ? 1 : civil.month + 1;
  }
  const auto first = day_of(civil.year, civil.month, 1);
  if (!first) return until;  // beyond the calendar
  const Day last = last_day_of_month(*first);
  return timing.day_of_month == 0 ? last : std::min(last, *first + timing.day_of_month - 1);
}

Judge::Due Judge::timed(const rule::Timing& timing, DateRange base, int32_t base_info, const Window* window) {
  Due due;
  if (timing.day_of_month >= 0 && window != nullptr) {
    const Day day = day_in_month(timing, window->whole_until);
    base = {day, day};
    base_info = 0;
  }
  due.nominal = due.range = base;
  if (!base.precise()) due.info = base_info;
  if (timing.plain()) return due;
  WorkWalk walk(rules_.calendar);
  due.nominal = due.range = walk.add(base, number(timing.working_days));
  if (timing.shift == rule::Shift::previous_working_day) due.range = walk.previous(due.range);
  if (timing.shift == rule::Shift::next_working_day) due.range = walk.next(due.range);
  const int grace = std::max(number(timing.grace), 0);
  if (timing.grace_in_working_days) {
    due.range = walk.add(due.range, grace);
  } else if (grace > 0) {
    const auto later = [&](Day day) { return endless(day) ? day : day_within(int64_t{day} + grace); };
    due.range = {later(due.range.lo), later(due.range.hi)};
  }
  if (walk.missing() != kNoDay) {
    due.info = join(due.info, scene_.gap_set(ReasonCode::calendar_unknown, Gap::kNoPlace, 0, {}, format_date(walk.missing())));
  }
  return due;
}

Judge::Tries Judge::tries(const std::vector<OnceLane>& lanes, const rule::Timing& timing, plan::OpIx due_op) {
  Tries out;
  for (const OnceLane& lane : lanes) {
    const Day day = constant_day(due_op).value_or(lane.span.until);
    const Due due = timed(timing, {day, day}, 0, nullptr);
    const auto add = [&](Day d) {
      by(lane.lane, d);
      out.lanes.push_back(lane);
      out.day.push_back(d);
      out.due.push_back(due);
    };
    add(due.range.lo);
    if (!due.range.precise()) add(due.range.hi);
  }
  return out;
}

void Judge::merge(const Tries& tried, std::vector<Outcome> outcomes, std::vector<Outcome>& out) {
  for (size_t k = 0; k < outcomes.size(); ++k) {
    const Due& due = tried.due[k];
    if (due.range.precise()) {
      out.push_back(either(due, {}, std::move(outcomes[k])));
    } else {
      out.push_back(either(due, std::move(outcomes[k]), std::move(outcomes[k + 1])));
      ++k;
    }
    unsettle(tried.lanes[k], out.back());
  }
}

// Of two outcomes of one instance, with the first and with the last day on which it may be due.
Outcome Judge::either(const Due& due, Outcome first, Outcome last) {
  const auto shown = [](DateRange range) { return !range.precise() || endless(range.lo) ? kNullDay : range.lo; };
  if (last.due != kNullDay || last.nominal_due != kNullDay) last.nominal_due = shown(due.nominal);
  if (due.range.precise()) return last;
  last.due = kNullDay;
  if (first.verdict == last.verdict) return last;
  const auto open = [](const Outcome& o) { return o.verdict == Verdict::indeterminate ? o.gaps : 0; };
  last.gaps = join(due.info, join(open(first), open(last)));
  last.verdict = Verdict::indeterminate;
  last.reasons.clear();
  return last;
}

}  // namespace hegui::exec
