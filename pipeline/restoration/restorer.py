"""The restorer: lines of read words in, the same lines of restored words out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.restoration import copying
from pipeline.restoration.adaptation import teach
from pipeline.restoration.candidates import Candidates, Finder
from pipeline.restoration.casing import apply_case
from pipeline.restoration.channel import LONGEST_READ, LONGEST_WRITTEN
from pipeline.restoration.decoder import NOISE, QUICK, THOROUGH, Effort, Language, Lattice, decode
from pipeline.restoration.model import DATA, Model
from pipeline.restoration.options import Options
from pipeline.restoration.places import Place, places
from pipeline.restoration.splitting import divide
from pipeline.restoration.tokens import Kind, atoms

GARBLED, RECOGNISED = "eng", "vie"
"""Profiles: text read without a Vietnamese model, and with one."""

_SURE = 0.9
_ENOUGH = 150
_TRUST = 25.0
_SAMPLE = 3000
"""The document's own channel: of its first words those surer than this teach it, if there
are enough; the general channel counts as so many letters of each kind."""


class Reading(NamedTuple):
    """What is understood at a place, and how surely; an empty text is noise.

    `copied` is the class as which it was copied (WORD: unknown to the lexicon), or None.
    """

    text: str
    sure: float
    copied: Kind | None


@dataclass(frozen=True, slots=True)
class RestoredToken:
    """One read word and what it is understood as; `confidence` in 0..1.

    An empty `text` is noise. `parts` are (raw, text) of the words that were read as
    one, else empty. `joined`: its letters belong to the token before, which has the text.
    """

    raw: str
    text: str
    confidence: float
    parts: tuple[tuple[str, str], ...] = ()
    joined: bool = False

    @property
    def changed(self) -> bool:
        """Whether it is not as it was read."""
        return self.raw != self.text


@dataclass(frozen=True, slots=True)
class Restorer:
    """A model, ready to use. Not changed by use but for what it remembers of words."""

    model: Model
    language: Language
    digest: str
    _finders: dict[str, Finder] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def load(folder: Path = DATA) -> Restorer:
        """The shipped model, or one from another folder."""
        model = Model.load(folder)
        return Restorer(model, model.language, model.digest)

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
        return replace(self, language=taught, digest=made.hexdigest())

    def read(
        self, lines: Sequence[Sequence[str]], profile: str = GARBLED
    ) -> list[list[RestoredToken]]:
        """Restore lines of words read with one kind of noise.

        The text is decoded twice: what the first pass is sure of shows how this
        very document was misread, and the second pass knows that.
        """
        finder = self._finder(profile)
        run = divide(list(places(lines)), finder, self.language)
        sample = run[:_SAMPLE]
        own = self._own_finder(sample, self._decode(sample, finder, QUICK), finder)
        read = self._decode(run, own or finder, THOROUGH)
        return _lines(lines, run, _copied(run, read) if profile == GARBLED else read)

    def _decode(self, run: list[Place], finder: Finder, effort: Effort) -> list[Reading]:
        """Text and confidence at each place."""
        options = Options(self.model, finder).of(run)
        opened = np.array([p.opens for p in run], dtype=bool)
        # A paragraph's beginning is a place of its own, which holds only the mark for it.
        shift = np.arange(len(run)) + np.cumsum(opened)
        everything = [_PARAGRAPH] * (len(run) + int(opened.sum()))
        for at, candidates in zip(shift.tolist(), options, strict=True):
            everything[at] = candidates
        decoded = decode(Lattice.of(everything), self.language, effort)
        chosen, sure = decoded.chosen[shift].tolist(), decoded.sure[shift].tolist()
        return [
            self._reading(place, candidates, column, confidence)
            for place, candidates, column, confidence in zip(
                run, options, chosen, sure, strict=True
            )
        ]

    def _own_finder(self, run: list[Place], read: list[Reading], finder: Finder) -> Finder | None:
        """The finder for this document's own noise; None where too little was read."""
        pairs = Counter(
            (place.atom.text, text)
            for place, (text, sure, copied) in zip(run, read, strict=True)
            if place.atom.kind is Kind.WORD and text and copied is None and sure > _SURE
        )
        if pairs.total() < _ENOUGH:
            return None
        known = finder.channel
        usable = [p for p in pairs if len(p[0]) <= LONGEST_READ and len(p[1]) <= LONGEST_WRITTEN]
        seen = known.read.encode([r for r, _ in usable], LONGEST_READ)
        true = known.written.encode([w for _, w in usable], LONGEST_WRITTEN)
        weights = np.array([float(pairs[p]) for p in usable])
        return finder.under(known.with_events(known.expected(seen, true, weights), _TRUST))

    def _reading(self, place: Place, options: Candidates, column: int, sure: float) -> Reading:
        word = int(options.words[column])
        if word == NOISE:
            return Reading("", sure, None)
        if word < self.model.lexicon.special:
            return Reading(place.atom.text, sure, self._kinds[word])
        text = apply_case(self.model.lexicon.words[word], int(options.cases[column]))
        return Reading(text, sure, None)

    @property
    def _kinds(self) -> dict[int, Kind]:
        """Classes by their word ids; the unknown word, and the paragraph mark, are WORD."""
        named = {self.model.classes[k.value]: k for k in Kind if k is not Kind.WORD}
        return {number: named.get(number, Kind.WORD) for number in self.model.classes.values()}

    def _finder(self, profile: str) -> Finder:
        if profile not in self._finders:
            known, model = self.model.profiles[profile], self.model
            self._finders[profile] = Finder(
                model.lexicon, known.channel, known.memory, model.language.unigrams, model.cases
            )
        return self._finders[profile]


