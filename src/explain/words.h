// Wording for people, in English and Chinese.
// Test: tests/explain/why_test.cc
#pragma once

#include <string>
#include <vector>

#include "explain/matter.h"

namespace hegui::explain {

/// A sentence in both languages.
struct Said {
  std::string en, zh;
};

/// What a gap means: "H1: deadline is empty".
Said say(const Gap& gap);
/// Several, joined.
Said say(const Gaps& gaps);

/// The remedy of one finding: the smallest change that would satisfy it, or that it is too late and what follows from that.
Said remedy(Matter& m, const Judged& finding);

/// Text of the first part of a condition that is not true in the environment, as the author wrote it; empty if it is true.
std::string first_failing(Matter& m, rule::ExprIx condition, const Env& env);
/// Every part of a condition with its value: "holder.high_risk = true".
void parts_with_values(Matter& m, rule::ExprIx condition, const Env& env, std::vector<std::string>& out);

}  // namespace hegui::explain
