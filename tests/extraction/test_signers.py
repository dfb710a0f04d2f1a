"""Who signs, in which capacity, with which title, and what is known of the name."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.document import (
    UNREAD,
    Alternative,
    Box,
    Document,
    Line,
    Page,
    Region,
    Route,
    Word,
)
from pipeline.extraction.context import Context
from pipeline.extraction.signers.signers import find_signers
from pipeline.plan import Status
from pipeline.segmentation import segment

PLAN = """KẾ HOẠCH
Triển khai phong trào

Thực hiện Kế hoạch của UBND tỉnh như sau:
I. MỤC ĐÍCH
Nâng cao nhận thức./.

Nơi nhận:
- Sở Nội vụ;
- Lưu: VT.

{block}
"""


def signers(context_of, block: str) -> list[tuple]:
    rows = find_signers(context_of(PLAN.format(block=block)))
    return [
        (r.role.value, r.capacity.value, r.signed_for.value, r.title.value, r.name.value)
        for r in rows
    ]


@pytest.mark.parametrize(
    ("block", "capacity", "signed_for", "title", "name"),
    [
        ("GIÁM ĐỐC\n\nVũ Quang Khải", None, None, "Giám đốc", "Vũ Quang Khải"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nNguyễn Hữu Thắng", "KT.", "Giám đốc", "Phó Giám đốc", "Nguyễn Hữu Thắng"),
        ("KT.GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nNguyễn Hữu Thắng", "KT.", "Giám đốc", "Phó Giám đốc", "Nguyễn Hữu Thắng"),
        ("KT: GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Thị Hoa", "KT.", "Giám đốc", "Phó Giám đốc", "Lê Thị Hoa"),
        ("K/T GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Thị Hoa", "KT.", "Giám đốc", "Phó Giám đốc", "Lê Thị Hoa"),
        ("KT. GIÁM ĐÓC\nPHÓ GIÁM ĐÓC\nLê Thị Hoa", "KT.", "Giám đốc", "Phó Giám đốc", "Lê Thị Hoa"),  # misread
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nVàng A Phử", "TM.", "Ủy ban nhân dân", "Chủ tịch", "Vàng A Phử"),
        ("TM. UỶ BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLâm Văn Quyết", "KT.", "Chủ tịch", "Phó Chủ tịch",
         "Lâm Văn Quyết"),
        # Below his chief's office a deputy signs for the chief: KT. was lost.
        ("T/M UBND TỈNH\nCHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLâm Văn Quyết", "KT.", "Chủ tịch", "Phó Chủ tịch",
         "Lâm Văn Quyết"),
        # A title on two lines: what somebody is the head of, or more of the office.
        ("TUQ. CHỦ TỊCH\nTRƯỞNG PHÒNG\nVĂN HÓA - XÃ HỘI\n\nNgô Thế Vinh", "TUQ.", "Chủ tịch",
         "Trưởng phòng Văn hóa - Xã hội", "Ngô Thế Vinh"),
        ("TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG\nTỔ CHỨC CÁN BỘ\n\nĐỗ Thị Nhàn", "TL.", "Giám đốc",
         "Trưởng phòng Tổ chức cán bộ", "Đỗ Thị Nhàn"),
        ("TM. BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nTHƯỜNG TRỰC\n\nĐặng Đại Tình", "TM.", None,
         "Phó Bí thư Thường trực", "Đặng Đại Tình"),
        ("PHÓ HIỆU TRƯỞNG\nPHỤ TRÁCH TRƯỜNG\n\nLý Kim Thoa", None, None,
         "Phó Hiệu trưởng phụ trách Trường", "Lý Kim Thoa"),
        # A name in capitals under the office stays a name.
        ("KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG\n\nVĂN TIẾN HÒA", "KT.", "Trưởng phòng",
         "Phó Trưởng phòng", "Văn Tiến Hòa"),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nĐặng Đại Tình", "TM.", None, "Phó Bí thư", "Đặng Đại Tình"),
        ("TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\n\nTrần Thị Thuý", "TL.", "Giám đốc", "Chánh Văn phòng", "Trần Thị Thuý"),
        ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ\n\nTrần Văn An", "TUQ.", "Chủ tịch", "Giám đốc Sở Nội vụ", "Trần Văn An"),
        ("Q. GIÁM ĐỐC\n\nTrần Văn An", "Q.", "Giám đốc", "Giám đốc", "Trần Văn An"),
        ("TUQ. BỘ TRƯỞNG\nQ. CỤC TRƯỞNG\n\nTrần Văn An", "TUQ.", "Bộ trưởng", "Cục trưởng", "Trần Văn An"),
        ("HIỆU TRƯỞNG\n(Đã ký)\nTS. NGUYỄN VĂN BÌNH", None, None, "Hiệu trưởng", "Nguyễn Văn Bình"),
        # A copy says so on the name's own line.
        ("GIÁM ĐỐC\nĐã ký: Trần Văn An", None, None, "Giám đốc", "Trần Văn An"),
        ("TRƯỞNG CÔNG AN HUYỆN\n\nThượng tá Ma Quốc Toản", None, None, "Trưởng Công an huyện", "Ma Quốc Toản"),
        ("TRƯỞNG BAN\n\nPi Năng Thị Thuý", None, None, "Trưởng ban", "Pi Năng Thị Thuý"),
        ("GIÁM ĐỐC\n\nY Khoan Niê Kđăm", None, None, "Giám đốc", "Y Khoan Niê Kđăm"),
    ],
)  # fmt: skip
def test_blocks(context_of, block, capacity, signed_for, title, name) -> None:  # noqa: PLR0917
    ((role, *found),) = signers(context_of, block)
    assert role == "main"
    assert found[0] == capacity
    assert found[2:] == [title, name]
    if signed_for:
        assert found[1] == signed_for


@pytest.mark.parametrize(
    ("below", "title", "rule"),
    [
        ("□ GIÁM ĐỐC", "Phó Giám đốc", "inferred:deputy-signs-kt"),
        ("Z2 GIÁM ĐỐC", "Phó Giám đốc", "inferred:deputy-signs-kt"),  # the seal's ring, read
    ],
)
def test_a_deputy_of_whom_a_word_was_not_read(
    context_of, below: str, title: str, rule: str
) -> None:
    (row,) = find_signers(context_of(PLAN.format(block=f"KT. GIÁM ĐỐC\n{below}\n\nLê Thị Hoa")))
    assert (row.title.value, row.title.evidence.rule) == (title, rule)
    assert row.body.status is Status.MISSING


def test_a_deputy_whose_office_is_not_called_so(context_of) -> None:
    """Under KT. BỘ TRƯỞNG only a Thứ trưởng signs."""
    block = f"KT. BỘ TRƯỞNG\n{UNREAD} TRƯỞNG\n\nLê Thị Hoa"
    (row,) = find_signers(context_of(PLAN.format(block=block)))
    assert row.title.value == "Thứ trưởng"
    assert row.title.evidence.rule == "inferred:title-of-offices"


def test_an_office_behind_no_word_is_no_body(context_of) -> None:
    """Without KT. nothing tells what `Z2` hides, but a body it is not."""
    block = "TM. ỦY BAN NHÂN DÂN\nZ2 CHỦ TỊCH\n\nLê Thị Hoa"
    (row,) = find_signers(context_of(PLAN.format(block=block)))
    assert "Z2" not in str(row.body.value)


def test_two_signers_below_each_other(context_of) -> None:
    block = (
        "GIÁM ĐỐC\nSỞ Y TẾ\n\nNguyễn Thanh Giang\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nLê Thị Mỹ Xuyên"
    )
    assert [(r[0], r[1], r[4]) for r in signers(context_of, block)] == [
        ("main", None, "Nguyễn Thanh Giang"),
        ("co", "KT.", "Lê Thị Mỹ Xuyên"),
    ]


def test_an_approver_is_not_the_main_signer(context_of) -> None:
    block = "PHÊ DUYỆT CỦA LÃNH ĐẠO SỞ\nGIÁM ĐỐC\n\nTrần Văn An\n\nTRƯỞNG PHÒNG\n\nLê Thị Hoa"
    assert [(r[0], r[4]) for r in signers(context_of, block)] == [
        ("main", "Lê Thị Hoa"),
        ("approver", "Trần Văn An"),
    ]


def test_no_block_no_signer(context_of) -> None:
    assert signers(context_of, "") == []


def test_an_office_without_a_name_in_plain_text(context_of) -> None:
    (row,) = find_signers(context_of(PLAN.format(block="GIÁM ĐỐC")))
    assert row.title.value == "Giám đốc"
    assert row.name.status is Status.MISSING


@pytest.mark.parametrize("noise", ["□", "/ | _—", "~ lí4 »"])
def test_ink_where_the_name_should_be_is_unreadable(context_of, noise: str) -> None:
    (row,) = find_signers(context_of(PLAN.format(block=f"HIỆU TRƯỞNG\n{noise}")))
    assert row.title.value == "Hiệu trưởng"
    assert (row.name.value, row.name.status) == (None, Status.UNREADABLE)


def test_ink_that_restoration_dropped_is_unreadable() -> None:
    """A word whose text is empty was taken for noise: it was ink all the same."""
    lines = [*(Line((Word(w, w),)) for w in ("KẾ", "HOẠCH")), Line((Word("I.", "I."),))]
    tail = Line(tuple(Word(w, w) for w in ("Nơi", "nhận:", "HIỆU", "TRƯỞNG")))
    noise = Line((Word("-", "-"), Word("Lưu:", "Lưu:"), Word("VT.", "VT."), Word("ﬂ", "")))
    page = Page(1, (*lines, tail, noise), Route.PLAIN_TEXT)
    document = Document("plan.txt", "", (page,))
    (row,) = find_signers(Context.of(document, segment(document)))
    assert row.name.status is Status.UNREADABLE


def test_blocks_side_by_side_on_a_page() -> None:
    """Two columns on the same printed lines: the gap between the words parts them."""

    def words(text: str, x: float, top: float) -> list[Word]:
        made = []
        for word in text.split():
            made.append(Word(word, word, Box(x, top, x + 6 * len(word), top + 10)))
            x += 6 * len(word) + 4
        return made

    rows = [
        ("KT. GIÁM ĐỐC", "TM. BAN THƯỜNG VỤ"),
        ("PHÓ GIÁM ĐỐC", "PHÓ BÍ THƯ"),
        ("Võ Hồng Thảo", "Nguyễn Tuấn Kha"),
    ]
    lines = tuple(
        Line(tuple(words(left, 80, y) + words(right, 340, y)), Region.SIGNATURE)
        for y, (left, right) in enumerate(rows, 700)
    )
    document = Document("plan.pdf", "", (Page(1, lines, Route.OCR),))
    found = find_signers(Context.of(document, segment(document)))
    assert [(r.title.value, r.name.value) for r in found] == [
        ("Phó Giám đốc", "Võ Hồng Thảo"),
        ("Phó Bí thư", "Nguyễn Tuấn Kha"),
    ]


def test_office_and_name_on_one_line(context_of) -> None:
    assert signers(context_of, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC Nguyễn Hữu Thắng") == [
        ("main", "KT.", "Giám đốc", "Phó Giám đốc", "Nguyễn Hữu Thắng")
    ]


def test_marks_of_a_garbled_name_are_not_guessed() -> None:
    """`Diém` may be Diễm, Điểm or Diệm: the name is unreadable, the guess a candidate."""
    lines = ["KẾ HOẠCH", "Thực hiện công tác năm 2024", "I. MỤC ĐÍCH", "Học tập.", "Nơi nhận:"]
    words = [*(tuple(Word(w, w) for w in line.split()) for line in [*lines, "- Lưu: VT."])]
    words.append(tuple(Word(r, t) for r, t in [("HIEU", "HIỆU"), ("TRUONG", "TRƯỞNG")]))
    words.append(tuple(Word(r, t) for r, t in [("Phan", "Phan"), ("Thi", "Thị"), ("Diém", "Điểm")]))
    page = Page(1, tuple(Line(w) for w in words), Route.GARBLED_TEXT)
    document = Document("a.txt", "0" * 64, (page,))
    (signer,) = find_signers(Context.of(document, segment(document)))
    assert signer.title.text == "Hiệu trưởng"
    assert signer.name.status is Status.UNREADABLE
    assert [c.value for c in signer.name.candidates] == ["Phan Thị Điểm"]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("TM. BAN THƯỜNG VỤ TỈNH ĐOÀN", "Ban Thường vụ Tỉnh đoàn"),
        ("TM. ỦY BAN NHÂN DÂN", "Ủy ban nhân dân"),
        ("TM. ĐẢNG ỦY", "Đảng ủy"),
    ],
)
def test_the_collective_signed_for_is_whole(context_of, line: str, body: str) -> None:
    (row,) = find_signers(context_of(PLAN.format(block=f"{line}\nPHÓ BÍ THƯ\n\nThân Trung Kiên")))
    assert row.body.text.lower() == body.lower()
    assert row.signed_for.value == row.body.value


@pytest.mark.parametrize(
    ("block", "title", "rule"),
    [
        # the seal hides PHÓ: by the decree only a deputy signs KT.
        ("KT. GIÁM ĐỐC\n□ GIÁM ĐỐC\nLê Văn An", "Phó Giám đốc", "inferred:deputy-signs-kt"),
        ("KT. BỘ TRƯỞNG\n□ BỘ TRƯỞNG\nLê Văn An", "Thứ trưởng", "inferred:deputy-signs-kt"),
        # TL. is signed by whoever was ordered to: nothing is inferred
        ("TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\nLê Văn An", "Chánh Văn phòng", "signer:title"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Văn An", "Phó Giám đốc", "signer:title"),
    ],
)
def test_title_under_the_seal(context_of, block: str, title: str, rule: str) -> None:
    (signer,) = find_signers(context_of(PLAN.format(block=block)))
    assert (signer.title.text, signer.title.evidence.rule) == (title, rule)
    assert signer.capacity.text == block[:3]


@pytest.mark.parametrize(
    ("rest", "below", "status"),
    [
        ("□ BỆNH VIỆN", "\n\nLê Văn An", Status.UNREADABLE),  # ... phụ trách Bệnh viện
        ("□ TRỰC", "\n\n□ An", Status.UNREADABLE),
        ("□ ĐỒNG TIẾN", "", Status.FOUND),  # the name, in capitals
        ("□ □", "\n\nLê Văn An", Status.FOUND),  # a pen's strokes
        ("□ Văn An", "\n\nLê Văn An", Status.FOUND),  # read twice
        ("PHỤ TRÁCH B3NH 7IỆN", "\n\nLê Văn An", Status.UNREADABLE),  # misread letters
    ],
)
def test_a_title_of_which_the_second_row_was_not_read(context_of, rest, below, status) -> None:
    (signer,) = find_signers(context_of(PLAN.format(block=f"PHÓ GIÁM ĐỐC\n{rest}{below}")))
    assert signer.title.status is status


def scanned(*rows: str, confidence: float = 0.95, recipients: Sequence[str] = ()):
    """The signer of a scan; `read|` before a word: unread, with this as the recogniser's guess."""

    def word(text: str) -> Word:
        if not text.startswith("read|"):
            return Word(text, text, confidence=confidence)
        guess = text.removeprefix("read|")
        return Word(UNREAD, UNREAD, confidence=0.0, alternatives=(Alternative(guess, 0.3),))

    body = ("KẾ HOẠCH", "Thực hiện công tác năm 2024", "I. MỤC ĐÍCH", "Học tập.")
    lines = [Line(tuple(Word(w, w) for w in row.split())) for row in body]
    for row in ("Nơi nhận:", *recipients):
        lines.append(Line(tuple(Word(w, w) for w in row.split()), Region.RECIPIENTS))
    lines += [Line(tuple(map(word, row.split())), Region.SIGNATURE) for row in rows]
    document = Document("a.pdf", "0" * 64, (Page(1, tuple(lines), Route.OCR),))
    return find_signers(Context.of(document, segment(document)))[0]


