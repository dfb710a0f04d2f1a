"""Signs that a recogniser saw where a speck stands before a line.

`của Chủ` / `(tịch Ủy ban nhân dân`: who looks for the chairman does not find him, and a
quotation that is opened so never ends. A sign is dust where it opens a line in the middle
of a sentence and nothing closes it; so is a stop on its own there (`năm` / `. 2015; Nghị quyết`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Document, Line, Page, Route

_CLOSING = {"(": ")", "“": '”"’»', "‘": "’'"}
_STOPS = ".;:!?"
_SPECKS = (".", ",", "'", "`", "’", "‘", ":", ";")
_REACH = 4
"""Lines within which a bracket closes."""
_NOTES = ("kèm", "ban", "sau", "gọi", "viết", "dưới", "theo", "không")
"""What a bracket in a sentence begins with (`(sau đây gọi tắt là`): its end may be lost."""


def without_unclosed(document: Document) -> Document:
    """The document without the unclosed signs before lines of its recognised pages.

    `Word.raw` keeps them.
    """
    pages = (_cleaned(page) if page.route is Route.OCR else page for page in document.pages)
    return replace(document, pages=tuple(pages))


def _cleaned(page: Page) -> Page:
    lines = list(page.lines)
    for at in range(1, len(lines)):
        if _is_stop(lines, at):
            lines[at] = replace(lines[at], words=lines[at].words[1:])
        if _is_dust(lines, at):
            lines[at] = _bare(lines[at])
    return replace(page, lines=tuple(lines)) if lines != list(page.lines) else page


def _is_stop(lines: Sequence[Line], at: int) -> bool:
    words, above = lines[at].words, lines[at - 1]
    if len(words) < 2 or words[0].text not in _SPECKS:
        return False
    return above.region is lines[at].region and not _ends(above)


def _is_dust(lines: Sequence[Line], at: int) -> bool:
    first = _opening(lines[at])
    above = lines[at - 1]
    if not first or above.region is not lines[at].region or _ends(above):
        return False
    sign, word = first[0], first[1:]
    reach = lines[at : at + _REACH] if sign == "(" else lines[at:]
    rest = " ".join(line.text for line in reach)[1:]
    if sign == "(" and (not word[0].islower() or word.startswith(_NOTES) or "/" in word):
        return False
    until = rest.split(sign, 1)[0]
    return not any(closing in until for closing in _CLOSING[sign])


def _opening(line: Line) -> str:
    """The line's first word where it begins with such a sign and a letter, else ""."""
    word = line.words[0].text if line.words else ""
    return word if word[:1] in _CLOSING and word[1:2].isalpha() else ""


def _ends(line: Line) -> bool:
    """Whether a sentence ends with the line, or it stands in capitals: a heading, a column."""
    text = line.text.rstrip()
    return not text or text[-1] in _STOPS or text.isupper()


def _bare(line: Line) -> Line:
    first = line.words[0]
    return replace(line, words=(replace(first, text=first.text[1:]), *line.words[1:]))
