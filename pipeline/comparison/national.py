"""Names for consensus items: which point of a known national plan each one takes up.

The outlines are gists in our own words, so an item is named by the telling words it
shares with a gist of its section. Several items may take up one point.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from pipeline.comparison.anchors import SAME_HEADING, likeness
from pipeline.comparison.items import Heading
from pipeline.comparison.template import Template, TemplateItem
from pipeline.comparison.words import Words, folded

LEAST = 0.35
"""Share of a gist's weight that an item of its section must have to take it up."""


@dataclass(frozen=True, slots=True)
class Gist:
    """A point of a national plan: `name` its id (`T.II.3`), `text` in our own words."""

    name: str
    section: str
    text: str


def named(template: Template) -> dict[int, Gist]:
    """The gist of each template item that one could be found for."""
    gists = _outline(template.campaign)
    weights = _weights(gists)
    found: dict[int, Gist] = {}
    for number, item in enumerate(template.items):
        scores = [(_score(gist, item, weights), gist) for gist in gists]
        best, gist = max(scores, key=lambda pair: pair[0], default=(0.0, None))
        if gist is not None and best >= LEAST:
            found[number] = gist
    return found


def _outline(campaign: str) -> Sequence[Gist]:
    """The outline whose telling words the campaign's name has; empty where none."""
    source = files("pipeline.comparison").joinpath("data/national_outlines.json")
    name = folded(campaign)
    for outline in json.loads(source.read_text("utf-8"))["outlines"]:
        if sum(words in name for words in outline["words"]) >= len(outline["words"]) - 1:
            return [Gist(i["id"], i["section"], i["gist"]) for i in outline["items"]]
    return ()


def _weights(gists: Sequence[Gist]) -> dict[str, float]:
    counts = Counter(k for g in gists for k in set(Words.of(g.text).keys))
    return {k: math.log(1 + len(gists) / n) for k, n in counts.items()}


def _score(gist: Gist, item: TemplateItem, weights: dict[str, float]) -> float:
    """Share of the gist's weight that the item has, 0 where the sections differ."""
    section = Heading(gist.section, frozenset(Words.of(gist.section).keys), frozenset())
    if likeness(section, item.heading) < SAME_HEADING:
        return 0.0
    words = set(Words.of(gist.text).keys)
    held = sum(weights[w] for w in words & set(item.words.keys))
    return held / sum(weights[w] for w in words)
