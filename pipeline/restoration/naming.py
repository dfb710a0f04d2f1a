"""Names of people: what a run of capitalised words is if it is a name, and how surely.

Legal texts name hardly anyone, so the n-gram model takes `Kieu Nhu Ky` for a kind
(kiểu như kỳ). Here a run is weighed as a name (family name, middle names, given
name, by how usual each is) against what the language model made of it. Where
several names fit what was read, each is given its share, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.names import name_parts
from pipeline.restoration.candidates import Candidates, Finder
from pipeline.restoration.context import Context, spoken
from pipeline.restoration.decoder import Language
from pipeline.restoration.lexicon import Lexicon
from pipeline.restoration.name_shapes import LENGTHS, name_spans
from pipeline.restoration.places import Place, Setting

Logs = npt.NDArray[np.float64]
Found = Mapping[tuple[str, Setting], Candidates]

_OTHER = {"family": 0.001, "middle": 0.02, "given": 0.04}
"""Share of the names whose part is in no list, spread over the whole lexicon."""
_OTHER_GENDER = 0.1
_UNKNOWN = 1
_MODESTY = 0.6
"""The lists are a rough guess at how usual a name is: shares are flattened by this."""
_IMPOSSIBLE = -1e3


@dataclass(frozen=True, slots=True)
class NameParts:
    """Log shares of every word of the lexicon as a part of a name."""

    family: Logs
    middle: Logs
    male: Logs
    female: Logs
    woman: int  # the middle name Thị

    @staticmethod
    def of(lexicon: Lexicon) -> NameParts:
        """The shipped lists over a lexicon's word ids."""
        listed = name_parts()
        index = {word: number for number, word in enumerate(lexicon.words)}
        given = {kind: _shares(rows, index) for kind, rows in listed["given"].items()}
        male = given["any"] + given["male"] + _OTHER_GENDER * given["female"]
        female = given["any"] + given["female"] + _OTHER_GENDER * given["male"]
        return NameParts(
            _logs(_shares(listed["family"], index), _OTHER["family"]),
            _logs(_shares(listed["middle"], index), _OTHER["middle"]),
            _logs(male, _OTHER["given"]),
            _logs(female, _OTHER["given"]),
            index.get("thị", -1),
        )


def _shares(rows: list[tuple[float, str]], index: Mapping[str, int]) -> Logs:
    shares = np.zeros(len(index))
    for share, words in rows:
        known = [index[word] for word in words.lower().split() if word in index]
        shares[known] += share / max(1, len(known))
    return shares


def _logs(shares: Logs, other: float) -> Logs:
    made: Logs = np.log((1 - other) * shares / max(shares.sum(), 1e-9) + other / len(shares))
    return made


