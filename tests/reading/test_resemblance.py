"""What the ink of a line looks like: marks told apart, words under a seal told by their place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from printed import BASE, EM, LEFT, printed

from pipeline.document import Box, Word
from pipeline.names import name_syllables, surname_of, surnames
from pipeline.reading.signature.hidden_print import Around, before, laid_around
from pipeline.reading.signature.letterforms import letterforms
from pipeline.reading.signature.resemblance import setting, with_other_marks
from pipeline.reading.signature.seal import Seal, haze
from pipeline.vietnamese import is_syllable
from training.letterforms import letters, stacked


@pytest.mark.parametrize(
    ("line", "read", "expected"),
    [
        ("Nguyễn Tấn Dũng", "Nguyễn Tân Dũng", "Tấn"),  # a tone on a hat
        ("Hà Diệu Tuấn", "Hà Điệu Tuấn", "Diệu"),  # the bar of Đ
        ("Phan Anh Pháp", "Phan Ánh Pháp", "Anh"),  # no tone where none is
        ("Lê Thủy Hương", "Lê Thúy Hương", "Thủy"),  # a hook for an acute
        ("Đỗ Hoà An", "Đỗ Hoá An", "Hoà"),  # as it is written, and not Hòa
    ],
)
@pytest.mark.parametrize("older", [False, True])  # the tone beside the hat, and above it
def test_marks_are_told_apart(line: str, read: str, expected: str, older: bool) -> None:
    crop, words = printed(line, older)
    seen = [replace(w, text=t) for w, t in zip(words, read.split(), strict=True)]
    told = setting(crop, seen)
    assert told is not None
    found = told.resembles(seen[1], with_other_marks(seen[1].text))
    assert found is not None
    assert found.text == expected
    assert found.margin > 0.3


def test_nothing_is_told_of_blank_paper_and_other_letters() -> None:
    crop, words = printed("Lê Văn An")
    assert setting(replace(crop, grey=np.full_like(crop.grey, 255)), words) is None
    assert setting(crop, []) is None
    assert setting(crop, [Word("Ж", "Ж", Box(0, 0, 9, 9), 0.9)]) is None
    told = setting(crop, words)
    assert told is not None
    assert told.resembles(Word("Ж", "Ж", Box(0, 0, 9, 9), 0.9), ["An"]) is None
    assert told.resembles(words[0], []) is None


@pytest.mark.parametrize("name", ["Nguyễn Tấn Dũng", "Võ Tấn Dũng", "Trịnh Tấn Dũng"])
def test_a_surname_under_a_ring_is_told_by_its_place(name: str) -> None:
    crop, words = printed(name)
    rows, columns = np.indices(crop.grey.shape)
    # The seal's foot: its rings cross the surname from the left, its middle is above.
    seal = Seal(LEFT - 40, BASE - 70, 120)
    away = np.hypot(columns - seal.x, rows - seal.y)
    ring = (abs(away - 118) < 3) | (abs(away - 108) < 1.5)
    sealed = np.where(ring, np.minimum(crop.grey, 30), crop.grey).astype(np.uint8)
    alone = np.where(ring, 30, 255).astype(np.uint8)
    spread = haze(alone, seal, (alone.shape[0], alone.shape[1]), (0, 0))
    told = setting(replace(crop, grey=sealed), words[1:], spread)
    assert told is not None
    found = before(told, words[1], surnames())
    assert found is not None
    assert found.text == name.split(maxsplit=1)[0]
    assert found.margin > 0.2
    assert found.box is not None
    assert words[0].box is not None
    assert abs(found.box.x0 - words[0].box.x0) < 4


def test_no_print_is_no_surname() -> None:
    crop, words = printed("Tấn Dũng")
    told = setting(crop, words)
    assert told is not None
    found = before(told, words[0], surnames())
    assert found is None or found.likeness < 0.5


def test_a_seals_haze_is_that_of_its_rings() -> None:
    rows, columns = np.indices((200, 200))
    away = np.hypot(columns - 100, rows - 100)
    grey = np.where(abs(away - 60) < 3, 0, 255).astype(np.uint8)
    spread = haze(grey, Seal(100, 100, 64), (100, 200), (0, 100))
    assert spread.shape == (100, 200)
    assert spread[0, 160] > 200  # on the ring
    assert spread[0, 100] < 20  # in the middle
    assert spread[99, 0] == 0  # beside the seal


def test_letters_are_those_of_the_language() -> None:
    known = letterforms()
    assert list(known.widths) == [*letters(), " "]
    assert set(known.stacked) == set(stacked())
    assert known.has("NGUYỄNPhượngĐĩnh")
    assert not known.has("Ж")
    assert known.width("ii") < known.width("mm")
    assert len(known.forms("Tấn")) == 2
    assert len(known.forms("Tan")) == 1
    assert known.em > EM


@pytest.mark.parametrize("word", ["Tân", "Hoà", "Quý", "Nguyễn", "Điệu"])
def test_other_marks_are_syllables_of_the_same_letters(word: str) -> None:
    marked = with_other_marks(word)
    assert word in marked
    assert len(set(marked)) == len(marked)
    assert all(is_syllable(other) and other[0].isupper() for other in marked)


@pytest.mark.parametrize(
    ("letters_read", "expected"),
    [
        ("Nguyển", "Nguyễn"),
        ("HOẰNG", "Hoàng"),
        ("Lường", ""),  # and Lương is another family
        ("Phàn", ""),
        ("Bàn", ""),
        ("", ""),
    ],
)
def test_surnames_that_no_other_resembles(letters_read: str, expected: str) -> None:
    assert surname_of(letters_read) == expected
    assert expected == "" or expected in surnames()


def test_parts_of_names_are_small() -> None:
    assert {"tấn", "nguyễn", "thị", "rmah"} <= name_syllables()
    assert all(part == part.lower() for part in name_syllables())


def _titles() -> list[str]:
    """More than are looked at in full."""
    heads = ("GIÁM ĐỐC", "CHỦ TỊCH", "TRƯỞNG BAN", "HIỆU TRƯỞNG", "BÍ THƯ", "VIỆN TRƯỞNG")
    return [f"{way}{head}" for way in ("", "PHÓ ", "KT. ") for head in heads]


def test_of_many_titles_that_in_the_place_is_found() -> None:
    crop, words = printed("PHÓ VIỆN TRƯỞNG")
    told = setting(crop, words)
    assert told is not None
    told = told.rough()
    box = Box.around(word.box for word in words)
    assert box is not None
    axis = ((box.x0 + box.x1) / 2 - crop.x0) * crop.dpi / 72
    found = laid_around(told, _titles(), Around(axis, 8, (told.base - 6, told.base + 6)))
    assert found[0].text == "PHÓ VIỆN TRƯỞNG"
    assert found[0].dark > 0.75  # what titles must show (hidden_titles)


@pytest.mark.parametrize("axis", [0, 30, 10_000])  # half or all of it lies off the crop
@pytest.mark.parametrize("rows", [(0, 4), (-900, -800), (9_000, 9_040)])
def test_a_place_off_the_crop_holds_no_title(axis: float, rows: tuple[float, float]) -> None:
    crop, words = printed("PHÓ VIỆN TRƯỞNG")
    told = setting(crop, words)
    assert told is not None
    assert laid_around(told.rough(), _titles(), Around(axis, 8, rows)) == []
