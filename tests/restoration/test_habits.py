"""What one engine does to every word: signs for letters, words torn at the dot below."""

from __future__ import annotations

import pytest

from pipeline.restoration import RestoredToken, Restorer, copying
from pipeline.restoration.correcting import correctable
from pipeline.restoration.places import Habits, places
from pipeline.restoration.remembering import WORDS, Remembered
from training.engines import align

OCRAD = ["Tö ch_c th?c hi_n Kë hoach", "nâng cao nh_n th_c vë nhi_m v? cúa c_ quan"]
GOCR = ["Tó ch_c th_. c hi_. n K_ hoa. ch", "ho. c tâ. p suót dời, dao dô. ng xă hô. i"]


def words(lines: list[str]) -> list[list[str]]:
    return [line.split() for line in lines]


def test_signs_within_words_stand_for_letters() -> None:
    assert Habits.of(words(OCRAD * 3)).letters == "?_"
    found = [place.atom.text for place in places(words(OCRAD * 3))]
    assert "v?" in found  # the last letter of vụ, not the end of a question


def test_a_question_mark_in_sound_text_is_none() -> None:
    assert Habits.of([["Ai", "làm?", "Ở", "đâu?"]] * 20) == Habits()


HOOKED = ["Can ci? Luat Phong chay;", "can ci? Nghi dinh; gif? ving ky luat", "nhan thi? cua"]


def test_a_horn_read_as_a_question_mark_goes(restorer: Restorer) -> None:
    assert Habits.of(words(HOOKED)).hooked
    found = [" ".join(t.text for t in line) for line in restorer.read(words(HOOKED))]
    assert found[0].startswith("Căn cứ Luật")
    assert not any("?" in line for line in found)


def test_words_torn_at_the_dot_below_are_one() -> None:
    assert Habits.of(words(GOCR * 3)).torn
    found = [place.atom.text for place in places(words(GOCR * 3))]
    assert "hoa.ch" in found
    assert "c" not in found


def test_sentences_that_end_in_a_full_stop_are_not_torn() -> None:
    lines = [["Báo", "cáo", "kết", "quả.", "Các", "đơn", "vị", "thực", "hiện."]] * 20
    assert not Habits.of(lines).torn


JOINED = [
    ("ccvcaNLD", "CCVC&NLĐ"),  # Ocrad: small c, and a for &
    ("CCVCE&NLD", "CCVC&NLĐ"),  # Tesseract's German
    ("GDaDT", "GD&ĐT"),
    ("NAME", None),
    ("BAN", None),
]


@pytest.mark.parametrize(("read", "expected"), JOINED)
def test_an_ampersand_between_abbreviations(read: str, expected: str | None) -> None:
    assert copying.abbreviation(read) == expected


def test_a_bodys_name_has_its_capital_where_the_letter_does_not_tell(restorer: Restorer) -> None:
    """s and S are one to some engines; Giám đốc is followed by Sở, cơ by sở."""
    lines = [
        ["theo", "dé", "nghi", "cua", "Giám", "dóc", "sở", "Nôi", "vu", "và", "các", "co", "sở"]
    ]
    found = [token.text for token in restorer.read(lines)[0]]
    assert found[6] == "Sở"
    assert found[12] == "sở"


def test_lines_are_remembered_within_bounds() -> None:
    known = Remembered()
    line = [[RestoredToken("a", "a", 1.0)] * 1000]
    for number in range(2 * WORDS // 1000):
        known.add(Remembered.key("eng", [[str(number)]]), line)
    assert known.find(Remembered.key("eng", [["0"]])) is None
    assert known.find(Remembered.key("eng", [[str(2 * WORDS // 1000 - 1)]])) is line
    assert known.find(Remembered.key("vie", [[str(2 * WORDS // 1000 - 1)]])) is None


def test_the_same_lines_again_are_the_same(restorer: Restorer) -> None:
    lines = words(OCRAD)
    assert restorer.read(lines) == restorer.read([list(line) for line in lines])


def test_drawn_and_read_words_are_matched_by_likeness() -> None:
    drawn = "Kế hoạch học tập suốt đời".split()
    pairs = align(drawn, "Kéhoa. ch hoc tâp suót".split())
    assert ("hoc", "học") in pairs
    assert "".join(gold.replace(" ", "") for _, gold in pairs) == "".join(drawn)


TICKED = [
    (["tu’", "hoc;", "sv’:"], ["tu", "hoc", "sv"]),  # what is left of a horn, before a colon too
    (["‘Ngay", "hoi’", "doc"], ["Ngay", "hoi", "doc"]),  # a quotation keeps its end
]


@pytest.mark.parametrize(("line", "atoms"), TICKED)
def test_ticks_behind_words_are_left_of_marks(line: list[str], atoms: list[str]) -> None:
    assert [place.atom.text for place in places([line])] == atoms


def test_a_tick_is_dropped_only_where_no_quotation_is_open() -> None:
    ends = [[place.atom.tail for place in places([line])] for line, _ in TICKED]
    assert ends == [["", ";", ":"], ["", "’", ""]]


def test_a_stop_before_small_letters_is_left_of_a_mark() -> None:
    line = "chât luong. co sö, nhu? cac TT. tinh va d/c. bi thu..."
    tails = [place.atom.tail for place in places([line.split()])]
    assert tails == ["", "", "", ",", "", "", ".", "", "", ".", "", "..."]


def test_a_word_that_loses_only_a_stop_is_no_correction() -> None:
    assert not correctable(RestoredToken("lượng.", "lượng", 1.0))
    assert correctable(RestoredToken("lựơng.", "lượng", 1.0))
