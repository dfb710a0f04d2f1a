"""Misreadings that no Vietnamese text can mean, put right; the rules are data."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from pipeline.reading.engine.tesseract import Seen


@dataclass(frozen=True, slots=True)
class Repair:
    """A rule: whole words that match `pattern` become `to`.

    `first`: only at a line's start; `following` is what the next word must be:
    `capitals`, `small` letters, `figures`, any `word`, or "" for no condition; `after` must
    match at its beginning, and `before` at the end of the line's text before the word.
    `most` caps the confidence of what was put right: 1 leaves it. `within` is what stands
    before and behind the example.
    """

    id: str
    pattern: re.Pattern[str]
    to: str
    first: bool
    following: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    most: float
    example: tuple[str, str]
    within: tuple[str, str]


@lru_cache(maxsize=1)
def repairs() -> tuple[Repair, ...]:
    """The rules of data/repairs.json, in order."""
    text = (files("pipeline.reading") / "data" / "repairs.json").read_text(encoding="utf-8")
    return tuple(
        Repair(
            rule["id"],
            re.compile(rule["pattern"]),
            rule["to"],
            rule["where"] == "first",
            rule.get("next", ""),
            re.compile(rule["before"] + "$") if "before" in rule else None,
            re.compile(rule["after"]) if "after" in rule else None,
            rule.get("confidence", 1.0),
            (rule["example"][0], rule["example"][1]),
            (rule["within"][0], rule["within"][1]) if "within" in rule else ("", ""),
        )
        for rule in json.loads(text)["rules"]
    )


def repaired(words: Sequence[Seen]) -> list[Seen]:
    """The same words in the same order, misreadings put right."""
    made: list[Seen] = []
    for index, word in enumerate(words):
        before = [w.text for w in made[max(0, index - 3) : index] if w.row == word.row]
        after = words[index + 1] if index + 1 < len(words) else None
        following = after.text if after is not None and after.row == word.row else ""
        made.append(_repaired(word, " ".join(before), following))
    return made


def _repaired(word: Seen, before: str, following: str) -> Seen:
    for rule in repairs():
        match = rule.pattern.fullmatch(word.text)
        if match and _fits(rule, before, following):
            sure = min(word.confidence, rule.most)
            word = replace(word, text=match.expand(rule.to), confidence=sure)
    return word


def _fits(rule: Repair, before: str, following: str) -> bool:
    """Whether the rule's conditions on the word's neighbours hold."""
    if rule.first and before:
        return False
    if rule.before is not None and not rule.before.search(before):
        return False
    if rule.after is not None and not rule.after.match(following):
        return False
    return _follows(rule.following, following)


def _follows(wanted: str, word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    if wanted == "capitals":
        return len(letters) >= 2 and all(c.isupper() for c in letters)
    if wanted == "small":
        return len(letters) >= 2 and word[0].islower() and not word.endswith(")")
    if wanted == "figures":
        return word[:1].isdigit()
    return bool(letters) or not wanted
