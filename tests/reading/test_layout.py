"""The official layout: columns, regions, order, paragraphs, tables."""

from __future__ import annotations

import random

import pytest
from page_words import BODY, HEIGHT, WIDTH, centred, page, row

from pipeline.document import Box, Line, Region, Word
from pipeline.reading.layout.order import lay_out
from pipeline.reading.layout.tables import Table

HEAD = [
    row("UBND TỈNH QUẢNG TRỊ", 90, 60),
    row("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 270, 60),
    row("SỞ Y TẾ", 130, 76),
    row("Độc lập - Tự do - Hạnh phúc", 310, 76),
    row("Số: 31/KH-SYT", 115, 104),
    row("Quảng Trị, ngày 12 tháng 3 năm 2024", 300, 104),
]
TITLE = [centred("KẾ HOẠCH", 316, 140), centred("Triển khai phong trào thi đua", 316, 156)]
PARAGRAPH = [row("Căn cứ Kế hoạch số 15/KH-UBND " + BODY[:50], 119, 190), row(BODY, 85, 206)]
FOOT = [
    row("Nơi nhận:", 85, 600),
    row("KT. GIÁM ĐỐC", 370, 598),
    row("- UBND tỉnh (b/c);", 85, 616),
    row("PHÓ GIÁM ĐỐC", 368, 614),
    row("- Lưu: VT.", 85, 632),
    row("Nguyễn Văn An", 366, 690),
]


def regions(lines: tuple[Line, ...]) -> list[tuple[Region, str]]:
    return [(line.region, line.text) for line in lines]


def test_a_motto_on_two_lines_parts_the_columns() -> None:
    head = [
        row("UBND TỈNH QUẢNG TRỊ", 90, 60),
        row("CỘNG HÒA XÃ HỘI CHỦ", 310, 60),
        row("NGHĨA VIỆT NAM", 330, 76),
        row("SỞ Y TẾ", 130, 84),  # the left column has rows of its own
        row("Số: 31/KH-SYT", 115, 104),
        row("Quảng Trị, ngày 12 tháng 3 năm 2024", 300, 104),
    ]
    lines = lay_out(page(*head, *TITLE, *PARAGRAPH), WIDTH, HEIGHT)
    assert regions(lines)[:6] == [
        (Region.LETTERHEAD_LEFT, "UBND TỈNH QUẢNG TRỊ"),
        (Region.LETTERHEAD_LEFT, "SỞ Y TẾ"),
        (Region.LETTERHEAD_LEFT, "Số: 31/KH-SYT"),
        (Region.LETTERHEAD_RIGHT, "CỘNG HÒA XÃ HỘI CHỦ"),
        (Region.LETTERHEAD_RIGHT, "NGHĨA VIỆT NAM"),
        (Region.LETTERHEAD_RIGHT, "Quảng Trị, ngày 12 tháng 3 năm 2024"),
    ]


def test_the_rest_of_the_recipients_on_a_new_page_stands_before_the_signature() -> None:
    rest = [
        row("- UBND tỉnh (b/c);", 85, 60),
        row("KT. CHỦ TỊCH", 370, 60),
        row("- Các phòng, ban thuộc", 85, 76),
        row("PHÓ CHỦ TỊCH", 368, 76),
        row("huyện (t/h);", 85, 92),
        row("- Lưu: VT.", 85, 108),
        row("Nguyễn Văn An", 366, 150),
    ]
    lines = regions(lay_out(page(*rest), WIDTH, HEIGHT))
    assert lines == [
        (Region.RECIPIENTS, "- UBND tỉnh (b/c);"),
        (Region.RECIPIENTS, "- Các phòng, ban thuộc"),
        (Region.RECIPIENTS, "huyện (t/h);"),
        (Region.RECIPIENTS, "- Lưu: VT."),
        (Region.SIGNATURE, "KT. CHỦ TỊCH"),
        (Region.SIGNATURE, "PHÓ CHỦ TỊCH"),
        (Region.SIGNATURE, "Nguyễn Văn An"),
    ]
    # A list that goes on in text as wide as the page is the body's.
    body = lay_out(page(*rest, row(BODY, 85, 190), row(BODY, 85, 206)), WIDTH, HEIGHT)
    assert Region.RECIPIENTS not in {line.region for line in body}


def test_the_three_two_column_rows_come_block_by_block() -> None:
    lines = lay_out(page(*HEAD, *TITLE, *PARAGRAPH, *FOOT), WIDTH, HEIGHT)
    assert [text for _, text in regions(lines)] == [
        "UBND TỈNH QUẢNG TRỊ",
        "SỞ Y TẾ",
        "Số: 31/KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Quảng Trị, ngày 12 tháng 3 năm 2024",
        "KẾ HOẠCH",
        "Triển khai phong trào thi đua",
        "Căn cứ Kế hoạch số 15/KH-UBND " + BODY[:50].strip(),
        BODY,
        "Nơi nhận:",
        "- UBND tỉnh (b/c);",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Văn An",
    ]
    kinds = [region for region, _ in regions(lines)]
    assert kinds == (
        [Region.LETTERHEAD_LEFT] * 3
        + [Region.LETTERHEAD_RIGHT] * 3
        + [Region.TITLE] * 2
        + [Region.BODY] * 2
        + [Region.RECIPIENTS] * 3
        + [Region.SIGNATURE] * 3
    )


@pytest.mark.parametrize("seed", range(5))
def test_order_of_words_does_not_matter_line_by_line(seed: int) -> None:
    """A PDF may draw its lines in any order."""
    rows = [*HEAD, *TITLE, *PARAGRAPH, *FOOT]
    expected = regions(lay_out(page(*rows), WIDTH, HEIGHT))
    random.Random(seed).shuffle(rows)
    assert regions(lay_out(page(*rows), WIDTH, HEIGHT)) == expected


def test_columns_that_touch_are_parted_by_their_words() -> None:
    """No gap tells them apart: what row-wise recognisers make of a tight letterhead."""
    joined = row("SỞ GIÁO DỤC VÀ ĐÀO TẠO CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 60, 60)
    lines = lay_out(page(joined, *HEAD[2:], *TITLE), WIDTH, HEIGHT)
    assert lines[0].text == "SỞ GIÁO DỤC VÀ ĐÀO TẠO"
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in [line.text for line in lines]


def test_a_badly_read_motto_is_one() -> None:
    head = [row("UBND TINH HA TINH", 90, 60), row("CQNG HOA XÃ HỌI CHÚ NGHTA VIET NAM", 270, 60)]
    lines = lay_out(page(*head, *TITLE), WIDTH, HEIGHT)
    assert regions(lines)[:2] == [
        (Region.LETTERHEAD_LEFT, "UBND TINH HA TINH"),
        (Region.LETTERHEAD_RIGHT, "CQNG HOA XÃ HỌI CHÚ NGHTA VIET NAM"),
    ]


def test_subject_under_the_number_belongs_to_the_letterhead() -> None:
    about = row("V/v triển khai phong trào", 90, 122)
    lines = lay_out(page(*HEAD, about, *PARAGRAPH), WIDTH, HEIGHT)
    assert (Region.LETTERHEAD_LEFT, "V/v triển khai phong trào") in regions(lines)


def test_a_subject_goes_on_below_the_date_up_to_the_address() -> None:
    """Its lines begin near the text's margin; `Kính gửi` stands in the left half, too."""
    about = [row("V/v góp ý dự thảo đề án", 88, 122), row("phát triển chăn nuôi tỉnh", 86, 138)]
    address = row("Kính gửi:", 150, 160)
    lines = lay_out(page(*HEAD, *about, address, *PARAGRAPH), WIDTH, HEIGHT)
    left = [line.text for line in lines if line.region is Region.LETTERHEAD_LEFT]
    assert left[-2:] == ["V/v góp ý dự thảo đề án", "phát triển chăn nuôi tỉnh"]
    assert lines[8].text == "Kính gửi:"


@pytest.mark.parametrize("number", ["2", "- 2 -", "2/7", "Trang 2"])
def test_page_number_comes_last(number: str) -> None:
    lines = lay_out(page(centred(number, 316, 30), *PARAGRAPH), WIDTH, HEIGHT)
    assert regions(lines)[-1] == (Region.PAGE_NUMBER, number)


def test_a_page_number_near_the_margin_stands_apart_from_the_text() -> None:
    # A scan in a frame, cut at its foot: the number stands higher than a margin is deep.
    body = [row(BODY, 85, 120 + 20 * n) for n in range(30)]
    lines = lay_out(page(*body, centred("17", 300, 738)), WIDTH, HEIGHT)
    assert (lines[-1].region, lines[-1].text) == (Region.PAGE_NUMBER, "17")
    close = lay_out(page(*body, row("17", 85, 719)), WIDTH, HEIGHT)  # a paragraph's last word
    assert all(line.region is not Region.PAGE_NUMBER for line in close)


def test_a_number_in_the_text_is_no_page_number() -> None:
    lines = lay_out(page(*PARAGRAPH, row("2024", 85, 222)), WIDTH, HEIGHT)
    assert regions(lines)[-1] == (Region.BODY, "2024")


def test_capacity_may_stand_above_the_recipients() -> None:
    foot = [row("TM. ỦY BAN NHÂN DÂN", 350, 566), row("CHỦ TỊCH", 390, 582), *FOOT[:1], *FOOT[2:3]]
    lines = lay_out(page(*PARAGRAPH, *foot, FOOT[5]), WIDTH, HEIGHT)
    assert regions(lines)[-3:] == [
        (Region.SIGNATURE, "TM. ỦY BAN NHÂN DÂN"),
        (Region.SIGNATURE, "CHỦ TỊCH"),
        (Region.SIGNATURE, "Nguyễn Văn An"),
    ]


@pytest.mark.parametrize("rest", ["ƯỞNG", "J TRƯỞNG"])
def test_what_a_seal_left_of_a_title_does_not_part_the_capacity_from_its_block(rest: str) -> None:
    foot = [
        row("TM. ỦY BAN", 380, 566),
        row(rest, 395, 582),
        row("ũ", 340, 592),  # the seal's
        row("Nơi nhận:", 85, 606),
        row("- Lưu: VT.", 85, 622),
        row("Hồ Văn Bảy", 380, 690),
    ]
    lines = lay_out(page(*PARAGRAPH, *foot), WIDTH, HEIGHT)
    signing = [line.text for line in lines if line.region is Region.SIGNATURE]
    assert signing == ["TM. ỦY BAN", rest, "Hồ Văn Bảy"]


@pytest.mark.parametrize(("end", "signs"), [("thực hiện./.", True), ("thực hiện.", False)])
def test_a_name_below_the_texts_end_is_a_signature(end: str, signs: bool) -> None:
    name = row("Hồ Văn Bảy", 380, 690)
    lines = lay_out(page(*PARAGRAPH, row(end, 85, 560), name), WIDTH, HEIGHT)
    assert (lines[-1].region is Region.SIGNATURE) == signs


def test_two_bodies_sign_side_by_side() -> None:
    foot = [
        row("GIÁM ĐỐC", 150, 500),
        row("KT. GIÁM ĐỐC", 400, 500),
        row("SỞ Y TẾ", 155, 516),
        row("BẢO HIỂM XÃ HỘI TỈNH", 375, 516),
        row("Lê Thị Xuân", 145, 590),
        row("Trần Văn Bình", 400, 590),
        row("Nơi nhận:", 85, 620),
        row("- Lưu: VT.", 85, 636),
    ]
    lines = lay_out(page(*PARAGRAPH, *foot), WIDTH, HEIGHT)
    signing = [text for region, text in regions(lines) if region is Region.SIGNATURE]
    assert signing == [
        "GIÁM ĐỐC",
        "SỞ Y TẾ",
        "Lê Thị Xuân",
        "KT. GIÁM ĐỐC",
        "BẢO HIỂM XÃ HỘI TỈNH",
        "Trần Văn Bình",
    ]


def test_the_receivers_stamp_is_no_letterhead() -> None:
    """Its number would be taken for the document's own."""
    stamp = [row("CÔNG VĂN ĐẾN", 90, 122), row("Số: 1847", 92, 138), row("Ngày: 15/3", 92, 154)]
    lines = lay_out(page(*HEAD, *stamp, *TITLE, *PARAGRAPH), WIDTH, HEIGHT)
    margin = [text for region, text in regions(lines) if region is Region.MARGIN]
    assert margin == ["CÔNG VĂN ĐẾN", "Số: 1847", "Ngày: 15/3"]
    assert (Region.LETTERHEAD_LEFT, "Số: 31/KH-SYT") in regions(lines)


def test_the_receivers_name_in_its_stamp_is_no_text() -> None:
    stamp = [
        row("BƯU ĐIỆN TỈNH QUẢNG TRỊ", 70, 126),
        row("CÔNG VĂN ĐẾN", 90, 142),
        row("...7ứ0..", 120, 158),
        row("Ngày: 3/4/2024", 95, 174),
    ]
    lines = lay_out(page(*HEAD, *stamp, centred("KẾ HOẠCH", 316, 200), *PARAGRAPH), WIDTH, HEIGHT)
    aside = [line.text for line in lines if line.region is Region.MARGIN]
    assert aside == ["BƯU ĐIỆN TỈNH QUẢNG TRỊ", "CÔNG VĂN ĐẾN", "...7ứ0..", "Ngày: 3/4/2024"]
    left = [line.text for line in lines if line.region is Region.LETTERHEAD_LEFT]
    assert left == ["UBND TỈNH QUẢNG TRỊ", "SỞ Y TẾ", "Số: 31/KH-SYT"]


def test_the_state_named_in_the_text_is_no_letterhead() -> None:
    named = row("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013;", 119, 222)
    rest = row("Cộng hòa xã hội chủ nghĩa Việt Nam;", 85, 254)
    lines = lay_out(page(*HEAD, *TITLE, *PARAGRAPH, named, rest), WIDTH, HEIGHT)
    heads = [line.region.value[:10] for line in lines[:8]]
    assert heads == ["letterhead"] * 6 + ["title"] * 2
    assert lines[-2].text.startswith("Căn cứ Hiến pháp nước Cộng hòa")


def test_a_word_whose_box_swallows_the_next_one_keeps_its_line() -> None:
    head = [w for w in HEAD[1] if w.text != "HÒA"]
    swallowing = Word("HÒA", "HÒA", Box(298, 58, 336, 75))  # XÃ stands from 320 to 332
    left = row("UBND TỈNH QUẢNG TRỊ", 150, 60)  # so near that the words alone part the two
    words = [*left, head[0], swallowing, *head[1:], *page(*HEAD[2:], *TITLE)]
    right = [x.text for x in lay_out(words, WIDTH, HEIGHT) if x.region is Region.LETTERHEAD_RIGHT]
    assert right[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_a_day_that_was_filled_in_later_goes_into_its_gap() -> None:
    """The place-date line is printed with a gap; the office's program draws the day last."""
    date = row("Quảng Trị, ngày", 300, 104) + row("tháng 3 năm 2024", 412, 104)
    day = [Word("06", "06", Box(393, 100, 407, 116))]
    words = page(*HEAD[:5], date, *TITLE, *PARAGRAPH, day)
    right = [x.text for x in lay_out(words, WIDTH, HEIGHT) if x.region is Region.LETTERHEAD_RIGHT]
    assert right[-1] == "Quảng Trị, ngày 06 tháng 3 năm 2024"


def test_a_title_of_wide_lines_ends_with_a_narrow_one() -> None:
    wide = [row(BODY, 85, 156 + 16 * n) for n in range(3)]
    end = centred("của Sở Y tế năm 2024 trên địa bàn tỉnh", 316, 204)
    body = [row("Căn cứ Luật " + BODY[:60], 119, 240), row(BODY, 85, 256), row(BODY, 85, 272)]
    lines = lay_out(page(*HEAD, TITLE[0], *wide, end, *body), WIDTH, HEIGHT)
    titles = [line.text for line in lines if line.region is Region.TITLE]
    assert len(titles) == 5
    assert titles[-1].startswith("của Sở Y tế")


def test_a_parts_heading_is_no_title() -> None:
    heading = [centred("Chương I", 316, 240), centred("QUY ĐỊNH CHUNG", 316, 256)]
    lines = lay_out(page(*HEAD, *TITLE, *PARAGRAPH, *heading, row(BODY, 85, 280)), WIDTH, HEIGHT)
    assert [x.region for x in lines if x.text == "QUY ĐỊNH CHUNG"] == [Region.BODY]


def test_a_pen_stroke_before_the_capacity_is_no_letter() -> None:
    foot = [row("_KT. GIÁM ĐỐC", 370, 590), *FOOT[:1], *FOOT[2:]]
    lines = lay_out(page(*PARAGRAPH, *foot), WIDTH, HEIGHT)
    signed = [line.text for line in lines if line.region is Region.SIGNATURE]
    assert signed == ["_KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn An"]


def test_a_body_line_that_mentions_an_office_does_not_sign() -> None:
    text = row(
        "Giám đốc Sở Y tế chịu trách nhiệm thi hành kế hoạch này trước Ủy ban tỉnh", 119, 240
    )
    lines = lay_out(page(*PARAGRAPH, text), WIDTH, HEIGHT)
    assert {region for region, _ in regions(lines)} == {Region.BODY}


def test_an_attached_plan_has_its_own_title() -> None:
    lines = lay_out(page(*TITLE, *PARAGRAPH), WIDTH, HEIGHT)
    assert [region for region, _ in regions(lines)][:3] == [
        Region.TITLE,
        Region.TITLE,
        Region.BODY,
    ]


def test_paragraphs_open_by_indent() -> None:
    lines = lay_out(page(*PARAGRAPH, row("Các phòng " + BODY[:60], 119, 222)), WIDTH, HEIGHT)
    assert [line.paragraph for line in lines] == [True, False, True]


TABLE = Table.of(
    [
        Box(x0, y0, x1, y1)
        for y0, y1 in ((300, 330), (330, 380))
        for x0, x1 in ((85, 130), (130, 400), (400, 544))
    ]
)


def test_a_ruled_table_comes_row_by_row_with_cells() -> None:
    table = [
        row("TT", 95, 308),
        row("Nhiệm vụ", 200, 308),
        row("Đơn vị", 430, 308),
        row("Tuyên truyền về", 140, 338),
        row("chuyển đổi số", 140, 354),
        row("1", 100, 346),
        row("Phòng Hành chính", 410, 346),
    ]
    lines = lay_out(page(*PARAGRAPH, *table), WIDTH, HEIGHT, [TABLE])
    assert regions(lines)[-2:] == [
        (Region.TABLE, "TT\tNhiệm vụ\tĐơn vị"),
        (Region.TABLE, "1\tTuyên truyền về chuyển đổi số\tPhòng Hành chính"),
    ]


def test_an_empty_cell_keeps_its_place() -> None:
    table = [row("TT", 95, 308), row("Đơn vị", 430, 308), row("2", 100, 346)]
    lines = lay_out(page(*table), WIDTH, HEIGHT, [TABLE])
    assert [line.text for line in lines] == ["TT\t\tĐơn vị", "2\t\t"]


def test_no_words_give_no_lines() -> None:
    assert lay_out([], WIDTH, HEIGHT) == ()


def test_every_word_comes_out_once() -> None:
    words = page(*HEAD, *TITLE, *PARAGRAPH, *FOOT)
    out = [w for line in lay_out(words, WIDTH, HEIGHT) for w in line.words]
    assert sorted(map(_key, out)) == sorted(map(_key, words))


def _key(word: Word) -> tuple[str, float, float]:
    assert word.box is not None
    return word.text, word.box.x0, word.box.top
