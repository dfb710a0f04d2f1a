"""Plain text restored line by line, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.restoration.assembling import RestoredToken
from pipeline.restoration.correcting import corrected_text
from pipeline.restoration.judging import Verdict, verdicts
from pipeline.restoration.lost_letters import lost_letters
from pipeline.restoration.pieces import Part, Piece, blocks, parts_of, pieces
from pipeline.restoration.restorer import GARBLED, RECOGNISED, Restorer
from pipeline.vietnamese import nfc

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
    texts: list[str] = []
    changes: list[Change] = []
    for piece, restored in restore_parts(parts_of(lines), restorer):
        texts.append(restored.text)
        changes.extend(restored.changes)
        if piece.ends:
            yield RestoredLine("".join(texts), tuple(changes))
            texts, changes = [], []


def restore_parts(
    parts: Iterable[Part], restorer: Restorer
) -> Iterator[tuple[Piece, RestoredLine]]:
    """Restore a text that comes in stretches of lines; a line of any length in pieces.

    The pieces, each with what became of it, are all that is held.
    """
    for block in blocks(pieces(parts)):
        if block[0].solid:
            yield block[0], RestoredLine(block[0].text, ())
        else:
            yield from zip(block, _block(block, restorer), strict=True)


def _block(block: list[Piece], restorer: Restorer) -> Iterator[RestoredLine]:
    parts = [_SPACES.split(piece.text) for piece in block]
    words = [[nfc(p) for p in line[::2] if p] for line in parts]
    found = verdicts(words, restorer.model.lexicon.known)
    if lost_letters(words):  # what is left of a line may look sound
        found = [Verdict.GARBLED] * len(words)
    garbled = _read(words, found, Verdict.GARBLED, restorer)
    blemished = _read(words, found, Verdict.BLEMISHED, restorer)
    for piece, line, verdict in zip(block, parts, found, strict=True):
        if verdict is Verdict.GARBLED:
            yield _line(line, next(garbled), piece)
        elif verdict is Verdict.BLEMISHED:
            yield _line(line, next(blemished), piece)
        else:
            yield RestoredLine(piece.text, ())


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


def _line(parts: list[str], tokens: list[RestoredToken], piece: Piece) -> RestoredLine:
    """Put the restored tokens back between the spaces that stood there."""
    waiting = iter(tokens)
    out: list[str] = []
    changes: list[Change] = []
    column = piece.column + 1
    for index, part in enumerate(parts):
        if index % 2 or not part:
            out.append(part)
        else:
            token = next(waiting)
            if token.joined and not token.text and out:
                out.pop()  # the space within a word
            out.append(token.text)
            if token.changed:
                changes.append(Change(piece.line, column, part, token.text, token.confidence))
        column += len(part)
    return RestoredLine("".join(out), tuple(changes))
