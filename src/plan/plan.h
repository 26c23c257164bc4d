// From checked rules to a flat program over columns.
//
// In:   CheckedRules.   Out: Program: instructions over vectors, one block per expression; Dump() lists them.
// Test: tests/exec/*_test.cc
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "rule/checked.h"

namespace hegui::plan {

struct Program;  // plan/program.h

std::shared_ptr<const Program> compile(std::shared_ptr<const rule::CheckedRules> rules, Diagnostics& diagnostics);
std::string dump(const Program& program);

/// A variable of an expression over plain columns: its slot in the tree, its type.
struct PlainVariable {
  int slot = -1;
  cel::TypeId type = 0;
};
/// An expression alone, over columns that the caller binds: Program::plain. `boxed`: its value in a form that holds any. Null when
/// it has no columnar form, needs records, or has more than 13 variables.
std::shared_ptr<const Program> compile_plain(const cel::Expression& expression, const cel::TypePool& types,
                                             const std::vector<PlainVariable>& variables, bool boxed, Diagnostics& diagnostics);

}  // namespace hegui::plan
