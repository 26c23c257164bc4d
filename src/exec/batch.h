// One batch of holders: all duties of their type, reasons, advice, changes_on, as a part of the findings.
//
// In:   Stage, Evaluation, holders.   Out: Findings (rows in final order).
// Idea: verdicts first, without gaps; then the duty once more, tracing, for the holders whose outcomes need reasons.
// changes_on walks from pivot to pivot (scene.h), every holder with a clock of its own.
// Cost: O(rows of the holders * duties) and, with changes_on, once more per pivot.   Test: tests/exec/run_test.cc
#pragma once

#include "exec/judge.h"
#include "rule/evaluation.h"

namespace hegui::exec {

class Batch {
 public:
  Batch(const Stage& stage, const rule::Evaluation& evaluation, int owner_type, std::vector<uint32_t> holders, bool changes_on);
  /// Appends the findings of these holders.
  void run(Findings& out);

 private:
  std::vector<Outcome> judged(int duty);
  void add_reasons(int duty, std::vector<Outcome>& outcomes);
  void find_changes(int duty, std::vector<Outcome>& outcomes);
  bool settled(int duty, const Outcome& outcome) const;
  bool wants_reasons(int duty, const Outcome& outcome) const;
  void gap_reasons(Scene& scene, Outcome& outcome) const;
  void put(int duty, const Outcome& outcome, Findings& out);

  const Stage& stage_;
  const rule::Evaluation& evaluation_;
  const int owner_type_;
  const std::vector<uint32_t> holders_;
  const bool changes_on_;
  Strings strings_;
  std::unique_ptr<Scene> scene_;
  std::unique_ptr<Judge> judge_;
  std::unique_ptr<Scene> traced_;  // made when many holders need reasons
  std::unique_ptr<Judge> tracer_;
  std::vector<std::vector<bool>> stays_violated_;  // duty, lane: a plain breach that no later day changes
};

}  // namespace hegui::exec
