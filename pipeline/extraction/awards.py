"""The forms of award that a plan promises: what, by whom, on which occasion."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.tasks.unit_marks import with_marks
from pipeline.plan import Award, Value
from pipeline.segmentation.outline import Role, Section, Span, enclosing
from pipeline.segmentation.rows import fold


@dataclass(frozen=True, slots=True)
class _Rules:
    forms: re.Pattern[str]
    generic: tuple[re.Pattern[str], ...]
    levels: tuple[tuple[str, re.Pattern[str]], ...]
    issuer_level: str


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = json.loads(
        (files("pipeline.extraction") / "data" / "awards.json").read_text(encoding="utf-8")
    )
    return _Rules(
        re.compile(rf"\b(?:{'|'.join(data['forms'])})\b"),
        tuple(re.compile(rf"\b{words}\b") for words in data["generic"]),
        tuple((name, re.compile(pattern)) for name, pattern in data["levels"]),
        data["issuer_level"],
    )


def find_awards(context: Context) -> tuple[Award, ...]:
    """The forms of award in the order of the text, each once for an occasion."""
    found: dict[tuple[str, ...], Award] = {}
    for section in _award_sections(context):
        occasion = _occasion(context, section)
        for award in _of_section(context, section, occasion):
            key = (
                fold(award.form.text),
                award.level.text,
                award.occasion.text,
                award.as_written.text,
            )
            found.setdefault(key, award)
    return tuple(found.values())


def _award_sections(context: Context) -> Iterator[Section]:
    """Sections about awards and all within them."""
    inside: set[int] = set()
    for section in context.outline.sections:
        if Role.AWARDS in section.roles or section.parent in inside:
            inside.add(section.order)
            yield section


def _of_section(context: Context, section: Section, occasion: Value) -> Iterator[Award]:
    text = Passage.of(context.flow, section.title, section.body)
    named = False
    title = len(Passage.of(context.flow, section.title).text)
    for clause in _clauses_of(text, title):
        if pattern("award:dossier").search(clause.folded):
            continue
        before = ""
        said = 0
        for start, end in _forms(clause):
            named = True
            words = clause.folded[said:start]
            before = words if _giver(words) else before + words
            yield _award(context, clause.part(start, end), before, occasion, clause.span())
            said = end
    if not named and occasion.value and not _has_forms_below(context, section):
        yield from _generic(context, text, occasion)


def _clauses_of(text: Passage, title: int) -> Iterator[Passage]:
    """The clauses of a section, its title apart where that ends as a line of its own."""
    behind = text.text[title:].lstrip()
    if title and behind[:1].isupper():
        yield from clauses(text.part(0, title))
        yield from clauses(text.part(len(text.text) - len(behind), len(text.text)))
    else:
        yield from clauses(text)


def _forms(clause: Passage) -> Iterator[tuple[int, int]]:
    """The forms in a clause: `Bằng khen của ...`, to the end of the giver's name."""
    matches = [m for m in clause.all(_rules().forms) if not _is_title(clause, m)]
    for index, match in enumerate(matches):
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(clause.text)
        end = _form_end(clause.folded, match.end(), stop)
        if index == 0 and not _credible(clause.folded, match.start()):
            continue
        yield match.start(), end


def _is_title(clause: Passage, match: re.Match[str]) -> bool:
    """`danh hiệu “Công dân học tập”` as a criterion is no award of this plan."""
    return match[0] == "danh hieu" and not re.match(
        r"\s+[“\"]?(?:chien si|lao dong|tap the|don vi)", clause.folded[match.end() :]
    )


def _credible(folded: str, start: int) -> bool:
    """Whether the form opens the clause, or a word of giving or a heading comes before it."""
    before = folded[:start].strip(" -–+*•:(0123456789")
    if not before or folded[:start].rstrip().endswith(":"):
        return True
    return bool(pattern("award:promised").search(before))


