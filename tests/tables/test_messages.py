"""What is noticed and what failed, said in Vietnamese with the facts of the English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import pipeline
from pipeline.tables.messages import vietnamese, wordings
from pipeline.vietnamese import nfc


@pytest.mark.parametrize(
    ("code", "message", "said"),
    [
        (  # facts go over
            "symbol-issuer-mismatch",
            "The symbol KH-SYT is not one of Sở Nội vụ.",
            "Ký hiệu KH-SYT không phải là ký hiệu của Sở Nội vụ.",
        ),
        (  # facts with the template's own signs in them, over lines
            "same-number",
            "The same number, date and issuer stand in: a (2).pdf; b\nc: d.pdf",
            "Cùng số, ngày và cơ quan ban hành với: a (2).pdf; b\nc: d.pdf",
        ),
        (  # a wording that is not known: what the code means
            "symbol-issuer-mismatch",
            "Something new.",
            "Ký hiệu không khớp với cơ quan ban hành.",
        ),
        ("no-such-code", "Something new.", None),
        (  # a fact that looks like a place for one
            "page-damaged",
            "The page cannot be opened: {error}",
            "Không mở được trang: {error}",
        ),
    ],
)
def test_a_message(code: str, message: str, said: str | None) -> None:
    assert vietnamese(code, message) == said


def test_every_wording_is_sound() -> None:
    """One general sentence a code, facts only where the English has them, text in NFC."""
    for code, of in wordings().items():
        assert sum(w.english is None for w in of) == 1, code
        for wording in of:
            facts = set(re.findall(r"\{(\w+)\}", wording.vietnamese))
            given = set(wording.english.groupindex) if wording.english else set()
            assert facts <= given, (code, wording)
            assert nfc(wording.vietnamese) == wording.vietnamese
            assert wording.vietnamese.strip() == wording.vietnamese != ""


def messages_in(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, code, message) of what a module says; facts stand as `…`.

    Calls with a code in kebab case and a message, in the call or in the name assigned last.
    """
    tree = ast.parse(path.read_text("utf-8"))
    named = [
        (node.lineno, node.targets[0].id, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call.func) in SAYERS:
            texts = [_text(a, call.lineno, named) for a in (*call.args, *_keywords(call))]
            known = [text for text in texts if text]
            for code, message in pairwise(known):
                if CODE.fullmatch(code) and " " in message:
                    yield call.lineno, code, message


SAYERS = frozenset({"Finding", "_finding", "ReadingError", "EngineError", "Unreadable", "Outcome"})
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+|…-missing")


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else ""


def _keywords(call: ast.Call) -> list[ast.expr]:
    return [k.value for k in call.keywords if k.arg in ("code", "message")]


def _text(node: ast.expr, line: int, named: list[tuple[int, str, ast.expr]]) -> str:
    """A constant, an f-string with `…` for what is put in, or the last value of a name."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, line, named) or "…" for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, line, named)
    if isinstance(node, ast.Name):
        values = [(at, value) for at, name, value in named if name == node.id and at <= line]
        at, value = max(values, key=lambda v: v[0], default=(0, None))
        return _text(value, at - 1, named) if value else ""
    return ""


SOURCES = sorted(Path(pipeline.__file__).parent.rglob("*.py"))


def test_everything_that_is_said_can_be_said_in_vietnamese() -> None:
    """Reads the source: who adds a finding or a failure adds its Vietnamese."""
    said = [(path, *found) for path in SOURCES for found in messages_in(path)]
    assert len(said) > 30, "the source is no more written as this test reads it"
    missing = []
    for path, line, code, message in said:
        codes = ("title-missing", "issuer-missing") if code == "…-missing" else (code,)
        for each in codes:
            filled = message.replace("…", "title" if each == "title-missing" else "issuer")
            known = [w.english for w in wordings().get(each, ()) if w.english]
            if not any(pattern.fullmatch(filled) for pattern in known):
                missing.append(f"{path.name}:{line}: {each}: {message}")
    assert missing == []
