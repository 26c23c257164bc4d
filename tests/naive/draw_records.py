"""Random records: owners with rows full of gaps, versions, late entries and days on edges.

In:   a Draw, the duties' ids.   Out: raw owners (dicts as in NDJSON), the registry, what dataset.yaml declares.
Test: tests/naive/test_naive.py
"""
from days import text
from draw_trees import HOLDER_FIELDS, ROLES, ROW_FIELDS
from model import CHANGING, ENUMS, OWNERS

ROWS = {"people": 3, "acts": 6, "tasks": 3, "things": 2, "deals": 2, "extras": 2, "pauses": 1, "judgements": 1, "waivers": 2, "changes": 3}


def value_of(draw, field):
    """A raw value of a field, as JSON has it."""
    if field.list:
        return [value_of_one(draw, field) for _ in range(draw.pick([0, 1, 1, 2]))]
    return value_of_one(draw, field)


def value_of_one(draw, field):
    if field.kind == "bool":
        return draw.chance(0.6)
    if field.kind == "int":
        return draw.int(0, 6)
    if field.kind == "enum":
        return draw.pick(ENUMS[field.target][:2] if field.target != "judgement" else ENUMS["judgement"])
    if field.kind == "ref":
        return draw.reference(field.target)
    if field.kind == "date":
        return draw.written_day()
    if field.kind == "month":
        return text(draw.day())[:7]
    return draw.pick(ROLES + ["x"])


def row(draw, kind, name, gaps):
    out = {}
    for f, field in ROW_FIELDS[kind].items():
        if f == "id":
            out["id"] = name
        elif field.kind == "rows":
            if not draw.chance(gaps):
                out[f] = [{k: v for k, v in row(draw, field.target, "", gaps).items()} for _ in range(draw.int(0, 2))]
        elif draw.chance(0.5 if field.milestone else 0.6 if field.sparse else gaps):
            if draw.chance(0.2):
                out[f] = draw.pick([None, ""]) if not field.list else None
        else:
            out[f] = value_of(draw, field)
    return out


def collection(draw, kind, prefix, number, gaps):
    rows = []
    for n in range(1, number + 1):
        one = row(draw, kind, f"{prefix}{n}", gaps)
        if draw.chance(0.15):
            one["recorded_at"] = text(draw.day())
        rows.append(one)
        if "id" in one and draw.chance(0.12):  # another version of the same row
            other = dict(one)
            for f in draw.some(sorted(one), 1, 3):
                if f not in ("id", "points", "steps"):
                    other[f] = row(draw, kind, one["id"], gaps).get(f)
            other["recorded_at"] = text(draw.day())
            rows.insert(draw.int(0, len(rows)), other)
        if "id" in one and draw.chance(0.02):
            rows[-1].pop("id")
    return rows


def written_change(draw, change):
    """Makes a drawn change row a sensible one: what it changes and to what."""
    path = draw.pick(CHANGING)
    where, _, name = path.rpartition(".")
    kind = OWNERS["shop"][1][where][0] if where else None
    field = ROW_FIELDS[kind][name] if where else HOLDER_FIELDS[name]
    value = value_of(draw, field)
    words = ",".join(value) if field.list else str(value).lower() if field.kind == "bool" else str(value)
    change.update(collection=where, row=f"{where[0].upper()}{draw.int(1, 4)}" if where else "", field=name)
    if words and not draw.chance(0.08):
        change["value"] = words
    else:
        change.pop("value", None)
    if "from" not in change and draw.chance(0.8):
        change["from"] = draw.written_day()
    return change


def waiver(draw, one, duties):
    one["duty"] = draw.pick(duties)
    if draw.chance(0.6):
        one.pop("instance", None)
    else:
        one["instance"] = draw.pick(["campaign", "phase-1", draw.period_label(), f"A{draw.int(1, 4)}", f"D1/{draw.period_label()}"])
    if draw.chance(0.5):
        one["from"], one["until"] = (text(d) for d in draw.dates())
    return one


def owner(draw, name, duties, with_changes):
    gaps = draw.pick([0.0, 0.05, 0.15, 0.3])
    raw = {"id": name}
    for f, field in HOLDER_FIELDS.items():
        if f in ("opened", "ceased"):
            if draw.chance(0.3):
                raw[f] = draw.written_day()
        elif f != "id" and not draw.chance(0.5 if field.sparse else gaps):
            raw[f] = value_of(draw, field)
    for c, (kind, sparse) in OWNERS["shop"][1].items():
        if c == "changes" and not with_changes:
            continue
        if draw.chance(0.35 if sparse else gaps / 3):
            continue  # absent
        rows = collection(draw, kind, c[0].upper(), draw.int(0, ROWS[c]), gaps if not sparse else gaps / 2)
        if c == "waivers":
            rows = [waiver(draw, r, duties) for r in rows]
        if c == "judgements":
            for r in rows:
                r["duty"] = draw.pick([d for d in duties])
        if c == "changes":
            rows = [written_change(draw, r) for r in rows]
        raw[c] = rows
    if draw.chance(0.4):
        raw["complete_through"] = {c: text(draw.day()) for c in draw.some(["people", "acts", "tasks", "things", "deals"], 1, 5)}
    return raw


def records(draw, holders, duties, with_changes):
    owners = [owner(draw, f"S{n:02d}", duties, with_changes) for n in range(1, holders + 1)]
    registry = {"incidents": collection(draw, "incident", "I", draw.int(0, 4), draw.pick([0.0, 0.1, 0.3]))}
    if draw.chance(0.1):
        registry = {}
    declared = {}
    if draw.chance(0.5):
        declared["shop"] = {c: text(draw.day()) for c in draw.some(["people", "acts", "tasks", "things", "deals"], 1, 5)}
    if draw.chance(0.3):
        declared["registry"] = {"incidents": text(draw.day())}
    return owners, registry, declared
