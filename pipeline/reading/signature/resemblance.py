"""Which of several words the ink of a printed line looks like.

The recogniser reads a tone for another with confidence, and its errors are one model's.
Here candidates for a word are drawn (`pipeline.reading.signature.letterforms`), brought to the size
and base line of the words around, and laid over the ink: a voter that never saw a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Box, Word
from pipeline.names import spells_name
from pipeline.reading.picture.crops import Crop
from pipeline.reading.picture.skew import Grey
from pipeline.reading.signature.letterforms import Ink, letterforms
from pipeline.vietnamese import TONES, fold_tone_placement, is_syllable, nfc, strip_marks

_FINER = 2
"""Times finer than the page: words are laid over it in steps of half a pixel."""
_SOFT = 0.7
"""Pixels (sigma) by which a scanner softens edges."""
_SIZES = np.arange(0.92, 1.081, 0.02)
"""Sizes tried, in what the widths of the words make."""
HIGHEST, LOWEST = 1.1, 0.3
"""Ems above and below the base line that marks reach; beside a word 0.12 stays free."""
BESIDE = 0.12
_RESEMBLES = 0.6
"""Likeness of the line's words below which it is not set in such letters, or not found."""
REACH = 1.5
"""Pixels by which a word may lie off the place found for it."""
_ASTRAY = 0.22
"""Ems by which the recogniser's box may lie off the word."""
_CORE = 0.3
"""Greys of a drawing's soft edge that count for nothing, from both ends."""


@dataclass(frozen=True, slots=True)
class Resembles:
    """The candidate that the ink looks like most.

    `margin` is how much better it fits than the next one, as a share of what it would be
    if the ink were the candidate's drawing: 0 cannot tell, 1 no doubt. `likeness` is the
    correlation with the drawing; `box` its place, where it was not given.
    """

    text: str
    margin: float
    likeness: float
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """How a line is set: its ink, `finer` times finer than its crop, the size and base line
    of its letters there, how wide they run, and how much they are like ours (0..1).
    `dark` is how dark its print is in the middle of strokes (0..1),
    `haze` the share of dark pixels that a seal has by itself in each place."""

    ink: Ink
    crop: Crop
    em: float
    stretch: float
    base: float
    likeness: float
    dark: float
    haze: Ink | None = None
    finer: float = _FINER

    def resembles(self, word: Word, candidates: Iterable[str]) -> Resembles | None:
        """Which candidate stands in the word's place; None where that cannot be said."""
        known = letterforms()
        told = sorted({c for c in candidates if known.has(c)})
        place = self._place(word) if told and word.box and known.has(word.text) else None
        scored = sorted(self._laid(told, place), key=lambda row: -row[0]) if place else []
        if not scored:
            return None
        best, text, drawing = scored[0]
        others = [row for row in scored if key_of(row[1]) != key_of(text)]
        if not others:
            return Resembles(text, 1.0, best)
        second, _, other = others[0]
        apart = 1.0 - _correlation(drawing, other)
        return Resembles(text, (best - second) / max(apart, 1e-3), best)

    def place_of(self, word: Word) -> tuple[float, float] | None:
        """Where the origin of a word that was read lies on the ink (x, y); None if not found."""
        if not word.box or not letterforms().has(word.text):
            return None
        return self._place(word)

    def drawn(self, text: str, origin: tuple[int, int], size: tuple[int, int]) -> list[Ink]:
        """A text as it would stand here, in each form that fonts have, on a canvas of `size`."""
        return _on_canvas(text, (self.em * self.stretch, self.em), origin, size, _SOFT * self.finer)

    def rough(self, finer: float = 1) -> Setting:
        """The same line at its crop's own size, or as much finer than that."""
        times = finer / self.finer
        if times >= 1:
            return self
        return replace(
            self,
            ink=_resized(self.ink, times),
            haze=None if self.haze is None else _resized(self.haze, times),
            em=self.em * times,
            base=self.base * times,
            finer=finer,
        )

    def _place(self, word: Word) -> tuple[float, float] | None:
        found = _found(self.ink, _Spot.of(word, self.crop), self.em, self.stretch, self.base)
        return found[1:3] if found else None

    def _laid(
        self, candidates: Sequence[str], origin: tuple[float, float]
    ) -> list[tuple[float, str, Ink]]:
        """(likeness, candidate, its drawing) for each, all on one window of the ink."""
        known = letterforms()
        reach = round(REACH * self.finer)
        widest = max(known.width(c) for c in candidates) * self.em * self.stretch
        left, above = round(BESIDE * self.em), round(HIGHEST * self.em)
        size = (round(above + LOWEST * self.em), round(widest + 2 * left))
        x, y = round(origin[0]) - left - reach, round(origin[1]) - above - reach
        high, wide = size[0] + 2 * reach, size[1] + 2 * reach
        window = self.ink[max(0, y) : y + high, max(0, x) : x + wide]
        if x < 0 or y < 0 or window.shape != (high, wide):
            return []
        made = [(c, drawing) for c in candidates for drawing in self.drawn(c, (left, above), size)]
        fits = _best_correlations(window, [drawing for _, drawing in made])
        return [(fit, text, drawing) for fit, (text, drawing) in zip(fits, made, strict=True)]


