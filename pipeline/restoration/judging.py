"""Whether text is sound already: the gates that keep clean and foreign text as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.document import Document, Route
from pipeline.restoration.lexicon import fold
from pipeline.restoration.tokens import Kind, atoms
from pipeline.vietnamese import is_syllable


class Verdict(StrEnum):
    """What a stretch of text is taken for."""

    SOUND = "sound"  # Vietnamese as it should be, or too little to tell
    BLEMISHED = "blemished"  # read by something that knows Vietnamese letters, with errors
    GARBLED = "garbled"  # Vietnamese without Vietnamese letters
    FOREIGN = "foreign"  # nothing like Vietnamese


# Letters that no Latin alphabet but the Vietnamese has: a text read without a
# Vietnamese model has next to none, a Vietnamese text one in every third word.
_OWN_LETTERS = frozenset(
    "đơưăạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    "ĐƠƯĂẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
)
_VIETNAMESE = 0.22
_SPELLED = 0.965
_FAMILIAR = 0.5
_CLEAN = 0.93
_LEAST_CONFIDENT = 0.85
_FEW = 30
_NEAR = 6
"""Lines before and after that a line is judged with."""
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of words: all, with Vietnamese letters, rightly spelled, with familiar letters."""

    words: int = 0
    own: int = 0
    spelled: int = 0
    familiar: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.words + other.words,
            self.own + other.own,
            self.spelled + other.spelled,
            self.familiar + other.familiar,
        )

    def __sub__(self, other: Tally) -> Tally:
        return Tally(
            self.words - other.words,
            self.own - other.own,
            self.spelled - other.spelled,
            self.familiar - other.familiar,
        )

    @property
    def faultless(self) -> bool:
        """Every word is Vietnamese, and a letter shows that its reader knew Vietnamese."""
        return self.own > 0 and self.spelled == self.words

    def verdict(self) -> Verdict:
        """By shares of the words."""
        if self.words < _LEAST_WORDS:
            return Verdict.SOUND
        if self.own >= _VIETNAMESE * self.words:
            return Verdict.SOUND if self.spelled >= _SPELLED * self.words else Verdict.BLEMISHED
        garbled = self.familiar >= _FAMILIAR * self.words
        return Verdict.GARBLED if garbled else Verdict.FOREIGN


def tally(words: Iterable[str], skeletons: Collection[str] = ()) -> Tally:
    """Count what is written in small letters; abbreviations and numbers say nothing.

    `skeletons` are the letters of the lexicon's words without marks.
    """
    total = own = spelled = familiar = 0
    for token in words:
        for told in _told(token):
            total += 1
            own += told.own
            spelled += told.spelled
            familiar += told.bare in skeletons
    return Tally(total, own, spelled, familiar)


class _Told(NamedTuple):
    """What a word says of its reader: `bare` are its letters without marks."""

    own: bool
    spelled: bool
    bare: str


@lru_cache(maxsize=4096)
def _told(token: str) -> tuple[_Told, ...]:
    return tuple(
        _Told(not _OWN_LETTERS.isdisjoint(text), text.isupper() or is_syllable(text), fold(text))
        for text in (atom.text for atom in atoms(token) if atom.kind is Kind.WORD)
        if len(text) > 1
    )


def verdicts(lines: Sequence[Sequence[str]], skeletons: Collection[str]) -> list[Verdict]:
    """A verdict for each line, from the line and those near it."""
    tallies = [tally(line, skeletons) for line in lines]
    before = [Tally(), *accumulate(tallies)]
    made = []
    for number, own in enumerate(tallies):
        end = min(number + _NEAR + 1, len(tallies))
        around = (before[end] - before[max(0, number - _NEAR)]).verdict()
        # A sound line among garbled ones stays; a short one goes with its surroundings.
        alone = own.verdict() if own.words >= _LEAST_WORDS + 2 else around
        untouched = around is Verdict.GARBLED and own.faultless
        made.append(Verdict.SOUND if untouched or alone is Verdict.SOUND else around)
    return made


def is_clean(document: Document) -> bool:
    """Whether a document's text is sound enough to teach others.

    No page is garbled, recognised pages were read with confidence, and the words
    are Vietnamese syllables, a fair share of them with Vietnamese letters.
    """
    pages = [page for page in document.pages if page.words]
    if not pages or any(page.route is Route.GARBLED_TEXT for page in pages):
        return False
    if any(p.route is Route.OCR and p.confidence < _LEAST_CONFIDENT for p in pages):
        return False
    found = tally(word.text for page in pages for word in page.words)
    sound = found.spelled >= _CLEAN * found.words and found.own >= _VIETNAMESE * found.words
    return found.words >= _FEW and sound
