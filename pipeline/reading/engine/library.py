"""Tesseract's library beside this process: models loaded once, no program started a call.

Starting `tesseract` and loading its model takes an eighth of a second of every call, and a
page with second looks needs three calls. The words are the program's own: same library,
same settings. Where it cannot be loaded pytesseract reads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import weakref
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from shutil import which
from typing import IO

from PIL import Image

from pipeline.programs import said_by
from pipeline.reading.engine.tesseract import (
    LARGER,
    LINES,
    Engine,
    EngineError,
    Seen,
    Tesseract,
    parse_tsv,
)
from pipeline.settings import ReadingSettings

_PATIENCE = 5.0
"""Seconds that the process has to end when nothing more is asked of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as recogniser.py takes it: the model, Tesseract's page segmentation, dots an
    inch (0: unknown), the only characters that there can be (or ""), pixels."""

    language: str
    psm: int
    dpi: int
    only: str
    width: int
    height: int


class NoLibraryError(Exception):
    """The library, or a model for it, is not there."""


class Library:
    """An engine on Tesseract's library in a process of its own, started when it is needed.

    `fallback` finds the page's turn, and reads where the library cannot be loaded.
    """

    def __init__(self, fallback: Engine, languages: str, seconds: float, script: str = "") -> None:
        self._fallback = fallback
        self._languages = languages
        self._script = script or str(files("pipeline.reading.engine") / "recogniser.py")
        self._seconds = seconds
        self._process: _Process | None = None
        self._missing = False
        self._smaller = 0
        """How many of the larger models were found missing."""
        self._one_at_a_time = threading.Lock()

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        """As `Engine.words`. Raises EngineError, and ReadingError as Tesseract does."""
        try:
            return self._read(image, self._languages, psm, dpi, only)
        except NoLibraryError:
            self._missing = True
            return self._fallback.words(image, psm, dpi, only)

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        """As `Engine.again`. Raises EngineError."""
        for model in LARGER[self._smaller :]:
            try:
                return self._read(image, model, LINES, dpi, "")
            except NoLibraryError:
                self._smaller += 1
        return self._fallback.again(image, dpi) if self._missing else []

    def turn(self, image: Image.Image) -> tuple[int, float]:
        """As `Engine.turn`."""
        return self._fallback.turn(image)

    def close(self) -> None:
        """Ends the process; the next call starts another."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def _read(self, image: Image.Image, language: str, psm: int, dpi: int, only: str) -> list[Seen]:
        """The words. Raises EngineError, NoLibraryError."""
        grey = image if image.mode == "L" else image.convert("L")
        asked = Asked(language, psm, dpi, only, grey.width, grey.height)
        with self._one_at_a_time:
            if self._missing:
                raise NoLibraryError
            if self._process is None or not self._process.is_mine():
                self._process = _Process(self._script)
            try:
                return parse_tsv(b"\n" + self._process.ask(asked, grey.tobytes(), self._seconds))
            except EngineError:
                self.close()
                raise


class _Process:
    """recogniser.py running, and its two pipes. Raises NoLibraryError."""

    def __init__(self, script: str) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-S", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # four times slower without
        )
        self._owner = os.getpid()
        self.end = weakref.finalize(self, _end, self._child)
        version = self._answer()
        if version is None or not _is_the_programs(version.decode("ascii", "replace")):
            self.end()
            raise NoLibraryError

    def is_mine(self) -> bool:
        """False in a fork of the process that started it, whose answers it would take."""
        return self._owner == os.getpid()

    def ask(self, asked: Asked, grey: bytes, seconds: float) -> bytes:
        """The answer. Raises EngineError, NoLibraryError where the language is not there."""
        timer = threading.Timer(seconds, self._child.kill)
        timer.start()
        try:
            _pipe(self._child.stdin).write(json.dumps(asdict(asked)).encode() + b"\n" + grey)
            _pipe(self._child.stdin).flush()
            told = self._answer()
        except OSError:
            told = None
        finally:
            in_time = timer.is_alive()
            timer.cancel()
        if told is not None:
            return told
        if in_time:
            raise EngineError("ocr-failed", "Tesseract ended in the middle of a page.")
        raise EngineError("ocr-timeout", f"Tesseract took more than {seconds:g} s and was stopped.")

    def _answer(self) -> bytes | None:
        """The next frame; None where the process ended."""
        pipe = _pipe(self._child.stdout)
        line = pipe.readline()
        if not line.endswith(b"\n"):
            return None
        length = int(line)
        if length < 0:
            raise NoLibraryError
        data = pipe.read(length)
        return data if len(data) == length else None


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # never: both were asked for
        raise OSError("no pipe")
    return pipe


def _end(child: subprocess.Popen[bytes]) -> None:
    """No question more; what does not end by itself is killed."""
    for pipe in (child.stdin, child.stdout):
        if pipe:
            try:
                pipe.close()
            except OSError:  # it ended with a question in the pipe
                continue
    try:
        child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _is_the_programs(version: str) -> bool:
    """Whether the library is the one that `tesseract` runs on: caches name its version."""
    said = said_by("tesseract", "--version") or [""]
    return said[0].split()[-1:] == [version]


@lru_cache(maxsize=1)
def engine_of(settings: ReadingSettings) -> Engine:
    """The engine that the settings name, one for all documents of a process.

    The library, unless a program was named or none is installed: who names one wants it.
    """
    program = Tesseract.of(settings)
    if settings.tesseract or which("tesseract") is None:
        return program
    return Library(program, settings.languages, settings.page_seconds)
