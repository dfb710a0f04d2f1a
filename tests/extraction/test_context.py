"""The way from the running text to words and back."""

from __future__ import annotations

import re

from pipeline.document import Box, Document, Line, Page, Route, Word
from pipeline.extraction.context import Context
from pipeline.plan import Status
from pipeline.segmentation.outline import Outline


def _context(*lines: str, confidence: float = 1.0) -> Context:
    made = tuple(
        Line(
            tuple(
                Word(w, w, Box(10.0 * i, 20.0 * n, 10.0 * i + 9, 20.0 * n + 12), confidence)
                for i, w in enumerate(line.split())
            )
        )
        for n, line in enumerate(lines)
    )
    document = Document("a.pdf", "0", (Page(1, made, Route.OCR),))
    return Context.of(document, Outline((), ()))


def test_a_hit_across_a_line_end_finds_its_words() -> None:
    context = _context("Thực hiện Kế", "hoạch số 15/KH-UBND")
    hit = context.first(re.compile(r"Kế hoạch số (?P<number>\S+)"))
    assert hit is not None
    assert hit.span == (2, 6)
    assert hit["number"] == "15/KH-UBND"
    assert hit.span_of("number") == (5, 6)


def test_a_group_that_took_no_part_has_an_empty_span() -> None:
    hit = _context("Kế hoạch").first(re.compile(r"Kế(?P<none>x)?"))
    assert hit is not None
    assert hit.span_of("none") == (0, 0)
    assert hit["none"] == ""


def test_a_value_knows_its_place_and_its_confidence() -> None:
    context = _context("Sở Y tế", "tỉnh Hà Giang", confidence=0.8)
    value = context.value((3, 6), "Hà Giang", "rule", 0.5)
    assert (value.status, value.evidence.raw) == (Status.FOUND, "tỉnh Hà Giang")
    assert (value.evidence.page, value.evidence.line) == (1, 2)
    assert context.document.text[8:21] == "tỉnh Hà Giang"
    assert (value.evidence.char_start, value.evidence.char_end) == (8, 21)
    assert value.evidence.box == Box(0, 20, 29, 32)
    assert value.evidence.confidence == 0.465  # half of what words at 0.8 are worth


def test_search_stays_within_its_span() -> None:
    context = _context("một hai ba hai")
    assert [h.span for h in context.search(re.compile("hai"), (0, 3))] == [(1, 2)]
    assert list(context.search(re.compile("hai"), (2, 2))) == []


def test_lines_cut_a_span_where_lines_end() -> None:
    assert _context("a b c", "d e", "f").lines((1, 5)) == ((1, 3), (3, 5))
    assert _context("a").lines((1, 1)) == ()


def test_the_doc_has_the_documents_words() -> None:
    context = _context("Sở Y  tế,", "TỈNH Hoà Bình")
    assert [t.text for t in context.doc] == ["Sở", "Y", "tế,", "TỈNH", "Hoà", "Bình"]
    assert context.doc.text == context.running
    assert context.doc[2].norm_ == _context("TẾ").doc[0].norm_  # case, comma: one key
    assert context.doc[4].norm_ == _context("hòa").doc[0].norm_  # tone placement


def test_an_empty_document_has_a_context() -> None:
    context = Context.of(Document("a", "0", ()), Outline((), ()))
    assert context.running == ""
    assert len(context.doc) == 0
    assert context.value((0, 0), "x", "rule").evidence.page is None
