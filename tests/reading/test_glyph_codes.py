"""Text layers of glyph numbers; the words are invented, the numbers are the fonts' own."""

from __future__ import annotations

import io
import unicodedata

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.pdf.pdfium import frame_of
from pipeline.reading.pdf.textlayer import leans, read_layer
from pipeline.reading.text.glyph_codes import letters_by_font

_UPRIGHT = "ABCDEF+TimesNewRomanPSMT"
_ITALIC = "ABCDEF+TimesNewRomanPS-ItalicMT"
_SIMPLE = "TimesNewRomanPSMT"


def _drawn(*words: tuple[str, str]) -> list[tuple[str, int]]:
    return [(font, ord(letter)) for font, word in words for letter in f"{word} "]


def _read(*words: tuple[str, str]) -> str:
    letters = letters_by_font(_drawn(*words))
    return " ".join(word.translate(letters.get(font, {})) for font, word in words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # Every letter of the font is a glyph's number.
        ([(_UPRIGHT, w) for w in ("7ӌ1+", "&Ӝ1*", "9,ӊ7", "ĈӝF", "OұS", "+ҥQK")],
         "TỈNH CỘNG VIỆT Độc lập Hạnh"),
        # Italic letters stand in another block, ư outside of it.
        ([(_ITALIC, w) for w in ("/X̵W", "V͙", "WK̵P", "ÿ˱ͫF", "F̭S", "ÿ͓QK")],
         "Luật số thậm được cấp định"),
        # ASCII is itself, only the Vietnamese letters are numbers.
        ([(_UPRIGHT, w) for w in ("KiӇm", "sӱ", "dөng", "bҧo", "quҧn", "liӋu")],
         "Kiểm sử dụng bảo quản liệu"),
        # Fonts beside them whose Windows bytes come as Macintosh letters.
        ([*((_UPRIGHT, w) for w in ("7ӌ1+", "&Ӝ1*", "ĈӝF", "OұS", "+ҥQK")),
          *((_SIMPLE, w) for w in ("L‡o", "phÈp", "CÙng", "GI£M", "XÃ"))],
         "TỈNH CỘNG Độc lập Hạnh Lào phép Công GIÁM XÃ"),
    ],
)  # fmt: skip
def test_words_of_glyph_numbers(words: list[tuple[str, str]], expected: str) -> None:
    assert _read(*words) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch phát triển chăn nuôi năm 2025 của tỉnh Hà Nam",
        # Decomposed letters: marks from U+0300 on are no glyph numbers.
        unicodedata.normalize("NFD", "Kế hoạch đẩy mạnh phổ biến, giáo dục pháp luật ở tỉnh"),
        "Hà Nội - Москва, Қазақстан, Өскемен",  # letters of other alphabets: no words come of it
        "σ = 0,5 · 10³; Ω, μ, λ, δ, ε",  # Greek of a formula
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert letters_by_font(_drawn((_UPRIGHT, text))) == {}


@pytest.mark.parametrize(
    ("matrix", "leaning"),
    [
        ((1.0, 0.0, 0.2, 1.0), False),  # italics that a program made of upright letters
        ((1.0, 0.0, 0.0, 1.0), False),
        ((0.7, 0.7, -0.7, 0.7), True),  # a watermark across the page
    ],
)
def test_slanted_letters_stand_on_a_level_line(
    matrix: tuple[float, float, float, float], leaning: bool
) -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    text = canvas.beginText()
    text.setTextTransform(*matrix, 200, 400)
    text.textOut("2024")
    canvas.drawText(text)
    canvas.save()
    page = pypdfium2.PdfDocument(file.getvalue())[0]
    words = read_layer(page, frame_of(page)).words
    assert [leans(word) for word in words[:1]] == [leaning]
