"""Words as the comparison sees them: without marks, case and punctuation.

A document read by an engine that lost the marks must meet its template all the
same, so words are compared by their bare letters, abbreviations by the words they
stand for; what is shown to a reader are the words as written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from pipeline.comparison.spelling import DEFINED, TOKEN, spoken
from pipeline.vietnamese import is_bare_syllable, nfc


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words: `shown` as written, `keys` as compared, equal length.

    An abbreviation, a date, a symbol has a key for each word it stands for: it is shown
    at the first, "" at the others.
    """

    shown: tuple[str, ...]
    keys: tuple[str, ...]

    @staticmethod
    def of(text: str) -> Words:
        """The words of a text in reading order."""
        plain = nfc(text)
        if "(" in plain:
            plain = DEFINED.sub("", plain)
        words = [word for token in TOKEN.findall(plain) for word in spoken(token)]
        return Words(tuple(shown for shown, _ in words), tuple(key for _, key in words))

    def __len__(self) -> int:
        return len(self.keys)

    def __add__(self, other: Words) -> Words:
        return Words(self.shown + other.shown, self.keys + other.keys)

    def written(self, first: int, end: int) -> str:
        """The words of a span as written; an abbreviation or a date whole where it is cut."""
        end = min(end, len(self.shown))
        while 0 < first < end and not self.shown[first]:
            first -= 1
        return " ".join(word for word in self.shown[first:end] if word)


def folded(text: str) -> str:
    """A text by its keys: equal for texts that differ in marks, case, punctuation."""
    return " ".join(Words.of(text).keys)


@lru_cache(maxsize=131072)
def is_damaged(word_key: str) -> bool:
    """Whether bare letters are no Vietnamese syllable, so probably misread.

    Numbers and short capitals (`ubnd`) are not syllables either, but have no
    vowel or hold digits only: those are taken as written on purpose.
    """
    if word_key.isdigit():
        return False
    if not any(c in "aeiouy" for c in word_key):
        return _has_digit(word_key)
    return not is_bare_syllable(word_key)


@lru_cache(maxsize=131072)
def looks_alike(left: str, right: str) -> bool:
    """Whether two keys may be one printed word, at least one of them misread.

    A number never looks like another: a wrong year is a difference, not noise.
    """
    if left == right:
        return True
    if left.isdigit() and right.isdigit():
        return False
    longest = max(len(left), len(right))
    if not (is_damaged(left) or is_damaged(right) or _has_digit(left) != _has_digit(right)):
        return False
    return Levenshtein.distance(left, right, score_cutoff=3) <= max(1, longest // 2 - 1)


def _has_digit(word: str) -> bool:
    return any(c.isdigit() for c in word)
