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

RUN_IN = re.compile(r"^(?P<title>[^:;.]{2,110}?)\s?:\s+(?=\S)")
SHORT_SENTENCE = re.compile(r"^(?P<title>[^:;.,]{2,45})\.\s+(?=[^\W\d_a-zà-ỹ])")
_CAPS_PREFIX = re.compile(
    r"^(?P<title>(?:[^\sa-zà-ỹđ]+\s+){1,25}?[^\sa-zà-ỹđ]+)\s+(?=[^\W\d_]?[a-zà-ỹđ])"
)


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


def heading_length(text: str, alone: bool, followed: bool) -> int:
    """How many characters of an item's first paragraph are its heading; 0 for none.

    `text` is the paragraph without the marker. `alone` says that the item has more
    than this paragraph (children or further ones), `followed` that something comes
    after it at all.
    """
    if not text:
        return 0
    if is_caps(text) and len(text.split()) <= 40:
        return len(text)
    prefix = _CAPS_PREFIX.match(text)
    if (
        prefix
        and len(prefix["title"].split()) >= 2
        and is_caps(prefix["title"])
        and len(prefix["title"]) > 9
    ):
        return len(prefix["title"])
    run_in = RUN_IN.match(text)
    if (
        run_in
        and len(run_in["title"].split()) <= 16
        and run_in["title"].count("“") == run_in["title"].count("”")
    ):
        return len(run_in["title"])
    words = len(text.split())
    if not closes(text):
        return len(text) if words <= 40 and (alone or (followed and words <= 25)) else 0
    if text.rstrip().endswith(":") and words <= 16:
        return len(text)
    short = SHORT_SENTENCE.match(text)
    return len(short["title"]) if short and len(short["title"].split()) <= 6 else 0
