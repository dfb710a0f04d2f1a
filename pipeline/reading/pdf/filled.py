"""Figures that an office's program filled in as annotations: the number, the day.

A document that is signed electronically gets its number and day when it is registered,
each as an annotation over the gap (`Số:      /TTr-SNV`): they are on the page as drawn and not in
its text layer, where the gap would be taken for one that was left blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium_c

from pipeline.document import Box
from pipeline.reading.pdf.pdfium import Frame
from pipeline.reading.pdf.textlayer import Layer, LayerWord, read_layer

_KINDS = (pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP)
_FEW_WORDS = 3
"""Longer annotations are stamps that say who signed and when, and comments."""
_TOUCHES, _LEVEL = 0.2, 0.6
"""Shares of a figure's height: at least beside a word, and on its level anyway."""
_SPACE = 1.0
"""Points between a figure and the words beside it."""


def with_filled_in(page: Any, number: int, frame: Frame, layer: Layer) -> Layer:
    """The layer of that page (from 1) with the figures of its annotations behind its own words.

    Changes the page in memory: annotations become part of it, and are no longer drawn as such.
    """
    boxes = list(_annotated(page, frame))
    if not boxes or layer.turn:
        return layer
    old = {_place(word) for word in layer.words}
    new = [word for word in _flattened(page, number, frame).words if _place(word) not in old]
    figures = [_in_gap(word, layer.words) for box in boxes for word in _figures(new, box)]
    return replace(layer, words=(*layer.words, *figures)) if figures else layer


def _annotated(page: Any, frame: Frame) -> Iterator[Box]:
    """Where the page's fields, notes and stamps are."""
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        rect = pdfium_c.FS_RECTF()
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        if kind in _KINDS and pdfium_c.FPDFAnnot_GetRect(annotation, rect):
            yield Box(*frame.seen(rect.left, rect.bottom, rect.right, rect.top))
        pdfium_c.FPDFPage_CloseAnnot(annotation)


def _flattened(page: Any, number: int, frame: Frame) -> Layer:
    """The layer of the page whose annotations were made part of it."""
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    again = page.pdf[number - 1]
    try:
        return read_layer(again, frame)
    finally:
        again.close()


def _figures(words: Sequence[LayerWord], box: Box) -> list[LayerWord]:
    """The words within an annotation, where they are a figure and no more."""
    inside = [word for word in words if _within(word.box, box)]
    figure = any(letter.isdigit() for word in inside for letter in word.text)
    return inside if figure and len(inside) <= _FEW_WORDS else []


def _in_gap(figure: LayerWord, words: Sequence[LayerWord]) -> LayerWord:
    """The figure put level with the words around the gap that it was meant for.

    Programs set it some points too high, or into the word beside it.
    """
    box, middle = figure.box, (figure.box.x0 + figure.box.x1) / 2
    line = [word.box for word in words if _shared_height(word.box, box) > _TOUCHES]
    left = max((b for b in line if b.x1 < middle), key=lambda b: b.x1, default=None)
    right = min((b for b in line if b.x0 > middle), key=lambda b: b.x0, default=None)
    if left is None or _shared_height(left, box) > _LEVEL:
        return figure
    x1 = min(box.x1, right.x0 - _SPACE) if right else box.x1
    level = Box(max(box.x0, left.x1 + _SPACE), left.top, x1, left.bottom)
    return replace(figure, box=level) if level.x0 < level.x1 else figure


def _shared_height(word: Box, figure: Box) -> float:
    """Share of the figure's height at which the word stands, too."""
    return (min(word.bottom, figure.bottom) - max(word.top, figure.top)) / max(1.0, figure.height)


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


def _place(word: LayerWord) -> tuple[str, int, int]:
    return word.text, round(word.box.x0), round(word.box.top)
