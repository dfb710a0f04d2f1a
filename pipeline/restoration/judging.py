"""Whether text is sound Vietnamese already: the gate that keeps clean text as it is."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.document import Document, Route
from pipeline.restoration.tokens import Kind, atoms
from pipeline.vietnamese import is_syllable, strip_marks

_SOUND = 0.93
_MARKED = 0.55
_LEAST_CONFIDENT = 0.85
_FEW = 30


def soundness(words: Iterable[str]) -> tuple[float, float, int]:
    """(share that Vietnamese spelling allows, share with marks, number) of lower-case words."""
    seen = allowed = marked = 0
    for token in words:
        for atom in atoms(token):
            if atom.kind is Kind.WORD and not atom.text.isupper():
                seen += 1
                allowed += is_syllable(atom.text)
                marked += strip_marks(atom.text) != atom.text
    return (allowed / seen, marked / seen, seen) if seen else (1.0, 1.0, 0)


def is_clean(document: Document) -> bool:
    """Whether a document's text is sound enough to teach others.

    No page is garbled, recognised pages were read with confidence, and the words
    are Vietnamese syllables, most of them with marks as running text has them.
    """
    pages = [page for page in document.pages if page.words]
    if not pages or any(page.route is Route.GARBLED_TEXT for page in pages):
        return False
    if any(p.route is Route.OCR and p.confidence < _LEAST_CONFIDENT for p in pages):
        return False
    allowed, marked, seen = soundness(word.text for page in pages for word in page.words)
    return seen >= _FEW and allowed >= _SOUND and marked >= _MARKED
