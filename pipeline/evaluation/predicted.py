"""What a run found in one file, as the evaluation sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.gold import UNITS
from pipeline.plan import Status
from pipeline.tables.schema import LIST_TABLES, tables
from pipeline.vietnamese import nfc

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.tables.corpus import Corpus


@dataclass(frozen=True, slots=True)
class PredictedValue:
    """A cell of the tables with what `evidence` says of it."""

    value: str | None
    status: Status
    confidence: float = 0.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Predicted:
    """One document's cells. `route` is empty where the file failed."""

    route: str
    plans: Mapping[str, PredictedValue]
    lists: Mapping[str, Sequence[Mapping[str, PredictedValue]]]
    pages: Sequence[str]


FAILED = Predicted("failed", {}, {}, ())
"""Stands for a file that the run could not read: all of its gold is unfound."""

_Evidence = Mapping[tuple[str, int, str], PredictedValue]


def predictions(corpus: Corpus) -> Iterator[tuple[str, Predicted]]:
    """(file in NFC, what was found) for every file of a run, failed and double ones too."""
    by_table = {name: _by_plan(getattr(corpus, name)) for name in (*LIST_TABLES, "pages")}
    evidence = _by_plan(corpus.evidence)
    doubles: dict[str, list[str]] = {}
    for double in corpus.duplicates.to_dict("records"):
        doubles.setdefault(str(double["plan_id"]), []).append(str(double["file"]))
    for row in corpus.plans.to_dict("records"):
        plan_id = str(row["plan_id"])
        known = _evidence(evidence.get(plan_id, ()))
        rows = {name: by_table[name].get(plan_id, ()) for name in by_table}
        found = _predicted(row, rows, known)
        for file in (str(row["file"]), *doubles.get(plan_id, ())):
            yield nfc(file), found
    for failure in corpus.failures.to_dict("records"):
        yield nfc(str(failure["file"])), FAILED


def _predicted(
    row: Mapping[Any, Any], rows: Mapping[str, Sequence[Mapping[Any, Any]]], known: _Evidence
) -> Predicted:
    lists = {
        table: [_row(table, int(cells["order"]), cells, known) for cells in rows[table]]
        for table in LIST_TABLES
    }
    return Predicted(
        route=str(row["route"]),
        plans=_row("plans", 1, row, known),
        lists={**lists, UNITS: _units(lists["assignments"])},
        pages=[_text(page["text"]) or "" for page in rows["pages"]],
    )


def _row(
    table: str, order: int, cells: Mapping[Any, Any], known: _Evidence
) -> dict[str, PredictedValue]:
    """The row's value columns. Counts and the like have no evidence: sure if there."""
    row: dict[str, PredictedValue] = {}
    for column in tables()[table].names:
        text = _text(cells[column])
        status = Status.FOUND if text is not None else Status.MISSING
        of = known.get((table, order, column), PredictedValue(text, status, 1.0))
        row[column] = PredictedValue(text, of.status, of.confidence, of.rule)
    return row


def _units(
    assignments: Iterable[Mapping[str, PredictedValue]],
) -> list[dict[str, PredictedValue]]:
    """Assignments condensed to a row a unit and role, with its number of tasks."""
    units: dict[tuple[str | None, ...], dict[str, PredictedValue]] = {}
    tasks: dict[tuple[str | None, ...], int] = {}
    for row in assignments:
        coordinates = row["role"].value == "coordinate"
        who = row["unit_order"].value or row["unit"].value
        key: tuple[str | None, ...] = (who, str(coordinates))
        units.setdefault(key, {c: row[c] for c in ("section", "unit", "unit_normalised", "role")})
        tasks[key] = tasks.get(key, 0) + (row["task"].value is not None)
    for key, unit in units.items():
        unit["tasks"] = PredictedValue(
            str(tasks[key]), Status.FOUND, unit["unit"].confidence, unit["unit"].rule
        )
    return list(units.values())


def _by_plan(frame: pd.DataFrame) -> dict[str, list[Mapping[Any, Any]]]:
    rows: dict[str, list[Mapping[Any, Any]]] = {}
    for row in frame.to_dict("records"):
        rows.setdefault(str(row["plan_id"]), []).append(row)
    return rows


def _evidence(rows: Iterable[Mapping[Any, Any]]) -> _Evidence:
    known: dict[tuple[str, int, str], PredictedValue] = {}
    for row in rows:
        value = PredictedValue(
            _text(row["value"]),
            Status(row["status"]),
            float(row["confidence"] or 0.0),
            _text(row["rule"]) or "",
        )
        known[str(row["table"]), int(row["row"]), str(row["column"])] = value
    return known


def _text(cell: Any) -> str | None:
    """A cell as text; None for what pandas has for an empty one."""
    import pandas as pd

    return None if pd.isna(cell) else str(cell)
