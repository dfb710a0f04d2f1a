"""Text of TCVN3 and VNI fonts turned into Unicode.

Such text is Latin-1 to a computer (`KÕ ho¹ch`, `KEÁ HOAÏCH`); only the font
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
from typing import Literal

from pipeline.reading.judging import valid_share
from pipeline.vietnamese import is_syllable, nfc

Encoding = Literal["tcvn3", "vni"]


@dataclass(frozen=True, slots=True)
class _Tables:
    tcvn3: Mapping[int, str]
    vni: Mapping[str, str]
    vni_pattern: re.Pattern[str]
    fonts: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    data = json.loads((files(__package__) / "data" / "legacy.json").read_text(encoding="utf-8"))
    vni: dict[str, str] = {}
    for letter, written in data["vni"].items():
        for form in {written, written[0].upper() + written[1:], written.upper()}:
            vni[form] = letter if form == written else letter.upper()
    pattern = re.compile("|".join(sorted(map(re.escape, vni), key=len, reverse=True)))
    tcvn3 = {ord(written): letter for letter, written in data["tcvn3"].items()}
    tcvn3[0x03BC] = tcvn3[0xB5]  # the micro sign often comes as Greek mu
    fonts = {kind: re.compile(rule, re.IGNORECASE) for kind, rule in data["fonts"].items()}
    return _Tables(tcvn3, vni, pattern, fonts)


def encoding_of_font(font: str) -> Encoding | None:
    """`.VnTimeH` to tcvn3, `VNI-Times` to vni; a subset prefix (`ABCDEF+`) is ignored."""
    name = font.split("+", 1)[-1]
    fonts = _tables().fonts
    if fonts["vni"].search(name):
        return "vni"
    return "tcvn3" if fonts["tcvn3"].search(name) else None


def is_capital_font(font: str) -> bool:
    """TCVN3 fonts that draw capitals for lower-case codes end in H (`.VnTimeH`)."""
    return bool(_tables().fonts["tcvn3_capitals"].search(font.split("+", 1)[-1]))


def decode(text: str, encoding: Encoding, capitals: bool = False) -> str:
    """The text in NFC Unicode; `capitals` for a TCVN3 capital font."""
    tables = _tables()
    if encoding == "vni":
        return nfc(tables.vni_pattern.sub(lambda m: tables.vni[m.group()], text))
    plain = _horn_from_hyphen(text).translate(tables.tcvn3)
    return nfc(plain.upper() if capitals else plain)


def _horn_from_hyphen(text: str) -> str:
    """ư is a soft hyphen in TCVN3 and often extracted as "-": put it back.

    Only inside a word, and only where the word so becomes a Vietnamese syllable:
    `ph-¬ng` to `ph\u00ad¬ng`; `KH-UBND` stays.
    """
    table = _tables().tcvn3

    def with_horn(match: re.Match[str]) -> str:
        word = match.group()
        tried = word.replace("-", "\u00ad")
        return tried if is_syllable(tried.translate(table)) else word

    return re.sub(r"[^\s\d.,;:()/]+-[^\s\d.,;:()/]*", with_horn, text)


_MARKS = {
    "tcvn3": re.compile("[µ-¾©ª«¬®¨Æ-Öß×Ø]"),
    "vni": re.compile("[aeouyôö][ùøûõïâáàåãäêéèúüë]", re.IGNORECASE),
}


def guess(text: str) -> Encoding | None:
    """The legacy encoding the text's own statistics speak for, or None.

    A decoding counts when it makes clearly more of the words Vietnamese syllables.
    """
    asis = valid_share(text)
    best: tuple[float, Encoding] | None = None
    kinds: tuple[Encoding, ...] = ("tcvn3", "vni")
    for kind in kinds:
        if len(_MARKS[kind].findall(text)) * 20 < len(text.split()):
            continue
        share = valid_share(decode(text, kind))
        if best is None or share > best[0]:
            best = (share, kind)
    if best is None or best[0] < 0.6 or best[0] < asis + 0.2:
        return None
    return best[1]
