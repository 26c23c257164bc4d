"""Random packs: parameters, definitions, selections and duties of every shape, as Python data.

In:   a Draw, the features that may be used.   Out: the data that simulator.py judges and writing.py turns into YAML.
Test: tests/naive/test_naive.py
"""
from draw_trees import ROW_FIELDS, Reach, holder_tree, literal_for, row_tree
from model import CHANGING, OWNERS

FEATURES = ("week", "per_phase", "named_windows", "nth", "in_force", "governed_by", "broken_else", "distinct", "rolling", "serves_one",
            "due_phase", "due_day", "due_shift", "due_grace", "due_working", "hold", "report", "match", "changes", "at", "in_period",
            "dated")
COLLECTIONS = {c: kind for c, (kind, _) in OWNERS["shop"][1].items() if c in ("people", "acts", "tasks", "things", "deals", "extras")}
SHAPES = ["count"] * 6 + ["items"] * 5 + ["respond"] * 2 + ["forbid"] * 3 + ["state"] * 2 + ["table"] * 2 + ["judge", "cover", "cover"]


class RulesDraw:
    def __init__(self, draw, features):
        self.draw, self.features = draw, features
        self.selections, self.definitions, self.duties = {}, {}, {}

    def has(self, feature, share=1.0):
        return feature in self.features and self.draw.chance(share)

    # Selections

    def reach(self, rows=None, day=False, named=True):
        kinds = [(n, s["kind"]) for n, s in self.selections.items() if not s["uses"] and s["of"][0] == "coll"] if named else []
        return Reach(rows, day, kinds, self.definitions if named else (), features=self.features)

    def selection(self, name, registry=False, kinds=None, uses=None, day=False, sets=False):
        """`uses`: {name: type} that the place of use adds."""
        d = self.draw
        bases = [n for n, s in self.selections.items() if not s["uses"] and (s["of"][0] == "registry") == registry and
                 (kinds is None or s["kind"] in kinds) and s["home"][0] != "nested"]
        if registry:
            of, kind = ("registry", "incidents"), "incident"
        elif bases and d.chance(0.3):
            of = ("sel", d.pick(bases))
            kind = self.selections[of[1]]["kind"]
        elif kinds is None and d.chance(0.2):
            of = d.pick([("nested", "acts", "points"), ("nested", "tasks", "steps")])
            kind = "point" if of[2] == "points" else "step"
        else:
            of = ("coll", d.pick([c for c, k in COLLECTIONS.items() if kinds is None or k in kinds]))
            kind = COLLECTIONS[of[1]]
        home = self.selections[of[1]]["home"] if of[0] == "sel" else of
        tested, tests = {}, []
        for f, field in ROW_FIELDS[kind].items():
            if field.kind in ("bool", "enum", "int") and not field.milestone and d.chance(0.15):
                if field.list:
                    value = literal_for(d, field)
                    tests.append(("in", ("lit", value), ("get", "row", f)))
                elif field.kind == "enum" and d.chance(0.4):
                    value = d.some(["red", "blue", "green"] if field.target == "color" else ["mine", "chem", "shop"], 1, 2)
                    tests.append(("in", ("get", "row", f), ("lit", tuple(value))))
                else:
                    value = literal_for(d, field)
                    tests.append(("cmp", "==", ("get", "row", f), ("lit", value)))
                tested[f] = value
        where = None
        links = {"item": [("deal", "deal"), ("who", "person")], "trigger": [("event", "incident")]}
        if uses and kind == "act" and d.chance(0.8):
            name_used, type_used = next(iter(uses.items()))
            fitting = [f for f, t in links[name_used] if t == type_used]
            if fitting:
                where = ("cmp", "==", ("get", "row", fitting[0]), ("get", name_used, "id"))
        if d.chance(0.5):
            rows = {"row": kind, **({"parent": "act" if kind == "point" else "task"} if home[0] == "nested" else {})}
            more = row_tree(d, self.reach(rows, day, named=False), "row", 1)
            where = more if where is None else ("and", [where, more])
        return {"name": name, "of": of, "home": home, "kind": kind, "is": tested, "where": where, "uses": bool(uses) or day,
                "tests": tests + ([where] if where is not None else [])}

    # Parts of duties

    def within(self, any_too=False):
        options = ["campaign"] * 5 + ["phase-1", "phase-2", self.draw.dates()] + (["any"] * 3 if any_too else [])
        return self.draw.pick(options)

    def number(self):
        d = self.draw
        names = [n for n in ("n0", "n1", "n2") if n in d.params]
        return f"${d.pick(names)}" if names and d.chance(0.25) else d.pick([1, 1, 1, 2, 2, 3])

    def days_number(self):
        names = [n for n in ("n0", "n1") if n in self.draw.params and len(self.draw.params[n]["values"]) == 1]
        return f"${self.draw.pick(names)}" if names and self.draw.chance(0.4) else self.draw.int(0, 20)

    def cadence(self, shape, items=False):
        d = self.draw
        pers = ["month", "quarter", "half_year", "year"] + (["week"] if "week" in self.features else [])
        if self.has("per_phase", 0.2):
            shape["per"] = "phase"
        elif not items and self.has("named_windows", 0.15):
            windows = []
            for n in range(d.int(1, 3)):
                bounds = d.dates()
                windows.append((d.pick([f"w{n}", None]), *bounds))
            if len({w[0] or (w[1], w[2]) for w in windows}) == len(windows):
                shape["windows"] = windows
        if "windows" not in shape and "per" not in shape and d.chance(0.75):
            shape["per"] = d.pick(pers + ["month", "quarter"])
        if not items and ("per" in shape or "windows" in shape) and self.has("nth", 0.2):
            shape["nth"] = d.some([1, 2, 3, -1, -2], 1, 2)

    def broken(self, duty, hold=False):
        if self.draw.chance(0.4):
            policies = ["none"]
            if "broken_else" in self.features:
                policies += ["count", "advise"] + ([] if hold else ["prorate"])
            duty["broken"] = (self.draw.pick([1, 5, 10, 15, 20, 30, 31, 60, 90]), self.draw.pick(policies))

    def moves(self, due):
        d = self.draw
        if self.has("due_shift", 0.3):
            due["shift"] = d.pick(["previous_working_day", "next_working_day", "none"])
        if self.has("due_grace", 0.3):
            due["grace"] = d.pick([("days", d.int(1, 10)), ("working_days", d.int(1, 6))])
        return due

    def fixed_due(self):
        d = self.draw
        if self.has("due_phase", 0.25):
            return self.moves({"base": ("phase", d.pick(["phase-1", "phase-2"]))})
        if "d0" in d.params and d.chance(0.2):
            return {"base": ("param", "d0")}
        return self.moves({"base": ("date", d.day())})

    def row_due(self, kind):
        d = self.draw
        dates = [f for f, v in ROW_FIELDS[kind].items() if v.kind == "date" and not v.milestone]
        if not dates or d.chance(0.2):
            return self.moves({"base": ("date", d.day())})
        tree = ("get", "row", d.pick(dates))
        if self.has("due_working", 0.3):
            return self.moves({"base": ("after_working", tree, d.int(1, 12))})
        if d.chance(0.4):
            return self.moves({"base": ("after", tree, self.days_number())})
        return self.moves({"base": ("tree", tree)})

    # Shapes

    def count(self, duty):
        d = self.draw
        shape = {"rows": self.selection(f"{duty['id']}/rows")}
        if shape["rows"]["kind"] != "thing" and self.has("rolling", 0.12):
            shape["rolling"] = d.pick([3, 7, 14, 30, 31, 60])
        elif d.chance(0.8):
            self.cadence(shape)
        windowed = "per" in shape or "windows" in shape
        shape["within"] = self.within()
        at_most = d.chance(0.2)
        shape["at_most" if at_most else "at_least"] = d.pick([0, 1, 2]) if at_most else self.number()
        if "rolling" not in shape and d.chance(0.4):
            shape["evidence"] = d.pick(["clipped", "whole", "ever"])
        if not at_most and "rolling" not in shape:
            if not windowed and d.chance(0.6):
                shape["due"] = self.fixed_due()
            elif shape.get("per") in ("month", "quarter", "half_year", "year") and self.has("due_day", 0.3):
                number = d.pick([1, 10, 25, 28, "last", 31 if shape["per"] == "year" else 28])
                shape["due"] = self.moves({"base": ("monthday", number, d.pick(["this", "next"]))})
            if d.chance(0.4):
                shape["late"] = d.pick(["lost", "owed"])
            if windowed and self.has("serves_one", 0.2):
                shape["serves"] = "one"
        kind = shape["rows"]["kind"]
        if self.has("distinct", 0.2) and "serves" not in shape:
            shape["distinct"] = self.distinct(kind, shape["rows"]["home"])
        if windowed and kind == "act" and shape.get("per") in ("month", None) and self.has("match", 0.6):
            shape["match"] = ("get", "row", "period")
            shape.pop("evidence", None)
        if windowed and "rolling" not in shape:
            self.broken(duty)
        duty["count"] = shape
        if windowed and "windows" not in shape and not at_most and "due" not in shape and d.chance(0.45):
            duty["unless"] = [self.branch(duty, n) for n in range(d.int(1, 2))]
            if self.has("governed_by", 0.4):
                duty["governed_by"] = d.pick(["first_day", "last_day"])

    def distinct(self, kind, home):
        d = self.draw
        dated = kind in ("person", "act", "task", "deal", "step", "point")
        if dated and d.chance(0.5):
            return "day"
        fields = [f for f, v in ROW_FIELDS[kind].items() if v.kind in ("enum", "int", "bool", "ref", "string") and not v.list]
        return ("get", "row", d.pick(fields)) if fields else "day"

    def branch(self, duty, n):
        d = self.draw
        part = {}
        if d.chance(0.7):
            part["per"] = d.pick(["month", "quarter", "year"])
        if d.chance(0.4):
            part["at_least"] = self.number()
        if "match" not in duty["count"] and d.chance(0.2):
            part["evidence"] = d.pick(["clipped", "whole", "ever"])
        if d.chance(0.2) and "distinct" not in duty["count"] and "match" not in duty["count"]:  # which ask fields of the rows
            part["rows"] = self.selection(f"{duty['id']}/unless{n}")
        return {"when": holder_tree(d, self.reach(day=True), 1), "count": part, "cite": d.pick([None, ["c.2"], ["c.2", "c.3"]])}

    def report(self, duty):
        d = self.draw
        shape = {"rows": self.selection(f"{duty['id']}/rows", kinds=("act",)), "per": "month", "match": ("get", "row", "period"),
                 "within": self.within()}
        if d.chance(0.7):
            shape["due"] = self.moves({"base": ("monthday", d.pick([5, 10, 25, "last"]), d.pick(["this", "next"]))})
        if d.chance(0.4):
            shape["late"] = d.pick(["lost", "owed"])
        self.broken(duty)
        duty["report"] = shape

    def hold(self, duty):
        shape = {"within": self.within(), "holds": holder_tree(self.draw, self.reach(day=True), 1)}
        if self.draw.chance(0.6):
            shape["per"] = self.draw.pick(["month", "quarter"] + (["week"] if "week" in self.features else []))
            self.broken(duty, hold=True)
        duty["hold"] = shape

    def items(self, duty):
        d = self.draw
        form = d.pick(["done", "done", "require", "require", "with"])
        if form == "with":
            shape = {"rows": self.selection(f"{duty['id']}/rows", kinds=("deal", "person")), "within": self.within()}
            kind = shape["rows"]["kind"]
            shape["with"] = self.selection(f"{duty['id']}/with", kinds=("act",), uses={"item": kind})
            self.cadence(shape, items=True)
            shape["at_least"] = self.number()
            if d.chance(0.6):
                shape["from"] = ("get", "row", "start" if kind == "deal" else "joined")
            if d.chance(0.6):
                shape["until"] = ("get", "row", "end" if kind == "deal" else "left")
            if self.has("serves_one", 0.25):
                shape["serves"] = "one"
            if "per" in shape:
                self.broken(duty)
        else:
            shape = {"rows": self.selection(f"{duty['id']}/rows"), "within": self.within(any_too=True)}
            kind = shape["rows"]["kind"]
            if d.chance(0.3):
                shape.pop("within")
            if form == "done":
                days = [f for f, v in ROW_FIELDS[kind].items() if v.kind == "date"]
                milestones = [f for f in days if ROW_FIELDS[kind][f].milestone]
                shape["done"] = ("get", "row", d.pick(milestones if milestones and d.chance(0.8) else days))
                if d.chance(0.8):
                    shape["due"] = self.row_due(kind)
                if d.chance(0.5):
                    shape["late"] = d.pick(["owed", "lost"])
            else:
                rows = {"row": kind, **({"parent": "act" if kind == "point" else "task"} if kind in ("point", "step") else {})}
                tree = lambda: row_tree(d, self.reach(rows), "row", 1)  # noqa: E731
                shape["require"] = {f"check{n}": tree() for n in range(d.int(1, 3))}
                if d.chance(0.5):
                    shape["due"] = self.row_due(kind)
                if d.chance(0.4):
                    shape["closed"] = tree()
                days = [f for f, v in ROW_FIELDS[kind].items() if v.kind == "date" and v.milestone]
                if days and d.chance(0.4):
                    shape["remedy"] = ("get", "row", d.pick(days))
        duty["items"] = shape

    def respond(self, duty):
        d = self.draw
        if d.chance(0.6):
            to = self.selection(f"{duty['id']}/to", registry=True)
        else:
            to = self.selection(f"{duty['id']}/to", kinds=("deal",))
        kind = to["kind"]
        on = ("get", "row", d.pick(["told", "date"] if kind == "incident" else ["start", "agreed"]))
        uses = {"trigger": "incident"} if kind == "incident" else {}
        rows = self.selection(f"{duty['id']}/with", kinds=("act",), uses=uses or None)
        base = ("after_working", on, d.int(1, 10)) if self.has("due_working", 0.3) else ("after", on, self.days_number())
        shape = {"to": to, "on": on, "due": {"base": base}, "with": rows, "within": self.within(any_too=True)}
        if d.chance(0.4):
            shape["late"] = d.pick(["owed", "lost"])
        if self.has("serves_one", 0.25):
            shape["serves"] = "one"
        duty["respond"] = shape

    def forbid(self, duty):
        d = self.draw
        shape = {"rows": self.selection(f"{duty['id']}/rows"), "within": self.within(any_too=True), "each": d.chance(0.5)}
        kind = shape["rows"]["kind"]
        rows = {"row": kind, **({"parent": "act" if kind == "point" else "task"} if kind in ("point", "step") else {})}
        if kind == "act" and d.chance(0.6):
            shape["among"] = ("get", "row", "group")
            shape["where"] = d.pick([("of_member", "key", "group"), ("not", ("of_member", "key", "group")),
                                     ("cmp", "<=", ("of_member", "joined", "group"), ("date", d.day())),
                                     ("cmp", "==", ("name", "member"), ("lit", d.reference("person"))),
                                     ("and", [("of_member", "key", "group"), row_tree(d, self.reach(rows), "row", 0)])])
        elif d.chance(0.85):
            shape["where"] = row_tree(d, self.reach(rows), "row", 1)
        duty["forbid"] = shape

    def state(self, duty):
        d = self.draw
        duty["state"] = {"require": {f"check{n}": holder_tree(d, self.reach(day=True), 1) for n in range(d.int(1, 2))}}
        if d.chance(0.6):
            duty["state"]["due"] = self.fixed_due()

    def table(self, duty):
        d = self.draw
        of = [d.pick([("get", "holder", "level"), ("get", "holder", "big")]) for _ in range(2)]
        names = ["one", "two", "off"]
        rows = []
        for _ in range(d.int(1, 4)):
            tests, written = [], []
            for tree in of:
                if d.chance(0.35):
                    written.append("-")
                elif tree[2] == "big":
                    value = d.chance(0.5)
                    written.append(value)
                    tests.append(("cmp", "==", tree, ("lit", value)))
                else:
                    sign, value = d.pick(["==", "<", "<=", ">", ">="]), d.int(0, 6)
                    written.append(value if sign == "==" else f"{sign} {value}")
                    tests.append(("cmp", sign, tree, ("lit", value)))
            rows.append({"written": written, "tests": tests, "outcome": d.pick(names)})
        used = {r["outcome"] for r in rows}
        then = {n: (None if n == "off" else holder_tree(d, self.reach(day=True), 0)) for n in names if n in used}
        duty["table"] = {"hit": d.pick(["first", "first", "unique"]), "of": of, "rows": rows, "then": then}
        if d.chance(0.5):
            duty["table"]["due"] = self.fixed_due()

    def judge(self, duty):
        duty["judge"] = {"by": "office"}

    def cover(self, duty):
        d = self.draw
        shape = {"members": self.selection(f"{duty['id']}/members", kinds=("person",), day=True), "ratio": d.pick([1.0, 1.0, 0.5, 0.8])}
        if d.chance(0.4):
            shape["holds"] = row_tree(d, self.reach({"row": "person"}, day=True), "row", 1)
        else:
            name = f"by{len(self.selections)}"
            self.selections[name] = self.selection(name, kinds=("act",))
            shape["by"], shape["field"] = name, d.pick(["group", "group", "who"])
            if d.chance(0.25):
                shape["judged"] = "on_the_day"
        if d.chance(0.4):
            shape["due"] = {"base": ("date", d.day())}
        if d.chance(0.3):
            shape["late"] = d.pick(["lost", "owed"])
        if d.chance(0.3):
            shape["within"] = self.within()
        duty["cover"] = shape

    # A pack

    def duty(self, name, shapes):
        d = self.draw
        duty = {"id": name, "cite": d.pick([["c.1"], ["c.1", "c.3"]])}
        getattr(self, d.pick(shapes))(duty)
        if d.chance(0.3):
            duty["when"] = holder_tree(d, self.reach(day=True), 1)
        if self.has("in_force", 0.15):
            first, last = d.dates()
            duty["in_force"] = d.pick([(first, last), (first, 10**7), (-(10**7), last)])
        return duty

    def pack(self, size):
        d = self.draw
        for n in range(3):
            self.definitions[f"def{n}"] = holder_tree(d, self.reach(day=True, named=n > 0), 1)
        for n in range(5):
            self.selections[f"sel{n}"] = self.selection(f"sel{n}", registry=n == 4)
        shapes = SHAPES + (["hold"] * 3 if "hold" in self.features else []) + (["report"] * 2 if "report" in self.features else [])
        for n in range(size):
            name = f"duty-{n:02d}"
            self.duties[name] = self.duty(name, shapes)
        single = sorted(self.duties)
        for n in range(2):
            name = f"whole-{n}"
            self.duties[name] = {"id": name, "cite": ["c.1"], "compose": sorted(d.some(single, 1, 4))}
        roles = {"suspensions": "pauses", "judgements": "judgements", "waivers": "waivers", "opened": True, "ceased": True}
        if "changes" in self.features:
            roles.update(changes="changes", of=CHANGING)
        pack = {"name": "naive", "campaign": d.campaign, "phases": d.phases, "calendar": d.calendar, "roles": roles, "params": d.params,
                "selections": self.selections, "definitions": self.definitions, "duties": self.duties}
        for duty in self.duties.values():
            duty["assumptions"] = sorted(n for n in params_used(pack, duty, set()) if d.params[n]["assumption"])[:4]
        return pack


def params_used(pack, part, seen):
    """Names of the parameters that a part of a pack uses, through definitions and selections."""
    if isinstance(part, str):
        if part.startswith("$"):
            return {part[1:]}
        if part in pack["selections"] and part not in seen:
            return params_used(pack, pack["selections"][part], seen | {part})
        return set()
    if isinstance(part, dict):
        return set().union(*[params_used(pack, v, seen) for v in part.values()])
    if isinstance(part, (list, tuple)):
        if len(part) == 2 and part[0] == "param":
            return {part[1]}
        if len(part) == 2 and part[0] == "def":
            return params_used(pack, pack["definitions"][part[1]], seen)
        return set().union(*[params_used(pack, v, seen) for v in part])
    return set()


