"""Which recognised words are kept."""

from __future__ import annotations

import pytest

from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.engine.wordfilter import keep


def _row(*words: tuple[str, float, int], line: int = 1) -> list[Seen]:
    """Words as (text, confidence, height) with a space's width between."""
    made, x = [], 300
    for text, sure, high in words:
        made.append(Seen(text, x, 40 - high, x + 17 * len(text), 40, sure, 1, 1, line))
        x += 17 * len(text) + 12
    return made


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # As recognised on plans at 200 dpi: a bold II. or III. with next to no confidence.
        ((("II.", 0.1, 27), ("Nội", 0.97, 36), ("dung", 0.96, 36)), "II. Nội dung"),
        ((("IL", 0.08, 27), ("PHÂN", 0.84, 35), ("CÔNG", 0.96, 34)), "IL PHÂN CÔNG"),
        # Within a line, before a small letter or of another size it is a speck.
        ((("Nội", 0.97, 36), ("Il", 0.1, 27), ("Dung", 0.96, 36)), "Nội Dung"),
        ((("l", 0.1, 27), ("và", 0.97, 36), ("dung", 0.96, 36)), "và dung"),
        ((("I", 0.1, 12), ("Nội", 0.97, 36), ("dung", 0.96, 36)), "Nội dung"),
        ((("I", 0.1, 60), ("Nội", 0.97, 36), ("dung", 0.96, 36)), "Nội dung"),
        # Other short words without confidence go wherever they stand.
        ((("⁄§", 0.1, 27), ("Nội", 0.97, 36), ("dung", 0.96, 36)), "Nội dung"),
    ],
)
def test_numerals_of_headings_stay(
    words: tuple[tuple[str, float, int], ...], expected: str
) -> None:
    assert " ".join(w.text for w in keep(_row(*words))) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("_. Căn cứ Luật", "Căn cứ Luật"),
        ("Luật Đầu tư `", "Luật Đầu tư"),
        (". Căn cứ Luật", "Căn cứ Luật"),  # a stop closes nothing there
        ("Luật Đầu tư. .", "Luật Đầu tư."),
        ("Luật Đầu tư .", "Luật Đầu tư ."),
        ("Luật Đầu tư ...", "Luật Đầu tư ..."),
        ("- Như trên;", "- Như trên;"),
    ],
)
def test_flecks_are_no_words_however_sure(line: str, expected: str) -> None:
    words = _row(*((text, 0.9, 30) for text in line.split()))
    assert " ".join(w.text for w in keep(words)) == expected


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        # A whole phrase without confidence, in the header of a table: read again later.
        ((("Đơn", 0.9, 34), ("vị", 0.9, 34), ("phối", 0.0, 36), ("hợp", 0.0, 34)), True),
        ((("tổ", 0.9, 34), ("chức", 0.9, 34), ("thực", 0.9, 34), ("hợp", 0.1, 80)), False),
        ((("tổ", 0.9, 34), ("chức", 0.9, 34), ("thực", 0.9, 34), ("hợp", 0.1, 10)), False),
        ((("Nơi", 0.9, 34), ("hợp", 0.1, 34)), False),  # beside next to nothing
    ],
)
def test_a_syllable_of_a_line_needs_no_confidence(
    words: tuple[tuple[str, float, int], ...], kept: bool
) -> None:
    assert ("hợp" in [w.text for w in keep(_row(*words))]) is kept


def _dash(text: str, confidence: float, box: tuple[int, int, int, int]) -> list[Seen]:
    return [
        Seen(text, *box, confidence, 1, 1, 1),
        Seen("Tuyên", 372, 216, 470, 252, 0.96, 1, 1, 1),
        Seen("truyền", 482, 216, 580, 252, 0.96, 1, 1, 1),
    ]


@pytest.mark.parametrize(
    ("text", "confidence", "box", "expected"),
    [
        ("~", 0.52, (348, 232, 359, 236), "- Tuyên truyền"),
        ("-~", 0.1, (346, 232, 360, 236), "- Tuyên truyền"),
        ("-", 0.1, (348, 232, 359, 236), "- Tuyên truyền"),
        (".", 0.1, (352, 232, 356, 236), "Tuyên truyền"),  # a speck: as high as wide
        ("_", 0.1, (300, 262, 360, 264), "Tuyên truyền"),  # a rule, below the line
        ("_", 0.8, (365, 232, 368, 235), "Tuyên truyền"),  # a speck, however sure
        ("~", 0.1, (248, 232, 259, 236), "Tuyên truyền"),  # far from the word
    ],
)
def test_dashes_of_lists_stay(
    text: str, confidence: float, box: tuple[int, int, int, int], expected: str
) -> None:
    assert " ".join(w.text for w in keep(_dash(text, confidence, box))) == expected


def test_what_closes_a_text_stays() -> None:
    row = _row(("thi", 0.9, 30), ("hành", 0.9, 30), ("./.", 0.1, 30))
    assert keep(row) == row


def test_the_foot_of_a_line_read_as_another_line_goes() -> None:
    well = [
        Seen("Độc", 907, 332, 947, 372, 0.94, 3, 1, 1),
        Seen("lập", 969, 332, 1017, 372, 0.94, 3, 1, 1),
    ]
    beside = Seen("PHÒNG", 513, 358, 647, 391, 0.96, 3, 1, 2)  # of the column beside
    again = Seen("cập", 910, 344, 1020, 370, 0.25, 3, 1, 2)
    sure = Seen("cập", 910, 344, 1020, 370, 0.9, 3, 1, 2)  # two readings, none of them bad
    assert keep([*well, beside, again]) == [*well, beside]
    assert keep([*well, beside, sure]) == [*well, beside, sure]
