"""Digits by hand: drawn, put on a page, and read back, or known to be unsure."""

from __future__ import annotations

import numpy as np
import pytest
from fake_engines import Reads

from pipeline.document import UNREAD, Box, Word
from pipeline.reading.digits.fields import FIELDS, Look, decided
from pipeline.reading.digits.handwriting import NOTHING, Written, read_written
from pipeline.reading.digits.networks import (
    CLASSES,
    FEATURES,
    NONE,
    Ink,
    features,
    network,
    squared,
)
from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import Crop
from pipeline.reading.picture.rules import Rules
from training.digit_drawing import Drawer

DPI = 200
HIGH = 30  # pixels; 10.8 points


def resized(ink: Ink, high: int = HIGH) -> Ink:
    import cv2

    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    wide = max(3, round(cut.shape[1] * high / cut.shape[0]))
    return np.asarray(cv2.resize(cut, (wide, high), interpolation=cv2.INTER_AREA))


def hand(digits: str, seed: int, gap: int = 5) -> Ink:
    """The digits as one hand writes them side by side."""
    drawer = Drawer(np.random.default_rng(seed))
    inks = [resized(drawer.copied(drawer.written(int(d)))) for d in digits]
    spaced = [np.pad(ink, ((0, 0), (0, gap))) for ink in inks]
    return np.hstack(spaced)


def page(*inks: tuple[Ink, int, int], size: tuple[int, int] = (140, 400)) -> Cleaned:
    """A strip of white paper with these inks at (x, y)."""
    grey = np.full(size, 255, dtype=np.uint8)
    for ink, x, y in inks:
        part = grey[y : y + ink.shape[0], x : x + ink.shape[1]]
        np.minimum(part, (255 - 255 * ink).astype(np.uint8), out=part)
    return Cleaned(grey, grey, DPI, Rules())


def points(x0: int, x1: int) -> Box:
    """The field from pixel column to pixel column, a line high."""
    return Box(x0 * 72 / DPI, 45 * 72 / DPI, x1 * 72 / DPI, 95 * 72 / DPI)


def read(cleaned: Cleaned, field: Box) -> Written:
    crop = Crop(cleaned.grey, 0.0, 0.0, DPI)
    return read_written(crop, field, HIGH * 72 / DPI, network(), str.isdigit)


def test_what_the_networks_are_sure_of_is_right() -> None:
    """Fifty numbers in hands that the training did not draw: half of them at least sure
    enough to stand alone, one of these wrong at most (none where this was written)."""
    sure, wrong = 0, []
    for seed in range(50):
        digits = str(np.random.default_rng([9, seed]).integers(10, 999))
        found = read(page((hand(digits, 1060 + seed), 60, 55)), points(40, 260))
        if found.confidence >= FIELDS["number"].alone:
            sure += 1
            wrong += [digits] if found.text != digits else []
    assert sure >= 24
    assert len(wrong) <= 1


def test_a_pale_digit_that_falls_to_pieces_is_not_left_out() -> None:
    """The 2 of 253 is two corners, too low for digits: nothing is sure, not 53."""
    corners = ((block(9, 7), 60, 57), (block(9, 7), 64, 77))
    found = read(page(*corners, (hand("53", 4), 82, 55)), points(40, 260))
    assert found.confidence == 0


def test_features_do_not_depend_on_size_or_place() -> None:
    ink = resized(Drawer(np.random.default_rng(3)).written(5), 60)
    moved = np.pad(resized(ink, 30), ((4, 9), (7, 2)))
    assert squared(ink).shape == squared(moved).shape == (28, 28)
    assert features(ink).shape == (FEATURES,)
    assert np.corrcoef(features(ink), features(moved))[0, 1] > 0.97


def test_an_empty_picture_has_features_and_a_class() -> None:
    said = network().probabilities([np.zeros((5, 5), dtype=np.float32)])
    assert said.shape == (1, CLASSES)
    assert said.sum() == pytest.approx(1)


