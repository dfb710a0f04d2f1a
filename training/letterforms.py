"""The letters that reading compares print with: `python -m training.letterforms [--font FILE]`.

Draws each Vietnamese letter of Tinos Bold (Debian's fonts-croscore, Apache 2.0), whose
letters have the widths and nearly the shapes of Times New Roman's, in which the country's
offices set titles and names (Decree 30/2020, Appendix I), and writes the picture and the
widths to pipeline/reading/data. Deterministic for a version of the font and of Pillow.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from itertools import product
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from samples.fonts import family

DATA = Path("pipeline/reading/data")
EM = 64
COLUMNS = 16
WIDE, HIGH = 92, 92
ORIGIN = (10, 68)
"""Where a letter's origin lies in its cell, from the left and from the top."""
_PLAIN = "bcdfghjklmnpqrstvwxzđ"
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def letters() -> list[str]:
    """All letters of Vietnamese in both cases, f, j, w, z, and the full stop of degrees."""
    toned = [unicodedata.normalize("NFC", v + t) for v, t in product(_VOWELS, _TONES)]
    small = sorted([*_PLAIN, *toned])
    return [".", *small, *(letter.upper() for letter in small)]


def drawn(font: ImageFont.FreeTypeFont) -> tuple[Image.Image, dict[str, float]]:
    """The letters in cells, black 255 on 0, and their widths in ems."""
    wanted = letters()
    rows = -(-len(wanted) // COLUMNS)
    sheet = Image.new("L", (COLUMNS * WIDE, rows * HIGH), 0)
    pen = ImageDraw.Draw(sheet)
    for index, letter in enumerate(wanted):
        left, top = index % COLUMNS * WIDE, index // COLUMNS * HIGH
        place = (left + ORIGIN[0], top + ORIGIN[1])
        pen.text(place, letter, fill=255, font=font, anchor="ls")
    return sheet, {letter: round(font.getlength(letter) / EM, 4) for letter in wanted}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--font", type=Path, default=family("Tinos").files[1])
    options = parser.parse_args()
    sheet, widths = drawn(ImageFont.truetype(str(options.font), EM))
    sheet.save(DATA / "letterforms.png", optimize=True)
    about = "Drawn by training/letterforms.py from Tinos Bold (Apache 2.0); widths in ems."
    made = {"about": about, "em": EM, "columns": COLUMNS, "cell": [WIDE, HIGH]}
    told = made | {"origin": ORIGIN, "widths": widths}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (DATA / "letterforms.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
