"""Symbols of which an Đ was lost, whole again: `721/Q -BXD`, `15/NQ-H ND`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.restoration.copying import fold_d, known_abbreviations

CODE_AT_END = re.compile(r"(?:^(?=[A-Z])|[/-])([A-Z]*)$")
"""The last code of a symbol, or what is left of it."""
_CODE_AT_BEGINNING = re.compile(r"([A-Z]*)(?=$|[-/\W])")
_BODIES, _SHORT = "SPBT", 3


class Token(NamedTuple):
    """What is read as one: the tokens first..last of a line, with their text."""

    first: int
    last: int
    text: str


def tokens(words: Sequence[str]) -> Iterator[Token]:
    """A line's tokens, each symbol one of them with the letter that it lost."""
    at = 0
    while at < len(words):
        text, used, last = words[at], 1, at
        while used and last < len(words):
            text, used = _symbol(text, words[last + 1] if last + 1 < len(words) else "")
            last += used
        yield Token(at, min(last, len(words) - 1), text)
        at = last + 1


def _symbol(left: str, right: str) -> tuple[str, int]:
    """A token with an Đ that was lost behind it, and how many tokens were joined with it.

    Only a code that is known is a symbol's.
    """
    code = CODE_AT_END.search(left)
    rest = _CODE_AT_BEGINNING.match(right)
    if code and rest and (rest[1] or right.startswith("-")):
        for lost in ("Đ", ""):
            form = f"{code[1]}Đ{rest[1]}{lost}"
            if (len(form) > 2 or right.startswith("-")) and _is_code(form):
                return f"{left}Đ{rest[1]}{lost}{right[len(rest[1]) :]}", 1
    if code and "/" in left and len(code[1]) > 1 and _is_code(f"{code[1]}Đ") > _is_code(code[1]):
        return f"{left}Đ", 0
    return left, 0


def _is_code(form: str) -> bool:
    """Whether an abbreviation is known, or is one behind S (Sở), P, B or T: SGDĐT."""
    known = known_abbreviations()
    return any(
        part in known.get(fold_d(part), ())
        for part in (form, form[1:] if form[:1] in _BODIES and len(form) > _SHORT else form)
    )
