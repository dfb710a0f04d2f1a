"""The letters that reading compares print with: `python -m training.letterforms [--font FILE]`.

Draws each Vietnamese letter of Tinos Bold (Debian's fonts-croscore, Apache 2.0), whose
letters have the widths and nearly the shapes of Times New Roman's, in which the country's
offices set titles and names (Decree 30/2020, Appendix I), and writes the picture and the
widths to pipeline/reading/data. Small letters with a tone on a hat (ấ) are there twice: as
today's fonts have them, and with the tone above the hat as Times New Roman had them before
2010. Deterministic for a version of the font and of Pillow.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from itertools import product
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.reading.picture.skew import Grey
from samples.fonts import family

DATA = Path("pipeline/reading/data")
EM = 64
COLUMNS = 16
WIDE, HIGH = 92, 106
ORIGIN = (10, 82)
"""Where a letter's origin lies in its cell, from the left and from the top."""
_PLAIN = "bcdfghjklmnpqrstvwxzđ"
_VOWELS = "aăâeêioôơuưy"
_HATTED = {"â": "a", "ê": "e", "ô": "o"}
_ABOVE = {"\u0300": -0.03, "\u0301": 0.03, "\u0303": 0.0, "\u0309": 0.03}
"""Tones that older fonts put above the hat and not beside it, and how far right (ems)."""
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def letters() -> list[str]:
    """All letters of Vietnamese in both cases, f, j, w, z, and the full stop of degrees."""
    toned = [unicodedata.normalize("NFC", v + t) for v, t in product(_VOWELS, _TONES)]
    small = sorted([*_PLAIN, *toned])
    return [".", *small, *(letter.upper() for letter in small)]


def stacked() -> dict[str, tuple[str, str, str]]:
    """Small letters with a tone on a hat: (the same without the tone, bare, the tone's mark)."""
    cases = product(_HATTED.items(), _ABOVE)
    return {unicodedata.normalize("NFC", h + t): (h, b, t) for (h, b), t in cases}


def drawn(font: ImageFont.FreeTypeFont) -> Image.Image:
    """The letters in cells, ink 255 on 0; behind them those with their tone above the hat."""
    pictures = [_letter(font, letter) for letter in letters()]
    pictures += [_with_tone_above(font, *parts) for parts in stacked().values()]
    rows = -(-len(pictures) // COLUMNS)
    sheet = np.zeros((rows * HIGH, COLUMNS * WIDE), dtype=np.uint8)
    for index, picture in enumerate(pictures):
        left, top = index % COLUMNS * WIDE, index // COLUMNS * HIGH
        sheet[top : top + HIGH, left : left + WIDE] = picture
    return Image.fromarray(sheet)


def _letter(font: ImageFont.FreeTypeFont, letter: str) -> Grey:
    cell = Image.new("L", (WIDE, HIGH), 0)
    ImageDraw.Draw(cell).text(ORIGIN, letter, fill=255, font=font, anchor="ls")
    return np.asarray(cell)


def _with_tone_above(font: ImageFont.FreeTypeFont, hatted: str, bare: str, tone: str) -> Grey:
    """The tone's mark as on the bare letter, lifted above the hat."""
    letter, toned = _letter(font, bare), _letter(font, unicodedata.normalize("NFC", bare + tone))
    top = np.flatnonzero(letter.max(axis=1) > 60)[0]
    mark, hat = toned.copy(), _letter(font, hatted).copy()
    mark[top - 1 :], hat[top - 1 :] = 0, 0
    rows, columns = (np.flatnonzero(mark.max(axis=a) > 60) for a in (1, 0))
    hat_rows, hat_columns = (np.flatnonzero(hat.max(axis=a) > 60) for a in (1, 0))
    up = rows[-1] - hat_rows[0] + 1
    middle = (hat_columns[0] + hat_columns[-1]) / 2 + _ABOVE[tone] * EM
    right = round(middle - (columns[0] + columns[-1]) / 2)
    lifted = np.roll(np.roll(mark, -up, axis=0), right, axis=1)
    return np.maximum(_letter(font, hatted), lifted)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--font", type=Path, default=family("Tinos").files[1])
    options = parser.parse_args()
    font = ImageFont.truetype(str(options.font), EM)
    drawn(font).save(DATA / "letterforms.png", optimize=True)
    about = "Drawn by training/letterforms.py from Tinos Bold (Apache 2.0); widths in ems."
    made = {"about": about, "em": EM, "columns": COLUMNS, "cell": [WIDE, HIGH], "origin": ORIGIN}
    widths = {letter: round(font.getlength(letter) / EM, 4) for letter in letters()}
    told = made | {"widths": widths, "stacked": "".join(stacked())}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (DATA / "letterforms.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
