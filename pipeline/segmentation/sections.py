"""Nested items to sections: spans of heading, own text and whole, paths and roles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Flow
from pipeline.segmentation.headings import heading_length, is_known_title, roles_of
from pipeline.segmentation.markers import ORDINAL_STYLES, load_styles, to_roman
from pipeline.segmentation.nesting import Node
from pipeline.segmentation.outline import Section, Span
from pipeline.segmentation.paragraphs import Paragraphs, closes
from pipeline.segmentation.prose import prose
from pipeline.segmentation.rows import Row, fold


def build_sections(
    flow: Flow, rows: Sequence[Row], nodes: Sequence[Node], paragraphs: Paragraphs, part: int
) -> list[Section]:
    """The sections of one part's body rows, their orders from 1."""
    return [_section(flow, rows, nodes, paragraphs, index, part) for index in range(len(nodes))]


def _section(  # noqa: PLR0913, PLR0917 - one of the nodes with all it stands in
    flow: Flow,
    rows: Sequence[Row],
    nodes: Sequence[Node],
    paragraphs: Paragraphs,
    index: int,
    part: int,
) -> Section:
    node = nodes[index]
    following = nodes[index + 1].row if index + 1 < len(nodes) else len(rows)
    own = rows[node.row : following]
    title, text = _title_and_text(own, node, paragraphs, index + 1 < len(nodes))
    return Section(
        order=index + 1,
        parent=node.parent + 1,
        level=node.level,
        marker=node.reading.shown,
        raw_marker=node.reading.raw,
        path=_path(nodes, index),
        title=title,
        body=text,
        whole=(own[0].span[0], _end_of(nodes, index, rows)),
        roles=roles_of(fold(prose(flow, title)), fold(prose(flow, text))),
        part=part,
    )


def _end_of(nodes: Sequence[Node], index: int, rows: Sequence[Row]) -> int:
    """The word behind the item's last child."""
    for node in nodes[index + 1 :]:
        if node.level <= nodes[index].level:
            return rows[node.row].span[0]
    return rows[-1].span[1]


def _title_and_text(
    own: Sequence[Row], node: Node, paragraphs: Paragraphs, followed: bool
) -> tuple[Span, Span]:
    """The spans of the heading and of the item's own text, from its own rows."""
    count = 1
    while count < len(own) and paragraphs.joined(own[count - 1], own[count]):
        count += 1
    opening = own[0].text[node.reading.end :]
    if node.reading.style in ORDINAL_STYLES and not opening.strip(" .:") and len(own) > 1:
        return _title_below(own, paragraphs)
    if own[0].caps:
        count = _caps_rows(own, count)
    elif count > 1 and own[1].text[:1].isdigit() and is_known_title(fold(opening)):
        count = 1  # `1. Mục tiêu` over `100% học sinh ...`
    text = " ".join([opening, *(row.text for row in own[1:count])])
    length = heading_length(text, count < len(own), followed)
    first, last = _text_start(own[0], node), own[-1].span[1]
    if not length:
        return (first, first), (first, last)
    end = _word_behind(own, node, length)
    return (first, end), (end, last)


def _title_below(own: Sequence[Row], paragraphs: Paragraphs) -> tuple[Span, Span]:
    """The heading of `Chương III` on the lines below it: capitals, or a line that ends open."""
    count = 1
    while count < len(own) and own[count].caps and not own[count].cells:
        count += 1
    if count == 1 and not own[1].cells and len(own[1].text.split()) <= 20:
        count = 2
        while count < len(own) and paragraphs.joined(own[count - 1], own[count]):
            count += 1
        if closes(own[count - 1].text):
            count = 1
    first, end = own[0].span[1], own[count - 1].span[1]
    return (first, end), (end, own[-1].span[1])


def _caps_rows(own: Sequence[Row], count: int) -> int:
    """A heading in capitals ends where the capitals do."""
    caps = 1
    while caps < len(own) and own[caps].caps and not own[caps].cells:
        caps += 1
    return max(caps, 1) if caps >= count or caps > 1 else count


def _text_start(row: Row, node: Node) -> int:
    """The first word behind the marker; the marker's own where they are written together."""
    rest = row.text[node.reading.end :]
    if not rest.strip():
        return row.span[1]
    return row.word_at(len(row.text) - len(rest.lstrip()))


def _word_behind(own: Sequence[Row], node: Node, length: int) -> int:
    """The word behind `length` characters of the item's text."""
    left = length
    for position, row in enumerate(own):
        start = node.reading.end if position == 0 else 0
        size = len(row.text) - start
        if left <= size:
            return row.word_at(max(start + left - 1, 0)) + 1
        left -= size + 1
    return own[-1].span[1]


_PUNCTUATION = re.compile(r"[\s.):/(]+")


def _path(nodes: Sequence[Node], index: int) -> str:
    """The markers from the top by dots: `VI.2.a`, `VI.-.2` for a second dash."""
    steps: list[str] = []
    position = index
    while position >= 0:
        steps.append(_step(nodes, position))
        position = nodes[position].parent
    return ".".join(reversed(_without_repeats(steps)))


def _step(nodes: Sequence[Node], index: int) -> str:
    reading = nodes[index].reading
    if reading.style in ORDINAL_STYLES:  # `IV.1` for Chương IV, 1.; `III` for Phần thứ ba
        numeral = reading.shown.split()[-1].strip(".:")
        return to_roman(reading.value) if numeral.lower() in load_styles().ordinals else numeral
    if not reading.bullet and reading.shown:
        return _PUNCTUATION.sub(".", reading.shown).strip(".-– ")
    parent = nodes[index].parent
    same = [
        i
        for i, node in enumerate(nodes[: index + 1])
        if node.parent == parent and node.reading.style == reading.style
    ]
    return f"{reading.raw[:1] or '#'}{len(same)}"


def _without_repeats(steps: list[str]) -> list[str]:
    """`2.1` inside `2` is one step deeper, not `2.2.1`: the last part is kept."""
    kept: list[str] = []
    for step, outer in zip(steps, [*steps[1:], ""], strict=True):
        kept.append(step[len(outer) + 1 :] if outer and step.startswith(outer + ".") else step)
    return kept
