"""Whole garbled documents: who signs, whom it goes to, and what is too doubtful to be a value."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pipeline.batch.one import plan_of
from pipeline.document import Document, Line, Page, Route, Word
from pipeline.extraction.misread.doubting import Likeness, least_confidences, likenesses
from pipeline.plan import ROW_TYPES, Evidence, Head, Plan, Status, Value

HEAD = """UBND TỈNH HÀ NAM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ Độc lập - Tự do - Hạnh phúc
Số: 12/KH-SNV Hà Nam, ngày 15 tháng 3 năm 2024
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2024
I. MỤC ĐÍCH
Giúp cán bộ hiểu rõ ý nghĩa của cải cách hành chính.
Trên đây là Kế hoạch tuyên truyền của Sở Nội vụ./.
"""


def plan(
    tail: str,
    read: dict[str, str] | None = None,
    sure: dict[str, float] | None = None,
    head: str = HEAD,
) -> Plan:
    """A garbled plan with this tail; `read` and `sure` say how words stood there and how surely."""
    words = [[(read or {}).get(w, w), w, (sure or {}).get(w, 1.0)] for w in (head + tail).split()]
    rest = iter(words)
    lines = tuple(
        Line(tuple(Word(r, t, None, c) for r, t, c in (next(rest) for _ in line.split())))
        for line in (head + tail).splitlines()
    )
    return plan_of(Document("a.txt", "0" * 64, (Page(1, lines, Route.GARBLED_TEXT),)))


SIGNED = """Nơi nhận: KT. GIÁM ĐỐC
- UBND tỉnh (b/c); PHÓ GIÁM ĐỐC
- Lưu: VT.
Nguyễn Thị Hạnh
"""


def test_a_name_that_stands_plainly_is_found_as_restored() -> None:
    signer = plan(SIGNED, {"Thị": "Thi", "Hạnh": "Hanh"}, {"Hạnh": 0.95}).signers[0]
    assert (signer.name.value, signer.name.evidence.rule) == (
        "Nguyễn Thị Hạnh",
        "signer:name:restored",
    )
    assert signer.name.evidence.raw == "Nguyễn Thi Hanh"
    assert signer.name.evidence.confidence < 0.96
    assert (signer.capacity.value, signer.title.value) == ("KT.", "Phó Giám đốc")


def test_a_name_that_could_be_another_is_unreadable() -> None:
    signer = plan(SIGNED, {"Hạnh": "Hanh"}, {"Hạnh": 0.7}).signers[0]
    assert signer.name.status is Status.UNREADABLE
    assert signer.name.candidates[0].value == "Nguyễn Thị Hạnh"


OFFICES = [
    ("GIÁM ĐỐC", "GIAM DOC", Status.FOUND),  # all its letters, and nothing before it
    ("GIÁM ĐỐC", "IAM DOC", Status.UNREADABLE),  # a letter is lost, and what stood before it
    ("Sự GIÁM ĐỐC", "Se GIAM DOC", Status.UNREADABLE),  # what is left of KT.
    ("TRƯỞNG PHÒNG", "TRUONG PHONG", Status.FOUND),
]


@pytest.mark.parametrize(("office", "raw", "status"), OFFICES)
def test_an_office_alone_is_believed_where_it_was_read_whole(
    office: str, raw: str, status: Status
) -> None:
    read = dict(zip(office.split(), raw.split(), strict=True))
    signer = plan(f"Nơi nhận: {office}\n- UBND tỉnh (b/c);\n- Lưu: VT.\n", read).signers[0]
    assert signer.title.status is status
    assert signer.name.status is Status.UNREADABLE


def test_a_signature_garbled_away_is_unreadable_not_missing() -> None:
    made = plan("Nơi nhận:\n- UBND tỉnh (b/c);\n- Lưu: VT.\n")
    assert made.head.signer_name.status is Status.UNREADABLE


def test_what_the_other_column_left_is_no_recipient() -> None:
    tail = """Nơi nhận: PHOSETEY
