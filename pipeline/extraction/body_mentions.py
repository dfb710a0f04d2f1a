"""Names of bodies in running text: where one begins, how far it goes.

Known names are matched on the spaCy Doc (any case, any tone placement); a body
that no list knows begins as its kind does (`Trung tâm ...`) and ends before the
words that begin something else (data/body_stops.toml), at punctuation, or behind
its place.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import was_recognised
from pipeline.extraction.spacy_doc import shared_vocab
from pipeline.normalisation.bodies import OFFICES, Body, parse_body
from pipeline.normalisation.gazetteer import kind_of, named_bodies
from pipeline.normalisation.places import KINDS
from pipeline.normalisation.provinces import find_province
from pipeline.normalisation.text import bare_key, plain_dashes
from pipeline.segmentation.outline import Span

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher

_LONGEST = 14
"""Words in the longest name of a body without its place."""
_LONGEST_LIST = 30
"""The same of steering committees, which name all that they steer."""
_AND = bare_key("và")
_ABOUT = bare_key("v/v")
_OF = bare_key("về")
_NATIONWIDE = frozenset(
    " ".join(map(bare_key, words.split())) for words in ("quốc gia", "trung ương", "cả nước")
)
"""Last words of a national committee's name: `Ban Chỉ đạo 389 quốc gia về ...`."""
_NAMED_BEHIND = frozenset(map(bare_key, ("ủy", "đoàn")))
"""Last words of Huyện ủy, Tỉnh đoàn: the place's name stands behind without its kind."""
_VERBS = frozenset(
    " ".join(map(bare_key, verb.split())) for verb in ("ban hành", "xây dựng", "triển khai")
)
_HEADS = frozenset(map(bare_key, ("trưởng", "chánh")))
"""Heads whose office is the body's own name: Trưởng ban Dân tộc, Chánh Thanh tra tỉnh."""
_AGAINST = tuple(map(bare_key, ("phòng", "chống")))
_ACTS = frozenset(
    " ".join(map(bare_key, act.split())) for act in ("ban hành", "về việc", "phê duyệt")
)
"""What may follow a body with a capital and is no name: `UBND tỉnh Ban hành Kế hoạch`."""
_SUBJECTS = frozenset(
    " ".join(map(bare_key, f"về {act}".split()))
    for act in "triển việc tổ thực phát tăng ban xây đẩy công nhiệm phương kế chương phê".split()
)
"""First words of what a document is about, behind the name of the body that issued it:
`Ban Chỉ đạo liên ngành về an toàn thực phẩm về triển khai Tháng hành động`."""
_BEFORE_PLACES = ("ubnd", "hdnd", "office-of-place", "mass")
"""Kinds of which one word and a place make a name: `Công an tỉnh`."""
_HARD_ENDS = (";", ":", ".", "”", '"', ")", "…")


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named at `span`."""

    span: Span
    body: Body
    text: str


@lru_cache(maxsize=1)
def _matcher() -> PhraseMatcher:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    matcher = PhraseMatcher(shared_vocab(), attr="NORM")
    names = {n for b in named_bodies() for n in (b.name, *b.variants)}
    patterns = []
    for name in sorted(names):
        words = plain_dashes(name).split()
        pattern = Doc(shared_vocab(), words=words)
        for token, word in zip(pattern, words, strict=True):
            token.norm_ = bare_key(word) or word
        patterns.append(pattern)
    matcher.add("body", patterns)
    return matcher


def known_names(context: Context) -> dict[int, int]:
    """For each word at which a known body's name begins, the end of the longest one."""
    ends: dict[int, int] = {}
    for _, start, end in _matcher()(context.doc):
        if not _crosses_a_stop(context, start, end):
            ends[start] = max(end, ends.get(start, 0))
    return ends


def _crosses_a_stop(context: Context, start: int, end: int) -> bool:
    """Whether a sentence ends amid the words; in a long name on a scan it is a speck."""
    words = [t.word.text for t in context.tokens[start : end - 1]]
    stops = [w for w in words[1:] if w.endswith(_HARD_ENDS)]
    brackets = any(w.startswith(("(", "“")) for w in words[1:])
    speck = len(stops) == 1 and end - start >= _LONG_NAME and was_recognised(context, (start, end))
    return brackets or bool(stops and not speck)


_LONG_NAME = 4
"""Words of a known name that can be no accident on either side of a mark: `Sở Khoa học
và: Công nghệ`."""
_INSIDE = re.compile(r"(?<=\w)[.;:…](?=\s)")


