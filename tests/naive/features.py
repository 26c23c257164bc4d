"""Which features a drawn pack uses.

In:   a pack as draw_rules.py draws it.   Out: USES, a question for each feature.
Test: tests/naive/test_naive.py
"""


def parts(value):
    """Every mapping and tuple inside a value, itself included."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    for v in inner:
        yield from parts(v)


def any_mapping(pack, test):
    return any(isinstance(p, dict) and test(p) for p in parts(pack["duties"]))


def any_tree(pack, word):
    everything = (pack["duties"], pack["definitions"], pack["selections"])
    return any(isinstance(p, tuple) and p and p[0] == word for p in parts(everything))


def has_key(key):
    return lambda pack: any_mapping(pack, lambda m: key in m)


def has_value(key, value):
    return lambda pack: any_mapping(pack, lambda m: m.get(key) == value)


USES = {
    "week": has_value("per", "week"),
    "per_phase": has_value("per", "phase"),
    "named_windows": has_key("windows"),
    "nth": has_key("nth"),
    "in_force": has_key("in_force"),
    "governed_by": has_key("governed_by"),
    "broken_else": lambda pack: any_mapping(pack, lambda m: isinstance(m.get("broken"), tuple) and m["broken"][1] != "none"),
    "distinct": has_key("distinct"),
    "rolling": has_key("rolling"),
    "serves_one": has_value("serves", "one"),
    "due_phase": lambda pack: any_mapping(pack, lambda m: isinstance(m.get("base"), tuple) and m["base"][0] == "phase"),
    "due_day": lambda pack: any_mapping(pack, lambda m: isinstance(m.get("base"), tuple) and m["base"][0] == "monthday"),
    "due_shift": has_key("shift"),
    "due_grace": has_key("grace"),
    "due_working": lambda pack: any_mapping(pack, lambda m: isinstance(m.get("base"), tuple) and m["base"][0] == "after_working"),
    "hold": has_key("hold"),
    "report": has_key("report"),
    "match": lambda pack: any_mapping(pack, lambda m: "match" in m and "at_least" in m or "match" in m and "at_most" in m),
    "changes": lambda pack: "changes" in pack["roles"],
    "at": lambda pack: any_tree(pack, "at"),
    "in_period": lambda pack: any_tree(pack, "in_period"),
    "dated": lambda pack: any(len(p["values"]) > 1 for p in pack["params"].values()),
}


def used_by(pack, duty, seen=frozenset()):
    """Every part of a duty, of the selections and definitions that it uses, and of those that these use."""
    for part in parts(duty):
        yield part
        name = part if isinstance(part, str) else part[1] if isinstance(part, tuple) and len(part) == 2 and part[0] in ("def", "sel") else None
        if isinstance(name, str) and name not in seen:
            for table in ("selections", "definitions"):
                if name in pack[table]:
                    yield from used_by(pack, pack[table][name], seen | {name})


def asks_what_is_recorded(pack, duty):
    """Whether a duty uses has() of what may be filled: then its verdict may turn when a gap is filled, by its own words."""
    return any(isinstance(p, tuple) and p and p[0] in ("has", "present") for p in used_by(pack, duty))
