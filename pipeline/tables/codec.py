"""A plan as JSON and back.

A line of `plans.jsonl` is one plan whole: its document word by word, each value
with its evidence and the readings that lost. What equals its default is left out.
Boxes are kept to a hundredth of a point, confidences to four places; all else
comes back as it went in.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from pipeline.document import (
    Alternative,
    Box,
    Document,
    Finding,
    Line,
    Page,
    Region,
    Route,
    Severity,
    Word,
)
from pipeline.plan import (
    ROW_TYPES,
    Candidate,
    Checked,
    Evidence,
    Head,
    Plan,
    Row,
    Status,
    Value,
    values_of,
)

Json = dict[str, Any]

_PAGE_OPTIONS = ("why", "width", "height", "rotation", "skew")
_WORD_DEFAULTS: tuple[Any, ...] = (None, None, 1.0, 0, [])
_BOLD, _ITALIC = 1, 2


def plan_to_json(plan: Plan) -> str:
    """One line of `plans.jsonl`, without its newline."""
    data: Json = {"plan_id": plan.plan_id, "head": _part(plan.head)}
    for name in ROW_TYPES:
        data[name] = [_part(row) for row in getattr(plan, name)]
    data["findings"] = [_finding(f) for f in plan.findings]
    data["document"] = _document(plan.document)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def plan_from_json(line: str) -> Plan:
    """The plan of a line of `plans.jsonl`. Raises ValueError or KeyError on other text."""
    data = json.loads(line)
    rows: dict[str, Any] = {
        name: tuple(_read_part(kind, row) for row in data[name]) for name, kind in ROW_TYPES.items()
    }
    return Plan(
        plan_id=data["plan_id"],
        document=_read_document(data["document"]),
        head=_read_part(Head, data["head"]),
        findings=tuple(_read_finding(f) for f in data["findings"]),
        **rows,
    )


def _document(document: Document) -> Json:
    return {
        "name": document.name,
        "sha256": document.sha256,
        "pages": [_page(page) for page in document.pages],
        "findings": [_finding(f) for f in document.findings],
    }


def _read_document(data: Json) -> Document:
    return Document(
        data["name"],
        data["sha256"],
        tuple(_read_page(page) for page in data["pages"]),
        tuple(_read_finding(f) for f in data["findings"]),
    )


def _page(page: Page) -> Json:
    data: Json = {"number": page.number, "route": page.route.value}
    for name in _PAGE_OPTIONS:
        if getattr(page, name):
            data[name] = getattr(page, name)
    data["lines"] = [_line(line) for line in page.lines]
    return data


def _read_page(data: Json) -> Page:
    rest = {name: data[name] for name in _PAGE_OPTIONS if name in data}
    lines = tuple(_read_line(line) for line in data["lines"])
    return Page(data["number"], lines, Route(data["route"]), **rest)


def _line(line: Line) -> Json:
    data: Json = {"region": line.region.value, "words": [_word(word) for word in line.words]}
    if line.box:
        data["box"] = _box(line.box)
    if line.paragraph:
        data["paragraph"] = True
    if line.cells:
        data["cells"] = list(line.cells)
    return data


def _read_line(data: Json) -> Line:
    return Line(
        tuple(_read_word(word) for word in data["words"]),
        Region(data["region"]),
        _read_box(data.get("box")),
        data.get("paragraph", False),
        tuple(data.get("cells", ())),
    )


def _word(word: Word) -> list[Any]:
    """[text, raw, box, confidence, flags, alternatives], cut behind the last that is needed."""
    cells: list[Any] = [
        word.text,
        None if word.raw == word.text else word.raw,
        _box(word.box) if word.box else None,
        round(word.confidence, 4),
        word.bold * _BOLD + word.italic * _ITALIC,
        [[a.text, round(a.confidence, 4)] for a in word.alternatives],
    ]
    while len(cells) > 1 and cells[-1] == _WORD_DEFAULTS[len(cells) - 2]:
        cells.pop()
    return cells


def _read_word(cells: Sequence[Any]) -> Word:
    whole: list[Any] = [*cells, *_WORD_DEFAULTS[len(cells) - 1 :]]
    text, raw, box, confidence, flags, alternatives = whole
    return Word(
        raw=text if raw is None else raw,
        text=text,
        box=_read_box(box),
        confidence=confidence,
        alternatives=tuple(Alternative(t, c) for t, c in alternatives),
        bold=bool(flags & _BOLD),
        italic=bool(flags & _ITALIC),
    )


def _box(box: Box) -> list[float]:
    return [round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom)]


def _read_box(edges: Sequence[float] | None) -> Box | None:
    return Box(*edges) if edges else None


def _finding(finding: Finding) -> Json:
    data: Json = {"stage": finding.stage, "code": finding.code, "message": finding.message}
    if finding.severity is not Severity.WARNING:
        data["severity"] = finding.severity.value
    if finding.page is not None:
        data["page"] = finding.page
    return data


def _read_finding(data: Json) -> Finding:
    severity = Severity(data.get("severity", Severity.WARNING.value))
    return Finding(data["stage"], data["code"], data["message"], severity, data.get("page"))


def _part(part: Head | Row) -> Json:
    empty = Value()
    return {name: _value(value) for name, value in values_of(part) if value != empty}


def _read_part(kind: type[Any], data: Json) -> Any:
    return kind(**{name: _read_value(value) for name, value in data.items()})


def _value(value: Value) -> Json:
    data: Json = {"value": value.value, "status": value.status.value}
    evidence = _evidence(value.evidence)
    if evidence:
        data["evidence"] = evidence
    if value.candidates:
        data["candidates"] = [
            {"value": c.value, "evidence": _evidence(c.evidence), "lost": c.lost}
            for c in value.candidates
        ]
    if value.checked:
        data["checked"] = asdict(value.checked)
    return data


def _read_value(data: Json) -> Value:
    candidates = tuple(
        Candidate(c["value"], _read_evidence(c["evidence"]), c["lost"])
        for c in data.get("candidates", ())
    )
    evidence = _read_evidence(data.get("evidence", {}))
    checked = _read_checked(data["checked"]) if "checked" in data else None
    return Value(data["value"], Status(data["status"]), evidence, candidates, checked)


def _read_checked(data: Json) -> Checked:
    return Checked(**{**data, "status": Status(data["status"])})


def _evidence(evidence: Evidence) -> Json:
    data: Json = {}
    empty = Evidence()
    for column in fields(evidence):
        cell = getattr(evidence, column.name)
        if cell != getattr(empty, column.name):
            data[column.name] = cell
    if evidence.box:
        data["box"] = _box(evidence.box)
    if evidence.confidence:
        data["confidence"] = round(evidence.confidence, 4)
    return data


def _read_evidence(data: Json) -> Evidence:
    return Evidence(**{**data, "box": _read_box(data.get("box"))})
