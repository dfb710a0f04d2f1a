"""All field families of a document put together to its `Plan`, then the checks."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Document
from pipeline.extraction.awards import find_awards
from pipeline.extraction.checks import check_head, check_plan
from pipeline.extraction.context import Context
from pipeline.extraction.head.fields import read_head
from pipeline.extraction.misread.doubting import doubted
from pipeline.extraction.recipients import find_recipients
from pipeline.extraction.sections import find_sections
from pipeline.extraction.signers.signers import find_signers
from pipeline.extraction.tasks.assignments import find_assignments
from pipeline.extraction.tasks.deadlines import find_deadlines
from pipeline.extraction.times.period import find_period
from pipeline.extraction.times.phases import find_phases
from pipeline.plan import Head, Plan, Signer
from pipeline.segmentation.outline import Outline


def assemble(document: Document, outline: Outline) -> Plan:
    """All fields of a document, each with its evidence.

    A document that is no official one (a letter in English, a novel's page) gives a
    plan with an empty head and a finding. What the reading noticed stays with the document.
    Pure: the same input gives the same plan.
    """
    context = Context.of(document, outline)
    reading = read_head(context)
    plan = Plan(plan_id_of(document), document, reading.head, bases=reading.bases)
    if reading.official:
        plan = doubted(_with_body(context, plan))
    return replace(plan, findings=(*check_head(reading), *check_plan(plan)))


def plan_id_of(document: Document) -> str:
    """An id made from the content: the same file has the same one in every run."""
    return "p" + document.sha256[:16]


def _with_body(context: Context, plan: Plan) -> Plan:
    start, end = find_period(context)
    signers = find_signers(context)
    head = replace(plan.head, period_start=start, period_end=end)
    return replace(
        plan,
        head=_with_signer(head, signers),
        signers=signers,
        phases=find_phases(context),
        assignments=find_assignments(context),
        deadlines=find_deadlines(context),
        awards=find_awards(context),
        recipients=find_recipients(context),
        sections=find_sections(context),
    )


def _with_signer(head: Head, signers: tuple[Signer, ...]) -> Head:
    """The main signer's columns; the first where none is marked as main."""
    if not signers:
        return head
    main = next((s for s in signers if s.role.value == "main"), signers[0])
    return replace(
        head, signer_name=main.name, signer_title=main.title, signing_capacity=main.capacity
    )
