"""What one reading has in the place of a name, and whether that could be a name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Box, Word
from pipeline.names import name_syllables, spells_name
from pipeline.reading.signature.resemblance import key_of
from pipeline.reading.signature.signing_words import DEGREE, is_degree
from pipeline.vietnamese import strip_marks

SAME = 0.5
"""Share of the narrower word by which two words of two readings must shared_width."""
_MISPLACED = re.compile(r"ñ|(?<![qg])[aăâeêioôơuư][íìỉĩịóòỏõọúùủũụ]$")
_NO_NAMES = frozenset("đã và của các những được với trong khi".split())
"""Words of sentences that are nobody's name: `Đã` before a name is Đỗ misread."""
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


@dataclass(frozen=True, slots=True)
class Vote:
    """The words that one reading has in a place."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """As written in names: `TẤn` is Tấn, the recogniser mixes cases in bold."""
        return " ".join(
            w.text if re.search("[.'’]", w.text) else w.text[:1] + w.text[1:].lower()
            for w in self.words
        )

    @property
    def key(self) -> str:
        """What two readings of one name have in common."""
        return key_of(self.text)

    @property
    def confidence(self) -> float:
        """That of its least sure word; 0 for no words."""
        return min((w.confidence for w in self.words), default=0.0)

    @property
    def likely(self) -> bool:
        """Whether all of it could stand in a name."""
        return bool(self.words) and all(may_name(w.text) for w in self.words)


def may_name(text: str) -> bool:
    """A degree, or a syllable with a capital. `Ñgô` and `Caó` are the recogniser's: no tone
    stands on an n, nor on the second of two vowels at a word's end (but oà, oè, uý)."""
    if DEGREE.fullmatch(text) and re.search(r"[.,]", text):
        return True
    small = text.lower()
    alone = len(text) == 1 and small in name_syllables()  # Y, H, A
    spelled = alone or (len(text) > 1 and spells_name(text) and not _MISPLACED.search(small))
    return text[:1].isupper() and spelled and small not in _NO_NAMES


def is_listed(text: str) -> bool:
    """Whether a syllable is in the lists of parts of names."""
    return text.lower() in name_syllables()


def name_words(words: Sequence[Word]) -> list[Word]:
    """The words of a reading without the strokes at their edges and between them."""
    bare = [(word, _EDGES.sub("", word.text)) for word in words]
    return [replace(word, text=text, raw=text) for word, text in bare if text]


def agree(words: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether a second reading of a line has the same words, all of which may be names."""
    mine = Vote(tuple(words))
    return mine.likely and mine.key == Vote(tuple(name_words(other))).key


def all_known(words: Sequence[Word]) -> bool:
    """Whether every word is a degree or in a list of names."""
    return all(is_degree(word.text) or is_listed(word.text) for word in words)


def whole_name(line: Sequence[Word]) -> bool:
    """Whether a surname stands first: Thị, the middle name of women, is nobody's."""
    named = [word for word in line if not is_degree(word.text)]
    return bool(named) and named[0].text.lower() != "thị"


def lost_marks(vote: Vote, best: Vote) -> bool:
    """Whether a reading is another with some of its marks gone."""
    if strip_marks(vote.text).lower() != strip_marks(best.text).lower():
        return False
    mine, other = (Counter(unicodedata.normalize("NFD", v.text.lower())) for v in (vote, best))
    return not mine - other


def vote_on(word: Word, words: Sequence[Word]) -> Vote:
    """What a reading has in the place of a word."""
    return Vote(tuple(w for w in words if shared_width(word.box, w.box) > SAME))


def shared_width(place: Box | None, box: Box | None) -> float:
    """Shared width over the narrower one's width; 0 where there is no place."""
    if place is None or box is None:
        return 0.0
    across = min(place.x1, box.x1) - max(place.x0, box.x0)
    return across / max(0.1, min(place.width, box.width))


def cased(vote: Vote) -> list[Word]:
    """The words of a vote, written as in names."""
    texts = vote.text.split()
    return [replace(w, text=t, raw=t) for w, t in zip(vote.words, texts, strict=True)]


OUTVOTED = 0.7
"""Confidence of a word that the block's reading did not have."""
OVERRULE = 3
"""Crops of the line that must agree against the block's reading."""
