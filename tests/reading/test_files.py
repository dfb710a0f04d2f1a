"""Files of every kind and every kind of broken file."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from fake_engines import Fails, Reads, seen_row
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from pipeline.document import Region, Route
from pipeline.errors import ReadingError
from pipeline.reading import render_page
from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.reader import read
from pipeline.reading.word.numbers import Level, Numbering, place_of
from pipeline.settings import ReadingSettings

SETTINGS = ReadingSettings()
NO_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Size 3/Root 1 0 R>>\n%%EOF"
)


def pdf(pages: list[str], size: tuple[float, float] = (595, 842), **options: object) -> bytes:
    """A PDF with a line of plain letters on each page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, **options)
    for text in pages:
        canvas.drawString(min(72, size[0] / 2), size[1] / 2, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scan_pdf(pages: int) -> bytes:
    """A PDF of grey images without a text layer."""
    images = [Image.new("L", (595, 842), 255) for _ in range(pages)]
    for image in images:
        image.paste(0, (50, 50, 90, 60))
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=72)
    return buffer.getvalue()


ENCRYPTED = pdf(["hi"], encrypt=pdfencrypt.StandardEncryption("secret"))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "empty-file"),
        ("a.png", b"", "empty-file"),
        ("a.pdf", b"Just some text, renamed by hand", "not-a-pdf"),
        ("a.pdf", pdf(["one"])[:400], "damaged-pdf"),  # the download broke off
        ("a.pdf", ENCRYPTED, "encrypted-pdf"),
        ("a.pdf", NO_PAGES, "no-pages"),
        ("a.pdf", pdf(["x"], (0.1, 0.1)), "page-too-small"),
        ("a.png", b"no picture", "not-an-image"),
        ("a.jpg", b"\xff\xd8\xff\xe0 cut off", "not-an-image"),
        ("a.docx", b"no zip", "not-a-docx"),
        ("a.docx", b"PK\x05\x06" + b"\0" * 18, "not-a-docx"),  # an empty zip
        ("a.txt", b" \n", "no-text"),
        ("a.zip", b"PK", "unknown-kind"),
    ],
)
def test_failures_have_codes(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadingError) as caught:
        read(path, name, SETTINGS)
    assert caught.value.code == code
    assert caught.value.message[0].isupper()


def test_files_under_another_kinds_ending(tmp_path: Path) -> None:
    """Renamed by hand or by a mail program: read by what they hold, and it is said."""
    picture, word = io.BytesIO(), io.BytesIO()
    Image.new("L", (60, 80), 255).save(picture, "PNG")
    made = docx.Document()
    made.add_paragraph("Kế hoạch số 9/KH-SYT")
    made.save(word)
    held = {"a.jpg": pdf(["Ke hoach"]), "a.pdf": picture.getvalue(), "a.doc": word.getvalue()}
    for name, data in held.items():
        (tmp_path / name).write_bytes(data)
        found = read(tmp_path / name, name, SETTINGS, Reads([seen_row("Kế hoạch", 20, 30)]))
        assert [f.code for f in found.findings] == ["other-kind"]
        assert found.pages[0].words
    assert render_page(tmp_path / "a.jpg", 1, 72).width > 500
    assert render_page(tmp_path / "a.pdf", 1, 72).width < 100


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    for name, code in (("gone.pdf", "not-found"), ("x.pdf", "not-a-file")):
        with pytest.raises(ReadingError) as caught:
            read(tmp_path / name, name, SETTINGS)
        assert caught.value.code == code


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["one"]))
    path.chmod(0)
    with pytest.raises(ReadingError) as caught:
        read(path, "a.pdf", SETTINGS)
    assert caught.value.code == "no-permission"


def test_too_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["one", "two", "three"]))
    with pytest.raises(ReadingError) as caught:
        read(path, "a.pdf", ReadingSettings(max_pages=2))
    assert caught.value.code == "too-many-pages"


