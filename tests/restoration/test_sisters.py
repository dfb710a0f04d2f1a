"""What sister texts teach, what never comes from them, and how they are chosen."""

from __future__ import annotations

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.restoration import Restorer, choose_sisters, restore_text, signature
from pipeline.vietnamese import strip_marks
from training.measuring import score

SISTER = (
    "Tổ chức hội thi nấu mứt bần, đan lờ bắt cá và hát bội ở đình làng vào rằm tháng chạp.\n"
    "Thực hiện Kế hoạch số 77/KH-XYZT ngày 03/02/2021 do ông Phạm Quẩn Tưởng ký.\n"
) * 2


def plain(text: str) -> Document:
    lines = tuple(Line(tuple(Word(w, w) for w in line.split())) for line in text.split("\n"))
    return Document("a", "0", (Page(1, lines, Route.PLAIN_TEXT),))


def test_the_wording_of_sisters_helps(restorer: Restorer) -> None:
    right = SISTER.split("\n", maxsplit=1)[0]
    alone = restore_text(strip_marks(right), restorer).text
    taught = restore_text(strip_marks(right), restorer.taught_by([SISTER] * 2)).text
    assert score([(right, taught)]).right > score([(right, alone)]).right


def test_numbers_symbols_and_names_do_not_come_from_sisters(restorer: Restorer) -> None:
    taught = restorer.taught_by([SISTER])
    read = "Thuc hién Ké hoach s6 78/KH-XYZB ngay 04/02/2022 do 6ng Pham Quan Tuong ky"
    found = restore_text(read, taught).text
    assert "78/KH-XYZB" in found
    assert "04/02/2022" in found
    assert found == restore_text(read, restorer).text


def test_the_order_of_sisters_does_not_matter(restorer: Restorer, gold: dict[str, str]) -> None:
    texts = list(gold.values())
    forward, backward = restorer.taught_by(texts), restorer.taught_by(reversed(texts))
    assert forward.digest == backward.digest != restorer.digest
    read = strip_marks(texts[0])
    assert restore_text(read, forward) == restore_text(read, backward)


def test_no_sisters_is_the_restorer_itself(restorer: Restorer) -> None:
    assert restorer.taught_by([]).digest == restorer.digest


def test_each_set_of_sisters_has_its_digest(restorer: Restorer) -> None:
    assert restorer.taught_by(["a b"]).digest != restorer.taught_by(["a c"]).digest


def test_signatures_find_a_garbled_copy(gold: dict[str, str]) -> None:
    clean = {name: signature(plain(text)) for name, text in gold.items()}
    garbled = signature(plain(strip_marks(gold["bao-cao"])))
    assert choose_sisters(garbled, clean) == ["bao-cao"]


def test_unlike_documents_are_no_sisters(gold: dict[str, str]) -> None:
    others = {name: signature(plain(t)) for name, t in gold.items() if name != "cong-van"}
    assert choose_sisters(signature(plain(gold["cong-van"])), others) == []


def test_a_document_without_words_has_no_sisters() -> None:
    assert signature(plain("")) == ()
    assert choose_sisters((), {"a": signature(plain("một hai ba bốn"))}) == []


def test_sisters_come_in_sorted_order(gold: dict[str, str]) -> None:
    one = signature(plain(gold["bao-cao"]))
    assert choose_sisters(one, {"b": one, "a": one}) == ["a", "b"]
