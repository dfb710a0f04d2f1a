"""What a garbled document's values are worth: too doubtful ones are no values.

A text that was read without a Vietnamese model has the marks that restoration gave it, and
restoration says how sure it is of each word. A value that is not sure enough for its column
is `unreadable`; what was made of it stays as a candidate, for a person to see.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from pipeline.document import Route
from pipeline.plan import Candidate, Plan, Status, Value

_Row = TypeVar("_Row")


def doubted(plan: Plan) -> Plan:
    """The plan without the values of garbled pages that are less sure than their column asks."""
    document = plan.document
    garbled: set[int | None] = {p.number for p in document.pages if p.route is Route.GARBLED_TEXT}
    if not garbled:
        return plan
    if all(page.route is Route.GARBLED_TEXT for page in document.pages if page.words):
        garbled |= {None}  # what is inferred of such a text is no surer than its words
    least = dict(least_confidences())
    head = _row(plan.head, least.pop("plans"), garbled)
    rows: dict[str, Any] = {
        table: tuple(_row(row, columns, garbled) for row in getattr(plan, table))
        for table, columns in least.items()
    }
    return replace(plan, head=head, **rows)


@lru_cache(maxsize=1)
def least_confidences() -> Mapping[str, Mapping[str, float]]:
    """By table and column, from `data/garbled_doubts.toml`."""
    raw = files("pipeline.extraction").joinpath("data/garbled_doubts.toml").read_text("utf-8")
    made: Mapping[str, Mapping[str, float]] = tomllib.loads(raw)
    return made


def _row(row: _Row, least: Mapping[str, float], garbled: set[int | None]) -> _Row:
    changed = {}
    for part in fields(row):  # type: ignore[arg-type]  # every row is a dataclass of values
        value = getattr(row, part.name)
        if part.name in least and _doubtful(value, least[part.name], garbled):
            changed[part.name] = _unread(value)
    return replace(row, **changed) if changed else row  # type: ignore[type-var]


def _doubtful(value: Value, least: float, garbled: set[int | None]) -> bool:
    evidence = value.evidence
    found = value.status is Status.FOUND and evidence.page in garbled
    return found and evidence.confidence < least


def _unread(value: Value) -> Value:
    why = "restored with too little certainty"
    lost = Candidate(value.text, value.evidence, why)
    return Value(None, Status.UNREADABLE, value.evidence, (lost, *value.candidates))
