"""The way from corpus to model, on a corpus and pages small enough for a test."""

from __future__ import annotations

import lzma
import shutil
from pathlib import Path

import pytest

from pipeline.restoration import Restorer, restore_text
from training.build import build
from training.contamination import ALLOWED, contained
from training.corpus import Part, files, lines, read_all
from training.render import Pair, ReadLine, Setting, draw, match, read_words

LINES = [
    f"{i}. Ủy ban nhân dân tỉnh triển khai kế hoạch số {i}/KH-UBND năm {1900 + i}."
    for i in range(400)
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    with lzma.open(folder / "a.txt.xz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(LINES))
    return folder


def test_the_parts_of_the_corpus_share_nothing(corpus: Path) -> None:
    parts = [set(lines(corpus, part)) for part in Part]
    assert sum(len(p) for p in parts) == len(LINES)
    assert not parts[0] & parts[1]
    assert not parts[0] & parts[2]
    assert not parts[1] & parts[2]


def test_no_corpus_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files(tmp_path)


def read_pages() -> list[ReadLine]:
    words = "Uy:Ủy ban:ban nhan:nhân dan:dân tinh:tỉnh trien:triển khai:khai ke:kế hoach:hoạch"
    pairs = tuple(Pair(*pair.split(":")) for pair in words.split())
    return [ReadLine("eng", pairs), ReadLine("vie", pairs)] * 5


def test_the_same_corpus_gives_the_same_model(corpus: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "one", tmp_path / "two"):
        out.mkdir()
        build(corpus, read_pages(), out)
    first, second = (Restorer.load(tmp_path / name) for name in ("one", "two"))
    assert first.digest == second.digest
    # A whole model, though tiny: it restores what it was built from.
    read = "Uy ban nhan dan tinh trien khai ke hoach trien khai ke hoach"
    assert restore_text(read, first).text.startswith("Ủy ban nhân dân tỉnh triển khai kế hoạch")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract")
@pytest.mark.skipif(
    not Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf").exists(),
    reason="needs the fonts that the pages are drawn with",
)
def test_drawn_words_meet_the_words_that_were_read() -> None:
    text = [["Tổng", "kết", "năm"], ["học"]]
    image, drawn, height = draw(text, Setting("eng", "eng", "tinos", 14, 200))
    found = match(drawn, read_words(image, "eng", 200), height, 100)
    assert [[pair.gold for pair in line] for line in found] == text
    assert all(pair.read for line in found for pair in line)


def test_contained_finds_a_run_of_eight() -> None:
    inside = "một hai ba bốn năm sáu bảy tám chín"
    texts = {"in": inside, "out": "chín tám bảy sáu năm bốn ba hai một"}
    assert contained(texts, [f"đầu {inside} cuối"]) == {"in": 1.0, "out": 0.0}


@pytest.mark.long
def test_the_test_set_is_not_in_the_corpus(shared: Path, gold: dict[str, str]) -> None:
    all_lines = (line for path in files(shared / "corpus") for line in read_all(path))
    shares = contained(gold, all_lines)
    assert max(shares.values()) < ALLOWED, shares
