// Parts of an explanation: why.cc (rows, conditions, due days) and why_params.cc (parameters).
// Test: tests/explain/why_test.cc
#pragma once

#include <set>
#include <string>

#include "explain/matter.h"

namespace hegui::explain {

/// Parameters a duty depends on, wherever they stand in it.
std::set<int> params_of(const Matter& m);
/// The value of a parameter; of one that changes over time all values with their days.
std::string param_text(const rule::Param& param, const rule::Value& value);
/// "assumption A03, 迅速"
std::string origin_text(const rule::CheckedRules& rules, const rule::Param& param);

}  // namespace hegui::explain
