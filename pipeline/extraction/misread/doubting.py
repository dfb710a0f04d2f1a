"""What a garbled document's values are worth: too doubtful ones are no values.

A text that was read without a Vietnamese model has the marks that restoration gave it, and
restoration says how sure it is of each word. A value that is not sure enough for its column
is `unreadable`, as is one of which such a reading cannot tell what it was, or that another
column belies; what was made of it stays as a candidate, for a person to see.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from pipeline.document import Route
from pipeline.normalisation.bodies import Body, parse_body
from pipeline.normalisation.body_codes import code_fits, is_known_code
from pipeline.normalisation.symbols import Symbol, bare_symbol
from pipeline.plan import Basis, Head, Plan, Status, Value

_Row = TypeVar("_Row")
_UNSURE = "restored with too little certainty"
_ALIKE = "the reading cannot tell it from another"
_SEAT = "Hà Nội"
_OF_BASE = ("symbol", "number_symbol", "issuer", "issuer_normalised")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A wording of some columns that a reading without Vietnamese cannot tell from another."""

    id: str
    table: str
    columns: tuple[str, ...]
    pattern: re.Pattern[str]
    raw: bool
    example: str

    def of(self, value: Value) -> bool:
        """Whether the value is worded so."""
        text = value.evidence.raw if self.raw else value.text
        return bool(self.pattern.search(text))


def doubted(plan: Plan) -> Plan:
    """The plan without the values of garbled pages that are less sure than their column asks."""
    document = plan.document
    garbled: set[int | None] = {p.number for p in document.pages if p.route is Route.GARBLED_TEXT}
    if not garbled:
        return plan
    if all(page.route is Route.GARBLED_TEXT for page in document.pages if page.words):
        garbled |= {None}  # what is inferred of such a text is no surer than its words
    head = _row(_agreeing(plan.head) if None in garbled else plan.head, "plans", garbled)
    tables = {*least_confidences(), *(likeness.table for likeness in likenesses())} - {"plans"}
    rows: dict[str, Any] = {
        table: tuple(_row(row, table, garbled) for row in getattr(plan, table)) for table in tables
    }
    return replace(plan, head=_as_cited(head, plan.bases, rows["bases"]), **rows)


def _as_cited(head: Head, read: Sequence[Basis], left: Sequence[Basis]) -> Head:
    """The head whose base is as sure as its words where it is cited, however it was chosen."""
    own = head.base_number_symbol.text, head.base_date.text
    for before, after in zip(read, left, strict=True):
        if (before.number_symbol.text, before.date.text) == own:
            lost = [c for c in _OF_BASE if getattr(after, c).status is Status.UNREADABLE]
            names = [f"base_{column}" for column in lost]
            return replace(head, **{n: getattr(head, n).doubted(_UNSURE) for n in names})
    return head


def _agreeing(head: Head) -> Head:
    """The head without the values that its other columns belie."""
    belied = {column: why for columns, why in _belied(head) for column in columns}
    return replace(head, **{c: getattr(head, c).doubted(why) for c, why in belied.items()})


def _belied(head: Head) -> Iterator[tuple[tuple[str, ...], str]]:
    """Columns and why their values are not to be believed."""
    if head.date.status is Status.UNREADABLE:
        yield ("number", "number_symbol"), "filled in by hand, as the day that was not read"
    if head.place.status is Status.MISSING:
        yield ("date",), "without a place before it another document's"
    code, issuer = bare_symbol(head.symbol.text), parse_body(head.issuer_normalised.text)
    if code and issuer and _belongs_to_another(issuer, code):
        yield ("issuer", "issuer_normalised", "body_level"), "the symbol is another body's"
    if head.province.text == _SEAT and head.province.evidence.rule == "province:place":
        yield ("province", "province_2025"), "the seat of those who issue for the whole country"


def _belongs_to_another(issuer: Body, code: Symbol) -> bool:
    return is_known_code(code.body_code) and code_fits(issuer, code.body_code) is False


@lru_cache(maxsize=1)
def least_confidences() -> Mapping[str, Mapping[str, float]]:
    """By table and column, from `data/garbled_doubts.toml`."""
    made: Mapping[str, Mapping[str, float]] = _data("garbled_doubts.toml")
    return made


@lru_cache(maxsize=1)
def likenesses() -> tuple[Likeness, ...]:
    """The wordings of `data/garbled_lookalikes.toml`."""
    return tuple(
        Likeness(
            raw["id"],
            raw["table"],
            tuple(raw["columns"]),
            re.compile(raw["pattern"]),
            raw.get("raw", False),
            raw["example"],
        )
        for raw in _data("garbled_lookalikes.toml")["likeness"]
    )


def _data(name: str) -> Any:
    return tomllib.loads((files("pipeline.extraction") / "data" / name).read_text("utf-8"))


def _row(row: _Row, table: str, garbled: set[int | None]) -> _Row:
    least = least_confidences().get(table, {})
    alike = [likeness for likeness in likenesses() if likeness.table == table]
    changed = {}
    for part in fields(row):  # type: ignore[arg-type]  # every row is a dataclass of values
        value = getattr(row, part.name)
        if not isinstance(value, Value) or value.status is not Status.FOUND:
            continue
        if value.evidence.page not in garbled:
            continue
        if value.evidence.confidence < least.get(part.name, 0.0):
            changed[part.name] = value.doubted(_UNSURE)
        elif any(part.name in likeness.columns and likeness.of(value) for likeness in alike):
            changed[part.name] = value.doubted(_ALIKE)
    return replace(row, **changed) if changed else row  # type: ignore[type-var]