@dataclass(frozen=True, slots=True)
class Named:
    """A run of places as the likeliest name: a word id and its share for each place."""

    start: int
    words: tuple[int, ...]
    shares: tuple[float, ...]
    score: float

    @property
    def stop(self) -> int:
        """The place behind the run."""
        return self.start + len(self.words)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to stand at a place instead, and how sure that is; `word` may be the old one."""

    word: int
    sure: float
    named: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """Finds names in one run of places under one channel."""

    parts: NameParts
    finder: Finder
    language: Language

    def settle(
        self, run: list[Place], words: list[int], texts: list[str], sure: list[float]
    ) -> dict[int, Settled]:
        """Places whose word or certainty changes when names are weighed too.

        `words` are the decoded ids (negative: nothing), `texts` what they stand for.
        """
        spans = list(name_spans(run, words, texts))
        keys = [[(place.atom.text, _setting(place)) for place in run[a:b]] for a, b, _ in spans]
        found = self.finder.find(sorted({key for of_span in keys for key in of_span}))
        places = [[found[key] for key in of_span] for of_span in keys]
        names = [
            self._named(candidates, span.start, span.prior)
            for span, candidates in zip(spans, places, strict=True)
            if all(len(place.words) for place in candidates)
        ]
        odds = self._odds(run, words, found, names)
        settled: dict[int, Settled] = {}
        for at in np.argsort(-odds, kind="stable").tolist():
            name = names[at]
            if not any(i in settled for i in range(name.start, name.stop)):
                settled.update(_weighed(name, float(odds[at]), words, sure))
        return settled

    def _named(self, places: list[Candidates], start: int, prior: float) -> Named:
        """The likeliest name for a run, its shares and the log of all names' probability."""
        branches = [rows for rows in self._branches(places) if np.isfinite(_total(rows))]
        totals = np.array([_total(rows) for rows in branches])
        whole = float(np.logaddexp.reduce(totals, initial=_IMPOSSIBLE))
        words, shares = [], []
        for i, place in enumerate(places):
            weighed = [
                np.exp(t - whole) * _portion(b[i]) for t, b in zip(totals, branches, strict=True)
            ]
            mass = np.sum(weighed, axis=0) ** _MODESTY if weighed else np.ones(1)
            best = int(np.argmax(mass))
            words.append(int(place.words[best]))
            shares.append(float(mass[best] / mass.sum()))
        score = whole + float(np.log(prior * LENGTHS[len(places)]))
        return Named(start, tuple(words), tuple(shares), score)

    def _branches(self, places: list[Candidates]) -> Iterator[list[Logs]]:
        """Log weights of each place's candidates: as a woman's name with Thị, as another's."""
        parts = self.parts
        first, *between, last = places
        for woman, given in ((False, parts.male), (True, parts.female)):
            rows = [first.scores + parts.family[first.words]]
            rows += [place.scores + parts.middle[place.words] for place in between]
            rows.append(last.scores + given[last.words])
            if between:
                rows[1] = np.where((between[0].words == parts.woman) == woman, rows[1], -np.inf)
            else:
                rows[0] = rows[0] + np.log(0.5)
            yield rows

    def _odds(self, run: list[Place], words: list[int], found: Found, names: list[Named]) -> Logs:
        """For each run the log odds that it is a name, against the decoded words."""
        if not names:
            return np.zeros(0)
        as_text = self._as_text(run, words, names)
        given = [
            sum(
                _given(found[run[i].atom.text, _setting(run[i])], words[i])
                for i in range(name.start, name.stop)
            )
            for name in names
        ]
        odds: Logs = np.array([name.score for name in names], dtype=np.float64)
        odds -= as_text + np.array(given)
        return odds

    def _as_text(self, run: list[Place], words: list[int], names: list[Named]) -> Logs:
        """Log P(the words of each run, as text) and how much likelier what is behind is then."""
        reach = self.language.order - 1
        context = Context.of(run, words, reach)
        made = np.zeros(len(names))
        for length in LENGTHS:
            rows = np.array([n for n, name in enumerate(names) if len(name.words) == length])
            if not len(rows):
                continue
            starts = np.array([names[row].start for row in rows])
            said = np.maximum(np.array([words[at : at + length] for at in starts]), 0)
            before, behind = context.before(starts), context.behind(starts + length)
            # As text every word of the run has its probability; as a name, what comes behind.
            text = np.concatenate([before, said, behind], axis=1)
            name = np.concatenate([before, np.full_like(said, _UNKNOWN)], axis=1)[:, -reach:]
            made[rows] = spoken(self.language, text)
            made[rows] -= spoken(self.language, np.concatenate([name, behind], axis=1))
        return made


def _given(candidates: Candidates, word: int) -> float:
    """Log P(read | word in the case of a name), a little less than any where it is no candidate."""
    at = np.flatnonzero(candidates.words == word)
    return float(candidates.scores[at[0]]) if len(at) else float(candidates.scores.min()) - 2


def _total(rows: list[Logs]) -> float:
    return float(sum(np.logaddexp.reduce(row, initial=-np.inf) for row in rows))


def _portion(row: Logs) -> Logs:
    made: Logs = np.exp(row - np.logaddexp.reduce(row))
    return made


def _weighed(
    name: Named, odds: float, words: list[int], sure: list[float]
) -> Iterator[tuple[int, Settled]]:
    """Both readings of a run weighed by its odds; the likelier one stands."""
    likely = 1 / (1 + np.exp(-np.clip(_MODESTY * odds, -30, 30)))
    for offset, (word, share) in enumerate(zip(name.words, name.shares, strict=True)):
        at = name.start + offset
        same = word == words[at]
        as_name = likely * share + (1 - likely) * sure[at] * same
        as_text = (1 - likely) * sure[at] + likely * share * same
        if odds > 0:
            yield at, Settled(word, float(as_name), True)
        else:
            yield at, Settled(words[at], float(as_text), False)


def _setting(place: Place) -> Setting:
    return Setting.CAPITAL if place.setting is Setting.CAPITAL else Setting.NAME
