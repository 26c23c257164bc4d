"""`serves: one`: a row serves one instance of a duty (docs/time.md, section 2).

In:   the instances of a duty that are judged, each with what it counts.   Out: a Tally for each.
Idea: units are matched to rows one after the other, each time searching for the largest matching from nothing.
Test: tests/naive/test_naive.py
"""
from tally import Tally, largest_matching, tally
from world import EMPTY


class Instance:
    """What one instance counts (`counted(due)`), its number, its due days (one, or the two ends of a range), the order it stands
    in, and whether it is in doubt for a reason of its own."""

    def __init__(self, counted, n, dues, first, label, doubt=False):
        self.n, self.dues, self.order, self.doubt = n, dues, (dues[0], first, label), doubt
        self.counts = {d: counted(d) for d in dues}
        self.plain = {d: tally(k) for d, k in self.counts.items()}
        widest = self.counts[dues[-1]]
        self.owed = widest.owed
        rows = widest.found
        self.last_day = {id(c.row): (c.last_day, c.row.label) for c in rows}
        self.in_all = {id(c.row): widest.standing_in_all(c)[0] for c in rows}
        self.on_time = {d: {id(c.row): k.standing_on_time(c)[0] for c in rows} for d, k in self.counts.items()}

    def sure_on_time(self, d):
        return {r for r, word in self.on_time[d].items() if word == "sure"}

    def maybe_on_time(self, d):
        return {r for r, word in self.on_time[d].items() if word != "out"}

    def sure_in_all(self):
        return {r for r, word in self.in_all.items() if word == "sure"}

    def maybe_in_all(self):
        return {r for r, word in self.in_all.items() if word != "out"}

    def widest(self):
        """The rows that make groups."""
        return self.maybe_in_all() if self.owed else self.maybe_on_time(self.dues[-1])

    @property
    def certain(self):
        d, plain = self.dues[0], self.plain[self.dues[0]]
        return (not self.doubt and len(self.dues) == 1 and self.sure_on_time(d) == self.maybe_on_time(d)
                and self.sure_in_all() == self.maybe_in_all() and plain.hi is not None and (plain.HI is not None or not self.owed))


def groups(instances):
    left, out = list(instances), []
    while left:
        group, grew = [left.pop(0)], True
        while grew:
            grew = False
            rows = set().union(*[i.widest() for i in group])
            for other in list(left):
                if other.widest() & rows:
                    group.append(other)
                    left.remove(other)
                    grew = True
        out.append(sorted(group, key=lambda i: i.order))
    return out


def serve(instances):
    """{instance: {due: Tally}}"""
    out = {}
    for group in groups(instances):
        if all(i.certain for i in group):
            out.update(matched(group))
        else:
            out.update({i: {d: bounded(i, d, group) for d in i.dues} for i in group})
    return out


def on_time_numbers(group):
    """How many units the largest matching of all units up to an instance exceeds that of the units before it."""
    units, edges, out, before = [], {}, {}, 0
    for i in group:
        for u in range(i.n):
            units.append((id(i), "on time", u))
            edges[units[-1]] = sorted(i.sure_on_time(i.dues[0]))
        size = len(largest_matching(units, edges))
        out[i], before = size - before, size
    return out


def late_numbers(group, on_time):
    """The same with the units left over, while every instance keeps its number on time, whatever row serves."""
    units, edges, out = [], {}, {}
    for i in group:
        for u in range(on_time[i]):
            units.append((id(i), "on time", u))
            edges[units[-1]] = sorted(i.sure_on_time(i.dues[0]))
    before = len(units)
    for i in group:
        for u in range(i.n - on_time[i]):
            units.append((id(i), "late", u))
            edges[units[-1]] = sorted(i.sure_in_all())
        size = len(largest_matching(units, edges))
        out[i], before = size - before, size
    return out


def matched(group):
    on_time = on_time_numbers(group)
    late = late_numbers(group, on_time) if group[0].owed else {i: 0 for i in group}
    early_rows, late_rows = earliest_rows(group, on_time, late)
    out = {}
    for i in group:
        lo, LO = on_time[i], on_time[i] + late[i]
        days = sorted(i.last_day[r][0] for r in early_rows[i])
        every = sorted(i.last_day[r][0] for r in early_rows[i] + late_rows[i])
        out[i] = {i.dues[0]: Tally(lo, lo, LO, LO, days, every, EMPTY)}
    return out


def earliest_rows(group, on_time, late):
    """The matching that gives the earliest row to the earliest instance: rows are fixed one by one, each time asking whether all the
    numbers can still be reached."""
    wanted = [(i, word, u) for i in group for word, number in (("on time", on_time[i]), ("late", late[i])) for u in range(number)]
    edges = {(id(i), word, u): set(i.sure_on_time(i.dues[0]) if word == "on time" else i.sure_in_all()) for i, word, u in wanted}
    fixed, found = set(), ({i: [] for i in group}, {i: [] for i in group})
    for i, word, u in wanted:
        unit = (id(i), word, u)
        for row in sorted(edges[unit] - fixed, key=lambda r: i.last_day[r]):
            trial = {**edges, unit: {row}}
            if len(largest_matching(list(trial), {k: sorted(v) for k, v in trial.items()})) == len(wanted):
                edges = trial
                fixed.add(row)
                found[word == "late"][i].append(row)
                break
    return found


def bounded(i, d, group):
    """low and high where it is not certain which row serves what."""
    rivals = sum(o.n for o in group if o is not i and o.widest() & i.widest())
    plain = i.plain[d]

    def low(rows):
        return min(max(0, len(rows) - rivals), i.n)

    def high(rows, bound):
        return None if bound is None else min(len(rows), i.n)

    def days(rows):
        return sorted(i.last_day[r][0] for r in rows)[rivals:]

    lo, hi = low(i.sure_on_time(d)), high(i.maybe_on_time(d), plain.hi)
    LO = low(i.sure_in_all()) if i.owed else lo
    HI = high(i.maybe_in_all(), plain.HI) if i.owed else hi
    gaps = EMPTY.union(plain.source_gaps, *[o.plain[e].row_gaps for o in group for e in o.dues])
    return Tally(lo, hi, LO, HI, days(i.sure_on_time(d)), days(i.sure_in_all()), gaps)
