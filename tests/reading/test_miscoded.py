"""Text whose letters were written in another way: references, UTF-8 twice, VIQR, old encodings."""

from __future__ import annotations

import io
import json
from importlib.resources import files
from typing import Any

import docx
import pytest
from reading_texts import SENTENCE, legacy_bytes

from pipeline.document import Route
from pipeline.reading.text import miscoded
from pipeline.reading.text.plaintext import decode_bytes, read_text
from pipeline.reading.word.docx import read_docx

TEXT = (
    "ỦY BAN NHÂN DÂN TỈNH HÀ NAM\nI. MỤC ĐÍCH, YÊU CẦU\n"
    f"{SENTENCE}; phấn đấu 80% số hộ là gia đình văn hóa, xử lý dứt điểm những vụ việc "
    "tồn đọng ở cơ sở, mọi người cùng thực hiện, về đích trước hạn.\n"
)
LOST = dict.fromkeys((*range(0x80, 0xA0), 0xAD))


def _twice(text: str, codec: str) -> str:
    return "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in text.encode())


def _references(text: str, form: str) -> str:
    return "".join(c if ord(c) < 128 else form.format(ord(c)) for c in text)


@pytest.mark.parametrize("codec", ["cp1252", "cp1258", "cp1251", "mac_roman"])
def test_utf8_that_was_taken_for_another_encoding(codec: str) -> None:
    made = decode_bytes(_twice(TEXT, codec).encode())
    assert made.text == TEXT
    assert made.encoding == f"utf-8, utf-8 read as {codec}"


def test_bytes_that_are_no_letters_may_be_lost() -> None:
    """Controls and soft hyphens gone, spaces that do not break as ordinary ones."""
    made = decode_bytes(_twice(TEXT, "cp1252").translate(LOST).replace("\u00a0", " ").encode())
    assert made.text == TEXT


@pytest.mark.parametrize("form", ["&#{};", "&#x{:X};", "\\u{:04x}"])
def test_references(form: str) -> None:
    assert decode_bytes(_references(TEXT, form).encode()).text == TEXT


def test_references_by_name() -> None:
    written = (
        "&Ocirc;ng Nguy&#7877;n V&#259;n L&agrave; gi&aacute;m &#273;&#7889;c S&#7903; &amp; b"
    )
    assert decode_bytes(written.encode()).text == "Ông Nguyễn Văn Là giám đốc Sở & b"


def test_typed_marks() -> None:
    written = (
        "I. MU.C DDI'CH\nThu+.c hie^.n Ke^' hoa.ch so^' 15/KH-UBND cu?a U?y ban nha^n da^n "
        "ti?nh, ddo+n vi. xa^y du+.ng ke^' hoa.ch dda^?y ma.nh ho.c ta^.p suo^'t ddo+`i.\n"
        "Gia'm ddo^'c So+? to^? chu+'c thu+.c hie^.n. Sau ddo' ba'o ca'o.\n"
    )
    assert decode_bytes(written.encode()).text == (
        "I. MỤC ĐÍCH\nThực hiện Kế hoạch số 15/KH-UBND của Ủy ban nhân dân "
        "tỉnh, đơn vị xây dựng kế hoạch đẩy mạnh học tập suốt đời.\n"
        "Giám đốc Sở tổ chức thực hiện. Sau đó báo cáo.\n"
    )


@pytest.mark.parametrize("kind", ["bkhcm2", "vps", "viscii"])
def test_encodings_of_before_unicode(kind: str) -> None:
    """As bytes, and as the letters that Windows shows for them, saved as Unicode."""
    table = json.loads((files("pipeline.reading") / "data" / "legacy.json").read_text("utf-8"))
    text = TEXT.lower()
    written = "".join(table[kind].get(c, c) for c in text)
    assert decode_bytes(written.encode()).text == text
    as_bytes = b"".join(c.encode("cp1252" if ord(c) > 255 else "latin-1") for c in written)
    assert decode_bytes(as_bytes).text == text


def test_capitals_of_tcvn3() -> None:
    """Its letters with tones have none; the word's other letters tell."""
    written = (
        legacy_bytes(TEXT.lower(), "tcvn3")
        .decode("latin-1")
        .replace("ñy ban", "ñY BAN")
        .replace("tØnh", "TØNH")
    )
    assert "ỦY BAN" in decode_bytes(written.encode()).text
    assert "TỈNH" in decode_bytes(written.encode()).text


def test_glyph_numbers() -> None:
    """ASCII less 29; the Vietnamese letters in a block of their own."""
    block = {chr(0x1EA0 + i): chr(1188 + i) for i in range(90)}
    own = block | {"Ơ": "\u046a", "ơ": "\u046b", "Ư": "\u046c", "ư": "\u046d", "đ": "ÿ", "Đ": "Ĉ"}
    plain = "thực hiện chỉ thị số 15 về việc tổ chức đợt đỉnh học tập ở cơ sở từ tỉnh tới xã bộ"
    text = plain.replace("ã", "a").replace("ô", "o")
    written = "".join(own.get(c) or chr(ord(c) - 29) for c in text)
    assert decode_bytes(written.encode()).text == text


def test_glyph_numbers_without_figures_are_left() -> None:
    """A plan whose figures are gone must not look like one that leaves its number open."""
    block = {chr(0x1EA0 + i): chr(1188 + i) for i in range(90)}
    text = "thực hiện chỉ thị về việc tổ chức học tập ở cơ sở tỉnh bộ ngạn hải hậu vịnh yến"
    written = "".join(block.get(c) or (c if c == " " else chr(ord(c) - 29)) for c in text)
    assert read_text(written.encode(), markdown=False).route is Route.GARBLED_TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,  # sound
        "Thue hién Ké hoach s6 27/KH-TDHHT ngay 19/01/2024 caa UBND tinh Ha Tinh, phan dau dat",
        "Der Fluß fließt über große Wiesen, Möwen kreischen, Ärzte üben, Bücher öffnen sich",
        "Ça va? C'est ici (tout a fait), n'est-ce pas. Qu'il vienne. Ou est-il? Au revoir. Oui.",
        "",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert miscoded.reader_of(text) is None


def _word_file(text: str, run_font: str = "", style_font: str = "") -> bytes:
    made: Any = docx.Document()
    if style_font:
        made.styles["Normal"].font.name = style_font
    for line in text.splitlines():
        run = made.add_paragraph().add_run(line)
        if run_font:
            run.font.name = run_font
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


VNI = legacy_bytes(TEXT, "vni").decode("latin-1")


@pytest.mark.parametrize(
    "data",
    [
        _word_file(VNI, run_font="VNI-Times"),
        _word_file(VNI, style_font="VNI-Times"),  # the runs name no font
        _word_file(VNI),  # the fonts were renamed
        _word_file(_twice(TEXT, "cp1252")),
    ],
)
def test_word_files(data: bytes) -> None:
    page = read_docx(data)
    assert page.route is Route.LEGACY_TEXT
    assert page.text == TEXT.strip()


def test_unicode_in_a_style_of_before_unicode() -> None:
    """Pasted into an old template: the letters say more than the style."""
    page = read_docx(_word_file("Kế hoạch và chỉ thị của tỉnh", style_font=".VnTime"))
    assert page.text == "Kế hoạch và chỉ thị của tỉnh"
