// Functions over days, moments and lengths of time. A range stays a range where the function is monotone; where its days
// do not agree on the result, it is unknown.
// In/Out: scene.h.   Cost: O(lanes) calls of a leaf.   Test: tests/exec/call_test.cc
#include "exec/scene.h"

#include <algorithm>

namespace hegui::exec {

using cel::ErrorKind;
using cel::Function;
using plan::Op;
namespace leaf = cel::leaf;

namespace {

leaf::Timestamp moment(int64_t seconds) { return {seconds, 0}; }
Day day_of_seconds(int64_t s) {
  if (s == kNeverTime) return kNever;
  return static_cast<Day>(s / 86400 - (s % 86400 < 0 ? 1 : 0));
}
bool endless(Day d) { return d >= kNever || d <= kAlways; }

}  // namespace

VecPtr Scene::extreme(Frame& frame, const Op& op) {
  const Function f = static_cast<Function>(op.a);
  const bool latest = f == Function::latest_list || f == Function::latest_two;
  const auto better = [&](DateRange x, DateRange y) {
    return latest ? DateRange{std::max(x.lo, y.lo), std::max(x.hi, y.hi)} : DateRange{std::min(x.lo, y.lo), std::min(x.hi, y.hi)};
  };
  auto v = make(Rep::date, frame.n);
  if (f == Function::latest_two || f == Function::earliest_two) {
    const Arg args[] = {arg(frame, op.args[0]), arg(frame, op.args[1])};
    for (size_t i = 0; i < frame.n; ++i) {
      if (!strict(args, 2, i, *v)) continue;
      const DateRange x = args[0].v->day(args[0].at(i)), y = args[1].v->day(args[1].at(i));
      const DateRange r = better(x, y);
      if (pivots && op.clocked == plan::Clocked::with_clock) {
        const size_t mover = program[op.args[0]].clocked == plan::Clocked::with_clock ? 0 : 1;
        if (moving(frame, i, op.args[mover])) pivot_past(frame, i, mover == 0 ? x : y, mover == 0 ? y : x);
      }
      v->set_day(i, r);
      if (trace && !r.precise()) v->set_info(i, gaps.join(args[0].info(i), args[1].info(i)));
    }
    return v;
  }
  const Arg list = arg(frame, op.args[0]);
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(&list, 1, i, *v)) continue;
    const size_t p = list.at(i);
    const Vec& set = *list.v;
    if (set.off[p] == set.off[p + 1]) {
      fail(*v, i, ErrorKind::empty_list);
      continue;
    }
    DateRange r = set.elem->day(set.off[p]);
    int32_t info = 0;
    for (uint32_t e = set.off[p]; e < set.off[p + 1]; ++e) {
      r = better(r, set.elem->day(e));
      if (trace) info = gaps.join(info, set.elem->info_of(e));
    }
    v->set_day(i, r);
    if (trace && !r.precise()) v->set_info(i, info);
  }
  return v;
}

