"""What the page shows: values, documents, findings, out of the index."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.review.index import open_index, tables_stamp
from pipeline.tables.corrections import ADDED_ROWS, Place
from pipeline.tables.judging import ADDED

Cell = sqlite3.Row
PAGE = 50
"""Values on a page of the queue."""

COUNTED = 10_000
"""Values that are counted for a filter; nobody turns more than 200 pages."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue shows. `state` is open, unfound (missing, says the machine), judged or
    all; empty text is no filter."""

    state: str = "open"
    field: str = ""
    province: str = ""
    finding: str = ""
    at_most: float | None = None

    def where(self) -> tuple[str, list[object]]:
        """As SQL over `cells`."""
        parts, values = [_STATES.get(self.state, _STATES["open"])], list[object]()
        if self.field:
            parts.append("tab = ? AND col = ?")
            values += self.field.partition(".")[::2]
        if self.province:
            parts.append("province = ?")
            values.append(self.province)
        if self.finding:
            parts.append("plan_id IN (SELECT plan_id FROM findings WHERE code = ?)")
            values.append(self.finding)
        if self.at_most is not None:
            parts.append("confidence <= ?")
            values.append(self.at_most)
        return " AND ".join(parts), values


_STATES = {
    "open": "asked = 1 AND judged = 0",
    "unfound": "status = 'missing' AND judged = 0",
    "judged": "judged = 1",
    "all": "1 = 1",
}


class Values:
    """The values of one output folder, in a SQLite file at `place`.

    One connection serves all threads; `guard` lets one at it at a time.
    """

    def __init__(self, folder: Path, place: Path, guard: threading.RLock) -> None:
        self._folder = folder
        self._place = place
        self._guard = guard
        self._stamp = tables_stamp(folder)
        self._db = open_index(folder, place)
        self._choices = self._found_choices()

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def renewed(self) -> bool:
        """Makes the index anew where the tables changed; whether it did."""
        stamp = tables_stamp(self._folder)
        if stamp == self._stamp:
            return False
        self._db.close()
        self._db = open_index(self._folder, self._place)
        self._stamp = stamp
        self._choices = self._found_choices()
        return True

    def change(self, statement: str, values: Sequence[object] = ()) -> None:
        """Writes into the index."""
        self._db.execute(statement, values)

    def at_once(self) -> sqlite3.Connection:
        """A transaction: many changes take no longer than one."""
        self._db.execute("BEGIN")
        return self._db

    def count(self, state: str) -> int:
        """How many values are in a state (of `Filters`)."""
        row = self._one(f"SELECT count(*) AS n FROM cells WHERE {_STATES[state]}", [])
        return int(row["n"]) if row else 0

    def cell(self, cell_id: int) -> Cell | None:
        """A value by its number in the index."""
        return self._one("SELECT * FROM cells WHERE id = ?", [cell_id])

    def cell_at(self, place: Place) -> Cell | None:
        """A value by its place."""
        return self._one(
            "SELECT * FROM cells WHERE plan_id = ? AND tab = ? AND row = ? AND col = ?", place
        )

    def added(self, place: Place) -> Cell | None:
        """A new value for one that a person added; None where there is no such document."""
        plan = self.plan(place[0])
        if plan is None:
            return None
        self.change(
            "INSERT INTO cells (plan_id, tab, row, col, status, rule, confidence, asked, rank,"
            " province) VALUES (?, ?, ?, ?, 'missing', ?, 0, 0, 0, ?)",
            [*place, ADDED, plan["province"]],
        )
        return self.cell_at(place)

    def added_places(self) -> set[Place]:
        """Where people added values."""
        query = f"SELECT plan_id, tab, row, col FROM cells WHERE row >= {ADDED_ROWS.start}"
        return {
            (row["plan_id"], row["tab"], row["row"], row["col"]) for row in self._all(query, [])
        }

    def queue(self, filters: Filters, page: int) -> tuple[Sequence[Cell], int]:
        """(a page of the queue, counted from 1; how many values there are, up to COUNTED)."""
        where, values = filters.where()
        rows = self._all(
            "SELECT c.*, plans.file FROM (SELECT id FROM cells"  # of the index alone
            f" WHERE {where} ORDER BY rank DESC, id LIMIT ? OFFSET ?) AS chosen"
            " JOIN cells AS c ON c.id = chosen.id"
            " JOIN plans ON plans.plan_id = c.plan_id ORDER BY c.rank DESC, c.id",
            [*values, PAGE, (page - 1) * PAGE],
        )
        count = self._one(
            f"SELECT count(*) AS n FROM (SELECT 1 FROM cells WHERE {where} LIMIT {COUNTED})", values
        )
        return rows, count["n"] if count else 0

    def following(self, filters: Filters, cell: Cell | None, *, back: bool = False) -> int | None:
        """The value next in the queue (or the one before); from the start when at its end."""
        where, values = filters.where()
        order = "rank ASC, id DESC" if back else "rank DESC, id ASC"
        if cell is not None:
            # The first condition is for the index, the second settles equal ranks.
            after = (
                "rank >= ? AND (rank > ? OR id < ?)"
                if back
                else "rank <= ? AND (rank < ? OR id > ?)"
            )
            place = [cell["rank"], cell["rank"], cell["id"]]
            row = self._one(
                f"SELECT id FROM cells WHERE {where} AND {after} ORDER BY {order} LIMIT 1",
                [*values, *place],
            )
            if row:
                return int(row["id"])
        row = self._one(
            f"SELECT id FROM cells WHERE {where} AND id IS NOT ? ORDER BY {order} LIMIT 1",
            [*values, cell["id"] if cell else None],
        )
        return int(row["id"]) if row else None

    def plan(self, plan_id: str) -> Cell | None:
        """A document's row."""
        return self._one("SELECT * FROM plans WHERE plan_id = ?", [plan_id])

    def cells_of(self, plan_id: str) -> Sequence[Cell]:
        """A document's values in the tables' order."""
        return self._all("SELECT * FROM cells WHERE plan_id = ? ORDER BY id", [plan_id])

    def findings_of(self, plan_id: str) -> Sequence[Cell]:
        """A document's findings."""
        return self._all("SELECT * FROM findings WHERE plan_id = ?", [plan_id])

    def page(self, plan_id: str, page: int) -> Cell | None:
        """A page's facts."""
        return self._one("SELECT * FROM pages WHERE plan_id = ? AND page = ?", [plan_id, page])

    def page_text(self, plan_id: str, page: int) -> str:
        """A page's text from the tables: slow, for pages whose picture is gone."""
        import pyarrow.parquet as pq

        rows = pq.read_table(
            self._folder / "tables" / "pages.parquet",
            columns=["text"],
            filters=[("plan_id", "==", plan_id), ("page", "==", page)],
        )
        return (rows["text"][0].as_py() or "") if rows.num_rows else ""

    def pages_of(self, plan_id: str) -> Sequence[Cell]:
        """A document's pages without their text."""
        return self._all("SELECT page, route FROM pages WHERE plan_id = ? ORDER BY page", [plan_id])

    def choices(self) -> Mapping[str, Sequence[str]]:
        """What the filters can be set to: provinces and findings that occur."""
        return self._choices

    def _found_choices(self) -> Mapping[str, Sequence[str]]:
        provinces = self._all(
            "SELECT DISTINCT province AS v FROM plans WHERE province IS NOT NULL ORDER BY 1", []
        )
        findings = self._all("SELECT DISTINCT code AS v FROM findings ORDER BY 1", [])
        return {
            "province": [row["v"] for row in provinces],
            "finding": [row["v"] for row in findings],
        }

    def _one(self, query: str, values: Sequence[object]) -> Cell | None:
        with self._guard:
            try:
                row: Cell | None = self._db.execute(query, values).fetchone()
            except OverflowError:  # a number in an address that no row can have
                return None
            return row

    def _all(self, query: str, values: Sequence[object]) -> Sequence[Cell]:
        with self._guard:
            return self._db.execute(query, values).fetchall()
