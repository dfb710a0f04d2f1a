"""Markers that a recogniser lost, put back where the items around them leave one place.

`1.`, [nothing], `3.`: the only paragraph between that has no marker is `2.`. Likewise a
heading whose numeral became letters (`HM.` between `I.` and `III.`), `Chương` without its
numeral, and a line without its dash between two dashes. Only for text read from pictures:
elsewhere the author left them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.segmentation.headings import is_bare_heading
from pipeline.segmentation.markers import Reading, letter_at, to_roman
from pipeline.segmentation.paragraphs import Paragraphs, closes
from pipeline.segmentation.rows import Row

Readings = tuple[Reading, ...]

_SIGN = re.compile(r"^[\W_]{0,2}[.,)]\s+(?=[^\W\d_a-z])")
_LISTS = ("number", "letter", "decimal2", "decimal3")
_GARBLED = re.compile(r"^\W{0,2}\w[\w|!\[\]¡]{0,3}\s?[.,:]\s+(?=[^\W\d_])")
_ARTICLE = re.compile(r"^(?:Điều|ĐIỀU)\W{0,2}\s+(?=[^\W\d_a-z])")
_CHAPTER = re.compile(r"^(?P<word>Chương|CHƯƠNG|Phần|PHẦN)\W{0,3}$")


def with_lost(
    rows: Sequence[Row], table: Sequence[Readings], paragraphs: Paragraphs
) -> list[Readings]:
    """The readings with those of the lost markers added to the rows they stood before."""
    made = list(table)
    for index, reading in (
        *_chapters(rows, table),
        *_articles(rows, table),
        *_headings(rows, table),
        *_signs(rows, table),
        *_gaps(rows, table, paragraphs),
    ):
        made[index] = (*made[index], reading)
    for index, reading in (
        *_chapters_in_order(made),
        *_bullets(rows, made, paragraphs),
        *_first_letters(made),
    ):
        made[index] = (reading,)
    for index, reading in (*_other_letters(rows, made), *_last(rows, made, paragraphs)):
        made[index] = (reading,)
    return made


def _clear(found: Readings, *styles: str) -> Reading | None:
    """The row's unrepaired reading of one of these styles."""
    return next((r for r in found if r.style in styles and not r.repaired), None)


def _chapters(rows: Sequence[Row], table: Sequence[Readings]) -> Iterator[tuple[int, Reading]]:
    """`Chương` or `Phần` alone on its line: the one behind the last."""
    last = {"part": 0, "chapter": 0}
    for index, (row, found) in enumerate(zip(rows, table, strict=True)):
        known = next((r for r in found if r.style in last), None)
        alone = _CHAPTER.match(row.text)
        if known is not None:
            last[known.style] = known.value
        elif alone is not None:
            style = "part" if alone["word"].lower() == "phần" else "chapter"
            last[style] += 1
            shown = f"{alone['word']} {to_roman(last[style])}"
            rank = 1 if style == "part" else 2
            yield index, Reading(style, rank, last[style], shown, row.text, 0, len(row.text))


def _chapters_in_order(table: Sequence[Readings]) -> Iterator[tuple[int, Reading]]:
    """`Chương 1`, `Chương Il` behind Chương I: numerals that lost strokes, by their order."""
    last = {"part": 0, "chapter": 0}
    firsts = (next((r for r in found if r.style in last), None) for found in table)
    chapters = [(index, known) for index, known in enumerate(firsts) if known is not None]
    if all(_numeral(r).isdigit() for _, r in chapters):
        return  # numbered with figures, which may begin anew in what is attached
    for index, known in chapters:
        value = known.value
        if value <= last[known.style] and _may_have_lost_strokes(known):
            value = last[known.style] + 1
            word = known.raw.split()[0]
            yield index, replace(known, value=value, shown=f"{word} {to_roman(value)}")
        last[known.style] = value


def _may_have_lost_strokes(known: Reading) -> bool:
    """Whether a numeral may be the rest of a longer one; a clear `I` begins anew."""
    return known.repaired or _numeral(known) == "1"


def _numeral(known: Reading) -> str:
    return known.raw.split()[-1].strip(".:")


