"""Scans in every coding that PDFs know: what is dark on the paper is dark in the picture."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.reading.pdf.pdfium import open_pdf
from pipeline.reading.pdf.rendering import render

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


def pdf(data: bytes, image: str) -> bytes:
    """A page of a point a pixel that shows this image."""
    content = f"q {WIDE} 0 0 {HIGH} 0 0 cm /I Do Q".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDE} {HIGH}]/Contents 4 0 R"
        "/Resources<</XObject<</I 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        f"<</Type/XObject/Subtype/Image/Width {WIDE}/Height {HIGH}{image}"
        f"/Length {len(data)}>>stream\n".encode()
        + data
        + b"\nendstream",
    ]
    out, places = b"%PDF-1.5\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


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
