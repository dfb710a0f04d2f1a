"""Lines of the page that are not the document's."""

from __future__ import annotations

import pytest

from pipeline.document import Box, Line, Page, Region, Route, Word
from pipeline.reading.layout.furniture import Rule, rules, set_aside


def _line(text: str, top: float | None = 400, region: Region = Region.BODY) -> Line:
    box = None if top is None else Box(80, top, 500, top + 12)
    words = tuple(Word(w, w, box) for w in text.split())
    return Line(words, region, box)


def _page(*lines: Line, number: int = 1) -> Page:
    return Page(number, lines, Route.TEXT_LAYER, "", 595, 842)


def _aside(*lines: Line) -> list[str]:
    (page,) = set_aside([_page(*lines)])
    return [line.text for line in page.lines if line.region is Region.MARGIN]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_rule_matches_its_example(rule: Rule) -> None:
    assert rule.pattern.fullmatch(rule.example)


def test_print_headers_only_at_the_edge() -> None:
    head = "20/11/2024, 09:15 Kế hoạch 512/KH-SYT"
    assert _aside(_line(head, 20), _line("Trang 2/5", 815)) == [head, "Trang 2/5"]
    assert _aside(_line(head), _line("2/5")) == []  # a time in the text, a fraction in it


def test_an_address_on_its_own_is_none_of_the_text() -> None:
    address = "https://hanam.gov.vn/van-ban/ke-hoach-512 1/2"
    assert _aside(_line(address), _line("Báo cáo gửi về https://hanam.gov.vn")) == [address]


def test_a_signing_stamp_with_its_fields() -> None:
    stamp = ["Người ký: Sở Y tế", "Email: soyte@hanam.gov.vn", "Cơ quan: UBND Tỉnh Hà Nam"]
    stamp.append("Ngày ký: 12.03.2024 15:27:41 +07:00")
    text = [_line(t, 20) for t in stamp] + [_line("UBND TỈNH HÀ NAM", 60, Region.LETTERHEAD_LEFT)]
    assert _aside(*text) == stamp
    english = ["Signature Not Verified", "Digitally signed by", "SỞ Y TẾ"]
    english.append("Date: 2024.03.12 15:27:41 +07:00")
    assert _aside(_line("PHÓ GIÁM ĐỐC"), *map(_line, english), _line("Trần Đắc Tài")) == english


def test_fields_alone_are_text() -> None:
    assert _aside(_line("Cơ quan: Sở Y tế"), _line("Đơn vị: Trạm Y tế xã")) == []


def test_running_heads_go_letterheads_stay() -> None:
    def page(number: int) -> Page:
        head = _line("ỦY BAN NHÂN DÂN", 40, Region.LETTERHEAD_LEFT)
        return _page(
            _line(f"Công báo số {number} năm 2024", 30), head, _line("Nội dung"), number=number
        )

    made = set_aside([page(1), page(2), page(3)])
    assert [[x.region for x in p.lines] for p in made] == [
        [Region.MARGIN, Region.LETTERHEAD_LEFT, Region.BODY]
    ] * 3
    assert set_aside([page(1), page(2)])[0].lines[0].region is Region.BODY


def test_plain_text_has_no_edges_but_stamps() -> None:
    assert _aside(_line("Ký bởi: Nguyễn Văn An", None)) == ["Ký bởi: Nguyễn Văn An"]
    assert _aside(_line("24/8/2024, 07:30 Khai mạc", None)) == []  # a row of a schedule
