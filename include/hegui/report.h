// Findings as text: JSON lines for machines, a summary and an explanation for people, a receipt for the file.
//
// A renderer is a pure function; the same arguments give the same bytes.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "hegui/findings.h"
#include "hegui/records.h"
#include "hegui/rules.h"

namespace hegui {

/// Findings counted. `adverse`: overdue, violated or satisfied_late, and not advisory.
struct Tally {
  std::array<size_t, kVerdicts> verdicts{};  ///< by Verdict; advisory ones are not counted here
  size_t advisory = 0;
  size_t adverse = 0;
  size_t total = 0;
};
Tally tally(const Findings& findings);

/// Hands out one JSON line after the other, line breaks included, in pieces of about 64 KiB. Stops when the sink says false.
void write_json_lines(const Findings& findings, const std::function<bool(std::string_view)>& sink);

/// A reason in words.
std::string to_text(const Reason& reason, const std::string& language = "en");

struct SummaryOptions {
  std::string language = "en";
  size_t holders_per_duty = 3;  ///< named under each duty, worst first; 0: none
  size_t max_duties = 0;        ///< 0: all of them
  bool all_duties = false;      ///< also the duties that nobody has broken
};
/// By duty and verdict, worst first; holders with id and name; columns aligned for East Asian width.
std::string summary_text(const RuleSet& rules, const Records& records, const Findings& findings, const RunOptions& run,
                         const SummaryOptions& options = {});

/// What a pack holds, for its author.
std::string overview_text(const Overview& overview, const std::string& language = "en");
std::string overview_json(const Overview& overview);

std::string explanation_text(const Explanation& explanation, const std::string& language = "en");
std::string explanation_json(const Explanation& explanation);

/// What makes a run reproducible, as one JSON object: hashes of pack, calendar, records and findings, engine version,
/// as_of, known_at, parameters that were overridden.
std::string receipt_json(const RuleSet& rules, const Records& records, const Findings& findings, const RunOptions& run);

}  // namespace hegui
