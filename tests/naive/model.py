"""The record model of the random packs, once as Python data, once as YAML.

In:   nothing.   Out: `Model`, with the few questions the simulator asks, and the text of model.yaml.
Test: tests/naive/test_naive.py
"""
ENUMS = {
    "color": ["red", "blue", "green"],
    "sector": ["mine", "chem", "shop"],
    "judgement": ["met", "not-met", "not-applicable"],
}

# type: (event fields, key fields, {field: written type}); "!" after a written type: sparse.
TYPES = {
    "person": (["joined"], [], {
        "id": "id", "key": "bool", "roles": "[]string", "joined": "date", "left": "milestone", "signed": "milestone"}),
    "act": (["date"], [], {
        "id": "id", "date": "date", "kind": "enum:color", "size": "int", "flag": "bool", "extra": "bool!", "note": "string!",
        "tags": "[]enum:color", "who": "ref:person", "group": "[]ref:person", "deal": "ref:deal", "event": "ref:incident",
        "deadline": "date", "done": "milestone", "period": "month", "points": "[]point"}),
    "point": ([], [], {"code": "enum:color", "limit": "date", "fixed": "milestone", "grave": "bool"}),
    "task": (["planned", "begun"], [], {
        "id": "id", "planned": "date", "begun": "milestone", "kind": "enum:color", "deadline": "date", "ended": "date",
        "steps": "[]step"}),
    "step": (["on"], [], {"on": "date", "ok": "bool"}),
    "thing": ([], ["kind", "size"], {"kind": "enum:color", "size": "int", "flag": "bool", "deadline": "date", "done": "milestone"}),
    "deal": (["start"], [], {
        "id": "id", "start": "date", "end": "date!", "kind": "enum:color", "agreed": "milestone", "clear": "bool", "mended": "milestone"}),
    "incident": (["date"], [], {
        "id": "id", "date": "date", "sector": "enum:sector", "typical": "bool", "told": "milestone"}),
    "interval": (["from"], ["from"], {"from": "date", "to": "date!"}),
    "judgement": (["on"], ["duty", "instance", "on"], {
        "duty": "string", "instance": "string!", "verdict": "enum:judgement", "on": "date"}),
    "waiver": (["from"], ["duty", "instance", "from"], {
        "duty": "string", "instance": "string!", "from": "date", "until": "date", "approved_by": "string"}),
    "change": (["from"], ["collection", "row", "field", "from"], {
        "collection": "string!", "row": "string!", "field": "string", "value": "string", "from": "date"}),
}

# owner: ({field: written type}, {collection: (row type, sparse)})
OWNERS = {
    "registry": ({}, {"incidents": ("incident", False)}),
    "shop": ({"id": "id", "level": "int", "big": "bool", "sectors": "[]enum:sector", "boss": "ref:person", "parent": "ref:shop!",
              "opened": "date!", "ceased": "milestone", "founded": "date"},
             {"people": ("person", False), "acts": ("act", False), "tasks": ("task", False), "things": ("thing", False),
              "deals": ("deal", False), "extras": ("act", True), "pauses": ("interval", True),
              "judgements": ("judgement", True), "waivers": ("waiver", True), "changes": ("change", True)}),
}

CHANGING = ["sectors", "level", "people.key", "people.roles", "acts.kind", "acts.who"]


class Field:
    def __init__(self, written):
        self.sparse = written.endswith("!")
        word = written.rstrip("!")
        self.list = word.startswith("[]")
        word = word[2:] if self.list else word
        self.milestone = word == "milestone"
        self.kind, _, self.target = word.partition(":")
        if self.milestone:
            self.kind = "date"
        if self.kind in TYPES:
            self.kind, self.target = "rows", self.kind


class RowType:
    def __init__(self, event, key, fields):
        self.event, self.key = event, key
        self.fields = {name: Field(written) for name, written in fields.items()}


class Model:
    def __init__(self):
        self.types = {name: RowType(*parts) for name, parts in TYPES.items()}
        self._owners = {name: ({f: Field(w) for f, w in fields.items()}, rows) for name, (fields, rows) in OWNERS.items()}

    def owner_fields(self, owner):
        return self._owners[owner][0]

    def collections(self, owner):
        return self._owners[owner][1]

    def row_type(self, owner, collection):
        return self._owners[owner][1][collection][0]

    def sparse_collection(self, owner, collection):
        return self._owners[owner][1][collection][1]

    def collection_of(self, owner, row_type):
        return next((c for c, (kind, _) in self._owners[owner][1].items() if kind == row_type), None)

    def read_change(self, field, text):
        """The text of a change as the raw value of the field that it changes."""
        if text is None or text == "":
            return [] if field.list and text == "" else None
        if field.list:
            return [word.strip() for word in text.split(",")]
        if field.kind == "int":
            return int(text)
        return text == "true" if field.kind == "bool" else text


def as_yaml(with_changes):
    lines = ["enums:"]
    for name, words in ENUMS.items():
        lines.append(f"  {name}: {{{', '.join(f'{w}: {w}' for w in words)}}}")
    lines.append("types:")
    for name, (event, key, fields) in TYPES.items():
        if name == "change" and not with_changes:
            continue
        lines += [f"  {name}:", f"    zh: {name}"]
        if event:
            lines.append(f'    event: [{", ".join(_quoted(e) for e in event)}]')
        if key:
            lines.append(f'    key: [{", ".join(_quoted(k) for k in key)}]')
        lines += ["    fields:"] + _fields(fields, "      ")
    lines.append("owners:")
    for name, (fields, rows) in OWNERS.items():
        lines += [f"  {name}:", f"    zh: {name}", "    fields:" + ("" if fields else " {}")] + _fields(fields, "      ")
        lines.append("    collections:")
        for collection, (kind, sparse) in rows.items():
            if kind != "change" or with_changes:
                lines.append(f"      {collection}: {f'[{kind}, sparse]' if sparse else kind}")
    return "\n".join(lines) + "\n"


def _quoted(word):
    return f'"{word}"'


def _fields(fields, indent):
    return [f'{indent}"{name}": [{name}, "{written.rstrip("!")}"{", sparse" if written.endswith("!") else ""}]'
            for name, written in fields.items()]
