"""Words of garbled text that their neighbours tell: rules of `data/garbled_spellings.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from pipeline.extraction.misread.garbled_words import GarbledWord
from pipeline.normalisation.gazetteer import named_bodies
from pipeline.normalisation.provinces import provinces
from pipeline.segmentation.markers import roman_value
from pipeline.vietnamese import strip_marks

TOLD = 0.97
"""Confidence of a word that a rule tells, at least; a surer reading keeps its own."""
NUMERAL = 0.9
"""Confidence of a numeral whose strokes were read as letters; its neighbours must fit too."""
_BEFORE, _BEHIND = 3, 4
_NUMERAL = re.compile(r"^(?P<n>(?=.*[IVXvH])[IVXvilL1|!TH]{1,5})[.,:)]$")
_STROKES = dict.fromkeys("ilL1|!T", "I") | {"v": "V", "H": "II"}


@dataclass(frozen=True, slots=True)
class SpellingRule:
    """One rule of the data file, its patterns compiled."""

    id: str
    read: re.Pattern[str]
    to: str
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    capitals: bool
    stop: str
    ends: str
    example: tuple[str, str]


@lru_cache(maxsize=1)
def spelling_rules() -> tuple[SpellingRule, ...]:
    """The rules as the data file orders them."""
    raw = files("pipeline.extraction").joinpath("data/garbled_spellings.toml").read_text("utf-8")
    return tuple(
        SpellingRule(
            r["id"],
            re.compile(r["read"]),
            r["to"],
            _compiled(r.get("before")),
            _compiled(r.get("behind")),
            r.get("capitals", False),
            r.get("stop", ""),
            r.get("ends", ""),
            (r["example"][0], r["example"][1]),
        )
        for r in tomllib.loads(raw)["spelling"]
    )


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    if pattern is None:
        return None
    for name, listed in (
        ("{DEPARTMENT}", _names_behind("Sở ")),
        ("{MINISTRY}", _names_behind("Bộ ")),
        ("{PROVINCE}", [p.name for p in provinces()]),
    ):
        if name in pattern:
            pattern = pattern.replace(name, _any_of(listed))
    return re.compile(pattern)


def _names_behind(opening: str) -> list[str]:
    """What stands behind `Sở` or `Bộ` in the gazetteer."""
    names = (name for body in named_bodies() for name in (body.name, *body.variants))
    return [name[len(opening) :] for name in names if name.startswith(opening)]


def _any_of(names: Iterable[str]) -> str:
    """A pattern of the names' bare letters, the longest first."""
    bare = {strip_marks(name).lower() for name in names}
    longest_first = sorted(bare, key=lambda name: (-len(name), name))
    return rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"


def told_by_neighbours(words: list[GarbledWord]) -> None:
    """Puts right the words that a rule tells; the rules go by their order."""
    for rule in spelling_rules():
        for at, word in enumerate(words):
            if rule.read.fullmatch(word.core) and _fits(rule, words, at):
                among = len(word.core) > 2 or all(w.capitals for w in words[at + 1 : at + 2])
                to = (
                    rule.to.upper()
                    if _only_signs(word.core) and _before_capitals(words, at)
                    else rule.to
                )
                word.says(to, max(TOLD, word.word.confidence), rule.stop, capitals=among)


def spell_numerals(words: list[GarbledWord]) -> None:
    """The Roman numerals of headings in capitals that became words: `Vv. TỔ CHỨC` is `V.`."""
    for at, word in enumerate(words[:-1]):
        match = _NUMERAL.match(word.word.raw) if word.index == 0 else None
        if match is None or roman_value(word.word.text.rstrip(".,:)")):
            continue
        numeral = "".join(_STROKES.get(c, c) for c in match["n"]).replace("VV", "V")
        behind = words[at + 1]
        if roman_value(numeral) and behind.index == 1 and behind.capitals:
            word.word = replace(word.word, text=f"{numeral}.", confidence=NUMERAL)


def _only_signs(core: str) -> bool:
    """Whether signs alone are left of a word, which say nothing of its case: `$0` of SỞ."""
    return not any(c.isalpha() for c in core)


def _before_capitals(words: list[GarbledWord], at: int) -> bool:
    behind = words[at + 1 : at + 3]
    return len(behind) > 1 and all(w.capitals for w in behind)


def _fits(rule: SpellingRule, words: list[GarbledWord], at: int) -> bool:
    behind = words[at + 1 : at + 1 + _BEHIND]
    if not words[at].tail.startswith(rule.ends):
        return False
    if rule.capitals and not (behind and behind[0].capitals):
        return False
    if rule.behind and not rule.behind.match(_bare(behind)):
        return False
    return not rule.before or bool(rule.before.search(_bare(words[max(0, at - _BEFORE) : at])))


def _bare(words: list[GarbledWord]) -> str:
    return " ".join(strip_marks(w.word.text or w.word.raw).lower() for w in words)
