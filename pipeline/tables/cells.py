"""What a cell becomes in each kind of file."""

from __future__ import annotations

from pipeline.tables.rows import EXCEL_CELL, Cell, too_long
from pipeline.vietnamese import nfc

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a CSV cell that begins so for a formula. The first four are
the contract's; a leading tab or return is dropped by Excel before it looks."""


def clean(cell: Cell) -> Cell:
    """NFC text that can be written as UTF-8; "" is None.

    A byte of a file name that is no UTF-8 (a lone surrogate) is shown as `\\udc..`.
    """
    if not isinstance(cell, str):
        return cell
    if cell.isascii() and "\0" not in cell:  # most cells: ids, rules, statuses
        return cell or None
    text = nfc(cell).encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "")
    return text or None


def csv_cell(cell: Cell) -> str:
    """A cell of a CSV file: "" for none, `'` before what a spreadsheet would run.

    Numbers too, as the contract says of every cell: `'-0.8`.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = str(cell)
    return "'" + text if text.startswith(_FORMULA) else text


def excel_cell(text: str) -> str:
    """Text cut to what a cell of Excel holds, in UTF-16 units."""
    if not too_long(text):
        return text
    return text.encode("utf-16-le")[: 2 * EXCEL_CELL].decode("utf-16-le", "ignore")
