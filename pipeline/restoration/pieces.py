"""Lines of any length as pieces to be restored one behind another, in constant memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CHARACTERS_AT_ONCE = 30_000
"""A longer line is cut, at a space; and a block of lines is no longer."""
_LINES_AT_ONCE = 300
_BREAKS = 16
"""From two thirds of either on a block ends before an empty line, or one whose checksum this
divides: text that comes again is then cut at the same places, and remembered."""

Part = tuple[str, bool]
"""A stretch of a line, of any length, and whether the line ends with it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line without its end, or a stretch of a long one; it `ends` the line or not.

    `line` counts from 1, `column` from 0. `solid`: part of so long a run without a space
    that it holds no words.
    """

    text: str
    line: int
    column: int
    ends: bool
    solid: bool = False


def parts_of(lines: Iterable[str]) -> Iterator[Part]:
    """Lines, without their ends, in stretches."""
    for line in lines:
        last = max(0, len(line) - 1) // CHARACTERS_AT_ONCE * CHARACTERS_AT_ONCE
        for start in range(0, last, CHARACTERS_AT_ONCE):
            yield line[start : start + CHARACTERS_AT_ONCE], False
        yield line[last:], True


def pieces(parts: Iterable[Part]) -> Iterator[Piece]:
    """The pieces of a text's lines. No more is held than two stretches."""
    line, column, rest, inside = 1, 0, "", False
    for part, ends in parts:
        text = rest + part
        if inside and (run := _run(text)):
            # What stands before the next space still belongs to the run.
            yield Piece(text[:run], line, column, False, solid=True)
            column, text = column + run, text[run:]
        inside = inside and not text
        rest = ""
        if ends:
            yield Piece(text, line, column, True)
            line, column, inside = line + 1, 0, False
        elif len(text) < CHARACTERS_AT_ONCE:
            rest = text
        else:
            cut = _last_word(text)
            inside = cut == 0
            yield Piece(text[: cut or None], line, column, False, solid=inside)
            column, rest = column + (cut or len(text)), text[cut:] if cut else ""
    if rest:
        yield Piece(rest, line, column, False)


def blocks(found: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces by the hundreds, to be restored together; a solid one alone."""
    block: list[Piece] = []
    size = 0
    for piece in found:
        full = size + len(piece.text) > CHARACTERS_AT_ONCE or len(block) == _LINES_AT_ONCE
        long = 3 * size >= 2 * CHARACTERS_AT_ONCE or 3 * len(block) >= 2 * _LINES_AT_ONCE
        due = long and _breaks(piece.text)
        if block and (full or due or piece.solid or block[-1].solid):
            yield block
            block, size = [], 0
        block.append(piece)
        size += len(piece.text)
    if block:
        yield block


def _run(text: str) -> int:
    """The length of what stands before the first space."""
    return 0 if not text or text[0].isspace() else len(text.split(None, 1)[0])


def _last_word(text: str) -> int:
    """Where the last word begins; the length of the text if it ends in a space."""
    return len(text) if text[-1].isspace() else len(text) - len(text.rsplit(None, 1)[-1])


def _breaks(line: str) -> bool:
    return not line.strip() or zlib.crc32(line.encode("utf-8", "surrogatepass")) % _BREAKS == 0
