// The command `hegui`.
//
// In:   arguments, streams.   Out: an exit code: 0 no adverse finding but advisory ones; 1 adverse findings or failed tests;
// 2 pack, records or arguments rejected, or nothing was checked; 3 the machine failed.
// Idea: machine output goes to `out`, everything said to a person goes to `err`; nothing here knows file descriptors, so the
// Python console script and the tests run the same code.
// Test: tests/cli/*_test.cc
#pragma once

#include <ostream>
#include <string>

namespace hegui::cli {

struct Streams {
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;  // progress is shown
  std::string locale;            // value of LC_ALL, LC_MESSAGES or LANG; zh... speaks Chinese
};

constexpr int kClean = 0;
constexpr int kAdverse = 1;
constexpr int kRejected = 2;
constexpr int kMachine = 3;

/// argv[0] is the name of the program.
int run_command(int argc, const char* const* argv, const Streams& streams);

/// The same over the process's own standard streams and environment; used by main() and by the Python console script.
int run_process(int argc, const char* const* argv);

}  // namespace hegui::cli
