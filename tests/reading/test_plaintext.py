"""Text files: bytes to text, Markdown's marks off, paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_texts import SENTENCE, legacy_bytes

from pipeline.document import Route
from pipeline.errors import ReadingError
from pipeline.reading.text.plaintext import decode_bytes, read_text, strip_markdown


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("utf-8-sig"), "utf-8-sig"),  # Notepad's mark is no letter
        (SENTENCE.encode("utf-16"), "utf-16"),  # "Unicode" in old Notepad
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),  # without a mark
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (legacy_bytes(SENTENCE.replace("Ủy", "ủy"), "tcvn3"), "tcvn3"),
        (legacy_bytes(SENTENCE, "vni"), "vni"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    decoded = decode_bytes(data)
    assert decoded.encoding == encoding
    assert decoded.text.lower() == SENTENCE.lower()


def test_decomposed_text_is_composed() -> None:
    import unicodedata

    page = read_text(unicodedata.normalize("NFD", SENTENCE).encode(), markdown=False)
    assert page.text == SENTENCE


def test_some_wrong_bytes_do_not_change_the_encoding() -> None:
    damaged = SENTENCE.encode() * 3 + b"\xff\xc3"
    assert decode_bytes(damaged).text.startswith(SENTENCE)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#### I. MỤC ĐÍCH, YÊU CẦU", "I. MỤC ĐÍCH, YÊU CẦU"),
        ("## **II. PHẠM VI**", "II. PHẠM VI"),
        ("gọi tắt là *Phong trào thi đua* nhằm", "gọi tắt là Phong trào thi đua nhằm"),
        ("“*Toàn dân đoàn kết*”", "“Toàn dân đoàn kết”"),
        ("***Nơi nhận:***", "Nơi nhận:"),
        ("1\\. Mục đích", "1. Mục đích"),  # escaped so as not to be a list
        ("\\- Như trên;", "- Như trên;"),
        ("* Như trên;", "- Như trên;"),
        ("> Căn cứ", "Căn cứ"),
        ("5 * 3 = 15 và 2 * 4", "5 * 3 = 15 và 2 * 4"),  # stars that mark nothing
        ("Số: ___/KH-SYT", "Số: ___/KH-SYT"),  # a place left empty is no emphasis
        ("a_b_c", "a_b_c"),
        ("- Lưu: VT, VP.", "- Lưu: VT, VP."),
    ],
)
def test_markdown_marks(line: str, expected: str) -> None:
    assert strip_markdown(line) == expected


def test_markdown_table_becomes_cells() -> None:
    text = "| TT | Nhiệm vụ |\n| --- | :---: |\n| 1 | Tuyên truyền |\n"
    page = read_text(text.encode(), markdown=True)
    assert page.text == "TT\tNhiệm vụ\n1\tTuyên truyền"


def test_blank_lines_open_paragraphs() -> None:
    page = read_text("Một hai\nBa bốn\n\nNăm sáu".encode(), markdown=False)
    assert [line.paragraph for line in page.lines] == [True, False, True]


def test_double_spaced_text_keeps_its_paragraphs() -> None:
    """Text taken from a PDF: a blank line after every printed line, two between paragraphs."""
    text = (
        "Thực hiện kế hoạch của Ủy ban nhân dân tỉnh về\n\nviệc triển khai phong trào thi đua\n\n"
        "học tập xây dựng xã hội học tập ở địa bàn\n\nđơn vị xây dựng kế hoạch.\n\n\n\n"
        "Các phòng căn cứ kế hoạch này tổ chức thực\n\nhiện."
    )
    opens = [line.paragraph for line in read_text(text.encode(), markdown=False).lines]
    assert opens == [True, False, False, False, True, False]


def test_garbled_text_is_seen(seeds: Path) -> None:
    for path in seeds.glob("*.txt"):
        page = read_text(path.read_bytes(), markdown=False)
        garbled = path.name.startswith("004")
        assert page.route is (Route.GARBLED_TEXT if garbled else Route.PLAIN_TEXT), path.name


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\n \n\t\n", "no-text"), (b"PK\x03\x04\x00\x00\x00\x08" * 40, "not-text")],
)
def test_failures(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_text(data, markdown=False)
    assert caught.value.code == code


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_named_failure(data: bytes) -> None:
    try:
        page = read_text(data, markdown=True)
    except ReadingError as error:
        code = error.code
    else:
        code = "text" if page.words else "nothing"
    assert code in {"text", "no-text", "not-text"}


@given(st.text(alphabet="aăâbcđeêgh *_#\\`|-.1", max_size=60))
def test_stripping_never_loses_a_letter(line: str) -> None:
    letters = [c for c in line if c.isalpha()]
    assert [c for c in strip_markdown(line) if c.isalpha()] == letters