class BodyFinder:
    """Finds names of bodies in one document. Known names are matched once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words = [t.word.text for t in context.tokens]
        self._known = known_names(context)

    def at(self, start: int, limit: int) -> Mention | None:
        """The body whose name begins exactly at word `start`, before word `limit`."""
        end = self._end(start, min(limit, len(self._words)))
        if end is None:
            return None
        text = self._context.text((start, end)).strip(" ,.;:/“”\"'()*")
        if start in self._known and was_recognised(self._context, (start, end)):
            text = _INSIDE.sub("", text)
        body = parse_body(text)
        return Mention((start, end), body, text) if body else None

    def within(self, span: Span) -> list[Mention]:
        """All bodies named in a span, none within another."""
        found: list[Mention] = []
        index = span[0]
        while index < span[1]:
            mention = self.at(index, span[1])
            if mention:
                found.append(mention)
            index = mention.span[1] if mention else index + 1
        return found

    def _end(self, start: int, limit: int) -> int | None:
        if start >= limit:
            return None
        office = start if start in self._known else self._after_office(start, limit)
        known = self._known.get(office)
        opening = kind_of(" ".join(self._words[office : office + 6]))
        if known and known <= limit and (opening is None or not opening.name):
            return self._with_places(known, limit)
        capital = start if office == start + 1 else office  # Trưởng phòng, Chánh Văn phòng
        if opening is None or not self._words[capital].lstrip("“\"'(*")[:1].isupper():
            return None
        return self._with_places(self._generic_end(office, limit, opening.id), limit)

    def _after_office(self, start: int, limit: int) -> int:
        """The word behind an office (Chủ tịch UBND ...), or `start`.

        Trưởng phòng Nội vụ holds the body's own first word: Phòng Nội vụ.
        """
        if bare_key(self._words[start]) in _HEADS and start + 2 < limit:
            within = kind_of(" ".join(self._words[start + 1 : start + 7]))
            if within is not None and self._words[start][:1].isupper():
                return start + 1
        for size in (3, 2):
            words = " ".join(bare_key(w) for w in self._words[start : start + size])
            if (
                words in _offices()
                and start + size < limit
                and not self._ends_here(start + size - 1)
            ):
                return start + size
        return start

    def _generic_end(self, start: int, limit: int, kind: str) -> int:
        """Where the name that begins at `start` ends, its place left out."""
        _, verbal = _stops()
        longest = _LONGEST_LIST if kind in verbal else _LONGEST
        last = min(limit, start + longest)
        stops = (end for end in range(start + 1, last) if self._stops_at(start, end, limit, kind))
        return next(stops, max(last, start + 1))

    def _stops_at(self, start: int, end: int, limit: int, kind: str) -> bool:
        """Whether the name that begins at `start` is over before word `end`."""
        if self._ends_here(end - 1) and not self._listed(end, limit, kind):
            return True
        word = bare_key(self._words[end])
        if self._words[end][:1] in '“"(‘' or (word in (_AND, "") and not self._goes_on(end, limit)):
            return True
        if self._is_place_word(end) and (end > start + 1 or kind in _BEFORE_PLACES):
            return True
        return self._begins_subject(start, end, limit) or self._begins_clause(end, limit, kind)

    def _pair(self, index: int, limit: int) -> str:
        """The keys of the word at `index` and of the next one, where there is one."""
        return " ".join(bare_key(word) for word in self._words[index : min(index + 2, limit)])

    def _begins_clause(self, end: int, limit: int, kind: str) -> bool:
        """Whether a small word begins what the body does, or of what it is a part."""
        stops, verbal = _stops()
        word, small = bare_key(self._words[end]), self._words[end][:1].islower()
        stop = small and not stops.isdisjoint((word, self._pair(end, limit)))
        return stop and kind not in verbal and not self._is_ordinal(end, limit)

    def _begins_subject(self, start: int, end: int, limit: int) -> bool:
        """Whether what a document is about, or does, stands behind its issuer's name."""
        word, pair = bare_key(self._words[end]), self._pair(end, limit)
        if word == _ABOUT or pair in _ACTS or (pair in _SUBJECTS and end > start + 2):
            return True
        return word == _OF and self._is_numbered(start, end)

    def _is_numbered(self, start: int, end: int) -> bool:
        """`Ban Chỉ đạo 389 quốc gia`: the number is the name, no subject belongs to it."""
        words = self._words[start:end]
        last = " ".join(bare_key(w) for w in words[-2:])
        return last in _NATIONWIDE and any(w.isdigit() for w in words)

    def _listed(self, start: int, limit: int, kind: str) -> bool:
        """Whether the name goes on behind a comma: `phòng, chống`, a list of tasks, a verb.

        A steering committee's name is a list up to its place: `Ban Chỉ đạo phòng, chống
        tội phạm, tệ nạn xã hội tỉnh Bắc Giang`.
        """
        around = tuple(bare_key(w) for w in self._words[start - 1 : start + 1])
        if around == _AGAINST or self._verb_follows(start, limit):
            return True
        comma = self._words[start - 1].endswith(",") and self._words[start][:1].islower()
        if kind != "steering" or not comma:
            return False
        for index in range(start, min(limit, start + _LONGEST_LIST // 2)):
            if self._is_place_word(index):
                return True
            if self._words[index].endswith(_HARD_ENDS) or self._words[index][:1].isdigit():
                return False
        return False

    def _is_ordinal(self, index: int, limit: int) -> bool:
        """`số 1` of a school's name, `số 15/KH-UBND` of none."""
        if bare_key(self._words[index]) != bare_key("số") or index + 1 >= limit:
            return False
        return self._words[index + 1].strip(",.;:)").isdigit()

    def _verb_follows(self, start: int, limit: int) -> bool:
        """Whether the words behind a comma run on to the verb of the same subject.

        `Trung tâm Giám sát, điều hành đô thị thông minh ban hành Kế hoạch`.
        """
        if not self._words[start - 1].endswith(",") or not self._words[start][:1].islower():
            return False
        stops, _ = _stops()
        for index in range(start, min(limit - 1, start + 8)):
            pair = f"{bare_key(self._words[index])} {bare_key(self._words[index + 1])}"
            if pair in _VERBS:
                return index > start
            if bare_key(self._words[index]) in stops or pair in stops or self._ends_here(index):
                return False
        return False

    def _goes_on(self, index: int, limit: int) -> bool:
        """Whether `và` or a dash joins more of the same name."""
        if index + 1 >= limit:
            return False
        nxt = self._words[index + 1]
        opens = kind_of(" ".join(self._words[index + 1 : index + 5]))
        return opens is None and nxt[:1].isalpha()

    def _with_places(self, end: int, limit: int) -> int:
        """Takes `tỉnh Sơn La`, `, huyện Lục Ngạn`, a bare province to the name."""
        while end < limit:
            after = self._place_end(end, limit)
            if after == end:
                return end
            end = after
        return end

    def _place_end(self, start: int, limit: int) -> int:
        previous = self._words[start - 1]
        if previous.endswith(_HARD_ENDS):
            return start
        if bare_key(previous) in _NAMED_BEHIND and not previous.endswith(","):
            return self._name_end(start, limit)  # Huyện ủy Năm Căn
        size = self._is_place_word(start)
        if not size:
            bare = self._bare_province(start, limit)
            return bare if bare and not previous.endswith(",") else start
        if self._words[start + size - 1].endswith((*_HARD_ENDS, ",")):
            return start if previous.endswith(",") else start + size
        end = self._name_end(start + size, limit)
        return start if end == start + size and previous.endswith(",") else end

    def _name_end(self, start: int, limit: int) -> int:
        for size in (5, 4, 3, 2):
            text = " ".join(self._words[start : start + size])
            if start + size <= limit and find_province(text.strip(" ,.;:”)")):
                return start + size
        end = start
        while end < min(limit, start + 3) and self._words[end][:1].isupper():
            pair = " ".join(bare_key(w) for w in self._words[end : end + 2])
            if pair in _ACTS or bare_key(self._words[end]) == _ABOUT:
                break
            end += 1
            if self._words[end - 1].endswith((*_HARD_ENDS, ",")):
                break
        return end

    def _bare_province(self, start: int, limit: int) -> int | None:
        for size in (5, 4, 3, 2):
            words = self._words[start : start + size]
            named = find_province(" ".join(words).strip(" ,.;:”)"))
            if start + size <= limit and named and words[0][:1].isupper():
                return start + size
        return None

    def _is_place_word(self, index: int) -> int:
        """How many words at `index` are the kind of a place: 0, 1 or 2."""
        pair = " ".join(self._words[index : index + 2]).lower().strip(",.;:”)")
        if pair in KINDS and " " in pair:
            return 2
        word = self._words[index].lower().strip(",;:”)")
        follows = self._words[index + 1].lower() if index + 1 < len(self._words) else ""
        if word == "xã" and bare_key(follows) == bare_key("hội"):
            return 0
        return 1 if word.rstrip(".") in KINDS or word in KINDS else 0

    def _ends_here(self, index: int) -> bool:
        return self._words[index].endswith((*_HARD_ENDS, ","))


@lru_cache(maxsize=1)
def _offices() -> frozenset[str]:
    return frozenset(" ".join(map(bare_key, office.split())) for office in OFFICES)


@lru_cache(maxsize=1)
def _stops() -> tuple[frozenset[str], frozenset[str]]:
    raw = files("pipeline.extraction").joinpath("data/body_stops.toml").read_text("utf-8")
    data = tomllib.loads(raw)
    stops = frozenset(" ".join(map(bare_key, s.split())) for s in data["stops"])
    return stops, frozenset(data["verbal_kinds"])
