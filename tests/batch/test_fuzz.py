"""A fuzz target for every parser of foreign input, tried with a fixed number of inputs.

Inputs are made from small sound files by the harms of `hostile`, each from its own
number, so that a find can be made again and every machine tries the same: `pytest -m long
tests/batch/test_fuzz.py` prints the number, and `KEHOACH_FUZZ_TIMES=40` looks forty times
as far. What was found once is kept in `found/` and tried by the quick tests for ever.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hostile import HARMS, sound

from pipeline.batch.jobs import Job, Outcome
from pipeline.batch.keeper import Keeper, Limits
from pipeline.errors import KehoachError
from pipeline.evaluation.gold import load_gold
from pipeline.settings import ReadingSettings, Settings, load_settings
from pipeline.tables.corrections import header_line, read_corrections

TIMES = int(os.environ.get("KEHOACH_FUZZ_TIMES", "1"))
INPUTS = {"docx": 600, "jpg": 60, "md": 800, "pdf": 80, "png": 600, "tif": 60, "txt": 800}
"""Some seconds for each: those that end in Tesseract cost the most."""
FOUND = Path(__file__).parent / "found"
FAULTS = {"internal-error", "worker-crashed", "memory-limit", "time-limit"}
SETTINGS = Settings(reading=ReadingSettings(page_seconds=5, max_pages=20))


def harmed(data: bytes, number: int) -> bytes:
    """One to three harms, chosen by the number."""
    chance = random.Random(number)
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(HARMS)(data or b"x", chance)
    return data


def read(keeper: Keeper, path: Path) -> Outcome:
    inputs = {
        "path": os.fsencode(path),
        "suffix": path.suffix,
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "settings": SETTINGS.model_dump_json(),
    }
    return keeper.perform(Job("fuzz", "read", inputs))


@pytest.fixture(scope="module")
def keeper() -> Iterator[Keeper]:
    keeper = Keeper(Limits(seconds=60, memory_mb=1024))
    yield keeper
    keeper.close()


@pytest.mark.long
@pytest.mark.parametrize("ending", sorted(sound()))
def test_a_file(keeper: Keeper, tmp_path: Path, ending: str) -> None:
    """Every file is read or named; none breaks a worker or shows a bug."""
    whole = sound()[ending]
    path = tmp_path / f"file.{ending}"
    for number in range(INPUTS[ending] * TIMES):
        path.write_bytes(harmed(whole, number))
        outcome = read(keeper, path)
        assert outcome.code not in FAULTS, f"{ending} number {number}: {outcome.message}"


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.*")), ids=lambda path: path.name)
def test_what_was_found_once(keeper: Keeper, path: Path) -> None:
    assert read(keeper, path).code not in FAULTS


TOML = Path(__file__).resolve().parents[2] / "config.toml"
GOLD = b"""{"schema": 1, "id": "x", "part": "dev", "files": {"a.pdf": "pdf-text"},
"plans": {"number": "31", "date": {"status": "blank"}}, "signers": [{"name": "A"}],
"units": [{"section": "VI.1", "unit": "B", "tasks": 2}],
"by_form": {"pdf-text": {"plans": {"number": null}}}, "pages": ["K\xe1\xba\xbf"]}"""
ROW = "p0123456789abcdef,plans,1,number,31,31,32,corrected,Lan,2024-03-12T08:00:00+07:00,x,1"
CORRECTIONS = f"{header_line().rstrip()}\r\n{ROW}\r\n".encode()

TARGETS: dict[str, tuple[bytes, str, Callable[[Path], object]]] = {
    "settings": (TOML.read_bytes(), "config.toml", load_settings),
    "gold": (GOLD, "gold.json", lambda path: load_gold(path.parent)),
    "corrections": (CORRECTIONS, "corrections.csv", read_corrections),
}


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_a_text_of_ours(tmp_path: Path, target: str) -> None:
    """Settings, gold and corrections are edited by people: a wrong one is named."""
    whole, name, parse = TARGETS[target]
    path = tmp_path / name
    path.write_bytes(whole)
    parse(path)
    for number in range(300):
        path.write_bytes(harmed(whole, number))
        try:
            parse(path)
        except KehoachError:
            continue
        except Exception as error:
            pytest.fail(f"{target} number {number}: {error!r}")
