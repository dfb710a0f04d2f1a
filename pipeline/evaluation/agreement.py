"""When two readings of a cell are the same."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.vietnamese import fold_tone_placement, nfc

FREE_LIKENESS = 0.9
"""From here on two pieces of running text count as the same row."""

_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"'})


def exactly(left: str, right: str) -> bool:
    """The same characters in NFC."""
    return nfc(left) == nfc(right)


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """One case, one kind of dash and quote, single spaces, tones put behind their syllable.

    A full stop, comma or semicolon at either end does not count.
    """
    plain = _DASHES.sub("-", nfc(text).translate(_QUOTES).casefold())
    return fold_tone_placement(" ".join(plain.split()).strip(" .;,:"))


def agree(left: str, right: str) -> bool:
    """The same but for case, dashes, spacing, tone placement and the last full stop."""
    return normal(left) == normal(right)


def likeness(left: str, right: str) -> float:
    """How alike two readings are, 0 to 1, by edits of their normal forms."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(normal(left), normal(right))
