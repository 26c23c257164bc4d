"""Seeded random choices, biased to the edges of a drawn campaign.

In:   a seed, the features that may be used.   Out: a Trial: pack, records, days to judge at.
Idea: days are drawn mostly from the edges of windows, phases, month ends, leap days, the end of the calendar and the day judged at.
Test: tests/naive/test_naive.py
"""
from random import Random

from days import Calendar, day, last_of_month, period_of, text
from draw_records import records
from draw_rules import FEATURES, RulesDraw

STARTS = ["2023-05-19", "2023-01-01", "2023-12-04", "2024-01-31", "2024-02-01", "2026-08-15", "2026-11-02", "2023-06-30"]
LENGTHS = [40, 75, 120, 190, 227, 366]


class Draw:
    def __init__(self, seed, features):
        self.random = Random(seed)
        first = day(self.pick(STARTS))
        last = first + self.pick(LENGTHS)
        if self.chance(0.4):
            last = last_of_month(last)
        self.campaign = (first, last)
        split = self.pick([last_of_month(first), first + (last - first) // 2, first + 20])
        split = min(split, last - 1)
        self.phases = {"phase-1": (first, split), "phase-2": self.pick([(split + 1, last), (split - 5, last), (split + 1, last + 10)])}
        self.t = last
        self.edges = self._edges()
        self.t = self._as_of()
        self.edges += [self.t - 1, self.t, self.t, self.t + 1]
        self.known_at = self.pick([None, None, None, self.t, self.t - self.int(1, 30), self.t + 20])
        self.calendar = self._calendar()
        self.params = self._params(features)

    # Choices

    def pick(self, options):
        return options[self.random.randrange(len(options))]

    def some(self, options, low, high):
        return self.random.sample(options, min(len(options), self.int(low, high)))

    def chance(self, share):
        return self.random.random() < share

    def int(self, low, high):
        return self.random.randint(low, high)

    # Days

    def _edges(self):
        first, last = self.campaign
        out = [first - 1, first, first + 1, last - 1, last, last + 1]
        for a, b in self.phases.values():
            out += [a, b, b + 1]
        for d in range(first, last + 1):
            if period_of(d, "month") != period_of(d + 1, "month"):
                out += [d - 1, d, d + 1]
        out += [d for d in (day("2024-02-29"), day("2026-12-31"), day("2027-01-01")) if first <= d <= last]
        return out

    def _as_of(self):
        first, last = self.campaign
        return self.pick([self.pick(self.edges), self.pick(self.edges), self.int(first, last), last, last + 1, last + self.int(1, 60),
                          first + self.int(0, 20)])

    def day(self):
        if self.chance(0.6):
            return self.pick(self.edges)
        first, last = self.campaign
        if self.chance(0.3):
            return self.t + self.int(-20, 8)
        return self.int(first - 20, last + 20)

    def dates(self):
        a, b = self.day(), self.day()
        return min(a, b), max(a, b)

    def written_day(self):
        written = text(self.day())
        return written[:7] if self.chance(0.12) else written

    def period_label(self):
        return period_of(self.day(), self.pick(["month", "month", "quarter", "half_year", "year", "week"]))

    def reference(self, kind):
        if kind == "shop":
            return f"S{self.int(1, 14):02d}"
        letter = {"person": "P", "deal": "D", "incident": "I"}[kind]
        return f"{letter}{self.int(1, 4)}"

    # Parts of a pack

    def _calendar(self):
        first, last = self.campaign
        begin = self.pick([first - 200, first - 200, first - 3, first + 5])
        end = day("2026-12-31") if text(first).startswith("2026") else self.pick([last + 200, last + 200, last, last - 10, first + 25])
        end = max(end, begin + 10)
        holidays = [d for d in range(begin, end + 1) if self.chance(0.03)]
        for d in list(holidays):
            if self.chance(0.3):
                holidays += [d + n for n in range(self.int(1, 6))]
        holidays = sorted({d for d in holidays if d <= end})
        rest = set(holidays)
        workdays = [d for d in range(begin, end + 1) if d not in rest and (d - 1) % 7 >= 5 and self.chance(0.06)]
        return Calendar(begin, end, holidays, workdays)

    def _params(self, features):
        params = {}
        low = self.int(1, 8)
        if self.chance(0.7):
            params["n0"] = {"type": "int", "values": [(None, self.int(1, 4))], "assumption": False, "allowed": None}
        if self.chance(0.7):
            params["n1"] = {"type": "int", "values": [(None, low)], "assumption": True, "allowed": (self.int(1, low), low + self.int(0, 20))}
        if "dated" in features and self.chance(0.6):
            values = [(None, self.int(1, 3))]
            for at in sorted({self.day(), self.day()}):
                values.append((at, self.int(1, 3)))
            params["n2"] = {"type": "int", "values": values, "assumption": self.chance(0.3), "allowed": (1, 4)}
        if self.chance(0.6):
            params["d0"] = {"type": "date", "values": [(None, self.day())], "assumption": self.chance(0.4), "allowed": None}
            value = params["d0"]["values"][0][1]
            params["d0"]["allowed"] = (value - self.int(0, 20), value + self.int(0, 40))
        return params


class Trial:
    """One pack, one data set, one moment."""

    def __init__(self, seed, features=FEATURES, duties=22, holders=10):
        draw = Draw(seed, features)
        self.seed, self.t, self.known_at, self.random = seed, draw.t, draw.known_at, draw.random
        self.pack = RulesDraw(draw, features).pack(duties)
        self.owners, self.registry, self.declared = records(draw, holders, sorted(self.pack["duties"]), "changes" in features)
