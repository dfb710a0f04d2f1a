"""What a document says, before anybody draws or scans it.

A content file (TOML) holds the head's fields and the body in a small line markup:

    # I. MỤC ĐÍCH            a heading, bold
    ## PHẦN I                centred, bold
    ^ text                   centred;  ^_ text  centred italic
    _Căn cứ ...              an italic paragraph
    | a | b                  a table's row, the first of a run is its header
    ===                      a page break
    I. MỤC ĐÍCH              capitals alone: a heading too
    anything else            a paragraph; **bold** and __italic__ inside
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


class Kind(StrEnum):
    """What a block of the body is."""

    PARAGRAPH = "paragraph"
    ITALIC = "italic"
    HEADING = "heading"
    CENTRED = "centred"
    CENTRED_BOLD = "centred-bold"
    CENTRED_ITALIC = "centred-italic"
    TABLE = "table"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or table of the body; `rows` only in a table."""

    kind: Kind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A signing block: the lines above the seal (capacity, title) and the name."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What follows the signed page: an attached plan or an annex, on pages of its own."""

    titles: tuple[str, ...]
    note: str
    body: tuple[Block, ...]
    landscape: bool = False
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A document's content. Empty strings and tuples stand for parts it does not have.

    `number` "" with a symbol is a number left blank. `dated` is the date as
    printed. `to` are the lines of Kính gửi, `about` the V/v of a công văn.
    `letterhead` false leaves the three head rows out (as lost text layers do).
    `party` joins number and symbol by a hyphen, as the Party and the unions do;
    `banner` is the right block where it is not the one that `party` says.
    """

    id: str
    parents: tuple[str, ...]
    issuers: tuple[str, ...]
    number: str
    symbol: str
    place: str
    dated: str
    type: str
    subject: str
    about: str
    to: tuple[str, ...]
    preamble: tuple[Block, ...]
    body: tuple[Block, ...]
    recipients: tuple[str, ...]
    signatures: tuple[Signature, ...]
    attachments: tuple[Attachment, ...] = ()
    party: bool = False
    letterhead: bool = True
    banner: tuple[str, ...] = ()

    @property
    def state(self) -> tuple[str, ...]:
        """The right block's lines: a state's, the Party's or the youth union's."""
        return self.banner or ((PARTY,) if self.party else STATE)

    @property
    def number_line(self) -> str:
        """`Số: 15/KH-UBND`; a Party body writes `Số 15-KH/TU`. "" without a symbol."""
        if not self.symbol:
            return ""
        number = self.number or " " * 8
        return f"Số {number}-{self.symbol}" if self.party else f"Số: {number}/{self.symbol}"

    @property
    def place_line(self) -> str:
        """`Nam Định, ngày 12 tháng 3 năm 2024`; "" where neither is known."""
        return ", ".join(part for part in (self.place, self.dated) if part)


_MARKS = (
    ("## ", Kind.CENTRED_BOLD),
    ("# ", Kind.HEADING),
    ("^_ ", Kind.CENTRED_ITALIC),
    ("^ ", Kind.CENTRED),
)


def parse_body(text: str) -> tuple[Block, ...]:
    """The blocks of a body in the line markup."""
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in (*text.splitlines(), ""):
        stripped = line.strip()
        if stripped.startswith("|"):
            rows.append(tuple(cell.strip() for cell in stripped.strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block(Kind.TABLE, rows=tuple(rows)))
            rows = []
        if stripped:
            blocks.append(_block(stripped))
    return tuple(blocks)


def _block(line: str) -> Block:
    if line == "===":
        return Block(Kind.BREAK)
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return Block(kind, line.removeprefix(mark))
    if line.startswith("_") and not line.startswith("__"):
        return Block(Kind.ITALIC, line.removeprefix("_"))
    if line.isupper() and len(line) < 90:
        return Block(Kind.HEADING, line)
    return Block(Kind.PARAGRAPH, line)


_INLINE = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")


def spans(text: str) -> list[tuple[str, bool, bool]]:
    """(text, bold, italic) runs of a paragraph with inline marks."""
    runs: list[tuple[str, bool, bool]] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            runs.append((text[at : match.start()], False, False))
        bold = match.group(1)
        runs.append((bold or match.group(2), bool(bold), not bold))
        at = match.end()
    if at < len(text):
        runs.append((text[at:], False, False))
    return runs


def plain(text: str) -> str:
    """The text without inline marks."""
    return "".join(run for run, _, _ in spans(text))


def load(path: Path) -> Content:
    """The content of a TOML file.

    Raises KeyError where a needed field is absent and TOMLDecodeError on bad syntax.
    """
    return of(raw(path))


def raw(path: Path) -> dict[str, Any]:
    """The file's tables as they stand (content, `gold`, `forms`)."""
    return tomllib.loads(path.read_text("utf-8"))


def of(data: dict[str, Any]) -> Content:
    """The content in a content file's tables."""
    return Content(
        id=data["id"],
        parents=_lines(data.get("parents", ())),
        issuers=_lines(data.get("issuers", ())),
        number=data.get("number", ""),
        symbol=data.get("symbol", ""),
        place=data.get("place", ""),
        dated=data.get("dated", ""),
        type=data.get("type", ""),
        subject=" ".join(data.get("subject", "").split()),
        about=data.get("about", ""),
        to=_lines(data.get("to", ())),
        preamble=parse_body(data.get("preamble", "")),
        body=parse_body(data["body"]),
        recipients=tuple(data.get("recipients", ())),
        signatures=_signatures(data.get("signatures", ())),
        attachments=tuple(_attachment(a) for a in data.get("attachments", ())),
        party=data.get("party", False),
        letterhead=data.get("letterhead", True),
        banner=_lines(data.get("banner", ())),
    )


def _attachment(data: dict[str, Any]) -> Attachment:
    return Attachment(
        titles=_lines(data.get("titles", ())),
        note=data.get("note", ""),
        body=parse_body(data["body"]),
        landscape=data.get("landscape", False),
        signatures=_signatures(data.get("signatures", ())),
    )


def _lines(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _signatures(data: Any) -> tuple[Signature, ...]:
    return tuple(Signature(_lines(s["lines"]), s.get("name", "")) for s in data)
