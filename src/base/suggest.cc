// In: a name, known names.   Out: the nearest one, or a hint.   Idea: three rows of the distance table; a candidate whose
// length alone is too different is passed.   Cost: see suggest.h; names past 128 code points get no suggestion.
// Test: tests/base/suggest_test.cc
#include "base/suggest.h"

#include <algorithm>
#include <cstdint>

#include "base/utf8.h"

namespace hegui {

namespace {

constexpr size_t kLongestName = 128;
constexpr size_t kFewCandidates = 12;

std::vector<uint32_t> folded(std::string_view text) {
  std::vector<uint32_t> points = code_points(text.substr(0, 4 * kLongestName + 4));
  for (uint32_t& point : points) {
    if (point >= 'A' && point <= 'Z') point += 'a' - 'A';
  }
  return points;
}

size_t distance(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  std::vector<size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates) {
  const std::vector<uint32_t> wanted = folded(name);
  if (wanted.empty() || wanted.size() > kLongestName) return std::nullopt;
  size_t best = std::max<size_t>(1, wanted.size() / 3) + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    const std::vector<uint32_t> points = folded(candidate);
    if (points.empty() || points.size() >= wanted.size() + best || wanted.size() >= points.size() + best) continue;
    // A one-letter name shares nothing with another one-letter name.
    const size_t d = distance(wanted, points);
    if (d >= best || d >= std::max(wanted.size(), points.size())) continue;
    best = d;
    found = &candidate;
  }
  if (found == nullptr) return std::nullopt;
  return *found;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  if (const auto near = nearest(name, candidates)) return "did you mean '" + *near + "'?";
  if (candidates.empty() || candidates.size() > kFewCandidates) return "";
  std::string text = "known: ";
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (i > 0) text += ", ";
    text += candidates[i];
  }
  return text;
}

}  // namespace hegui
