// The inner door of the slow evaluator: findings of one holder, with a choice of how changes are looked for.
// Test: tests/explain/run_test.cc
#pragma once

#include <string>

#include "explain/run.h"
#include "hegui/findings.h"

namespace hegui::explain {

enum class Changes {
  none,
  by_next_day,   // trying the days on which an answer of the clock differs
  by_every_day,  // trying all days up to the horizon
};

/// No rows yet; pack, holder types and duties filled in.
Findings empty_findings(const rule::CheckedRules& rules);
void append(Findings& findings, int duty, OwnerRef holder, const std::string& id, const Judged& judged);
Findings evaluate_with(const rule::CheckedRules& rules, const Dataset& data, OwnerRef holder,
                       const rule::Evaluation& evaluation, Changes changes);

}  // namespace hegui::explain
