"""Random conditions over the small model, as trees of condition.py.

In:   a Draw (random numbers, interesting days).   Out: trees of type bool.
Test: tests/naive/test_naive.py
"""
from model import ENUMS, OWNERS, TYPES, Field

ROW_FIELDS = {kind: {name: Field(written) for name, written in fields.items()} for kind, (_, _, fields) in TYPES.items()}
HOLDER_FIELDS = {name: Field(written) for name, written in OWNERS["shop"][0].items()}
ROLES = ["boss", "guard", "clerk"]
SIGNS = ["==", "!=", "<", "<=", ">", ">="]


class Reach:
    """What a condition may use: names of rows {name: type}, whether `day` is there, named selections and definitions."""

    def __init__(self, rows=None, day=False, selections=(), definitions=(), holder=True, features=()):
        self.rows, self.day, self.selections, self.definitions = rows or {}, day, list(selections), list(definitions)
        self.holder, self.features = holder, features


def literal_for(draw, field):
    if field.kind == "bool":
        return draw.chance(0.5)
    if field.kind == "int":
        return draw.int(0, 6)
    if field.kind == "enum":
        return draw.pick(ENUMS[field.target])
    if field.kind == "ref":
        return draw.reference(field.target)
    return draw.pick(ROLES)


def date_tree(draw, reach, name, fields):
    """Some day to compare with."""
    options = [("date", draw.day()), ("as_of",)]
    if reach.day:
        options += [("day",)] * 3
    if "d0" in draw.params:
        options.append(("param", "d0"))
    others = [f for f, v in fields.items() if v.kind == "date" and not v.list]
    if others:
        options.append(("get", name, draw.pick(others)))
    tree = draw.pick(options)
    return ("add", tree, draw.int(-9, 20)) if draw.chance(0.15) and tree[0] != "get" else tree


def leaf(draw, reach, name, fields):
    """A test of one field."""
    usable = [f for f, v in fields.items() if v.kind != "rows" and f != "id"]
    f = draw.pick(usable)
    field = fields[f]
    get = ("get", name, f)
    if draw.chance(0.15):
        return ("has", name, f)
    if field.list:
        return ("in", ("lit", literal_for(draw, field)), get)
    if field.kind == "bool":
        return get if draw.chance(0.7) else ("cmp", "==", get, ("lit", draw.chance(0.5)))
    if field.kind == "int":
        return number_test(draw, get)
    if field.kind == "enum":
        if draw.chance(0.3):
            return ("in", get, ("lit", tuple(draw.some(ENUMS[field.target], 1, 2))))
        return ("cmp", draw.pick(["==", "==", "!="]), get, ("lit", literal_for(draw, field)))
    if field.kind == "ref":
        return reference_test(draw, name, f, field)
    if field.kind == "date":
        if "in_period" in reach.features and draw.chance(0.2):
            return ("in_period", get, draw.period_label())
        if draw.chance(0.08) and reach.day:
            return ("cmp", draw.pick(["<", ">="]), ("between", ("day",), get), ("lit", draw.int(0, 40)))
        return ("cmp", draw.pick(SIGNS[2:] + ["=="]), get, date_tree(draw, reach, name, fields))
    return ("cmp", "==", get, ("lit", draw.pick(["", "x", "2023-06"])))


def number_test(draw, get):
    if draw.chance(0.12):
        return ("cmp", draw.pick(SIGNS), ("div", ("lit", 12), get), ("lit", draw.int(1, 6)))
    numbers = [n for n, p in draw.params.items() if p["type"] == "int"]
    right = ("param", draw.pick(numbers)) if numbers and draw.chance(0.3) else ("lit", draw.int(0, 6))
    return ("cmp", draw.pick(SIGNS), get, right)


def reference_test(draw, name, f, field):
    if field.target in TYPES and draw.chance(0.6):
        target = ROW_FIELDS[field.target]
        g = draw.pick([n for n, v in target.items() if v.kind in ("bool", "enum", "date") and not v.list])
        via = ("via", name, f, g)
        if target[g].kind == "bool":
            return via
        if target[g].kind == "enum":
            return ("cmp", "==", via, ("lit", literal_for(draw, target[g])))
        return ("cmp", draw.pick(["<", "<=", ">"]), via, ("date", draw.day()))
    if field.target == "shop" and draw.chance(0.6):
        return ("cmp", draw.pick(SIGNS), ("via", name, f, "level"), ("lit", draw.int(0, 6)))
    return ("cmp", draw.pick(["==", "!="]), ("get", name, f), ("lit", draw.reference(field.target)))


def row_tree(draw, reach, name, depth=2):
    fields = ROW_FIELDS[reach.rows[name]]
    if depth > 0 and draw.chance(0.45):
        return combined(draw, lambda: row_tree(draw, reach, draw.pick(list(reach.rows)), depth - 1))
    if reach.holder and draw.chance(0.08):
        return leaf(draw, reach, "holder", HOLDER_FIELDS)
    if "at" in reach.features and draw.chance(0.12):
        dates = [f for f, v in fields.items() if v.kind == "date"]
        if dates:
            inner = Reach(reach.rows, True, reach.selections, reach.definitions, reach.holder, reach.features)
            return ("at", ("get", name, draw.pick(dates)), row_tree(draw, inner, name, 0))
    nested = [f for f, v in fields.items() if v.kind == "rows"]
    if nested and draw.chance(0.15):
        f = draw.pick(nested)
        inner = Reach({"z": fields[f].target}, reach.day, features=reach.features)
        return (draw.pick(["exists", "all"]), ("nested", name, f), "z", row_tree(draw, inner, "z", 0))
    return leaf(draw, reach, name, fields)


def combined(draw, part):
    word = draw.pick(["and", "or", "not", "if"])
    if word == "not":
        return ("not", part())
    if word == "if":
        return ("if", part(), part(), part())
    return (word, [part() for _ in range(draw.int(2, 3))])


def holder_tree(draw, reach, depth=2):
    if depth > 0 and draw.chance(0.35):
        return combined(draw, lambda: holder_tree(draw, reach, depth - 1))
    choice = draw.pick(["field", "field", "field", "set", "set", "size", "def", "present", "at"])
    if choice == "at" and "at" in reach.features:
        inner = Reach(reach.rows, True, reach.selections, reach.definitions, features=reach.features)
        return ("at", ("date", draw.day()), holder_tree(draw, inner, 0))
    if choice == "def" and reach.definitions:
        return ("def", draw.pick(reach.definitions))
    if choice == "present":
        return ("present", draw.pick(["acts", "deals", "extras"]))
    if choice in ("set", "size"):
        rows, kind = a_set(draw, reach)
        inner = Reach({"y": kind}, reach.day, features=reach.features)
        if choice == "size":
            return ("cmp", draw.pick(SIGNS), ("size", rows), ("lit", draw.int(0, 3)))
        return (draw.pick(["exists", "all"]), rows, "y", row_tree(draw, inner, "y", 1))
    return leaf(draw, reach, "holder", HOLDER_FIELDS)


def a_set(draw, reach):
    named = [(n, k) for n, k in reach.selections if k is not None]
    if named and draw.chance(0.3):
        name, kind = draw.pick(named)
        return ("sel", name), kind
    collection = draw.pick(["acts", "people", "tasks", "deals", "extras"])
    kind = OWNERS["shop"][1][collection][0]
    rows = ("coll", collection)
    if draw.chance(0.3):
        inner = Reach({"x": kind}, reach.day, features=reach.features)
        rows = ("filter", rows, "x", row_tree(draw, inner, "x", 0))
    return rows, kind
