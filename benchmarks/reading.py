"""How well and at what cost scans are read: ours beside the ways people know.

    python -m benchmarks.reading [--documents 5] [--levels light,medium] [--write]

Draws sample plans, puts each through the scanner simulation at every level, and reads
the same PDF with: this package, and the same after restoration; `tesseract` on the pages
as they are; pytesseract as tutorials show it (pages at 300 dpi, `image_to_string`);
OCRmyPDF with deskew and clean, where it is installed. Figures are for whole pages, order
of lines included; CPU seconds count the processes that were started too; memory is the
most that a fresh process of ours holds for one plan. `--write` puts
the table into docs/reading.md.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytesseract
from PIL import Image
from rapidfuzz.distance import Levenshtein

from pipeline.batch.keeper import ENVIRONMENT
from pipeline.document import Document, Region
from pipeline.reading.engine.library import engine_of
from pipeline.reading.engine.tesseract import Engine, Seen
from pipeline.reading.reader import read
from pipeline.restoration import Restorer, restore
from pipeline.settings import ReadingSettings, RestorationSettings
from pipeline.vietnamese import nfc
from samples import content, draw, scan

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "reading.md"
LEVELS = ("light", "medium", "heavy", "1-bit", "grey, black seal")
REGIONS = ("letterhead-left", "letterhead-right", "title", "body", "recipients", "signature")


@dataclass(frozen=True, slots=True)
class Sample:
    """A scanned plan: its PDF, and what stands on each page as (text, region) lines."""

    name: str
    pdf: Path
    dpi: int
    pages: tuple[tuple[draw.DrawnLine, ...], ...]

    def text(self, page: int) -> str:
        """The page's gold text (index from 0)."""
        return folded("\n".join(line.text for line in self.pages[page]))


@dataclass(slots=True)
class Score:
    """Errors and lengths added up over pages, CPU seconds by step."""

    errors: int = 0
    letters: int = 0
    word_errors: int = 0
    words: int = 0
    regions: dict[str, list[int]] = field(default_factory=dict)
    names: int = 0
    wrong_names: int = 0
    signed: int = 0
    pages: int = 0
    cpu: dict[str, float] = field(default_factory=dict)
    memory: int = 0

    def add(self, gold: str, found: str) -> None:
        """One page's text against its gold."""
        self.errors += Levenshtein.distance(gold, found)
        self.letters += len(gold)
        self.word_errors += Levenshtein.distance(gold.split(), found.split())
        self.words += len(gold.split())
        self.pages += 1

    def spend(self, step: str, seconds: float) -> None:
        """CPU seconds of one step."""
        self.cpu[step] = self.cpu.get(step, 0.0) + seconds


def folded(text: str) -> str:
    """NFC, white space as single spaces; case and punctuation count."""
    return re.sub(r"\s+", " ", nfc(text)).strip()


def cpu() -> float:
    """Seconds of this process, of those it started and waited for, and of those that run."""
    times = os.times()
    ended = times.user + times.system + times.children_user + times.children_system
    started = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return ended + sum(_running(int(pid)) for pid in started)


_TICKS = os.sysconf("SC_CLK_TCK")


def _running(pid: int) -> float:
    """CPU seconds of a process: the 14th and 15th field of Linux's record of it."""
    record = Path(f"/proc/{pid}/stat").read_text()
    user, system = record.rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / _TICKS


def samples(folder: Path, level: str, count: int) -> Iterator[Sample]:
    """The first plans of the samples as scans of this level."""
    seal, kind = ("black", "medium") if level == LEVELS[4] else ("red", level)
    for path in sorted((ROOT / "samples" / "plans").glob("*.toml"))[:count]:
        drawn = draw.draw(content.load(path), draw.Style(seal=seal))
        images = scan.scan(drawn.pdf, kind, 11, "grey" if seal == "black" else None)
        dpi = scan.LEVELS[kind].dpi
        target = folder / f"{path.stem}-{level.replace(', ', '-')}.pdf"
        target.write_bytes(scan.as_pdf(images, dpi, scan.LEVELS[kind].jpeg))
        yield Sample(path.stem, target, dpi, drawn.pages)


