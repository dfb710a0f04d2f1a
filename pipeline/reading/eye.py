"""What the ink of a line looks like, for those who decide what was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.document import Word
from pipeline.reading.hidden_print import before
from pipeline.reading.resemblance import Resembles, Setting


@dataclass(frozen=True, slots=True)
class Eye:
    """What the ink of a line looks like; without a setting it sees nothing."""

    setting: Setting | None = None

    def resembles(self, word: Word, candidates: Iterable[str]) -> Resembles | None:
        """Which candidate stands in the word's place."""
        return self.setting.resembles(word, candidates) if self.setting else None

    def before(self, word: Word, candidates: Iterable[str]) -> Resembles | None:
        """Which candidate stands before the word."""
        return before(self.setting, word, candidates) if self.setting else None
