// What one load of a pack carries from file to file; internal to this room.
//
// In:   the trees of a pack's files.   Out: CheckedRules, filled stage by stage.
// Idea: expressions are only noted while files are read (expressions.h) and typed when every name is known; drafts keep what
// CheckedRules does not need later: the holder a selection or definition speaks of, what `item` and `trigger` are.
// Test: tests/rule/load_test.cc
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/suggest.h"
#include "rule/checked.h"
#include "rule/expressions.h"
#include "rule/keys.h"
#include "rule/load.h"

namespace hegui::rule {

/// A named thing that is read in steps: where it stands, and how far it is resolved.
enum class Step : uint8_t { untouched, busy, done, failed };

struct DefinitionDraft {
  const Node* name = nullptr;
  const Node* node = nullptr;
  std::string file;
  int holder = -1;  // owner type that the body sees as `holder`
};

struct SelectionDraft {
  const Node* name = nullptr;  // null: an inline selection
  const Node* node = nullptr;
  Step step = Step::untouched;
  int holder = -1;                           // owner type that cond sees as `holder`
  std::optional<cel::TypeId> item, trigger;  // from the duties that use it
  Span conflict;                             // a second use with another type
  Span where;                                // for messages
};

/// A duty as read, before the duties are sorted.
struct DutyDraft {
  Duty duty;
  const Node* compose = nullptr;
};

struct Defaults {
  int holder = -1;
  std::optional<Frame> within;
  NumberRef min_days{-1, 0};
  Broken broken = Broken::none;
};

/// Keys of a count that are looked at together.
struct CountKeys {
  const Node *per = nullptr, *windows = nullptr, *nth = nullptr, *rolling = nullptr, *distinct = nullptr, *match = nullptr;
  const Node *serves = nullptr, *evidence = nullptr, *late = nullptr, *due = nullptr;
};
enum class CountForm : uint8_t { count, report, branch };

/// Where a due day stands: over a row (selection) or not, with windows whose months can be named or not.
struct DueUse {
  int holder = -1;
  int selection = -1;
  bool windows = false;
};
struct DueParts {
  const Node *date = nullptr, *phase = nullptr, *day = nullptr, *month = nullptr, *after = nullptr, *days = nullptr;
  const Node* working_days = nullptr;
};

/// Where a selection is used, which decides what its condition may look at.
struct RowsUse {
  int selection = -1;
  uint64_t slots = 0;  // besides row, parent, holder, registry, as_of
  int holder = -1;
  Span place;
};

class PackReader {
 public:
  PackReader(const LoadOptions& options, Diagnostics& diagnostics);

  // One stage a file: read_pack.cc, read_history.cc, read_clauses.cc, read_params.cc, read_definitions.cc, read_selections.cc,
  // read_duties.cc, read_count.cc, read_windows.cc, read_timing.cc, read_shapes.cc, read_tables.cc, checks.cc.
  void read_clauses(const Node& tree);
  void check_quotes(const SourcePtr& document);
  void read_params(const Node& tree);
  void read_phases_and_campaign(const Node* campaign, const Node* phases);
  void read_roles(const Node& node);
  void read_defaults(const Node& node);
  void collect(const Node& tree, const std::string& file);  // define, rows: names; duties: remembered
  void read_definitions();
  void read_named_selections();
  void read_duties();
  void finish_duties();  // sort, compose
  void check_uses();     // slots, holders, circles, assumptions, unused names

  // Look-ups with reports, shared by the stages.
  std::vector<int> read_cite(const Node* node);
  std::vector<int> read_readings(const Node* node);
  std::optional<DayRef> read_day_ref(const Node& node);
  /// `by_day`: the number is asked for on a day, so a parameter may change over time.
  std::optional<NumberRef> read_number_ref(const Node& node, bool whole, double least, double most, bool by_day = false);
  int read_param_ref(const Node& node);  // "$name" -> index; reports
  int read_owner(const Node& node);
  bool read_broken(const Node& node, NumberRef& min_days, Broken& broken);
  /// With the pack's own values; kNoDay after an error in the parameter.
  Day day_of(const DayRef& ref) const;
  bool reversed(const DayRef& from, const DayRef& until) const;
  Frame read_within(const Node* node, bool any_allowed, Frame::Kind otherwise);
  Expressions& expressions() { return expressions_; }
  Diagnostics& diagnostics() { return diagnostics_; }

  std::shared_ptr<CheckedRules> rules;
  std::shared_ptr<const Model> model;
  Defaults defaults;
  std::vector<DefinitionDraft> definition_drafts;
  std::vector<SelectionDraft> selection_drafts;
  std::vector<RowsUse> rows_uses;
  std::set<int> used_params;
  bool has_calendar = false;
  std::vector<History> histories;  // for the record model

 private:
  friend class Expressions;

