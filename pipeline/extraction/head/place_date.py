"""Place and date of the document, from the place-date line of its letterhead."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import UNREAD, Route
from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import (
    MENDED,
    was_recognised,
    was_restored,
    with_localities,
)
from pipeline.normalisation.dates import FIGURES, WORDS, DateReading, from_words, parse_date
from pipeline.normalisation.localities import known_locality, meant_locality
from pipeline.normalisation.provinces import find_province
from pipeline.plan import Status, Value
from pipeline.segmentation.outline import Span, Zone

_LINE = re.compile(rf"(?:(?P<place>[^\d,;:]{{2,60}}?)\s*[,.;]?\s*)?(?<!\w){WORDS}", re.IGNORECASE)
_IN_FIGURES = re.compile(
    rf"^\W*(?P<place>[^\W\d][^\d,;:]{{1,40}}), (?:ngày )?(?P<date>{FIGURES})\W*$"
)
_NOT_PLACE = re.compile(r"(?i)hạnh\s+phúc|việt\s+nam$|^\W*số\b|ban hành|kèm theo|quyết định")


_NONE = "place-date:none-in-letterhead"
_MONTH_LEFT = re.compile(
    r"(?i)(?<!\w)tháng\s+(?P<month>0?[1-9]|1[0-2])\s+năm\s+(?P<year>(?:19|20)\d\d)"
)
_HALF = re.compile(r"(?i)ngày\s+[123]\s+tháng")
_WHOLE_DATE = len("2024-03-12")
_LIKELY_YEARS = ("1945", "2049")
"""First and last year in which a document with this letterhead can be dated."""


def find_place_date(context: Context) -> tuple[Value, Value]:
    """(place, date). A day left blank gives the month: `2024-03`."""
    for line, rule, sure in _lines(context):
        span = _with_year(context, line)
        match = _LINE.search(context.text(span))
        if match and (rule != "place-date:beside-subject" or match["place"]):
            return _read(context, span, match, (rule, sure))
        figures = _IN_FIGURES.match(context.text(span))
        if figures and rule == "place-date:letterhead":
            return _read_figures(context, span, figures, (rule, sure))
    nothing = context.missing(_NONE)
    return _half_read(context) or _above_the_tail(context) or (nothing, nothing)


_ALONE = re.compile(rf"(?P<place>[^\W\d_a-zđ][^\d,;:.]{{2,30}}),\s*{WORDS}\W{{0,2}}(?<![.;])")
"""`Hà Nội, ngày 30 tháng 5 năm 2025` and nothing else; a sentence's end has its stop."""


def _above_the_tail(context: Context) -> tuple[Value, Value] | None:
    """The line right above recipients and signature: licences, forms and records date there."""
    tail = (*context.zone(Zone.RECIPIENTS), *context.zone(Zone.SIGNATURE))
    end = min((span[0] for span in tail), default=0)
    above = (*context.zone(Zone.BODY), *context.zone(Zone.CLOSING), *context.zone(Zone.PREAMBLE))
    for zone in above:
        if zone[1] == end:
            line = context.lines(zone)[-1]
            match = _ALONE.fullmatch(context.text(line))
            return match and _read(context, line, match, ("place-date:above-signature", 0.93))
    return None


def _half_read(context: Context) -> tuple[Value, Value] | None:
    """`Thái Nguy □ tháng 3 năm 2024`: what is left of the line gives the month, and no place."""
    for span in _merged(context.zone(Zone.LETTERHEAD_RIGHT)):
        for line in context.lines(span):
            left = _MONTH_LEFT.search(context.text(line)) if context.unread(line) else None
            if left:
                month = f"{left['year']}-{int(left['month']):02d}"
                rule = "place-date:letterhead"
                date = context.value(line, month, rule, 0.9, status=Status.UNREADABLE)
                return context.unreadable(line, rule), date
    return None


def _with_year(context: Context, line: Span) -> Span:
    """The line with the year of a narrow cell's second line: `..., ngày 29 tháng 8 năm / 2023`."""
    behind = context.tokens[line[1] : line[1] + 1]
    broken = behind and context.text(line).lower().endswith(" năm")
    return (line[0], line[1] + 1) if broken and _YEAR.fullmatch(behind[0].word.text) else line


_YEAR = re.compile(r"(?:19|20)\d\d[.,]?")


def _lines(context: Context) -> list[tuple[Span, str, float]]:
    """Where a place-date line may stand, the likeliest first."""
    zones = (
        (Zone.LETTERHEAD_RIGHT, "place-date:letterhead", 0.99),
        (Zone.LETTERHEAD_LEFT, "place-date:left-column", 0.95),
        (Zone.TITLE, "place-date:beside-subject", 0.9),
        (Zone.SIGNATURE, "place-date:above-signature", 0.93),
    )
    found = []
    for zone, rule, sure in zones:
        spans = _merged(context.zone(zone))
        found += [(line, rule, sure) for span in spans for line in context.lines(span)]
        # A line that is broken in two reads as one across its end.
        found += [(span, rule, sure - 0.05) for span in spans]
    return found


def _merged(spans: tuple[Span, ...]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1][1] == span[0]:
            merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return merged


def _read(
    context: Context, span: Span, match: re.Match[str], rule: tuple[str, float]
) -> tuple[Value, Value]:
    base = context.bounds(span)[0]
    reading = from_words(match)
    start = re.search(r"(?i)ngày", match[0])
    at = match.start() + (start.start() if start else 0)
    date = _date(context, context.at(base + at, base + match.end()), reading, rule)
    place = _place_text(match["place"] or "")
    if rule[0] == "place-date:beside-subject":
        place = _last_capitals(place)
    if not place:
        return context.missing("place-date:no-place"), date
    where = context.at(base + match.start("place"), base + match.end("place"))
    where = (max(where[0], where[1] - len(place.split())), where[1])
    if UNREAD in place:
        return context.unreadable(where, rule[0]), date
    return _place(context, where, place, rule), date


