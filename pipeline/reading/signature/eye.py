"""What the ink of a line looks like, for those who decide what was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.document import Word
from pipeline.reading.signature.hidden_print import before
from pipeline.reading.signature.resemblance import Resembles, Setting


@dataclass(frozen=True, slots=True)
class Eye:
    """What the ink of a line looks like; without a setting it sees nothing."""

    setting: Setting | None = None

    @property
    def sharp(self) -> bool:
        """Whether the print is so much like our letters that it can speak for itself."""
        return self.likeness >= _SHARP

    @property
    def sealed(self) -> bool:
        """Whether a seal lies over the line."""
        return self.setting is not None and self.setting.haze is not None

    @property
    def likeness(self) -> float:
        """Of the line's print to our letters, 0 to 1."""
        return self.setting.likeness if self.setting else 0.0

    def resembles(self, word: Word, candidates: Iterable[str]) -> Resembles | None:
        """Which candidate stands in the word's place; None where the letters are of another
        kind, whose marks are not ours."""
        alike = self.likeness >= _ALIKE
        return self.setting.resembles(word, candidates) if self.setting and alike else None

    def before(self, word: Word, candidates: Iterable[str]) -> Resembles | None:
        """Which candidate stands before the word."""
        return before(self.setting, word, candidates) if self.setting else None


_ALIKE = 0.84
"""Likeness from which marks can be compared at all; heavy letters (a name's stamp, DejaVu)
have 0.72 to 0.82, where the ink took Hoàng for Hoang; print in other serif letters and the
worst of 28 real scans 0.85."""
_SHARP = 0.955
"""Likeness from which a font's marks are as ours: lines in other serif letters and worn
scans have 0.85 to 0.95, and of their words the ink took one in twelve for one with other
marks; of 150 words of lines above it none with a margin of 0.3."""
