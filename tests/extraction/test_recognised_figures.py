"""Figures and stops that cannot be what was read."""

from __future__ import annotations

import pytest

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.extraction import respelled
from pipeline.extraction.misread.recipient_codes import with_known_codes


def words(text: str, route: Route = Route.OCR) -> list[Word]:
    line = Line(tuple(Word(w, w, confidence=0.9) for w in text.split()))
    return list(respelled(Document("a.pdf", "0" * 64, (Page(1, (line,), route),))).pages[0].words)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ngày 14/63/2025 của", "ngày 14/03/2025 của"),  # no month begins with 6
        ("ngày 92/5/2024,", "ngày 02/5/2024,"),
        ("ngày 14/13/2025", "ngày 14/13/2025"),  # a nought is not read as 1
        ("trước ngày 30 tháng í2.", "trước ngày 30 tháng 12."),
        ("ngày 86 tháng 9", "ngày 06 tháng 9"),
        ("Giai đoạn ¡ (2024 - 2025)", "Giai đoạn 1 (2024 - 2025)"),
        ("Giai đoạn I (2024 - 2025)", "Giai đoạn I (2024 - 2025)"),
        ("Ngày hội đọc sách", "Ngày hội đọc sách"),  # no figure stands there
        ("tại TP. Vinh", "tại TP. Vinh"),
        ("Xong việc. Báo cáo", "Xong việc. Báo cáo"),
        ("phòng cháy.nổ;", "phòng cháy nổ;"),
        ("gửi sxd.gov.vn", "gửi sxd.gov.vn"),  # an address
    ],
)
def test_what_cannot_be_is_put_right(read: str, meant: str) -> None:
    assert " ".join(word.text for word in words(read)) == meant
    assert " ".join(word.raw for word in words(read)).replace(". ", ".") == read.replace(". ", ".")
    assert " ".join(word.text for word in words(read, Route.TEXT_LAYER)) == read


def test_a_figure_put_right_is_less_sure() -> None:
    assert [word.confidence for word in words("ngày 14/63/2025")] == [0.9, 0.72]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("LPVP Sở", "LĐVP Sở"),
        ("Sở VHTTĐL", "Sở VHTTDL"),
        ("Lưu: VF, 1CCB", "Lưu: VT, TCCB"),
        ("Lưu: VT, XDCB", "Lưu: VT, XDCB"),  # a room of no list
        ("Báo PL TP", "Báo PL TP"),  # two letters may be anything
    ],
)
def test_abbreviations_that_look_like_a_known_one(read: str, meant: str) -> None:
    assert with_known_codes(read) == meant


def test_a_row_of_a_table_keeps_its_cells() -> None:
    row = Line(
        tuple(Word(w, w, confidence=0.9) for w in "phòng cháy.nổ tháng 9".split()), cells=(2,)
    )
    made = respelled(Document("a.pdf", "0" * 64, (Page(1, (row,), Route.OCR),)))
    assert made.pages[0].lines[0].text == "phòng cháy nổ\ttháng 9"
