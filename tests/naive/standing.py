"""Duties judged on a day: cover, state, table, judge (docs/evaluation.md, sections 8 and 10).

In:   a Case.   Out: findings.
Test: tests/naive/test_naive.py
"""
from math import ceil

from condition import conjunction, disjunction, error_gap, evaluate, gaps_of, settled
from deadline import due_of
from finding import Finding
from tally import Source, candidates
from world import EMPTY, Fault, Unknown, gap


def begin_once(case, frame=None):
    """(frame, `when`) of a shape without windows; or findings instead."""
    frame = frame if frame is not None else case.campaign
    if frame is None:
        return None, case.neutral()
    if frame[0] > case.t:
        return None, []
    bound = case.when_once()
    if bound is False or not case.in_force(frame[1]):
        return None, case.neutral()
    return (frame, bound), None


def settle_when(found, bound):
    if not settled(bound) and found.verdict != "not_applicable":
        found.undecided(gaps_of(bound))
    return [found]


# state, table


def on_both_days(case, found, due, answer):
    """The verdict of what must hold on the day min(D, t) and at t; `answer(day)`: (verdict of the day, reasons if false)."""
    def judged(d):
        first, t = min(d, case.t), case.t
        value, _ = answer(first)
        if value == "neutral":
            return "not_applicable", EMPTY
        if value is True:
            return "satisfied", EMPTY
        now, failed = answer(t)
        if t <= d:
            return "pending", failed
        if now is True:
            return ("satisfied_late", EMPTY) if value is False else ("indeterminate", gaps_of(value))
        if now is False:
            return "overdue", failed
        return ("not_applicable", EMPTY) if now == "neutral" else ("indeterminate", gaps_of(now))

    if not due.known:
        return found.undecided(due.gaps)
    found.nominal, found.due = due.shown()
    answers = [judged(d) for d in dict.fromkeys([due.day.lo, due.day.hi])]
    found.verdict, found.reasons = answers[-1]
    if len({v for v, _ in answers}) > 1:
        found.undecided(due.gaps.union(*[g for v, g in answers if v == "indeterminate"]))
    return found


def due_once(case, shape, frame):
    return due_of(case.rules, shape.get("due"), frame[1], frame[1], case.env, min(frame[1], case.t))


def state(case):
    shape = case.duty["state"]
    ready, instead = begin_once(case)
    if instead is not None:
        return instead
    frame, bound = ready

    def answer(day):
        checks = [(name, evaluate(tree, case.env, day)) for name, tree in shape["require"].items()]
        failed = EMPTY.union(*[gap("check_failed", "", "", name) for name, value in checks if value is False])
        values = [value for _, value in checks]
        if failed:
            return False, failed
        unsure = EMPTY.union(*[gaps_of(v) for v in values])
        return (Unknown(unsure), EMPTY) if unsure else (True, EMPTY)

    found = on_both_days(case, Finding("once", "campaign", None, *frame), due_once(case, shape, frame), answer)
    return settle_when(found, bound)


def table(case):
    shape = case.duty["table"]
    ready, instead = begin_once(case)
    if instead is not None:
        return instead
    frame, bound = ready

    def row_value(row, day):
        value = conjunction([evaluate(t, case.env, day) for t in row["tests"]])
        return Unknown(error_gap(value.kind)) if isinstance(value, Fault) else value

    def answer(day):
        values = [(row_value(row, day), row["outcome"]) for row in shape["rows"]]
        doubts = EMPTY
        if shape["hit"] == "first":
            possible = []
            for value, outcome in values:
                if value is False:
                    continue
                possible.append(outcome)
                doubts = doubts | gaps_of(value)
                if value is True:
                    break
            else:
                if possible:
                    possible.append(None)  # perhaps no row is left
        else:
            sure = {o for v, o in values if v is True}
            maybe = {o for v, o in values if v is not False}
            doubts = EMPTY.union(*[gaps_of(v) for v, _ in values])
            if len(sure) > 1:
                return Unknown(error_gap("table_overlap")), EMPTY
            if len(maybe) > 1:
                return Unknown(doubts), EMPTY
            possible = sorted(maybe)
            if maybe and not sure:
                possible.append(None)
        return outcome_of(shape, case, possible, doubts, day)

    found = on_both_days(case, Finding("once", "campaign", None, *frame), due_once(case, shape, frame), answer)
    return settle_when(found, bound)


def outcome_of(shape, case, possible, doubts, day):
    """What the possible outcomes say together; None among them: it does not bind."""
    binding = [None if o is None or shape["then"][o] is None else o for o in dict.fromkeys(possible)]
    if not binding or set(binding) == {None}:
        return "neutral", EMPTY
    values = {o: evaluate(shape["then"][o], case.env, day) for o in binding if o is not None}
    gaps = doubts.union(*[gaps_of(v) for v in values.values()])
    failed = EMPTY.union(*[gap("check_failed", "", "", o) for o, v in values.items() if v is False])
    if None not in binding and all(v is True for v in values.values()):
        return True, EMPTY
    if None not in binding and all(v is False for v in values.values()):
        return False, failed
    return Unknown(gaps), failed


