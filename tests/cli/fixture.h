// The command run on streams in memory.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "api/folder.h"
#include "cli/command.h"

namespace hegui::cli {

inline const std::string kPack = std::string(HEGUI_SOURCE_DIR) + "/tests/packs/mini";
inline const std::string kOne =
    R"({"id": "E1", "name": "甲矿", "sectors": ["industry"], "high_risk": false, )"
    R"("inspections": [{"id": "J1", "kind": "leader-led", "led_by_role": "principal", "date": "2023-06-02"}]})"
    "\n";

struct Said {
  int code = 0;
  std::string out;
  std::string err;
};

inline Said say(std::vector<std::string> arguments, const std::string& locale = "C", bool terminal = false) {
  arguments.insert(arguments.begin(), "hegui");
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  const int code = run_command(static_cast<int>(argv.size()), argv.data(), {out, err, terminal, locale});
  return {code, out.str(), err.str()};
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace hegui::cli
