"""Commas that were read as full stops."""

from __future__ import annotations

import pytest

from pipeline.document import Box, Line, Region, Word
from pipeline.reading.again.misread_stops import with_commas


def line(text: str, top: float, width: float = 400, **more: object) -> Line:
    words = tuple(Word(word, word) for word in text.split())
    made = {"region": Region.BODY, "box": Box(80, top, 80 + width, top + 12), **more}
    return Line(words, **made)  # type: ignore[arg-type]


def read(*lines: Line) -> list[str]:
    return [made.text for made in with_commas(lines)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        # a comma without its tail
        ("của cán bộ. công chức và", "của cán bộ, công chức và"),
        ("hộ nghèo. cận nghèo; già", "hộ nghèo, cận nghèo; già"),
        ("ngày 05/01/2024. kết thúc", "ngày 05/01/2024, kết thúc"),
        # a sentence's end, abbreviations, marks of lists, numbers, dots that lead
        ("của cán bộ. Công chức và", "của cán bộ. Công chức và"),
        ("lợn, gà, v.v. và các con khác", "lợn, gà, v.v. và các con khác"),
        ("xem tr. năm của tài liệu", "xem tr. năm của tài liệu"),
        ("a. chăn nuôi b. trồng trọt", "a. chăn nuôi b. trồng trọt"),
        ("năm 2024. việc này", "năm 2024. việc này"),
        ("họ tên... chức vụ", "họ tên... chức vụ"),
    ],
)
def test_within_a_line(written: str, meant: str) -> None:
    assert read(line(written, 100)) == [meant]


def test_in_recipients_and_within_a_cell() -> None:
    recipients = line("Các phòng. ban, ngành;", 100, region=Region.RECIPIENTS)
    assert read(recipients) == ["Các phòng, ban, ngành;"]
    row = line("rà soát. kiểm tra xong. các xã", 100, cells=(5,))
    assert read(row) == ["rà soát, kiểm tra xong.\tcác xã"]


def test_at_the_end_of_a_full_line() -> None:
    above, below = line("gửi các phòng, đơn vị.", 100), line("trung tâm thuộc Sở biết.", 116)
    assert read(above, below) == ["gửi các phòng, đơn vị,", "trung tâm thuộc Sở biết."]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        # a short line ends its paragraph; so does the one above a new paragraph
        (line("gửi các đơn vị.", 100, 200), line("trung tâm biết.", 116)),
        (line("gửi các đơn vị.", 100), line("trung tâm biết.", 116, paragraph=True)),
        # cells, and what stands in other places
        (line("gửi đơn vị.", 100), line("trung tâm biết", 116, cells=(2,))),
        (line("gửi đơn vị.", 100), line("văn thư", 116, region=Region.RECIPIENTS)),
    ],
)
def test_where_a_line_ends_with_its_sentence(above: Line, below: Line) -> None:
    assert read(above, below) == [above.text, below.text]


def test_what_was_read_stays_in_raw() -> None:
    (made,) = with_commas([line("cán bộ. công chức", 100)])
    assert [(w.raw, w.text) for w in made.words][1] == ("bộ.", "bộ,")
    assert with_commas([]) == []
