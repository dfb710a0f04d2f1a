"""Vietnamese in the fonts of before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times).

A free font's glyphs are put at the old codes and the font is renamed, so a
page looks right and its text layer extracts as old files do: `KÕ ho¹ch`,
`KEÁ HOAÏCH`. Code tables: TCVN 5712:1993 (VN3) and the VNI Windows set.
"""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont as FontFile
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from samples.fonts import Family, family, register

_TCVN3_LETTERS = (
    "àµ ả¶ ã· á¸ ạ¹ ă¨ ằ» ẳ¼ ẵ½ ắ¾ ặÆ â© ầÇ ẩÈ ẫÉ ấÊ ậË đ® èÌ ẻÎ ẽÏ éÐ ẹÑ êª ềÒ ểÓ ễÔ ếÕ ệÖ "
    "ì× ỉØ ĩÜ íÝ ịÞ òß ỏá õâ óã ọä ô« ồå ổæ ỗç ốè ộé ơ¬ ờê ởë ỡì ớí ợî ùï ủñ ũò úó ụô "
    "ư\xad ừõ ửö ữ÷ ứø ựù ỳú ỷû ỹü ýý ỵþ Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"
)
TCVN3 = {pair[0]: pair[1] for pair in _TCVN3_LETTERS.split()} | {"ư": "\xad"}
"""Unicode letter to the character at its TCVN3 code. Toned capitals have none: .VnTimeH."""

_VNI_MARKS = {
    # marks (NFD, in the order base mark + tone) : the character that follows the vowel
    "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï",
    "\u0302": "â", "\u0302\u0301": "á", "\u0302\u0300": "à", "\u0302\u0309": "å",
    "\u0302\u0303": "ã", "\u0302\u0323": "ä",
    "\u0306": "ê", "\u0306\u0301": "é", "\u0306\u0300": "è", "\u0306\u0309": "ú",
    "\u0306\u0303": "ü", "\u0306\u0323": "ë",
}  # fmt: skip
_VNI_SINGLE = {
    "í": "í",
    "ì": "ì",
    "ỉ": "æ",
    "ĩ": "ó",
    "ị": "ò",
    "ỵ": "î",
    "đ": "ñ",
    "ơ": "ô",
    "ư": "ö",
}


def to_tcvn3(text: str) -> str:
    """Lower-case and untoned letters in TCVN3; toned capitals become their small letter's code."""
    return "".join(TCVN3.get(char) or TCVN3.get(char.lower(), char) for char in _nfc(text))


def to_vni(text: str) -> str:
    """Text in VNI codes: most letters are a vowel and a mark, two characters."""
    return "".join(_vni_letter(char) for char in _nfc(text))


def _vni_letter(char: str) -> str:
    small = char.lower()
    upper = char != small
    if small in _VNI_SINGLE:
        code = _VNI_SINGLE[small]
        return code.upper() if upper else code
    base, marks = _taken_apart(small)
    if not marks:
        return char
    if "\u031b" in marks:  # horn: ơ and ư are letters of their own, the tone follows
        horned, tone = {"o": "ô", "u": "ö"}[base], marks.replace("\u031b", "")
        code = horned + _VNI_MARKS[tone]
    else:
        code = base + _VNI_MARKS[marks]
    return code.upper() if upper else code


def _taken_apart(char: str) -> tuple[str, str]:
    """(base letter, marks with the vowel's own mark before the tone)."""
    parts = unicodedata.normalize("NFD", char)
    own = "".join(m for m in parts[1:] if m in "\u0302\u0306\u031b")
    return parts[0], own + "".join(m for m in parts[1:] if m not in "\u0302\u0306\u031b")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True, slots=True)
class Tcvn3Face:
    """`.VnTime`, and `.VnTimeH` for words in capitals."""

    small: Family
    capital: Family

    def runs(self, text: str, bold: bool, italic: bool) -> list[tuple[str, str]]:
        """Runs split where a toned capital needs the capital font."""
        out: list[tuple[str, str]] = []
        heading = bold and _all_capitals(text)
        for char in _nfc(text):
            toned = char.isupper() and char not in TCVN3 and char.lower() in TCVN3
            capital = toned or (heading and char.isalpha())
            face = (self.capital if capital else self.small).face(bold, italic)
            code = to_tcvn3(char.lower() if capital else char)
            if out and out[-1][0] == face:
                out[-1] = (face, out[-1][1] + code)
            else:
                out.append((face, code))
        return out


