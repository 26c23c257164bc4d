// Rules over tests/packs/mini with duties of one's own, records as JSON, findings as short texts.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "exec/exec.h"
#include "plan/plan.h"
#include "plan/program.h"
#include "records/json_reader.h"
#include "rule/load.h"

namespace hegui::testing {

inline Day d(const char* text) {
  const std::optional<Day> day = parse_date(text);
  return day.has_value() ? *day : kNoDay;
}

inline std::string all_text(Diagnostics& diagnostics) { return to_text(diagnostics.take()); }

/// A program over the mini pack (or another of tests/packs); `duties` (without the key) and `more` (definitions.yaml) replace the pack's files when given.
class Rules {
 public:
  explicit Rules(const std::string& duties = {}, const std::string& more = {}, const std::string& pack = "mini") {
    namespace fs = std::filesystem;
    static std::atomic<int> number{0};
    const fs::path from = fs::path(HEGUI_SOURCE_DIR) / "tests/packs" / pack;
    folder_ = fs::path(HEGUI_BINARY_DIR) / ("exec_pack_" + std::to_string(::getpid()) + "_" + std::to_string(number++));
    fs::create_directories(folder_);
    for (const fs::directory_entry& file : fs::directory_iterator(from)) {
      if (file.path().string().find(".test.") != std::string::npos) continue;
      fs::copy_file(file.path(), folder_ / file.path().filename(), fs::copy_options::overwrite_existing);
    }
    if (!duties.empty()) {
      write("duties.yaml", "duties:\n" + duties);
      write("definitions.yaml", more);
    }
    Diagnostics diagnostics;
    rules_ = rule::load_pack(folder_.string(), {}, diagnostics);
    if (rules_ != nullptr) program_ = plan::compile(rules_, diagnostics);
    said = diagnostics.take();
    problems = to_text(said);
    fs::remove_all(folder_);
  }

  bool ok() const { return program_ != nullptr; }
  const rule::CheckedRules& checked() const { return *rules_; }
  const plan::Program& program() const { return *program_; }
  std::string folder() const { return folder_.string(); }
  std::string problems;
  std::vector<Diagnostic> said;  // problems, as values

