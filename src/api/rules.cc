// Loading a pack and counting what it holds.
//
// In:   a folder.   Out: a RuleSet (checked tree and compiled program), an Overview.
// Cost: linear in the bytes of the pack.   Test: tests/api/rules_test.cc
#include <algorithm>
#include <array>
#include <set>

#include "api/state.h"
#include "rule/load.h"

namespace hegui {
namespace {

constexpr std::array<const char*, 10> kShapes = {"count", "items", "respond", "cover",   "forbid",
                                                 "state", "table", "judge",   "compose", "hold"};
static_assert(std::variant_size_v<rule::Shape> == kShapes.size());

void cite(std::set<int>& cited, const std::vector<int>& clauses) { cited.insert(clauses.begin(), clauses.end()); }

}  // namespace

Result<RuleSet> RuleSet::load(const std::string& folder, const LoadOptions& options) {
  return api::guarded<RuleSet>([&]() -> Result<RuleSet> {
    rule::LoadOptions limits;
    limits.yaml.max_bytes = options.max_file_bytes;
    limits.max_duties = options.max_duties;
    limits.max_errors = options.max_errors;
    Diagnostics diagnostics(options.max_errors);
    auto state = std::make_shared<State>();
    state->rules = rule::load_pack(folder, limits, diagnostics);
    if (state->rules != nullptr && !diagnostics.has_errors()) state->program = plan::compile(state->rules, diagnostics);
    if (state->program == nullptr || diagnostics.has_errors()) return diagnostics.take();
    RuleSet set;
    set.state_ = std::move(state);
    return {std::move(set), diagnostics.take()};
  });
}

Overview RuleSet::overview() const {
  Overview out;
  if (empty()) return out;
  const rule::CheckedRules& rules = *state_->rules;
  out.pack = rules.name;
  out.version = rules.version;
  out.title_zh = rules.title_zh;
  out.title_en = rules.title_en;
  out.document = rules.document;
  out.sha256 = rules.sha256;
  out.duties = rules.duties.size();
  out.definitions = rules.definitions.size();
  out.params = rules.params.size();
  out.readings = rules.readings.size();

  std::set<int> cited;
  for (const rule::Definition& definition : rules.definitions) cite(cited, definition.cite);
  for (const rule::Selection& selection : rules.selections) {
    cite(cited, selection.cite);
    out.selections += selection.name.find('/') == std::string::npos ? 1 : 0;  // inline ones are named duty/key
  }
  std::array<size_t, kShapes.size()> shapes{};
  std::vector<size_t> holders(rules.model->owners.size());
  for (const rule::Duty& duty : rules.duties) {
    cite(cited, duty.cite);
    for (const rule::Branch& branch : duty.unless) cite(cited, branch.cite);
    ++shapes[duty.shape.index()];
    if (duty.holder >= 0) ++holders[static_cast<size_t>(duty.holder)];
  }
  for (size_t i = 0; i < kShapes.size(); ++i) {
    if (shapes[i] > 0) out.shapes.emplace_back(kShapes[i], shapes[i]);
  }
  for (size_t i = 0; i < holders.size(); ++i) {
    if (holders[i] > 0) out.holders.emplace_back(rules.model->owners[i].name, holders[i]);
  }
  for (const char* mark : {"yes", "partly", "no"}) {
    Overview::Coverage coverage;
    coverage.checkable = mark;
    for (size_t i = 0; i < rules.clauses.size(); ++i) {
      if (rules.clauses[i].checkable != mark) continue;
      ++coverage.clauses;
      if (cited.count(static_cast<int>(i)) > 0) {
        ++coverage.covered;
      } else {
        coverage.uncovered.push_back(rules.clauses[i].id);
      }
    }
    out.clauses.push_back(std::move(coverage));
  }
  return out;
}

}  // namespace hegui
