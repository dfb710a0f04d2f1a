"""What a cell becomes in each kind of file."""

from __future__ import annotations

import math
import re

from pipeline.tables.rows import EXCEL_CELL, Cell, too_long
from pipeline.vietnamese import nfc

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a CSV cell that begins so for a formula. The first four are
the contract's; a leading tab or return is dropped by Excel before it looks."""


_UNWRITABLE = re.compile("[\ud800-\udfff\0]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_XML = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "&#10;"))


def clean(cell: Cell) -> Cell:
    """NFC text that can be written as UTF-8; "" is None.

    A byte of a file name that is no UTF-8 (a lone surrogate) is shown as `\\udc..`.
    """
    if not isinstance(cell, str):
        return cell
    if cell.isascii() and "\0" not in cell:  # most cells: ids, rules, statuses
        return cell or None
    text = nfc(cell)
    if _UNWRITABLE.search(text):
        text = text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "")
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


def sheet_cell(cell: Cell) -> str:
    """A cell of a workbook's sheet, as XML without a line break (ECMA-376, part 1, 18.3.1.4).

    Text stays text: an inline string is never a formula, a link or a number.
    """
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        space = "" if cell == cell.strip() else ' xml:space="preserve"'
        return f'<c t="inlineStr"><is><t{space}>{_xml(excel_cell(cell))}</t></is></c>'
    if isinstance(cell, bool):
        return f'<c t="b"><v>{cell:d}</v></c>'
    return f"<c><v>{cell!r}</v></c>" if math.isfinite(cell) else "<c/>"


def _xml(text: str) -> str:
    """Text of an element; what XML cannot hold is escaped as Excel does it: `_x000B_`
    (ECMA-376, part 1, 22.9.2.19), and so is what only looks like such an escape."""
    if "_x" in text:
        text = _LIKE_ESCAPE.sub("_x005F_", text)
    if not text.isprintable():
        text = _CONTROL.sub(lambda hit: f"_x{ord(hit[0]):04X}_", text)
    for letter, escaped in _XML:
        text = text.replace(letter, escaped)
    return text
