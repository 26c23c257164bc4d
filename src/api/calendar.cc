// The duty calendar: which instances there will be, and how each stands today.
//
// In:   a rule set, records, a moment, bounds.   Out: a DutyCalendar.
// Idea: two evaluations that see the same rows. One with the clock at as_of gives the state of today; one with the clock at the
// end of the campaign gives every window, those that have not begun included, judged at its own end (`when` of a window is
// asked on its last day). An instance is in the calendar if either evaluation knows it as something owed. Cost: two evaluations
// without changes_on, and the sorting of the entries.   Test: tests/api/calendar_test.cc
#include "hegui/calendar.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "api/state.h"

namespace hegui {
namespace {

constexpr int kMostDays = 36'600;

bool is_open(Verdict verdict) {
  return verdict == Verdict::pending || verdict == Verdict::overdue || verdict == Verdict::indeterminate ||
         verdict == Verdict::needs_judgement;
}

struct Bounds {
  Day since = kAlways, until = kNever;
  bool any = false;
};

bool read_bounds(const CalendarOptions& which, Day as_of, Bounds& bounds, Diagnostics& diagnostics) {
  const auto refuse = [&](const std::string& en, const std::string& zh, const std::string& hint, const std::string& hint_zh) {
    diagnostics.report(Code::bad_run_option, Place(), en, zh).hint(hint, hint_zh);
    return false;
  };
  bool good = true;
  if (!which.since.empty()) good &= api::read_day(which.since, "since", bounds.since, diagnostics);
  if (!which.until.empty()) good &= api::read_day(which.until, "until", bounds.until, diagnostics);
  if (!good) return false;
  bounds.any = !which.since.empty() || !which.until.empty();
  if (which.days) {
    if (bounds.any) {
      return refuse("days is given beside since or until", "days 不能与 since、until 同时给出",
                    "give either a number of days or the bounds", "请只给天数，或只给起止日期");
    }
    if (*which.days < 0 || *which.days > kMostDays) {
      return refuse("days is " + std::to_string(*which.days), "天数为 " + std::to_string(*which.days),
                    "give a number of days from 0 to " + std::to_string(kMostDays),
                    "请给出 0 到 " + std::to_string(kMostDays) + " 之间的天数");
    }
    bounds = {as_of, as_of + *which.days, true};
  }
  if (bounds.since > bounds.until) {
    return refuse("since " + which.since + " lies after until " + which.until,
                  "since " + which.since + " 晚于 until " + which.until, "exchange the two days", "请对调这两个日期");
  }
  return true;
}

/// What tells the instances of one holder apart. Labels may repeat (two parents with a row of one name): then in their order.
using InstanceKey = std::tuple<uint16_t, InstanceKind, std::string_view>;

struct KeyHash {
  size_t operator()(const InstanceKey& key) const {
    return std::hash<std::string_view>()(std::get<2>(key)) ^
           (size_t{std::get<0>(key)} << 8 | static_cast<size_t>(std::get<1>(key)));
  }
};

InstanceKey key_of(const Findings& findings, const FindingRow& row) { return {row.duty, row.kind, findings.label(row)}; }

/// Rows [begin, end) of one holder.
struct Stretch {
  size_t begin = 0, end = 0;
};

bool same_holder(const FindingRow& a, const FindingRow& b) { return a.holder == b.holder && a.holder_type == b.holder_type; }

/// Joins what is given today with what will have been given at the end.
class Joiner {
 public:
  Joiner(Findings today, const Findings& end, Day as_of) : today_(std::move(today)), end_(end), as_of_(as_of) {}

  /// Both are sorted by holder type and holder; a holder may be in one of them only.
  void join(DutyCalendar& out) {
    size_t a = 0, b = 0;
    while (a < today_.size() || b < end_.size()) {
      const int order = a == today_.size() ? 1 : b == end_.size() ? -1 : compare(today_.rows[a], end_.rows[b]);
      const Stretch here = order <= 0 ? stretch(today_, a) : Stretch{a, a};
      const Stretch there = order >= 0 ? stretch(end_, b) : Stretch{b, b};
      one_holder(here, there);
      a = here.end;
      b = there.end;
    }
    today_.rows = std::move(kept_);
    out.findings = std::move(today_);
    out.rows = std::move(entries_);
  }

 private:
  int compare(const FindingRow& a, const FindingRow& b) const {
    const int types = today_.holder_types[a.holder_type].compare(end_.holder_types[b.holder_type]);
    return types != 0 ? types : today_.holder(a).compare(end_.holder(b));
  }

  static Stretch stretch(const Findings& findings, size_t begin) {
    size_t end = begin + 1;
    while (end < findings.size() && same_holder(findings.rows[begin], findings.rows[end])) ++end;
    return {begin, end};
  }

  void one_holder(const Stretch& here, const Stretch& there) {
    std::unordered_map<InstanceKey, std::vector<size_t>, KeyHash> later;  // backwards: the next one of a key is the last
    for (size_t i = there.end; i > there.begin; --i) later[key_of(end_, end_.rows[i - 1])].push_back(i - 1);
    std::vector<bool> joined(there.end - there.begin, false);
    for (size_t i = here.begin; i < here.end; ++i) {
      const FindingRow& row = today_.rows[i];
      const auto same = later.find(key_of(today_, row));
      const bool found = same != later.end() && !same->second.empty();
      const size_t match = found ? same->second.back() : 0;
      if (found) {
        same->second.pop_back();
        joined[match - there.begin] = true;
      }
      const Verdict then = found ? end_.rows[match].verdict : Verdict::not_applicable;
      if (row.verdict != Verdict::not_applicable) {
        keep(row, CalendarRow::State::judged,
             is_open(row.verdict) && (then == Verdict::not_applicable || then == Verdict::waived));
      } else if (then != Verdict::not_applicable) {
        take_over(end_.rows[match]);
      }
    }
    for (size_t i = there.begin; i < there.end; ++i) {
      if (!joined[i - there.begin] && end_.rows[i].verdict != Verdict::not_applicable) take_over(end_.rows[i]);
    }
  }

