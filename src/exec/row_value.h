// Values of the row evaluator: sixteen bytes each, what is longer lies in an arena, a column or the program.
//
// Idea: a value is copied as two registers and owns nothing. Errors and unknowns are values like others, ordered first, so
// that one comparison tells whether there is a value at all. Dates are ranges with the gap that made them; a moment that is a
// range lies in the arena.
// Cost: O(1), but for equality, order and hash, which are linear in the value.   Test: tests/exec/row_value_test.cc
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cel/leaf.h"
#include "cel/type.h"
#include "exec/gaps.h"

namespace hegui::exec {
enum class Test : uint8_t;  // ranges.h
}

namespace hegui::exec::row {

enum class Tag : uint8_t {
  error,    // `more`: ErrorKind; `n`: gap set of the error, while tracing
  unknown,  // `n`: gap set
  null,
  boolean,   // i
  integer,   // i
  natural,   // u: uint
  real,      // d
  text,      // s, n bytes; `more` and `more2`: place of a reference, plus one
  bytes,     // s, n bytes
  list,      // v, n elements
  map,       // m, n entries
  type,      // s, n bytes: its name
  moment,    // i seconds, n nanoseconds
  span,      // i nanoseconds
  optional,  // v: null when there is none
  date,      // n: first day, low half of i: last day, high half: gap set of the range
  moments,   // r: a range of moments
  record,    // i: row, n: table
  owner,     // i: index, n: owner type
};

struct Map;

struct MomentRange {
  int64_t lo, hi;
  int32_t info;
};

struct Value {
  Tag tag = Tag::null;
  uint8_t more = 0;
  uint16_t more2 = 0;
  uint32_t n = 0;
  union {
    int64_t i = 0;
    uint64_t u;
    double d;
    const char* s;
    const Value* v;
    const Map* m;
    const MomentRange* r;
  };

  bool ok() const { return tag > Tag::unknown; }
  bool is(Tag t) const { return tag == t; }
  bool is_true() const { return tag == Tag::boolean && i != 0; }
  bool is_false() const { return tag == Tag::boolean && i == 0; }
  bool is_number() const { return tag == Tag::integer || tag == Tag::natural || tag == Tag::real; }
  std::string_view text() const { return {s, n}; }
  int32_t info() const { return static_cast<int32_t>(n); }
  cel::ErrorKind kind() const { return static_cast<cel::ErrorKind>(more); }
  DateRange days() const { return {static_cast<Day>(n), static_cast<Day>(i & 0xffffffff)}; }
  int32_t days_info() const { return static_cast<int32_t>(i >> 32); }
  int32_t origin() const { return (more | more2 << 8) - 1; }
  /// A place that does not fit is forgotten: the gap of a reference that leads nowhere then names no record.
  void set_origin(int32_t place) {
    if (place < 0 || place >= 0xffffff) return;
    more = static_cast<uint8_t>((place + 1) & 0xff);
    more2 = static_cast<uint16_t>((place + 1) >> 8);
  }

  static Value of(bool x) { return with(Tag::boolean, x ? 1 : 0); }
  static Value of(int64_t x) { return with(Tag::integer, x); }
  static Value of(uint64_t x) { return with(Tag::natural, static_cast<int64_t>(x)); }
  static Value of(double x) {
    Value out;
    out.tag = Tag::real;
    out.d = x;
    return out;
  }
  static Value with(Tag tag, int64_t x, uint32_t n = 0) {
    Value out;
    out.tag = tag;
    out.n = n;
    out.i = x;
    return out;
  }
  static Value text(std::string_view x, Tag tag = Tag::text) {
    Value out;
    out.tag = tag;
    out.n = static_cast<uint32_t>(x.size());
    out.s = x.data();
    return out;
  }
  static Value list(const Value* items, size_t count) {
    Value out;
    out.tag = Tag::list;
    out.n = static_cast<uint32_t>(count);
    out.v = items;
    return out;
  }
  static Value map(const Map* entries, size_t count) {
    Value out;
    out.tag = Tag::map;
    out.n = static_cast<uint32_t>(count);
    out.m = entries;
    return out;
  }
  static Value optional(const Value* inner) {
    Value out;
    out.tag = Tag::optional;
    out.v = inner;
    return out;
  }
  static Value moments(const MomentRange* range) {
    Value out;
    out.tag = Tag::moments;
    out.r = range;
    return out;
  }
  static Value moment(const cel::leaf::Timestamp& t) { return with(Tag::moment, t.seconds, static_cast<uint32_t>(t.nanos)); }
  static Value span(int64_t nanoseconds) { return with(Tag::span, nanoseconds); }
  static Value date(DateRange d, int32_t info = 0) {
    return with(Tag::date,
                static_cast<int64_t>(static_cast<uint64_t>(static_cast<uint32_t>(info)) << 32 | static_cast<uint32_t>(d.hi)),
                static_cast<uint32_t>(d.lo));
  }
  static Value error(cel::ErrorKind kind, int32_t info = 0) {
    Value out = with(Tag::error, 0, static_cast<uint32_t>(info));
    out.more = static_cast<uint8_t>(kind);
    return out;
  }
  static Value unknown(int32_t info) { return with(Tag::unknown, 0, static_cast<uint32_t>(info)); }
};
static_assert(sizeof(Value) == 16);

/// Entries of a map as they were given: keys[i] -> values[i]; beyond a few, slots of a hash table (entry + 1, 0: free).
struct Map {
  const Value* keys = nullptr;
  const Value* values = nullptr;
  const uint32_t* slots = nullptr;
  uint32_t mask = 0;
};

/// Memory that is given back all at once.
class Arena {
 public:
  void* take(size_t bytes);
  Value* values(size_t count) { return static_cast<Value*>(take(count * sizeof(Value))); }
  std::string_view keep(std::string_view text);
  /// Everything taken is free again; one block stays for the next time.
  void clear();
  size_t bytes() const { return bytes_; }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> memory;
    size_t size;
  };
  std::vector<Block> blocks_;
  size_t used_ = 0;   // of the last block
  size_t bytes_ = 0;  // taken since the last clear
};

/// The union of two gap sets; without gaps (nothing is traced) 0.
inline int32_t join(Gaps* gaps, int32_t a, int32_t b) { return gaps == nullptr ? 0 : gaps->join(a, b); }

/// true, false, or unknown where ranges leave it open; never an error of types: values of different types differ.
Value equal(const Value& a, const Value& b, Gaps* gaps, int depth = 0);
/// less, less_equal, greater, greater_equal: as equal(), but types without an order are the error no_matching_overload.
Value ordered(Test test, const Value& a, const Value& b, Gaps* gaps);
/// Membership in a list: true, false or unknown.
Value in_list(const Value& x, const Value& list, Gaps* gaps);

/// A map of `count` keys and values (already in an arena); a repeated key or one of a wrong type is an error.
Value make_map(const Value* keys, const Value* values, size_t count, Arena& arena);
/// The entry of the key, numbers compared across types; null when there is none.
const Value* find(const Value& map, const Value& key);
bool is_key(const Value& value);

cel::leaf::Number number(const Value& value);
/// Name of the type of a value, as CEL writes it.
std::string_view type_name(const Value& value);

/// For tests and traces: `[1, 2u, 'x']`, `{'a': 1}`, `error(overflow)`.
std::string dump(const Value& value, int depth = 0);

}  // namespace hegui::exec::row
