"""Counting rows: how many surely and possibly lie in a window, on time and in all; what that says of a duty.

In:   candidates (rows that are not out), bounds, due day, completeness.   Out: Tally, then a verdict.
Idea: docs/evaluation.md, section 5, and docs/time.md, section 2. Keys that may coincide are counted by trying: days that a row
may have are listed one by one, and the largest matching is searched for.
Test: tests/naive/test_naive.py
"""
from condition import evaluate, gaps_of, selection_rows, selection_source, selection_view
from days import ALWAYS
from world import EMPTY, Fault, Span, Unknown, gap

DISTINCT_FAR = 800  # days that an open end is followed for when days are matched


class Candidate:
    """A row of which it is not certain that it does not belong; `doubt`: why its membership or presence is not certain."""

    def __init__(self, row, doubt, env, label_doubt=None):
        self.row, self.doubt, self.env, self.label_doubt = row, doubt, env, label_doubt

    def standing(self, first, last):
        """"sure", "possible" or "out" of being in [first, last], and why it is not sure."""
        row = self.row
        if not row.dated:
            return ("possible" if self.doubt else "sure"), self.doubt
        if row.hi < first or row.lo > last:
            return "out", EMPTY
        if row.lo >= first and row.hi <= last:
            return ("possible" if self.doubt else "sure"), self.doubt
        return "possible", self.doubt | row.event_gap

    def view(self):
        """The view to which the row belongs."""
        return self.env.view if self.row.owner is self.env.view.holder else self.env.view.registry

    @property
    def last_day(self):
        return self.row.hi if self.row.dated else ALWAYS


def candidates(env, selection, day):
    """Candidates of a selection, in the order of the file."""
    out = []
    for row, members in selection_rows(env, selection, day):
        names = {"row": row, "parent": row.parent} if row.parent is not None else {"row": row}
        out.append(Candidate(row, row.doubt.union(*[gaps_of(m) for m in members]), env.with_name(**names)))
    return out


def with_label(found, match, label, day):
    """Of candidates those whose `match` may equal the label, wherever they lie."""
    out = []
    for c in found:
        value = evaluate(match, c.env, day)
        if isinstance(value, (Unknown, Fault)):
            out.append(Candidate(c.row, c.doubt | gaps_of(value), c.env))
        elif value == label:
            out.append(c)
    return out


class Source:
    """The collection behind a selection, for completeness."""

    def __init__(self, env, selection):
        of, _ = selection_source(env.rules, selection)
        self.view, self.collection = selection_view(env, selection), of[1]
        self.absent = self.view.absent(self.collection)
        self.lists = EMPTY  # lists inside rows that were not given: they may hold anything
        if of[0] == "nested":
            outer = self.view.rows(of[1]) or []
            self.lists = EMPTY.union(*[gap("field_missing", r.label, of[2]) for r in outer if self.view.nested(r, of[2]) is None])

    def open_by(self, day):
        """Whether rows of days up to `day` may be missing."""
        return self.absent or bool(self.lists) or self.view.complete_through(self.collection) < day

    def gap(self, day):
        """Why rows of days up to `day` may be missing."""
        if self.absent:
            return self.view.absent_gap(self.collection)
        return self.lists | (self.view.incomplete_gap(self.collection) if self.view.complete_through(self.collection) < day else EMPTY)


# Distinct keys


def least_days(ranges):
    """The least number of days that meet every range: the last day of the range that ends first is always a good choice."""
    left, taken = sorted(ranges, key=lambda r: r[1]), 0
    while left:
        d = left[0][1]
        taken += 1
        left = [r for r in left if not r[0] <= d <= r[1]]
    return taken


def most_days(ranges):
    """The most ranges that can have days all different, by augmenting paths over single days."""
    holder = {}

    def place(i, tried):
        lo, hi = ranges[i]
        for d in range(lo, min(hi, lo + DISTINCT_FAR) + 1):
            if d not in tried:
                tried.add(d)
                if d not in holder or place(holder[d], tried):
                    holder[d] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(ranges)))


def key_of(c, distinct, day):
    value = evaluate(distinct, c.env, day)
    if isinstance(value, Span):
        return (value.lo,) if value.lo == value.hi else Unknown(value.gaps)
    return value if isinstance(value, (Unknown, Fault)) else (value,)


def least(sure, distinct, day):
    if distinct is None:
        return len(sure)
    if distinct == "day":
        return least_days([(c.row.lo, c.row.hi) for c in sure])
    known = {k for k in (key_of(c, distinct, day) for c in sure) if isinstance(k, tuple)}
    return max(len(known), 1 if sure else 0)


def most(every, distinct, day, first, last):
    if distinct is None:
        return len(every)
    if distinct == "day":
        dated = [(max(c.row.lo, first), min(c.row.hi, last)) for c in every if c.row.known_event]
        return most_days(dated) + sum(not c.row.known_event for c in every)
    keys = [key_of(c, distinct, day) for c in every]
    return len({k for k in keys if isinstance(k, tuple)}) + sum(not isinstance(k, tuple) for k in keys)


