"""Due days: a base day, shifted to a working day, with days of grace (docs/time.md, section 3).

In:   a due as the generator writes it, the window it belongs to, the names in reach.   Out: Due.
Test: tests/naive/test_naive.py

A due is None (the end of the window) or {"base": ("date", d) | ("param", name) | ("tree", TREE) | ("phase", id) |
("monthday", day or "last", "this" | "next") | ("after", TREE, n) | ("after_working", TREE, n), "shift": word, "grace": ("days" |
"working_days", n)}; shift and grace may be absent.
"""
from datetime import date

from condition import error_gap, evaluate, moved
from days import NEVER, last_of_month, text
from world import EMPTY, Fault, Span, Unknown, gap


class Due:
    """`nominal` and `day` are Spans, or None when unknown for `gaps`."""

    def __init__(self, nominal, day, gaps=EMPTY):
        self.nominal, self.day, self.gaps = nominal, day, gaps

    @property
    def known(self):
        return self.day is not None

    @property
    def precise(self):
        return self.known and self.day.lo == self.day.hi

    def shown(self):
        """nominal_due and due of a finding."""
        if not self.known:
            return None, None
        return (self.nominal.lo if self.nominal.lo == self.nominal.hi else None), (self.day.lo if self.precise else None)


class Moves:
    """Moves of days over ranges, with the earliest uncovered day that any of them needed."""

    def __init__(self):
        self.needed = None

    def range(self, when, move):
        """A range moved by its two ends: the earliest day of the first, the latest of the last."""
        lo, _, a = move(when.lo)
        _, hi, b = move(when.hi)
        for missing in (a, b):
            if missing is not None:
                self.needed = missing if self.needed is None else min(self.needed, missing)
        return Span(lo, hi, when.gaps)

    def gap(self):
        return EMPTY if self.needed is None else gap("calendar_unknown", "", "", text(self.needed))


def base_of(rules, due, whole_last, end, env, day, moves):
    """The base day: a Span, Unknown or Fault; and whether working days were counted."""
    base = due["base"] if due else None
    if base is None:
        return Span(end, end)
    if base[0] == "date":
        return Span(base[1], base[1])
    if base[0] == "param":
        return rules.parameter(base[1], None)
    if base[0] == "tree":
        return evaluate(base[1], env, day)
    if base[0] == "phase":
        last = rules.phases[base[1]][1]
        return Span(last, last)
    if base[0] == "monthday":
        at = day_of_month(whole_last, base[1], base[2])
        return Span(at, at)
    when = evaluate(base[1], env, day)
    if isinstance(when, (Unknown, Fault)):
        return when
    n = rules.number(base[2], None)
    if base[0] == "after":
        return moved(when, n)
    return when if when.lo == NEVER else moves.range(when, lambda d: rules.calendar.after(d, n))


def day_of_month(whole_last, number, which):
    at = last_of_month(whole_last)
    if which == "next":
        at = last_of_month(at + 1)
    last = date.fromordinal(at).day
    return at if number == "last" else at - last + min(number, last)


def due_of(rules, due, whole_last, end, env, day):
    moves = Moves()
    nominal = base_of(rules, due, whole_last, end, env, day, moves)
    if isinstance(nominal, Unknown):
        return Due(None, None, nominal.gaps)
    if isinstance(nominal, Fault):
        return Due(None, None, error_gap(nominal.kind))
    at = nominal
    shift, grace = (due or {}).get("shift", "none"), (due or {}).get("grace")
    if shift != "none":
        direction = -1 if shift == "previous_working_day" else 1
        at = moves.range(at, lambda d: rules.calendar.shifted(d, direction))
    if grace:
        n = rules.number(grace[1], None)
        if grace[0] == "working_days":
            at = moves.range(at, lambda d: rules.calendar.after(d, n))
        elif at.lo < NEVER:
            at = Span(at.lo + n, at.hi + n if at.hi < NEVER else at.hi, at.gaps)
    return Due(nominal, at, at.gaps | moves.gap())