- UBND tỉnh (b/c), PHOxBI THU
TRƯỞNG LEANEEV
- Các phòng, đơn vị;
- Lưu: VT.
"""
    found = [(r.recipient.value, r.note.value) for r in plan(tail).recipients]
    assert found == [("UBND tỉnh", "b/c"), ("Các phòng, đơn vị", None), ("Lưu: VT", None)]


def test_a_doubtful_recipient_is_unreadable_with_the_reading_beside_it() -> None:
    tail = "Nơi nhận:\n- Tỉnh ủy;\n- Hội Thừa sai;\n- Lưu: VT.\n"
    doubtful = plan(tail, {"sai;": "sal;"}, {"Thừa": 0.5, "sai;": 0.5}).recipients[1].recipient
    assert doubtful.status is Status.UNREADABLE
    assert doubtful.candidates[0].value == "Hội Thừa sai"


BELIED = [
    # (in the head, what stands there instead, columns that are no longer found)
    ("Số: 12/KH", "Số: 125 /KH", ("number", "number_symbol")),  # written into a form's gap
    ("Số: 12/KH", "Số: 12 /KH", ()),  # so may this be, but two figures are hardly misread
    ("ngày 15 tháng", "ngày tháng", ("number", "number_symbol", "date")),  # the day by hand
    ("Hà Nam, ngày", "ngày", ("date",)),  # no place: another document's date
    ("KH-SNV", "KH-UBND", ("issuer", "issuer_normalised", "body_level")),
]


@pytest.mark.parametrize(("right", "left", "columns"), BELIED)
def test_what_other_columns_belie_is_unreadable(
    right: str, left: str, columns: tuple[str, ...]
) -> None:
    made = plan(SIGNED, head=HEAD.replace(right, left)).head
    assert {column: getattr(made, column).status for column in columns} == dict.fromkeys(
        columns, Status.UNREADABLE
    )
    sound = plan(SIGNED).head
    assert all(getattr(sound, column).status is Status.FOUND for column in columns)


@pytest.mark.parametrize(("sure", "status"), [(1.0, Status.FOUND), (0.7, Status.UNREADABLE)])
def test_a_base_is_as_sure_as_its_words_however_it_was_chosen(sure: float, status: Status) -> None:
    cited = "Căn cứ Quyết định số 45/QĐ-UBND ngày 02/3/2023 của UBND tỉnh về cải cách hành chính;\n"
    head = HEAD.replace("I. MỤC ĐÍCH", f"{cited}I. MỤC ĐÍCH")
    made = plan(SIGNED, sure={"45/QĐ-UBND": sure}, head=head).head
    assert made.base_date.status is Status.FOUND
    assert (made.base_symbol.status, made.base_number_symbol.status) == (status, status)


def test_who_sits_in_the_capital_need_not_be_of_it() -> None:
    head = HEAD.replace("UBND TỈNH HÀ NAM", "HỘI SAO MAI").replace("SỞ NỘI VỤ", "BAN THƯỜNG VỤ")
    made = plan(SIGNED, head=head.replace("Hà Nam", "Hà Nội")).head
    assert made.province.status is Status.UNREADABLE
    assert plan(SIGNED, head=head).head.province.value == "Hà Nam"


def test_a_decision_whose_title_was_not_read_has_not_its_plan_s() -> None:
    head = HEAD.replace("KẾ HOẠCH\nTuyên", "Q_Y T D1NH\nTuyên").replace(
        "I. MỤC ĐÍCH\n",
        "Căn cứ Luật Cán bộ, công chức năm 2008;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành Kế hoạch.\n",
    )
    tail = (
        "KẾ HOẠCH\nPhổ biến pháp luật năm 2024\n(Kèm theo Quyết định số 12/QĐ-SNV)\nI. MỤC ĐÍCH\n"
    )
    made = plan(SIGNED + tail, head=head.replace("KH-SNV", "QĐ-SNV")).head
    assert (made.doc_type.value, made.attached_type.value) == ("Quyết định", "Kế hoạch")
    assert made.title.value != "Phổ biến pháp luật năm 2024"


def test_the_doubts_name_columns_that_there_are() -> None:
    rows = {"plans": Head, **ROW_TYPES}
    for table, columns in least_confidences().items():
        assert set(columns) <= {part.name for part in fields(rows[table])}


@pytest.mark.parametrize("likeness", likenesses(), ids=lambda likeness: likeness.id)
def test_each_likeness_s_example(likeness: Likeness) -> None:
    row = {"plans": Head, **ROW_TYPES}[likeness.table]
    assert set(likeness.columns) <= {part.name for part in fields(row)}
    shown = Value(likeness.example, Status.FOUND, Evidence(raw=likeness.example))
    assert likeness.of(shown)


NO_LIKENESS = [
    ("deadlines", "as_written", "trước ngày 15 tháng 12 mỗi năm"),  # says it without either
    ("plans", "title", "Phát triển du lịch năm 2026, tầm nhìn 2030"),
    ("plans", "title", "Hỗ trợ 1500 hộ nghèo giai đoạn 2021 - 2025"),  # a number of households
]


@pytest.mark.parametrize(("table", "column", "text"), NO_LIKENESS)
def test_what_is_told_apart_stays(table: str, column: str, text: str) -> None:
    shown = Value(text, Status.FOUND, Evidence(raw=text))
    told = [x for x in likenesses() if x.table == table and column in x.columns]
    assert not any(likeness.of(shown) for likeness in told)


def test_what_a_seal_left_is_nobody_signed_for() -> None:
    tail = SIGNED.replace("KT. GIÁM ĐỐC", "KT. GITIMEC").replace("PHÓ GIÁM ĐỐC", "CHIIU TICX")
    signer = plan(tail).signers[0]
    assert (signer.signed_for.status, signer.body.value) == (Status.UNREADABLE, None)


def test_an_office_above_kt_is_not_the_signer_s() -> None:
    tail = "Nơi nhận: Tri CHỦ TỊCH\n- UBND tỉnh; KT. CHÁNH VĂN PHÒNG\n- Lưu: VT. VĂN PHÒNG\n"
    signer = plan(tail.replace("Tri ", "")).signers[0]
    assert signer.capacity.value == "KT."
    assert (signer.title.value, signer.title.status) == (None, Status.UNREADABLE)


INK = [
    ("- Các khoa, phòng (t/h); ( :", "Các khoa, phòng", "t/h"),  # a bracket behind the note
    ("= Lưu: VT, NN.", "Lưu: VT, NN", None),  # a dash that was read as two
    ("- «Đảng ủy, HĐND xã;", "Đảng ủy, HĐND xã", None),  # ink before the name
    ("- Các phòng, ban. UBND xã;", "Các phòng, ban, UBND xã", None),  # a comma read as a stop
    ("- TT. Tỉnh ủy;", "TT. Tỉnh ủy", None),  # an abbreviation's stop
    ("- Chủ tịch UBND tỉnh: Sats Xe eee", "Chủ tịch UBND tỉnh", None),  # what the seal left
    ("- Các sở: Tài chính, Y tế;", "Các sở: Tài chính, Y tế", None),  # words behind a colon
    ("- Các sở (báo-cáo);", "Các sở", "báo cáo"),  # a dash within a note
]


@pytest.mark.parametrize(("line", "name", "note"), INK)
def test_ink_around_a_garbled_recipient(line: str, name: str, note: str | None) -> None:
    rows = plan(f"Nơi nhận:\n- UBND tỉnh (b/c);\n{line}\n- Lưu: VT.\n").recipients
    assert (rows[1].recipient.value, rows[1].note.value) == (name, note)


@pytest.mark.parametrize("note", ["để bức", "để v/h", "thành"])
def test_a_garbled_note_that_means_nothing_is_unreadable(note: str) -> None:
    rows = plan(f"Nơi nhận:\n- UBND tỉnh (b/c);\n- Các sở ({note});\n- Lưu: VT.\n").recipients
    assert rows[1].note.status is Status.UNREADABLE


def test_who_is_named_below_a_garbled_letterhead_need_not_be_the_issuer() -> None:
    head = HEAD.replace("UBND TỈNH HÀ NAM", "IJBNO TINI HAUAM").replace("SỞ NỘI VỤ", "soI VU")
    words = head.replace("I. MỤC ĐÍCH", "Sở Tài chính xây dựng Kế hoạch như sau:\nI. MỤC ĐÍCH")
    lines = tuple(Line(tuple(Word(w, w) for w in line.split())) for line in words.splitlines())
    made = plan_of(Document("a.txt", "0" * 64, (Page(1, lines, Route.GARBLED_TEXT),)))
    assert made.head.issuer.status is Status.UNREADABLE


def test_ink_before_an_office_counts_where_restoration_dropped_it() -> None:
    line = (Word("Noi", "Nơi"), Word("nhan:", "nhận:"), Word("ae", ""), Word("GIAM", "GIÁM"))
    words = Line((*line, Word("DOC", "ĐỐC")))
    made = plan("Nơi nhận: x\n- UBND tỉnh (b/c);\n- Lưu: VT.\n").document.pages[0].lines
    lines = (*made[:8], words, *made[9:])
    signer = plan_of(Document("a.txt", "0" * 64, (Page(1, lines, Route.GARBLED_TEXT),))).signers[0]
    assert signer.title.status is Status.UNREADABLE


def test_a_head_of_a_unit_whose_unit_was_not_read_is_no_title() -> None:
    tail = "Nơi nhận: TUQ. CHỦ TỊCH\n- UBND tỉnh; TRƯỞNG PHÒNG\n- Lưu: VT. PANE 6 AXA HOI\n"
    assert plan(tail).signers[0].title.status is Status.UNREADABLE
