"""Words that a Vietnamese recogniser read: changed only on good grounds.

The thresholds were set on pages read with `vie` from bad scans, those for the wording on
real decisions of 2010 with their published text (docs/restoration.md).
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Word
from pipeline.restoration.assembling import RestoredToken
from pipeline.restoration.tokens import Kind, atoms
from pipeline.vietnamese import is_syllable, same_text, strip_marks

_SURE = 0.97
_SURE_WITH_DOUBT = 0.9
_DOUBTED = 0.9
_SURE_ALONE = 0.985
_SURE_BY_WORDING, _FAR_LIKELIER = 0.6, 4.0
"""Marks alone are changed for less, where the wording is so much likelier (natural log)."""
_EITHER = {"hàng", "hằng"}
"""Both are written before `năm`."""


def corrected(word: Word, token: RestoredToken) -> Word:
    """The word, changed where the model is sure and the recogniser was not sure of it.

    What the recogniser gave as another reading needs less certainty. Numbers, dates,
    symbols and abbreviations stay, and so does the case of letters.
    """
    if not correctable(token):
        return word
    needed = _SURE
    if word.confidence < _DOUBTED or not _spelled(word.text):
        needed = _SURE_WITH_DOUBT
    if any(other.text == token.text for other in word.alternatives):
        needed = _SURE_WITH_DOUBT
    if _told_by_wording(token):
        needed = _SURE_BY_WORDING
    if token.confidence < needed:
        return word
    return replace(word, text=token.text, confidence=token.confidence)


def correctable(token: RestoredToken) -> bool:
    """Whether this changes one word into one other word; marks around it are no part of it."""
    return (
        token.changed
        and bool(token.text)
        and not token.parts
        and not token.joined
        and not _same_word(_letters(token.raw), _letters(token.text))
        and any(c.isalpha() for c in token.raw)
        and all(atom.kind is Kind.WORD for atom in atoms(token.raw))
    )


def _told_by_wording(token: RestoredToken) -> bool:
    """`các tỉnh, thành phó`: what was read is a word, too, and makes no sense there.

    Not where a capital may begin a name: `Tết Nhâm Dần`.
    """
    read = "".join(c for c in token.raw if c.isalpha())
    same = strip_marks(_letters(token.raw)) == strip_marks(_letters(token.text))
    return same and token.gain >= _FAR_LIKELIER and (read.islower() or read.isupper())


def _same_word(read: str, text: str) -> bool:
    """Whether both are ways to write one word: `hoà` and `hòa`; not the slip `lựơng`."""
    if read == text or {read, text} == _EITHER:
        return True
    return strip_marks(read).endswith(("oa", "oe", "uy")) and same_text(read, text)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def corrected_text(token: RestoredToken) -> bool:
    """Whether to change a word of which no recogniser's confidence is known."""
    needed = _SURE_ALONE if _spelled(token.raw) else _SURE_WITH_DOUBT
    if _told_by_wording(token):
        needed = _SURE_BY_WORDING
    return correctable(token) and token.confidence >= needed


def _spelled(text: str) -> bool:
    return all(is_syllable(atom.text) for atom in atoms(text))
