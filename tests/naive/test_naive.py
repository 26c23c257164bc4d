"""hegui against the naive simulator, about 5,000 cases; the long run is a command (see compare.py)."""

import collections
import json

import pytest

import compare
import days
import simulator
import tally
from completions import contradictions
from compare import Simulation, differences, run_hegui, shrink
from draw_rules import FEATURES
from features import USES
from generate import Trial

TRIALS = range(1, 24)

# Verdicts that each shape must have shown; those that it cannot have are not listed.
EXPECTED = {
    "count": "satisfied satisfied_late pending overdue violated indeterminate not_applicable waived",
    "report": "satisfied pending overdue indeterminate not_applicable",
    "items": "satisfied satisfied_late pending overdue violated indeterminate not_applicable",
    "respond": "satisfied pending overdue violated indeterminate not_applicable",
    "forbid": "satisfied pending violated indeterminate not_applicable",
    "cover": "satisfied pending overdue violated indeterminate not_applicable",
    "state": "satisfied pending overdue indeterminate not_applicable",
    "table": "satisfied pending overdue indeterminate not_applicable",
    "judge": "satisfied violated needs_judgement indeterminate not_applicable",
    "hold": "satisfied pending violated indeterminate not_applicable",
    "compose": "satisfied pending overdue violated indeterminate needs_judgement not_applicable",
}
REASONS = ("calendar_unknown check_failed collection_absent collection_incomplete dangling_reference date_imprecise expression_error "
           "field_missing forbidden judgement_missing member_missing not_held part waiver").split()


@pytest.fixture(scope="module")
def run(program, tmp_path_factory):
    """(Tally, differences) over the trials of every day."""
    folder = tmp_path_factory.mktemp("naive")
    total, found = compare.Tally(), []
    for seed in TRIALS:
        found += [f"seed {seed}: {d}" for d in differences(program, Trial(seed), folder, tally=total)]
    return total, found


def test_every_finding_agrees(run):
    total, found = run
    assert total.cases > 4000
    assert not found, "\n".join(found[:5]) + f"\n{len(found)} of {total.cases} cases differ"


def test_every_verdict_of_each_shape_was_seen(run):
    total, _ = run
    missing = [(shape, v) for shape, words in EXPECTED.items() for v in words.split() if total.verdicts[shape, v] < 1]
    assert not missing
    assert not [code for code in REASONS if total.reasons[code] < 3]
    assert total.features["advisory"] >= 20 and total.features["changes_on"] >= 500


def test_every_feature_is_drawn_often():
    drawn = collections.Counter()
    for seed in range(1, 60):
        trial = Trial(seed)
        drawn.update(f for f in FEATURES if USES[f](trial.pack))
        everything = json.dumps([trial.owners, trial.registry])
        drawn.update(word for word in ("recorded_at", '"opened"', '"ceased"', "complete_through", "waivers", '""', "null") if word in everything)
        drawn["known_at"] += trial.known_at is not None
        drawn["leap day"] += "2024-02-29" in everything
        drawn["calendar ends"] += trial.pack["calendar"].last <= trial.pack["campaign"][1]
        drawn["as of an edge"] += trial.t in (trial.pack["campaign"][1], trial.pack["campaign"][1] + 1, trial.pack["campaign"][0])
        drawn.update(f"assumption in {s}" for d in trial.pack["duties"].values() for s in compare.SHAPES if s in d and d["assumptions"])
    rare = {name: drawn[name] for name in [*FEATURES, "recorded_at", '"opened"', '"ceased"', "complete_through", "waivers", '""', "null",
                                           "known_at", "leap day", "calendar ends", "as of an edge", "assumption in count",
                                           "assumption in items", "assumption in respond", "assumption in state"] if drawn[name] < 5}
    assert not rare


def test_a_fault_would_be_found_and_shrunk(program, tmp_path, monkeypatch):
    trial = Trial(TRIALS[0])
    plain = tally.decide
    monkeypatch.setattr("windowed.decide", lambda k, n, due, owed, t: plain(k, n, due - 1, owed, t))
    for seed in TRIALS:
        trial = Trial(seed)
        found = [d for d in differences(program, trial, tmp_path) if "verdict" in d.fields()]
        if found:
            break
    small = shrink(program, trial, found[0], tmp_path, seconds=5)
    assert len(small.owners) < len(trial.owners)
    again = differences(program, small, tmp_path, only=(found[0].holder, found[0].duty))
    assert again and "verdict" in again[0].fields()


def test_changes_on_is_looked_for_on_every_day(program, tmp_path):
    trial = Trial(TRIALS[0], duties=6, holders=2)
    assert not [str(d) for d in differences(program, trial, tmp_path, every_day=True)]


def test_a_wrong_changes_on_is_noticed(program, tmp_path):
    trial = Trial(TRIALS[0], duties=6, holders=2)
    got, simulation = run_hegui(program, trial, tmp_path), Simulation(trial)
    lines = next(lines for lines in got.values() if any(line["changes_on"] for line in lines))
    for line in lines:
        if line["changes_on"]:
            line["changes_on"] = days.text(days.day(line["changes_on"]) + 1)
    assert compare.changes_differ(simulation, lines[0]["holder"], lines[0]["duty"], lines, trial.random, False)


def test_definite_verdicts_hold_however_the_gaps_are_filled():
    asked, broken = 0, []
    for seed in range(300, 310):
        found, number = contradictions(Trial(seed, duties=16, holders=6), [seed * 10, seed * 10 + 1])
        asked += number
        broken += [f"seed {seed}: {f}" for f in found]
    assert asked > 800
    assert not broken


# The simulator's own small parts, by hand


def test_windows_by_walking():
    frame = (days.day("2023-05-19"), days.day("2023-08-02"))
    months = days.windows(frame, "campaign", "month", broken=(10, "prorate"), number=3)
    assert [(w.label, w.number) for w in months] == [("2023-05", 3), ("2023-06", 3), ("2023-07", 3)]  # 2 of 31 days: 0 of 3
    assert [w.label for w in days.windows(frame, "campaign", "month", nth=[1, -1])] == ["2023-05", "2023-08"]
    assert days.windows((days.day("2024-12-30"), days.day("2024-12-30")), "campaign", "week")[0].label == "2025-W01"


def test_working_days_by_walking():
    calendar = days.Calendar(days.day("2023-01-01"), days.day("2023-12-31"), [days.day("2023-06-22"), days.day("2023-06-23")],
                             [days.day("2023-06-25")])
    assert calendar.after(days.day("2023-06-21"), 1) == (days.day("2023-06-25"),) * 2 + (None,)
    assert calendar.shifted(days.day("2023-06-24"), -1)[0] == days.day("2023-06-21")
    lo, hi, needed = calendar.after(days.day("2023-12-29"), 2)
    assert (days.text(lo), days.text(hi), days.text(needed)) == ("2024-01-02", "2024-01-18", "2024-01-01")


def test_days_that_may_coincide():
    assert tally.least_days([(1, 3), (2, 5), (5, 9)]) == 2
    assert tally.most_days([(1, 1), (1, 2), (1, 2), (4, 4)]) == 3


def test_later_units_never_cost_earlier_ones():
    matching = tally.largest_matching(["a", "b", "c"], {"a": ["x", "y"], "b": ["x"], "c": ["x", "y"]})
    assert matching == {"a": "y", "b": "x"}


def test_the_simulator_has_a_function_for_every_shape():
    assert set(simulator.SHAPES) | {"compose"} == set(compare.SHAPES)