  void report_quote(size_t clause, const std::string& whole, std::string_view piece, size_t from,
                    const std::vector<uint32_t>& offsets, size_t begin, const std::string& document);
  void read_param(const Node& name, const Node& node);
  bool read_param_value(const Node& node, Value& out, cel::TypeId element, bool list);
  bool read_param_values(const Node& node, Param& out, cel::TypeId element, bool list);
  void dated_not_here(const Node& node, int param);
  void read_changes(const Node& node, int owner);
  bool new_name(const Node& name, const char* what, const char* what_zh);
  void read_duty(const Node& id, const Node& node, const std::string& file);
  // Shapes; `duty` has its holder.
  void read_count(const Node& node, Duty& duty, Count& out, CountForm form);
  void read_unless(const Node& node, Duty& duty);
  void read_items(const Node& node, Duty& duty);
  void read_respond(const Node& node, Duty& duty);
  void read_cover(const Node& node, Duty& duty);
  void read_forbid(const Node& node, Duty& duty);
  void read_state(const Node& node, Duty& duty);
  void read_table(const Node& node, Duty& duty);
  void read_judge(const Node& node, Duty& duty);
  void read_hold(const Node& node, Duty& duty, const NumberRef& min_days, Broken broken);
  void resolve_compose(Duty& duty, const Node& node);

  // Selections.
  /// A named or inline selection; -1 after a report. `slots`: what the place adds.
  int read_rows(const Node& node, int holder, const std::string& label, uint64_t slots, std::optional<cel::TypeId> item = {},
                std::optional<cel::TypeId> trigger = {});
  bool resolve_selection(int index, int depth);
  void give_type(int selection, bool is_item, cel::TypeId type, const Span& place);
  bool resolve_of(const Node& of, bool holder_given, int depth, Selection& out, int& holder);
  std::optional<std::string> is_literal(const Node& value, const Field& field);
  bool add_is(const Node& node, const Selection& selection, Written& out, bool& first);
  bool add_is_entry(const Node& key, const Node& value, const Field& field, const std::string& path, Written& out);

  // Expressions of shapes.
  Scope scope_of(int holder, bool with_day) const;
  Scope row_scope(int holder, int selection) const;
  ExprIx read_condition(const Node& node, Scope scope);
  ExprIx read_row_date(const Node& node, int holder, int selection);
  std::optional<Written> date_text(const Node& node, int selection);
  ExprIx read_date_after(const Node& date, const Node& days, int holder, int selection);
  ExprIx read_constant_date(const Node& node, int holder);
  std::vector<Check> read_checks(const Node& node, const Scope& scope);
  std::optional<Late> read_late(const Node& node);

  // Windows, counting and due days. read_windows.cc, read_count.cc, read_timing.cc
  std::optional<Per> read_per(const Node& node);
  std::vector<NamedWindow> read_named_windows(const Node& node);
  std::vector<int> read_nth(const Node& node);
  std::vector<Window> whole_windows(Per per, const Frame& within, const std::vector<NamedWindow>& named) const;
  void read_in_force(const Node& node, Duty& duty);
  void read_division(const CountKeys& keys, Count& out);
  void read_distinct(const Node& node, int holder, Count& out);
  bool read_serves(const Node& node);
  void check_count(const CountKeys& keys, const Node& node, const Count& out);
  bool dated(const Selection& selection) const;
  ExprIx read_row_value(const Node& node, int holder, int selection, std::optional<cel::TypeId> expected);
  void read_due(const Node& node, const DueUse& use, ExprIx& due, Timing& timing);
  bool read_base(const DueParts& parts, const DueUse& use, ExprIx& due, Timing& timing);
  void read_working_days(const Node& node, NumberRef& out);
  void read_grace(const Node& node, Timing& out);
  ExprIx read_constant_after(const Node& date, const Node& days, int holder);
  void check_day_of_month(const Count& count, const Node& due);
  void need_calendar(const Span& span);
  void window_conflict(const Span& span, const std::string& en, const std::string& zh, const std::string& hint);
  void counting_conflict(const Span& span, const std::string& en, const std::string& zh, const std::string& hint);
  void due_conflict(const Span& span, const std::string& en, const std::string& zh, const std::string& hint);

  void conflict(const Span& span, const std::string& en, const std::string& zh, const std::string& hint);
  struct Column {
    const Node* node = nullptr;
    Written text;
    const Field* field = nullptr;  // a field of the holder, else null
    bool good = false;
  };
  Column read_column(const Node& node, int holder);
  bool add_cell(const Node& cell, const Column& column, Written& out, bool& first);
  std::optional<cel::TypeId> argument_type(const Node& node);

  const LoadOptions& options_;
  Diagnostics& diagnostics_;
  Expressions expressions_;
  std::vector<DutyDraft> duty_drafts_;
  std::vector<std::pair<std::pair<const Node*, const Node*>, std::string>> duty_nodes_;
  std::unordered_map<std::string, int> clause_ix_, reading_ix_, param_ix_, phase_ix_, definition_ix_, selection_ix_;
  std::vector<const Node*> clause_texts_;
  std::set<int> unsound_params_;
  std::unordered_map<std::string, Span> names_;  // definitions and rows
  std::unordered_map<std::string, Span> duty_names_;
};

/// clauses, readings, params, ... as a list of names for hints.
template <typename T, typename F>
std::vector<std::string> names_of(const std::vector<T>& items, F name) {
  std::vector<std::string> out;
  out.reserve(items.size());
  for (const T& item : items) out.push_back(name(item));
  return out;
}
std::vector<std::string> field_names(const std::vector<Field>& fields);

/// The CEL type of a field's value. Nested fields are lists of rows.
cel::TypeId type_of_field(const Field& field, cel::TypePool& types);

/// Inside the allowed range, or among the allowed values.
bool value_allowed(const Param& param, const Value& value);

/// A value as text: 2023-05-19, 3, 0.5, mine.
std::string literal_text(const cel::Literal& literal);

constexpr uint64_t slot_bit(int slot) { return uint64_t{1} << slot; }

}  // namespace hegui::rule
