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
from typing import Any

import pandas as pd

from pipeline.comparison.titles import Subject, TitleReader, commonest
from pipeline.comparison.words import folded
from pipeline.vietnamese import strip_marks

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

    `plans` has the contract's columns (missing ones count as empty). Neither the
    order of rows nor unrelated documents change which plans go together.
    """
    rows = sorted((_row(r) for r in plans.to_dict("records")), key=lambda r: r.plan_id)
    reader = TitleReader.load()
    subjects = {r.plan_id: reader.subject(r.title) for r in rows}
    groups = _Groups(r.plan_id for r in rows)
    _join_by_decision(rows, groups)
    _join_by_chain(rows, groups)
    _join_by_title([r for r in rows if r.is_plan], subjects, groups)
    labels = _labels([r for r in rows if r.is_plan], subjects, groups)
    ids = [str(i) for i in plans["plan_id"]] if len(plans) else []
    return pd.Series([labels.get(i, "") for i in ids], index=ids, name="campaign", dtype="object")


def is_plan(doc_type: str, attached_type: str, title: str) -> bool:
    """Whether a document is a plan or carries one.

    A type that was not read leaves the question to the title: the restored title
    of a damaged page often still has its programme.
    """
    kinds = [_fold(t) for t in (doc_type, attached_type) if t]
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


def _row(record: Mapping[Any, Any]) -> _Row:
    def cell(column: str) -> str:
        value = record.get(column)
        return "" if value is None or pd.isna(value) else str(value).strip()

    return _Row(
        plan_id=cell("plan_id"),
        is_plan=is_plan(cell("doc_type"), cell("attached_type"), cell("title")),
        title=cell("title"),
        number_symbol=_symbol(cell("number_symbol")),
        date=cell("date"),
        issuer=_fold(cell("issuer_normalised")),
        province=_fold(cell("province")),
        base=_symbol(cell("base_number_symbol")),
        base_shown=cell("base_number_symbol"),
        base_date=cell("base_date"),
        base_issuer=_fold(cell("base_issuer_normalised")),
    )


def _symbol(text: str) -> str:
    """A number and symbol for comparison: `02/KH-TĐHHT` and `2/kh-tdhht` are one."""
    bare = strip_marks(text).casefold().replace(" ", "")
    return bare.lstrip("0") if "/" in bare else ""


def _fold(text: str) -> str:
    return folded(text)


def _join_by_decision(rows: Sequence[_Row], groups: _Groups) -> None:
    """All that cite one decision; a local number counts within date and place only."""
    citing: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        key = _decision_key(row)
        if key and row.is_plan:
            citing[key].append(row.plan_id)
    for members in citing.values():
        for other in members[1:]:
            groups.join(members[0], other)


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
    for row in rows:
        for base in by_symbol.get(row.base, ()) if row.base else ():
            if base.plan_id != row.plan_id and cites(row, base):
                groups.join(row.plan_id, base.plan_id)


def cites(row: _Row, base: _Row) -> bool:
    """Whether a document of the cited number is the one cited: date, issuer or place agree."""
    if row.base_date and base.date:
        shorter = min(len(row.base_date), len(base.date))
        if row.base_date[:shorter] != base.date[:shorter]:
            return False
        if shorter == 10:
            return not (row.base_issuer and base.issuer) or _same_body(row.base_issuer, base.issuer)
    if row.base_issuer and base.issuer:
        return _same_body(row.base_issuer, base.issuer)
    return bool(row.province) and row.province == base.province


def _same_body(left: str, right: str) -> bool:
    """One body's names: equal, or one is the other without its place."""
    return left == right or left.startswith(right + " ") or right.startswith(left + " ")


def _join_by_title(rows: Sequence[_Row], subjects: Mapping[str, Subject], groups: _Groups) -> None:
    """Plans of one programme: each distinct title goes to the likest leader.

    Leaders are taken in the order of how many plans have the title, so the
    result does not hang on the order of files.
    """
    members: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for row in rows:
        subject = subjects[row.plan_id]
        if len(subject.core) >= 2:
            members[subject.core, subject.years].append(row.plan_id)
    found = Counter(f for core in members for f in subjects[members[core][0]].features)
    leaders: list[tuple[Subject, str]] = []
    index: dict[str, list[int]] = defaultdict(list)
    for _, ids in sorted(members.items(), key=lambda m: (-len(m[1]), str(m[0]))):
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


def _labels(
    rows: Sequence[_Row], subjects: Mapping[str, Subject], groups: _Groups
) -> dict[str, str]:
    """A readable label for each group: its programme's commonest name, else the base."""
    grouped: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[groups.find(row.plan_id)].append(row)
    labels: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for root in sorted(grouped):
        label = _label(grouped[root], subjects)
        taken[label] += bool(label)
        shown = f"{label} ({taken[label]})" if taken[label] > 1 else label
        labels.update((row.plan_id, shown) for row in grouped[root])
    return labels


def _label(rows: Sequence[_Row], subjects: Mapping[str, Subject]) -> str:
    names = [subjects[row.plan_id].name for row in rows if row.title]
    quoted = [
        subjects[row.plan_id].name
        for row in rows
        if row.title and subjects[row.plan_id].name != " ".join(row.title.split())
    ]
    label = commonest(quoted or names) or commonest([r.base_shown for r in rows if r.base_shown])
    return label if len(label) <= LONGEST_LABEL else label[:LONGEST_LABEL].rsplit(" ", 1)[0] + "…"
