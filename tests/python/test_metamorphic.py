"""Changes of the records that must not change a finding, and those whose effect is known."""

import copy
import json
import random
import re

import pytest

import hegui
from city import OWNERS, collections, dataset, difference, every, families, read_city

AS_OF = "2023-10-31"
DATE = re.compile(r"\d{4}-\d{2}(?=$|-\d{2})")  # a day, or a month


@pytest.fixture(scope="module")
def rules(root):
    return hegui.load(root / "rules/haicheng-2023")


@pytest.fixture(scope="module")
def declared(root):
    return dataset(root)


@pytest.fixture(scope="module")
def city(root):
    return every(read_city(root), 3)


def lines(rules, city, declared):
    return rules.evaluate(rules.read(city, dataset=declared), as_of=AS_OF).to_json_lines()


@pytest.fixture(scope="module")
def plain(rules, city, declared):
    text = lines(rules, city, declared)
    assert text.count("\n") > 2000
    return text


def shuffled(rows, rng):
    """In another order, but versions of one row as they were: of equally late ones the later line counts.

    Rows without an id are told apart by their keys, and those with one key by their order; so they stay as they are.
    """
    if any("id" not in row for row in rows):
        return rows
    versions = {}
    for row in rows:
        versions.setdefault(row["id"], []).append(row)
    order = [row["id"] for row in rows]
    rng.shuffle(order)
    return [versions[name].pop(0) for name in order]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_and_owners_does_not_matter(rules, city, declared, plain, seed):
    rng = random.Random(seed)
    other = copy.deepcopy(city)
    for owner in OWNERS:
        rng.shuffle(other[owner])
        for document in other[owner]:
            for name, rows in collections(document):
                document[name] = shuffled(rows, rng)
            items = list(document.items())
            rng.shuffle(items)
            document.clear()
            document.update(items)
    for name, rows in collections(other["registry"]):
        other["registry"][name] = shuffled(rows, rng)
    assert json.dumps(other) != json.dumps(city)
    assert not difference(lines(rules, other, declared), plain)


@pytest.mark.parametrize("parts", [2, 5])
def test_findings_of_parts_are_the_findings_of_the_whole(rules, city, declared, plain, parts):
    """Enterprises that name one another stay together; whom all refer to is in every part."""
    groups = families(city["enterprise"])
    assert len(groups) > parts
    found = []
    for part in range(parts):
        some = dict(city, enterprise=[e for group in groups[part::parts] for e in group])
        found += lines(rules, some, declared).splitlines()
    of_enterprises = [line for line in plain.splitlines() if '"holder_type": "enterprise"' in line]
    assert not difference(sorted(line for line in found if '"holder_type": "enterprise"' in line), sorted(of_enterprises))


def test_one_file_or_several(rules, city, declared, plain, tmp_path):
    (tmp_path / "dataset.yaml").write_text(declared, encoding="utf-8")
    (tmp_path / "registry.json").write_text(json.dumps(city["registry"], ensure_ascii=False), encoding="utf-8")
    for owner in OWNERS:
        half = len(city[owner]) // 2
        (tmp_path / f"{owner}.json").write_text(json.dumps(city[owner][:half], ensure_ascii=False), encoding="utf-8")
        rest = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in city[owner][half:])
        (tmp_path / f"{owner}.ndjson").write_text(rest, encoding="utf-8")
    assert not difference(rules.evaluate(tmp_path, as_of=AS_OF).to_json_lines(), plain)


def test_other_owners_do_not_matter(rules, city, declared, plain):
    other = copy.deepcopy(city)
    for document in copy.deepcopy(city["enterprise"]):
        document["id"] = "Z-" + document["id"]
        document.pop("parent", None)
        other["enterprise"].append(document)
    found = lines(rules, other, declared).splitlines()
    assert len(found) > 1.5 * plain.count("\n")
    assert not difference([line for line in found if '"holder": "Z-' not in line], plain)


def future(row, number):
    """A copy of a row that has not happened yet."""
    copied = copy.deepcopy(row)
    if "id" in copied:
        copied["id"] = f"{copied['id']}-future-{number}"
    dates = [f for f, v in copied.items() if isinstance(v, str) and DATE.match(v) and f != "recorded_at"]
    for field in dates:
        copied[field] = DATE.sub("2031-01", copied[field])
    copied.pop("recorded_at", None)
    return copied if dates else None


EVENTS = ("inspections", "drills", "meetings", "trainings", "hazards", "permits")


def test_what_has_not_happened_does_not_matter(rules, city, declared, plain):
    other = copy.deepcopy(city)
    added = 0
    for owner in OWNERS:
        for document in other[owner]:
            for name, rows in collections(document):
                if name not in EVENTS:
                    continue
                more = [future(row, i) for i, row in enumerate(rows)]
                document[name] = rows + [row for row in more if row is not None]
                added += len(more)
    assert added > 500
    assert not difference(lines(rules, other, declared), plain)


def test_rows_of_other_kinds_and_of_other_times_do_not_matter(rules, city, declared, plain):
    other = copy.deepcopy(city)
    for document in other["enterprise"]:
        name = document["id"]
        if isinstance(document.get("inspections"), list):
            # Of a kind that no duty of an enterprise asks for; of the right kind, but years before the campaign.
            document["inspections"] += [
                {"id": f"{name}-x1", "kind": "look-back", "date": "2023-07-11", "findings": []},
                {"id": f"{name}-x2", "kind": "leader-led", "date": "2019-07-11", "led_by_role": "principal", "scope": ["全面检查"], "findings": []},
            ]
        if isinstance(document.get("drills"), list):
            document["drills"].append({"id": f"{name}-y1", "date": "2019-07-11", "participants": []})
    assert not difference(lines(rules, other, declared), plain)


def test_one_row_too_few_is_noticed(rules, city, declared, plain):
    """The comparisons above can fail: without its inspections an enterprise has other findings, the others have the same."""
    other = copy.deepcopy(city)
    victim = next(e for e in other["enterprise"] if len(e.get("inspections") or []) > 5)
    victim["inspections"] = []
    found = lines(rules, other, declared)
    assert difference(found, plain)
    mark = f'"holder": "{victim["id"]}"'
    rest = [[line for line in text.splitlines() if mark not in line] for text in (found, plain)]
    assert not difference(*rest)
