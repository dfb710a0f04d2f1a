"""The place at the end of a body's name: `tỉnh Sơn La`, `huyện Lục Ngạn`, `xã Tân An`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.normalisation.provinces import find_province
from pipeline.normalisation.text import bare_key

KINDS = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "tp.": "thành phố",
    "huyện": "huyện",
    "quận": "quận",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "tx.": "thị xã",
    "xã": "xã",
    "phường": "phường",
    "thị trấn": "thị trấn",
    "đặc khu": "đặc khu",
}
"""Ways to write the kind of a place, in small letters, and the kind."""

_LEVEL = {
    "tỉnh": "tỉnh",
    "huyện": "huyện",
    "quận": "huyện",
    "thị xã": "huyện",
    "xã": "xã",
    "phường": "xã",
    "thị trấn": "xã",
    "đặc khu": "xã",
}
_NOT_A_NAME = frozenset(
    bare_key(w) for w in ("hội", "ủy", "úy", "ùy", "ũy", "đoàn", "đội", "đảng", "hoá")
)
_KIND = r"tỉnh|thành\s+phố|tp\.?|huyện|quận|thị\s+xã|tx\.?|xã|phường|thị\s+trấn|đặc\s+khu"
_NAMED = re.compile(
    rf"(?:^|(?<!tác)[,\s(]|\s-\s)\s*(?P<kind>{_KIND})(?:\s+|(?<=\.))(?P<name>[^\s,;()]+(?:\s+[^\s,;()]+){{0,5}})\)?$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:^|(?<!tác)\s)(?P<kind>tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường|thị\s+trấn)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place by kind and name; the name is "" where only the kind is written."""

    kind: str
    name: str

    @property
    def is_province(self) -> bool:
        """Whether it is a province or a city of that rank, or a tỉnh not named."""
        if self.kind == "tỉnh":
            return True
        province = find_province(self.name) if self.name else None
        return self.kind == "thành phố" and province is not None and province.kind == self.kind

    @property
    def level(self) -> str:
        """tỉnh, huyện or xã: the level of the authority there; "" for a city not named."""
        if self.kind == "thành phố":
            return "tỉnh" if self.is_province else "huyện" if self.name else ""
        return _LEVEL[self.kind]

    @property
    def text(self) -> str:
        """`huyện Lục Ngạn`; a province in its canonical spelling."""
        province = find_province(self.name) if self.is_province and self.name else None
        if province:
            return f"{self.kind} {province.name}" if province.kind == self.kind else self.name
        return f"{self.kind} {self.name}".strip()


def split_places(name: str) -> tuple[str, tuple[Place, ...]]:
    """(the name without the places at its end, the places from near to far)."""
    places: list[Place] = []
    rest = name.strip(" ,.;:-")
    while True:
        place, before = _last_place(rest)
        if place is None:
            return rest, tuple(places)
        places.insert(0, place)
        rest = before.strip(" ,.;:-(")


def _last_place(text: str) -> tuple[Place | None, str]:
    bare = _BARE.search(text)
    if bare:
        return Place(_kind(bare["kind"]), ""), text[: bare.start()]
    # The kind nearest the end that has a name behind it: `xã A huyện B` gives huyện B.
    best: re.Match[str] | None = None
    for start in range(len(text)):
        match = _NAMED.match(text, start)
        within = text[:start].lower().endswith("thị")  # the xã of thị xã
        if match and _is_name(match["name"]) and not within:
            best = match
    if best is None:
        return None, text
    return Place(_kind(best["kind"]), _proper(best["name"])), text[: best.start()]


def _kind(text: str) -> str:
    return KINDS[" ".join(text.lower().split())]


def _is_name(name: str) -> bool:
    words = name.split()
    named = all(w[:1].isupper() or w[:1].isdigit() or w == "-" for w in words)
    return named and bare_key(words[0]) not in _NOT_A_NAME


def _proper(name: str) -> str:
    return " ".join(w.title() if w.isupper() and len(w) > 1 else w for w in name.split())
