"""How a read word is taken apart before it is decoded."""

from __future__ import annotations

import pytest

from pipeline.restoration.tokens import Kind, atoms, is_symbol

ATOMS = [
    ("học,", ["học"]),  # outer punctuation is no part of the word
    ("“Xây", ["Xây"]),
    ("phương/cơ", ["phương", "cơ"]),  # two syllables with a stroke between them
    ("CB,VC,NLĐ", ["CB", "VC", "NLĐ"]),
    ("tap,qhoc", ["tap", "qhoc"]),  # a lost space behind a comma
    ("ngayl2", ["ngay", "l2"]),  # a lost space before a number
    ("c6ng", ["c6ng"]),  # a digit within a word divides nothing
    ("I1.NOI", ["I1", "NOI"]),  # a numeral run into its heading
    ("31/KH-TDHHT", ["31/KH-TDHHT"]),  # a symbol stays whole
    ("...", []),
    ("+", []),
    ("_—", []),
    ("¥", ["¥"]),  # a sign that stands for a letter
    ("x" * 200, []),  # no word of any language
]


@pytest.mark.parametrize(("token", "expected"), ATOMS)
def test_atoms(token: str, expected: list[str]) -> None:
    found = atoms(token)
    assert [atom.text for atom in found] == expected
    assert all(token[atom.start : atom.end] == atom.text for atom in found)


KINDS = [
    ("2024", Kind.NUMBER),
    ("25.000", Kind.NUMBER),
    ("19/01/2024", Kind.DATE),
    ("6/2024", Kind.DATE),
    ("a)", Kind.MARKER),
    ("1)", Kind.MARKER),
    ("III.", Kind.ROMAN),
    ("QĐ-TTg", Kind.SYMBOL),
    ("26/2020/NĐ-CP", Kind.SYMBOL),
    ("kinh", Kind.WORD),
]


@pytest.mark.parametrize(("token", "kind"), KINDS)
def test_kinds(token: str, kind: Kind) -> None:
    assert [atom.kind for atom in atoms(token)] == [kind]


SYMBOLS = [
    ("KH-TPHHT", True),
    ("QD-TTg", True),
    ("/KH-TPHHT", True),  # the number stands apart
    ("phương/cơ", False),
    ("TINH-PHUC", False),  # capitals, but no code of a type of document
    ("KH", False),
]


@pytest.mark.parametrize(("core", "expected"), SYMBOLS)
def test_symbols(core: str, expected: bool) -> None:
    assert is_symbol(core) is expected
