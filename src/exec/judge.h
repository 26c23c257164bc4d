// Verdicts: the shapes of docs/evaluation.md over one scene.
//
// In:   a Scene, a duty.   Out: outcomes, one per instance and lane.
// Idea: instances of all lanes are themselves lanes of a frame; conditions, selections and dates are worked out for all of
// them at once, and only the small arithmetic of counting and comparing days runs one by one.
// Cost: O(instances + evidence rows per instance).   Test: tests/exec/*_test.cc
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exec/reckon.h"
#include "exec/scene.h"
#include "hegui/findings.h"

namespace hegui::exec {

struct ReasonText {
  ReasonCode code;
  std::string record, field;
  std::vector<std::string> args;
};

struct Outcome {
  uint32_t lane = 0;
  uint8_t branch = 0;
  Verdict verdict = Verdict::pending;
  InstanceKind kind = InstanceKind::once;
  bool advisory = false;
  Day from = kNullDay, until = kNullDay, nominal_due = kNullDay, due = kNullDay, met_on = kNullDay, changes_on = kNullDay;
  int32_t low = kNullCount, high = kNullCount, required = kNullCount;
  int32_t gaps = 0;                 // tracing: gap set, for indeterminate
  std::string label;
  std::vector<ReasonText> reasons;  // tracing, besides gaps
};

/// Days from..until, both included.
struct Days {
  Day from = 0, until = -1;
  bool empty() const { return from > until; }
};

class Judge {
 public:
  explicit Judge(Scene& scene);

  /// Outcomes of one duty with waivers applied; `advice` also works out `advisory`. Kept: asked twice, answered once.
  const std::vector<Outcome>& duty(int duty, bool advice);

  Days campaign() const { return campaign_; }

 private:
  struct Life {  // of a lane
    DateRange opened{kAlways, kAlways}, ceased{kNever, kNever};
    int32_t opened_info = 0, ceased_info = 0;
  };
  struct Moment {  // a date of a lane
    DateRange range;
    uint8_t state = kValue;
    int32_t info = 0;
  };
  struct Pause {  // a suspension
    DateRange from, to;
    bool sure = false;
    int32_t info = 0;
  };
  struct Instance {
    uint32_t lane = 0;
    uint8_t branch = 0;
    Window window;
    bool doubtful = false;
    int32_t doubt = 0;
    uint32_t item = 0;    // items: lane of the item frame
    int number = 0;       // required in it
    bool advise = false;  // what is left of a broken period: an adverse verdict is advice
  };
  /// How a duty divides its frame.
  struct Cadence {
    Per per = Per::once;
    int min_days = 0;
    rule::Broken broken = rule::Broken::none;
    rule::NumberRef number{-1, 1};
    bool at_most = false;
    const std::vector<int>* nth = nullptr;
    const std::vector<rule::NamedWindow>* named = nullptr;
    std::string label;  // of the frame itself
  };
  struct Due {
    DateRange nominal, range;
    int32_t info = 0;  // of a range
  };

  /// Lanes with lives that are given instead of read.
  Judge(Scene& scene, std::vector<Life> lives);

  // judge.cc
  void prepare();
  std::vector<Outcome> shaped(int duty);
  Days unclipped(const rule::Frame& frame) const;
  Days clipped(Days span, size_t lane, int reading = 0) const;
  Day clock(size_t lane) const { return scene_.clocks[lane]; }
  void pivot(size_t lane, Day day) { scene_.pivot(scene_.batch(), lane, day); }
  bool by(size_t lane, Day due) {  // t <= due
    pivot(lane, due == kNever ? kNever : due + 1);
    return clock(lane) <= due;
  }
  Frame& campaign_day();
  bool once(size_t lane, Verdict verdict, Days span, std::vector<Outcome>& out);
  /// The finding that says the duty does not bind this holder.
  bool not_bound(size_t lane, std::vector<Outcome>& out);
  /// Items, respond, forbid each: answers the lanes whose `when` or collection settles them; true for the rest.
  std::vector<bool> binds(const plan::DutyPlan& plan, const rule::Frame& within, const plan::RowsPlan& rows, std::vector<Outcome>& out);
  Moment date(Frame& frame, plan::OpIx op, size_t lane);
  std::optional<Day> constant_day(plan::OpIx op);
  int number(const rule::NumberRef& ref) const;
  int number(const rule::NumberRef& ref, Day day) const;
  // windows.cc
  /// A window with what is required in it.
  struct Piece {
    Window window;
    int number = 0;
    bool advise = false;
  };
  std::vector<Piece> pieces(const Cadence& cadence, Days span) const;
  void make_windows(size_t lane, uint8_t branch, const Cadence& cadence, Days span, std::vector<Instance>& out);
  static std::string frame_label(const rule::Frame& frame);
  /// Whether a duty is in force on a day.
  bool in_force(const plan::DutyPlan& plan, Day day) const;
  // timing.cc
  Due timed(const rule::Timing& timing, DateRange base, int32_t base_info, const Window* window);
  Outcome either(const Due& due, Outcome first, Outcome last);
  const std::vector<Pause>& pauses(size_t lane);
  /// 2 surely suspended, 1 possibly (info), 0 not.
  int suspended(size_t lane, const Window& window, int32_t* info);
  int32_t join(int32_t a, int32_t b) { return scene_.trace ? scene_.gaps.join(a, b) : 0; }
  std::string label(int table, uint32_t row) { return scene_.stage.label(table, row); }
  DateRange event(int table, uint32_t row) const;
  /// 0 outside, 1 inside, 2 possibly inside (gap of the date joined).
  int inside(int table, uint32_t row, Day from, Day until, int32_t* info);
  Scene::Complete complete(size_t lane, const plan::RowsPlan& rows);
  int32_t collection_gap(size_t lane, const plan::RowsPlan& rows, const Scene::Complete& c);

