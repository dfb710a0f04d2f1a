"""Garbled text as it really arises: Vietnamese pages read by what knows no Vietnamese."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass

import pytesseract
from PIL import Image

from training.engines import COMMANDS, pgm


@dataclass(frozen=True, slots=True)
class Garbled:
    """An English reading of a page: its text, and its words with boxes in pixels."""

    text: str
    words: list[tuple[str, tuple[float, float, float, float]]]


ENGINES = ("eng", "fra", "deu", "pol", *COMMANDS)
"""Models of Tesseract without Vietnamese letters, and engines that know none."""


def garbled_text(image: Image.Image, engine: str = "eng") -> str:
    """What one of `ENGINES` reads on a page, its lines as the engine gives them.

    Raises pytesseract.TesseractError or OSError where the engine is missing.
    """
    if engine not in COMMANDS:
        return garble(image, engine).text
    grey = pgm(image.convert("L"))
    done = subprocess.run(COMMANDS[engine], input=grey, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def garble(image: Image.Image, language: str = "eng") -> Garbled:
    """Reads a page with the wrong model.

    Raises pytesseract.TesseractError where Tesseract or its model is missing.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    data = pytesseract.image_to_data(
        image, lang=language, config="--psm 3", output_type=pytesseract.Output.DICT
    )
    words: list[tuple[str, tuple[float, float, float, float]]] = []
    lines: dict[tuple[int, int, int], list[str]] = {}
    for index, text in enumerate(data["text"]):
        if not text.strip():
            continue
        left, top = float(data["left"][index]), float(data["top"][index])
        box = (left, top, left + data["width"][index], top + data["height"][index])
        words.append((text, box))
        key = (data["block_num"][index], data["par_num"][index], data["line_num"][index])
        lines.setdefault(key, []).append(text)
    return Garbled(_text(lines), words)


def _text(lines: dict[tuple[int, int, int], list[str]]) -> str:
    """Lines as they were read, an empty line between paragraphs."""
    out: list[str] = []
    before: tuple[int, int] | None = None
    for (block, paragraph, _), words in lines.items():
        if before is not None and before != (block, paragraph):
            out.append("")
        out.append(" ".join(words))
        before = (block, paragraph)
    return "\n".join(out) + "\n"
