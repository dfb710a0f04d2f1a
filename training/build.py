"""From corpus to shipped model: `python -m training.build --corpus ../shared/corpus`.

Counts the language model, draws and reads pages for the channels, packs both
into pipeline/restoration/data. Deterministic for a corpus and one version of
Tesseract; pages already read in --work are not read again. With --without an engine
setting teaches nothing, to see how one fares that was never seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import numpy as np

from pipeline.restoration.model import DATA, packed_cases
from pipeline.restoration.tokens import Kind, atoms
from training.capitals import Cased
from training.capitals import learn as learn_capitals
from training.channel import Pairs, alphabets, learn
from training.corpus import Part, lines
from training.counting import SPECIAL, Counted, count
from training.language import estimate
from training.phrases import phrases
from training.render import ReadLine, Setting, load, other_settings, render, settings, write

ORDER = 4
PAGES = 420
SEED = 1
NARROW = 80
SEEN_TWICE = 2
OTHERS_SEED = 2
PROFILES = {
    "eng": "eng", "fra": "latin", "deu": "latin", "ita": "latin",
    "ocrad": "ocrad", "gocr": "gocr", "vie": "vie",
}  # fmt: skip
"""Which profile the pages of a setting teach."""


def main() -> None:
    """Parse the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--without", choices=sorted(PROFILES), help="an engine to learn nothing of")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    first = arguments.work / f"training-{arguments.pages}.jsonl"
    read = _read(arguments.corpus, first, settings(SEED, arguments.pages), SEED)
    others = arguments.work / "training-others.jsonl"
    read += _read(arguments.corpus, others, other_settings(OTHERS_SEED), OTHERS_SEED)
    build(arguments.corpus, [r for r in read if r.profile != arguments.without], arguments.out)


def _read(corpus: Path, path: Path, pages: list[Setting], seed: int) -> list[ReadLine]:
    if not path.exists():
        part = path.with_suffix(".part")
        write(part, render(corpus, Part.TRAINING, pages, seed))
        part.rename(path)
    return list(load(path))


def build(corpus: Path, read: Iterable[ReadLine], out: Path) -> None:
    """Write the whole model into `out`."""
    counted = count(chain(lines(corpus, Part.TRAINING), phrases()))
    _write_language(counted, out)
    pairs = word_pairs(read)
    written, seen = alphabets(chain(*pairs.values()))
    narrow = min(NARROW, len(seen) + 2)
    for name, counts in sorted(pairs.items()):
        np.save(out / f"channel-{name}.npy", learn(counts, written, seen, narrow).packed())
        _write_memory(counts, set(counted.words), out / f"memory-{name}.tsv")
    card = {
        "order": ORDER,
        "special": len(SPECIAL),
        "profiles": sorted(pairs),
        "written": written,
        "read": seen,
        "narrow": narrow,
    }
    card["digest"] = _digest(out, json.dumps(card, ensure_ascii=False))
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (out / "model.json").write_text(text + "\n", encoding="utf-8")


def word_pairs(read: Iterable[ReadLine]) -> dict[str, Pairs]:
    """(read, written) words with their numbers by profile; one word to one word only."""
    pairs: dict[str, Pairs] = {}
    for line in read:
        counts = pairs.setdefault(PROFILES[line.profile], Counter())
        for pair in line.pairs:
            seen, true = atoms(pair.read), atoms(pair.gold)
            if len(seen) == len(true) == 1 and true[0].kind is Kind.WORD:
                counts[seen[0].text, true[0].text] += 1
    return pairs


def _write_language(counted: Counted, out: Path) -> None:
    model = estimate(counted.stream, len(counted.words), ORDER)
    (out / "words.txt").write_text("\n".join(counted.words) + "\n", encoding="utf-8")
    np.save(out / "unigrams.npy", np.stack([model.unigrams, model.first_backoffs]))
    np.save(out / "cases.npy", packed_cases(counted.cases))
    cased = Cased(counted.stream.astype(np.int64), counted.capitals)
    np.save(out / "capitals.npy", learn_capitals(cased, len(SPECIAL)).packed())
    for order, table in enumerate(model.tables, 2):
        np.save(out / f"grams-{order}.npy", table.packed())


def _write_memory(pairs: Pairs, words: set[str], path: Path) -> None:
    together: Pairs = Counter()
    total: Counter[str] = Counter()
    for (seen, true), times in pairs.items():
        together[seen.lower(), true.lower()] += times
        total[true.lower()] += times
    rows = [
        f"{seen}\t{true}\t{times}\t{total[true]}\n"
        for (seen, true), times in sorted(together.items())
        if times >= SEEN_TWICE and true in words
    ]
    path.write_text("".join(rows), encoding="utf-8")


def _digest(out: Path, card: str) -> str:
    made = hashlib.sha256(card.encode())
    for path in sorted(out.glob("*.npy")) + sorted(out.glob("*.tsv")) + [out / "words.txt"]:
        made.update(path.name.encode() + path.read_bytes())
    return made.hexdigest()


if __name__ == "__main__":
    main()
