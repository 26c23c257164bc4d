// One duty, one holder, one moment: what the shapes share.
//
// In:   a duty, an evaluator at a clock.   Out: verdicts, one per instance (still without waivers and advice).
// Idea: one file per shape, each following its section of docs/evaluation.md and docs/time.md. This header holds what is
// defined for all of them: the holder's life, frames, windows, suspensions, applicability, due days, counting. Test:
// tests/explain/*_test.cc
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explain/evaluator.h"
#include "time/window.h"

namespace hegui::explain {

/// One finding in the making; days are kNoDay and counts kNullCount where there is none.
struct Judged {
  Verdict verdict = Verdict::pending;
  InstanceKind kind = InstanceKind::once;
  std::string label = "campaign";
  Day from = kNoDay, until = kNoDay;
  Day nominal_due = kNoDay, due = kNoDay, met_on = kNoDay;
  int32_t low = kNullCount, high = kNullCount, required = kNullCount;
  int branch = 0;
  bool advisory = false;
  bool advise_if_adverse = false;  // a broken period with the policy `advise`
  Day changes_on = kNoDay;
  Gaps reasons;
  std::vector<RowRef> served_by;  // with `serves: one`: the rows that serve it

  void set(Verdict v, Gaps why = {}) {
    verdict = v;
    reasons = std::move(why);
  }
  void set_due(Day day) { nominal_due = due = day; }
  void suspend() {
    set(Verdict::not_applicable);
    nominal_due = due = met_on = kNoDay;
    low = high = required = kNullCount;
  }
  bool same_instance(const Judged& other) const { return kind == other.kind && label == other.label; }
};

/// Days from..until; empty when from > until.
struct Bounds {
  Day from = kAlways, until = kNever;
  bool empty() const { return from > until; }
};

/// How a frame is divided into windows (docs/time.md, section 1).
struct Division {
  Per per = Per::once;
  const rule::Frame* within = nullptr;
  const std::vector<rule::NamedWindow>* named = nullptr;  // Per::dates
  const std::vector<int>* nth = nullptr;
  int64_t min_days = 0;
  rule::Broken broken = rule::Broken::none;
  const rule::NumberRef* number = nullptr;  // of rows required in each window
  bool at_most = false;
};

/// A window, and the gaps that make its bounds or its existence doubtful.
struct HolderWindow {
  Window window;
  Gaps doubt;
  int64_t number = 1;   // required in it
  bool advise = false;  // too short to be more than advice
};

/// When the holder was suspended, as far as some days are concerned.
struct Suspensions {
  struct Row {
    Bounds widest, surest;  // of a row that may be none, surest is empty
    Gaps why;               // what is not known of it
  };
  std::vector<Row> rows;
  bool surely(Day day) const;
  bool possibly(Day day) const;
  bool surely_all(Day from, Day until) const;
  bool possibly_all(Day from, Day until) const;
  Gaps gaps_on(Day day) const;
  Gaps gaps() const;
};

/// A due day: a range with what made it one, or unknown.
struct Due {
  bool known = true;
  DateRange nominal, range;
  Gaps gaps;
  bool precise() const { return known && range.precise(); }
};

/// From when to when a holder is bound, as ranges of days where the records are imprecise.
struct Life {
  DateRange opened{kAlways, kAlways}, ceased{kNever, kNever};
  Gaps opened_gap, ceased_gap;
};

/// Rows against a number, over [from, until], due on a day (section 5).
struct Counting {
  int rows = -1;  // selection
  Day from = kAlways;
  Day until = kNever;
  Day due = kNever;
  bool owed = false;
  bool at_most = false;
  int64_t number = 1;
  bool distinct_day = false;            // rows of one day count once
  rule::ExprIx distinct = rule::kNone;  // rows with one key count once
  rule::ExprIx match = rule::kNone;     // the label of the window a row belongs to, wherever its date lies
  std::string label;                    // of the window
};

/// A row as evidence: on time, and in all (up to the clock).
struct Evidence {
  RowRef row;
  Event event;
  bool sure_on_time = false, may_on_time = false;
  bool sure_in_all = false, may_in_all = false;
  Gaps gaps;  // what makes it less than sure
  Value key;  // with `distinct`
};

/// Sure and possible rows of one reckoning, on time or in all.
struct Tally {
  int64_t low = 0, high = 0;
  bool unbounded = false;
  Day met_on = kNoDay;  // when the number was surely reached
  bool below(int64_t n) const { return !unbounded && high < n; }
};
struct Reckoning {
  Tally on_time, in_all;
  Gaps gaps;
};

/// One instance whose rows are counted: a window, an item's window, a trigger.
struct Instance {
  Judged finding;
  Counting counting;
  Due due;
  bool until_is_due = false;  // of a response
  Env env;
  Value when = Value::of_bool(true);
  Gaps window_doubt;
  bool undecided = false;  // which branch governs is not known
  Gaps undecided_gaps;
  bool suspendable = false;
};

class Matter {
 public:
  Matter(Evaluator& with, const rule::Duty& what)
      : evaluator(with),
        reading(with.reading()),
        ledger(reading.ledger()),
        clock(reading.clock()),
        rules(with.rules()),
        duty(what) {}

  Evaluator& evaluator;
  Reading& reading;
  Ledger& ledger;
  Clock& clock;
  const rule::CheckedRules& rules;
  const rule::Duty& duty;

