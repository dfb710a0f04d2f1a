"""Which documents put the same decision into practice.

Three kinds of evidence join two plans: they cite the same decision; one cites
the other (a department its province's plan); their titles name the same
programme. Everything goes through indexes, so time grows with the number of
plans and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from pipeline.comparison.citing import same_body, same_date, symbol_key
from pipeline.comparison.items import cell
from pipeline.comparison.titles import Subject, TitleReader, commonest
from pipeline.comparison.words import folded

if TYPE_CHECKING:
    import pandas as pd

SAME_PROGRAMME = 0.6
"""Dice coefficient from which two titles are one programme. Slogans localised by one
word (cả nước, cả tỉnh) stand at 0.85 and more, a programme and a larger one whose
name it contains at about 0.5."""
LONGEST_LABEL = 160
"""Characters of a campaign's label."""

_PLAN_TYPES = ("ke hoach", "chuong trinh", "phuong an", "de an")
_NATIONAL = ("ttg", "cp", "tw", "qh", "bct", "ubtvqh", "ctn")


@dataclass(frozen=True, slots=True)
class _Row:
    """What is needed of a row of `plans.csv`."""

    plan_id: str
    is_plan: bool
    subject: Subject
    title: str
    number_symbol: str
    date: str
    issuer: str
    province: str
    base: str
    base_shown: str
    base_date: str
    base_issuer: str


def campaigns_of(plans: pd.DataFrame) -> pd.Series[str]:
    """The campaign's label of each plan, indexed by `plan_id`; "" for what is no plan.

    `plans` has the contract's columns (missing ones count as empty).
    """
    import pandas as pd

    labels = labels_of(plans.to_dict("records"))
    ids = [str(i) for i in plans["plan_id"]] if len(plans) else []
    return pd.Series([labels.get(i, "") for i in ids], index=ids, name="campaign", dtype="object")


def labels_of(plans: Iterable[Mapping[Any, Any]]) -> dict[str, str]:
    """The campaign's label of each plan by `plan_id`; what is no plan is left out.

    `plans` are rows with the contract's columns. Neither their order nor unrelated
    documents change which plans go together. A run asks this of all its plans: it stands
    on nothing heavy.
    """
    reader = TitleReader.load()
    rows = sorted((_row(r, reader) for r in plans), key=lambda r: r.plan_id)
    groups = _Groups(r.plan_id for r in rows)
    _join_by_decision(rows, groups)
    _join_by_chain(rows, groups)
    _join_by_title([r for r in rows if r.is_plan], groups)
    return _labels([r for r in rows if r.is_plan], groups)


def is_plan(doc_type: str, attached_type: str, title: str) -> bool:
    """Whether a document is a plan or carries one.

    A type that was not read leaves the question to the title: the restored title
    of a damaged page often still has its programme.
    """
    kinds = [folded(t) for t in (doc_type, attached_type) if t]
    if kinds:
        return any(kind.startswith(_PLAN_TYPES) for kind in kinds)
    return bool(title)


