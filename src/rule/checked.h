// Checked rules: what a pack means, with every name resolved and every expression typed.
//
// In:   a pack folder through load.h.   Out: what plan (columns) and explain (the slow evaluator) read.
// Idea: plain values and indices; no YAML, no text left to interpret. What an author may write in several ways has one
// form here: `is:` tests are part of `cond`; `done: fixed_on` is the expression row.fixed_on; `due: {after: f, days: n}`
// is row.f + days(n).  docs/evaluation.md defines what each shape means.
// Test: tests/rule/load_test.cc
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostics.h"
#include "cel/ast.h"
#include "records/model.h"
#include "time/calendar.h"
#include "time/window.h"

namespace hegui::rule {

using ExprIx = int32_t;
constexpr ExprIx kNone = -1;

struct Clause {
  std::string id, part, place, text, actor, checkable;  // checkable: yes partly no
};

struct Reading {
  std::string id, zh, en;
  std::vector<std::string> alternatives;
};

enum class Origin : uint8_t { text, statute, reading, assumption };

/// A scalar or a list of scalars.
struct Value {
  cel::Literal scalar;
  bool is_list = false;
  std::vector<cel::Literal> list;
  bool fixed = false;  // set by an override or a corner: the same on every day, whatever the dated values of the parameter say
};

/// A value from a day on.
struct Dated {
  Day from = kNoDay;
  Value value;
};

struct Param {
  std::string name, zh, en, unit, word;  // word: the vague word of the document it stands for
  cel::TypeId type = 0;                  // int, double, bool, date, string or list of one of these
  Value value;
  Origin origin = Origin::text;
  int reading = -1;
  bool has_range = false;                // int, double, date: allowed [low, high]
  cel::Literal low, high;
  std::vector<Value> allowed;            // other types: allowed values; empty: any
  std::vector<Dated> dated;              // a value that changes: ascending by day; empty: `value` always
  std::vector<int> cite;
  Span place;
};

/// A day that is a literal or a parameter of type date.
struct DayRef {
  int param = -1;
  Day day = kNoDay;
};
/// A number that is a literal or a parameter of type int (or double for ratios).
struct NumberRef {
  int param = -1;
  double value = 0;
};

struct Phase {
  std::string id, zh;
  DayRef from, until;
  std::vector<int> cite;
};

struct Definition {
  std::string name, zh;
  std::vector<std::string> argument_names;   // slots kArgument + i
  std::vector<cel::TypeId> arguments;
  int of_owner = -1;                         // `of:` an owner type: the body sees it as `holder`
  int of_row = -1;                           // `of:` a row type: argument 0, also as `row`
  cel::TypeId type = 0;
  ExprIx body = kNone;
  std::vector<int> cite;
  Span place;
};

/// Rows of the holder's collection, of the registry's, or nested in either.
struct Selection {
  std::string name, zh;           // inline selections: "duty/rows"
  bool registry = false;
  int owner_type = -1;            // the holder's type (or the registry)
  int collection = -1;
  int nested_field = -1;          // rows of this nested field of the collection's rows (then kParent is the outer row)
  int row_type = -1;              // of the rows selected
  int base = -1;                  // narrower selection of another one: its rows, further tested by cond
  ExprIx cond = kNone;            // bool over row, parent, holder, and what the place of use adds (item, trigger, day)
  std::vector<int> cite;
  Span place;
};

enum class Late : uint8_t { lost, owed };
enum class Evidence : uint8_t { clipped, whole, ever };

/// `within`: the frame of a duty.
struct Frame {
  enum class Kind : uint8_t { campaign, phase, dates, any } kind = Kind::campaign;
  int phase = -1;
  DayRef from, until;
  std::string label;  // campaign, the phase's id, or from/until as ISO dates joined by '/'
};

struct Check {
  std::string name;
  ExprIx expr = kNone;  // bool
};

/// What becomes of a clipped calendar period of which fewer than `min_days` days remain (docs/time.md).
enum class Broken : uint8_t { none, count, advise, prorate };

enum class Shift : uint8_t { none, previous_working_day, next_working_day };

/// How a due day is made from its base (the `due` expression beside it, else the end of the window): docs/time.md.
/// nominal due = base, or the day of month, plus working days; due = nominal, shifted, plus grace.
struct Timing {
  int day_of_month = -1;              // 1..31, 0: the last day; -1: not given
  bool next_month = false;            // of the month after the window's last month
  NumberRef working_days{-1, 0};      // after the base
  Shift shift = Shift::none;
  NumberRef grace{-1, 0};             // days after the shifted day on which it is still in time
  bool grace_in_working_days = false;
  /// Nothing is moved: due is the base itself.
  bool plain() const {
    return day_of_month < 0 && working_days.param < 0 && working_days.value == 0 && shift == Shift::none && grace.param < 0 &&
           grace.value == 0;
  }
};

/// A window that a duty names itself.
struct NamedWindow {
  std::string label;  // as given, else FROM/UNTIL (with the pack's own values)
  DayRef from, until;
};

struct Count {
  int rows = -1;
  bool at_most = false;
  NumberRef number{-1, 1};
  Per per = Per::once;
  Frame within;
  Evidence evidence = Evidence::clipped;
  Late late = Late::lost;
  ExprIx due = kNone;        // date constant (holder-independent); none: end of the window
  NumberRef min_days{-1, 0};
  Timing timing;
  Broken broken = Broken::none;
  std::vector<int> nth;               // only these windows, from 1 (from the end: -1); empty: all
  std::vector<NamedWindow> windows;   // Per::dates
  NumberRef rolling{-1, 0};           // every span of so many days in a row; 0: not rolling
  bool distinct_day = false;          // rows of one day count once
  ExprIx distinct = kNone;            // rows with one key count once: a scalar over row
  ExprIx match = kNone;               // string over row: belongs to the window with this label (else: by its event date)
  bool serves_one = false;            // a row serves one window only
};

/// One finding per selected row. Exactly one of done, require, with.
struct Items {
  int rows = -1;
  Frame within;               // tested against the row's event date; `any`: no test
  std::vector<Check> require;
  ExprIx done = kNone;        // date: the day on which it was done (milestone: never, if not yet)
  ExprIx due = kNone;         // date over row; with done and none here: end of the campaign
  Late late = Late::owed;
  ExprIx closed = kNone;      // bool: a failed check can no longer be cured
  ExprIx remedy = kNone;      // date: a failed check counts as met late from then on
  int with = -1;              // evidence for the item in each window; sees `item`
  Per per = Per::once;
  NumberRef at_least{-1, 1};
  NumberRef min_days{-1, 0};
  ExprIx from = kNone, until = kNone;  // dates over row: the item's own life, clips its windows
  Timing timing;
  Broken broken = Broken::none;
  bool serves_one = false;    // with: a row serves one item and window only
};

struct Respond {
  int to = -1;
  Frame within;               // tested against the trigger's event date
  ExprIx on = kNone;          // date over row (the trigger)
  ExprIx due = kNone;         // date over row (the trigger)
  int with = -1;              // evidence rows of the holder; sees `trigger`
  Late late = Late::owed;
  Timing timing;
  bool serves_one = false;    // a row answers one trigger only
};

struct Cover {
  int members = -1;           // selection of the holder's rows; may use day
  ExprIx key = kNone;         // string over row (the member)
  int by = -1;                // evidence rows; with by_field
  int by_field = -1;          // list or scalar field of the evidence rows whose values are keys
  ExprIx holds = kNone;       // instead of by: bool over row (the member)
  NumberRef ratio{-1, 1.0};
  bool state = false;         // judged on the day itself instead of at each session
  Frame within;               // of the evidence rows
  ExprIx due = kNone;         // none: end of the campaign
  Late late = Late::lost;
  Timing timing;
};

struct Forbid {
  int rows = -1;
  ExprIx where = kNone;       // bool over row (and member)
  ExprIx among = kNone;       // list over row; each element is `member`
  bool each = false;          // one finding per row instead of one per holder
  Frame within;
};

struct State {
  std::vector<Check> require; // over holder; may use day
  ExprIx due = kNone;         // none: end of the campaign
  Timing timing;
};

/// What must hold on every day of each window.
struct Hold {
  Per per = Per::once;
  Frame within;
  ExprIx holds = kNone;       // bool over holder and day
  NumberRef min_days{-1, 0};
  Broken broken = Broken::none;
};

enum class Hit : uint8_t { first, unique };
struct DecisionTable {
  Hit hit = Hit::first;
  struct Row {
    ExprIx cond = kNone;      // none: always
    int outcome = -1;
  };
  std::vector<Row> rows;
  std::vector<Check> outcomes;  // name and what must hold then (over holder)
  ExprIx due = kNone;
  Timing timing;
};

struct Judge {
  std::string question_zh, question_en, by;
};

struct Compose {
  std::vector<int> duties;
};

using Shape = std::variant<Count, Items, Respond, Cover, Forbid, State, DecisionTable, Judge, Compose, Hold>;

/// `unless:` another branch of a count duty, with its own cadence.
struct Branch {
  ExprIx when = kNone;
  Count count;
  std::vector<int> cite;
};

/// The day of a window whose answer chooses the branch.
enum class Governs : uint8_t { last_day, first_day };

struct Duty {
  std::string id, zh, en, part;
  std::string file;               // of the pack
  std::vector<int> cite;
  std::vector<int> readings;
  int holder = -1;                // owner type
  ExprIx when = kNone;            // bool over holder; may use day
  Shape shape;
  std::vector<Branch> unless;     // Count only
  Governs governs = Governs::last_day;   // Count with `unless`
  DayRef in_force_from, in_force_until;  // kNoDay and no parameter: open
  std::vector<int> assumptions;   // parameters of origin assumption that its due date, threshold or conditions use
  Span place;
};

/// Which fields and collections of an owner type carry life, suspensions, judgements and waivers; -1: none.
struct Roles {
  int opened = -1, ceased = -1;                            // owner fields
  int suspensions = -1, suspension_from = -1, suspension_to = -1;
  int judgements = -1, judgement_duty = -1, judgement_instance = -1, judgement_verdict = -1, judgement_on = -1;
  int changes = -1, change_collection = -1, change_row = -1, change_field = -1, change_value = -1, change_from = -1;
  std::vector<std::pair<int, int>> changing;               // (collection or -1 for the owner itself, field) with a history
  int met = -1, not_met = -1, judged_not_applicable = -1;  // words of the verdict's enumeration
  int waivers = -1, waiver_duty = -1, waiver_instance = -1, waiver_from = -1, waiver_until = -1, waiver_approved_by = -1;
};

struct CheckedRules {
  std::string name, version, title_zh, title_en, document;
  std::shared_ptr<const Model> model;
  cel::TypePool types;
  std::vector<Clause> clauses;
  std::vector<Reading> readings;
  std::vector<Param> params;
  DayRef campaign_from, campaign_until;
  std::vector<Phase> phases;
  std::vector<cel::Expression> exprs;
  std::vector<Definition> definitions;
  std::vector<Selection> selections;
  std::vector<Duty> duties;          // sorted by id
  std::vector<Roles> roles;          // per owner type
  WorkCalendar calendar;
  std::string sha256;                // over the files of the pack, hex

