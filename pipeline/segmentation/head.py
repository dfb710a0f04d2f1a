"""The top of a document: letterhead, address, title, and where the preamble begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Region
from pipeline.segmentation.anchors import Anchors, load_anchors, type_length
from pipeline.segmentation.headings import is_bare_heading
from pipeline.segmentation.markers import readings
from pipeline.segmentation.outline import Span, Zone
from pipeline.segmentation.paragraphs import Paragraphs, closes
from pipeline.segmentation.rows import Row, fold

Zoned = tuple[Zone, Span]

_LETTERHEAD_ROWS = 45
"""A title stands within this many lines: letterhead, stamps and address come before."""
_TITLE_ROWS = 12
_NAME_ROWS = 3
"""Rows from a line of a body's name to the number line below it."""
_FIRST_OF_BODY = ("roman", "article", "chapter")
"""No title stands below `I.`, `Điều 1` or `Chương I`, whose heading may be `QUY ĐỊNH CHUNG`."""
_OWN_NUMBER = re.compile(r"\W{0,2}so\s?[:.]\s?[\d\s.]*/\s?[\w/-]+\W*")
"""A line that is a number and nothing else: companies' plans have theirs below the title."""
_OPEN_ENDS = (" của", " và", " về", " với", " các", " tại", " do", " cho", ",")
_BASIS = re.compile(r"\W{0,3}(?:can cu|(?:thuc hien|trien khai|thi hanh)\b|xet|theo de nghi)\b")
_OFFICE_ROWS = 3
"""Rows in capitals above the bases: who decides, `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ...`."""
_LISTED_BASIS = re.compile(r"[\W_]{1,3}\s?(?:can cu\b|(?:thuc hien|trien khai)\b.{0,60}\bso \d)")
"""A basis behind a dash, also a dash that is only a speck."""
_OPENING_BASIS = re.compile(rf"{_BASIS.pattern}|theo\b|{_LISTED_BASIS.pattern}")
_HEAD = {
    Region.LETTERHEAD_LEFT: Zone.LETTERHEAD_LEFT,
    Region.LETTERHEAD_RIGHT: Zone.LETTERHEAD_RIGHT,
}
_OFFICES = (
    "uy ban",
    "chu tich",
    "giam doc",
    "hoi dong",
    "bo truong",
    "thu tuong",
    "hieu truong",
    "truong ban",
    "chanh ",
    "cuc truong",
    "vien truong",
    "ban thuong vu",
    "tong giam doc",
    "thong doc",
    "tong cuc truong",
    "tong thanh tra",
    "tong kiem toan",
    "chu nhiem uy ban",
)


def zone_head(
    rows: Sequence[Row], paragraphs: Paragraphs, attached: bool
) -> tuple[list[Zoned], int]:
    """The zones above the body, and the index of the first row below them."""
    anchors = load_anchors()
    at = _title_row(rows)
    if at is None and attached and rows and rows[0].caps and not rows[0].cells:
        at = 0  # `DANH SÁCH ...`: an annex under any title in capitals
    if at is None:
        return _head_without_title(anchors, rows)
    end = _title_end(anchors, rows, paragraphs, at)
    zones = _letterhead(anchors, rows[:at])
    title = Zone.ATTACHMENT_TITLE if attached else Zone.TITLE
    zones += [(title, row.span) for row in rows[at:end]]
    if end < len(rows) and _is_number_alone(rows[end]):
        zones.append((Zone.LETTERHEAD_LEFT, rows[end].span))
        end += 1
    address = _address_end(anchors, rows, end)
    zones += [(Zone.ADDRESS, row.span) for row in rows[end:address]]
    return zones, address


def _is_number_alone(row: Row) -> bool:
    return bool(_OWN_NUMBER.fullmatch(row.folded))


def _is_worded(row: Row) -> bool:
    return any(c.isalnum() for c in row.text) and not _is_number_alone(row)


def _title_row(rows: Sequence[Row]) -> int | None:
    """The row with the type's name; before the first numbered heading in capitals."""
    above = None
    for index, row in enumerate(rows[:_LETTERHEAD_ROWS]):
        if row.region in _HEAD:
            continue
        if type_length(row) or load_anchors().opens("annex", row):
            if above is not None or not _above_number(rows, index):
                return index
            above = index  # `BAN QUẢN LÝ / DỰ ÁN ĐẦU TƯ`: a body's name, if a title follows
        elif row.region is Region.TITLE and _is_worded(row):
            return index
        if any(r.style in _FIRST_OF_BODY and r.value == 1 for r in readings(row)):
            break
    return above


