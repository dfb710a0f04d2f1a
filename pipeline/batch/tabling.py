"""Third pass: each plan's rows in pieces, made by the workers and kept.

What a plan's rows are made of besides the plan itself: its file's name, its campaign, and
what was noticed beside the others of the folder. So one changed file costs its own rows,
and for all others copying.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.batch.codec import CodecError, unpack
from pipeline.batch.crosschecks import COMPARED, campaigns, same_numbers
from pipeline.batch.documents import Course, bodies_of, failed, head_of, load_plan
from pipeline.batch.jobs import Job, Outcome
from pipeline.batch.keys import Keys
from pipeline.batch.one import plan_id
from pipeline.batch.store import Store
from pipeline.document import Finding
from pipeline.tables.corrections import Corrections
from pipeline.tables.judging import corrected
from pipeline.tables.pieces import Pieces, pieces_of
from pipeline.tables.writer import finished


@dataclass(slots=True)
class Tabling:
    """Makes pieces of plans and gives them back in order."""

    store: Store
    keys: Keys
    corrections: Corrections
    _campaigns: Mapping[str, str] = field(default_factory=dict)
    _noticed: Mapping[str, Sequence[Finding]] = field(default_factory=dict)

    @property
    def _review_below(self) -> float:
        return self.keys.settings.extraction.review_below

    def compare(self, courses: Iterable[Course]) -> None:
        """Looks at all plans side by side; before the first job."""
        done = [course for course in courses if course.plan and not course.failure]
        heads = {plan_id(c.item.sha256): head_of(self.store, c, COMPARED) for c in done}
        names = {plan_id(c.item.sha256): c.item.source.name for c in done}
        self._campaigns = campaigns(heads)
        self._noticed = same_numbers(heads, names)

    def jobs(self, courses: Iterable[Course]) -> Iterator[tuple[Course, Job | None]]:
        """What is left to do for each plan; None where its rows were made before.

        Those that people corrected are few, and made when they are written.
        """
        mine = {place[0] for place in self.corrections}
        for course in courses:
            if plan_id(course.item.sha256) in mine:
                course.rows = ""
                yield course, None
                continue
            course.rows = self.keys.rows(course.plan, self._shown(course))
            course.failure = self.store.ledger.failure(course.rows)
            kept = course.failure or self.store.facts(course.rows) is not None
            yield course, None if kept else self._job(course)

    def take(self, course: Course, outcome: Outcome) -> None:
        """Keeps what a job gave. Raises OSError where the disk is full."""
        if outcome.code:
            made_of = [course.read, course.restored, course.plan]
            course.failure = failed(self.store, course.rows, outcome, made_of)
        else:
            self.store.put(course.rows, {}, outcome.answer["pieces"])

    def pieces(self, course: Course) -> Pieces:
        """The plan's rows; made here where they are not kept, or not whole."""
        if course.rows:
            try:
                return unpack(Pieces, self.store.body(course.rows))
            except CodecError:
                self.store.drop(course.rows)
        key = plan_id(course.item.sha256)
        plan = load_plan(self.store, course)
        whole = finished(plan, self._campaigns.get(key), self._noticed.get(key, ()))
        return pieces_of(corrected(whole, self.corrections), self._review_below)

    def _job(self, course: Course) -> Job:
        document, plan = bodies_of(self.store, course)
        # A name may have bytes that are no UTF-8; MessagePack's texts may not.
        name = course.item.source.name.encode("utf-8", "surrogateescape")
        shown = {**self._shown(course), "name": name}
        return Job(course.item.sha256, "tabulate", {"document": document, "plan": plan, **shown})

    def _shown(self, course: Course) -> dict[str, object]:
        """What of the folder shows in the plan's rows, as JSON values."""
        key = plan_id(course.item.sha256)
        noticed = [[f.stage, f.code, f.message] for f in self._noticed.get(key, ())]
        return {
            "name": course.item.source.name,
            "campaign": self._campaigns.get(key),
            "noticed": noticed,
            "review_below": self._review_below,
        }
