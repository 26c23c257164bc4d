"""Duties with a finding for each row: items, respond, forbid (docs/evaluation.md, sections 6, 7, 9).

In:   a Case.   Out: findings.
Test: tests/naive/test_naive.py
"""
from condition import disjunction, evaluate, gaps_of, settled
from days import ALWAYS, NEVER, clip
from deadline import due_of
from finding import Finding
from serving import Instance
from tally import Counted, Source, candidates, decide_at_most, tally
from windowed import After, settle_waiting, with_due
from world import EMPTY, Fault, Span, Unknown, gap


def event_from(row):
    return row.lo if row.dated and row.known_event and row.lo == row.hi else None


def first_event_day(row):
    return row.lo if row.dated and row.known_event else None


def once_asked(case, source):
    """What stands instead of items: findings, or None; and nothing for an absent collection before `when` is known."""
    bound = case.when_once()
    if bound is False:
        return case.neutral()
    if not settled(bound):
        return case.single("indeterminate", gaps_of(bound))
    return case.single("indeterminate", source.gap(case.t)) if source.absent else None


def selected(case, selection, within):
    """Candidates not surely outside `within`, with their standing."""
    frame = None if within == "any" else case.frame_of(within)[0]
    day = min(case.shown_campaign[1], case.t)
    out = []
    for c in candidates(case.env, selection, day):
        standing, gaps = c.standing(*frame) if within != "any" and frame else ("possible" if c.doubt else "sure", c.doubt)
        if within != "any" and frame is None or standing == "out":
            continue
        out.append((c, gaps))
    return out


def items(case):
    shape = case.duty["items"]
    within = shape.get("within", "campaign" if "with" in shape else "any")
    frame, _ = case.frame_of(within)
    if frame is None:
        return case.neutral()
    instead = once_asked(case, Source(case.env, shape["rows"]))
    if instead is not None:
        return instead
    out, waiting = [], []
    for c, gaps in selected(case, shape["rows"], "any" if "with" in shape else within):
        found = Finding("item", c.row.label, None, event_from(c.row))
        if "with" in shape and not gaps:  # its windows go by their own last day
            out += item_windows(case, shape, frame, c, found, waiting)
        elif not case.in_force(first_event_day(c.row)):
            case.dropped = True
        elif gaps:
            out.append(found.undecided(gaps))
        else:
            out.append((done if "done" in shape else require)(case, shape, c, found))
    settle_waiting(case, waiting)
    return out if out or not case.dropped else case.neutral()


def due_of_item(case, shape, c):
    end = case.shown_campaign[1]
    return due_of(case.rules, shape.get("due"), end, end, c.env, min(end, case.t))


def done(case, shape, c, found):
    t, due = case.t, due_of_item(case, shape, c)
    if not due.known:
        return found.undecided(due.gaps)
    found.nominal, found.due = due.shown()
    lo, hi = due.day.lo, due.day.hi
    value = evaluate(shape["done"], c.env, min(case.shown_campaign[1], t))
    late = "overdue" if shape.get("late", "owed") == "owed" else "violated"
    if isinstance(value, Span):
        a, b = value.lo, value.hi
        if b <= lo and b != NEVER:
            found.verdict, found.met_on = "satisfied", b
            return found
        if a > hi and b <= t:
            found.verdict = "satisfied_late" if late == "overdue" else "violated"
            found.met_on = b if late == "overdue" else None
            return found
        if a > t:
            found.verdict = "pending" if t <= lo else late if t > hi else None
            return found if found.verdict else found.undecided(due.gaps)
    if t <= lo:
        found.verdict = "pending"
        return found
    if isinstance(value, Span) and late == "violated" and value.lo > hi and t > hi:
        found.verdict = "violated"
        return found
    why = value.gaps if isinstance(value, Span) else gaps_of(value)
    return found.undecided(why | due.gaps)


