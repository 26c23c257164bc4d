// The verbs of the command, once their arguments are parsed.
//
// In:   Arguments, streams.   Out: exit codes.   Test: tests/cli/*_test.cc
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "hegui/hegui.h"

namespace hegui::cli {

struct Arguments {
  std::string pack;
  std::string data;
  std::string format = "text";
  std::string language = "en";
  std::string out;         // folder; of a calendar: file
  std::string owner_type;  // of a single record file
  bool keep_going = false;
  bool all = false;  // the whole summary
  bool allow_nothing = false;
  RunOptions run;
  FindingKey key;
  CalendarOptions which;  // entries of a calendar
  IcsOptions ics;
};

int check(const Arguments& arguments, const Streams& streams);
int run(const Arguments& arguments, const Streams& streams);
int explain(const Arguments& arguments, const Streams& streams);
int calendar(const Arguments& arguments, const Streams& streams);
int test(const Arguments& arguments, const Streams& streams);

/// Prints diagnostics to `err` and gives the exit code they call for.
int reject(const std::vector<Diagnostic>& diagnostics, const Arguments& arguments, const Streams& streams);
/// Warnings beside a value.
void warn(const std::vector<Diagnostic>& diagnostics, const Arguments& arguments, const Streams& streams);
std::string say(const Arguments& arguments, const std::string& en, const std::string& zh);
inline bool chinese(const Arguments& arguments) { return arguments.language == "zh"; }

}  // namespace hegui::cli
