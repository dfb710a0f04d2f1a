"""Readings of a name's line: what they agree on stands, the rest is marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pytest

from pipeline.document import UNREAD, Alternative, Box, Word
from pipeline.names import leading_syllables, name_syllables
from pipeline.reading.picture.skew import Grey
from pipeline.reading.signature.eye import Eye
from pipeline.reading.signature.ink_votes import confirmed, denied
from pipeline.reading.signature.name_votes import agreed, is_disputed, with_others
from pipeline.reading.signature.resemblance import Resembles, with_other_marks
from pipeline.reading.signature.seal import Seal, centred, shades, without_rings
from pipeline.reading.signature.signing_words import composed, is_degree, signing_line, tidied
from pipeline.reading.signature.votes import agree, all_known, name_words, whole_name

STEP = 40


def row(text: str, confidence: float = 0.95, start: int = 0) -> list[Word]:
    """Words in places 40 points wide; `.` leaves a place empty."""
    return [
        Word(t, t, Box(STEP * i, 0, STEP * i + 34, 12), 0.0 if t == UNREAD else confidence)
        for i, t in enumerate(text.split(), start)
        if t != "."
    ]


def nowhere(_: Box) -> bool:
    return False


def first_place(box: Box) -> bool:
    return box.x0 < STEP


def text(words: list[Word]) -> str:
    return " ".join(w.text for w in words)


@pytest.mark.parametrize(
    ("block", "crops", "expected"),
    [
        ("Lê Văn An", ["Lê Văn An"] * 3, "Lê Văn An"),
        ("Lê Tân An", ["Lê Tấn An"] * 3, "Lê Tấn An"),  # three of the line against the block
        ("Lê Tân An", ["Lê Tấn An", "Lê Tấn An", "Lê Tân An"], f"Lê {UNREAD} An"),
        ("Lê Tân An", ["Lê TẤn An"] * 3, "Lê Tấn An"),  # capitals in bold are none
        ("Lê Tân An", ["Lê Tấn An", "Lê Tấn An", "Lê . An"], f"Lê {UNREAD} An"),  # two are few
        ("Lê Tân An", ["Lê Tân An", "Lê T#n An", "Lê Tân An"], "Lê Tân An"),  # T#n is no vote
        ("Đỗ Hoà", ["Đỗ Hòa"] * 3, "Đỗ Hoà"),  # tones are placed as one likes
        (f"{UNREAD} Văn An", ["Lê Văn An"] * 3, "Lê Văn An"),  # what only the line shows
        (f"Lê {UNREAD} An", ["Lê Tấn An", "Lê Tân An", "Lê Tấn An"], f"Lê {UNREAD} An"),
        ("Lê Văn An", ["Lê Văn An", "Lễ Văn An", "Lễ Văn An"], "Lê Văn An"),  # nobody's surname
        ("Lương Văn An", ["Lương Văn An", "Lường Văn An", "Lương Văn An"], f"{UNREAD} Văn An"),
        ("Lý Lê An", ["Lý Lễ An", "Lý Lê An", "Lý Lê An"], f"Lý {UNREAD} An"),  # no surname's place
        (f"{UNREAD} Văn An", ["lê Văn An"] * 3, f"{UNREAD} Văn An"),  # a name has capitals
        ("Ñgô Văn An", ["Ñgô Văn An"] * 3, f"{UNREAD} Văn An"),  # no letter of the language
        ("Hoó Văn An", ["Hoó Văn An"] * 3, f"{UNREAD} Văn An"),  # no place for a tone
        ("Lê Quí Giò", ["Lê Quí Giò"] * 3, "Lê Quí Giò"),  # qu and gi are consonants
        ("Lê Văn An", [""] * 3, "Lê Văn An"),  # the crops saw nothing: the block was sure
        ("Thị Mỹ Xuyên", ["Thị Mỹ Xuyên"] * 3, f"{UNREAD} Thị Mỹ Xuyên"),  # surname lost
    ],
)
def test_words_that_the_readings_agree_on(block: str, crops: list[str], expected: str) -> None:
    assert text(agreed(row(block), [row(c) for c in crops], [], nowhere)) == expected


def test_no_reading_is_sure_enough() -> None:
    """`Tân` for Tấn came three times from one page, with .80 to .83 each time."""
    votes = [row("Lê Tân An", 0.8)] * 3
    assert text(agreed(row("Lê Tân An", 0.83), votes, [], nowhere)) == f"Lê {UNREAD} {UNREAD}"


@pytest.mark.parametrize(
    ("block", "crops", "expected"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An", f"Nguyễn {UNREAD} {UNREAD}"),  # no other is like it
        ("Lương Văn An", "Lương Văn An", f"{UNREAD} {UNREAD} {UNREAD}"),  # Lường is
    ],
)
def test_surnames_that_none_resembles_need_less(block: str, crops: str, expected: str) -> None:
    assert text(agreed(row(block, 0.7), [row(crops, 0.6)] * 3, [], nowhere)) == expected


def test_degrees_are_no_part_of_the_name() -> None:
    votes = [row("PGS.TS Lê An")] * 3
    assert text(agreed(row("PGS.TS Lê An"), votes, [], nowhere)) == "PGS.TS Lê An"
    assert text(agreed(row(f"{UNREAD} Lê An"), votes, [], nowhere)) == "PGS.TS Lê An"
    assert not whole_name(row("TS. Thị An"))


def test_under_a_seal_only_what_was_freed_of_it_counts() -> None:
    plain, freed = [row("Vũ Văn An")] * 3, [row("Vi Văn An")] * 3
    assert text(agreed(row(f"{UNREAD} Văn An"), plain, freed, first_place)) == "Vi Văn An"


@pytest.mark.parametrize(
    ("freed", "expected"),
    [
        (["Đăng", "Đăng", "Đặng", "Đặng", "Đặng"], "Đặng"),  # the dot went with the seal's ink
        (["Lượng", "Lưỡng", "Lường", "Lường", "Lường"], UNREAD),  # two others: not an error of one
        (["Trong", "Trương", "Trương", "Trương", "frt#ng"], "Trương"),
        (["Trong", "Trương", "Trương", "", ""], UNREAD),  # two are few under a seal
        (["Ba", "Ba", "Ba", "Ba", "Bá"], UNREAD),  # one still has the mark that others lost
    ],
)
def test_marks_may_be_lost_under_a_seal(freed: list[str], expected: str) -> None:
    made = agreed(
        row("Tê An"), [row("Tê An")] * 3, [row(f"{f or '.'} An") for f in freed], first_place
    )
    assert text(made) == f"{expected} An"
    assert made[0].confidence <= 0.8


def test_a_gap_can_hold_two_words() -> None:
    gap = Word(UNREAD, UNREAD, Box(0, 0, 2 * STEP - 6, 12), 0.0)
    line = [gap, *row("An", start=2)]
    whole = [row("Lê Văn An")] * 3
    assert text(agreed(line, whole, [], nowhere)) == "Lê Văn An"
    torn = [[*row("Lê", start=0), *row("3iông", start=1), *row("An", start=2)]] * 3
    assert text(agreed(line, torn, [], nowhere)) == f"{UNREAD} An"  # never Lê An


def test_what_was_read_stays_as_an_alternative() -> None:
    votes = [row("Lê Tấn An"), row("Lê Tần An"), row("Lê Tấn An")]
    word = agreed(row("Lê Tân An"), votes, [], nowhere)[1]
    assert (word.text, word.confidence) == (UNREAD, 0.0)
    assert {a.text for a in word.alternatives} == {"Tân", "Tấn", "Tần"}


def test_a_word_against_the_block_is_less_sure() -> None:
    word = agreed(row("Lê Tân An"), [row("Lê Tấn An")] * 3, [], nowhere)[1]
    assert word.confidence < 0.8


@dataclass(frozen=True, slots=True)
class Likes(Eye):
    """Takes what it likes of the candidates, with one margin."""

    likes: tuple[str, ...] = ()
    margin: float = 0.5

    def resembles(self, word: Word, candidates: Iterable[str]) -> Resembles | None:
        found = next((c for c in candidates if c in self.likes), "")
        return Resembles(found, self.margin, 0.9) if found else None


@pytest.mark.parametrize(
    ("block", "crop", "likes", "margin", "expected"),
    [
        ("Lê Tân An", "Lê Tấn An", "Tấn", 0.5, "Lê Tấn An"),  # the ink between two readings
        ("Lê Tân An", "Lê Tấn An", "Tân", 0.5, "Lê Tân An"),
        ("Lê Tân An", "Lê Tân An", "Tấn", 0.5, f"Lê {UNREAD} An"),  # what no reading has
        ("Lê Tân An", "Lê Tấn An", "Tấn", 0.1, f"Lê {UNREAD} An"),  # it cannot tell
        ("Lê Phác An", "Lê Phác An", "Phúc", 0.5, f"Lê {UNREAD} An"),  # nobody is named so
    ],
)
def test_the_ink_is_a_voter(
    block: str, crop: str, likes: str, margin: float, expected: str
) -> None:
    eye = Likes(likes=("Lê", "An", likes), margin=margin)
    made = agreed(row(block), [row(crop)] * 3 if margin > 0.2 else [row(crop)], [], nowhere, eye)
    assert made[1].text == expected.split()[1]


@dataclass(frozen=True, slots=True)
class Sharp(Likes):
    """Print like our letters, of which each word is as much like the liked one."""

    likes_it: float = 0.97

    @property
    def sharp(self) -> bool:
        return True

    @property
    def likeness(self) -> float:
        return 0.97

    def resembles(self, word: Word, candidates: Iterable[str]) -> Resembles | None:
        found = next((c for c in candidates if c in self.likes), "")
        return Resembles(found, self.margin, self.likes_it) if found else None


@pytest.mark.parametrize(
    ("block", "eye", "expected"),
    [
        ("Lê Điệu An", Sharp(likes=("Diệu",), margin=0.8), "Diệu"),  # a part of names
        ("Lê Điệu An", Sharp(likes=("Diệu",), margin=0.4), UNREAD),  # the ink is not sure
        ("Lê Điệu An", Sharp(likes=("Diệu",), margin=0.8, likes_it=0.9), UNREAD),  # worn
        ("Lê Điệu An", Likes(likes=("Diệu",), margin=0.8), UNREAD),  # another font's marks
        ("Lê Khứng An", Sharp(likes=("Khửng",), margin=0.8), "Khửng"),  # in no list: its tone
        ("Lê Khứng An", Sharp(likes=("Khung",), margin=0.8), UNREAD),  # and nothing else
        ("Lê Thịnh An", Sharp(likes=("Thinh",), margin=0.8), UNREAD),  # the dot is worn away
    ],
)
def test_sharp_ink_is_believed_alone(block: str, eye: Eye, expected: str) -> None:
    assert agreed(row(block), [row(block)] * 3, [], nowhere, eye)[1].text == expected


@pytest.mark.parametrize(
    ("block", "crops", "eye", "expected"),
    [
        # In no list of names: sure readings do not stand against the ink.
        ("Phau An", ["Phan An", "Phau An", "Phau An"], Likes(likes=("Phan",)), "Phan"),
        # A part of names stands against what is none, and little ink.
        ("Hiếu An", ["Hiêu An"], Likes(likes=("Hiêu",), margin=0.2), UNREAD),
        # One unsure crop is not borne out by ink that is like nothing else either.
        (f"{UNREAD} An", ["Xinh An"], Likes(likes=("Xinh",), margin=1.0), UNREAD),
        # The best of candidates that are none.
        (f"{UNREAD} An", ["Minh An", "Xinh An"], Sharp(likes=("Minh",), likes_it=0.5), UNREAD),
        # One unsure crop, and print like ours that is as much like it as its line.
        (f"{UNREAD} An", ["Lưu An"], Sharp(likes=("Lưu",)), "Lưu"),
        (f"{UNREAD} An", ["Lưu An"], Sharp(likes=("Lưu",), likes_it=0.9), UNREAD),
        # A tone that little ink shows: of what is in no list that is doubt enough.
        ("Thuy An", ["Thuy An"] * 3, Likes(likes=("Thùy",), margin=0.2), UNREAD),
        ("Thanh An", ["Thanh An"] * 3, Likes(likes=("Thành",), margin=0.2), "Thanh"),
    ],
)
def test_what_the_ink_is_believed_in(block: str, crops: list[str], eye: Eye, expected: str) -> None:
    sure = 0.6 if len(crops) == 1 else 0.92
    made = agreed(row(block), [row(crop, sure) for crop in crops], [], nowhere, eye)
    assert made[0].text == expected


def test_readings_that_agree_on_what_the_ink_shows_need_not_be_sure() -> None:
    """`Đàm` came four times from its line with 0 to .27, and the ink looked like nothing else."""
    eye = Likes(likes=("Đàm",))
    (word, _) = agreed(row(f"{UNREAD} An"), [row("Đàm An", 0.2)] * 4, [], nowhere, eye)
    assert (word.text, word.confidence) == ("Đàm", 0.7)
    assert agreed(row(f"{UNREAD} An"), [row("Đàm An", 0.2)] * 2, [], nowhere, eye)[0].text == UNREAD


@pytest.mark.parametrize(
    ("likes", "expected"),
    [
        ("Thùy", "Thùy"),  # what another reading of the block has, and the ink
        ("Thuy", "Thuy"),
        ("", UNREAD),  # nothing tells which
    ],
)
def test_another_reading_of_the_block_against_all_crops(likes: str, expected: str) -> None:
    block = with_others(row("Lê Thuy An"), [*row("Lê Thùy An"), *row("Đê . .", 0.5)])
    assert is_disputed(block)
    eye = Likes(likes=("Lê", likes, "An"), margin=0.2)
    told = agreed(block, [row("Lê Thuy An")] * 4, [], nowhere, eye)
    assert told[1].text == expected


def test_what_wear_left_of_a_word_disputes_nothing() -> None:
    assert not is_disputed(with_others(row("Lê Thùy An"), row("Lê Thuy An")))


def test_an_unmistakable_surname_that_all_readings_under_a_seal_have() -> None:
    freed = [row(f"{name} An", 0.6) for name in ("Bùi",) * 5]
    assert text(agreed(row("Tê An"), [row("Tê An")] * 3, freed, first_place)) == "Bùi An"
    freed = [row(f"{name} An", 0.6) for name in ("Hà",) * 5]
    assert text(agreed(row("Tê An"), [row("Tê An")] * 3, freed, first_place)) == f"{UNREAD} An"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nay H'Blơng", "Nay H'Blơng"),
        ("Y Krông Niê", "Y Krông Niê"),
        ("Blup Hlong", "Blup Hlong"),
        ("Nay Thlng", f"Nay {UNREAD}"),  # no word of any people
    ],
)
def test_names_of_the_central_highlands(name: str, expected: str) -> None:
    crops = [row(name)] * 4
    (line,) = tidied([signing_line(row(name))])
    assert text(agreed(line.words, crops, [], nowhere)) == expected


def test_one_word_is_a_name_where_a_people_has_such() -> None:
    assert [line.text for line in tidied([signing_line(row("K'Brang"))])] == ["K'Brang"]
    assert list(tidied([signing_line(row("Brang"))])) == []


def test_a_syllable_in_no_list_is_held_against_all_tones() -> None:
    """`Khứng` is read for Khửng, as Phứ for Phử: the list would hold nothing against it."""
    eye = Likes(likes=("Khửng",))
    assert agreed(row("Lê Khứng An"), [row("Lê Khứng An")] * 3, [], nowhere, eye)[1].text == UNREAD
    assert denied(row("Lê Khứng An"), eye)
    blind = agreed(row("Lê Khứng An"), [row("Lê Khứng An")] * 3, [], nowhere)
    assert (blind[1].text, blind[1].confidence) == ("Khứng", 0.7)  # read, but by nobody borne out
    assert not all_known(row("Lê Khứng An"))
    assert all_known(row("ThS. Lê Tuyển"))


def test_sure_words_that_look_so_need_no_second_reading() -> None:
    eye = Likes(likes=("Lê", "Tấn", "An"))
    assert confirmed(row("ThS. Lê Tấn An"), eye)
    assert not confirmed(row("Lê Tân An"), eye)
    assert not confirmed(row("Lê Tấn An", 0.8), eye)
    assert not confirmed(row("Lê Tấn An"), Eye())
    assert denied(row("Lê Tân An"), eye)
    assert not denied(row("Lê Tấn An"), eye)


def test_strokes_are_no_words() -> None:
    assert text(name_words(row("“Lê _ 3iông An|"))) == "Lê iông An"
    assert agree(row("Lê An"), row("— Lê An _"))
    assert not agree(row("Lê An"), row("Lê Ân"))
    assert whole_name(row("Lê Thị An"))
    assert not whole_name([])


def disc(size: int = 200, radius: float = 70, x: float = 100, y: float = 100) -> Grey:
    """A seal of one ring, with a line of print across its foot."""
    rows, columns = np.indices((size, size))
    away = np.hypot(columns - x, rows - y)
    grey = np.full((size, size), 255, dtype=np.uint8)
    grey[(away > radius - 3) & (away < radius)] = 90
    return grey


def test_rings_go_and_strokes_across_them_stay() -> None:
    grey = disc()
    grey[100:104, 20:60] = 0  # a stroke through the ring's left side
    made = without_rings(grey, Seal(100, 100, 70))
    assert made[100:104, 24:56].max() == 0
    assert (made < 200).sum() < 250
    assert (grey < 200).sum() > 1300


def test_a_seal_found_a_little_off_is_centred() -> None:
    seal = centred(disc(), Seal(102.5, 98, 70))
    assert abs(seal.x - 100) <= 0.5
    assert abs(seal.y - 100) <= 0.5


def test_shades_lie_between_the_inks() -> None:
    noise = np.random.default_rng(1).normal(0, 12, (200, 200))
    grey = disc().astype(float)
    grey[150:160, 60:140] = 30
    grey = np.clip(grey + noise, 0, 255).astype(np.uint8)
    assert all(20 < shade < 100 for shade in shades(grey, Seal(100, 100, 70)))
    assert shades(np.full((200, 200), 255, dtype=np.uint8), Seal(100, 100, 70)) == ()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ThS.", True),
        ("Ths", True),  # a stop lost
        ("PGS.TS,", True),
        ("TS", True),
        ("TTƯT.BSCKII", True),
        ("Thu", False),
        ("Ts", False),  # too short to be told from a syllable that was cut
    ],
)
def test_degrees(word: str, *, expected: bool) -> None:
    assert is_degree(word) is expected


def test_a_misread_digit_before_a_name_is_a_degree() -> None:
    line = signing_line(row("1S. Lê Văn An"))
    assert [tidy.text for tidy in tidied([line])] == ["TS. Lê Văn An"]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (("kT,", "KT.", "CT."), "KT. BỘ TRƯỞNG"),  # two of three, though none was sure
        (("kT,", "CT.", "ÑT"), "BỘ TRƯỞNG"),
        (("(TL", "TL.", "IL"), "TL. BỘ TRƯỞNG"),
        (("BỘ", "BỘ", "BỘ"), "BỘ TRƯỞNG"),  # no capacity
    ],
)
def test_a_capacity_that_readings_have_in_part(read: tuple[str, ...], expected: str) -> None:
    office = row("BỘ TRƯỞNG", start=1)
    unread = [
        Word(UNREAD, UNREAD, Box(0, 0, 34, 12), 0.0, (Alternative(text, 0.2),)) for text in read
    ]
    readings = [[signing_line([word, *office])] for word in unread]
    (line,) = composed([[signing_line(office)], *readings])
    assert line.text == expected


def test_of_a_long_degree_its_beginning_is_enough() -> None:
    line = signing_line([*row("BS.CKIL.", 0.3), *row("Lê Văn An", start=1)])
    assert [tidy.text for tidy in tidied([line])] == ["BS. Lê Văn An"]


def test_every_rare_part_of_names_can_be_one() -> None:
    """Each that is not spelled as a syllable would never be compared."""
    rare = name_syllables() - leading_syllables()
    assert len(rare) > 500
    assert [word for word in rare if len(with_other_marks(word)) < 1] == []
    assert {"tuyển", "phử", "dễ", "lữ"} <= name_syllables()


@pytest.mark.parametrize(
    ("opening", "gap", "height", "expected"),
    [
        ("1ý", 4, 12, f"{UNREAD} Hoàng Bách"),  # half of Lý
        ("1ý", 30, 12, "Hoàng Bách"),  # a stroke beside the name
        ("1ý", 4, 40, "Hoàng Bách"),  # and one of the pen's
        (".,", 4, 12, "Hoàng Bách"),  # specks
    ],
)
def test_half_a_word_right_before_a_name_was_not_read(
    opening: str, gap: int, height: int, expected: str
) -> None:
    box = Box(100 - gap - 14, 12 - height, 100 - gap, 12)
    words = [Word(opening, opening, box, 0.35), *_at(100, "Hoàng Bách")]
    assert [line.text for line in tidied([signing_line(words)])] == [expected]


def _at(x0: float, name: str) -> list[Word]:
    places = enumerate(name.split())
    return [Word(t, t, Box(x0 + 40 * i, 0, x0 + 40 * i + 34, 12), 0.96) for i, t in places]


def test_a_name_of_two_words_is_doubted_where_another_reading_has_more() -> None:
    whole, longer = _at(100, "Hoàng Bách"), _at(100, "Lý Thị Hoàng Bách")
    half = [Word(UNREAD, UNREAD, Box(82, 0, 96, 12), 0.0), *whole]
    readings = [[signing_line(whole)], [signing_line(half)]]
    assert [line.text for line in composed(readings)] == [f"{UNREAD} Hoàng Bách"]
    assert [line.text for line in composed([[signing_line(longer)]] * 2)] == ["Lý Thị Hoàng Bách"]
    assert composed([]) == []
