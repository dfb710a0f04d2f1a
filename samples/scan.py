"""A scanner of our own: drawn pages to what an office's copier would make of them.

Every step is seeded: the same PDF, level and seed give the same pixels. The
levels are set so that plain Tesseract (`vie`, psm 3) makes at least 0.5, 1.4, 12
and 1.4 % character errors on light, medium, heavy and 1-bit pages;
tests/samples measures it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Pixels = npt.NDArray[Any]
"""Float32, height x width x 3, RGB, 0 (ink) to 255 (paper)."""


@dataclass(frozen=True, slots=True)
class Level:
    """How bad a scan is. Lengths are in pixels at `dpi`, tones in 0..255.

    `skew` is the largest slant in degrees, `wear` the share of ink that the
    printer's drum left out, `specks` their number per million pixels, `bleed` how
    much of the back page shows, `shade` how much darker the dark corner is.
    """

    dpi: int
    colour: str = "rgb"  # rgb, grey or 1-bit
    skew: float = 0.3
    blur: float = 0.5
    noise: float = 4.0
    wear: float = 0.0
    specks: float = 5.0
    bleed: float = 0.03
    shade: float = 0.04
    ink: float = 20.0
    wave: float = 0.0
    threshold: float = 150.0
    jpeg: int = 85


LEVELS = {
    "light": Level(300, skew=0.35, blur=0.75, noise=6, wear=0.02, specks=6, jpeg=80),
    "medium": Level(
        200, skew=0.8, blur=0.75, noise=10, wear=0.04, specks=20, bleed=0.06, shade=0.10,
        ink=40, wave=0.4, jpeg=62,
    ),
    "heavy": Level(
        150, skew=1.4, blur=0.83, noise=17.4, wear=0.072, specks=70, bleed=0.10, shade=0.18,
        ink=57, wave=0.6, jpeg=41,
    ),
    "1-bit": Level(
        200, colour="1-bit", skew=0.6, blur=0.7, noise=12, wear=0.05, specks=25, bleed=0.05,
        shade=0.08, ink=30, wave=0.3, threshold=165,
    ),
}  # fmt: skip


def scan(pdf: bytes, level: Level | str, seed: int, colour: str | None = None) -> list[Image.Image]:
    """The pages as scanned images: RGB, L (grey) or 1 (1-bit).

    `colour` overrides the level's ("grey" makes a grey scan of a medium page).
    Raises KeyError for an unknown level name.
    """
    chosen = LEVELS[level] if isinstance(level, str) else level
    if colour:
        chosen = replace(chosen, colour=colour)
    pages = render(pdf, chosen.dpi)
    backs = [pages[(index + 1) % len(pages)] for index in range(len(pages))]
    return [
        _scan_page(page, back, chosen, np.random.default_rng([seed, index]))
        for index, (page, back) in enumerate(zip(pages, backs, strict=True))
    ]


def render(pdf: bytes, dpi: int) -> list[Pixels]:
    """The pages of a PDF as pixels, without any wear."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_pixels(page.render(scale=dpi / 72).to_pil()) for page in document]
    finally:
        document.close()


def _pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"), dtype=np.float32)


def _scan_page(page: Pixels, back: Pixels, level: Level, rng: np.random.Generator) -> Image.Image:
    image = _bleed(page, back, level)
    image = _wear(image, level, rng)
    image = _bend(image, level, rng)
    image = cv2.GaussianBlur(image, (0, 0), level.blur).astype(np.float32)
    image = _tone(image, level)
    image = _shade(image, level, rng)
    image = _specks(image, level, rng)
    image += rng.normal(0, level.noise, image.shape[:2]).astype(np.float32)[..., None]
    return _finish(np.clip(image, 0, 255), level)


def _bleed(page: Pixels, back: Pixels, level: Level) -> Pixels:
    """The back page, mirrored and blurred, shines through."""
    if back.shape != page.shape:
        return page
    mirrored: Pixels = cv2.GaussianBlur(np.ascontiguousarray(back[:, ::-1]), (0, 0), level.dpi / 90)
    shone: Pixels = page - (255 - mirrored) * level.bleed
    return shone


def _wear(image: Pixels, level: Level, rng: np.random.Generator) -> Pixels:
    """Ink missing in clouds, as an old drum or a second photocopy leaves it."""
    height, width = image.shape[:2]
    fine: Pixels = rng.normal(0, 1, (height, width)).astype(np.float32)
    fine = cv2.GaussianBlur(fine, (0, 0), level.dpi / 170)
    fine = fine / fine.std()
    limit = -np.sqrt(2) * _inverse_erf(1 - 2 * level.wear) if level.wear else -9.0
    holes = np.clip((limit + 0.35 - fine) / 0.7, 0, 1)[..., None]
    worn: Pixels = image + (255 - image) * holes * 0.85
    return worn


