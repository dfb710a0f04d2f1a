"""A word of a text as the restorer sees it: atoms to decode and classes to copy.

A token (what stands between spaces) holds atoms: runs of letters that each are
one syllable or abbreviation (`phương/cơ` holds two). Numbers, dates, symbols and
list markers are one atom of a class; the language model knows only the class,
so that none of their digits can ever come out of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pipeline.vietnamese import strip_marks

LONGEST = 80
"""A token with more characters is no word of any language; it is kept as it is."""


class Kind(StrEnum):
    """Class of an atom; the values of all but WORD are tokens of the language model."""

    WORD = "<word>"
    NUMBER = "<num>"
    DATE = "<date>"
    SYMBOL = "<sym>"
    MARKER = "<mark>"
    ROMAN = "<roman>"


@dataclass(frozen=True, slots=True)
class Atom:
    """The characters start..end of a token, to be decoded as one word.

    `gap`: a space was lost before it. `tail`: what of the token stands behind its last
    atom, None for the others. `until`: the token whose letters it also holds, up to
    `until_end` (a word torn apart), else -1.
    """

    text: str
    start: int
    end: int
    kind: Kind
    gap: bool = False
    tail: str | None = None
    until: int = -1
    until_end: int = 0

    @property
    def closes(self) -> bool:
        """Whether nothing of the token stands behind it."""
        return self.tail == ""


TYPE_CODES = frozenset(
    """NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB
    SY TrS SL NĐ TT TTLT CV QH PL L LCT UBTVQH KL TW CTPH""".split()
)
"""Codes of types of documents: Decree 30/2020, Appendix III, and those of laws and Party papers."""
_FOLDED_CODES = frozenset(code.upper().replace("Đ", "D") for code in TYPE_CODES) | {"QB", "NB"}

_OPENING = "“”\"'‘’`´(«‹[{<*|~^_.,:;•·°"
_CLOSING = "“”\"'‘’`´)»›]}>*|~^_.,:;!?…/"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}/\d{4}")
_ROMAN = re.compile(r"[IVX]{1,5}(?:\.\d+)*")
_MARKER = re.compile(r"[a-zđA-ZĐ¢]|\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}")
_SYMBOL = re.compile(r"[0-9A-Za-zĐđƯư.&,]*(?:[/-][0-9A-Za-zĐđƯư.&,]+)+")
_CUT = re.compile(r"[,;:/–—.…-]+")
# Words that a number follows: with the space lost, `ngayl2` is a word and a number.
_BEFORE_NUMBERS = frozenset(("ngay", "thang", "nam", "dieu", "khoan", "quyen", "phu", "tuan"))
_COUNTED = re.compile(r"([^\W\d_]{2,5}?)([lI]?[0-9][0-9lIO]{0,3}|[lI])")
_RUN_IN = re.compile(r"([IVX1l]{1,4})\.(?=[A-ZĐÀ-Ỹ]{2})")
_MARKED = re.compile(r"(\d{1,2}|[a-zđ])[.)](?=[^\W\d_]{2})")
# A numeral or a list's marker that nothing parts from the word behind it.
# A sign between which and a letter a recogniser may err: ¢ for c or ở, ¥ for ý.
_SPEAKING = re.compile(r"[^\W_]|^[¢¥£€©®@&]$")
_LETTERS = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=8192)
def atoms(token: str, letters: str = "") -> tuple[Atom, ...]:
    """The atoms of a token in order; none where it holds neither letter nor digit.

    `letters` are the signs that stand for letters in this text (`n_d'c` for nước).
    """
    start, end = _trim(token, letters) if len(token) <= LONGEST else (0, 0)
    core = token[start:end]
    if not _SPEAKING.search(core) and not any(sign in core for sign in letters):
        return ()
    kind = _kind(core, token[end:])
    if kind is not Kind.WORD:
        return (Atom(core, start, end, kind, tail=token[end:]),)
    run = _RUN_IN.match(core)
    if run:
        head = Atom(run[1], start, start + run.end(1), Kind.ROMAN)
        rest = start + run.end()
        return (head, *_parts(token[rest:end], rest, token[end:], gap=True))
    marked = _MARKED.match(core)
    if marked:
        head = Atom(marked[1], start, start + marked.end(1), Kind.MARKER)
        rest = start + marked.end()
        return (head, *_parts(token[rest:end], rest, token[end:]))
    counted = _COUNTED.fullmatch(core)
    if counted and strip_marks(counted[1]).lower() in _BEFORE_NUMBERS:
        middle = start + counted.end(1)
        left = Atom(counted[1], start, middle, Kind.WORD)
        return (left, Atom(counted[2], middle, end, Kind.NUMBER, True, token[end:]))
    return tuple(_parts(core, start, token[end:]))


def _trim(token: str, letters: str) -> tuple[int, int]:
    start, end = 0, len(token)
    while start < end and token[start] in _OPENING and token[start] not in letters:
        start += 1
    while end > start and token[end - 1] in _CLOSING and token[end - 1] not in letters:
        end -= 1
    return start, end


def _kind(core: str, after: str) -> Kind:
    if _DATE.fullmatch(core):
        return Kind.DATE
    if after[:1] == ")" and _MARKER.fullmatch(core):
        return Kind.MARKER
    if _NUMBER.fullmatch(core):
        return Kind.NUMBER
    if _ROMAN.fullmatch(core):
        return Kind.ROMAN
    if is_symbol(core):
        return Kind.SYMBOL
    return Kind.WORD


def is_symbol(core: str) -> bool:
    """Whether this is a document's symbol, its letters possibly without marks.

    `31/KH-TPHHT`, `QD-TTg`, `26/2020/NĐ-CP` are; `địa phương/cơ` is not.
    """
    if not _SYMBOL.fullmatch(core):
        return False
    parts = [p for p in re.split(r"[/-]", core) if p]
    codes = any(p.upper().replace("Đ", "D").rstrip("0123456789") in _FOLDED_CODES for p in parts)
    capitals = sum(c.isupper() for c in core) > sum(c.islower() for c in core)
    return codes and capitals and len(parts) + core.startswith("/") > 1


def _parts(core: str, offset: int, tail: str, gap: bool = False) -> list[Atom]:
    """The letters between inner punctuation where each side is long enough to be a word."""
    found: list[Atom] = []
    start = 0
    for cut in _CUT.finditer(core):
        left, right = core[start : cut.start()], core[cut.end() :]
        if _letters(left) >= 2 and _letters(right) >= 2:
            found.append(_atom(left, offset + start, gap, None))
            # A comma between small letters has lost its space; CB,VC never had one.
            gap = cut[0] in ",;:" and left.islower() and right.islower()
            start = cut.end()
    found.append(_atom(core[start:], offset + start, gap, tail))
    return found


def _letters(text: str) -> int:
    return len(_LETTERS.findall(text))


def _atom(text: str, start: int, gap: bool, tail: str | None) -> Atom:
    kind = Kind.NUMBER if _NUMBER.fullmatch(text) else Kind.WORD
    return Atom(text, start, start + len(text), kind, gap, tail)