class _Groups:
    """Disjoint sets with path halving; the smallest id stands for its set."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {i: i for i in ids}

    def find(self, one: str) -> str:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, left: str, right: str) -> None:
        first, second = sorted((self.find(left), self.find(right)))
        self._parent[second] = first


def _row(record: Mapping[Any, Any], reader: TitleReader) -> _Row:
    title = cell(record, "title")
    return _Row(
        plan_id=cell(record, "plan_id"),
        is_plan=is_plan(cell(record, "doc_type"), cell(record, "attached_type"), title),
        subject=reader.subject(title),
        title=title,
        number_symbol=symbol_key(cell(record, "number_symbol")),
        date=cell(record, "date"),
        issuer=folded(cell(record, "issuer_normalised")),
        province=folded(cell(record, "province")),
        base=symbol_key(cell(record, "base_number_symbol")),
        base_shown=cell(record, "base_number_symbol"),
        base_date=cell(record, "base_date"),
        base_issuer=folded(cell(record, "base_issuer_normalised")),
    )


def _join_by_decision(rows: Sequence[_Row], groups: _Groups) -> None:
    """All that cite one decision; a local number counts within date and place only.

    Under a decision for several years the plans of each year are a campaign of their own.
    """
    citing: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        key = _decision_key(row)
        if key and row.is_plan:
            citing[key].append(row)
    for members in citing.values():
        yearly = _is_yearly(members)
        first: dict[int | None, str] = {}
        for row in members:
            year = row.subject.year if yearly else None
            groups.join(first.setdefault(year, row.plan_id), row.plan_id)


def _decision_key(row: _Row) -> tuple[str, ...] | None:
    if not row.base:
        return None
    if _is_national(row.base):
        # National numbers run by year: with the year they name one decision.
        return (row.base, row.base_date[:4]) if row.base_date else (row.base,)
    place = row.base_issuer or row.province
    return (row.base, row.base_date, place) if len(row.base_date) == 10 and place else None


def _is_national(symbol: str) -> bool:
    tail = symbol.rpartition("/")[2].replace("-", " ").split()
    return bool(tail) and (tail[-1] in _NATIONAL or tail[-1].startswith("qh"))


def _join_by_chain(rows: Sequence[_Row], groups: _Groups) -> None:
    """A plan with the document it cites, where that is at hand and nothing disagrees."""
    by_symbol: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.number_symbol:
            by_symbol[row.number_symbol].append(row)
    citing: dict[str, list[tuple[_Row, _Row]]] = defaultdict(list)
    for row in rows:
        for base in by_symbol.get(row.base, ()) if row.base else ():
            if base.plan_id != row.plan_id and cites(row, base):
                citing[base.plan_id].append((row, base))
    for pairs in citing.values():
        yearly = _is_yearly([row for row, _ in pairs])
        for row, base in pairs:
            years = {row.subject.year, base.subject.year}
            if len(years if yearly else years - {None}) <= 1:
                groups.join(row.plan_id, base.plan_id)


def _is_yearly(rows: Iterable[_Row]) -> bool:
    """Whether they are plans for different years: a decision for several stands above them."""
    return len({row.subject.year for row in rows} - {None}) > 1


def cites(row: _Row, base: _Row) -> bool:
    """Whether a document of the cited number is the one cited: date, issuer or place agree."""
    if not same_date(row.base_date, base.date):
        return False
    if min(len(row.base_date), len(base.date)) == 10:
        return not (row.base_issuer and base.issuer) or same_body(row.base_issuer, base.issuer)
    if row.base_issuer and base.issuer:
        return same_body(row.base_issuer, base.issuer)
    return bool(row.province) and row.province == base.province


def _join_by_title(rows: Sequence[_Row], groups: _Groups) -> None:
    """Plans of one programme: each distinct title goes to the likest leader.

    Leaders are taken in the order of how many plans have the title, so the
    result does not hang on the order of files; titles without a year come last, lest
    one of them lead the plans of two years.
    """
    members: dict[tuple[object, ...], list[str]] = defaultdict(list)
    subjects: dict[str, Subject] = {}
    for row in rows:
        if len(row.subject.core) >= 2:
            subjects[row.plan_id] = row.subject
            members[row.subject.core, row.subject.years].append(row.plan_id)
    found = Counter(f for ids in members.values() for f in subjects[ids[0]].features)
    leaders: list[tuple[Subject, str]] = []
    index: dict[str, list[int]] = defaultdict(list)
    for _, ids in sorted(members.items(), key=_leading):
        subject = subjects[ids[0]]
        for other in ids[1:]:
            groups.join(ids[0], other)
        telling = _telling(subject, found)
        leader = _likest(subject, {n for f in telling for n in index.get(f, ())}, leaders)
        if leader is not None:
            groups.join(leaders[leader][1], ids[0])
            continue
        for feature in telling:
            index[feature].append(len(leaders))
        leaders.append((subject, ids[0]))


def _leading(title: tuple[tuple[object, ...], list[str]]) -> tuple[bool, int, str]:
    (core, years), ids = title
    return years is None, -len(ids), str((core, years))


def _telling(subject: Subject, found: Mapping[str, int]) -> list[str]:
    """The rarest features: who shares none of them cannot reach SAME_PROGRAMME.

    Prefix filter for set similarity joins (Chaudhuri et al., ICDE 2006): a Dice
    coefficient of s needs an overlap of at least s / (2 - s) of either set.
    """
    ranked = sorted(subject.features, key=lambda f: (found[f], f))
    needed = ceil(SAME_PROGRAMME / (2 - SAME_PROGRAMME) * len(ranked))
    return ranked[: len(ranked) - needed + 1]


def _likest(
    subject: Subject, candidates: Iterable[int], leaders: Sequence[tuple[Subject, str]]
) -> int | None:
    likeness = {n: subject.likeness(leaders[n][0]) for n in candidates}
    good = [n for n, value in likeness.items() if value >= SAME_PROGRAMME]
    return min(good, key=lambda n: (-likeness[n], n), default=None)


def _labels(rows: Sequence[_Row], groups: _Groups) -> dict[str, str]:
    """A readable label for each group: its programme's commonest name, else the base."""
    grouped: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[groups.find(row.plan_id)].append(row)
    labels: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for root in sorted(grouped):
        label = _label(grouped[root])
        taken[label] += bool(label)
        shown = f"{label} ({taken[label]})" if taken[label] > 1 else label
        labels.update((row.plan_id, shown) for row in grouped[root])
    return labels


def _label(rows: Sequence[_Row]) -> str:
    titled = [row for row in rows if row.title]
    names = [_name(row.subject) for row in titled]
    quoted = [_name(r.subject) for r in titled if r.subject.name != " ".join(r.title.split())]
    label = commonest(quoted or names) or commonest([r.base_shown for r in rows if r.base_shown])
    return label if len(label) <= LONGEST_LABEL else label[:LONGEST_LABEL].rsplit(" ", 1)[0] + "…"


def _name(subject: Subject) -> str:
    """The programme's name; with the year where only the title's rest says it."""
    year = str(subject.year or "")
    return subject.name if year in subject.name else f"{subject.name} (năm {year})"
