"""Whole documents: which pages change, what a word keeps, what OCR pages allow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.document import Alternative, Box, Document, Line, Page, Route, Word
from pipeline.restoration import Restorer, is_clean, restore
from pipeline.settings import RestorationSettings
from pipeline.vietnamese import strip_marks

SETTINGS = RestorationSettings()
GARBLED = "Thue hién Ké hoach caa UBND tinh vé viéc day manh hoc tap suét doi"


def document(route: Route, *lines: str, confidence: float = 1.0) -> Document:
    return Document(
        "a.txt", "0", (Page(1, tuple(line_of(text, confidence) for text in lines), route),)
    )


def line_of(text: str, confidence: float = 1.0) -> Line:
    words = [
        Word(w, w, Box(10.0 * i, 0, 10.0 * i + 8, 10), confidence)
        for i, w in enumerate(text.split())
    ]
    return Line(tuple(words))


def test_a_garbled_page_is_restored_and_keeps_what_was_read(restorer: Restorer) -> None:
    found = restore(document(Route.GARBLED_TEXT, GARBLED), restorer, SETTINGS)
    expected = "Thực hiện Kế hoạch của UBND tỉnh về việc đẩy mạnh học tập suốt đời"
    assert found.text == expected
    assert [w.raw for w in found.pages[0].words] == GARBLED.split()
    assert all(0 <= w.confidence <= 1 and w.box for w in found.pages[0].words)


@pytest.mark.parametrize("route", [Route.TEXT_LAYER, Route.PLAIN_TEXT, Route.LEGACY_TEXT])
def test_sound_pages_pass_untouched(restorer: Restorer, route: Route) -> None:
    read = document(route, GARBLED)
    assert restore(read, restorer, SETTINGS) == read


def test_a_divided_word_shares_its_box_and_divides_its_raw(restorer: Restorer) -> None:
    read = document(Route.GARBLED_TEXT, "Ha Tinh, ngayl2 thang3 nam 2024 cua UBND tinh")
    words = restore(read, restorer, SETTINGS).pages[0].words
    found = [(w.raw, w.text) for w in words]
    assert found[2:6] == [("ngay", "ngày"), ("l2", "12"), ("thang", "tháng"), ("3", "3")]
    assert words[2].box == words[3].box


def test_cells_follow_their_words(restorer: Restorer) -> None:
    line = line_of("Ha Tinh, ngayl2 thang nam Trudng Pai hoc")
    read = Document("a", "0", (Page(1, (Line(line.words, cells=(5,)),), Route.GARBLED_TEXT),))
    (found,) = restore(read, restorer, SETTINGS).pages[0].lines
    assert found.text.split("\t")[1].startswith("Trường")


def test_noise_stays_on_its_line_without_text(restorer: Restorer) -> None:
    read = document(Route.GARBLED_TEXT, "- Cac don vi truc thudc tinh; _— |~")
    words = restore(read, restorer, SETTINGS).pages[0].words
    assert [w.raw for w in words][-2:] == ["_—", "|~"]
    assert [w.text for w in words][-2:] == ["", ""]


def test_below_the_threshold_a_word_is_left_and_marked(restorer: Restorer) -> None:
    strict = RestorationSettings(threshold=1.0)
    words = restore(document(Route.GARBLED_TEXT, GARBLED), restorer, strict).pages[0].words
    unsure = [w for w in words if w.confidence < 1]
    assert unsure
    assert all(w.text == w.raw for w in unsure)


CORRECTED = [
    # (recognised, confidence, alternatives, expected)
    (
        "thuộc thâm quyên của Giám đốc Sở",
        0.6,
        (),
        "thuộc thẩm quyền của Giám đốc Sở",
    ),  # lost hook and accent
    ("KT. GIÁM ĐÓC", 0.7, ("ĐỐC",), "KT. GIÁM ĐỐC"),
    ("Ủy ban nhân dân tỉnh Hà Giang", 0.95, (), "Ủy ban nhân dân tỉnh Hà Giang"),
    ("số 15/KH-UBND ngày 29/01/2024", 0.3, (), "số 15/KH-UBND ngày 29/01/2024"),  # never digits
    ("bà Nguyễn Thị Thoa ký", 0.95, (), "bà Nguyễn Thị Thoa ký"),  # a name is no misreading
    (
        "các tỉnh, thành phó trực thuộc Trung ương",
        0.96,
        (),
        "các tỉnh, thành phố trực thuộc Trung ương",
    ),  # a word, too, read surely, that makes no sense there
    ("Luật Phòng, chống tham những", 0.96, (), "Luật Phòng, chống tham nhũng"),
    ("kế hoạch hàng năm của công ty", 0.9, (), "kế hoạch hàng năm của công ty"),  # as written
    ("quản lý nhà nước về dược", 0.9, (), "quản lý nhà nước về dược"),  # nor được: both make sense
    ("mừng Tết Nhâm Dần năm 2022", 0.9, (), "mừng Tết Nhâm Dần năm 2022"),  # a name's capital
    ("Uỷ ban nhân dân tỉnh Hoà Bình", 0.9, (), "Uỷ ban nhân dân tỉnh Hoà Bình"),  # the tone's place
]


@pytest.mark.parametrize(("read", "sure", "others", "expected"), CORRECTED)
def test_recognised_words_change_only_on_good_grounds(
    restorer: Restorer, read: str, sure: float, others: tuple[str, ...], expected: str
) -> None:
    alternatives = tuple(Alternative(text, 0.5) for text in others)
    words = tuple(Word(w, w, None, sure, alternatives) for w in read.split())
    page = Page(1, (Line(words),), Route.OCR)
    assert restore(Document("a", "0", (page,)), restorer, SETTINGS).text == expected


def test_wrong_marks_are_removed_and_hardly_any_made(
    restorer: Restorer, gold: dict[str, str], data: Path
) -> None:
    """All six texts from a bad scan: words that differ from the gold only in marks."""
    removed = made = wrong = 0
    for name, right in gold.items():
        rows = json.loads((data / "vie-scan" / f"{name}.json").read_text(encoding="utf-8"))
        lines = tuple(Line(tuple(Word(t, t, None, c) for t, c in row)) for row in rows)
        page = Page(1, lines, Route.OCR)
        found = restore(Document("a", "0", (page,)), restorer, SETTINGS).pages[0]
        for old, new, true in same_words(lines, found.lines, right.split("\n")):
            wrong += old != true and strip_marks(old) == strip_marks(true)
            removed += old != true and new == true
            made += old == true and new != true
    assert wrong > 50
    assert removed >= 0.5 * wrong
    assert made <= 0.05 * removed


def same_words(
    before: tuple[Line, ...], after: tuple[Line, ...], right: list[str]
) -> Iterator[tuple[str, str, str]]:
    """Words of lines of equal length, without punctuation."""
    for old, new, true in zip(before, after, right, strict=True):
        texts = [w.text for w in old.words], [w.text for w in new.words], true.split()
        if len({len(words) for words in texts}) == 1:
            for triple in zip(*texts, strict=True):
                one, two, three = (word.strip(".,;:()“”/") for word in triple)
                yield one, two, three


def test_is_clean(gold: dict[str, str]) -> None:
    lines = gold["thong-bao"].split("\n")
    assert is_clean(document(Route.TEXT_LAYER, *lines))
    assert is_clean(document(Route.OCR, *lines, confidence=0.95))
    assert not is_clean(document(Route.OCR, *lines, confidence=0.6))
    assert not is_clean(document(Route.GARBLED_TEXT, *lines))
    assert not is_clean(document(Route.PLAIN_TEXT, *[GARBLED] * 10))
    assert not is_clean(document(Route.PLAIN_TEXT, "Kế hoạch"))  # too little to tell
    assert not is_clean(Document("a", "0", ()))
