"""A trial as files: the pack in YAML and CEL, the records in NDJSON.

In:   a Trial, a folder.   Out: FOLDER/pack, FOLDER/data.
Idea: rule files are written as JSON, which YAML reads; so every quoting is certain.
Test: tests/naive/test_naive.py
"""
import json

from condition import cel
from days import ALWAYS, NEVER, text
from model import as_yaml

SOURCE = "文件\n一、每月检查。\n二、每季度检查。\n三、及时整改。\n"
CLAUSES = ("- {id: c.1, part: c, clause: 一, text: 每月检查, actor: shop, checkable: 'yes'}\n"
           "- {id: c.2, part: c, clause: 二, text: 每季度检查, actor: shop, checkable: 'yes'}\n"
           "- {id: c.3, part: c, clause: 三, text: 及时整改, actor: shop, checkable: 'yes'}\n")


def dates(bounds):
    out = {}
    if bounds[0] != ALWAYS:
        out["from"] = text(bounds[0])
    if bounds[1] != NEVER:
        out["until"] = text(bounds[1])
    return out


def selection(sel):
    of = sel["of"]
    out = {"of": of[1] if of[0] in ("coll", "sel") else f"registry.{of[1]}" if of[0] == "registry" else f"{of[1]}.{of[2]}"}
    if sel["is"]:
        out["is"] = sel["is"]
    if sel["where"] is not None:
        out["where"] = cel(sel["where"])
    return out


def date_of_row(tree):
    if tree[0] == "get" and tree[1] == "row":
        return tree[2]
    return cel(tree)


def due(written):
    base = written["base"]
    moves = {k: written[k] for k in ("shift",) if k in written}
    if "grace" in written:
        moves["grace"] = {written["grace"][0]: written["grace"][1]}
    if base[0] in ("date", "param", "tree"):
        word = text(base[1]) if base[0] == "date" else f"${base[1]}" if base[0] == "param" else date_of_row(base[1])
        return {"date": word, **moves} if moves else word
    if base[0] == "phase":
        return {"phase": base[1], **moves}
    if base[0] == "monthday":
        return {"day": base[1], **({"month": "next"} if base[2] == "next" else {}), **moves}
    return {"after": date_of_row(base[1]), ("working_days" if base[0] == "after_working" else "days"): base[2], **moves}


def within(value):
    return value if isinstance(value, str) else dates(value)


def shape_of(word, shape):
    out = {}
    for key, value in shape.items():
        if key in ("rows", "with", "to", "members") and word != "table":
            out[key] = selection(value)
        elif key == "within":
            out[key] = within(value)
        elif key == "windows":
            out[key] = [{**({"label": w[0]} if w[0] else {}), **dates(w[1:])} for w in value]
        elif key == "due":
            out.update(answer_days(value) if word == "respond" else {"due": due(value)})
        elif key in ("done", "remedy", "from", "until", "on"):
            out[key] = date_of_row(value)
        elif key == "require":
            out[key] = {name: cel(tree) for name, tree in value.items()}
        elif key in ("holds", "where", "among", "closed"):
            out[key] = cel(value)
        elif key == "match":
            out[key] = date_of_row(value)
        elif key == "distinct":
            out[key] = value if value == "day" else cel(value)
        elif key == "by" and word == "cover":
            out[key] = f"{value}.{shape['field']}"
        elif key == "of":
            out[key] = [cel(tree) for tree in value]
        elif key == "then":
            out[key] = {n: None if tree is None else cel(tree) for n, tree in value.items()}
        elif key == "rows":
            out[key] = [[*row["written"], row["outcome"]] for row in value]
        elif key != "field":
            out[key] = value
    if word == "judge":
        out["question"] = {"zh": "是否", "en": "whether"}
    return out


def answer_days(written):
    base = written["base"]
    return {"within_days" if base[0] == "after" else "within_working_days": base[2]}


