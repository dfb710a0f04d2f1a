"""Lines put back where a document's text came as one, as document-sharing sites give it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise

from pipeline.document import Line

_LONG, _SHARE = 150, 0.8
"""Words of a line that no page has, and the share of a text's words that stand in such lines."""


_SMALL = "[a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2))) + "]"
_CAPITAL = _SMALL.upper()
_TOP = re.compile(r"CỘNG H[ÒO][AÀ] XÃ HỘI|ĐẢNG CỘNG SẢN|S[ốỐ]\s*:")
_FOOT = re.compile(r"Nơi nhận")


@dataclass(frozen=True, slots=True)
class LineStart:
    """A wording that begins a line, from `data/line_starts.toml`.

    `behind`: it also ends one; `once`: only the first counts; `within`: it is looked for only
    before the letterhead's right column (`top`), before the body (`head`) or behind the head of
    the recipients (`foot`).
    """

    id: str
    pattern: re.Pattern[str]
    behind: bool
    once: bool
    within: str
    example: str


@lru_cache(maxsize=1)
def line_starts() -> tuple[LineStart, ...]:
    """The wordings as the data file orders them."""
    raw = files("pipeline").joinpath("data/line_starts.toml").read_text("utf-8")
    return tuple(
        LineStart(
            start["id"],
            re.compile(start["pattern"].replace("{U}", _CAPITAL).replace("{u}", _SMALL)),
            start.get("behind", False),
            start.get("once", False),
            start.get("within", ""),
            start["example"],
        )
        for start in tomllib.loads(raw)["start"]
    )


def in_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, those that are too long for a page parted at the wordings that begin one."""
    words = sum(len(line.words) for line in lines)
    long = sum(len(line.words) for line in lines if len(line.words) > _LONG)
    if not words or long < _SHARE * words:
        return tuple(lines)
    return tuple(part for line in lines for part in _parts(line))


def _parts(line: Line) -> Iterator[Line]:
    if len(line.words) <= _LONG or line.cells:
        yield line
        return
    texts = [word.text or word.raw for word in line.words]
    begins = [0, *starts(texts), len(texts)]
    for first, last in pairwise(begins):
        yield replace(line, words=line.words[first:last], paragraph=True)


def starts(words: Sequence[str]) -> list[int]:
    """The numbers of the words, but for the first, at which a line begins."""
    text = " ".join(words)
    ends = accumulate(len(word) + 1 for word in words)
    offsets = {0: 0} | {end: number for number, end in enumerate(ends, 1)}
    found: set[int] = set()
    reach = _reach(text)
    for start in line_starts():
        first, last = reach[start.within]
        matches = [m for m in start.pattern.finditer(text) if first <= m.start() <= last]
        for match in matches[:1] if start.once else matches:
            found.add(match.start())
            if start.behind:
                found.add(match.end() + 1)
    numbers = {offsets[place] for place in found if place in offsets}
    return sorted(numbers - {0, len(words)})


def _reach(text: str) -> dict[str, tuple[int, int]]:
    """Where each part of a document lies in its text."""
    anywhere = [start.pattern for start in line_starts() if not start.within]
    body = min((m.start() for p in anywhere for m in p.finditer(text)), default=len(text))
    top = min((m.start() for m in _TOP.finditer(text)), default=0)
    foot = max((m.start() for m in _FOOT.finditer(text)), default=len(text))
    return {
        "": (0, len(text)),
        "top": (0, min(top, body)),
        "head": (0, body),
        "foot": (foot, len(text)),
    }
