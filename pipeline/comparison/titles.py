"""What a plan is about, told by its title: the programme's name and its years."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from pipeline.comparison.words import Words, folded
from pipeline.vietnamese import nfc, strip_marks

LONGEST_TITLE = 600
"""Characters of a title that are looked at; what is longer is no title."""

_QUOTED = re.compile(r"[“”\"«]([^“”\"«»]{8,})[“”\"»]?")
_PERIOD = re.compile(r"\b((?:19|20)\d\d) ?(?:[-–—]|den(?: nam)?) ?((?:19|20)\d\d)\b")
_YEAR = re.compile(r"(?<!den )\bnam(?: hoc)? ((?:19|20)\d\d)\b(?! ?[-–—])")


@dataclass(frozen=True)
class Subject:
    """`name` as written, `core` its telling words, `years` first and last or None."""

    name: str
    core: tuple[str, ...]
    years: tuple[int, int] | None

    @property
    def year(self) -> int | None:
        """The year of a plan for one year; None for a programme of several."""
        return self.years[0] if self.years and self.years[0] == self.years[1] else None

    @cached_property
    def features(self) -> frozenset[str]:
        """Words and pairs of neighbours, by which two subjects are compared."""
        pairs = zip(self.core, self.core[1:], strict=False)
        return frozenset(self.core) | {f"{a} {b}" for a, b in pairs}

    def likeness(self, other: Subject) -> float:
        """Dice coefficient of the features, 0..1; 0 where the years exclude each other."""
        if not self.features or not other.features or not _agree(self.years, other.years):
            return 0.0
        common = len(self.features & other.features)
        return 2 * common / (len(self.features) + len(other.features))


@dataclass(frozen=True)
class TitleReader:
    """Reads subjects by the rules of `data/title_words.json`."""

    cuts: tuple[re.Pattern[str], ...]
    empty_words: frozenset[str]

    @staticmethod
    def load() -> TitleReader:
        """The packaged rules."""
        source = files("pipeline.comparison").joinpath("data/title_words.json")
        rules = json.loads(source.read_text("utf-8"))
        cuts = tuple(re.compile(rule["pattern"]) for rule in rules["cut"])
        return TitleReader(cuts, frozenset(rules["empty_words"]))

    def subject(self, title: str) -> Subject:
        """What a title is about. The programme's name in quotes beats the rest."""
        title = " ".join(nfc(title).split())[:LONGEST_TITLE]
        name = _programme(title)
        bare = _bare(name or title)
        uncited = self.cuts[0].sub(" ", _bare(title))
        years = (_years(bare) if name else None) or _years(uncited)
        for cut in self.cuts:
            bare = cut.sub(" ", bare)
        core = tuple(
            k for k in Words.of(bare).keys if not k.isdigit() and k not in self.empty_words
        )
        if len(core) < 2:
            core = Words.of(name or title).keys
        return Subject(name or title, core, years)


def _bare(text: str) -> str:
    return " ".join(strip_marks(text).casefold().split())


def _programme(title: str) -> str:
    """The longest quoted name of four words or more, or ""."""
    quoted = [m.group(1).strip(" .,;") for m in _QUOTED.finditer(title)]
    long_enough = [q for q in quoted if len(q.split()) >= 4]
    return max(long_enough, key=len, default="")


def _years(bare: str) -> tuple[int, int] | None:
    period = _PERIOD.search(bare)
    if period:
        return int(period.group(1)), int(period.group(2))
    year = _YEAR.search(bare)
    return (int(year.group(1)), int(year.group(1))) if year else None


def _agree(left: tuple[int, int] | None, right: tuple[int, int] | None) -> bool:
    """Whether two spans of years may be of one campaign.

    A plan for one year puts that year's decision into practice, so two single
    years must be equal; periods must overlap (a unit that started later writes
    2024-2030 for 2023-2030); a year within a period is another decision.
    """
    if left is None or right is None:
        return True
    if (left[0] == left[1]) != (right[0] == right[1]):
        return False
    return left[0] <= right[1] and right[0] <= left[1]


def commonest(wordings: Iterable[str]) -> str:
    """The wording that occurs most; among equals the first in the alphabet."""
    names = list(wordings)
    by_fold: Counter[str] = Counter(folded(name) for name in names)
    if not by_fold:
        return ""
    best = min(by_fold, key=lambda k: (-by_fold[k], k))
    written = Counter(name for name in names if folded(name) == best)
    return min(written, key=lambda n: (-written[n], n))