def test_too_many_pixels(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("1", (3000, 3000)).save(path)
    with pytest.raises(ReadingError) as caught:
        read(path, "a.png", ReadingSettings(max_pixels=1_000_000))
    assert caught.value.code == "page-too-large"


def test_a_page_that_fails_is_not_the_documents_end(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(scan_pdf(3))
    document = read(path, "a.pdf", SETTINGS, Fails({2}))
    assert [bool(page.words) for page in document.pages] == [True, False, True]
    assert [(f.page, f.code) for f in document.findings] == [(2, "ocr-timeout")]
    assert "not read" in document.pages[1].why


def test_a_document_of_which_no_page_is_read_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(scan_pdf(2))
    with pytest.raises(ReadingError) as caught:
        read(path, "a.pdf", SETTINGS, Fails({1, 2, 3, 4}, "ocr-failed"))
    assert caught.value.code == "ocr-failed"


def test_an_empty_page_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.save()
    document = read(path, "a.pdf", SETTINGS, Fails(set()))
    assert document.pages[0].why == "empty page"
    assert [f.code for f in document.findings] == ["no-text"]


@dataclass
class ReadsOnItsSide(Reads):
    """Tells, as `--psm 0` does, that the page must be turned by 270 degrees."""

    def turn(self, image: Image.Image) -> tuple[int, float]:
        return 270, 9.0


@pytest.mark.parametrize(("wide", "turned"), [(18, 270), (300, 0)])
def test_words_that_stand_on_end_turn_the_page(tmp_path: Path, wide: int, turned: int) -> None:
    """A landscape annex laid across a portrait page is read well, word by word, upwards."""
    path = tmp_path / "annex.png"
    Image.new("L", (600, 800), 255).save(path)
    upwards = [Seen("hoạch", x, 90, x + wide, 300, 0.95, 1, 1, x) for x in (100, 200, 300)]
    level = seen_row("Kế hoạch tổ chức", 40, 50)
    page = read(path, "annex.png", SETTINGS, ReadsOnItsSide([upwards, level])).pages[0]
    assert page.rotation == turned
    assert page.words[0].text == ("Kế" if turned else "hoạch")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode(tmp_path: Path, mode: str) -> None:
    suffix = "jpg" if mode == "CMYK" else "png"
    path = tmp_path / f"a.{suffix}"
    Image.new(mode, (400, 500)).save(path)
    document = read(path, path.name, SETTINGS, Fails(set()))
    assert document.pages[0].route is Route.OCR


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    frames = [Image.new("1", (600, 800), 1) for _ in range(3)]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(200, 200))
    document = read(path, "a.tif", SETTINGS, Fails(set()))
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.pages[0].width == 216.0


def test_a_signature_between_two_others_is_kept(tmp_path: Path) -> None:
    word = docx.Document()
    foot = word.add_table(rows=1, cols=3)
    for cell, text in zip(foot.rows[0].cells, ("TỈNH ĐOÀN", "SỞ Y TẾ", "SỞ TƯ PHÁP"), strict=True):
        cell.text = f"{text}\nGIÁM ĐỐC\nNguyễn Văn An"
    path = tmp_path / "a.docx"
    word.save(str(path))
    lines = read(path, "a.docx", SETTINGS).pages[0].lines
    assert [line.text for line in lines[::3]] == ["TỈNH ĐOÀN", "SỞ Y TẾ", "SỞ TƯ PHÁP"]
    assert {line.region for line in lines} == {Region.SIGNATURE}


def test_word_tables_of_the_layout_become_blocks(tmp_path: Path) -> None:
    word = docx.Document()
    head = word.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "UBND TỈNH X\nSỞ Y TẾ\nSố: 31/KH-SYT"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    word.add_paragraph("KẾ HOẠCH")
    tasks = word.add_table(rows=2, cols=2)
    for index, text in enumerate(("TT", "Nhiệm vụ", "1", "Tuyên truyền")):
        tasks.cell(index // 2, index % 2).text = text
    foot = word.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Lưu: VT."
    foot.cell(0, 1).text = "GIÁM ĐỐC\nNguyễn Văn An"
    path = tmp_path / "a.docx"
    word.save(str(path))
    lines = read(path, "a.docx", SETTINGS).pages[0].lines
    assert [(line.region, line.text) for line in lines] == [
        (Region.LETTERHEAD_LEFT, "UBND TỈNH X"),
        (Region.LETTERHEAD_LEFT, "SỞ Y TẾ"),
        (Region.LETTERHEAD_LEFT, "Số: 31/KH-SYT"),
        (Region.LETTERHEAD_RIGHT, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (Region.LETTERHEAD_RIGHT, "Độc lập - Tự do - Hạnh phúc"),
        (Region.BODY, "KẾ HOẠCH"),
        (Region.TABLE, "TT\tNhiệm vụ"),
        (Region.TABLE, "1\tTuyên truyền"),
        (Region.RECIPIENTS, "Nơi nhận:"),
        (Region.RECIPIENTS, "- Lưu: VT."),
        (Region.SIGNATURE, "GIÁM ĐỐC"),
        (Region.SIGNATURE, "Nguyễn Văn An"),
    ]


def test_words_that_word_divides_into_runs_stay_whole(tmp_path: Path) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Kế ho")
    paragraph.add_run("ạch số ")
    paragraph.add_run("15").bold = True
    paragraph.add_run("/KH-UBND")
    path = tmp_path / "a.docx"
    word.save(str(path))
    assert read(path, "a.docx", SETTINGS).text == "Kế hoạch số 15/KH-UBND"


def test_numbers_that_word_counts_itself(tmp_path: Path) -> None:
    """They stand in no run of the text; without them sections lose their markers."""
    word = docx.Document()
    for text in ("Mục đích", "Yêu cầu"):
        word.add_paragraph(text, style="List Number")
    word.add_paragraph("", style="List Number")  # an empty one is not shown
    word.add_paragraph("Tuyên truyền", style="List Bullet")
    path = tmp_path / "a.docx"
    word.save(str(path))
    expected = "1. Mục đích\n2. Yêu cầu\n- Tuyên truyền"
    assert read(path, "a.docx", SETTINGS).text == expected


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        ("upperRoman", 4, "IV"),
        ("lowerLetter", 3, "c"),
        ("lowerLetter", 27, "aa"),
        ("decimal", 9, "9"),
    ],
)
def test_number_formats(form: str, value: int, shown: str) -> None:
    levels = {0: Level(form, "%1.", value)}
    paragraph = docx.Document().add_paragraph("x", style="List Number")
    number, _ = place_of(paragraph)
    assert Numbering({number: levels}).marker(paragraph) == f"{shown}."


def test_doc_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0 old Word")
    monkeypatch.setattr("pipeline.reading.word.doc.find_libreoffice", lambda: None)
    with pytest.raises(ReadingError) as caught:
        read(path, "a.doc", SETTINGS)
    assert caught.value.code == "no-libreoffice"


@pytest.mark.parametrize(
    ("data", "filters"),
    [
        (b"\xd0\xcf\x11\xe0 old Word", []),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<HTML><body>", ["--infilter=HTML (StarWriter)"]),
    ],
)
def test_a_web_page_called_doc_is_opened_as_a_text(
    data: bytes, filters: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def run(command: list[str], **_: object) -> None:
        asked.extend(command)
        made = docx.Document()
        made.add_paragraph("Kế hoạch số 9/KH-SYT")
        made.save(str(Path(command[-1]).with_suffix(".docx")))

    monkeypatch.setattr("pipeline.reading.word.doc.find_libreoffice", lambda: "soffice")
    monkeypatch.setattr("pipeline.reading.word.doc.subprocess.run", run)
    path = tmp_path / "a.doc"
    path.write_bytes(data)
    assert read(path, "a.doc", SETTINGS).pages[0].text == "Kế hoạch số 9/KH-SYT"
    assert [part for part in asked if part.startswith("--infilter")] == filters


def test_a_page_as_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["one", "two"]))
    assert render_page(path, 2, 72).size == (595, 842)
    assert render_page(path, 1, 36, rotation=90).size == (421, 298)
    with pytest.raises(ReadingError) as caught:
        render_page(path, 3, 72)
    assert caught.value.code == "no-such-page"


