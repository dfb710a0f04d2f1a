"""Text in the encodings of before Unicode turned into Unicode.

Such text is Windows-1252 to a computer (`KÕ ho¹ch`, `KEÁ HOAÏCH`); only the font
makes Vietnamese of it. The font's name decides; where there is none (a text
file, a font renamed by the PDF producer), the text's own statistics do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

from pipeline.reading.text.judging import valid_share
from pipeline.vietnamese import is_syllable, nfc, split_tone

Encoding = Literal["tcvn3", "vni", "bkhcm2", "vps", "viscii"]


@dataclass(frozen=True, slots=True)
class _Code:
    """What an encoding writes and the letters that stand for, and where the text has it."""

    letters: Mapping[str, str]
    pattern: re.Pattern[str]

    @staticmethod
    def of(table: Mapping[str, str]) -> _Code:
        """From a table of what is written for each letter.

        Where a mark is a character of its own, the table has small letters only.
        """
        letters = {written: letter for letter, written in table.items()}
        if any(len(written) > 1 for written in letters):
            for written, letter in tuple(letters.items()):
                for form in (written[0].upper() + written[1:], written.upper()):
                    letters.setdefault(form, letter.upper())
        longest_first = sorted(map(re.escape, letters), key=len, reverse=True)
        return _Code(letters, re.compile("|".join(longest_first)))

    def read(self, text: str) -> str:
        """The text with its letters put in; what is no letter of the encoding stays."""
        return self.pattern.sub(lambda match: self.letters[match.group()], text)


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = json.loads(
        (files("pipeline.reading") / "data" / "legacy.json").read_text(encoding="utf-8")
    )
    return found


@lru_cache(maxsize=8)
def _code(encoding: Encoding) -> _Code:
    return _Code.of(_data()[encoding])


@lru_cache(maxsize=4)
def _fonts(rule: str) -> re.Pattern[str]:
    return re.compile(_data()["fonts"][rule], re.IGNORECASE)


def encoding_of_font(font: str) -> Encoding | None:
    """`.VnTimeH` to tcvn3, `VNI-Times` to vni; a subset prefix (`ABCDEF+`) is ignored."""
    name = font.split("+", 1)[-1]
    kinds: tuple[Encoding, ...] = ("vni", "vps", "tcvn3")
    return next((kind for kind in kinds if _fonts(kind).search(name)), None)


def is_capital_font(font: str) -> bool:
    """TCVN3 fonts that draw capitals for lower-case codes end in H (`.VnTimeH`)."""
    return bool(_fonts("tcvn3_capitals").search(font.split("+", 1)[-1]))


def decode(text: str, encoding: Encoding, capitals: bool = False) -> str:
    """The text in NFC Unicode; `capitals` for a TCVN3 capital font."""
    if encoding == "tcvn3":
        text = _horn_from_hyphen(text.replace(_GREEK_MU, _MICRO))
        read = re.sub(r"[^\W\d_]+", _in_one_case, _code(encoding).read(text))
        return nfc(read.upper() if capitals else read)
    return nfc(_code(encoding).read(text))


def _in_one_case(match: re.Match[str]) -> str:
    """A word in capitals where TCVN3 has no capital for its letters with tones: `TỉNH`."""
    word = match.group()
    telling = [at for at, char in enumerate(word) if not split_tone(char)[1]]
    behind = any(at > 0 for at in telling)
    return word.upper() if behind and all(word[at].isupper() for at in telling) else word


_MICRO, _GREEK_MU = "\u00b5", "\u03bc"
"""What TCVN3 writes for à, and what some programs make of it."""


def _horn_from_hyphen(text: str) -> str:
    """ư is a soft hyphen in TCVN3 and often extracted as "-": put it back.

    Only inside a word, and only where the word so becomes a Vietnamese syllable:
    `ph-¬ng` to `ph\u00ad¬ng`; `KH-UBND` stays.
    """
    code = _code("tcvn3")

    def with_horn(match: re.Match[str]) -> str:
        word = match.group()
        tried = word.replace("-", "\u00ad")
        return tried if is_syllable(code.read(tried)) else word

    return re.sub(r"[^\s\d.,;:()/]+-[^\s\d.,;:()/]*", with_horn, text)


_FEWEST = 20
"""A text in an encoding has a letter of it in one of so many words, at least."""
_SHARE, _MORE = 0.6, 0.2
"""Share of Vietnamese syllables that a decoding gives, and by how much it is more."""


def guess(text: str) -> Encoding | None:
    """The legacy encoding the text's own statistics speak for, or None.

    A decoding counts when it makes clearly more of the words Vietnamese syllables.
    """
    asis, words = valid_share(text), len(text.split())
    if asis + _MORE > 1:
        return None
    shares: dict[Encoding, float] = {
        kind: valid_share(decode(text, kind))
        for kind in get_args(Encoding)
        if len(_code(kind).pattern.findall(text)) * _FEWEST >= max(words, 1)
    }
    best = max(shares, key=lambda kind: shares[kind], default=None)
    if best is None or shares[best] < max(_SHARE, asis + _MORE):
        return None
    return best
