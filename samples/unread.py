"""Gold for what a wrong engine left of a page: who signed is often not among it.

A seal lies over the signer's title and name, and an engine without Vietnamese gives nothing or
noise for them. Whoever has only that text cannot know them, so `unreadable` is the right answer
for this form, and a name is a wrong one. Found by the letters of the text alone, not by a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from pipeline.vietnamese import strip_marks

Json = dict[str, Any]

_ALIKE = 80
"""Likeness (0..100) of the bare letters from which a name or title is in the text."""
_HEAD = re.compile(r"^\W*n[o0]i nh.{1,2}n\b", re.IGNORECASE)
_BEFORE, _BEHIND = 6, 16
"""Lines around the head of the recipients among which the signature stands."""
_UNREADABLE = {"status": "unreadable"}
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CAPACITIES, _LAST = ("KT", "TM", "TL", "TUQ"), ("KT", "K/T", "Q")
_COLUMNS = {"name": "signer_name", "title": "signer_title", "capacity": "signing_capacity"}


def with_unread(made: Json, form: str, text: str) -> Json:
    """A document's gold with what its form does not let anyone know, in `by_form`."""
    lines = list(_signature_lines([line for line in text.splitlines() if line.strip()]))
    signers = [_seen(row, lines) for row in made["signers"]]
    pairs = [p for p in zip(made["signers"], signers, strict=True) if _is_main(p[0])]
    plans = {
        own: new[column]
        for column, own in _COLUMNS.items()
        for row, new in pairs[:1]
        if own in made["plans"] and new.get(column) != row.get(column)
    }
    changed = {"plans": plans, "signers": signers}
    return made | {"by_form": made.get("by_form", {}) | {form: changed}}


def _is_main(row: Mapping[str, Any]) -> bool:
    return bool(row.get("role", "main") == "main")


def _signature_lines(lines: Sequence[str]) -> Iterator[str]:
    """The lines among which a signature may stand: at the recipients, else the last ones."""
    heads = [at for at, line in enumerate(lines) if _HEAD.match(strip_marks(line))]
    at = heads[-1] if heads else len(lines) - _BEHIND
    yield from lines[max(0, at - _BEFORE) : at + _BEHIND]


def _seen(row: Mapping[str, Any], lines: Sequence[str]) -> Json:
    """A signer with what can be told of him."""
    seen = dict(row)
    name, title, capacity = (row.get(column) for column in _COLUMNS)
    if isinstance(name, str) and not _stands(name, lines):
        seen["name"] = _UNREADABLE
    if isinstance(title, str) and not _stands(title, list(map(_title_in, lines))):
        seen["title"] = _UNREADABLE
    if "capacity" in row and not _is_told(
        capacity, "title" in row and title == seen["title"], lines
    ):
        seen["capacity"] = _UNREADABLE
    return seen


def _title_in(line: str) -> str:
    """A line's words in capitals, without the capacity before them."""
    return " ".join(
        word for word in _WORDS.findall(line) if word.isupper() and word not in _CAPACITIES
    )


def _is_told(capacity: str | None, title: bool, lines: Sequence[str]) -> bool:
    """Whether a signer's capacity can be told, his title being told or not.

    Behind `TM. UỶ BAN NHÂN DÂN` there may be `KT. CHỦ TỊCH`; behind KT. is only the title.
    """
    if not capacity:
        return title
    code = "/?".join(re.sub(r"\W", "", capacity))
    shown = any(re.search(rf"(?<!\w){code}[.:]?\s+[^\W\d]", line) for line in lines)
    return shown and (title or capacity.startswith(_LAST))


def _stands(value: str, lines: Sequence[str]) -> bool:
    """Whether a line has the value's letters, all but a few."""
    wanted = _letters(value)
    return any(
        len(have) >= len(wanted) * _ALIKE / 100 and fuzz.partial_ratio(wanted, have) >= _ALIKE
        for have in map(_letters, lines)
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", strip_marks(text).lower())
