"""Trouble in rules or records, as values."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Iterator, Optional

from . import _core


@dataclass(frozen=True)
class Diagnostic:
    """One error, warning or note with its place; `code` is listed in docs/diagnostics.md."""

    code: str
    severity: str
    message: str
    message_zh: str
    file: Optional[str] = None
    line: Optional[int] = None
    column: Optional[int] = None
    path: Optional[str] = None
    hint: Optional[str] = None
    hint_zh: Optional[str] = None
    notes: tuple = field(default=())

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{where + ': ' if where else ''}{self.severity}[{self.code}]: {self.message}"


class Error(Exception):
    """The pack, the records or the options were rejected. `diagnostics` says why, place by place."""

    def __init__(self, diagnostics: "list[Diagnostic]", text: str):
        super().__init__(text.rstrip("\n"))
        self.diagnostics = diagnostics


def diagnostics_of(text: str) -> "list[Diagnostic]":
    out = []
    for item in json.loads(text):
        message: "dict[str, Any]" = item["message"] or {}
        hint: "dict[str, Any]" = item["hint"] or {}
        out.append(
            Diagnostic(
                code=item["code"],
                severity=item["severity"],
                message=message.get("en", ""),
                message_zh=message.get("zh", ""),
                file=item["file"],
                line=item["line"],
                column=item["column"],
                path=item["path"],
                hint=hint.get("en"),
                hint_zh=hint.get("zh"),
                notes=tuple(item["notes"]),
            )
        )
    return out


@contextmanager
def rejections() -> Iterator[None]:
    """Turns what the core rejects into hegui.Error."""
    try:
        yield
    except _core.Rejected as rejected:
        diagnostics, text = rejected.args
        raise Error(diagnostics_of(diagnostics), text) from None
