// Expressions, one value at a time, straight from the checked tree.
//
// In:   an expression, an environment of slots, a reading of the records (or none: plain values only).   Out: a Value.
// Idea: docs/evaluation.md section 2 word for word: logic, unknowns and errors, row sets, macros. Functions on plain values are
// the leaves of src/cel. Depth is bounded by the parser's limit and by definitions never going in a circle.
// Steps are counted; an evaluation that takes more than cel::kMaxSteps is the error too_much_work as a whole.
// Cost: O(nodes * rows).   Test: tests/explain/evaluator_test.cc
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "explain/ledger.h"

namespace hegui::explain {

/// One value per slot (cel::Slot, then locals).
struct Env {
  std::vector<Value> slots;
  Value& operator[](int slot) { return slots[static_cast<size_t>(slot)]; }
  const Value& operator[](int slot) const { return slots[static_cast<size_t>(slot)]; }
};

/// A row that a selection looked at.
struct Candidate {
  RowRef row;
  Gaps presence;     // empty: surely there
  Value membership;  // true, false, unknown or error
  Gaps membership_gaps() const { return gaps_of(membership); }
};

class Evaluator {
 public:
  Evaluator(Reading& reading, const std::vector<rule::Value>& params)
      : reading_(&reading), types_(reading.ledger().rules().types), params_(&params) {}
  /// Without records: for expressions over plain values, checked (or resolved) with these types. Names of rules are then
  /// `unbound`.
  explicit Evaluator(const cel::TypePool& types, uint64_t max_steps = cel::kMaxSteps)
      : reading_(nullptr), types_(types), params_(nullptr), max_steps_(max_steps) {}

  // These three only with records.
  Reading& reading() { return *reading_; }
  const std::vector<rule::Value>& params() const { return *params_; }
  const rule::CheckedRules& rules() { return reading_->ledger().rules(); }

  /// Slots of the holder: holder, registry, as_of, and the day of judgement.
  Env env(Day day);
  Value eval(rule::ExprIx expression, Env env);
  /// One node of an expression in an environment that already has its locals.
  Value eval(const cel::Expression& expression, cel::NodeId node, Env& env);
  /// The environment of a row: `row`, and `parent` when it is nested.
  Env with_row(const Env& env, const RowRef& row);

  /// Every visible row of a selection with its presence and membership (false ones too).
  std::vector<Candidate> candidates(int selection, const Env& env);
  /// The selection as a value: like a filter, so an error of a condition is an error.
  Value select(int selection, const Env& env);
  /// Whose collection a selection reads.
  OwnerRef owner_of(const rule::Selection& selection, const Env& env);
  /// All conditions from the outermost base to the selection itself.
  std::vector<rule::ExprIx> conditions(int selection);

 private:
  struct Frame {  // one expression being evaluated
    const cel::Expression& expression;
    Env& env;
  };
  Value node(Frame& f, cel::NodeId id);
  Value value_of(Frame& f, cel::NodeId id);
  Value condition(Frame& f, cel::NodeId id);
  Value variable(Frame& f, const cel::Node& n);
  Value on_another_day(Frame& f, const cel::Node& n);
  Value param(const Frame& f, const cel::Node& n);
  /// The day of judgement; always one day.
  static Day day_of(const Frame& f) { return f.env[cel::kDay].date.lo; }
  Value definition(Frame& f, const cel::Node& n);
  Value member(Frame& f, const cel::Node& n, bool ask_only);
  Value record_member(const Frame& f, const Value& base, const cel::Node& n, bool ask_only, bool optional);
  Value subscript(Frame& f, const cel::Node& n);
  Value list(Frame& f, const cel::Node& n);
  Value map(Frame& f, const cel::Node& n);
  Value logic(Frame& f, const cel::Node& n);
  Value conditional(Frame& f, const cel::Node& n);
  Value call(Frame& f, const cel::Node& n);
  Value call_or(Frame& f, const cel::Node& n, bool unwrap);
  Value call_working_day(std::string_view name, const Values& arguments);
  Value comprehension(Frame& f, const cel::Node& n);
  Value over_optional(Frame& f, const cel::Node& n);
  Value over_rows(Frame& f, const cel::Node& n, const RowSet& rows);
  Value over_pairs(Frame& f, const cel::Node& n, const Entries& pairs);
  Values evaluated(Frame& f, const std::vector<cel::NodeId>& ids);

  Reading* reading_;
  const cel::TypePool& types_;
  const std::vector<rule::Value>* params_;
  uint64_t max_steps_ = cel::kMaxSteps;
  Work work_;
  int depth_ = 0;  // of evaluations within evaluations
};

/// A row set as a plain list of rows, or unknown while it is open or has possible rows; other values pass.
Value as_plain(Value v);

/// A function on plain arguments (no unknown, no error among them), chosen by name and kinds of values. In functions.cc.
Value call_function(std::string_view name, const Values& arguments, Work& work);
/// Does some overload of that name fit the kinds of the arguments? none, no_matching_overload or unbound.
cel::ErrorKind find_overload(std::string_view name, bool receiver, const Values& arguments);

/// `&&` (or, mirrored, `||`) of values already known.
Value all_of(const Values& values);
Value any_of(const Values& values);

}  // namespace hegui::explain