  void keep(const FindingRow& row, CalendarRow::State state, bool lapses) {
    CalendarRow entry;
    entry.finding = static_cast<uint32_t>(kept_.size());
    entry.state = state;
    entry.lapses = lapses;
    kept_.push_back(row);
    entries_.push_back(entry);
  }

  /// An instance of the end, without what was judged there.
  void take_over(FindingRow row) {
    const bool waived = row.verdict == Verdict::waived;
    row.verdict = waived ? Verdict::waived : Verdict::pending;
    row.advisory = false;
    row.met_on = row.changes_on = kNullDay;
    row.holder = today_.strings.add(end_.holder(row));
    row.label = today_.strings.add(end_.label(row));
    row.reasons_begin = row.reasons_end = 0;
    const bool ahead = row.from != kNullDay && row.from > as_of_;
    keep(row, ahead ? CalendarRow::State::not_begun : CalendarRow::State::not_binding, waived);
  }

  Findings today_;
  const Findings& end_;
  const Day as_of_;
  std::vector<FindingRow> kept_;
  std::vector<CalendarRow> entries_;
};

/// By due day; then as findings are sorted.
void sort_by_due(DutyCalendar& calendar) {
  const Findings& findings = calendar.findings;
  const auto key = [&](const CalendarRow& entry) {
    const FindingRow& row = findings.rows[entry.finding];
    return std::tuple(std::string_view(findings.holder_types[row.holder_type]), findings.holder(row),
                      std::string_view(findings.duties[row.duty].id), row.from, findings.label(row));
  };
  const auto due = [&](const CalendarRow& entry) {
    const Day day = findings.rows[entry.finding].due;
    return day == kNullDay ? kNever : day;
  };
  std::stable_sort(calendar.rows.begin(), calendar.rows.end(), [&](const CalendarRow& a, const CalendarRow& b) {
    return due(a) != due(b) ? due(a) < due(b) : key(a) < key(b);
  });
}

}  // namespace

std::string_view DutyCalendar::state(const CalendarRow& row) const {
  switch (row.state) {
    case CalendarRow::State::not_begun:
      return "not_begun";
    case CalendarRow::State::not_binding:
      return "not_binding";
    case CalendarRow::State::judged:
      break;
  }
  return word(finding(row).verdict);
}

bool DutyCalendar::open_now(const CalendarRow& row) const {
  return !row.lapses && (row.state != CalendarRow::State::judged || is_open(finding(row).verdict));
}

Result<DutyCalendar> RuleSet::calendar(const Records& records, const RunOptions& options, const CalendarOptions& which) const {
  return api::guarded<DutyCalendar>([&]() -> Result<DutyCalendar> {
    Diagnostics diagnostics;
    rule::Evaluation evaluation;
    if (!api::prepare(*this, records, options, evaluation, diagnostics)) return diagnostics.take();
    const Day as_of = evaluation.moment.as_of;
    Bounds bounds;
    if (!read_bounds(which, as_of, bounds, diagnostics)) return diagnostics.take();

    const Dataset& data = *records.state()->data;
    rule::Evaluation at_the_end = evaluation;  // the clock moves on, what is seen stays
    at_the_end.moment.as_of = std::max(as_of, rule::day_of_ref(state_->rules->campaign_until, evaluation.params));
    DutyCalendar out;
    out.as_of = options.as_of;
    out.day = as_of;
    if (bounds.since != kAlways) out.since = format_date(bounds.since);
    if (bounds.until != kNever) out.until = format_date(bounds.until);
    out.open = which.open;
    const Findings end = api::judged(*state_->program, data, at_the_end, options, false, 0, 2);
    Joiner(api::judged(*state_->program, data, evaluation, options, false, 1, 2), end, as_of).join(out);
    out.instances = out.rows.size();

    for (CalendarRow& entry : out.rows) {
      const Day due = out.finding(entry).due;
      if (due != kNullDay) entry.lead = due - as_of;
    }
    std::erase_if(out.rows, [&](const CalendarRow& entry) {
      const Day due = out.finding(entry).due;
      if (bounds.any && (due == kNullDay || due < bounds.since || due > bounds.until)) return true;
      return which.open && !out.open_now(entry);
    });
    sort_by_due(out);
    return {std::move(out), diagnostics.take()};
  });
}

Result<WorkingDay> RuleSet::working_day(const std::string& date) const {
  return api::guarded<WorkingDay>([&]() -> Result<WorkingDay> {
    Diagnostics diagnostics;
    if (empty()) {
      diagnostics.report(Code::no_rules, Place(), "no rule set is loaded", "尚未加载规则包")
          .hint("load a pack first", "请先加载规则包");
      return diagnostics.take();
    }
    Day day = kNoDay;
    if (!api::read_day(date, "date", day, diagnostics)) return diagnostics.take();
    const WorkCalendar& calendar = state_->rules->calendar;
    return WorkingDay{calendar.working(day), std::string(calendar.notice(day))};
  });
}

std::pair<std::string, std::string> RuleSet::working_days_known() const {
  if (empty()) return {};
  const WorkCalendar& calendar = state_->rules->calendar;
  if (calendar.first() > calendar.last()) return {};
  return {format_date(calendar.first()), format_date(calendar.last())};
}

}  // namespace hegui
