"""Runs hegui and the simulator on random packs and records and compares the findings, field by field.

In:   the command, seeds.   Out: counts of cases and verdicts; every difference, shrunk to a small pack and a few rows.
Idea: a case is one duty of one holder at one date; a trial holds some hundreds. `changes_on` is held against the verdicts of the
simulator on the day itself, the day before and some days drawn between; with --every-day against those of every day.
Cost: about 300 cases a second.   Test: tests/naive/test_naive.py

The long run:

    python3 tests/naive/compare.py --hegui build/release/bin/hegui --first 1 --trials 1000

Other doors: --seed N (one trial, differences in full), --keep DIR (differences as folders), --every-day, --without FEATURE.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import shlex
import subprocess
import sys
import tempfile
import time
from copy import deepcopy
from datetime import date

from days import text
from generate import Trial
from draw_rules import FEATURES
from features import USES
from finding import as_line
from model import Model
from simulator import Rules, World, findings_of, last_day_looked_at
from world import Moment
from writing import write_pack, write_trial

MODEL = Model()


class Rejected(Exception):
    """hegui refused the files of a trial: a fault of the generator or of hegui, never a difference to shrink."""


def run_hegui(program, trial, folder):
    """Findings of hegui as {(holder, duty): [line, ...]}."""
    write_trial(trial, folder)
    command = [*program, "run", str(folder / "pack"), str(folder / "data"), "--as-of", text(trial.t), "--format", "json",
               "--language", "en"]
    if trial.known_at is not None:
        command += ["--known-at", text(trial.known_at)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise Rejected(f"{' '.join(command)}\nexit {done.returncode}\n{done.stderr[:3000]}")
    out = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        finding = json.loads(line)
        out[finding["holder"], finding["duty"]].append(finding)
    return out


class Simulation:
    """The simulator over one trial, with the views it has made."""

    def __init__(self, trial):
        self.trial = trial
        self.rules = Rules(MODEL, trial.pack)
        self.world = World(MODEL, trial.owners, trial.registry, trial.declared)
        self.views = {}

    def view(self, holder, t):
        if (holder, t) not in self.views:
            self.views[holder, t] = self.world.view(holder, Moment(t, self.trial.t, self.trial.known_at))
        return self.views[holder, t]

    def findings(self, holder, duty, t=None):
        return findings_of(self.rules, self.view(holder, self.trial.t if t is None else t), self.rules.duties[duty])

    def lines(self, holder, duty):
        out = [as_line(self.rules, self.world.holders[holder], self.rules.duties[duty], f) for f in self.findings(holder, duty)]
        return sorted(out, key=lambda line: (line["instance"]["from"] or "", line["instance"]["label"]))


def without_changes(line):
    return {k: v for k, v in line.items() if k != "changes_on"}


def key_of(line):
    return line["instance"]["kind"], line["instance"]["label"]


def days_to_try(lines, trial, last, chance, every_day):
    """The later days on which the simulator is asked."""
    if every_day:
        return list(range(trial.t + 1, last + 1))
    out = {last}
    for line in lines:
        end = last + 1
        if line["changes_on"] is not None:
            end = as_day(line["changes_on"])
            out |= {end, end - 1}
        if end - 1 > trial.t:
            out |= {chance.randint(trial.t + 1, end - 1), min(end - 1, trial.t + 1)}
    return sorted(d for d in out if trial.t < d <= last)


def as_day(written):
    return date.fromisoformat(written).toordinal()


def changes_differ(simulation, holder, duty, lines, chance, every_day):
    """What is wrong with changes_on of these lines: a text for each."""
    trial = simulation.trial
    last = last_day_looked_at(simulation.rules, trial.t)
    wrong = []
    for line in lines:
        if line["changes_on"] is not None and not trial.t < as_day(line["changes_on"]) <= last:
            wrong.append(f"{key_of(line)}: changes_on {line['changes_on']} lies outside ({text(trial.t)}, {text(last)}]")
    for d in days_to_try(lines, trial, last, chance, every_day):
        verdicts = {f.instance: f.verdict for f in simulation.findings(holder, duty, d)}
        for line in lines:
            claimed = as_day(line["changes_on"]) if line["changes_on"] else last + 1
            verdict = verdicts.get(key_of(line))
            if d < claimed and verdict != line["verdict"]:
                wrong.append(f"{key_of(line)}: changes_on {line['changes_on']}, but on {text(d)} already {verdict}, not {line['verdict']}")
            if d == claimed and verdict == line["verdict"]:
                wrong.append(f"{key_of(line)}: changes_on {line['changes_on']}, but then still {verdict}")
        if wrong:
            return wrong
    return wrong


class Difference:
    def __init__(self, holder, duty, got, expected, changes):
        self.holder, self.duty, self.got, self.expected, self.changes = holder, duty, got, expected, changes

    def fields(self):
        """The kinds of fields that differ, for grouping."""
        if self.changes:
            return ("changes_on",)
        got = {key_of(line): line for line in self.got}
        wanted = {key_of(line): line for line in self.expected}
        if got.keys() != wanted.keys():
            return ("instances",)
        return tuple(sorted({f for k in got for f in got[k] if f != "changes_on" and got[k][f] != wanted[k][f]}))

    def __str__(self):
        out = [f"holder {self.holder}, duty {self.duty}"]
        got = {key_of(line): without_changes(line) for line in self.got}
        wanted = {key_of(line): without_changes(line) for line in self.expected}
        for key in sorted(got.keys() | wanted.keys()):
            if got.get(key) != wanted.get(key):
                out.append(f"  hegui     {json.dumps(got.get(key), ensure_ascii=False)}")
                out.append(f"  simulator {json.dumps(wanted.get(key), ensure_ascii=False)}")
        return "\n".join(out + [f"  {c}" for c in self.changes])


def differences(program, trial, folder, every_day=False, only=None, tally=None):
    """Differences of a trial; `only`: (holder, duty) to look at."""
    got = run_hegui(program, trial, folder)
    simulation, chance, out = Simulation(trial), random.Random(trial.seed), []
    for raw in trial.owners:
        for duty in trial.pack["duties"]:
            holder = raw["id"]
            if only is not None and (holder, duty) != only:
                continue
            lines = got.get((holder, duty), [])
            expected = simulation.lines(holder, duty)
            same = [without_changes(a) for a in sorted(lines, key=order)] == [without_changes(b) for b in sorted(expected, key=order)]
            changes = changes_differ(simulation, holder, duty, lines, chance, every_day) if same else []
            if tally is not None:
                tally.add(trial.pack["duties"][duty], lines)
            if not same or changes:
                out.append(Difference(holder, duty, lines, expected, changes))
    return out


def order(line):
    return line["instance"]["label"], line["instance"]["kind"]


SHAPES = ("count", "report", "items", "respond", "forbid", "cover", "state", "table", "judge", "hold", "compose")


class Tally:
    """Cases and verdicts, by shape."""

    def __init__(self):
        self.cases, self.verdicts, self.features, self.reasons = 0, collections.Counter(), collections.Counter(), collections.Counter()

    def add(self, duty, lines):
        self.cases += 1
        shape = next(s for s in SHAPES if s in duty)
        for line in lines:
            self.verdicts[shape, line["verdict"]] += 1
            if line["advisory"]:
                self.features["advisory"] += 1
            if line["changes_on"]:
                self.features["changes_on"] += 1
            for reason in line["reasons"]:
                self.reasons[reason["code"]] += 1

    def merge(self, other):
        self.cases += other.cases
        self.verdicts += other.verdicts
        self.features += other.features
        self.reasons += other.reasons

    def __str__(self):
        words = sorted({v for _, v in self.verdicts})
        rows = [f"{'':10}" + "".join(f"{w:>16}" for w in words)]
        for shape in SHAPES:
            if any(s == shape for s, _ in self.verdicts):
                rows.append(f"{shape:10}" + "".join(f"{self.verdicts[shape, w]:16,}" for w in words))
        rows.append("reasons: " + ", ".join(f"{c} {n:,}" for c, n in sorted(self.reasons.items())))
        return "\n".join(rows + [f"advisory {self.features['advisory']:,}, with changes_on {self.features['changes_on']:,}"])


# Shrinking


def smaller(trial, holder, duty):
    """Trials with a little less in them."""
    def changed(edit):
        other = deepcopy(trial)
        edit(other)
        return other

    mine = next(o for o in trial.owners if o["id"] == holder)
    at = trial.owners.index(mine)
    if len(trial.owners) > 1:
        for n, other in enumerate(trial.owners):
            if n != at:
                yield changed(lambda t, n=n: t.owners.pop(n))
    for name in list(trial.pack["duties"]):
        if name != duty and name not in trial.pack["duties"][duty].get("compose", []):
            yield changed(lambda t, n=name: t.pack["duties"].pop(n))
    for part in ("selections", "definitions"):
        for name in trial.pack[part]:
            yield changed(lambda t, p=part, n=name: t.pack[p].pop(n))
    if trial.declared:
        yield changed(lambda t: t.declared.clear())
    if trial.known_at is not None:
        yield changed(lambda t: setattr(t, "known_at", None))
    for key in [k for k in mine if k != "id"]:
        yield changed(lambda t, k=key: t.owners[at].pop(k))
    for collection, rows in [(k, v) for k, v in mine.items() if isinstance(v, list) and v and isinstance(v[0], dict)]:
        for n, row in enumerate(rows):
            yield changed(lambda t, c=collection, n=n: t.owners[at][c].pop(n))
            for field in [f for f in row if f != "id"]:
                yield changed(lambda t, c=collection, n=n, f=field: t.owners[at][c][n].pop(f))
    for n, row in enumerate(trial.registry.get("incidents", [])):
        yield changed(lambda t, n=n: t.registry["incidents"].pop(n))
    d = trial.pack["duties"][duty]
    for key in [k for k in d if k in ("when", "in_force", "broken", "unless", "governed_by")]:
        yield changed(lambda t, k=key: t.pack["duties"][duty].pop(k))
    shape = next(s for s in SHAPES if s in d)
    if isinstance(d[shape], dict):
        for key in d[shape]:
            if key not in ("rows", "at_least", "at_most", "done", "to", "on", "members", "holds", "by", "field", "of", "then", "hit"):
                yield changed(lambda t, k=key: t.pack["duties"][duty][shape].pop(k))
            if key in ("rows", "with", "to", "members") and isinstance(d[shape][key], dict) and d[shape][key]["tests"]:
                yield changed(lambda t, k=key: t.pack["duties"][duty][shape][k].update({"is": {}, "where": None, "tests": []}))


def shrink(program, trial, difference, folder, seconds=40):
    """The smallest trial found with a difference in the same fields of the same holder and duty."""
    only, fields, until = (difference.holder, difference.duty), difference.fields(), time.time() + seconds
    best, progress = trial, True
    while progress and time.time() < until:
        progress = False
        for candidate in smaller(best, *only):
            if time.time() > until:
                break
            try:
                found = differences(program, candidate, folder, only=only)
            except (Rejected, KeyError, StopIteration, AttributeError, TypeError):
                continue
            if found and found[0].fields() == fields:
                best, progress = candidate, True
                break
    return best


# What the command knows so far


def accepted_features(program, folder, features=FEATURES):
    """The features that `hegui check` accepts: each is drawn alone until a pack uses it."""
    out = []
    for feature in features:
        for seed in range(200, 320):
            trial = Trial(seed, (feature,), duties=6, holders=1)
            if not uses(trial.pack, feature):
                continue
            write_pack(trial.pack, folder / feature)
            done = subprocess.run([*program, "check", str(folder / feature)], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                out.append(feature)
            break
    return tuple(out)


def uses(pack, feature):
    """Whether a pack uses a feature of draw_rules.FEATURES."""
    return USES[feature](pack)


def compare(program, seeds, features=FEATURES, every_day=False, keep=None, stop_after=20, show=print):
    """(Tally, [(seed, Difference)]) over some seeds."""
    total, found = Tally(), []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed in seeds:
            trial = Trial(seed, features)
            for d in differences(program, trial, folder, every_day, tally=total):
                found.append((seed, d))
                if keep is not None:
                    small = shrink(program, trial, d, folder)
                    again = differences(program, small, folder, only=(d.holder, d.duty))
                    here = pathlib.Path(keep) / f"{seed}-{d.duty}-{d.holder}"
                    write_trial(small, here)
                    (here / "difference.txt").write_text(f"as of {text(small.t)}, known at {small.known_at and text(small.known_at)}\n"
                                                         + "\n".join(str(a) for a in again) + "\n", encoding="utf-8")
                    show(f"{here}\n{again[0] if again else d}")
                if len(found) >= stop_after:
                    return total, found
    return total, found


def main():
    arguments = argparse.ArgumentParser(description="hegui against the naive simulator")
    arguments.add_argument("--hegui", default=os.environ.get("HEGUI", "hegui"))
    arguments.add_argument("--first", type=int, default=1)
    arguments.add_argument("--trials", type=int, default=20)
    arguments.add_argument("--seed", type=int)
    arguments.add_argument("--without", action="append", default=[])
    arguments.add_argument("--every-day", action="store_true")
    arguments.add_argument("--keep")
    arguments.add_argument("--stop-after", type=int, default=20)
    given = arguments.parse_args()
    program = shlex.split(given.hegui)
    with tempfile.TemporaryDirectory() as name:
        features = tuple(f for f in accepted_features(program, pathlib.Path(name)) if f not in given.without)
    for feature in FEATURES:
        if feature not in features:
            print(f"left out: {feature}", file=sys.stderr)
    seeds = [given.seed] if given.seed is not None else range(given.first, given.first + given.trials)
    begun = time.time()
    total, found = compare(program, seeds, features, given.every_day, given.keep, given.stop_after)
    for seed, difference in found:
        print(f"seed {seed}: {difference}")
    print(total)
    print(f"{total.cases:,} cases, {len(found)} differ, {time.time() - begun:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
