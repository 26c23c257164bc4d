// One evaluation of some holders at a clock: frames of lanes and the values of operations in them.
//
// In:   Stage, parameter values, holders with their clocks.   Out: get(frame, operation).
// Idea: a frame is a set of lanes that binds some slots; it hangs on a wider one through a lane map. An operation is worked
// out once, in the widest frame that binds one of the slots it depends on, and gathered into narrower ones. `day` is a
// frame of its own over the same lanes, rows and elements of comprehensions are frames whose map goes to their owners.
// While tracing, lanes without value carry gap sets. While pivoting, every comparison with the clock notes the next day on
// which it could turn out otherwise (per holder): between two such days nothing the evaluation saw can change.
// Cost: O(lanes) an operation.   Test: tests/exec/*_test.cc
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "exec/gaps.h"
#include "exec/stage.h"
#include "cel/leaf.h"
#include "rule/evaluation.h"

namespace hegui::exec {

struct Frame {
  Frame* up = nullptr;
  uint64_t own = 0;            // slots bound here
  size_t n = 0;
  bool identity = false;       // lane i is lane i of `up`
  std::vector<uint32_t> map;   // else: lane of `up`
  std::unordered_map<int, VecPtr> bound;  // slot, or kFirstLocal + level
  std::unordered_map<plan::OpIx, VecPtr> memo;
  std::unordered_map<const Frame*, std::vector<uint32_t>> paths;
  /// Elements of a comprehension: what depends on the element alone is worked out once per element of the set, in `side`, and
  /// not again for every lane that walks over it. `between`: slots bound by frames narrower than the set's own.
  Frame* side = nullptr;
  std::vector<uint32_t> side_map;  // lane of `side`
  uint64_t between = 0;
  std::map<std::array<int, 3>, std::unique_ptr<Frame>> sides;  // of sets whose home this frame is: range, locals
};

/// An operand as it stands in its home: read through the lane map, or step 0 for a value that is the same in all lanes.
struct Arg {
  VecPtr v;
  size_t step = 1;
  const uint32_t* map = nullptr;
  size_t at(size_t i) const { return map != nullptr ? map[i] : i * step; }
  uint8_t state(size_t i) const { return v->state_of(at(i)); }
  int32_t info(size_t i) const { return v->info_of(at(i)); }
  bool straight() const { return step == 1 && map == nullptr; }
  bool clean() const { return v->rep != Rep::boolean && v->state.empty(); }
};

/// Entries of a row set or list laid out for a frame: entry e belongs to lane[e] and is element[e] of `set`.
struct Entries {
  VecPtr set;
  Frame* at = nullptr;            // where the set is at home
  std::vector<uint32_t> lane;     // of the frame
  std::vector<uint32_t> element;  // of set->elem
  std::vector<uint32_t> begin;    // lanes + 1
  std::vector<uint32_t> home;     // lane of `set` a lane
};

class Scene {
 public:
  struct Options {
    bool trace = false;
    bool pivots = false;
  };
  /// One lane a holder (the same holder may stand in several); `clocks` one day a lane.
  Scene(const Stage& stage, Strings& strings, const std::vector<rule::Value>& params, int owner_type, std::vector<uint32_t> holders,
        std::vector<Day> clocks, const Options& options);

  const Stage& stage;
  const plan::Program& program;
  const std::vector<rule::Value>& params;
  const int owner_type;
  const std::vector<uint32_t> holders;
  const std::vector<Day> clocks;
  const bool trace;
  const bool pivots;
  Gaps gaps;
  Strings& strings;
  std::vector<Day> next;  // per holder lane, while pivoting: the next day on which something may turn out otherwise

  Frame& root() { return root_; }
  Frame& batch() { return batch_; }
  /// A frame over the lanes of `up` that binds `day`; owned by the scene.
  Frame& day_frame(Frame& up, std::vector<Day> days);
  /// A frame of rows: lane i is row rows[i] for lane map[i] of `up`. Owned by the scene.
  Frame& row_frame(Frame& up, int slot, std::vector<uint32_t> rows, std::vector<uint32_t> map);
  /// A frame that repeats lanes of `up` (binds nothing but `day`, when given).
  Frame& lane_frame(Frame& up, std::vector<uint32_t> map, std::vector<Day> days);

  /// Vector of the operation over the frame's lanes.
  VecPtr get(Frame& frame, plan::OpIx op);
  Arg arg(Frame& frame, plan::OpIx op);
  Entries entries(Frame& frame, plan::OpIx op);

  /// Notes that lane's holder may be judged otherwise from `day` on.
  void pivot(Frame& frame, size_t lane, Day day) {
    if (!pivots || day >= kNever || day <= kAlways) return;
    const size_t h = holder_lane(frame, lane);
    if (day > clocks[h] && day < next[h]) next[h] = day;
  }
  /// Notes the days on which a moving day that stands at `at` now passes the ends of `still`.
  void pivot_past(Frame& frame, size_t lane, DateRange at, DateRange still);
  /// Whether a day that depends on the clock still goes on with it: `day` stands once it lies before the clock, and so does
  /// the earlier of a moving day and one that it has passed.
  bool moving(Frame& frame, size_t lane, plan::OpIx op);
  size_t holder_lane(Frame& frame, size_t lane);
  Day clock(Frame& frame, size_t lane) { return clocks.empty() ? kNoDay : clocks[holder_lane(frame, lane)]; }

