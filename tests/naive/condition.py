"""Conditions: small trees of tuples, their text in CEL, and their value, true, false, unknown or an error.

In:   a tree, an Env (what the names stand for), a day of judgement.   Out: a Python value, a Span, Unknown or Fault.
Idea: docs/evaluation.md, section 2, sentence by sentence. The generator draws trees; nothing parses CEL here.

A tree is a tuple with a word first:
  lit V | day | as_of | param NAME | date N | get VAR FIELD | via VAR FIELD FIELD2 | def NAME
  cmp OP A B | in A B | has VAR FIELD | present COLLECTION | and TREES | or TREES | not A | if C A B
  name VAR (a bound value) | of_member FIELD LIST_FIELD (of the person that `member` names)
  exists SET VAR A | all SET VAR A | size SET | add DATE N | between A B | div A B | at DATE A | in_period DATE LABEL
A set is: coll NAME | sel NAME | nested VAR FIELD | filter SET VAR A
Test: tests/naive/test_naive.py
"""
from days import ALWAYS, NEVER, period_of, text
from world import EMPTY, Fault, Span, Unknown, gap

SIGNS = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Env:
    """Names in reach: `row`, `parent`, `item`, `trigger`, `member`, bound names; all of one view."""

    def __init__(self, rules, view, names=None):
        self.rules, self.view, self.names = rules, view, names or {}

    def with_name(self, **names):
        return Env(self.rules, self.view, {**self.names, **names})


def error_gap(kind):
    return gap("expression_error", "", "", kind)


def gaps_of(value):
    """Why a boolean is neither true nor false, as gaps."""
    return value.gaps if isinstance(value, Unknown) else error_gap(value.kind) if isinstance(value, Fault) else EMPTY


def settled(value):
    return value is True or value is False


def conjunction(values):
    """`&&`: any false, else any unknown (errors dropped), else any error, else true."""
    if any(v is False for v in values):
        return False
    doubts = [v.gaps for v in values if isinstance(v, Unknown)]
    if doubts:
        return Unknown(EMPTY.union(*doubts))
    return next((v for v in values if isinstance(v, Fault)), True)


def negation(value):
    return not value if settled(value) else value


def disjunction(values):
    return negation(conjunction([negation(v) for v in values]))


def strict(values):
    """The Unknown or Fault of a strict operation, or None."""
    doubts = [v.gaps for v in values if isinstance(v, Unknown)]
    if doubts:
        return Unknown(EMPTY.union(*doubts))
    return next((v for v in values if isinstance(v, Fault)), None)


def compare(op, a, b):
    stop = strict([a, b])
    if stop is not None:
        return stop
    if not isinstance(a, Span):
        return {"==": a == b, "!=": a != b}[op] if op in ("==", "!=") else {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]
    if op == "!=":
        return negation(compare("==", a, b))
    if op in (">", ">="):
        return compare({">": "<", ">=": "<="}[op], b, a)
    if op == "==":
        always, never = a.lo == a.hi == b.lo == b.hi, a.hi < b.lo or b.hi < a.lo
    elif op == "<":
        always, never = a.hi < b.lo, a.lo >= b.hi
    else:
        always, never = a.hi <= b.lo, a.lo > b.hi
    return True if always else False if never else Unknown(a.gaps | b.gaps)


def row_set(tree, env, day):
    """[(row, membership gaps)], and the gap that leaves it open (none: closed); or Unknown or Fault."""
    kind = tree[0]
    if kind == "coll":
        return [(r, r.doubt) for r in env.view.rows(tree[1]) or []], env.view.openness(tree[1])
    if kind == "nested":
        outer = env.names[tree[1]]
        home = env.view if outer.owner is env.view.holder else env.view.registry
        rows = home.nested(outer, tree[2])
        if rows is None:
            return [], gap("field_missing", outer.label, tree[2]) | home.openness(outer.collection)
        return [(r, r.doubt) for r in rows], home.openness(outer.collection)
    if kind == "sel":
        rows, opened, faults = [], selection_openness(env, tree[1]), []
        for row, members in selection_rows(env, tree[1], day):
            faults += [m for m in members if isinstance(m, Fault)]
            rows.append((row, row.doubt.union(*[gaps_of(m) for m in members])))
        return faults[0] if faults else (rows, opened)
    inner = row_set(tree[1], env, day)
    if isinstance(inner, (Unknown, Fault)):
        return inner
    rows = []
    for row, doubt in inner[0]:
        value = evaluate(tree[3], env.with_name(**{tree[2]: row}), day)
        if isinstance(value, Fault):
            return value
        if value is not False:
            rows.append((row, doubt | gaps_of(value)))
    return rows, inner[1]


