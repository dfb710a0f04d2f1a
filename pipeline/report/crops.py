"""Cut-outs of the pages: what stands in the document where a value comes from."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import KehoachError

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 96
MARGIN = 6.0
"""Points around a value that are shown with it."""
LARGEST = (460.0, 120.0)
"""Width and height in points of a cut-out: a line or a few, never a page."""
MOST_PAGES = 300
"""Pages rendered for one report, some tenths of a second each."""
MOST_BYTES = 12_000_000
"""Bytes of all pictures in one report."""


@dataclass(slots=True)
class Cutter:
    """Cuts values out of the run's input files while its budget of pages and bytes lasts."""

    sources: Mapping[str, Path]
    pages: int = 0
    bytes: int = 0
    _broken: set[str] = field(default_factory=set)

    def crops(
        self, file: str, evidence: Iterable[Mapping[str, Any]], rotations: Mapping[int, int]
    ) -> dict[str, str]:
        """A data URI by column for the values of one file that have a box on a page."""
        source = self.sources.get(file)
        found: dict[str, str] = {}
        if source is None or file in self._broken:
            return found
        rendered: dict[int, Image | None] = {}
        for row in evidence:
            page = int(row["page"])
            if page not in rendered:
                rendered[page] = self._render(file, source, page, rotations.get(page, 0))
            image = rendered[page]
            if image is not None and self.bytes < MOST_BYTES:
                found[str(row["column"])] = self._cut(image, row)
        return found

    def _render(self, file: str, source: Path, page: int, rotation: int) -> Image | None:
        """The page; None where the file is gone, has no pages, or the budget is spent."""
        from pipeline.reading import render_page

        if self.pages >= MOST_PAGES:
            return None
        self.pages += 1
        try:
            return render_page(source, page, DPI, rotation)
        except (KehoachError, OSError):
            self._broken.add(file)
            return None

    def _cut(self, image: Image, row: Mapping[str, Any]) -> str:
        scale = DPI / 72
        x0, top = float(row["x0"]) - MARGIN, float(row["top"]) - MARGIN
        x1 = min(float(row["x1"]) + MARGIN, x0 + LARGEST[0])
        bottom = min(float(row["bottom"]) + MARGIN, top + LARGEST[1])
        box = (x0 * scale, top * scale, x1 * scale, bottom * scale)
        inside = (
            max(0, int(box[0])),
            max(0, int(box[1])),
            min(image.width, max(int(box[2]), int(box[0]) + 1)),
            min(image.height, max(int(box[3]), int(box[1]) + 1)),
        )
        if inside[0] >= inside[2] or inside[1] >= inside[3]:
            return ""
        target = io.BytesIO()
        image.crop(inside).convert("L").save(target, "JPEG", quality=55)
        self.bytes += target.tell()
        return "data:image/jpeg;base64," + base64.b64encode(target.getvalue()).decode()
