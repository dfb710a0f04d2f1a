"""How well and how fast the restorer works, as Markdown tables.

    python -m benchmarks.restoration [--shared ../shared] [--model DIR]

Runs on the project's own test set (tests/restoration/data), beside pyvi's
`add_accents` and underthesea's `restore_diacritics` where they are installed. With
--shared it also draws and reads the clean seed plans, each with and without the
others as its sisters, and lets the corpus's test stretch pass as clean text. With
--model it tells how right a model is that `training.build --without ENGINE` made.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.restoration import Restorer, restore, restore_text
from pipeline.restoration.model import DATA as MODEL
from pipeline.restoration.text import restore_lines
from pipeline.settings import RestorationSettings
from pipeline.vietnamese import strip_marks
from training.corpus import Part, lines
from training.garble import ENGINES, garble
from training.measuring import Score, paired, score, syllables

DATA = Path(__file__).resolve().parent.parent / "tests" / "restoration" / "data"
OFFICIAL = ("huong-dan", "thong-bao")
"""The two texts in the register of the corpus; the other four hold everyday words."""
READ_WITHOUT = ("eng", "eng-scan", "fra", "deu", "ocrad", "gocr", "stripped")
_CLEAN_LINES = 4000

Method = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A gold text and what one engine made of it, line for line."""

    name: str
    gold: str
    read: str


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--model", type=Path, help="accuracy only, of a model made otherwise")
    arguments = parser.parse_args()
    shared: Path | None = arguments.shared
    restorer = Restorer.load(arguments.model or MODEL)
    print_accuracy(restorer)
    print_calibration(restorer)
    if arguments.model:
        return
    print_correction(restorer)
    if shared:
        print_sisters(restorer, shared / "seeds")
    print_clean(restorer, shared)
    print_speed()


def samples(engine: str) -> list[Sample]:
    """All six texts as one engine read them; `stripped` is the gold without marks."""
    made = []
    for path in sorted((DATA / "gold").glob("*.txt")):
        gold = path.read_text(encoding="utf-8")
        read = strip_marks(gold) if engine == "stripped" else _read(engine, path.name)
        made.append(Sample(path.stem, gold, read))
    return made


def _read(engine: str, name: str) -> str:
    return (DATA / engine / name).read_text(encoding="utf-8")


def methods(restorer: Restorer) -> dict[str, Method]:
    """What there is to compare with, by name; only what is installed."""
    found: dict[str, Method] = {
        "as read": lambda text: text,
        "kehoach": lambda text: restore_text(text, restorer).text,
    }
    for name, module, function in (
        ("pyvi", "pyvi.ViUtils", "add_accents"),
        ("underthesea", "underthesea", "restore_diacritics"),
    ):
        try:
            call: Method = getattr(importlib.import_module(module), function)
        except (ImportError, AttributeError):
            continue
        found[name] = _by_line(call)
    return found


def _by_line(call: Method) -> Method:
    def restored(line: str) -> str:
        try:
            return call(line) if line else line
        except LookupError:  # pyvi knows no marked letters that are not Vietnamese
            return line

    return lambda text: "\n".join(restored(line) for line in text.split("\n"))


def print_accuracy(restorer: Restorer) -> None:
    """Syllables right / max(gold, given), in percent; official texts / everyday ones / all six."""
    compared = methods(restorer)
    print("| engine setting |", " | ".join(compared), "|\n| --- |" + " ---: |" * len(compared))
    for engine in READ_WITHOUT:
        cells = []
        for method in compared.values():
            official, everyday, everything = Score(), Score(), Score()
            for text in samples(engine):
                found = score(paired(text.gold, method(text.read)))
                _add(everything, found)
                _add(official if text.name in OFFICIAL else everyday, found)
            shown = (f"{100 * found.accuracy:.1f}" for found in (official, everyday, everything))
            cells.append(" / ".join(shown))
        print(f"| {engine} |", " | ".join(cells), "|")
    print()


def _add(total: Score, more: Score) -> None:
    total.right += more.right
    total.gold += more.gold
    total.given += more.given


def print_calibration(restorer: Restorer) -> None:
    """What a confidence of 0.9 or more is worth."""
    print("| engine setting | given 0.9 or more, % | right among them, % |\n| --- | ---: | ---: |")
    for engine in READ_WITHOUT:
        sure = right = total = 0
        for text in samples(engine):
            for confident, good in _tokens(restorer, text):
                total += 1
                sure += confident
                right += confident and good
        print(f"| {engine} | {100 * sure / total:.1f} | {100 * right / sure:.1f} |")
    print()


