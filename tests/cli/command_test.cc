// Arguments, languages, check, explain, test.
#include "cli/fixture.h"
#include "hegui/hegui.h"

namespace hegui::cli {
namespace {

TEST(CommandTest, UsageErrorsAreRejectedOnStandardError) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"fly"},
                                             {"check"},
                                             {"run", kPack},
                                             {"run", kPack, "data"},
                                             {"check", kPack, "--format", "xml"},
                                             {"run", kPack, "data", "--as-of", "2023-12-31", "--param", "novalue"},
                                             {"run", kPack, "data", "--as-of", "2023-12-31", "--threads", "0"},
                                             {"explain", kPack, "data", "--as-of", "2023-12-31", "--holder", "E1"}}) {
    const Said said = say(arguments);
    EXPECT_EQ(said.code, kRejected);
    EXPECT_EQ(said.out, "");
    EXPECT_NE(said.err, "");
  }
}

TEST(CommandTest, HelpAndVersionAreClean) {
  const Said help = say({"--help"});
  EXPECT_EQ(help.code, kClean);
  EXPECT_TRUE(contains(help.out, "Exit codes"));
  const Said version = say({"--version"});
  EXPECT_EQ(version.code, kClean);
  EXPECT_EQ(version.out, std::string("hegui ") + hegui::version() + "\n");
}

TEST(CheckTest, CountsWhatAPackHolds) {
  const Said said = say({"check", kPack});
  EXPECT_EQ(said.code, kClean) << said.err;
  EXPECT_TRUE(contains(said.out, "clauses"));
  EXPECT_TRUE(contains(said.out, "count 5"));
  EXPECT_TRUE(contains(say({"check", kPack, "--language", "zh"}).out, "责任事项"));
  EXPECT_TRUE(contains(say({"check", kPack}, "zh_CN.UTF-8").out, "责任事项"));
  EXPECT_FALSE(contains(say({"check", kPack, "--language", "en"}, "zh_CN.UTF-8").out, "责任事项"));
}

TEST(CheckTest, ErrorsGoToStandardErrorOrToJson) {
  const TempFolder folder;
  copy_folder(kPack, folder.path("pack"));
  folder.write("pack/duties.yaml", "duties:\n  d:\n    zh: 甲\n    cite: [ent.leader]\n    cuont: {}\n");
  const Said said = say({"check", folder.path("pack")});
  EXPECT_EQ(said.code, kRejected);
  EXPECT_EQ(said.out, "");
  EXPECT_TRUE(contains(said.err, "duties.yaml:5:5")) << said.err;
  EXPECT_TRUE(contains(said.err, "count"));
  const Said json = say({"check", folder.path("pack"), "--format", "json"});
  EXPECT_EQ(json.code, kRejected);
  EXPECT_TRUE(contains(json.out, "{\"pack\": null, \"diagnostics\": ["));
  EXPECT_TRUE(contains(json.out, "\"line\": 5"));
  EXPECT_EQ(json.err, "");
}

TEST(ExplainVerbTest, ExplainsOneFinding) {
  const TempFolder folder;
  folder.write("enterprise.ndjson", kOne);
  const std::vector<std::string> arguments = {"explain", kPack,    folder.path(),       "--as-of",    "2023-10-15", "--holder",
                                              "E1",      "--duty", "leader-inspection", "--instance", "2023-Q3"};
  const Said said = say(arguments);
  EXPECT_EQ(said.code, kClean) << said.err;
  EXPECT_TRUE(contains(said.out, "violated"));
  std::vector<std::string> json = arguments;
  json.insert(json.end(), {"--format", "json"});
  EXPECT_EQ(say(json).out.find("{\"finding\": "), 0U);
  std::vector<std::string> vague(arguments.begin(), arguments.end() - 2);
  const Said refused = say(vague);
  EXPECT_EQ(refused.code, kRejected);
  EXPECT_TRUE(contains(refused.err, "HG6108")) << refused.err;
}

TEST(TestVerbTest, RunsTheCasesOfAPack) {
  const Said said = say({"test", kPack});
  EXPECT_EQ(said.code, kClean) << said.out << said.err;
  EXPECT_TRUE(contains(said.out, " passed, 0 failed")) << said.out;
}

TEST(TestVerbTest, AFailedCaseIsNamedWithItsDifference) {
  const TempFolder folder;
  copy_folder(kPack, folder.path("pack"));
  folder.write("pack/duties.test.yaml",
               "tests:\n"
               "  - name: 假的\n"
               "    as_of: 2023-07-05\n"
               "    holder: {id: E1, sectors: [industry], high_risk: false, inspections: []}\n"
               "    expect:\n"
               "      leader-inspection: {2023-Q2: satisfied, 2023-Q3: pending}\n");
  const Said said = say({"test", folder.path("pack")});
  EXPECT_EQ(said.code, kAdverse) << said.out << said.err;
  EXPECT_TRUE(contains(said.out, "假的")) << said.out;
  EXPECT_TRUE(contains(said.out, "violated")) << said.out;
  EXPECT_TRUE(contains(said.out, "0 passed, 1 failed")) << said.out;
}

TEST(TestVerbTest, APackWithoutTestsHasCheckedNothing) {
  const TempFolder folder;
  copy_folder(kPack, folder.path("pack"));
  std::filesystem::remove(folder.path("pack/duties.test.yaml"));
  const Said said = say({"test", folder.path("pack")});
  EXPECT_EQ(said.code, kRejected);
  EXPECT_TRUE(contains(said.err, "nothing was checked"));
}

}  // namespace
}  // namespace hegui::cli