  // Life and frames.
  Bounds unclipped(const rule::Frame& frame) const;
  Bounds frame(const rule::Frame& frame);  ///< clipped by the holder's life, read widely
  Bounds campaign();                       ///< clipped; unclipped where that would leave nothing
  std::vector<HolderWindow> windows(const Division& division, Bounds item = {});
  const rule::Roles& roles() const;
  bool in_force(Day day) const;
  /// `once` for one finding over the whole campaign, else `window`.
  static InstanceKind kind_of(Per per, const rule::Frame& frame);

  // Applicability.
  Value when(Day day);  ///< true without a condition
  void apply_when(Judged& finding, const Value& when);
  /// Indeterminate unless pending or not applicable, where the bounds of the frame or window are doubtful.
  void apply_doubt(Judged& finding, const Gaps& doubt);
  Judged not_applicable();      ///< once, campaign
  Judged undecided(Gaps gaps);  ///< once, campaign, indeterminate
  /// Suspensions that meet the days.
  Suspensions suspensions(Day from, Day until);

  // Rows.
  OwnerRef owner_of(int selection, const Env& env);
  bool absent(int selection, const Env& env, Gaps* gaps);
  /// Rows of the selection may be missing among those dated in [from, until], looked at through `by`.
  bool unbounded(int selection, const Env& env, Day by, Gaps* gaps);
  Gaps straddle_gap(const Event& event);
  /// Where an event lies: surely inside, surely outside, or neither (then the gap is added; a missing date adds none here,
  /// presence has it).
  enum class Side { inside, outside, open };
  Side side(const Event& event, Bounds bounds, Gaps* gaps);
  std::vector<Evidence> evidence(const Counting& counting, const std::vector<Candidate>& rows, const Env& env);
  Reckoning reckon(const Counting& counting, const std::vector<Evidence>& rows, const Env& env);
  void conclude(const Counting& counting, const Reckoning& reckoning, Judged& finding);
  /// Findings of instances in the order given; with `serves_one` a row serves one instance of a branch only.
  std::vector<Judged> judge(std::vector<Instance> instances, bool serves_one);
  int64_t number(const rule::NumberRef& ref) const;
  double number_on(const rule::NumberRef& ref, Day day);  ///< of a parameter that may change over time

  /// A date expression over a row: a range, unknown or an error (anything else is an error).
  Value date(rule::ExprIx expression, const Env& env);
  /// A due day: its base (an expression, else `otherwise`, or a day of the month in which the window ends), moved as the timing
  /// says.
  Due due(rule::ExprIx expression, const rule::Timing& timing, const Env& env, Day otherwise, const Window* window = nullptr);
  Due due(rule::ExprIx expression, const rule::Timing& timing, Day otherwise, const Window* window = nullptr) {
    return due(expression, timing, evaluator.env(clock.peek()), otherwise, window);
  }

  /// The holder's life: as given, else as recorded.
  Life life();
  std::optional<Life> given_life;

 private:
  static Bounds clip(Bounds bounds, Day opened, Day ceased);
};

/// The least number of days that meet every range, and the most ranges that can have days of their own.
int64_t least_days(std::vector<DateRange> ranges);
int64_t most_days(std::vector<DateRange> ranges);

/// Rows shared out so that one row serves one instance. `own`: how many each instance has by itself; everything by instance.
std::vector<Reckoning> serve(Matter& m, const std::vector<Instance*>& instances,
                             const std::vector<const std::vector<Evidence>*>& rows, const std::vector<bool>& in_doubt,
                             std::vector<Reckoning> own);

/// A finding that depends on a due day which may be a range: the verdict that all its days give, else indeterminate.
template <typename OnDue>
Judged with_due(const Due& due, OnDue on_due) {
  Judged finding = on_due(due.range.hi);
  if (!due.range.precise()) {
    const Judged first = on_due(due.range.lo);
    if (first.verdict != finding.verdict) {
      Gaps gaps = due.gaps;
      if (first.verdict == Verdict::indeterminate) add(gaps, first.reasons);
      if (finding.verdict == Verdict::indeterminate) add(gaps, finding.reasons);
      finding.set(Verdict::indeterminate, std::move(gaps));
    }
    finding.due = kNoDay;
  }
  if (finding.nominal_due != kNoDay) finding.nominal_due = due.nominal.precise() ? due.nominal.lo : kNoDay;
  return finding;
}

using Judgements = std::vector<Judged>;
Judgements judge_count(Matter& m, const rule::Count& shape);
/// A count in every span of days in a row; the finding has its frame.
void judge_rolling(Matter& m, const rule::Count& shape, Counting counting, const Env& env, Judged& finding);
Judgements judge_items(Matter& m, const rule::Items& shape);
Judgements judge_respond(Matter& m, const rule::Respond& shape);
Judgements judge_cover(Matter& m, const rule::Cover& shape);
Judgements judge_forbid(Matter& m, const rule::Forbid& shape);
Judgements judge_state(Matter& m, const rule::State& shape);
Judgements judge_table(Matter& m, const rule::DecisionTable& shape);
Judgements judge_person(Matter& m, const rule::Judge& shape);
Judgements judge_hold(Matter& m, const rule::Hold& shape);
/// The findings of the parts, by duty.
Judgements judge_compose(Matter& m, const std::vector<std::pair<const rule::Duty*, const Judgements*>>& parts);

}  // namespace hegui::explain
