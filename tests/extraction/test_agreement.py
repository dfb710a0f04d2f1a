"""Places of one document that say the same thing: they repair, bear out or contradict."""

from __future__ import annotations

import pytest

from pipeline.document import Box, Document, Line, Page, Region, Route, Word
from pipeline.extraction import respelled
from pipeline.extraction.context import Context
from pipeline.extraction.head.fields import read_head
from pipeline.extraction.signers.signers import find_signers
from pipeline.plan import Head, Signer, Status
from pipeline.segmentation import segment

LEFT, RIGHT, TITLE = Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT, Region.TITLE
BODY, TAIL = Region.BODY, Region.RECIPIENTS
Rows = tuple[tuple[Region, str], ...]


def head(*lines: tuple[Region, str], route: Route = Route.OCR, doubtful: str = "") -> Head:
    """The head of a page of these lines; words of `doubtful` were read with 0.6, others 0.9."""
    unsure = doubtful.split()
    made = tuple(
        Line(
            tuple(Word(w, w, confidence=0.6 if w in unsure else 0.9) for w in text.split()),
            region,
        )
        for region, text in lines
    )
    document = respelled(Document("a.pdf", "0" * 64, (Page(1, made, route),)))
    return read_head(Context.of(document, segment(document))).head


def plan(title: str, *body: str, number: str = "Số: 19/KH-SYT") -> Rows:
    return (
        (LEFT, "UBND TỈNH LẠNG SƠN"),
        (LEFT, "SỞ Y TẾ"),
        (LEFT, number),
        (RIGHT, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (RIGHT, "Lạng Sơn, ngày 18 tháng 3 năm 2024"),
        (TITLE, "KẾ HOẠCH"),
        (TITLE, title),
        (BODY, "Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh,"),
        (BODY, "Sở Y tế xây dựng kế hoạch như sau:"),
        (BODY, "I. MỤC ĐÍCH"),
        *((BODY, text) for text in body),
    )


@pytest.mark.parametrize(
    ("title", "doubtful", "text", "wanted"),
    [
        # marks misread; the text has the word beside the same neighbour
        ("Tiêm chủng cho thiếu nhỉ", "nhỉ", "1. Mời thiếu nhi đến tiêm.", "thiếu nhi"),
        # the word as read stands beside its neighbour elsewhere: it is another word
        ("Trên địa bàn tỉnh", "bàn", "1. Văn bản tỉnh gửi cho địa bàn xã.", "địa bàn tỉnh"),
        # across a comma the next word is no neighbour
        ("Cho kiểm tra viên, kiểm sát", "viên,", "1. Viện kiểm sát nhân dân.", "tra viên, kiểm"),
        # surely read: whatever the text says
        ("Tiêm chủng cho thiếu nhỉ", "", "1. Mời thiếu nhỉnh, không phải nhi.", "thiếu nhỉ"),
        # no day of any calendar, and the text has the day
        ("Theo thư ngày 48/3/2024 này", "48/3/2024", "1. Thư ngày 08/3/2024 này.", "08/3/2024"),
        # two possible years: as read
        ("Trong năm học 2023 này", "2023", "1. Từ năm học 2022 này.", "học 2023 này"),
    ],
)
def test_title_words(title: str, doubtful: str, text: str, wanted: str) -> None:
    found = head(*plan(title, text), doubtful=doubtful)
    assert wanted in found.title.text
    assert found.title.evidence.rule.endswith(":mended") == (wanted not in title)


def test_a_sound_text_keeps_its_slips() -> None:
    rows = plan("Tiêm chủng cho thiếu nhỉ", "1. Mời thiếu nhi đến tiêm.")
    assert head(*rows, route=Route.TEXT_LAYER, doubtful="nhỉ").title.text.endswith("thiếu nhỉ")


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("Số: 19/K&H-SYT", "19/KH-SYT"),  # the type that the title names, the issuer's code
        ("Số: 19/KT-SYT", "19/KH-SYT"),
        ("_Số: 19/KH-SYT", "19/KH-SYT"),  # a rule's end before the label
        ("Số: 19/QĐ-SYT", "19/QĐ-SYT"),  # another type's code is no misreading
    ],
)
def test_the_symbol_and_the_type(number: str, found: str) -> None:
    assert head(*plan("Phòng, chống dịch", number=number)).number_symbol.value == found