  int32_t gap_set(ReasonCode code, int32_t table, uint32_t row, std::string_view field, std::string_view args = {});
  int32_t error_set(cel::ErrorKind kind);
  int32_t error_set(std::string_view kind);
  int32_t owner_place(int owner) const { return -1 - owner; }
  /// Completeness of a collection of an owner at the clock of a lane: kNever-free day; absent set when nothing was handed in.
  struct Complete {
    bool absent = false;
    Day through = kNever;
  };
  Complete complete(int owner, int collection, uint32_t index, Day t);
  /// Whether a row is only possibly there, with its gaps.
  bool possible(Frame& frame, size_t lane, Day t, int table, uint32_t row, int32_t* info);
  std::string_view event_field(int table, uint32_t row);
  /// Gap of a row's event date, at the row that carries it.
  int32_t event_gap(int table, uint32_t row);
  int32_t date_gap(int32_t table, uint32_t row, std::string_view field) {
    return gap_set(ReasonCode::date_imprecise, table, row, field);
  }

 private:
  Frame* home(Frame& frame, plan::OpIx op);
  const std::vector<uint32_t>* path(Frame& from, const Frame* to);
  VecPtr compute(Frame& frame, plan::OpIx op);

  // One file a family.
  VecPtr constant(const plan::Op& op);
  VecPtr constant_value(const plan::Op& op, const rule::Value& value);
  VecPtr dated_param(Frame& frame, const plan::Op& op);
  VecPtr on_day(Frame& frame, const plan::Op& op);
  /// What histories say of a lane: the change that counts, or a state with its gaps. False: nothing.
  struct Lane {
    const Change* change = nullptr;
    uint8_t state = kValue;
    int32_t info = 0;
  };
  bool stood(Frame& frame, size_t lane, const plan::Op& op, const Arg& base, const Arg& day, Lane& out);
  VecPtr changed_field(Frame& frame, const plan::Op& op, VecPtr plain);
  VecPtr changed_presence(Frame& frame, const plan::Op& op, VecPtr plain);
  VecPtr plain_field(Frame& frame, const plan::Op& op);
  VecPtr plain_presence(Frame& frame, const plan::Op& op);
  VecPtr field(Frame& frame, const plan::Op& op);
  VecPtr list_field(const plan::Op& op, const Arg& base, Frame& frame, const Column* column, const Field& f);
  VecPtr has_field(Frame& frame, const plan::Op& op);
  VecPtr has_collection(Frame& frame, const plan::Op& op);
  VecPtr collection(Frame& frame, const plan::Op& op);
  VecPtr nested(Frame& frame, const plan::Op& op);
  VecPtr flatten(Frame& frame, const plan::Op& op);
  VecPtr parent(Frame& frame, const plan::Op& op);
  VecPtr follow(Frame& frame, const plan::Op& op);
  VecPtr follow_owner(Frame& frame, const plan::Op& op);
  VecPtr logic(Frame& frame, const plan::Op& op);
  VecPtr choose(Frame& frame, const plan::Op& op);
  VecPtr list(Frame& frame, const plan::Op& op);
  VecPtr index(Frame& frame, const plan::Op& op);
  VecPtr entry(Frame& frame, const plan::Op& op);
  VecPtr scalar(Frame& frame, const plan::Op& op);
  VecPtr choose_lists(const plan::Op& op, size_t n, const Arg& condition, const Arg& yes, const Arg& no);
  /// A comprehension, in parts or not at all where it would lay out too many pairs.
  VecPtr walk(Frame& frame, const plan::Op& op);
  VecPtr walk_whole(Frame& frame, const plan::Op& op);
  Frame part_of(const Frame& frame, const std::vector<uint32_t>& lanes);
  VecPtr quantify(Frame& frame, const plan::Op& op);
  VecPtr quantify_plain(Frame& frame, const plan::Op& op);
  VecPtr map_list(Frame& frame, const plan::Op& op);
  VecPtr filter(Frame& frame, const plan::Op& op);
  VecPtr call(Frame& frame, const plan::Op& op);
  VecPtr compare(Frame& frame, const plan::Op& op);
  VecPtr compare_field(Frame& frame, const plan::Op& op);
  VecPtr membership(Frame& frame, const plan::Op& op);
  VecPtr size(Frame& frame, const plan::Op& op);
  VecPtr date_call(Frame& frame, const plan::Op& op);
  VecPtr calendar_call(Frame& frame, const plan::Op& op);
  VecPtr number_call(Frame& frame, const plan::Op& op);
  VecPtr text_call(Frame& frame, const plan::Op& op);
  bool asked_by_code(cel::Function f, const Arg* args, size_t count, size_t n, Vec& out);
  VecPtr time_call(Frame& frame, const plan::Op& op);
  VecPtr joined(Frame& frame, const plan::Op& op);
  VecPtr extreme(Frame& frame, const plan::Op& op);

  /// Lanes of a strict operation whose arguments have no value: sets state and gaps; true when lane i has all values.
  bool strict(const Arg* args, size_t count, size_t i, Vec& out);
  void fail(Vec& out, size_t i, cel::ErrorKind kind);
  /// A value of the row evaluator into a lane that holds such values.
  void store(Vec& out, size_t i, const row::Value& value);
  void unknown(Vec& out, size_t i, int32_t info);
  /// The frame of a comprehension's elements; `own` holds it when the set is at home in a wider frame.
  Frame& element_frame(Frame& frame, const plan::Op& op, const Entries& entries, Frame& own);
  DateRange milestone(Frame& frame, size_t lane, const plan::Op& base, uint32_t row, bool filled, DateRange value, int32_t* info,
                      std::string_view name);
  uint32_t find_row(int table, uint32_t owner, int32_t id);

  Frame root_, batch_;
  std::deque<std::unique_ptr<Frame>> frames_;
  std::unordered_map<uint64_t, std::unordered_map<int32_t, uint32_t>> rows_by_id_;
};

}  // namespace hegui::exec
