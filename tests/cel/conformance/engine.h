// What a conformance run needs of an evaluator: one function over a compiled expression and values of its variables.
//
// The run compiles: the expression is parsed, and checked or (for cases without a check) resolved; a variable is a node
// `variable` whose `index` is the slot of its binding. Slots of bindings lie behind the locals; `ast.slots` counts both. A slot
// without a binding is a variable that has no value: reading it is an error. An evaluator joins by one file in this folder with
// an object `Register`; cel_conformance and conformance_test then run it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cel/cel.h"
#include "typed.h"

namespace hegui::conformance {

struct Binding {
  std::string name;
  int slot = -1;
  cel::TypeId type = 0;  // as declared; dyn without a declaration
  Typed value;
};

struct Answer {
  enum class Kind : uint8_t { value, error, unknown } kind = Kind::value;
  Typed value;
  std::string why;  // of an error, for people
};

using Evaluate =
    std::function<Answer(const cel::Expression& expression, const cel::TypePool& types, const std::vector<Binding>& bindings)>;

struct Engine {
  std::string name;  // "explain", "exec"
  Evaluate evaluate;
  std::function<std::string()> note;  // after a run: what there is to say about it; may be empty
};

/// All engines that are linked, by name.
std::vector<Engine>& engines();

struct Register {
  Register(std::string name, Evaluate evaluate, std::function<std::string()> note = {}) {
    engines().push_back({std::move(name), std::move(evaluate), std::move(note)});
  }
};

}  // namespace hegui::conformance
