"""Long documents and large pages, with the real recogniser where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.long

PROGRAM = """
import resource, sys
from pathlib import Path
from pipeline.errors import ReadingError
from pipeline.reading import read
from pipeline.settings import ReadingSettings
try:
    document = read(Path(sys.argv[1]), "a.pdf", ReadingSettings())
    assert len(document.pages) == int(sys.argv[2])
except ReadingError as error:
    assert int(sys.argv[2]) == 1 and error.code.startswith("ocr-"), error.code
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak_mb(path: Path, pages: int) -> int:
    """Most memory of a fresh process that reads the file, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), str(pages)],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def text_pdf(path: Path, source: Path, pages: int) -> None:
    """The source's first page, repeated."""
    page = pypdfium2.PdfDocument(source)
    made = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        made.import_pages(page, [0])
    made.save(path)


@pytest.mark.skipif(sys.platform == "win32", reason="counts memory as POSIX does")
def test_two_thousand_pages_in_constant_memory(tmp_path: Path, root: Path) -> None:
    """Only the words stay (about 0.12 MB a full page), no pages of the PDF."""
    few, many = tmp_path / "few.pdf", tmp_path / "many.pdf"
    source = root / "data" / "raw" / "trung-uong" / "qd-2187-ttg.pdf"
    text_pdf(few, source, 20)
    text_pdf(many, source, 2000)
    assert peak_mb(many, 2000) - peak_mb(few, 20) < 400


@pytest.mark.skipif(not shutil.which("tesseract"), reason="needs Tesseract")
@pytest.mark.parametrize("size", [(14400.0, 14400.0), (30.0, 14400.0)])
def test_pages_of_extreme_sizes_end(tmp_path: Path, size: tuple[float, float]) -> None:
    """In a result, or in a failure with a name."""
    image, path = tmp_path / "a.png", tmp_path / "a.pdf"
    Image.new("L", (200, 200), 200).save(image)
    canvas = Canvas(str(path), pagesize=size)
    canvas.drawImage(str(image), 0, 0, *size)
    canvas.showPage()
    canvas.save()
    assert peak_mb(path, 1) < 1500
