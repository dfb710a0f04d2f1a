"""The shipped model: what stands in `data/` and how it is opened. No pickle, no import."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.names import name_parts
from pipeline.restoration import copying
from pipeline.restoration.capitals import Neighbours
from pipeline.restoration.channel import Alphabet, Channel
from pipeline.restoration.language import LanguageModel, Table
from pipeline.restoration.lexicon import Lexicon, Memory
from pipeline.restoration.naming import NameParts

DATA = Path(__file__).parent / "data"
_CASE_STEP = 0.05
_TRUST = 20.0
"""A word must have been read about this often before the memory outweighs the letters."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of noise: the letters' channel and the whole words remembered from it."""

    name: str
    channel: Channel
    memory: Memory


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learned. `cases[w]` are log P(lower, title, upper) of word w."""

    lexicon: Lexicon
    language: LanguageModel
    cases: npt.NDArray[np.float32]
    neighbours: Neighbours
    names: NameParts
    profiles: dict[str, Profile]
    classes: dict[str, int]
    digest: str

    @property
    def written(self) -> Alphabet:
        """The letters of words, which all profiles share."""
        return next(iter(self.profiles.values())).channel.written

    @staticmethod
    def load(folder: Path = DATA) -> Model:
        """Open the model; the large tables stay on disk until they are touched."""
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        words = tuple((folder / "words.txt").read_text(encoding="utf-8").split("\n")[:-1])
        special = int(card["special"])
        tables = tuple(
            Table.unpacked(_mapped(folder / f"grams-{n}.npy"))
            for n in range(2, int(card["order"]) + 1)
        )
        unigrams, backoffs = np.load(folder / "unigrams.npy")
        cases = -_CASE_STEP * np.load(folder / "cases.npy").astype(np.float32)
        lexicon = Lexicon.of(words, special, unigrams)
        return Model(
            lexicon,
            LanguageModel(unigrams, backoffs, tables),
            cases,
            Neighbours(Table.unpacked(_mapped(folder / "capitals.npy"))),
            NameParts.of(lexicon),
            {name: _profile(folder, name, card, words) for name in card["profiles"]},
            {word: number for number, word in enumerate(words[:special])},
            _digest(card["digest"]),
        )


def _digest(learned: str) -> str:
    """Of what was learned and of the lists of names and abbreviations that go with it."""
    lists = json.dumps([name_parts(), copying.listed()], sort_keys=True)
    return hashlib.sha256(f"{learned}\n{lists}".encode()).hexdigest()


def _profile(folder: Path, name: str, card: dict[str, str], words: tuple[str, ...]) -> Profile:
    packed = _mapped(folder / f"channel-{name}.npy")
    channel = Channel.unpacked(card["written"], card["read"], int(card["narrow"]), packed)
    return Profile(name, channel, _memory(folder / f"memory-{name}.tsv", words))


def _mapped(path: Path) -> npt.NDArray[Any]:
    """A stored array that stays on disk until it is touched."""
    return np.asarray(np.load(path, mmap_mode="r"))


def _memory(path: Path, words: tuple[str, ...]) -> Memory:
    """Rows of (read, written, times read so, times written) to log P(read | written)."""
    index = {word: number for number, word in enumerate(words)}
    memory: dict[str, dict[int, float]] = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        read, written, times, total = row.split("\t")
        score = math.log(int(times) / (int(total) + _TRUST))
        memory.setdefault(read, {})[index[written]] = score
    return memory


def packed_cases(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Counts by case as the stored -log probabilities, smoothed."""
    share = (counts + np.array([0.5, 0.1, 0.05])) / (counts.sum(axis=1, keepdims=True) + 0.65)
    made = np.clip(np.rint(-np.log(share) / _CASE_STEP), 0, 255)
    packed: npt.NDArray[np.uint8] = made.astype(np.uint8)
    return packed
