// The nearest known name, for "did you mean" hints.
// Idea: Damerau-Levenshtein distance over code points, ASCII case folded; a candidate must be within a third of the
// name's length (at least 1). Ties go to the earlier candidate.
// Cost: O(candidates * length^2), only on the error path.   Test: tests/base/suggest_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hegui {

std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates);
/// "did you mean 'x'?" or, without a near name and with few candidates, "known: a, b, c"; empty when neither helps.
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace hegui
