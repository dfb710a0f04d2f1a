"""The items of a plan: what stands in its sections, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import isnan
from numbers import Real
from typing import Any

from pipeline.comparison.words import Words, is_damaged

TITLE_SECTION = "Tên kế hoạch"
"""The section under which a plan's title is compared as an item of its own."""
NOISY = 0.025
"""Share of misread words from which a plan counts as badly read. Clean plans have
under one in a hundred (foreign names, abbreviations with a vowel)."""
_READ_ROUTES = ("ocr", "garbled-text", "mixed")
"""Routes on which a word here and there is wrong although it is spelled right."""
LONGEST_ITEM = 20_000
"""Characters of an item that are compared. A longer one is no item but a failed outline."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above an item: its words and the role the outline gave it."""

    text: str
    words: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a plan that says something of its own.

    `order` is its row in `sections.csv` (0: the plan's title). `section` is the
    outermost heading as shown, `headings` all above it from the outermost in,
    `title` its own heading if it has one; `words` are title and text together.
    """

    order: int
    section: str
    headings: tuple[Heading, ...]
    title: str
    text: str
    words: Words

    @property
    def under(self) -> str:
        """The heading directly above, where it is not the section's: often a unit's name."""
        return self.headings[-1].text if len(self.headings) > 1 else ""

    @property
    def whole_text(self) -> str:
        """Title and text on one line."""
        if self.title and self.text:
            return f"{self.title.rstrip(' :.')}: {self.text}"
        return self.title or self.text


@dataclass(frozen=True, slots=True)
class PlanItems:
    """A plan as the comparison sees it. `noisy`: so badly read that words differ by it."""

    plan_id: str
    file: str
    issuer: str
    items: tuple[Item, ...]
    noisy: bool = False

    @property
    def is_comparable(self) -> bool:
        """Whether there is anything but a title: of what was not read nothing can be told."""
        return any(item.order for item in self.items)


def plan_items(plan: Mapping[Any, Any], sections: Iterable[Mapping[Any, Any]]) -> PlanItems:
    """One plan's items from its row of `plans` and its rows of `sections`."""
    items = (*_title_item(plan), *_items(list(sections)))
    return PlanItems(
        plan_id=cell(plan, "plan_id"),
        file=cell(plan, "file"),
        issuer=cell(plan, "issuer_normalised") or cell(plan, "issuer"),
        items=items,
        noisy=cell(plan, "route") in _READ_ROUTES or _is_noisy(items),
    )


def cell(row: Mapping[Any, Any], column: str) -> str:
    """A table cell as text, "" where there is nothing (None, or what pandas has for it)."""
    value = row.get(column)
    if isinstance(value, str):
        return value.strip()
    # No number is what pandas has for a gap beside numbers: NaN.
    return str(value) if isinstance(value, Real) and not isnan(value) else ""


def _title_item(plan: Mapping[Any, Any]) -> tuple[Item, ...]:
    title = cell(plan, "title")
    if not title:
        return ()
    return (_compared(Item(0, TITLE_SECTION, (_heading(TITLE_SECTION, ""),), "", title, _NONE)),)


_NONE = Words((), ())


def _compared(item: Item) -> Item:
    """The item with its words; a number's code or dash is none of them."""
    text = f"{item.title} {item.text}" if item.title else item.text
    return replace(item, words=Words.of(text[:LONGEST_ITEM]))


def _heading(text: str, role: str) -> Heading:
    roles = frozenset(part.strip() for part in role.split(";") if part.strip())
    return Heading(text, frozenset(Words.of(text).keys), roles)


def _items(rows: list[Mapping[Any, Any]]) -> tuple[Item, ...]:
    """Leaves and rows with a text of their own, in reading order."""
    parents = {_order(row, "parent_order") for row in rows}
    above: dict[int, tuple[Heading, ...]] = {0: ()}
    section: dict[int, str] = {0: ""}
    items: list[Item] = []
    for row in sorted(rows, key=lambda r: _order(r, "order")):
        order, parent = _order(row, "order"), _order(row, "parent_order")
        parent = parent if parent in above else 0
        title, text = cell(row, "title"), cell(row, "text")
        shown = f"{cell(row, 'marker')} {title}".strip()
        section[order] = section[parent] or (shown if title else "")
        above[order] = above[parent]
        if title and (order in parents or (parent == 0 and text)):
            above[order] += (_heading(title, cell(row, "role")),)
            title = ""  # a heading of its own, not words of the item
        if title or text:
            items.append(Item(order, section[order], above[order], title, text, _NONE))
    return tuple(item for item in map(_compared, items) if len(item.words))


def _order(row: Mapping[Any, Any], column: str) -> int:
    text = cell(row, column)
    return int(float(text)) if text else 0


def _is_noisy(items: Iterable[Item]) -> bool:
    keys = [k for item in items for k in item.words.keys]
    return bool(keys) and sum(map(is_damaged, keys)) > NOISY * len(keys)
