"""Documents of other kinds come out as what they are, or as nothing. Never made up."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document, Finding, Line, Page, Route, Word
from pipeline.extraction import extract
from pipeline.extraction.assembly import assemble
from pipeline.plan import Head, Status, values_of
from pipeline.segmentation import segment

LETTER = """SỞ TÀI CHÍNH TỈNH BẮC NINH
Số: 1204/STC-HCSN
V/v hướng dẫn kinh phí thực hiện Kế hoạch xã hội học tập
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bắc Ninh, ngày 07 tháng 5 năm 2024

Kính gửi: Các sở, ban, ngành tỉnh.

Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh, Sở Tài chính hướng dẫn như sau:
1. Lập dự toán theo quy định.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Nguyễn Đức Cao
"""
REPORT = (
    LETTER.replace("V/v hướng dẫn kinh phí thực hiện Kế hoạch xã hội học tập\n", "")
    .replace("1204/STC-HCSN", "88/BC-STC")
    .replace(
        "Kính gửi: Các sở, ban, ngành tỉnh.", "BÁO CÁO\nKết quả thực hiện Kế hoạch số 15/KH-UBND"
    )
)
ENGLISH = """Hanoi, 12 March 2024
Dear Sir or Madam,
We refer to your plan No. 31/2024 of 5 March 2024 and to Decision 15/QD-UBND of the Provincial
People's Committee. The Department of Science and Technology will carry out the following tasks:
1. Training of staff, before 15 June every year.
2. Reporting to the Ministry.
Yours faithfully,
John Smith
Director
"""
NOVEL = """Sáng hôm ấy trời mưa như trút. Ông Hai đứng ở hiên nhà, nhìn ra cánh đồng trắng nước
mà thở dài. Kế hoạch gặt sớm của ông thế là hỏng cả.
- Thầy nó vào ăn cơm đi chứ! - Bà Hai gọi với ra.
Ông không đáp. Năm ngoái, giai đoạn này, lúa đã vào bồ rồi.
I
Chuyện bắt đầu từ ngày 12 tháng 3 năm 1946, khi cả làng kéo nhau đi tản cư.
"""


def document(text: str) -> Document:
    lines = tuple(
        Line(tuple(Word(w, w) for w in line.split())) for line in text.split("\n") if line.split()
    )
    return Document("a.txt", "0" * 64, (Page(1, lines, Route.PLAIN_TEXT),))


def plan(text: str):
    made = document(text)
    return extract(made, segment(made))


def filled(head: Head) -> dict[str, object]:
    return {k: v.value for k, v in values_of(head) if v.value is not None}


def test_an_official_letter_is_one() -> None:
    head = plan(LETTER).head
    assert head.doc_type.value == "Công văn"
    assert head.number_symbol.value == "1204/STC-HCSN"
    assert head.title.value == "hướng dẫn kinh phí thực hiện Kế hoạch xã hội học tập"
    assert head.issuer_normalised.value == "Sở Tài chính tỉnh Bắc Ninh"


def test_a_report_is_one_and_only_cites_what_it_reports_on() -> None:
    made = plan(REPORT)
    assert made.head.doc_type.value == "Báo cáo"
    assert {b.relation.value for b in made.bases if "15/KH" in b.number_symbol.text} <= {
        "cited",
        "basis",
    }


@pytest.mark.parametrize("text", [ENGLISH, NOVEL], ids=["english", "novel"])
def test_what_is_no_official_document_has_no_fields(text: str) -> None:
    made = plan(text)
    assert filled(made.head) == {}
    rows = (made.signers, made.bases, made.phases, made.assignments, made.recipients)
    assert not any(rows)
    assert [f.code for f in made.findings] == ["not-an-official-document"]


def test_what_the_reading_noticed_is_told_once() -> None:
    """The tables take the document's findings and the plan's."""
    noticed = Finding("reading", "other-kind", "The file is named .doc but holds a .pdf.")
    made = replace(document(LETTER), findings=(noticed,))
    got = extract(made, segment(made))
    told = [f.code for f in (*got.document.findings, *got.findings)]
    assert told.count("other-kind") == 1


def test_a_letterhead_with_an_unread_day_makes_a_document_official() -> None:
    """A scan whose number line was lost and whose day is written by hand."""
    made = plan(
        "UBND TỈNH HÀ NAM\nSỞ Y TẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nHà Nam, ngày □ tháng 10 năm 2017\n\n"
        "Kính gửi: Các bệnh viện.\nĐề nghị các bệnh viện cử người dự tập huấn.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n"
    )
    assert made.head.issuer_normalised.value == "Sở Y tế tỉnh Hà Nam"
    assert "not-an-official-document" not in [f.code for f in made.findings]


@pytest.mark.parametrize("seed", range(20))
def test_random_letters_have_no_fields(seed: int) -> None:
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyzđêôăâươ0123456789/-:.,;()“”□  \n"
    text = "".join(chance.choice(letters) for _ in range(chance.randrange(1, 3000)))
    assert filled(plan(text).head) == {}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_makes_it_fail(data: st.DataObject) -> None:
    """Lines lost, doubled and swapped, letters changed: a plan comes out, whatever it says."""
    lines = LETTER.split("\n")
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(["lose", "double", "swap", "letters"]))
        if what == "lose" and len(lines) > 1:
            del lines[at]
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "swap":
            lines[at], lines[0] = lines[0], lines[at]
        else:
            lines[at] = data.draw(st.text("LlIOo01/-□.:, ngàythángnămSốKH", max_size=40))
    assert plan("\n".join(lines)).document.name == "a.txt"


def test_an_empty_document_gives_a_plan() -> None:
    nothing = Document("a", "0" * 64, ())
    made = assemble(nothing, segment(nothing))
    assert made.head.doc_type.status is Status.MISSING