def _inverse_erf(x: float) -> float:
    """Winitzki's approximation, good to 0.002: for the share of missing ink."""
    a = 0.147
    log = np.log(1 - x * x)
    first = 2 / (np.pi * a) + log / 2
    return float(np.sign(x) * np.sqrt(np.sqrt(first**2 - log / a) - first))


def _bend(image: Pixels, level: Level, rng: np.random.Generator) -> Pixels:
    """Skew, and lines that wave a little as paper does on the feed."""
    height, width = image.shape[:2]
    angle = float(rng.uniform(-level.skew, level.skew))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    image = cv2.warpAffine(
        image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    ).astype(np.float32)
    if not level.wave:
        return image
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    phase = rng.uniform(0, 2 * np.pi, 2)
    reach = level.wave * level.dpi / 150
    down = (ys + reach * np.sin(xs / width * 9 + phase[0])).astype(np.float32)
    across = (xs + reach * np.sin(ys / height * 13 + phase[1])).astype(np.float32)
    bent = cv2.remap(image, across, down, cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return bent.astype(np.float32)


def _tone(image: Pixels, level: Level) -> Pixels:
    """Black comes out grey (`ink`), paper a little off white."""
    paper = np.array([249, 248, 244], dtype=np.float32)
    toned: Pixels = level.ink + np.clip(image, 0, 255) / 255 * (paper - level.ink)
    return toned


def _shade(image: Pixels, level: Level, rng: np.random.Generator) -> Pixels:
    """One corner darker, and a dark line along one edge on worse scans."""
    height, width = image.shape[:2]
    corner = rng.uniform(-0.2, 1.2, 2)
    ys = np.linspace(0, 1, height, dtype=np.float32)[:, None] - corner[0]
    xs = np.linspace(0, 1, width, dtype=np.float32)[None, :] - corner[1]
    near = np.exp(-(ys**2 + xs**2) / 0.35)
    image = image * (1 - level.shade * near)[..., None]
    if level.shade > 0.05:
        edge = int(rng.uniform(2, 7) * level.dpi / 150)
        image[:, :edge] *= 0.6
    return image.astype(np.float32)


def _specks(image: Pixels, level: Level, rng: np.random.Generator) -> Pixels:
    """Dust: dark and light dots of up to half a millimetre."""
    height, width = image.shape[:2]
    for _ in range(int(level.specks * height * width / 1e6)):
        y, x = int(rng.integers(0, height)), int(rng.integers(0, width))
        radius = int(rng.integers(0, max(2, level.dpi // 90)))
        tone = float(rng.choice([35.0, 70.0, 110.0, 235.0]))
        cv2.circle(image, (x, y), radius, (tone, tone, tone), -1)
    return image


def _finish(image: npt.NDArray[Any], level: Level) -> Image.Image:
    colour = Image.fromarray(image.astype(np.uint8), "RGB")
    if level.colour == "rgb":
        return _through_jpeg(colour, level.jpeg)
    grey = colour.convert("L")
    if level.colour == "grey":
        return _through_jpeg(grey, level.jpeg)
    threshold = int(level.threshold)
    return grey.point([255 if tone > threshold else 0 for tone in range(256)]).convert("1")


def _through_jpeg(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(io.BytesIO(jpeg(image, quality)))


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The image as JPEG bytes."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def as_pdf(
    images: list[Image.Image],
    dpi: int,
    quality: int = 60,
    layers: list[list[tuple[str, tuple[float, float, float, float]]]] | None = None,
) -> bytes:
    """Images as a PDF, a page each, with invisible words over them where `layers` has some.

    A layer's words are (text, (x0, top, x1, bottom)) in pixels.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    scale = 72 / dpi
    for index, image in enumerate(images):
        width, height = image.width * scale, image.height * scale
        canvas.setPageSize((width, height))
        canvas.drawImage(_embedded(image, quality), 0, 0, width, height)
        for word, box in layers[index] if layers else ():
            _hidden(canvas, word, box, scale, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _embedded(image: Image.Image, quality: int) -> ImageReader:
    if image.mode == "1":
        return ImageReader(image)
    return ImageReader(io.BytesIO(jpeg(image, quality)))


def _hidden(
    canvas: Any, word: str, box: tuple[float, float, float, float], scale: float, height: float
) -> None:
    """A word in render mode 3, stretched to its box, as recognisers write text layers."""
    font, size = "Helvetica", max(1.0, (box[3] - box[1]) * scale)
    latin = word.encode("cp1252", "ignore").decode("cp1252")
    natural = canvas.stringWidth(latin, font, size)
    if not natural:
        return
    text = canvas.beginText(box[0] * scale, height - box[3] * scale)
    text.setFont(font, size)
    text.setTextRenderMode(3)
    text.setHorizScale(100 * (box[2] - box[0]) * scale / natural)
    text.textOut(latin + " ")
    canvas.drawText(text)