def party(number: str) -> Head:
    return head(
        (LEFT, "TỈNH ỦY QUẢNG BÌNH"),
        (LEFT, "HUYỆN ỦY LỆ THỦY"),
        (LEFT, number),
        (RIGHT, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (RIGHT, "Lệ Thủy, ngày 12 tháng 7 năm 2022"),
        (TITLE, "KẾ HOẠCH"),
        (TITLE, "thực hiện công tác dân số"),
        (BODY, "I- MỤC ĐÍCH"),
    )


def test_a_party_symbol_that_lost_its_type() -> None:
    made = party("Số 45 /HU")
    assert made.number_symbol.value == "45-KH/HU"
    assert made.symbol.evidence.rule.startswith("inferred:")
    assert made.symbol.evidence.confidence <= 0.85


def letter(kept: str) -> Head:
    return head(
        (LEFT, "UBND TỈNH QUẢNG NGÃI"),
        (LEFT, "SỞ Y TẾ"),
        (LEFT, "Số: □ /SYT-NVYD"),
        (LEFT, "V/v tiêm chủng"),
        (RIGHT, "Quảng Ngãi, ngày 04 tháng 02 năm 2025"),
        (BODY, "Kính gửi: Các trung tâm y tế"),
        (BODY, "Sở Y tế đề nghị các đơn vị thực hiện."),
        (TAIL, "Nơi nhận:"),
        (TAIL, f"- Lưu: VT, {kept}."),
        doubtful="/SYT-NVYD",
    )


def test_a_letters_room_stands_in_what_it_is_kept_with() -> None:
    assert letter("NVYD").symbol.value == "SYT-NVYD"
    assert letter("KHTC").symbol.status is Status.UNREADABLE


@pytest.mark.parametrize(
    ("line", "number", "status"),
    [
        ("ngày tháng 3 năm 2024", "Số: 19/KH-SYT", Status.UNREADABLE),  # numbered, so dated
        ("ngày tháng 3 năm 2024", "Số: /KH-SYT", Status.FOUND),  # neither: a draft
        ("ngày 3 tháng 12 năm 2024", "Số: 19/KH-SYT", Status.UNREADABLE),  # 3 of 03, 13, 31
        ("ngày 03 tháng 12 năm 2024", "Số: 19/KH-SYT", Status.FOUND),
    ],
)
def test_dates_on_scans(line: str, number: str, status: Status) -> None:
    rows = list(plan("Phòng, chống dịch", number=number))
    rows[4] = (RIGHT, f"Lạng Sơn, {line}")
    assert head(*rows).date.status is status
    assert head(*rows, route=Route.TEXT_LAYER).date.status is Status.FOUND


def test_a_cited_day_that_begins_with_a_nine() -> None:
    rows = list(plan("Phòng, chống dịch"))
    rows[7] = (BODY, "Thực hiện Kế hoạch số 15/KH-UBND ngày 92/5/2024 của UBND tỉnh,")
    made = head(*rows)
    assert (made.base_date.value, made.base_issuer.value) == ("2024-05-02", "UBND tỉnh")
    sound = head(*rows, route=Route.TEXT_LAYER)
    assert sound.base_date.status is Status.UNREADABLE  # the document's own slip
    assert sound.base_issuer.value == "UBND tỉnh"


DECISION = """ỦY BAN NHÂN DÂN
TỈNH HÀ NAM
Số: {number}/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 06 tháng 6 năm 2024

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch phát triển làng nghề

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÀ NAM
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển làng nghề.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Tư

KẾ HOẠCH
Phát triển làng nghề
(Ban hành kèm theo Quyết định số {again} của UBND tỉnh Hà Nam)
I. MỤC TIÊU
Giữ nghề.
"""


@pytest.mark.parametrize(
    ("number", "again", "statuses"),
    [
        ("512", "512/QĐ-UBND ngày 06/6/2024", (Status.FOUND, Status.FOUND)),
        ("512", "512/QĐ-UBND ngày 16/6/2024", (Status.FOUND, Status.CONFLICT)),
        ("512", "521/QĐ-UBND ngày 06/6/2024", (Status.CONFLICT, Status.FOUND)),
        ("512", "99/QĐ-TTg ngày 16/6/2024", (Status.FOUND, Status.FOUND)),  # another's
        ("512", "     /QĐ-UBND ngày     /6/2024", (Status.FOUND, Status.FOUND)),  # left blank
        ("    ", "512/QĐ-UBND ngày 06/6/2024", (Status.BLANK, Status.FOUND)),
    ],
)
def test_what_is_attached_says_number_and_date_again(
    context_of, number: str, again: str, statuses: tuple[Status, Status]
) -> None:
    made = read_head(context_of(DECISION.format(number=number, again=again))).head
    assert (made.number.status, made.date.status) == statuses
    if made.date.status is Status.CONFLICT:
        assert [c.value for c in made.date.candidates] == ["2024-06-06", "2024-06-16"]


def test_the_attachment_fills_a_number_under_a_stamp(context_of) -> None:
    made = read_head(context_of(DECISION.format(number="□", again="512/QĐ-UBND ngày 06/6/2024")))
    assert (made.head.number.value, made.head.number_symbol.value) == ("512", "512/QĐ-UBND")
    assert made.head.number.evidence.rule == "number:said-again"


def signed(*lines: tuple[str, float]) -> Signer:
    """The signer of a scan whose lines are (text, middle in points)."""
    made = [Line((Word("Nơi nhận:", "Nơi nhận:", Box(60, 600, 120, 612), 0.9),), TAIL)]
    for at, (text, middle) in enumerate(lines):
        half, top = 4.0 * len(text), 600.0 + 20 * at
        x, words = middle - half, []
        for part in text.split():
            box = Box(x, top, x + 8.0 * len(part), top + 12)
            words.append(Word(part, part, box, 0.9))
            x += 8.0 * (len(part) + 1)
        made.append(Line(tuple(words), Region.SIGNATURE))
    document = Document("a.pdf", "0" * 64, (Page(1, tuple(made), Route.OCR),))
    return find_signers(Context.of(document, segment(document)))[0]


def test_an_office_beside_the_middle_has_lost_its_kt() -> None:
    straight = signed(("BỘ TRƯỞNG", 450), ("Lê Tấn Dũng", 450))
    assert (straight.title.value, straight.capacity.status) == ("Bộ trưởng", Status.MISSING)
    moved = signed(("BỘ TRƯỞNG", 462), ("Lê Tấn Dũng", 450))
    assert (moved.title.status, moved.capacity.status) == (Status.UNREADABLE, Status.UNREADABLE)
    assert [c.value for c in moved.title.candidates] == ["Bộ trưởng"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("PHÓ BÍ □ THƯỜNG TRỰC", "Phó Bí thư Thường trực"),  # one office alone is so
        ("PHÓ □ TRƯỞNG", None),  # hiệu trưởng, viện trưởng, cục trưởng
    ],
)
def test_an_office_with_a_word_unread(line: str, title: str | None) -> None:
    found = signed(("T/M BAN THƯỜNG VỤ", 450), (line, 450), ("Lê Tấn Dũng", 450))
    assert found.title.value == title


