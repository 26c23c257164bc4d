"""What is seen of one holder at a moment: rows with their presence, completeness, values of fields.

In:   records as they are written (dicts from JSON), the small model of `model.py`, a moment (t, seen, known_at).
Out:  Row values and field values as docs/evaluation.md, section 1, and docs/time.md, section 6, describe them.
Idea: everything is asked again for each moment; nothing is prepared. A value is a plain Python value, a Span of days, Unknown
with its gaps, or Fault with the kind of error. A gap is a reason: (code, record, field, args).
Test: tests/naive/test_naive.py
"""
from copy import copy

from days import ALWAYS, NEVER, span, text

EMPTY = frozenset()


class Unknown:
    def __init__(self, gaps):
        self.gaps = gaps


class Fault:
    def __init__(self, kind):
        self.kind = kind


class Span:
    """A day between two days; `gaps` say why it is not one day."""

    def __init__(self, lo, hi, gaps=EMPTY):
        self.lo, self.hi, self.gaps = lo, hi, gaps


def gap(code, record, field, *args):
    return frozenset({(code, record or "", field or "", args)})


class Row:
    """A row or an owner. `doubt`: empty when its presence is sure. `lo`..`hi`: the days its event may lie on (`dated`: its type
    has an event), `event_gap` what to say when they are several; `known_event`: some event field is filled."""

    def __init__(self, kind, raw, owner, collection, parent, line):
        self.kind, self.raw, self.owner, self.collection, self.parent, self.line = kind, raw, owner, collection, parent, line
        self.label, self.doubt = "", EMPTY
        self.dated, self.lo, self.hi, self.event_gap, self.known_event = False, ALWAYS, NEVER, EMPTY, True

    def get(self, name):
        value = self.raw.get(name)
        return None if value == "" else value


class Holder:
    """An owner as recorded: its type, its raw record, what the data set declares of its completeness."""

    def __init__(self, model, kind, raw, declared):
        self.model, self.kind, self.raw = model, kind, raw
        self.id = raw.get("id", "")
        own = raw.get("complete_through") or {}
        self.declared = {c: span(own[c])[0] if c in own else span(declared[c])[0] if c in declared else None
                         for c in model.collections(kind)}
        self.rows = {c: self._rows(c, raw[c]) for c in model.collections(kind) if raw.get(c) is not None}

    def _rows(self, collection, rows):
        out, seen_labels = [], {}
        kind = self.model.row_type(self.kind, collection)
        for line, raw in enumerate(rows):
            row = Row(kind, raw, self, collection, None, line)
            row.label = row.get("id")
            if row.label is None:
                keys = [row.get(k) for k in self.model.types[kind].key]
                words = ["" if k is None else str(k).lower() if isinstance(k, bool) else str(k) for k in keys]
                row.label = f"{collection}[{'|'.join(words)}]"
                seen_labels[row.label] = seen_labels.get(row.label, 0) + 1
                if seen_labels[row.label] > 1:
                    row.label += f"#{seen_labels[row.label]}"
            out.append(row)
        return out


class Moment:
    """The clock `t`, the day up to which records are seen, the second clock (None: none)."""

    def __init__(self, t, seen, known_at):
        self.t, self.seen, self.known_at = t, seen, known_at


