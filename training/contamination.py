"""Whether a text stands in the corpus: its runs of eight words looked for in all of it.

`python -m training.contamination --corpus ../shared/corpus --data tests/restoration/data`
prints, for each gold text, the share of its eight-word runs that the corpus has.
Official formulae (the state title, names of documents) are expected to be there.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.corpus import files, read_all
from training.measuring import syllables

RUN = 8
ALLOWED = 0.1
"""More than this share of a text's runs in the corpus would make it no test. Official texts share
their formulae (the names of laws and bodies, "chịu trách nhiệm thi hành"): up to 0.08 here."""

Run = tuple[str, ...]


def main() -> int:
    """Print the shares; 1 where one is above what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    gold = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((arguments.data / "gold").glob("*.txt"))
    }
    lines = (line for path in files(arguments.corpus) for line in read_all(path))
    shares = contained(gold, lines)
    for name, share in shares.items():
        print(f"{name}\t{share:.3f}")
    return int(max(shares.values(), default=0) > ALLOWED)


def contained(texts: dict[str, str], lines: Iterable[str]) -> dict[str, float]:
    """By text, the share of its runs that stand in these lines."""
    wanted = {name: set(runs(text)) for name, text in texts.items()}
    everything = set().union(*wanted.values()) if wanted else set()
    firsts = {run[0] for run in everything}
    found: set[Run] = set()
    for line in lines:
        if not firsts.isdisjoint(line.lower().split()):
            found.update(run for run in runs(line) if run in everything)
    return {name: len(own & found) / max(len(own), 1) for name, own in wanted.items()}


def runs(text: str) -> Iterator[Run]:
    """All runs of eight words, in small letters, across line ends."""
    words = [word.lower() for word in syllables(text)]
    return (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


if __name__ == "__main__":
    raise SystemExit(main())