def test_a_speck_within_a_known_name() -> None:
    rows = (
        (TITLE, "KẾ HOẠCH"),
        (TITLE, "Tiêm chủng trên địa bàn tỉnh Quảng Trị"),
        (BODY, "-_ Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh,"),
        (BODY, "Sở Khoa học và: Công nghệ xây dựng kế hoạch như sau:"),
        (BODY, "I. MỤC ĐÍCH"),
    )
    made = head(*rows)
    assert made.issuer.value == "Sở Khoa học và Công nghệ"
    assert made.issuer.evidence.raw == "Sở Khoa học và: Công nghệ"
    assert made.base_number_symbol.value == "15/KH-UBND"
    assert head(*rows, route=Route.TEXT_LAYER).issuer.value is None  # there it ends a sentence


@pytest.mark.parametrize(
    ("below", "status"),
    [
        ("UBND huyện Lục Nam", Status.CONFLICT),  # a text taken over from a neighbour
        ("UBND huyện Lục Ngạn", Status.FOUND),
        ("UBND huyện", Status.FOUND),
        ("Phòng Nội vụ huyện Lục Nam", Status.FOUND),  # another body
        ("UBND huyện Lục Xyz", Status.FOUND),  # no such place: a misprint
    ],
)
def test_letterhead_and_preamble(context_of, below: str, status: Status) -> None:
    text = f"""UBND TỈNH BẮC GIANG
UBND HUYỆN LỤC NGẠN
Số: 12/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lục Ngạn, ngày 06 tháng 6 năm 2024

KẾ HOẠCH
Phát triển vải thiều

Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh, {below} xây dựng Kế hoạch như sau:
I. MỤC ĐÍCH
1. Nâng cao.
"""
    made = read_head(context_of(text)).head
    assert (made.issuer.status, made.issuer_normalised.status) == (status, status)
    assert made.issuer.value == "UBND HUYỆN LỤC NGẠN"
