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
};

/// What a name means. The environment is asked for every identifier that no comprehension variable hides.
struct Symbol {
  enum class Kind : uint8_t { variable, rows, definition } kind = Kind::variable;
  int index = -1;               // slot, selection, definition
  TypeId type = 0;              // variable: its type; rows: list(row(..)); definition: its result
  std::vector<TypeId> parameters;  // definition called as a function
  bool implicit_holder = false; // definition of the holder: the bare name means name(holder)
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
};

/// Parses; on errors reports them and returns false. Spans of diagnostics come from (source, map).
bool parse(Expression& expression, const ParseLimits& limits, Diagnostics& diagnostics);

/// Resolves names, infers types, picks overloads; reports every error once (a failed part is silent afterwards) and
/// returns false if there was one. `expected`: required type of the whole (dyn = any).
bool check(Expression& expression, const Environment& environment, TypeId expected, Diagnostics& diagnostics);

}  // namespace hegui::cel
