"""What was understood at each place, put back into the lines' tokens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.restoration import copying
from pipeline.restoration.places import Place
from pipeline.restoration.tokens import LONGEST, Kind, atoms


class Reading(NamedTuple):
    """What is understood at a place, and how surely; an empty text is noise.

    `copied` is the class as which it was copied (WORD: unknown to the lexicon), or None.
    `gain` is how much likelier (natural log) the wording is than as it was read; 0 where
    that was not weighed.
    """

    text: str
    sure: float
    copied: Kind | None
    gain: float = 0.0


class Part(NamedTuple):
    """One of the words that were read as one; `raw` is empty where no letter of it was read."""

    raw: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RestoredToken:
    """One read word and what it is understood as; `confidence` in 0..1.

    An empty `text` is noise. `parts` are the words that were read as one, else empty.
    `joined`: its letters belong to the token before, which has the text.
    `gain`: how much likelier (natural log) the wording is than as read, where weighed.
    """

    raw: str
    text: str
    confidence: float
    parts: tuple[Part, ...] = ()
    joined: bool = False
    gain: float = 0.0

    @property
    def changed(self) -> bool:
        """Whether it is not as it was read."""
        return self.raw != self.text


_UNLISTED, _AGAIN, _MIXED = 0.75, 0.93, 0.5
"""Confidence of capitals that no list knows: `HESN` of HCSN. Read so twice, it is more. Letters
with figures or signs among them (`K&6`) are hardly a word."""


def copied(run: list[Place], read: list[Reading]) -> list[Reading]:
    """What was copied, mended by the grammars of numbers, symbols and markers.

    The model knows neither numbers nor abbreviations, so it is as sure of a misread one
    as of any: what no list bears out is given less than the model's confidence.
    """
    names = copying.Copying(copying.initials(reading.text for reading in read))
    times = Counter(place.atom.text for place in run)
    made: list[Reading] = []
    letter = ""
    for place, reading in zip(run, read, strict=True):
        mended = reading.text
        if reading.copied is not None:
            mended = _mended(place, reading.copied, names, letter)
        if place.atom.kind is Kind.MARKER and place.first:
            letter = mended
        sure = reading.sure
        if reading.copied in (Kind.WORD, Kind.SYMBOL) and not names.knows(mended):
            sure = min(sure, _AGAIN if times[place.atom.text] > 1 else _UNLISTED)
        if reading.copied is Kind.WORD and not mended.isalpha() and mended == place.atom.text:
            sure = min(sure, sure if copying.abbreviation(mended) else _MIXED)
        made.append(reading._replace(text=mended, sure=sure))
    return made


def _mended(place: Place, kind: Kind, names: copying.Copying, letter: str) -> str:
    read = place.atom.text
    if kind is Kind.MARKER:
        return copying.marker(read, letter) if place.first else read
    if kind is Kind.SYMBOL:
        return names.symbol(read)
    if kind is Kind.ROMAN:
        return copying.roman(read) or read
    if kind is Kind.NUMBER:
        return copying.number(read) or read
    return copying.abbreviation(read) or (names.symbol(read) if read.isupper() else read)


def tokens_of(
    lines: Sequence[Sequence[str]], run: list[Place], read: list[Reading]
) -> list[list[RestoredToken]]:
    """One restored token for each token of the lines."""
    pieces: dict[tuple[int, int], list[tuple[Place, Reading]]] = {}
    joined: dict[tuple[int, int], float] = {}
    for place, reading in zip(run, read, strict=True):
        pieces.setdefault((place.line, place.token), []).append((place, reading))
        if place.atom.until >= 0:
            joined[place.line, place.atom.until] = reading.sure
    return [
        [
            RestoredToken(token, "", joined[i, j], joined=True)
            if (i, j) in joined and (i, j) not in pieces
            else _assemble(token, pieces.get((i, j), []), line)
            for j, token in enumerate(line)
        ]
        for i, line in enumerate(lines)
    ]


_KEPT = frozenset("-–—+*•.,;:/…&=%×§()[]{}<>\"'“”!?#$°")


def _assemble(
    token: str, pieces: list[tuple[Place, Reading]], line: Sequence[str]
) -> RestoredToken:
    """The token with its atoms replaced; one without any is kept if it is punctuation,
    or too long for a word.
    """
    if not pieces:
        whole = len(token) > LONGEST and any(c.isalnum() for c in token)
        keep = whole or (all(c in _KEPT for c in token) and not atoms(token))
        return RestoredToken(token, token if keep else "", 1.0 if keep else 0.8)
    if not any(reading.text for _, reading in pieces):
        return RestoredToken(token, "", min(reading.sure for _, reading in pieces))
    text, end, sure, rest = "", 0, 1.0, token
    cuts: list[tuple[int, int]] = []  # where words were divided: in the token, in the text
    for place, (restored, confidence, _, _) in pieces:
        atom = place.atom
        text += rest[end : atom.start]
        if atom.gap:
            cuts.append((atom.start, len(text)))
            text += " "
        text += restored
        end, sure = atom.end, min(sure, confidence)
        if atom.until >= 0:  # what closes the word stands at its last token
            rest = line[atom.until]
            end = atom.until_end
    text += rest[end:]
    gain = min((r.gain for place, r in pieces if r.text != place.atom.text), default=0.0)
    return RestoredToken(token, text, sure, _divided(token, text, cuts, sure), gain=gain)


def _divided(token: str, text: str, cuts: list[tuple[int, int]], sure: float) -> tuple[Part, ...]:
    if not cuts:
        return ()
    raws = [0, *(a for a, _ in cuts), len(token)]
    texts = [0, *(b for _, b in cuts), len(text)]
    return tuple(
        Part(token[raws[i] : raws[i + 1]], text[texts[i] : texts[i + 1]].strip(), sure)
        for i in range(len(cuts) + 1)
    )
