// The tests of a pack.
//
// In:   a pack folder.   Out: for each case, whether the columnar evaluator gives what is expected and the slow one gives the
// same lines. Idea: a case is a data set of one holder and the registry; both evaluators run on it, and their finding lines are
// compared as text before the expectations are looked at. Cost: that of the slow evaluator, once a case.   Test:
// tests/api/cases_test.cc
#include <algorithm>
#include <map>

#include "api/state.h"
#include "api/words.h"
#include "exec/exec.h"
#include "explain/explain.h"
#include "rule/tests_file.h"

namespace hegui {
namespace {

using rule::ExpectedDuty;
using rule::ExpectedFinding;
using rule::RuleTest;

std::vector<std::string> lines_of(const Findings& findings) {
  std::vector<std::string> out;
  for (const FindingRow& row : findings.rows) out.push_back(findings.json(row));
  return out;
}

std::string day_text(Day day) { return day == kNullDay ? "null" : format_date(day); }
std::string count_text(int32_t count) { return count == kNullCount ? "null" : std::to_string(count); }

std::string reasons_text(const std::vector<ReasonCode>& codes) {
  std::vector<std::string> words;
  for (const ReasonCode code : codes) words.emplace_back(word(code));
  return "[" + api::joined(words, ", ") + "]";
}

/// One case while it is judged.
class Case {
 public:
  Case(const rule::CheckedRules& rules, CaseResult& result) : rules_(rules), result_(result) {}

  void differ(std::string en, std::string zh) {
    result_.differences.push_back(std::move(en));
    result_.differences_zh.push_back(std::move(zh));
  }

  void compare_evaluators(const Findings& fast, const Findings& slow) {
    const std::vector<std::string> a = lines_of(fast), b = lines_of(slow);
    for (size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      if (i < a.size() && i < b.size() && a[i] == b[i]) continue;
      const std::string first = i < a.size() ? a[i] : "nothing", second = i < b.size() ? b[i] : "nothing";
      differ("the two evaluators differ; columnar: " + first + "; slow: " + second,
             "两个求值器结果不同；列式：" + first + "；逐条：" + second);
      return;  // one is enough: this is a fault of hegui
    }
  }

  void compare_duty(const ExpectedDuty& expected, const Findings& findings) {
    const std::string& id = rules_.duties[static_cast<size_t>(expected.duty)].id;
    std::map<std::string, const FindingRow*> found;
    for (const FindingRow& row : findings.rows) {
      if (findings.duties[row.duty].id == id) found[std::string(findings.label(row))] = &row;
    }
    const bool any_label = expected.findings.size() == 1 && expected.findings[0].label.empty();
    if (any_label) {
      if (found.empty()) differ(id + ": no finding", id + "：没有结论");
      for (const auto& [label, row] : found) compare_finding(id + " " + label, expected.findings[0], findings, *row);
      return;
    }
    for (const ExpectedFinding& finding : expected.findings) {
      const auto at = found.find(finding.label);
      if (at == found.end()) {
        differ(id + " " + finding.label + ": expected, but there is no such finding",
               id + " " + finding.label + "：期望有此结论，实际没有");
        continue;
      }
      compare_finding(id + " " + finding.label, finding, findings, *at->second);
      found.erase(at);
    }
    for (const auto& [label, row] : found) {
      differ(id + " " + label + ": found " + std::string(word(row->verdict)) + ", but no such finding is expected",
             id + " " + label + "：结论为" + std::string(word_zh(row->verdict)) + "，但未在期望中列出");
    }
  }

 private:
  void compare(const std::string& what, const char* key, const std::string& expected, const std::string& found) {
    if (expected == found) return;
    differ(what + ": " + key + " is " + found + ", expected " + expected,
           what + "：" + key + " 为 " + found + "，期望 " + expected);
  }

  void compare_finding(const std::string& what, const ExpectedFinding& want, const Findings& findings, const FindingRow& row) {
    if (want.verdict) compare(what, "verdict", std::string(word(*want.verdict)), std::string(word(row.verdict)));
    if (want.advisory) compare(what, "advisory", *want.advisory ? "true" : "false", row.advisory ? "true" : "false");
    if (want.due) compare(what, "due", day_text(*want.due), day_text(row.due));
    if (want.nominal_due) compare(what, "nominal_due", day_text(*want.nominal_due), day_text(row.nominal_due));
    if (want.met_on) compare(what, "met_on", day_text(*want.met_on), day_text(row.met_on));
    if (want.changes_on) compare(what, "changes_on", day_text(*want.changes_on), day_text(row.changes_on));
    if (want.low) compare(what, "low", count_text(*want.low), count_text(row.low));
    if (want.high) compare(what, "high", count_text(*want.high), count_text(row.high));
    if (want.required) compare(what, "required", count_text(*want.required), count_text(row.required));
    if (want.clauses) {
      compare(what, "clauses", "[" + api::joined(*want.clauses, ", ") + "]",
              "[" + api::joined(findings.clauses(row), ", ") + "]");
    }
    if (want.reasons) {
      std::vector<ReasonCode> codes;
      for (const Reason& reason : findings.reasons_of(row)) codes.push_back(reason.code);
      compare(what, "reasons", reasons_text(*want.reasons), reasons_text(codes));
    }
  }

