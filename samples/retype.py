"""A plan's plain text as a content again, so that it can be drawn and scanned.

Texts that came out of PDF files have lost their layout: printed lines, empty lines
between them, Markdown's marks. The parts are told by their fixed wordings (Số, Nơi nhận,
the capitals of a signature), the paragraphs by how lines begin and end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from samples.content import Content, Signature, parse_body

_NUMBER = re.compile(r"^Số\s*:?\s*(?P<number>\d*)\s*/(?P<symbol>\S+)$")
_PLACE = re.compile(r"^(?P<place>[^\d,]{2,30}), (?P<dated>ngày.*năm \d{4})$")
_ITEM = re.compile(r"^(?:[IVX]+\.|\d+(?:\.\d+)*\.?\s|[a-zđ]\)|[-+•*]\s)")
_HEADING = re.compile(r"^[IVX]+\.\s")
_PREAMBLE = re.compile(r"^(?:Căn cứ|Thực hiện)\s")
_SHORT = 60
"""Letters below which a printed line is the last of its paragraph."""
_ENDS = (".", ";", ":", "?", "/.", ".”")


def retyped(name: str, text: str) -> Content:
    """The content of a plan's text: no letterhead but a number line and a place line."""
    rows = [_plain(line) for line in unicodedata.normalize("NFC", text).splitlines()]
    rows = [row for row in rows if row]
    tail = next(i for i, row in enumerate(rows) if row.startswith("Nơi nhận"))
    head = {m.re: m for row in rows[:6] for p in (_NUMBER, _PLACE) if (m := p.match(row))}
    lines = [row for row in rows[:tail] if not (_NUMBER.match(row) or _PLACE.match(row))]
    first = next(i for i, row in enumerate(lines) if i and _PREAMBLE.match(row))
    number, place = head.get(_NUMBER), head.get(_PLACE)
    recipients, signature = _closing(rows[tail + 1 :])
    return Content(
        id=name,
        parents=(),
        issuers=(),
        number=number["number"] if number else "",
        symbol=number["symbol"] if number else "",
        place=place["place"] if place else "",
        dated=place["dated"] if place else "",
        type=lines[0],
        subject=" ".join(lines[1:first]),
        about="",
        to=(),
        preamble=(),
        body=parse_body("\n".join(_paragraphs(lines[first:]))),
        recipients=recipients,
        signatures=(signature,),
        letterhead=bool(number or place),
    )


def _plain(line: str) -> str:
    """A line without Markdown's marks and doubled spaces."""
    return " ".join(re.sub(r"^#+\s|\*{1,3}(?=\S)|(?<=\S)\*{1,3}", "", line.strip()).split())


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """Printed lines put together; main headings get the markup's sign."""
    made: list[str] = []
    above = ""
    for line in lines:
        goes_on = len(above) >= _SHORT and not above.endswith(_ENDS)
        if goes_on and not _ITEM.match(line) and not line.isupper():
            made[-1] = f"{made[-1]} {line}"
        else:
            made.append(f"# {line}" if _HEADING.match(line) else line)
        above = line
    return made


def _closing(rows: list[str]) -> tuple[tuple[str, ...], Signature]:
    """(recipients, the signing block): the first line in capitals parts them."""
    signs = next(i for i, row in enumerate(rows) if row.isupper())
    return tuple(rows[:signs]), Signature(tuple(rows[signs:-1]), rows[-1])
