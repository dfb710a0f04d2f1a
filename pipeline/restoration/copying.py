"""Numbers, symbols, abbreviations and markers: copied, or mended where a grammar says so.

A digit is changed only where letters that look like digits stand among digits;
a letter of a symbol only where the codes of types of documents, a known
abbreviation, or the initials of a name in the same document say what it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.restoration.tokens import TYPE_CODES

_AS_D = str.maketrans("ĐÐPBEÉÈÊ", "DDDDDDDD")
_AS_T = str.maketrans("IFÍ", "TTT")
_OF_THE_PREMIER = re.compile(r"(?<=[-/](?:QĐ|CT|CĐ)-)T[TIí][a-zé]{0,2}(?![^\W\d_])")
"""Orders, directives and telegrams of TT are the Prime Minister's: `QĐ-TTeg`."""
_NUMBERISH = re.compile(r"(?=.*\d)[0-9OolI|]+|l")
_DIGITS = str.maketrans("OolI|", "00111")
_ROMANISH = re.compile(r"[IVXl1|iTfLƯ]{1,5}")
_AS_ROMAN = str.maketrans("l1|iTfL", "IIIIIII")
_ROMAN = re.compile(r"(?:X{0,2})(?:IX|IV|V?I{0,3})")
_SHORT = frozenset(("b/c", "v/v", "p/h", "t/h", "t/m", "k/g", "s/c"))
"""báo cáo, về việc, phối hợp, thực hiện, thay mặt, kính gửi, sao chép: written with a stroke."""
_PART = re.compile(r"[^\W\d_]+")
_AMPERSAND = re.compile(r"(?<=\w\w)(?:[&8aeAE6@§$R]&?|&[A-Za-z8])(?=\w\w)")
"""How an & between abbreviations was read by one engine or another."""
_CAPITALS = 3
_SHORTEST = 2
"""Letters of a code; of shorter ones no letter is told."""

Forms = Mapping[str, tuple[str, ...]]
"""Abbreviations as they are written, by their fold."""


def fold_d(letters: str) -> str:
    """A form in which Đ, D, P, B and E are one: recognisers without Đ give any of them."""
    return letters.upper().translate(_AS_D)


@cache
def known_abbreviations() -> Forms:
    """The abbreviations of bodies, groups and types of documents by their fold."""
    return by_fold([*listed()["abbreviations"], *TYPE_CODES])


@cache
def _joined_abbreviations() -> Forms:
    """The same for abbreviations that are always written with an &."""
    return by_fold(listed()["joined"])


@cache
def listed() -> Mapping[str, list[str]]:
    """The shipped abbreviations: `abbreviations`, and those `joined` by an &."""
    text = files("pipeline.restoration").joinpath("data/abbreviations.json").read_text("utf-8")
    made: Mapping[str, list[str]] = json.loads(text)
    return made


def by_fold(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Forms by their fold, each once, in order."""
    found: dict[str, dict[str, None]] = {}
    for form in forms:
        found.setdefault(fold_d(form), {})[form] = None
    return {fold: tuple(same) for fold, same in found.items()}


def meant(read: str, known: Forms) -> str | None:
    """The one known form that was read so if every misread letter of it is an Đ.

    A P may be an Đ but never a B: PGDDT is the PGDĐT of a district, not the ministry's
    BGDĐT.
    """
    fits = [
        form
        for form in known.get(fold_d(read), ())
        if all(right in (letter, "Đ") for letter, right in zip(read.upper(), form, strict=True))
    ]
    return fits[0] if len(fits) == 1 else None


@dataclass(frozen=True, slots=True)
class Copying:
    """How to copy within one document: `initials` are those of the names in it, folded."""

    initials: Forms

    def symbol(self, read: str) -> str:
        """A symbol or abbreviation with the letters that recognisers confuse with Đ mended.

        `QD-TTg` to `QĐ-TTg`, `27/KH-TDHHT` to `27/KH-TĐHHT` where the document names a
        Trường Đại học Hà Tĩnh, `CCVC&NLD` to `CCVC&NLĐ`.
        """
        made = _PART.sub(lambda part: self._part(part[0]), read)
        return _OF_THE_PREMIER.sub("TTg", made)

    def knows(self, form: str) -> bool:
        """Whether each run of two and more capitals in it is a known abbreviation, a type's
        code or the initials of a name in the document."""
        parts = [part for part in _PART.findall(form) if len(part) > 1 and part.isupper()]
        known = known_abbreviations()
        return all(
            part in TYPE_CODES or part in known.get(fold_d(part), ()) or self._initials(part)
            for part in parts
        )

    def _initials(self, part: str) -> bool:
        return part in self.initials.get(fold_d(part), ())

    def _part(self, read: str) -> str:
        known = known_abbreviations()
        if len(read) < 2 or read in TYPE_CODES or read in known.get(fold_d(read), ()):
            return read
        form = meant(read, known) or meant(read, self.initials)
        if form is None and len(read) == _SHORTEST and read.translate(_AS_T) in TYPE_CODES:
            return read.translate(_AS_T)  # IT of TT
        # Only Đ is put in, never another letter: TTg and CTr keep their small letters.
        return form if form and form.isupper() else read


@lru_cache(maxsize=8192)
def abbreviation(read: str) -> str | None:
    """The known abbreviation (parts joined by &, comma or full stop) that this is, or None."""
    if read.lower() in _SHORT:
        return read
    parts = _PART.findall(read)
    known = known_abbreviations()
    if parts and all(meant(p, known) and p.isupper() for p in parts):
        return Copying({}).symbol(read)
    return _joined(read)


def _joined(read: str) -> str | None:
    """Two known abbreviations of which the & between them was misread: `ccvcaNLD`."""
    if sum(c.isupper() for c in read) < _CAPITALS:
        return None
    known, joined = known_abbreviations(), _joined_abbreviations()
    for sign in _AMPERSAND.finditer(read):
        left, right = read[: sign.start()], read[sign.end() :]
        if form := meant(f"{left}&{right}", joined):
            return form
        parts = meant(left, known), meant(right, known)
        if all(parts):
            return "&".join(str(part) for part in parts)
    return None


def number(read: str) -> str | None:
    """Digits with O, l, I among them as digits; None where this is no such number."""
    return read.translate(_DIGITS) if _NUMBERISH.fullmatch(read) else None


def roman(read: str) -> str | None:
    """A Roman numeral from what looks like one: `Il`, `I1` to `II`, `TV` to `IV`."""
    if read == "l" or not _ROMANISH.fullmatch(read):
        return None
    made = read.translate(_AS_ROMAN)
    return made if _ROMAN.fullmatch(made) else None


def marker(read: str, before: str) -> str:
    """A list letter, after the one `before`: ¢ is c; a second d is đ (a b c d đ e g)."""
    if read == "¢":
        return "c"
    return "đ" if read == "d" and before == "d" else read


def initials(words: Iterable[str], longest: int = 9) -> Forms:
    """Initials of runs of words that begin with a capital and hold a Đ, by their fold.

    `Trường Đại học Hà Tĩnh` gives TĐHHT; "và" is also skipped (Sở Kế hoạch và Đầu tư).
    """
    found: set[str] = set()
    kept = [w for w in words if w[:1].isalpha()]
    for run in (kept, [w for w in kept if w.lower() != "và"]):
        letters = [w[0].upper() for w in run]
        for start, word in enumerate(run):
            if word[0].isupper():
                for length in range(3, longest + 1):
                    form = "".join(letters[start : start + length])
                    if "Đ" in form and len(form) == length:
                        found.add(form)
    return by_fold(sorted(found))
