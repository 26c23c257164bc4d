// Equality, order, maps and text of row values.   In/Out: row_value.h.
// Idea: numbers of all types lie on one line and meet doubles as doubles, so the hash of a number is that of its double.
// Depth is bounded: what nests deeper than kDeepest is not compared but an error.
// Cost: O(size of the values); a look-up in a map O(1).   Test: tests/exec/row_value_test.cc
#include "exec/row_value.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "exec/ranges.h"

namespace hegui::exec::row {

using cel::ErrorKind;
namespace leaf = cel::leaf;

namespace {

constexpr int kDeepest = 200;
constexpr uint32_t kSmallMap = 8;
constexpr size_t kBlock = 16 * 1024;

uint64_t mixed(uint64_t x) {
  x = (x ^ (x >> 32)) * 0x9e3779b97f4a7c15ULL;
  return x ^ (x >> 29);
}

uint64_t hash(const Value& key) {
  switch (key.tag) {
    case Tag::boolean:
      return mixed(static_cast<uint64_t>(key.i) + 0x51ULL);
    case Tag::integer:
      return mixed(std::bit_cast<uint64_t>(static_cast<double>(key.i)));
    case Tag::natural:
      return mixed(std::bit_cast<uint64_t>(static_cast<double>(key.u)));
    case Tag::real:
      return mixed(std::bit_cast<uint64_t>(key.d == 0 ? 0.0 : key.d));
    default: {
      uint64_t h = 0xcbf29ce484222325ULL;
      for (const char c : key.text()) h = (h ^ static_cast<uint8_t>(c)) * 0x100000001b3ULL;
      return mixed(h);
    }
  }
}

bool same_key(const Value& a, const Value& b) {
  if (a.tag == b.tag) {
    if (a.tag == Tag::text) return a.n == b.n && std::memcmp(a.s, b.s, a.n) == 0;
    return a.tag == Tag::real ? a.d == b.d : a.i == b.i;
  }
  return a.is_number() && b.is_number() && leaf::compare(number(a), number(b)) == 0;
}

Value truth(uint8_t t, int32_t info_a, int32_t info_b, Gaps* gaps) {
  if (t != kUnknown) return Value::of(t == kTrue);
  return Value::unknown(join(gaps, info_a, info_b));
}

bool is_moment(const Value& x) { return x.tag == Tag::moment || x.tag == Tag::moments; }
TimeRange seconds(const Value& x) { return x.tag == Tag::moment ? TimeRange{x.i, x.i} : TimeRange{x.r->lo, x.r->hi}; }
int32_t moments_info(const Value& x) { return x.tag == Tag::moments ? x.r->info : 0; }

Value compare_days(Test test, const Value& a, const Value& b, Gaps* gaps) {
  const DateRange x = a.days(), y = b.days();
  return truth(ranges(test, x.lo, x.hi, y.lo, y.hi), a.days_info(), b.days_info(), gaps);
}

Value compare_moments(Test test, const Value& a, const Value& b, Gaps* gaps) {
  if (a.tag == Tag::moment && b.tag == Tag::moment) {
    const std::strong_ordering o = a.i != b.i ? a.i <=> b.i : a.n <=> b.n;
    return Value::of(holds(test, o));
  }
  const TimeRange x = seconds(a), y = seconds(b);
  return truth(ranges(test, x.lo, x.hi, y.lo, y.hi), moments_info(a), moments_info(b), gaps);
}

/// Joins into `out` what one more pair gives; true when the whole is decided (different, or an error).
bool differs(Value& out, const Value& pair, Gaps* gaps) {
  if (pair.is_true()) return false;
  if (pair.tag == Tag::unknown) {
    out = out.tag == Tag::unknown ? Value::unknown(join(gaps, out.info(), pair.info())) : pair;
    return false;
  }
  out = pair;
  return true;
}

}  // namespace

void* Arena::take(size_t bytes) {
  bytes = (bytes + 15) & ~size_t{15};
  bytes_ += bytes;
  if (blocks_.empty() || blocks_.back().size - used_ < bytes) {
    const size_t size = std::max(bytes, blocks_.empty() ? kBlock : std::min(blocks_.back().size * 2, size_t{1} << 20));
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    used_ = 0;
  }
  void* out = blocks_.back().memory.get() + used_;
  used_ += bytes;
  return out;
}

std::string_view Arena::keep(std::string_view text) {
  if (text.empty()) return {"", 0};
  char* out = static_cast<char*>(take(text.size()));
  std::memcpy(out, text.data(), text.size());
  return {out, text.size()};
}

void Arena::clear() {
  if (blocks_.size() > 1) {
    std::swap(blocks_.front(), blocks_.back());
    blocks_.resize(1);
  }
  used_ = 0;
  bytes_ = 0;
}

cel::leaf::Number number(const Value& value) {
  if (value.tag == Tag::integer) return leaf::Number::of(value.i);
  if (value.tag == Tag::natural) return leaf::Number::of(value.u);
  return leaf::Number::of(value.d);
}

Value equal(const Value& a, const Value& b, Gaps* gaps, int depth) {
  if (a.tag != b.tag) {
    if (a.is_number() && b.is_number()) return Value::of(leaf::compare(number(a), number(b)) == 0);
    if (is_moment(a) && is_moment(b)) return compare_moments(Test::equal, a, b, gaps);
    return Value::of(false);
  }
  switch (a.tag) {
    case Tag::text:
    case Tag::bytes:
    case Tag::type:
      return Value::of(a.n == b.n && std::memcmp(a.s, b.s, a.n) == 0);
    case Tag::real:
      return Value::of(a.d == b.d);
    case Tag::date:
      return compare_days(Test::equal, a, b, gaps);
    case Tag::moment:
    case Tag::moments:
      return compare_moments(Test::equal, a, b, gaps);
    case Tag::record:
    case Tag::owner:
      return Value::of(a.i == b.i && a.n == b.n);
    case Tag::list:
    case Tag::map:
    case Tag::optional:
      break;
    default:
      return Value::of(a.i == b.i);
  }
  if (depth > kDeepest) return Value::error(ErrorKind::too_large);
  if (a.tag == Tag::optional) {
    if (a.v == nullptr || b.v == nullptr) return Value::of(a.v == b.v);
    return equal(*a.v, *b.v, gaps, depth + 1);
  }
  if (a.n != b.n) return Value::of(false);
  Value out = Value::of(true);
  for (uint32_t k = 0; k < a.n; ++k) {
    if (a.tag == Tag::list) {
      if (differs(out, equal(a.v[k], b.v[k], gaps, depth + 1), gaps)) return out;
      continue;
    }
    const Value* other = find(b, a.m->keys[k]);
    if (other == nullptr) return Value::of(false);
    if (differs(out, equal(a.m->values[k], *other, gaps, depth + 1), gaps)) return out;
  }
  return out;
}

Value ordered(Test test, const Value& a, const Value& b, Gaps* gaps) {
  if (a.is_number() && b.is_number()) return Value::of(holds(test, leaf::compare(number(a), number(b))));
  if (is_moment(a) && is_moment(b)) return compare_moments(test, a, b, gaps);
  if (a.tag != b.tag) return Value::error(ErrorKind::no_matching_overload);
  switch (a.tag) {
    case Tag::boolean:
    case Tag::span:
      return Value::of(holds(test, a.i <=> b.i));
    case Tag::text:
    case Tag::bytes:
      return Value::of(holds(test, a.text().compare(b.text()) <=> 0));
    case Tag::date:
      return compare_days(test, a, b, gaps);
    default:
      return Value::error(ErrorKind::no_matching_overload);
  }
}

Value in_list(const Value& x, const Value& list, Gaps* gaps) {
  Value out = Value::of(false);
  for (uint32_t k = 0; k < list.n; ++k) {
    const Value same = equal(x, list.v[k], gaps);
    if (same.is_true() || same.tag == Tag::error) return same;
    if (same.tag != Tag::unknown) continue;
    out = out.tag == Tag::unknown ? Value::unknown(join(gaps, out.info(), same.info())) : same;
  }
  return out;
}

bool is_key(const Value& value) {
  return value.tag == Tag::boolean || value.tag == Tag::integer || value.tag == Tag::natural || value.tag == Tag::text;
}

Value make_map(const Value* keys, const Value* values, size_t count, Arena& arena) {
  Map* map = static_cast<Map*>(arena.take(sizeof(Map)));
  *map = Map{keys, values, nullptr, 0};
  const uint32_t n = static_cast<uint32_t>(count);
  uint32_t* slots = nullptr;
  if (n > kSmallMap) {
    uint32_t size = 32;
    while (size < n * 2) size *= 2;
    slots = static_cast<uint32_t*>(arena.take(size * sizeof(uint32_t)));
    std::fill(slots, slots + size, 0);
    map->slots = slots;
    map->mask = size - 1;
  }
  for (uint32_t k = 0; k < n; ++k) {
    if (!is_key(keys[k])) return Value::error(ErrorKind::bad_key);
    if (slots == nullptr) {
      for (uint32_t j = 0; j < k; ++j) {
        if (same_key(keys[j], keys[k])) return Value::error(ErrorKind::repeated_key);
      }
      continue;
    }
    uint32_t at = static_cast<uint32_t>(hash(keys[k])) & map->mask;
    for (; slots[at] != 0; at = (at + 1) & map->mask) {
      if (same_key(keys[slots[at] - 1], keys[k])) return Value::error(ErrorKind::repeated_key);
    }
    slots[at] = k + 1;
  }
  return Value::map(map, n);
}

const Value* find(const Value& map, const Value& key) {
  if (!is_key(key) && key.tag != Tag::real) return nullptr;
  const Map& m = *map.m;
  if (m.slots == nullptr) {
    for (uint32_t k = 0; k < map.n; ++k) {
      if (same_key(m.keys[k], key)) return &m.values[k];
    }
    return nullptr;
  }
  for (uint32_t at = static_cast<uint32_t>(hash(key)) & m.mask; m.slots[at] != 0; at = (at + 1) & m.mask) {
    const uint32_t k = m.slots[at] - 1;
    if (same_key(m.keys[k], key)) return &m.values[k];
  }
  return nullptr;
}

std::string_view type_name(const Value& value) {
  switch (value.tag) {
    case Tag::null:
      return "null_type";
    case Tag::boolean:
      return "bool";
    case Tag::integer:
      return "int";
    case Tag::natural:
      return "uint";
    case Tag::real:
      return "double";
    case Tag::text:
      return "string";
    case Tag::bytes:
      return "bytes";
    case Tag::list:
      return "list";
    case Tag::map:
      return "map";
    case Tag::type:
      return "type";
    case Tag::moment:
    case Tag::moments:
      return "google.protobuf.Timestamp";
    case Tag::span:
      return "google.protobuf.Duration";
    case Tag::optional:
      return "optional_type";
    case Tag::date:
      return "date";
    default:
      return "record";
  }
}

std::string dump(const Value& value, int depth) {
  if (depth > kDeepest) return "...";
  switch (value.tag) {
    case Tag::error:
      return "error(" + std::string(cel::word(value.kind())) + ")";
    case Tag::unknown:
      return "unknown(" + std::to_string(value.info()) + ")";
    case Tag::null:
      return "null";
    case Tag::boolean:
      return value.i != 0 ? "true" : "false";
    case Tag::integer:
      return std::to_string(value.i);
    case Tag::natural:
      return std::to_string(value.u) + "u";
    case Tag::real:
      return leaf::text_of(value.d) + (value.d == std::trunc(value.d) && std::fabs(value.d) < 1e6 ? ".0" : "");
    case Tag::text:
      return "'" + std::string(value.text()) + "'";
    case Tag::bytes:
      return "b'" + std::string(value.text()) + "'";
    case Tag::type:
      return std::string(value.text());
    case Tag::moment:
      return leaf::text_of(leaf::Timestamp{value.i, static_cast<int32_t>(value.n)});
    case Tag::moments:
      return std::to_string(value.r->lo) + ".." + std::to_string(value.r->hi);
    case Tag::span:
      return leaf::text_of_duration(value.i);
    case Tag::optional:
      return value.v == nullptr ? "none" : "optional(" + dump(*value.v, depth + 1) + ")";
    case Tag::date: {
      const DateRange d = value.days();
      return d.precise() ? format_date(d.lo) : format_date(d.lo) + ".." + format_date(d.hi);
    }
    case Tag::record:
    case Tag::owner:
      return (value.tag == Tag::record ? "row " : "owner ") + std::to_string(value.n) + "/" + std::to_string(value.i);
    case Tag::list:
    case Tag::map:
      break;
  }
  std::string out = value.tag == Tag::list ? "[" : "{";
  for (uint32_t k = 0; k < value.n; ++k) {
    if (k > 0) out += ", ";
    out += value.tag == Tag::list ? dump(value.v[k], depth + 1)
                                  : dump(value.m->keys[k], depth + 1) + ": " + dump(value.m->values[k], depth + 1);
  }
  return out + (value.tag == Tag::list ? "]" : "}");
}

}  // namespace hegui::exec::row
