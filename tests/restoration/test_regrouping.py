"""Words run together or torn apart, and what an unknown recogniser makes of marks and spaces."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.restoration import Restorer
from pipeline.restoration.casing import likely_cases, line_is_capital
from pipeline.restoration.context import Context
from pipeline.restoration.places import places
from pipeline.restoration.tokens import Kind, atoms

REGROUPED = [
    # (read, restored): spaces lost
    ("Ket luan cua Pho Chu tich ve giai ngan vondau tu cong", "vốn đầu tư công"),
    ("cong doan cac huyen, thanh pho can cu Huong dan nay xaydung ke hoach", "xây dựng kế hoạch"),
    ("theo doi, don doc viec thuchien Thong bao nay", "việc thực hiện Thông báo"),
    # spaces put in, at a word's beginning, within it, at its end
    ("lam ro nhung viec lam d uoc va chua lam d uoc", "làm được và chưa làm được"),
    ("to chuc phong trao th i dua trong can bo, cong chuc", "phong trào thi đua trong"),
    ("cong doan cap tren truc tie p huong dan", "cấp trên trực tiếp hướng dẫn"),
    # a mark's residue between the parts
    ("xây dung ngu'òi có thành tích xuát să' c trong công tác", "thành tích xuất sắc trong"),
]


@pytest.mark.parametrize(("read", "expected"), REGROUPED)
def test_spaces_lost_and_put_in(restorer: Restorer, read: str, expected: str) -> None:
    (found,) = restorer.read([read.split()])
    assert expected in " ".join(token.text for token in found if token.text)


def test_words_that_are_rightly_apart_stay_apart(restorer: Restorer) -> None:
    read = "can bo y te xa o cac thon to chuc kham benh cho nguoi dan".split()
    (found,) = restorer.read([read])
    assert not any(token.joined or token.parts for token in found)


def test_tokens_and_lines_are_as_many_as_before(restorer: Restorer) -> None:
    lines = [read.split() for read, _ in REGROUPED]
    found = restorer.read(lines)
    assert [len(line) for line in found] == [len(line) for line in lines]


def test_what_stands_behind_ends_with_its_paragraph() -> None:
    run = list(places([["mot", "hai"], [], ["ba", "bon", "nam"]]))
    context = Context.of(run, [11, 12, 13, -1, 15], 3)
    assert context.before(np.array([0, 1, 4])).tolist() == [[0, 0, 0], [0, 0, 11], [12, 0, 13]]
    assert context.behind(np.array([1, 2, 4, 5])).tolist() == [
        [12, 0, 0], [0, 0, 0], [15, 0, 0], [0, 0, 0],
    ]  # fmt: skip


UNKNOWN_LETTERS = [
    # A converter that knows Latin-1 only gives ? for every other letter, small or capital.
    ("C?n c? K? ho?ch c?a T?ng Liên ?oàn Lao ??ng Vi?t Nam", "Căn cứ Kế hoạch của Tổng Liên đoàn"),
    ("?ánh giá toàn di?n k?t qu? th?c hi?n", "Đánh giá toàn diện kết quả thực hiện"),
    ("K? HO?CH PHÁT TRI?N GIÁO D?C", "KẾ HOẠCH PHÁT TRIỂN GIÁO DỤC"),
]


def test_signs_for_letters_are_capitals_only_where_the_text_says_so(restorer: Restorer) -> None:
    # An empty line parts paragraphs, so that each begins one.
    found = restorer.read([line for read, _ in UNKNOWN_LETTERS for line in (read.split(), [])])[::2]
    for line, (_, expected) in zip(found, UNKNOWN_LETTERS, strict=True):
        assert expected in " ".join(token.text for token in line)


def test_a_sign_may_hide_a_capital() -> None:
    assert len(likely_cases("_àu", capital_line=False)) == 2
    assert len(likely_cases("tâu", capital_line=False)) == 1
    assert line_is_capital("K? HO?CH", "?")
    assert not line_is_capital("UBND")


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("b)Huong", ["b", "Huong"]),  # nothing parts the marker from its word
        ("1.Ket", ["1", "Ket"]),
        ("2.000", ["2.000"]),
        ("v.v", ["v.v"]),
    ],
)
def test_markers_before_words(token: str, expected: list[str]) -> None:
    found = atoms(token)
    assert [atom.text for atom in found] == expected
    assert len(found) == 1 or found[0].kind is Kind.MARKER