def selection_source(rules, selection):
    """Where the rows of a selection come from: ("coll", c), ("registry", c) or ("nested", c, field); and the tests of it and of the
    selections that it narrows, the widest first."""
    levels = []
    while True:
        sel = rules.selections[selection] if isinstance(selection, str) else selection
        levels.insert(0, sel["tests"])
        if sel["of"][0] != "sel":
            return sel["of"], levels
        selection = sel["of"][1]


def selection_view(env, selection):
    of, _ = selection_source(env.rules, selection)
    return env.view.registry if of[0] == "registry" else env.view


def selection_openness(env, selection):
    of, _ = selection_source(env.rules, selection)
    return selection_view(env, selection).openness(of[1])


def selection_rows(env, selection, day):
    """[(row, [membership at each level])] of the visible rows of a selection that no level surely drops; each membership is true,
    Unknown or Fault."""
    of, levels = selection_source(env.rules, selection)
    home = selection_view(env, selection)
    out = []
    for outer in home.rows(of[1]) or []:
        for row in home.nested(outer, of[2]) or [] if of[0] == "nested" else [outer]:
            names = {"row": row, "parent": outer} if of[0] == "nested" else {"row": row}
            inside = env.with_name(**names)
            values = [conjunction([evaluate(t, inside, day) for t in tests]) for tests in levels]
            if all(v is not False for v in values):
                out.append((row, values))
    return out


def quantify(word, tree, env, day):
    found = row_set(tree[1], env, day)
    if isinstance(found, (Unknown, Fault)):
        return found
    rows, opened = found
    decisive, doubts, fault = word == "exists", EMPTY, None
    for row, doubt in rows:
        value = evaluate(tree[3], env.with_name(**{tree[2]: row}), day)
        if value is decisive:
            if not doubt:
                return decisive
            doubts = doubts | doubt
        elif isinstance(value, Unknown):
            doubts = doubts | value.gaps | doubt
        elif isinstance(value, Fault):
            fault = fault or value
    if doubts or opened:
        return Unknown(doubts | opened)
    return fault if fault is not None else not decisive


def evaluate(tree, env, day):
    word = tree[0]
    if word == "lit":
        return tree[1]
    if word == "date":
        return Span(tree[1], tree[1])
    if word == "day":
        return Span(day, day)
    if word == "as_of":
        return Span(env.view.t, env.view.t)
    if word == "param":
        return env.rules.parameter(tree[1], day)
    if word == "def":
        return evaluate(env.rules.definitions[tree[1]], Env(env.rules, env.view), day)
    if word in ("get", "has"):
        view, row = place(tree[1], env)
        return view.value(row, tree[2], day, roles_of(env, view)) if word == "get" else view.filled(row, tree[2], day, roles_of(env, view))
    if word == "via":
        return follow(tree, env, day)
    if word == "name":
        return env.names[tree[1]]
    if word == "of_member":
        found = env.view.look_up("person", env.names["member"], env.names["row"], tree[2])
        return found if isinstance(found, Unknown) else found[1].value(found[0], tree[1], day, roles_of(env, found[1]))
    if word == "present":
        return tree[1] in env.view.holder.rows
    if word in ("and", "or"):
        values = [evaluate(t, env, day) for t in tree[1]]
        return conjunction(values) if word == "and" else disjunction(values)
    if word == "not":
        return negation(evaluate(tree[1], env, day))
    if word == "if":
        choice = evaluate(tree[1], env, day)
        return evaluate(tree[2] if choice else tree[3], env, day) if settled(choice) else choice
    if word in ("exists", "all"):
        return quantify(word, tree, env, day)
    if word == "size":
        found = row_set(tree[1], env, day)
        if isinstance(found, (Unknown, Fault)):
            return found
        doubts = found[1].union(*[d for _, d in found[0]])
        return Unknown(doubts) if doubts else len(found[0])
    if word == "at":
        when = evaluate(tree[1], env, day)
        if isinstance(when, (Unknown, Fault)):
            return when
        if when.lo != when.hi:
            return Unknown(when.gaps)
        return Fault("never") if when.lo == NEVER else evaluate(tree[2], env, when.lo)
    values = [evaluate(t, env, day) if isinstance(t, tuple) else t for t in tree[1:]]
    if word == "cmp":
        return compare(tree[1], values[1], values[2])
    stop = strict(values)
    if stop is not None:
        return stop
    if word == "in":
        return values[0] in values[1]
    if word == "div":
        return Fault("division_by_zero") if values[1] == 0 else int(values[0] / values[1])
    if word == "add":
        return moved(values[0], values[1])
    if word == "between":
        if any(v.lo == v.hi and v.lo in (NEVER, ALWAYS) for v in values):
            return Fault("never")
        if any(v.lo != v.hi for v in values):
            return Unknown(values[0].gaps | values[1].gaps)
        return values[0].lo - values[1].lo
    if word == "in_period":
        when, kind = values[0], kind_of_label(tree[2])
        near = range(max(when.lo, 1), min(when.hi, when.lo + 800, 3_000_000) + 1)  # beyond, and for an open end, no period is that one
        answers = {period_of(d, kind) == tree[2] for d in near} | ({False} if when.hi >= NEVER or when.lo <= ALWAYS else set())
        return answers.pop() if len(answers) == 1 else Unknown(when.gaps)
    raise AssertionError(tree)


