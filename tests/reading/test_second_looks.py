"""Letterhead and signature read again: confirmed, marked unread, or left empty."""

from __future__ import annotations

import numpy as np
import pytest
from fake_engines import Reads, seen_row
from PIL import Image

from pipeline.document import UNREAD, Box, Line, Region, Word
from pipeline.reading.digits import fields
from pipeline.reading.digits.handwriting import Written
from pipeline.reading.digits.letterhead import look_at_letterhead
from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.picture.cleaning import Cleaned, clean
from pipeline.reading.picture.crops import cut, tallest
from pipeline.reading.picture.rules import Rules
from pipeline.reading.signature.block import look_again

DPI = 72  # a pixel is a point


def paper(*ink: tuple[int, int, int, int]) -> Cleaned:
    """A white page with black rectangles (x0, top, x1, bottom)."""
    grey = np.full((842, 595), 255, dtype=np.uint8)
    for x0, top, x1, bottom in ink:
        grey[top:bottom, x0:x1] = 0
    return Cleaned(grey, grey, DPI, Rules())


def line(region: Region, *words: tuple[str, int, int, float], top: int = 100) -> Line:
    """Words as (text, x0, x1, confidence), ten points high."""
    made = tuple(Word(t, t, Box(x0, top, x1, top + 10), c) for t, x0, x1, c in words)
    return Line(made, region, Box.around(w.box for w in made))


def date(day: str | None, confidence: float) -> Line:
    words = [("Huế,", 300, 330, 0.9), ("ngày", 334, 360, 0.96)]
    if day:
        words.append((day, 364, 380, confidence))
    words += [("tháng", 390, 420, 0.96), ("03", 424, 436, 0.97), ("năm", 440, 460, 0.96)]
    return line(Region.LETTERHEAD_RIGHT, *words, ("2024", 464, 490, 0.97))


TYPED = (366, 101, 372, 110)
TALL = (366, 96, 374, 111)
MONTH = (425, 101, 434, 110)


def digits(text: str, confidence: float = 0.9) -> dict[int, list[Seen]]:
    return {7: [Seen(text, 12, 12, 24, 22, confidence)]}


@pytest.mark.parametrize(
    ("day", "confidence", "ink", "again", "expected"),
    [
        ("12", 0.96, TYPED, "", "12"),  # typed and sure
        ("12", 0.70, TYPED, "12", "12"),  # unsure, confirmed by the second reading
        ("12", 0.40, TYPED, "12", "12"),  # doubted, as high as print
        ("12", 0.40, (366, 99, 374, 110), "12", UNREAD),  # taller: it errs twice alike by hand
        ("l2", 0.70, TYPED, "12", "12"),  # a letter for a digit, confirmed
        ("12", 0.70, TYPED, "19", UNREAD),  # the readings disagree
        ("45", 0.89, TALL, "45", UNREAD),  # by hand, and no day at that
        ("15", 0.95, TALL, "15", UNREAD),  # by hand: even agreement is no proof
        ("41", 0.95, TYPED, "41", UNREAD),  # no day of a month
        (None, 0.0, TALL, "", UNREAD),  # ink that was not read at all
        (None, 0.0, (366, 109, 380, 110), "", None),  # a dotted line: left blank
        (None, 0.0, None, "", None),  # nothing there
    ],
)
def test_the_day(
    day: str | None,
    confidence: float,
    ink: tuple[int, int, int, int] | None,
    again: str,
    expected: str | None,
) -> None:
    page = paper(*([ink] if ink else []), MONTH)
    engine = Reads([], digits(again) if again else {})
    (looked,) = look_at_letterhead([date(day, confidence)], page, engine)
    middle = f"{expected} " if expected else ""
    assert looked.text == f"Huế, ngày {middle}tháng 03 năm 2024"


def test_what_was_read_stays_as_an_alternative() -> None:
    engine = Reads([], digits("12"))
    (looked,) = look_at_letterhead([date("15", 0.95)], paper(TALL, MONTH), engine)
    unread = next(w for w in looked.words if w.text == UNREAD)
    read = [a.text for a in unread.alternatives]
    assert read == ["15", "12", "1"]  # the page's, the crop's, the networks' (of a bare stroke)
    assert unread.confidence == 0.0


