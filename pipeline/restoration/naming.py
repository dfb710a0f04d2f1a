"""Names of people: what a run of capitalised words is if it is a name, and how surely.

Legal texts name hardly anyone, so the n-gram model takes `Kieu Nhu Ky` for a kind
(kiểu như kỳ). Here a run is weighed as a name (family name, middle names, given
name, by how usual each is) against what the language model made of it. Where
several names fit what was read, each is given its share, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.names import name_parts
from pipeline.restoration.candidates import Candidates, Finder
from pipeline.restoration.decoder import Language
from pipeline.restoration.lexicon import Lexicon
from pipeline.restoration.places import Place, Setting
from pipeline.restoration.tokens import Kind
from pipeline.vietnamese import strip_marks

Logs = npt.NDArray[np.float64]
Found = Mapping[tuple[str, Setting], Candidates]

_LENGTHS = {2: 0.04, 3: 0.76, 4: 0.2}
_OTHER = {"family": 0.001, "middle": 0.02, "given": 0.04}
"""Share of the names whose part is in no list, spread over the whole lexicon."""
_OTHER_GENDER = 0.1
_LONGEST_NAME = 5
_UNKNOWN = 1
_AHEAD = 3
"""Words behind a run whose probability depends on it."""
_CUED, _AT_EDGE, _TITLED, _IN_CAPITALS = 0.3, 0.03, 0.01, 0.002
"""How likely a run of such a shape is a name, before its words are looked at."""
_MODESTY = 0.6
"""The lists are a rough guess at how usual a name is: shares are flattened by this."""
_IMPOSSIBLE = -1e3
_CONSONANTS = frozenset("BCDĐFGHJKLMNPQRSTVWXZ")
"""A word of these alone is an abbreviation (`THPT`), no part of a name."""
_CUES = frozenset(
    "ông bà anh chị thầy cô đồng đ/c chí gs ts ths bs pgs họ tên thpt thcs pthông học non".split()
)


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


@cache
def _families() -> frozenset[str]:
    """Family names without marks: a recogniser may have lost or changed them."""
    return frozenset(
        strip_marks(word).lower() for _, words in name_parts()["family"] for word in words.split()
    )


def names_in(words: Sequence[str]) -> list[bool]:
    """Which words of a recognised line look like parts of a person's name.

    A run of two to five words with a capital each, the first like a family name; a
    run in capitals only where it is the whole line.
    """
    found = [False] * len(words)
    start = 0
    while start < len(words):
        stop = start
        while (
            stop < len(words)
            and _has_capital(words[stop])
            and (stop == start or words[stop - 1][-1:].isalpha())
        ):
            stop += 1
        for first in range(start, stop):
            capitals = all(word.isupper() for word in words[first:stop])
            whole = (first, stop) == (0, len(words))
            if (
                2 <= stop - first <= _LONGEST_NAME
                and strip_marks(words[first]).lower() in _families()
                and (whole or not capitals)
            ):
                found[first:stop] = [True] * (stop - first)
        start = max(stop, start + 1)
    return found


def _has_capital(word: str) -> bool:
    return word[:1].isupper() and word.rstrip(".,;:)").isalpha()


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
        spans = list(_spans(run, words, texts))
        keys = {(run[i].atom.text, _setting(run[i])) for a, b, _ in spans for i in range(a, b)}
        found = self.finder.find(sorted(keys))
        names = [
            self._named([found[run[i].atom.text, _setting(run[i])] for i in range(a, b)], a, prior)
            for a, b, prior in spans
            if all(len(found[run[i].atom.text, _setting(run[i])].words) for i in range(a, b))
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
        score = whole + float(np.log(prior * _LENGTHS[len(places)]))
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
        reach = self.language.order - 1
        rows: list[list[int]] = []  # a history and the word behind it
        owners: list[tuple[int, int]] = []
        for number, name in enumerate(names):
            before, ahead = _before(run, words, name.start, reach), _after(run, words, name.stop)
            said = [max(word, 0) for word in words[name.start : name.stop]]
            # As text every word of the run has its probability; as a name, what comes behind.
            for run_in, first, sign in (
                (said, reach, 1),
                ([_UNKNOWN] * len(said), reach + len(said), -1),
            ):
                spoken = [*before, *run_in, *ahead]
                rows += [spoken[at - reach : at + 1] for at in range(first, len(spoken))]
                owners += [(number, sign)] * (len(spoken) - first)
        grams, owner = np.array(rows, dtype=np.int64), np.array(owners)
        scored = self.language.score(
            grams[:, :-1], self.language.start(grams[:, :-1]), grams[:, -1]
        )
        spoken_log = np.where(grams[:, -1] == 0, 0, scored.log_probability) * owner[:, 1]
        as_text = np.bincount(owner[:, 0], weights=spoken_log, minlength=len(names))
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


def _spans(
    run: list[Place], words: list[int], texts: list[str]
) -> Iterator[tuple[int, int, float]]:
    """Runs of two to four words shaped like a name, with how likely their shape is one."""
    start = 0
    while start < len(run):
        stop = start
        while (
            stop < len(run)
            and _shaped(run[stop])
            and words[stop] >= 0
            and _follows(run, start, stop)
        ):
            stop += 1
        for first in range(start, stop):
            for length in _LENGTHS:
                last = first + length
                if last <= stop:
                    cued = first > 0 and texts[first - 1].lower() in _CUES
                    prior = _prior(run, first, last, cued, (first, last) == (start, stop))
                    if length > 2 or prior >= _AT_EDGE:
                        yield first, last, prior
        start = max(stop, start + 1)


def _shaped(place: Place) -> bool:
    text = place.atom.text
    if place.atom.kind is not Kind.WORD or not text.isalpha():
        return False
    if len(text) > 1 and set(text) <= _CONSONANTS:
        return False
    if place.setting is Setting.CAPITAL:
        return text.isupper()
    return text[0].isupper() and (len(text) == 1 or not text.isupper())


def _follows(run: list[Place], start: int, at: int) -> bool:
    """Whether the place stands right behind the one before, with nothing between."""
    if at == start:
        return True
    before, here = run[at - 1], run[at]
    near = before.line == here.line and here.token == before.token + 1
    same = (before.setting is Setting.CAPITAL) == (here.setting is Setting.CAPITAL)
    return near and same and before.atom.closes and here.atom.start == 0


def _prior(run: list[Place], first: int, last: int, cued: bool, whole: bool) -> float:
    line = run[first].line
    opens = first == 0 or run[first - 1].line != line
    closes = last == len(run) or run[last].line != line
    if cued and not opens:
        return _CUED
    if run[first].setting is Setting.CAPITAL:
        return _IN_CAPITALS  # a letterhead's line is a body or a place
    if opens and closes:
        return _CUED
    if closes or whole:
        return _AT_EDGE
    return _TITLED


def _before(run: list[Place], words: list[int], start: int, reach: int) -> list[int]:
    """The words said before a place, the paragraph's mark where it begins."""
    made: list[int] = []
    at = start
    while len(made) < reach:
        if at >= len(run) or run[at].opens or at == 0:
            made.extend([0] * (reach - len(made)))
            break
        at -= 1
        if words[at] >= 0:
            made.append(words[at])
    return made[::-1]


def _after(run: list[Place], words: list[int], stop: int) -> list[int]:
    made: list[int] = []
    for at in range(stop, len(run)):
        if run[at].opens or len(made) == _AHEAD:
            break
        if words[at] >= 0:
            made.append(words[at])
    return made
