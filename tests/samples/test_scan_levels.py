"""The scanner is hard enough: what plain Tesseract makes of its pages."""

from __future__ import annotations

import os
import shutil

import pytest

from samples.build import PLANS
from samples.content import load
from samples.draw import Style, draw
from samples.measure import error_counts
from samples.scan import LEVELS, scan

PAGES = ("nghe-an-ubnd-ky-nang-so", "lang-son-stttt-ky-nang-so", "nam-dinh-hai-hau-ky-nang-so")
LEAST = {"light": 0.005, "medium": 0.014, "heavy": 0.12, "1-bit": 0.014}


@pytest.mark.long
@pytest.mark.parametrize("level", LEVELS)
def test_plain_tesseract_makes_enough_errors(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    import pytesseract

    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    # Reading names its program in pytesseract's module: a fake one may still stand there.
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "tesseract")
    wrong = drawn = 0
    for seed, name in enumerate(PAGES):
        style = Style(seal="black" if level == "1-bit" else "red", seed=seed)
        document = draw(load(PLANS / f"{name}.toml"), style)
        images = scan(document.pdf, level, seed)
        for page, image in zip(document.pages, images, strict=True):
            config = f"--psm 3 --dpi {LEVELS[level].dpi}"
            read = pytesseract.image_to_string(image, lang="vie", config=config)
            page_wrong, page_drawn = error_counts(page, read)
            wrong, drawn = wrong + page_wrong, drawn + page_drawn
    rate = wrong / drawn
    print(f"{level}: {rate:.2%}", {k: v for k, v in os.environ.items() if k.startswith("OMP")})
    assert LEAST[level] <= rate < LEAST[level] * 3
