// Diagnostics of records, byte for byte: each tests/records/diagnostics/NAME.records is read, and NAME.diag is what is said.
//
// A case begins with lines `# owner_type file.ndjson max_rows=2`, each followed by the text of that file up to the next one;
// with `changes=1` fields of the model have a history.
#include "base/diagnostics.h"

#include <algorithm>

#include "golden.h"
#include "model_for_tests.h"

namespace hegui {
namespace {

std::string folder() { return std::string(HEGUI_SOURCE_DIR) + "/tests/records/diagnostics"; }

std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() == ".records") out.push_back(entry.path().stem().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void set_option(const std::string& name, size_t value, ReadOptions& options) {
  if (name == "max_rows") options.max_rows = value;
  if (name == "max_depth") options.max_depth = static_cast<int>(value);
  if (name == "max_errors") options.max_errors = value;
  if (name == "max_file_bytes") options.max_file_bytes = value;
  if (name == "max_line_bytes") options.max_line_bytes = value;
}

std::string diagnose(const std::string& name) {
  std::istringstream text(golden::read(folder() + "/" + name + ".records"));
  std::vector<RecordText> texts;
  ReadOptions options;
  bool changes = false;
  for (std::string line; std::getline(text, line);) {
    if (line.rfind("# ", 0) != 0) {
      texts.back().text += line + "\n";
      continue;
    }
    std::istringstream words(line.substr(2));
    RecordText& next = texts.emplace_back();
    words >> next.owner_type >> next.name;
    for (std::string word; words >> word;) {
      const size_t equals = word.find('=');
      changes = changes || word == "changes=1";
      set_option(word.substr(0, equals), std::stoul(word.substr(equals + 1)), options);
    }
  }
  const auto model = changes ? testing_model::model_with_changes() : testing_model::model();
  return golden::told(testing_model::read(std::move(texts), options, {}, model).diagnostics);
}

class RecordsGolden : public ::testing::TestWithParam<std::string> {};

TEST_P(RecordsGolden, SaysExactlyThis) { golden::expect(folder() + "/" + GetParam() + ".diag", diagnose(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Records, RecordsGolden, ::testing::ValuesIn(cases()),
                         [](const auto& test) { return golden::test_name(test.param); });

TEST(RecordsGolden, EveryCodeOfRecordsHasAFile) {
  const std::set<std::string> seen = golden::codes(folder());
  for (const CodeInfo& code : all_codes()) {
    if (code.number / 1000 != 5) continue;
    EXPECT_EQ(seen.count("HG" + std::to_string(code.number)), 1U) << "no file for HG" << code.number << " " << code.name;
  }
}

}  // namespace
}  // namespace hegui