def _above_number(rows: Sequence[Row], index: int) -> bool:
    """Whether the number line or the state's title stands close below: so letterhead.

    Behind the document's own number line no body is named: a subject may go on below its
    type with `SỐ 12/2020/TT-BTC ...`.
    """
    anchors = load_anchors()
    if any(anchors.opens("number", row) for row in rows[:index]):
        return False
    below = rows[index + 1 : index + 1 + _NAME_ROWS]
    return any(anchors.opens(name, r) for r in below for name in ("number", "state-title"))


def _head_without_title(anchors: Anchors, rows: Sequence[Row]) -> tuple[list[Zoned], int]:
    """A letter (công văn): letterhead by its fixed wordings, subject, address."""
    end = 0
    for index, row in enumerate(rows[:20]):
        names = ("state-title", "motto", "number", "subject", "address")
        if row.region in _HEAD or any(anchors.find(name, row) for name in names):
            end = index + 1
    if not end:
        return [], 0
    address = next((i for i, r in enumerate(rows[:end]) if anchors.opens("address", r)), end)
    zones = _letterhead(anchors, rows[:address])
    after = _address_end(anchors, rows, address)
    zones += [(Zone.ADDRESS, row.span) for row in rows[address:after]]
    return zones, max(after, end)


def _address_end(anchors: Anchors, rows: Sequence[Row], start: int) -> int:
    """The first row behind "Kính gửi" and its list."""
    if start >= len(rows) or not anchors.opens("address", rows[start]):
        return start
    end = start + 1
    while end < len(rows) and end - start < 25:
        text = rows[end].text
        listed = text[:1] in "-–+•" or text[:1].islower()
        if not listed and not (not closes(rows[end - 1].text) and len(text.split()) <= 6):
            break
        end += 1
    return end


def _letterhead(anchors: Anchors, rows: Sequence[Row]) -> list[Zoned]:
    zones: list[Zoned] = []
    subject = False
    for index, row in enumerate(rows):
        if anchors.opens("address", row):
            zones += [(Zone.ADDRESS, r.span) for r in rows[index:]]
            break
        halves = _halves(anchors, row)
        if index and halves[0][0] is Zone.LETTERHEAD_LEFT and _ends_a_date(rows[index - 1], row):
            halves = [(Zone.LETTERHEAD_RIGHT, row.span)]
        subject = _is_subject(anchors, row, subject)
        if subject:
            halves = [(Zone.TITLE, row.span)]
        zones += halves
    return zones


def _ends_a_date(above: Row, row: Row) -> bool:
    """`..., ngày 29 tháng 8 năm` and `2023` below it: a narrow cell breaks the place-date line."""
    return bool(_YEAR.match(row.folded)) and above.folded.rstrip().endswith((" nam", " thang"))


_YEAR = re.compile(r"(?:[01]?\d\s+nam\s+)?20\d\d\W*$")


def _is_subject(anchors: Anchors, row: Row, before: bool) -> bool:
    """Whether the row is the "V/v ..." of a letter, or goes on with it."""
    if anchors.opens("subject", row):
        return True
    if row.region is Region.LETTERHEAD_LEFT and row.folded.startswith("ve viec "):
        return True
    if not before or row.region is Region.LETTERHEAD_RIGHT:
        return False
    names = ("state-title", "motto", "number", "place-date")
    return not any(anchors.find(name, row) for name in names)


def _halves(anchors: Anchors, row: Row) -> list[Zoned]:
    """A letterhead row to its left and right columns, flattened or not."""
    if row.region in _HEAD:
        return [(_HEAD[row.region], row.span)]
    cut = row.columns[0] if row.columns else _right_start(anchors, row)
    if cut is None:
        return [(Zone.LETTERHEAD_LEFT, row.span)]
    word = row.word_at(cut)
    left, right = (row.span[0], word), (word, row.span[1])
    return [
        (zone, span)
        for zone, span in ((Zone.LETTERHEAD_LEFT, left), (Zone.LETTERHEAD_RIGHT, right))
        if span[0] < span[1]
    ]


def _right_start(anchors: Anchors, row: Row) -> int | None:
    """Where the right column's text begins in a row; None where it has none."""
    for name in ("state-title", "motto"):
        place = anchors.find(name, row)
        if place is not None:
            return place[0]
    dated = anchors.find("place-date", row)
    if dated is None:
        return None
    number = anchors.by_id["number"][0].exact.search(row.folded)
    if number is not None and number.end() <= row.folded.find("ngay"):
        return _next_word(row, number.end())
    return dated[0]


def _next_word(row: Row, offset: int) -> int:
    return next((s for s in row.starts if s >= offset), offset)


def _title_end(anchors: Anchors, rows: Sequence[Row], paragraphs: Paragraphs, at: int) -> int:
    """The first row behind the title that begins at row `at`."""
    end = at + 1
    while end < len(rows) and end - at <= _TITLE_ROWS:
        if _is_number_alone(rows[end]) or _behind_title(anchors, rows, paragraphs, at, end):
            break
        end += 1
    return end


