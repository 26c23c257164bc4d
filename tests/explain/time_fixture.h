// The time pack (tests/packs/time) with its own duties or a test's; findings as short lines that show nominal due days too.
#pragma once

#include "explain/fixture.h"

namespace hegui::explain::desk {

/// The time pack as it stands; with `duties` its duties are replaced, with `calendar` its calendar.
inline std::shared_ptr<const rule::CheckedRules> time_pack(const std::string& duties = "", const std::string& calendar = "") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("hegui-time-" + std::to_string(::getpid()));
  fs::remove_all(folder);
  fs::copy(fs::path(HEGUI_SOURCE_DIR) / "tests/packs/time", folder);
  if (!duties.empty()) std::ofstream(folder / "duties.yaml") << duties;
  if (!calendar.empty()) std::ofstream(folder / "calendar.yaml") << calendar;
  Diagnostics diagnostics;
  auto rules = rule::load_pack(folder.string(), {}, diagnostics);
  fs::remove_all(folder);
  if (!rules) throw std::runtime_error(shown(diagnostics.take()) + duties);
  return rules;
}

/// "  d: {zh: 测试, cite: [t.visit], SHAPE}" under duties.
inline std::string time_duties(const std::vector<std::string>& shapes) {
  std::string text = "duties:\n";
  for (size_t i = 0; i < shapes.size(); ++i)
    text += "  " + (i == 0 ? std::string("d") : "d" + std::to_string(i)) + ": {zh: 测试, cite: [t.visit], " + shapes[i] + "}\n";
  return text;
}

/// "visits": one a date; "-" has none; the ids are V1, V2 ... Other fields follow a date behind a colon: 2023-06-02:"place": "x"
inline std::string rows_of(const std::string& collection, const std::string& prefix, const std::vector<std::string>& dates,
                           const std::string& field = "date") {
  std::string out = "\"" + collection + "\": [";
  for (size_t i = 0; i < dates.size(); ++i) {
    const size_t colon = dates[i].find(':');
    const std::string date = dates[i].substr(0, colon);
    out += std::string(i ? ", " : "") + "{\"id\": \"" + prefix + std::to_string(i + 1) + "\"";
    if (date != "-") out += ", \"" + field + "\": \"" + date + "\"";
    if (colon != std::string::npos) out += ", " + dates[i].substr(colon + 1);
    out += "}";
  }
  return out + "]";
}
inline std::string visits(const std::vector<std::string>& dates) { return rows_of("visits", "V", dates); }

/// As line(), with "nominal DATE" where it differs from the due day.
inline std::string dated_line(const Findings& findings, const FindingRow& row) {
  std::string out = line(findings, row);
  if (row.nominal_due != row.due) out += " nominal " + date_text(row.nominal_due);
  return out;
}

inline Lines dated_lines(const rule::CheckedRules& rules, const Given& given, const std::string& id = "d") {
  const Findings findings = run(rules, given);
  Lines out;
  for (const FindingRow& row : findings.rows)
    if (findings.duties[row.duty].id == id) out.push_back(dated_line(findings, row));
  return out;
}

}  // namespace hegui::explain::desk
