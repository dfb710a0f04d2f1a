"""Plain text restored line by line, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pipeline.restoration.restorer import RestoredToken, Restorer
from pipeline.vietnamese import nfc

_LINES_AT_ONCE = 400
_SPACES = re.compile(r"(\s+)")


@dataclass(frozen=True, slots=True)
class Change:
    """A token that was changed; `line` and `column` count from 1, in the input."""

    line: int
    column: int
    raw: str
    restored: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RestoredLine:
    """A line without its line end, and what was changed in it."""

    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """A whole text, restored; as many lines as before."""

    text: str
    changes: tuple[Change, ...]


def restore_text(text: str, restorer: Restorer) -> Restored:
    """Restore a text. Its lines stay what they are; only words change."""
    lines = list(restore_lines(text.split("\n"), restorer))
    changes = tuple(change for line in lines for change in line.changes)
    return Restored("\n".join(line.text for line in lines), changes)


def restore_lines(lines: Iterable[str], restorer: Restorer) -> Iterator[RestoredLine]:
    """Restore lines as they come, some hundreds at a time."""
    stream = iter(lines)
    first = 1
    while block := list(islice(stream, _LINES_AT_ONCE)):
        yield from _block(block, first, restorer)
        first += len(block)


def _block(lines: list[str], first: int, restorer: Restorer) -> Iterator[RestoredLine]:
    parts = [_SPACES.split(nfc(line)) for line in lines]
    read = restorer.read([[p for p in line[::2] if p] for line in parts])
    for number, (line, tokens) in enumerate(zip(parts, read, strict=True), first):
        yield _line(line, tokens, number)


def _line(parts: list[str], tokens: list[RestoredToken], number: int) -> RestoredLine:
    """Put the restored tokens back between the spaces that stood there."""
    waiting = iter(tokens)
    out: list[str] = []
    changes: list[Change] = []
    column = 1
    for index, part in enumerate(parts):
        if index % 2 or not part:
            out.append(part)
        else:
            token = next(waiting)
            out.append(token.text)
            if token.changed:
                changes.append(Change(number, column, part, token.text, token.confidence))
        column += len(part)
    return RestoredLine("".join(out), tuple(changes))