  const rule::CheckedRules& rules_;
  CaseResult& result_;
};

/// The data set of a case; null after noting why it cannot be read.
std::unique_ptr<Dataset> records_of(const rule::CheckedRules& rules, const RuleTest& test, Case& judged) {
  const Model& model = *rules.model;
  std::vector<RecordText> texts;
  texts.push_back({model.owners[static_cast<size_t>(test.holder_type)].name, "holder", test.holder_json});
  if (!test.registry_json.empty() && model.registry >= 0) {
    texts.push_back({model.owners[static_cast<size_t>(model.registry)].name, "registry", test.registry_json});
  }
  Diagnostics trouble;
  std::unique_ptr<Dataset> data = read_records(rules.model, std::move(texts), test.complete_through, ReadOptions(), trouble);
  for (const Diagnostic& diagnostic : trouble.take()) {
    if (diagnostic.severity != Severity::error) continue;
    const std::string at =
        diagnostic.place.path.empty() ? diagnostic.place.file : diagnostic.place.file + " " + diagnostic.place.path;
    judged.differ(at + ": " + diagnostic.message + (diagnostic.hint.empty() ? "" : " (" + diagnostic.hint + ")"),
                  at + "：" + diagnostic.message_zh);
  }
  return data;
}

void judge(const RuleSet::State& state, const RuleTest& test, CaseResult& result) {
  const rule::CheckedRules& rules = *state.rules;
  Case judged(rules, result);
  rule::Evaluation evaluation;
  evaluation.moment = {test.as_of, test.as_of, test.known_at};
  evaluation.params = rule::default_values(rules);
  Diagnostics refused;
  for (const auto& [name, value] : test.params) rule::override_value(rules, name, value, evaluation.params, refused);
  for (const Diagnostic& diagnostic : refused.take()) judged.differ(diagnostic.message, diagnostic.message_zh);
  const std::unique_ptr<Dataset> data = records_of(rules, test, judged);
  if (data == nullptr || !result.differences.empty()) return;
  if (data->owners[static_cast<size_t>(test.holder_type)].count != 1) {
    judged.differ("the test has no holder", "用例没有责任主体");
    return;
  }
  const Findings fast = exec::run(*state.program, *data, evaluation, exec::Options());
  judged.compare_evaluators(fast, explain::evaluate(rules, *data, test.holder_type, 0, evaluation));
  for (const ExpectedDuty& expected : test.expect) judged.compare_duty(expected, fast);
}

}  // namespace

Result<TestReport> run_tests(const std::string& folder, const LoadOptions& options) {
  Result<RuleSet> rules = RuleSet::load(folder, options);
  if (!rules) return rules.diagnostics();
  return api::guarded<TestReport>([&]() -> Result<TestReport> {
    const RuleSet::State& state = *rules->state();
    Diagnostics diagnostics(options.max_errors);
    rule::YamlLimits limits;
    limits.max_bytes = options.max_file_bytes;
    TestReport report;
    for (const std::string& file : rule::find_tests(folder)) {
      std::string why;
      const SourcePtr source = read_source(folder + "/" + file, file, limits.max_bytes, &why);
      if (source == nullptr) {
        Place place;
        place.file = file;
        diagnostics.report(Code::file_unreadable, place, "this test file cannot be read: " + why, "无法读取该测试文件：" + why)
            .hint("check that it exists and that you may read it", "请确认文件存在且可读");
        continue;
      }
      for (const RuleTest& test : rule::read_tests(source, *state.rules, limits, diagnostics)) {
        CaseResult result;
        result.file = file;
        result.line = place_of(test.place).line;
        result.name = test.name;
        judge(state, test, result);
        result.passed = result.differences.empty();
        ++(result.passed ? report.passed : report.failed);
        report.cases.push_back(std::move(result));
      }
    }
    if (diagnostics.has_errors()) return diagnostics.take();
    return {std::move(report), diagnostics.take()};
  });
}

std::string to_text(const TestReport& report, const std::string& language) {
  const bool zh = api::chinese(language);
  std::string out;
  for (const CaseResult& result : report.cases) {
    if (result.passed) continue;
    out += result.file + ":" + std::to_string(result.line) + ": " + (zh ? "未通过：" : "failed: ") + result.name + "\n";
    for (const std::string& difference : zh ? result.differences_zh : result.differences) out += "  " + difference + "\n";
  }
  return out + std::to_string(report.passed) + (zh ? " 个通过，" : " passed, ") + std::to_string(report.failed) +
         (zh ? " 个未通过" : " failed") + "\n";
}

}  // namespace hegui
