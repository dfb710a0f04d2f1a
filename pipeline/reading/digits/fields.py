"""A digit field of the letterhead: who reads it, and whose word counts.

Three readers see it: the recogniser with its page, the recogniser with the field's crop
and digits only, and the networks for digits by hand (`pipeline.reading.digits.handwriting`).
Typed digits that the page's reading is sure of stand unless the networks read others;
unsure ones need the second reading's agreement, and where they are taller than print the
networks' too. Digits by hand or from a stamp are the networks' business: alone where they
are sure, else where another reader says the same.
What is left is `UNREAD`, with all readings as alternatives for a person to see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.document import UNREAD, Alternative, Box, Word
from pipeline.reading.digits.handwriting import Written, read_written
from pipeline.reading.digits.networks import network
from pipeline.reading.engine.tesseract import Engine
from pipeline.reading.engine.wordfilter import without_signs
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import Crop, cut, tallest

_SURE = 0.85
"""Confidence from which typed digits need no second reading."""
_AGREED = 0.5
"""Confidence that the second reading must have where it agrees with the first."""
_LIKELY = 0.6
"""Or the first: limited to digits, the recogniser often gives no confidence. Below it digits
that are taller than print need the networks' word: 492 was read twice (.40, .87) for 493
by hand."""
_TALL = 1.17
"""Times the height of the line's typed digits; what is written by hand is taller."""
_AS_PRINT = 1.08
"""Times that height up to which they are print for sure: typed ones have 0.85 to 1.0, those of
a small hand 1.1 and more."""
_LOW = 0.5
"""Times that height: lower ink is a dotted line or a speck."""
_REACHING = 0.3
"""Times that height: print beside the field does not reach so far into it, a hand does."""
_LOOKS_LIKE = str.maketrans("OoIlíìïi|ĐSŠBLJÍÌÏ!][", "0011111110558" + 8 * "1")
"""Letters for which the recogniser takes digits."""
_ALONE_SINGLE = 0.93
"""The same for a field of one digit: another may have been lost beside it."""
_ALONE_EACH = 0.84
"""The same for each of three digits and more, of which the confidence is that of all of them
together: the surest wrong one had 0.82 each."""
_AGAINST = 0.8
"""The same where the recogniser takes a 1 for a 4, as it does with those of hands: their
flags are as long as they."""
_NEVER = 2.0
_BORNE_OUT = 0.72
"""Confidence from which they are believed where the recogniser says the same."""
_WITH_ANOTHER = 0.4
"""Confidence from which their other reading casts doubt on what the recogniser is sure of."""
_HINT = 0.1
"""The same where it is not."""
_SURELY, _ANOTHER_SURELY = 0.95, 0.75
"""What the recogniser says of print with the first confidence takes the second to doubt it."""
_SHIFT = 0.35
"""Times the height of a digit: about half its width, to put a guessed edge elsewhere."""
_AROUND = (20.0, 8.0)
"""Points by which the networks' crop reaches beyond the field, across and down."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a second look needs: the page, the recogniser, the height of typed digits
    (points), and whether the field was read as words of its own: else its edges are
    guessed, and a letter beside it may be taken for a digit."""

    cleaned: Cleaned
    engine: Engine
    digit_height: float
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """Which digits a field can hold: `valid` for their value, `two` if they are two
    always (decree 30/2020: days and the months 1 and 2 with a leading 0); `alone` is the
    confidence from which the networks are believed alone: of a number any digits make sense.
    A `word` behind it may begin before its box says.
    """

    valid: Callable[[int], bool]
    two: Callable[[int], bool]
    alone: float = 0.75
    word: bool = False

    def takes(self, digits: str) -> bool:
        """Whether these digits can stand there at all."""
        return digits.isdigit() and self.valid(int(digits))

    def takes_written(self, digits: str) -> bool:
        """The same, held to the leading 0: a lost digit must not pass unseen."""
        return self.takes(digits) and not self.wants_two(digits)

    def wants_two(self, digits: str) -> bool:
        """Whether one digit stands where two should: the other may not have been seen."""
        return len(digits) == 1 and digits.isdigit() and self.two(int(digits))


