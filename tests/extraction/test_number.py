"""The document's own number: the letterhead decides, and blank is not missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.document import Alternative
from pipeline.extraction.context import Context
from pipeline.extraction.head.number import find_number
from pipeline.plan import Status
from pipeline.segmentation import segment

HEAD = """UBND TỈNH HÒA BÌNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ Độc lập - Tự do - Hạnh phúc
{line} Hòa Bình, ngày 05 tháng 4 năm 2024

KẾ HOẠCH
Phòng, chống sốt xuất huyết năm 2024

Thực hiện Kế hoạch số 99/KH-UBND ngày 01/02/2024 của UBND tỉnh, Sở Y tế xây dựng kế hoạch:
I. MỤC ĐÍCH
1. Giảm số ca mắc.
"""
FOUND, BLANK, UNREAD, MISSING = Status.FOUND, Status.BLANK, Status.UNREADABLE, Status.MISSING


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: 31/KH-SYT", "31", "KH-SYT"),
        ("Số: 24/HDLN-BCA-BQP-BYT-BCT-BTC-TANDTC", "24", "HDLN-BCA-BQP-BYT-BCT-BTC-TANDTC"),
        ("Số: 31 /KH-SYT", "31", "KH-SYT"),  # a space where the number was stamped in
        ("Số:07/KH- SYT", "07", "KH-SYT"),  # the leading zero stays
        ("Số: 12/2024/KH-SYT", "12/2024", "KH-SYT"),
        ("Số: 11-KH/TU", "11", "KH/TU"),  # of the Party
        ("Số: 5115/SYT-NVY", "5115", "SYT-NVY"),  # an official letter: no type code
        ("Số 31/KHLT-SYT-SGDĐT", "31", "KHLT-SYT-SGDĐT"),  # joint, no colon
        ("Sô: 31/KH-SYT", "31", "KH-SYT"),  # the label misread
        ("S5: 31/KH-SYT", "31", "KH-SYT"),  # by a recogniser without ố
        ("86: 31/KH-SYT", "31", "KH-SYT"),
        ("Số:35KH-SYT", "35", "KH-SYT"),  # the slash lost
        ("Số: 12a/KH–SYT", "12a", "KH-SYT"),  # a dash for the hyphen
    ],
)
def test_number_and_symbol(context_of, line: str, number: str, symbol: str) -> None:
    own = find_number(context_of(HEAD.format(line=line)))
    assert (own.number.value, own.symbol.value) == (number, symbol)
    joint = "-" if "-KH/" in line else "/"
    assert own.number_symbol.value == f"{number}{joint}{symbol}"
    assert own.number.evidence.page == 1
    assert own.number.evidence.rule.startswith("number-line")


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: /KH-SYT", BLANK, FOUND),  # to be filled in by hand, and was not
        ("Số:      /KH-SYT", BLANK, FOUND),
        ("Số: ....../KH-SYT", BLANK, FOUND),
        ("Số: □/KH-SYT", UNREAD, FOUND),  # filled in by hand, not read
        ("Số: □ /2024/KH-SYT", UNREAD, FOUND),
        ("Số: 1□/KH-SYT", UNREAD, FOUND),  # half a number is no number
    ],
)
def test_what_is_not_a_number(context_of, line: str, number: Status, symbol: Status) -> None:
    own = find_number(context_of(HEAD.format(line=line)))
    assert (own.number.status, own.number.value) == (number, None)
    assert own.number_symbol.status is number
    assert (own.symbol.status, own.symbol.value) == (symbol, "KH-SYT")


def test_a_symbol_that_a_hyphen_ends_goes_on_below_or_is_not_whole(context_of) -> None:
    """`24/HDLN-BCA-BQP-`, and the rest on the left column's next line or nowhere."""
    line = "Số: 24/HDLN-BCA-BQP-"
    cut = find_number(context_of(HEAD.format(line=line)))
    assert (cut.number.value, cut.symbol.status) == ("24", UNREAD)
    assert [c.value for c in cut.symbol.candidates] == ["HDLN-BCA-BQP"]
    left = "UBND TỈNH HÒA BÌNH\nSỞ Y TẾ\nSố: 24/KHLT-SYT-\nSGDĐT-CAT\n"
    whole = find_number(context_of(left + "CỘNG HÒA" + HEAD.split("CỘNG HÒA")[1].format(line="")))
    assert whole.symbol.value == "KHLT-SYT-SGDĐT-CAT"


@pytest.mark.parametrize(
    "line",
    [
        "Sô: 02 P",  # neither number nor symbol
        "Sô: 0",
        "Số: □",
    ],
)
def test_a_number_line_of_which_nothing_was_read(context_of, line: str) -> None:
    own = find_number(context_of(HEAD.format(line=line)))
    assert {own.number.status, own.symbol.status, own.number_symbol.status} == {UNREAD}


def test_what_the_recogniser_would_have_read_is_kept_beside(context_of) -> None:
    context = context_of(HEAD.format(line="Số: □/KH-SYT"))
    page = context.document.pages[0]
    guess = Alternative("31", 0.4)
    lines = tuple(
        replace(
            line,
            words=tuple(
                replace(w, alternatives=(guess,)) if "□" in w.text else w for w in line.words
            ),
        )
        for line in page.lines
    )
    document = replace(context.document, pages=(replace(page, lines=lines),))
    own = find_number(Context.of(document, segment(document)))
    assert own.number.status is UNREAD
    assert [(c.value, c.evidence.confidence) for c in own.number.candidates] == [("31", 0.4)]


def test_without_a_letterhead_the_first_number_of_the_text_is_not_the_own(context_of) -> None:
    text = "KẾ HOẠCH" + HEAD.split("KẾ HOẠCH")[1]
    own = find_number(context_of(text))
    assert own.number.status is MISSING
    assert own.number.value is None
