"""Titles that a seal hid: told by their ink below the capacity or above the name, else not."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.document import UNREAD, Box, Line, Word
from pipeline.reading.picture.crops import Crop
from pipeline.reading.signature.hidden_titles import spelled, with_ended_title, with_hidden_title
from pipeline.reading.signature.letterforms import Ink, letterforms
from pipeline.reading.signature.resemblance import Setting, setting
from pipeline.reading.signature.signing_words import signing_line

DPI, EM, AXIS = 150, 27.0, 420
SEAL = Box(150, 30, 150, 110)
"""What a disc's upper and lower end are, in points."""


class Page:
    """Lines of print in our letters, centred on one axis; a seal's haze over some of them."""

    def __init__(self) -> None:
        self.ink: Ink = np.zeros((420, 840), dtype=np.float32)
        self.haze = np.zeros(self.ink.shape, dtype=np.uint8)

    def line(self, text: str, base: int, shift: int = 0, em: float = EM) -> Line:
        known, scale = letterforms(), em / letterforms().em
        left = AXIS + shift - known.width(text) * em / 2
        small = cv2.resize(known.forms(text)[0], None, fx=scale, fy=scale)
        x, y = round(left - known.origin[0] * scale), round(base - known.origin[1] * scale)
        place = self.ink[y : y + small.shape[0], x : x + small.shape[1]]
        np.maximum(place, small, out=place)
        words: list[Word] = []
        for at, part in enumerate(text.split()):
            before = known.width(" ".join([*text.split()[:at], ""])) if at else 0.0
            x0, x1, top, bottom = (edge * em for edge in known.extent(part))
            box = (left + before * em + x0, base + top, left + before * em + x1, base + bottom)
            words.append(Word(part, part, Box(*(v * 72 / DPI for v in box)), 0.95))
        return signing_line(words)

    def seal(self, x0: int, x1: int, top: int, bottom: int) -> None:
        """Every third column dark, over what stands there."""
        self.ink[top:bottom, x0:x1:3] = 1
        self.haze[top:bottom, x0:x1] = 85

    def look(self, box: Box, words: Sequence[Word]) -> Setting | None:
        x0, top, x1, bottom = (
            max(0, int(v * DPI / 72)) for v in (box.x0, box.top, box.x1, box.bottom)
        )
        grey = np.asarray(255 - 255 * self.ink[top:bottom, x0:x1], dtype=np.uint8)
        crop = Crop(grey, x0 * 72 / DPI, top * 72 / DPI, DPI)
        return setting(crop, words, self.haze[top:bottom, x0:x1])


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize(
    ("capacity", "title"),
    [
        ("TM. HỘI ĐỒNG", "HIỆU TRƯỞNG"),
        ("KT. CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"),
        ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),  # the others' deputy
    ],
)
def test_a_title_below_the_capacity_is_told_under_the_seal(capacity: str, title: str) -> None:
    page = Page()
    lines = [page.line(capacity, 120)]
    page.line(title, 155)
    page.seal(300, 420, 125, 300)
    assert texts(with_hidden_title(lines, SEAL, page.look)) == [capacity, title]


def test_a_title_above_the_name_is_told() -> None:
    page = Page()
    page.line("VIỆN TRƯỞNG", 80)
    page.seal(320, 430, 50, 250)
    name = page.line("Nguyễn Văn An", 330)
    assert texts(with_hidden_title([name], SEAL, page.look)) == ["VIỆN TRƯỞNG", "Nguyễn Văn An"]
    assert texts(with_hidden_title([name], None, page.look)) == ["Nguyễn Văn An"]  # no seal


def test_a_title_smaller_than_the_name_and_off_its_axis_is_told() -> None:
    page = Page()
    page.line("CHỈ HUY TRƯỞNG", 80, shift=-28, em=0.96 * EM)  # 13 points over 13.5
    page.seal(300, 420, 50, 250)
    name = page.line("Trịnh Thị Bưởi", 330)
    assert texts(with_hidden_title([name], SEAL, page.look)) == ["CHỈ HUY TRƯỞNG", "Trịnh Thị Bưởi"]


