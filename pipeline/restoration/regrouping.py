"""Words that the recogniser ran together or tore apart, found in what stands around them.

`thựchiện` is two words, `ho c` one. Where a first pass is in doubt, every other
division is weighed with the words before and behind it. How often this document's
recogniser loses or adds a space is learned from the clear cases, and decides the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.restoration import copying
from pipeline.restoration.candidates import Candidates
from pipeline.restoration.context import AHEAD, Context, spoken
from pipeline.restoration.decoder import NOISE, Language
from pipeline.restoration.language import Floats, Ids
from pipeline.restoration.lexicon import fold
from pipeline.restoration.options import UNKNOWN, Options
from pipeline.restoration.places import Place, Setting
from pipeline.restoration.tokens import Atom, Kind

_DOUBTED = 0.9
"""Surer words of the first pass are not looked at."""
_CLEAR = 11.0
"""A gain (natural log) that shows by itself that a space was lost or added."""
_USUAL = 1 / 1000
_SEEN = 1000
"""Spaces lost or added in a usual text, and what this counts for beside the document's."""
_MARGIN = 1.0
_SHORTEST, _LONGEST = 4, 16
"""Letters of words that may be two."""
_LONGEST_JOINED = 8
_TRIED = (6, 3)
"""Candidates weighed for each piece of one, and of two."""
_FAR = 2
"""A joined word that differs in more letters from every word is none."""
_RESIDUE = frozenset(".'`’‘^~_:;,?!\"")
"""Signs that a recogniser makes of marks, between the two parts of a torn word."""
_DIVIDING = frozenset(",;:!")
"""Signs behind a sure word that are what they seem."""


class _Division(NamedTuple):
    """The places from `start` to `stop` in another division; `pieces` take their stead."""

    start: int
    stop: int
    pieces: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Gain:
    division: _Division
    gain: float


def regrouped(
    run: list[Place], words: list[int], sure: list[float], options: Options, language: Language
) -> list[Place]:
    """The places with run-together words divided and torn ones joined.

    `words` and `sure` are what a first pass made of the places. A joined word is one
    place of the first token; its atom's text is the whole.
    """
    proposed = _near_words(list(_proposals(run, words, sure, options)), options)
    if not proposed:
        return run
    gains = _gains(run, words, proposed, options, language)
    clear = sum(found.gain > _CLEAR for found in gains)
    rate = (_USUAL * _SEEN + clear) / (_SEEN + len(run))
    better = [found for found in gains if found.gain + math.log(rate) > _MARGIN]
    return list(_applied(run, better))


def _applied(run: list[Place], better: list[_Gain]) -> Iterator[Place]:
    """The run with the greatest gains, none of which overlap."""
    taken: set[int] = set()
    chosen: dict[int, _Division] = {}
    for found in sorted(better, key=lambda g: (-g.gain, g.division.start)):
        where = range(found.division.start, found.division.stop)
        if taken.isdisjoint(where):
            taken.update(where)
            chosen[found.division.start] = found.division
    at = 0
    while at < len(run):
        if at in chosen:
            yield from chosen[at].pieces
            at = chosen[at].stop
        else:
            yield run[at]
            at += 1


def _proposals(
    run: list[Place], words: list[int], sure: list[float], options: Options
) -> Iterator[_Division]:
    """Other divisions of doubtful places, and of these with their neighbours."""
    skeletons = options.model.lexicon.known
    unknown = options.model.classes[UNKNOWN]
    doubted = [
        certain < _DOUBTED or word in (unknown, NOISE) or len(place.atom.text) == 1
        for place, word, certain in zip(run, words, sure, strict=True)
    ]
    for at, (place, other) in enumerate(pairwise(run)):
        residue = doubted[at + 1] and _DIVIDING.isdisjoint(place.atom.tail or "")
        if (doubted[at] or residue) and _neighbours(place, other):
            yield _Division(at, at + 2, (_whole(place, other),))
    for at, place in enumerate(run):
        if doubted[at] and place.atom.kind is Kind.WORD:
            text = place.atom.text
            if _SHORTEST <= len(text) <= _LONGEST and text.isalpha() and not _abbreviated(place):
                for cut in range(2, len(text) - 1):
                    halves = [fold(half) in skeletons for half in (text[:cut], text[cut:])]
                    if all(halves) or (words[at] == unknown and any(halves)):
                        yield _Division(at, at + 1, _cut(place, cut))


def _near_words(proposed: list[_Division], options: Options) -> list[_Division]:
    """Without the joined words that are like no word there is."""
    joined = [division.pieces[0].atom.text for division in proposed if len(division.pieces) == 1]
    distances = dict(zip(joined, options.finder.nearby.distances(joined), strict=True))
    return [d for d in proposed if distances.get(d.pieces[0].atom.text, 0) <= _FAR]