def require(case, shape, c, found):
    t, day = case.t, min(case.shown_campaign[1], case.t)
    checks = [(name, evaluate(tree, c.env, day)) for name, tree in shape["require"].items()]
    failed = EMPTY.union(*[gap("check_failed", "", "", name) for name, value in checks if value is False])
    unsure = EMPTY.union(*[gaps_of(value) for _, value in checks])
    due = due_of_item(case, shape, c) if shape.get("due") is not None else None
    if due is not None:
        found.nominal, found.due = due.shown()
    early = due is not None and due.known and t <= due.day.lo
    if not failed and not unsure:
        found.verdict = "satisfied"
        return found
    if early:
        found.verdict, found.reasons = "pending", failed
        return found
    if not failed:
        return found.undecided(unsure)
    if due is not None and (not due.known or t <= due.day.hi):
        return found.undecided(due.gaps)
    found.reasons = failed
    remedied = evaluate(shape["remedy"], c.env, day) if shape.get("remedy") is not None else Span(NEVER, NEVER)
    if isinstance(remedied, Span) and remedied.hi <= t:
        found.verdict, found.met_on = "satisfied_late", remedied.hi
        return found
    if not isinstance(remedied, Span) or remedied.lo <= t:
        return found.undecided(remedied.gaps if isinstance(remedied, Span) else gaps_of(remedied))
    closed = evaluate(shape["closed"], c.env, day) if shape.get("closed") is not None else False
    if closed is True:
        found.verdict = "violated"
    elif not settled(closed):
        found.undecided(gaps_of(closed))
    elif c.view().openness(c.row.collection):  # complete through C < t: it may have been put right since
        found.undecided(c.view().openness(c.row.collection))
    else:
        found.verdict = "overdue"
    return found


def edge(case, shape, key, c):
    """The day that clips an item's windows, as a Span (or Unknown, Fault)."""
    if shape.get(key) is None:
        return Span(ALWAYS, ALWAYS) if key == "from" else Span(NEVER, NEVER)
    return evaluate(shape[key], c.env, min(case.shown_campaign[1], case.t))


def doubt_of_edge(value, clipped):
    """Why it is not certain where the edge clips the frame; `clipped`: the day to which a day of the edge clips it."""
    if not isinstance(value, Span):
        return gaps_of(value)
    return EMPTY if clipped(value.lo) == clipped(value.hi) else value.gaps


def item_windows(case, shape, frame, c, found, waiting):
    first, last = edge(case, shape, "from", c), edge(case, shape, "until", c)
    begins = first.lo if isinstance(first, Span) else ALWAYS
    ends = last.hi if isinstance(last, Span) else NEVER
    if ends < frame[0] or begins > frame[1]:
        return []
    doubt = (doubt_of_edge(first, lambda d: min(max(d, frame[0]), frame[1] + 1))
             | doubt_of_edge(last, lambda d: max(min(d, frame[1]), frame[0] - 1)))
    if doubt:
        if not case.in_force(first_event_day(c.row)):
            case.dropped = True
            return []
        return [found.undecided(doubt)]
    mine = (first.lo, last.lo)
    out = []
    for w in case.windows(shape, clip(frame, mine), case.frame_of(shape.get("within", "campaign"))[1]):
        if w.first > case.t:
            continue
        day = min(w.last, case.t)
        here = Finding("item_window", f"{c.row.label}/{w.label}", None, w.first, w.last, advise=w.advise)
        if not case.in_force(w.last):
            case.dropped = True
            continue
        out.append(here)
        inside = case.env.with_name(item=c.row)
        doubtful = lambda part, window: case.doubt_of(part, window, mine)  # noqa: E731
        after = After(case, shape, w, here, True, EMPTY, doubtful)
        if after.gone():
            continue
        k = Counted(candidates(inside, shape["with"], day), Source(case.env, shape["with"]), w.first, w.last, w.last, False, case.t,
                    day=day)
        due = due_of(case.rules, None, w.last, w.last, case.env, day)
        if shape.get("serves") == "one":
            waiting.append((here, Instance(lambda _, k=k: k, w.number, [w.last], w.first, here.label, after.in_doubt()), due, False, after))
        else:
            with_due(case, here, due, False, w.number, lambda _, k=k: tally(k))
            after.finish()
    return out


class Nothing:
    """Triggers have no windows: nothing is asked afterwards."""

    def finish(self):
        pass


