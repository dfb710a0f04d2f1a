"""The project's own test set: its gold texts, drawn and read by several engines.

`python -m training.garble --data tests/restoration/data` rewrites what stands
beside `gold/`: a folder for each engine setting, line for line as the gold. The
texts were written for the project; nothing of them is in the corpus (see
training.contamination), and no model is trained on these pages.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.engines import COMMANDS, read_line
from training.render import ReadWord, Setting, draw, match_words, read_words, spoil

ENGINES = {
    "eng": Setting("eng", "eng", "tinos", 13, 200),
    "eng-scan": Setting("eng", "eng", "freeserif", 14, 150, 0.5),
    "fra": Setting("fra", "fra", "tinos", 13, 200),
    "deu": Setting("deu", "deu", "tinos", 13, 200),
    "ocrad": Setting("ocrad", "ocrad", "tinos", 13, 300),
    "gocr": Setting("gocr", "gocr", "tinos", 13, 300),
    "vie-scan": Setting("vie", "vie", "tinos", 13, 110, 0.55),
}
"""vie-scan keeps the recogniser's confidences."""


@dataclass(frozen=True, slots=True)
class Garbled:
    """The words read on each gold line."""

    lines: tuple[tuple[ReadWord, ...], ...]


def main() -> None:
    """Rewrite the garbled texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    for gold in sorted((data / "gold").glob("*.txt")):
        text = [line.split() for line in gold.read_text(encoding="utf-8").split("\n")]
        for engine, setting in ENGINES.items():
            read = garble(text, setting, seed=f"{engine}/{gold.stem}")
            _write(data / engine, gold.stem, read, confidences=setting.language == "vie")


def garble(text: list[list[str]], setting: Setting, seed: str) -> Garbled:
    """Draw the lines that have words, read them, and give the words of every line."""
    full = [line for line in text if line]
    rng = random.Random(seed)
    if setting.language in COMMANDS:
        found: Iterator[tuple[ReadWord, ...]] = (_line(line, setting) for line in full)
    else:
        found = _page(full, setting, rng)
    return Garbled(tuple(next(found) if line else () for line in text))


def _page(
    text: list[list[str]], setting: Setting, rng: random.Random
) -> Iterator[tuple[ReadWord, ...]]:
    image, drawn, height = draw(text, setting)
    read = read_words(spoil(image, setting.noise, rng), setting.language, setting.dpi)
    by_line = match_words(drawn, read, height, setting.dpi * 0.5)
    yield from (tuple(by_line[number]) for number in range(len(text)))


def _line(line: list[str], setting: Setting) -> tuple[ReadWord, ...]:
    image, _, _ = draw([line], setting)
    return tuple(ReadWord(word, 0, 0, 0, 0) for word in read_line(image, setting.language))


def _write(folder: Path, name: str, read: Garbled, confidences: bool) -> None:
    folder.mkdir(exist_ok=True)
    text = "\n".join(" ".join(word.text for word in line) for line in read.lines)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    if confidences:
        rows = [[[word.text, word.confidence] for word in line] for line in read.lines]
        (folder / f"{name}.json").write_text(
            json.dumps(rows, ensure_ascii=False) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