def number(*between: tuple[str, int, int, float]) -> list[Line]:
    words = [("Số:", 100, 118, 0.95), *between, ("/KH-SYT", 160, 200, 0.9)]
    return [line(Region.LETTERHEAD_LEFT, *words), date("12", 0.96)]


@pytest.mark.parametrize(
    ("between", "ink", "expected"),
    [
        ((("31", 140, 152, 0.95),), (140, 101, 151, 110), "Số: 31 /KH-SYT"),
        ((), None, "Số: /KH-SYT"),  # blank
        ((), (130, 94, 150, 112), "Số: □ /KH-SYT"),  # by hand, not seen by the recogniser
        ((("{242", 130, 152, 0.4),), (130, 94, 150, 112), "Số: □ /KH-SYT"),
    ],
)
def test_the_number(
    between: tuple[tuple[str, int, int, float], ...],
    ink: tuple[int, int, int, int] | None,
    expected: str,
) -> None:
    page = paper(*([ink] if ink else []), TYPED, MONTH)
    assert look_at_letterhead(number(*between), page, Reads([]))[0].text == expected


@pytest.mark.parametrize(
    ("page_has", "networks", "expected"),
    [
        ("2827", "87", "Số: □ /KH-SYT"),  # read twice so, and yet it has lost two digits
        ("27", "2827", "Số: 2827 /KH-SYT"),  # the page's reading has lost them
    ],
)
def test_fewer_digits_than_another_reading_has_are_not_believed(
    monkeypatch: pytest.MonkeyPatch, page_has: str, networks: str, expected: str
) -> None:
    monkeypatch.setattr(fields, "_by_networks", lambda *_: Written(networks, 0.95))
    engine = Reads([], digits(networks))
    page = paper((130, 94, 152, 112), TYPED, MONTH)
    looked = look_at_letterhead(number((page_has, 130, 152, 0.8)), page, engine)
    assert looked[0].text == expected


@pytest.mark.parametrize(
    ("top", "networks", "expected"),
    [
        (101, "481", "Số: 4841 /KH-SYT"),  # print: the networks lost a piece
        (101, "4847", "Số: □ /KH-SYT"),  # another digit is a doubt
        (99, "481", "Số: □ /KH-SYT"),  # as high as a small hand's
    ],
)
def test_part_of_printed_digits_is_no_other_reading(
    monkeypatch: pytest.MonkeyPatch, top: int, networks: str, expected: str
) -> None:
    monkeypatch.setattr(fields, "_by_networks", lambda *_: Written(networks, 0.9))
    page = paper((130, top, 152, 110), TYPED, MONTH)
    looked = look_at_letterhead(number(("4841", 130, 152, 0.93)), page, Reads([]))
    assert looked[0].text == expected


@pytest.mark.parametrize(
    ("top", "sure", "expected"),
    [
        (101, 0.66, "Số: 4841 /KH-SYT"),  # print
        (99, 0.9, "Số: 4841 /KH-SYT"),  # a little taller, and the networks are sure
        (99, 0.66, "Số: □ /KH-SYT"),  # a stamp's worn 6 is an 8 to all three
    ],
)
def test_what_is_taller_than_print_takes_networks_that_are_sure(
    monkeypatch: pytest.MonkeyPatch, top: int, sure: float, expected: str
) -> None:
    monkeypatch.setattr(fields, "_by_networks", lambda *_: Written("4841", sure))
    page = paper((130, top, 152, 110), TYPED, MONTH)
    engine = Reads([], digits("4841", 0.95))
    looked = look_at_letterhead(number(("4841", 130, 152, 0.95)), page, engine)
    assert looked[0].text == expected


