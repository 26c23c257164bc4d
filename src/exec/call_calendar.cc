// Functions of the pack's calendar and of calendar periods over days (docs/time.md section 3).
// In/Out: scene.h.   Idea: where the calendar does not reach, a range with the gap calendar_unknown.
// Cost: O(lanes) searches of a few days.   Test: tests/exec/call_test.cc
#include "exec/scene.h"
#include "exec/timing.h"

namespace hegui::exec {

using cel::ErrorKind;
using cel::Function;
using plan::Op;

VecPtr Scene::calendar_call(Frame& frame, const Op& op) {
  const Function f = static_cast<Function>(op.a);
  switch (f) {
    case Function::working_day:
    case Function::previous_working_day:
    case Function::next_working_day:
    case Function::add_working_days:
    case Function::in_period: break;
    default: return nullptr;
  }
  const WorkCalendar& calendar = program.rules->calendar;
  const Arg args[2] = {arg(frame, op.args[0]), op.args.size() > 1 ? arg(frame, op.args[1]) : Arg{}};
  const auto endless = [](Day day) { return day >= kNever || day <= kAlways; };
  const auto missing = [&](Day day) {
    return gap_set(ReasonCode::calendar_unknown, Gap::kNoPlace, 0, {}, trace ? format_date(day) : std::string());
  };
  const bool watch = pivots && f == Function::in_period && program[op.args[0]].clocked == plan::Clocked::with_clock;
  auto v = make(op.rep, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(args, op.args.size(), i, *v)) continue;
    const DateRange d = args[0].v->day(args[0].at(i));
    const int32_t info = args[0].info(i);
    if (f == Function::in_period) {
      const cel::Outcome<DateRange> period = cel::leaf::period_of(strings.text(args[1].v->a[args[1].at(i)]));
      if (!period.ok()) {
        fail(*v, i, period.error);
        continue;
      }
      const DateRange p = period.value;
      if (watch && moving(frame, i, op.args[0])) pivot_past(frame, i, d, p);
      if (d.hi < p.lo || d.lo > p.hi) {
        v->t[i] = kFalse;
      } else if (p.lo <= d.lo && d.hi <= p.hi) {
        v->t[i] = kTrue;
      } else {
        unknown(*v, i, info);
      }
      continue;
    }
    if (endless(d.lo) || endless(d.hi)) {
      if (d.precise()) {
        fail(*v, i, ErrorKind::never);
      } else {
        unknown(*v, i, info);
      }
      continue;
    }
    if (f == Function::working_day) {
      const std::optional<bool> first = calendar.working(d.lo);
      Day day = d.lo;
      while (day <= d.hi && first && calendar.working(day) == first) ++day;
      if (day > d.hi) {
        v->t[i] = truth_of(*first);
      } else {  // the first day that answers otherwise: another way, or not at all
        const int32_t own = d.precise() ? 0 : info;
        unknown(*v, i, !trace ? 0 : calendar.working(day) ? own : gaps.join(own, missing(day)));
      }
      continue;
    }
    WorkWalk walk(calendar);
    const DateRange out = f == Function::previous_working_day ? walk.previous(d)
                          : f == Function::next_working_day   ? walk.next(d)
                                                              : walk.add(d, args[1].v->x[args[1].at(i)]);
    v->set_day(i, out);
    if (!trace || out.precise()) continue;
    v->set_info(i, gaps.join(d.precise() ? 0 : info, walk.missing() == kNoDay ? 0 : missing(walk.missing())));
  }
  return v;
}

}  // namespace hegui::exec
