// Evaluating and explaining.
//
// In:   a rule set, records, a moment.   Out: Findings from the columnar evaluator; an Explanation from the slow one.
// Cost: see exec and explain.   Test: tests/api/evaluate_test.cc, tests/api/explain_test.cc
#include <algorithm>

#include "api/state.h"
#include "api/words.h"
#include "base/suggest.h"
#include "exec/exec.h"
#include "explain/explain.h"

namespace hegui {
namespace {

/// The one owner a key means; false after reporting.
bool find_owner(const Dataset& data, const FindingKey& key, std::pair<int, uint32_t>& owner, Diagnostics& diagnostics) {
  const Model& model = data.model();
  auto found = api::owners_with_id(data, key.holder);
  if (!key.holder_type.empty()) {
    const int type = model.owner(key.holder_type);
    std::erase_if(found, [&](const auto& candidate) { return candidate.first != type; });
  }
  if (found.size() == 1) {
    owner = found[0];
    return true;
  }
  if (found.empty()) {
    api::report_unknown_holder(data, key.holder, diagnostics);
    return false;
  }
  std::vector<std::string> types;
  for (const auto& [type, index] : found) types.push_back(model.owners[static_cast<size_t>(type)].name);
  diagnostics
      .report(Code::ambiguous_holder, Place(), "'" + key.holder + "' is the id of " + std::to_string(found.size()) + " owners",
              "“" + key.holder + "”是 " + std::to_string(found.size()) + " 个主体的编号")
      .hint("name the holder type: " + api::joined(types, " or "), "请注明主体类型：" + api::joined(types, " 或 "));
  return false;
}

/// The label the key means: its own, or the only one the duty has for this owner; empty after reporting.
std::string find_label(const rule::CheckedRules& rules, const Dataset& data, const std::pair<int, uint32_t>& owner,
                       const FindingKey& key, const rule::Evaluation& evaluation, Diagnostics& diagnostics) {
  const Findings all = explain::evaluate(rules, data, owner.first, owner.second, evaluation, false);
  std::vector<std::string> labels;
  for (const FindingRow& row : all.rows) {
    if (all.duties[row.duty].id == key.duty) labels.emplace_back(all.label(row));
  }
  if (labels.empty()) {
    diagnostics
        .report(Code::no_such_finding, Place(), "'" + key.duty + "' has no finding for '" + key.holder + "' at this date",
                "“" + key.holder + "”在该日期没有“" + key.duty + "”的结论")
        .hint("choose a duty that binds this holder and has begun; `hegui run --holder` lists its findings",
              "请选择已开始且适用于该主体的责任事项；hegui run --holder 可列出其结论");
    return {};
  }
  if (key.instance.empty() && labels.size() == 1) return labels[0];
  if (!key.instance.empty() && std::find(labels.begin(), labels.end(), key.instance) != labels.end()) return key.instance;
  constexpr size_t kShown = 20;
  std::vector<std::string> shown(labels.begin(), labels.begin() + static_cast<std::ptrdiff_t>(std::min(labels.size(), kShown)));
  if (labels.size() > kShown) shown.emplace_back("...");
  if (key.instance.empty()) {
    diagnostics
        .report(Code::several_findings, Place(),
                "'" + key.duty + "' has " + std::to_string(labels.size()) + " findings for '" + key.holder + "'",
                "“" + key.duty + "”对“" + key.holder + "”有 " + std::to_string(labels.size()) + " 条结论")
        .hint("name one instance: " + api::joined(shown, ", "), "请指明其中一个实例：" + api::joined(shown, "、"));
  } else {
    diagnostics
        .report(Code::no_such_finding, Place(),
                "'" + key.duty + "' has no instance '" + key.instance + "' for '" + key.holder + "'",
                "“" + key.duty + "”对“" + key.holder + "”没有实例“" + key.instance + "”")
        .hint("known instances: " + api::joined(shown, ", "), "已有实例：" + api::joined(shown, "、"));
  }
  return {};
}

Explanation public_explanation(explain::Explanation from, const rule::CheckedRules& rules, const Dataset& data,
                               const std::pair<int, uint32_t>& owner) {
  Explanation out;
  out.finding = std::move(from.finding);
  out.holder_name = std::string(api::name_of(data, owner.first, owner.second));
  out.duty = std::move(from.duty);
  out.zh = std::move(from.zh);
  out.en = std::move(from.en);
  out.quotes = std::move(from.quotes);
  for (const std::string& worded : from.readings) {
    const auto reading = std::find_if(rules.readings.begin(), rules.readings.end(),
                                      [&](const rule::Reading& one) { return worded.rfind(one.id + " ", 0) == 0; });
    const bool known = reading != rules.readings.end();
    out.readings.push_back(known ? reading->id + " " + (reading->en.empty() ? reading->zh : reading->en) : worded);
    out.readings_zh.push_back(known ? reading->id + " " + reading->zh : worded);
  }
  out.params = std::move(from.params);
  for (explain::UsedRow& row : from.rows) {
    out.rows.push_back({static_cast<Explanation::Row::Status>(row.status), std::move(row.record), std::move(row.date),
                        std::move(row.why), std::move(row.why_zh)});
  }
  out.conditions = std::move(from.conditions);
  out.remedy = std::move(from.remedy);
  out.remedy_zh = std::move(from.remedy_zh);
  const api::Labels labels(*rules.model);
  for (const FindingRow& row : out.finding.rows) {
    for (const Reason& reason : out.finding.reasons_of(row)) {
      out.reasons.push_back(api::reason_in_words(api::with_title(reason, out.finding.duties, "en"), "en", nullptr));
      out.reasons_zh.push_back(api::reason_in_words(api::with_title(reason, out.finding.duties, "zh"), "zh", &labels));
    }
  }
  return out;
}

using Status = Explanation::Row::Status;
static_assert(static_cast<int>(Status::counted) == static_cast<int>(explain::UsedRow::Status::counted));
static_assert(static_cast<int>(Status::possible) == static_cast<int>(explain::UsedRow::Status::possible));
static_assert(static_cast<int>(Status::rejected) == static_cast<int>(explain::UsedRow::Status::rejected));
static_assert(static_cast<int>(Status::outside) == static_cast<int>(explain::UsedRow::Status::outside));

}  // namespace

Findings api::judged(const plan::Program& program, const Dataset& data, const rule::Evaluation& evaluation,
                     const RunOptions& options, bool changes_on, size_t part, size_t parts) {
  exec::Options exec;
  exec.threads = options.threads;
  exec.changes_on = changes_on;
  std::exception_ptr thrown;  // by the caller's progress, perhaps in a thread that may not throw
  if (options.progress) {
    exec.progress = [&](size_t done, size_t total) {
      try {
        if (!thrown) options.progress(part * total + done, parts * total);
      } catch (...) {
        thrown = std::current_exception();
      }
    };
  }
  Findings findings = exec::run(program, data, evaluation, exec);
  if (thrown) std::rethrow_exception(thrown);
  if (!options.holder.empty()) {
    std::erase_if(findings.rows, [&](const FindingRow& row) { return findings.holder(row) != options.holder; });
  }
  return findings;
}

Result<Findings> RuleSet::evaluate(const Records& records, const RunOptions& options) const {
  return api::guarded<Findings>([&]() -> Result<Findings> {
    Diagnostics diagnostics;
    rule::Evaluation evaluation;
    if (!api::prepare(*this, records, options, evaluation, diagnostics)) return diagnostics.take();
    Findings findings = api::judged(*state_->program, *records.state()->data, evaluation, options, options.changes_on);
    return {std::move(findings), diagnostics.take()};
  });
}

Result<Explanation> RuleSet::explain(const Records& records, const RunOptions& options, const FindingKey& key) const {
  return api::guarded<Explanation>([&]() -> Result<Explanation> {
    Diagnostics diagnostics;
    if (!api::fit_together(*this, records, diagnostics)) return diagnostics.take();
    const rule::CheckedRules& rules = *state_->rules;
    const Dataset& data = *records.state()->data;
    rule::Evaluation evaluation;
    if (!api::evaluation_of(rules, options, evaluation, diagnostics)) return diagnostics.take();
    if (rules.duty(key.duty) < 0) {
      std::vector<std::string> ids;
      for (const rule::Duty& duty : rules.duties) ids.push_back(duty.id);
      std::string hint = suggestion(key.duty, ids);
      if (hint.empty()) hint = "give the id of a duty as it stands in the pack";
      diagnostics
          .report(Code::no_such_duty, Place(), "the pack has no duty '" + key.duty + "'",
                  "规则包没有责任事项“" + key.duty + "”")
          .hint(hint);
      return diagnostics.take();
    }
    std::pair<int, uint32_t> owner;
    if (!find_owner(data, key, owner, diagnostics)) return diagnostics.take();
    const std::string label = find_label(rules, data, owner, key, evaluation, diagnostics);
    if (diagnostics.has_errors()) return diagnostics.take();
    auto explanation = explain::explain(rules, data, owner.first, owner.second, key.duty, label, evaluation);
    if (!explanation) return api::failure("the finding was given but could not be explained");
    return {public_explanation(std::move(*explanation), rules, data, owner), diagnostics.take()};
  });
}

}  // namespace hegui