 private:
  void write(const char* name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  std::filesystem::path folder_;
  std::shared_ptr<const rule::CheckedRules> rules_;
  std::shared_ptr<const plan::Program> program_;
};

struct RunWith {
  RunWith() = default;
  explicit RunWith(const char* day) : as_of(day) {}
  const char* as_of = "2023-07-05";
  const char* known_at = nullptr;
  std::string registry = "{}";
  int threads = 1;
  bool changes_on = true;
  std::vector<std::pair<std::string, std::string>> params;
};

inline std::unique_ptr<Dataset> records(const Rules& rules, const std::string& enterprises, const std::string& registry) {
  Diagnostics diagnostics;
  std::vector<RecordText> texts = {{"enterprise", "enterprise.ndjson", enterprises}, {"registry", "registry.json", registry}};
  if (registry.empty()) texts.pop_back();
  auto data = read_records(rules.checked().model, texts, {}, {}, diagnostics);
  if (data == nullptr || diagnostics.has_errors()) ADD_FAILURE() << all_text(diagnostics);
  return data;
}

inline Findings run(const Rules& rules, const std::string& enterprises, const RunWith& with = {}) {
  EXPECT_TRUE(rules.ok()) << rules.problems;
  if (!rules.ok()) return {};
  const std::unique_ptr<Dataset> data = records(rules, enterprises, with.registry);
  if (data == nullptr) return {};
  rule::Evaluation evaluation;
  evaluation.moment = {d(with.as_of), d(with.as_of), with.known_at == nullptr ? kNoDay : d(with.known_at)};
  evaluation.params = rule::default_values(rules.checked());
  Diagnostics diagnostics;
  for (const auto& [name, text] : with.params) {
    EXPECT_TRUE(rule::override_value(rules.checked(), name, text, evaluation.params, diagnostics)) << all_text(diagnostics);
  }
  return exec::run(rules.program(), *data, evaluation, {with.threads, with.changes_on, {}});
}

/// `label: verdict` and what the duty says besides; one line a finding of the duty, sorted as the findings are.
/// Parts: due, met, count low/high/required, changes, reasons, advisory; only those that are there.
inline std::string told(const Findings& findings, const std::string& duty) {
  std::ostringstream out;
  const auto day = [](Day x) { return format_date(x); };
  for (const FindingRow& row : findings.rows) {
    if (findings.duties[row.duty].id != duty) continue;
    out << findings.label(row) << ": " << word(row.verdict);
    if (row.advisory) out << " advisory";
    if (row.due != kNullDay) out << " due " << day(row.due);
    if (row.met_on != kNullDay) out << " met " << day(row.met_on);
    if (row.low != kNullCount) {
      out << " count " << row.low << "/" << (row.high == kNullCount ? std::string("*") : std::to_string(row.high)) << "/" << row.required;
    }
    if (row.changes_on != kNullDay) out << " changes " << day(row.changes_on);
    for (const Reason& r : findings.reasons_of(row)) {
      out << " [" << word(r.code);
      if (!r.record.empty()) out << " " << r.record;
      if (!r.field.empty()) out << "." << r.field;
      for (const std::string_view a : r.args) out << " " << a;
      out << "]";
    }
    out << "\n";
  }
  return out.str();
}

inline std::string told(const Rules& rules, const std::string& duty, const std::string& enterprises, const RunWith& with = {}) {
  return told(run(rules, enterprises, with), duty);
}

/// Only labels and verdicts.
inline std::string verdicts(const Rules& rules, const std::string& duty, const std::string& enterprises, const RunWith& with = {}) {
  const Findings findings = run(rules, enterprises, with);
  std::string out;
  for (const FindingRow& row : findings.rows) {
    if (findings.duties[row.duty].id != duty) continue;
    if (!out.empty()) out += ", ";
    out += std::string(findings.label(row)) + " " + std::string(word(row.verdict));
  }
  return out;
}

inline std::string lines(const Findings& findings) {
  std::string out;
  for (const FindingRow& row : findings.rows) out += findings.json(row) + "\n";
  return out;
}

/// What conditions over the holder come to: `true`, `false`, `unknown` with its gaps, or `error` with its kind. Judged on
/// 2023-07-05 unless told otherwise.
inline std::vector<std::string> values(const std::vector<std::string>& conditions, const std::string& enterprise, const RunWith& with = {},
                                       const std::string& more = {}) {
  std::string duties;
  for (size_t i = 0; i < conditions.size(); ++i) {
    std::string quoted;
    for (const char c : conditions[i]) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    const std::string number = std::to_string(1000 + i);
    duties += "  e" + number + ": {zh: 测试, cite: [ent.leader], state: {require: {x: \"" + quoted + "\"}, due: 2023-05-19}}\n";
  }
  const Rules rules(duties, more);
  const Findings findings = run(rules, enterprise, with);
  std::vector<std::string> out;
  for (const FindingRow& row : findings.rows) {
    std::string text = row.verdict == Verdict::satisfied ? "true" : row.verdict == Verdict::overdue ? "false" : "unknown";
    if (row.verdict == Verdict::indeterminate) {
      for (const Reason& r : findings.reasons_of(row)) {
        if (r.code == ReasonCode::expression_error) {
          text = "error " + std::string(r.args[0]);
          continue;
        }
        text += " " + std::string(word(r.code)) + "(" + std::string(r.record) + "." + std::string(r.field);
        for (const std::string_view a : r.args) text += " " + std::string(a);
        text += ")";
      }
    }
    out.push_back(text);
  }
  return out;
}

inline std::string value(const std::string& condition, const std::string& enterprise, const RunWith& with = {}) {
  const std::vector<std::string> all = values({condition}, enterprise, with);
  return all.size() == 1 ? all[0] : "not one finding";
}

struct Case {
  const char* condition;
  const char* value;
};

/// Each condition over one enterprise.
inline void check(const std::vector<Case>& cases, const std::string& enterprise, const RunWith& with = {}, const std::string& more = {}) {
  std::vector<std::string> conditions;
  for (const Case& c : cases) conditions.emplace_back(c.condition);
  const std::vector<std::string> got = values(conditions, enterprise, with, more);
  ASSERT_EQ(got.size(), cases.size());
  for (size_t i = 0; i < cases.size(); ++i) EXPECT_EQ(got[i], cases[i].value) << cases[i].condition;
}

inline const Rules& mini() {
  static const Rules rules;
  return rules;
}

}  // namespace hegui::testing
