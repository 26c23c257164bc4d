"""Duties with windows: count, report, rolling counts, hold (docs/evaluation.md, sections 3 to 5; docs/time.md).

In:   a Case (a duty, a holder's view, its life).   Out: findings.
Test: tests/naive/test_naive.py
"""
from condition import Env, evaluate, gaps_of, settled
from days import ALWAYS, NEVER, clip, text, windows
from deadline import due_of
from finding import ADVERSE, Finding
from serving import Instance, serve
from tally import Counted, Source, below, candidates, count_shown, decide, decide_at_most, tally, with_label
from world import EMPTY, Unknown, gap


class Case:
    """A duty of a holder at a moment, under one reading of the holder's life. `life`: (opened, ceased), days; `readings`:
    [(fields that differ, life)] for windows that are in doubt."""

    def __init__(self, rules, view, duty, life, readings):
        self.rules, self.view, self.duty, self.life, self.readings = rules, view, duty, life, readings
        self.t, self.env = view.t, Env(rules, view)
        self.campaign = clip(rules.campaign, life)
        self.shown_campaign = self.campaign or rules.campaign
        self.dropped = False  # something begun was not given: `when` false, or not in force

    # Frames

    def frame_of(self, within, life=None):
        """(clipped frame or None, label); within: campaign, a phase, (from, until), any."""
        life = self.life if life is None else life
        if within == "any":  # no frame of its own: the campaign, were it only in name
            return clip(self.rules.campaign, life) or self.rules.campaign, "campaign"
        if within in ("campaign", None):
            return clip(self.rules.campaign, life), "campaign"
        if within in self.rules.phases:
            return clip(self.rules.phases[within], life), within
        return clip(within, life), f"{text(within[0])}/{text(within[1])}"

    def windows(self, shape, frame, label):
        return windows(frame, label, shape.get("per"), self.number_on(shape), "at_most" not in shape, self.duty.get("broken"),
                       shape.get("nth"), [(name, *bounds) for name, bounds in self.rules.phases.items()], shape.get("windows"))

    def number_on(self, shape):
        number = shape.get("at_least", shape.get("at_most", 1))
        return lambda last: self.rules.number(number, last)

    def doubt_of(self, shape, window, own=(ALWAYS, NEVER)):
        """The gap of a window whose bounds or existence turn on an imprecise life, or nothing. `own`: an item's own life."""
        differing = []
        for fields, life in self.readings:
            frame, label = self.frame_of(shape.get("within"), life)
            frame = clip(frame, own) if frame else None
            made = self.windows(shape, frame, label)
            if not any(w.same(window) for w in made):
                differing.append(fields)
        if not differing:
            return EMPTY
        alone = [f for f in differing if len(f) == 1] or differing
        return EMPTY.union(*[gap("date_imprecise", self.view.holder.id, f) for fields in alone for f in fields])

    # Applicability

    def when(self, day):
        return evaluate(self.duty["when"], self.env, day) if self.duty.get("when") is not None else True

    def when_once(self):
        return self.when(min(self.shown_campaign[1], self.t))

    def in_force(self, day):
        bounds = self.duty.get("in_force")
        return bounds is None or day is None or bounds[0] <= day <= bounds[1]

    def neutral(self):
        return self.single("not_applicable")

    def single(self, verdict, gaps=EMPTY):
        """One finding that stands for all; none before the campaign of the holder has begun."""
        if self.shown_campaign[0] > self.t:
            return []
        return [Finding("once", "campaign", verdict, *self.shown_campaign, reasons=gaps)]

    # Suspensions

    def paused(self, first, last):
        """"sure" when all days are surely paused, "possible" when they may all be; with the gaps of what is not sure."""
        if self.rules.roles.get("suspensions") is None:
            return "no", EMPTY
        sure, possible, gaps = set(), set(), EMPTY
        for row in self.view.rows(self.rules.roles["suspensions"]) or []:
            until = self.view.value(row, "to", self.t)
            lo, hi = row.lo, row.hi
            if not row.doubt:
                sure |= set(range(max(hi, first), min(until.lo, last) + 1))
            touched = set(range(max(lo, first), min(until.hi, last) + 1))
            if touched and (row.doubt or row.event_gap or until.gaps):
                gaps = gaps | row.doubt | row.event_gap | until.gaps
            possible |= touched
        days = set(range(first, last + 1))
        if days <= sure:
            return "sure", EMPTY
        return ("possible", gaps) if days <= possible else ("no", EMPTY)


def branch_that_governs(case, day):
    """(number of the branch, gaps): 0 is the base; gaps when it is unknown."""
    for number, branch in enumerate(case.duty.get("unless", []), 1):
        value = evaluate(branch["when"], case.env, day)
        if value is True:
            return number, EMPTY
        if not settled(value):
            return None, gaps_of(value)
    return 0, EMPTY


