"""Tesseract's library in a process of its own: as the program reads, and when it fails."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.programs import said_by
from pipeline.reading.engine.library import Library, engine_of
from pipeline.reading.engine.tesseract import EngineError, Seen, Tesseract
from pipeline.settings import ReadingSettings
from samples.fonts import family

pytestmark = pytest.mark.skipif(not shutil.which("tesseract"), reason="needs Tesseract")

PAGE = Image.new("L", (200, 100), 255)
FALLBACK = [Seen("fallback", 0, 0, 9, 9, 1.0)]


@dataclass
class Program:
    """The engine that takes over."""

    calls: list[str] = field(default_factory=list)

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        self.calls.append("words")
        return FALLBACK

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        self.calls.append("again")
        return FALLBACK

    def turn(self, image: Image.Image) -> tuple[int, float]:
        self.calls.append("turn")
        return 90, 1.0


def written(text: str) -> Image.Image:
    """A line of print."""
    page = Image.new("L", (900, 120), 255)
    font = ImageFont.truetype(str(family().files[0]), 40)
    ImageDraw.Draw(page).text((40, 30), text, fill=0, font=font)
    return page


def stand_in(folder: Path, body: str, version: str | None = None) -> str:
    """A program in recogniser.py's place: says a version, then does `body` for each picture."""
    said = (said_by("tesseract", "--version") or [""])[0].split()[-1]
    version = said if version is None else version
    path = folder / "stand_in.py"
    path.write_text(
        "import json, os, sys, time\n"
        f"os.write(1, b'{len(version)}\\n{version}')\n"
        "for line in sys.stdin.buffer:\n"
        "    asked = json.loads(line)\n"
        "    sys.stdin.buffer.read(asked['width'] * asked['height'])\n"
        f"    {body}\n",
        encoding="utf-8",
    )
    return str(path)


ROW = b"5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90\tx"
ANSWER = f"os.write(1, {b'%d' % len(ROW) + chr(10).encode() + ROW!r})"


@pytest.mark.parametrize(("psm", "only"), [(3, ""), (6, ""), (7, ""), (7, "0123456789")])
def test_words_are_the_programs(psm: int, only: str) -> None:
    engine = engine_of(ReadingSettings())
    assert isinstance(engine, Library)
    page = written("Kế hoạch số 2024 về tổ chức thực hiện")
    assert engine.words(page, psm, 200, only) == Tesseract().words(page, psm, 200, only)


def test_larger_model_reads_as_the_programs() -> None:
    page = written("Tổ chức thực hiện")
    assert engine_of(ReadingSettings()).again(page, 200) == Tesseract().again(page, 200)


def test_one_engine_a_process_and_setting() -> None:
    assert engine_of(ReadingSettings()) is engine_of(ReadingSettings())
    named = engine_of(ReadingSettings(tesseract="/usr/bin/tesseract"))
    assert isinstance(named, Tesseract), "who names a program wants that one"


def test_a_page_that_never_ends_is_stopped_and_the_next_is_read(tmp_path: Path) -> None:
    body = f"{ANSWER} if asked['psm'] == 7 else time.sleep(600)"
    engine = Library(Program(), "vie", 1.0, stand_in(tmp_path, body))
    with pytest.raises(EngineError) as caught:
        engine.words(PAGE)
    assert caught.value.code == "ocr-timeout"
    engine = Library(Program(), "vie", 60.0, stand_in(tmp_path, body))
    assert [seen.text for seen in engine.words(PAGE, psm=7)] == ["x"]
    engine.close()


@pytest.mark.parametrize("body", ["os.abort()", "sys.exit(1)", "os.write(1, b'99\\nshort'); break"])
def test_a_crash_is_the_pages_failure(tmp_path: Path, body: str) -> None:
    engine = Library(Program(), "vie", 60.0, stand_in(tmp_path, body))
    for _ in range(2):  # the second call starts a new process
        with pytest.raises(EngineError) as caught:
            engine.words(PAGE)
        assert caught.value.code == "ocr-failed"


@pytest.mark.parametrize(
    ("body", "version"),
    [
        ("os.write(1, b'-1\\n')", None),  # no such language
        (ANSWER, "4.9.9"),  # not what `tesseract` runs on
    ],
)
def test_the_program_reads_where_the_library_cannot(
    tmp_path: Path, body: str, version: str | None
) -> None:
    program = Program()
    engine = Library(program, "vie", 60.0, stand_in(tmp_path, body, version))
    assert engine.words(PAGE) == FALLBACK
    assert engine.words(PAGE) == FALLBACK
    assert engine.again(PAGE, 200) == FALLBACK
    assert engine.turn(PAGE) == (90, 1.0)
    assert program.calls == ["words", "words", "again", "turn"]
    engine.close()


def test_no_library_at_all(tmp_path: Path) -> None:
    path = tmp_path / "ends.py"
    path.write_text("", encoding="utf-8")
    assert Library(Program(), "vie", 60.0, str(path)).words(PAGE) == FALLBACK


def test_without_a_larger_model_nothing_is_read_again(tmp_path: Path) -> None:
    body = f"{ANSWER} if asked['language'] == 'vie' else os.write(1, b'-1\\n')"
    program = Program()
    engine = Library(program, "vie", 60.0, stand_in(tmp_path, body))
    assert engine.again(PAGE, 200) == []
    assert [seen.text for seen in engine.words(PAGE)] == ["x"]
    assert program.calls == []
    engine.close()
