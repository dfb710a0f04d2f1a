"""Provinces: the 63 of before 1 July 2025 and what each became.

Source of `data/provinces.csv`: the government's lists of provinces and the
National Assembly's resolution of 12 June 2025 on their merger.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import regex

from pipeline.normalisation.text import key, one_line, plain_dashes

MERGER = "2025-07-01"
"""The day from which the merged provinces stand."""
HUE_CITY = "2025-01-01"
"""The day from which Thừa Thiên Huế is the city of Huế."""


@dataclass(frozen=True, slots=True)
class Province:
    """A province of before July 2025; `kind` is tỉnh or thành phố."""

    name: str
    kind: str
    region: str
    successor: str
    successor_kind: str
    variants: tuple[str, ...]
    initials: str

    def full_name(self, date: str = "") -> str:
        """With its kind as of the date: `tỉnh Bắc Giang`, `thành phố Đà Nẵng`."""
        name = self.name_on(date)
        kind = self.kind_on(date)
        return f"Thành phố {name}" if name == "Hồ Chí Minh" else f"{kind} {name}"

    def name_on(self, date: str = "") -> str:
        """The name as of a (partial) ISO date; `Huế` for Thừa Thiên Huế from 2025."""
        return "Huế" if self.name == "Thừa Thiên Huế" and date >= HUE_CITY else self.name

    def kind_on(self, date: str = "") -> str:
        """tỉnh or thành phố, as of the date."""
        return self.successor_kind if self.name_on(date) != self.name else self.kind


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
    """All 63, in the order of their statistical codes."""
    text = files("pipeline.normalisation").joinpath("data/provinces.csv").read_text("utf-8")
    return tuple(
        Province(
            row["name"],
            row["type"],
            row["region"],
            row["successor"],
            row["successor_type"],
            tuple(v for v in row["variants"].split("|") if v),
            row["initials"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Province]:
    return {key(n): p for p in provinces() for n in (p.name, *p.variants)}


def find_province(name: str) -> Province | None:
    """The province of exactly this name or a known variant; None for anything else.

    `tỉnh`, `thành phố`, `TP.` before it do not matter, nor case and tone placement.
    """
    bare = _KIND.sub("", one_line(plain_dashes(name)).strip(" .,;:"))
    return _by_key().get(key(bare))


_KIND = regex.compile(r"^(?:tỉnh|thành\s+phố|t\.?\s?p\.?)\s+|^tp\.", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProvinceMention:
    """A province's name in a text, at start..end of it; `marked` by tỉnh or thành phố."""

    province: Province
    start: int
    end: int
    marked: bool


def mentions_of(text: str) -> list[ProvinceMention]:
    """Every province named in the text, in order, longest names first where they overlap."""
    return [
        ProvinceMention(_by_key()[key(m["name"])], m.start(), m.end(), bool(m["kind"]))
        for m in _pattern().finditer(text)
        if key(m["name"]) in _by_key() and not _of_the_man(text, m)
    ]


_BEFORE_THE_MAN = regex.compile(
    r"(?:TNCS|cộng sản|TNTP|thiếu niên tiền phong|tiền phong|chủ tịch|phong cách|tư tưởng|"
    r"quốc gia|đường|lăng|bác)\s+$",
    regex.IGNORECASE,
)


def _of_the_man(text: str, match: regex.Match[str]) -> bool:
    """`Đoàn TNCS Hồ Chí Minh`, `phong cách Hồ Chí Minh`: no place is meant."""
    if match["kind"] or key(match["name"]) != key("Hồ Chí Minh"):
        return False
    return bool(_BEFORE_THE_MAN.search(text[: match.start()]))


@lru_cache(maxsize=1)
def _pattern() -> regex.Pattern[str]:
    """Names as written and in capitals, never in small letters (`hà giang` is no name)."""
    names = {n for p in provinces() for n in (p.name, *p.variants)}
    both = names | {_other_tone(n) for n in names}
    written = sorted(both | {n.upper() for n in both}, key=len, reverse=True)
    body = "|".join(regex.escape(n).replace(r"\ ", r"\s+") for n in written)
    kind = r"(?:(?P<kind>[Tt]ỉnh|TỈNH|[Tt]hành\s+phố|THÀNH\s+PHỐ|T\.?P\.?)\s*)?"
    return regex.compile(rf"(?<![\w&/-]){kind}(?P<name>{body})(?!\w|-\w|&)")


def _other_tone(name: str) -> str:
    return name.replace("hòa", "hoà").replace("Hòa", "Hoà").replace("Hóa", "Hoá")