def _all_capitals(text: str) -> bool:
    """A word of a heading; symbols such as KH-UBND were typed in the small font."""
    letters = text.strip(" .,:;“”()")
    return len(letters) > 1 and letters.isalpha() and letters.isupper()


@dataclass(frozen=True, slots=True)
class VniFace:
    """`VNI-Times`."""

    font: Family

    def runs(self, text: str, bold: bool, italic: bool) -> list[tuple[str, str]]:
        """One run: VNI has capitals of its own."""
        return [(self.font.face(bold, italic), to_vni(text))]


@lru_cache(maxsize=1)
def tcvn3_face() -> Tcvn3Face:
    """The TCVN3 typeface, its fonts made and registered.

    Raises FontNotFoundError where no font with Vietnamese letters is installed.
    """
    small = {ord(code): ord(letter) for letter, code in TCVN3.items()}
    capital = {code: ord(chr(letter).upper()) for code, letter in small.items()}
    capital |= {ord(c): ord(c.upper()) for c in "abcdefghijklmnopqrstuvwxyz"}
    return Tcvn3Face(_made(".VnTime", small), _made(".VnTimeH", capital))


@lru_cache(maxsize=1)
def vni_face() -> VniFace:
    """The VNI typeface, its fonts made and registered.

    Raises FontNotFoundError where no font with Vietnamese letters is installed.
    """
    single = {ord(code): ord(letter) for letter, code in _VNI_SINGLE.items()}
    single |= {ord(code.upper()): ord(letter.upper()) for letter, code in _VNI_SINGLE.items()}
    return VniFace(_made("VNI-Times", single, marks=True))


def _made(name: str, remap: dict[int, int], marks: bool = False) -> Family:
    """The family with its characters moved: code -> Unicode letter whose glyph it shows."""
    folder = Path(tempfile.mkdtemp(prefix="kehoach-fonts-"))
    files = []
    for index, source in enumerate(family().files):
        # A time stamp of today would make each build differ.
        with FontFile(source, recalcTimestamp=False) as font:
            cmap = dict(font.getBestCmap())
            moved = {code: cmap[letter] for code, letter in remap.items()}
            if marks:
                moved |= _mark_glyphs(font, cmap)
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap.update(moved)
            _rename(font, name, ("", "-Bold", "-Italic", "-BoldItalic")[index])
            files.append(folder / f"{index}.ttf")
            font.save(files[-1])
    return register(name, files)


def _rename(font: FontFile, name: str, face: str) -> None:
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = name + face


def _mark_glyphs(font: FontFile, cmap: dict[int, str]) -> dict[int, str]:
    """Zero-width glyphs of the marks, taken from composed letters (o and O carry all of them)."""
    made: dict[int, str] = {}
    for marks, code in _VNI_MARKS.items():
        for vowel, shown in (("a", code), ("A", code.upper())):
            composed = unicodedata.normalize("NFC", vowel + marks)
            name = _zero_width(font, cmap[ord(composed)], cmap[ord(vowel)], f"vni{ord(shown):02x}")
            made[ord(shown)] = name
    return made


def _zero_width(font: FontFile, composed: str, base: str, name: str) -> str:
    """The composed glyph without its base letter, shifted back over the letter before it."""
    glyphs, widths = font["glyf"], font["hmtx"]
    mark = Glyph()
    mark.numberOfContours = -1
    mark.components = []
    shift = widths[base][0]
    for part in _parts(glyphs, composed, 0, 0):
        if part.glyphName != base:
            part.x -= shift
            mark.components.append(part)
    glyphs[name] = mark
    mark.recalcBounds(glyphs)
    widths[name] = (0, mark.xMin)  # another side bearing would move the mark
    return name


def _parts(glyphs: object, name: str, dx: int, dy: int) -> list[GlyphComponent]:
    """The components of a glyph, each by itself, whatever stood nested."""
    out = []
    for part in glyphs[name].components:  # type: ignore[index]
        copy = GlyphComponent()
        copy.glyphName, copy.flags = part.glyphName, part.flags
        copy.x, copy.y = part.x + dx, part.y + dy
        out.append(copy)
    return out