@pytest.mark.parametrize(
    ("lines", "title", "read"),
    [
        ([], "HIỆU TRƯỞNG", 1),
        ([], "HIỆU TRƯỞNG", 2),  # all of it was read, in a reading that lost the rest
        ([], "PHÓ CHỦ TỊCH", 2),  # and not the chairman
        (["KT. VIỆN TRƯỞNG"], "PHÓ VIỆN TRƯỞNG", 1),
        (["KT. BỘ TRƯỞNG"], "THỨ TRƯỞNG", 1),
    ],
)
def test_a_title_is_told_by_its_last_words(lines: list[str], title: str, read: int) -> None:
    page = Page()
    known = [page.line(text, 65) for text in lines]
    row = page.line(title, 100)
    page.seal(330, 415, 70, 300)
    last = signing_line(row.words[-read:])
    assert texts(with_ended_title(known, [last], SEAL, page.look)) == [*lines, title]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("TRƯỞNG BAN QUẢN LÝ", 2),  # ends in no title's words
        ("QUẢN ĐỐC", 1),  # in no list
        ("TRƯỞNG PHÒNG Y TẾ", 3),  # goes on behind a title of the list
    ],
)
def test_other_ends_tell_no_title(title: str, read: int) -> None:
    page = Page()
    row = page.line(title, 100)
    page.seal(300, 380, 70, 300)
    last = signing_line(row.words[-read:])
    assert with_ended_title([], [last], SEAL, page.look) == []
    unsure = signing_line([Word(w.text, w.text, w.box, 0.4) for w in row.words])
    assert with_ended_title([], [unsure], SEAL, page.look) == []


def test_a_title_that_goes_on_beside_the_seal_is_another() -> None:
    page = Page()
    lines = [page.line("TL. GIÁM ĐỐC", 100)]
    page.line("TRƯỞNG PHÒNG Y TẾ", 135, shift=50)  # `TRƯỞNG PHÒNG` lies on the axis
    page.seal(300, 400, 105, 300)
    assert texts(with_hidden_title(lines, SEAL, page.look)) == ["TL. GIÁM ĐỐC"]


def test_what_was_read_of_the_title_goes() -> None:
    page = Page()
    capacity, rest = page.line("KT. CHỦ TỊCH", 120), page.line("PHÓ CHỦ TỊCH", 155)
    box = rest.words[0].box
    part = signing_line([Word(UNREAD, UNREAD, box, 0.0), *rest.words[1:]])
    page.seal(330, 400, 130, 300)
    made = with_hidden_title([capacity, part], SEAL, page.look)
    assert texts(made) == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert made[1].box
    assert rest.box
    assert abs(made[1].box.x0 - rest.box.x0) < 3


def test_the_capacity_for_the_head_is_told_before_the_deputy() -> None:
    page = Page()
    lines = [page.line("TM. ỦY BAN", 100)]
    page.line("KT. CHỦ TỊCH", 132)
    page.line("PHÓ CHỦ TỊCH", 164)
    made = with_hidden_title(lines, SEAL, page.look)
    assert texts(made) == ["TM. ỦY BAN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


@pytest.mark.parametrize(
    ("capacity", "below", "shift"),
    [
        ("KT. HIỆU TRƯỞNG", "HIỆU TRƯỞNG", 0),  # who signs for the head is not the head
        ("TM. HỘI ĐỒNG", "Kính gửi các ông bà", 0),  # no title
        ("TM. HỘI ĐỒNG", "GIÁM ĐỐC", 90),  # off the axis
        ("TM. HỘI ĐỒNG", "QUẢN ĐỐC", 0),  # in no list
    ],
)
def test_what_is_no_title_there_is_not_told(capacity: str, below: str, shift: int) -> None:
    page = Page()
    lines = [page.line(capacity, 120)]
    page.line(below, 155, shift)
    assert texts(with_hidden_title(lines, SEAL, page.look)) == [capacity]


def test_a_seal_and_bare_paper_tell_nothing() -> None:
    page = Page()
    lines = [page.line("TM. HỘI ĐỒNG", 120)]
    page.seal(250, 600, 125, 150)
    assert texts(with_hidden_title(lines, SEAL, page.look)) == ["TM. HỘI ĐỒNG"]


def test_a_title_that_was_read_is_not_looked_for() -> None:
    page = Page()
    lines = [page.line("TM. HỘI ĐỒNG", 120), page.line("CHỦ TỊCH", 155)]

    def look(box: Box, words: Sequence[Word]) -> Setting | None:
        raise AssertionError

    assert with_hidden_title(lines, SEAL, look) == lines
    unread = [signing_line([Word(UNREAD, UNREAD, lines[0].box, 0.0)])]
    assert with_hidden_title(unread, SEAL, look) == unread  # nothing to set it by


@pytest.mark.parametrize(
    ("read", "title"),
    [
        ("HIỆU TRƯỚNG", "HIỆU TRƯỞNG"),
        ("KT. VIÊN TRƯỞNG", "KT. VIỆN TRƯỞNG"),
        ("THỦ TRƯỞNG", "THỨ TRƯỞNG"),
        ("QUẢN ĐÓC", "QUẢN ĐÓC"),  # in no list
        ("Hồ Văn Bảy", "Hồ Văn Bảy"),
    ],
)
def test_a_title_is_spelled_as_titles_are(read: str, title: str) -> None:
    line = signing_line([Word(part, part, None, 0.9) for part in read.split()])
    assert spelled(line).text == title
