"""Born-digital pages give the words that pdfplumber gives."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from pipeline.document import Route
from pipeline.reading.reader import read
from pipeline.settings import ReadingSettings
from pipeline.vietnamese import nfc
from samples import content, draw

DRAWN = ("binh-dinh-bqlkkt-pccc", "ca-mau-ubnd-bhyt", "lao-cai-xa-bhyt", "nghe-an-ubnd-ky-nang-so")
"""Two with tables, one with a form to fill in, one of plain text."""
FILED = ("hau-giang/khln-47-syt-bhxh.pdf", "trung-uong/qd-2187-ttg.pdf")
"""Sample plans that are born digital."""


@pytest.fixture(scope="module")
def drawn(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("drawn")
    made: dict[str, Path] = {}
    for name in DRAWN:
        plan = content.load(root / "samples" / "plans" / f"{name}.toml")
        made[name] = folder / f"{name}.pdf"
        made[name].write_bytes(draw.draw(plan, draw.Style()).pdf)
    return made


def words_of(path: Path) -> tuple[Counter[str], Counter[str]]:
    """(ours, pdfplumber's), in NFC."""
    document = read(path, path.name, ReadingSettings())
    assert document.route is Route.TEXT_LAYER
    ours = Counter(w.text for page in document.pages for w in page.words if w.text)
    with pdfplumber.open(path) as pdf:
        theirs = Counter(nfc(w["text"]) for page in pdf.pages for w in page.extract_words())
    return ours, theirs


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_plans(drawn: dict[str, Path], name: str) -> None:
    ours, theirs = words_of(drawn[name])
    assert ours == theirs
    assert sum(ours.values()) > 200


@pytest.mark.parametrize("name", FILED)
def test_sample_files(root: Path, name: str) -> None:
    ours, theirs = words_of(root / "data" / "raw" / name)
    assert ours == theirs


def test_the_vni_sample_is_decoded(root: Path) -> None:
    """VNI sets a mark behind its letter and back over it: still one word."""
    path = root / "data" / "raw" / "da-nang" / "quan-cam-le" / "1346-qd-ubnd.pdf"
    document = read(path, path.name, ReadingSettings())
    assert document.route is Route.LEGACY_TEXT
    assert re.search(r"ỦY BAN NHÂN DÂN\nQUẬN CẨM LỆ", document.text)