def _form_end(folded: str, start: int, stop: int) -> int:
    giver = pattern("award:giver").match(folded, start)
    end = pattern("award:end").search(folded, giver.end() if giver else start, stop)
    limit = end.start() if end else stop
    if giver is None:
        comma = folded.find(",", start, limit)
        limit = comma if comma >= 0 else limit
    cut = folded[start:limit].rstrip(" ,;.")
    return start + len(_JOINT.sub("", cut).rstrip(" ,"))


_JOINT = re.compile(r"\s*(?:,|\bva|\bhoac)?\s*(?:\b\d+)?$")
"""What leads to the next form: `giải Nhì và 06 giải Ba`."""


def _has_forms_below(context: Context, section: Section) -> bool:
    below = Passage.of(context.flow, section.whole)
    return bool(below.find(_rules().forms))


def _generic(context: Context, text: Passage, occasion: Value) -> Iterator[Award]:
    """Award without a named form: "theo thẩm quyền, bằng hình thức phù hợp"."""
    hits = sorted(
        (m for words in _rules().generic for m in [text.find(words)] if m),
        key=lambda m: m.start(),
    )
    if not any("hinh thuc" in m[0] for m in hits):
        return
    form = ", ".join(text.said(m) for m in hits)
    span = text.span(hits[0].start(), hits[-1].end())
    level = context.value(span, _rules().issuer_level, "inferred:award-of-issuer", 0.7)
    yield Award(
        form=context.value(span, form, "award:no-form", 0.8),
        level=level,
        occasion=occasion,
        as_written=context.value(text.span(), text.text, "award:no-form", 0.9),
    )


def _award(context: Context, form: Passage, before: str, occasion: Value, whole: Span) -> Award:
    """A form with its giver; `before` is what the clause says since the form before it."""
    span = form.span()
    return Award(
        form=context.value(span, with_marks(context, span, form.text), "award:form", 0.95),
        level=_level(context, span, form.text, before),
        occasion=occasion,
        as_written=context.value(
            whole, Passage.of(context.flow, whole).text.strip(" -–+*;."), "award:form", 0.95
        ),
    )


def _level(context: Context, span: Span, form: str, before: str) -> Value:
    """Who gives it: by the form's own words, else by who "tặng" it; else the issuer."""
    folded = fold(form)
    level = _giver(folded)
    if level:
        return context.value(span, level, "award:level", 0.9)
    giving = [m.start() for m in pattern("award:gives").finditer(before)]
    level = _giver_before(before[: giving[-1]]) if giving else ""
    if level:
        return context.value(span, level, "award:giver-before", 0.88)
    if len(form.split()) > 2 or giving or pattern("award:prize").match(folded):
        return context.missing("award:no-level")
    return context.value(span, _rules().issuer_level, "inferred:award-of-issuer", 0.7)


def _giver_before(before: str) -> str:
    """The nearest giver; one who only proposes leaves it open who gives."""
    for words in reversed(re.split(r"[,;:]", before)):
        level = _giver(words)
        if level or re.search(r"\b(?:de nghi|trinh)\b", words):
            return level
    return ""


def _giver(words: str) -> str:
    return next((name for name, giver in _rules().levels if giver.search(words)), "")


def _occasion(context: Context, section: Section) -> Value:
    """When: by the section's own words, else by those of the nearest section around it."""
    by_order = {s.order: s for s in context.outline.sections}
    for above in enclosing(by_order, section):
        text = Passage.of(context.flow, above.title, above.body)
        found = list(text.all(pattern("award:occasion")))
        if found:
            span = text.span(found[0].start(), found[-1].end())
            words = ", ".join(dict.fromkeys(_said(text, m) for m in found))
            return context.value(span, words, "award:occasion", 0.9)
    return context.missing("award:no-occasion")


def _said(text: Passage, match: re.Match[str]) -> str:
    if match["often"]:
        return text.said(match, "often").lower()
    years = f" {match['a']}-{match['b']}" if match["a"] else ""
    return text.said(match, "event").lower() + years
