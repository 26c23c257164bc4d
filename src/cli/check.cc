// hegui check, and what all verbs say about diagnostics.
//
// In:   a pack.   Out: what it holds on `out`, its errors and warnings on `err` (with --format json: all of it on `out`).
// Test: tests/cli/check_test.cc
#include "cli/verbs.h"

namespace hegui::cli {

std::string say(const Arguments& arguments, const std::string& en, const std::string& zh) {
  return chinese(arguments) ? zh : en;
}

void warn(const std::vector<Diagnostic>& diagnostics, const Arguments& arguments, const Streams& streams) {
  if (!diagnostics.empty()) streams.err << to_text(diagnostics, arguments.language);
}

int reject(const std::vector<Diagnostic>& diagnostics, const Arguments& arguments, const Streams& streams) {
  size_t errors = 0;
  int code = kRejected;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::error) ++errors;
    if (diagnostic.code == kMachineFailure) code = kMachine;
  }
  streams.err << to_text(diagnostics, arguments.language);
  streams.err << say(arguments, std::to_string(errors) + (errors == 1 ? " error" : " errors"),
                     std::to_string(errors) + " 处错误")
              << "\n";
  return code;
}

int check(const Arguments& arguments, const Streams& streams) {
  const Result<RuleSet> rules = RuleSet::load(arguments.pack);
  if (arguments.format == "json") {
    std::string pack = rules ? overview_json(rules->overview()) : "null\n";
    pack.pop_back();
    streams.out << "{\"pack\": " << pack << ", \"diagnostics\": " << to_json(rules.diagnostics()) << "}\n";
    return rules ? kClean : kRejected;
  }
  if (!rules) return reject(rules.diagnostics(), arguments, streams);
  warn(rules.diagnostics(), arguments, streams);
  streams.out << overview_text(rules->overview(), arguments.language);
  return kClean;
}

}  // namespace hegui::cli
