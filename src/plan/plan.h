// From checked rules to a flat program over columns.
//
// In:   CheckedRules.   Out: Program: instructions over vectors, one block per expression; Dump() lists them.
// Test: tests/exec/*_test.cc
#pragma once

#include <memory>
#include <string>

#include "base/diagnostics.h"
#include "rule/checked.h"

namespace hegui::plan {

struct Program;  // plan/program.h

std::shared_ptr<const Program> compile(std::shared_ptr<const rule::CheckedRules> rules, Diagnostics& diagnostics);
std::string dump(const Program& program);

}  // namespace hegui::plan