VecPtr Scene::date_call(Frame& frame, const Op& op) {
  const Function f = static_cast<Function>(op.a);
  switch (f) {
    case Function::add_date_duration: case Function::add_duration_date: case Function::sub_date_duration:
    case Function::sub_date_date: case Function::date_string: case Function::date_year: case Function::date_half_year:
    case Function::date_quarter: case Function::date_month: case Function::date_day: case Function::date_weekday:
    case Function::date_iso_week: case Function::date_iso_year: case Function::date_add_months: case Function::string_date: break;
    default: return nullptr;
  }
  Arg args[2] = {arg(frame, op.args[0]), op.args.size() > 1 ? arg(frame, op.args[1]) : Arg{}};
  if (f == Function::add_duration_date) std::swap(args[0], args[1]);
  auto v = make(op.rep, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(args, op.args.size(), i, *v)) continue;
    const Vec& a = *args[0].v;
    const size_t p = args[0].at(i), q = args[1].at(i);
    const auto ints = [&](cel::Outcome<int64_t> r) {
      if (r.ok()) {
        v->x[i] = r.value;
      } else {
        fail(*v, i, r.error);
      }
    };
    if (f == Function::date_string) {
      const cel::Outcome<Day> r = leaf::date_of(strings.text(a.a[p]));
      if (r.ok()) {
        v->set_day(i, {r.value, r.value});
      } else {
        fail(*v, i, r.error);
      }
      continue;
    }
    const DateRange d = a.day(p);
    const auto vague = [&] { unknown(*v, i, a.info_of(p)); };
    switch (f) {
      case Function::add_date_duration:
      case Function::add_duration_date:
      case Function::sub_date_duration:
      case Function::date_add_months: {
        // A range that reaches `never` may be `never`, and arithmetic on that is an error.
        if (!d.precise() && (endless(d.lo) || endless(d.hi))) {
          vague();
          break;
        }
        const auto shift = [&](Day day) {
          const int64_t by = args[1].v->x[q];
          return f == Function::date_add_months ? leaf::add_months(day, by)
                 : f == Function::sub_date_duration ? leaf::subtract_duration(day, by)
                                                     : leaf::add_duration(day, by);
        };
        const cel::Outcome<Day> lo = shift(d.lo), hi = d.precise() ? lo : shift(d.hi);
        if (!lo.ok() || !hi.ok()) {
          fail(*v, i, lo.ok() ? hi.error : lo.error);
        } else {
          v->set_day(i, {lo.value, hi.value});
          if (trace && lo.value != hi.value) v->set_info(i, a.info_of(p));
        }
        break;
      }
      case Function::sub_date_date: {
        const Vec& b = *args[1].v;
        const DateRange e = b.day(q);
        if (d.precise() && e.precise()) {
          ints(leaf::days_between(d.lo, e.lo));
        } else {
          unknown(*v, i, gaps.join(d.precise() ? 0 : a.info_of(p), e.precise() ? 0 : b.info_of(q)));
        }
        break;
      }
      case Function::string_date:
        if (!d.precise()) {
          vague();
        } else if (endless(d.lo)) {
          fail(*v, i, ErrorKind::never);
        } else {
          v->a[i] = strings.code(format_date(d.lo));
        }
        break;
      default: {
        const leaf::DatePart part = f == Function::date_year ? leaf::DatePart::year
                                    : f == Function::date_half_year ? leaf::DatePart::half_year
                                    : f == Function::date_quarter ? leaf::DatePart::quarter
                                    : f == Function::date_month ? leaf::DatePart::month
                                    : f == Function::date_day ? leaf::DatePart::day
                                    : f == Function::date_iso_week ? leaf::DatePart::iso_week
                                    : f == Function::date_iso_year ? leaf::DatePart::iso_year
                                                                   : leaf::DatePart::weekday;
        const cel::Outcome<int64_t> lo = leaf::part_of(d.lo, part);
        if (d.precise()) {
          ints(lo);
          break;
        }
        const cel::Outcome<int64_t> hi = leaf::part_of(d.hi, part);
        const bool steady = part != leaf::DatePart::day && part != leaf::DatePart::weekday &&
                            part != leaf::DatePart::iso_week && lo.ok() && hi.ok() &&
                            lo.value == hi.value && !endless(d.hi) &&
                            leaf::part_of(d.lo, leaf::DatePart::year).value == leaf::part_of(d.hi, leaf::DatePart::year).value;
        if (steady) {
          v->x[i] = lo.value;
        } else {
          vague();
        }
        break;
      }
    }
  }
  return v;
}

