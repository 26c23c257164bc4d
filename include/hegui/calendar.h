// The duty calendar: what falls due when, with the windows that have not begun.
//
//   auto calendar = rules->calendar(*records, options, {.days = 30});
//   write_file("duties.ics", calendar_ics(*rules, *records, *calendar));
//
// It holds what the records known at as-of let one foresee: rows that will be entered later may add instances (a hazard found
// next week) and move others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hegui/findings.h"

namespace hegui {

class RuleSet;
class Records;

/// Which entries are wanted. With a bound, entries without a due day are left out.
struct CalendarOptions {
  std::string since;        ///< due on this day or later; empty: no bound
  std::string until;        ///< due on this day or earlier; empty: no bound
  std::optional<int> days;  ///< due from as_of to so many days later (0 to 36,600); instead of since and until
  bool open = false;        ///< only what is still to be done
};

struct CalendarRow {
  enum class State : uint8_t {
    judged,       ///< the finding's verdict stands as of as_of
    not_begun,    ///< its first day lies after as_of
    not_binding,  ///< begun, but the duty does not bind the holder as of as_of; by its end it will, or may
  };
  uint32_t finding = 0;     ///< index in DutyCalendar::findings.rows
  int32_t lead = kNullDay;  ///< days from as_of to the due day, negative when it has passed; kNullDay without one
  State state = State::judged;
  /// Open now, but by the records of as_of nothing will be owed at the end: the duty no longer binds, or a waiver covers it.
  bool lapses = false;
};

struct DutyCalendar {
  std::string as_of;
  int32_t day = kNullDay;    ///< as_of
  std::string since, until;  ///< the bounds that were asked for, `days` resolved; empty: none
  bool open = false;
  size_t instances = 0;  ///< before the bounds
  /// One row an instance. Where the state is not `judged`, the verdict is `pending` (or `waived`) and nothing is met.
  Findings findings;
  /// By due day (without one: last), then as findings are sorted.
  std::vector<CalendarRow> rows;

  const FindingRow& finding(const CalendarRow& row) const { return findings.rows[row.finding]; }
  /// The verdict's word, "not_begun" or "not_binding".
  std::string_view state(const CalendarRow& row) const;
  /// Still to be done: not begun, not binding yet, pending, overdue, indeterminate or needs_judgement; and it does not lapse.
  bool open_now(const CalendarRow& row) const;
};

/// One JSON object a line, keys in a fixed order, in pieces of about 64 KiB. Stops when the sink says false.
void write_calendar_json(const DutyCalendar& calendar, const std::function<bool(std::string_view)>& sink);

/// For a person: under each due day its entries, columns aligned for East Asian width.
std::string calendar_text(const RuleSet& rules, const Records& records, const DutyCalendar& calendar,
                          const std::string& language = "en");

struct IcsOptions {
  std::string language = "en";
  bool events = false;  ///< a VEVENT on the due day instead of a VTODO; entries without a due day are left out
  /// A VALARM so many days (0 to 366; others are left out) before the due day, for what is still to be done.
  std::vector<int> alarm_days;
};
/// iCalendar (RFC 5545). The same calendar gives the same bytes: DTSTAMP is as_of, UID the finding's id at the pack's name.
std::string calendar_ics(const RuleSet& rules, const Records& records, const DutyCalendar& calendar,
                         const IcsOptions& options = {});

}  // namespace hegui
