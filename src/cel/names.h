// What names mean in an environment with a container, for the checker and for unchecked trees alike.
//
// In:   an environment, a name (dotted or not), whether it began with a dot.   Out: a symbol, a type, the overloads of a
// function. Idea: in container A.B a name x is tried as A.B.x, A.x, x; a leading dot tries x alone. The environment is asked
// first, then the names of types, so a variable may hide a type.   Cost: O(parts of the container) a look-up. Test:
// tests/cel/names_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/cel.h"
#include "cel/functions.h"

namespace hegui::cel {

/// `a.b.c` of a chain of plain selections that begins with a name; else empty. `rooted`: it began with a dot (not in the text).
std::string dotted_text(const Ast& ast, NodeId id, bool& rooted);

class Names {
 public:
  explicit Names(const Environment& environment);

  /// A variable, selection or definition, or the name of a type: then `type` is set.
  struct Meaning {
    std::optional<Symbol> symbol;
    std::optional<TypeId> type;
    explicit operator bool() const { return symbol.has_value() || type.has_value(); }
  };
  Meaning meaning(std::string_view name, bool rooted) const;

  struct Overloads {
    std::string name;  // qualified
    std::vector<const Overload*> candidates;
    bool empty() const { return candidates.empty(); }
  };
  Overloads functions(bool receiver, std::string_view name, bool rooted) const;
  /// Names of all functions in that style, for hints.
  std::vector<std::string> known_functions(bool receiver) const;

 private:
  std::vector<std::string> candidates(std::string_view name, bool rooted) const;
  std::optional<TypeId> type_named(std::string_view name) const;

  const Environment& environment_;
  std::vector<Overload> declared_;
};

}  // namespace hegui::cel
