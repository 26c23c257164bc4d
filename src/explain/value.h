// Values of the slow evaluator: one scalar at a time, with everything a person would want to know about it.
//
// In:   literals, fields, results of functions.   Out: the same; a value may also be unknown (with the gaps that make it so)
// or an error.
// Idea: a plain struct, no sharing tricks but for lists and row sets. A date is a range of days; what made it a range travels
// with it. A date that has not come is kNever.
// Cost: some 400 bytes a value; that is fine for one holder.   Test: tests/explain/evaluator_test.cc
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/ast.h"
#include "cel/leaf.h"
#include "hegui/findings.h"
#include "time/civil.h"

namespace hegui::explain {

/// Why something is not known, in the words of a finding's reason.
struct Gap {
  ReasonCode code = ReasonCode::field_missing;
  std::string record;
  std::string field;
  std::vector<std::string> args;
  auto operator<=>(const Gap&) const = default;
};
using Gaps = std::set<Gap>;
void add(Gaps& to, const Gaps& from);
Gap error_gap(cel::ErrorKind kind);  ///< expression_error

/// A row: of a collection of an owner, or nested in one (`path` from the outer row inwards).
struct RowRef {
  struct Step {
    int field = -1;    // nested field of the row above
    uint32_t row = 0;  // index in the nested table
    auto operator<=>(const Step&) const = default;
  };
  int owner_type = -1;
  uint32_t owner = 0;
  int collection = -1;
  uint32_t row = 0;
  std::vector<Step> path;
  auto operator<=>(const RowRef&) const = default;
};

/// An owner. `index` may point past the end: a registry that was not handed in.
struct OwnerRef {
  int type = -1;
  uint32_t index = 0;
  auto operator<=>(const OwnerRef&) const = default;
};

/// A row of a set: sure, or possible with the gaps that say why.
struct Member {
  RowRef row;
  bool sure = true;
  Gaps gaps;  // of a possible row
};

/// Rows with presence and membership. Open: more rows may exist.
struct RowSet {
  std::vector<Member> members;
  bool open = false;
  Gaps open_gaps;
  bool settled() const;       ///< closed and every row sure: a plain list of rows
  Gaps unsettled_by() const;  ///< all gaps of it
};

struct Value;
using Values = std::vector<Value>;
using Entries = std::vector<std::pair<Value, Value>>;

/// A map: its entries in the order they came, and where each key stands. Equal numbers of different types are one key.
struct Mapping {
  Entries entries;
  std::map<std::string, size_t, std::less<>> places;  // key as text -> index
  /// The value under a key; null if there is none, or if such a value is no key.
  const Value* find(const Value& key) const;
  /// False if the key stands there already.
  bool add(const Value& key, Value value);
};

/// Steps an evaluation may still take.
struct Work {
  uint64_t left = cel::kMaxSteps;
  bool spent = false;
  bool take(uint64_t steps) {
    if (steps > left) spent = true;
    left -= spent ? left : steps;
    return !spent;
  }
};

/// Where a reference was read, for the reason of a dangling one.
struct ReadFrom {
  std::string record, field;
};

struct Value {
  enum class Kind : uint8_t {
    null,
    boolean,
    integer,
    natural,
    real,
    string,
    bytes,
    date,
    timestamp,
    duration,
    list,
    map,
    type,
    optional,
    row,
    rows,
    owner,
    unknown,
    error,
  };
  Kind kind = Kind::null;
  bool boolean = false;
  int64_t integer = 0;   // int; duration in nanoseconds
  uint64_t natural = 0;  // uint
  double real = 0;
  std::string text;  // string, bytes; type: its name
  DateRange date;
  cel::leaf::Timestamp from, until;  // timestamp: first and last possible moment
  Gaps gaps;                         // unknown: why; date and timestamp: what made it a range
  cel::ErrorKind problem = cel::ErrorKind::none;
  const cel::Expression* where = nullptr;  // error: the expression it arose in, and the part of it
  cel::NodeId where_node = cel::kNoNode;
  std::shared_ptr<const Values> list;
  std::shared_ptr<const Mapping> map;
  std::shared_ptr<const Value> inner;  // optional: its value; null: none
  RowRef row;
  OwnerRef owner;
  std::shared_ptr<const RowSet> rows;
  std::shared_ptr<const ReadFrom> read_from;  // string that is a reference

  bool is(Kind k) const { return kind == k; }
  bool is_true() const { return kind == Kind::boolean && boolean; }
  bool is_false() const { return kind == Kind::boolean && !boolean; }
  bool is_unknown() const { return kind == Kind::unknown; }
  bool is_error() const { return kind == Kind::error; }
  bool is_number() const { return kind == Kind::integer || kind == Kind::natural || kind == Kind::real; }

  static Value of_bool(bool v);
  static Value of_int(int64_t v);
  static Value of_uint(uint64_t v);
  static Value of_double(double v);
  static Value of_string(std::string_view v);
  static Value of_bytes(std::string_view v);
  static Value of_day(Day v);
  static Value of_days(DateRange v, Gaps gaps);
  static Value of_moments(cel::leaf::Timestamp from, cel::leaf::Timestamp until, Gaps gaps);
  static Value of_duration(int64_t nanoseconds);
  static Value of_list(Values v);
  static Value of_map(Mapping v);
  static Value of_entries(const Entries& v);  ///< with keys that differ
  static Value of_optional(Value v);
  static Value none();
  static Value of_type(std::string_view name);
  static Value of_row(RowRef v);
  static Value of_rows(RowSet v);
  static Value of_owner(OwnerRef v);
  static Value of_literal(const cel::Literal& literal);
  static Value unknown(Gaps gaps);
  static Value unknown(Gap gap);
  static Value error(cel::ErrorKind kind);
};

/// A timestamp milestone that has not happened.
constexpr cel::leaf::Timestamp kNeverMoment{INT64_MAX, 0};

/// `unknown` with the gaps of all unknown ones, else the first error, else null kind: all are plain.
const Value* first_error(const Values& values);
bool any_unknown(const Values& values, Gaps& gaps);

/// Three-valued equality: true, false, or unknown where a range of days leaves it open.
Value equal(const Value& a, const Value& b);
Value equal(const Value& a, const Value& b, Work& work);
/// a < b (or a <= b) of two numbers, texts, bytes, booleans, days, moments or durations; else no_matching_overload.
Value less(const Value& a, const Value& b, bool or_equal);
/// `!v`, keeping unknown and error.
Value negate(const Value& v);

/// The characters of an error's part of an expression; without a source if it arose outside one.
Span place_of(const Value& error);
/// The gaps of an expression's result where neither true nor false: those of an unknown, or expression_error.
Gaps gaps_of(const Value& v);
/// For people: 3, "text", 2023-05-19, [a, b]; a long one is cut with "...".
std::string to_text(const Value& v);

}  // namespace hegui::explain
