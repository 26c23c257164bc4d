"""The example city as plain values, and ways to take it apart. For the tests beside it."""

import copy
import json

OWNERS = ("enterprise", "department", "government", "office")


def read_city(root):
    """Owners by type, and the registry."""
    folder = root / "examples/city"
    city = {
        owner: [json.loads(line) for line in (folder / f"{owner}.ndjson").read_text(encoding="utf-8").splitlines()] for owner in OWNERS
    }
    city["registry"] = json.loads((folder / "registry.json").read_text(encoding="utf-8"))
    return city


def dataset(root):
    return (root / "examples/city/dataset.yaml").read_text(encoding="utf-8")


def collections(document):
    """(name, rows) of the collections that an owner has handed in and that are not empty."""
    return [(name, rows) for name, rows in document.items() if isinstance(rows, list) and rows and isinstance(rows[0], dict)]


def families(enterprises):
    """Enterprises that name one another as parents belong together."""
    leader = {e["id"]: e["id"] for e in enterprises}

    def find(name):
        while leader[name] != name:
            name = leader[name]
        return name

    for enterprise in enterprises:
        if enterprise.get("parent") in leader:
            leader[find(enterprise["id"])] = find(enterprise["parent"])
    groups = {}
    for enterprise in enterprises:
        groups.setdefault(find(enterprise["id"]), []).append(enterprise)
    return list(groups.values())


def every(city, step):
    """A part of the city: each step-th enterprise with its family; everything else whole."""
    part = copy.copy(city)
    groups = families(city["enterprise"])
    part["enterprise"] = [e for group in groups[::step] for e in group]
    return part


def difference(left, right):
    """The first lines in which two texts (or lists of lines) differ; empty when they are equal."""
    left, right = (text.splitlines() if isinstance(text, str) else text for text in (left, right))
    for number, (a, b) in enumerate(zip(left, right)):
        if a != b:
            return f"line {number + 1}:\n{a}\n{b}"
    return "" if len(left) == len(right) else f"{len(left)} and {len(right)} lines"
