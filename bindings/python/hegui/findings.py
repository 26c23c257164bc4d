"""Findings as Python objects; attributes are the keys of the JSON lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Optional, Sequence, Union, overload

from . import _core

if TYPE_CHECKING:
    from .rules import Records, Rules

ADVERSE = frozenset({"overdue", "violated", "satisfied_late"})


def day_of(text: Optional[str]) -> Optional[date]:
    return None if text is None else date.fromisoformat(text)


@dataclass(frozen=True)
class Instance:
    """One application of a duty: kind is window, item, item_window, trigger or once."""

    kind: str
    label: str
    from_: Optional[date]
    until: Optional[date]


@dataclass(frozen=True)
class Count:
    """`high` is None when the records leave it open."""

    low: int
    high: Optional[int]
    required: int


@dataclass(frozen=True)
class Reason:
    code: str
    record: Optional[str]
    field: Optional[str]
    args: "tuple[str, ...]"


@dataclass(frozen=True)
class Finding:
    """The verdict on one instance of one duty for one holder."""

    id: str
    holder_type: str
    holder: str
    duty: str
    clauses: "tuple[str, ...]"
    instance: Instance
    verdict: str
    advisory: bool
    nominal_due: Optional[date]
    due: Optional[date]
    met_on: Optional[date]
    count: Optional[Count]
    changes_on: Optional[date]
    reasons: "tuple[Reason, ...]"
    _json: str

    @property
    def adverse(self) -> bool:
        """Overdue, violated or satisfied late, and not merely by an assumed value."""
        return self.verdict in ADVERSE and not self.advisory

    def to_dict(self) -> "dict[str, Any]":
        """As in the JSON lines."""
        return json.loads(self._json)

    @classmethod
    def from_json(cls, text: str) -> "Finding":
        raw = json.loads(text)
        instance, count = raw["instance"], raw["count"]
        return cls(
            id=raw["id"],
            holder_type=raw["holder_type"],
            holder=raw["holder"],
            duty=raw["duty"],
            clauses=tuple(raw["clauses"]),
            instance=Instance(instance["kind"], instance["label"], day_of(instance["from"]), day_of(instance["until"])),
            verdict=raw["verdict"],
            advisory=raw["advisory"],
            nominal_due=day_of(raw["nominal_due"]),
            due=day_of(raw["due"]),
            met_on=day_of(raw["met_on"]),
            count=None if count is None else Count(count["low"], count["high"], count["required"]),
            changes_on=day_of(raw["changes_on"]),
            reasons=tuple(Reason(r["code"], r["record"], r["field"], tuple(r["args"])) for r in raw["reasons"]),
            _json=text,
        )


@dataclass(frozen=True)
class Explanation:
    """Why one finding is what it is. `str(explanation)` is the page for a person."""

    finding: Finding
    holder_name: Optional[str]
    title: "dict[str, Optional[str]]"
    quotes: "list[dict[str, str]]"
    readings: "dict[str, list[str]]"
    params: "list[dict[str, str]]"
    conditions: "list[str]"
    rows: "list[dict[str, Any]]"
    reasons: "dict[str, list[str]]"
    remedy: "dict[str, str]"
    text: str

    def __str__(self) -> str:
        return self.text

    @classmethod
    def from_json(cls, text: str, page: str) -> "Explanation":
        raw = json.loads(text)
        finding = Finding.from_json(json.dumps(raw.pop("finding"), ensure_ascii=False))
        return cls(finding=finding, text=page, **raw)


class Findings(Sequence[Finding]):
    """All findings of one evaluation, sorted; objects are made when asked for."""

    def __init__(self, core: "_core.Findings", rules: "Rules", records: "Records", moment: "dict[str, Any]"):
        self._core = core
        self._moment = moment
        self.rules = rules
        self.records = records

    def __len__(self) -> int:
        return len(self._core)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> "list[Finding]": ...
    def __getitem__(self, index: Union[int, slice]) -> "Union[Finding, list[Finding]]":
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError("finding index out of range")
        return Finding.from_json(self._core.json(index))

    def __iter__(self) -> Iterator[Finding]:
        for index in range(len(self)):
            yield self[index]

    @property
    def counts(self) -> "dict[str, int]":
        """Findings by verdict, advisory ones apart under `advisory`; `adverse` is the sum of the adverse ones."""
        return dict(self._core.counts())

    def reasons(self, index: int, language: str = "en") -> "list[str]":
        """The reasons of one finding in words."""
        return self._core.reasons(index, language)

    def explain(self, finding: Finding, language: str = "en") -> Explanation:
        """Why this finding is what it is."""
        return self.rules._explain(
            self.records,
            self._moment,
            finding.holder,
            finding.duty,
            finding.instance.label,
            finding.holder_type,
            language,
        )

    def to_json_lines(self) -> str:
        """The same bytes as `hegui run --format json`."""
        return self._core.json_lines()

    def to_dicts(self) -> "list[dict[str, Any]]":
        return [json.loads(line) for line in self.to_json_lines().splitlines()]

    def summary(self, language: str = "en", holders_per_duty: int = 3, all_duties: bool = False) -> str:
        return self._core.summary(language, holders_per_duty, all_duties)

    def receipt(self) -> "dict[str, Any]":
        """Hashes of pack, calendar, records and findings, the version and the dates: what makes the run reproducible."""
        return json.loads(self._core.receipt())


@dataclass(frozen=True)
class Change:
    """A finding that differs between two evaluations; `before` or `after` is None where the finding is not given."""

    id: str
    before: Optional[Finding]
    after: Optional[Finding]

    @property
    def fields(self) -> "tuple[str, ...]":
        """Names of the keys that differ, in the order of the JSON; empty when the finding came or went."""
        if self.before is None or self.after is None:
            return ()
        before, after = self.before.to_dict(), self.after.to_dict()
        return tuple(key for key in before if before[key] != after[key])

    def __str__(self) -> str:
        known = self.after or self.before
        assert known is not None
        said = [("none" if finding is None else finding.verdict) for finding in (self.before, self.after)]
        return f"{known.holder} {known.duty} {known.instance.label}: {said[0]} -> {said[1]}"


def changed(before: "Iterable[Finding]", after: "Iterable[Finding]") -> "list[Change]":
    """Findings that differ, matched by id: in the order of `after`, then those that are no longer given.

    Two rows of one name give findings of one id; such are matched in their order.
    """
    left: "dict[str, list[Finding]]" = {}
    for finding in before:
        left.setdefault(finding.id, []).append(finding)
    out = []
    for finding in after:
        matches = left.get(finding.id)
        match = matches.pop(0) if matches else None
        if match is None or match._json != finding._json:
            out.append(Change(finding.id, match, finding))
    out += [Change(finding.id, finding, None) for findings in left.values() for finding in findings]
    return out
