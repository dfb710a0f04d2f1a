"""Which of several words stands under a seal, by what of its print shows.

What is dark under a seal says little, what is white there much: no print is there.
Candidates are laid over the ink where a word must stand (`pipeline.reading.resemblance`)
and weighed by log odds: print against the seal's own darkness in each place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.document import Box, Word
from pipeline.reading.letterforms import Ink, letterforms
from pipeline.reading.resemblance import (
    BESIDE,
    HIGHEST,
    LOWEST,
    REACH,
    Resembles,
    Setting,
    core_of,
)

_LOOKED_AT = 16
"""Candidates that are laid over the ink in full after a rough look at all (30 words under
seals, heavy and of one bit: the best two were among the first four each time)."""
_SPACE = 0.25
"""Ems between words."""
_NEAR = 0.08
"""Ems by which the space may be wider or narrower."""
_PRINTED = 0.95
"""Share of print that is dark in a scan."""
_SPECKS, _SOLID = 0.03, 0.9
"""Least and greatest share of dark pixels where no print is."""
_MARK = 0.0145
"""Square ems of a tone's print: what sets two words apart is measured in that at most."""
_PALEST = 0.4
"""Darkness below which print is no longer taken as print."""
_CERTAIN = float(np.log(_PRINTED / _SPECKS))
"""What a pixel says at most."""


def before(setting: Setting, word: Word, candidates: Iterable[str]) -> Resembles | None:
    """Which candidate stands a space before the word, whatever a seal put over it.

    `likeness` is the share of the candidate's print that is dark, `margin` what tells it
    from the next one as a share of what a tone's mark would.
    """
    known = letterforms()
    told = sorted({c for c in candidates if known.has(c)})
    place = setting.place_of(word)
    if place is None or len(told) < 2:
        return None
    right = place[0] - _SPACE * setting.em * setting.stretch
    likely = _likeliest(setting, told, right, place[1])
    scored = sorted(_weighed(setting, likely, right, place[1]), key=lambda row: -row.weight)
    best = scored[0] if scored else None
    second = next((row for row in scored if best and row.text != best.text), None)
    if best is None or second is None:
        return None
    apart = min(float(np.abs(best.print - second.print).sum()), _MARK * setting.em**2)
    margin = (best.weight - second.weight) / max(apart * _CERTAIN, 1e-3)
    wide = known.width(best.text) * setting.em * setting.stretch
    return Resembles(best.text, margin, best.dark, _box(setting, right - wide, right, word))


@dataclass(frozen=True, slots=True)
class Laid:
    """A candidate where it fits best: the log odds that it stands there, in square ems of
    certain print; the share of its print that is dark; its left end and base line in pixels
    of the ink."""

    text: str
    weight: float
    dark: float
    left: float
    base: float


@dataclass(frozen=True, slots=True)
class Around:
    """Where a line is looked for, in pixels of the ink: centred on an axis or `off` it, its
    base line between two rows."""

    axis: float
    off: float
    rows: tuple[float, float]


def laid_around(setting: Setting, candidates: Iterable[str], place: Around) -> list[Laid]:
    """The candidates where each fits best, the likeliest first."""
    made = [laid for text in candidates for laid in _laid_around(setting, text, place)]
    return sorted(made, key=lambda laid: -laid.weight)


def _laid_around(setting: Setting, text: str, place: Around) -> Iterator[Laid]:
    """Where the text fits best in each form that fonts have; nowhere off the ink."""
    import cv2

    em, across, rows = setting.em, round(place.off), place.rows
    above, edge = round(HIGHEST * em), round(BESIDE * em)
    wide = letterforms().width(text) * em * setting.stretch
    size = (round(above + LOWEST * em), round(wide + 2 * edge))
    x, y = round(place.axis - wide / 2) - edge - across, max(0, round(rows[0]) - above)
    part = np.s_[y : round(rows[1]) - above + size[0], max(0, x) : x + size[1] + 2 * across]
    ink, evidence = _print_in(setting, part)
    if x < 0 or ink.shape[0] < size[0] or ink.shape[1] < size[1]:
        return
    for drawing in setting.drawn(text, (edge, above), size):
        core = core_of(drawing)
        _, weight, _, (dx, dy) = cv2.minMaxLoc(cv2.matchTemplate(evidence, core, cv2.TM_CCORR))
        seen = ink[dy : dy + size[0], dx : dx + size[1]]
        dark = float((seen * core).sum() / max(1e-3, core.sum()))
        yield Laid(text, weight / (_CERTAIN * em**2), dark, x + dx + edge, y + dy + above)


def _print_in(setting: Setting, part: tuple[slice, slice]) -> tuple[Ink, Ink]:
    """A part of the ink, 0.95 where it is as dark as print, and the log odds of print there."""
    ink = np.minimum(1, setting.ink[part] * (_PRINTED / max(_PALEST, setting.dark)))
    haze = _SPECKS if setting.haze is None else np.clip(setting.haze[part], _SPECKS, _SOLID)
    printed, bare = np.log(_PRINTED / haze), np.log((1 - _PRINTED) / (1 - haze))
    return ink, np.asarray(ink * printed + (1 - ink) * bare, dtype=np.float32)


