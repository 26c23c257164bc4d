// Due days: a base, moved by working days, shift and grace. Section 3 of docs/time.md.
//
// In:   the base (a date expression, a day of a month, or the end of a window), a timing, the pack's calendar.
// Out:  the nominal and the effective due day, as ranges where the records or the calendar leave them open.
// Cost: O(days walked).   Test: tests/explain/timing_test.cc
#include <algorithm>

#include "cel/leaf_math.h"
#include "explain/matter.h"

namespace hegui::explain {

namespace leaf = cel::leaf;

namespace {

bool open_ended(Day day) { return day == kNever || day == kAlways; }

/// Ranges of days moved through the calendar; the earliest day that the calendar lacks is kept.
class Mover {
 public:
  explicit Mover(const WorkCalendar& calendar) : calendar_(calendar) {}

  DateRange shifted(DateRange days, rule::Shift shift) {
    if (shift == rule::Shift::none) return days;
    return moved(days, [&](Day d) {
      return shift == rule::Shift::previous_working_day ? leaf::previous_working_day(calendar_, d)
                                                        : leaf::next_working_day(calendar_, d);
    });
  }
  DateRange working_days_later(DateRange days, int64_t n) {
    return moved(days, [&](Day d) { return leaf::add_working_days(calendar_, d, n); });
  }
  static DateRange days_later(DateRange days, int64_t n) {
    const auto later = [n](Day d) {
      return open_ended(d) ? d : static_cast<Day>(std::min<int64_t>(d + n, int64_t{kNever} - 1));
    };
    return {later(days.lo), later(days.hi)};
  }
  Day missing() const { return missing_; }

 private:
  template <typename Move>
  DateRange moved(DateRange days, Move move) {
    const auto end = [&](Day day) {
      if (open_ended(day)) return DateRange{day, day};  // what never comes stays so
      const auto found = move(day);
      if (!found.ok()) return DateRange{day, day};
      if (found.value.missing != kNoDay && (missing_ == kNoDay || found.value.missing < missing_))
        missing_ = found.value.missing;
      return found.value.range;
    };
    return {end(days.lo).lo, end(days.hi).hi};
  }

  const WorkCalendar& calendar_;
  Day missing_ = kNoDay;
};

/// The day of the month in which a window's whole period ends (or of the month after); the last one where it lacks the day.
Day day_in_month(const rule::Timing& timing, const Window& window) {
  const Civil end = civil_of(window.whole_until);
  const int month = end.month - 1 + (timing.next_month ? 1 : 0);
  const int year = end.year + month / 12;
  const auto first = hegui::day_of(year, month % 12 + 1, 1);
  if (!first) return window.whole_until;  // beyond the calendar
  const auto day = timing.day_of_month > 0 ? hegui::day_of(year, month % 12 + 1, timing.day_of_month) : std::nullopt;
  return day ? *day : last_day_of_month(*first);
}

}  // namespace

Due Matter::due(rule::ExprIx expression, const rule::Timing& timing, const Env& env, Day otherwise, const Window* window) {
  Due due;
  due.nominal = {otherwise, otherwise};
  if (expression != rule::kNone) {
    const Value v = date(expression, env);
    due.known = v.is(Value::Kind::date);
    due.gaps = gaps_of(v);
    if (!due.known) return due;
    due.nominal = v.date;
    due.gaps = v.gaps;
  } else if (timing.day_of_month >= 0 && window != nullptr) {
    const Day day = day_in_month(timing, *window);
    due.nominal = {day, day};
  }
  Mover mover(rules.calendar);
  if (const int64_t n = number(timing.working_days); n > 0) due.nominal = mover.working_days_later(due.nominal, n);
  due.range = mover.shifted(due.nominal, timing.shift);
  if (const int64_t n = number(timing.grace); n > 0)
    due.range = timing.grace_in_working_days ? mover.working_days_later(due.range, n) : Mover::days_later(due.range, n);
  if (mover.missing() != kNoDay && !due.range.precise())
    due.gaps.insert({ReasonCode::calendar_unknown, "", "", {format_date(mover.missing())}});
  return due;
}

}  // namespace hegui::explain
