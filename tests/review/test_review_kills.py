"""Two windows, a server killed again and again: no acknowledged correction is lost."""

from __future__ import annotations

import random
import threading
from collections import Counter
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from serving import Server

from pipeline.tables.corrections import CORRECTIONS, read_corrections

CORRECTIONS_MADE = 1_000
KILLS = 20
WINDOWS = 2
CELLS = 30
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
        """One more was acknowledged; every 48th kills the server in the midst of the rest."""
        with self.guard:
            self.done += 1
            if self.kills < KILLS and self.done >= (self.kills + 1) * 48:
                self.kills += 1
                self.server.kill()
                self.server = Server(self.folder)

    def address(self) -> str:
        with self.guard:
            return self.server.address


def window(room: Room, name: str, acknowledged: dict[str, str]) -> None:
    """A client that repeats a request until it is answered, as a person would."""
    chance = random.Random(name)
    for number in range(CORRECTIONS_MADE // WINDOWS):
        request = uuid4().hex[:16]
        text = f"{name} {number}"
        form = {
            "cell": str(chance.randint(1, CELLS)),
            "verdict": "corrected" if chance.random() < 0.8 else "unreadable",
            "text": text,
            "who": name,
            "request": request,
        }
        while True:
            try:
                response = httpx.post(f"{room.address()}judge", data=form, timeout=20)
            except httpx.HTTPError:
                continue
            if response.status_code == 303 and "why=" not in response.headers["location"]:
                acknowledged[request] = text
                room.count()
            break


def test_none_that_was_acknowledged_is_lost_and_none_doubled(folder: Path) -> None:
    room = Room(folder)
    acknowledged: list[dict[str, str]] = [{} for _ in range(WINDOWS)]
    threads = [
        threading.Thread(target=window, args=(room, f"window {n}", acknowledged[n]))
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
    assert room.kills >= KILLS - 3  # requests for dates are refused for their text
    assert len(told) > CORRECTIONS_MADE * 0.8
    assert told.keys() - ids.keys() == set(), "acknowledged and lost"
    assert [name for name, count in ids.items() if count > 1] == [], "doubled"
    by_id = {line.id: line for line in lines}
    assert all(by_id[name].corrected_value in ("", text) for name, text in told.items())
