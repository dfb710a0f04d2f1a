"""Lines of read words as one run of places to decode, each with what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from pipeline.restoration.casing import line_is_capital
from pipeline.restoration.tokens import Atom, Kind, atoms


class Setting(IntEnum):
    """How the line shapes a word's capitals."""

    RUNNING = 0
    CAPITAL = 1  # in a line of capitals
    INITIAL = 2  # first of a paragraph, an item or a sentence


@dataclass(frozen=True, slots=True)
class Place:
    """Atom `atom` of word `token` of line `line`; `opens` where a paragraph begins."""

    line: int
    token: int
    atom: Atom
    setting: Setting
    first: bool
    opens: bool

    @property
    def key(self) -> tuple[str, Setting]:
        """What its candidates depend on."""
        return self.atom.text, self.setting


_MARKER = re.compile(r"[-+–•*]|(?:[0-9]{1,2}|[a-zđ¢]|[IVXl1]{1,5})[.)].*")
_STOPS = (".", "?", "!")


def places(lines: Sequence[Sequence[str]]) -> Iterator[Place]:
    """All places of all lines, in order."""
    broken = True
    for number, line in enumerate(lines):
        whole = line_is_capital(" ".join(line))
        marked = bool(line) and bool(_MARKER.fullmatch(line[0]))
        opens = broken or marked
        initial = opens
        first = True
        for index, token in enumerate(line):
            capital = whole or _among_capitals(line, index)
            for atom in atoms(token):
                setting = Setting.INITIAL if initial else Setting.RUNNING
                if capital and not _is_small(atom.text):
                    setting = Setting.CAPITAL
                yield Place(number, index, atom, setting, first, opens)
                opens = first = False
                # A marker or number leaves the next word the first of its sentence.
                initial = initial and atom.kind in (Kind.MARKER, Kind.NUMBER, Kind.ROMAN)
            initial = initial or token.endswith(_STOPS)
        broken = not line


def _among_capitals(line: Sequence[str], index: int) -> bool:
    """Whether a word in capitals stands beside another: `HÀ TĨNH Độc lập - Tự do`."""
    near = [line[i] for i in (index - 1, index + 1) if 0 <= i < len(line)]
    return line[index].isupper() and any(len(w) >= 3 and w.isupper() for w in near)


def _is_small(word: str) -> bool:
    """Whether a word of a capital line is not in capitals: `Nơi nhận: GIÁM ĐỐC`."""
    lower = sum(c.islower() for c in word)
    return len(word) >= 3 and lower > sum(c.isupper() for c in word)
