"""How right restored text is: syllables right over the greater of gold and given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from pipeline.restoration.tokens import atoms


@dataclass(slots=True)
class Score:
    """Numbers of syllables; a wrong word added counts as much as a wrong word."""

    right: int = 0
    gold: int = 0
    given: int = 0
    mistakes: Counter[str] = field(default_factory=Counter)

    @property
    def accuracy(self) -> float:
        """right / max(gold, given); 1 for nothing."""
        return self.right / max(self.gold, self.given, 1)

    def add(self, gold: list[str], given: list[str]) -> None:
        """Compare one line."""
        self.gold += len(gold)
        self.given += len(given)
        for code in Levenshtein.opcodes(given, gold):
            if code.tag == "equal":
                self.right += code.src_end - code.src_start
            else:
                wrong = " ".join(given[code.src_start : code.src_end])
                self.mistakes[f"{wrong} > {' '.join(gold[code.dest_start : code.dest_end])}"] += 1


def syllables(line: str) -> list[str]:
    """The words of a line without outer punctuation; case counts."""
    return [atom.text for token in line.split() for atom in atoms(token)]


def score(pairs: Iterable[tuple[str, str]]) -> Score:
    """Of (gold line, given line) pairs."""
    total = Score()
    for gold, given in pairs:
        total.add(syllables(gold), syllables(given))
    return total


def paired(gold: str, given: str) -> Iterator[tuple[str, str]]:
    """The lines of two texts side by side; ValueError when their numbers differ."""
    yield from zip(gold.split("\n"), given.split("\n"), strict=True)