# judge


def judge(case):
    shape = case.duty["judge"]
    ready, instead = begin_once(case)
    if instead is not None:
        return instead
    frame, bound = ready
    found = Finding("once", "campaign", "needs_judgement", *frame, reasons=gap("judgement_missing", "", "", shape["by"]))
    best = None
    for row in case.view.rows(case.rules.roles["judgements"]) or []:
        if row.get("duty") == case.duty["id"] and (row.get("instance") or "campaign") == "campaign":
            if best is None or row.hi >= best.hi:
                best = row
    if best is not None:
        verdict = case.view.value(best, "verdict", case.t)
        if isinstance(verdict, Unknown):
            found.undecided(verdict.gaps)
        else:
            found.verdict = {"met": "satisfied", "not-met": "violated", "not-applicable": "not_applicable"}[verdict]
            found.reasons = EMPTY
            found.met_on = best.hi if verdict == "met" and best.lo == best.hi else None
    return settle_when(found, bound)


# cover


class Covering:
    """Who is to be covered on a day, and who is."""

    def __init__(self, case, shape, day, evidence, evidence_open):
        self.members = {}
        self.gaps, source = EMPTY, Source(case.env, shape["members"])
        if shape.get("by") is not None and evidence_open(day):
            self.gaps = Source(case.env, shape["by"]).gap(min(day, case.t))
        self.open = source.open_by(min(day, case.t))
        self.ratio = case.rules.number(shape.get("ratio", 1.0), case.frame_of(shape.get("within"))[0][1])
        if self.open:
            self.gaps = self.gaps | source.gap(min(day, case.t))
        for c in candidates(case.env, shape["members"], day):
            key = case.view.value(c.row, "id", day) if shape.get("holds") is None else c.row.label
            name = key if not isinstance(key, Unknown) else c.row.label
            sure = not c.doubt and not isinstance(key, Unknown)
            self.gaps = self.gaps | c.doubt | (key.gaps if isinstance(key, Unknown) else EMPTY)
            covered = self._covered(case, shape, c, key, day, evidence, evidence_open)
            if name in self.members:  # keys that repeat count once
                old_sure, old_cover = self.members[name]
                self.members[name] = (old_sure or sure, disjunction([old_cover, covered]))
            else:
                self.members[name] = (not c.doubt, covered)
        self.sure = {m for m, (s, _) in self.members.items() if s}
        self.maybe = {m for m, (s, _) in self.members.items() if not s}
        self.covered = {m for m, (_, c) in self.members.items() if c is True}
        self.uncovered = {m for m, (_, c) in self.members.items() if c is False}
        if shape.get("holds") is not None:
            self.gaps = self.gaps.union(*[gaps_of(covered) for _, covered in self.members.values()])
        for e, doubt in evidence:  # whatever begins by that day and is only possible, whomever it may concern
            if e.row.lo <= day:
                listed = case.view.value(e.row, shape["field"], min(case.shown_campaign[1], case.t), case.rules.roles)
                self.gaps = self.gaps | doubt | (e.row.event_gap if e.row.hi > day else EMPTY) | gaps_of(listed)

    def _covered(self, case, shape, c, key, day, evidence, evidence_open):
        if shape.get("holds") is not None:
            return evaluate(shape["holds"], c.env, day)
        if isinstance(key, Unknown):
            return key
        gaps = EMPTY
        for e, doubt in evidence:
            lo, hi = (e.row.lo, e.row.hi)
            if lo > day:
                continue
            listed = case.view.value(e.row, shape["field"], min(case.shown_campaign[1], case.t), case.rules.roles)
            doubt = doubt | (e.row.event_gap if hi > day else EMPTY)
            if isinstance(listed, Unknown):
                gaps = gaps | doubt | listed.gaps
            elif key == listed or isinstance(listed, tuple) and key in listed:
                if not doubt:
                    return True
                gaps = gaps | doubt
        if evidence_open(day):
            gaps = gaps | Source(case.env, shape["by"]).gap(min(day, case.t))
        return Unknown(gaps) if gaps else False

    @property
    def surely_met(self):
        doubtful = len(self.maybe - self.covered)
        return (not self.open and bool(self.sure)
                and len(self.sure & self.covered) >= self.ratio * (len(self.sure) + doubtful) - 1e-9)

    @property
    def possibly_met(self):
        if self.open:
            return True
        can = lambda group: len(group - self.uncovered)  # noqa: E731
        if not self.sure:
            return bool(self.maybe)
        return can(self.sure | self.maybe) >= self.ratio * (len(self.sure) + can(self.maybe)) - 1e-9

    @property
    def nobody(self):
        return not self.members and not self.open


