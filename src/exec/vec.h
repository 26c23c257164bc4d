// Vectors: the values of one operation over the lanes of a frame.
//
// Idea: typed arrays, one entry a lane, and a state for lanes that have no value. A truth is one byte with its state inside,
// ordered so that `and` is the least of its operands and `or` the least of their complements. Dates and moments are ranges
// (second array empty while all are precise). Lists are offsets into a vector of elements; a row set adds a mark on
// elements that are only possible and on lanes that are open. Gap sets are kept only while tracing.
// Cost: O(lanes).   Test: tests/exec/vec_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "exec/row_value.h"
#include "plan/program.h"

namespace hegui::exec {

using plan::Rep;

constexpr uint8_t kFalse = 0, kUnknown = 1, kError = 2, kTrue = 3;
constexpr uint8_t kValue = 0;  // state of lanes that are no truths; kUnknown and kError as above
constexpr uint8_t kOpenCollection = 1, kOpenList = 2;  // why a row set is open: its collection, an absent list inside a row
constexpr int64_t kNeverTime = INT64_MAX;
constexpr uint32_t kNoRow = 0xffffffff;

constexpr uint8_t negate(uint8_t truth) { return truth == kFalse ? kTrue : truth == kTrue ? kFalse : truth; }
constexpr uint8_t truth_of(bool value) { return value ? kTrue : kFalse; }

struct Vec;
using VecPtr = std::shared_ptr<const Vec>;

struct Vec {
  Rep rep = Rep::boolean;
  size_t n = 0;
  std::vector<uint8_t> t;       // truths
  std::vector<uint8_t> state;   // other reps; empty: all values
  std::vector<int32_t> a, b;    // text code; date first, last; row or owner (as uint32)
  std::vector<int64_t> x, y;    // integer, span; time first, last
  std::vector<double> f;
  std::vector<row::Value> any;  // value
  std::vector<uint32_t> off;    // list, rows, entries: n + 1
  VecPtr elem, values;          // elements (entries: keys, values)
  std::vector<uint8_t> maybe;   // rows: per element; empty: all sure
  std::vector<uint8_t> open;    // rows: per lane; empty: all closed
  std::vector<int32_t> info;        // tracing: gap set of a lane without value, or of the range of a date
  std::vector<int32_t> maybe_info;  // tracing: per element
  std::vector<int32_t> open_info;   // tracing: per lane
  std::vector<int32_t> origin;      // tracing: place a reference was read from
  std::vector<std::shared_ptr<const void>> keeps;  // value: what its values point into, besides program, data and strings

  uint8_t state_of(size_t i) const {
    if (rep == Rep::boolean) return t[i] == kUnknown || t[i] == kError ? t[i] : kValue;
    return state.empty() ? kValue : state[i];
  }
  void set_state(size_t i, uint8_t s) {
    if (rep == Rep::boolean) {
      t[i] = s;
      return;
    }
    if (state.empty()) state.assign(n, kValue);
    state[i] = s;
  }
  int32_t info_of(size_t i) const { return info.empty() ? 0 : info[i]; }
  void set_info(size_t i, int32_t set) {
    if (info.empty()) info.assign(n, 0);
    info[i] = set;
  }
  DateRange day(size_t i) const { return {a[i], b.empty() ? a[i] : b[i]}; }
  void set_day(size_t i, DateRange d) {
    a[i] = d.lo;
    if (d.lo != d.hi && b.empty()) b = a;
    if (!b.empty()) b[i] = d.hi;
  }
  TimeRange time(size_t i) const { return {x[i], y.empty() ? x[i] : y[i]}; }
  void set_time(size_t i, TimeRange d) {
    x[i] = d.lo;
    if (d.lo != d.hi && y.empty()) y = x;
    if (!y.empty()) y[i] = d.hi;
  }
  uint32_t row(size_t i) const { return static_cast<uint32_t>(a[i]); }
  bool is_open(size_t i) const { return !open.empty() && open[i] != 0; }
  bool is_maybe(size_t e) const { return !maybe.empty() && maybe[e] != 0; }
  int32_t open_info_of(size_t i) const { return open_info.empty() ? 0 : open_info[i]; }
  int32_t maybe_info_of(size_t e) const { return maybe_info.empty() ? 0 : maybe_info[e]; }
  int32_t origin_of(size_t i) const { return origin.empty() ? -1 : origin[i]; }
  void keep(const std::shared_ptr<const void>& what) {
    if (what != nullptr && (keeps.empty() || keeps.back() != what)) keeps.push_back(what);
  }
};

/// A vector of n lanes with its value arrays sized (truths false, numbers 0, lists empty).
std::shared_ptr<Vec> make(Rep rep, size_t n);
/// Lane i of the result is lane index[i] of the vector. O(lanes + elements).
std::shared_ptr<Vec> gather(const Vec& from, const uint32_t* index, size_t n);
/// Lane `to` of `out` becomes lane `from` of `in` (scalar reps of one kind only, and values: `out` must keep what `in` keeps).
void copy_lane(Vec& out, size_t to, const Vec& in, size_t from);

}  // namespace hegui::exec
