"""Two windows, a server killed again and again: no acknowledged correction is lost."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from serving import Server

from pipeline.review.values import Values
from pipeline.tables.corrections import CORRECTIONS, Verdict, read_corrections

CORRECTIONS_MADE = 1_000
KILLS = 20
WINDOWS = 2
BETWEEN = CORRECTIONS_MADE // (KILLS + 1)
"""Answers that are acknowledged between two kills."""
COLUMNS = ("title", "issuer", "signer_name", "name", "recipient")
"""Columns that take any text."""
pytestmark = pytest.mark.long


class Room:
    """The server that runs now; windows ask for its address after each failure."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done = 0
        self.kills = 0
        self.guard = threading.Lock()
        self.server = Server(folder)

    def count(self) -> None:
        """One more was acknowledged; after each BETWEEN the server is killed.

        The other window's request is then under way: waiting, written, or answered.
        """
        with self.guard:
            self.done += 1
            if self.kills < KILLS and self.done % BETWEEN == 0:
                self.kills += 1
                self.server.kill()
                self.server = Server(self.folder)

    def address(self) -> str:
        with self.guard:
            return self.server.address


def forms(name: str, cells: list[int]) -> Iterator[tuple[str, dict[str, str]]]:
    """What a window sends, none of which is refused: (path, form)."""
    chance = random.Random(name)
    for number in range(CORRECTIONS_MADE // WINDOWS):
        form = {"who": name, "request": uuid4().hex[:16]}
        text = f"{name} {number}"
        if number % 10 == 0:  # a row that the machine missed: two lines in one piece
            yield (
                "add",
                {
                    **form,
                    "plan": f"p{chance.randint(1, 3):03}",
                    "table": "recipients",
                    "cell.recipient": text,
                    "cell.note": "b/c",
                },
            )
            continue
        verdict = "corrected" if chance.random() < 0.8 else "unreadable"
        cell = str(chance.choice(cells))
        yield "judge", {**form, "cell": cell, "verdict": verdict, "text": text}


def window(room: Room, name: str, cells: list[int], acknowledged: dict[str, str]) -> None:
    """A client that repeats a request until it is answered, as a person would."""
    for path, form in forms(name, cells):
        while True:
            try:
                response = httpx.post(f"{room.address()}{path}", data=form, timeout=60)
            except httpx.HTTPError:
                continue
            assert response.status_code == 303, response.text
            assert "why=" not in response.headers["location"]
            acknowledged[form["request"]] = form.get("text") or form["cell.recipient"]
            room.count()
            break


def cells_that_take_text(folder: Path) -> list[int]:
    """Their numbers in the index, which are those of a new one."""
    values = Values(folder, folder / "numbers.sqlite", threading.RLock())
    found = [c["id"] for n in (1, 2, 3) for c in values.cells_of(f"p{n:03}") if c["col"] in COLUMNS]
    values.close()
    return found


def test_none_that_was_acknowledged_is_lost_and_none_doubled(folder: Path) -> None:
    cells = cells_that_take_text(folder)
    room = Room(folder)
    acknowledged: list[dict[str, str]] = [{} for _ in range(WINDOWS)]
    threads = [
        threading.Thread(target=window, args=(room, f"window {n}", cells, acknowledged[n]))
        for n in range(WINDOWS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.server.kill()
    lines = read_corrections(folder / CORRECTIONS)
    ids = Counter(line.id for line in lines)
    told = {name: text for of in acknowledged for name, text in of.items()}
    assert room.kills == KILLS
    assert len(told) == CORRECTIONS_MADE
    assert told.keys() - ids.keys() == set(), "acknowledged and lost"
    assert [name for name, count in ids.items() if count > 1] == [], "doubled"
    by_id = {line.id: line for line in lines}
    assert all(by_id[name].corrected_value in ("", text) for name, text in told.items())
    rows = Counter(line.place[:3] for line in lines if line.status is Verdict.ADDED)
    assert len(rows) == CORRECTIONS_MADE // 10
    assert set(rows.values()) == {2}, "half a row"
