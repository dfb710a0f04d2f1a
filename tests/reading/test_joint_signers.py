"""Two bodies that sign side by side, each looked at by itself."""

from __future__ import annotations

import numpy as np
from fake_engines import Reads
from page_words import HEIGHT, WIDTH, centred, row
from PIL import Image

from pipeline.document import Box, Line, Region, Word
from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.rules import Rules
from pipeline.reading.signature.joint_signers import look_at_signers, side_by_side

DPI = 72  # a pixel is a point


def _line(words: list[Word], region: Region = Region.SIGNATURE) -> Line:
    sure = tuple(Word(w.raw, w.text, w.box, 0.95) for w in words)
    return Line(sure, region, Box.around(w.box for w in words))


TEXT = _line(row("thực hiện nghiêm túc kế hoạch này trên toàn địa bàn tỉnh", 85, 500), Region.BODY)
LEFT = [
    _line(centred("KT. GIÁM ĐỐC SỞ Y TẾ", 160, 530)),
    _line(centred("PHÓ GIÁM ĐỐC", 160, 546)),
    _line(centred("Trần Thị Thu Hà", 160, 630)),
]
RIGHT = [
    _line(centred("KT. GIÁM ĐỐC CÔNG AN TỈNH", 430, 530)),
    _line(centred("PHÓ GIÁM ĐỐC", 430, 546)),
    _line(centred("Lê Văn Nam", 430, 630)),
]
COPIES = [_line(row("Nơi nhận:", 85, 663), Region.RECIPIENTS)]


def _page() -> Cleaned:
    """White, with a dark bar where each line of text stands."""
    grey = np.full((int(HEIGHT), int(WIDTH)), 255, dtype=np.uint8)
    for line in (TEXT, *LEFT, *RIGHT, *COPIES):
        assert line.box is not None
        grey[int(line.box.top) : int(line.box.bottom), int(line.box.x0) : int(line.box.x1)] = 0
    return Cleaned(grey, grey, DPI, Rules())


class Watching(Reads):
    """Reads nothing, and keeps how much ink it was shown (square points)."""

    def __init__(self) -> None:
        super().__init__([])
        self.seen: list[float] = []

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        if psm == 6:
            self.seen.append(float((np.asarray(image) < 128).sum()) * (DPI / dpi) ** 2)
        return []


def test_each_office_keeps_its_name() -> None:
    lines = (TEXT, *LEFT, *RIGHT, *COPIES)
    looked = look_at_signers(lines, _page(), WIDTH, Reads([]))
    assert [x.text for x in looked] == [x.text for x in lines]


def test_a_crop_holds_one_signer_alone() -> None:
    engine = Watching()
    look_at_signers((TEXT, *LEFT, *RIGHT, *COPIES), _page(), WIDTH, engine)
    ink = [sum(x.box.width * x.box.height for x in side if x.box) for side in (LEFT, RIGHT)]
    assert len(engine.seen) >= 2
    assert max(engine.seen) <= 1.1 * max(ink)


def test_one_signer_beside_the_recipients_is_no_column() -> None:
    assert side_by_side([TEXT, *COPIES, *RIGHT], WIDTH) == []


def test_what_stands_between_goes_to_the_nearer_signer() -> None:
    speck = _line(row("TW", 392, 594))
    columns = side_by_side([TEXT, *LEFT, *RIGHT, speck], WIDTH)
    assert [len(column.lines) for column in columns] == [3, 4]
