"""Packs and records."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Iterable, Mapping, Optional, Union

from . import _core
from .calendar import Calendar
from .errors import Diagnostic, diagnostics_of, rejections
from .findings import Explanation, Findings, day_of

Day = Union[str, date]
Rows = Iterable[Mapping[str, Any]]
Data = Union["Records", str, "os.PathLike[str]", Mapping[str, Union[Rows, Mapping[str, Any]]], Rows]


def _day(value: Optional[Day]) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"records hold plain values; {type(value).__name__} is none")


def _param(value: Any) -> str:
    """As one writes it on a command line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime)):
        return _day(value)
    if isinstance(value, (list, tuple)):
        return ",".join(_param(item) for item in value)
    return str(value)


def _params(params: Optional[Mapping[str, Any]]) -> "list[tuple[str, str]]":
    return [(name, _param(value)) for name, value in (params or {}).items()]


class Records:
    """Records in columns; evaluate them as often as you like."""

    def __init__(self, core: "_core.Records"):
        self._core = core

    @property
    def owners(self) -> int:
        return self._core.owners()

    @property
    def rows(self) -> int:
        return self._core.rows()

    @property
    def owners_left_out(self) -> int:
        return self._core.owners_left_out()

    @property
    def sha256(self) -> str:
        return self._core.sha256()

    @property
    def warnings(self) -> "list[Diagnostic]":
        return diagnostics_of(self._core.warnings())

    @property
    def notes(self) -> "list[dict[str, Any]]":
        """Broken invariants, references that lead nowhere, files that were not read. They never change a verdict."""
        return [json.loads(note) for note in self._core.notes()]

    def name(self, holder_type: str, holder: str) -> str:
        return self._core.name(holder_type, holder)


class Rules:
    """A pack, compiled once. Safe to share between threads."""

    def __init__(self, core: "_core.Rules"):
        self._core = core

    @property
    def warnings(self) -> "list[Diagnostic]":
        return diagnostics_of(self._core.warnings())

    @property
    def overview(self) -> "dict[str, Any]":
        """What the pack holds, counted."""
        return json.loads(self._core.overview())

    def read(self, data: Data, *, keep_going: bool = False, dataset: str = "", owner_type: str = "") -> Records:
        """Reads records once for several evaluations.

        `data` is a folder or file, a mapping from owner type to owners, or a list of enterprises. `dataset` is the text of a
        dataset.yaml for records that do not come from a folder.
        """
        if isinstance(data, Records):
            return data
        with rejections():
            if isinstance(data, (str, os.PathLike)):
                return Records(_core.read(self._core, os.fspath(data), keep_going, owner_type))
            if not isinstance(data, Mapping):
                data = {owner_type or "enterprise": data}
            texts = []
            for owner, documents in data.items():
                listed = documents if isinstance(documents, Mapping) else list(documents)
                texts.append((owner, json.dumps(listed, ensure_ascii=False, default=_json_value)))
            return Records(_core.from_json(self._core, texts, keep_going, dataset))

    def evaluate(
        self,
        data: Data,
        *,
        as_of: Day,
        known_at: Optional[Day] = None,
        params: Optional[Mapping[str, Any]] = None,
        threads: int = 1,
        changes_on: bool = True,
        holder: str = "",
        keep_going: bool = False,
    ) -> Findings:
        """Judges the records at the end of the day `as_of`. Raises hegui.Error when something is rejected."""
        records = self.read(data, keep_going=keep_going)
        moment = {"as_of": _day(as_of), "known_at": _day(known_at), "params": _params(params)}
        with rejections():
            core = _core.evaluate(
                self._core,
                records._core,
                moment["as_of"],
                moment["known_at"],
                moment["params"],
                threads,
                changes_on,
                holder,
            )
        return Findings(core, self, records, moment)

    def calendar(
        self,
        data: Data,
        *,
        as_of: Day,
        days: Optional[int] = None,
        since: Optional[Day] = None,
        until: Optional[Day] = None,
        open_only: bool = False,
        holder: str = "",
        known_at: Optional[Day] = None,
        params: Optional[Mapping[str, Any]] = None,
        threads: int = 1,
        keep_going: bool = False,
    ) -> Calendar:
        """What falls due when, to the end of the campaign, windows that have not begun included, each with its state at as_of.

        `days`: only what falls due in so many days from as_of on; or give the bounds `since` and `until`. `open_only`: only what is
        still to be done.
        """
        records = self.read(data, keep_going=keep_going)
        with rejections():
            core = _core.calendar(
                self._core,
                records._core,
                _day(as_of),
                _day(known_at),
                _params(params),
                threads,
                holder,
                _day(since),
                _day(until),
                days,
                open_only,
            )
        return Calendar(core, self, records)

    def working_day(self, day: Day) -> Optional[bool]:
        """Whether people work on this day by the calendar of the pack; None outside the days it covers."""
        with rejections():
            return self._core.working_day(_day(day))[0]

    def notice(self, day: Day) -> Optional[str]:
        """The notice that `working_day` rests on; None outside the days the calendar covers, or where it names none."""
        with rejections():
            return self._core.working_day(_day(day))[1] or None

    @property
    def working_days_known(self) -> "Optional[tuple[date, date]]":
        """First and last day that the calendar of the pack covers; None when the pack has no calendar."""
        first, last = (day_of(text or None) for text in self._core.working_days_known())
        return None if first is None or last is None else (first, last)

    def explain(
        self,
        data: Data,
        *,
        as_of: Day,
        holder: str,
        duty: str,
        instance: str = "",
        holder_type: str = "",
        known_at: Optional[Day] = None,
        params: Optional[Mapping[str, Any]] = None,
        language: str = "en",
    ) -> Explanation:
        """Why one finding is what it is: quotes, rows that counted, rows that did not, what is missing, the remedy."""
        moment = {"as_of": _day(as_of), "known_at": _day(known_at), "params": _params(params)}
        return self._explain(self.read(data), moment, holder, duty, instance, holder_type, language)

    def _explain(
        self,
        records: Records,
        moment: "dict[str, Any]",
        holder: str,
        duty: str,
        instance: str,
        holder_type: str,
        language: str,
    ) -> Explanation:
        with rejections():
            text, page = _core.explain(
                self._core,
                records._core,
                moment["as_of"],
                moment["known_at"],
                moment["params"],
                holder,
                duty,
                instance,
                holder_type,
                language,
            )
        return Explanation.from_json(text, page)


@dataclass(frozen=True)
class TestCase:
    __test__ = False  # not a test for pytest

    file: str
    line: int
    name: str
    passed: bool
    differences: "tuple[str, ...]"


def load(path: "Union[str, os.PathLike[str]]") -> Rules:
    """Reads and compiles the pack in a folder. Raises hegui.Error with every diagnostic of the pack."""
    with rejections():
        return Rules(_core.load(os.fspath(path)))


def run_tests(path: "Union[str, os.PathLike[str]]") -> "list[TestCase]":
    """Runs every *.test.yaml of a pack with both evaluators."""
    with rejections():
        return [
            TestCase(file, line, name, passed, tuple(differences))
            for file, line, name, passed, differences in _core.run_tests(os.fspath(path))
        ]
