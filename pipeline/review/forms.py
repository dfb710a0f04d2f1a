"""What a request asks and what a form says, as typed values."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from pipeline.review.entries import EntryError, entry
from pipeline.review.fields import load_fields
from pipeline.review.store import Judgement, new_request
from pipeline.review.values import Filters
from pipeline.tables.corrections import Verdict

NO_ROW = "no-row"
"""The answer that the whole list row is not in the document."""

CELL = "cell."
"""What the fields of a new row are called in its form: `cell.start`."""

VERDICTS = frozenset({NO_ROW, *Verdict} - {Verdict.UNDONE, Verdict.ADDED})


def filters_of(asked: Mapping[str, str]) -> Filters:
    """The filters in an address or a form; what makes no sense is left out."""
    try:
        at_most = float(asked.get("at_most", ""))
    except ValueError:
        at_most = None
    return Filters(
        state=asked.get("state", "open"),
        field=asked.get("field", ""),
        province=asked.get("province", ""),
        finding=asked.get("finding", ""),
        at_most=at_most,
    )


def judgement_of(form: Mapping[str, str], table: str, column: str, who: str) -> Judgement:
    """The answer of a form. Raises EntryError for a text that does not fit its column."""
    if not who:
        raise EntryError("no_who")
    whole_row = form["verdict"] == NO_ROW and table != "plans"
    verdict = Verdict.MISSING if form["verdict"] == NO_ROW else Verdict(form["verdict"])
    text = entry(table, column, form.get("text", "")) if verdict is Verdict.CORRECTED else ""
    return Judgement(verdict, text, who, request_of(form), whole_row)


def cells_of(form: Mapping[str, str], table: str) -> dict[str, str]:
    """What was typed of a new row by column. Raises EntryError where nothing was."""
    if not name_of(form):
        raise EntryError("no_who")
    columns = [field.column for field in load_fields().values() if field.table == table]
    typed = {column: form.get(CELL + column, "") for column in columns}
    cells = {c: entry(table, c, text) for c, text in typed.items() if text.strip()}
    if not cells:
        raise EntryError("empty_text")
    return cells


def name_of(form: Mapping[str, str]) -> str:
    """Who it was, as he wrote himself."""
    return " ".join(form.get("who", "").split())[:80]


def request_of(form: Mapping[str, str]) -> str:
    """The name of the request, by which it is done once however often it comes."""
    return form.get("request", "")[:64] or new_request()


def page_of(request: Request) -> int:
    """The page of a list that is asked for, from 1."""
    return max(1, number_of(request.query_params.get("number", "1")))


def number_of(text: str) -> int:
    """A whole number that SQLite can hold; 0 for other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
