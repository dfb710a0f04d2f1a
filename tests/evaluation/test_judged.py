"""What people's corrections say of the rules, and the gold that they make."""

from __future__ import annotations

import io
import json
from pathlib import Path

from rich.console import Console

from pipeline.document import Document, Page, Route
from pipeline.evaluation import corrections_to_gold, evaluate, judged_rules, render_rules
from pipeline.plan import Evidence, Head, Phase, Plan, Status, Value
from pipeline.tables import write_tables
from pipeline.tables.corrections import (
    CORRECTIONS,
    Correction,
    Verdict,
    correction_line,
    header_line,
)


def value(text: str, rule: str) -> Value:
    return Value(text, Status.FOUND, Evidence(text, rule, 0.6))


def plan(number: int) -> Plan:
    document = Document(f"{number}.txt", "0" * 64, (Page(1, (), Route.PLAIN_TEXT),))
    head = Head(
        issuer=value("Sở Y tế", "issuer:title"),
        date=value("2024", "date:head"),
        place=value("Huế", "place:head"),
    )
    phase = Phase(start=value("2023", "phase:years"), end=value("2025", "phase:years"))
    return Plan(f"p{number}", document, head, phases=(phase,))


def said(number: int, place: str, was: str, verdict: Verdict, now: str = "") -> Correction:
    table, column = place.split(".")
    key = f"{number}{place}"
    return Correction(
        f"p{number}", table, 1, column, was, was, now, verdict, "Lan", "2026-11-21", "0.1", key
    )


def folder(tmp_path: Path) -> Path:
    write_tables([plan(1), plan(2)], tmp_path)
    lines = [
        said(1, "plans.issuer", "Sở Y tế", Verdict.CORRECTED, "Sở Nội vụ"),
        said(2, "plans.issuer", "Sở Y tế", Verdict.ACCEPTED),
        said(1, "plans.date", "2024", Verdict.ACCEPTED),
        said(2, "plans.place", "Huế", Verdict.BLANK),
        said(1, "phases.start", "2023", Verdict.ACCEPTED),
        said(1, "phases.end", "2025", Verdict.CORRECTED, "2026"),
        said(2, "phases.start", "2023", Verdict.ACCEPTED),
    ]
    text = header_line() + "".join(map(correction_line, lines))
    (tmp_path / CORRECTIONS).write_bytes(text.encode())
    return tmp_path


def test_the_rules_that_err_most_come_first(tmp_path: Path) -> None:
    rules = judged_rules(folder(tmp_path))
    assert [(r.rule, r.field, r.judged, r.wrong) for r in rules] == [
        ("phase:years", "phases.end", 1, 1),
        ("place:head", "plans.place", 1, 1),
        ("issuer:title", "plans.issuer", 2, 1),
        ("date:head", "plans.date", 1, 0),
        ("phase:years", "phases.start", 2, 0),
    ]
    assert rules[1].example == ("Huế", "(blank)")
    console = Console(file=io.StringIO(), width=160, record=True)
    console.print(render_rules(rules))
    assert "Sở Nội vụ" in console.export_text()


def test_what_was_judged_becomes_gold(tmp_path: Path) -> None:
    paths = corrections_to_gold(folder(tmp_path), tmp_path / "gold")
    first, second = (json.loads(path.read_text("utf-8")) for path in paths)
    assert first["plans"] == {"issuer": "Sở Nội vụ", "date": "2024"}
    assert first["phases"] == [{"start": "2023", "end": "2026"}]
    assert second["plans"] == {"issuer": "Sở Y tế", "place": {"status": "blank"}}
    assert "phases" not in second  # its end was not judged


def test_the_corrected_tables_agree_with_their_own_gold(tmp_path: Path) -> None:
    corrections_to_gold(folder(tmp_path), tmp_path / "gold")
    result = evaluate(tmp_path / "gold", tmp_path)
    assert result.outcomes
    assert result.wrong() == []
