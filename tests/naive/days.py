"""Civil days, as plain numbers, one after the other.

In:   days (int, proleptic ordinals).   Out: the windows of a frame, working days, due days.
Idea: nothing here divides or jumps: a window is found by walking the days of the frame and asking each which period it lies
in, a working day by walking the calendar. What it costs is not looked at.
Test: tests/naive/test_naive.py
"""
from datetime import date

NEVER = 10**7  # later than every day
ALWAYS = -(10**7)  # earlier than every day
LONGEST_REST = 14


def day(text):
    return date.fromisoformat(text).toordinal()


def text(number):
    return date.fromordinal(number).isoformat() if 1 <= number <= date.max.toordinal() else None


def span(text_of_date):
    """First and last day that a written date may be: a day, or any day of a month."""
    if len(text_of_date) >= 10:
        only = day(text_of_date[:10])
        return only, only
    first = day(text_of_date + "-01")
    return first, last_of_month(first)


def last_of_month(number):
    here = date.fromordinal(number)
    while date.fromordinal(number + 1).month == here.month:
        number += 1
    return number


def period_of(number, per):
    """The label of the calendar period in which a day lies."""
    d = date.fromordinal(number)
    if per == "week":
        year, week, _ = d.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if per == "month":
        return f"{d.year:04d}-{d.month:02d}"
    if per == "quarter":
        return f"{d.year:04d}-Q{(d.month + 2) // 3}"
    if per == "half_year":
        return f"{d.year:04d}-H{1 if d.month <= 6 else 2}"
    return f"{d.year:04d}"


_whole = {}


def whole_period(number, per):
    """First and last day of the calendar period around a day."""
    key = (period_of(number, per), per)
    if key not in _whole:
        first = last = number
        while period_of(first - 1, per) == key[0]:
            first -= 1
        while period_of(last + 1, per) == key[0]:
            last += 1
        _whole[key] = (first, last)
    return _whole[key]


def clip(frame, life):
    """A frame within a life; None when nothing is left."""
    first, last = max(frame[0], life[0]), min(frame[1], life[1])
    return (first, last) if first <= last else None


class Window:
    """label, clipped bounds, bounds of the whole period, the number required (after proration), and whether it only advises."""

    def __init__(self, label, bounds, whole, number, advise=False):
        self.label, self.first, self.last = label, *bounds
        self.whole, self.number, self.advise = whole, number, advise

    def same(self, other):
        return (self.label, self.first, self.last) == (other.label, other.first, other.last)


def periods(frame, per):
    """(label, days kept) of the periods that meet the frame, in order."""
    out = []
    for d in range(frame[0], frame[1] + 1):
        label = period_of(d, per)
        if not out or out[-1][0] != label:
            out.append((label, []))
        out[-1][1].append(d)
    return out


_windows = {}


def windows(frame, once_label, per, number=1, at_least=True, broken=None, nth=None, phases=None, named=None):
    """The windows of a frame (docs/time.md, section 1). `broken`: (min_days, policy). `number`: one for all, or a function of the
    last day of a window."""
    required = number if callable(number) else lambda _: number
    out = []
    if frame is None:
        return out
    if named is not None:
        for label, first, last in named:
            kept = clip((first, last), frame)
            if kept:
                out.append(Window(label or f"{text(first)}/{text(last)}", kept, (first, last), required(kept[1])))
    elif per == "phase":
        for label, first, last in sorted(phases, key=lambda p: p[1]):
            kept = clip((first, last), frame)
            if kept:
                out.append(Window(label, kept, (first, last), required(kept[1])))
    elif per is None:
        out.append(Window(once_label, frame, frame, required(frame[1])))
    else:
        key = (frame, per)
        if key not in _windows:
            _windows[key] = [(label, days[0], days[-1], len(days)) for label, days in periods(frame, per)]
        for label, first, last, kept in _windows[key]:
            whole = whole_period(first, per)
            length = whole[1] - whole[0] + 1
            n, advise = required(last), False
            if broken and kept < length and kept < broken[0]:
                if broken[1] == "none":
                    continue
                if broken[1] == "advise":
                    advise = True
                if broken[1] == "prorate":
                    n = (2 * n * kept + length) // (2 * length)  # rounded half up
                    if n == 0 and at_least:
                        continue
            out.append(Window(label, (first, last), whole, n, advise))
    if nth is not None:
        chosen = {n - 1 if n > 0 else len(out) + n for n in nth}
        out = [w for i, w in enumerate(out) if i in chosen]
    return out


class Calendar:
    """Working days between two covered days; outside nothing is known."""

    def __init__(self, first, last, holidays, workdays):
        self.first, self.last, self.holidays, self.workdays = first, last, set(holidays), set(workdays)

    def covers(self, d):
        return self.first <= d <= self.last

    def works(self, d):
        return d in self.workdays or (date.fromordinal(d).weekday() < 5 and d not in self.holidays)

    def edge(self, direction):
        """The first day beyond the coverage."""
        return self.first - 1 if direction < 0 else self.last + 1

    def shifted(self, d, direction):
        """A day moved to the working day before (-1) or after (+1) it, as (lo, hi, uncovered day needed or None)."""
        if abs(d) >= NEVER // 2:
            return d, d, None
        at = d
        while self.covers(at):
            if self.works(at):
                return at, at, None
            at += direction
        needed = d if not self.covers(d) else self.edge(direction)
        at = d
        while abs(at - d) < LONGEST_REST and not (self.covers(at) and self.works(at)):
            at += direction
        return min(at, d), max(at, d), needed

    def after(self, d, n):
        """The n-th working day after a day, as (lo, hi, uncovered day needed or None)."""
        if abs(d) >= NEVER // 2 or n == 0:
            return d, d, None
        if not self.covers(d):
            return d + n, d + 2 * n + LONGEST_REST, d
        at, left = d, n
        while left > 0:
            if not self.covers(at + 1):
                return at + left, at + 2 * left + LONGEST_REST, at + 1
            at += 1
            if self.works(at):
                left -= 1
        return at, at, None
