"""Words whose letters were drawn apart, put together by where they stand.

A program whose font lacks `ở` draws it from another one, and often all such letters of
a line behind its other text: the layer then says `S Y T` and `Ở Ế` where the page shows
`SỞ Y TẾ`. Seen in files of LibreOffice and of browsers. Between words is a space's
width; letters of one word touch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Box
from pipeline.reading.pdf.textlayer import Layer, LayerWord

_TOUCH = 0.09
"""Of the smaller letter's height, which is half to all of the font's size: a space is
a quarter of that size, in the tightest line an eighth."""
_OVERLAP = 0.25
"""How far one may reach into the other, likewise."""
_LEVEL = 0.55
"""Share of the smaller height that two fragments of one line have in common: `Ủ` and `y`
share two thirds."""


def put_together(layer: Layer) -> Layer:
    """The same words, fragments that touch as one; a word stands where its first part stood."""
    words = layer.words
    after = _right_neighbours(words)
    if not after:
        return layer
    inner = set(after.values())
    made: dict[int, LayerWord] = {}
    for index in range(len(words)):
        if index not in inner:
            chain = _chain(index, after)
            made[min(chain)] = _one([words[i] for i in chain])
    return replace(layer, words=tuple(made[index] for index in sorted(made)))


def _right_neighbours(words: Sequence[LayerWord]) -> dict[int, int]:
    """For each fragment the one that touches its right side, else the one tied to it.

    None is two's neighbour.
    """
    beginning: dict[int, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        beginning[int(word.box.x0)].append(index)
    near: list[tuple[float, int, int]] = []
    for index, word in enumerate(words):
        edge = int(word.box.x1)
        for other in (o for x in range(edge - 4, edge + 3) for o in beginning.get(x, ())):
            if other != index and _touch(word, words[other]):
                near.append((abs(words[other].box.x0 - word.box.x1), index, other))
    after: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in sorted(near):
        if left not in after and right not in taken:
            after[left] = right
            taken.add(right)
    for index, word in enumerate(words):
        free = index - 1 not in after and index not in taken
        if word.tied and free and index - 1 not in _chain(index, after):
            after[index - 1] = index
            taken.add(index)
    return after


def _touch(left: LayerWord, right: LayerWord) -> bool:
    if left.angle or right.angle or right.box.x0 <= left.box.x0 or right.box.x1 <= left.box.x1:
        return False
    size = min(left.box.height, right.box.height)
    common = min(left.box.bottom, right.box.bottom) - max(left.box.top, right.box.top)
    gap = right.box.x0 - left.box.x1
    return common >= _LEVEL * size and -_OVERLAP * size < gap < _TOUCH * size


def _chain(start: int, after: dict[int, int]) -> list[int]:
    chain = [start]
    while chain[-1] in after:
        chain.append(after[chain[-1]])
    return chain


def _one(parts: list[LayerWord]) -> LayerWord:
    if len(parts) == 1:
        return parts[0]
    longest = max(parts, key=lambda p: len(p.text))
    box = Box.around(p.box for p in parts)
    text = "".join(p.text for p in parts)
    return replace(longest, text=text, box=box or longest.box)
