"""The pages as HTML: templates, labels, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipeline.review.fields import Field, load_fields, load_labels
from pipeline.review.pictures import DPI
from pipeline.review.store import new_request
from pipeline.review.values import COUNTED, PAGE, Filters
from pipeline.tables.corrections import ADDED_ROWS, GROWING
from pipeline.tables.messages import vietnamese


class Pages:
    """Renders templates; `base` is the path that all addresses begin with."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._environment = Environment(
            loader=PackageLoader("pipeline.review"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        for name in self._environment.list_templates(extensions=["html"]):
            self._environment.get_template(name)  # the first page is as quick as the next

    def render(self, template: str, language: str, **facts: object) -> str:
        """The template in a language; every fact that is text is escaped."""
        labels = {name: of[language] for name, of in load_labels().items()}
        return self._environment.get_template(template).render(
            t=labels,
            language=language,
            base=self._base,
            address=self.address,
            fields=_by_table(),
            field=lambda table, column: _field(table, column).label(language),
            finding=lambda code: (vietnamese(code, "") if language == "vi" else None) or code,
            words=lambda table, column: _glosses(_field(table, column), labels),
            new_request=new_request,
            per_page=PAGE,
            added_rows=ADDED_ROWS,
            growing=GROWING,
            counted=COUNTED,
            dpi=DPI,
            **facts,
        )

    def address(self, path: str, filters: Filters | None = None, **more: object) -> str:
        """An address on this page, with the filters that are set."""
        query = {**filters_query(filters), **more} if filters else more
        return f"{self._base}{path}{'?' + urlencode(query) if query else ''}"

    def within(self, address: str) -> str:
        """The address if it is one of this page's, its start otherwise."""
        inside = address.startswith(f"{self._base}/") and "\\" not in address
        return address if inside else f"{self._base}/"


def filters_query(filters: Filters) -> Mapping[str, object]:
    """The filters that are not at rest, as a query."""
    query: dict[str, object] = {
        name: getattr(filters, name)
        for name in ("field", "province", "finding")
        if getattr(filters, name)
    }
    if filters.state != "open":
        query["state"] = filters.state
    if filters.at_most is not None:
        query["at_most"] = filters.at_most
    return query


def _by_table() -> Mapping[str, list[Field]]:
    groups: dict[str, list[Field]] = {}
    for field in load_fields().values():
        groups.setdefault(field.table, []).append(field)
    return groups


def _glosses(field: Field, labels: Mapping[str, str]) -> Mapping[str, str]:
    """What each fixed word of a column means in the reader's language."""
    return {word: labels[f"word_{word}"] for word in field.words}


def _field(table: str, column: str) -> Field:
    """The field, or one that shows its own name where the table has a new column."""
    key = f"{table}.{column}"
    return load_fields().get(key) or Field(table, column, 0.0, column, column)
