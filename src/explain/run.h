// All duties of one holder at one moment: shapes, then waivers, advice, composition, and the next change.
//
// In:   checked rules, records, a holder, parameters, a clock.   Out: verdicts by duty.
// Test: tests/explain/run_test.cc
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "explain/matter.h"

namespace hegui::explain {

/// A duty's frame: `within`, where its shape has one.
const rule::Frame& frame_of(const rule::Duty& duty);

class Run {
 public:
  /// With `life` the holder is judged as if it had been recorded so.
  Run(Ledger& ledger, OwnerRef holder, const std::vector<rule::Value>& params, Clock& clock, std::optional<Life> life = {})
      : ledger_(ledger),
        holder_(holder),
        params_(params),
        clock_(clock),
        life_(std::move(life)),
        reading_(ledger, clock, holder),
        evaluator_(reading_, params) {}

  /// Findings of a duty with waivers applied; with `advice` their `advisory` is set (a composed duty always looks at the
  /// advice of its parts).
  const Judgements& findings(int duty, bool advice);
  Evaluator& evaluator() { return evaluator_; }
  Reading& reading() { return reading_; }

 private:
  /// The same holder with another life.
  struct OtherLife {
    bool opened = false, ceased = false;  // which date is read otherwise
    std::unique_ptr<Run> run;
  };
  Judgements judge(int duty);
  Matter matter(int duty);
  const std::vector<OtherLife>& other_lives(const Life& life);
  void doubt_life(int duty, Judgements& findings);
  void apply_waivers(Matter& m, Judged& finding);
  void advise(int duty, Judgements& findings);
  Day campaign_end() const;

  Ledger& ledger_;
  OwnerRef holder_;
  const std::vector<rule::Value>& params_;
  Clock& clock_;
  const std::optional<Life> life_;
  Reading reading_;
  Evaluator evaluator_;
  std::map<std::pair<int, bool>, Judgements> known_;
  std::optional<std::vector<OtherLife>> other_lives_;
};

/// Sets changes_on of each finding: the first later day, up to the horizon, on which the instance has another verdict or is no
/// longer given. Only days on which some answer of the clock differs are tried; with `every_day` all of them (for tests).
void find_changes(Ledger& ledger, OwnerRef holder, const std::vector<rule::Value>& params, int duty, Day as_of,
                  Judgements& findings, bool every_day);

}  // namespace hegui::explain
