// The fast evaluator: a program over the columns of a data set.
//
// In:   Program, Dataset, Evaluation.   Out: Findings, the same bytes for any number of threads.
// Test: tests/exec/*_test.cc, tests/agree/ (against explain)
#pragma once

#include <functional>
#include <memory>

#include "hegui/findings.h"
#include "plan/plan.h"
#include "records/dataset.h"
#include "rule/evaluation.h"

namespace hegui::exec {

struct Options {
  int threads = 1;
  bool changes_on = true;                              // false leaves changes_on null
  std::function<void(size_t done, size_t total)> progress;  // owners done, called from the calling thread or under a lock
};

Findings run(const plan::Program& program, const Dataset& data, const rule::Evaluation& evaluation, const Options& options);

}  // namespace hegui::exec