FIELDS = {
    "number": Field(lambda value: 0 < value < 100_000, lambda _: True, alone=0.95),
    "day": Field(lambda value: 1 <= value <= 31, lambda _: True, word=True),
    "year": Field(lambda value: 1945 <= value < 2100, lambda _: True, alone=0.9),
    "month": Field(lambda value: 1 <= value <= 12, lambda value: value < 3, word=True),
}


def decided(inside: Sequence[Word], place: Box, look: Look, field: Field) -> Word | None:
    """The field's word: digits, `UNREAD`, or None where nothing stands.

    `inside` are the words that the page's reading has there. Raises EngineError.
    """
    crop = cut(look.cleaned, place, every=True)
    if _is_empty(inside, crop, look):
        return None
    first = _first_readings(inside, place, tallest(crop), look, field)
    box = Box.around(w.box for w in inside) or place
    printed = first.typed and field.takes(first.digits) and not first.is_doubted(field)
    if printed and first.bare and first.sure >= _SURE and first.is_borne_out():
        return Word(first.digits, first.digits, box, first.sure)
    second = Written(*_read_digits(cut(look.cleaned, place), look.engine))
    if printed and first.is_confirmed(second):
        return Word(first.digits, first.digits, box, max(first.sure, second.confidence, _SURE))
    sure = first.by_hand(second, field)
    if sure is not None:
        return Word(first.written or first.pen.text, first.pen.text, box, sure)
    return _unread(first, second, box)


def _is_empty(inside: Sequence[Word], crop: Crop, look: Look) -> bool:
    """Whether there is neither a letter nor ink as high as a digit."""
    reaching = _REACHING * look.digit_height if look.whole else 0.0
    low = tallest(crop, reaching) < _LOW * look.digit_height
    return low and not any(re.search(r"\w", word.text) for word in inside)


@dataclass(frozen=True, slots=True)
class _First:
    """What the page's reading (`written`, its `digits`) and the networks (`pen`) have.

    `typed`: no taller than print; `as_print`: hardly taller, as a hand may be, too.
    `bare`: the digits alone were written. `whole`: the field's right edge is known.
    """

    written: str
    digits: str
    sure: float
    pen: Written
    typed: bool
    as_print: bool
    bare: bool
    whole: bool

    def is_doubted(self, field: Field) -> bool:
        """Whether the networks surely read something else, or only one digit of two is there.

        A slash beside print is no 1.
        """
        pen, digits = self.pen, self.digits
        slash = self.as_print and not self.whole and pen.text == f"{digits}1"
        another = _ANOTHER_SURELY if self.as_print and self.sure >= _SURELY else _WITH_ANOTHER
        if pen.confidence >= another and self._is_other(pen.text) and not slash:
            return True
        return field.wants_two(digits) and pen.text != digits

    def _is_other(self, text: str) -> bool:
        """Whether digits are no reading of these with some left out: of worn print the networks
        lose any, of a hand what stands at the ends."""
        fewer = len(text) < len(self.digits) if self.as_print else text in self.digits
        return text != self.digits and not fewer

    def is_confirmed(self, second: Written) -> bool:
        """Whether a second look read the same digits: of what is a little tall, and may be by
        hand, the recogniser errs twice alike, so the networks must have them, too; and where
        they have others (2119 by hand, 2442 twice), none stand."""
        pen = self.pen
        otherwise = pen.confidence >= _HINT and self._is_other(pen.text)
        agreed = second.confidence >= _AGREED and (self.as_print or pen.text == self.digits)
        told = second.text == self.digits and (agreed or self.sure >= _LIKELY)
        return told and not otherwise and self.is_borne_out()

    def is_borne_out(self) -> bool:
        """Whether the networks are sure of the same digits where these are taller than print: a
        stamp's worn 06 is 08 to all three readers."""
        return self.as_print or self.pen.text != self.digits or self.pen.confidence >= _BORNE_OUT

    def by_hand(self, second: Written, field: Field) -> float | None:
        """How sure the networks' digits are to be believed; None where they are not."""
        pen, sure = self.pen, self.sure >= _SURE
        refuted = self.typed and sure and field.takes_written(self.digits)
        refuted = refuted and pen.text != self.digits
        # Any stroke looks like a 1.
        lonely = pen.apart and field.takes(pen.text) and pen.text != "1" and len(second.text) < 2
        if refuted or not (lonely or field.takes_written(pen.text)):
            return None
        # 87, read twice, where the page has 2827: what has fewer digits has lost some.
        if len(pen.text) < len(self.digits):
            return None
        if pen.text in (self.digits, second.text):
            all_three = self.as_print and self.digits == second.text
            return _SURE if all_three or pen.confidence >= _BORNE_OUT else None
        alone = field.alone if len(pen.text) > 1 else _ALONE_SINGLE
        if len(pen.text) > 2:
            alone = min(alone, _ALONE_EACH ** len(pen.text))
        if self.is_contradicted(second, field):
            as_fours = _as_fours(pen.text) == _as_fours(second.text)
            alone = max(alone, _AGAINST) if as_fours else _NEVER
        return min(pen.confidence, _SURE) if self.whole and pen.confidence >= alone else None

    def is_contradicted(self, second: Written, field: Field) -> bool:
        """Whether the recogniser twice reads the same other digits, or surely does once."""
        other = second.text != self.pen.text and field.takes_written(second.text)
        sure = second.confidence >= _SURE and len(second.text) == len(self.pen.text)
        return other and (sure or second.text == self.digits)


