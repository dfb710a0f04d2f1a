"""Rows of a list table paired with gold's rows by the best assignment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.evaluation.agreement import FREE_LIKENESS, agree, likeness
from pipeline.evaluation.gold import GoldValue
from pipeline.evaluation.predicted import PredictedValue

SAME_ROW = 0.5
"""Pairs less alike than this are no pairs."""

EMPTY = 0.4
"""Likeness of a cell that the run left empty: it says nothing against the pair, and
cannot make one alone (a signer whose name could not be read is still that signer)."""

_ORDER_BONUS = 0.01
"""Between rows that are alike, the one at the same place wins."""

GoldRow = Mapping[str, GoldValue]
FoundRow = Mapping[str, PredictedValue]


@dataclass(frozen=True, slots=True)
class Keys:
    """`data/keys.json`: the columns that pair rows and those that must agree."""

    tables: Mapping[str, Mapping[str, Sequence[str]]]
    free: frozenset[str]

    def match(self, table: str) -> Sequence[str]:
        """Columns on which rows are paired."""
        return self.tables[table]["match"]

    def right(self, table: str) -> Sequence[str]:
        """Columns that must agree for a row to be right."""
        return self.tables[table]["right"]


@cache
def load_keys() -> Keys:
    """The packaged keys."""
    data = json.loads(
        (files("pipeline.evaluation") / "data" / "keys.json").read_text(encoding="utf-8")
    )
    free = frozenset(data.pop("free"))
    return Keys({table: keys for table, keys in data.items() if table[0] != "_"}, free)


def pair(
    keys: Keys, table: str, gold: Sequence[GoldRow], found: Sequence[FoundRow]
) -> Iterator[tuple[int, int]]:
    """(gold row, found row) of the assignment with the greatest likeness in all."""
    if not gold or not found:
        return
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    scores = np.array([[_alike(keys, table, g, f) for f in found] for g in gold])
    places = np.abs(np.subtract.outer(np.arange(len(gold)), np.arange(len(found))))
    bonus = _ORDER_BONUS * (1 - places / max(len(gold), len(found)))
    for left, right in zip(*linear_sum_assignment(scores + bonus, maximize=True), strict=True):
        if scores[left, right] >= SAME_ROW:
            yield int(left), int(right)


def row_right(keys: Keys, table: str, gold: GoldRow, found: FoundRow | None) -> bool:
    """Whether the columns that make the row agree, as far as gold has them.

    Gold that has none of them is judged by those that pair it.
    """
    if found is None:
        return False
    judged = [c for c in keys.right(table) if c in gold] or [
        c for c in keys.match(table) if c in gold
    ]
    return all(_column_right(keys, column, gold[column], found.get(column)) for column in judged)


def _column_right(keys: Keys, column: str, gold: GoldValue, found: PredictedValue | None) -> bool:
    have = found.value if found else None
    if gold.value is None or have is None:
        return gold.value is None and have is None
    if column in keys.free:
        return likeness(gold.value, have) >= FREE_LIKENESS
    return agree(gold.value, have)


def _alike(keys: Keys, table: str, gold: GoldRow, found: FoundRow) -> float:
    """Mean likeness over the pairing columns that gold's row fills."""
    values = [
        (gold[c].value, found[c].value) for c in keys.match(table) if c in gold and c in found
    ]
    known = [EMPTY if f is None else likeness(g, f) for g, f in values if g is not None]
    return sum(known) / len(known) if known else 0.0
