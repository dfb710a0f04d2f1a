"""The recogniser: Tesseract through pytesseract, one call an image, one thread a call."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from PIL import Image

from pipeline.document import Alternative
from pipeline.errors import ReadingError
from pipeline.programs import said_by
from pipeline.settings import ReadingSettings
from pipeline.vietnamese import nfc

HOW_TO_GET = (
    "Tesseract is not installed: `kehoach doctor` says how to get it on this system "
    "(Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie)."
)


LARGER = ("Vietnamese", "script/Vietnamese")
"""The model of Debian's tesseract-ocr-script-viet, a larger network, by its names."""
LINES = 6
"""Page segmentation: one block of lines."""
_ALWAYS = "--oem 1 -c tessedit_do_invert=0"


class EngineError(Exception):
    """One call failed; `code` names how (`ocr-timeout`, `ocr-failed`). The page's, not the
    document's, end."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as recognised: pixels from the top left of its image, confidence 0..1.

    `block`, `paragraph` and `line` are the recogniser's own counts; `others` what else the
    word may be.
    """

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float
    block: int = 0
    paragraph: int = 0
    line: int = 0
    others: tuple[Alternative, ...] = ()

    @property
    def width(self) -> int:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def row(self) -> tuple[int, int, int]:
        """The line of the page that it is on, by the recogniser's counts."""
        return self.block, self.paragraph, self.line

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top


class Engine(Protocol):
    """What reading needs of a recogniser. Fakes in the tests fail in every way."""

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        """The words of a grey image, of the characters in `only` where given.

        Raises EngineError.
        """

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        """The words of lines one below the other, read by a larger model than `words` has;
        [] where there is none. Raises EngineError.
        """

    def turn(self, image: Image.Image) -> tuple[int, float]:
        """(degrees clockwise that make the page upright, confidence). Raises EngineError."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program behind pytesseract. Raises ReadingError `no-tesseract`, `no-language`."""

    languages: str = "vie"
    command: str = ""
    seconds: float = 120

    @staticmethod
    def of(settings: ReadingSettings) -> Tesseract:
        """The engine that the settings name."""
        return Tesseract(settings.languages, settings.tesseract, settings.page_seconds)

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        """One `image_to_data` call; words only, those without letters or marks left out."""
        config = f"--psm {psm} {_ALWAYS}"
        if dpi:
            config += f" --dpi {dpi}"
        if only:
            config += f" -c tessedit_char_whitelist={only}"
        return parse_tsv(self._call("image_to_data", image, self.languages, config))

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        """One call with the first of LARGER that is installed."""
        model = larger_model(self.command or "tesseract")
        if not model:
            return []
        config = f"--psm {LINES} {_ALWAYS} --dpi {dpi}"
        return parse_tsv(self._call("image_to_data", image, model, config))

    def turn(self, image: Image.Image) -> tuple[int, float]:
        """Orientation by `--psm 0`; (0, 0.0) where there are too few characters."""
        try:
            told = self._call("image_to_osd", image, "osd", "--psm 0").decode("utf-8", "replace")
        except EngineError as error:
            if error.code == "ocr-failed":
                return 0, 0.0
            raise
        values = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
        return int(values.get("Rotate", 0)), float(values.get("Orientation confidence", 0))

    def _call(self, verb: str, image: Image.Image, lang: str, config: str) -> bytes:
        import pytesseract

        os.environ["OMP_THREAD_LIMIT"] = "1"  # four times slower without, on two cores
        pytesseract.pytesseract.tesseract_cmd = self.command or "tesseract"
        image.format = "PPM"  # PNG, pytesseract's default, costs a tenth of the page
        try:
            told: Any = getattr(pytesseract, verb)(
                image,
                lang=lang,
                config=config,
                output_type=pytesseract.Output.BYTES,
                timeout=self.seconds,
            )
        except pytesseract.TesseractNotFoundError as error:
            raise ReadingError("no-tesseract", HOW_TO_GET) from error
        except pytesseract.TesseractError as error:
            raise _why_failed(str(error.message), lang) from error
        except RuntimeError as error:
            raise EngineError(
                "ocr-timeout", f"Tesseract took more than {self.seconds:g} s and was stopped."
            ) from error
        except (OSError, ValueError, subprocess.SubprocessError, SystemExit) as error:
            raise EngineError("ocr-failed", f"Tesseract could not be run: {error}") from error
        return bytes(told)


@lru_cache(maxsize=4)
def larger_model(program: str) -> str:
    """The name of the larger model that is installed beside a program; "" for none."""
    listed = said_by(program, "--list-langs") or []
    return larger_of(listed)


def larger_of(languages: Sequence[str]) -> str:
    """The first of LARGER among the languages that a program lists; "" for none."""
    return next((name for name in LARGER if name in languages), "")


def _why_failed(message: str, lang: str) -> Exception:
    if "Failed loading language" in message or "couldn't load any languages" in message:
        return ReadingError(
            "no-language",
            f"Tesseract has no data for '{lang}': `kehoach doctor` says how to get it "
            "(Debian, Ubuntu: apt-get install tesseract-ocr-vie).",
        )
    return EngineError("ocr-failed", f"Tesseract ended with an error: {message[:200]}")


def parse_tsv(data: bytes) -> list[Seen]:
    """Tesseract's TSV: 12 columns, words at level 5. Bad UTF-8 and short lines are skipped
    over, never raised: one broken word is not the page's end."""
    found: list[Seen] = []
    for row in data.decode("utf-8", "replace").splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5":
            continue
        # The model often gives one Đ twice, as Đ and its double Ð; no word has two.
        text = nfc(cells[11]).strip().replace("ĐĐ", "Đ").replace("đđ", "đ")
        if not text:
            continue
        try:
            block, paragraph, line = int(cells[2]), int(cells[3]), int(cells[4])
            left, top, wide, high = (int(c) for c in cells[6:10])
            confidence = max(0.0, min(1.0, float(cells[10]) / 100))
        except ValueError:
            continue
        box = (left, top, left + wide, top + high)
        found.append(Seen(text, *box, confidence, block, paragraph, line))
    return found