def test_a_slash_is_no_digit() -> None:
    slash = np.zeros((40, 30), dtype=np.float32)
    for row in range(40):
        slash[row, 26 - row * 5 // 8 : 29 - row * 5 // 8] = 1
    assert network().probabilities([slash])[0].argmax() == NONE


def block(wide: int, high: int) -> Ink:
    return np.ones((high, wide), dtype=np.float32)


@pytest.mark.parametrize(
    ("extra", "field", "expected"),
    [
        ((), (40, 260), "25"),
        (((block(3, 3), 150, 70),), (40, 260), "25"),  # a speck
        (tuple((block(2, 2), x, 84) for x in range(130, 250, 8)), (40, 260), "25"),  # dots
        (((block(4, 40), 256, 50),), (40, 258), ""),  # print lies across the edge
        (((block(4, 40), 300, 50),), (40, 260), "25"),  # print beyond it does not matter
    ],
)
def test_what_stands_beside_the_digits(
    extra: tuple[tuple[Ink, int, int], ...], field: tuple[int, int], expected: str
) -> None:
    assert read(page((hand("25", 4), 60, 55), *extra), points(*field)).text == expected


def test_a_digit_that_fell_apart_is_one_digit() -> None:
    """A worn 5 in two pieces, each too low for a digit: `05`, not `0`."""
    ink = hand("35", 4)
    ink[14:16, ink.shape[1] // 2 :] = 0
    found = read(page((ink, 60, 55)), points(40, 260))
    assert found.confidence < 0.5 or found.text == "35"


def test_an_empty_field_holds_nothing() -> None:
    assert read(page(), points(40, 260)) == NOTHING


def seen(text: str, confidence: float) -> list[Word]:
    return [Word(text, text, points(60, 110), confidence)] if text else []


def look(cleaned: Cleaned, again: str, height: float = HIGH * 72 / DPI) -> Look:
    crops = {7: [Seen(again, 12, 12, 40, 40, 0.9)]} if again else {}
    return Look(cleaned, Reads([], crops), height)


@pytest.mark.parametrize(
    ("written", "page_reads", "again", "field", "expected"),
    [
        ("15", ("4S", 0.6), "45", "day", "15"),  # the recogniser knows no such 1
        ("15", ("", 0.0), "", "day", "15"),
        ("31", ("31", 0.97), "", "number", "31"),  # typed as far as anyone can tell
        ("31", ("84", 0.97), "84", "number", UNREAD),  # sure of one thing and of another
        ("19", ("42", 0.64), "42", "number", UNREAD),  # read alike twice, and otherwise
        ("45", ("", 0.0), "", "day", UNREAD),  # no day
        ("5", ("", 0.0), "", "day", "5"),  # the nought that decree 30/2020 asks for is not written
        ("13", ("", 0.0), "", "month", UNREAD),  # no month
    ],
)
def test_whose_word_counts(
    written: str, page_reads: tuple[str, float], again: str, field: str, expected: str
) -> None:
    cleaned = page((hand(written, 4), 60, 55))
    found = decided(seen(*page_reads), points(40, 260), look(cleaned, again), FIELDS[field])
    assert found is not None
    assert found.text == expected
    assert (found.confidence > 0) == (expected != UNREAD)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (60, "5"),
        (180, UNREAD),  # room for another before it, which may be too pale to be seen
        (42, UNREAD),  # right behind the print, which may hide another
    ],
)
def test_where_a_single_digit_stands(at: int, expected: str) -> None:
    cleaned = page((hand("5", 4), at, 55))
    found = decided([], points(40, 260), look(cleaned, ""), FIELDS["day"])
    assert found is not None
    assert found.text == expected


def test_what_three_readers_say_stands() -> None:
    """A dot beside the digits makes the networks worth nothing alone."""
    cleaned = page((hand("31", 4), 60, 55), (block(12, 6), 120, 60))
    word = decided(seen("31", 0.5), points(40, 260), look(cleaned, "31"), FIELDS["number"])
    assert word is not None
    assert word.text == "31"


def test_all_readings_are_kept_for_a_person_to_see() -> None:
    cleaned = page((hand("31", 4), 60, 55))
    word = decided(seen("84", 0.97), points(40, 260), look(cleaned, "89"), FIELDS["number"])
    assert word is not None
    assert [a.text for a in word.alternatives] == ["84", "89", "31"]


def test_letters_beside_a_digit_are_not_dropped() -> None:
    """`6Ÿ` is 69 or 68, never 6."""
    cleaned = page((block(10, HIGH), 60, 55), (block(12, HIGH), 80, 55))
    word = decided(seen("6Ÿ", 0.7), points(40, 260), look(cleaned, "6"), FIELDS["number"])
    assert word is not None
    assert word.text != "6"
