// Functions and operators on plain values, chosen by name and kinds of arguments; ranges of days are carried through.
//
// In:   a name of cel/functions.def, arguments without unknowns and errors.   Out: a value, unknown (an imprecise date where
// a precise one is needed) or an error.
// Cost: that of the leaf.   Test: tests/explain/evaluator_test.cc
#include "explain/functions.h"

#include <optional>

#include "cel/functions.h"
#include "cel/leaf_text.h"

namespace hegui::explain {

using cel::ErrorKind;
using cel::Outcome;
namespace leaf = cel::leaf;
using K = Value::Kind;

namespace {

Value none() { return no_overload(); }

Value duration_from(const Outcome<int64_t>& r) { return r.ok() ? Value::of_duration(r.value) : Value::error(r.error); }

bool precise(const Value& v) { return v.is(K::date) ? v.date.precise() : !v.is(K::timestamp) || v.from == v.until; }
bool no_day(const Value& v) {
  if (v.is(K::date)) return v.date.precise() && (v.date.lo == kNever || v.date.lo == kAlways);
  return v.is(K::timestamp) && v.from == kNeverMoment;
}
bool maybe_never(const Value& v) {
  return v.is(K::date) ? v.date.hi == kNever || v.date.lo == kAlways : v.is(K::timestamp) && v.until == kNeverMoment;
}
Value open(const Values& a) {
  Gaps gaps;
  for (const Value& v : a)
    if (v.is(K::date) || v.is(K::timestamp)) add(gaps, v.gaps);
  return Value::unknown(std::move(gaps));
}

Value shift(const Value& when, const Value& by, bool back) {
  if (no_day(when)) return Value::error(ErrorKind::never);
  if (maybe_never(when)) return Value::unknown(when.gaps);
  if (when.is(K::date)) {
    const auto lo = back ? leaf::subtract_duration(when.date.lo, by.integer) : leaf::add_duration(when.date.lo, by.integer);
    const auto hi = back ? leaf::subtract_duration(when.date.hi, by.integer) : leaf::add_duration(when.date.hi, by.integer);
    if (!lo.ok()) return Value::error(lo.error);
    if (!hi.ok()) return Value::error(hi.error);
    return Value::of_days({lo.value, hi.value}, when.gaps);
  }
  const auto lo = back ? leaf::subtract(when.from, by.integer) : leaf::add(when.from, by.integer);
  const auto hi = back ? leaf::subtract(when.until, by.integer) : leaf::add(when.until, by.integer);
  if (!lo.ok()) return Value::error(lo.error);
  if (!hi.ok()) return Value::error(hi.error);
  return Value::of_moments(lo.value, hi.value, when.gaps);
}

Value plus(const Value& a, const Value& b, Work& work) {
  const auto is_time = [](const Value& v) { return v.is(K::date) || v.is(K::timestamp); };
  if (is_time(a) && b.is(K::duration)) return shift(a, b, false);
  if (a.is(K::duration) && is_time(b)) return shift(b, a, false);
  if (a.kind != b.kind) return none();
  switch (a.kind) {
    case K::integer:
      return from(leaf::add(a.integer, b.integer));
    case K::natural:
      return from(leaf::add(a.natural, b.natural));
    case K::real:
      return Value::of_double(a.real + b.real);
    case K::duration:
      return duration_from(leaf::add(a.integer, b.integer));
    case K::string:
    case K::bytes: {
      if (a.text.size() + b.text.size() > cel::kMaxText) return Value::error(ErrorKind::too_large);
      if (!work.take((a.text.size() + b.text.size()) / 64)) return Value::error(ErrorKind::too_much_work);
      return a.is(K::string) ? Value::of_string(a.text + b.text) : Value::of_bytes(a.text + b.text);
    }
    case K::list: {
      if (a.list->size() + b.list->size() > cel::kMaxElements) return Value::error(ErrorKind::too_large);
      if (!work.take(a.list->size() + b.list->size())) return Value::error(ErrorKind::too_much_work);
      Values joined = *a.list;
      joined.insert(joined.end(), b.list->begin(), b.list->end());
      return Value::of_list(std::move(joined));
    }
    default:
      return none();
  }
}

Value minus(const Value& a, const Value& b) {
  if ((a.is(K::date) || a.is(K::timestamp)) && b.is(K::duration)) return shift(a, b, true);
  if (a.kind != b.kind) return none();
  switch (a.kind) {
    case K::integer:
      return from(leaf::subtract(a.integer, b.integer));
    case K::natural:
      return from(leaf::subtract(a.natural, b.natural));
    case K::real:
      return Value::of_double(a.real - b.real);
    case K::duration:
      return duration_from(leaf::subtract(a.integer, b.integer));
    case K::date:
    case K::timestamp:
      if (no_day(a) || no_day(b)) return Value::error(ErrorKind::never);
      if (!precise(a) || !precise(b)) return open({a, b});
      return a.is(K::date) ? from(leaf::days_between(a.date.lo, b.date.lo)) : duration_from(leaf::subtract(a.from, b.from));
    default:
      return none();
  }
}

Value times(const Value& a, const Value& b) {
  if (a.kind != b.kind) return none();
  if (a.is(K::integer)) return from(leaf::multiply(a.integer, b.integer));
  if (a.is(K::natural)) return from(leaf::multiply(a.natural, b.natural));
  return a.is(K::real) ? Value::of_double(a.real * b.real) : none();
}

Value over(const Value& a, const Value& b) {
  if (a.kind != b.kind) return none();
  if (a.is(K::integer)) return from(leaf::divide(a.integer, b.integer));
  if (a.is(K::natural)) return from(leaf::divide(a.natural, b.natural));
  return a.is(K::real) ? Value::of_double(leaf::divide(a.real, b.real)) : none();
}

Value modulo(const Value& a, const Value& b) {
  if (a.kind != b.kind) return none();
  if (a.is(K::integer)) return from(leaf::remainder(a.integer, b.integer));
  return a.is(K::natural) ? from(leaf::remainder(a.natural, b.natural)) : none();
}

Value in(const Value& x, const Value& range, Work& work) {
  if (range.is(K::list)) {
    Values hits;
    for (const Value& element : *range.list) {
      hits.push_back(equal(x, element, work));
      if (hits.back().is_true()) return hits.back();
      if (work.spent) return Value::error(ErrorKind::too_much_work);
    }
    return any_of(hits);
  }
  if (!range.is(K::map)) return none();
  return Value::of_bool(range.map->find(x) != nullptr);
}

Value size_of(const Value& v) {
  switch (v.kind) {
    case K::string:
      return Value::of_int(leaf::size(v.text));
    case K::bytes:
      return Value::of_int(static_cast<int64_t>(v.text.size()));
    case K::list:
      return Value::of_int(static_cast<int64_t>(v.list->size()));
    case K::map:
      return Value::of_int(static_cast<int64_t>(v.map->entries.size()));
    default:
      return none();
  }
}

/// The latest (or earliest) of some days: bounds are compared apart, so ranges stay ranges.
Value extreme(const Values& days, bool latest) {
  if (days.empty()) return Value::error(ErrorKind::empty_list);
  Value best = days.front();
  for (const Value& d : days) {
    if (!d.is(K::date)) return none();
    best.date.lo = latest ? std::max(best.date.lo, d.date.lo) : std::min(best.date.lo, d.date.lo);
    best.date.hi = latest ? std::max(best.date.hi, d.date.hi) : std::min(best.date.hi, d.date.hi);
    add(best.gaps, d.gaps);
  }
  return Value::of_days(best.date, best.gaps);
}

/// A part of a day; of a range only where all its days agree.
Value part_of_day(const Value& v, leaf::DatePart part) {
  if (!v.is(K::date)) return none();
  if (no_day(v)) return Value::error(ErrorKind::never);
  if (v.date.precise()) return from(leaf::part_of(v.date.lo, part));
  const bool within_year = part != leaf::DatePart::day && part != leaf::DatePart::weekday && part != leaf::DatePart::iso_week &&
                           part != leaf::DatePart::iso_year;  // parts that only grow in a year
  if (!within_year || maybe_never(v) || civil_of(v.date.lo).year != civil_of(v.date.hi).year) return Value::unknown(v.gaps);
  const Value first = from(leaf::part_of(v.date.lo, part));
  const Value last = from(leaf::part_of(v.date.hi, part));
  return equal(first, last).is_true() ? first : Value::unknown(v.gaps);
}

Value part_of_moment(const Values& a, leaf::TimePart part) {
  const Value& v = a[0];
  if (v.is(K::duration)) return a.size() == 1 ? from(leaf::part_of_duration(v.integer, part)) : none();
  if (!v.is(K::timestamp) || (a.size() > 1 && !a[1].is(K::string))) return none();
  if (no_day(v)) return Value::error(ErrorKind::never);
  if (!precise(v)) return Value::unknown(v.gaps);
  return from(leaf::part_of(v.from, part, a.size() > 1 ? std::string_view(a[1].text) : std::string_view()));
}

std::string_view type_name(const Value& v) {
  switch (v.kind) {
    case K::null:
      return "null_type";
    case K::boolean:
      return "bool";
    case K::integer:
      return "int";
    case K::natural:
      return "uint";
    case K::real:
      return "double";
    case K::string:
      return "string";
    case K::bytes:
      return "bytes";
    case K::date:
      return "date";
    case K::timestamp:
      return "google.protobuf.Timestamp";
    case K::duration:
      return "google.protobuf.Duration";
    case K::list:
    case K::rows:
      return "list";
    case K::map:
      return "map";
    case K::type:
      return "type";
    case K::optional:
      return "optional_type";
    default:
      return "record";
  }
}

Value convert_int(const Value& v) {
  switch (v.kind) {
    case K::integer:
      return v;
    case K::natural:
      return from(leaf::int_of(v.natural));
    case K::real:
      return from(leaf::int_of(v.real));
    case K::string:
      return from(leaf::int_of(v.text));
    case K::timestamp:
      if (no_day(v)) return Value::error(ErrorKind::never);
      return precise(v) ? Value::of_int(v.from.seconds) : Value::unknown(v.gaps);
    default:
      return none();
  }
}

Value convert_uint(const Value& v) {
  switch (v.kind) {
    case K::natural:
      return v;
    case K::integer:
      return from(leaf::uint_of(v.integer));
    case K::real:
      return from(leaf::uint_of(v.real));
    case K::string:
      return from(leaf::uint_of(std::string_view(v.text)));
    default:
      return none();
  }
}

Value convert_double(const Value& v) {
  switch (v.kind) {
    case K::real:
      return v;
    case K::integer:
      return Value::of_double(static_cast<double>(v.integer));
    case K::natural:
      return Value::of_double(static_cast<double>(v.natural));
    case K::string:
      return from(leaf::double_of(v.text));
    default:
      return none();
  }
}

Value convert_string(const Value& v) {
  switch (v.kind) {
    case K::string:
      return v;
    case K::integer:
      return Value::of_string(leaf::text_of(v.integer));
    case K::natural:
      return Value::of_string(leaf::text_of(v.natural));
    case K::real:
      return Value::of_string(leaf::text_of(v.real));
    case K::boolean:
      return Value::of_string(leaf::text_of(v.boolean));
    case K::bytes:
      return from(leaf::text_of_bytes(v.text));
    case K::duration:
      return Value::of_string(leaf::text_of_duration(v.integer));
    case K::date:
    case K::timestamp:
      if (no_day(v)) return Value::error(ErrorKind::never);
      if (!precise(v)) return Value::unknown(v.gaps);
      return Value::of_string(v.is(K::date) ? format_date(v.date.lo) : leaf::text_of(v.from));
    default:
      return none();
  }
}

Value convert_timestamp(const Value& v) {
  if (v.is(K::timestamp)) return v;
  if (v.is(K::string)) return from(leaf::timestamp_of(std::string_view(v.text)));
  return v.is(K::integer) ? from(leaf::timestamp_of(v.integer)) : none();
}

/// date("2023-05-19"), and x.date() of a moment.
Value convert_date(const Value& v) {
  if (v.is(K::string)) return from(leaf::date_of(v.text));
  if (!v.is(K::timestamp)) return none();
  const Day first = v.from == kNeverMoment ? kNever : leaf::day_of(v.from);
  const Day last = v.until == kNeverMoment ? kNever : leaf::day_of(v.until);
  return Value::of_days({first, last}, v.gaps);
}

std::optional<leaf::DatePart> date_part(std::string_view name) {
  using P = leaf::DatePart;
  constexpr std::pair<std::string_view, P> parts[] = {
      {"year", P::year}, {"half_year", P::half_year}, {"quarter", P::quarter},   {"month", P::month},
      {"day", P::day},   {"weekday", P::weekday},     {"iso_week", P::iso_week}, {"iso_year", P::iso_year}};
  for (const auto& [word, part] : parts)
    if (word == name) return part;
  return std::nullopt;
}

std::optional<leaf::TimePart> time_part(std::string_view name) {
  using P = leaf::TimePart;
  constexpr std::pair<std::string_view, P> parts[] = {{"getFullYear", P::full_year},
                                                      {"getMonth", P::month},
                                                      {"getDate", P::date},
                                                      {"getDayOfMonth", P::day_of_month},
                                                      {"getDayOfWeek", P::day_of_week},
                                                      {"getDayOfYear", P::day_of_year},
                                                      {"getHours", P::hours},
                                                      {"getMinutes", P::minutes},
                                                      {"getSeconds", P::seconds},
                                                      {"getMilliseconds", P::milliseconds}};
  for (const auto& [word, part] : parts)
    if (word == name) return part;
  return std::nullopt;
}

Value of_one(std::string_view name, const Values& arguments) {
  const Value& a = arguments[0];
  if (name == "-_") {
    if (a.is(K::integer)) return from(leaf::negate(a.integer));
    return a.is(K::real) ? Value::of_double(-a.real) : none();
  }
  if (name == "size") return size_of(a);
  if (name == "int") return convert_int(a);
  if (name == "uint") return convert_uint(a);
  if (name == "double") return convert_double(a);
  if (name == "string") return convert_string(a);
  if (name == "bool") return a.is(K::boolean) ? a : a.is(K::string) ? from(leaf::bool_of(a.text)) : none();
  if (name == "bytes") return a.is(K::bytes) ? a : a.is(K::string) ? Value::of_bytes(a.text) : none();
  if (name == "dyn") return a;
  if (name == "type") return Value::of_type(type_name(a));
  if (name == "timestamp") return convert_timestamp(a);
  if (name == "duration") return a.is(K::duration) ? a : a.is(K::string) ? duration_from(leaf::duration_of(a.text)) : none();
  if (name == "date") return convert_date(a);
  if (name == "days") return a.is(K::integer) ? duration_from(leaf::days(a.integer)) : none();
  if (name == "latest" || name == "earliest") return a.is(K::list) ? extreme(*a.list, name == "latest") : none();
  if (const auto part = date_part(name)) return part_of_day(a, *part);
  if (const auto part = time_part(name)) return part_of_moment(arguments, *part);
  return Value::error(ErrorKind::unbound);
}

Value of_two(std::string_view name, const Values& arguments, Work& work) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  if (name == "_+_") return plus(a, b, work);
  if (name == "_-_") return minus(a, b);
  if (name == "_*_") return times(a, b);
  if (name == "_/_") return over(a, b);
  if (name == "_%_") return modulo(a, b);
  if (name == "_==_") return equal(a, b, work);
  if (name == "_!=_") return negate(equal(a, b, work));
  if (name == "_<_") return less(a, b, false);
  if (name == "_<=_") return less(a, b, true);
  if (name == "_>_") return less(b, a, false);
  if (name == "_>=_") return less(b, a, true);
  if (name == "@in") return in(a, b, work);
  if (name == "latest" || name == "earliest") return extreme({a, b}, name == "latest");
  if (name == "in_period") {
    if (!a.is(K::date) || !b.is(K::string)) return none();
    const auto period = leaf::period_of(b.text);
    if (!period.ok()) return Value::error(period.error);
    if (a.date.lo >= period.value.lo && a.date.hi <= period.value.hi) return Value::of_bool(true);
    return a.date.hi < period.value.lo || a.date.lo > period.value.hi ? Value::of_bool(false) : Value::unknown(a.gaps);
  }
  if (name == "add_months") {
    if (!a.is(K::date) || !b.is(K::integer)) return none();
    if (no_day(a)) return Value::error(ErrorKind::never);
    return precise(a) ? from(leaf::add_months(a.date.lo, b.integer)) : Value::unknown(a.gaps);
  }
  if (const auto part = time_part(name)) return part_of_moment(arguments, *part);
  if (name != "contains" && name != "startsWith" && name != "endsWith" && name != "matches")
    return Value::error(ErrorKind::unbound);
  if (!a.is(K::string) || !b.is(K::string)) return none();
  if (name == "contains") return Value::of_bool(leaf::contains(a.text, b.text));
  if (name == "startsWith") return Value::of_bool(leaf::starts_with(a.text, b.text));
  return name == "endsWith" ? Value::of_bool(leaf::ends_with(a.text, b.text)) : from(leaf::matches(a.text, b.text));
}

/// May a value of this kind stand for a parameter of that type? Elements of lists and maps are the functions' matter.
bool fits(cel::TypeKind type, const Value& v) {
  using T = cel::TypeKind;
  switch (type) {
    case T::boolean:
      return v.is(K::boolean);
    case T::int_type:
      return v.is(K::integer);
    case T::uint_type:
      return v.is(K::natural);
    case T::double_type:
      return v.is(K::real);
    case T::string:
      return v.is(K::string);
    case T::bytes:
      return v.is(K::bytes);
    case T::timestamp:
      return v.is(K::timestamp);
    case T::duration:
      return v.is(K::duration);
    case T::date:
      return v.is(K::date);
    case T::type:
      return v.is(K::type);
    case T::null_type:
      return v.is(K::null);
    case T::list:
      return v.is(K::list);
    case T::map:
      return v.is(K::map);
    case T::optional:
      return v.is(K::optional);
    default:
      return true;
  }
}

}  // namespace

