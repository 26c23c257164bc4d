// hegui run: exit codes, streams, files.
#include "cli/fixture.h"
#include "hegui/hegui.h"

namespace hegui::cli {
namespace {

Said run_at(const TempFolder& folder, const std::string& day, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"run", kPack, folder.path("data"), "--as-of", day});
  return say(more);
}

TEST(RunTest, AdverseFindingsAreExitCodeOne) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne);
  const Said said = run_at(folder, "2023-10-15");
  EXPECT_EQ(said.code, kAdverse) << said.err;
  EXPECT_TRUE(contains(said.out, "2023-Q3"));
  EXPECT_EQ(said.err, "");
}

TEST(RunTest, WithoutAdverseFindingsTheExitCodeIsZero) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne);
  const Said said = run_at(folder, "2023-06-20");
  EXPECT_EQ(said.code, kClean) << said.out << said.err;
  EXPECT_TRUE(contains(said.out, "Nobody has broken a duty"));
}

TEST(RunTest, AdvisoryFindingsAloneAreExitCodeZero) {
  const TempFolder folder;
  // Open for five days, printed limit not reached: overdue only by the assumed number of days for "swift".
  folder.write("data/enterprise.ndjson",
               R"({"id": "E1", "sectors": ["industry"], "high_risk": false, "hazards": [{"id": "H1", "level": "major", )"
               R"("found_on": "2023-06-10", "deadline": "2023-12-01", "responsible_person": "甲", "measures": "乙", )"
               R"("funds_wan": 1}]})"
               "\n");
  const Said json = run_at(folder, "2023-06-16", {"--format", "json"});
  EXPECT_TRUE(contains(json.out, "\"advisory\": true")) << json.out;
  EXPECT_EQ(json.code, kClean) << json.out;
}

TEST(RunTest, JsonIsFindingLinesOnly) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne);
  folder.write("data/other.txt", "x");
  const Said said = run_at(folder, "2023-10-15", {"--format", "json"});
  EXPECT_EQ(said.code, kAdverse);
  std::istringstream lines(said.out);
  size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_EQ(line.find("{\"id\": \""), 0U) << line;
    EXPECT_EQ(line.back(), '}');
  }
  EXPECT_GT(count, 5U);
  EXPECT_TRUE(contains(said.err, "1 note on the records")) << said.err;
}

TEST(RunTest, FilesAreWrittenWholeAndNothingElse) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne);
  folder.write("data/other.txt", "x");
  const Said said = run_at(folder, "2023-10-15", {"--out", folder.path("results/deep")});
  EXPECT_EQ(said.code, kAdverse) << said.err;
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path("results/deep"))) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"findings.ndjson", "notes.ndjson", "receipt.json", "summary.txt"}));
  EXPECT_EQ(folder.read("results/deep/findings.ndjson"), run_at(folder, "2023-10-15", {"--format", "json"}).out);
  EXPECT_TRUE(contains(folder.read("results/deep/notes.ndjson"), "file_ignored"));
  EXPECT_TRUE(contains(folder.read("results/deep/receipt.json"), "\"as_of\": \"2023-10-15\""));
  EXPECT_TRUE(contains(folder.read("results/deep/summary.txt"), "E1 甲矿"));
}

TEST(RunTest, AFolderThatCannotBeWrittenIsAFailureOfTheMachine) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne);
  folder.write("taken", "a file");
  const Said said = run_at(folder, "2023-10-15", {"--out", folder.path("taken/inside")});
  EXPECT_EQ(said.code, kMachine);
  EXPECT_TRUE(contains(said.err, "taken"));
}

TEST(RunTest, RecordsWithErrorsRejectTheRunUnlessOwnersAreLeftOut) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne + R"({"id": "E2", "headcont": 3})" + "\n");
  const Said strict = run_at(folder, "2023-06-20");
  EXPECT_EQ(strict.code, kRejected);
  EXPECT_EQ(strict.out, "");
  EXPECT_TRUE(contains(strict.err, "enterprise.ndjson:2"));
  EXPECT_TRUE(contains(strict.err, "headcount"));
  const Said lenient = run_at(folder, "2023-06-20", {"--keep-going"});
  EXPECT_EQ(lenient.code, kClean) << lenient.out << lenient.err;
  EXPECT_TRUE(contains(lenient.err, "owners with errors that were left out: 1")) << lenient.err;
}

TEST(RunTest, ARunThatCheckedNothingFailsUnlessAskedFor) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", "");
  const Said said = run_at(folder, "2023-06-20");
  EXPECT_EQ(said.code, kRejected);
  EXPECT_TRUE(contains(said.err, "nothing was checked"));
  EXPECT_EQ(run_at(folder, "2023-06-20", {"--allow-nothing"}).code, kClean);
}

TEST(RunTest, DatesAndParametersAreChecked) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne);
  EXPECT_TRUE(contains(run_at(folder, "2023-6-20").err, "HG6102"));
  EXPECT_TRUE(contains(run_at(folder, "2023-06-20", {"--known-at", "x"}).err, "HG6102"));
  EXPECT_TRUE(contains(run_at(folder, "2023-06-20", {"--param", "swift_dais=3"}).err, "HG6001"));
  const Said changed = run_at(folder, "2023-06-20", {"--param", "swift_days=5", "--param", "sweep_days=10"});
  EXPECT_EQ(changed.code, kClean) << changed.err;
  EXPECT_TRUE(contains(changed.out, "swift_days = 5"));
  EXPECT_TRUE(contains(changed.out, "sweep_days = 10"));
}

TEST(RunTest, OneHolderAndTheWholeSummary) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne + R"({"id": "E2", "sectors": ["industry"]})" + "\n");
  const Said said = run_at(folder, "2023-10-15", {"--holder", "E2", "--format", "json"});
  EXPECT_FALSE(contains(said.out, "\"holder\": \"E1\""));
  EXPECT_TRUE(contains(said.out, "\"holder\": \"E2\""));
  EXPECT_TRUE(contains(run_at(folder, "2023-10-15", {"--holder", "E3"}).err, "HG6104"));
  EXPECT_TRUE(contains(run_at(folder, "2023-10-15", {"--all"}).out, "few-stops"));
}

TEST(RunTest, ChineseIsSpokenWhereItIsTheLanguage) {
  const TempFolder folder;
  folder.write("data/enterprise.ndjson", kOne);
  const Said said = say({"run", kPack, folder.path("data"), "--as-of", "2023-10-15"}, "zh_CN.UTF-8");
  EXPECT_TRUE(contains(said.out, "主要负责人每季度带队检查"));
  EXPECT_TRUE(contains(said.out, "违反"));
}

}  // namespace
}  // namespace hegui::cli