def _place(context: Context, where: Span, place: str, rule: tuple[str, float]) -> Value:
    """The place, on a recognised page with the marks that the one such place has.

    Of flattened columns the place's first word may be taken for the left one's: Bắc / Kạn.
    """
    if was_restored(context, where) and where[0] and not find_province(place):
        whole = context.text((where[0] - 1, where[1]))
        if find_province(whole):
            where, place = (where[0] - 1, where[1]), whole
    meant = meant_locality(place) if was_recognised(context, where) else None
    right = meant or with_localities(context, where, place)
    if right == place and was_recognised(context, where) and not known_locality(place):
        right = _named_elsewhere(context, where, place) or place
    if right == place:
        return context.value(where, place, rule[0], rule[1])
    return context.value(where, right, f"{rule[0]}:mended", min(rule[1], MENDED))


def _named_elsewhere(context: Context, where: Span, place: str) -> str | None:
    """The one known place of the text that a place of no list is one letter off.

    `Vụ Bẻn` in a document of `huyện Vụ Bản`; None where two could be meant.
    """
    words = [token.word.text.strip(",.;:()").lower() for token in context.tokens]
    own, size = place.lower(), len(place.split())
    runs = {" ".join(words[at : at + size]) for at in range(len(words)) if at != where[0]}
    near = [run for run in runs if len(run) == len(own) and _differ(run, own) == 1]
    known = [run for run in near if known_locality(run)]
    if own in runs or len(known) != 1:
        return None
    pairs = zip(place, known[0], strict=True)
    return "".join(meant.upper() if read.isupper() else meant for read, meant in pairs)


def _differ(left: str, right: str) -> int:
    return sum(a != b for a, b in zip(left, right, strict=True))


def _read_figures(
    context: Context, span: Span, match: re.Match[str], rule: tuple[str, float]
) -> tuple[Value, Value]:
    """`Hà Nội, 08/3/2024`."""
    base = context.bounds(span)[0]
    spans = [context.at(base + match.start(g), base + match.end(g)) for g in ("place", "date")]
    date = parse_date(match["date"])
    if date is None:
        nothing = context.missing(_NONE)
        return nothing, nothing
    return (
        _place(context, spans[0], match["place"], rule),
        context.value(spans[1], date, rule[0], rule[1]),
    )


def _place_text(raw: str) -> str:
    """The place at the end of what stands before the date, without motto and rules."""
    text = re.split(r"(?i)hạnh\s+phúc|[-–—_*=]{2,}|việt\s+nam(?=\s)", raw)[-1].strip(" ,.;:*_-–|")
    if text[:1].islower():  # also `la Hrung` for Ia Hrung
        capitals = (text[0].upper() + text[1:], f"I{text[1:]}")
        text = next(filter(known_locality, capitals), text)
    if not text or not text[0].isupper() or len(text.split()) > 6 or _NOT_PLACE.search(text):
        return ""
    return text


def _last_capitals(text: str) -> str:
    """The name at the end where other words of the line stand before it."""
    words = text.split()
    first = len(words)
    while first and _of_a_name(words[first - 1]):
        first -= 1
    return " ".join(words[first:]) or text


def _of_a_name(word: str) -> bool:
    """A capital or the second half of Thành phố, Thị xã; no symbol (`KH-UBND`)."""
    symbol = "/" in word or ("-" in word and word.isupper())
    return (word[:1].isupper() and not symbol) or word in ("phố", "xã", "trấn")


def _date(context: Context, span: Span, reading: DateReading, rule: tuple[str, float]) -> Value:
    """Found as far as it is known; blank or unreadable where its year is not."""
    if reading.iso and not _LIKELY_YEARS[0] <= reading.iso[:4] <= _LIKELY_YEARS[1]:
        lost = context.candidate(span, reading.iso, rule[0], "no year of such a document")
        return context.unreadable(span, rule[0], lost)
    if reading.unread or (reading.iso and _half_a_day(context, span)):
        known = reading.iso if reading.unread else str(reading.iso)[:7]
        return context.value(span, known, rule[0], rule[1], status=Status.UNREADABLE)
    if reading.iso:
        return context.value(span, reading.iso, rule[0], rule[1])
    status = Status.BLANK if reading.blank else Status.UNREADABLE
    return context.value(span, None, rule[0], rule[1], status=status)


def _half_a_day(context: Context, span: Span) -> bool:
    """`ngày 3 tháng 12` on a recognised page: a day below ten has its nought, so this is
    as likely the one figure that was read of 13, 23, 30 or 31."""
    return was_recognised(context, span) and bool(_HALF.search(context.text(span)))


def dated_if_numbered(context: Context, date: Value, number: Value) -> Value:
    """A date on a recognised page with an empty place is unread where the number is there.

    Who numbers a document dates it: the ink of the day, or of the year's last figure, was
    too faint or under a stamp. A garbled text shows no ink: the day may have been read as none.
    """
    if date.status not in (Status.FOUND, Status.BLANK) or len(date.text) == _WHOLE_DATE:
        return date
    numbered = number.status in (Status.FOUND, Status.UNREADABLE)
    garbled = context.document.route is Route.GARBLED_TEXT
    pages = {p.number for p in context.document.pages if p.route is Route.OCR}
    if not garbled and not (numbered and date.evidence.page in pages):
        return date
    return replace(date, status=Status.UNREADABLE)
