"""Which words of an item are its heading, and which lines are headings without numerals."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipeline.segmentation.outline import Role
from pipeline.segmentation.paragraphs import closes
from pipeline.segmentation.rows import Row, is_caps

_RUN_IN = re.compile(r"^(?P<title>[^:;.]{2,110}?)\s?:\s+(?=\S)")
_SHORT_SENTENCE = re.compile(r"^(?P<title>[^:;.,]{2,45})\.\s+(?P<next>\w)")


_SPECKS = re.compile(r"[^\w\s,&()/–-]+\s*|_+")
"""What recognisers read from dust within a heading: `TỔ CHỨC 'THỰC HIỆN`."""


@dataclass(frozen=True, slots=True)
class RoleRule:
    """What speaks for a role, on folded text."""

    role: Role
    title: re.Pattern[str]
    content: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class HeadingRules:
    """The rules of `data/headings.json`."""

    roles: tuple[RoleRule, ...]
    bare: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def load_rules() -> HeadingRules:
    """The packaged rules."""
    data: dict[str, Any] = json.loads(
        (files("pipeline.segmentation") / "data" / "headings.json").read_text(encoding="utf-8")
    )
    roles = tuple(
        RoleRule(
            Role(rule["id"]),
            re.compile(rule["title"]),
            re.compile(rule["content"]) if rule["content"] else None,
        )
        for rule in data["roles"]
    )
    return HeadingRules(roles, tuple(re.compile(rule["pattern"]) for rule in data["bare"]))


def roles_of(title: str, text: str) -> tuple[Role, ...]:
    """The roles that a folded title and the folded beginning of its text speak for."""
    rules = load_rules().roles
    title = " ".join(_SPECKS.sub(" ", title).split())
    by_title = [rule.role for rule in rules if title and rule.title.search(title)]
    by_content = [
        rule.role for rule in rules if rule.content is not None and rule.content.search(text[:200])
    ]
    return tuple(dict.fromkeys(by_title + by_content))


def is_bare_heading(row: Row) -> bool:
    """Whether a line without a numeral is a heading: a known title alone on its line."""
    text = row.folded.rstrip(" :")
    if row.cells or closes(text) or len(row.text.split()) > 16 or not row.text[:1].isupper():
        return False
    if not any(pattern.fullmatch(text) for pattern in load_rules().bare):
        return False
    return row.caps or row.bold or len(row.text.split()) <= 6


def is_known_title(folded: str) -> bool:
    """Whether a folded text is a known title and hardly more: `Mục tiêu`, `Mục đích, yêu cầu`."""
    text = folded.strip(" :.")
    return len(text.split()) <= _FEW and any(p.fullmatch(text) for p in load_rules().bare)


_FEW = 4
"""Words of a title of which the next line is not the end."""


def heading_length(text: str, alone: bool, followed: bool) -> int:
    """How many characters of an item's first paragraph are its heading; 0 for none.

    `text` is the paragraph without the marker. `alone` says that the item has more
    paragraphs than this one, `followed` that another item comes after it.
    """
    inside = _caps_length(text) or _run_in_length(text)
    if inside or not text:
        return inside
    words = len(text.split())
    if not closes(text):
        return len(text) if words <= 40 and (alone or (followed and words <= 25)) else 0
    if text.rstrip().endswith(":") and words <= (30 if alone or followed else 16):
        return len(text)
    return _sentence_length(text)


def _caps_length(text: str) -> int:
    """The words in capitals that open the text, where they are at least two."""
    words = text.split()
    count = 0
    while count < len(words) and not any(c.islower() for c in words[count]):
        count += 1
    head = " ".join(words[:count])
    return len(head) if count >= 2 and count <= 40 and len(head) > 7 and is_caps(head) else 0


def _run_in_length(text: str) -> int:
    """What stands before a colon within the first words."""
    match = _RUN_IN.match(text)
    if not match or len(match["title"].split()) > 16:
        return 0
    title = match["title"]
    if len(title.split()) <= 2 and text.endswith(":") and not closes(text[:-1]):
        return 0  # dust within a heading: `Trung tâm: Văn hóa và Thể thao:`
    return len(title) if title.count("“") == title.count("”") else 0


def _sentence_length(text: str) -> int:
    """A sentence of a few words before a longer one: `Văn phòng Sở. Chủ trì ...`"""
    match = _SHORT_SENTENCE.match(text)
    if not match or match["next"].islower() or len(match["title"].split()) > 6:
        return 0
    return len(match["title"])
