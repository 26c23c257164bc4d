"""What falls due when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Optional, Sequence, Union, overload

from . import _core
from .findings import Count, Instance, day_of

if TYPE_CHECKING:
    from .rules import Records, Rules


@dataclass(frozen=True)
class Entry:
    """One instance of a duty. `state` is the verdict as of as_of, "not_begun" or "not_binding" (it will bind by its end)."""

    id: str
    holder_type: str
    holder: str
    duty: str
    title: "dict[str, Optional[str]]"
    clauses: "tuple[str, ...]"
    instance: Instance
    nominal_due: Optional[date]
    due: Optional[date]
    lead: Optional[int]  # days from as_of to due, negative when it has passed
    state: str
    advisory: bool
    lapses: bool  # open now, but by today's records nothing will be owed at the end
    open: bool  # still to be done
    count: Optional[Count]
    _json: str

    def to_dict(self) -> "dict[str, Any]":
        """As in the JSON lines."""
        return json.loads(self._json)

    @classmethod
    def from_json(cls, text: str) -> "Entry":
        raw = json.loads(text)
        instance, count = raw["instance"], raw["count"]
        raw["instance"] = Instance(instance["kind"], instance["label"], day_of(instance["from"]), day_of(instance["until"]))
        raw["count"] = None if count is None else Count(count["low"], count["high"], count["required"])
        raw["clauses"] = tuple(raw["clauses"])
        raw["nominal_due"], raw["due"] = day_of(raw["nominal_due"]), day_of(raw["due"])
        return cls(_json=text, **raw)


class Calendar(Sequence[Entry]):
    """Entries by due day; those without one come last. `str(calendar)` is the page for a person, in English."""

    def __init__(self, core: "_core.Calendar", rules: "Rules", records: "Records"):
        self._core = core
        self.rules = rules
        self.records = records
        self._lines = core.json_lines().splitlines()

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> "list[Entry]": ...
    def __getitem__(self, index: Union[int, slice]) -> "Union[Entry, list[Entry]]":
        if isinstance(index, slice):
            return [Entry.from_json(line) for line in self._lines[index]]
        return Entry.from_json(self._lines[index])

    def __iter__(self) -> Iterator[Entry]:
        return map(Entry.from_json, self._lines)

    def __str__(self) -> str:
        return self.to_text()

    def to_json_lines(self) -> str:
        """The same bytes as `hegui calendar --format json`."""
        return self._core.json_lines()

    def to_text(self, language: str = "en") -> str:
        return self._core.text(language)

    def to_ics(self, language: str = "en", events: bool = False, alarm_days: Iterable[int] = ()) -> str:
        """iCalendar (RFC 5545) with CRLF line breaks: a task an entry, or an event on the due day.

        `alarm_days`: alarms so many days before, for what is still to be done. Write it with newline="".
        """
        return self._core.ics(language, events, list(alarm_days))
