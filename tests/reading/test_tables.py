"""Ruled tables: in a PDF's paths, in a picture's pixels, worn and merged."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from page_words import row
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from pipeline.document import Box, Region
from pipeline.reading.layout.grids import find_tables, without_strokes
from pipeline.reading.layout.tables import Table, table_lines
from pipeline.reading.pdf.tables import PdfTables
from pipeline.reading.picture.rules import Rules, erase, find_rules
from pipeline.reading.reader import read
from pipeline.settings import ReadingSettings

XS = (60, 90, 250, 400, 530)
YS = (100, 130, 170, 210)
"""Edges of the tables that the tests draw, in points from the top left."""
CELLS = [
    ["STT", "Công tác", "Phòng làm", "Tháng"],
    ["1", "Rà soát cháy", "Hành chính", "10/6/2024"],
    ["2", "Ký cam kêt", "Phòng Tài chính", "20/6/2024"],
]
SENTENCES = ["Danh sách công tác phòng cháy và công tác an toàn " * 6]
"""Enough words for the layer to count as one."""
ROWS = ["\t".join(row) for row in CELLS]


def draw(canvas: Canvas, high: float) -> None:
    """The table, and a line of text above it; `high` is the page's height."""
    canvas.drawString(72, high - 72, "Danh sách công tác phòng cháy và công tác an toàn")
    for y0, y1, cells in zip(YS, YS[1:], CELLS, strict=False):
        for x0, x1, text in zip(XS, XS[1:], cells, strict=False):
            canvas.rect(x0, high - y1, x1 - x0, y1 - y0)
            canvas.drawString(x0 + 4, high - y0 - 16, text)


def upright(canvas: Canvas) -> None:
    draw(canvas, 842)


def rotated_page(canvas: Canvas) -> None:
    """Drawn on its side, shown upright by the page's own /Rotate."""
    canvas.setPageSize((842, 595))
    canvas.setPageRotation(90)
    canvas.translate(842, 0)
    canvas.rotate(90)
    draw(canvas, 842)


def turned_text(canvas: Canvas) -> None:
    """An annex on its side: read turned."""
    canvas.setPageSize((842, 595))
    canvas.translate(842, 0)
    canvas.rotate(90)
    draw(canvas, 842)


def cropped(canvas: Canvas) -> None:
    """What people see begins 40 points right of and below the sheet's corner."""
    canvas.setPageSize((700, 900))
    canvas.setCropBox((40, 18, 635, 860))
    canvas.translate(40, 18)
    draw(canvas, 842)


def made(path: Path, *pages: Callable[[Canvas], None]) -> Path:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for drawn in pages:
        drawn(canvas)
        canvas.showPage()
    canvas.save()
    path.write_bytes(buffer.getvalue())
    return path


def rows_read(path: Path) -> list[str]:
    document = read(path, "a.pdf", ReadingSettings())
    return [ln.text for p in document.pages for ln in p.lines if ln.region is Region.TABLE]


@pytest.mark.parametrize("drawn", [upright, rotated_page, turned_text, cropped])
def test_a_drawn_table_comes_row_by_row(tmp_path: Path, drawn: Callable[[Canvas], None]) -> None:
    assert rows_read(made(tmp_path / "a.pdf", drawn)) == ROWS


