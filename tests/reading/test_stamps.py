"""Stamps in a frame: what stands in them is no line of the text."""

from __future__ import annotations

import pytest
from page_words import HEIGHT, page, row

from pipeline.document import UNREAD, Box, Region
from pipeline.reading.layout.stamps import is_framed_wording, is_urgency, without_stamps
from pipeline.reading.picture.rules import Rules

FRAME = (Box(80, 96, 240, 98), Box(84, 168, 244, 170))
MOTTO_RULE = Box(330, 90, 480, 91)
INSIDE = [
    row("BƯU ĐIỆN THỊ XÃ", 95, 102),
    row("ĂN ĐẾN", 140, 118),
    row("N cấy nan. SN...", 95, 134),
]
TITLE = row("Về việc phê chuẩn kết quả bầu cử bổ sung", 200, 90)
TEXT = row("Căn cứ Luật Tổ chức chính quyền địa phương", 119, 166)


def bare(_: Box) -> bool:
    return False


def test_all_words_in_the_frame_go_to_the_margin() -> None:
    rules = Rules((*FRAME, MOTTO_RULE), (Box(240, 98, 242, 168),))
    free, stamp, left = without_stamps(rules, page(TITLE, *INSIDE, TEXT), HEIGHT, bare)
    assert [line.text for line in stamp] == ["BƯU ĐIỆN THỊ XÃ", "ĂN ĐẾN", "N cấy nan. SN..."]
    assert {line.region for line in stamp} == {Region.MARGIN}
    assert free == page(TITLE, TEXT)  # what the frame only touches stays
    assert left == Rules((MOTTO_RULE,))


def test_a_leaning_stamp_is_told_by_its_upright_sides() -> None:
    sides = (Box(78, 96, 80, 170), Box(243, 92, 245, 166))
    _, stamp, left = without_stamps(Rules((), sides), page(*INSIDE), HEIGHT, bare)
    assert len(stamp) == len(INSIDE)
    assert left == Rules((), ())


def test_a_word_that_ends_beside_the_frame_is_unread() -> None:
    near, far = row("cấu tổ chức", 260, 118), row("của Sở", 290, 140)
    rest = Box(245, 118, 258, 131)
    words = page(*INSIDE, near, far)
    free, _, _ = without_stamps(Rules(FRAME), words, HEIGHT, lambda box: box.x0 < rest.x1)
    assert [w.text for w in free] == ["cấu", "tổ", "chức", "của", "Sở", UNREAD]
    assert free[-1].box is not None
    assert (free[-1].box.top, free[-1].box.x1) == (118, 258)
    assert UNREAD not in [w.text for w in without_stamps(Rules(FRAME), words, HEIGHT, bare)[0]]


def test_a_frame_around_other_words_is_none() -> None:
    words = page(row("Tổng hợp danh sách", 95, 118))
    assert without_stamps(Rules(FRAME), words, HEIGHT, bare) == (words, [], Rules(FRAME))


def test_rules_far_down_the_page_frame_no_stamp() -> None:
    low = tuple(Box(b.x0, b.top + 500, b.x1, b.bottom + 500) for b in FRAME)
    words = page(row("CÔNG VĂN ĐẾN", 95, 618))
    assert without_stamps(Rules(low), words, HEIGHT, bare)[1] == []


@pytest.mark.parametrize(
    ("text", "alone", "framed"),
    [
        ("HỎA TỐC", True, True),
        ("HOẢ TỐC |", True, True),
        ("KHẨN", True, True),
        ("TỐC rốc]", False, True),  # half of it lost
        ("ĂN ĐẾN", False, True),
        ("Kính chuyển:....", False, True),
        ("Khẩn trương triển khai", False, True),
        ("KẾ HOẠCH", False, False),
        ("SỞ Y TẾ", False, False),
    ],
)
def test_wordings_of_stamps(text: str, alone: bool, framed: bool) -> None:
    assert (is_urgency(text), is_framed_wording(text)) == (alone, framed)
