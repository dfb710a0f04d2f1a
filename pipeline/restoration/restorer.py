"""The restorer: lines of read words in, the same lines of restored words out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.restoration import capitals
from pipeline.restoration.adaptation import teach
from pipeline.restoration.assembling import Reading, RestoredToken, copied, tokens_of
from pipeline.restoration.candidates import Candidates, Finder
from pipeline.restoration.casing import TITLE, UPPER, apply_case
from pipeline.restoration.channel import LONGEST_READ, LONGEST_WRITTEN
from pipeline.restoration.decoder import NOISE, QUICK, THOROUGH, Effort, Language, Lattice, decode
from pipeline.restoration.dropped import put_back
from pipeline.restoration.lexicon import Nearby
from pipeline.restoration.lost_letters import lost_letters
from pipeline.restoration.model import DATA, Model
from pipeline.restoration.naming import Naming
from pipeline.restoration.options import Options
from pipeline.restoration.places import Place, Setting, places
from pipeline.restoration.regrouping import regrouped
from pipeline.restoration.remembering import Remembered
from pipeline.restoration.tokens import Kind
from pipeline.restoration.wording import gains

GARBLED, RECOGNISED = "garbled", "vie"
"""Text read without a Vietnamese model, by an engine to be found out, and with one."""

_ENGINE, _ASKED, _BEHIND = 120, 30, 25.0
"""So many different words at most, asked some at a time, tell which engine read a text; one
that is so far (natural log) behind another is not asked again."""
_SURE = 0.9
_ENOUGH = 150
_TRUST = 25.0
_SAMPLE = 3000
"""The document's own channel: of its first words those surer than this teach it, if there
are enough; the general channel counts as so many letters of each kind."""
_DAMPED = 0.6
"""A word read the same way n times teaches as n**0.6 words: else one wrong guess at a word
that is everywhere in a plan would teach the channel to make it again."""


class _Decoded(NamedTuple):
    """For each place: its candidates, the number of the chosen one, its probability."""

    options: list[Candidates]
    chosen: list[int]
    sure: list[float]

    @property
    def words(self) -> list[int]:
        """The chosen word ids; NOISE where nothing stands."""
        return [int(o.words[c]) for o, c in zip(self.options, self.chosen, strict=True)]


@dataclass(frozen=True, slots=True)
class Restorer:
    """A model, ready to use. Not changed by use but for what it remembers."""

    model: Model
    language: Language
    digest: str
    _nearby: Nearby = field(repr=False, compare=False)
    _finders: dict[str, Finder] = field(default_factory=dict, repr=False, compare=False)
    _known: Remembered = field(default_factory=Remembered, repr=False, compare=False)

    @staticmethod
    def load(folder: Path = DATA) -> Restorer:
        """The shipped model, or one from another folder."""
        model = Model.load(folder)
        nearby = Nearby(model.lexicon, model.written)
        return Restorer(model, model.language, model.digest, nearby)

    def taught_by(self, texts: Iterable[str]) -> Restorer:
        """A restorer that also knows the wording of these clean texts, in any order."""
        sisters = sorted(set(texts))
        if not sisters:
            return self
        words = {word: number for number, word in enumerate(self.model.lexicon.words)}
        made = hashlib.sha256(self.model.digest.encode())
        for text in sisters:
            made.update(hashlib.sha256(text.encode("utf-8", "replace")).digest())
        taught = teach(self.model.language, words, sisters)
        return replace(self, language=taught, digest=made.hexdigest(), _known=Remembered())

    def read(
        self, lines: Sequence[Sequence[str]], profile: str = GARBLED
    ) -> list[list[RestoredToken]]:
        """Restore lines of words read with one kind of noise.

        The text is decoded twice: what the first pass is sure of shows how this
        very document was misread, and the second pass knows that. Lines that were
        restored together a short while ago are remembered.
        """
        key = Remembered.key(profile, lines)
        if (known := self._known.find(key)) is not None:
            return known
        made = self._read(lines, profile)
        self._known.add(key, made)
        return made

    def _read(self, lines: Sequence[Sequence[str]], profile: str) -> list[list[RestoredToken]]:
        if profile == GARBLED and (lost := lost_letters(lines)):
            return put_back(lines, lost, self.model, self.language)
        run = list(places(lines))
        finder = self._engine(run) if profile == GARBLED else self._finder(profile)
        first = self._decode(run, Options(self.model, finder), QUICK)
        own = self._own_finder(run, self._readings(run, first), finder) or finder
        options = Options(self.model, own)
        run = regrouped(run, first.words, first.sure, options, self.language)
        decoded = self._decode(run, options, THOROUGH)
        readings = self._readings(run, decoded)
        if profile == GARBLED:
            readings = self._with_capitals(run, decoded, readings, own)
            readings = copied(run, self._with_names(run, decoded, readings, own))
        else:
            readings = self._with_gains(run, decoded, readings)
        return tokens_of(lines, run, readings)

    def _decode(self, run: list[Place], every: Options, effort: Effort) -> _Decoded:
        options = every.of(run)
        opened = np.array([p.opens for p in run], dtype=bool)
        # A paragraph's beginning is a place of its own, which holds only the mark for it.
        shift = np.arange(len(run)) + np.cumsum(opened)
        everything = [_PARAGRAPH] * (len(run) + int(opened.sum()))
        for at, candidates in zip(shift.tolist(), options, strict=True):
            everything[at] = candidates
        decoded = decode(Lattice.of(everything), self.language, effort)
        return _Decoded(options, decoded.chosen[shift].tolist(), decoded.sure[shift].tolist())

    def _readings(self, run: list[Place], decoded: _Decoded) -> list[Reading]:
        return [
            self._reading(place, options, column, sure)
            for place, options, column, sure in zip(run, *decoded, strict=True)
        ]

    def _reading(self, place: Place, options: Candidates, column: int, sure: float) -> Reading:
        word = int(options.words[column])
        if word == NOISE:
            return Reading("", sure, None)
        if word < self.model.lexicon.special:
            return Reading(place.atom.text, sure, self._kinds[word])
        text = apply_case(self.model.lexicon.words[word], int(options.cases[column]))
        return Reading(text, sure, None)

    def _with_capitals(
        self, run: list[Place], decoded: _Decoded, readings: list[Reading], finder: Finder
    ) -> list[Reading]:
        words, made = decoded.words, list(readings)
        for at, case in capitals.settle(run, words, finder, self.model.neighbours).items():
            made[at] = made[at]._replace(text=apply_case(self.model.lexicon.words[words[at]], case))
        return made

    def _with_names(
        self, run: list[Place], decoded: _Decoded, readings: list[Reading], finder: Finder
    ) -> list[Reading]:
        made = list(readings)
        naming = Naming(self.model.names, finder, self.language)
        texts = [reading.text for reading in readings]
        for at, settled in naming.settle(run, decoded.words, texts, decoded.sure).items():
            made[at] = made[at]._replace(sure=settled.sure)
            if settled.named:
                case = UPPER if run[at].setting is Setting.CAPITAL else TITLE
                text = apply_case(self.model.lexicon.words[settled.word], case)
                made[at] = Reading(text, settled.sure, None)
        return made

    def _with_gains(
        self, run: list[Place], decoded: _Decoded, readings: list[Reading]
    ) -> list[Reading]:
        """What the wording gains by each change of one word into another."""
        words = np.array(decoded.words, dtype=np.int64)
        read = words.copy()
        for at, (place, reading) in enumerate(zip(run, readings, strict=True)):
            if reading.text and reading.copied is None and reading.text != place.atom.text:
                read[at] = self._as_read(place, decoded.options[at])
        changed = np.flatnonzero((read != words) & (read != NOISE))
        if not len(changed):
            return readings
        found = gains(self.language, words, changed, read[changed])
        made = list(readings)
        for number, gain in zip(changed.tolist(), found.tolist(), strict=True):
            made[number] = made[number]._replace(gain=gain)
        return made

    def _as_read(self, place: Place, options: Candidates) -> int:
        """The id of the very word that was read; NOISE where there is no such word."""
        wanted, words = place.atom.text.lower(), self.model.lexicon.words
        near = (int(word) for word in options.words if word >= self.model.lexicon.special)
        return next((word for word in near if words[word].lower() == wanted), NOISE)

    def _own_finder(self, run: list[Place], read: list[Reading], finder: Finder) -> Finder | None:
        """The finder for this document's own noise; None where too little was read."""
        pairs = Counter(
            (place.atom.text, text)
            for place, (text, sure, kind, _) in zip(run, read, strict=True)
            if place.atom.kind is Kind.WORD and text and kind is None and sure > _SURE
        )
        if pairs.total() < _ENOUGH:
            return None
        known = finder.channel
        usable = [p for p in pairs if len(p[0]) <= LONGEST_READ and len(p[1]) <= LONGEST_WRITTEN]
        seen = known.read.encode([r for r, _ in usable], LONGEST_READ)
        true = known.written.encode([w for _, w in usable], LONGEST_WRITTEN)
        weights = np.array([float(pairs[p]) for p in usable]) ** _DAMPED
        own = known.with_events(known.expected(seen, true, weights), _TRUST)
        return finder.under(own, (place.key for place in run))

    @property
    def _kinds(self) -> dict[int, Kind]:
        """Classes by their word ids; the unknown word, and the paragraph mark, are WORD."""
        named = {self.model.classes[k.value]: k for k in Kind if k is not Kind.WORD}
        return {number: named.get(number, Kind.WORD) for number in self.model.classes.values()}

    def _engine(self, run: list[Place]) -> Finder:
        """The finder of the engine whose noise explains the first words best."""
        words = list(dict.fromkeys(p.key for p in run if p.atom.kind is Kind.WORD))[:_ENGINE]
        names = [name for name in sorted(self.model.profiles) if name != RECOGNISED]
        evidence = dict.fromkeys(names, 0.0)
        for start in range(0, len(words), _ASKED):
            for name in evidence:
                evidence[name] += self._finder(name).evidence(words[start : start + _ASKED])
            most = max(evidence.values())
            evidence = {name: e for name, e in evidence.items() if e > most - _BEHIND}
            if len(evidence) == 1:
                break
        best = max(evidence, key=evidence.__getitem__)
        for name in names:
            if name != best:
                self._finder(name).forget()  # a long text is read by one engine
        return self._finder(best)

    def _finder(self, profile: str) -> Finder:
        if profile not in self._finders:
            known, model = self.model.profiles[profile], self.model
            self._finders[profile] = Finder(
                model.lexicon, self._nearby, known.channel, known.memory,
                model.language.unigrams, model.cases,
            )  # fmt: skip
        return self._finders[profile]


_PARAGRAPH = Candidates(np.array([0]), np.array([0]), np.array([0.0]))
