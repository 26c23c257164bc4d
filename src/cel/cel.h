// The doors of this room: parse, then check.
//
// In:   text of an expression, an environment.   Out: a checked Expression, or diagnostics HG3xxx at the right characters.
// Test: tests/cel/*_test.cc
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "cel/ast.h"

namespace hegui::cel {

struct ParseLimits {
  size_t max_bytes = 100'000;
  int max_depth = 96;
  size_t max_nodes = 20'000;
  size_t max_pattern_bytes = 4'000;       // of a regular expression written as a literal
  uint64_t assumed_list = 1'000;          // elements of a list whose length is not known, for Expression::cost
  uint64_t max_cost = 1'000'000'000'000;  // of Expression::cost
};

/// What a name means. The environment is asked for every identifier that no comprehension variable hides.
struct Symbol {
  enum class Kind : uint8_t { variable, rows, definition } kind = Kind::variable;
  int index = -1;               // slot, selection, definition
  TypeId type = 0;              // variable: its type; rows: list(row(..)); definition: its result
  std::vector<TypeId> parameters;  // definition called as a function
  bool implicit_holder = false; // definition of the holder: the bare name means name(holder)
};

/// A function that is declared and checked, but not there to be called: evaluating it is the error `unbound`.
struct DeclaredFunction {
  std::string name;                // may be qualified: `com.example.f`
  bool receiver = false;
  std::vector<TypeId> parameters;  // receiver first; type parameters are TypePool::variable(4) to variable(15)
  TypeId result = 0;
};

struct Environment {
  const Model* model = nullptr;
  TypePool* types = nullptr;
  std::function<std::optional<Symbol>(std::string_view)> name;
  std::function<std::optional<std::pair<int, TypeId>>(std::string_view)> param;  // `$name` -> index, type
  std::vector<std::string> known_names;   // for hints
  std::vector<std::string> known_params;  // for hints
  /// Owner type of the holder: where references to rows are followed (then the registry).
  int holder = -1;
  /// `A.B`: a name x is tried as A.B.x, A.x and x, a dotted one with its longest prefix first; `.x` is x alone. Names given to
  /// `name` may therefore hold dots.
  std::string container;
  std::vector<DeclaredFunction> functions;
  ParseLimits limits;
};

/// Parses; on errors reports them and returns false. Spans of diagnostics come from (source, map).
bool parse(Expression& expression, const ParseLimits& limits, Diagnostics& diagnostics);

/// Resolves names, infers types, picks overloads; reports every error once (a failed part is silent afterwards) and
/// returns false if there was one. `expected`: required type of the whole (dyn = any).
bool check(Expression& expression, const Environment& environment, TypeId expected, Diagnostics& diagnostics);

/// For an expression that is not checked: names, dotted and namespaced ones as well, become variables, types and functions, so that
/// an evaluator sees the tree that check() would leave; every type is dyn. What stays a `name`, or a call of no function, is an
/// error when evaluated. Never reports; false only without a tree.
bool resolve(Expression& expression, const Environment& environment);

/// Steps that evaluating may take, at most (Expression::cost). In cost.cc.
uint64_t cost_of(const Ast& ast, uint64_t assumed_list);

}  // namespace hegui::cel
