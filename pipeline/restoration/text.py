"""Plain text restored line by line, in constant memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.restoration.assembling import RestoredToken
from pipeline.restoration.correcting import corrected_text
from pipeline.restoration.judging import Verdict, verdicts
from pipeline.restoration.restorer import GARBLED, RECOGNISED, Restorer
from pipeline.vietnamese import nfc

_LINES_AT_ONCE = 300
_LINES_AT_LEAST = 200
_CHARACTERS_AT_ONCE = 30_000
_BREAKS = 16
"""From `_LINES_AT_LEAST` on a block ends before an empty line, or one whose checksum this
divides: text that comes again is then cut at the same places, and remembered."""
_SPACES = re.compile(r"(\s+)")
_LEAST_SURE = 0.3
"""Below this a word of plain text is left as it was read."""


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
    """Restore lines (without line ends) as they come, some hundreds at a time.

    Stretches that are sound Vietnamese, or no Vietnamese, come out as they went in.
    """
    for block, first in _blocks(lines):
        if len(block) == 1 and len(block[0]) > _CHARACTERS_AT_ONCE:
            yield _long(block[0], first, restorer)
        else:
            yield from _block(block, first, restorer)


def _blocks(lines: Iterable[str]) -> Iterator[tuple[list[str], int]]:
    """Lines by the hundreds with the first one's number; a very long line alone."""
    block: list[str] = []
    size = 0
    first = number = 1
    for number, line in enumerate(lines, 1):
        full = size + len(line) > _CHARACTERS_AT_ONCE or len(block) == _LINES_AT_ONCE
        if block and (full or (len(block) >= _LINES_AT_LEAST and _breaks(line))):
            yield block, first
            block, size, first = [], 0, number
        block.append(line)
        size += len(line)
    if block:
        yield block, first


def _breaks(line: str) -> bool:
    return not line.strip() or zlib.crc32(line.encode("utf-8", "surrogatepass")) % _BREAKS == 0


def _long(line: str, number: int, restorer: Restorer) -> RestoredLine:
    """A line of any length, in pieces that end between words."""
    texts: list[str] = []
    changes: list[Change] = []
    start = 0
    while start < len(line):
        end = start + _CHARACTERS_AT_ONCE
        space = _SPACES.search(line, end)
        end = space.end() if space else len(line)
        (piece,) = _block([line[start:end]], number, restorer)
        texts.append(piece.text)
        changes.extend(replace(c, column=c.column + start) for c in piece.changes)
        start = end
    return RestoredLine("".join(texts), tuple(changes))


def _block(lines: list[str], first: int, restorer: Restorer) -> Iterator[RestoredLine]:
    parts = [_SPACES.split(line) for line in lines]
    words = [[nfc(p) for p in line[::2] if p] for line in parts]
    found = verdicts(words, restorer.model.lexicon.known)
    garbled = _read(words, found, Verdict.GARBLED, restorer)
    blemished = _read(words, found, Verdict.BLEMISHED, restorer)
    for index, (line, verdict) in enumerate(zip(parts, found, strict=True)):
        if verdict is Verdict.GARBLED:
            yield _line(line, next(garbled), first + index)
        elif verdict is Verdict.BLEMISHED:
            yield _line(line, next(blemished), first + index)
        else:
            yield RestoredLine(lines[index], ())


def _read(
    words: Sequence[list[str]], found: Sequence[Verdict], wanted: Verdict, restorer: Restorer
) -> Iterator[list[RestoredToken]]:
    chosen = [line for line, verdict in zip(words, found, strict=True) if verdict is wanted]
    profile = GARBLED if wanted is Verdict.GARBLED else RECOGNISED
    for tokens in restorer.read(chosen, profile):
        yield [_kept(token, wanted) for token in tokens]


def _kept(token: RestoredToken, verdict: Verdict) -> RestoredToken:
    """The token, undone where it is not sure enough."""
    garbled = verdict is Verdict.GARBLED
    good = token.confidence >= _LEAST_SURE if garbled else corrected_text(token)
    return token if good else RestoredToken(token.raw, token.raw, token.confidence)


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
            if token.joined and out:
                out.pop()  # the space within a word
            out.append(token.text)
            if token.changed:
                changes.append(Change(number, column, part, token.text, token.confidence))
        column += len(part)
    return RestoredLine("".join(out), tuple(changes))
