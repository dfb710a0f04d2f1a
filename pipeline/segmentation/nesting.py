"""From lines to nested items: which line opens one, under which numeral, how deep.

A marker is believed by its style and its neighbours' order, not by its look alone: a
sentence that wraps before "2023." opens no item, and `H.` between `I.` and `III.` is
`II.`. The depth follows the styles that are open, not Markdown's heading signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.segmentation.headings import is_bare_heading
from pipeline.segmentation.headings_in_order import in_order
from pipeline.segmentation.lost_markers import with_lost
from pipeline.segmentation.markers import (
    Reading,
    heads_in_caps,
    letter_at,
    ordinal_alone,
    readings,
    to_roman,
)
from pipeline.segmentation.paragraphs import Paragraphs, closes
from pipeline.segmentation.rows import Row

BARE = "bare"
"""Style of a heading without a numeral."""


@dataclass(slots=True)
class Node:
    """An item being built: the row (index in the body's rows) and reading that open it."""

    row: int
    reading: Reading
    parent: int
    level: int


@dataclass(slots=True)
class _Nesting:
    rows: Sequence[Row]
    paragraphs: Paragraphs
    nodes: list[Node] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    misread: bool = False
    upper_inside_roman: bool = False


def nest(rows: Sequence[Row], paragraphs: Paragraphs, misread: bool = False) -> list[Node]:
    """The items that the body's rows open, in order, each with its parent and level.

    `parent` is an index in the result or -1, `level` counts from 1. `misread` says that
    the letters were read from a picture: then the order of the headings counts for more
    than their numerals.
    """
    work = _Nesting(rows, paragraphs, misread=misread)
    table = [readings(row) for row in rows]
    if misread:
        table = with_lost(rows, in_order(rows, table), paragraphs)
    for index, row in enumerate(rows):
        chosen = _choose(work, table, index)
        titles = index > 0 and ordinal_alone(rows[index - 1])
        if chosen is None and not titles and is_bare_heading(row) and _starts(work, index):
            chosen = Reading(BARE, 7, 1, "", "", 0, 0)
        if chosen is not None:
            _place(work, table, index, chosen)
    return work.nodes


def _starts(work: _Nesting, index: int) -> bool:
    """Whether a new paragraph can begin with this row."""
    if index == 0:
        return True
    above, row = work.rows[index - 1], work.rows[index]
    if closes(above.text) or above.cells or (above.caps and not row.caps):
        return True
    if _heads_a_list(work, index) or _goes_on_listing(work, index) or _is_due(work, index):
        return True
    return not work.paragraphs.joined(above, _unmarked(row), bool(readings(row)))


def _heads_a_list(work: _Nesting, index: int) -> bool:
    """Whether a dash stands right below the line that opens a numbered item."""
    bullets = [r for r in readings(work.rows[index]) if r.bullet]
    last = work.nodes[-1] if work.nodes else None
    return bool(bullets) and last is not None and last.row == index - 1 and not last.reading.bullet


def _goes_on_listing(work: _Nesting, index: int) -> bool:
    """Whether a bullet follows an item that ends with a comma: `+ Bằng khen,` / `+ Giấy khen`.

    A dash may also be the middle of a name (`Kế hoạch, / - Tài chính`): it needs one before it.
    """
    if not _PARTED.search(work.rows[index - 1].text):
        return False
    last = work.nodes[-1].reading.style if work.nodes else ""
    bullets = [r.style for r in readings(work.rows[index]) if r.bullet]
    return any(style == last or style != "dash" for style in bullets)


_PARTED = re.compile(r"(?:,|\b(?:và|hoặc))\s*$")
"""How an item of a list ends whose next is no sentence of its own."""


def _is_due(work: _Nesting, index: int) -> bool:
    """Whether the next numeral stands below a short line that seems to end in a comma.

    `- Hướng dẫn thanh quyết toán,` over `4. Các phòng`: of a stop or semicolon a recogniser
    makes a comma.
    """
    above, row = work.rows[index - 1], work.rows[index]
    if not work.misread or not above.text.endswith(",") or not above.had_room_for(row):
        return False
    for reading in readings(row):
        before = _open_like(work, reading)
        if before is not None and not reading.bullet and not reading.repaired:
            same = before.reading.lead == reading.lead
            capital = row.text[reading.end :].lstrip(" .")[:1].isupper()
            return same and capital and reading.value == before.reading.value + 1
    return False


def _unmarked(row: Row) -> Row:
    """The row as if it began behind its numeral: a digit there says nothing."""
    found = readings(row)
    if not found:
        return row
    return replace(row, text=row.text[found[0].end :])


def _choose(work: _Nesting, table: list[tuple[Reading, ...]], index: int) -> Reading | None:
    """The most credible reading of the row's marker, or None."""
    if not table[index] or not _starts(work, index):
        return None
    scored = [
        (score, reading)
        for raw in table[index]
        for reading in (_repaired(work, table, index, raw),)
        for score in (_score(work, table, index, reading),)
        if score > 0
    ]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def _score(work: _Nesting, table: list[tuple[Reading, ...]], index: int, reading: Reading) -> float:
    row = work.rows[index]
    rest = row.text[reading.end :]
    if reading.bullet:
        return 1.0
    score = _order_score(work, reading)
    caps = heads_in_caps(row, reading)
    if reading.style in ("roman", "upper"):
        score += 1.5 if caps else -0.5
    if reading.repaired:
        again = work.misread and _begins_again(table, index, reading)
        score += 1.5 if again else -_doubt(work, table, index, reading, caps)
    if reading.style not in ("letter", "letter-number") and rest[:1].islower():
        score -= 2.5
    return score


def _doubt(
    work: _Nesting,
    table: list[tuple[Reading, ...]],
    index: int,
    reading: Reading,
    caps: bool,
) -> float:
    """What a reading that changes letters costs; much where nothing speaks for it."""
    before = _open_like(work, reading)
    if reading.style in ("part", "chapter"):
        return 0.5  # the word before the numeral says what it is
    if before is not None:
        return 1.2 if reading.value == before.reading.value + 1 else 9.0
    follows = _comes(table, index, reading.style, reading.value + 1)
    if reading.style == "roman":
        return 0.5 if caps and reading.value == 1 and follows else 9.0
    if reading.style == "number":
        return 0.2 if reading.value == 1 and follows and not caps else 9.0
    return 1.2 if reading.value == 1 and follows else 9.0


def _begins_again(table: list[tuple[Reading, ...]], index: int, reading: Reading) -> bool:
    """Whether `1.` is `I.`: right below it stands `1.` again, and `II.` before any other I.

    So a heading in small letters loses its stroke: `1. Phòng Chỉ đạo`, `1. Đầu mối`, `II. Khoa`.
    """
    if reading.style != "roman" or reading.value != 1 or reading.raw[:1] not in "1l|!{}[]":
        return False
    below = next((found for found in table[index + 1 :] if found), ())
    number = any(r.style == "number" and not r.repaired and r.value == 1 for r in below)
    return number and (_comes(table, index, "roman", 2) or _comes_misread(table, index))


def _comes_misread(table: list[tuple[Reading, ...]], index: int) -> bool:
    """Whether the next Roman numeral further down is a misread II: `1I.`, `H.`, `I1.`"""
    romans = (
        r for found in table[index + 1 :] for r in found if r.style == "roman" and r.value > 1
    )
    first = next(romans, None)
    return first is not None and first.value == 2 and bool(re.search("[IH]", first.raw))


def _order_score(work: _Nesting, reading: Reading) -> float:
    before = _open_like(work, reading)
    if before is None and reading.style == "article":
        return 2.0  # an excerpt's articles may begin with any number
    if before is None:
        unlikely = -3.0 if reading.style == "upper" else -1.0
        return 2.0 if reading.value == 1 else 0.6 if reading.value <= 4 else unlikely
    last = before.reading
    if last.lead != reading.lead:
        return 3.0 if reading.value == 1 else 0.5
    step = reading.value - last.value
    if step == 1:
        return 4.0
    if reading.value == 1:
        return 2.0
    return {2: 1.0, 0: 0.7, 3: 0.6}.get(step, -1.0)


def _comes(table: list[tuple[Reading, ...]], index: int, style: str, value: int) -> bool:
    """Whether that numeral is clearly read further down, before a lower one."""
    for found in table[index + 1 :]:
        for reading in found:
            if reading.style == style and not reading.repaired:
                return reading.value == value
    return False


def _repaired(
    work: _Nesting, table: list[tuple[Reading, ...]], index: int, reading: Reading
) -> Reading:
    """The reading with the value that its neighbours ask for: 2, 8, 4 is 2, 3, 4."""
    before = _open_like(work, reading)
    if before is None or reading.bullet or reading.lead:
        return reading
    due = before.reading.value + 1
    if reading.value in (due, 1):
        return reading
    twin = reading.style == "letter" and reading.raw[:1] == "d" and due == 5
    twin = twin or (work.misread and _struck(reading, due))
    if not twin and not _comes(table, index, reading.style, due + 1):
        return reading
    return replace(reading, value=due, shown=_shown(reading, due))


def _struck(reading: Reading, due: int) -> bool:
    """Whether a D took its stroke from dust or lost it: Đ where D is due, D where Đ is."""
    return reading.style in ("letter", "upper", "part") and {reading.value, due} == {4, 5}


def _shown(reading: Reading, value: int) -> str:
    if reading.style == "letter":
        return letter_at(value) + ")"
    if reading.style in ("upper", "part") and value in (4, 5):
        return re.sub("[DĐ]", "DĐ"[value - 4], reading.shown)
    if reading.style == "roman":
        return to_roman(value) + "."
    if reading.style in ("part", "chapter"):  # `PHẦN II` where III is due
        return re.sub(r"[IVX]+(?=\W*$)", to_roman(value), reading.shown)
    return f"{value}." if reading.style == "number" else reading.shown


def _open_like(work: _Nesting, reading: Reading) -> Node | None:
    """The innermost open item whose list the reading can go on with.

    A list keeps the sign behind its numerals: 1) below 1. is a list of its own, unless
    its numeral goes on with the other's.
    """
    alike = [work.nodes[p] for p in work.open if work.nodes[p].reading.style == reading.style]
    same = [node for node in alike if node.reading.sign == reading.sign or reading.repaired]
    if same or not alike:
        return same[-1] if same else None
    return alike[-1] if reading.value == alike[-1].reading.value + 1 else None


def _place(
    work: _Nesting,
    table: list[tuple[Reading, ...]],
    index: int,
    reading: Reading,
) -> None:
    """Closes what the item does not stand in, and opens it."""
    if reading.style == "upper" and not work.upper_inside_roman:
        seen = {node.reading.style for node in work.nodes}
        work.upper_inside_roman = "roman" in seen and "upper" not in seen
    before = _open_like(work, reading)
    if before is not None and not _nests_anew(work, table, index, reading, before):
        while work.nodes[work.open[-1]] is not before:
            work.open.pop()
        work.open.pop()
    elif before is None:
        rank = _rank(work, reading)
        while work.open and not reading.bullet:
            outer = work.nodes[work.open[-1]].reading
            if _rank(work, outer) < rank or _inner_list(outer, reading):
                break
            work.open.pop()
    parent = work.open[-1] if work.open else -1
    work.nodes.append(Node(index, reading, parent, len(work.open) + 1))
    work.open.append(len(work.nodes) - 1)


def _inner_list(outer: Reading, reading: Reading) -> bool:
    """Whether a list that begins with another sign behind its numerals stands inside: 1. 1)"""
    return outer.style == reading.style and outer.sign != reading.sign and reading.value == 1


def _nests_anew(
    work: _Nesting,
    table: list[tuple[Reading, ...]],
    index: int,
    reading: Reading,
    before: Node,
) -> bool:
    """Whether a list that begins again with 1 stands inside the open one.

    So it is where the outer list goes on later: 1. a) 1. 2. b) 2.
    """
    inner = work.nodes[work.open[-1]].reading
    if reading.value != 1 or reading.bullet or inner is before.reading or inner.bullet:
        return False
    due = before.reading.value + 1
    values = [
        r.value
        for found in table[index + 1 :]
        for r in found
        if r.style == reading.style and not r.repaired
    ]
    restart = values.index(1) if 1 in values else len(values)
    return values[:restart].count(due) > 1


def _rank(work: _Nesting, reading: Reading) -> float:
    if reading.style == "upper" and work.upper_inside_roman:
        return 7.5
    return float(reading.rank)