@pytest.mark.parametrize(
    ("words", "networks", "sure", "expected"),
    [
        # number and slash are one word: the slash is no digit
        ((("484/KH-SYT", 130, 200),), "4841", 0.9, "Số: 484 /KH-SYT"),
        ((("484/KH-SYT", 130, 200),), "4842", 0.9, "Số: □ /KH-SYT"),
        # print of which the recogniser is sure, and the networks are not
        ((("484", 130, 152), ("/KH-SYT", 160, 200)), "487", 0.7, "Số: 484 /KH-SYT"),
    ],
)
def test_print_beside_which_the_networks_are_wrong(
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[tuple[str, int, int], ...],
    networks: str,
    sure: float,
    expected: str,
) -> None:
    monkeypatch.setattr(fields, "_by_networks", lambda *_: Written(networks, sure))
    made = [(text, x0, x1, 0.96) for text, x0, x1 in words]
    lines = [line(Region.LETTERHEAD_LEFT, ("Số:", 100, 118, 0.95), *made), date("12", 0.96)]
    page = paper((130, 101, 152, 110), TYPED, MONTH)
    looked = look_at_letterhead(lines, page, Reads([]))
    assert looked[0].text.replace("/", " /").replace("  ", " ") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # The Party's numbers end at a hyphen.
        ((("Số", 100, 115, 0.95), ("45-KH/HU", 120, 170, 0.95)), "Số 45-KH/HU"),
        # No space behind Số: its digits are all the number's.
        ((("Số2624", 100, 140, 0.5), ("/QĐ-BGDĐT", 150, 200, 0.9)), "Số □ /QĐ-BGDĐT"),
        # The row's number was not read at all.
        ((("/QĐ-XPHC", 150, 200, 0.9),), "□ /QĐ-XPHC"),
    ],
)
def test_number_lines_of_other_forms(
    words: tuple[tuple[str, int, int, float], ...], expected: str
) -> None:
    lines = [line(Region.LETTERHEAD_LEFT, *words), date("12", 0.96)]
    page = paper((120, 101, 133, 110), TYPED, MONTH)
    assert look_at_letterhead(lines, page, Reads([]))[0].text == expected


@pytest.mark.parametrize(
    ("year", "again", "expected"),
    [
        ("2024", "", "2024"),
        ("202S", "2025", "2025"),  # a letter for a digit, confirmed
        ("-Ê2⁄72", "", UNREAD),  # by hand
        ("990.", "990", UNREAD),  # no year
    ],
)
def test_the_year(year: str, again: str, expected: str) -> None:
    words = [("ngày", 334, 360, 0.96), ("12", 364, 380, 0.96), ("tháng", 390, 420, 0.96)]
    words += [("03", 424, 436, 0.97), ("năm", 440, 460, 0.96), (year, 464, 490, 0.7)]
    page = paper(TYPED, MONTH, (466, 101, 476, 110))
    engine = Reads([], digits(again) if again else {})
    (looked,) = look_at_letterhead([line(Region.LETTERHEAD_RIGHT, *words)], page, engine)
    assert looked.text == f"ngày 12 tháng 03 năm {expected}"


def test_blue_ink_that_cleaning_took_out_is_still_ink() -> None:
    every = paper((130, 94, 150, 112), TYPED, MONTH).grey
    clean_page = paper(TYPED, MONTH)
    page = Cleaned(clean_page.grey, every, DPI, Rules(), coloured=True)
    assert look_at_letterhead(number(), page, Reads([]))[0].text == "Số: □ /KH-SYT"


def signed(*lines: Line) -> list[Line]:
    recipients = line(Region.RECIPIENTS, ("Nơi", 60, 80, 0.9), ("nhận:", 84, 110, 0.9), top=600)
    return [recipients, *lines]


def crop_of(*rows: str, confidence: float = 0.95) -> dict[int, list[Seen]]:
    """A second reading of the block: its lines 20 points apart."""
    words: list[Seen] = []
    for index, text in enumerate(rows):
        for seen in seen_row(text, 120, 30 + 50 * index, confidence, index):
            words.append(seen)
    return {6: words}


TITLE = line(Region.SIGNATURE, ("GIÁM", 400, 430, 0.95), ("ĐỐC", 434, 460, 0.95), top=600)