def _articles(rows: Sequence[Row], table: Sequence[Readings]) -> Iterator[tuple[int, Reading]]:
    """`Điều Trách nhiệm của ...` behind Điều 7: its number was not read."""
    last = 0
    for index, (row, found) in enumerate(zip(rows, table, strict=True)):
        known = _clear(found, "article")
        match = _ARTICLE.match(row.text) if last and not found else None
        if known is not None:
            last = known.value
        elif match is not None and row.text[match.end()].isupper():
            last += 1
            yield index, Reading("article", 5, last, f"Điều {last}.", "Điều", 0, match.end())


def _headings(rows: Sequence[Row], table: Sequence[Readings]) -> Iterator[tuple[int, Reading]]:
    """Headings under Roman numerals of which one became other letters: `HM. Quý II/2024`."""
    romans = [(i, r) for i, found in enumerate(table) if (r := _roman(found))]
    for place, (index, before) in enumerate(romans):
        after = romans[place + 1] if place + 1 < len(romans) else None
        if after is not None and after[1].value != before.value + 2:
            continue
        for between in range(index + 1, after[0] if after else len(rows)):
            match = _GARBLED.match(rows[between].text)
            known = after is not None or (match and _is_known(rows[between], match.end()))
            if match and known and not _is_item(table[between]):
                shown = f"{to_roman(before.value + 1)}."
                raw = match[0].strip()
                value = before.value + 1
                yield between, Reading("roman", 7, value, shown, raw, 0, match.end(), "", True)
                break


def _roman(found: Readings) -> Reading | None:
    """The row's Roman numeral, a misread one where a letter of it is left (`1V.`)."""
    romans = [r for r in found if r.style == "roman" and re.search("[IVXH]", r.raw)]
    return min(romans, key=lambda r: r.repaired, default=None)


def _is_known(row: Row, start: int) -> bool:
    """Whether what follows the numeral is a title that sections of plans have."""
    text = row.text[start:]
    return is_bare_heading(replace(row, text=text, folded=row.folded[start:]))


def _is_item(found: Readings) -> bool:
    return any(not r.repaired and not r.bullet for r in found)


def _signs(rows: Sequence[Row], table: Sequence[Readings]) -> Iterator[tuple[int, Reading]]:
    """Items of a numbered list of whose numerals the sign is left: `. Tổ Văn phòng: ...`."""
    last: Reading | None = None
    for index, (row, found) in enumerate(zip(rows, table, strict=True)):
        known = _clear(found, "number")
        outer = any(not r.repaired and r.rank < 8 for r in found)
        match = None if found or row.cells else _SIGN.match(row.text)
        if known is not None or outer:
            last = known
        elif match is not None and last is not None and row.text[match.end()].isupper():
            last = replace(_lost(last, last.value + 1), end=match.end(), repaired=False)
            yield index, last


def _gaps(
    rows: Sequence[Row], table: Sequence[Readings], paragraphs: Paragraphs
) -> Iterator[tuple[int, Reading]]:
    """Items of a list between `v` and `v + 2`, or before its 2, where one row may open it."""
    for index, found in enumerate(table):
        later = _clear(found, *_LISTS)
        if later is None or later.value < 2:
            continue
        above = _above(table, index, later)
        if above is None:
            continue
        start, value = above
        if value != later.value - 2:
            continue
        free = [k for k in range(start + 1, index) if _may_open(rows, table, k, paragraphs)]
        if len(free) == 1:
            yield free[0], _lost(later, later.value - 1)


def _above(table: Sequence[Readings], index: int, later: Reading) -> tuple[int, int] | None:
    """The row above that the list goes on from and its value; 0 for a heading over the list."""
    for before in range(index - 1, -1, -1):
        for reading in table[before]:
            if reading.bullet:
                continue
            if reading.style == later.style and reading.lead == later.lead:
                return before, reading.value
            if reading.rank < later.rank and not reading.repaired:
                return before, 0
    return None


def _may_open(
    rows: Sequence[Row], table: Sequence[Readings], index: int, paragraphs: Paragraphs
) -> bool:
    """Whether a row without a marker can begin an item."""
    row, above = rows[index], rows[index - 1]
    if table[index] or row.cells or not row.text[:1].isupper() or (row.caps and above.caps):
        return False
    heading = bool(table[index - 1]) and not closes(above.text)
    return (closes(above.text) or heading) and not paragraphs.joined(above, row)


