"""Names for consensus items: which point of a known national plan each one takes up.

The outlines are gists in our own words, so items are named by the telling words
they share with a gist, one item to one gist, the section helping.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.comparison.anchors import SAME_HEADING, likeness
from pipeline.comparison.items import Heading
from pipeline.comparison.template import Template
from pipeline.comparison.words import Words, folded

LEAST = 0.3
"""Weight share of a gist's words that an item must have, more without the section's help."""
SECTION_HELP = 0.15


@dataclass(frozen=True, slots=True)
class Gist:
    """A point of a national plan: `name` its id (`T.II.3`), `text` in our own words."""

    name: str
    section: str
    text: str


def named(template: Template) -> dict[int, Gist]:
    """The gist of each template item that one could be found for."""
    gists = _outline(template.campaign)
    if not gists or not template.items:
        return {}
    weights = _weights(gists)
    table = np.array(
        [[_score(g, t, template, weights) for t in range(len(template.items))] for g in gists]
    )
    rows, columns = linear_sum_assignment(table, maximize=True)
    return {
        int(c): gists[r]
        for r, c in zip(rows, columns, strict=True)
        if table[r, c] >= LEAST + SECTION_HELP
    }


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


def _score(gist: Gist, number: int, template: Template, weights: dict[str, float]) -> float:
    item = template.items[number]
    words = set(Words.of(gist.text).keys)
    held = sum(weights[w] for w in words & set(item.words.keys))
    share = held / sum(weights[w] for w in words)
    section = Heading(gist.section, frozenset(Words.of(gist.section).keys), frozenset())
    return share + (SECTION_HELP if likeness(section, item.heading) >= SAME_HEADING else 0.0)
