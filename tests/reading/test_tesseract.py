"""The recogniser as a program: it hangs, crashes, prints rubbish, is not there."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import ReadingError
from pipeline.reading.engine.tesseract import EngineError, Tesseract, parse_tsv

VERSION = "if '--version' in sys.argv: print('tesseract 5.3.0'); sys.exit()"
PAGE = Image.new("L", (200, 100), 255)
HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)


def program(tmp_path: Path, body: str) -> str:
    """An executable that stands for tesseract."""
    path = tmp_path / "tesseract"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{VERSION}\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return str(path)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in by a script")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("time.sleep(60)", "ocr-timeout"),
        ("sys.exit(1)", "ocr-failed"),
        ("sys.stderr.buffer.write(b'\\xff\\xfe bad'); sys.exit(3)", "ocr-failed"),
        ("pass", "ocr-failed"),  # ends well and writes nothing
    ],
)
def test_a_call_that_fails_is_the_pages_failure(tmp_path: Path, body: str, code: str) -> None:
    engine = Tesseract(command=program(tmp_path, body), seconds=1)
    with pytest.raises(EngineError) as caught:
        engine.words(PAGE)
    assert caught.value.code == code


def test_no_program() -> None:
    with pytest.raises(ReadingError) as caught:
        Tesseract(command="/nowhere/tesseract").words(PAGE)
    assert caught.value.code == "no-tesseract"
    assert "kehoach doctor" in caught.value.message


def test_no_language(tmp_path: Path) -> None:
    body = "sys.stderr.write(\"Failed loading language 'vie'\"); sys.exit(1)"
    with pytest.raises(ReadingError) as caught:
        Tesseract(command=program(tmp_path, body)).words(PAGE)
    assert caught.value.code == "no-language"


def test_one_thread_a_call(tmp_path: Path) -> None:
    body = (
        "import os\n"
        f"row = '5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t90\\t' + os.environ['OMP_THREAD_LIMIT']\n"
        f"open(sys.argv[2] + '.tsv', 'w').write({HEADER!r} + '\\n' + row)"
    )
    assert [s.text for s in Tesseract(command=program(tmp_path, body)).words(PAGE)] == ["1"]


def tsv(*rows: bytes) -> bytes:
    return b"\n".join([HEADER.encode(), *rows])


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        (b"5\t1\t1\t1\t1\t1\t10\t20\t30\t15\t96.5\tK\xe1\xba\xbf", ["Kế"]),
        ("5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\tKế".encode(), ["Kế"]),  # decomposed
        (b"5\t1\t1\t1\t1\t1\t10\t20\t30\t15\t96.5\t\xff\xfe", ["\ufffd\ufffd"]),  # bad UTF-8
        (b"5\t1\t1\t1\t1\t1\t10\t20\t30\t15\t95\t ", []),
        (b"4\t1\t1\t1\t1\t0\t10\t20\t30\t15\t-1\t", []),  # a line, no word
        (b"5\t1\t1\t1\t1\t1\tten\t20\t30\t15\t95\tx", []),
        (b"5\t1\t1", []),  # cut off
        (b'5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\t"', ['"']),  # a quote opens no field
    ],
)
def test_tsv(row: bytes, texts: list[str]) -> None:
    assert [s.text for s in parse_tsv(tsv(row))] == texts


def test_confidence_is_between_0_and_1() -> None:
    seen = parse_tsv(
        tsv(b"5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t-1\tx", b"5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t101\ty")
    )
    assert [s.confidence for s in seen] == [0.0, 1.0]