def _behind_title(
    anchors: Anchors, rows: Sequence[Row], paragraphs: Paragraphs, at: int, index: int
) -> bool:
    """Whether the title that begins at row `at` has ended before row `index`."""
    row = rows[index]
    if anchors.opens("attached", row):
        return False
    in_title = row.region is Region.TITLE
    if _subject_in_body(rows, at, index) and not _opens_item(row):
        closed = _paragraph_closes(anchors, rows, paragraphs, index)
        return closed if index == at + 1 else not paragraphs.joined(rows[index - 1], row)
    if not any(c.isalnum() for c in row.text):
        return row.cells  # a ruled line, a speck
    if index > at + 1 and _goes_on(rows[index - 1], row):
        return _opens_item(row)  # wherever the layout puts this line
    ended = not in_title and (rows[at].region is Region.TITLE or _opens_item(row))
    headed = index > at + 1 and row.caps and is_bare_heading(row)
    if ended or headed or row.cells or anchors.opens("address", row):
        return True
    small = row.text[:1].islower()
    return not small and _opens_preamble(anchors, rows, paragraphs, at, index)


def _subject_in_body(rows: Sequence[Row], at: int, index: int) -> bool:
    """Whether the layout took the subject's wide lines for text: only the type is the title's."""
    alone = rows[at].region is Region.TITLE and type_length(rows[at]) == len(rows[at].text)
    below = rows[at + 1 : index + 1]
    return alone and all(r.region is Region.BODY and not r.cells for r in below)


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a row of the subject is not its last: small letters below, or `của` at its end."""
    if closes(above.text):
        return False
    return row.text[:1].islower() or above.text.lower().endswith(_OPEN_ENDS)


def _opens_item(row: Row) -> bool:
    return any(r.value == 1 and not r.bullet for r in readings(row))


def _opens_preamble(
    anchors: Anchors, rows: Sequence[Row], paragraphs: Paragraphs, at: int, index: int
) -> bool:
    """Whether a line is no more of the subject: an office, a basis, a sentence that closes."""
    row = rows[index]
    titled = index > at + 1 or type_length(rows[at]) < len(rows[at].text)
    if titled and row.caps and row.folded.startswith(_OFFICES):
        return True
    closed = _paragraph_closes(anchors, rows, paragraphs, index)
    within = _within_quotes(rows[at:index])
    if anchors.opens("preamble", row) and not row.caps and (titled or closed):
        return not within
    if not titled:
        return closed and len(row.text.split()) > 6 and closes(row.text)
    return closed and not within and not row.caps and not paragraphs.joined(rows[index - 1], row)


def listed_preamble(rows: Sequence[Row], paragraphs: Paragraphs) -> int:
    """How many rows a preamble takes whose bases are a list (`- Căn cứ ...;`); 0 for none.

    It ends at the first marker that is no bullet; without one, behind the last basis: the
    list may go on as the body. The dash may be a speck before a later basis.
    """
    if not rows or not _OPENING_BASIS.match(rows[_behind_office(rows)].folded):
        return 0
    ends = (i for i, row in enumerate(rows) if any(not r.bullet for r in readings(row)))
    end = next(ends, unnumbered_preamble(rows, paragraphs))
    return end if any(_LISTED_BASIS.match(row.folded) for row in rows[:end]) else 0


def unnumbered_preamble(rows: Sequence[Row], paragraphs: Paragraphs) -> int:
    """How many rows the bases take in a text without sections: a letter, a broken-off paste.

    They are its first paragraphs, as long as each begins as a basis does.
    """
    first = _behind_office(rows)
    for index in range(first, len(rows)):
        row, above = rows[index], rows[index - 1]
        goes_on = index > first and not closes(above.text) and paragraphs.joined(above, row)
        if not goes_on and not _BASIS.match(row.folded):
            return index if index > first else 0
    return len(rows)


def _behind_office(rows: Sequence[Row]) -> int:
    """The first row below the capitals of who decides."""
    return next((i for i, row in enumerate(rows[:_OFFICE_ROWS]) if not row.caps), 0)


def _within_quotes(rows: Sequence[Row]) -> bool:
    text = " ".join(row.text for row in rows)
    return text.count("“") > text.count("”")


def _paragraph_closes(
    anchors: Anchors, rows: Sequence[Row], paragraphs: Paragraphs, index: int
) -> bool:
    """Whether the paragraph that begins at this row ends as a sentence does."""
    last = index
    while last + 1 < len(rows) and last - index < 12:
        below = rows[last + 1]
        opens = anchors.opens("preamble", below) and not below.caps
        if opens or not paragraphs.joined(rows[last], below):
            break
        last += 1
    return closes(rows[last].text) and fold(rows[last].text[-1:]) != "?"
