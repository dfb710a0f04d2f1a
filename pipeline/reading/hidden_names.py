"""Words of a name that a seal hid from the recogniser, told by what of their print shows.

What stands a space before a word that was read must end there, so its place is known; all
parts of names are laid over the ink (`Setting.before`), and where one fits far better than
the others, it stands there. From the right to the left, up to the surname.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.document import UNREAD, Word
from pipeline.names import name_parts, name_syllables, surname_of, surnames
from pipeline.reading.resemblance import Eye, Resembles
from pipeline.reading.signing_words import DEGREE
from pipeline.vietnamese import is_syllable

_SHOWS = 0.2
"""Margin from which the print tells which part of a name it is."""
_SHOWN = 0.75
"""Share of its print that must be dark."""
_TOLD = 0.8
"""Confidence of a word told so."""
_LONGEST = 5
_DEGREES = ("TS.", "ThS.", "BS.", "GS.", "PGS.", "PGS.TS.", "GS.TS.", "KS.", "CN.", "LS.", "DS.")


def with_hidden_words(words: Sequence[Word], eye: Eye) -> list[Word]:
    """The name with the words that `UNREAD` stands for, where the ink tells them."""
    made = list(words)
    for at in range(len(made) - 2, 0, -1):  # those between two words: one for one
        if _is_hidden(made[at]) and made[at - 1].text != UNREAD:
            told = _told(made[at + 1], eye)
            made[at] = told if told and told.text not in _DEGREES else made[at]
    first = next((i for i, word in enumerate(made) if word.text != UNREAD), 0)
    if first and not DEGREE.fullmatch(made[first].text):
        opening = _opening(made[first], eye)
        made = [*opening, *made[first:]] if opening is not None else made
    return made


def _is_hidden(word: Word) -> bool:
    """Whether nothing like a name was read there: else the readings are in doubt, not the word."""
    return word.text == UNREAD and not any(is_syllable(a.text) for a in word.alternatives)


def _opening(first: Word, eye: Eye) -> list[Word] | None:
    """What stands before the first word that was read, from the surname or a degree on.

    None where it is not told to its end. Empty where only a degree is missing.
    """
    found: list[Word] = [first]
    while len(found) < _LONGEST:
        told = _told(found[0], eye)
        if told is None:
            return None
        if told.text in _DEGREES:
            return found[:-1] if found[0].text in surnames() else None
        found.insert(0, told)
        if told.text in surnames() and not _is_middle(told.text):
            return found[:-1]
    return None


def _told(following: Word, eye: Eye) -> Word | None:
    """The word before another as its ink tells it; None where it does not."""
    if following.text == UNREAD or following.box is None:
        return None
    seen = eye.before(following, _parts())
    return _as_word(seen) if seen and seen.margin >= _SHOWS and seen.likeness >= _SHOWN else None


def _as_word(seen: Resembles) -> Word:
    return Word(seen.text, seen.text, seen.box, _TOLD)


@cache
def _parts() -> tuple[str, ...]:
    """What may stand before a word of a name: each unmistakable surname with its own marks
    only, all other parts of names, degrees."""
    written = (word[:1].upper() + word[1:] for word in name_syllables() if len(word) > 1)
    parts = {surname_of(part) or part for part in written}
    return tuple(sorted({*parts, *_DEGREES}))


@cache
def _middles() -> frozenset[str]:
    return frozenset(word for _, words in name_parts()["middle"] for word in words.split())


def _is_middle(text: str) -> bool:
    """Whether the surname is a middle name too: then another may stand before it."""
    return text in _middles() and surname_of(text) != text
