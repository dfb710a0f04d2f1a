"""The values to be judged, and the judgements, for the page.

One store serves all windows of one server. Judgements are in `corrections.csv`
before they are anywhere else; what other servers or editors wrote there is read
when the file has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from uuid import uuid4
from zlib import crc32

from pipeline.review.appending import CorrectionFile
from pipeline.review.followers import Answer, settled
from pipeline.review.values import PAGE, Cell, Values
from pipeline.tables.corrections import ADDED_ROWS, Correction, Place, Verdict, standing


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
    """Values (`values`) and judgements of one output folder."""

    def __init__(self, folder: Path, work: Path, extractor: str) -> None:
        self._extractor = extractor
        self._file = CorrectionFile(folder, work / "corrections.lock")
        self._guard = threading.RLock()
        self._known: dict[str, Correction] = {}
        self._by_place: dict[Place, list[Correction]] = {}
        self._requests: dict[str, list[Correction]] = {}
        self._stamp = (-1, -1)
        self.values = Values(folder, work / "index.sqlite", self._guard)
        self.values.change("UPDATE cells SET judged = 0 WHERE judged = 1")
        self.values.change("UPDATE cells SET again = 0 WHERE again = 1")
        self._count()
        self.catch_up()

    def close(self) -> None:
        """Lets go of the index."""
        with self._guard:
            self.values.close()

    def catch_up(self) -> None:
        """Takes in new tables and what others wrote into `corrections.csv`."""
        with self._guard:
            if self.values.renewed():
                self._stamp = (-1, -1)
                self._count()
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
            cell = self.values.cell(cell_id)
            if cell is None:
                return None
            cells = self.values.cells_of(cell["plan_id"])
            if cell["row"] in ADDED_ROWS:  # what a person added stands nowhere else
                answers = [_of_added(cell, judgement)]
            else:
                answers = settled(cell, judgement.verdict, judgement.text, cells)
            if judgement.whole_row:
                answers += _rest_of_row(answers, judgement.verdict, cells)
            return self._write(
                [self._line(answer, judgement, n) for n, answer in enumerate(answers)]
            )

    def add_row(self, plan: str, table: str, cells: Mapping[str, str], by: Judgement) -> Correction:
        """Writes a row that the machine did not find and gives its first line.

        `cells` has a text for each column that the document fills, at least one. A
        request that comes again changes nothing. Raises OSError where the disk cannot be
        written.
        """
        with self._guard:
            self.catch_up()
            begun = self._requests.get(by.id)
            taken = {place[2] for place in self._by_place if place[:2] == (plan, table)}
            row = begun[0].row if begun else next(n for n in _numbers_of(by.id) if n not in taken)
            blank = Correction(
                plan, table, row, "", "", "", "", Verdict.ADDED, by.who, _now(), self._extractor, ""
            )
            return self._write(
                [
                    replace(blank, column=column, corrected_value=text, id=_numbered(by.id, n))
                    for n, (column, text) in enumerate(cells.items())
                ]
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

    def also(self, name: str) -> int:
        """How many other values a request settled."""
        with self._guard:
            return max(0, len(self._requests.get(_first(name), ())) - 1)

    def correction(self, name: str) -> Correction | None:
        """A line of `corrections.csv` by its id."""
        with self._guard:
            return self._known.get(name)

    def counts(self) -> tuple[int, int]:
        """(values still open, values judged) in all."""
        with self._guard:
            return self._open, self._judged

    def _count(self) -> None:
        """Counts anew; from then on each mark keeps the counts."""
        self._open, self._judged = self.values.count("open"), self.values.count("judged")

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
        with self.values.at_once():
            for place in (before | self.values.added_places()) - counting.keys():
                self._mark(place, None)
            for place, correction in counting.items():
                self._mark(place, correction)

    def _remember(self, line: Correction) -> None:
        self._known[line.id] = line
        self._requests.setdefault(_first(line.id), []).append(line)
        self._by_place.setdefault(line.place, []).append(line)

    def _mark(self, place: Place, said: Correction | None) -> None:
        """Shows in the index what counts for a value."""
        cell = self.values.cell_at(place)
        if place[2] in ADDED_ROWS:
            if said is None and cell is not None:
                self._judged -= cell["judged"]
                self.values.change("DELETE FROM cells WHERE id = ?", [cell["id"]])
                return
            if said is not None and cell is None:
                cell = self.values.added(place)
        if cell is None:
            return
        holds = said is not None and _same(cell["value"], said.machine_value)
        holds = holds and said is not None and _same(cell["raw"], said.raw)
        again = said is not None and not holds
        asked = bool(cell["asked"]) or again
        answer = (said.status.value, said.corrected_value) if said else (None, None)
        whose = (said.who, said.when, said.id) if said else (None, None, None)
        self.values.change(
            "UPDATE cells SET judged = ?, again = ?, asked = ?, verdict = ?, said = ?,"
            " who = ?, at = ?, correction = ? WHERE id = ?",
            (holds, again, asked, *answer, *whose, cell["id"]),
        )
        self._judged += holds - cell["judged"]
        self._open += (asked and not holds) - (cell["asked"] and not cell["judged"])


def new_request() -> str:
    """A name for a request that has not been made yet."""
    return uuid4().hex[:16]


def _of_added(cell: Cell, judgement: Judgement) -> Answer:
    """The answer on a value that a person added: "right" leaves what she wrote."""
    if judgement.verdict is Verdict.ACCEPTED:
        return cell, Verdict.CORRECTED, cell["said"] or ""
    return cell, judgement.verdict, judgement.text


def _rest_of_row(
    answers: Sequence[Answer], verdict: Verdict, cells: Sequence[Cell]
) -> list[Answer]:
    """The other values of the first one's row, and the same answer for them."""
    first, done = answers[0][0], {cell["id"] for cell, _, _ in answers}
    row = (first["tab"], first["row"])
    return [(c, verdict, "") for c in cells if (c["tab"], c["row"]) == row and c["id"] not in done]


def _numbers_of(request: str) -> Iterator[int]:
    """Numbers for a new row, the request's own first.

    They are drawn and not counted, so that two people who add a row to one document do
    not give both the same number before their files are merged.
    """
    first = crc32(request.encode())
    return (ADDED_ROWS[(first + n) % len(ADDED_ROWS)] for n in count())


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
