"""The corpus as lines, split by stretches of each file into training, tuning and test.

The files have no document marks, so a stretch of consecutive lines stands for
whole documents: the last 3 % of each file are for testing, the 3 % before them
for tuning. Nothing of these two is ever counted or rendered for the model.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pipeline.vietnamese import nfc


class Part(StrEnum):
    """What a stretch of the corpus may be used for."""

    TRAINING = "training"
    TUNING = "tuning"
    TEST = "test"


HELD_OUT = 0.03
"""Share of each file's lines for tuning, and the same for testing."""


def files(folder: Path) -> list[Path]:
    """The corpus files in sorted order. Raises FileNotFoundError when there are none."""
    found = sorted(folder.glob("*.txt.xz"))
    if not found:
        raise FileNotFoundError(f"no *.txt.xz in {folder}")
    return found


def lines(folder: Path, part: Part) -> Iterator[str]:
    """All lines of one part, NFC, in the files' order."""
    for path in files(folder):
        yield from _stretch(read_all(path), part)


def read_all(path: Path) -> list[str]:
    """The lines of one corpus file that are not empty, NFC."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        return [nfc(line.strip()) for line in stream if line.strip()]


def _stretch(all_lines: list[str], part: Part) -> list[str]:
    held = int(len(all_lines) * HELD_OUT)
    tuning, test = len(all_lines) - 2 * held, len(all_lines) - held
    if part is Part.TRAINING:
        return all_lines[:tuning]
    return all_lines[tuning:test] if part is Part.TUNING else all_lines[test:]
