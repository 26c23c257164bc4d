// The register of functions: names, overloads, result types. One table drives the checker, both evaluators' dispatch and
// the generated documentation (docs/functions.md).
//
// Leaf functions on plain values (strings, regular expressions, date arithmetic) stand in leaf.h and are shared by both
// evaluators; logic, unknowns, comprehension and record access are not here.
// Test: tests/cel/functions_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/type.h"

namespace hegui::cel {

enum class Function : int {
#define HEGUI_FUNCTION(id, name, style, signature, doc) id,
#include "cel/functions.def"
#undef HEGUI_FUNCTION
};

struct Overload {
  Function id;
  std::string name;
  bool receiver;                   // called as a.f(b); operators are not receivers
  std::vector<TypeId> parameters;  // receiver first
  TypeId result;
  const char* signature;  // as written in functions.def
  const char* doc;
  bool variadic = false;  // the last parameter stands once or more often
};

/// All overloads with types interned in `pool`; signatures are parsed from functions.def.
std::vector<Overload> overloads(TypePool& pool);
/// The same table, built once: the ids of the types in it hold in every pool.
const std::vector<Overload>& overload_table();
/// No function of the register: one that was declared only (Environment::functions).
constexpr Function kNoFunction = static_cast<Function>(-1);
/// The overloads of a name in the register; none: empty.
const std::vector<const Overload*>& overloads_of(bool receiver, std::string_view name);
/// Is this the name of a function of the register (so that no definition may bear it)?
bool is_function_name(std::string_view name);
std::string_view name_of(Function function);
/// docs/functions.md: every function with its overloads, in the order of functions.def. A test keeps the file in step.
std::string functions_page();
/// The identifier in functions.def: "add_int".
std::string_view id_of(Function function);

}  // namespace hegui::cel
