"""What a person typed, in the form of its column; or why it cannot be that."""

from __future__ import annotations

import re

from pipeline.tables.schema import tables
from pipeline.vietnamese import nfc

_DATES = frozenset({"date", "base_date", "period_start", "period_end", "start", "end"})
_ISO = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_WRITTEN = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})")


class EntryError(ValueError):
    """The text does not fit the column; its argument is the label that says why."""


def entry(table: str, column: str, text: str) -> str:
    """The cell for what was typed: NFC, one line; dates as ISO, `12/3/2024` taken too.

    Raises EntryError with `empty_text`, `bad_date` or `bad_number`.
    """
    plain = " ".join(nfc(text).split())
    if not plain:
        raise EntryError("empty_text")
    kinds = {c.name: c.type for c in tables()[table].columns}
    if kinds[column] == "integer":
        if not plain.isdecimal():
            raise EntryError("bad_number")
        return str(int(plain))
    return _date(plain) if column in _DATES else plain


def _date(text: str) -> str:
    written = _WRITTEN.fullmatch(text)
    if written:
        day, month, year = written.groups()
        text = "-".join([year, f"{int(month):02}", *([f"{int(day):02}"] if day else [])])
    if not _ISO.fullmatch(text):
        raise EntryError("bad_date")
    return text