def duty(d):
    out = {"zh": d["id"], "cite": d["cite"]}
    for key, value in d.items():
        if key == "when":
            out[key] = cel(value)
        elif key == "in_force":
            out[key] = dates(value)
        elif key == "broken":
            out["broken_period"] = {"min_days": value[0], "else": value[1]}
        elif key == "unless":
            out[key] = [{"when": cel(b["when"]),
                         **{k: selection(v) if k == "rows" else v for k, v in b["count"].items()},
                         **({"cite": b["cite"]} if b["cite"] else {})} for b in value]
        elif key in ("compose", "governed_by"):
            out[key] = value
        elif key not in ("id", "cite", "assumptions"):
            out[key] = shape_of(key, value)
    return out


def parameter(name, p):
    show = text if p["type"] == "date" else (lambda v: v)
    out = {"zh": name, "en": name, "type": p["type"], "origin": "assumption" if p["assumption"] else "text"}
    if p["assumption"]:
        out["reading"] = "R1"
    if p["allowed"] is not None:
        out["allowed"] = {"from": show(p["allowed"][0]), "to": show(p["allowed"][1])}
    if len(p["values"]) == 1:
        out["value"] = show(p["values"][0][1])
    else:
        out["values"] = [{**({"from": text(at)} if at is not None else {}), "value": show(v)} for at, v in p["values"]]
    return out


def calendar(c):
    years = {}
    for year in range(int(text(c.first)[:4]), int(text(c.last)[:4]) + 1):
        years[year] = {"notice": "x", "holidays": [{"date": text(d)} for d in sorted(c.holidays) if text(d).startswith(str(year))],
                       "workdays": [text(d) for d in sorted(c.workdays) if text(d).startswith(str(year))]}
    return {"format_version": 1, "coverage": {"first": text(c.first), "last": text(c.last)},
            "years": {str(y): v for y, v in years.items()}}


def write_pack(pack, folder):
    folder.mkdir(parents=True, exist_ok=True)
    with_changes = "changes" in pack["roles"]
    roles = {"opened": "opened", "ceased": "ceased", "suspensions": "pauses", "judgements": "judgements", "waivers": "waivers"}
    if with_changes:
        roles["changes"] = {"rows": "changes", "of": pack["roles"]["of"]}
    head = {"pack": pack["name"], "version": "1", "title": {"zh": "随机", "en": "random"},
            "document": {"number": "1", "text": "source.txt", "clauses": "clauses.yaml"}, "model": "model.yaml",
            "calendar": "calendar.yaml", "parameters": ["parameters.yaml"], "rules": ["rules.yaml"],
            "campaign": dates(pack["campaign"]),
            "phases": {n: {"zh": n, **dates(bounds)} for n, bounds in pack["phases"].items()},
            "roles": {"shop": roles}, "defaults": {"holder": "shop"}}
    rules = {"define": {n: {"zh": n, "of": "shop", "value": cel(tree)} for n, tree in pack["definitions"].items()},
             "rows": {n: {"zh": n, **selection(s)} for n, s in pack["selections"].items()},
             "duties": {n: duty(d) for n, d in pack["duties"].items()}}
    params = {"readings": {"R1": {"zh": "一", "en": "one", "alternatives": ["two"]}},
              "params": {n: parameter(n, p) for n, p in pack["params"].items()}}
    years = calendar(pack["calendar"])
    written = json.dumps(years, indent=1, ensure_ascii=False)
    for year in years["years"]:
        written = written.replace(f'"{year}": {{', f"{year}: {{")
    for name, content in (("pack.yaml", head), ("rules.yaml", {k: v for k, v in rules.items() if v}), ("parameters.yaml", params)):
        (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "calendar.yaml").write_text(written + "\n", encoding="utf-8")
    (folder / "model.yaml").write_text(as_yaml(with_changes), encoding="utf-8")
    (folder / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    (folder / "source.txt").write_text(SOURCE, encoding="utf-8")


def write_data(trial, folder):
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(o, ensure_ascii=False) for o in trial.owners]
    (folder / "shop.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "registry.json").write_text(json.dumps(trial.registry, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "dataset.yaml").unlink(missing_ok=True)  # of an earlier trial
    if trial.declared:
        (folder / "dataset.yaml").write_text(json.dumps({"complete_through": trial.declared}) + "\n", encoding="utf-8")


def write_trial(trial, folder):
    write_pack(trial.pack, folder / "pack")
    write_data(trial, folder / "data")