  int clause(std::string_view id) const;
  int param(std::string_view name) const;
  int duty(std::string_view id) const;
  std::string dump() const;
};

/// Values of all parameters for one run: the pack's, with overrides.
std::vector<Value> default_values(const CheckedRules& rules);
/// Parses and range-checks an override (`--param name=value`); reports HG6xxx.
bool override_value(const CheckedRules& rules, const std::string& name, const std::string& text, std::vector<Value>& values,
                    Diagnostics& diagnostics);

inline Day day_of_ref(const DayRef& ref, const std::vector<Value>& values) {
  return ref.param < 0 ? ref.day : static_cast<Day>(values[static_cast<size_t>(ref.param)].scalar.integer);
}
inline double number_of_ref(const NumberRef& ref, const std::vector<Value>& values) {
  if (ref.param < 0) return ref.value;
  const cel::Literal& v = values[static_cast<size_t>(ref.param)].scalar;
  return v.kind == cel::Literal::Kind::double_value ? v.real : static_cast<double>(v.integer);
}

/// The value of a parameter on a day: of its dated values the last one from then or before, unless one value is fixed.
inline const Value& value_on(const Param& param, const Value& value, Day day) {
  if (value.fixed || param.dated.empty()) return value;
  const Dated* found = &param.dated.front();
  for (const Dated& dated : param.dated) {
    if (dated.from <= day) found = &dated;
  }
  return found->value;
}
inline double number_on(const NumberRef& ref, const std::vector<Param>& params, const std::vector<Value>& values, Day day) {
  if (ref.param < 0) return ref.value;
  const size_t i = static_cast<size_t>(ref.param);
  const cel::Literal& v = value_on(params[i], values[i], day).scalar;
  return v.kind == cel::Literal::Kind::double_value ? v.real : static_cast<double>(v.integer);
}

/// The values with which an advisory verdict is tried: every combination of the ends of the allowed ranges of the
/// assumptions of a duty (at most 4 of them, checked at load). Empty when it has none.
std::vector<std::vector<Value>> corners(const CheckedRules& rules, const Duty& duty, const std::vector<Value>& values);

}  // namespace hegui::rule
