"""Pages: every letter has a glyph, the layout's lines are there, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from fontTools.ttLib import TTFont as FontFile

from samples import content
from samples.build import HERE, PLANS, Form, make, samples
from samples.draw import Drawn, Style, draw
from samples.fonts import family, missing_letters
from samples.legacy import tcvn3_face, to_tcvn3, to_vni, vni_face
from samples.scan import LEVELS, scan

ALL = [*sorted(PLANS.glob("*.toml")), *sorted((HERE / "genre").glob("*/*.toml"))]
PLAN = PLANS / "nghe-an-ubnd-ky-nang-so.toml"


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return draw(content.load(PLAN))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_letter_has_a_glyph(path: Path) -> None:
    for file in family().files:
        assert missing_letters(file, path.read_text("utf-8")) == set()


@pytest.fixture(scope="module")
def short() -> bytes:
    """One page: the scanner works page by page."""
    return draw(content.load(PLANS / "lao-cai-xa-bhyt.toml")).pdf


def _words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return sorted(text.split())


def test_text_layer_is_the_gold_text(drawn: Drawn) -> None:
    assert _words(drawn.pdf) == sorted(" ".join(drawn.texts).split())


def test_marks_leave_no_text(drawn: Drawn) -> None:
    assert "MẪU" not in " ".join(_words(drawn.pdf))


def test_letterhead_stands_block_by_block(drawn: Drawn) -> None:
    regions = [line.region for line in drawn.pages[0]]
    assert regions[:3] == ["letterhead-left"] * 3
    assert regions[3:6] == ["letterhead-right"] * 3
    assert drawn.pages[1][-1].region == "page-number"


def test_same_content_same_bytes(drawn: Drawn) -> None:
    assert draw(content.load(PLAN)).pdf == drawn.pdf


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_document_can_be_drawn(path: Path) -> None:
    pages = draw(content.load(path)).texts
    assert pages
    assert all(pages)


def _ink(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    page = document[len(document) - 1].render(scale=1).to_pil().convert("RGB")
    red, green, blue = np.moveaxis(np.asarray(page, dtype=int), 2, 0)
    return int(np.sum((red > 150) & (np.maximum(green, blue) < 100)))


def test_seal_is_red_black_or_absent() -> None:
    plan = content.load(PLAN)
    assert _ink(draw(plan, Style(seal="red")).pdf) > 1000
    assert _ink(draw(plan, Style(seal="black")).pdf) == 0


def test_written_number_is_drawn_not_set() -> None:
    plan = content.load(PLANS / "quang-ninh-ttyt-sxh.toml")
    page = draw(plan, Style(written_number="45"))
    assert "Số: 45/KH-TTYT" in page.texts[0]
    assert "45" not in " ".join(_words(page.pdf))


@pytest.mark.parametrize(
    ("unicode", "tcvn3", "vni"),
    [
        ("Kế hoạch thực hiện", "KÕ ho¹ch thùc hiÖn", "Keá hoaïch thöïc hieän"),
        ("Đường phố", "§\xad" + "êng phè", "Ñöôøng phoá"),
        ("xã Ý Yên, ỷ lại, ỵ", "x· ý Yªn, û l¹i, þ", "xaõ YÙ Yeân, yû laïi, î"),
    ],
)
def test_legacy_codes(unicode: str, tcvn3: str, vni: str) -> None:
    assert to_tcvn3(unicode).replace("§\xad", "§\xad") == tcvn3.replace("§\xad", "§­")
    assert to_vni(unicode) == vni


@pytest.mark.parametrize(("face", "word"), [(tcvn3_face, "ho¹ch"), (vni_face, "hoaïch")])
def test_legacy_fonts_extract_as_old_files_do(face: object, word: str) -> None:
    pdf = draw(content.load(PLAN), Style(typeface=face())).pdf  # type: ignore[operator]
    assert word in _words(pdf)


def test_scanner_is_seeded(short: bytes) -> None:
    first, again, other = (scan(short, "heavy", seed)[0] for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


@pytest.mark.parametrize(("level", "mode"), [("heavy", "RGB"), ("1-bit", "1")])
def test_scan_modes(short: bytes, level: str, mode: str) -> None:
    image = scan(short, level, 1)[0]
    assert image.mode == mode
    assert image.width == pytest.approx(8.27 * LEVELS[level].dpi, abs=2)


def test_sample_files_are_as_listed(root: Path) -> None:
    listed = {form.file for _, forms in samples() for form in forms}
    folder = root / "data" / "raw"
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert present - {"README.md"} == listed
    assert sum(path.stat().st_size for path in folder.rglob("*")) < 20_000_000


def _cheap() -> list[tuple[content.Content, Form]]:
    cheap = ("pdf-text", "legacy-tcvn3", "legacy-vni", "docx", "txt")
    return [(plan, form) for plan, forms in samples() for form in forms if form.form in cheap]


@pytest.mark.parametrize(("plan", "form"), _cheap(), ids=lambda value: getattr(value, "file", ""))
def test_unscanned_samples_are_made_the_same_twice(plan: content.Content, form: Form) -> None:
    assert make(plan, form) == make(plan, form)


def test_made_fonts_keep_their_source_time() -> None:
    # fontTools would stamp the hour of the build into the font, and so into the PDF.
    for made, source in zip(vni_face().font.files, family().files, strict=True):
        with FontFile(made) as left, FontFile(source) as right:
            assert left["head"].modified == right["head"].modified
