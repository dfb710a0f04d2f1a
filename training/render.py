"""Aligned pairs made by the project itself: draw clean text, read it, match by place.

A page is drawn word by word, so the horizontal extent of each word is known; the
recogniser gives the box of each word it read. Words that overlap belong
together, which finds merged and split words without any guessing.
"""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pipeline.vietnamese import nfc
from training.corpus import Part, lines
from training.engines import COMMANDS, align, pgm, read_line

FONTS = {
    "tinos": "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "tinos-bold": "/usr/share/fonts/truetype/croscore/Tinos-Bold.ttf",
    "tinos-italic": "/usr/share/fonts/truetype/croscore/Tinos-Italic.ttf",
    "freeserif": "/usr/share/fonts/truetype/freefont/FreeSerif.ttf",
    "dejavu-serif": "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "arimo": "/usr/share/fonts/truetype/croscore/Arimo-Regular.ttf",
}
_LINES_A_PAGE = 44
OTHERS = {"deu": 12, "ita": 10, "ocrad": 40, "gocr": 34}
"""Pages by engine: Tesseract's German and Italian, Ocrad, GOCR."""
_WIDTH_MM = 165


@dataclass(frozen=True, slots=True)
class Setting:
    """How a page is drawn, spoiled and read. `noise` 0 is a clean print."""

    profile: str
    language: str
    font: str
    points: float
    dpi: int
    noise: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A word where it was drawn: line number and horizontal extent in pixels."""

    text: str
    line: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as read, where it was found (pixels), and the recogniser's confidence, 0..1."""

    text: str
    left: float
    right: float
    middle: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Pair:
    """What was read for some drawn words; either side may be empty or many words."""

    read: str
    gold: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One drawn line with what was read of it, in order."""

    profile: str
    pairs: tuple[Pair, ...]


def settings(seed: int, pages: int) -> list[Setting]:
    """A fixed mixture: half read without Vietnamese, half with, most of these spoiled."""
    rng = random.Random(seed)
    made = []
    for _ in range(pages):
        font = rng.choices(list(FONTS), (8, 4, 2, 2, 1, 1))[0]
        points = rng.choice((12, 13, 13, 14, 14))
        draw = rng.random()
        if draw < 0.62:
            dpi, noise = rng.choice((150, 200, 200, 300)), rng.choice((0.0, 0.0, 0.3, 0.6))
            made.append(Setting("eng", "eng", font, points, dpi, noise))
        elif draw < 0.70:
            made.append(Setting("fra", "fra", font, points, 200, rng.choice((0.0, 0.4))))
        else:
            dpi, noise = rng.choice((110, 130, 150, 200)), rng.choice((0.5, 0.8, 1.0))
            made.append(Setting("vie", "vie", font, points, dpi, noise))
    return made


def other_settings(seed: int) -> list[Setting]:
    """Pages for further engines that know no Vietnamese: other languages, other programs."""
    rng = random.Random(seed)
    made = []
    for engine, pages in OTHERS.items():
        for _ in range(pages):
            font = rng.choices(list(FONTS), (8, 4, 2, 2, 1, 1))[0]
            points, dpi = rng.choice((12, 13, 13, 14, 14)), rng.choice((200, 300, 300))
            made.append(Setting(engine, engine, font, points, dpi, rng.choice((0, 0, 0, 0.3))))
    return made


def page_text(source: list[str], rng: random.Random, width: int) -> list[list[str]]:
    """Lines of about `width` characters from random paragraphs, some in capitals."""
    out: list[list[str]] = []
    while len(out) < _LINES_A_PAGE:
        words = rng.choice(source).split()[:70]
        if rng.random() < 0.16:
            words = [w.upper() for w in words[:12]]
        elif rng.random() < 0.12:
            words = [w.capitalize() for w in words[:14]]
        out.extend(_wrap(words, width))
    return out[:_LINES_A_PAGE]


def _wrap(words: list[str], width: int) -> Iterator[list[str]]:
    line: list[str] = []
    length = 0
    for word in words:
        if line and length + len(word) > width:
            yield line
            line, length = [], 0
        line.append(word)
        length += len(word) + 1
    if line:
        yield line


def draw(text: list[list[str]], setting: Setting) -> tuple[Image.Image, list[Drawn], float]:
    """The page as grey image, its words with places, and the line height in pixels."""
    size = setting.points * setting.dpi / 72
    font = ImageFont.truetype(FONTS[setting.font], size)
    height = size * 1.45
    margin = setting.dpi * 0.5
    width = int(setting.dpi * _WIDTH_MM / 25.4 * 1.15 + 2 * margin)
    image = Image.new("L", (width, int(height * len(text) + 2 * margin)), 255)
    pen = ImageDraw.Draw(image)
    words = []
    space = font.getlength(" ")
    for number, line in enumerate(text):
        x = margin
        for word in line:
            pen.text((x, margin + number * height), word, font=font, fill=0)
            end = x + font.getlength(word)
            words.append(Drawn(word, number, x, end))
            x = end + space
    return image, words, height


def spoil(image: Image.Image, noise: float, rng: random.Random) -> Image.Image:
    """A bad scan: blur, speckle, low contrast and broken strokes, by `noise` 0..1."""
    if noise <= 0:
        return image
    blurred = image.filter(ImageFilter.GaussianBlur(0.25 + noise * rng.uniform(0.3, 0.9)))
    grain = np.random.default_rng(rng.randrange(2**32))
    pixels = np.asarray(blurred, dtype=np.float32)
    pixels = pixels + grain.normal(0, 34 * noise, pixels.shape).astype(np.float32)
    if rng.random() < 0.5:
        cut = rng.uniform(105, 180)
        pixels = np.where(pixels < cut, 0, 255)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def read_words(image: Image.Image, language: str, dpi: int) -> list[ReadWord]:
    """The words that Tesseract reads."""
    command = ["tesseract", "stdin", "stdout", "-l", language, "--psm", "6", "--dpi", str(dpi)]
    done = subprocess.run([*command, "tsv"], input=pgm(image), capture_output=True, check=True)
    words = []
    for row in done.stdout.decode("utf-8").splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            left, top, width, height, sure = (float(c) for c in cells[6:11])
            text = nfc(cells[11].strip())
            words.append(ReadWord(text, left, left + width, top + height / 2, sure / 100))
    return words


def match_words(
    drawn: list[Drawn], read: list[ReadWord], height: float, top: float
) -> dict[int, list[ReadWord]]:
    """The read words by the drawn line on which they stand, from left to right."""
    seen: dict[int, list[ReadWord]] = {word.line: [] for word in drawn}
    for word in read:
        line = int((word.middle - top) // height)
        if line in seen:
            seen[line].append(word)
    return {n: sorted(words, key=lambda w: w.left) for n, words in seen.items()}


def match(
    drawn: list[Drawn], read: list[ReadWord], height: float, top: float
) -> list[tuple[Pair, ...]]:
    """Pairs by line: drawn and read words that overlap by a third of the narrower."""
    by_line: dict[int, list[Drawn]] = {}
    for word in drawn:
        by_line.setdefault(word.line, []).append(word)
    seen = match_words(drawn, read, height, top)
    return [tuple(_match_line(by_line[n], seen[n])) for n in by_line]


def _match_line(drawn: list[Drawn], read: list[ReadWord]) -> Iterator[Pair]:
    events = [(w.left, w.right, 0, w.text) for w in drawn]
    events += [(w.left, w.right, 1, w.text) for w in read]
    groups: list[tuple[float, list[str], list[str]]] = []
    for left, right, side, text in sorted(events):
        narrow = right - left
        if not groups or groups[-1][0] - left < 0.34 * min(narrow, groups[-1][0]):
            groups.append((right, [], []))
        end, gold, got = groups[-1]
        (got if side else gold).append(text)
        groups[-1] = (max(end, right), gold, got)
    for _, gold, got in groups:
        yield Pair(" ".join(got), " ".join(gold))


def render(folder: Path, part: Part, pages: list[Setting], seed: int) -> Iterator[ReadLine]:
    """All lines of all pages, drawn from one part of the corpus."""
    source = [line for line in lines(folder, part) if 20 < len(line) < 900]
    rng = random.Random(seed)
    for setting in pages:
        text = page_text(source, rng, 88)
        if setting.language in COMMANDS:
            yield from (_by_line(line, setting, rng) for line in text)
            continue
        image, drawn, height = draw(text, setting)
        spoiled = spoil(image, setting.noise, rng)
        read = read_words(spoiled, setting.language, setting.dpi)
        for pairs in match(drawn, read, height, setting.dpi * 0.5):
            yield ReadLine(setting.profile, pairs)


def _by_line(words: list[str], setting: Setting, rng: random.Random) -> ReadLine:
    image, _, _ = draw([words], setting)
    read = read_line(spoil(image, setting.noise, rng), setting.language)
    return ReadLine(setting.profile, tuple(Pair(*pair) for pair in align(words, read)))


def write(path: Path, read: Iterator[ReadLine]) -> int:
    """JSON lines, written as they come; the number of lines."""
    count = 0
    with path.open("w", encoding="utf-8", buffering=1) as stream:
        for count, line in enumerate(read, 1):  # noqa: B007
            stream.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
    return count


def load(path: Path) -> Iterator[ReadLine]:
    """What `write` wrote."""
    with path.open(encoding="utf-8") as stream:
        for row in stream:
            data = json.loads(row)
            yield ReadLine(data["profile"], tuple(Pair(**p) for p in data["pairs"]))
