// Diagnostics of packs, byte for byte: each tests/rule/diagnostics/NAME.KIND.yaml stands in for one file of the mini pack, and
// NAME.KIND.diag is what the loader says about it, in English, in Chinese and as JSON.
//
// KIND: pack, model, parameters, clauses, calendar, rules (duties.yaml), dataset, tests, or bundle (several files, each after
// `--- name`). A first line `# options: max_duties=1 alone` sets limits (set_option knows which); `alone` leaves definitions.yaml
// out.
// HEGUI_UPDATE=1 writes the .diag files instead; read them before you keep them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "rule/load.h"
#include "rule/pack_fixture.h"
#include "rule/tests_file.h"

namespace hegui::rule {
namespace {

namespace fs = std::filesystem;

std::string folder() { return std::string(HEGUI_SOURCE_DIR) + "/tests/rule/diagnostics"; }

std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.path().extension() == ".yaml") out.push_back(entry.path().stem().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string file_of(const std::string& kind) { return kind == "rules" ? "duties.yaml" : kind + ".yaml"; }

std::string told(const PackFolder& pack, const std::vector<Diagnostic>& list) {
  return pack.without_path(to_text(list, "en")) + "----\n" + pack.without_path(to_text(list, "zh")) + "----\n" +
         pack.without_path(to_json(list)) + "\n";
}

/// A limit named in the first line of a case.
void set_option(const std::string& name, uint64_t value, LoadOptions& options) {
  if (name == "max_duties") options.max_duties = value;
  if (name == "max_pack_bytes") options.max_pack_bytes = value;
  if (name == "max_errors") options.max_errors = value;
  if (name == "max_bytes") options.yaml.max_bytes = value;
  if (name == "max_depth") options.yaml.max_depth = static_cast<int>(value);
  if (name == "max_aliases") options.yaml.max_aliases = value;
  if (name == "max_expression_depth") options.expressions.max_depth = static_cast<int>(value);
}

std::string diagnose(const std::string& name) {
  const std::string kind = name.substr(name.rfind('.') + 1);
  const std::string text = read_file(folder() + "/" + name + ".yaml");
  PackFolder pack;
  LoadOptions options;
  if (const std::string key = "# options:"; text.compare(0, key.size(), key) == 0) {
    std::istringstream words(text.substr(key.size(), text.find('\n') - key.size()));
    for (std::string word; words >> word;) {
      const size_t equals = word.find('=');
      const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
      if (word == "alone") pack.write("definitions.yaml", "# nothing\n");
      if (!value.empty()) set_option(word.substr(0, equals), std::stoul(value), options);
    }
  }
  if (kind == "dataset" || kind == "tests") {
    const auto rules = pack.load();
    if (rules == nullptr) return "the mini pack does not load\n" + pack.text();
    Diagnostics diagnostics;
    const auto source = std::make_shared<const Source>(kind + ".yaml", text);
    if (kind == "dataset") {
      read_declarations(source, *rules->model, diagnostics);
    } else {
      read_tests(source, *rules, options.yaml, diagnostics);
    }
    return told(pack, diagnostics.take());
  }
  if (kind == "bundle") {
    std::istringstream lines(text);
    std::string target;
    std::string body;
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("--- ", 0) == 0) {
        if (!target.empty()) pack.write(target, body);
        target = line.substr(4);
        body.clear();
      } else {
        body += line + "\n";
      }
    }
    pack.write(target, body);
  } else {
    pack.write(file_of(kind), text);
  }
  pack.load(options);
  return told(pack, pack.diagnostics());
}

class DiagnosticsGolden : public ::testing::TestWithParam<std::string> {};

TEST_P(DiagnosticsGolden, SaysExactlyThis) {
  const std::string path = folder() + "/" + GetParam() + ".diag";
  const std::string got = diagnose(GetParam());
  if (std::getenv("HEGUI_UPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
    return;
  }
  ASSERT_TRUE(fs::exists(path)) << "run with HEGUI_UPDATE=1 and read what it writes:\n" << got;
  EXPECT_EQ(got, read_file(path));
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string out;
  for (char c : info.param) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return out;
}

INSTANTIATE_TEST_SUITE_P(Rule, DiagnosticsGolden, ::testing::ValuesIn(cases()), test_name);

TEST(DiagnosticsGolden, EveryCodeOfFilesPacksExpressionsAndRulesHasAPair) {
  std::set<std::string> seen;
  for (const std::string& name : cases()) {
    const std::string code = name.substr(0, name.find('-'));
    if (code.rfind("HG", 0) != 0) continue;
    const std::string diag = read_file(folder() + "/" + name + ".diag");
    EXPECT_NE(diag.find("[" + code + "]"), std::string::npos) << name << " does not show its code";
    seen.insert(code);
  }
  for (const CodeInfo& code : all_codes()) {
    if (code.number / 1000 > 4) continue;  // records and runs: tests/records, tests/api
    if (code.number == 1002) continue;     // of record files: tests/api
    if (code.number >= 4090) continue;  // limits of the fast evaluator, reported and tested by its own room
    EXPECT_EQ(seen.count("HG" + std::to_string(code.number)), 1u) << "no pair for HG" << code.number << " " << code.name;
  }
}

TEST(DiagnosticsGolden, EveryMessageStandsInBothLanguages) {
  for (const std::string& name : cases()) {
    const std::string diag = diagnose(name);
    const size_t middle = diag.find("----\n");
    ASSERT_NE(middle, std::string::npos) << name;
    EXPECT_GT(middle, 0u) << name << " gives no diagnostic";
    const auto count = [](const std::string& text) {
      size_t n = 0;
      for (size_t at = text.find("[HG"); at != std::string::npos; at = text.find("[HG", at + 1)) ++n;
      return n;
    };
    EXPECT_EQ(count(diag.substr(0, middle)), count(diag.substr(middle))) << name;
  }
}

}  // namespace
}  // namespace hegui::rule
