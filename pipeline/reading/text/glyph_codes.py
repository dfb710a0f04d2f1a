"""Text layers that hold glyph numbers for letters: `&Ӝ1*` where `CỘNG` is drawn.

Some printing and signing tools embed parts of TrueType fonts without the table that leads
from codes to Unicode: whoever asks for the text gets the glyphs' numbers. Microsoft's fonts
number them in Macintosh order (glyph 3 is the space, glyph 36 is A: ASCII less 29), and keep
the Vietnamese letters in one block, whose place differs by font (`data/glyph_blocks.json`).
The same tools embed simple fonts whose Windows bytes PDFium gives as Macintosh letters:
`L‡o` for `Lào`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipeline.reading.text.judging import words_of
from pipeline.vietnamese import is_syllable, nfc

Letters = Mapping[int, int]
"""What a font's code stands for; codes that are not in it stand for themselves."""

_FIRST, _ASCII_END, _MAC_END = 3, 98, 226
"""Glyphs of the space, behind the tilde, behind the last letter of Macintosh's own set."""
_LETTERS = 90
"""U+1EA0 to U+1EF9."""
_FEWEST = 5
"""Letters of the blocks by which a page is known; then a single one tells a font."""
_PDFIUM = {"£": "Á", "Ã": "Ã"}
"""PDFium's table of Macintosh bytes has these where Apple's has an exclamation and a root."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The Vietnamese letters of a font by glyph number."""

    id: str
    letters: dict[int, int]


@lru_cache(maxsize=1)
def _blocks() -> tuple[_Block, ...]:
    data = json.loads((files("pipeline.reading") / "data" / "glyph_blocks.json").read_text("utf-8"))
    return tuple(_block(entry, data["common"]) for entry in data["blocks"])


def _block(entry: Mapping[str, Any], common: Mapping[str, str]) -> _Block:
    letters = {entry["base"] + index: 0x1EA0 + index for index in range(_LETTERS)}
    letters |= {int(glyph): ord(letter) for glyph, letter in (entry["others"] | common).items()}
    return _Block(entry["id"], letters)


@lru_cache(maxsize=1)
def _of_macintosh() -> dict[int, int]:
    """Glyphs in Macintosh order: ASCII, then its own letters (Apple's `post` table)."""
    plain = {glyph: glyph + 29 for glyph in range(_FIRST, _ASCII_END)}
    accented = bytes(range(128, _MAC_END + 30)).decode("mac_roman")
    return plain | {_ASCII_END + i: ord(letter) for i, letter in enumerate(accented)}


def letters_by_font(drawn: Iterable[tuple[str, int]]) -> dict[str, Letters]:
    """Fonts whose codes are no Unicode, and what they stand for; `drawn` is (font, code)s."""
    runs = _runs(drawn)
    blocks = {font: block for font, texts in runs.items() if (block := _likeliest(texts))[1]}
    if sum(hits for _, hits in blocks.values()) < _FEWEST:
        return {}
    coded = {font: _letters(runs[font], block) for font, (block, _) in blocks.items()}
    simple = {font: texts for font, texts in runs.items() if font not in coded}
    return coded | {f: letters for f, texts in simple.items() if (letters := _bytes(texts))}


def _runs(drawn: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    """Each font's runs of letters, as its codes give them."""
    runs: dict[str, list[str]] = {}
    last = ""
    for font, code in drawn:
        if code == ord(" ") or font != last:
            runs.setdefault(font, []).append("")
        if code != ord(" "):
            runs[font][-1] += chr(code)
        last = font
    return runs


def _likeliest(texts: list[str]) -> tuple[_Block, int]:
    """The block that most of a font's codes lie in, and how many do."""
    codes = [ord(letter) for text in texts for letter in text]
    hits = [(_hits(codes, block), block) for block in _blocks()]
    most, block = max(hits, key=lambda pair: pair[0])
    return block, most


def _letters(texts: list[str], block: _Block) -> Letters:
    """The block's letters, with all of Macintosh's glyphs where more words come of it."""
    whole = _of_macintosh() | block.letters
    return max((block.letters, whole, {}), key=lambda letters: _syllables(texts, letters))


def _hits(codes: list[int], block: _Block) -> int:
    """Codes that only this block gives letters for: no Latin, no marks of decomposed text."""
    return sum(code >= 0x2E0 and code in block.letters and not _is_mark(code) for code in codes)


def _is_mark(code: int) -> bool:
    """A mark of decomposed Vietnamese: `e` + U+0302 + U+0323."""
    return code in (0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323)


def _syllables(texts: list[str], letters: Letters) -> int:
    read = " ".join(text.translate(letters) for text in texts)
    return sum(is_syllable(nfc(word)) for word in words_of(read) if len(word) > 1)


def _bytes(texts: list[str]) -> Letters | None:
    """Macintosh letters to the Windows ones of the same bytes, if that makes letters of them."""
    beyond = {letter for text in texts for letter in text if ord(letter) > 127}
    made = {ord(letter): ord(right) for letter in beyond if (right := _of_windows(letter))}
    letters = sum(chr(code).isalpha() for code in made.values())
    return made if made and 2 * letters > len(beyond) else None


def _of_windows(letter: str) -> str:
    if letter in _PDFIUM:
        return _PDFIUM[letter]
    try:
        return letter.encode("mac_roman").decode("cp1252")
    except UnicodeError:
        return ""