def setting(crop: Crop, words: Sequence[Word], haze: Grey | None = None) -> Setting | None:
    """How the words of a line lie in its crop; None where their letters are not like ours.

    The crop must reach a letter's height beyond the line on all sides. `haze` is a picture
    of the same size: how often a seal is dark in each place (0..255).
    """
    import cv2

    known = letterforms()
    spots = [_Spot.of(w, crop) for w in words if w.box and w.text and known.has(w.text)]
    if not spots:
        return None
    size = (crop.grey.shape[1] * _FINER, crop.grey.shape[0] * _FINER)
    finer = cv2.resize(255 - crop.grey, size, interpolation=cv2.INTER_CUBIC)
    ink = np.asarray(finer, dtype=np.float32) / np.float32(255)
    usual = float(np.median([spot.em for spot in spots]))
    best = _best_set(lambda size: _set_at(ink, crop, spots, usual, size))
    if best is None or best.likeness < _RESEMBLES:
        return None
    if haze is None:
        return best
    finer = cv2.resize(haze, size, interpolation=cv2.INTER_LINEAR)
    return replace(best, haze=np.asarray(finer, dtype=np.float32) / np.float32(255))


def _best_set(at: Callable[[float], Setting | None]) -> Setting | None:
    """The size at which the line fits best: from the middle of _SIZES towards what fits better.

    None where that is an end of them: what is wider or narrower still is another kind of
    letters.
    """
    tried: dict[int, Setting | None] = {}

    def likeness(index: int) -> float:
        if index not in tried:
            tried[index] = at(float(_SIZES[index]))
        found = tried[index]
        return found.likeness if found else 0.0

    here = len(_SIZES) // 2
    while 0 < here < len(_SIZES) - 1:
        best = max((here, here - 1, here + 1), key=likeness)
        if best == here:
            return tried[here]
        here = best
    return None


@dataclass(frozen=True, slots=True)
class _Spot:
    """A word on the page in fine pixels: text, edges, extent in ems, size by its width."""

    text: str
    x0: float
    bottom: float
    extent: tuple[float, float, float, float]
    em: float

    @staticmethod
    def of(word: Word, crop: Crop) -> _Spot:
        box = word.box or Box(crop.x0, crop.top, crop.x0, crop.top)
        scale = crop.dpi / 72 * _FINER
        extent = letterforms().extent(word.text)
        em = box.width * scale / max(0.1, extent[1] - extent[0])
        bottom = (box.bottom - crop.top) * scale
        return _Spot(word.text, (box.x0 - crop.x0) * scale, bottom, extent, em)


def _set_at(
    ink: Ink, crop: Crop, spots: Sequence[_Spot], usual: float, size: float
) -> Setting | None:
    """The line laid over the ink at one size; letters keep the width that the words have."""
    em, stretch = usual * size, 1 / size
    base = float(np.median([spot.bottom - spot.extent[3] * em for spot in spots]))
    found = [f for s in spots if (f := _found(ink, s, em, stretch, base))]
    if len(found) < len(spots):
        return None
    likeness, _, base, dark = (float(np.median(values)) for values in zip(*found, strict=True))
    return Setting(ink, crop, em, stretch, base, likeness, dark)