@pytest.mark.parametrize(
    ("recipients", "status"),
    [
        (["- Bộ trưởng (để báo cáo);", "- Lưu: VT."], Status.UNREADABLE),  # a deputy signs
        (["- Bộ trưởng (b/c);", "- Lưu: VT."], Status.UNREADABLE),
        (["- Bộ trưởng Bộ Tài chính (b/c);", "- Lưu: VT."], Status.FOUND),  # of another ministry
        (["- Bộ trưởng;", "- Lưu: VT."], Status.FOUND),  # a copy, no report
    ],
)
def test_nobody_reports_to_himself(recipients: list[str], status: Status) -> None:
    signer = scanned("BỘ TRƯỞNG", "Nguyễn Văn Phúc", recipients=recipients)
    assert signer.title.status is status
    assert signer.capacity.status is (Status.MISSING if status is Status.FOUND else status)


@pytest.mark.parametrize(
    ("rows", "capacity", "title"),
    [
        # offices are a closed list: a doubtful word between sure ones is told by it
        (("read|GUÁM ĐỐC", "Lê Văn An"), None, "Giám đốc"),
        (("read|KT.GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Văn An"), "KT.", "Phó Giám đốc"),
        (("KT. HIỆU TRƯỞNG", "PHÓ read|ïỆU TRƯỞNG", "Lê Văn An"), "KT.", "Phó Hiệu trưởng"),
        (("TL. GIÁM ĐỐC", "read|CHáNI VĂN PHÒNG", "Lê Văn An"), "TL.", "Chánh Văn phòng"),
        # nothing in the list is like it
        (("read|XYZW GIÁM ĐỐC", "Lê Văn An"), None, None),
        # what stands behind the office is in no list
        (("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG read|PBGDPI", "Lê Văn An"), "TUQ.", None),
        # a signer has an office: where none was read on a scan it is unread, not absent
        (("TM. ỦY BAN NHÂN DÂN", "Lê Văn An"), "TM.", None),
    ],
)
def test_an_office_of_which_a_word_was_hardly_read(rows, capacity, title) -> None:
    signer = scanned(*rows)
    assert (signer.capacity.value, signer.title.value) == (capacity, title)
    assert signer.title.status is (Status.FOUND if title else Status.UNREADABLE)
    if title and any("read|" in row for row in rows):
        rules = (signer.title.evidence.rule, signer.capacity.evidence.rule)
        assert any(rule.endswith("-of-offices") for rule in rules)