def count(case):
    shape = case.duty["count"]
    frame, label = case.frame_of(shape.get("within"))
    if frame is None:
        return case.neutral()
    out, waiting, binding = [], [], False
    for number, part in enumerate([shape] + [exception(shape, b["count"]) for b in case.duty.get("unless", [])]):
        for w in case.windows(part, frame, label):
            if w.first > case.t:
                continue
            day = min(w.last, case.t)
            bound = case.when(day)
            bound = bound if case.in_force(w.last) else False
            binding = binding or bound is not False
            case.dropped = case.dropped or bound is False
            governing_day = w.first if case.duty.get("governed_by") == "first_day" else min(w.last, case.t)
            governs, doubt = branch_that_governs(case, governing_day)
            if governs is None and number > 0 or governs is not None and governs != number:
                continue
            if bound is False:
                continue
            kind = "once" if part.get("per") is None and part.get("windows") is None and label == "campaign" else "window"
            found = Finding(kind, w.label, None, w.first, w.last, branch=number, advise=w.advise)
            out.append(found)
            after = After(case, part, w, found, bound, doubt if governs is None else EMPTY)
            if after.gone():
                continue
            judge_window(case, part, frame, w, found, waiting, after)
    settle_waiting(case, waiting)
    return out if out or binding or not case.dropped else case.neutral()


def exception(shape, own):
    """The count of a branch: what it does not say stays; one that divides the frame divides it anew."""
    divides = any(k in own for k in ("per", "windows", "rolling"))
    kept = {k: v for k, v in shape.items() if not (divides and k in ("per", "windows", "rolling", "nth"))}
    return {**kept, **own}


def judge_window(case, part, frame, w, found, waiting, after):
    day = min(w.last, case.t)
    if part.get("rolling"):
        rolling(case, part, frame, found, day, w.number)
        after.finish()
        return
    owed = late_of(part) == "owed"
    evidence = part.get("evidence", "clipped")
    first, last = {"clipped": (w.first, w.last), "whole": w.whole, "ever": (ALWAYS, w.last)}[evidence]
    rows, source = candidates(case.env, part["rows"], day), Source(case.env, part["rows"])
    if part.get("match") is not None:
        rows = with_label(rows, part["match"], w.label, day)
    due = due_of(case.rules, part.get("due"), w.whole[1], last, case.env, day)
    matched = part.get("match") is not None

    def counted(d):
        return Counted(rows, source, first, last, d, owed, case.t, matched, part.get("distinct"), day)

    if "at_most" in part:
        tallied = tally(counted(case.t if matched else last))
        found.verdict, found.reasons = decide_at_most(tallied, w.number, last, case.t)
        found.count, found.due, found.nominal = count_shown(tallied, w.number, False), last, last
        after.finish()
    elif part.get("serves") == "one":
        dues = sorted({due.day.lo, due.day.hi})
        waiting.append((found, Instance(counted, w.number, dues, w.first, w.label, after.in_doubt()), due, owed, after))
    else:
        with_due(case, found, due, owed, w.number, lambda d: tally(counted(d)))
        after.finish()


def late_of(part):
    return part.get("late") or ("owed" if part.get("due") is not None or part.get("report") else "lost")


def with_due(case, found, due, owed, n, tallied_by):
    """The verdict of at_least n with a due day that may be a range (docs/time.md, section 3)."""
    if not due.known:
        found.undecided(due.gaps)
        return
    answers = []
    for d in dict.fromkeys([due.day.lo, due.day.hi]):
        tallied = tallied_by(d)
        answers.append((decide(tallied, n, d, owed, case.t), count_shown(tallied, n, owed)))
    (found.verdict, found.met_on, found.reasons), found.count = answers[-1]
    found.nominal, found.due = due.shown()
    if len({a[0][0] for a in answers}) > 1:
        found.undecided(due.gaps.union(*[a[0][2] for a in answers if a[0][0] == "indeterminate"]))


def settle_waiting(case, waiting):
    """Instances of `serves: one`, together, branch by branch."""
    for branch in sorted({f.branch for f, *_ in waiting}):
        mine = [x for x in waiting if x[0].branch == branch]
        served = serve([x[1] for x in mine])
        for found, instance, due, owed, after in mine:
            with_due(case, found, due, owed, instance.n, lambda d, i=instance: served[i][d])
            after.finish()