@dataclass
class Timed:
    """Our engine with its CPU seconds kept by kind of call."""

    engine: Engine
    score: Score

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        """As the engine's own."""
        before = cpu()
        seen = self.engine.words(image, psm, dpi, only)
        self.score.spend("recogniser, page" if psm == 3 else "recogniser, crops", cpu() - before)
        return seen

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        """As the engine's own."""
        before = cpu()
        seen = self.engine.again(image, dpi)
        self.score.spend("recogniser, again", cpu() - before)
        return seen

    def turn(self, image: Image.Image) -> tuple[int, float]:
        """As the engine's own."""
        before = cpu()
        told = self.engine.turn(image)
        self.score.spend("orientation", cpu() - before)
        return told


def ours(sample: Sample, score: Score) -> list[str]:
    """This package: reading alone, no restoration."""
    document = read_once(sample, score)
    by_region(sample, document, score)
    return [page.text for page in document.pages]


def ours_restored(sample: Sample, score: Score) -> list[str]:
    """This package, reading and restoration; no sister texts to learn from."""
    document = read_once(sample, score)
    before = cpu()
    restored = restore(document, restorer(), RestorationSettings())
    score.spend("restoration", cpu() - before)
    return [page.text for page in restored.pages]


@lru_cache(maxsize=1)
def restorer() -> Restorer:
    """The shipped model, loaded once as in a run."""
    return Restorer.load()


def read_once(sample: Sample, score: Score) -> Document:
    """The sample read, its CPU seconds by step added to the score."""
    settings = ReadingSettings()
    before, known = cpu(), sum(score.cpu.values())
    document = read(sample.pdf, sample.name, settings, Timed(engine_of(settings), score))
    score.spend("all else", cpu() - before - (sum(score.cpu.values()) - known))
    return document


MEMORY = """
import re, sys
from pathlib import Path
from pipeline.reading.reader import read
from pipeline.settings import ReadingSettings
read(Path(sys.argv[1]), "a", ReadingSettings())
print(int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
"""Linux's own count of a process's peak: getrusage's is inherited from the parent."""


def memory(sample: Sample) -> int:
    """MB that a fresh process holds at most while it reads the sample; Tesseract's apart."""
    command = [sys.executable, "-c", MEMORY, str(sample.pdf)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT)
    return int(done.stdout)


def by_region(sample: Sample, document: Document, score: Score) -> None:
    """Errors region by region, and the signer's name."""
    for gold, page in zip(sample.pages, document.pages, strict=True):
        for region in REGIONS:
            want = folded("\n".join(line.text for line in gold if line.region == region))
            got = folded("\n".join(ln.text for ln in page.lines if ln.region == Region(region)))
            if want:
                sums = score.regions.setdefault(region, [0, 0])
                sums[0] += Levenshtein.distance(want, got)
                sums[1] += len(want)
        signing = [line.text for line in gold if line.region == "signature"]
        if signing:
            read_lines = [ln.text for ln in page.lines if ln.region is Region.SIGNATURE]
            last = read_lines[-1] if read_lines else ""
            score.signed += 1
            score.names += signing[-1] == last
            score.wrong_names += signing[-1] != last and "□" not in last and last.istitle()


def plain_tesseract(sample: Sample, score: Score) -> list[str]:
    """`tesseract page.png - -l vie`: the pages at their own resolution."""
    texts: list[str] = []
    for image in rendered(sample.pdf, sample.dpi):
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            image.save(file.name, dpi=(sample.dpi, sample.dpi))
            before = cpu()
            command = ["tesseract", file.name, "-", "-l", "vie", "--psm", "3"]
            done = subprocess.run(command, capture_output=True, check=True)
            score.spend("all", cpu() - before)
        texts.append(done.stdout.decode("utf-8", "replace"))
    return texts


def tutorial(sample: Sample, score: Score) -> list[str]:
    """pytesseract as people use it."""
    before = cpu()
    images = rendered(sample.pdf, 300)
    texts = [pytesseract.image_to_string(image, lang="vie") for image in images]
    score.spend("all", cpu() - before)
    return texts


