// Windows of a holder's frame and suspensions: section 3 of docs/evaluation.md, section 1 of docs/time.md.
//
// In:   how a frame is divided, the holder's life.   Out: windows with what makes them doubtful; days of suspension.
// Cost: O(windows * readings of the life), O(suspensions).   Test: tests/explain/windows_test.cc, count_test.cc
#include <algorithm>

#include "explain/matter.h"

namespace hegui::explain {

namespace {

int64_t days_of(Day from, Day until) { return static_cast<int64_t>(until) - from + 1; }

/// A calendar period cut short so that fewer days remain than it must keep.
bool is_broken(const Division& d, const Window& w) {
  const bool clipped = w.from != w.whole_from || w.until != w.whole_until;
  return is_calendar(d.per) && clipped && days_of(w.from, w.until) < d.min_days;
}

/// number * days kept / days of the whole period, rounded half up.
int64_t prorated(int64_t number, const Window& w) {
  const int64_t whole = days_of(w.whole_from, w.whole_until);
  return (2 * number * days_of(w.from, w.until) + whole) / (2 * whole);
}

/// Only the windows with some numbers, from the first (1) or the last (-1).
template <typename T>
std::vector<T> chosen(std::vector<T> all, const std::vector<int>& nth) {
  std::vector<T> out;
  const int count = static_cast<int>(all.size());
  for (int i = 1; i <= count; ++i) {
    const bool wanted = std::any_of(nth.begin(), nth.end(), [&](int n) { return n == i || n == i - count - 1; });
    if (wanted) out.push_back(std::move(all[static_cast<size_t>(i - 1)]));
  }
  return out;
}

/// Do the intervals together hold every day of [from, until]?
bool covers(std::vector<Bounds> intervals, Day from, Day until) {
  std::sort(intervals.begin(), intervals.end(), [](const Bounds& a, const Bounds& b) { return a.from < b.from; });
  Day open = from;  // first day not yet covered
  for (const Bounds& i : intervals) {
    if (i.from > open) return false;
    if (i.until < open) continue;
    if (i.until >= until) return true;
    open = i.until + 1;
  }
  return false;
}

}  // namespace

std::vector<HolderWindow> Matter::windows(const Division& d, Bounds item) {
  const Life l = life();
  const rule::Frame& frame = *d.within;
  const Bounds whole = unclipped(frame);
  const auto& params = evaluator.params();
  const std::string label = frame.kind == rule::Frame::Kind::any || frame.label.empty() ? "campaign" : frame.label;
  std::vector<Window> named;  // phases or windows with names, whole
  const auto name = [&](const std::string& text, const rule::DayRef& from, const rule::DayRef& until) {
    Window w;
    w.label = text;
    w.whole_from = rule::day_of_ref(from, params);
    w.whole_until = rule::day_of_ref(until, params);
    named.push_back(std::move(w));
  };
  if (d.per == Per::phase) {
    for (const rule::Phase& phase : rules.phases) name(phase.id, phase.from, phase.until);
    std::stable_sort(named.begin(), named.end(), [](const Window& a, const Window& b) { return a.whole_from < b.whole_from; });
  }
  if (d.per == Per::dates && d.named != nullptr) {
    for (const rule::NamedWindow& w : *d.named) name(w.label, w.from, w.until);
  }
  const auto made = [&](Day opened, Day ceased) {
    std::vector<HolderWindow> out;
    Bounds b = clip(whole, opened, ceased);
    b = {std::max(b.from, item.from), std::min(b.until, item.until)};
    if (b.empty()) return out;
    std::vector<Window> all;
    if (d.per == Per::phase || d.per == Per::dates) {
      for (Window w : named) {
        w.from = std::max(w.whole_from, b.from);
        w.until = std::min(w.whole_until, b.until);
        if (w.from <= w.until) all.push_back(std::move(w));
      }
    } else {
      all = hegui::windows(d.per, b.from, b.until, 0, label);
    }
    for (Window& w : all) {
      HolderWindow hw;
      if (d.number != nullptr) hw.number = static_cast<int64_t>(number_on(*d.number, w.until));
      if (is_broken(d, w)) {
        if (d.broken == rule::Broken::none) continue;
        hw.advise = d.broken == rule::Broken::advise;
        if (d.broken == rule::Broken::prorate) {
          hw.number = prorated(hw.number, w);
          if (hw.number == 0 && !d.at_most) continue;
        }
      }
      hw.window = std::move(w);
      out.push_back(std::move(hw));
    }
    return d.nth == nullptr || d.nth->empty() ? out : chosen(std::move(out), *d.nth);
  };
  const auto same_in = [](const HolderWindow& w, const std::vector<HolderWindow>& others) {
    return std::any_of(others.begin(), others.end(), [&](const HolderWindow& o) {
      return o.window.label == w.window.label && o.window.from == w.window.from && o.window.until == w.window.until;
    });
  };
  std::vector<HolderWindow> wide = made(l.opened.lo, l.ceased.hi);
  if (l.opened.precise() && l.ceased.precise()) return wide;
  const std::vector<HolderWindow> opened_late = made(l.opened.hi, l.ceased.hi);
  const std::vector<HolderWindow> ceased_early = made(l.opened.lo, l.ceased.lo);
  const std::vector<HolderWindow> narrow = made(l.opened.hi, l.ceased.lo);
  for (HolderWindow& w : wide) {
    if (!same_in(w, opened_late)) add(w.doubt, l.opened_gap);
    if (!same_in(w, ceased_early)) add(w.doubt, l.ceased_gap);
    if (w.doubt.empty() && !same_in(w, narrow)) {
      add(w.doubt, l.opened_gap);
      add(w.doubt, l.ceased_gap);
    }
  }
  return wide;
}

Suspensions Matter::suspensions(Day from, Day until) {
  Suspensions out;
  const rule::Roles& r = roles();
  if (r.suspensions < 0 || r.suspension_from < 0) return out;
  for (const RowRef& row : ledger.rows(reading.holder(), r.suspensions)) {
    Suspensions::Row one;
    one.why = reading.presence(row);
    const bool present = one.why.empty();
    DateRange begin{kAlways, kNever}, end{kNever, kNever};
    const Value first = reading.field(row, r.suspension_from);
    if (first.is(Value::Kind::date)) begin = first.date;
    add(one.why, first.gaps);
    if (r.suspension_to >= 0) {
      const Value last = reading.field(row, r.suspension_to);
      if (last.is(Value::Kind::date)) {
        end = last.date;
        add(one.why, last.gaps);
      }
    }
    one.widest = {begin.lo, end.hi};
    one.surest = present ? Bounds{begin.hi, end.lo} : Bounds{kNever, kAlways};
    if (one.widest.until < from || one.widest.from > until) continue;
    out.rows.push_back(std::move(one));
  }
  return out;
}

bool Suspensions::surely(Day day) const {
  return std::any_of(rows.begin(), rows.end(), [day](const Row& r) { return r.surest.from <= day && day <= r.surest.until; });
}

bool Suspensions::possibly(Day day) const {
  return std::any_of(rows.begin(), rows.end(), [day](const Row& r) { return r.widest.from <= day && day <= r.widest.until; });
}

bool Suspensions::surely_all(Day from, Day until) const {
  std::vector<Bounds> days;
  for (const Row& r : rows)
    if (!r.surest.empty()) days.push_back(r.surest);
  return covers(std::move(days), from, until);
}

bool Suspensions::possibly_all(Day from, Day until) const {
  std::vector<Bounds> days;
  for (const Row& r : rows)
    if (!r.widest.empty()) days.push_back(r.widest);
  return covers(std::move(days), from, until);
}

Gaps Suspensions::gaps_on(Day day) const {
  Gaps out;
  for (const Row& r : rows)
    if (r.widest.from <= day && day <= r.widest.until) add(out, r.why);
  return out;
}

Gaps Suspensions::gaps() const {
  Gaps out;
  for (const Row& r : rows) add(out, r.why);
  return out;
}

}  // namespace hegui::explain
