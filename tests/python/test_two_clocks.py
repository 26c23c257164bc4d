"""Two clocks: what was known on a day can be had again, byte for byte, after late records have come in."""

import copy
import random
import re
from datetime import date, timedelta

import pytest

import hegui
from city import collections, dataset, difference, every, read_city


@pytest.fixture(scope="module")
def rules(root):
    return hegui.load(root / "rules/haicheng-2023")


def recorded(row):
    return row.get("recorded_at", "")[:10]


def without_late_rows(city, known_at):
    """The city as it stood at the end of a day: collections stay handed in, rows recorded later are not there."""
    early = copy.deepcopy(city)
    for owners in early.values():
        for document in owners if isinstance(owners, list) else [owners]:
            for name, rows in collections(document):
                document[name] = [row for row in rows if recorded(row) <= known_at]
    return early


def holders_with_late_rows(city, known_at):
    return {
        document["id"]
        for owners in city.values()
        if isinstance(owners, list)
        for document in owners
        if any(recorded(row) > known_at for _, rows in collections(document) for row in rows)
    }


@pytest.mark.parametrize("as_of, known_at", [("2023-06-30", "2023-07-05"), ("2023-09-30", "2023-09-30"), ("2023-12-31", "2024-01-03")])
def test_an_earlier_report_of_the_city_comes_back(root, rules, as_of, known_at):
    city = read_city(root)
    early = without_late_rows(city, known_at)
    assert early != city
    declared = dataset(root)
    # The report as it was made, when nobody needed a second clock.
    report = rules.evaluate(rules.read(early, dataset=declared), as_of=as_of, threads=2)
    now = rules.read(city, dataset=declared)
    again = rules.evaluate(now, as_of=as_of, known_at=known_at, threads=2)
    assert not difference(again.to_json_lines(), report.to_json_lines())
    assert hegui.changed(report, again) == []
    # And what the late records have changed since.
    today = rules.evaluate(now, as_of=as_of, threads=2)
    changes = hegui.changed(report, today)
    assert changes and {(c.after or c.before).holder for c in changes} <= holders_with_late_rows(city, known_at)
    assert len(changes) < len(today) / 4
    # Nothing else has changed: the old report with the changes applied is the new one.
    patched = {finding.id: finding for finding in report}
    patched.update({change.id: change.after for change in changes})
    assert {name for name, finding in patched.items() if finding is not None} == {finding.id for finding in today}


def later(text, days):
    return (date.fromisoformat(text[:10]) + timedelta(days=days)).isoformat() + text[10:]


def disturb(city, known_at, rng):
    """Late rows: corrections of rows, new rows, corrections of corrections. Returns how many, and the holders they belong to."""
    late = copy.deepcopy(city)
    touched, count = set(), 0
    for owner in ("enterprise", "department", "government", "office"):
        for document in late[owner]:
            for _, rows in collections(document):
                for row in [row for row in rows if rng.random() < 0.15]:
                    version = copy.deepcopy(row)
                    version["recorded_at"] = later(known_at, rng.randint(1, 40)) + "T08:00"
                    if "id" in version and rng.random() < 0.3:
                        version["id"] += "-late"
                    for field in [f for f, value in version.items() if f not in ("id", "recorded_at") and rng.random() < 0.4]:
                        value = version[field]
                        if isinstance(value, bool):
                            version[field] = not value
                        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                            version[field] = later(value, rng.randint(-60, 60))
                        elif not isinstance(value, (dict, list)) and rng.random() < 0.5:
                            del version[field]
                    # Rows without an id are told apart by their order where their keys are equal: late ones come last.
                    rows.insert(rng.randint(0, len(rows)) if "id" in version else len(rows), version)
                    touched.add(document["id"])
                    count += 1
    return late, touched, count


@pytest.mark.parametrize("seed", range(6))
def test_late_versions_leave_the_earlier_report_alone(root, rules, seed):
    rng = random.Random(seed)
    as_of = rng.choice(["2023-07-15", "2023-09-30", "2023-12-31"])
    known_at = later(as_of, rng.randint(0, 10))
    declared = dataset(root)
    city = without_late_rows(every(read_city(root), 4), known_at)
    late, touched, count = disturb(city, known_at, rng)
    assert count > 200
    report = rules.evaluate(rules.read(city, dataset=declared), as_of=as_of)
    records = rules.read(late, dataset=declared)
    assert not difference(rules.evaluate(records, as_of=as_of, known_at=known_at).to_json_lines(), report.to_json_lines())
    changes = hegui.changed(report, rules.evaluate(records, as_of=as_of))
    assert len(changes) > 50 and {(c.after or c.before).holder for c in changes} <= touched


def test_changes_say_what_they_are(mini, one):
    before = mini.evaluate([one], as_of="2023-10-15")
    late = copy.deepcopy(one)
    late["inspections"].append(
        {"id": "J2", "kind": "leader-led", "led_by_role": "principal", "date": "2023-08-02", "recorded_at": "2023-10-20T09:00"}
    )
    assert hegui.changed(before, mini.evaluate([late], as_of="2023-10-15", known_at="2023-10-19")) == []
    after = mini.evaluate([late], as_of="2023-10-15", known_at="2023-10-20")
    changes = {(c.after.duty, c.after.instance.label): c for c in hegui.changed(before, after)}
    quarter = changes["leader-inspection", "2023-Q3"]
    assert (quarter.before.verdict, quarter.after.verdict) == ("violated", "satisfied")
    assert "verdict" in quarter.fields and "met_on" in quarter.fields and "duty" not in quarter.fields
    assert str(quarter) == "E1 leader-inspection 2023-Q3: violated -> satisfied"
    assert ("leader-inspection", "2023-Q2") not in changes
    # Findings that come and go.
    came = hegui.changed([], after)
    assert [c.after for c in came] == list(after) and all(c.before is None and c.fields == () for c in came)
    gone = hegui.changed(before, [])
    assert [c.before for c in gone] == list(before) and str(gone[0]).endswith("-> none")
    # Twins of one id are matched in their order.
    twin = before[0]
    assert hegui.changed([twin, twin], [twin, twin]) == [] and len(hegui.changed([twin, twin], [twin])) == 1
