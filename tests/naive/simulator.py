"""The naive simulator: what the pages say of a duty and a holder, worked out day by day.

In:   rules (`Rules`, drawn by generate.py), records as they are written, a day, perhaps a second clock.   Out: findings.
Idea: one obvious way for everything, nothing shared with the engine, nothing remembered from one day to the next. Written from
docs/evaluation.md, docs/time.md, docs/language.md and docs/cel.md alone, so that agreement with the engine is evidence.
Cost: about a millisecond a duty, holder and day.   Test: tests/naive/test_naive.py
"""
from itertools import product

from condition import compare, conjunction, gaps_of, negation, settled
from days import ALWAYS, NEVER
from finding import ADVERSE, NEUTRAL, WORST_FIRST, Finding
from itemised import forbid, items, respond
from standing import cover, judge, state, table
from windowed import Case, count, hold
from world import EMPTY, Holder, Span, Unknown, View, gap

SHAPES = {"count": count, "report": count, "items": items, "respond": respond, "forbid": forbid, "cover": cover, "state": state,
          "table": table, "judge": judge, "hold": hold}
HORIZON = 366


class Rules:
    """A pack as the generator draws it. `params`: {name: {"values": [(from or None, value)], "assumption": bool, "allowed": (lo,
    hi)}}; `corner`: values that stand for all values of some parameters."""

    def __init__(self, model, pack, corner=None):
        self.model, self.pack, self.corner = model, pack, corner or {}
        self.name, self.campaign, self.phases, self.calendar = pack["name"], pack["campaign"], pack["phases"], pack["calendar"]
        self.roles, self.selections, self.definitions, self.duties = (pack[k] for k in ("roles", "selections", "definitions", "duties"))

    def parameter(self, name, day):
        value = self.corner.get(name)
        if value is None:
            for start, dated in self.pack["params"][name]["values"]:
                if start is None or day is not None and start <= day:
                    value = dated
        return Span(value, value) if self.pack["params"][name]["type"] == "date" else value

    def number(self, number, last_day):
        return self.parameter(number[1:], last_day) if isinstance(number, str) else number

    def corners(self, duty):
        names = [n for n in duty.get("assumptions", [])]
        for values in product(*[self.pack["params"][n]["allowed"] for n in names]):
            yield Rules(self.model, self.pack, dict(zip(names, values)))


class World:
    """All owners of a data set."""

    def __init__(self, model, owners, registry, declared):
        self.holders = {raw["id"]: Holder(model, "shop", raw, declared.get("shop", {})) for raw in owners}
        self.registry = Holder(model, "registry", registry, declared.get("registry", {}))

    def view(self, name, moment):
        registry = View(self.registry, moment)
        registry.registry = registry
        owners = [View(h, moment, registry) for h in self.holders.values()]
        for o in owners:
            o.owners = owners
        return next(o for o in owners if o.holder.id == name)


# The life of a holder


def life_ranges(view, roles):
    """((opened.lo, opened.hi), (ceased days possible up to `seen`, then NEVER if it reaches past)), as lists of days."""
    opened, ceased = [ALWAYS], [NEVER]
    row = view.owner_row()
    if roles.get("opened") and row.get("opened") is not None:
        value = view.value(row, "opened", view.t)
        opened = [value.lo, value.hi] if value.lo != value.hi else [value.lo]
    if roles.get("ceased") and row.get("ceased") is not None:
        value = view.value(row, "ceased", view.t)
        ceased = [d for d in range(value.lo, min(value.hi, view.seen) + 1)] if value.lo != NEVER else []
        if value.hi == NEVER:
            ceased.append(NEVER)
    return opened, ceased


def judge_reading(rules, view, duty, life, readings):
    shape = next(s for s in SHAPES if s in duty)
    case = Case(rules, view, duty if shape != "report" else {**duty, "count": report_as_count(duty["report"])}, life, readings)
    found = SHAPES[shape](case)
    for f in found:
        if f.verdict == "not_applicable":
            f.due = f.nominal = f.met_on = f.count = None
    return [waived(rules, view, duty, f) for f in found]


def report_as_count(shape):
    return {**shape, "at_least": 1, "report": True, "late": shape.get("late", "owed")}


def judged(rules, view, duty):
    """Findings of a duty that is not composed, waivers included, under the first reading of the holder's life and with the others
    asked whether they agree."""
    opened, ceased = life_ranges(view, rules.roles)
    first = (opened[0], ceased[-1])
    readings = []
    if len(opened) > 1:
        readings.append((("opened",), (opened[-1], first[1])))
    if len(ceased) > 1:
        readings.append((("ceased",), (first[0], ceased[0])))
    if len(readings) == 2:
        readings.append((("opened", "ceased"), (opened[-1], ceased[0])))
    found = judge_reading(rules, view, duty, first, readings)
    others = [life for life in product(opened, ceased) if life != first]
    return doubted(view, found, first, [(life, judge_reading(rules, view, duty, life, [])) for life in others])


