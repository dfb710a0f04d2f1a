"""The digit model of reading: `python -m training.digits FOLDER [--count N] [--check]`.

Draws digits (training/digit_drawing.py), adds those that people wrote (FOLDER holds the public
sets named in training/public_digits.py), trains the networks that
`pipeline.reading.digits.networks` runs and writes their weights. Deterministic for a count and
the versions of numpy, OpenCV and the fonts.
`--check` tests on writers that the training never sees.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.reading.digits.networks import CLASSES, FEATURES, NONE, Ink, Network, features
from training.digit_drawing import Drawer
from training.public_digits import bitmaps, pen_digits, penned, varied

DATA = Path("pipeline/reading/data")
CELLS = 160
NETWORKS = 3
_ROUNDS = 20
_BATCH = 256
_DECAY = 2e-5
_EVERY_NONE = 10
"""Every tenth picture drawn is no digit."""
_PENNED, _COPIED = 1.2, 0.3
"""Pictures of digits that people wrote, by the way of the pen and scanned, for each drawn."""

Rows = NDArray[np.float32]


def pictures(count: int, seed: int) -> Iterator[tuple[Ink, int]]:
    """Drawn pictures with their class."""
    drawer = Drawer(np.random.default_rng(seed))
    for index in range(count):
        if index % _EVERY_NONE == 0:
            yield drawer.none(), NONE
        else:
            value = int(drawer.chance.integers(10))
            yield drawer.digit(value), value


def by_people(folder: Path, part: str, count: int, seed: int) -> Iterator[tuple[Ink, int]]:
    """Digits of the public sets' `tra` or `tes`, in new shapes, for `count` drawn ones."""
    pens = pen_digits(folder / f"pendigits-orig.{part}")
    scans = bitmaps(folder / f"optdigits-orig.{part}")
    yield from penned(pens, round(_PENNED * count), Drawer(np.random.default_rng([12, seed])))
    yield from varied(scans, round(_COPIED * count), Drawer(np.random.default_rng([11, seed])))


def described(known: Iterable[tuple[Ink, int]]) -> tuple[Rows, NDArray[np.int64]]:
    """Features (n x FEATURES) and classes of pictures."""
    both = [(features(ink), value) for ink, value in known]
    return np.stack([row for row, _ in both]), np.array([value for _, value in both])


def trained(rows: Rows, classes: NDArray[np.int64]) -> Network:
    """The networks, each from its own start and order of the pictures."""
    made = [_one(rows, classes, seed) for seed in range(NETWORKS)]
    return Network(np.stack([m[0] for m in made]), np.stack([m[1] for m in made]))


def _one(rows: Rows, classes: NDArray[np.int64], seed: int) -> tuple[Rows, Rows]:
    """One network by Adam on the cross entropy, its weights decayed a little."""
    chance = np.random.default_rng([7, seed])
    weights = [
        chance.normal(0, np.sqrt(2 / FEATURES), (FEATURES + 1, CELLS)).astype(np.float32),
        chance.normal(0, np.sqrt(1 / CELLS), (CELLS + 1, CLASSES)).astype(np.float32),
    ]
    weights[0][-1], weights[1][-1] = 0, 0
    means = [np.zeros_like(w) for w in weights]
    squares = [np.zeros_like(w) for w in weights]
    step, steps = 0, _ROUNDS * (len(rows) // _BATCH)
    for _ in range(_ROUNDS):
        order = chance.permutation(len(rows))
        for start in range(0, len(rows) - _BATCH + 1, _BATCH):
            step += 1
            chosen = order[start : start + _BATCH]
            rate = 0.002 * (1 - step / (steps + 1))
            slopes = _slopes(weights, rows[chosen], classes[chosen], chance)
            for i, slope in enumerate(slopes):
                means[i] += 0.1 * (slope - means[i])
                squares[i] += 0.001 * (slope**2 - squares[i])
                even = np.sqrt(squares[i] / (1 - 0.999**step)) + 1e-8
                weights[i] -= (
                    rate * (means[i] / (1 - 0.9**step)) / even + rate * _DECAY * 100 * (weights[i])
                )
    return weights[0], weights[1]


def _slopes(
    weights: list[Rows], rows: Rows, classes: NDArray[np.int64], chance: np.random.Generator
) -> tuple[Rows, Rows]:
    """Gradients; a fifth of the cells is left out in each step, classes are not quite sure."""
    hidden, output = weights
    cells = np.maximum(rows @ hidden[:-1] + hidden[-1], 0)
    kept = (chance.random(cells.shape, dtype=np.float32) > 0.2) / np.float32(0.8)
    cells *= kept
    scores = cells @ output[:-1] + output[-1]
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    wrong = grown / grown.sum(axis=1, keepdims=True)
    wrong -= 0.02 / CLASSES
    wrong[np.arange(len(rows)), classes] -= 0.98
    wrong /= len(rows)
    back = (wrong @ output[:-1].T) * (cells > 0) * kept
    up = np.vstack([cells.T @ wrong, wrong.sum(axis=0)])
    down = np.vstack([rows.T @ back, back.sum(axis=0)])
    return down.astype(np.float32), up.astype(np.float32)


def _report(name: str, network: Network, known: list[tuple[Ink, int]]) -> None:
    """Accuracy, and what is left and how much of that is wrong above thresholds."""
    classes = np.array([value for _, value in known])
    said = network.probabilities([ink for ink, _ in known])
    best, sure = said.argmax(axis=1), said.max(axis=1)
    digits = classes != NONE
    print(f"{name}: {np.mean(best == classes):.4f} right of {len(classes)}")
    for least in (0.6, 0.7, 0.8, 0.9):
        taken = (best != NONE) & (sure >= least)
        wrong = np.sum(taken & (best != classes))
        kept = np.sum(taken & digits) / max(1, digits.sum())
        print(f"  at {least}: {kept:.3f} of the digits, {wrong} of {taken.sum()} wrong")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    people = by_people(options.folder, "tra", options.count, 1)
    network = trained(*described(chain(pictures(options.count, 1), people)))
    np.save(options.out / "digits-hidden.npy", network.hidden.astype(np.float16))
    np.save(options.out / "digits-output.npy", network.output.astype(np.float16))
    _report("drawn anew", network, list(pictures(6000, 2)))
    if options.check:
        _report("written by others", network, list(by_people(options.folder, "tes", 3000, 2)))


if __name__ == "__main__":
    main()
