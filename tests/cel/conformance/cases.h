// The cases of the conformance suite, read from its JSON files.
//
// In:   a folder of files `<name>.json` (format cel-simple-json/1).   Out: cases, in the order of the files' names.
// A case whose values or types cannot be read here (messages, enumerations) keeps `unreadable` with the reason.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "typed.h"

namespace hegui::conformance {

struct Declaration {
  struct Overload {
    std::vector<std::string> parameters;
    std::string result;
    bool member = false;
    std::vector<std::string> type_parameters;
  };
  std::string name;
  std::string type;                 // of a variable
  std::vector<Overload> overloads;  // of a function
};

struct Case {
  std::string id, expr, container, profile;
  bool disable_check = false, check_only = false;
  std::vector<Declaration> declarations;
  std::vector<std::pair<std::string, Typed>> bindings;
  enum class Expect { value, error, unknown, type_only } expect = Expect::value;
  Typed value;
  std::string deduced_type;  // empty: none asked for
  std::string unreadable;
};

/// Empty with `problem` set when the folder or a file cannot be read.
std::vector<Case> read_cases(const std::string& folder, std::string& problem);

}  // namespace hegui::conformance
