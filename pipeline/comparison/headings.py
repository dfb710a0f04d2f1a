"""The sections that plans have in common, whatever each calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from pipeline.comparison.anchors import SAME_HEADING, likeness
from pipeline.comparison.items import Heading
from pipeline.comparison.template import NO_HEADING


class Headings:
    """The sections of the growing template: each with the headings that name it."""

    def __init__(self) -> None:
        self._known: list[Heading] = []
        self._found: list[Counter[Heading]] = []
        self._before: Counter[tuple[str, str]] = Counter()

    def section(self, above: Sequence[Heading]) -> str:
        """The id of the section named by the headings above an item, innermost first.

        So "Tiến độ" within "Giải pháp và tiến độ" is the section of that name.
        A new section where no heading names a known one.
        """
        for heading in reversed(above):
            best = max(
                range(len(self._known)), key=lambda n: self._likeness(n, heading), default=-1
            )
            if best >= 0 and self._likeness(best, heading) >= SAME_HEADING:
                outermost = self._likeness(best, above[0]) >= SAME_HEADING
                self._found[best][above[0] if outermost else heading] += 1
                return str(best)
        self._known.append(above[0] if above else NO_HEADING)
        self._found.append(Counter([self._known[-1]]))
        return str(len(self._known) - 1)

    def _likeness(self, known: int, heading: Heading) -> float:
        """By words; the same role helps out; a compound heading is less like its parts."""
        one = self._known[known]
        if one.text == heading.text:
            return 1.0
        by_role = SAME_HEADING if one.roles and one.roles == heading.roles else 0.0
        value = likeness(one, heading)
        longer = abs(len(one.words) - len(heading.words))
        return max(by_role, value - 0.01 * longer if value < 1 or longer else value)

    def follow(self, sections: Sequence[str]) -> None:
        """Notes in which order a plan has its sections."""
        distinct = list(dict.fromkeys(sections))
        self._before.update(combinations(distinct, 2))

    def ordered(self, sections: Iterable[str]) -> list[str]:
        """The sections so that each stands before those it mostly precedes (Copeland's rule)."""
        known = sorted(sections, key=int)
        wins = {a: sum(self._before[a, b] > self._before[b, a] for b in known) for a in known}
        return sorted(known, key=lambda s: (-wins[s], int(s)))

    def commonest(self, section: str) -> Heading:
        """The heading that most items of a section stand under, as most write it."""
        counts = self._found[int(section)]
        total: Counter[frozenset[str]] = Counter()
        for heading, found in counts.items():
            total[heading.words] += found
        best = min(total, key=lambda words: (-total[words], sorted(words)))
        same = [h for h in counts if h.words == best]
        chosen = min(same, key=lambda h: (-counts[h], h.text))
        return Heading(chosen.text, chosen.words, frozenset(r for h in same for r in h.roles))