def moved(when, n):
    if when.lo in (NEVER, ALWAYS):
        return Fault("never")
    return Span(when.lo + n, when.hi if when.hi == NEVER else when.hi + n, when.gaps)


def kind_of_label(label):
    if "W" in label:
        return "week"
    if "Q" in label:
        return "quarter"
    if "H" in label:
        return "half_year"
    return "month" if "-" in label else "year"


def roles_of(env, view):
    return None if view is env.view.registry else env.rules.roles


def place(name, env):
    """The view and the row that a name stands for."""
    if name == "holder":
        return env.view, env.view.owner_row()
    row = env.names[name]
    return (env.view if row.owner is env.view.holder else env.view.registry), row


def follow(tree, env, day):
    """A field of the row that a reference names."""
    view, row = place(tree[1], env)
    name = view.value(row, tree[2], day, roles_of(env, view))
    if isinstance(name, (Unknown, Fault)):
        return name
    field = view.field(row, tree[2])
    found = (view.look_up_owner(field.target, name, row, tree[2]) if field.target in env.rules.model._owners
             else view.look_up(field.target, name, row, tree[2]))
    if isinstance(found, Unknown):
        return found
    target, home = found
    return home.value(target, tree[3], day, roles_of(env, home))


# Text


def cel(tree):
    word = tree[0]
    if word == "lit":
        return literal(tree[1])
    if word == "date":
        return f"date('{text(tree[1])}')"
    if word in ("day", "as_of"):
        return word
    if word == "param":
        return f"${tree[1]}"
    if word == "def":
        return tree[1]
    if word == "get":
        return f"{tree[1]}.{tree[2]}"
    if word == "via":
        return f"{tree[1]}.{tree[2]}.{tree[3]}"
    if word == "has":
        return f"has({tree[1]}.{tree[2]})"
    if word == "name":
        return tree[1]
    if word == "of_member":
        return f"member.{tree[1]}"
    if word == "present":
        return f"has(holder.{tree[1]})"
    if word in ("and", "or"):
        return "(" + (" && " if word == "and" else " || ").join(cel(t) for t in tree[1]) + ")"
    if word == "not":
        return f"!({cel(tree[1])})"
    if word == "if":
        return f"({cel(tree[1])} ? {cel(tree[2])} : {cel(tree[3])})"
    if word in ("exists", "all"):
        return f"{cel_set(tree[1])}.{word}({tree[2]}, {cel(tree[3])})"
    if word == "size":
        return f"{cel_set(tree[1])}.size()"
    if word == "at":
        return f"at({cel(tree[1])}, {cel(tree[2])})"
    if word == "in_period":
        return f"in_period({cel(tree[1])}, '{tree[2]}')"
    if word == "cmp":
        return f"({cel(tree[2])} {tree[1]} {cel(tree[3])})"
    if word == "in":
        return f"({cel(tree[1])} in {cel(tree[2])})"
    if word == "div":
        return f"({cel(tree[1])} / {cel(tree[2])})"
    if word == "add":
        return f"({cel(tree[1])} + days({tree[2]}))"
    if word == "between":
        return f"({cel(tree[1])} - {cel(tree[2])})"
    raise AssertionError(tree)


def cel_set(tree):
    if tree[0] == "coll":
        return f"holder.{tree[1]}"
    if tree[0] == "sel":
        return tree[1]
    if tree[0] == "nested":
        return f"{tree[1]}.{tree[2]}"
    return f"{cel_set(tree[1])}.filter({tree[2]}, {cel(tree[3])})"


def literal(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(literal(v) for v in value) + "]"
    return f"'{value}'"
