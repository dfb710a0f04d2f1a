"""Words of a name that a seal hid from the recogniser, told by what of their print shows.

What stands a space before a word that was read must end there, so its place is known; all
parts of names are laid over the ink (`Setting.before`), and where one fits far better than
the others, it stands there. From the right to the left, up to the surname.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.document import UNREAD, Word
from pipeline.names import (
    leading_syllables,
    name_syllables,
    surname_of,
    surnames,
    usual_middles,
    usual_syllables,
)
from pipeline.reading.signature.eye import Eye
from pipeline.reading.signature.resemblance import Resembles, key_of
from pipeline.reading.signature.signing_words import DEGREES, is_degree
from pipeline.vietnamese import is_syllable, strip_marks

_SHOWS = 0.2
"""Margin from which the print tells which part of a name it is."""
_SHOWN = 0.75
"""Share of its print that must be dark."""
_CLEARLY, _PALE = 1.0, 0.6
"""The same where no other part comes near: parting the inks makes print on grey scans pale."""
_NOTHING = 0.5
"""Share of the best candidate's print that is dark below which no word stands there."""
_BARE = 0.25
"""The same below which what was not read there is the pen's or the seal's."""
_TOLD = 0.8
"""Confidence of a word told so."""
_LONGEST = 5
"""Words of a name that the ink may complete, one counted twice: with more there is a degree."""
_SHORTEST = 3
"""The same of the shortest: a rare surname and a given name alone are too few."""


def with_hidden_words(words: Sequence[Word], eye: Eye) -> list[Word]:
    """The name with the words that `UNREAD` stands for, where the ink tells them."""
    made = list(words)
    if not eye.sealed and any(map(_is_doubted, made)):
        return made  # several readings of plain print: the ink in its place has had its say
    for at in range(len(made) - 2, 0, -1):  # those between two words: one for one
        if made[at].text == UNREAD and made[at - 1].text != UNREAD:
            told = _told(made[at + 1], eye)
            stands = told and told.text not in DEGREES and _may_be(made[at], told.text)
            made[at] = told if told and stands else made[at]
    first = next((i for i, word in enumerate(made) if word.text != UNREAD), 0)
    if first == 0:
        return _with_lost_surname(made, eye)
    if not is_degree(made[first].text):
        opening = _opening(made[first], len(made) - first, eye, _seen(made[first], eye))
        made = [*opening, *made[first:]] if opening is not None else made
    return made


def _with_lost_surname(words: list[Word], eye: Eye) -> list[Word]:
    """A name with what stands before it, where its first word may not be the surname.

    `Phú Chương` could be all of it or what a seal left of Đinh Phú Chương: the paper tells.
    """
    short = len(words) <= _SHORTEST - 1
    first = words[0] if words else None
    if first is None or is_degree(first.text):
        return words
    seen = _seen(first, eye) if short or first.text not in surnames() else None
    if seen is None or seen.likeness < _NOTHING:
        return words
    opening = _opening(first, len(words), eye, seen)
    return [*([Word(UNREAD, UNREAD, seen.box, 0.0)] if opening is None else opening), *words]


def _is_doubted(word: Word) -> bool:
    """Whether parts of names were read there; of `Suyến` for Nguyễn and `sương` for Lương
    there is no doubt."""
    return word.text == UNREAD and any(
        a.text[:1].isupper() and a.text.lower() in name_syllables() for a in word.alternatives
    )


def _may_be(word: Word, text: str) -> bool:
    """Whether nothing like a name was read there, or this was: else the readings are in
    doubt, not the word."""
    read = [a.text for a in word.alternatives if is_syllable(a.text)]
    return not read or key_of(text) in map(key_of, read)


def _opening(first: Word, known: int, eye: Eye, seen: Resembles | None) -> list[Word] | None:
    """What stands before the first of `known` words, from the surname or a degree on;
    `seen` right before it.

    None where it is not told to its end: before a surname that could be a middle name too,
    or that is rare, and before two words, the paper must be bare. Empty where only a degree
    is missing.
    """
    found: list[Word] = [first]
    while len(found) + known <= _LONGEST:
        enough = len(found) == 1 or len(found) + known > _SHORTEST
        ends = found[0].text in surnames() and enough
        if seen is None or not _is_told(seen):
            if len(found) == 1 and seen and seen.likeness < _BARE:
                return [] if ends and known >= _SHORTEST else None  # a stroke of the pen's
            bare = seen is None or seen.likeness < _NOTHING
            return found[:-1] if ends and bare and len(found) > 1 else None
        if seen.text in DEGREES:
            return found[:-1] if ends else None
        found.insert(0, _as_word(seen))
        if surname_of(seen.text) == seen.text and len(found) + known > _SHORTEST:
            return found[:-1]
        seen = _seen(found[0], eye)
    return None


def _told(following: Word, eye: Eye) -> Word | None:
    """The word before another as its ink tells it; None where it does not."""
    seen = _seen(following, eye)
    return _as_word(seen) if seen and _is_told(seen) else None


def _seen(following: Word, eye: Eye) -> Resembles | None:
    if following.text == UNREAD or following.box is None:
        return None
    return eye.before(following, _parts())


def _is_told(seen: Resembles) -> bool:
    shows = seen.margin >= _SHOWS and seen.likeness >= _SHOWN
    shows |= seen.margin >= _CLEARLY and seen.likeness >= _PALE
    return shows and not _is_rare_twin(seen.text)


def _as_word(seen: Resembles) -> Word:
    return Word(seen.text, seen.text, seen.box, _TOLD)


def _is_rare_twin(text: str) -> bool:
    """A rare surname with the letters of a usual part of names: Trưng could be Trung."""
    return text.lower() not in usual_syllables() and strip_marks(text).lower() in _bare()


@cache
def _bare() -> frozenset[str]:
    return frozenset(strip_marks(word) for word in usual_syllables())


_TWINS = frozenset(("Nguyên", "Lệ"))
"""Middles that are a hundred times rarer than the surnames Nguyễn and Lê."""


def _stands(part: str) -> bool:
    """Whether a part of names is one beside the surname that has its letters."""
    return part in surnames() or (part.lower() in usual_middles() and part not in _TWINS)


@cache
def _parts() -> tuple[str, ...]:
    """What may stand before a word of a name: surnames and usual middles (Đình beside Đinh), of
    other parts with the letters of an unmistakable surname (`Hoang`) only that, all others but
    the rare ones, degrees."""
    written = (word[:1].upper() + word[1:] for word in leading_syllables() if len(word) > 1)
    parts = {part if _stands(part) else surname_of(part) or part for part in written}
    return tuple(sorted({*parts, *DEGREES}))
