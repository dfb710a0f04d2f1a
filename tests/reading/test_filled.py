"""Number and day that an office's program put over a text's gaps as annotations."""

from __future__ import annotations

import io

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.pdf.filled import with_filled_in
from pipeline.reading.pdf.pdfium import frame_of
from pipeline.reading.pdf.textlayer import Layer, read_layer


def _page(*notes: tuple[str, float, float]) -> pypdfium2.PdfPage:
    """`So: [gap] /KH-SYT` at 100, 700, with free-text annotations at (x, y)."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 13)
    canvas.drawString(100, 700, "So:")
    canvas.drawString(150, 700, "/KH-SYT")
    for text, x, y in notes:
        canvas.freeTextAnnotation(
            text, DA="/Helv 12 Tf 0 g", Rect=[x, y, x + 7 * len(text), y + 14]
        )
    canvas.save()
    document = pypdfium2.PdfDocument(file.getvalue())
    _draw_notes(document[0], notes)
    return document[0]


def _draw_notes(page: pypdfium2.PdfPage, notes: tuple[tuple[str, float, float], ...]) -> None:
    """Gives each annotation the appearance that a signing program would."""
    for index, (text, x, y) in enumerate(notes):
        note = pdfium_c.FPDFPage_GetAnnot(page, index)
        drawn = f"BT /Helvetica 12 Tf {x} {y + 3} Td ({text}) Tj ET"
        units = (drawn + "\0").encode("utf-16-le")
        buffer = (pdfium_c.FPDF_WCHAR * (len(units) // 2)).from_buffer_copy(units)
        pdfium_c.FPDFAnnot_SetAP(note, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, buffer)
        pdfium_c.FPDFPage_CloseAnnot(note)


def _texts(layer: Layer) -> list[str]:
    return [word.text for word in layer.words]


def _read(*notes: tuple[str, float, float]) -> Layer:
    page = _page(*notes)
    frame = frame_of(page)
    return with_filled_in(page, 1, frame, read_layer(page, frame))


@pytest.mark.parametrize("y", [698.0, 707.0])  # on the line; set too high
def test_a_number_goes_into_its_gap(y: float) -> None:
    layer = _read(("427", 124, y))
    assert _texts(layer) == ["So:", "/KH-SYT", "427"]
    before, behind, number = (word.box for word in layer.words)
    assert before.x1 < number.x0 < number.x1 < behind.x0
    assert abs(number.top - before.top) < 4


@pytest.mark.parametrize(
    "text",
    [
        "Ky boi: So Y te, 12/3/2025 08:30",  # who signed and when
        "nhap",  # no figure
    ],
)
def test_other_annotations_stay_out(text: str) -> None:
    assert _texts(_read((text, 124, 698))) == ["So:", "/KH-SYT"]


def test_a_page_without_annotations_is_left_alone() -> None:
    page = _page()
    frame = frame_of(page)
    layer = read_layer(page, frame)
    assert with_filled_in(page, 1, frame, layer) is layer
