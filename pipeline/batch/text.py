"""`kehoach restore`: a stream of garbled lines to restored ones."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import IO, Literal

from pipeline.errors import ReadingError, SettingsError

_CHARACTERS_AT_ONCE = 30_000
"""No line is read further than this at once."""


def restore_command(file: str, sisters: Path | None, report: Path | None) -> None:
    """Restores a text file (UTF-8), or standard input for `-`, to standard output.

    Every line that goes in comes out as one line, however long, in constant memory. `report` gets a
    line of JSON for each changed token. Raises SettingsError (`file-unusable`).
    """
    from pipeline.restoration import Restorer, restore_parts

    restorer = Restorer.load().taught_by(_texts(sisters) if sisters else ())
    with ExitStack() as stack:
        source = stack.enter_context(_opened(file, "r"))
        notes = stack.enter_context(_opened(os.fspath(report), "w")) if report else None
        for piece, restored in restore_parts(_parts(source), restorer):
            sys.stdout.write(restored.text + ("\n" if piece.ends else ""))
            for change in restored.changes if notes else ():
                print(json.dumps(asdict(change), ensure_ascii=False), file=notes)


def _parts(source: IO[str]) -> Iterator[tuple[str, bool]]:
    """Stretches of lines without their ends, and whether a line ends with each."""
    while part := source.readline(_CHARACTERS_AT_ONCE):
        yield part.removesuffix("\n"), part.endswith("\n")


def _opened(file: str, mode: Literal["r", "w"]) -> IO[str]:
    """A text file with its line ends as they are. Bad bytes are shown as U+FFFD."""
    try:
        if file == "-":
            return open(
                sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", newline="\n",
                closefd=False,
            )  # fmt: skip
        encoding = "utf-8-sig" if mode == "r" else "utf-8"
        return Path(file).open(mode, encoding=encoding, errors="replace", newline="\n")
    except OSError as error:
        raise SettingsError("file-unusable", f"{file}: {error.strerror or error}") from error


def _texts(folder: Path) -> Iterator[str]:
    """The texts of a folder's documents; what cannot be read teaches nothing."""
    from pipeline.batch import one
    from pipeline.batch.discovery import discover
    from pipeline.settings import Settings

    settings = Settings()
    for source in discover([folder], Path(os.devnull)).sources:
        try:
            yield one.read(source.path, source.name, settings).text
        except ReadingError as error:
            print(f"kehoach: {source.name}: {error.message}", file=sys.stderr)
