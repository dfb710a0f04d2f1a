"""A content as plain text, the ways text of such documents really comes.

blocks      each block of the layout by itself, lines as they were printed
woven       left and right block on one line, as row-wise converters write them
spaced      as blocks, an empty line after every printed line
paragraphs  one line a paragraph, as copied from a word processor
markdown    headings with #, bold with **, tables with |, one line a paragraph
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import zip_longest

from samples.content import Attachment, Block, Content, Kind, plain

WIDTH = 84
STYLES = ("blocks", "woven", "spaced", "paragraphs", "markdown")


def write(
    content: Content, style: str = "blocks", width: int = WIDTH, hyphens: bool = False
) -> str:
    """The text of a content; `hyphens` lets lines end inside symbols (`15/KH-` `UBND`).

    Raises ValueError for an unknown style.
    """
    if style not in STYLES:
        raise ValueError(f"unknown text style {style!r}: one of {', '.join(STYLES)}")
    lines = list(_lines(content, style, width))
    if hyphens:
        lines = [part for line in lines for part in _broken(line)]
    joint = "\n\n" if style == "spaced" else "\n"
    return joint.join(line.rstrip() for line in lines).strip("\n") + "\n"


def _broken(line: str) -> list[str]:
    """A line parted after its last hyphen where that stands in its last third."""
    at = line.rfind("-", len(line) * 2 // 3)
    long = len(line) > 60  # the letterhead is narrow
    inside = (
        long
        and 0 < at < len(line) - 1
        and not line[at - 1].isspace()
        and not line[at + 1].isspace()
    )
    return [line[: at + 1], line[at + 1 :]] if inside else [line]


def _lines(content: Content, style: str, width: int) -> Iterator[str]:
    if content.letterhead:
        yield from _letterhead(content, style)
        yield ""
    if content.about:
        yield from _addressees(content)
    if content.type:
        yield f"## **{content.type}**" if style == "markdown" else content.type
    if content.subject:
        subject = f"**{content.subject}**" if style == "markdown" else content.subject
        yield from _wrapped(subject, style, width - 14, "")
        yield ""
    if not content.about:  # a report names its addressees below its title
        yield from _addressees(content)
    for block in (*content.preamble, *content.body):
        yield from _block(block, style, width)
    yield ""
    yield from _closing(content, style)
    for attachment in content.attachments:
        yield ""
        yield from _attachment(attachment, style, width)


def _addressees(content: Content) -> Iterator[str]:
    for index, line in enumerate(content.to):
        yield f"Kính gửi: {line}" if index == 0 else f"  {line}"


def _letterhead(content: Content, style: str) -> list[str]:
    left = [*content.parents, *content.issuers]
    right = list(content.state)
    row = [text for text in (content.number_line, content.place_line) if text]
    if style == "markdown":
        bold = {*content.issuers, *right}
        head = [f"**{text}**" if text in bold else text for text in (*left, *right)]
        return [*head, *row, *([content.about] if content.about else [])]
    if style == "woven":
        pairs = zip_longest(left, right, fillvalue="")
        head = [" ".join(part for part in pair if part) for pair in pairs]
        return [*head, " ".join(row), *([content.about] if content.about else [])]
    number = [content.number_line] if content.number_line else []
    about = textwrap.wrap(content.about, 34) if content.about else []
    place = [content.place_line] if content.place_line else []
    return [*left, *number, *about, *right, *place]


def _wrapped(text: str, style: str, width: int, indent: str) -> list[str]:
    if style in ("paragraphs", "markdown"):
        return [text]
    return textwrap.wrap(text, width, initial_indent=indent, break_on_hyphens=False) or [""]


def _block(block: Block, style: str, width: int) -> Iterator[str]:
    if block.kind is Kind.BREAK:
        return
    if block.kind is Kind.TABLE:
        yield from _table(block, style)
        return
    if style == "markdown":
        yield _markdown(block)
        yield ""
        return
    yield from _wrapped(plain(block.text), style, width, "")


def _markdown(block: Block) -> str:
    if block.kind in (Kind.HEADING, Kind.CENTRED_BOLD):
        return f"### **{plain(block.text)}**"
    if block.kind in (Kind.ITALIC, Kind.CENTRED_ITALIC):
        return f"*{plain(block.text)}*"
    return block.text.replace("__", "*")


def _table(block: Block, style: str) -> Iterator[str]:
    for index, row in enumerate(block.rows):
        cells = [plain(cell) for cell in row]
        if style == "markdown":
            yield "| " + " | ".join(cells) + " |"
            if index == 0:
                yield "|" + " --- |" * len(cells)
        else:
            yield "\t".join(cells)
    yield ""


def _closing(content: Content, style: str) -> Iterator[str]:
    left = ["Nơi nhận:", *content.recipients] if content.recipients else []
    blocks = [[*s.lines, "", s.name] for s in content.signatures]
    if style == "markdown":
        yield from ["**Nơi nhận:**", *content.recipients, ""] if left else []
        for lines in blocks:
            yield from (f"**{line}**" if line else "" for line in lines)
        return
    if style == "woven" and len(blocks) == 1:
        rows = zip_longest(left, blocks[0], fillvalue="")
        yield from (" ".join(part for part in row if part) for row in rows)
        return
    if len(blocks) > 1:  # joint signers stand above Nơi nhận
        for lines in blocks:
            yield from lines
        yield from left
        return
    yield from left
    for lines in blocks:
        yield ""
        yield from lines


def _attachment(attachment: Attachment, style: str, width: int) -> Iterator[str]:
    for title in attachment.titles:
        yield from _wrapped(title, style, width - 14, "")
    if attachment.note:
        yield from _wrapped(attachment.note, style, width - 8, "")
    yield ""
    for block in attachment.body:
        yield from _block(block, style, width)
    for signature in attachment.signatures:
        yield from (*signature.lines, "", signature.name)