_PARAGRAPH = Candidates(np.array([0]), np.array([0]), np.array([0.0]))


def _copied(run: list[Place], read: list[Reading]) -> list[Reading]:
    """What was copied, mended by the grammars of numbers, symbols and markers."""
    names = copying.Copying(copying.initials(reading.text for reading in read))
    made: list[Reading] = []
    letter = ""
    for place, reading in zip(run, read, strict=True):
        mended = reading.text
        if reading.copied is not None:
            mended = _mended(place, reading.copied, names, letter)
        if place.atom.kind is Kind.MARKER and place.first:
            letter = mended
        made.append(reading._replace(text=mended))
    return made


def _mended(place: Place, kind: Kind, names: copying.Copying, letter: str) -> str:
    read = place.atom.text
    if kind is Kind.MARKER:
        return copying.marker(read, letter) if place.first else read
    if kind is Kind.SYMBOL:
        return names.symbol(read)
    if kind is Kind.ROMAN:
        return copying.roman(read) or read
    if kind is Kind.NUMBER:
        return copying.number(read) or read
    return copying.abbreviation(read) or (names.symbol(read) if read.isupper() else read)


def _lines(
    lines: Sequence[Sequence[str]], run: list[Place], read: list[Reading]
) -> list[list[RestoredToken]]:
    pieces: dict[tuple[int, int], list[tuple[Place, Reading]]] = {}
    joined: set[tuple[int, int]] = set()
    for place, reading in zip(run, read, strict=True):
        pieces.setdefault((place.line, place.token), []).append((place, reading))
        if place.atom.until >= 0:
            joined.add((place.line, place.atom.until))
    return [
        [
            RestoredToken(token, "", 1.0, joined=True)
            if (i, j) in joined and (i, j) not in pieces
            else _assemble(token, pieces.get((i, j), []), line)
            for j, token in enumerate(line)
        ]
        for i, line in enumerate(lines)
    ]


_KEPT = frozenset("-–—+*•.,;:/…&=%×§()[]{}<>\"'“”!?#$°")


def _assemble(
    token: str, pieces: list[tuple[Place, Reading]], line: Sequence[str]
) -> RestoredToken:
    """The token with its atoms replaced; one without any is kept if it is punctuation."""
    if not pieces:
        keep = all(c in _KEPT for c in token) and not atoms(token)
        return RestoredToken(token, token if keep else "", 1.0 if keep else 0.8)
    if not any(reading.text for _, reading in pieces):
        return RestoredToken(token, "", min(reading.sure for _, reading in pieces))
    text, end, sure, rest = "", 0, 1.0, token
    cuts: list[tuple[int, int]] = []  # where words were divided: in the token, in the text
    for place, (restored, confidence, _) in pieces:
        atom = place.atom
        text += rest[end : atom.start]
        if atom.gap:
            cuts.append((atom.start, len(text)))
            text += " "
        text += restored
        end, sure = atom.end, min(sure, confidence)
        if atom.until >= 0:  # what closes the word stands at its last token
            rest = line[atom.until]
            end = atoms(rest)[-1].end
    text += rest[end:]
    return RestoredToken(token, text, sure, _divided(token, text, cuts))


def _divided(token: str, text: str, cuts: list[tuple[int, int]]) -> tuple[tuple[str, str], ...]:
    if not cuts:
        return ()
    raws = [0, *(a for a, _ in cuts), len(token)]
    texts = [0, *(b for _, b in cuts), len(text)]
    return tuple(
        (token[raws[i] : raws[i + 1]], text[texts[i] : texts[i + 1]].strip())
        for i in range(len(cuts) + 1)
    )