def test_a_name_that_only_the_crop_shows_comes_out() -> None:
    page = paper((380, 690, 470, 700))
    looked = look_again(signed(TITLE), page, 595, Reads([], crop_of("GIÁM ĐỐC", "Nguyễn Văn An")))
    assert looked[-1].text == "Nguyễn Văn An"


def test_an_unread_name_is_marked_where_there_is_ink() -> None:
    page = paper((380, 640, 500, 700))
    assert look_again(signed(TITLE), page, 595, Reads([]))[-1].text == UNREAD


class ReadsInk(Reads):
    """Reads what it is told where there is ink."""

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        return super().words(image, psm, dpi, only) if np.asarray(image).min() < 100 else []


def test_a_name_stamped_in_colour_went_with_the_seal() -> None:
    every = paper((380, 690, 470, 700)).grey
    page = Cleaned(paper().grey, every, DPI, Rules(), coloured=True)
    told = {**crop_of("Lê Văn An"), 7: seen_row("Lê Văn An", 120, 30)}
    looked = look_again(signed(TITLE), page, 595, ReadsInk([], told))
    assert [each.text for each in looked[1:]] == ["GIÁM ĐỐC", "Lê Văn An"]
    told = {**crop_of("Xx7 PHÓ GIÁM ĐỐC", "Lê Văn An"), 7: seen_row("Lê Văn An", 120, 30)}
    looked = look_again(signed(TITLE), page, 595, ReadsInk([], told))
    assert [each.text for each in looked[1:]] == ["GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Văn An"]
    told = crop_of("PHÓ GIÁM ĐỐC")  # without a name it may be the seal's
    looked = look_again(signed(TITLE), page, 595, ReadsInk([], told))
    assert [each.text for each in looked[1:]] == ["GIÁM ĐỐC"]
    grey = Cleaned(paper().grey, every, DPI, Rules())  # nothing was taken out of a grey page
    assert look_again(signed(TITLE), grey, 595, ReadsInk([], told))[-1].text == "GIÁM ĐỐC"


def test_no_ink_no_mark() -> None:
    assert look_again(signed(TITLE), paper(), 595, Reads([]))[-1].text == "GIÁM ĐỐC"


def test_pen_strokes_are_dropped() -> None:
    strokes = line(Region.SIGNATURE, ("7XGj", 400, 430, 0.4), ("~—", 440, 450, 0.3), top=640)
    name = line(Region.SIGNATURE, ("Lê", 400, 415, 0.96), ("An", 420, 435, 0.95), top=690)
    looked = look_again(signed(TITLE, strokes, name), paper(), 595, Reads([]))
    assert [ln.text for ln in looked[1:]] == ["GIÁM ĐỐC", "Lê An"]


def test_a_name_read_with_doubt_is_not_taken() -> None:
    name = line(Region.SIGNATURE, ("Lê", 400, 415, 0.96), ("Phứ", 420, 435, 0.6), top=690)
    looked = look_again(signed(TITLE, name), paper(), 595, Reads([]))
    assert looked[-1].text == f"Lê {UNREAD}"
    assert looked[-1].words[-1].alternatives[0].text == "Phứ"


def test_pages_without_a_signature_are_left_alone() -> None:
    body = [line(Region.BODY, ("Kế", 100, 120, 0.9), ("hoạch", 124, 150, 0.9))]
    engine = Reads([])
    assert look_again(body, paper(), 595, engine) == tuple(body)
    assert not engine.calls


def test_coloured_ink_goes_and_print_stays() -> None:
    picture = np.full((400, 300, 3), 255, dtype=np.uint8)
    picture[50:150, 50:150] = (220, 40, 50)  # a stamp
    picture[200:220, 50:150] = (40, 60, 200)  # a pen
    picture[90:100, 60:140] = (20, 20, 20)  # print under the stamp
    grey = clean(picture, 150).grey
    assert grey[60, 60] == 255
    assert grey[210, 100] == 255
    assert grey[95, 100] < 80


def test_tallest_leaves_out_what_the_edges_cut() -> None:
    page = paper((100, 100, 120, 140), (150, 110, 160, 118))
    assert tallest(cut(page, Box(110, 90, 200, 160))) == 8.0