def ocrmypdf(sample: Sample, score: Score) -> list[str]:
    """OCRmyPDF's text file beside the PDF."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        command = ["ocrmypdf", "-l", "vie", "--deskew", "--jobs", "1", "--sidecar", str(text)]
        command += ["--clean"] if shutil.which("unpaper") else []
        before = cpu()
        subprocess.run(
            [*command, str(sample.pdf), f"{folder}/out.pdf"], capture_output=True, check=True
        )
        score.spend("all", cpu() - before)
        return text.read_text(encoding="utf-8").split("\f")[: len(sample.pages)]


def rendered(pdf: Path, dpi: int) -> list[Image.Image]:
    """All pages as pictures."""
    document = pypdfium2.PdfDocument(pdf)
    images = [page.render(scale=dpi / 72).to_pil() for page in document]
    document.close()
    return images


Reader = Callable[[Sample, Score], list[str]]


def readers(without: str = "") -> dict[str, Reader]:
    """By the name in the table; those whose name contains a word of `without` are left out."""
    known: dict[str, Reader] = {
        "kehoach": ours,
        "kehoach, restored": ours_restored,
        "tesseract": plain_tesseract,
        "pytesseract, 300 dpi": tutorial,
    }
    if shutil.which("ocrmypdf"):
        known["OCRmyPDF --deskew --clean"] = ocrmypdf
    return {name: r for name, r in known.items() if not any(w in name for w in without.split())}


def measure(levels: Sequence[str], count: int, without: str = "") -> dict[tuple[str, str], Score]:
    """Scores by (level, reader)."""
    scores: dict[tuple[str, str], Score] = {}
    with tempfile.TemporaryDirectory() as folder:
        for level in levels:
            for sample in samples(Path(folder), level, count):
                held = memory(sample)
                for name, reader in readers(without).items():
                    score = scores.setdefault((level, name), Score())
                    score.memory = max(score.memory, held)
                    for page, text in enumerate(reader(sample, score)):
                        score.add(sample.text(page), folded(text))
            print("\n".join(rows(scores, level)), flush=True)
    return scores


def rows(scores: dict[tuple[str, str], Score], level: str) -> list[str]:
    """The table's lines of one level."""
    made = []
    for (at, name), score in scores.items():
        if at == level:
            seconds = sum(score.cpu.values()) / score.pages
            made.append(
                f"| {level} | {name} | {score.errors / score.letters:.2%} "
                f"| {score.word_errors / score.words:.2%} | {seconds:.2f} | {60 / seconds:.0f} |"
            )
    return made


HEADER = (
    "| scan | reader | CER | WER | CPU s a page | pages/min a core |\n"
    "| --- | --- | --- | --- | --- | --- |"
)


def report(scores: dict[tuple[str, str], Score], levels: Sequence[str]) -> str:
    """All tables as Markdown."""
    parts = [HEADER, *(line for level in levels for line in rows(scores, level)), ""]
    parts += ["| scan | " + " | ".join(REGIONS) + " | names right | wrong | unread |"]
    parts += ["|" + " --- |" * (len(REGIONS) + 4)]
    for level in levels:
        score = scores[level, "kehoach"]
        cells = [f"{e / max(1, n):.1%}" for e, n in (score.regions.get(r, [0, 0]) for r in REGIONS)]
        unread = score.signed - score.names - score.wrong_names
        cells += [f"{score.names}/{score.signed}", str(score.wrong_names), str(unread)]
        parts.append(f"| {level} | " + " | ".join(cells) + " |")
    parts += ["", "| scan | CPU seconds a page by step | MB of a worker |"]
    parts += ["| --- | --- | --- |"]
    for level in levels:
        score = scores[level, "kehoach"]
        steps = ", ".join(f"{k} {v / score.pages:.2f}" for k, v in sorted(score.cpu.items()))
        parts.append(f"| {level} | {steps} | {score.memory} |")
    return "\n".join(parts)


BEGIN, END = "<!-- benchmark -->", "<!-- end of benchmark -->"


def write(table: str) -> None:
    """The table between the marks in docs/reading.md."""
    text = DOCS.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    DOCS.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def as_a_worker() -> None:
    """Starts this program anew in the environment that workers have, if it has another."""
    if not ENVIRONMENT.items() <= os.environ.items():
        command = [sys.executable, "-m", "benchmarks.reading", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **ENVIRONMENT})


def main() -> None:
    """The command."""
    as_a_worker()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5)
    parser.add_argument("--levels", default=";".join(LEVELS), help="names by ';'")
    parser.add_argument("--without", default="", help="readers to leave out (OCRmyPDF is slow)")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    levels = [level.strip() for level in options.levels.split(";")]
    table = report(measure(levels, options.documents, options.without), levels)
    print(table)
    if options.write:
        write(table)


if __name__ == "__main__":
    main()
