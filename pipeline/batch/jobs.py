"""What a worker is asked and what it answers, and the doing of it.

A job is a pure function of its inputs: it may be done on any machine, twice, or
again after a worker died. Inputs and answers hold only what MessagePack knows.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch import one
from pipeline.batch.codec import CodecError, pack, unpack
from pipeline.document import Document, Finding
from pipeline.errors import KehoachError, ReadingError
from pipeline.plan import Plan, values_of
from pipeline.settings import RestorationSettings, Settings

if TYPE_CHECKING:
    from pipeline.restoration import Restorer

DAMAGED = "cache-damaged"
"""Code of a job whose inputs, results of stages before, do not unpack."""

Inputs = dict[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: `id` is the run's own name for it, `kind` is a method of Hand."""

    id: str
    kind: str
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job's answer, or the code and message of its failure.

    `remember` is false for what may go well next time with nothing changed.
    """

    answer: Answer = field(default_factory=dict)
    code: str = ""
    message: str = ""
    remember: bool = True

    def packed(self) -> Mapping[str, object]:
        """For the way through a pipe."""
        return {
            "answer": self.answer,
            "code": self.code,
            "message": self.message,
            "remember": self.remember,
        }


@dataclass(slots=True)
class Hand:
    """Does jobs one after the other; keeps the restorer it was last taught."""

    _restorer: Restorer | None = None
    _taught: tuple[str, ...] = ()

    def perform(self, kind: str, inputs: Inputs) -> Outcome:
        """The job's outcome. Whatever a stage raises is the document's failure."""
        try:
            return Outcome(_KINDS[kind](self, inputs))
        except KehoachError as error:
            return Outcome(code=error.code, message=error.message, remember=_lasting(error))
        except MemoryError:
            raise
        except CodecError as error:
            return Outcome(code=DAMAGED, message=str(error), remember=False)
        except Exception as error:
            return Outcome(code="internal-error", message=_told(error))

    def read(self, inputs: Inputs) -> Answer:
        """path, suffix, sha256, settings, content? to the document and its profile."""
        settings = Settings.model_validate_json(inputs["settings"])
        with _file(inputs) as path:
            document = one.read(path, "", settings)
        if document.sha256 != inputs["sha256"]:
            raise ReadingError("changed-while-reading", "The file changed while it was read.")
        return {
            "pages": len(document.pages),
            "document": pack(document),
            "profile": _profile(document),
        }

    def profile(self, inputs: Inputs) -> Answer:
        """document to what the choice of sisters needs."""
        return {"profile": _profile(unpack(Document, inputs["document"]))}

    def plan(self, inputs: Inputs) -> Answer:
        """document, sisters, settings to the restored document and its plan.

        `restored` is "" where restoration changed nothing.
        """
        document = unpack(Document, inputs["document"])
        settings = RestorationSettings.model_validate_json(inputs["settings"])
        restored = one.restore(document, self._taught_by(inputs["sisters"]), settings)
        body = b"" if restored == document else pack(restored)
        return {"restored": body, **_plan(restored)}

    def extract(self, inputs: Inputs) -> Answer:
        """A restored document to its plan."""
        return _plan(unpack(Document, inputs["document"]))

    def tabulate(self, inputs: Inputs) -> Answer:
        """document, plan, name, campaign, noticed, review_below to the plan's rows in pieces."""
        from pipeline.tables.pieces import pieces_of
        from pipeline.tables.writer import finished

        document = unpack(Document, inputs["document"])
        name = inputs["name"].decode("utf-8", "surrogateescape")
        plan = plan_from(inputs["plan"], document, name)
        noticed = [Finding(*finding) for finding in inputs["noticed"]]
        whole = finished(plan, inputs["campaign"], noticed)
        return {"pieces": pack(pieces_of(whole, inputs["review_below"]))}

    def _taught_by(self, sisters: list[bytes]) -> Restorer:
        texts = tuple(unpack(Document, sister).text for sister in sisters)
        if self._restorer is None or texts != self._taught:
            self._restorer, self._taught = one.teach(texts), texts
        return self._restorer


_KINDS = {
    "read": Hand.read,
    "profile": Hand.profile,
    "plan": Hand.plan,
    "extract": Hand.extract,
    "tabulate": Hand.tabulate,
}

_PASSING = frozenset({"changed-while-reading", "not-found", "no-permission", "unreadable-file"})
"""Failures of the moment: the next run looks again."""


def _lasting(error: KehoachError) -> bool:
    return error.code not in _PASSING


def _told(error: Exception) -> str:
    """The error with the place it came from: what a bug report needs."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = ""
    if trace:
        place = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"
    return f"{type(error).__name__}: {error}{place}"[:2000]


@contextmanager
def _file(inputs: Inputs) -> Iterator[Path]:
    """The document's file: where it lies, or made of the bytes that came with the job."""
    if "content" not in inputs:
        yield Path(os.fsdecode(inputs["path"]))
        return
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        path = Path(folder) / f"document{inputs['suffix']}"
        path.write_bytes(inputs["content"])
        yield path


def same_file(inputs: Inputs) -> bool:
    """Whether this machine sees the file that the job is about under its path."""
    try:
        data = Path(os.fsdecode(inputs["path"])).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == str(inputs["sha256"])


def _profile(document: Document) -> Answer:
    from pipeline.restoration import is_clean, signature

    return {"clean": is_clean(document), "signature": list(signature(document))}


def _plan(restored: Document) -> Answer:
    """The plan without its document, and the cells that all plans are compared by."""
    plan = one.plan_of(restored)
    bare = replace(plan, document=Document("", restored.sha256, ()))
    return {"plan": pack(bare), "head": {name: value.value for name, value in values_of(plan.head)}}


def plan_from(body: bytes, document: Document, name: str) -> Plan:
    """A plan and its restored document, put together again under the file's name."""
    plan = unpack(Plan, body)
    return replace(plan, document=replace(document, name=name))
