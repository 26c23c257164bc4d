// Duties over findings: section 10 of docs/evaluation.md.
//
// In:   the findings of the parts, waivers applied.   Out: one finding, as bad as the worst of them.
// Cost: O(findings of the parts).   Test: tests/explain/state_test.cc
#include <optional>

#include "explain/matter.h"

namespace hegui::explain {

Judgements judge_compose(Matter& m, const std::vector<std::pair<const rule::Duty*, const Judgements*>>& parts) {
  const Value when = m.when(m.clock.until(m.campaign().until));
  if (when.is_false()) return {m.not_applicable()};
  const auto worst_of = [](const Judgements& findings) {
    std::optional<Verdict> worst;  // verdicts are ordered from the worst on
    for (const Judged& f : findings) {
      if (f.advisory || f.verdict == Verdict::waived || f.verdict == Verdict::not_applicable) continue;
      if (!worst || f.verdict < *worst) worst = f.verdict;
    }
    return worst;
  };
  std::optional<Verdict> worst;
  for (const auto& [duty, findings] : parts) {
    const auto own = worst_of(*findings);
    if (own && (!worst || *own < *worst)) worst = own;
  }
  Judged finding = m.not_applicable();
  if (worst) {
    Gaps reasons;
    if (*worst != Verdict::satisfied) {
      for (const auto& [duty, findings] : parts)
        if (worst_of(*findings) == worst) reasons.insert({ReasonCode::part, "", "", {duty->id, std::string(word(*worst))}});
    }
    finding.set(*worst, std::move(reasons));
  }
  m.apply_when(finding, when);
  return {finding};
}

}  // namespace hegui::explain