class View:
    """One holder (or the registry) at a moment."""

    def __init__(self, holder, moment, registry=None, owners=None):
        self.holder, self.moment, self.registry, self.owners = holder, moment, registry, owners
        self.model, self.t, self.seen = holder.model, moment.t, moment.seen
        self._visible, self._nested = {}, {}

    # Collections

    def sparse(self, collection):
        return self.model.sparse_collection(self.holder.kind, collection)

    def absent(self, collection):
        return collection not in self.holder.rows and not self.sparse(collection)

    def complete_through(self, collection):
        if self.sparse(collection):
            return NEVER
        declared = self.holder.declared[collection]
        return self.t if declared is None else declared

    def absent_gap(self, collection):
        return gap("collection_absent", self.holder.id, collection)

    def incomplete_gap(self, collection):
        return gap("collection_incomplete", self.holder.id, collection, text(self.complete_through(collection)))

    def openness(self, collection):
        """The gap that leaves the collection open at t, or none."""
        if self.absent(collection):
            return self.absent_gap(collection)
        return self.incomplete_gap(collection) if self.complete_through(collection) < self.t else EMPTY

    # Rows

    def rows(self, collection):
        """The visible rows of a collection, in the order of the file; None when the collection is absent."""
        if self.absent(collection):
            return None
        if collection not in self._visible:
            self._visible[collection] = self._find_visible(collection)
        return self._visible[collection]

    def _find_visible(self, collection):
        current = {}
        for row in self.holder.rows.get(collection, []):
            recorded = row.get("recorded_at")
            if recorded is not None and self.moment.known_at is not None and span(recorded[:10])[0] > self.moment.known_at:
                continue
            name = ("id", row.get("id")) if row.get("id") is not None else ("line", row.line)
            best = current.get(name)
            if best is None or (recorded or "") >= (best.get("recorded_at") or ""):
                current[name] = row
        out = []
        for recorded_row in sorted(current.values(), key=lambda r: r.line):
            row = copy(recorded_row)  # what follows holds at this moment only
            self._date(row)
            if not (row.dated and row.known_event and row.lo > self.seen):
                out.append(row)
        return out

    def _date(self, row):
        """Event days and presence of a row at this moment."""
        row.doubt, row.event_gap, row.lo, row.hi, row.known_event = EMPTY, EMPTY, ALWAYS, NEVER, True
        fields = self.model.types[row.kind].event
        row.dated = bool(fields)
        if not fields:
            if row.parent is not None:  # a nested row without a date of its own happens with its parent
                p = row.parent
                row.dated, row.lo, row.hi, row.event_gap, row.known_event = p.dated, p.lo, p.hi, p.event_gap, p.known_event
                row.doubt = p.doubt
            return
        filled = [f for f in fields if row.get(f) is not None]
        if row.parent is not None:
            row.doubt = row.parent.doubt
        if not filled:
            row.known_event = False
            row.event_gap = gap("field_missing", row.label, fields[0])
            row.doubt = row.doubt | row.event_gap
            return
        row.lo, row.hi = span(row.get(filled[0]))
        if row.lo != row.hi:
            row.event_gap = gap("date_imprecise", row.label, filled[0])
            if row.lo <= self.t < row.hi:
                row.doubt = row.doubt | row.event_gap

    def nested(self, row, field):
        """The visible rows nested in a row; None when the list was not given."""
        key = (id(row), field)
        if key not in self._nested:
            raw, out = row.raw.get(field), None
            if raw is not None:
                out = []
                for n, inner in enumerate(raw, 1):
                    child = Row(self.model.types[row.kind].fields[field].target, inner, row.owner, row.collection, row, n)
                    child.label = f"{row.label}/{n}"
                    self._date(child)
                    if not (child.dated and child.known_event and child.lo > self.seen):
                        out.append(child)
            self._nested[key] = out
        return self._nested[key]

    def owner_row(self):
        row = Row(self.holder.kind, self.holder.raw, self.holder, None, None, 0)
        row.label = self.holder.id
        return row

    # Fields

    def value(self, row, name, day, roles=None):
        """The value of a field, on a day of judgement where it has a history."""
        if roles is not None and roles.get("changes"):
            changed = self._changed(row, name, day, roles)
            if changed is not None:
                return changed
        return self.written(row, name, row.get(name))

    def field(self, row, name):
        if row.kind == self.holder.kind and row.collection is None:
            return self.model.owner_fields(row.kind)[name]
        return self.model.types[row.kind].fields[name] if row.collection else self.model.owner_fields(row.kind)[name]

    def written(self, row, name, raw):
        field = self.field(row, name)
        if field.milestone:
            return self._milestone(row, name, raw)
        if raw is None:
            if not field.sparse:
                return Unknown(gap("field_missing", row.label, name))
            if field.list:
                return ()
            if field.kind == "bool":
                return False
            if field.kind == "date":
                return Span(ALWAYS, ALWAYS) if name == "opened" else Span(NEVER, NEVER)
            return 0 if field.kind == "int" else ""
        if field.kind == "date":
            lo, hi = span(raw)
            return Span(lo, hi, gap("date_imprecise", row.label, name) if lo != hi else EMPTY)
        return tuple(raw) if field.list else raw

    def _milestone(self, row, name, raw):
        if raw is None:
            if row.collection is None:
                return Span(NEVER, NEVER)
            through = self.complete_through(row.collection)
            return Span(through + 1, NEVER, self.incomplete_gap(row.collection)) if through < self.t else Span(NEVER, NEVER)
        lo, hi = span(raw)
        if lo > self.seen:
            return Span(NEVER, NEVER)
        why = gap("date_imprecise", row.label, name) if lo != hi else EMPTY
        return Span(lo, NEVER, why) if lo <= self.seen < hi else Span(lo, hi, why)

    def filled(self, row, name, day, roles=None):
        """has(): true, false or Unknown."""
        field = self.field(row, name)
        if field.milestone:
            value = self._milestone(row, name, row.get(name))
            if value.hi <= self.seen:
                return True
            return False if value.lo > self.seen else Unknown(value.gaps)
        value = row.get(name)
        if roles is not None and roles.get("changes"):
            changed = self._changed(row, name, day, roles)
            if isinstance(changed, Unknown):
                return changed
            if changed is not None:
                value = changed if changed != "" else None
        return value is not None and (not field.list or len(value) > 0)

    def _changed(self, row, name, day, roles):
        """The value that the history gives a field on a day; None when it has no history."""
        where = "" if row.collection is None else row.collection
        if (f"{where}.{name}" if where else name) not in roles["of"] or row.parent is not None or row.owner is not self.holder:
            return None
        mine = [c for c in self.rows(roles["changes"]) or []
                if (c.get("collection") or "") == where and (c.get("field") or "") == name
                and (not where or c.get("row") == row.get("id"))]
        if not mine:
            return None
        gaps, begun = EMPTY, []
        for change in mine:
            raw = change.get("from")
            if raw is None:
                gaps = gaps | gap("field_missing", change.label, "from")
                continue
            lo, hi = span(raw)
            if lo <= day < hi:
                gaps = gaps | gap("date_imprecise", change.label, "from")
            elif hi <= day:
                begun.append((lo, hi, change))
        if gaps:
            return Unknown(gaps)
        if not begun:
            return Unknown(gap("field_missing", row.label, name))
        best = max(begun, key=lambda b: (b[1], b[2].line))
        rivals = [b for b in begun if b is not best and b[0] <= best[1] and best[0] <= b[1] and (b[0] < b[1] or best[0] < best[1])]
        unsure = [b for b in rivals + [best] if b[0] < b[1]] if rivals else []
        if unsure:
            return Unknown(EMPTY.union(*[gap("date_imprecise", b[2].label, "from") for b in unsure]))
        raw = best[2].get("value")
        if raw is None:
            return Unknown(gap("field_missing", best[2].label, "value"))
        return self.written(row, name, self.model.read_change(self.field(row, name), raw))

    # References

    def look_up(self, kind, name, from_row, field):
        """The row of a type with an id: a Row (and the view it belongs to), or Unknown."""
        home = self
        collection = self.model.collection_of(self.holder.kind, kind)
        if collection is None:
            home = self.registry
            collection = self.model.collection_of("registry", kind)
        rows = home.rows(collection)
        if rows is None:
            return Unknown(home.absent_gap(collection))
        for row in rows:
            if row.get("id") == name:
                return Unknown(row.doubt) if row.doubt else (row, home)
        if home.complete_through(collection) < self.t:
            return Unknown(home.incomplete_gap(collection))
        return Unknown(gap("dangling_reference", from_row.label, field, name))

    def look_up_owner(self, kind, name, from_row, field):
        for other in self.owners:
            if other.holder.kind == kind and other.holder.id == name:
                return other.owner_row(), other
        return Unknown(gap("dangling_reference", from_row.label, field, name))