  /// Gaps of an open set without those of its collection: the lists that are absent inside rows.
  int32_t list_gaps(size_t lane, const plan::RowsPlan& rows, int32_t gaps);

  // reckon.cc
  /// An instance on its way to a verdict: what is counted for it with the first and the last day on which it may be due.
  struct Counted {
    Outcome outcome;
    Bounds bounds{0, 0, 0, rule::Late::lost, false, 1};
    Due due;
    Reckoning first, last;  // `first` only where the due day is a range
    bool doubtful = false;  // serving: it may turn out to bind otherwise
  };
  Reckoning reckon(size_t lane, const Entries& entries, size_t at, const plan::RowsPlan& rows, const Bounds& bounds, const Marks& marks,
                   bool claims);
  void reckon(Counted& counted, const Entries& entries, size_t at, const plan::RowsPlan& rows, const Marks& marks, bool claims);
  void conclude(size_t lane, Reckoning& reckoning, const Bounds& bounds, Outcome& out);
  Outcome verdict(Counted& counted);
  void settle(const Instance& instance, int paused, int32_t pause, Outcome& out);
  // serving.cc
  /// Gives each row to one instance of a holder.
  void serve(std::vector<Counted>& all, int table, bool owed);
  // count.cc, rolling.cc
  void count(const plan::DutyPlan& plan, std::vector<Outcome>& out);
  void roll(size_t lane, const Entries& entries, size_t at, const plan::RowsPlan& rows, const rule::Count& count, const Instance& instance,
            const Marks& marks, Outcome& out);
  // hold.cc
  void hold(const plan::DutyPlan& plan, const plan::HoldPlan& hold, std::vector<Outcome>& out);
  // items.cc, respond.cc
  void items(const plan::DutyPlan& plan, const plan::ItemsPlan& items, std::vector<Outcome>& out);
  void item_windows(const plan::DutyPlan& plan, const plan::ItemsPlan& items, Frame& rows, const std::vector<uint32_t>& lanes,
                    const std::vector<uint32_t>& row, const std::vector<bool>& open, std::vector<int>& begun, std::vector<int>& refused,
                    std::vector<Outcome>& out);
  bool item_in_force(const plan::DutyPlan& plan, int table, uint32_t row) const;
  void respond(const plan::DutyPlan& plan, const plan::RespondPlan& respond, std::vector<Outcome>& out);
  // cover.cc
  void cover(const plan::DutyPlan& plan, const plan::CoverPlan& cover, std::vector<Outcome>& out);
  // forbid.cc
  void forbid(const plan::DutyPlan& plan, const plan::ForbidPlan& forbid, std::vector<Outcome>& out);
  // state.cc
  void state(const plan::DutyPlan& plan, const plan::StatePlan& state, std::vector<Outcome>& out);
  void decide(const plan::DutyPlan& plan, const plan::DecisionPlan& table, std::vector<Outcome>& out);
  void human(int duty, const plan::DutyPlan& plan, std::vector<Outcome>& out);
  void compose(int duty, const plan::DutyPlan& plan, const plan::ComposePlan& compose, std::vector<Outcome>& out);
  /// Once shapes: lanes that are judged, with the gaps of an unknown `when`; the others are answered.
  struct OnceLane {
    uint32_t lane;
    Days span;
    uint8_t when;
    int32_t info;
  };
  std::vector<OnceLane> once_lanes(const plan::DutyPlan& plan, const rule::Frame& within, std::vector<Outcome>& out);
  static void unsettle(const OnceLane& lane, Outcome& out);
  /// Lanes whose due day is a range stand twice in what follows: with its first and with its last day.
  struct Tries {
    std::vector<OnceLane> lanes;
    std::vector<Day> day;
    std::vector<Due> due;
  };
  Tries tries(const std::vector<OnceLane>& lanes, const rule::Timing& timing, plan::OpIx due);
  /// One outcome of each try -> one of each lane.
  void merge(const Tries& tried, std::vector<Outcome> outcomes, std::vector<Outcome>& out);
  // life.cc
  /// Other readings of the lanes whose life is not known to the day.
  struct Lives {
    struct Reading {
      uint32_t lane;        // of the judge in doubt
      bool opened, ceased;  // which of the two dates is read otherwise
    };
    std::vector<Reading> readings;  // one a lane of the scene, in the order of lanes
    std::unique_ptr<Scene> scene;
    std::unique_ptr<Judge> judge;
  };
  void doubt_lives(int duty, std::vector<Outcome>& out);
  // after.cc
  void waive(int duty, std::vector<Outcome>& out);
  void advise(int duty, std::vector<Outcome>& out);

  Scene& scene_;
  const plan::Program& program_;
  const rule::CheckedRules& rules_;
  const plan::RolePlan& roles_;
  Days campaign_;
  std::vector<Life> lives_;
  const bool lives_given_;
  std::unique_ptr<Lives> other_lives_;  // made when first needed
  Frame* campaign_day_ = nullptr;
  std::vector<std::vector<Pause>> pauses_;
  bool paused_ = false;
  std::map<std::pair<int, bool>, std::vector<Outcome>> known_;
};

}  // namespace hegui::exec