VecPtr Scene::time_call(Frame& frame, const Op& op) {
  const Function f = static_cast<Function>(op.a);
  struct Part {
    Function plain, zoned;
    leaf::TimePart part;
  };
  static constexpr Part kParts[] = {
      {Function::get_full_year, Function::get_full_year_zone, leaf::TimePart::full_year},
      {Function::get_month, Function::get_month_zone, leaf::TimePart::month},
      {Function::get_date, Function::get_date_zone, leaf::TimePart::date},
      {Function::get_day_of_month, Function::get_day_of_month_zone, leaf::TimePart::day_of_month},
      {Function::get_day_of_week, Function::get_day_of_week_zone, leaf::TimePart::day_of_week},
      {Function::get_day_of_year, Function::get_day_of_year_zone, leaf::TimePart::day_of_year},
      {Function::get_hours, Function::get_hours_zone, leaf::TimePart::hours},
      {Function::get_minutes, Function::get_minutes_zone, leaf::TimePart::minutes},
      {Function::get_seconds, Function::get_seconds_zone, leaf::TimePart::seconds},
      {Function::get_milliseconds, Function::get_milliseconds_zone, leaf::TimePart::milliseconds},
  };
  const auto spans = [&](leaf::TimePart& part) {
    if (f == Function::get_hours_duration) part = leaf::TimePart::hours;
    else if (f == Function::get_minutes_duration) part = leaf::TimePart::minutes;
    else if (f == Function::get_seconds_duration) part = leaf::TimePart::seconds;
    else if (f == Function::get_milliseconds_duration) part = leaf::TimePart::milliseconds;
    else return false;
    return true;
  };
  const Part* found = std::find_if(std::begin(kParts), std::end(kParts), [&](const Part& p) { return p.plain == f || p.zoned == f; });
  leaf::TimePart span_part{};
  const bool of_span = spans(span_part);
  Arg args[2] = {arg(frame, op.args[0]), op.args.size() > 1 ? arg(frame, op.args[1]) : Arg{}};
  if (f == Function::add_duration_timestamp) std::swap(args[0], args[1]);
  auto v = make(op.rep, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(args, op.args.size(), i, *v)) continue;
    const Vec& a = *args[0].v;
    const size_t p = args[0].at(i), q = args[1].at(i);
    const auto ints = [&](cel::Outcome<int64_t> r) {
      if (r.ok()) {
        v->x[i] = r.value;
      } else {
        fail(*v, i, r.error);
      }
    };
    const auto moments = [&](cel::Outcome<leaf::Timestamp> r) {
      if (r.ok()) {
        v->set_time(i, {r.value.seconds, r.value.seconds});
      } else {
        fail(*v, i, r.error);
      }
    };
    if (of_span) {
      ints(leaf::part_of_duration(a.x[p], span_part));
      continue;
    }
    switch (f) {
      case Function::timestamp_string: moments(leaf::timestamp_of(strings.text(a.a[p]))); continue;
      case Function::timestamp_int: moments(leaf::timestamp_of(a.x[p])); continue;
      case Function::duration_string: ints(leaf::duration_of(strings.text(a.a[p]))); continue;
      case Function::string_duration: v->a[i] = strings.code(leaf::text_of_duration(a.x[p])); continue;
      default: break;
    }
    if (a.rep != Rep::time) {
      fail(*v, i, ErrorKind::no_matching_overload);
      continue;
    }
    const TimeRange t = a.time(p);
    if (f == Function::timestamp_date) {
      const DateRange d{day_of_seconds(t.lo), day_of_seconds(t.hi)};
      v->set_day(i, d);
      if (trace && !d.precise()) v->set_info(i, a.info_of(p));
      continue;
    }
    if (t.lo != t.hi) {
      unknown(*v, i, a.info_of(p));
      continue;
    }
    if (t.lo == kNeverTime) {
      fail(*v, i, ErrorKind::never);
      continue;
    }
    if (f == Function::sub_timestamp_timestamp) {
      const TimeRange u = args[1].v->time(q);
      if (u.lo != u.hi) {
        unknown(*v, i, args[1].info(i));
      } else if (u.lo == kNeverTime) {
        fail(*v, i, ErrorKind::never);
      } else {
        ints(leaf::subtract(moment(t.lo), moment(u.lo)));
      }
    } else if (f == Function::add_timestamp_duration || f == Function::add_duration_timestamp) {
      moments(leaf::add(moment(t.lo), args[1].v->x[q]));
    } else if (f == Function::sub_timestamp_duration) {
      moments(leaf::subtract(moment(t.lo), args[1].v->x[q]));
    } else if (f == Function::int_timestamp) {
      v->x[i] = t.lo;
    } else if (f == Function::string_timestamp) {
      v->a[i] = strings.code(leaf::text_of(moment(t.lo)));
    } else if (found != std::end(kParts)) {
      ints(leaf::part_of(moment(t.lo), found->part, args[1].v != nullptr ? strings.text(args[1].v->a[q]) : std::string_view{}));
    } else {
      fail(*v, i, ErrorKind::no_matching_overload);
    }
  }
  return v;
}

}  // namespace hegui::exec
