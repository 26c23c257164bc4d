// A case run: compiled, evaluated by an engine, compared with what it expects.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cases.h"
#include "engine.h"

namespace hegui::conformance {

/// Profiles that are not offered, with the reason; cases of theirs are left out.
const std::map<std::string, std::string>& left_out();

struct Verdict {
  bool passed = false;
  bool left_out = false;
  std::string why;  // of a failure, or of leaving it out
};
Verdict run_case(const Case& one, const Engine& engine);

/// Cases of a profile, how many passed, how many were left out.
struct Total {
  int cases = 0, passed = 0, left_out = 0;
  bool operator==(const Total&) const = default;
};
using Totals = std::map<std::string, Total>;
/// One line a case is given to `line`.
Totals run_all(const std::vector<Case>& cases, const Engine& engine,
               const std::function<void(const Case&, const Verdict&)>& line);
/// `| core | 777 | 777 | 0 |` a line, with a head.
std::string table(const Totals& totals);
/// The totals of such a table in a page; empty if there is none.
Totals totals_of(std::string_view page);

}  // namespace hegui::conformance
