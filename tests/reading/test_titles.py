"""Titles that do not stand where titles do."""

from __future__ import annotations

from page_words import BODY, HEIGHT, WIDTH, centred, page, row

from pipeline.document import Region
from pipeline.reading.layout.order import lay_out

HEAD = [
    row("SỞ Y TẾ", 130, 60),
    row("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 270, 60),
    row("Số: 31/KH-SYT", 115, 104),
    row("Quảng Trị, ngày 12 tháng 3 năm 2024", 300, 104),
]


def test_a_title_that_stands_beside_the_pages_axis_keeps_its_lines() -> None:
    head = [centred("KẾ HOẠCH", 304, 140), centred("Khảo sát " + BODY[:57], 304, 156)]
    end = centred("trên địa bàn tỉnh", 304, 172)
    text = [row("Căn cứ " + BODY[:70], 119, 206), row(BODY, 85, 222), row(BODY, 85, 238)]
    lines = lay_out(page(*HEAD, *head, end, *text), WIDTH, HEIGHT)
    assert [line.region for line in lines].count(Region.TITLE) == 3


def test_a_stamp_of_urgency_beside_the_title_goes_to_the_margin() -> None:
    stamped = [row("HỎA TỐC", 100, 140), centred("KẾ HOẠCH", 316, 142)]
    rest = [centred("Triển khai phong trào thi đua", 316, 156), row(BODY, 85, 190)]
    lines = lay_out(page(*HEAD, *stamped, *rest), WIDTH, HEIGHT)
    assert next(x.text for x in lines if x.region is Region.TITLE) == "KẾ HOẠCH"
    assert [line.text for line in lines if line.region is Region.MARGIN] == ["HỎA TỐC"]
