"""Words that a recogniser wrote together, parted where the orthography leaves one way.

`Vănhóavà` is `Văn hóa và`: no Vietnamese syllable has more than seven letters, and of the
ways to cut it only one gives syllables. What can be cut in two ways (`Côngan`) stays.
"""

from __future__ import annotations

import re

from pipeline.vietnamese import is_syllable, split_tone

_LONGEST = 7
"""Letters of the longest syllable: nghiêng."""
_WORD = re.compile(r"[^\W\d_]+")


def spaced(text: str) -> str:
    """The text with words written together parted; words of one syllable stay."""
    return _WORD.sub(lambda match: _parted(match[0]), text)


def capitals_spaced(text: str) -> str:
    """A line in capitals with the words parted that are longer than any syllable."""
    return _WORD.sub(lambda match: _parted_capitals(match[0]), text)


def _parted_capitals(word: str) -> str:
    if len(word) <= _LONGEST or word.isascii():
        return word
    ways = _ways(word)
    return " ".join(ways[0]) if len(ways) == 1 else word


def glued(text: str) -> bool:
    """Whether a word of the text is longer than any syllable."""
    return any(len(word) > _LONGEST for word in _WORD.findall(text))


def _parted(word: str) -> str:
    if len(word) < 5 or word.isupper() or word.isascii() or is_syllable(word.lower()):
        return word
    ways = _ways(word)
    return " ".join(ways[0]) if len(ways) == 1 else word


def _ways(word: str) -> list[tuple[str, ...]]:
    """The cuts into the fewest syllables; [] where there is none."""
    best: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(word) + 1):
        found = [
            (*before, word[start:end])
            for start in range(max(0, end - _LONGEST), end)
            if _stands_alone(word[start:end].lower())
            for before in best[start]
        ]
        fewest = min(map(len, found), default=0)
        best.append([way for way in found if len(way) == fewest])
    return best[-1]


def _stands_alone(syllable: str) -> bool:
    """Whether words of titles and names are written so: hardly one letter, no open ă, â."""
    if len(syllable) == 1 and syllable not in ("y", "ý"):
        return False
    return is_syllable(syllable) and split_tone(syllable)[0][-1] not in "ăâ"