def _first_readings(
    inside: Sequence[Word], place: Box, height: float, look: Look, field: Field
) -> _First:
    written = "".join(w.text for w in inside)
    digits = _as_digits(written)
    return _First(
        written,
        digits,
        min((w.confidence for w in inside), default=0.0),
        _by_networks(place, look, digits, field),
        typed=height <= _TALL * look.digit_height,
        as_print=height <= _AS_PRINT * look.digit_height,
        bare=digits == without_signs(written),
        whole=look.whole,
    )


def _unread(first: _First, second: Written, box: Box) -> Word:
    """The mark for what was not read, with all that was."""
    readings = (
        (first.written, first.sure),
        (second.text, second.confidence),
        (first.pen.text, first.pen.confidence),
    )
    others = {text: Alternative(text, sure) for text, sure in reversed(readings) if text}
    return Word(first.written or UNREAD, UNREAD, box, 0.0, tuple(reversed(others.values())))


def _as_digits(written: str) -> str:
    """The digits that were read or taken for letters; "" where anything else stands too.

    Points and dashes are specks or dotted lines; other signs are ink that was not read.
    """
    digits = re.sub(r"[.,:;'_\s-]", "", written.translate(_LOOKS_LIKE))
    return digits if digits.isdigit() else ""


def _as_fours(digits: str) -> str:
    return digits.replace("1", "4")


def _by_networks(place: Box, look: Look, digits: str, known: Field) -> Written:
    """What the networks read; where the field's right edge is guessed, and a slash (`19521` of
    `1952/`) or a digit lies across it, it is tried elsewhere to see whether they read `digits`."""
    across, down = _AROUND
    around = Box(place.x0 - across, place.top - down, place.x1 + across, place.bottom + down)
    wide = cut(look.cleaned, around, every=True)

    def read(shift: float) -> Written:
        field = replace(place, x1=place.x1 + shift * look.digit_height)
        able = known.takes_written, known.takes
        return read_written(wide, field, look.digit_height, network(), *able)

    first = read(0.0)
    if known.word and not first.confidence:
        return replace(read(-_SHIFT), apart=False)
    if look.whole or first.text == digits:
        return first
    return next((r for r in map(read, (-_SHIFT, _SHIFT)) if r.text == digits), first)


def _read_digits(crop: Crop, engine: Engine) -> tuple[str, float]:
    words = crop.read(engine, psm=7, only="0123456789")
    digits = "".join(re.sub(r"\D", "", w.text) for w in words)
    return digits, min((w.confidence for w in words), default=0.0)
