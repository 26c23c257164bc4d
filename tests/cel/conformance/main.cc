// cel_conformance DIR [--evaluator explain|exec]: runs the cases of a folder.
//
// Out:  one line a case (id, passed | failed | left out, and why), then a table by profile for each evaluator.
// Ends with 0 when nothing failed, 1 when something did, 2 when it could not run.
#include <algorithm>
#include <iostream>

#include "run.h"

int main(int argc, char** argv) {
  using namespace hegui::conformance;
  std::string folder;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--evaluator" && i + 1 < argc)
      only = argv[++i];
    else if (folder.empty() && !argument.starts_with("--"))
      folder = argument;
    else
      folder.clear(), i = argc;
  }
  if (folder.empty()) {
    std::cerr << "usage: cel_conformance DIR [--evaluator explain|exec]\n";
    return 2;
  }
  std::string problem;
  const std::vector<Case> cases = read_cases(folder, problem);
  if (!problem.empty()) {
    std::cerr << problem << "\n";
    return 2;
  }
  int failed = 0;
  int engines_run = 0;
  for (const Engine& engine : engines()) {
    if (!only.empty() && engine.name != only) continue;
    ++engines_run;
    const Totals totals = run_all(cases, engine, [&](const Case& one, const Verdict& verdict) {
      failed += !verdict.passed && !verdict.left_out ? 1 : 0;
      std::cout << engine.name << " " << one.id << " "
                << (verdict.passed     ? "passed"
                    : verdict.left_out ? "left out"
                                       : "failed")
                << (verdict.why.empty() ? "" : ": " + verdict.why) << "\n";
    });
    std::cout << "\n" << engine.name << "\n\n" << table(totals) << "\n";
    if (engine.note) std::cout << engine.note() << "\n\n";
  }
  if (engines_run == 0) {
    std::cerr << "there is no evaluator '" << only << "'; there are:";
    for (const Engine& engine : engines()) std::cerr << " " << engine.name;
    std::cerr << "\n";
    return 2;
  }
  return failed == 0 ? 0 : 1;
}
