// One duty, one holder, one moment: what the shapes share.
//
// In:   a duty, an evaluator at a clock.   Out: verdicts, one per instance (still without waivers and advice).
// Idea: one file per shape, each following its section of docs/evaluation.md. This header holds what sections 3 to 5 define for
// all of them: the holder's life, frames, windows, suspensions, applicability, counting.
// Test: tests/explain/*_test.cc
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
  Day changes_on = kNoDay;
  Gaps reasons;

  void set(Verdict v, Gaps why = {}) {
    verdict = v;
    reasons = std::move(why);
  }
  void set_due(Day day) { nominal_due = due = day; }
  bool same_instance(const Judged& other) const { return kind == other.kind && label == other.label; }
};

/// Days from..until; empty when from > until.
struct Bounds {
  Day from = kAlways, until = kNever;
  bool empty() const { return from > until; }
};

/// A window, and the gaps that make its bounds or its existence doubtful.
struct HolderWindow {
  Window window;
  Gaps doubt;
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
  std::vector<HolderWindow> windows(Per per, const rule::Frame& frame, int min_days, Bounds item = {});
  const rule::Roles& roles() const;

  // Applicability.
  Value when(Day day);  ///< true without a condition
  void apply_when(Judged& finding, const Value& when);
  /// Indeterminate unless pending or not applicable, where the bounds of the frame or window are doubtful.
  void apply_doubt(Judged& finding, const Gaps& doubt);
  Judged not_applicable();      ///< once, campaign
  Judged undecided(Gaps gaps);  ///< once, campaign, indeterminate
  /// A window wholly suspended, surely or possibly.
  void apply_suspensions(Judged& finding, Day from, Day until);

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
  void count(const Counting& counting, const Env& env, Judged& finding);
  int64_t number(const rule::NumberRef& ref) const;

  /// A date expression over a row: a range, unknown or an error (anything else is an error).
  Value date(rule::ExprIx expression, const Env& env);
  /// The day of a constant, or `otherwise`.
  Day day(rule::ExprIx expression, Day otherwise);

 private:
  struct Life {
    DateRange opened{kAlways, kAlways}, ceased{kNever, kNever};
    Gaps opened_gap, ceased_gap;
  };
  Life life();
  static Bounds clip(Bounds bounds, Day opened, Day ceased);
};

using Judgements = std::vector<Judged>;
Judgements judge_count(Matter& m, const rule::Count& shape);
Judgements judge_items(Matter& m, const rule::Items& shape);
Judgements judge_respond(Matter& m, const rule::Respond& shape);
Judgements judge_cover(Matter& m, const rule::Cover& shape);
Judgements judge_forbid(Matter& m, const rule::Forbid& shape);
Judgements judge_state(Matter& m, const rule::State& shape);
Judgements judge_table(Matter& m, const rule::DecisionTable& shape);
Judgements judge_person(Matter& m, const rule::Judge& shape);
/// The findings of the parts, by duty.
Judgements judge_compose(Matter& m, const std::vector<std::pair<const rule::Duty*, const Judgements*>>& parts);

}  // namespace hegui::explain
