"""Misreadings that no Vietnamese text can mean, put right; the rules are data."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from pipeline.reading.tesseract import Seen


@dataclass(frozen=True, slots=True)
class Repair:
    """A rule: whole words that match `pattern` become `to`.

    `first`: only at a line's start; `following` is what the next word must be:
    `capitals`, `small` letters, `figures`, any `word`, or "" for no condition.
    """

    id: str
    pattern: re.Pattern[str]
    to: str
    first: bool
    following: str
    example: tuple[str, str]


@lru_cache(maxsize=1)
def repairs() -> tuple[Repair, ...]:
    """The rules of data/repairs.json, in order."""
    text = (files(__package__) / "data" / "repairs.json").read_text(encoding="utf-8")
    return tuple(
        Repair(
            rule["id"],
            re.compile(rule["pattern"]),
            rule["to"],
            rule["where"] == "first",
            rule.get("next", ""),
            (rule["example"][0], rule["example"][1]),
        )
        for rule in json.loads(text)["rules"]
    )


def repaired(words: Sequence[Seen]) -> list[Seen]:
    """The same words in the same order, misreadings put right."""
    made: list[Seen] = []
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        after = words[index + 1] if index + 1 < len(words) else None
        opens = before is None or _line(before) != _line(word)
        following = after.text if after is not None and _line(after) == _line(word) else ""
        text = repaired_text(word.text, opens, following)
        made.append(word if text == word.text else replace(word, text=text))
    return made


def _line(word: Seen) -> tuple[int, int, int]:
    return word.block, word.paragraph, word.line


def repaired_text(text: str, opens: bool, following: str) -> str:
    """One word; `opens` tells whether it begins its line, `following` is the next word."""
    for rule in repairs():
        if rule.first and not opens:
            continue
        if not _follows(rule.following, following):
            continue
        match = rule.pattern.fullmatch(text)
        if match:
            text = match.expand(rule.to)
    return text


def _follows(wanted: str, word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    if wanted == "capitals":
        return len(letters) >= 2 and all(c.isupper() for c in letters)
    if wanted == "small":
        return len(letters) >= 2 and word[0].islower() and not word.endswith(")")
    if wanted == "figures":
        return word[:1].isdigit()
    return bool(letters) or not wanted
