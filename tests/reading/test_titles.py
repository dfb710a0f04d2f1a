"""Titles that do not stand where titles do."""

from __future__ import annotations

from page_words import HEIGHT, WIDTH, centred, page, row
from test_layout import BODY, HEAD, PARAGRAPH, TITLE

from pipeline.document import Region
from pipeline.reading.layout import lay_out


def test_a_title_that_stands_beside_the_pages_axis_keeps_its_lines() -> None:
    head = [centred("KẾ HOẠCH", 304, 140), centred("Khảo sát " + BODY[:57], 304, 156)]
    end = centred("trên địa bàn tỉnh", 304, 172)
    lines = lay_out(page(*HEAD, *head, end, *PARAGRAPH, row(BODY, 85, 222)), WIDTH, HEIGHT)
    assert [line.region for line in lines].count(Region.TITLE) == 3


def test_a_stamp_of_urgency_beside_the_title_goes_to_the_margin() -> None:
    stamped = [row("HỎA TỐC", 100, 140), centred("KẾ HOẠCH", 316, 142)]
    lines = lay_out(page(*HEAD, *stamped, TITLE[1], *PARAGRAPH), WIDTH, HEIGHT)
    assert next(x.text for x in lines if x.region is Region.TITLE) == "KẾ HOẠCH"
    assert [line.text for line in lines if line.region is Region.MARGIN] == ["HỎA TỐC"]
