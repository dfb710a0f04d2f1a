"""The two passes over the documents of a run: which jobs are left, and what came of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.batch.codec import CodecError, unpack
from pipeline.batch.discovery import Item
from pipeline.batch.jobs import DAMAGED, Job, Outcome, plan_from
from pipeline.batch.keys import Keys
from pipeline.batch.ledger import Facts, Failure
from pipeline.batch.sisters import CleanOnes
from pipeline.batch.store import Store
from pipeline.document import Document
from pipeline.errors import KehoachError
from pipeline.plan import Plan


@dataclass(slots=True)
class Course:
    """A document on its way: the keys of its results so far, or why there are none."""

    item: Item
    read: str = ""
    restored: str = ""
    plan: str = ""
    rows: str = ""
    failure: Failure | None = None
    pages: int = 0
    waits: bool = field(default=True, repr=False)


class Reading:
    """First pass: every file to a document, and to what the choice of sisters needs."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store, self._keys = store, keys

    def jobs(self, courses: Iterable[Course]) -> Iterator[tuple[Course, Job | None]]:
        """What is left to do for each; None where it was done before."""
        for course in courses:
            item = course.item
            if item.kept:
                yield course, None
                continue
            course.read = self._keys.read(item.sha256, item.source.suffix)
            course.failure = self._store.ledger.failure(course.read)
            yield course, None if course.failure else self._job(course)

    def _job(self, course: Course) -> Job | None:
        if not self._store.sound(course.read):
            return Job(course.read, "read", self._inputs(course.item))
        course.pages = int((self._store.facts(course.read) or {}).get("pages", 0))
        if self._store.facts(self._keys.profile(course.read)) is not None:
            return None
        return Job(course.read, "profile", {"document": self._store.body(course.read)})

    def _inputs(self, item: Item) -> dict[str, object]:
        return {
            "path": os.fsencode(item.source.path.absolute()),
            "suffix": item.source.suffix,
            "sha256": item.sha256,
            "settings": self._keys.settings.model_dump_json(),
        }

    def take(self, course: Course, outcome: Outcome) -> None:
        """Keeps what a job gave. Raises OSError where the disk is full."""
        if outcome.code:
            course.failure = failed(self._store, course.read, outcome, [course.read])
            return
        answer = outcome.answer
        if "document" in answer:
            course.pages = answer["pages"]
            self._store.put(course.read, {"pages": answer["pages"]}, answer["document"])
        self._store.put(self._keys.profile(course.read), answer["profile"], b"")


class Planning:
    """Second pass: what the clean documents taught, restoration, outline, plan."""

    def __init__(self, store: Store, keys: Keys, courses: Iterable[Course]) -> None:
        self._store, self._keys = store, keys
        teachers = courses if keys.settings.restoration.sisters else ()
        self._clean = CleanOnes(
            (c.read, profile["signature"])
            for c in teachers
            if c.read and not c.failure and (profile := self._profile(c))["clean"]
        )

    def _profile(self, course: Course) -> Facts:
        return self._store.facts(self._keys.profile(course.read)) or {
            "clean": False,
            "signature": [],
        }

    def jobs(self, courses: Iterable[Course]) -> Iterator[tuple[Course, Job | None]]:
        """What is left to do for each document that was read; None where it was done."""
        for course in courses:
            if course.item.kept:
                course.plan = course.item.kept
                yield course, None
            elif course.read and not course.failure:
                yield course, self._job(course)

    def _job(self, course: Course) -> Job | None:
        sisters = self._sisters(course)
        course.restored = self._keys.restored(course.read, sisters)
        course.plan = self._keys.plan(course.restored)
        course.failure = self._store.ledger.failure(course.plan)
        if course.failure:
            return None
        restored = self._restored(course)
        if restored is None:
            return Job(course.read, "plan", self._inputs(course, sisters))
        if self._store.sound(course.plan):
            return None
        return Job(course.read, "extract", {"document": self._store.body(restored)})

    def _sisters(self, course: Course) -> list[str]:
        """The keys of the clean documents that teach this one; none for a clean one."""
        profile = self._profile(course)
        return [] if profile["clean"] else self._clean.sisters(profile["signature"])

    def _restored(self, course: Course) -> str | None:
        """The key under which the restored document lies, if it does."""
        key = _lies(self._store, course.restored)
        return key if key and self._store.sound(key) else None

    def _inputs(self, course: Course, sisters: list[str]) -> dict[str, object]:
        return {
            "document": self._store.body(course.read),
            "sisters": [self._store.body(key) for key in sisters],
            "settings": self._keys.settings.restoration.model_dump_json(),
        }

    def take(self, course: Course, outcome: Outcome) -> None:
        """Keeps what a job gave. Raises OSError where the disk is full."""
        if outcome.code:
            made_of = [course.read, course.restored]
            course.failure = failed(self._store, course.plan, outcome, made_of)
            return
        answer = outcome.answer
        if "restored" in answer:
            made_of = [course.read, self._keys.profile(course.read)]
            facts: Facts = {"made_of": made_of, "same": not answer["restored"]}
            self._store.put(course.restored, facts, answer["restored"])
        facts = {"head": answer["head"], "restored": course.restored}
        self._store.put(course.plan, facts, answer["plan"])


def head_of(store: Store, course: Course, columns: Iterable[str]) -> Facts:
    """Some cells of the plan's row, without unpacking it."""
    head = (store.facts(course.plan) or {}).get("head", {})
    return {column: head.get(column) for column in columns}


def _lies(store: Store, restored: str) -> str | None:
    """The key under which a restored document lies: its reading's, where nothing was changed."""
    facts = store.facts(restored)
    if facts is None:
        return None
    return str(facts["made_of"][0]) if facts["same"] else restored


def bodies_of(store: Store, course: Course) -> tuple[bytes, bytes]:
    """The packed restored document and the packed plan.

    Raises KehoachError (`cache-damaged`) where one of them was damaged just now.
    """
    try:
        facts = store.facts(course.plan)
        if facts is None:
            raise CodecError("it is not there")
        restored = str(facts["restored"])
        return store.body(_lies(store, restored) or restored), store.body(course.plan)
    except CodecError as error:
        raise _damaged(store, course, error) from error


def load_plan(store: Store, course: Course) -> Plan:
    """The whole plan. Raises KehoachError (`cache-damaged`) where it was damaged just now."""
    document, plan = bodies_of(store, course)
    try:
        return plan_from(plan, unpack(Document, document), course.item.source.name)
    except CodecError as error:
        raise _damaged(store, course, error) from error


def _damaged(store: Store, course: Course, error: CodecError) -> KehoachError:
    store.drop(course.plan)
    return KehoachError(
        "cache-damaged",
        f"the result of {course.item.source.name} is damaged ({error}); run the same again",
    )


def reachable(store: Store) -> set[str]:
    """The keys of all results that the last tables were made of."""
    keys: set[str] = set()
    for source in store.ledger.sources():
        plan = store.facts(source.plan) if source.plan else None
        if plan is None:
            continue
        restored = store.facts(plan["restored"]) or {}
        keys |= {source.plan, plan["restored"], *restored.get("made_of", ())}
    return keys | store.ledger.shown()


def failed(store: Store, key: str, outcome: Outcome, made_of: Iterable[str]) -> Failure:
    """Why there is no result under `key`. Results of stages before, `made_of`, that turn out
    not to unpack are forgotten: the next run makes them again."""
    failure = Failure(outcome.code, outcome.message)
    if outcome.remember:
        store.ledger.fail(key, failure)
    if outcome.code == DAMAGED:
        for each in filter(None, made_of):
            store.drop(each)
    return failure
