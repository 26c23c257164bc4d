// The receipt of a run.
//
// In:   what went into a run and what came out.   Out: one JSON object with the hashes that make it reproducible.
// Idea: the calendar is hashed by what it says (each day it covers, working or not), not by how its file is written.
// Cost: O(bytes of the findings).   Test: tests/api/report_test.cc
#include "api/state.h"
#include "api/words.h"
#include "base/sha256.h"

namespace hegui {
namespace {

std::string calendar_digest(const WorkCalendar& calendar) {
  std::string text;
  for (Day day = *day_of(1949, 1, 1); day <= *day_of(2199, 12, 31); ++day) {
    if (const auto working = calendar.working(day)) text += format_date(day) + (*working ? " working\n" : " rest\n");
  }
  return sha256_hex(text);
}

}  // namespace

const char* version() { return HEGUI_VERSION; }

std::string receipt_json(const RuleSet& rules, const Records& records, const Findings& findings, const RunOptions& run) {
  if (rules.empty() || records.empty()) return "{}";
  const rule::CheckedRules& checked = *rules.state()->rules;
  Sha256 lines;
  write_json_lines(findings, [&](std::string_view piece) {
    lines.add(piece);
    return true;
  });
  std::string out = "{\n";
  out += "  \"engine\": {\"name\": \"hegui\", \"version\": " + api::quoted(version()) + "},\n";
  out += "  \"pack\": {\"name\": " + api::quoted(checked.name) + ", \"version\": " + api::quoted(checked.version) +
         ", \"sha256\": " + api::quoted(checked.sha256) + "},\n";
  out += "  \"calendar\": {\"name\": " + api::quoted(checked.calendar.name) +
         ", \"sha256\": " + api::quoted(calendar_digest(checked.calendar)) + "},\n";
  out += "  \"records\": {\"sha256\": " + api::quoted_or_null(records.sha256()) +
         ", \"owners\": " + std::to_string(records.owners()) + ", \"rows\": " + std::to_string(records.rows()) +
         ", \"owners_left_out\": " + std::to_string(records.owners_left_out()) + "},\n";
  out += "  \"as_of\": " + api::quoted(run.as_of) + ",\n";
  out += "  \"known_at\": " + api::quoted_or_null(run.known_at) + ",\n";
  out += "  \"holder\": " + api::quoted_or_null(run.holder) + ",\n";
  out += "  \"params\": {";
  for (size_t i = 0; i < run.params.size(); ++i) {
    out += (i == 0 ? "" : ", ") + api::quoted(run.params[i].first) + ": " + api::quoted(run.params[i].second);
  }
  out += "},\n";
  out +=
      "  \"findings\": {\"count\": " + std::to_string(findings.size()) + ", \"sha256\": " + api::quoted(lines.hex()) + "}\n}\n";
  return out;
}

}  // namespace hegui
