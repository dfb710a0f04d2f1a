"""Unicode text whose letters were written in another way, turned back into letters.

- references: `K&#7871; ho&#7841;ch` and `K\\u1ebf ho\\u1ea1ch`, of web pages and scripts;
- UTF-8 twice: its bytes taken for letters of Windows or of the Macintosh, `Káº¿ hoáº¡ch`
  (cp1252), `Ä‘Ă£` for `đã` (cp1258). Bytes that are no letter there are often lost on the way;
- glyph numbers that came out of a PDF as text: `&Ӝ1*` for `CỘNG`;
- VIQR (RFC 1456): marks typed as signs behind their letters, `Ke^' hoa.ch`.

The text's own statistics decide, for these and for the encodings of `legacy`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files
from itertools import islice, product

from pipeline.reading.text import glyph_codes, legacy
from pipeline.reading.text.judging import MARKED, VALID, judge, valid_share
from pipeline.vietnamese import is_syllable, nfc

_FEWEST = 20
"""A text has references or typed marks in one of so many words, at least."""
_CODECS = ("cp1252", "cp1258", "cp1251", "mac_roman")


Reader = Callable[[str], str]


def reader_of(text: str) -> tuple[str, Reader] | None:
    """How a text's letters were written and what reads them, or None where they are letters.

    What is sound stays; else that way of reading is taken that makes most words Vietnamese,
    if it makes the text sound, or clearly sounder in an encoding of before Unicode.
    """
    refers = _references(text)
    if refers:
        inner = reader_of(refers(text))
        return ("references", refers) if inner is None else (inner[0], _both(refers, inner[1]))
    if _is_sound(text):
        return None
    readers = {name: reader for name, way in _WAYS.items() if (reader := way(text))}
    made = {name: reader(text) for name, reader in readers.items()}
    sound = [name for name in made if _is_sound(made[name])]
    best = max(sound, key=lambda name: valid_share(made[name]), default=None)
    if best is not None:
        return best, readers[best]
    kind = legacy.guess(text)
    return (kind, partial(legacy.decode, encoding=kind)) if kind else None


def _both(first: Reader, second: Reader) -> Reader:
    return lambda text: second(first(text))


def _is_sound(text: str) -> bool:
    judgement = judge(text)
    return judgement.valid >= VALID and judgement.marked >= MARKED


_REFERENCE = re.compile(r"&(?:#\d{2,5}|#x[\da-f]{2,4}|[a-z]{2,8});|\\u[\da-f]{4}", re.IGNORECASE)


def _references(text: str) -> Reader | None:
    """What puts letters for references to them, where there are some."""
    letters = sum(_referred(match).isalpha() for match in _REFERENCE.finditer(text))
    if letters * _FEWEST < max(1, len(text.split())):
        return None
    return partial(_REFERENCE.sub, _referred)


def _referred(match: re.Match[str]) -> str:
    written = match.group()
    return chr(int(written[2:], 16)) if written[0] == "\\" else html.unescape(written)


_SMALL = "àáâãèéêìíòóôõùúýăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
_SIGNS = "“”‘’–—…•"
_OFTEN = "íềờửỏọậ"
"""Letters of which the lost bytes leave the same, the commonest first; `data/lost_bytes.json`
has the words in which another is commoner."""
_LOST = dict.fromkeys((*range(128, 160), 173))
_MOST = 64
"""Readings of a word that are tried."""
_NBSP, _BREAKS = "\u00a0", r" \t\n\r"


@dataclass(frozen=True, slots=True)
class _Misread:
    """What UTF-8 becomes that is taken for another encoding.

    `letters` has what the bytes of a letter are to that letter, or to several where bytes were
    lost; `broken` finds words whose last byte was a space that does not break.
    """

    letters: Mapping[str, str]
    pattern: re.Pattern[str]
    broken: re.Pattern[str]

    @staticmethod
    @lru_cache(maxsize=len(_CODECS))
    def of(codec: str) -> _Misread:
        """For one of `_CODECS`."""
        found: dict[str, str] = {}
        lost: dict[str, str] = {}
        often_first = sorted(_SMALL, key=lambda c: (c not in _OFTEN, _OFTEN.find(c)))
        for letter in (*often_first, *"".join(often_first).upper(), *_SIGNS):
            shown = "".join(_shown(byte, codec) for byte in letter.encode())
            found[shown] = letter
            left = shown.translate(_LOST)
            lost[left] = lost.get(left, "") + letter
        found |= {left: letters for left, letters in lost.items() if left not in found}
        longest_first = sorted(map(re.escape, found), key=len, reverse=True)
        spaced = "|".join(re.escape(shown[:-1]) for shown in found if shown.endswith(_NBSP))
        broken = re.compile(rf"([^{_BREAKS}]*(?:{spaced or '(?!)'})) ([^{_BREAKS}]*)")
        return _Misread(found, re.compile("|".join(longest_first)), broken)

    def read(self, text: str) -> str:
        """A text in letters."""
        whole = self.broken.sub(self.mended, text)
        return re.sub(rf"[^{_BREAKS}]+", lambda match: self.word(match.group()), whole)

    def mended(self, match: re.Match[str]) -> str:
        """A word that a space broke, whole again if that makes it one."""
        tried = (f"{match[1]}{_NBSP}{match[2]}", f"{match[1]}{_NBSP} {match[2]}")
        ends = (tried[0], f"{match[1]}{_NBSP}")
        likely = (whole for whole, end in zip(tried, ends, strict=True) if self.is_word(end))
        return next(likely, match.group())

    def is_word(self, word: str) -> bool:
        """Whether a word is Vietnamese once it is in letters."""
        return _is_likely(self.word(word))

    def word(self, word: str) -> str:
        """A word in letters: the likeliest where bytes were lost."""
        parts = re.split(f"({self.pattern.pattern})", word)
        return _likeliest(
            [self.letters.get(p, (p,)) if i % 2 else (p,) for i, p in enumerate(parts)]
        )


def _shown(byte: int, codec: str) -> str:
    return bytes([byte]).decode(codec, "ignore") or chr(byte)


def _once(text: str, codec: str) -> Reader | None:
    """What reads UTF-8 rightly that was read as `codec`, if that can be."""
    misread = _Misread.of(codec)
    often = len(misread.pattern.findall(text)) * 2 >= len(text.split())
    return misread.read if often else None


def _likeliest(parts: Iterable[Iterable[str]]) -> str:
    """Of the words that the parts may make the first that is Vietnamese and in one case."""
    words = ["".join(chosen) for chosen in islice(product(*parts), _MOST)]
    likely = list(filter(_is_likely, words)) or words[:1]
    return next((word for word in likely if _core(word).lower() in _commoner()), likely[0])


@lru_cache(maxsize=1)
def _commoner() -> frozenset[str]:
    data = (files("pipeline.reading") / "data" / "lost_bytes.json").read_text(encoding="utf-8")
    return frozenset(json.loads(data)["commoner"].split())


def _core(word: str) -> str:
    return re.sub(r"\W", "", word)


def _is_likely(word: str) -> bool:
    letters = _core(word)
    return is_syllable(letters) and letters in (letters.lower(), letters.upper(), letters.title())


_TEXT = "text"
"""A text is of one font."""
_KEPT = frozenset(map(ord, "\t\n\r "))


def _glyphs(text: str) -> Reader | None:
    """What puts letters for glyph numbers; line breaks and spaces are what they are.

    None where the figures were lost, whose numbers are control characters: a plan without
    them would be read as one that leaves its number and date open.
    """
    found = glyph_codes.letters_by_font((_TEXT, ord(char)) for char in text).get(_TEXT, {})
    letters = {code: to for code, to in found.items() if code not in _KEPT}
    some = any(char.isdigit() for char in text.translate(letters))
    return (lambda given: given.translate(letters)) if letters and some else None


_HATS = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_HATTED = re.compile(r"[aeo]\^|a\(|[ou]\+|dd", re.IGNORECASE)
_STOP = r"(?-i:(?<=[a-z^(+])\.(?=[\"')]*(?: *(?:\n|$)|\s+[A-Z])))"
"""A full stop, no tone: the line ends, or a capital follows small letters."""
_MARKER = r"(?m)(^\s*(?:[IVX]+|[A-Za-z])\.(?=\s))"
"""The numeral of a heading."""
_ESCAPED = re.compile(r"\\(?=\W)")
_TYPED = re.compile(rf"(dd|[aeiouy])([\^(+]?)((?!{_STOP})[`'?~.])?", re.IGNORECASE)


def _viqr(text: str) -> Reader | None:
    """What reads `Ke^' hoa.ch` as `Kế hoạch`, where letters have typed hats."""
    often = len(_HATTED.findall(text)) * 5 >= len(text.split())
    return _in_marks if often else None


def _in_marks(text: str) -> str:
    parts = re.split(_MARKER, text)
    read = [part if i % 2 else _TYPED.sub(_typed, part) for i, part in enumerate(parts)]
    return nfc(_ESCAPED.sub("", "".join(read)))


def _typed(match: re.Match[str]) -> str:
    letter, hat, tone = match[1], match[2], match[3] or ""
    if len(letter) == 2:
        return ("Đ" if letter[0] == "D" else "đ") + hat + tone
    return nfc(letter + _HATS.get(hat, "") + _TONES.get(tone, ""))


_WAYS: Mapping[str, Callable[[str], Reader | None]] = {
    **{f"utf-8 read as {codec}": partial(_once, codec=codec) for codec in _CODECS},
    "glyph numbers": _glyphs,
    "viqr": _viqr,
}
