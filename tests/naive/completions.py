"""Fills the gaps of records at random: what the records would be if everything were known.

In:   a trial.   Out: another trial whose records agree with the first wherever those say something.
Idea: a definite verdict must hold in every completion; drawing many and judging each again asks what the rules of gaps are for,
rather than what they say. An empty field gets a value, an imprecise date a day of its month, an absent collection rows or none,
and a collection complete only through C rows and milestones after C.
Test: tests/naive/test_naive.py

    python3 tests/naive/completions.py --first 1 --trials 200
"""
import argparse
import collections
import sys
from copy import deepcopy
from random import Random

from compare import MODEL, Simulation
from days import day, span, text
from draw_records import row as draw_row
from draw_records import value_of, value_of_one
from features import asks_what_is_recorded
from generate import Draw, Trial

DEFINITE = ("satisfied", "satisfied_late", "overdue", "violated", "not_applicable")


class Filling:
    def __init__(self, trial, seed):
        self.trial, self.random = trial, Random(seed)
        self.draw = Draw(trial.seed, ())
        self.draw.random = self.random
        self.draw.campaign, self.draw.t = trial.pack["campaign"], trial.t
        self.draw.edges = self.draw._edges() + [trial.t - 1, trial.t, trial.t + 1]

    def day_in(self, lo, hi):
        return text(self.random.randint(lo, hi))

    def value(self, field, raw, through):
        """A precise value for a raw one, empty (None or "") or imprecise. `through`: milestones after it may be missing (None: none)."""
        if raw in (None, ""):
            if field.milestone:
                late = through is not None and through < self.trial.t and self.random.random() < 0.5
                return self.day_in(through + 1, self.trial.t) if late else None
            if field.sparse:
                return raw
            if field.kind == "date":
                return text(self.draw.day())
            return value_of(self.draw, field) if field.list else value_of_one(self.draw, field)
        if field.kind == "date" and len(raw) == 7:
            return self.day_in(*span(raw))
        return raw

    def row(self, kind, raw, through):
        event = MODEL.types[kind].event
        dated = [f for f in event if raw.get(f) not in (None, "")]
        for name, field in MODEL.types[kind].fields.items():
            if dated and name in event and name not in dated:
                continue  # another field dates the row
            if field.kind == "rows":
                if raw.get(name) is None:
                    raw[name] = [draw_row(self.draw, field.target, "", 0) for _ in range(self.random.randint(0, 2))]
                for inner in raw[name]:
                    self.row(field.target, inner, through)
            elif name != "id" and (kind != "change" or name == "from"):
                raw[name] = self.value(field, raw.get(name), through)

    def owner(self, kind, raw, declared):
        own = raw.setdefault("complete_through", {}) if kind != "registry" else {}
        for name, field in MODEL.owner_fields(kind).items():
            if name != "id":
                raw[name] = self.value(field, raw.get(name), None)
        for collection, (row_type, sparse) in MODEL.collections(kind).items():
            absent = raw.get(collection) is None
            if sparse and absent:
                continue
            word = own.get(collection, declared.get(collection))
            through = day(word) if word and not sparse else None
            rows = raw.setdefault(collection, []) or []
            raw[collection] = rows
            for one in rows:
                self.row(row_type, one, through)
            if row_type != "change" and (absent or through is not None and through < self.trial.t):
                rows += self.more(row_type, collection, None if absent else through)
            if kind != "registry" and not sparse:
                own[collection] = text(max(self.trial.t, through or 0) + 400)

    def more(self, row_type, collection, through):
        """Rows that were not there: of any day, or after `through`."""
        out = []
        for n in range(self.random.randint(0, 3)):
            new = draw_row(self.draw, row_type, f"{collection[0].upper()}{n + 7}", 0)
            self.row(row_type, new, through)
            event = MODEL.types[row_type].event
            if through is not None:
                if not event:
                    continue
                for one, name in [(new, event[0])] + [(step, "on") for step in new.get("steps", [])]:
                    one[name] = self.day_in(through + 1, max(self.trial.t + 3, through + 1))
            new.pop("recorded_at", None)
            out.append(new)
        return out


def completed(trial, seed):
    other = deepcopy(trial)
    filling = Filling(other, seed)
    for raw in other.owners:
        filling.owner("shop", raw, trial.declared.get("shop", {}))
    filling.owner("registry", other.registry, trial.declared.get("registry", {}))
    other.declared = {}
    return other


def known_limit(what, verdict):
    """Where the page itself says a definite verdict that a filled gap may turn:
    - a cover with nobody on the last day tried, while a session without a day may yet have been later; a roll is complete when the
      ledger reaches the day, though the selection may take rows of later days too;
    - `forbid` over `within: any` is complete when the ledger reaches the end of the frame, though later rows break it too;
    - the judgement that counts is the latest one visible, though its day may yet turn out to lie after as-of;
    - an item is in force by the first possible day of its event."""
    if "cover" in what and verdict in ("not_applicable", "satisfied"):
        return True
    if "forbid" in what and what["forbid"].get("within", "any") == "any" and not what["forbid"].get("each"):
        return True
    return "judge" in what or "in_force" in what and any(s in what for s in ("items", "respond", "forbid"))


def contradictions(trial, seeds):
    """[(seed, holder, duty, instance, verdict, verdict when completed)], and how many definite verdicts were asked about. Left out:
    composed duties (the worst verdict known may become a worse one), duties that ask what is recorded, rows whose label is made of
    fields that are filled."""
    first, out, asked = Simulation(trial), [], 0
    claims = {(raw["id"], duty): {f.instance: f.verdict for f in first.findings(raw["id"], duty)
                              if f.verdict in DEFINITE and not known_limit(what, f.verdict)}
              for raw in trial.owners for duty, what in trial.pack["duties"].items()
              if "compose" not in what and not asks_what_is_recorded(trial.pack, what)}
    for seed in seeds:
        other = Simulation(completed(trial, seed))
        for (holder, duty), verdicts in claims.items():
            if not verdicts:
                continue
            now = {f.instance: f.verdict for f in other.findings(holder, duty)}
            for instance, verdict in verdicts.items():
                asked += 1
                after = now.get(instance)
                fine = "[" in instance[1] or after in (verdict, "indeterminate", "waived") or after is None and verdict == "not_applicable" or (
                    verdict == "satisfied" and after == "not_applicable" and instance[0] != "item")  # met, and perhaps suspended
                if not fine:
                    out.append((seed, holder, duty, instance, verdict, after))
    return out, asked


def main():
    arguments = argparse.ArgumentParser(description="definite verdicts of the simulator against completed records")
    arguments.add_argument("--first", type=int, default=1)
    arguments.add_argument("--trials", type=int, default=50)
    arguments.add_argument("--each", type=int, default=3)
    given = arguments.parse_args()
    total, kinds = 0, collections.Counter()
    for seed in range(given.first, given.first + given.trials):
        trial = Trial(seed)
        found, asked = contradictions(trial, range(seed * 1000, seed * 1000 + given.each))
        total += asked
        for where, holder, duty, instance, verdict, after in found:
            shape = next(s for s in trial.pack["duties"][duty] if s in ("count", "report", "items", "respond", "forbid", "cover", "state",
                                                                         "table", "judge", "hold", "compose"))
            kinds[shape, verdict, after] += 1
            print(f"seed {seed}, completion {where}: {holder} {duty} {instance}: {verdict}, completed {after}")
    print(f"{total:,} definite verdicts asked about")
    for kind, n in kinds.most_common():
        print(n, *kind)
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
