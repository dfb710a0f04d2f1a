"""Character error rate of a recogniser's text against what was drawn, reading order forgiven.

A recogniser may give the letterhead and the closing block by block or row by
row: the best of these orders counts, as in the measurements that the scanner's
levels are set by.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import product, zip_longest

from rapidfuzz.distance import Levenshtein

from samples.draw import DrawnLine


def error_counts(page: tuple[DrawnLine, ...], read: str) -> tuple[int, int]:
    """(wrong characters, characters drawn) of a page: NFC, white space folded."""
    seen = _folded([read])
    return min((Levenshtein.distance(gold, seen), len(gold)) for gold in _orders(page))


def _folded(lines: Iterable[str]) -> str:
    return " ".join(unicodedata.normalize("NFC", " ".join(lines)).split())


def _woven(left: list[str], right: list[str]) -> list[str]:
    pairs = zip_longest(left, right, fillvalue="")
    return [" ".join(part for part in pair if part) for pair in pairs]


def _orders(page: tuple[DrawnLine, ...]) -> Iterator[str]:
    def of(*regions: str) -> list[str]:
        return [line.text for line in page if line.region in regions]

    left, right = of("letterhead-left"), of("letterhead-right")
    body, number = of("title", "body", "table"), of("page-number")
    heads = [left + right, right + left, _woven(left, right)]
    heads.append(_woven(left[:-1], right[:-1]) + _woven(left[-1:], right[-1:]))
    heads.append(left[:-1] + right[:-1] + left[-1:] + right[-1:])
    tails = list(_closings(of("recipients"), of("signature")))
    for head, tail, first in product(heads, tails, (True, False)):
        yield _folded([*number, *head, *body, *tail] if first else [*head, *body, *tail, *number])


def _closings(recipients: list[str], signature: list[str]) -> Iterator[list[str]]:
    yield recipients + signature
    yield signature + recipients
    for at in range(len(signature)):
        yield _woven(recipients, signature[:at]) + signature[at:]
        for gap in range(1, 6):
            yield _woven(recipients, signature[:at] + [""] * gap + signature[at:])
