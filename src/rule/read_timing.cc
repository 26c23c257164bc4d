// Due days: a date, or a mapping that says how one is made; grace, shifts, working days. docs/time.md, section 3.
//
// In:   the node under `due`, what its place offers.   Out: an expression for the base day and a Timing; diagnostics HG4012,
//       HG4031, HG4032, HG4034.
// Idea: whatever CEL can say becomes the base expression (a date, a field, `row.f + days(n)`); the rest is plain numbers.
// Cost: O(keys); a day of the month is looked up in every window of the whole frame.   Test: tests/rule/timing_test.cc
#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr double kMostDays = 36'600;

}  // namespace

void PackReader::due_conflict(const Span& span, const std::string& en, const std::string& zh, const std::string& hint) {
  diagnostics_.report(Code::due_form, span, en, zh).hint(hint);
}

void PackReader::need_calendar(const Span& span) {
  if (has_calendar) return;
  diagnostics_.report(Code::no_calendar, span, "working days need a calendar, and the pack names none", "规则包没有工作日历")
      .hint("add  calendar: FILE  to pack.yaml");
}

void PackReader::read_working_days(const Node& node, NumberRef& out) {
  need_calendar(node.span);
  out = read_number_ref(node, true, 1, kMostDays).value_or(out);
}

void PackReader::read_grace(const Node& node, Timing& out) {
  Keys keys(node, "'grace'", "grace", diagnostics_);
  const Node* days = keys.get("days");
  const Node* working_days = keys.get("working_days");
  keys.close();
  if (!keys.is_mapping()) return;
  if ((days == nullptr) == (working_days == nullptr)) {
    due_conflict(head_of(node), "'grace' is a number of days or of working days", "grace 须写明天数或工作日数",
                 "write  grace: {days: n}  or  grace: {working_days: n}");
  } else if (days != nullptr) {
    out.grace = read_number_ref(*days, true, 0, kMostDays).value_or(out.grace);
  } else {
    out.grace_in_working_days = true;
    read_working_days(*working_days, out.grace);
  }
}

/// The base day of a mapping: at most one of date, phase, day, after.
bool PackReader::read_base(const DueParts& parts, const DueUse& use, ExprIx& due, Timing& timing) {
  const auto date = [&](const Node& at) {
    return use.selection >= 0 ? read_row_date(at, use.holder, use.selection) : read_constant_date(at, use.holder);
  };
  if (parts.date != nullptr) due = date(*parts.date);
  if (parts.phase != nullptr && expect_scalar(*parts.phase, diagnostics_)) {
    const auto it = phase_ix_.find(parts.phase->text);
    if (it == phase_ix_.end()) {
      diagnostics_
          .report(Code::unknown_within, parts.phase->span, "there is no phase '" + shown(parts.phase->text) + "'",
                  "没有阶段 '" + shown(parts.phase->text) + "'")
          .hint(suggestion(parts.phase->text, names_of(rules->phases, [](const Phase& p) { return p.id; })));
      return false;
    }
    const DayRef& last = rules->phases[static_cast<size_t>(it->second)].until;
    if (last.param < 0 && last.day == kNoDay) return false;  // reported with the phase
    Written out;
    out.source = parts.phase->span.source;
    out.made(last.param >= 0 ? "$" + rules->params[static_cast<size_t>(last.param)].name : cel_date(last.day),
             parts.phase->span.begin);
    Scope scope;
    scope.holder = use.holder;
    due = expressions_.add_date(std::move(out), std::move(scope), nullptr, parts.phase->span);
  }
  if (parts.day != nullptr && expect_scalar(*parts.day, diagnostics_)) {
    if (parts.day->text == "last") {
      timing.day_of_month = 0;
    } else if (const auto number = read_number_ref(*parts.day, true, 1, 31)) {
      if (number->param >= 0) {
        due_conflict(parts.day->span, "a day of the month is a number, not a parameter", "月内的日须为数字，不能用参数",
                     "write a number from 1 to 31, or 'last'");
      } else {
        timing.day_of_month = static_cast<int>(number->value);
      }
    }
    if (!use.windows) {
      due_conflict(parts.day->span, "a day of the month needs windows, which this shape does not have",
                   "此形态没有周期，不能用月内的日", "write a date, or use count or report");
    }
  }
  if (parts.month != nullptr) {
    const auto choice = read_choice(*parts.month, {"same", "next"}, diagnostics_);
    timing.next_month = choice == 1;
    if (parts.day == nullptr) {
      due_conflict(parts.month->span, "'month' goes with 'day' only", "month 只能与 day 同用", "add  day: n  or leave it out");
    }
  }
  if (parts.after == nullptr) {
    for (const Node* at : {parts.days, parts.working_days}) {
      if (at == nullptr) continue;
      due_conflict(at->span, "'days' and 'working_days' count from 'after'", "days 与 working_days 须配合 after",
                   "add  after: DATE,  or put them under 'grace'");
    }
    return true;
  }
  if ((parts.days == nullptr) == (parts.working_days == nullptr)) {
    due_conflict(parts.after->span, "'after' goes with one of days and working_days", "after 须配合 days 或 working_days 之一",
                 "write  {after: DATE, days: n}  or  {after: DATE, working_days: n}");
    return false;
  }
  if (parts.working_days != nullptr) {
    due = date(*parts.after);
    read_working_days(*parts.working_days, timing.working_days);
  } else if (use.selection >= 0) {
    due = read_date_after(*parts.after, *parts.days, use.holder, use.selection);
  } else {
    due = read_constant_after(*parts.after, *parts.days, use.holder);
  }
  return true;
}

