// What can be seen of the records: visible rows, presence, completeness, values of fields, references.
//
// In:   a data set, the roles of owner fields, a moment.   Out: rows and values, as docs/evaluation.md section 1 reads them.
// Idea: visibility hangs on `seen` and `known_at` alone and is worked out once; everything that hangs on the clock asks the
// Clock, which notes the next day on which one of its answers would change. So the next day worth trying is known (section 12).
// Cost: a scan of the owner's rows per collection.   Test: tests/explain/evaluator_test.cc
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "explain/value.h"
#include "records/dataset.h"
#include "rule/evaluation.h"

namespace hegui::explain {

/// The day of evaluation. Every question about it notes the first later day on which the answer is another one.
class Clock {
 public:
  explicit Clock(Day now) : now_(now) {}
  Day now() {
    note(now_ + 1);
    return now_;
  }                                  ///< the day itself: it changes every day
  Day peek() const { return now_; }  ///< for uses that cannot change a verdict
  bool reached(Day day) {            ///< day <= now
    if (day > now_) note(day);
    return day <= now_;
  }
  bool passed(Day day) {  ///< day < now
    if (day >= now_ && day < kNever) note(day + 1);
    return day < now_;
  }
  /// min(day, now), for the slot `day` of an environment: reading the slot notes that it moves.
  Day until(Day day) const { return day < now_ ? day : now_; }
  void note(Day day) {
    if (day > now_ && day < next_) next_ = day;
  }
  Day next() const { return next_; }  ///< kNever: no answer will ever change

 private:
  Day now_;
  Day next_ = kNever;
};

/// When a row happened.
struct Event {
  bool dated = false;   // its type (or that of a row around it) has event fields
  bool filled = false;  // one of them is filled
  DateRange range;      // if filled; {kAlways, kAlways} if not dated
  RowRef where;         // the row that carries the date
  int field = -1;       // the field that dates it, or the first event field if none is filled
};

class Ledger {
 public:
  Ledger(const rule::CheckedRules& rules, const Dataset& data, Day seen, Day known_at)
      : rules_(rules), data_(data), seen_(seen), known_at_(known_at) {}

  const rule::CheckedRules& rules() const { return rules_; }
  const Dataset& data() const { return data_; }
  const Model& model() const { return *rules_.model; }
  Day seen() const { return seen_; }

  bool exists(OwnerRef owner) const;
  std::string id(OwnerRef owner) const;
  /// Is the collection given? (An owner that does not exist has given nothing.)
  bool present(OwnerRef owner, int collection) const;
  const Collection& collection(OwnerRef owner, int collection) const;
  /// The declared day of completeness, or kNoDay.
  Day declared(OwnerRef owner, int collection) const;
  /// Visible rows of a collection, in the order of the records.
  const std::vector<RowRef>& rows(OwnerRef owner, int collection);
  /// Visible rows nested in a field of a row.
  std::vector<RowRef> nested(const RowRef& row, int field);
  /// Is the nested list given?
  bool nested_given(const RowRef& row, int field) const;

  const RowType& type(const RowRef& row) const;
  int type_index(const RowRef& row) const;
  const Table& table(const RowRef& row, uint32_t* index) const;
  RowRef outer(const RowRef& row) const;
  std::string label(const RowRef& row) const;
  Event event(const RowRef& row) const;

 private:
  bool recorded(const Table& table, uint32_t row) const;
  bool surely_later(const RowRef& row) const;

  const rule::CheckedRules& rules_;
  const Dataset& data_;
  Day seen_, known_at_;
  std::map<std::tuple<int, uint32_t, int>, std::vector<RowRef>> rows_;
};

/// Presence, completeness and field values at a clock.
class Reading {
 public:
  Reading(Ledger& ledger, Clock& clock, OwnerRef holder) : ledger_(ledger), clock_(clock), holder_(holder) {}

  Ledger& ledger() { return ledger_; }
  Clock& clock() { return clock_; }
  OwnerRef holder() const { return holder_; }
  OwnerRef registry() const { return {ledger_.model().registry, 0}; }

  /// Empty gaps: surely present.
  Gaps presence(const RowRef& row);
  /// Rows may be missing: the collection is absent, or complete only through a day before `by` (kNever: by the clock) and
  /// before the clock. Adds the gap.
  bool incomplete(OwnerRef owner, int collection, Day by, Gaps* gaps);
  /// All rows of a collection, or of a nested field, as a set.
  RowSet set(OwnerRef owner, int collection);
  RowSet set(const RowRef& row, int nested_field);

  Value field(const RowRef& row, int field);
  Value field(OwnerRef owner, int field);
  Value has(const RowRef& row, int field);
  Value has(OwnerRef owner, int field);
  /// A field as it was on a day, where it has a history (docs/time.md, section 6).
  Value field_on(const RowRef& row, int field, Day day);
  Value field_on(OwnerRef owner, int field, Day day);
  Value has_on(const RowRef& row, int field, Day day);
  Value has_on(OwnerRef owner, int field, Day day);
  /// What a reference names: a row or an owner, or unknown. `target` is a row type, or -1 - owner type.
  Value follow(const Value& reference, int target);

 private:
  struct Cell {
    const Field* field;
    const Column* column;
    size_t index;
    std::string record;
    bool opening = false;  // a sparse date that opens a life: empty is "always"
    OwnerRef owner;        // whose collection it stands in
    int collection = -1;   // -1: a field of an owner
  };
  Cell cell(const RowRef& row, int field);
  Cell cell(OwnerRef owner, int field);
  Value read(const Cell& cell);
  Value read_empty(const Cell& cell);
  Value read_milestone(const Cell& cell, bool filled);
  Value has(const Cell& cell);
  /// The value that the changes on record give a field on a day; empty where there is none, and the field stands as it is.
  std::optional<Value> changed(OwnerRef owner, int collection, const RowRef* row, int field, Day day);
  const History* history_of(OwnerRef owner, int collection, int field) const;
  bool filled(const Cell& cell) const;

  /// Visible changes of an owner by collection, row and field.
  struct Change {
    RowRef row;
    Value from;
    size_t line;
  };
  using Changes = std::map<std::tuple<std::string, std::string, std::string>, std::vector<Change>>;
  const Changes& changes_of(OwnerRef owner, const History& history);

  Ledger& ledger_;
  Clock& clock_;
  OwnerRef holder_;
  std::map<OwnerRef, Changes> changes_;
};

}  // namespace hegui::explain