ErrorKind find_overload(std::string_view name, bool receiver, const Values& arguments) {
  static const cel::TypePool types;  // the types of the register have the same ids in every pool
  const auto& candidates = cel::overloads_of(receiver, name);
  for (const cel::Overload* overload : candidates) {
    if (overload->variadic ? arguments.empty() : overload->parameters.size() != arguments.size()) continue;
    bool all = true;
    for (size_t i = 0; i < overload->parameters.size(); ++i)
      all = all && fits(types[overload->parameters[i]].kind, arguments[i]);
    if (all) return ErrorKind::none;
  }
  return candidates.empty() ? ErrorKind::unbound : ErrorKind::no_matching_overload;
}

Value call_function(std::string_view name, const Values& arguments, Work& work) {
  uint64_t octets = 0;
  for (const Value& v : arguments) octets += v.text.size();
  if (!work.take(octets / 64)) return Value::error(ErrorKind::too_much_work);
  for (const auto family : {call_text, call_math, call_optional})
    if (std::optional<Value> result = family(name, arguments, work)) return std::move(*result);
  if (arguments.size() == 1) return of_one(name, arguments);
  if (arguments.size() == 2) return of_two(name, arguments, work);
  return Value::error(ErrorKind::unbound);
}

}  // namespace hegui::explain
