// Instances whose rows are counted: windows, windows of items, triggers. What comes after counting is the same for all.
//
// In:   instances with their counting, due day and doubts.   Out: findings, in the same order.
// Idea: each is concluded from its own rows, or, with `serves: one`, from the rows that are left for it; a due day that is a
// range is concluded for both its ends. Cost: O(instances * rows); serves: see serving.cc.   Test: tests/explain/count_test.cc,
// serving_test.cc
#include <algorithm>
#include <map>

#include "explain/matter.h"

namespace hegui::explain {

namespace {

/// An instance at one end of its due range.
Counting at_due(const Instance& i, Day due) {
  Counting c = i.counting;
  c.due = due;
  if (i.until_is_due) c.until = due;
  return c;
}

/// Everything an instance's verdict is made of.
struct Counted {
  Instance* instance = nullptr;
  bool suspended = false, perhaps_suspended = false;
  Gaps suspension_gaps;
  std::vector<Evidence> by_last, by_first;  // rows with the last and the first possible due day
  Reckoning last, first;
};

}  // namespace

std::vector<Judged> Matter::judge(std::vector<Instance> instances, bool serves_one) {
  std::vector<Counted> all(instances.size());
  std::map<int, std::vector<size_t>> by_branch;  // those that take rows from each other
  for (size_t n = 0; n < instances.size(); ++n) {
    Instance& i = instances[n];
    Counted& counted = all[n];
    counted.instance = &i;
    if (i.suspendable) {
      const Suspensions off = suspensions(i.finding.from, i.finding.until);
      counted.suspended = off.surely_all(i.finding.from, i.finding.until);
      counted.perhaps_suspended = !counted.suspended && off.possibly_all(i.finding.from, i.finding.until);
      counted.suspension_gaps = off.gaps();
    }
    if (counted.suspended || !i.due.known) continue;
    const std::vector<Candidate> rows = evaluator.candidates(i.counting.rows, i.env);
    const Counting last = at_due(i, i.due.range.hi), first = at_due(i, i.due.range.lo);
    counted.by_last = evidence(last, rows, i.env);
    counted.last = reckon(last, counted.by_last, i.env);
    if (i.due.range.precise()) {
      counted.first = counted.last;
    } else {
      counted.by_first = evidence(first, rows, i.env);
      counted.first = reckon(first, counted.by_first, i.env);
    }
    by_branch[i.finding.branch].push_back(n);
  }
  if (serves_one) {
    for (const auto& [branch, members] : by_branch) {
      for (const bool use_last : {false, true}) {
        std::vector<Instance*> sharing;
        std::vector<const std::vector<Evidence>*> rows;
        std::vector<bool> in_doubt;
        std::vector<Reckoning> own;
        for (const size_t n : members) {
          const Counted& c = all[n];
          const Instance& i = *c.instance;
          const bool precise = i.due.range.precise();
          sharing.push_back(c.instance);
          rows.push_back(use_last || precise ? &c.by_last : &c.by_first);
          own.push_back(use_last ? c.last : c.first);
          const bool unbounded = own.back().on_time.unbounded || (i.counting.owed && own.back().in_all.unbounded);
          in_doubt.push_back(!i.when.is_true() || i.undecided || !i.window_doubt.empty() || c.perhaps_suspended || !precise ||
                             unbounded);
        }
        const std::vector<Reckoning> left = serve(*this, sharing, rows, in_doubt, own);
        for (size_t k = 0; k < members.size(); ++k) (use_last ? all[members[k]].last : all[members[k]].first) = left[k];
      }
    }
  }
  std::vector<Judged> findings;
  for (Counted& c : all) {
    Instance& i = *c.instance;
    Judged finding = i.finding;
    if (c.suspended) {
      finding.suspend();
    } else if (!i.due.known) {
      finding.set(Verdict::indeterminate, i.due.gaps);
    } else {
      finding = with_due(i.due, [&](Day due) {
        Judged concluded = i.finding;
        const bool last = due == i.due.range.hi;
        conclude(at_due(i, due), last ? c.last : c.first, concluded);
        if (i.until_is_due) concluded.until = due;
        return concluded;
      });
      if (i.until_is_due && !i.due.range.precise()) finding.until = kNoDay;
      if ((adverse(finding.verdict) || finding.verdict == Verdict::satisfied) && c.perhaps_suspended) finding.set(Verdict::indeterminate, c.suspension_gaps);
    }
    apply_doubt(finding, i.window_doubt);
    if (i.undecided && finding.verdict != Verdict::not_applicable) finding.set(Verdict::indeterminate, i.undecided_gaps);
    apply_when(finding, i.when);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace hegui::explain