def _lost(later: Reading, value: int) -> Reading:
    """The reading of a marker of which no ink was read, as its list goes."""
    shown = f"{letter_at(value)})" if later.style == "letter" else f"{later.lead}{value}."
    return Reading(later.style, later.rank, value, shown, "", 0, 0, later.lead, True)


def _bullets(
    rows: Sequence[Row], table: Sequence[Readings], paragraphs: Paragraphs
) -> Iterator[tuple[int, Reading]]:
    """Lines that lost their dash between two dashes: a paragraph ended on the line above."""
    for index in range(1, len(rows) - 1):
        if table[index] or rows[index].cells or not rows[index].text[:1].isalpha():
            continue
        before = next((found for found in reversed(table[:index]) if found), ())
        after = next((found for found in table[index + 1 :] if found), ())
        dashes = [r for r in before if r.bullet], [r for r in after if r.bullet]
        if not all(dashes) or dashes[0][0].style != dashes[1][0].style:
            continue
        above = rows[index - 1]
        apart = not paragraphs.joined(above, rows[index]) or above.had_room_for(rows[index])
        if closes(above.text) and not above.text.endswith(":") and apart:
            yield index, replace(dashes[0][0], raw="", start=0, end=0)


def _first_letters(table: Sequence[Readings]) -> Iterator[tuple[int, Reading]]:
    """`4)` right under a heading and before `b)` is `a)`: in small print they look alike."""
    for index, found in enumerate(table):
        figure = _clear(found, "number")
        if figure is None or figure.sign != ")":
            continue
        after = next((f for f in table[index + 1 :] if any(not r.bullet for r in f)), ())
        above = next((f for f in reversed(table[:index]) if f), ())
        second = _clear(after, "letter")
        listed = any(r.style == "letter" or (r.style == "number" and r.sign == ")") for r in above)
        if second is not None and second.value == 2 and not listed:
            yield index, replace(figure, style="letter", rank=second.rank, value=1, shown="a)")


_LETTER = re.compile(r"^\W{0,2}(?![IVX])[^\W\d_]\s?[.,]\s+(?=[^\W\d_a-z])")


def _other_letters(rows: Sequence[Row], table: Sequence[Readings]) -> Iterator[tuple[int, Reading]]:
    """`Đ. Đề nghị Hội ...` behind `4.` and before `6.` or the list's end is `5.`."""
    if any(r.style == "upper" and r.value == 1 for found in table for r in found):
        return  # the document has lists under A., B.
    last: Reading | None = None
    for index, (row, found) in enumerate(zip(rows, table, strict=True)):
        known = _clear(found, "number")
        match = _LETTER.match(row.text)
        if known is not None and known.sign == ".":
            last = known
        elif any(not r.repaired and r.rank < 6 for r in found) or _roman(found):
            last = None
        elif match and last and closes(rows[index - 1].text) and _fits_in(table, index, last):
            made = replace(_lost(last, last.value + 1), raw=match[0].strip(), end=match.end())
            last = replace(made, repaired=False)
            yield index, last


def _fits_in(table: Sequence[Readings], index: int, last: Reading) -> bool:
    """Whether one item is missing here: the list is over below, or goes on with `v + 2`."""
    after = next((r for found in table[index + 1 :] for r in found if r.rank <= last.rank), None)
    return after is None or after.style != "number" or after.value == last.value + 2


def _last(
    rows: Sequence[Row], table: Sequence[Readings], paragraphs: Paragraphs
) -> Iterator[tuple[int, Reading]]:
    """The paragraph behind an item that ends with a semicolon, though no item was to follow.

    `b) ...;`, [a new paragraph], `5.`: the list went on with c), of which no ink was read.
    """
    item: Reading | None = None
    for index in range(len(rows)):
        if table[index]:
            item = max(table[index], key=lambda r: not r.repaired)
            continue
        ended = index > 0 and rows[index - 1].text.rstrip().endswith(";")
        if item is None or not ended or not _may_open(rows, table, index, paragraphs):
            continue
        if item.style in ("letter", "number") and not item.repaired:
            item = replace(_lost(item, item.value + 1), repaired=False)
            yield index, item
