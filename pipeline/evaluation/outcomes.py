"""Gold against a run's tables, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluation.agreement import agree, exactly
from pipeline.evaluation.gold import UNITS, GoldFile, GoldValue
from pipeline.evaluation.pairing import Keys, load_keys, pair, row_right
from pipeline.evaluation.predicted import Predicted, PredictedValue
from pipeline.plan import Status

ROW = "(row)"
"""The column name of a list row as a whole."""

NOTHING = GoldValue(None, Status.MISSING)
UNFOUND = PredictedValue(None, Status.MISSING)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One value judged. `row` is the gold row's number from 1, 0 for a row that
    only the run has. `right` is agreement after normalisation."""

    file: str
    part: str
    form: str
    route: str
    table: str
    column: str
    row: int
    gold: GoldValue
    found: PredictedValue
    exact: bool
    right: bool

    @property
    def field(self) -> str:
        """`plans.issuer`, `phases.(row)`."""
        return f"{self.table}.{self.column}"

    @property
    def key(self) -> str:
        """Names the value in two runs alike."""
        return f"{self.file}|{self.field}|{self.row}|{'' if self.row else self.found.value}"


def outcomes_of(gold: GoldFile, predicted: Predicted) -> Iterator[Outcome]:
    """Every gold value of one file, and what the run has too much in its lists."""
    judge = _Judge(gold, predicted)
    for column, value in gold.plans.items():
        yield judge.of("plans", column, 0, value, predicted.plans.get(column, UNFOUND))
    keys = load_keys()
    for table, rows in gold.lists.items():
        yield from _list_outcomes(judge, keys, table, rows)


def _list_outcomes(
    judge: _Judge, keys: Keys, table: str, rows: Sequence[Mapping[str, GoldValue]]
) -> Iterator[Outcome]:
    found = judge.predicted.lists.get(table, ())
    if table == UNITS and not any(r.get("role", NOTHING).value == "coordinate" for r in rows):
        # Gold that names no coordinating unit says nothing of them.
        found = [r for r in found if r["role"].value != "coordinate"]
    pairs = dict(pair(keys, table, rows, found))
    columns = sorted({column for row in rows for column in row}) or keys.right(table)
    for number, row in enumerate(rows):
        match = found[pairs[number]] if number in pairs else None
        right = row_right(keys, table, row, match)
        yield judge.row(
            table, number + 1, _named(keys, table, row), _named(keys, table, match), right
        )
        for column, value in row.items():
            yield judge.of(table, column, number + 1, value, (match or {}).get(column, UNFOUND))
    for number in sorted(set(range(len(found))) - set(pairs.values())):
        yield judge.row(table, 0, None, _named(keys, table, found[number]), right=False)
        for column in columns:
            extra = found[number].get(column, UNFOUND)
            if extra.value is not None:
                yield judge.of(table, column, 0, NOTHING, extra)


def _named(
    keys: Keys, table: str, row: Mapping[str, GoldValue] | Mapping[str, PredictedValue] | None
) -> str | None:
    """What a person recognises a row by; None for no row."""
    if row is None:
        return None
    known = [row[c].value for c in (*keys.right(table), *keys.match(table)) if c in row]
    return " · ".join(dict.fromkeys(value for value in known if value)) or "(empty row)"


class _Judge:
    """Makes the outcomes of one file."""

    def __init__(self, gold: GoldFile, predicted: Predicted) -> None:
        self.gold = gold
        self.predicted = predicted

    def of(
        self, table: str, column: str, row: int, gold: GoldValue, found: PredictedValue
    ) -> Outcome:
        """A value against its gold."""
        if gold.value is None or found.value is None:
            exact = right = gold.value is None and found.value is None
        else:
            exact, right = exactly(gold.value, found.value), agree(gold.value, found.value)
        return self._outcome((table, column, row), gold, found, (exact, right))

    def row(
        self, table: str, row: int, gold: str | None, found: str | None, right: bool
    ) -> Outcome:
        """A list row as a whole: in gold or not, found or not (each by name), right or not."""
        in_gold = NOTHING if gold is None else GoldValue(gold, Status.FOUND)
        in_run = UNFOUND if found is None else PredictedValue(found, Status.FOUND)
        return self._outcome((table, ROW, row), in_gold, in_run, (right, right))

    def _outcome(
        self,
        place: tuple[str, str, int],
        gold: GoldValue,
        found: PredictedValue,
        verdict: tuple[bool, bool],
    ) -> Outcome:
        file, route = self.gold, self.predicted.route
        return Outcome(file.file, file.part, file.form, route, *place, gold, found, *verdict)
