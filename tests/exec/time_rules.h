// Duties over the time pack: its campaign runs from 2023-05-19 to 2023-12-31, its calendar covers 2023.
#pragma once

#include "fixture.h"

namespace hegui::testing {

/// One duty `d` with that shape and more keys.
inline Rules over_time(const std::string& keys) {
  return Rules("  d: {zh: 测试, cite: [t.visit], " + keys + "}\n", {}, "time");
}
inline std::string judged(const std::string& keys, const std::string& enterprise, const char* as_of) {
  const Rules rules = over_time(keys);
  return told(rules, "d", enterprise, RunWith(as_of));
}
/// Visits V1, V2 ... on these days; `more`: other keys of the enterprise.
inline std::string visited(const std::vector<std::string>& days, const std::string& more = {}) {
  std::string out = R"({"id":"E1")" + more + R"(,"visits":[)";
  for (size_t i = 0; i < days.size(); ++i) {
    out += std::string(i > 0 ? "," : "") + R"({"id":"V)" + std::to_string(i + 1) + R"(","date":")" + days[i] + R"("})";
  }
  return out + "]}";
}
inline const char* const kVisits = "{of: visits}";

}  // namespace hegui::testing
