"""The words that begin units' names, and whether a name can begin at a place."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.segmentation.rows import fold


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The word lists of `data/units.json` as patterns on folded text."""

    head: re.Pattern[str]
    plural: re.Pattern[str]
    not_head: re.Pattern[str]
    stop: re.Pattern[str]
    short_stop: re.Pattern[str]
    soft: re.Pattern[str]
    incomplete: frozenset[str]
    compounds: frozenset[str]
    stop_not: re.Pattern[str]
    lead_in: re.Pattern[str]
    told: re.Pattern[str]
    adverbial: re.Pattern[str]
    spelled: dict[str, frozenset[str]]
    hard: re.Pattern[str]
    none: re.Pattern[str]


@lru_cache(maxsize=1)
def load_words() -> UnitWords:
    """The packaged lists."""
    data = json.loads(
        (files("pipeline.extraction") / "data" / "units.json").read_text(encoding="utf-8")
    )
    heads, stops = _any(data["heads"]), _any(data["stops"])
    return UnitWords(
        head=re.compile(rf"(?:{heads})\b"),
        plural=re.compile(rf"{data['plural']}\s+"),
        not_head=re.compile(rf"{data['not_heads']}\b"),
        stop=re.compile(rf"(?:{stops})\b"),
        short_stop=re.compile(rf"(?:{_any(data['short_stops'])})\b"),
        soft=re.compile(rf"(?:{_any(data['soft_stops'])})\b"),
        incomplete=frozenset(data["incomplete"]),
        compounds=frozenset(data["compounds"]),
        stop_not=re.compile(data["stop_not"]),
        lead_in=re.compile(rf"\W*(?:{data['lead_ins']})\s+"),
        told=re.compile(r"\b(?:de nghi|yeu cau|giao(?: cho)?|phan cong)\s+"),
        adverbial=re.compile(rf"\W*{data['adverbial']}\b"),
        spelled={bare: frozenset(marked) for bare, marked in data["spelled"].items()},
        hard=re.compile(rf"(?:{_any(data['hard_stops'])})\b"),
        none=re.compile(rf"\W*{data['no_units']}"),
    )


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def starts_task(text: str) -> bool:
    """Whether a text begins with a word of doing, as a task does."""
    words = load_words()
    return bool(words.stop.match(fold(text)) or words.short_stop.match(text.lower()))


def starts_unit(text: str, start: int) -> bool:
    """Whether a unit's name can begin at this place of the text."""
    return opens(text, fold(text), start)


def opens(text: str, folded: str, start: int) -> bool:
    """Whether a unit's name can begin at this place."""
    return plural_end(text, folded, start) is not None or heads(text, folded, start)


def heads(text: str, folded: str, start: int) -> bool:
    """Whether a word that begins units' names stands at this place."""
    words = load_words()
    head = words.head.match(folded, start)
    clean = " ".join(_SPECKS.sub(" ", folded[start : start + 60]).split())
    if head is None or words.not_head.match(clean):
        return False
    return " " in head[0] or _spelled(text, folded, start)


_SPECKS = re.compile(r"(?<=\w)[:.;](?=\w)|['`´‘’|~*_^]+")
"""Dust between a heading's words: `TỔ CHỨC 'THỰC HIỆN` is no organisation."""


def _spelled(text: str, folded: str, start: int) -> bool:
    """Whether the first syllable has the marks of a unit's: `Bàn giao` is no `Ban giao`.

    Before a capital letter, and in words without any marks, they may be misread.
    """
    word = re.compile(r"[^\W\d_]+").match(text, start)
    if word is None:
        return True
    marks = load_words().spelled.get(folded[start : word.end()])
    said = text[start : word.end()].lower()
    behind = text[word.end() :].lstrip(" ,")[:1]
    return marks is None or said in marks or said.isascii() or not behind.islower()


def plural_end(text: str, folded: str, start: int) -> int | None:
    """Where the name with "các", "mọi", ... at this place has its head's end; None else.

    The word is read with its marks: `Môi trường` is not "mọi trường".
    """
    words = load_words()
    many = words.plural.match(text.lower(), start)
    if many is None or not heads(text, folded, many.end()):
        return None
    head = words.head.match(folded, many.end())
    return head.end() if head else None


_POLITE = re.compile(r"(?:đồng chí|đ/c|ông|bà)\s*:?\s+(?=[^\W\d_])", re.IGNORECASE)


def polite_length(text: str, start: int = 0) -> int:
    """How long the words are that only address somebody: `Đồng chí Chủ tịch UBND xã`."""
    polite = _POLITE.match(text, start)
    return polite.end() - start if polite else 0
