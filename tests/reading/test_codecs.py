"""Scans in every coding that PDFs know: what is dark on the paper is dark in the picture."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from pipeline.reading.pdf import open_pdf
from pipeline.reading.rendering import has_masks, pixels_of, render

WIDE, HIGH = 240, 320
INK = (40, 60, 120, 90)
"""A black bar on white paper: x0, top, x1, bottom in pixels."""


def page(mode: str) -> Image.Image:
    image = Image.new("L", (WIDE, HIGH), 255)
    image.paste(0, INK)
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg_cmyk() -> tuple[bytes, str]:
    """As printers' programs make them: four channels, inverted as Adobe writes them."""
    data = saved(page("CMYK"), "JPEG", quality=90)
    return (
        data,
        "/Filter/DCTDecode/ColorSpace/DeviceCMYK/BitsPerComponent 8/Decode[1 0 1 0 1 0 1 0]",
    )


def jpeg2000() -> tuple[bytes, str]:
    return saved(page("RGB"), "JPEG2000"), "/Filter/JPXDecode"


def group4() -> bytes:
    """The page as T.6 code, black runs for ink."""
    tiff = saved(page("1").point(lambda v: 255 - v), "TIFF", compression="group4")
    with Image.open(io.BytesIO(tiff)) as image:
        (start,), (length,) = image.tag_v2[273], image.tag_v2[279]
    return tiff[start : start + length]


def fax() -> tuple[bytes, str]:
    parms = f"/DecodeParms<</K -1/Columns {WIDE}/Rows {HIGH}>>"
    return group4(), f"/Filter/CCITTFaxDecode/ColorSpace/DeviceGray/BitsPerComponent 1{parms}"


def jbig2() -> tuple[bytes, str]:
    """What office copiers write: a page of one generic region, coded as T.6 (ISO 14492, 6.2.6).

    Segments: number, kind, references, page, length, data (7.2); page information (7.4.8);
    immediate generic region (7.4.6).
    """

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    region = struct.pack(">IIIIBB", WIDE, HIGH, 0, 0, 0, 1) + group4()
    sheet = struct.pack(">IIIIBH", WIDE, HIGH, 0, 0, 0, 0)
    data = segment(0, 48, sheet) + segment(1, 38, region)
    return data, "/Filter/JBIG2Decode/ColorSpace/DeviceGray/BitsPerComponent 1"


SHOWN = f"{WIDE} 0 0 {HIGH} 0 0 cm /I Do"


def pdf(data: bytes, image: str, show: str = SHOWN, page: str = "", other: bytes = b"") -> bytes:
    """A page of a point a pixel that shows this image; `other` is the sixth object."""
    content = f"q {show} Q".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDE} {HIGH}]/Contents 4 0 R{page}"
        "/Resources<</XObject<</I 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        f"<</Type/XObject/Subtype/Image/Width {WIDE}/Height {HIGH}{image}"
        f"/Length {len(data)}>>stream\n".encode()
        + data
        + b"\nendstream",
        other or b"<<>>",
    ]
    out, places = b"%PDF-1.5\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + table
    return out + b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


@pytest.mark.parametrize("coded", [jpeg_cmyk, jpeg2000, fax, jbig2])
def test_ink_is_dark_where_it_stands(
    tmp_path: Path, coded: Callable[[], tuple[bytes, str]]
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf(*coded()))
    with open_pdf(path) as document:
        shown = np.asarray(render(document[0], 72).convert("L"))
    ink = np.argwhere(shown < 100)
    x0, top, x1, bottom = INK
    assert abs(ink.min(axis=0) - [top, x0]).max() <= 1
    assert abs(ink.max(axis=0) - [bottom - 1, x1 - 1]).max() <= 1
    assert (shown > 200).mean() > 0.9


JPEG = "/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8"
NOTE = b"<</Type/Annot/Subtype/Square/Rect[150 20 200 60]/C[1 0 0]/IC[1 0 0]/AP<</N 7 0 R>>>>"
UNSEEN = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    b"/Length 1>>stream\n\x00\nendstream"
)


@pytest.mark.parametrize(
    ("changed", "drawn"),
    [
        ({}, False),  # nothing but the image: its own pixels are taken
        ({"show": f"{SHOWN} 0 0 0 rg 150 20 50 40 re f"}, True),  # something over it
        ({"show": f"0 0 90 {HIGH} re W n {SHOWN}"}, True),  # cut
        ({"show": f"{WIDE} 0 0 {HIGH} 9 0 cm /I Do"}, True),  # beside its place
        ({"show": f"-{WIDE} 0 0 {HIGH} {WIDE} 0 cm /I Do"}, True),  # mirrored
        ({"page": "/Rotate 90"}, True),
        ({"page": "/CropBox[0 0 90 90]"}, True),
        ({"page": "/Annots[6 0 R]", "other": NOTE}, True),
        ({"image": f"{JPEG}/SMask 6 0 R", "other": UNSEEN}, True),  # masked
    ],
)
def test_pixels_of_a_page_are_what_would_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], drawn: bool
) -> None:
    path = tmp_path / "scan.pdf"
    data = pdf(**{"data": saved(page("RGB"), "JPEG"), "image": JPEG, **changed})
    path.write_bytes(data)
    calls: list[int] = []
    rendered = pypdfium2.PdfPage.render

    def counted(self: pypdfium2.PdfPage, **options: Any) -> pypdfium2.PdfBitmap:
        calls.append(1)
        return rendered(self, **options)

    with open_pdf(path) as document:
        expected = np.array(document[0].render(rev_byteorder=True).to_numpy())
        monkeypatch.setattr(pypdfium2.PdfPage, "render", counted)
        found = pixels_of(document[0], 72, has_masks(data))
    assert found.shape == expected.shape
    assert np.abs(found.astype(int) - expected).max() <= 2
    assert bool(calls) == drawn
