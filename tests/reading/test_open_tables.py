"""Tables without upright rules: a header names the columns, white strips part them."""

from __future__ import annotations

import pytest
from page_words import HEIGHT, WIDTH, page, row

from pipeline.document import Region, Word
from pipeline.reading.layout.open_tables import find_open_tables, header_rules
from pipeline.reading.layout.order import lay_out
from pipeline.vietnamese import strip_marks

XS = (85, 120, 280, 410)
HEADER = ["STT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian"]


def line(cells: list[str], y: float, xs: tuple[int, ...] = XS) -> list[Word]:
    return [w for x, text in zip(xs, cells, strict=True) for w in row(text, x, y)]


def rows(words: list[Word]) -> list[str]:
    lines = lay_out(words, WIDTH, HEIGHT)
    return [ln.text for ln in lines if ln.region is Region.TABLE]


@pytest.mark.parametrize("rule", header_rules(), ids=lambda rule: rule[0])
def test_every_rule_knows_its_example(rule: tuple[str, object, str]) -> None:
    plain = strip_marks(rule[2]).lower()
    assert next(name for name, known, _ in header_rules() if known.fullmatch(plain)) == rule[0]


SPACED = page(
    line(HEADER, 200),
    line(["1", "Tuyên truyền về", "Phòng Văn hóa", "Tháng 5"], 225),
    row("chuyển đổi số", 120, 240),
    line(["2", "Tập huấn", "Phòng Nội vụ", "Quý III"], 265),
)
TIGHT = page(
    line(HEADER, 200),
    line(["1", "Tuyên truyền về", "Phòng Văn hóa", "Tháng 5"], 215),
    row("chuyển đổi số", 120, 230),
    line(["2", "Tập huấn", "Phòng Nội vụ", "Quý III"], 245),
)
CENTRED = page(  # the number stands at its row's middle
    line(HEADER, 200),
    line(["Tuyên truyền về", "Phòng Văn hóa", "Tháng 5"], 225, XS[1:]),
    row("1", 85, 232),
    row("chuyển đổi số", 120, 240),
    line(["2", "Tập huấn", "Phòng Nội vụ", "Quý III"], 265),
)
BROKEN_HEADER = page(
    line(["STT", "Nội dung công việc", "Đơn vị chủ", "Thời gian"], 185),
    row("trì", 280, 200),
    line(["1", "Tuyên truyền về", "Phòng Văn hóa", "Tháng 5"], 225),
    row("chuyển đổi số", 120, 240),
    line(["2", "Tập huấn", "Phòng Nội vụ", "Quý III"], 265),
)


@pytest.mark.parametrize("words", [SPACED, TIGHT, CENTRED, BROKEN_HEADER])
def test_a_header_and_white_strips_make_a_table(words: list[Word]) -> None:
    assert rows(words) == [
        "\t".join(HEADER),
        "1\tTuyên truyền về chuyển đổi số\tPhòng Văn hóa\tTháng 5",
        "2\tTập huấn\tPhòng Nội vụ\tQuý III",
    ]


def test_text_below_is_not_of_the_table() -> None:
    text = "Các phòng, đơn vị căn cứ Kế hoạch này tổ chức thực hiện, báo cáo kết quả"
    found = lay_out([*SPACED, *row(text, 85, 300)], WIDTH, HEIGHT)
    assert found[-1].region is Region.BODY
    assert len(rows([*SPACED, *row(text, 85, 300)])) == 3


@pytest.mark.parametrize(
    "words",
    [
        # a sentence that names what a header would
        page(
            row("Nội dung công việc thời gian đơn vị chủ trì", 85, 200),
            row("do Giám đốc quyết định theo kế hoạch năm", 85, 216),
            row("và báo cáo Ủy ban nhân dân tỉnh kết quả", 85, 232),
        ),
        # a header above running text: no strip stays open
        page(
            line(HEADER, 200),
            row(
                "Các phòng, đơn vị căn cứ Kế hoạch này tổ chức thực hiện, báo cáo kết quả", 85, 216
            ),
        ),
        # two columns are a letterhead's or a signature's
        page(line(["Đơn vị", "Thời gian"], 200, (85, 400)), line(["a", "b"], 216, (85, 400))),
    ],
)
def test_what_is_no_table(words: list[Word]) -> None:
    assert find_open_tables(words) == []