def _found(
    ink: Ink, spot: _Spot, em: float, stretch: float, base: float
) -> tuple[float, float, float, float] | None:
    """(likeness, x, y of its origin, darkness) where a word fits best near its box."""
    import cv2

    left, above = round(BESIDE * em), round(HIGHEST * em)
    wide = letterforms().width(spot.text) * em * stretch
    size = (round(above + LOWEST * em), round(wide + 2 * left))
    drawings = _on_canvas(spot.text, (em * stretch, em), (left, above), size)
    reach = round(_ASTRAY * em)
    x = max(0, round(spot.x0 - spot.extent[0] * em * stretch) - left - reach)
    y = max(0, round(base) - above - reach)
    window = ink[y : y + size[0] + 2 * reach, x : x + size[1] + 2 * reach]
    if window.shape[0] < size[0] or window.shape[1] < size[1]:
        return None
    fits = [
        (*cv2.minMaxLoc(cv2.matchTemplate(window, each, cv2.TM_CCOEFF_NORMED)), each)
        for each in drawings
    ]
    _, best, _, (across, down), drawing = max(fits, key=lambda found: found[1])
    core = core_of(drawing)
    seen = window[down : down + size[0], across : across + size[1]]
    dark = float((seen * core).sum() / max(1e-3, float(core.sum())))
    return best, float(x + across + left), float(y + down + above), dark


def _on_canvas(
    text: str,
    ems: tuple[float, float],
    origin: tuple[int, int],
    size: tuple[int, int],
    blur: float = _SOFT * _FINER,
) -> list[Ink]:
    """A word's forms, an em `ems` wide and high, their origin at `origin`, softened as
    scanners do."""
    import cv2

    known = letterforms()
    across, down = (length / known.em for length in ems)
    left, top = known.origin
    turn = np.array(
        [[across, 0, origin[0] - left * across], [0, down, origin[1] - top * down]],
        dtype=np.float32,
    )
    made: list[Ink] = []
    for form in known.forms(text):
        drawn = cv2.warpAffine(form, turn, (size[1], size[0]), flags=cv2.INTER_LINEAR)
        soft = cv2.GaussianBlur(drawn, (0, 0), blur)
        made.append(np.asarray(soft, dtype=np.float32))
    return made


def _resized(picture: Ink, times: float) -> Ink:
    import cv2

    size = (int(picture.shape[1] * times), int(picture.shape[0] * times))
    made = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.asarray(made, dtype=np.float32)


def core_of(drawing: Ink) -> Ink:
    """The middle of the strokes."""
    middle = np.clip((drawing - _CORE) / (1 - 2 * _CORE), 0, 1)
    return np.asarray(middle, dtype=np.float32)


def _best_correlations(window: Ink, drawings: Sequence[Ink]) -> list[float]:
    """How well each drawing correlates with the part of the window that it fits best.

    All at once: for few places and many drawings a tenth of the work of one after the other.
    """
    parts = np.lib.stride_tricks.sliding_window_view(window, drawings[0].shape)
    rows = parts.reshape(-1, drawings[0].size)
    spread = np.sqrt(
        np.maximum(0, np.einsum("ij,ij->i", rows, rows) - rows.sum(axis=1) ** 2 / rows.shape[1])
    )
    drawn = np.stack([drawing.ravel() for drawing in drawings], axis=1)
    drawn -= drawn.mean(axis=0)
    drawn /= np.linalg.norm(drawn, axis=0)
    fits = rows @ drawn / np.maximum(spread, 1e-6)[:, None]
    return [float(fit) for fit in fits.max(axis=0)]


def _correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def key_of(text: str) -> str:
    """One for a name however its letters are cased and its tone is placed."""
    return fold_tone_placement(text).lower()


_HATS = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}


@lru_cache(maxsize=1024)
def with_other_marks(text: str) -> tuple[str, ...]:
    """All syllables with the letters of this one, whatever their marks: Tân, Tấn, Tận, Tan.

    As names are written: with a capital.
    """
    bare = strip_marks(text).lower()
    stems = {"".join(choice) for choice in product(*(_HATS.get(c, c) for c in bare))}
    toned = {t for stem in stems for t in (stem, *_toned(stem))}  # `đưc` needs one to be a word
    spelled = spells_name if spells_name(text) and not is_syllable(text) else is_syllable
    return tuple(sorted(t[:1].upper() + t[1:] for t in toned if spelled(t)))


def _toned(stem: str) -> Iterator[str]:
    """The stem with each tone on each of its vowels."""
    for spot, letter in enumerate(stem, 1):
        if letter in "aăâeêioôơuưy":
            yield from (nfc(stem[:spot] + tone + stem[spot:]) for tone in TONES)