def test_shading_and_frames_are_no_table(tmp_path: Path) -> None:
    """Word puts grey rectangles behind marked words, and people frame a whole page."""

    def drawn(canvas: Canvas) -> None:
        canvas.rect(30, 30, 535, 782)
        canvas.setFillGray(0.9)
        for x in range(60, 500, 40):
            canvas.rect(x, 600, 38, 14, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(64, 603, "Danh sách công tác phòng cháy và công tác an toàn")

    assert rows_read(made(tmp_path / "a.pdf", drawn)) == []


def test_merged_cells_keep_the_columns(tmp_path: Path) -> None:
    """A header of two levels: `Phòng` stands over `Chính` and `Cùng làm`."""

    def drawn(canvas: Canvas) -> None:
        for x0, y0, x1, y1, text in (
            (60, 100, 200, 160, "Công tác"),
            (200, 100, 500, 130, "Phòng"),
            (200, 130, 350, 160, "Chính"),
            (350, 130, 500, 160, "Cùng làm"),
            (60, 160, 200, 190, "Rà soát"),
            (200, 160, 350, 190, "Tài chính"),
            (350, 160, 500, 190, "Công an"),
        ):
            canvas.rect(x0, 842 - y1, x1 - x0, y1 - y0)
            canvas.drawString(x0 + 4, 842 - y1 + 8, text)

    assert rows_read(made(tmp_path / "a.pdf", drawn)) == [
        "Công tác\tPhòng\t",
        "\tChính\tCùng làm",
        "Rà soát\tTài chính\tCông an",
    ]


def test_a_searchable_scan_has_its_rules_in_the_picture(tmp_path: Path) -> None:
    """The words are a layer's, the rules are pixels: what a copier with a recogniser makes."""

    def drawn(canvas: Canvas) -> None:
        sheet = Image.new("L", (1240, 1754), 255)  # A4 at 150 dpi
        pen = ImageDraw.Draw(sheet)
        for y in YS:
            pen.line([(x * 150 / 72, y * 150 / 72) for x in (XS[0], XS[-1])], fill=40, width=2)
        for x in XS:
            pen.line([(x * 150 / 72, y * 150 / 72) for y in (YS[0], YS[-1])], fill=40, width=2)
        canvas.drawInlineImage(sheet, 0, 0, 595, 842)
        for y, cells in zip([50, *YS], [SENTENCES, *CELLS], strict=False):
            for x, text in zip(XS, cells, strict=False):
                hidden = canvas.beginText(x + 4, 842 - y - 16)
                hidden.setTextRenderMode(3)
                hidden.textOut(text)
                canvas.drawText(hidden)

    assert rows_read(made(tmp_path / "a.pdf", drawn)) == ROWS


def test_a_page_without_rules_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(self: PdfTables, index: int) -> list[Table]:
        raise AssertionError("pdfplumber was asked")

    monkeypatch.setattr(PdfTables, "of", never)
    plain = made(tmp_path / "a.pdf", lambda c: c.drawString(72, 700, "Danh sách công tác"))
    assert rows_read(plain) == []


def test_what_pdfplumber_cannot_read_is_read_from_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise KeyError("/Root")  # one of the many that pdfminer raises

    monkeypatch.setattr("pdfplumber.open", breaks)
    assert rows_read(made(tmp_path / "a.pdf", upright)) == ROWS


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", upright, upright)
    assert rows_read(path) == ROWS + ROWS


# --- grids of scans ----------------------------------------------------------------

LEVEL = tuple(Box(60, y, 530, y + 1) for y in YS)
UPRIGHT = tuple(Box(x, 100, x + 1, 210) for x in XS)


def words() -> list[object]:
    return [
        word
        for y, cells in zip(YS, CELLS, strict=False)
        for x, text in zip(XS, cells, strict=False)
        for word in row(text, x + 4, y + 8)
    ]


def texts(rules: Rules, extra: list[object] | None = None) -> list[str]:
    given = [*words(), *(extra or [])]
    return [
        line.text
        for table in find_tables(rules, given)  # type: ignore[arg-type]
        for line in table_lines(table, given)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(
    "rules",
    [
        Rules(LEVEL, UPRIGHT),  # whole
        Rules(LEVEL, (*UPRIGHT[:2], Box(250, 100, 251, 128), *UPRIGHT[3:])),  # one torn off
        Rules(LEVEL, UPRIGHT[1:-1]),  # open at both sides
        Rules((Box(60, 100, 300, 101), Box(320, 100, 530, 101), *LEVEL[1:]), UPRIGHT),  # a gap
        Rules(tuple(Box(b.x0, b.top + 2, b.x1, b.top + 4) for b in LEVEL), UPRIGHT),  # thick
    ],
)
def test_worn_rules_make_the_same_table(rules: Rules) -> None:
    assert texts(rules) == ROWS


def test_a_row_whose_cells_are_merged() -> None:
    """`I. Công tác ...` across the columns: words cross edges that have no ink there."""
    level = (*LEVEL, Box(60, 240, 530, 241))
    upright = (Box(60, 100, 61, 240), *UPRIGHT[1:-1], Box(530, 100, 531, 240))
    heading = row("I. CONG TAC TUYEN TRUYEN PHO BIEN GIAO DUC PHAP LUAT", 64, 218)
    assert texts(Rules(level, upright), list(heading))[-1] == (
        "I. CONG TAC TUYEN TRUYEN PHO BIEN GIAO DUC PHAP LUAT\t\t\t"
    )


def test_specks_between_the_rules_are_no_text() -> None:
    """`Thanh tra Ban ._`: a unit's name would end in them. A dash opens an item."""
    tables = find_tables(Rules(LEVEL, UPRIGHT), [])
    specks = [*row("._ | —", 260, 140), *row("- Kiểm tra", 100, 150), *row("./.", 100, 400)]
    assert [w.text for w in without_strokes(tables, specks)] == ["-", "Kiểm", "tra", "./."]


def test_boxes_and_underlines_are_no_table() -> None:
    """A stamp's frame has one column; an underline has none."""
    frame = Rules(LEVEL[:2], (UPRIGHT[0], UPRIGHT[-1]))
    assert find_tables(frame, []) == []
    assert find_tables(Rules(LEVEL[:1]), []) == []
    fold = Box(138, 8, 139, 98)  # through the line under the issuer of a letterhead
    assert find_tables(Rules((Box(98, 53, 165, 55),), (fold,)), []) == []


# --- rules in pictures -------------------------------------------------------------


def picture(dark: int = 30, wide: int = 2) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A page at 200 dpi with one level and one upright rule."""
    page = np.full((1000, 1000), 255, dtype=np.uint8)
    page[300 : 300 + wide, 100:900] = dark
    page[300:800, 500 : 500 + wide] = dark
    return page


def test_a_rule_is_found_and_taken_out() -> None:
    rules, mask = find_rules(picture(), 200)
    assert [round(b.width) for b in rules.horizontal] == [288]
    assert [round(b.height) for b in rules.vertical] in ([179], [180])
    assert erase(picture(), mask).min() == 255


@pytest.mark.parametrize("dark", [30, 150, 200])
def test_pale_rules_are_found(dark: int) -> None:
    rules, _ = find_rules(picture(dark, 1), 200)
    assert len(rules.horizontal) == len(rules.vertical) == 1


def test_a_worn_rule_is_found_in_one_piece() -> None:
    """A fifth of its ink is gone, in holes of up to a millimetre."""
    page = picture()
    for x in range(110, 900, 40):
        page[295:310, x : x + 8] = 255
    rules, _ = find_rules(page, 200)
    assert [round(b.width) for b in rules.horizontal] == [288]


def test_a_rule_that_steps_by_a_pixel_is_one() -> None:
    """What is left of skew, and paper that waves on the feed."""
    page = np.full((1000, 1000), 255, dtype=np.uint8)
    for x in range(100, 900):
        page[300 + x // 200 : 302 + x // 200, x] = 40
    rules, _ = find_rules(page, 200)
    assert len(rules.horizontal) == 1


def test_bars_and_letters_are_no_rules() -> None:
    page = np.full((1000, 1000), 255, dtype=np.uint8)
    page[100:120, 100:900] = 0  # a black bar
    for x in range(100, 900, 14):  # stems and feet of letters
        page[300:318, x : x + 3] = 0
        page[316:318, x - 2 : x + 6] = 0
    rules, _ = find_rules(page, 200)
    assert rules == Rules()
