// All duties of one holder at one moment: shapes, then waivers, advice, composition, and the next change.
//
// In:   checked rules, records, a holder, parameters, a clock.   Out: verdicts by duty.
// Test: tests/explain/run_test.cc
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "explain/matter.h"

namespace hegui::explain {

/// A duty's frame: `within`, where its shape has one.
const rule::Frame& frame_of(const rule::Duty& duty);

class Run {
 public:
  Run(Ledger& ledger, OwnerRef holder, const std::vector<rule::Value>& params, Clock& clock)
      : ledger_(ledger),
        holder_(holder),
        params_(params),
        clock_(clock),
        reading_(ledger, clock, holder),
        evaluator_(reading_, params) {}

  /// Findings of a duty with waivers applied; with `advice` their `advisory` is set (a composed duty always looks at the
  /// advice of its parts).
  const Judgements& findings(int duty, bool advice);
  Evaluator& evaluator() { return evaluator_; }
  Reading& reading() { return reading_; }

 private:
  Judgements judge(int duty);
  void apply_waivers(Matter& m, Judged& finding);
  void advise(int duty, Judgements& findings);
  Day campaign_end() const;

  Ledger& ledger_;
  OwnerRef holder_;
  const std::vector<rule::Value>& params_;
  Clock& clock_;
  Reading reading_;
  Evaluator evaluator_;
  std::map<std::pair<int, bool>, Judgements> known_;
};

/// Sets changes_on of each finding: the first later day, up to the horizon, on which the instance has another verdict or is no
/// longer given. Only days on which some answer of the clock differs are tried; with `every_day` all of them (for tests).
void find_changes(Ledger& ledger, OwnerRef holder, const std::vector<rule::Value>& params, int duty, Day as_of,
                  Judgements& findings, bool every_day);

}  // namespace hegui::explain
