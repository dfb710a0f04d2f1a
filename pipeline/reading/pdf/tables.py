"""Ruled tables of born-digital pages, by pdfplumber.

It takes half a second a page where PDFium takes ten milliseconds, so it is asked only
about pages with rules that could be a table's, and imported only then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.document import Box
from pipeline.reading.layout.tables import Table
from pipeline.reading.picture.rules import THIN_PT, Rules

_SETTINGS = {"snap_tolerance": 3, "join_tolerance": 3, "intersection_tolerance": 4}
"""Points; Word draws the rules of neighbouring cells beside one another, not on one."""


def may_hold_table(rules: Rules) -> bool:
    """Two columns need three upright rules and two level ones."""
    return len(rules.horizontal) >= 2 and len(rules.vertical) >= 3


@dataclass(slots=True)
class PdfTables:
    """One PDF's tables; the file is opened at the first question, and to be closed."""

    path: Path
    _open: Any = field(default=None)

    def close(self) -> None:
        """Lets go of the file."""
        if self._open is not None:
            self._open.close()

    def of(self, index: int) -> list[Table]:
        """The tables of page `index` (from 0) with two columns or more, boxes as seen.

        Raises ValueError where pdfplumber cannot read the page.
        """
        import pdfplumber

        try:
            if self._open is None:
                self._open = pdfplumber.open(self.path)
            page = self._open.pages[index]
            try:
                return _tables(page)
            finally:
                page.close()  # else every page stays in memory
        except Exception as error:  # pdfminer raises whatever a broken file makes it
            raise ValueError(f"pdfplumber: {error}") from error


def _tables(page: Any) -> list[Table]:
    """Boxes are moved from the media box to the crop box, which is what people see."""
    left, top = page.cropbox[0] - page.bbox[0], page.cropbox[1] - page.bbox[1]
    found = page.filter(_is_ruling).find_tables(_SETTINGS)
    tables = [
        Table.of([Box(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells])
        for table in found
    ]
    return [table for table in tables if len(table.rows[0]) >= 2]


def _is_ruling(item: Mapping[str, Any]) -> bool:
    """Lines, thin bars and framed boxes; not the shading behind text."""
    if item["object_type"] not in ("line", "rect", "curve"):
        return False
    thin = min(item["width"], item["height"]) <= THIN_PT
    return thin or bool(item.get("stroke"))