def _box(setting: Setting, left: float, right: float, beside: Word) -> Box | None:
    if beside.box is None:
        return None
    points, start = 72 / (setting.crop.dpi * setting.finer), setting.crop.x0
    return replace(beside.box, x0=start + left * points, x1=start + right * points)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate under a seal: the log odds that it stands there, and where it would be dark."""

    text: str
    weight: float
    dark: float
    print: Ink


def _weighed(
    setting: Setting, candidates: Sequence[str], right: float, base: float
) -> list[_Weighed]:
    """What speaks for each candidate that ends at `right`."""
    import cv2

    under = _Under.of(setting, candidates, right, base)
    if under is None:
        return []
    made: list[_Weighed] = []
    for text, core in under.cores(candidates):
        weights = cv2.matchTemplate(under.evidence, core, cv2.TM_CCORR)
        _, weight, _, (dx, dy) = cv2.minMaxLoc(weights)
        seen = under.ink[dy : dy + core.shape[0], dx : dx + core.shape[1]]
        dark = float((seen * core).sum() / max(1e-3, core.sum()))
        made.append(_Weighed(text, weight, dark, core))
    return made


def _likeliest(setting: Setting, candidates: Sequence[str], right: float, base: float) -> list[str]:
    """Those among which the best two are for sure: a look at half the size ranks all, by what
    speaks for each letter in its place."""
    if len(candidates) <= _LOOKED_AT:
        return list(candidates)
    times = 1 / setting.finer
    under = _Under.of(setting.rough(), candidates, right * times, base * times)
    if under is None:
        return []
    letters = {letter: under.letter(letter) for letter in sorted(set("".join(candidates)))}
    weights = {text: under.roughly(text, letters) for text in candidates}
    return sorted(candidates, key=lambda text: -weights[text])[:_LOOKED_AT]


@dataclass(frozen=True, slots=True)
class _Under:
    """The place where a word must end: its ink, and what each pixel says for print there.

    `ends` is the column at which candidates end, `above` the row of their base line, on
    canvases of `size`, which may be moved over the place.
    """

    setting: Setting
    ink: Ink
    evidence: Ink
    size: tuple[int, int]
    ends: int
    above: int

    @staticmethod
    def of(setting: Setting, candidates: Sequence[str], right: float, base: float) -> _Under | None:
        """The place that ends at `right`; None where the crop does not hold it."""
        em = setting.em
        across, down = round(_NEAR * em), round(REACH * setting.finer)
        widest = max(letterforms().width(c) for c in candidates) * em * setting.stretch
        above, edge = round(HIGHEST * em), round(BESIDE * em)
        size = (round(above + LOWEST * em), round(widest + 2 * edge))
        x, y = round(right) - size[1] + edge - across, round(base) - above - down
        part = np.s_[max(0, y) : y + size[0] + 2 * down, max(0, x) : x + size[1] + 2 * across]
        ink, evidence = _print_in(setting, part)
        if x < 0 or y < 0 or ink.shape != (size[0] + 2 * down, size[1] + 2 * across):
            return None
        return _Under(setting, ink, evidence, size, size[1] - edge, above)

    def cores(self, candidates: Sequence[str]) -> Iterator[tuple[str, Ink]]:
        """Each candidate's strokes on a canvas, in each form that fonts have."""
        for text in candidates:
            wide = letterforms().width(text) * self.setting.em * self.setting.stretch
            origin = (self.ends - round(wide), self.above)
            for drawing in self.setting.drawn(text, origin, self.size):
                yield text, core_of(drawing)

    def letter(self, letter: str) -> Ink:
        """What speaks for a letter wherever the canvas may lie: a row for each base line, a
        column for each place of its origin."""
        import cv2

        setting, edge = self.setting, round(BESIDE * self.setting.em)
        wide = letterforms().width(letter) * setting.em * setting.stretch
        size = (self.size[0], round(wide) + 2 * edge)
        cores = [core_of(form) for form in setting.drawn(letter, (edge, self.above), size)]
        seen = [cv2.matchTemplate(self.evidence, core, cv2.TM_CCORR) for core in cores]
        return np.asarray(np.maximum.reduce(seen), dtype=np.float32)

    def roughly(self, text: str, letters: Mapping[str, Ink]) -> float:
        """The weight of a text where it weighs most, its letters in whole pixels."""
        em = self.setting.em * self.setting.stretch
        moves = self.evidence.shape[1] - self.size[1] + 1
        x = self.ends - letterforms().width(text) * em - round(BESIDE * self.setting.em)
        total = np.zeros((self.evidence.shape[0] - self.size[0] + 1, moves), dtype=np.float32)
        for letter in text:
            seen = letters[letter]
            at = min(max(0, round(x)), seen.shape[1] - moves)
            total += seen[:, at : at + moves]
            x += letterforms().width(letter) * em
        return float(total.max())
