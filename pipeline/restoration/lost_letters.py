"""Which letters a text has lost: those beyond Latin-1, a space in the place of each.

A PDF's font of which only some letters had a code gives `c a B Xây d ng` for `của Bộ Xây dựng`,
and document-sharing sites pass such text on. The text itself tells which are gone: those that
never stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.vietnamese import is_syllable

_MARKED = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
_LATIN_1 = frozenset("áàãâéèêíìóòõôúùý")
_FEWEST, _BROKEN, _SPELLED, _SIGNED = 30, 0.35, 0.9, 0.05
"""A text that lost letters has so many words; such a share of its pieces are single letters or
have no vowel (English readings: 0.15 at most); words with letters of Latin-1 are spelled right
(English, French readings: 0.5 to 0.8); few have a sign within (Ocrad and GOCR: 0.17)."""
_VOWELS = frozenset("aeiouy" + _MARKED) - {"đ"}
_PIECE = re.compile(r"[^\W\d_]+")
_SIGN_WITHIN = re.compile(r"[^\W\d_][^\w\s/&.,-]+[^\W\d_]|_")


def lost_letters(lines: Sequence[Sequence[str]]) -> frozenset[str]:
    """The Vietnamese letters that a text has lost, in small letters; none if it lost none."""
    tokens = [token for line in lines for token in line]
    lost = frozenset(_MARKED) - set("".join(tokens).lower())
    if len(lost) < len(_MARKED) - len(_LATIN_1) - len("ăđĩơũư"):
        return frozenset()  # most texts
    letters = [piece for token in tokens for piece in _PIECE.findall(token)]
    marked = [p for p in letters if len(p) > 2 and not _LATIN_1.isdisjoint(p.lower())]
    if len(letters) < _FEWEST or not marked:
        return frozenset()
    broken = sum(len(p) == 1 or (p.islower() and _VOWELS.isdisjoint(p)) for p in letters)
    signed = sum(_SIGN_WITHIN.search(token) is not None for token in tokens)
    told = (
        broken >= _BROKEN * len(letters)
        and sum(map(is_syllable, marked)) >= _SPELLED * len(marked)
        and signed <= _SIGNED * len(tokens)
    )
    return lost if told else frozenset()
