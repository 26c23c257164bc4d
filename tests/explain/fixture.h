// A small desk for tests of the slow evaluator: the mini pack with duties of one's own, records as JSON text, findings as short
// lines.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "explain/evaluate.h"
#include "explain/explain.h"
#include "records/json_reader.h"
#include "rule/load.h"

namespace hegui::explain::desk {

inline Day day(const std::string& text) { return parse_date(text).value(); }

inline std::string shown(const std::vector<Diagnostic>& diagnostics) { return to_text(diagnostics, "en"); }

/// What duties of a test may name; the pack's own definitions speak of items and triggers of its own duties.
inline const char* const kDefinitions = R"yaml(define:
  on_the_roll: {zh: 在岗, of: person, value: "row.joined_on <= day && !(has(row.left_on) && row.left_on <= day)"}
rows:
  staff: {zh: 在岗人员, of: people, where: on_the_roll(row)}
  education_session: {zh: 警示教育, of: sessions}
)yaml";

/// The mini pack; with `duties` (and `definitions`) in place of its own.
inline std::shared_ptr<const rule::CheckedRules> pack(const std::string& duties = "", const std::string& definitions = "",
                                                      const std::string& parameters = "") {
  namespace fs = std::filesystem;
  const fs::path mini = fs::path(HEGUI_SOURCE_DIR) / "tests/packs/mini";
  Diagnostics diagnostics;
  if (duties.empty()) {
    auto rules = rule::load_pack(mini.string(), {}, diagnostics);
    EXPECT_TRUE(rules) << shown(diagnostics.take());
    return rules;
  }
  static int number = 0;
  const fs::path folder =
      fs::temp_directory_path() / ("hegui-explain-" + std::to_string(::getpid()) + "-" + std::to_string(number++));
  fs::create_directories(folder);
  for (const char* file : {"pack.yaml", "model.yaml", "clauses.yaml", "calendar.yaml", "parameters.yaml", "source.txt"})
    fs::copy_file(mini / file, folder / file, fs::copy_options::overwrite_existing);
  std::ofstream(folder / "definitions.yaml") << (definitions.empty() ? kDefinitions : definitions);
  if (!parameters.empty()) std::ofstream(folder / "parameters.yaml", std::ios::app) << parameters;
  std::ofstream(folder / "duties.yaml") << duties;
  auto rules = rule::load_pack(folder.string(), {}, diagnostics);
  fs::remove_all(folder);
  if (!rules) throw std::runtime_error(shown(diagnostics.take()) + duties);
  return rules;
}

/// A duty of the usual head with a shape: "d: {zh: 测试, cite: [ent.leader], SHAPE}".
inline std::string duty(const std::string& shape, const std::string& id = "d") {
  return "  " + id + ": {zh: 测试, cite: [ent.leader], " + shape + "}\n";
}
inline std::string duties(const std::vector<std::string>& shapes) {
  std::string text = "duties:\n";
  for (size_t i = 0; i < shapes.size(); ++i) text += duty(shapes[i], i == 0 ? "d" : "d" + std::to_string(i));
  return text;
}

struct Given {
  std::string enterprise;  // JSON object of E1, without its id: "\"inspections\": []"
  std::string registry;    // JSON object or empty
  std::string as_of = "2023-10-15";
  std::string known_at;
  Declarations declarations;
  std::vector<rule::Value> params;  // default: those of the pack
};

inline std::unique_ptr<Dataset> records(const rule::CheckedRules& rules, const Given& given) {
  std::vector<RecordText> texts;
  const std::string comma = given.enterprise.empty() ? "" : ", ";
  texts.push_back({"enterprise", "enterprise.ndjson", "{\"id\": \"E1\"" + comma + given.enterprise + "}"});
  if (!given.registry.empty()) texts.push_back({"registry", "registry.json", given.registry});
  Diagnostics diagnostics;
  auto data = read_records(rules.model, std::move(texts), given.declarations, {}, diagnostics);
  EXPECT_TRUE(data) << shown(diagnostics.take());
  return data;
}

inline rule::Evaluation evaluation(const rule::CheckedRules& rules, const Given& given) {
  rule::Evaluation e;
  e.moment.as_of = e.moment.seen = day(given.as_of);
  if (!given.known_at.empty()) e.moment.known_at = day(given.known_at);
  e.params = given.params.empty() ? rule::default_values(rules) : given.params;
  return e;
}

inline std::string date_text(int32_t d) { return d == kNullDay ? "-" : format_date(d); }

/// "2023-Q3 pending due 2023-09-30 [code record.field(args)]": parts that are empty are left out.
inline std::string line(const Findings& findings, const FindingRow& row) {
  std::string out(findings.label(row));
  out += " " + std::string(word(row.verdict));
  if (row.advisory) out += " advisory";
  if (row.due != kNullDay) out += " due " + date_text(row.due);
  if (row.met_on != kNullDay) out += " met " + date_text(row.met_on);
  if (row.low != kNullCount)
    out += " " + std::to_string(row.low) + "/" + (row.high == kNullCount ? "?" : std::to_string(row.high)) + "/" +
           std::to_string(row.required);
  for (const Reason& reason : findings.reasons_of(row)) {
    out += " [" + std::string(word(reason.code));
    if (!reason.record.empty() || !reason.field.empty())
      out += " " + std::string(reason.record) + (reason.field.empty() ? "" : "." + std::string(reason.field));
    for (const std::string_view arg : reason.args) out += "(" + std::string(arg) + ")";
    out += "]";
  }
  return out;
}

using Lines = std::vector<std::string>;

inline Findings run(const rule::CheckedRules& rules, const Given& given, Changes changes = Changes::none) {
  const auto data = records(rules, given);
  if (!data) return {};
  return evaluate_with(rules, *data, {rules.model->owner("enterprise"), 0}, evaluation(rules, given), changes);
}

/// Findings of one duty, in order.
inline Lines lines(const rule::CheckedRules& rules, const Given& given, const std::string& id = "d") {
  const Findings findings = run(rules, given);
  Lines out;
  for (const FindingRow& row : findings.rows)
    if (findings.duties[row.duty].id == id) out.push_back(line(findings, row));
  return out;
}

/// What an expression over the holder gives on the as-of day, as text; unknown with its gaps.
inline std::string value(const std::string& expression, const Given& given, const std::string& type_hint = "") {
  const std::string definitions =
      "define:\n  probe: {zh: 试, of: enterprise, value: " + ("\"" + expression + "\"") + ", cite: [ent.leader]}\n" + type_hint;
  const auto rules = pack("duties:\n" + duty("count: {rows: {of: drills}, at_least: 1}"), definitions);
  if (!rules) return "no rules";
  const auto data = records(*rules, given);
  if (!data) return "no data";
  const rule::Evaluation e = evaluation(*rules, given);
  Ledger ledger(*rules, *data, e.moment.seen, e.moment.known_at);
  Clock clock(e.moment.as_of);
  Reading reading(ledger, clock, {rules->model->owner("enterprise"), 0});
  Evaluator evaluator(reading, e.params);
  const Value v = evaluator.eval(rules->definitions[0].body, evaluator.env(e.moment.as_of));
  std::string out = to_text(v);
  for (const Gap& gap : v.gaps) {
    out += " [" + std::string(word(gap.code));
    if (!gap.record.empty() || !gap.field.empty()) out += " " + gap.record + "." + gap.field;
    for (const std::string& arg : gap.args) out += "(" + arg + ")";
    out += "]";
  }
  return out;
}

}  // namespace hegui::explain::desk