def key_gaps(c, distinct, day):
    if distinct is None:
        return EMPTY
    if distinct == "day":
        return c.row.event_gap if c.row.lo != c.row.hi else EMPTY
    key = key_of(c, distinct, day)
    return EMPTY if isinstance(key, tuple) else gaps_of(key)


# One window


class Tally:
    """low and high on time (`lo`, `hi`) and in all (`LO`, `HI`); None for a high without bound. `days`: last possible days of the
    rows surely on time, in order (`late_days`: of all); `row_gaps`: of whatever is only possible;
    `source_gaps`: of the collection if it has no bound."""

    def __init__(self, lo, hi, LO, HI, days, late_days, row_gaps, source_gaps=EMPTY, most=None):
        self.lo, self.hi, self.LO, self.HI, self.days, self.late_days = lo, hi, LO, HI, days, late_days
        self.row_gaps, self.source_gaps = row_gaps, source_gaps
        self.most = hi if most is None else most  # of the rows there are, bound or no bound

    @property
    def gaps(self):
        return self.row_gaps | self.source_gaps


class Counted:
    """What a count of one window looks at."""

    def __init__(self, found, source, first, last, due, owed, t, matched=False, distinct=None, day=None):
        self.found, self.source, self.first, self.last, self.due = found, source, first, last, due
        self.owed, self.t, self.matched, self.distinct, self.day = owed, t, matched, distinct, day

    def standing_on_time(self, c):
        if self.matched:
            return c.standing(ALWAYS, self.due)
        return c.standing(self.first, min(self.last, self.due))

    def standing_in_all(self, c):
        if not self.owed:
            return self.standing_on_time(c)
        if self.matched:
            return c.standing(ALWAYS, self.t)
        return c.standing(self.first, self.t)

    def bounds_on_time(self):
        return (ALWAYS if self.matched else self.first), (self.due if self.matched else min(self.last, self.due))

    def bounds_in_all(self):
        return ((ALWAYS if self.matched else self.first), self.t) if self.owed else self.bounds_on_time()


def tally(k):
    on_time = [(c, *k.standing_on_time(c)) for c in k.found]
    in_all = [(c, *k.standing_in_all(c)) for c in k.found]
    sure = [c for c, s, _ in on_time if s == "sure"]
    sure_all = [c for c, s, _ in in_all if s == "sure"]
    gaps = EMPTY.union(*[g for _, s, g in on_time + in_all if s == "possible"])
    if k.distinct is not None:
        gaps = gaps.union(*[key_gaps(c, k.distinct, k.day) for c in sure + sure_all])
    hi = most([c for c, s, _ in on_time if s != "out"], k.distinct, k.day, *k.bounds_on_time())
    HI = most([c for c, s, _ in in_all if s != "out"], k.distinct, k.day, *k.bounds_in_all())
    open_on_time = k.source.open_by(min(k.due, k.t))
    open_in_all = k.source.open_by(k.t if k.owed else min(k.last, k.t))
    source_gaps = k.source.gap(min(k.due, k.t)) if open_on_time else EMPTY
    if open_in_all and k.owed:
        source_gaps = source_gaps | k.source.gap(k.t)
    return Tally(least(sure, k.distinct, k.day), None if open_on_time else hi, least(sure_all, k.distinct, k.day),
                 None if open_in_all else HI, met_days(k, sure), met_days(k, sure_all), gaps, source_gaps, hi)


def met_days(k, sure):
    """The day on which the 1st, 2nd ... of what is counted was surely there."""
    if k.distinct is None:
        return sorted(c.last_day for c in sure)
    out = []
    for d in sorted({c.last_day for c in sure}):
        reached = least([c for c in sure if c.last_day <= d], k.distinct, k.day)
        out += [d] * (reached - len(out))
    return out


def below(high, n):
    return high is not None and high < n


def decide(tallied, n, due, owed, t):
    """(verdict, met_on, gaps) of at_least n."""
    if tallied.lo >= n:
        return "satisfied", tallied.days[n - 1] if n else None, EMPTY
    if owed and below(tallied.hi, n) and tallied.LO >= n:
        return "satisfied_late", tallied.late_days[n - 1], EMPTY
    if t <= due:
        return "pending", None, EMPTY
    if owed and below(tallied.HI, n):
        return "overdue", None, EMPTY
    if not owed and below(tallied.hi, n):
        return "violated", None, EMPTY
    return "indeterminate", None, tallied.gaps


def decide_at_most(tallied, n, last, t):
    if tallied.lo > n:
        return "violated", EMPTY
    if t <= last:
        return "pending", EMPTY
    if tallied.hi is None or tallied.hi > n:
        return "indeterminate", tallied.gaps
    return "satisfied", EMPTY


def count_shown(tallied, n, owed):
    return (tallied.LO, tallied.HI, n) if owed else (tallied.lo, tallied.hi, n)


# One row serves one instance


def largest_matching(units, edges):
    """Which row each unit takes (None: none), earlier units first; `edges[unit]`: the rows it may take."""
    taken = {}

    def place(unit, tried):
        for row in edges[unit]:
            if row not in tried:
                tried.add(row)
                if row not in taken or place(taken[row], tried):
                    taken[row] = unit
                    return True
        return False

    for unit in units:
        place(unit, set())
    return {unit: row for row, unit in taken.items()}