def cover(case):
    shape = case.duty["cover"]
    frame, _ = case.frame_of(shape.get("within"))
    ready, instead = begin_once(case, frame) if frame is not None else (None, case.neutral())
    if instead is not None:
        return instead
    _, bound = ready
    t, by = case.t, shape.get("by")
    on_the_day = shape.get("judged", "on_the_day" if shape.get("holds") is not None else "each_session") == "on_the_day"
    owed = shape.get("late", "owed" if shape.get("holds") is not None or shape.get("due") is not None else "lost") == "owed"
    due = due_once(case, shape, frame)
    d = due.day.lo
    evidence, source = [], None
    if by is not None:
        source = Source(case.env, by)
        for c in candidates(case.env, by, min(case.shown_campaign[1], t)):
            standing, doubt = c.standing(*frame)
            if standing != "out":
                evidence.append((c, doubt))
    evidence_open = (lambda day: source.open_by(min(day, t))) if by is not None else (lambda day: False)
    look = lambda day: Covering(case, shape, day, evidence, evidence_open)  # noqa: E731
    found = Finding("once", "campaign", None, *frame)
    found.nominal, found.due = due.shown()
    if on_the_day:
        cover_on_the_day(case, found, look, d, owed, evidence_open, source)
    else:
        cover_by_sessions(case, found, look, d, owed, evidence, evidence_open, source)
    return settle_when(found, bound)


def unbounded_gap(source, d, t, owed):
    return source.gap(t if owed else min(d, t)) if source is not None else EMPTY


def cover_on_the_day(case, found, look, d, owed, evidence_open, source):
    t = case.t
    first, now = look(min(d, t)), look(t)
    if now.nobody and not first.surely_met:  # at the day that is reported
        found.verdict = "not_applicable"
        return
    day = min(d, t) if first.surely_met else t
    report(found, first, now, now if not first.surely_met else first, d, t, owed, first.surely_met, first.possibly_met, now.surely_met,
           now.possibly_met, None, (first if first.surely_met else now).gaps | unbounded_gap(source, d, t, owed), evidence_open(day))


def cover_by_sessions(case, found, look, d, owed, evidence, evidence_open, source):
    t = case.t
    first, last = case.frame_of(case.duty["cover"].get("within"))[0]
    days = sorted({e.row.hi for e, _ in evidence if e.row.known_event and first <= e.row.hi <= min(last, t)})
    tried = [(day, look(day)) for day in days]
    met = next((day for day, c in tried if c.surely_met), None)
    met_on_time = met is not None and met <= d
    wavering_by = lambda day: any(not e.row.known_event or e.row.lo <= day < e.row.hi for e, _ in evidence)  # noqa: E731
    maybe_on_time = met_on_time or any(c.possibly_met for day, c in tried if day <= d) or evidence_open(d) or wavering_by(min(d, t))
    maybe = maybe_on_time or met is not None or any(c.possibly_met for _, c in tried) or evidence_open(t) or wavering_by(t)
    last_tried = tried[-1] if tried else (min(d, t), look(min(d, t)))
    shown_day, shown = next(((day, c) for day, c in tried if day == met), last_tried)
    gaps = shown.gaps | unbounded_gap(source, d, t, owed)
    if last_tried[1].nobody:
        found.verdict = "not_applicable"
        return
    report(found, shown, shown, shown, d, t, owed, met_on_time, maybe_on_time, met is not None, maybe, met, gaps, evidence_open(shown_day))


def report(found, first, now, shown, d, t, owed, lo, hi, LO, HI, met_on, gaps, unbounded):
    HI = HI or hi  # what may have been met on time may have been met in all
    if lo:
        found.verdict, found.met_on = "satisfied", met_on
    elif owed and not hi and LO:
        found.verdict, found.met_on = "satisfied_late", met_on
    elif t <= d:
        found.verdict = "pending"
    elif owed and not HI:
        found.verdict = "overdue"
    elif not owed and not hi:
        found.verdict = "violated"
    else:
        found.undecided(gaps)
    if found.verdict in ("overdue", "violated") and not shown.sure:
        found.undecided(gaps)
    if found.verdict in ("overdue", "violated", "pending"):
        found.reasons = EMPTY.union(*[gap("member_missing", m, "") for m in shown.sure & shown.uncovered])
    everyone = len(shown.members)
    found.count = (len(shown.sure & shown.covered), None if shown.open or unbounded else everyone - len(shown.uncovered),
                   ceil(shown.ratio * everyone - 1e-9))