void PackReader::read_due(const Node& node, const DueUse& use, ExprIx& due, Timing& timing) {
  if (node.kind != Node::Kind::mapping) {
    due = use.selection >= 0 ? read_row_date(node, use.holder, use.selection) : read_constant_date(node, use.holder);
    return;
  }
  Keys keys(node, "'due'", "due", diagnostics_);
  DueParts parts;
  parts.date = keys.get("date");
  parts.phase = keys.get("phase");
  parts.day = keys.get("day");
  parts.after = keys.get("after");
  parts.month = keys.get("month");
  parts.days = keys.get("days");
  parts.working_days = keys.get("working_days");
  const Node* shift = keys.get("shift");
  const Node* grace = keys.get("grace");
  keys.close();
  const Node* second = nullptr;
  int bases = 0;
  for (const Node* at : {parts.date, parts.phase, parts.day, parts.after}) {
    if (at == nullptr) continue;
    ++bases;
    second = at;
  }
  if (bases > 1) {
    due_conflict(second->span, "a due day has one base only", "到期日只能有一个基准日",
                 "keep one of date, phase, day, after; a period of grace goes under 'grace'");
    return;
  }
  if (node.entries.empty()) {
    due_conflict(node.span, "'due' says nothing", "due 为空", "name a date, or leave it out");
    return;
  }
  if (!read_base(parts, use, due, timing)) return;
  if (shift != nullptr) {
    const auto choice = read_choice(*shift, {"none", "previous_working_day", "next_working_day"}, diagnostics_);
    timing.shift = static_cast<Shift>(choice.value_or(0));
    if (timing.shift != Shift::none) need_calendar(shift->span);
  }
  if (grace != nullptr) read_grace(*grace, timing);
}

ExprIx PackReader::read_constant_after(const Node& date, const Node& days, int holder) {
  const auto day = read_day_ref(date);
  const auto number = read_number_ref(days, true, 0, kMostDays);
  if (!day || !number) return kNone;
  Written out;
  out.source = date.span.source;
  if (day->param >= 0) {
    out.scalar(date);
  } else {
    out.made(cel_date(day->day), date.span.begin);
  }
  Written suffix;
  suffix.source = days.span.source;
  suffix.made(" + days(", days.span.begin);
  suffix.scalar(days);
  suffix.made(")", days.span.end);
  Scope scope;
  scope.holder = holder;
  return expressions_.add_date(std::move(out), std::move(scope), &suffix, date.span);
}

/// A day of the month that some window of the whole frame shows to be missing.
void PackReader::check_day_of_month(const Count& count, const Node& due) {
  const int day = count.timing.day_of_month;
  if (day <= 28) return;
  for (const Window& window : whole_windows(count.per, count.within, count.windows)) {
    const Civil end = civil_of(window.whole_until);
    const int month = end.month - 1 + (count.timing.next_month ? 1 : 0);
    if (hegui::day_of(end.year + month / 12, month % 12 + 1, day)) continue;
    const std::string name =
        std::to_string(end.year + month / 12) + "-" + (month % 12 < 9 ? "0" : "") + std::to_string(month % 12 + 1);
    diagnostics_
        .report(Code::no_such_day, due.span, name + " has no day " + std::to_string(day),
                name + " 没有 " + std::to_string(day) + " 日")
        .hint("write  day: last,  or an earlier day");
    return;
  }
}

}  // namespace hegui::rule
