"""Words of a name that a seal hid: put in where the ink tells them, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from pipeline.document import UNREAD, Alternative, Box, Word
from pipeline.reading.signature.eye import Eye
from pipeline.reading.signature.hidden_names import with_hidden_words
from pipeline.reading.signature.resemblance import Resembles


@dataclass(frozen=True, slots=True)
class Sees(Eye):
    """Tells before a word what it was told to, with a margin and a share of dark print."""

    told: dict[str, tuple[str, float, float]] = field(default_factory=dict)

    @property
    def sealed(self) -> bool:
        return True

    def before(self, word: Word, candidates: Iterable[str]) -> Resembles | None:
        text, margin, dark = self.told.get(word.text, ("", 0.0, 0.0))
        if text not in set(candidates):
            return None
        return Resembles(text, margin, dark, Box(0, 0, 30, 12))


def row(text: str) -> list[Word]:
    return [Word(t, t, Box(40 * i, 0, 40 * i + 34, 12), 0.9) for i, t in enumerate(text.split())]


def sure(*pairs: str) -> dict[str, tuple[str, float, float]]:
    told = (pair.split("<") for pair in pairs)
    return {word: (before, 0.6, 0.9) for word, before in told}


@pytest.mark.parametrize(
    ("line", "told", "expected"),
    [
        (f"{UNREAD} Văn An", sure("Văn<Trần"), "Trần Văn An"),
        (f"{UNREAD} {UNREAD} An", sure("An<Văn", "Văn<Trần"), "Trần Văn An"),  # one after another
        (f"{UNREAD} {UNREAD} Văn An", sure("Văn<Trần"), "Trần Văn An"),  # rings are no words
        # Đình is a middle name beside the surname Đinh, Chu a surname beside Chử.
        (f"{UNREAD} {UNREAD} Hải An", sure("Hải<Đình", "Đình<Võ"), "Võ Đình Hải An"),
        (f"{UNREAD} Văn An", sure("Văn<Chu"), "Chu Văn An"),
        (f"{UNREAD} An", sure("An<Hoàng"), f"{UNREAD} An"),  # two words are too few
        (f"{UNREAD} An", sure("An<Văn"), f"{UNREAD} An"),  # a middle name alone is no name
        (f"{UNREAD} Tuấn An", sure("Tuấn<Kim"), "Kim Tuấn An"),  # nothing stands before it
        (
            f"{UNREAD} Tuấn An",
            sure("Tuấn<Kim") | {"Kim": ("Trần", 0.1, 0.8)},
            f"{UNREAD} Tuấn An",
        ),  # something before it
        (f"{UNREAD} Tuấn An", sure("Tuấn<Kim", "Kim<Trần"), "Trần Kim Tuấn An"),
        (f"{UNREAD} Văn An", {"Văn": ("Trần", 0.1, 0.9)}, f"{UNREAD} Văn An"),  # another fits too
        (f"{UNREAD} Văn An", {"Văn": ("Trần", 0.6, 0.5)}, f"{UNREAD} Văn An"),  # paper in its place
        (f"{UNREAD} Văn An", {}, f"{UNREAD} Văn An"),
        (f"{UNREAD} Văn An", sure("Văn<Trưng"), f"{UNREAD} Văn An"),  # Trung is like it
        (f"{UNREAD} Lò An", sure("Lò<BS."), "Lò An"),
        (f"{UNREAD} Trần Văn An", sure("Trần<ThS."), "Trần Văn An"),  # a degree is no name
        (f"{UNREAD} Ngọc An", sure("Ngọc<ThS."), f"{UNREAD} Ngọc An"),  # nor is what stands behind
        (f"Trần {UNREAD} An", sure("An<Văn"), "Trần Văn An"),
        (f"Trần {UNREAD} An", sure("An<TS."), f"Trần {UNREAD} An"),
        (f"Trần Văn {UNREAD}", sure(), f"Trần Văn {UNREAD}"),  # nothing to its right
        (f"{UNREAD} {UNREAD}", sure(), f"{UNREAD} {UNREAD}"),
        (
            f"{UNREAD} Văn An",
            {"Văn": ("Trần", 1.4, 0.65)},
            "Trần Văn An",
        ),  # pale, but like nothing else
        (f"{UNREAD} Văn An", {"Văn": ("Trần", 1.4, 0.5)}, f"{UNREAD} Văn An"),
        (f"{UNREAD} Trần Văn An", {"Trần": ("Vi", 0.1, 0.05)}, "Trần Văn An"),  # a pen's stroke
        (f"{UNREAD} Trần An", {"Trần": ("Vi", 0.1, 0.05)}, f"{UNREAD} Trần An"),  # two words
        (f"{UNREAD} Ngọc Văn An", {"Ngọc": ("Vi", 0.1, 0.05)}, f"{UNREAD} Ngọc Văn An"),
        ("Trần Văn An", sure("Trần<Lê"), "Trần Văn An"),  # a whole name stays
        ("Hoàng An", sure("Hoàng<Lê"), "Lê Hoàng An"),  # two words are seldom a whole name
        ("Trần An", sure(), "Trần An"),
        ("Phú An", sure("Phú<Trần"), "Trần Phú An"),  # a surname, but more often a middle name
        ("Phú An", {"Phú": ("Trần", 0.1, 0.8)}, f"{UNREAD} Phú An"),
        ("Phú An", {"Phú": ("Trần", 0.6, 0.3)}, "Phú An"),  # bare paper before it
        ("Ngọc Minh An", sure("Ngọc<Trần"), "Trần Ngọc Minh An"),  # nobody's surname
        ("Phú Minh An", sure("Phú<Trần"), "Phú Minh An"),
    ],
)
def test_hidden_words(line: str, told: dict[str, tuple[str, float, float]], expected: str) -> None:
    made = with_hidden_words(row(line), Sees(told=told))
    assert " ".join(word.text for word in made) == expected


def test_a_word_that_was_read_in_several_ways_is_not_hidden() -> None:
    words = row(f"Trần {UNREAD} An")
    words[1] = replace(words[1], alternatives=(Alternative("Điệu", 0.8),))
    assert with_hidden_words(words, Sees(told=sure("An<Diện"))) == words


def test_the_print_and_one_of_several_readings() -> None:
    words = row(f"Trần {UNREAD} An")
    words[1] = replace(words[1], alternatives=(Alternative("Viên", 0.8), Alternative("Văn", 0.4)))
    made = with_hidden_words(words, Sees(told=sure("An<Văn")))
    assert [word.text for word in made] == ["Trần", "Văn", "An"]


@dataclass(frozen=True, slots=True)
class SeesPlain(Sees):
    """The same where no seal lies on the line."""

    @property
    def sealed(self) -> bool:
        return False


def test_plain_print_in_doubt_is_not_told_by_its_place() -> None:
    words = row(f"{UNREAD} Văn An")
    words[0] = replace(words[0], alternatives=(Alternative("Đoàn", 0.8), Alternative("Đoãn", 0.4)))
    assert with_hidden_words(words, SeesPlain(told=sure("Văn<Đoàn"))) == words


def test_small_letters_are_no_reading_of_a_name() -> None:
    words = row(f"{UNREAD} Văn An")
    words[0] = replace(words[0], alternatives=(Alternative("sương", 0.8),))  # a stroke, and ương
    told = with_hidden_words(words, SeesPlain(told=sure("Văn<Lương")))
    assert told[0].text == "Lương"


def test_what_was_told_is_less_sure_than_what_was_read() -> None:
    made = with_hidden_words(row(f"{UNREAD} Văn An"), Sees(told=sure("Văn<Trần")))
    assert made[0].confidence < min(word.confidence for word in made[1:])
    assert made[0].box == Box(0, 0, 30, 12)


def test_a_blind_eye_changes_nothing() -> None:
    words = row(f"{UNREAD} Văn An")
    assert with_hidden_words(words, Eye()) == words
    assert with_hidden_words([], Eye()) == []
