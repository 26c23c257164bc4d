// In:   values.   Out: equality, order, text. Ranges of days decide a comparison when every choice of days does.
// Cost: O(size of the values).   Test: tests/explain/evaluator_test.cc
#include "explain/value.h"

#include <algorithm>

#include "cel/leaf_math.h"

namespace hegui::explain {

using cel::ErrorKind;
namespace leaf = cel::leaf;

void add(Gaps& to, const Gaps& from) { to.insert(from.begin(), from.end()); }

Gap error_gap(ErrorKind kind) { return {ReasonCode::expression_error, "", "", {std::string(cel::word(kind))}}; }

bool RowSet::settled() const {
  return !open && std::all_of(members.begin(), members.end(), [](const Member& m) { return m.sure; });
}

Gaps RowSet::unsettled_by() const {
  Gaps gaps;
  if (open) add(gaps, open_gaps);
  for (const Member& m : members)
    if (!m.sure) add(gaps, m.gaps);
  return gaps;
}

namespace {
Value with_kind(Value::Kind kind) {
  Value v;
  v.kind = kind;
  return v;
}

/// A key as text: whole numbers of every type alike; empty for what can be no key.
std::string key_text(const Value& key) {
  using K = Value::Kind;
  constexpr double kTwo63 = 9223372036854775808.0;
  switch (key.kind) {
    case K::boolean:
      return key.boolean ? "true" : "false";
    case K::integer:
      return leaf::text_of(key.integer);
    case K::natural:
      return leaf::text_of(key.natural);
    case K::real:
      if (!(key.real >= -kTwo63 && key.real < 2 * kTwo63) || leaf::trunc(key.real) != key.real) return {};
      return key.real < 0 ? leaf::text_of(static_cast<int64_t>(key.real)) : leaf::text_of(static_cast<uint64_t>(key.real));
    case K::string:
      return "'" + key.text;
    default:
      return {};
  }
}
}  // namespace

const Value* Mapping::find(const Value& key) const {
  const auto place = places.find(key_text(key));
  return place == places.end() ? nullptr : &entries[place->second].second;
}

bool Mapping::add(const Value& key, Value value) {
  if (!places.emplace(key_text(key), entries.size()).second) return false;
  entries.emplace_back(key, std::move(value));
  return true;
}

Value Value::of_bool(bool b) {
  Value v = with_kind(Kind::boolean);
  v.boolean = b;
  return v;
}
Value Value::of_int(int64_t n) {
  Value v = with_kind(Kind::integer);
  v.integer = n;
  return v;
}
Value Value::of_uint(uint64_t n) {
  Value v = with_kind(Kind::natural);
  v.natural = n;
  return v;
}
Value Value::of_double(double n) {
  Value v = with_kind(Kind::real);
  v.real = n;
  return v;
}
Value Value::of_string(std::string_view s) {
  Value v = with_kind(Kind::string);
  v.text = std::string(s);
  return v;
}
Value Value::of_bytes(std::string_view s) {
  Value v = with_kind(Kind::bytes);
  v.text = std::string(s);
  return v;
}
Value Value::of_day(Day d) { return of_days({d, d}, {}); }
Value Value::of_days(DateRange range, Gaps why) {
  Value v = with_kind(Kind::date);
  v.date = range;
  if (!range.precise()) v.gaps = std::move(why);
  return v;
}
Value Value::of_moments(leaf::Timestamp first, leaf::Timestamp last, Gaps why) {
  Value v = with_kind(Kind::timestamp);
  v.from = first;
  v.until = last;
  if (first != last) v.gaps = std::move(why);
  return v;
}
Value Value::of_duration(int64_t nanoseconds) {
  Value v = with_kind(Kind::duration);
  v.integer = nanoseconds;
  return v;
}
Value Value::of_list(Values values) {
  Value v = with_kind(Kind::list);
  v.list = std::make_shared<const Values>(std::move(values));
  return v;
}
Value Value::of_map(Mapping mapping) {
  Value v = with_kind(Kind::map);
  v.map = std::make_shared<const Mapping>(std::move(mapping));
  return v;
}
Value Value::of_entries(const Entries& entries) {
  Mapping mapping;
  for (const auto& [key, value] : entries) mapping.add(key, value);
  return of_map(std::move(mapping));
}
Value Value::of_optional(Value value) {
  Value v = with_kind(Kind::optional);
  v.inner = std::make_shared<const Value>(std::move(value));
  return v;
}
Value Value::none() { return with_kind(Kind::optional); }
Value Value::of_type(std::string_view name) {
  Value v = with_kind(Kind::type);
  v.text = std::string(name);
  return v;
}
Value Value::of_row(RowRef ref) {
  Value v = with_kind(Kind::row);
  v.row = std::move(ref);
  return v;
}
Value Value::of_rows(RowSet set) {
  Value v = with_kind(Kind::rows);
  v.rows = std::make_shared<const RowSet>(std::move(set));
  return v;
}
Value Value::of_owner(OwnerRef ref) {
  Value v = with_kind(Kind::owner);
  v.owner = ref;
  return v;
}
Value Value::unknown(Gaps gaps) {
  Value v = with_kind(Kind::unknown);
  v.gaps = std::move(gaps);
  return v;
}
Value Value::unknown(Gap gap) {
  Value v = with_kind(Kind::unknown);
  v.gaps.insert(std::move(gap));
  return v;
}
Value Value::error(ErrorKind kind) {
  Value v = with_kind(Kind::error);
  v.problem = kind;
  return v;
}

Value Value::of_literal(const cel::Literal& literal) {
  using L = cel::Literal::Kind;
  switch (literal.kind) {
    case L::null:
      return {};
    case L::boolean:
      return of_bool(literal.boolean);
    case L::int_value:
      return of_int(literal.integer);
    case L::uint_value:
      return of_uint(static_cast<uint64_t>(literal.integer));
    case L::double_value:
      return of_double(literal.real);
    case L::string:
      return of_string(literal.text);
    case L::bytes:
      return of_bytes(literal.text);
    case L::date:
      return of_day(static_cast<Day>(literal.integer));
    case L::duration:
      return of_duration(literal.integer);
  }
  return {};
}

const Value* first_error(const Values& values) {
  for (const Value& v : values)
    if (v.is_error()) return &v;
  return nullptr;
}

bool any_unknown(const Values& values, Gaps& gaps) {
  bool found = false;
  for (const Value& v : values) {
    if (!v.is_unknown()) continue;
    found = true;
    add(gaps, v.gaps);
  }
  return found;
}

namespace {

leaf::Number number_of(const Value& v) {
  if (v.is(Value::Kind::integer)) return leaf::Number::of(v.integer);
  if (v.is(Value::Kind::natural)) return leaf::Number::of(v.natural);
  return leaf::Number::of(v.real);
}

Value open_between(const Value& a, const Value& b) {
  Gaps gaps = a.gaps;
  add(gaps, b.gaps);
  return Value::unknown(std::move(gaps));
}

/// Equality of two closed ranges of some ordered points.
template <typename Point>
Value equal_ranges(const Value& a, const Value& b, const Point& a0, const Point& a1, const Point& b0, const Point& b1) {
  if (a1 < b0 || b1 < a0) return Value::of_bool(false);
  if (a0 == a1 && b0 == b1) return Value::of_bool(true);
  return open_between(a, b);
}

template <typename Point>
Value less_ranges(const Value& a, const Value& b, const Point& a0, const Point& a1, const Point& b0, const Point& b1,
                  bool or_equal) {
  const bool surely = or_equal ? a1 <= b0 : a1 < b0;
  const bool never = or_equal ? b1 < a0 : b1 <= a0;
  if (surely) return Value::of_bool(true);
  if (never) return Value::of_bool(false);
  return open_between(a, b);
}

/// All of `parts` true, as `&&` has it.
struct Conjunction {
  bool no = false;
  bool open = false;
  Gaps gaps;
  ErrorKind problem = ErrorKind::none;
  void add_part(const Value& v) {
    if (v.is_false()) no = true;
    if (v.is_unknown()) {
      open = true;
      add(gaps, v.gaps);
    }
    if (v.is_error() && problem == ErrorKind::none) problem = v.problem;
  }
  Value result() {
    if (no) return Value::of_bool(false);
    if (open) return Value::unknown(std::move(gaps));
    if (problem != ErrorKind::none) return Value::error(problem);
    return Value::of_bool(true);
  }
};

Value equal_lists(const Values& a, const Values& b, Work& work) {
  if (a.size() != b.size()) return Value::of_bool(false);
  Conjunction all;
  for (size_t i = 0; i < a.size() && !all.no && !work.spent; ++i) all.add_part(equal(a[i], b[i], work));
  return all.result();
}

Value equal_maps(const Mapping& a, const Mapping& b, Work& work) {
  if (a.entries.size() != b.entries.size()) return Value::of_bool(false);
  Conjunction all;
  for (const auto& [key, value] : a.entries) {
    const Value* other = b.find(key);
    if (other == nullptr) return Value::of_bool(false);
    all.add_part(equal(value, *other, work));
    if (all.no || work.spent) break;
  }
  return all.result();
}

}  // namespace

Value equal(const Value& a, const Value& b) {
  Work work;
  return equal(a, b, work);
}

Value equal(const Value& a, const Value& b, Work& work) {
  using K = Value::Kind;
  if (!work.take(1)) return Value::error(ErrorKind::too_much_work);
  if (a.is_unknown() || b.is_unknown()) return open_between(a.is_unknown() ? a : Value{}, b.is_unknown() ? b : Value{});
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  if (a.is_number() && b.is_number()) return Value::of_bool(leaf::compare(number_of(a), number_of(b)) == 0);
  if (a.kind != b.kind) return Value::of_bool(false);
  switch (a.kind) {
    case K::null:
      return Value::of_bool(true);
    case K::boolean:
      return Value::of_bool(a.boolean == b.boolean);
    case K::string:
    case K::bytes:
    case K::type:
      return Value::of_bool(a.text == b.text);
    case K::duration:
      return Value::of_bool(a.integer == b.integer);
    case K::date:
      return equal_ranges(a, b, a.date.lo, a.date.hi, b.date.lo, b.date.hi);
    case K::timestamp:
      return equal_ranges(a, b, a.from, a.until, b.from, b.until);
    case K::list:
      return equal_lists(*a.list, *b.list, work);
    case K::map:
      return equal_maps(*a.map, *b.map, work);
    case K::optional:
      if (a.inner == nullptr || b.inner == nullptr) return Value::of_bool(a.inner == b.inner);
      return equal(*a.inner, *b.inner, work);
    case K::row:
      return Value::of_bool(a.row == b.row);
    case K::owner:
      return Value::of_bool(a.owner == b.owner);
    case K::rows: {
      Gaps gaps;
      if (!a.rows->settled()) add(gaps, a.rows->unsettled_by());
      if (!b.rows->settled()) add(gaps, b.rows->unsettled_by());
      if (!a.rows->settled() || !b.rows->settled()) return Value::unknown(std::move(gaps));
      if (a.rows->members.size() != b.rows->members.size()) return Value::of_bool(false);
      for (size_t i = 0; i < a.rows->members.size(); ++i)
        if (a.rows->members[i].row != b.rows->members[i].row) return Value::of_bool(false);
      return Value::of_bool(true);
    }
    default:
      return Value::error(ErrorKind::no_matching_overload);
  }
}

Value less(const Value& a, const Value& b, bool or_equal) {
  using K = Value::Kind;
  if (a.is_number() && b.is_number()) {
    const auto order = leaf::compare(number_of(a), number_of(b));
    return Value::of_bool(order < 0 || (or_equal && order == 0));
  }
  if (a.kind != b.kind) return Value::error(ErrorKind::no_matching_overload);
  switch (a.kind) {
    case K::boolean:
      return Value::of_bool(or_equal ? a.boolean <= b.boolean : a.boolean < b.boolean);
    case K::string:
    case K::bytes:
      return Value::of_bool(or_equal ? a.text <= b.text : a.text < b.text);
    case K::duration:
      return Value::of_bool(or_equal ? a.integer <= b.integer : a.integer < b.integer);
    case K::date:
      return less_ranges(a, b, a.date.lo, a.date.hi, b.date.lo, b.date.hi, or_equal);
    case K::timestamp:
      return less_ranges(a, b, a.from, a.until, b.from, b.until, or_equal);
    default:
      return Value::error(ErrorKind::no_matching_overload);
  }
}

Value negate(const Value& v) {
  if (v.is(Value::Kind::boolean)) return Value::of_bool(!v.boolean);
  if (v.is_unknown() || v.is_error()) return v;
  return Value::error(ErrorKind::no_matching_overload);
}

Span place_of(const Value& error) { return error.where == nullptr ? Span{} : error.where->span(error.where_node); }

Gaps gaps_of(const Value& v) {
  if (v.is_unknown()) return v.gaps;
  if (v.is_error()) return {error_gap(v.problem)};
  if (v.is(Value::Kind::boolean)) return {};
  if (v.is(Value::Kind::date) || v.is(Value::Kind::timestamp)) return v.gaps;
  return {error_gap(ErrorKind::no_matching_overload)};
}

namespace {

constexpr size_t kLongestShown = 2000;

/// `out` grows by the value; once it is long enough the rest is left out.
void show(const Value& v, std::string& out);

std::string shown_scalar(const Value& v) {
  using K = Value::Kind;
  switch (v.kind) {
    case K::null:
      return "null";
    case K::boolean:
      return leaf::text_of(v.boolean);
    case K::integer:
      return leaf::text_of(v.integer);
    case K::natural:
      return leaf::text_of(v.natural);
    case K::real:
      return leaf::text_of(v.real);
    case K::string:
    case K::type:
      return v.text;
    case K::bytes:
      return "bytes(" + leaf::text_of(static_cast<int64_t>(v.text.size())) + ")";
    case K::date:
      if (v.date.lo == kAlways) return "always";
      return v.date.precise() ? format_date(v.date.lo) : format_date(v.date.lo) + ".." + format_date(v.date.hi);
    case K::timestamp:
      return v.from == kNeverMoment ? "never" : leaf::text_of(v.from);
    case K::duration:
      return leaf::text_of_duration(v.integer);
    case K::row:
      return "row";
    case K::rows:
      return std::to_string(v.rows->members.size()) + (v.rows->open ? "+ rows" : " rows");
    case K::owner:
      return "owner";
    case K::unknown:
      return "unknown";
    case K::error:
      return "error(" + std::string(cel::word(v.problem)) + ")";
    case K::list:
    case K::map:
    case K::optional:
      break;
  }
  return {};
}

void show(const Value& v, std::string& out) {
  using K = Value::Kind;
  if (out.size() > kLongestShown) return;
  const size_t before = out.size();
  const auto next = [&] {
    if (out.size() > before + 1) out += ", ";
    return out.size() <= kLongestShown;
  };
  if (v.is(K::list)) {
    out += "[";
    for (const Value& element : *v.list) {
      if (!next()) return;
      show(element, out);
    }
    out += "]";
  } else if (v.is(K::map)) {
    out += "{";
    for (const auto& [key, value] : v.map->entries) {
      if (!next()) return;
      show(key, out);
      out += ": ";
      show(value, out);
    }
    out += "}";
  } else if (v.is(K::optional)) {
    out += v.inner == nullptr ? "none" : "optional(";
    if (v.inner == nullptr) return;
    show(*v.inner, out);
    out += ")";
  } else {
    out += shown_scalar(v);
  }
}

}  // namespace

std::string to_text(const Value& v) {
  std::string out;
  show(v, out);
  if (out.size() <= kLongestShown) return out;
  size_t end = kLongestShown;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
  return out.substr(0, end) + " ...";
}

}  // namespace hegui::explain