def respond(case):
    shape = case.duty["respond"]
    within = shape.get("within", "campaign")
    if case.frame_of(within)[0] is None:
        return case.neutral()
    source = Source(case.env, shape["to"])
    instead = once_asked(case, source)
    if instead is not None:
        return instead
    out, waiting, t = [], [], case.t
    day = min(case.shown_campaign[1], t)
    for c, gaps in selected(case, shape["to"], within):
        on = evaluate(shape["on"], c.env, day)
        if isinstance(on, Span) and on.lo > t:
            continue
        found = Finding("trigger", c.row.label, None)
        if not case.in_force(first_event_day(c.row)):
            case.dropped = True
            continue
        out.append(found)
        if not isinstance(on, Span) or on.lo != on.hi:
            gaps = gaps | (on.gaps if isinstance(on, Span) else gaps_of(on))
        if gaps:
            found.undecided(gaps)
            continue
        due = due_of(case.rules, shape["due"], None, None, c.env, day)
        if not due.known:
            found.undecided(due.gaps)
            continue
        found.first, found.last = on.lo, due.day.lo if due.precise else None
        answering = case.env.with_name(trigger=c.row)
        rows, owed = candidates(answering, shape["with"], day), shape.get("late", "owed") == "owed"
        evidence = Source(case.env, shape["with"])

        def counted(d, rows=rows, evidence=evidence, owed=owed, first=on.lo):
            return Counted(rows, evidence, first, d, d, owed, t, day=day)

        if shape.get("serves") == "one":
            dues = sorted({due.day.lo, due.day.hi})
            waiting.append((found, Instance(counted, 1, dues, on.lo, found.label), due, owed, Nothing()))
        else:
            with_due(case, found, due, owed, 1, lambda d, counted=counted: tally(counted(d)))
    settle_waiting(case, waiting)
    return out if out or not case.dropped else case.neutral()


# Forbid


def breaks(case, shape, c):
    """Whether a row breaks the prohibition, and the members for which it surely does."""
    day = min(case.shown_campaign[1], case.t)
    if shape.get("among") is None:
        return (evaluate(shape["where"], c.env, day) if shape.get("where") is not None else True), []
    members = evaluate(shape["among"], c.env, day)
    if isinstance(members, (Unknown, Fault)):
        return members, []
    answers = [(m, evaluate(shape["where"], c.env.with_name(member=m), day)) for m in members]
    return disjunction([a for _, a in answers]), [m for m, a in answers if a is True]


def reasons_of_breach(row, members):
    return EMPTY.union(*[gap("forbidden", row.label, "", m) for m in members]) if members else gap("forbidden", row.label, "")


def forbid(case):
    shape = case.duty["forbid"]
    within = shape.get("within", "any")
    frame, label = case.frame_of(within)
    if frame is None:
        return case.neutral()
    source = Source(case.env, shape["rows"])
    if not shape.get("each"):
        if case.campaign is None and within == "any":
            return case.neutral()
        return forbid_once(case, shape, within, frame, label, source)
    instead = once_asked(case, source)
    if instead is not None:
        return instead
    out = []
    for c, gaps in selected(case, shape["rows"], within):
        found = Finding("item", c.row.label, None, event_from(c.row))
        if not case.in_force(first_event_day(c.row)):
            case.dropped = True
            continue
        broken, members = breaks(case, shape, c)
        if broken is False and not gaps:
            found.verdict = "satisfied"
        elif broken is True and not gaps:
            found.verdict, found.reasons = "violated", reasons_of_breach(c.row, members)
        else:
            found.undecided(gaps | gaps_of(broken))
        out.append(found)
    return out if out or not case.dropped else case.neutral()


def forbid_once(case, shape, within, frame, label, source):
    if frame[0] > case.t:
        return []
    bound = case.when_once()
    if bound is False or not case.in_force(frame[1]):
        return case.neutral()
    sure, possible, gaps, reasons = 0, 0, EMPTY, EMPTY
    for c, doubt in selected(case, shape["rows"], within):
        broken, members = breaks(case, shape, c)
        if broken is False:
            continue
        if broken is True and not doubt:
            sure, reasons = sure + 1, reasons | reasons_of_breach(c.row, members)
        else:
            possible, gaps = possible + 1, gaps | doubt | gaps_of(broken)
    found = Finding("once", "campaign", None, *frame)
    unbounded = source.open_by(min(frame[1], case.t))
    if unbounded:
        gaps = gaps | source.gap(min(frame[1], case.t))

    class Found:
        lo, hi = sure, None if unbounded else sure + possible

    Found.gaps = gaps
    found.verdict, found.reasons = decide_at_most(Found, 0, frame[1], case.t)
    if found.verdict == "violated":
        found.reasons = reasons
    found.count = (Found.lo, Found.hi, 0)
    return [found if settled(bound) else found.undecided(gaps_of(bound))]


