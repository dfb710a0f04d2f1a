"""Words that a Vietnamese recogniser read: changed only on good grounds.

The thresholds were set on pages read with `vie` from bad scans (docs/restoration.md).
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Word
from pipeline.restoration.assembling import RestoredToken
from pipeline.restoration.tokens import Kind, atoms
from pipeline.vietnamese import is_syllable

_SURE = 0.97
_SURE_WITH_DOUBT = 0.9
_DOUBTED = 0.9
_SURE_ALONE = 0.985


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
        and _letters(token.raw) != _letters(token.text)
        and any(c.isalpha() for c in token.raw)
        and all(atom.kind is Kind.WORD for atom in atoms(token.raw))
    )


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def corrected_text(token: RestoredToken) -> bool:
    """Whether to change a word of which no recogniser's confidence is known."""
    needed = _SURE_ALONE if _spelled(token.raw) else _SURE_WITH_DOUBT
    return correctable(token) and token.confidence >= needed


def _spelled(text: str) -> bool:
    return all(is_syllable(atom.text) for atom in atoms(text))
