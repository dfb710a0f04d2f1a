"""The abbreviations in symbols: whether a code can be a body's own."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.normalisation.bodies import Body
from pipeline.normalisation.gazetteer import body_kinds, named_bodies
from pipeline.vietnamese import strip_marks

SIGNS_ALONE = {"TTg": "Thủ tướng Chính phủ", "CP": "Chính phủ"}
"""Codes in symbols that no other body uses."""


def initials(name: str) -> str:
    """First letters of the words, `và` and dashes left out: TĐHHT, TTDVVL."""
    words = re.findall(r"[^\W\d_]+", name)
    return "".join(_initial(w) for w in words if w.lower() not in ("và", "của", "các"))


def _initial(word: str) -> str:
    """The first letter as codes write it: U of Ủy, A of án; Đ stays."""
    letter = word[0].upper()
    return letter if letter == "Đ" else strip_marks(letter)


def code_fits(body: Body, code: str) -> bool | None:
    """Whether a symbol's body code can be this body's. None: cannot be told.

    False only where the code is the fixed code of something else: `UBND` under a
    department's plan, a university's initials under UBND.
    """
    own = {c.upper() for c in body.codes}
    first = re.sub(r"^(QH|UBTVQH)\d+$", r"\1", re.split(r"[-/.]", code.upper())[0])
    if first in own or code.upper() in own:
        return True
    if body.office and first == initials(body.office):
        return True  # 01/2024/CT-CA of the Chánh án, 15/QĐ-CT of the Chủ tịch
    letters = initials(f"{body.name} {' '.join(f'{p.kind} {p.name}' for p in body.places)}")
    if _subsequence(first.replace("&", ""), letters) and body.kind not in ("ubnd", "hdnd"):
        return True
    if own and body.kind in ("ubnd", "hdnd"):
        return False
    if own and body.national and is_known_code(first):
        return False
    return False if first in _fixed_codes() - _ORGANS else None


_ORGANS = frozenset(("BTV", "BCH", "BTT", "UB"))
"""Codes of organs that many bodies have: they tell nothing against any of them."""


def stands_for(short: str, long: str) -> bool:
    """Whether one name is another with some words abbreviated: `Trung tâm VH-TT&TT`.

    The words around the abbreviation are the same; its letters begin the others' words.
    """
    words, whole = short.split(), long.split()
    place = next((i for i, word in enumerate(words) if _ABBREVIATED.fullmatch(word)), None)
    if not place:
        return False
    behind = len(words) - place - 1
    middle = whole[place : len(whole) - behind]
    around = (words[:place], words[place + 1 :]) == (whole[:place], whole[len(whole) - behind :])
    letters = re.sub(r"[&,.-]", "", words[place])
    begins = initials(" ".join(middle))
    return around and begins[:1] == letters[:1] and _subsequence(letters, begins)


_ABBREVIATED = re.compile(r"[A-ZĐ]{1,6}(?:[&,.-]{1,2}[A-ZĐ]{1,6})+|[A-ZĐ]{3,8}")
"""`VH-TT&TT`, `PCTT`: capitals that spell no word."""


def is_known_code(code: str) -> bool:
    """Whether some body's symbols hold this code: UBND, TTg, QH14, a department's."""
    first = re.split(r"[-/.]", code)[0]
    assembly = re.match(r"(?:QH|UBTVQH)\d+$", first)
    return bool(assembly) or first in SIGNS_ALONE or first.upper() in _fixed_codes()


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return bool(short) and all(letter in rest for letter in short)


@lru_cache(maxsize=1)
def _fixed_codes() -> frozenset[str]:
    kinds = {c for k in body_kinds() for c in k.codes}
    return frozenset(kinds | {c.upper() for b in named_bodies() for c in b.codes if len(c) > 2})