def _gains(
    run: list[Place],
    words: list[int],
    proposed: Sequence[_Division],
    options: Options,
    language: Language,
) -> list[_Gain]:
    """By how much each division is likelier than the one that was read, without its cost."""
    context = Context.of(run, words, language.order - 1)
    as_read = {(d.start, d.stop): tuple(run[d.start : d.stop]) for d in proposed}
    kept = [_Division(*where, pieces) for where, pieces in as_read.items()]
    # What was read will be decoded again; of a division only the best words are weighed.
    found = _best(kept, context, options, language, options.of)
    before = dict(zip(as_read, found.tolist(), strict=True))
    after = _best(proposed, context, options, language, options.likeliest).tolist()
    return [_Gain(d, new - before[d.start, d.stop]) for d, new in zip(proposed, after, strict=True)]


def _best(
    divisions: Sequence[_Division],
    context: Context,
    options: Options,
    language: Language,
    find: Callable[[list[Place]], list[Candidates]],
) -> Floats:
    """Log probability of the best words for each division, where it stands."""
    found = find([place for division in divisions for place in division.pieces])
    rest = iter(found)
    rows: list[Ids] = []
    given: list[Floats] = []
    for division in divisions:
        count = len(division.pieces)
        words, scores = _together([_few(next(rest), options, count) for _ in range(count)])
        rows.append(words)
        given.append(scores)
    sizes = [len(scores) for scores in given]
    starts = np.repeat([d.start for d in divisions], sizes)
    stops = np.repeat([d.stop for d in divisions], sizes)
    said = np.concatenate(rows)
    behind = context.behind(stops)
    # A single word is followed at once by what stands behind it.
    single = said[:, 1] == 0
    tail = np.concatenate([said[:, 1:], behind], axis=1)
    tail[single, :AHEAD], tail[single, AHEAD] = behind[single], 0
    sentences = np.concatenate([context.before(starts), said[:, :1], tail], axis=1)
    totals = spoken(language, sentences) + np.concatenate(given)
    best: Floats = np.maximum.reduceat(totals, np.cumsum([0, *sizes[:-1]]))
    return best


def _few(candidates: Candidates, options: Options, pieces: int) -> tuple[Ids, Floats]:
    """The likeliest words of a piece without what is around it, with log P(read | word)."""
    words = np.maximum(candidates.words, 0)
    rank = candidates.scores + options.finder.frequency[words]
    order = np.argsort(-rank, kind="stable")[: _TRIED[pieces - 1]]
    return words[order], candidates.scores[order]


def _together(pieces: list[tuple[Ids, Floats]]) -> tuple[Ids, Floats]:
    """All combinations of the one or two pieces' words (0 behind a single one); summed scores."""
    left, first = pieces[0]
    if len(pieces) == 1:
        return np.stack([left, np.zeros_like(left)], axis=1), first
    right, second = pieces[1]
    words = np.stack([np.repeat(left, len(right)), np.tile(right, len(left))], axis=1)
    return words, np.add.outer(first, second).ravel()


def _abbreviated(place: Place) -> bool:
    """Capitals outside a line of capitals: UNESCO is one word, as is CCVC&NLĐ."""
    text = place.atom.text
    if copying.abbreviation(text):
        return True
    return text.isupper() and place.setting is not Setting.CAPITAL


def _cut(place: Place, at: int) -> tuple[Place, Place]:
    atom = place.atom
    left = Atom(atom.text[:at], atom.start, atom.start + at, Kind.WORD, atom.gap)
    right = Atom(atom.text[at:], atom.start + at, atom.end, Kind.WORD, True, atom.tail)
    second = Setting.RUNNING if place.setting is Setting.INITIAL else place.setting
    return (
        Place(place.line, place.token, left, place.setting, place.first, place.opens),
        Place(place.line, place.token, right, second, False, False),
    )


def _neighbours(left: Place, right: Place) -> bool:
    """Whether two places may be one word: neighbours with only a mark's residue between."""
    one, two = left.atom, right.atom
    return (
        left.line == right.line
        and left.token + 1 == right.token
        and one.kind in (Kind.WORD, Kind.ROMAN)
        and two.kind in (Kind.WORD, Kind.ROMAN)
        and one.until < 0 > two.until
        and two.start == 0
        and len(one.text) + len(two.text) <= _LONGEST_JOINED
        and fold(two.text).isascii()  # ﬂ is a speck
        and (two.text.islower() or left.setting is Setting.CAPITAL is right.setting)
        and one.tail is not None
        and set(one.tail) <= _RESIDUE
        and two.tail is not None
    )


def _whole(left: Place, right: Place) -> Place:
    atom, other = left.atom, right.atom
    text = atom.text + other.text
    joined = Atom(
        text, atom.start, atom.end, Kind.WORD, atom.gap, other.tail, right.token, other.end
    )
    return Place(left.line, left.token, joined, left.setting, left.first, left.opens)