GARBLED = "Thue hién Ké hoach s6 ngay caa UBND tinh vé viéc thuc hién phong trao thi dua xay dung"


def test_a_garbled_layer_that_no_picture_replaces_goes_to_restoration(tmp_path: Path) -> None:
    """Garbled text typeset anew: the page as drawn is as garbled as its layer."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([GARBLED]))
    engine = Reads([seen_row(GARBLED, 100, 400)])
    page = read(path, "a.pdf", SETTINGS, engine).pages[0]
    assert page.route is Route.GARBLED_TEXT
    assert page.text == GARBLED


def test_a_garbled_layer_is_kept_where_recognition_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([GARBLED]))
    page = read(path, "a.pdf", SETTINGS, Fails({1})).pages[0]
    assert page.route is Route.GARBLED_TEXT
    assert "recognition failed" in page.why


def test_a_garbled_layer_over_a_scan_gives_way_to_the_picture(tmp_path: Path) -> None:
    image, path = tmp_path / "a.png", tmp_path / "a.pdf"
    Image.new("L", (595, 842), 230).save(image)
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawImage(str(image), 0, 0, 595, 842)
    canvas.drawString(72, 400, GARBLED)
    canvas.showPage()
    canvas.save()
    read_text = "Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh"
    page = read(path, "a.pdf", SETTINGS, Reads([seen_row(read_text, 200, 300)])).pages[0]
    assert page.route is Route.OCR
    assert page.text == read_text
    assert page.why.startswith("text layer garbled")


def test_a_digital_signature_over_a_scan_is_no_text_layer(tmp_path: Path) -> None:
    image, path = tmp_path / "a.png", tmp_path / "a.pdf"
    Image.new("L", (595, 842), 230).save(image)
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawImage(str(image), 0, 0, 595, 842)
    canvas.drawString(300, 800, "Nguoi ky: UY BAN NHAN DAN TINH Email: a@b.gov.vn")
    canvas.showPage()
    canvas.save()
    engine = Reads([seen_row("Kế hoạch tổ chức thực hiện", 200, 300)])
    assert read(path, "a.pdf", SETTINGS, engine).pages[0].route is Route.OCR
