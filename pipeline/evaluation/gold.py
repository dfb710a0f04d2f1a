"""Gold: what a person says that a document holds.

A JSON file a document (`docs/evaluation.md` has the format). A value is a string
or a number where it is found, null where it is missing, or an object with
`status` (blank, unreadable, conflict) and perhaps `value`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError
from pipeline.plan import Status
from pipeline.tables.schema import LIST_TABLES, tables
from pipeline.vietnamese import nfc

UNITS = "units"
"""In gold, `assignments` condensed to a row a unit with its number of `tasks`."""

LISTS = (*LIST_TABLES, UNITS)
_UNIT_COLUMNS = ("section", "unit", "unit_normalised", "role", "tasks")


@dataclass(frozen=True, slots=True)
class GoldValue:
    """A gold cell: `value` as text, None where there is none."""

    value: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class GoldFile:
    """What one file (one form of a document) must give.

    `lists` has the list tables that gold knows; an empty one says that there are
    no such rows. `pages` is each page's text, or None.
    """

    document: str
    part: str
    file: str
    form: str
    plans: Mapping[str, GoldValue]
    lists: Mapping[str, Sequence[Mapping[str, GoldValue]]]
    pages: Sequence[str] | None


def load_gold(folder: Path) -> list[GoldFile]:
    """All gold files under `folder` (or the one file), by name.

    Raises SettingsError (`gold-not-found`, `gold-invalid`) that names the file.
    """
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*.json"))
    if not paths:
        raise SettingsError("gold-not-found", f"{folder}: no gold (*.json) here")
    return [gold for path in paths for gold in _read(path)]


def _read(path: Path) -> list[GoldFile]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return [_of_form(data, name, form) for name, form in data["files"].items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError("gold-invalid", f"{path}: not a gold file: {error}") from error


def _of_form(data: Mapping[str, Any], name: str, form: str) -> GoldFile:
    """The document's gold with what the file's form changes in it."""
    override = data.get("by_form", {}).get(form, {})
    plans = {**data.get("plans", {}), **override.get("plans", {})}
    lists = {t: override.get(t, data.get(t)) for t in LISTS}
    return GoldFile(
        document=data["id"],
        part=data.get("part", ""),
        file=nfc(name),
        form=form,
        plans={column: _value(cell) for column, cell in _known("plans", plans).items()},
        lists={
            table: tuple({c: _value(v) for c, v in _known(table, row).items()} for row in rows)
            for table, rows in lists.items()
            if rows is not None
        },
        pages=override.get("pages", data.get("pages")),
    )


def _known(table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row; KeyError for a column that the table does not have."""
    names = _UNIT_COLUMNS if table == UNITS else tables()[table].names
    for column in row:
        if column not in names:
            raise KeyError(f"{table} has no column '{column}'")
    return row


def _value(cell: Any) -> GoldValue:
    if isinstance(cell, Mapping):
        value = cell.get("value")
        return GoldValue(None if value is None else nfc(str(value)), Status(cell["status"]))
    if cell is None or cell == "":
        return GoldValue(None, Status.MISSING)
    return GoldValue(nfc(str(cell)), Status.FOUND)
