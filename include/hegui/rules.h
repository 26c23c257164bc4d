// A pack, compiled once: evaluate it as often as you like, from as many threads as you like.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hegui/calendar.h"
#include "hegui/diagnostic.h"
#include "hegui/findings.h"

namespace hegui {

class Records;

struct LoadOptions {
  size_t max_file_bytes = size_t{16} << 20;  ///< of one YAML file
  size_t max_duties = 20'000;
  size_t max_errors = 200;  ///< reported before the rest is left out
};

/// One evaluation: the moment, and the parameters that differ from the pack.
struct RunOptions {
  std::string as_of;                                        ///< required; the end of this day
  std::string known_at;                                     ///< optional; rows recorded later are not seen
  std::vector<std::pair<std::string, std::string>> params;  ///< name, value as written on a command line
  int threads = 1;                                          ///< 1 to 256; findings are the same bytes for any number
  bool changes_on = true;                                   ///< false leaves changes_on null, and is faster
  std::string holder;                                       ///< optional; only findings of holders with this id
  /// Owners done so far, and of how many. Called under a lock, perhaps from a worker thread.
  std::function<void(size_t done, size_t total)> progress;
};

/// What a pack holds, counted.
struct Overview {
  /// Clauses of the inventory with one mark (`checkable`: yes, partly, no) and how many of them a rule cites.
  struct Coverage {
    std::string checkable;
    size_t clauses = 0;
    size_t covered = 0;
    std::vector<std::string> uncovered;  ///< ids of the others, as the inventory orders them
  };
  std::string pack, version, title_zh, title_en, document;
  std::string sha256;                                   ///< over the files of the pack
  std::vector<Coverage> clauses;                        ///< yes, partly, no
  std::vector<std::pair<std::string, size_t>> shapes;   ///< count, items, respond ... -> duties
  std::vector<std::pair<std::string, size_t>> holders;  ///< owner types that owe something -> duties
  size_t duties = 0, definitions = 0, selections = 0, params = 0, readings = 0;
};

/// Which finding is to be explained. `holder_type` may stay empty when the id is unique, `instance` when the duty has a
/// single instance for this holder.
struct FindingKey {
  std::string holder;
  std::string duty;
  std::string instance;
  std::string holder_type;
};

/// Why one finding is what it is.
struct Explanation {
  struct Row {
    enum class Status { counted, possible, rejected, outside } status = Status::rejected;
    std::string record;  ///< label
    std::string date;    ///< of the event, empty if none
    std::string why, why_zh;
  };
  Findings finding;  ///< exactly one row
  std::string holder_name;
  std::string duty, zh, en;
  std::vector<std::pair<std::string, std::string>> quotes;  ///< clause id, its text
  std::vector<std::string> readings, readings_zh;           ///< id and wording
  std::vector<std::pair<std::string, std::string>> params;  ///< name, value with its origin
  std::vector<Row> rows;
  std::vector<std::string> conditions;
  std::vector<std::string> reasons, reasons_zh;  ///< those of the finding, in words
  std::string remedy, remedy_zh;
};

/// What the working-day calendar of a pack says of one day.
struct WorkingDay {
  std::optional<bool> working;  ///< empty outside the days the calendar covers
  std::string notice;           ///< the notice that the answer rests on; empty where none is given
};

class RuleSet {
 public:
  /// An empty set; every door answers it with a diagnostic.
  RuleSet() = default;

  /// Reads and compiles the pack in `folder`. On failure: every error of the pack, sorted. Warnings may stand beside a
  /// rule set. Cost: linear in the bytes of the pack.
  static Result<RuleSet> load(const std::string& folder, const LoadOptions& options = {});

  /// All findings at the moment given, sorted. Cost: linear in rows and duties; working memory per thread is bounded.
  Result<Findings> evaluate(const Records& records, const RunOptions& options) const;

  /// One finding, explained by the slow evaluator. Cost: that of one holder.
  Result<Explanation> explain(const Records& records, const RunOptions& options, const FindingKey& key) const;

  /// Every instance to the end of the campaign, windows that have not begun included, with its due day and its state at as_of.
  /// Cost: that of two evaluations without changes_on.
  Result<DutyCalendar> calendar(const Records& records, const RunOptions& options, const CalendarOptions& which = {}) const;

  /// Whether people work on a day (YYYY-MM-DD). Outside the calendar that is unknown, never a plain weekday.
  Result<WorkingDay> working_day(const std::string& date) const;
  /// First and last day the working-day calendar covers; empty texts when it covers none.
  std::pair<std::string, std::string> working_days_known() const;

  Overview overview() const;
  bool empty() const { return state_ == nullptr; }

  struct State;  ///< known to the library only
  const State* state() const { return state_.get(); }

 private:
  std::shared_ptr<const State> state_;
};

}  // namespace hegui
