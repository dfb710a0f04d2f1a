"""The body's fields of the seeds, against the gold that was written by hand.

Seed 004 needs restoration: what does not depend on its letters is tested here, all of
it with the whole pipeline.
"""

from __future__ import annotations

import json

import pytest

from pipeline.document import Document
from pipeline.extraction.awards import find_awards
from pipeline.extraction.context import Context
from pipeline.extraction.recipients import find_recipients
from pipeline.extraction.signers.signers import find_signers
from pipeline.extraction.tasks.assignments import find_assignments
from pipeline.extraction.tasks.deadlines import find_deadlines
from pipeline.extraction.times.period import find_period
from pipeline.extraction.times.phases import find_phases
from pipeline.plan import Status
from pipeline.reading.text.plaintext import read_text
from pipeline.segmentation import segment
from pipeline.vietnamese import same_text

CLEAN = ["000", "001", "002", "003"]
ALL = [*CLEAN, "004"]


@pytest.fixture
def seed(seeds):
    gold = json.loads((seeds / "gold_fields.json").read_text(encoding="utf-8"))["documents"]

    def of(number: str) -> tuple[Context, dict]:
        data = (seeds / gold[number]["file"]).read_bytes()
        document = Document(gold[number]["file"], "", (read_text(data, False),))
        return Context.of(document, segment(document)), gold[number]

    return of


@pytest.mark.parametrize("number", ALL)
def test_period_and_phases(seed, number: str) -> None:
    context, gold = seed(number)
    start, end = find_period(context)
    assert (start.text, end.text) == (str(gold["period"]["start"]), str(gold["period"]["end"]))
    phases = [(p.start.text, p.end.text) for p in find_phases(context)]
    assert phases == [(str(p["start"]), str(p["end"])) for p in gold["phases"]]


@pytest.mark.parametrize("number", CLEAN)
def test_units_with_their_tasks(seed, number: str) -> None:
    context, gold = seed(number)
    counts: dict[str, int] = {}
    for row in find_assignments(context):
        if row.role.value != "coordinate":
            counts[row.unit.text] = counts.get(row.unit.text, 0) + 1
    assert list(counts) == [unit["as_written"] for unit in gold["assigned_units"]]
    for unit in gold["assigned_units"]:
        assert abs(counts[unit["as_written"]] - unit["task_count"]) <= 1


@pytest.mark.parametrize("number", ALL)
def test_deadlines(seed, number: str) -> None:
    context, gold = seed(number)
    found = [
        (d.as_written.value, d.recurrence.value, d.month.value, d.day.value, d.by.value,
         d.to.text.split("; "), d.via.value, d.onward_to.text)
        for d in find_deadlines(context)
    ]  # fmt: skip
    assert found == [
        (g["as_written"], g["recurrence"], g["month"], g["day"], g["by"], g["to"], g.get("via"),
         "; ".join(g.get("onward_to", ())))
        for g in gold["report_deadlines"]
    ]  # fmt: skip


@pytest.mark.parametrize("number", CLEAN)
def test_awards(seed, number: str) -> None:
    context, gold = seed(number)
    found = [(a.form.value, a.level.value, a.occasion.value) for a in find_awards(context)]
    assert found == [(g["form"], g["level"], g["occasion"]) for g in gold["award_forms"]]


@pytest.mark.parametrize("number", CLEAN)
def test_recipients(seed, number: str) -> None:
    context, gold = seed(number)
    found = [
        f"{r.recipient.text} ({r.note.text})" if r.note.value else r.recipient.text
        for r in find_recipients(context)
    ]
    assert found == [written.replace("; (", " (") for written in gold["recipients"]]


@pytest.mark.parametrize("number", ALL)
def test_signer(seed, number: str) -> None:
    context, gold = seed(number)
    (signer,) = find_signers(context)
    wanted = gold["signer"]
    assert signer.title.value == wanted["title"]
    assert signer.capacity.value == wanted["capacity"]
    assert signer.signed_for.value == wanted["on_behalf_of"]
    if wanted["name"] == "unreadable":
        assert (signer.name.value, signer.name.status) == (None, Status.UNREADABLE)
    else:
        assert same_text(signer.name.text, wanted["name"])
