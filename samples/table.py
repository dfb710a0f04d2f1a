"""Tables: ruled cells, the header bold, a row on one page whole."""

from __future__ import annotations

from samples.content import plain
from samples.sheet import LEFT, Sheet
from samples.typeset import Piece, Setter, pieces_of


def draw_table(sheet: Sheet, rows: tuple[tuple[str, ...], ...]) -> None:
    """Ruled cells, the header bold; a row goes on the next page whole."""
    setter = sheet.setter(12)
    widths = _column_widths(setter, rows, sheet.width)
    sheet.y += 6
    for index, row in enumerate(rows):
        cells = [
            setter.wrap(pieces_of(cell, bold=index == 0), width - 9)
            for cell, width in zip(row, widths, strict=True)
        ]
        height = max(1, *(len(cell) for cell in cells)) * 14.5 + 6
        sheet.need(height)
        _row(sheet, setter, cells, widths, height)
        sheet.note("\t".join(plain(cell) for cell in row), "table")
    sheet.y -= 20


def _column_widths(setter: Setter, rows: tuple[tuple[str, ...], ...], width: float) -> list[float]:
    """Shares of the width by the square root of a column's longest cell, words unbroken."""
    columns = list(zip(*rows, strict=True))
    least = [
        max((setter.width([p]) for cell in column for p in pieces_of(cell, True)), default=0) + 10
        for column in columns
    ]
    wish = [max(len(cell) for cell in column) ** 0.6 for column in columns]
    spare = max(0.0, width - sum(least))
    return [low + spare * share / sum(wish) for low, share in zip(least, wish, strict=True)]


def _row(
    sheet: Sheet,
    setter: Setter,
    cells: list[list[list[Piece]]],
    widths: list[float],
    height: float,
) -> None:
    x = LEFT
    sheet.canvas.setLineWidth(0.6)
    for lines, width in zip(cells, widths, strict=True):
        sheet.canvas.rect(x, sheet.y - height, width, height)
        for number, line in enumerate(lines):
            setter.put(sheet.canvas, line, x + 4.5, sheet.y - 13 - number * 14.5, None)
        x += width
    sheet.y -= height
