// Functions over single days, moments and lengths of time. A range stays a range where the function is monotone; where its days
// do not agree on the result, it is unknown with the gap that made the range.
// In/Out: row_machine.h.   Cost: that of the leaf.   Test: tests/exec/row_call_test.cc
#include <algorithm>
#include <iterator>
#include <optional>

#include "exec/row_machine.h"
#include "exec/vec.h"

namespace hegui::exec::row {

using cel::ErrorKind;
using cel::Function;
namespace leaf = cel::leaf;

namespace {

struct Part {
  Function plain, zoned;
  leaf::TimePart part;
};
constexpr Part kParts[] = {
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

bool endless(Day d) { return d >= kNever || d <= kAlways; }
Day day_of_seconds(int64_t s) {
  if (s == kNeverTime) return kNever;
  return static_cast<Day>(s / 86400 - (s % 86400 < 0 ? 1 : 0));
}

Value value_of(const cel::Outcome<int64_t>& r) { return r.ok() ? Value::of(r.value) : Value::error(r.error); }
Value span_of(const cel::Outcome<int64_t>& r) { return r.ok() ? Value::span(r.value) : Value::error(r.error); }
Value moment_of(const cel::Outcome<leaf::Timestamp>& r) { return r.ok() ? Value::moment(r.value) : Value::error(r.error); }
leaf::Timestamp timestamp(const Value& x) { return {x.i, static_cast<int32_t>(x.n)}; }

std::optional<leaf::TimePart> part_of_span(Function f) {
  switch (f) {
    case Function::get_hours_duration:
      return leaf::TimePart::hours;
    case Function::get_minutes_duration:
      return leaf::TimePart::minutes;
    case Function::get_seconds_duration:
      return leaf::TimePart::seconds;
    case Function::get_milliseconds_duration:
      return leaf::TimePart::milliseconds;
    default:
      return std::nullopt;
  }
}

std::optional<leaf::DatePart> part_of_date(Function f) {
  switch (f) {
    case Function::date_year:
      return leaf::DatePart::year;
    case Function::date_half_year:
      return leaf::DatePart::half_year;
    case Function::date_quarter:
      return leaf::DatePart::quarter;
    case Function::date_month:
      return leaf::DatePart::month;
    case Function::date_day:
      return leaf::DatePart::day;
    case Function::date_weekday:
      return leaf::DatePart::weekday;
    case Function::date_iso_week:
      return leaf::DatePart::iso_week;
    case Function::date_iso_year:
      return leaf::DatePart::iso_year;
    default:
      return std::nullopt;
  }
}

Value vague(const Value& x) { return Value::unknown(x.days_info()); }

/// A day moved by a duration or by months.
Value shifted(Function f, const Value& date, int64_t by) {
  const DateRange d = date.days();
  if (!d.precise() && (endless(d.lo) || endless(d.hi))) return vague(date);
  const auto shift = [&](Day day) {
    return f == Function::date_add_months     ? leaf::add_months(day, by)
           : f == Function::sub_date_duration ? leaf::subtract_duration(day, by)
                                              : leaf::add_duration(day, by);
  };
  const cel::Outcome<Day> lo = shift(d.lo), hi = d.precise() ? lo : shift(d.hi);
  if (!lo.ok() || !hi.ok()) return Value::error(lo.ok() ? hi.error : lo.error);
  return Value::date({lo.value, hi.value}, lo.value != hi.value ? date.days_info() : 0);
}

Value read_part(const Value& date, leaf::DatePart part) {
  const DateRange d = date.days();
  const cel::Outcome<int64_t> lo = leaf::part_of(d.lo, part);
  if (d.precise()) return value_of(lo);
  const cel::Outcome<int64_t> hi = leaf::part_of(d.hi, part);
  const bool steady = part != leaf::DatePart::day && part != leaf::DatePart::weekday && part != leaf::DatePart::iso_week &&
                      lo.ok() && hi.ok() && lo.value == hi.value && !endless(d.hi) &&
                      leaf::part_of(d.lo, leaf::DatePart::year).value == leaf::part_of(d.hi, leaf::DatePart::year).value;
  return steady ? Value::of(lo.value) : vague(date);
}

Value extreme(const Value* days, size_t count, bool latest, Gaps* gaps) {
  if (count == 0) return Value::error(ErrorKind::empty_list);
  DateRange best;
  int32_t info = 0;
  for (size_t k = 0; k < count; ++k) {
    if (days[k].tag != Tag::date) return Value::error(ErrorKind::no_matching_overload);
    const DateRange d = days[k].days();
    if (k == 0) {
      best = d;
    } else {
      best = latest ? DateRange{std::max(best.lo, d.lo), std::max(best.hi, d.hi)}
                    : DateRange{std::min(best.lo, d.lo), std::min(best.hi, d.hi)};
    }
    info = join(gaps, info, days[k].days_info());
  }
  return Value::date(best, best.precise() ? 0 : info);
}

bool call_date(Function function, const Value* args, size_t count, Callee& callee, Value& out) {
  const Value& a = args[0];
  switch (function) {
    case Function::date_string: {
      const cel::Outcome<Day> r = leaf::date_of(a.text());
      out = r.ok() ? Value::date({r.value, r.value}) : Value::error(r.error);
      return true;
    }
    case Function::days_int:
      out = span_of(leaf::days(a.i));
      return true;
    case Function::add_date_duration:
    case Function::sub_date_duration:
    case Function::date_add_months:
      out = shifted(function, a, args[1].i);
      return true;
    case Function::add_duration_date:
      out = shifted(function, args[1], a.i);
      return true;
    case Function::sub_date_date: {
      const DateRange d = a.days(), e = args[1].days();
      out = d.precise() && e.precise() ? value_of(leaf::days_between(d.lo, e.lo))
                                       : Value::unknown(join(callee.gaps(), a.days_info(), args[1].days_info()));
      return true;
    }
    case Function::string_date: {
      const DateRange d = a.days();
      out = !d.precise() ? vague(a) : endless(d.lo) ? Value::error(ErrorKind::never) : callee.text(format_date(d.lo));
      return true;
    }
    case Function::latest_two:
    case Function::earliest_two:
      out = extreme(args, count, function == Function::latest_two, callee.gaps());
      return true;
    case Function::latest_list:
    case Function::earliest_list:
      out = extreme(a.v, a.n, function == Function::latest_list, callee.gaps());
      return true;
    default:
      break;
  }
  const auto part = part_of_date(function);
  if (part) out = read_part(a, *part);
  return part.has_value();
}

}  // namespace

bool call_time(Function function, const Value* args, size_t count, Callee& callee, Value& out) {
  if (count == 0) return false;
  if (call_date(function, args, count, callee, out)) return true;
  const Value& a = args[0];
  if (const auto part = part_of_span(function)) {
    out = value_of(leaf::part_of_duration(a.i, *part));
    return true;
  }
  switch (function) {
    case Function::timestamp_string:
      out = moment_of(leaf::timestamp_of(a.text()));
      return true;
    case Function::timestamp_int:
      out = moment_of(leaf::timestamp_of(a.i));
      return true;
    case Function::duration_string:
      out = span_of(leaf::duration_of(a.text()));
      return true;
    case Function::string_duration:
      out = callee.text(leaf::text_of_duration(a.i));
      return true;
    default:
      break;
  }
  const Part* found = std::find_if(std::begin(kParts), std::end(kParts),
                                   [&](const Part& p) { return p.plain == function || p.zoned == function; });
  switch (function) {
    case Function::timestamp_date:
    case Function::sub_timestamp_timestamp:
    case Function::add_timestamp_duration:
    case Function::add_duration_timestamp:
    case Function::sub_timestamp_duration:
    case Function::int_timestamp:
    case Function::string_timestamp:
      break;
    default:
      if (found == std::end(kParts)) return false;
  }
  const Value& moment = function == Function::add_duration_timestamp ? args[1] : a;
  if (function == Function::timestamp_date) {
    const TimeRange t = moment.tag == Tag::moments ? TimeRange{moment.r->lo, moment.r->hi} : TimeRange{moment.i, moment.i};
    const DateRange d{day_of_seconds(t.lo), day_of_seconds(t.hi)};
    out = Value::date(d, d.precise() || moment.tag != Tag::moments ? 0 : moment.r->info);
    return true;
  }
  // Everything else needs a precise moment that has come.
  for (size_t k = 0; k < count; ++k) {
    if (args[k].tag == Tag::moments) {
      out = Value::unknown(args[k].r->info);
      return true;
    }
    if (args[k].tag == Tag::moment && args[k].i == kNeverTime) {
      out = Value::error(ErrorKind::never);
      return true;
    }
  }
  switch (function) {
    case Function::sub_timestamp_timestamp:
      out = span_of(leaf::subtract(timestamp(a), timestamp(args[1])));
      break;
    case Function::add_timestamp_duration:
      out = moment_of(leaf::add(timestamp(a), args[1].i));
      break;
    case Function::add_duration_timestamp:
      out = moment_of(leaf::add(timestamp(args[1]), a.i));
      break;
    case Function::sub_timestamp_duration:
      out = moment_of(leaf::subtract(timestamp(a), args[1].i));
      break;
    case Function::int_timestamp:
      out = Value::of(a.i);
      break;
    case Function::string_timestamp:
      out = callee.text(leaf::text_of(timestamp(a)));
      break;
    default:
      out = value_of(leaf::part_of(timestamp(a), found->part, count > 1 ? args[1].text() : std::string_view{}));
      break;
  }
  return true;
}

}  // namespace hegui::exec::row
