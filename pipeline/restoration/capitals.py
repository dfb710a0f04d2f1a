"""Whether a word begins with a capital, by its neighbours.

The language model knows no capitals, and a recogniser that cannot tell S from s
writes `sở Nội vụ` and `cơ Sở`. What decides is the channel's word on the letter
that was read, and how often this word had a capital between such neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.restoration.candidates import Finder
from pipeline.restoration.casing import LOWER, TITLE, likely_cases
from pipeline.restoration.language import Table, gram_hash
from pipeline.restoration.places import Place, Setting
from pipeline.restoration.tokens import Kind

STEP = 0.05
"""Natural-log units of one step of a stored log odds; 128 is even."""
BEFORE, AFTER = 0, 1
"""First part of a key: the neighbour stands before the word, or after it."""
_WEIGHT = 0.7
"""What neighbours count for beside the letter that was read."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Log odds of a capital that a neighbour adds to a word's own, behind hashes."""

    table: Table

    @staticmethod
    def keys(side: int, word: Ids, neighbour: Ids) -> Ids:
        """What the table is asked for: shape (n, 3)."""
        return np.stack([np.full(len(word), side), neighbour, word], axis=1)

    def odds(self, side: int, word: Ids, neighbour: Ids) -> npt.NDArray[np.float64]:
        """0 where nothing is known of the pair."""
        found = self.table.find(gram_hash(self.keys(side, word, neighbour)))
        made = STEP * ((found.astype(np.float64) - 1) - 128)
        return np.where(found > 0, made, 0.0)


def settle(
    run: list[Place], words: list[int], finder: Finder, neighbours: Neighbours
) -> dict[int, int]:
    """The case of each running word whose read form leaves it open, by its place in the run.

    `words` are the decoded ids; what is not a word of the lexicon (a class, noise)
    is a neighbour, never decided.
    """
    special = finder.lexicon.special
    at = [
        i
        for i, place in enumerate(run)
        if words[i] >= special
        and place.setting is Setting.RUNNING
        and place.atom.kind is Kind.WORD
        and len(likely_cases(place.atom.text, capital_line=False)) == 2
        and TITLE in likely_cases(place.atom.text, capital_line=False)
        and LOWER in likely_cases(place.atom.text, capital_line=False)
    ]
    if not at:
        return {}
    here = np.array(at)
    ids = np.maximum(np.array([*words, 0], dtype=np.int64), 0)
    own = ids[here]
    habit = finder.cases[own, TITLE] - finder.cases[own, LOWER]
    around = neighbours.odds(BEFORE, own, np.where(here > 0, ids[here - 1], 0))
    around += neighbours.odds(AFTER, own, ids[here + 1])
    read = finder.read_as([run[i].atom.text for i in at], own)
    # Compared, not subtracted: what neither case explains is -inf in both.
    capital = read[:, TITLE] + _WEIGHT * (habit + around) > read[:, LOWER]
    return {i: TITLE if yes else LOWER for i, yes in zip(at, capital.tolist(), strict=True)}