def doubted(view, found, first, others):
    """Makes the definite findings indeterminate that another reading of the holder's life gives another verdict or does not give."""
    others = [(life, {f.instance: f.verdict for f in again}) for life, again in others]
    for f in found:
        if f.verdict not in ("satisfied", "satisfied_late", "overdue", "violated", "not_applicable"):
            continue
        differing = set()
        for life, verdicts in others:
            other = verdicts.get(f.instance)
            if other != f.verdict and not (other is None and f.verdict == "not_applicable"):
                differing.add(tuple(name for name, a, b in (("opened", life[0], first[0]), ("ceased", life[1], first[1])) if a != b))
        if differing:
            alone = [d for d in differing if len(d) == 1] or list(differing)
            f.undecided(EMPTY.union(*[gap("date_imprecise", view.holder.id, n) for names in alone for n in names]))
    return found


# Waivers


def waived(rules, view, duty, found):
    if rules.roles.get("waivers") is None or found.verdict in ("satisfied", "not_applicable"):
        return found
    at = found.due if found.due is not None else found.last
    at = view.t if at is None else min(at, view.t)
    sure, doubts = EMPTY, EMPTY
    for row in view.rows(rules.roles["waivers"]) or []:
        if row.get("duty") != duty["id"] or (row.get("instance") or found.label) != found.label:
            continue
        start, end, approver = (view.value(row, name, view.t) for name in ("from", "until", "approved_by"))
        covers = conjunction([compare("<=", start, Span(at, at)), negation(compare("<", end, Span(at, at))),
                              approver if isinstance(approver, Unknown) else True])
        if covers is True and row.doubt:
            covers = Unknown(row.doubt)
        if covers is True:
            sure = sure or gap("waiver", row.label, "")  # the first that covers it
        elif isinstance(covers, Unknown):
            doubts = doubts | covers.gaps
    if sure:
        found.verdict, found.reasons = "waived", sure
    elif doubts and found.verdict != "pending":
        found.undecided(doubts)
    return found


# Advice


def advised(rules, view, duty, found, judge):
    """Marks the adverse findings that turn on an assumption; `judge(rules)` judges again with other values."""
    adverse = [f for f in found if f.verdict in ADVERSE]
    for f in adverse:
        f.advisory = f.advise
    if not duty.get("assumptions") or not adverse:
        return found
    corners = [{f.instance: f.verdict for f in judge(r)} for r in rules.corners(duty)]
    for f in adverse:
        f.advisory = (f.advisory or any(c.get(f.instance) not in ADVERSE for c in corners)
                      or f.verdict in ("overdue", "violated") and view.t <= rules.campaign[1])
    return found


# Compose


def composed_under(rules, view, duty, life, known):
    """The composition under one reading of the holder's life; `known(part)`: the findings of a part."""
    case = Case(rules, view, duty, life, [])
    frame = case.campaign
    if frame is None:
        return case.neutral()
    if frame[0] > view.t:
        return []
    when = case.when_once()
    if when is False:
        return case.neutral()
    worst = {}
    for part in duty["compose"]:
        verdicts = [f.verdict for f in known(part) if not f.advisory and f.verdict not in NEUTRAL]
        if verdicts:
            worst[part] = min(verdicts, key=WORST_FIRST.index)
    found = Finding("once", "campaign", "not_applicable", *frame)
    if worst:
        found.verdict = min(worst.values(), key=WORST_FIRST.index)
        if found.verdict != "satisfied":
            found.reasons = EMPTY.union(*[gap("part", "", "", part, v) for part, v in worst.items() if v == found.verdict])
    if not settled(when):
        found.undecided(gaps_of(when))
    return [waived(rules, view, duty, found)]


def composed(rules, view, duty):
    opened, ceased = life_ranges(view, rules.roles)
    first = (opened[0], ceased[-1])
    found = composed_under(rules, view, duty, first, lambda part: findings_of(rules, view, rules.duties[part]))

    def again(life):
        def known(part):
            other = rules.duties[part]
            return advised(rules, view, other, judge_reading(rules, view, other, life, []),
                           lambda r: judge_reading(r, view, other, life, []))

        return composed_under(rules, view, duty, life, known)

    return doubted(view, found, first, [(life, again(life)) for life in product(opened, ceased) if life != first])


# The doors


def findings_of(rules, view, duty):
    """The findings of one duty of one holder at a moment, without changes_on."""
    if "compose" in duty:
        return composed(rules, view, duty)
    return advised(rules, view, duty, judged(rules, view, duty), lambda r: judged(r, view, duty))


def last_day_looked_at(rules, t):
    return max(t, rules.campaign[1]) + HORIZON


def verdicts_on(rules, world, name, duty, moment):
    return {f.instance: f.verdict for f in findings_of(rules, world.view(name, moment), duty)}
