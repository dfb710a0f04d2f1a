"""Scans, garbled texts and mutations of the genre's documents, made when they are wanted.

    python -m samples.variants scans --part test --level medium --out DIR
    python -m samples.variants garbled --part test --level light --out DIR
    python -m samples.variants mutations --part dev --count 3 --seed 60 --out DIR

With `--seed N` scans and garbled texts are of the N-th mutation of each document, with
noise of its own, and mutations are the N-th and those behind it: what was tuned on one
seed shows on another whether it holds. With
`--engine fra` (or deu, pol, ocrad, gocr) another than Tesseract's English model garbles.

DIR gets the documents and, in DIR/gold, their gold: run `kehoach run DIR/files`
and `kehoach evaluate DIR/gold`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samples import content, text
from samples.build import HERE, as_json, write_file
from samples.draw import Drawn, Style, draw
from samples.garble import ENGINES, garbled_text
from samples.gold import gold
from samples.mutate import mutated
from samples.restyle import CHANGES, restyled
from samples.scan import LEVELS, as_pdf, scan
from samples.unread import with_unread


def sources(part: str) -> list[Path]:
    """The content files of a part, dev or test."""
    return sorted((HERE / "genre" / part).glob("*.toml"))


def scanned(plan: content.Content, level: str, seed: int) -> tuple[bytes, Drawn]:
    """A genre document as a scanned PDF, and its pages as they were drawn."""
    seal = "black" if level == "1-bit" else "red"
    drawn = draw(plan, Style(seal=seal, seed=seed))
    chosen = LEVELS[level]
    return as_pdf(scan(drawn.pdf, level, seed), chosen.dpi, chosen.jpeg), drawn


def _drawn_by(part: str, seed: int) -> Iterator[tuple[dict[str, Any], int]]:
    """The tables of every document of a part and the seed of its pages' noise.

    Seed 0 takes the documents as they were written, any other one mutations of them.
    """
    for index, path in enumerate(sources(part)):
        yield mutated(path, seed) if seed else content.raw(path), 1000 * seed + index


def scans(part: str, level: str, folder: Path, seed: int = 0) -> Iterator[Path]:
    """Writes every document of a part as a scan with its gold and page texts."""
    for data, noise in _drawn_by(part, seed):
        pdf, drawn = scanned(content.of(data), level, noise)
        name = f"{data['id']}.pdf"
        form = "1-bit-scan" if level == "1-bit" else "colour-scan"
        made = gold(content.of(data), data, {name: form}, part)
        made["pages"] = list(drawn.texts)
        write_file(folder / "gold" / f"{data['id']}.json", as_json(made))
        yield write_file(folder / "files" / name, pdf)


def garbled(
    part: str, level: str, folder: Path, seed: int = 0, engine: str = "eng"
) -> Iterator[Path]:
    """Writes what an engine without Vietnamese reads on the same scans, with its gold."""
    for data, noise in _drawn_by(part, seed):
        drawn = draw(content.of(data), Style(seed=noise))
        read = [garbled_text(page, engine) for page in scan(drawn.pdf, level, noise)]
        name = f"{data['id']}.txt"
        made = gold(content.of(data), data, {name: "garbled-text"}, part)
        made = with_unread(made, "garbled-text", "\n".join(read))
        write_file(folder / "gold" / f"{data['id']}.json", as_json(made))
        yield write_file(folder / "files" / name, "\f".join(read).encode("utf-8"))


def mutations(part: str, count: int, folder: Path, seed: int = 0) -> Iterator[Path]:
    """Writes `count` mutations from `seed` on of every document of a part, as text, with gold.

    Other names, numbers and places; then every change of layout that fits the document.
    """
    for path in sources(part):
        for each in range(seed, seed + count):
            yield _written(mutated(path, each), part, folder)
        raw = content.raw(path)
        for change in CHANGES:
            made = restyled(raw, change, seed)
            if made is not None:
                yield _written(made, part, folder)


def _written(data: dict[str, Any], part: str, folder: Path) -> Path:
    plan, name = content.of(data), f"{data['id']}.txt"
    made = gold(plan, data, {name: "txt"}, part)
    write_file(folder / "gold" / f"{data['id']}.json", as_json(made))
    return write_file(folder / "files" / name, _text(plan, data).encode("utf-8"))


def _text(plan: content.Content, data: dict[str, Any]) -> str:
    return text.write(plan, data.get("style", "blocks"))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=("scans", "garbled", "mutations"))
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--level", choices=tuple(LEVELS), default="medium")
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engine", choices=ENGINES, default="eng")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.kind == "mutations":
        written = mutations(options.part, options.count, options.out, options.seed)
    elif options.kind == "scans":
        written = scans(options.part, options.level, options.out, options.seed)
    else:
        written = garbled(options.part, options.level, options.out, options.seed, options.engine)
    for path in written:
        print(path)


if __name__ == "__main__":
    main()
