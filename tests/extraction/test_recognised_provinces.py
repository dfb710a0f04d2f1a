"""Provinces on recognised pages, their marks misread."""

from __future__ import annotations

import pytest

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.extraction.misread.respelling import respelled

LINES = [
    ("tại tỉnh Lâm Đông và các huyện", "tại tỉnh Lâm Đồng và các huyện"),  # its kind before it
    ("UBND TỈNH LÂM ĐÒNG", "UBND TỈNH LÂM ĐỒNG"),  # in capitals
    ("(tỉnh Quang Ngãi);", "(tỉnh Quảng Ngãi);"),  # marks around it stay
    ("Cao Băng, ngày 05 tháng 3", "Cao Bằng, ngày 05 tháng 3"),  # the date behind it
    ("thành phó Cân Thơ", "thành phó Cần Thơ"),  # the kind itself is restoration's
    ("tỉnh Lâm Đồng", "tỉnh Lâm Đồng"),  # right as it is
    ("ông Lâm Đông trình bày", "ông Lâm Đông trình bày"),  # a person
    ("Lâm Đông ngày càng phát triển", "Lâm Đông ngày càng phát triển"),  # no date
    ("cấp tỉnh: Hà Nam Trung", "cấp tỉnh: Hà Nam Trung"),  # a mark parts them
    ("tỉnh Thừa Thiên Huê", "tỉnh Thừa Thiên Huế"),  # three words
]


@pytest.mark.parametrize(("read", "expected"), LINES)
def test_a_province_is_told_by_what_stands_around_it(read: str, expected: str) -> None:
    assert respelled(document(read, Route.OCR)).text == expected


def test_other_pages_keep_what_they_say() -> None:
    layer = document("tỉnh Lâm Đông", Route.TEXT_LAYER)
    assert respelled(layer) == layer


def test_what_was_read_is_kept() -> None:
    (page,) = respelled(document("tỉnh Lâm Đông", Route.OCR)).pages
    assert [(w.raw, w.text) for w in page.lines[0].words][-1] == ("Đông", "Đồng")


def document(text: str, route: Route) -> Document:
    words = tuple(Word(w, w, None, 0.9) for w in text.split())
    return Document("a.pdf", "0", (Page(1, (Line(words),), route),))
