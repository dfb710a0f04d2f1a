"""Which of several words stands under a seal, by what of its print shows.

What is dark under a seal says little, what is white there much: no print is there.
Candidates are laid over the ink where a word must stand (`pipeline.reading.signature.resemblance`)
and weighed by log odds: print against the seal's own darkness in each place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.document import Box, Word
from pipeline.reading.signature.letterforms import Ink, letterforms
from pipeline.reading.signature.resemblance import (
    BESIDE,
    HIGHEST,
    LOWEST,
    REACH,
    Resembles,
    Setting,
    core_of,
)

_LOOKED_AT, _RANKED_AT = 16, 0.5
"""Candidates that are laid over the ink in full after a rough look at all, and times the
page's resolution of that look (14 words and 15 titles under seals, real, heavy and of one bit:
the best two were among the first seven each time)."""
_ROOM = 4
"""Ems of ink that letters need to be laid over it."""
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
    """The likeliest candidates where each fits best, the first of them first."""
    texts = sorted(set(candidates))
    rough = setting.rough(_RANKED_AT)
    times = rough.finer / setting.finer
    near = Around(
        place.axis * times, place.off * times, (place.rows[0] * times, place.rows[1] * times)
    )
    likely = _Strip.of(rough, texts, near).likeliest(texts, near)
    strip = _Strip.of(setting, likely, place)
    made = [laid for text in likely for laid in strip.laid(text, place)]
    return sorted(made, key=lambda laid: -laid.weight)


@dataclass(frozen=True, slots=True)
class _Strip:
    """The ink around a place from (`left`, `top`) on, what each pixel says for print there,
    and how many rows letters need above their base line."""

    setting: Setting
    ink: Ink
    evidence: Ink
    left: int
    top: int
    above: int

    @staticmethod
    def of(setting: Setting, texts: Sequence[str], place: Around) -> _Strip:
        """All that the texts may lie on there."""
        em = setting.em
        widest = max((letterforms().width(text) for text in texts), default=0.0)
        above, reach = round(HIGHEST * em), widest * em * setting.stretch / 2 + place.off + em
        left, top = max(0, round(place.axis - reach)), max(0, round(place.rows[0]) - above)
        bottom, right = round(place.rows[1]) + round(LOWEST * em), round(place.axis + reach)
        ink, evidence = _print_in(setting, np.s_[top:bottom, left : max(left, right)])
        return _Strip(setting, ink, evidence, left, top, above)

    def likeliest(self, texts: Sequence[str], place: Around) -> list[str]:
        """Those among which the best two are for sure; all at the crop's edge."""
        off, em = round(place.off), self.setting.em * self.setting.stretch
        high, wide = self.evidence.shape
        if high < round(self.above + LOWEST * self.setting.em) or wide < _ROOM * em + 2 * off:
            return list(texts)
        axis = place.axis - self.left - off
        starts = {text: axis - letterforms().width(text) * em / 2 for text in texts}
        return _Letters(self.setting, self.evidence, self.above).likeliest(starts, 2 * off + 1)

    def laid(self, text: str, place: Around) -> Iterator[Laid]:
        """Where the text fits best in each form that fonts have; nowhere off the ink."""
        import cv2

        em, across = self.setting.em, round(place.off)
        edge = round(BESIDE * em)
        wide = letterforms().width(text) * em * self.setting.stretch
        size = (round(self.above + LOWEST * em), round(wide + 2 * edge))
        x = round(place.axis - wide / 2) - edge - across - self.left
        columns = np.s_[:, max(0, x) : x + size[1] + 2 * across]
        ink, evidence = self.ink[columns], self.evidence[columns]
        if x < 0 or ink.shape[0] < size[0] or ink.shape[1] < size[1]:
            return
        for drawing in self.setting.drawn(text, (edge, self.above), size):
            core = core_of(drawing)
            _, weight, _, (dx, dy) = cv2.minMaxLoc(cv2.matchTemplate(evidence, core, cv2.TM_CCORR))
            seen = ink[dy : dy + size[0], dx : dx + size[1]]
            dark = float((seen * core).sum() / max(1e-3, core.sum()))
            left, base = self.left + x + dx + edge, self.top + dy + self.above
            yield Laid(text, weight / (_CERTAIN * em**2), dark, left, base)


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
    """Those among which the best two are for sure: a rough look ranks all."""
    rough = setting.rough(_RANKED_AT)
    times = rough.finer / setting.finer
    under = _Under.of(rough, candidates, right * times, base * times)
    if under is None:
        return []
    em, moves = rough.em * rough.stretch, under.evidence.shape[1] - under.size[1] + 1
    starts = {text: under.ends - letterforms().width(text) * em for text in candidates}
    return _Letters(rough, under.evidence, under.above).likeliest(starts, moves)


@dataclass(frozen=True, slots=True)
class _Letters:
    """What speaks for texts by that for each of their letters in its place, in a strip of the
    ink: a letter is laid over it once for all texts. `above` is how many rows letters need
    above their base line."""

    setting: Setting
    evidence: Ink
    above: int

    def likeliest(self, starts: Mapping[str, float], moves: int) -> list[str]:
        """The _LOOKED_AT texts that weigh most, each where it does among so many `moves` to
        the right of its start (columns)."""
        if len(starts) <= _LOOKED_AT:
            return list(starts)
        letters = {letter: self._laid(letter) for letter in sorted(set("".join(starts)))}
        weights = {text: self._weight(text, letters, starts[text], moves) for text in starts}
        return sorted(starts, key=lambda text: -weights[text])[:_LOOKED_AT]

    def _laid(self, letter: str) -> Ink:
        """What speaks for a letter: a row for each base line, a column for each place of its
        origin."""
        import cv2

        em, edge = self.setting.em, round(BESIDE * self.setting.em)
        wide = letterforms().width(letter) * em * self.setting.stretch
        size = (round(self.above + LOWEST * em), round(wide) + 2 * edge)
        cores = [core_of(form) for form in self.setting.drawn(letter, (edge, self.above), size)]
        seen = [cv2.matchTemplate(self.evidence, core, cv2.TM_CCORR) for core in cores]
        return np.asarray(np.maximum.reduce(seen), dtype=np.float32)

    def _weight(self, text: str, letters: Mapping[str, Ink], start: float, moves: int) -> float:
        """The weight of a text where it weighs most, its letters in whole pixels."""
        em = self.setting.em * self.setting.stretch
        x = start - round(BESIDE * self.setting.em)
        total = np.zeros((len(letters[text[0]]), moves), dtype=np.float32)
        for letter in text:
            seen = letters[letter]
            at = min(max(0, round(x)), seen.shape[1] - moves)
            total += seen[:, at : at + moves]
            x += letterforms().widths[letter] * em
        return float(total.max())


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