@pytest.mark.parametrize(
    ("line", "confidence", "name"),
    [
        ("Lê Tấn Dũng", 0.95, "Lê Tấn Dũng"),
        ("Lễ Tấn Dũng", 0.95, "Lê Tấn Dũng"),  # one surname has these letters
        ("Đã Thuý Hoà", 0.95, None),  # no surname, and none has these letters
        ("Sùng A Lềnh", 0.95, "Sùng A Lềnh"),  # of other peoples
        ("Lê Tấn Dũng", 0.5, None),  # letters hardly read
    ],
)
def test_a_recognised_name_is_believed_by_its_surname(line, confidence, name) -> None:
    found = scanned("GIÁM ĐỐC", line, confidence=confidence).name
    assert found.value == name
    assert found.status is (Status.FOUND if name else Status.UNREADABLE)
    if name not in (None, line):
        assert found.evidence.rule == "signer:name:mended"


def test_an_office_that_was_misread_is_no_name() -> None:
    """`PHÔ HÍ THƯỜNG TRỰC` above the name: capitals of no list, and no name either."""
    lines = ["KẾ HOẠCH", "Công tác năm 2024", "I. MỤC ĐÍCH", "Học tập.", "Nơi nhận:", "- Lưu: VT."]
    lines += ["T/M BAN THƯỜNG VỤ", "PHÔ HÍ THƯỜNG TRỰC", "Phạm Minh Dũng"]
    made = tuple(Line(tuple(Word(w, w, confidence=0.95) for w in row.split())) for row in lines)
    document = Document("a.pdf", "0" * 64, (Page(1, made, Route.OCR),))
    (signer,) = find_signers(Context.of(document, segment(document)))
    assert (signer.name.value, signer.title.status) == ("Phạm Minh Dũng", Status.UNREADABLE)


def test_a_body_in_capitals_is_no_name(context_of) -> None:
    block = "KT. GIÁM ĐỐC\nBẢO HIỂM XÃ HỘI TỈNH\nPHÓ GIÁM ĐỐC\nLê Văn An"
    assert [row[4] for row in signers(context_of, block)] == ["Lê Văn An"]


def test_an_unread_signature_stands_right_of_the_recipients() -> None:
    """Who looks at it sees that place, and no recipient is offered as the name."""
    rows = ["KẾ HOẠCH", "Công tác năm 2024", "I. MỤC ĐÍCH", "Học tập.", "Nơi nhận:", "- Lưu: VT."]
    made = []
    for index, row in enumerate(rows):
        box = Box(80, 40 * index + 40, 200, 40 * index + 52)
        made.append(Line(tuple(Word(w, w, box) for w in row.split())))
    page = Page(1, tuple(made), Route.OCR, width=595, height=842)
    document = Document("a.pdf", "0" * 64, (page,))
    (signer,) = find_signers(Context.of(document, segment(document)))
    assert signer.name.status is Status.UNREADABLE
    assert signer.name.evidence.raw == ""
    assert signer.name.evidence.box == Box(200, 200, 595, 252)