class After:
    """What else is asked about a window: doubt about its bounds, suspensions, applicability. `doubtful`: a question that may
    stand for Case.doubt_of."""

    def __init__(self, case, part, w, found, bound, branch_doubt, doubtful=None):
        self.found, self.bound, self.branch_doubt = found, bound, branch_doubt
        self.doubtful = doubtful(part, w) if doubtful else case.doubt_of(part, w)
        divided = part.get("per") is not None or part.get("windows") is not None
        self.pause, self.pause_gaps = case.paused(w.first, w.last) if divided else ("no", EMPTY)

    def gone(self):
        """Wholly suspended: not applicable, with nothing else to say."""
        if self.pause == "sure":
            self.found.verdict = "not_applicable"
        return self.pause == "sure"

    def in_doubt(self):
        return bool(self.doubtful or self.branch_doubt) or self.pause == "possible" or not settled(self.bound)

    def finish(self):
        found = self.found
        if self.pause == "possible" and found.verdict in (*ADVERSE, "satisfied"):
            found.undecided(self.pause_gaps)
        if self.doubtful and found.verdict not in ("pending", "not_applicable"):
            found.undecided(self.doubtful)
        if found.verdict == "not_applicable":
            return
        if self.branch_doubt:
            found.undecided(self.branch_doubt)
        if not settled(self.bound):
            found.undecided(gaps_of(self.bound))


def rolling(case, part, frame, found, day, n):
    """Every span of so many days in a row inside the frame."""
    first, last = frame
    length = case.rules.number(part["rolling"], last)
    found.due = found.nominal = last
    if last - first + 1 < length:
        found.verdict = "not_applicable"
        return
    rows, source, at_most = candidates(case.env, part["rows"], day), Source(case.env, part["rows"]), "at_most" in part
    spans = []
    for a in range(first, last - length + 2):
        end = a + length - 1
        k = Counted(rows, source, a, end, end, False, case.t, distinct=part.get("distinct"), day=day)
        spans.append((a, end, tally(k)))
    ended = [s for s in spans if s[1] <= case.t]
    looked = spans if at_most else ended
    failing = [(a, e) for a, e, k in looked if (k.lo > n if at_most else below(k.hi, n))]
    if failing:
        found.verdict = "violated"
        found.reasons = gap("not_held", "", "", *[text(d) for d in failing[0]])
    elif case.t <= last:
        found.verdict = "pending"
    elif all((k.hi is not None and k.hi <= n) if at_most else k.lo >= n for _, _, k in spans):
        found.verdict = "satisfied"
    else:
        rows_gaps = [k.row_gaps for _, _, k in spans if (k.most > n if at_most else k.lo < n)]
        found.undecided(EMPTY.union(*rows_gaps, *[k.source_gaps for _, _, k in spans]))
    found.count = (None, None, n)
    if looked:
        pick = max if at_most else min
        unbounded = any(k.hi is None for _, _, k in looked)
        found.count = (pick(k.lo for _, _, k in looked), None if unbounded else pick(k.hi for _, _, k in looked), n)


def hold(case):
    shape = case.duty["hold"]
    frame, label = case.frame_of(shape.get("within"))
    if frame is None:
        return case.neutral()
    out = []
    for w in case.windows(shape, frame, label):
        if w.first > case.t:
            continue
        bound = case.when(min(w.last, case.t))
        if bound is False or not case.in_force(w.last):
            case.dropped = True
            continue
        kind = "once" if shape.get("per") is None and label == "campaign" else "window"
        found = Finding(kind, w.label, None, w.first, w.last, due=w.last, advise=w.advise)
        out.append(found)
        throughout(case, shape, w, found)
        doubtful = case.doubt_of(shape, w)
        if doubtful and found.verdict not in ("pending", "not_applicable"):
            found.undecided(doubtful)
        if not settled(bound) and found.verdict != "not_applicable":
            found.undecided(gaps_of(bound))
    return out if out or not case.dropped else case.neutral()


def throughout(case, shape, w, found):
    runs, gaps, asked_or_later = [], EMPTY, 0
    for d in range(w.first, w.last + 1):
        pause, why = case.paused(d, d)
        if pause == "sure":
            runs.append([None, None])  # a suspended day ends a run
            continue
        asked_or_later += 1
        if d > case.t:
            continue
        value = evaluate(shape["holds"], case.env, d)
        if value is False and pause == "possible":
            value = Unknown(why)
        if value is False:
            if runs and runs[-1][1] is not None and runs[-1][1] == d - 1:
                runs[-1][1] = d
            else:
                runs.append([d, d])
        elif not settled(value):
            gaps = gaps | gaps_of(value)
    runs = [run for run in runs if run[0] is not None]
    if not asked_or_later:
        found.verdict = "not_applicable"
    elif runs:
        found.verdict = "violated"
        found.reasons = EMPTY.union(*[gap("not_held", "", "", text(a), text(b)) for a, b in runs])
    elif case.t <= w.last:
        found.verdict = "pending"
    elif gaps:
        found.undecided(gaps)
    else:
        found.verdict = "satisfied"


