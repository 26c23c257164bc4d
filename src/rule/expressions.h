// Expressions of a pack: noted with their place while files are read, parsed and typed when every name is known.
//
// In:   CEL text with a place for every byte (from a YAML scalar, or made from `is:` entries, dates and table cells), and what
//       names mean where it stands (Scope).   Out: CheckedRules::exprs; diagnostics HG3xxx, HG4007, HG4010, HG4025, HG4026.
// Idea: a definition is typed when it is first used (depth bounded, circles reported); a selection's type is known before its
// condition is. Hints (the lists of known names) are built only for an expression that has an error.
// Cost: O(text) an expression.   Test: tests/rule/load_test.cc
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/cel.h"
#include "rule/checked.h"
#include "rule/node.h"

namespace hegui::rule {

class PackReader;

/// What an expression sees.
struct Scope {
  int holder = -1;  // owner type
  std::array<std::optional<cel::TypeId>, cel::kFirstLocal> slots;
  std::vector<std::string> arguments;  // names of slots kArgument + i
};

/// CEL text under construction; every byte has a place in the YAML.
class Written {
 public:
  std::string text;
  TextMap map;
  SourcePtr source;

  /// Text that has no letters in the source: all of it stands at `at`.
  void made(std::string_view piece, uint32_t at);
  /// Text that stands in the source as it is, from `at` on.
  void same(std::string_view piece, uint32_t at);
  /// Text of a scalar.
  void scalar(const Node& node);
  /// Another text built in the same way (from the same source).
  void append(const Written& other);
  void finish();

 private:
  uint32_t end_ = 0;
};

/// `'text'` in CEL, with escapes.
std::string cel_string(std::string_view text);
/// `date('2023-05-19')`
std::string cel_date(Day day);

class Expressions {
 public:
  enum class Want : uint8_t { typed, date, any, key };

  explicit Expressions(PackReader& reader) : reader_(reader) {}

  /// Notes an expression; it has its index at once. Want::date also takes a moment and uses its day; `suffix` is added behind
  /// the date (" + days(3)").
  ExprIx add(Written written, Scope scope, cel::TypeId expected, const Span& place);
  ExprIx add_date(Written written, Scope scope, const Written* suffix, const Span& place);
  ExprIx add_any(Written written, Scope scope, const Span& place);
  /// A value that tells rows apart: string, int, date, bool, enumeration or reference.
  ExprIx add_key(Written written, Scope scope, const Span& place);
  Scope& scope(ExprIx index) { return pending_[static_cast<size_t>(index)].scope; }
  const Span& place(ExprIx index) const { return pending_[static_cast<size_t>(index)].place; }
  /// The element type of the list `list` becomes the slot kMember of `index`.
  /// The condition of a named selection: `item` and `trigger` are reported where it is used, or in report_unanswered().
  void answers_an_event(ExprIx index) { pending_[static_cast<size_t>(index)].quiet = true; }
  void member_of(ExprIx index, ExprIx list) { pending_[static_cast<size_t>(index)].member_of = list; }

  /// Types everything.
  void check_all();
  /// Selections that look at an event no duty gave them, if nothing else is wrong.
  void report_unanswered();
  /// False after an error in it.
  bool ok(ExprIx index) const { return index < 0 || pending_[static_cast<size_t>(index)].state == State::done; }

 private:
  enum class State : uint8_t { noted, busy, done, failed };
  struct Pending {
    Written written;
    std::optional<Written> suffix;
    Scope scope;
    cel::TypeId expected = 0;
    Want want = Want::typed;
    Span place;
    ExprIx member_of = kNone;
    bool quiet = false;
    State state = State::noted;
  };

  void check(ExprIx index);
  bool try_check(const Written& written, const Scope& scope, cel::TypeId expected, bool quiet, cel::Expression& out);
  std::optional<cel::Symbol> symbol(std::string_view name, const Scope& scope);
  bool type_definition(int index);
  std::vector<std::string> known_names(const Scope& scope) const;

  PackReader& reader_;
  std::vector<Pending> pending_;
  void report_slot(int slot, const Span& span);

  int depth_ = 0;
  std::vector<std::pair<int, Span>> unanswered_;
};

}  // namespace hegui::rule
