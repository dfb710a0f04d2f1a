"""Keys under which two writings of the same thing meet. For comparison, not for show."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.vietnamese import fold_tone_placement, nfc

UPPER = (
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆFGHIÌỈĨÍỊJKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVWXYỲỶỸÝỴZ"
)
"""The capital letters, for patterns: no range of code points holds them alone."""
_EDGE = re.compile(r"^[^\w&□]+|[^\w&□]+$")
_DASHES = re.compile(r"[‐‑‒–—−]")


def one_line(text: str) -> str:
    """NFC with single spaces and none at the ends."""
    return " ".join(nfc(text).split())


def plain_dashes(text: str) -> str:
    """Every dash as a hyphen."""
    return _DASHES.sub("-", text)


@lru_cache(maxsize=65536)
def bare_key(word: str) -> str:
    """A word without case, punctuation around it and tone placement.

    `Nghệ,` and `NGHỆ` are one; the tone stands behind the syllable.
    """
    return fold_tone_placement(_EDGE.sub("", nfc(word).lower()))


def _without_edges(word: str) -> str:
    return _EDGE.sub("", nfc(word).lower())


def key(text: str, marks: bool = True) -> str:
    """The words' `bare_key` by single spaces; words that are punctuation fall away.

    Without `marks` the letters keep theirs where they stand, to be stripped by the caller.
    """
    clean = bare_key if marks else _without_edges
    bare = (clean(word) for word in plain_dashes(text).split())
    return " ".join(word for word in bare if word)
