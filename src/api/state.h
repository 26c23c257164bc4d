// What stands behind the public handles.
//
// In:   checked rules and a program; a data set.   Out: the State of RuleSet and Records, one pointer away.
// Idea: handles share immutable state, so a copy costs one reference count and threads need no lock.
// Test: tests/api/rules_test.cc, tests/api/records_test.cc
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "hegui/hegui.h"
#include "plan/plan.h"
#include "records/dataset.h"
#include "rule/evaluation.h"

namespace hegui {

struct RuleSet::State {
  std::shared_ptr<const rule::CheckedRules> rules;
  std::shared_ptr<const plan::Program> program;
};

struct Records::State {
  std::shared_ptr<const Dataset> data;
  std::vector<Note> notes;
  std::string sha256;
};

namespace api {

static_assert(static_cast<int>(Code::machine_failure) == kMachineFailure);

/// The evaluation that run options ask for; false after reporting HG6xxx.
bool evaluation_of(const rule::CheckedRules& rules, const RunOptions& options, rule::Evaluation& evaluation,
                   Diagnostics& diagnostics);

/// Reads a day (YYYY-MM-DD); false after reporting HG6102, which calls the day `option`.
bool read_day(const std::string& text, const char* option, Day& day, Diagnostics& diagnostics);

/// Rules and records that belong together; false after reporting.
bool fit_together(const RuleSet& rules, const Records& records, Diagnostics& diagnostics);

/// Owners with this id: (owner type, index in its table).
std::vector<std::pair<int, uint32_t>> owners_with_id(const Dataset& data, const std::string& id);

/// Reports that no owner has the id, with the nearest one as a hint.
void report_unknown_holder(const Dataset& data, const std::string& id, Diagnostics& diagnostics);

/// What the owner is called, or empty.
std::string_view name_of(const Dataset& data, int owner_type, uint32_t owner);

/// The same for a holder as findings name it.
std::string_view name_of(const Dataset& data, std::string_view owner_type, std::string_view id);

/// Findings of the columnar evaluator, of `options.holder` only if it is given. `part` of `parts` evaluations, for the
/// progress.
Findings judged(const plan::Program& program, const Dataset& data, const rule::Evaluation& evaluation,
                const RunOptions& options, bool changes_on, size_t part = 0, size_t parts = 1);

/// Everything an evaluation needs; false after reporting.
bool prepare(const RuleSet& rules, const Records& records, const RunOptions& options, rule::Evaluation& evaluation,
             Diagnostics& diagnostics);

std::vector<Diagnostic> failure(const std::string& what);

/// Runs the body of a public door; what the standard library throws inside becomes HG6112.
template <typename T, typename Body>
Result<T> guarded(Body body) {
  try {
    return body();
  } catch (const std::exception& error) {
    return failure(error.what());
  } catch (...) {
    return failure("unknown failure");
  }
}

}  // namespace api
}  // namespace hegui
