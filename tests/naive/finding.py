"""A finding of the simulator, and the fields of a line of findings.

In:   what a shape found.   Out: the same keys as a line of `hegui run --format json`.
Test: tests/naive/test_naive.py
"""
import hashlib

from days import ALWAYS, NEVER, text
from world import EMPTY

ADVERSE = ("overdue", "violated", "satisfied_late")
NEUTRAL = ("waived", "not_applicable")
WORST_FIRST = ("violated", "overdue", "indeterminate", "needs_judgement", "pending", "satisfied_late", "satisfied")


class Finding:
    def __init__(self, kind, label, verdict, first=None, last=None, due=None, nominal=None, met_on=None, count=None, reasons=EMPTY,
                 branch=0, advise=False):
        self.kind, self.label, self.verdict, self.first, self.last = kind, label, verdict, first, last
        self.due, self.nominal, self.met_on, self.count = due, nominal if nominal is not None else due, met_on, count
        self.reasons, self.branch, self.advise, self.advisory, self.changes_on = reasons, branch, advise, False, None

    @property
    def instance(self):
        return self.kind, self.label

    def undecided(self, gaps):
        """The same finding, indeterminate for these gaps."""
        self.verdict, self.reasons = "indeterminate", gaps
        return self


def shown(number):
    return None if number is None or number <= ALWAYS or number >= NEVER else text(number)


def as_line(rules, holder, duty, finding):
    clauses = duty["cite"]
    if finding.branch:
        clauses = duty["unless"][finding.branch - 1].get("cite") or clauses
    name = "\0".join([rules.name, holder.kind, holder.id, duty["id"], finding.kind, finding.label])
    count = finding.count
    return {
        "id": hashlib.sha256(name.encode()).hexdigest()[:32],
        "holder_type": holder.kind,
        "holder": holder.id,
        "duty": duty["id"],
        "clauses": list(clauses),
        "instance": {"kind": finding.kind, "label": finding.label, "from": shown(finding.first), "until": shown(finding.last)},
        "verdict": finding.verdict,
        "advisory": finding.advisory,
        "nominal_due": shown(finding.nominal),
        "due": shown(finding.due),
        "met_on": shown(finding.met_on),
        "count": None if count is None else {"low": count[0], "high": count[1], "required": count[2]},
        "changes_on": shown(finding.changes_on),
        "reasons": [{"code": c, "record": r or None, "field": f or None, "args": list(args)}
                    for c, r, f, args in sorted(finding.reasons)],
    }
