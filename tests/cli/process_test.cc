// The program itself: pipes that close, disks that are full, signals.
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

#include "cli/fixture.h"

namespace hegui::cli {
namespace {

struct Shell {
  int code = 0;
  std::string out;
};

/// Runs a line of bash; `$HEGUI` is the program, `$PACK` the small pack.
Shell shell(const std::string& line) {
  const std::string command = "HEGUI='" HEGUI_PROGRAM "' PACK='" + kPack + "' bash -c '" + line + "' 2>&1";
  Shell said;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return {-1, ""};
  char buffer[4096];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) said.out.append(buffer, n);
  const int status = ::pclose(pipe);
  said.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return said;
}

class ProcessTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string lines;
    for (int i = 0; i < 2000; ++i) {
      lines += R"({"id": "E)" + std::to_string(10000 + i) +
               R"(", "sectors": ["industry"], "high_risk": false, "inspections": []})" + "\n";
    }
    folder_.write("enterprise.ndjson", lines);
    run_ = "\"$HEGUI\" run \"$PACK\" " + folder_.path() + " --as-of 2023-12-31 --format json ";
  }
  TempFolder folder_;
  std::string run_;
};

TEST_F(ProcessTest, AReaderThatGoesAwayIsNoFailure) {
  const Shell said = shell("set -o pipefail; " + run_ + "| head -n 1 > /dev/null; echo ${PIPESTATUS[0]}");
  EXPECT_EQ(said.out, "1\n");
}

TEST_F(ProcessTest, AFullDiskIsAFailureOfTheMachine) {
  const Shell said = shell(run_ + "> /dev/full");
  EXPECT_EQ(said.code, kMachine);
  EXPECT_TRUE(contains(said.out, "hegui: standard output: ")) << said.out;
}

TEST_F(ProcessTest, NothingIsSaidOfProgressWithoutATerminal) {
  const Shell said = shell(run_ + "> /dev/null");
  EXPECT_EQ(said.out, "");
  EXPECT_EQ(said.code, kAdverse);
}

TEST_F(ProcessTest, TheLanguageFollowsTheEnvironment) {
  EXPECT_TRUE(contains(shell("env -u LC_ALL -u LC_MESSAGES LANG=zh_CN.UTF-8 \"$HEGUI\" check \"$PACK\"").out, "责任事项"));
  EXPECT_FALSE(contains(shell("LC_ALL=C LANG=zh_CN.UTF-8 \"$HEGUI\" check \"$PACK\"").out, "责任事项"));
}

}  // namespace
}  // namespace hegui::cli
