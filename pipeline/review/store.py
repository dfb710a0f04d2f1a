"""The values to be judged, and the judgements, for the page.

One store serves all windows of one server. Judgements are in `corrections.csv`
before they are anywhere else; what other servers or editors wrote there is read
when the file has changed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import uuid4

from pipeline.review.appending import CorrectionFile
from pipeline.review.followers import Answer, settled
from pipeline.review.index import open_index, tables_stamp
from pipeline.tables.corrections import Correction, Place, Verdict, standing

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


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of a value. `id` names the request: asked twice, done once.

    With `whole_row` it goes for all values of the list row.
    """

    verdict: Verdict
    text: str
    who: str
    id: str
    whole_row: bool = False


class Store:
    """Values and judgements of one output folder."""

    def __init__(self, folder: Path, work: Path, extractor: str) -> None:
        self.folder = folder
        self._extractor = extractor
        self._place = work / "index.sqlite"
        self._file = CorrectionFile(folder, work / "corrections.lock")
        self._guard = threading.RLock()
        self._known: dict[str, Correction] = {}
        self._by_place: dict[Place, list[Correction]] = {}
        self._requests: dict[str, list[Correction]] = {}
        self._stamp = (-1, -1)
        self._tables = tables_stamp(folder)
        self._db = open_index(folder, self._place)
        self._db.execute("UPDATE cells SET judged = 0 WHERE judged = 1")
        self._db.execute("UPDATE cells SET again = 0 WHERE again = 1")
        self._count()
        self._choices = self._found_choices()
        self.catch_up()

    def close(self) -> None:
        """Lets go of the index."""
        with self._guard:
            self._db.close()

    def catch_up(self) -> None:
        """Takes in new tables and what others wrote into `corrections.csv`."""
        with self._guard:
            if tables_stamp(self.folder) != self._tables:
                self._db.close()
                self._db = open_index(self.folder, self._place)
                self._tables = tables_stamp(self.folder)
                self._stamp = (-1, -1)
                self._count()
                self._choices = self._found_choices()
            stamp = self._file.stamp()
            if stamp != self._stamp:
                self._read()
                self._stamp = stamp

    def judge(self, cell_id: int, judgement: Judgement) -> Correction | None:
        """Writes a judgement and gives it once it is on the disk; None for no such value.

        What it settles beside (`followers`) is written with it, under the same id with
        a number behind. A request that comes again (same id) changes nothing and gives
        what was written. Raises OSError where the disk cannot be written.
        """
        with self._guard:
            cell = self.cell(cell_id)
            if cell is None:
                return None
            cells = self.cells_of(cell["plan_id"])
            answers = settled(cell, judgement.verdict, judgement.text, cells)
            if judgement.whole_row:
                answers += _rest_of_row(answers, judgement.verdict, cells)
            return self._write(
                [self._line(answer, judgement, n) for n, answer in enumerate(answers)]
            )

    def undo(self, correction_id: str, who: str, request: str) -> Correction | None:
        """Takes a judgement and what it settled back; None where there is none of that id."""
        with self._guard:
            self.catch_up()
            first = _first(correction_id)
            lines = [c for c in self._requests.get(first, ()) if c.status is not Verdict.UNDONE]
            if not lines:
                return None
            now = _now()
            undone = [
                replace(
                    was,
                    status=Verdict.UNDONE,
                    corrected_value=was.id,
                    who=who,
                    when=now,
                    id=_numbered(request, n),
                )
                for n, was in enumerate(lines)
            ]
            return self._write(undone)

    def cell(self, cell_id: int) -> Cell | None:
        """A value by its number in the index."""
        return self._one("SELECT * FROM cells WHERE id = ?", [cell_id])

    def cell_at(self, place: Place) -> Cell | None:
        """A value by its place."""
        return self._one(
            "SELECT * FROM cells WHERE plan_id = ? AND tab = ? AND row = ? AND col = ?", place
        )

    def also(self, name: str) -> int:
        """How many other values a request settled."""
        with self._guard:
            return max(0, len(self._requests.get(_first(name), ())) - 1)

    def correction(self, name: str) -> Correction | None:
        """A line of `corrections.csv` by its id."""
        with self._guard:
            return self._known.get(name)

    def queue(self, filters: Filters, page: int) -> tuple[Sequence[Cell], int]:
        """(a page of the queue, counted from 1; how many values there are, up to COUNTED)."""
        where, values = filters.where()
        rows = self._all(
            "SELECT c.*, plans.file FROM (SELECT * FROM cells"
            f" WHERE {where} ORDER BY rank DESC, id LIMIT ? OFFSET ?) AS c"
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
            after = (
                "rank > ? OR (rank = ? AND id < ?)"
                if back
                else ("rank < ? OR (rank = ? AND id > ?)")
            )
            place = [cell["rank"], cell["rank"], cell["id"]]
            row = self._one(
                f"SELECT id FROM cells WHERE {where} AND ({after}) ORDER BY {order} LIMIT 1",
                [*values, *place],
            )
            if row:
                return int(row["id"])
        row = self._one(
            f"SELECT id FROM cells WHERE {where} AND id IS NOT ? ORDER BY {order} LIMIT 1",
            [*values, cell["id"] if cell else None],
        )
        return int(row["id"]) if row else None

    def counts(self) -> tuple[int, int]:
        """(values still open, values judged) in all."""
        with self._guard:
            return self._open, self._judged

    def _count(self) -> None:
        """Counts anew; from then on each mark keeps the counts."""
        count = "SELECT count(*) AS n FROM cells WHERE"
        left, done = (self._one(f"{count} {_STATES[s]}", []) for s in ("open", "judged"))
        self._open = left["n"] if left else 0
        self._judged = done["n"] if done else 0

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
            self.folder / "tables" / "pages.parquet",
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

    def history(self, page: int) -> tuple[Sequence[Correction], int]:
        """(a page of all judgements, the last written first; how many there are)."""
        with self._guard:
            newest = islice(reversed(self._known.values()), (page - 1) * PAGE, page * PAGE)
            return list(newest), len(self._known)

    def last_of(self, who: str) -> Correction | None:
        """The newest judgement of one person that was not taken back."""
        undone: set[str] = set()
        with self._guard:
            for line in reversed(self._known.values()):
                if line.status is Verdict.UNDONE:
                    undone.add(line.corrected_value)
                elif line.who == who and line.id not in undone:
                    return line
        return None

    def _line(self, answer: Answer, judgement: Judgement, number: int) -> Correction:
        cell, verdict, text = answer
        return Correction(
            plan=cell["plan_id"],
            table=cell["tab"],
            row=cell["row"],
            column=cell["col"],
            raw=cell["raw"] or "",
            machine_value=cell["value"] or "",
            corrected_value=text if verdict is Verdict.CORRECTED else "",
            status=verdict,
            who=judgement.who,
            when=_now(),
            extractor=self._extractor,
            id=_numbered(judgement.id, number),
        )

    def _write(self, lines: Sequence[Correction]) -> Correction:
        """Appends lines in one piece and gives the first as it stands in the file."""

        def known(name: str) -> bool:
            self.catch_up()
            return name in self._known

        stamp = self._file.append(lines, known=known)
        if stamp:
            self._stamp = stamp
            for line in (line for line in lines if line.id not in self._known):
                self._remember(line)
                self._mark(line.place, standing(self._by_place[line.place]).get(line.place))
        return self._known[lines[0].id]

    def _read(self) -> None:
        """All lines anew: a correction may have been taken out by an editor."""
        before = set(self._by_place)
        self._known, self._by_place, self._requests = {}, {}, {}
        for line in self._file.read():
            if line.id not in self._known:
                self._remember(line)
        counting = standing(self._known.values())
        with self._db:
            self._db.execute("BEGIN")
            for place in before - counting.keys():
                self._mark(place, None)
            for place, correction in counting.items():
                self._mark(place, correction)

    def _remember(self, line: Correction) -> None:
        self._known[line.id] = line
        self._requests.setdefault(_first(line.id), []).append(line)
        self._by_place.setdefault(line.place, []).append(line)

    def _mark(self, place: Place, said: Correction | None) -> None:
        """Shows in the index what counts for a value."""
        cell = self.cell_at(place)
        if cell is None:
            return
        holds = said is not None and _same(cell["value"], said.machine_value)
        holds = holds and said is not None and _same(cell["raw"], said.raw)
        again = said is not None and not holds
        asked = bool(cell["asked"]) or again
        answer = (said.status.value, said.corrected_value) if said else (None, None)
        whose = (said.who, said.when, said.id) if said else (None, None, None)
        self._db.execute(
            "UPDATE cells SET judged = ?, again = ?, asked = ?, verdict = ?, said = ?,"
            " who = ?, at = ?, correction = ? WHERE id = ?",
            (holds, again, asked, *answer, *whose, cell["id"]),
        )
        self._judged += holds - cell["judged"]
        self._open += (asked and not holds) - (cell["asked"] and not cell["judged"])

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


def new_request() -> str:
    """A name for a request that has not been made yet."""
    return uuid4().hex[:16]


def _rest_of_row(
    answers: Sequence[Answer], verdict: Verdict, cells: Sequence[Cell]
) -> list[Answer]:
    """The other values of the first one's row, and the same answer for them."""
    first, done = answers[0][0], {cell["id"] for cell, _, _ in answers}
    row = (first["tab"], first["row"])
    return [(c, verdict, "") for c in cells if (c["tab"], c["row"]) == row and c["id"] not in done]


def _numbered(name: str, number: int) -> str:
    """The ids of the lines of one request: `ab12`, `ab12.1`, `ab12.2`."""
    return f"{name}.{number}" if number else name


def _first(name: str) -> str:
    """The request's own id."""
    return name.partition(".")[0]


def _same(left: str | None, right: str) -> bool:
    return (left or "").split() == right.split()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