def _tokens(restorer: Restorer, text: Sample) -> Iterator[tuple[bool, bool]]:
    """(given 0.9 or more, right) of every syllable that was given."""
    read = restorer.read([line.split() for line in text.read.split("\n")])
    for tokens, gold in zip(read, text.gold.split("\n"), strict=True):
        given = [(s, token.confidence) for token in tokens for s in syllables(token.text)]
        good: set[int] = set()
        for code in Levenshtein.opcodes([s for s, _ in given], syllables(gold)):
            if code.tag == "equal":
                good.update(range(code.src_start, code.src_end))
        for index, (_, confidence) in enumerate(given):
            yield confidence >= 0.9, index in good


def print_correction(restorer: Restorer) -> None:
    """Words that differ from the gold only in marks, after Vietnamese OCR of a bad scan."""
    wrong = removed = made = 0
    for text in samples("vie-scan"):
        rows = json.loads(_read("vie-scan", f"{text.name}.json"))
        before = tuple(Line(tuple(Word(t, t, None, c) for t, c in row)) for row in rows)
        page = Page(1, before, Route.OCR)
        after = restore(Document("a", "0", (page,)), restorer, RestorationSettings()).pages[0].lines
        for old, new, true in zip(before, after, text.gold.split("\n"), strict=True):
            words = true.split()
            if len(words) != len(old.words):
                continue
            for triple in zip(old.words, new.words, words, strict=True):
                first, second, gold = (syllables(str(getattr(w, "text", w))) for w in triple)
                wrong += first != gold and strip_marks(str(first)) == strip_marks(str(gold))
                removed += first != gold and second == gold
                made += first == gold and second != gold
    print(
        "| wrong marks after Vietnamese OCR | errors removed | new errors |\n| ---: | ---: | ---: |"
    )
    print(f"| {wrong} | {removed} | {made} |\n")


def print_sisters(restorer: Restorer, seeds: Path) -> None:
    """The clean seed plans, drawn and read; each without itself among its sisters."""
    texts = {
        path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))
    }
    texts.pop("004", None)  # the garbled one: it has no gold
    print("| seed plans through | alone | with three sisters |\n| --- | ---: | ---: |")
    for engine in ("eng", "fra", "ocrad"):
        alone, taught = Score(), Score()
        for name, text in texts.items():
            gold = [part for line in text.split("\n") for part in _wrapped(line.split())]
            read = _garbled(gold, engine, name)
            right = "\n".join(" ".join(line) for line in gold)
            sisters = restorer.taught_by(t for other, t in texts.items() if other != name)
            _add(alone, score(paired(right, restore_text(read, restorer).text)))
            _add(taught, score(paired(right, restore_text(read, sisters).text)))
        print(f"| {engine} | {100 * alone.accuracy:.2f} | {100 * taught.accuracy:.2f} |")
    print()


def _wrapped(words: list[str]) -> list[list[str]]:
    """Lines that fit the page; an empty one stays."""
    return [words[i : i + 16] for i in range(0, len(words), 16)] or [[]]


def _garbled(gold: list[list[str]], engine: str, name: str) -> str:
    """The text as read, drawn in pages of 44 lines."""
    full = [line for line in gold if line]
    pages = [garble(full[i : i + 44], ENGINES[engine], name) for i in range(0, len(full), 44)]
    read = iter([line for page in pages for line in page.lines])
    return "\n".join(" ".join(w.text for w in next(read)) if line else "" for line in gold)


def print_clean(restorer: Restorer, shared: Path | None) -> None:
    """Clean text that comes out as it went in, in percent of syllables."""
    given = [line for text in samples("stripped") for line in text.gold.split("\n")]
    if shared:
        found = list(lines(shared / "corpus", Part.TEST))
        given += found[:: max(1, len(found) // _CLEAN_LINES)]
    words = sum(len(line.split()) for line in given)
    changed = sum(len(line.changes) for line in restore_lines(given, restorer))
    print("| clean syllables | left as they are, % |\n| ---: | ---: |")
    print(f"| {words} | {100 * (1 - changed / words):.3f} |\n")


_PROBE = """
import sys, time
begin = time.perf_counter()
from pipeline.restoration import Restorer, restore_text
restorer = Restorer.load()
start = time.perf_counter() - begin
text = sys.stdin.read()
words = len(text.split())
times = []
for _ in range(2):
    begin = time.process_time()
    restore_text(text, restorer)
    times.append(words / (time.process_time() - begin))
import psutil
memory = psutil.Process().memory_info()
print(start, *times, memory.rss / 1e6)
"""


def print_speed() -> None:
    """In a fresh process, on one core: start, syllables a second, resident memory."""
    text = "\n".join(t.read for engine in ("eng", "fra") for t in samples(engine))
    done = subprocess.run(
        [sys.executable, "-c", _PROBE], input=text, capture_output=True, text=True, check=True,
        encoding="utf-8",
    )  # fmt: skip
    start, unseen, again, memory = (float(v) for v in done.stdout.split())
    print("| start, s | syllables/s, not seen before | the same again | memory, MB |")
    print("| ---: | ---: | ---: | ---: |")
    print(f"| {start:.2f} | {unseen:,.0f} | {again:,.0f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
