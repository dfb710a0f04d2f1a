"""Type and title, where the layout put them."""

from __future__ import annotations

import pytest

from pipeline.document import Document, Line, Page, Region, Route, Word
from pipeline.extraction.context import Context
from pipeline.extraction.head.fields import read_head
from pipeline.segmentation import segment

TITLE, RIGHT = Region.TITLE, Region.LETTERHEAD_RIGHT
HEAD = """UBND TỈNH HÀ NAM
SỞ Y TẾ
Số: 31/{symbol}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 05 tháng 4 năm 2024

"""


@pytest.mark.parametrize(
    ("symbol", "text", "doc_type", "title"),
    [
        ("KH-SYT", "KẾ HOẠCH\nPhòng, chống dịch\n", "Kế hoạch", "Phòng, chống dịch"),
        # In capitals on one line.
        ("KH-SYT", "KẾ HOẠCH PHÒNG, CHỐNG DỊCH\n", "Kế hoạch", "PHÒNG, CHỐNG DỊCH"),
        # What is said of the enclosure is no part of the subject.
        (
            "QĐ-SYT",
            "QUY CHẾ\nLàm việc của Sở\n(Ban hành kèm theo Quyết định số 31/QĐ-SYT)\n",
            "Quy chế",
            "Làm việc của Sở",
        ),
        # A decision's `Về việc` is part of it, a letter's `V/v` is not.
        ("QĐ-SYT", "QUYẾT ĐỊNH\nVề việc khen thưởng\n", "Quyết định", "Về việc khen thưởng"),
        ("SYT-NVY", "V/v khen thưởng\n\nKính gửi: Các bệnh viện.\n", "Công văn", "khen thưởng"),
        # The line of the authority below.
        (
            "QĐ-SYT",
            "QUYẾT ĐỊNH\nVề việc khen thưởng\nGIÁM ĐỐC SỞ Y TẾ\nCăn cứ Luật Y tế năm 2020;\n",
            "Quyết định",
            "Về việc khen thưởng",
        ),
    ],
)
def test_type_and_title(context_of, *, symbol, text, doc_type, title) -> None:
    body = "\nCăn cứ Kế hoạch số 9/KH-UBND ngày 1/2/2024 của UBND tỉnh;\nI. MỤC ĐÍCH\n1. Giảm.\n"
    head = read_head(context_of(HEAD.format(symbol=symbol) + text + body)).head
    assert (head.doc_type.value, head.title.value) == (doc_type, title)


def test_a_type_that_the_layout_put_to_the_letterhead() -> None:
    lines = (
        (Region.LETTERHEAD_LEFT, "BỘ Y TẾ"),
        (RIGHT, "Hà Nội, ngày 10 tháng 01 năm 2010"),
        (RIGHT, "QUYẾT ĐỊNH"),
        (TITLE, "Về việc thành lập Viện"),
        (Region.BODY, "Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2005;"),
    )
    made = tuple(Line(tuple(Word(w, w) for w in text.split()), r) for r, text in lines)
    document = Document("a.pdf", "0" * 64, (Page(1, made, Route.OCR),))
    head = read_head(Context.of(document, segment(document))).head
    assert (head.doc_type.value, head.title.value) == ("Quyết định", "Về việc thành lập Viện")
    assert head.doc_type.evidence.rule == "type:letterhead-row"


@pytest.mark.parametrize(
    ("read", "title", "status"),
    [
        # a word under a stamp: what there is of the title is kept, and no more is claimed
        (
            "Quy định chức năng và □ cấu tổ chức",
            "Quy định chức năng và □ cấu tổ chức",
            "unreadable",
        ),
        # marks between words are dust
        (
            "Quy định chức năng và ˆ cơ cấu \\ tổ chức",
            "Quy định chức năng và cơ cấu tổ chức",
            "found",
        ),
    ],
)
def test_a_recognised_title(read: str, title: str, status: str) -> None:
    rows = (
        (Region.LETTERHEAD_LEFT, "SỞ Y TẾ"),
        (TITLE, "QUYẾT ĐỊNH"),
        (TITLE, read),
        (Region.BODY, "Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2005;"),
    )
    made = tuple(Line(tuple(Word(w, w) for w in text.split()), r) for r, text in rows)
    document = Document("a.pdf", "0" * 64, (Page(1, made, Route.OCR),))
    found = read_head(Context.of(document, segment(document))).head.title
    assert (found.value, found.status) == (title, status)


def test_a_plan_attached_behind_a_decision(context_of) -> None:
    text = (
        HEAD.format(symbol="QĐ-SYT")
        + """QUYẾT ĐỊNH
Ban hành Kế hoạch phòng, chống dịch năm 2024

Căn cứ Luật Phòng, chống bệnh truyền nhiễm năm 2007;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phòng, chống dịch năm 2024.
Điều 2. Quyết định này có hiệu lực từ ngày ký.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.

GIÁM ĐỐC

Trần Văn Bình

KẾ HOẠCH
Phòng, chống dịch năm 2024
(Kèm theo Quyết định số 31/QĐ-SYT ngày 05 tháng 4 năm 2024 của Sở Y tế)

I. MỤC ĐÍCH
1. Giảm số ca mắc.
"""
    )
    reading = read_head(context_of(text))
    head = reading.head
    assert (head.doc_type.value, head.attached_type.value) == ("Quyết định", "Kế hoạch")
    assert "31/QĐ-SYT" not in [b.number_symbol.value for b in reading.bases]  # its own
