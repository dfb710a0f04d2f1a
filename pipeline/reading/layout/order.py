"""The official layout put in order: columns, title, body, signature, page number.

Decree 30/2020, Appendix I, sets two columns in three places: letterhead left and
right, number beside place and date, Nơi nhận beside the signature. Words come in
any order with their boxes; lines in reading order come out.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Line, Word
from pipeline.reading.layout.body import body_lines
from pipeline.reading.layout.foot import in_order, take_joint_signatures, take_signature
from pipeline.reading.layout.head import (
    split_at_mottoes,
    take_incoming_stamp,
    take_letterhead,
    take_page_numbers,
)
from pipeline.reading.layout.open_tables import find_open_tables
from pipeline.reading.layout.segments import cut_into_segments
from pipeline.reading.layout.sheet import sheet_of
from pipeline.reading.layout.stamps import take_urgency
from pipeline.reading.layout.tables import Table, take_tables


def lay_out(
    words: Sequence[Word], width: float, height: float, tables: Sequence[Table] = ()
) -> tuple[Line, ...]:
    """The page's lines in reading order, with regions and paragraph starts.

    Order: letterhead left, letterhead right, title and body with its tables, Nơi
    nhận, signature, page number. Words without a box are not allowed here.
    """
    rows, free = take_tables(tables, words)
    opened, free = take_tables(find_open_tables(free), free)
    rows += opened
    segments = split_at_mottoes(cut_into_segments(free), height)
    if not segments:
        return tuple(rows)
    sheet = sheet_of(segments, width, height)
    numbers, segments = take_page_numbers(segments, sheet)
    urgency, segments = take_urgency(segments, sheet)
    stamp, segments = take_incoming_stamp(segments, sheet)
    head, segments = take_letterhead(segments, sheet)
    joint, segments = take_joint_signatures(segments, sheet)
    foot, segments = take_signature(segments, sheet)
    body = _merge(body_lines(segments, sheet, after_letterhead=bool(head)), rows)
    return (*head, *body, *in_order(foot, joint), *urgency, *stamp, *numbers)


def _merge(body: list[Line], tables: list[Line]) -> list[Line]:
    """Tables between the body's lines by height."""
    return (
        sorted([*body, *tables], key=lambda line: line.box.top if line.box else 0.0)
        if tables
        else body
    )
