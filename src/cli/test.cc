// hegui test.
//
// In:   a pack.   Out: failed cases and a closing count on `out`; exit code 1 when a case fails, 2 when there is none.
// Test: tests/cli/test_verb_test.cc
#include "cli/verbs.h"

namespace hegui::cli {

int test(const Arguments& arguments, const Streams& streams) {
  const Result<TestReport> report = run_tests(arguments.pack);
  if (!report) return reject(report.diagnostics(), arguments, streams);
  streams.out << to_text(*report, arguments.language);
  if (report->cases.empty()) {
    streams.err << say(arguments, "nothing was checked: the pack has no *.test.yaml with a test in it\n",
                       "没有作出任何检验：规则包中没有含用例的 *.test.yaml\n");
    return kRejected;
  }
  return report->failed > 0 ? kAdverse : kClean;
}

}  // namespace hegui::cli
