"""What a document says: the plan, its parts, and the evidence for each value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from pipeline.document import Box, Document, Finding


class Status(StrEnum):
    """What is known of a value; the contract keeps these apart."""

    FOUND = "found"
    MISSING = "missing"  # not in the document
    BLANK = "blank"  # a place left empty, as in "Số:     /KH-SYT"
    UNREADABLE = "unreadable"  # there is ink, it could not be read
    CONFLICT = "conflict"  # the document contradicts itself; both readings are kept
    CORRECTED = "corrected"  # by a person


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value comes from.

    `raw` is what stood in the document, never overwritten. `page` counts from 1,
    `line` from 1 within its page; `char_start` and `char_end` are offsets in
    `Document.text`. An inferred value has a rule that begins with `inferred:`.
    """

    raw: str = ""
    rule: str = ""
    confidence: float = 0.0
    page: int | None = None
    box: Box | None = None
    line: int | None = None
    char_start: int | None = None
    char_end: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading that lost to the value, and why (`kehoach explain`)."""

    value: str
    evidence: Evidence
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """That a person judged a value, and what the machine had.

    `holds` is false where the machine's value or its source has changed since: the
    value is then the machine's again, and has to be asked again. `row` is the number of
    a list row that a person added, 0 for a row of the machine's.
    """

    who: str
    when: str
    value: str | int | None
    status: Status
    confidence: float
    holds: bool = True
    row: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A cell: its normalised value, its status, and its evidence.

    `value` is what the table shows: text, a whole number, or None where there is
    none. A `conflict` keeps the reading that the table shows in `value` and all
    of them, that one included, in `candidates`. `checked` is set by the tables, from
    people's corrections.
    """

    value: str | int | None = None
    status: Status = Status.MISSING
    evidence: Evidence = field(default_factory=Evidence)
    candidates: tuple[Candidate, ...] = ()
    checked: Checked | None = None

    @property
    def text(self) -> str:
        """The value as text, "" where there is none."""
        return "" if self.value is None else str(self.value)

    def doubted(self, why: str) -> Value:
        """A found value as `unreadable`, what was read its first candidate; any other as it is."""
        if self.status is not Status.FOUND:
            return self
        lost = Candidate(self.text, self.evidence, why)
        return Value(None, Status.UNREADABLE, self.evidence, (lost, *self.candidates))


MISSING = Value()


@dataclass(frozen=True, slots=True)
class Head:
    """The value columns of `plans.csv`, in the contract's order.

    Counts, confidence and needs_review are made of the rest by `pipeline.tables`.
    """

    doc_type: Value = MISSING
    attached_type: Value = MISSING
    number_symbol: Value = MISSING
    number: Value = MISSING
    symbol: Value = MISSING
    date: Value = MISSING
    place: Value = MISSING
    title: Value = MISSING
    issuer: Value = MISSING
    issuer_normalised: Value = MISSING
    body_level: Value = MISSING
    parent_body: Value = MISSING
    province: Value = MISSING
    province_2025: Value = MISSING
    campaign: Value = MISSING
    base_type: Value = MISSING
    base_number_symbol: Value = MISSING
    base_number: Value = MISSING
    base_symbol: Value = MISSING
    base_date: Value = MISSING
    base_issuer: Value = MISSING
    base_issuer_normalised: Value = MISSING
    period_start: Value = MISSING
    period_end: Value = MISSING
    signer_name: Value = MISSING
    signer_title: Value = MISSING
    signing_capacity: Value = MISSING


@dataclass(frozen=True, slots=True)
class Signer:
    """`role` is main, co or approver; `signed_for` the office KT./TL. stands for."""

    role: Value = MISSING
    capacity: Value = MISSING
    signed_for: Value = MISSING
    title: Value = MISSING
    name: Value = MISSING
    body: Value = MISSING


@dataclass(frozen=True, slots=True)
class Basis:
    """A cited document; `relation` is basis or cited."""

    relation: Value = MISSING
    doc_type: Value = MISSING
    number_symbol: Value = MISSING
    number: Value = MISSING
    symbol: Value = MISSING
    date: Value = MISSING
    issuer: Value = MISSING
    issuer_normalised: Value = MISSING
    as_written: Value = MISSING


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the plan as the text names it."""

    label: Value = MISSING
    start: Value = MISSING  # partial ISO date: 2023, 2024-06, 2024-06-30
    end: Value = MISSING
    as_written: Value = MISSING


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task of a unit; `unit_order` and `task_order` count from 1.

    `section` is the marker path of where it stands (`VI.2`); `role` is lead,
    coordinate or implement.
    """

    section: Value = MISSING
    unit: Value = MISSING
    unit_normalised: Value = MISSING
    unit_order: Value = MISSING
    role: Value = MISSING
    task_order: Value = MISSING
    task: Value = MISSING


@dataclass(frozen=True, slots=True)
class Deadline:
    """`recurrence`: once, yearly, half-yearly, quarterly, monthly, weekly, daily, or none."""

    as_written: Value = MISSING
    recurrence: Value = MISSING
    date: Value = MISSING
    month: Value = MISSING
    day: Value = MISSING
    by: Value = MISSING
    to: Value = MISSING  # several by "; "
    via: Value = MISSING
    onward_to: Value = MISSING
    what: Value = MISSING


@dataclass(frozen=True, slots=True)
class Award:
    """A form of award; `level` is who gives it, `occasion` when."""

    form: Value = MISSING
    level: Value = MISSING
    occasion: Value = MISSING
    as_written: Value = MISSING


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of Nơi nhận; `note` is what stands in brackets, as in (b/c)."""

    recipient: Value = MISSING
    note: Value = MISSING


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section or item of the outline, as the table shows it.

    `level` counts from 1 (the outermost used), `parent_order` is the `order` of
    the section it stands in (rows count from 1), empty at the top.
    """

    level: Value = MISSING
    marker: Value = MISSING
    title: Value = MISSING
    role: Value = MISSING
    parent_order: Value = MISSING
    text: Value = MISSING
    page_start: Value = MISSING
    page_end: Value = MISSING


Row = Signer | Basis | Phase | Assignment | Deadline | Award | Recipient | SectionRow
ROW_TYPES: Mapping[str, type[Row]] = {
    "signers": Signer,
    "bases": Basis,
    "phases": Phase,
    "assignments": Assignment,
    "deadlines": Deadline,
    "awards": Award,
    "recipients": Recipient,
    "sections": SectionRow,
}
"""What a row of each list table is; each table is an attribute of `Plan`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A document with all that was found in it. One row of `plans.csv`."""

    plan_id: str
    document: Document
    head: Head = field(default_factory=Head)
    signers: tuple[Signer, ...] = ()
    bases: tuple[Basis, ...] = ()
    phases: tuple[Phase, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    awards: tuple[Award, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    sections: tuple[SectionRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def values_of(part: Head | Row) -> Iterator[tuple[str, Value]]:
    """(column, value) of a row's value columns in the contract's order."""
    for column in fields(part):
        yield column.name, getattr(part, column.name)
