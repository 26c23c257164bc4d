// Findings as JSON lines, and findings counted.
//
// In:   Findings.   Out: lines in pieces of about 64 KiB; a Tally.
// Cost: O(findings); one piece is in memory at a time.   Test: tests/api/report_test.cc
#include "hegui/report.h"

namespace hegui {

Tally tally(const Findings& findings) {
  Tally out;
  out.total = findings.size();
  for (const FindingRow& row : findings.rows) {
    if (row.advisory) {
      ++out.advisory;
      continue;
    }
    ++out.verdicts[static_cast<size_t>(row.verdict)];
    if (adverse(row.verdict)) ++out.adverse;
  }
  return out;
}

void write_json_lines(const Findings& findings, const std::function<bool(std::string_view)>& sink) {
  constexpr size_t kPiece = size_t{64} << 10;
  std::string piece;
  for (const FindingRow& row : findings.rows) {
    piece += findings.json(row);
    piece += '\n';
    if (piece.size() < kPiece) continue;
    if (!sink(piece)) return;
    piece.clear();
  }
  if (!piece.empty()) sink(piece);
}

}  // namespace hegui
