"""Lines of any length in pieces: nothing is lost, nothing is held for long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.restoration import Restorer, pieces, restore_parts, restore_text
from pipeline.restoration.pieces import Piece

_LIMIT = 12


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "CHARACTERS_AT_ONCE", _LIMIT)


def stretches(text: str, size: int) -> Iterator[tuple[str, bool]]:
    """As a file gives them that is read by so many characters of a line."""
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), size):
            part = line[start : start + size]
            yield part.removesuffix("\n"), part.endswith("\n")


def joined(found: list[Piece]) -> str:
    return "".join(piece.text + ("\n" if piece.ends else "") for piece in found)


@given(st.text("ab \t\n", max_size=90), st.integers(1, _LIMIT))
def test_pieces_are_the_text(text: str, size: int) -> None:
    found = list(pieces.pieces(stretches(text, size)))
    assert joined(found) == text
    lines = text.split("\n")
    for piece in found:
        assert lines[piece.line - 1][piece.column :].startswith(piece.text)
        assert len(piece.text) < 2 * _LIMIT
        assert not piece.solid or not any(c.isspace() for c in piece.text)


@given(st.lists(st.text("ab ", max_size=40), max_size=5))
def test_lines_are_as_many_as_were_given(lines: list[str]) -> None:
    found = list(pieces.pieces(pieces.parts_of(lines)))
    assert joined(found) == "".join(f"{line}\n" for line in lines)
    assert sum(piece.ends for piece in found) == len(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ke hoach nam hoc moi\n", ["ke hoach ", "nam hoc moi"]),  # cut before a word
        ("a" * 30 + " b", ["a" * 12, "a" * 12, "a" * 6, " b"]),  # a run is no word, and goes on
        ("a" * 24 + "\nb\n", ["a" * 12, "a" * 12, "", "b"]),  # it ends with the line
    ],
)
def test_where_lines_are_cut(text: str, expected: list[str]) -> None:
    assert [piece.text for piece in pieces.pieces(stretches(text, _LIMIT))] == expected


def test_blocks_hold_no_more_than_they_may() -> None:
    found = list(pieces.blocks(Piece("ke hoach", n, 0, True) for n in range(1, 9)))
    assert [len(block) for block in found] == [1] * 8
    alone = [Piece("ab", 1, 0, False, solid=True), Piece("", 1, 2, True), Piece("c", 2, 0, True)]
    assert [[p.text for p in block] for block in pieces.blocks(alone)] == [["ab"], ["", "c"]]


def test_text_that_comes_again_is_cut_at_the_same_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pieces, "CHARACTERS_AT_ONCE", 30_000)
    again = [f"dong {n} " + "x" * 200 for n in range(900)]
    text = [*again, *(f"khac {n}" for n in range(77)), *again]
    found = pieces.blocks(Piece(line, number, 0, True) for number, line in enumerate(text, 1))
    cut = [tuple(piece.text for piece in block) for block in found]
    assert len(set(cut)) <= len(cut) - 5


def test_a_run_without_a_space_stays_as_it_is(
    restorer: Restorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "CHARACTERS_AT_ONCE", 200)
    read = "thuc hién nhiém vu cua tinh\n" * 9
    text = f"{read}{'x1' * 500} thuc hién nhiém vu cua tinh\n{read}"
    found = "".join(
        restored.text + ("\n" if piece.ends else "")
        for piece, restored in restore_parts(stretches(text, 200), restorer)
    )
    assert found.count("x1") == 500
    assert found.count("\n") == 19


def test_a_token_longer_than_any_word_stays_among_garbled_ones(restorer: Restorer) -> None:
    read = "thuc hién nhiém vu cua tinh trong nam hoc moi"
    found = restore_text(f"{read}\n{'x' * 100} {read}\n{read}", restorer).text
    assert found.split("\n")[1].startswith("x" * 100 + " thực hiện nhiệm vụ")
