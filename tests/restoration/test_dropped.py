"""Letters that a text has lost, a space in the place of each, are put back."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.restoration.documents import restore
from pipeline.restoration.lost_letters import lost_letters
from pipeline.restoration.restorer import Restorer
from pipeline.restoration.text import restore_text
from pipeline.settings import RestorationSettings

TEXT = (
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO Số: 45/QĐ-SGDĐT Nam Định, ngày 02 tháng 3 năm 2009 "
    "Căn cứ Nghị định số 13/2008/NĐ-CP ngày 04/02/2008 của Chính phủ quy định tổ chức các cơ quan "
    "chuyên môn thuộc Ủy ban nhân dân tỉnh; theo đề nghị của Trưởng phòng Tổ chức cán bộ, Sở "
    "yêu cầu các đơn vị thực hiện Quyết định này./."
)
KEPT = frozenset("áàãâéèêíìóòõôúùý")


def _lost(text: str, kept: frozenset[str] = KEPT) -> str:
    """Every letter beyond ASCII that is not kept is a space."""
    gone = (" " if ord(c) > 127 and c.lower() not in kept else c for c in text)
    return re.sub(" +", " ", "".join(gone))


def _restored(restorer: Restorer, text: str) -> str:
    (found,) = restorer.read([text.split()])
    return " ".join(token.text for token in found if not token.joined)


@pytest.mark.parametrize("more", ["", "ươ", "ươă"])
def test_letters_come_back(restorer: Restorer, more: str) -> None:
    kept = KEPT | frozenset(more)
    restored = _restored(restorer, _lost(TEXT, kept)).split()
    same = SequenceMatcher(None, restored, TEXT.split(), autojunk=False).get_matching_blocks()
    assert sum(block.size for block in same) >= len(TEXT.split()) - 4


def test_symbols_are_whole_again(restorer: Restorer) -> None:
    restored = _restored(restorer, _lost(TEXT))
    assert "13/2008/NĐ-CP" in restored
    assert "45/QĐ-SGDĐT" in restored


@pytest.mark.parametrize("engine", ["eng", "fra", "deu", "ocrad", "gocr", "vie-scan"])
def test_no_engine_loses_letters(data: Path, engine: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (data / engine).glob("*.txt")]
    assert texts
    assert not any(lost_letters([text.split()]) for text in texts)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,  # nothing is lost
        "Thue hién Ké hoach s6 27/KH-TDHHT ngay 19/01/2024 caa UBND tinh Ha Tinh, " * 4,
        "Can cu Nghi dinh so 13/2008/ND-CP ngay 04/02/2008 cua Chinh phu quy dinh " * 4,
        "à b c",  # too little to tell
        "",
    ],
)
def test_other_texts_lost_none(text: str) -> None:
    assert lost_letters([text.split()]) == frozenset()


def test_what_is_no_word_is_not_sure(restorer: Restorer) -> None:
    (found,) = restorer.read([_lost(TEXT.replace("Nam Định", "Krxng Qwzt")).split()])
    sure = {token.text: token.confidence for token in found}
    assert sure["Krxng"] < 0.5
    assert sure["Qwzt,"] < 0.5
    assert sure["Chính"] > 0.9


def test_a_document_keeps_what_was_read_and_its_cells(restorer: Restorer) -> None:
    row = _lost("Sở Y tế chủ trì thực hiện").split()
    words = tuple(Word(w, w) for w in _lost(TEXT).split())
    cells = (*(Word(w, w) for w in row), *(Word(w, w) for w in _lost("quý II").split()))
    lines = (Line(words), Line(cells, cells=(len(row),)))
    page = Page(1, lines, Route.GARBLED_TEXT, "")
    document = Document("file.txt", "0" * 64, (page,))
    made = restore(document, restorer, RestorationSettings()).pages[0]
    assert made.lines[1].text == "Sở Y tế chủ trì thực hiện\tquý II"
    raw = " ".join(word.raw for line in made.lines for word in line.words)
    assert raw.split() == [w.raw for line in lines for w in line.words]


def test_a_text_keeps_its_lines_and_tells_what_changed(restorer: Restorer) -> None:
    lost = [_lost(line) for line in (TEXT, "Trên đây là Kế hoạch của Sở", "")]
    made = restore_text("\n".join(lost), restorer)
    assert [line.strip() for line in made.text.split("\n")[1:]] == [
        "Trên đây là Kế hoạch của Sở",
        "",
    ]
    assert (2, "Kế") in {(change.line, change.restored) for change in made.changes}


def test_marks_beside_lost_letters_stand_with_their_words(restorer: Restorer) -> None:
    restored = _restored(restorer, _lost(f"{TEXT} Các đơn vị (Ủy ban, Sở): gửi báo cáo hồ sơ."))
    assert "(Ủy ban, Sở): gửi" in restored
