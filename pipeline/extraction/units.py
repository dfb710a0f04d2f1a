"""Names of units in running text: where one begins, and where its task begins.

A name goes on to the first word that says what the unit is to do; in mixed case such a
word stands in small letters, so `Phòng Tổ chức cán bộ tổ chức ...` ends rightly.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.normalisation.gazetteer import named_bodies
from pipeline.segmentation.rows import fold, is_caps

_LONGEST_WORK = 10
"""Words of a heading from its word of doing on: more are a task, no part of a name."""
_LONGEST = 45
"""Words: no unit's name, nor a list of them, is longer."""


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The word lists of `data/units.json` as patterns on folded text."""

    head: re.Pattern[str]
    plural: re.Pattern[str]
    not_head: re.Pattern[str]
    stop: re.Pattern[str]
    short_stop: re.Pattern[str]
    soft: re.Pattern[str]
    incomplete: frozenset[str]
    compounds: frozenset[str]
    stop_not: re.Pattern[str]
    lead_in: re.Pattern[str]
    told: re.Pattern[str]
    adverbial: re.Pattern[str]
    spelled: dict[str, frozenset[str]]
    hard: re.Pattern[str]
    none: re.Pattern[str]


@lru_cache(maxsize=1)
def load_words() -> UnitWords:
    """The packaged lists."""
    data = json.loads(
        (files("pipeline.extraction") / "data" / "units.json").read_text(encoding="utf-8")
    )
    heads, stops = _any(data["heads"]), _any(data["stops"])
    return UnitWords(
        head=re.compile(rf"(?:{heads})\b"),
        plural=re.compile(rf"{data['plural']}\s+"),
        not_head=re.compile(rf"{data['not_heads']}\b"),
        stop=re.compile(rf"(?:{stops})\b"),
        short_stop=re.compile(rf"(?:{_any(data['short_stops'])})\b"),
        soft=re.compile(rf"(?:{_any(data['soft_stops'])})\b"),
        incomplete=frozenset(data["incomplete"]),
        compounds=frozenset(data["compounds"]),
        stop_not=re.compile(data["stop_not"]),
        lead_in=re.compile(rf"\W*(?:{data['lead_ins']})\s+"),
        told=re.compile(r"\b(?:de nghi|yeu cau|giao(?: cho)?|phan cong)\s+"),
        adverbial=re.compile(rf"\W*{data['adverbial']}\b"),
        spelled={bare: frozenset(marked) for bare, marked in data["spelled"].items()},
        hard=re.compile(rf"(?:{_any(data['hard_stops'])})\b"),
        none=re.compile(rf"\W*{data['no_units']}"),
    )


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Named:
    """A unit's name at start..end of a text; `task` is where its task begins."""

    start: int
    end: int
    task: int


def names_unit(title: str, over_tasks: bool = False) -> Named | None:
    """The unit that a heading names, all of it but words like "Đề nghị"; None for others.

    A heading `over_tasks` of its own is a name as long as it holds no word that only
    tells somebody to do something: `Đội cứu hộ` over its tasks, `Đội cứu hộ nạn nhân` alone.
    """
    whole = len(title)
    title = re.sub(r"\s*\([^()]*\)?\s*:?\s*$", "", title) or title  # who heads it, in brackets
    folded = fold(title)
    lead = _lead_in(title, folded)
    start = lead if lead is not None else len(folded) - len(folded.lstrip(' -–+*•“"'))
    if len(title.split()) > _LONGEST or not _opens(title, folded, start):
        return None
    stop = _stop(title, folded, start)
    if stop is not None and not is_caps(title) and not _in_name(folded, stop, over_tasks):
        return None
    if stop is not None and len(folded[stop:].split()) > _LONGEST_WORK:
        return None
    end = len(title.rstrip(" .:;,"))
    start += _polite_length(title, start)
    return Named(start, end, whole)


def _in_name(folded: str, stop: int, over_tasks: bool) -> bool:
    """Whether the word of doing at `stop` of a heading can be part of the name."""
    words = load_words()
    if words.hard.match(folded, stop):
        return False
    return over_tasks or bool(words.soft.match(folded, stop))


def may_be_unit(title: str) -> Named | None:
    """A heading among headings of units, of which no list knows the first word: its name."""
    folded = fold(title)
    words = load_words()
    start = len(title) - len(title.lstrip(' -–+*•“"'))
    end = len(title.rstrip(" .:;,"))
    short = 2 <= len(title[start:end].split()) <= 14 and title[start : start + 1].isupper()
    if not short or words.none.match(folded) or starts_task(title[start:]):
        return None
    if words.hard.search(folded) or re.search(r"[.;:]\s", title[:end]):
        return None
    return Named(start, end, len(title))


def opening_unit(text: str) -> Named | None:
    """The unit with which a clause begins, and what it is to do begins behind it.

    Words like "Giao", "Đề nghị" and a leading "Căn cứ chức năng, nhiệm vụ, ..." may
    come before it. None where no unit is told to do something.
    """
    words = load_words()
    folded = fold(text)
    start = len(folded) - len(folded.lstrip(' -–+*•“"./'))
    lead = _lead_in(text, folded)
    if lead is not None and (_opens(text, folded, lead) or text[lead : lead + 1].isupper()):
        return _up_to_task(text, folded, lead)
    named = _opens(text, folded, start)
    if named and (text[start].isupper() or _plural(text, folded, start) is not None):
        found = _up_to_task(text, folded, start)
        if found is not None:
            return found
    if words.adverbial.match(folded):
        return _behind_adverbial(text, folded)
    return _by_duty(text, folded, start)


_SAID = re.compile(r"\b(?:gui|nop|lap|trinh|co trach nhiem|phai)\s")
_DUTY = re.compile(r"[^,;:.]{3,110}?\s(?=(?:co|chiu) trach nhiem\b)")


def _by_duty(text: str, folded: str, start: int) -> Named | None:
    """Whoever "có trách nhiệm": a body whose name begins with no known word."""
    match = _DUTY.match(folded, start)
    if match is None or not text[start].isupper():
        return None
    end = len(text[: match.end()].rstrip())
    return Named(start, end, match.end())


def _lead_in(text: str, folded: str) -> int | None:
    """Where the words "Giao", "Đề nghị" end that open a text; Giáo viên is not Giao viên."""
    match = load_words().lead_in.match(folded)
    if match is None or "giáo" in text[: match.end()].lower():
        return None
    return match.end()


def _behind_adverbial(text: str, folded: str) -> Named | None:
    """`Căn cứ ..., các đơn vị xây dựng ...`; `Căn cứ Kế hoạch này đề nghị ...`."""
    words = load_words()
    told = words.told.search(folded, 0, 260)
    if told and "giáo" not in told[0] and _opens(text, folded, told.end()):
        return _up_to_task(text, folded, told.end())
    for comma in re.finditer(r",\s+", folded[:260]):
        if _SAID.search(folded, 0, comma.start()):
            return None  # somebody else's doing lies between
        if _opens(text, folded, comma.end()):
            found = _up_to_task(text, folded, comma.end())
            if found is not None and not words.stop.match(folded, comma.end()):
                return found
    return None


def starts_task(text: str) -> bool:
    """Whether a text begins with a word of doing, as a task does."""
    words = load_words()
    return bool(words.stop.match(fold(text)) or words.short_stop.match(text.lower()))


def starts_unit(text: str, start: int) -> bool:
    """Whether a unit's name can begin at this place of the text."""
    return _opens(text, fold(text), start)


def _opens(text: str, folded: str, start: int) -> bool:
    """Whether a unit's name can begin at this place."""
    return _plural(text, folded, start) is not None or _heads(text, folded, start)


def _heads(text: str, folded: str, start: int) -> bool:
    """Whether a word that begins units' names stands at this place."""
    words = load_words()
    head = words.head.match(folded, start)
    clean = " ".join(_SPECKS.sub(" ", folded[start : start + 60]).split())
    if head is None or words.not_head.match(clean):
        return False
    return " " in head[0] or _spelled(text, folded, start)


_SPECKS = re.compile(r"(?<=\w)[:.;](?=\w)|['`´‘’|~*_^]+")
"""Dust between a heading's words: `TỔ CHỨC 'THỰC HIỆN` is no organisation."""


def _spelled(text: str, folded: str, start: int) -> bool:
    """Whether the first syllable has the marks of a unit's: `Bàn giao` is no `Ban giao`.

    Before a capital letter, and in words without any marks, they may be misread.
    """
    word = re.compile(r"[^\W\d_]+").match(text, start)
    if word is None:
        return True
    marks = load_words().spelled.get(folded[start : word.end()])
    said = text[start : word.end()].lower()
    behind = text[word.end() :].lstrip(" ,")[:1]
    return marks is None or said in marks or said.isascii() or not behind.islower()


def _plural(text: str, folded: str, start: int) -> int | None:
    """Where the name with "các", "mọi", ... at this place has its head's end; None else.

    The word is read with its marks: `Môi trường` is not "mọi trường".
    """
    words = load_words()
    many = words.plural.match(text.lower(), start)
    if many is None or not _heads(text, folded, many.end()):
        return None
    head = words.head.match(folded, many.end())
    return head.end() if head else None


def _up_to_task(text: str, folded: str, start: int) -> Named | None:
    stop = _stop(text, folded, start)
    if stop is None:
        return None
    end = len(re.sub(r"\s+(?:và|để|thì)\s*$", "", text[:stop]).rstrip(" ,:;-–("))
    start += _polite_length(text[:end], start)
    return Named(start, end, stop) if end > start and _credible(text[start:end]) else None


_POLITE = re.compile(r"(?:đồng chí|đ/c|ông|bà)\s*:?\s+(?=[^\W\d_])", re.IGNORECASE)


def _polite_length(text: str, start: int) -> int:
    """How long the words are that only address somebody: `Đồng chí Chủ tịch UBND xã`."""
    polite = _POLITE.match(text, start)
    return polite.end() - start if polite else 0


_BROKEN = re.compile(r"^[^(]*\)|\([^)]*$|\b(?:vao|truoc|sau|trong) (?:ngay|thang|nam|quy|thu) ")


def _credible(name: str) -> bool:
    """Whether a name is in one piece: no bracket's half, no time within it."""
    return _BROKEN.search(fold(name)) is None


def _stop(text: str, folded: str, start: int) -> int | None:
    """Where the unit's task begins: the first word of doing behind a whole name."""
    words = load_words()
    plural = _plural(text, folded, start)
    head = words.head.match(folded, start)
    head_end = plural if plural is not None else head.end() if head else start
    caps = is_caps(text)
    for count, match in enumerate(re.finditer(r"(?<=[\s,(])[^\W\d_]+", folded[head_end:])):
        place = head_end + match.start()
        between = text[start:place]
        if count > _LONGEST or _ended(text, folded, start, place):
            return None
        if ":" in between:
            return start + between.index(":") + 1
        if not caps and not text[place].islower():
            continue
        if plural is None and not _whole(folded[start:place]):
            continue
        stop = words.stop.match(folded, place) or words.short_stop.match(text.lower(), place)
        passive = _PASSIVE.search(_RELATIVE.sub(" ", between))
        if passive and not folded.startswith("co trach nhiem", place):
            continue
        goes_on = stop and not words.hard.match(folded, place)
        if stop and ((goes_on and _names_on(text, folded, stop.end())) or _straddles(folded, stop)):
            continue
        if stop and not words.stop_not.match(folded, place) and _fits(between, stop):
            return None if fold(between).endswith(" khong ") else _or_duty(folded, place)
    return None


def _ended(text: str, folded: str, start: int, place: int) -> bool:
    """Whether a name ends before this place, by a full stop or a semicolon.

    A semicolon before another unit parts a list: `Đoàn các xã; Đoàn các cơ quan: ...`.
    """
    signs = re.finditer(r"[.;](?:\s+|$)", text[start:place])
    return any(s[0][0] == "." or not _opens(text, folded, start + s.end()) for s in signs)


_NAMED_SO = re.compile(r"\s(?:chu tri|phoi hop|(?:co|chiu) trach nhiem|lam dau moi)\b")
_AND = re.compile(r"(?:,|\s+(?:và|cùng))\s+")


def _names_on(text: str, folded: str, end: int) -> bool:
    """Whether the word of doing that ends here closes a name: what it did has no object.

    Behind `Phòng Kế hoạch tổng hợp` stand `chủ trì ...` or `và các khoa, phòng ...`.
    """
    if _NAMED_SO.match(folded, end):
        return True
    joint = _AND.match(text, end)
    return joint is not None and _opens(text, folded, joint.end())


def _straddles(folded: str, stop: re.Match[str]) -> bool:
    """Whether only its second half says what to do: `Vật tư chủ trì` is not `tự chủ trì`."""
    words = load_words()
    second = stop.start() + stop[0].find(" ") + 1
    straddles = second > stop.start() and words.hard.match(folded, second) is not None
    return straddles and not words.hard.match(folded, stop.start())


_RELATIVE = re.compile(
    r"\s(?:không )?có (?:[^\W\d_]+ ){1,4}được (?!tặng|xét|công nhận|khen|biểu)[^\W\d_]+ [^\W\d_]+ $"
)
"""Which bodies, not what they do: `Các khoa có chương trình được đánh giá | lập nhóm`."""
_PASSIVE = re.compile(r"\s(?:được(?! giao| phân công)|đã|bị|do|gồm|bao gồm)\s")
"""Words behind which stands what is done to the unit, or by whom: no task of its own."""


def _or_duty(folded: str, stop: int) -> int:
    """The place of "có trách nhiệm" in the same breath: `Cơ quan quản lý công chức có ...`."""
    duty = re.compile(r"[^,;:.]{3,60}?\s(?=(?:co|chiu) trach nhiem\b)").match(folded, stop)
    return duty.end() if duty and not load_words().hard.match(folded, stop) else stop


_OF_NAME = {
    "ban": ("quan ly", "chi dao", "to chuc", "giam sat", "thanh tra", "kiem tra", "van dong"),
    "tổ": ("chuc", "giup viec", "kiem tra", "giam sat"),
    "dục": ("thuong xuyen",),
    "sự": ("",),
    "việc": ("",),
    "được": ("",),
    "bị": ("",),
    "giao": ("thong",),
    "truyền": ("thong",),
    "viễn": ("thong",),
    "các": ("to chuc",),
    "quan": ("tham muu", "giup viec", "thuong truc", "quan ly", "dau moi"),
}
"""Words behind which a word of doing belongs to the name: `ban quản lý`, `sự giám sát`."""
_JOINTS = ("và", "hoặc", "cùng", "của", "thuộc", "về", "cho", "với")
"""Words behind which a name goes on: `Trung tâm Bảo trợ và nuôi dưỡng trẻ em`."""
_ALWAYS = ("là", "làm", "cử", "gửi", "mời", "nộp", "phải", "sẽ")
"""Words of one syllable that are the second half of no name."""
_PERSON = re.compile(r"(?:dong chi |d/c )?(?:pho |chu tich|giam doc|hieu truong|bi thu|truong ban)")


def _fits(between: str, stop: re.Match[str]) -> bool:
    """Whether the word of doing begins the task and is no part of the name before it.

    A word of one syllable behind a capital one may belong to it: `Tổng hợp`, `Thi đua`.
    """
    words = between.split()
    last = words[-1] if words else ""
    if last.lower() in _JOINTS and fold(" ".join(words[-2:])) != "truc thuoc":
        return last.lower() == "và" and bool(load_words().hard.match(stop[0]))
    if f"{last.lower()} {stop[0]}" in load_words().compounds:
        return False
    # `các đơn vị liên quan tham mưu` is not `cơ quan tham mưu`.
    belongs = len(words) < 2 or fold(words[-2]) not in ("thuoc", "cua", "trong", "lien")
    if belongs and stop[0].startswith(_OF_NAME.get(last.lower(), ("\0",))):
        return False
    if stop[0] == "phu trach" and _PERSON.match(fold(between)):
        return False
    if (
        stop[0] in _ALWAYS
        or " " in stop[0]
        or not last[:1].isupper()
        or is_caps(last)
        or last.endswith((",", ";"))
    ):
        return True
    return bool(load_words().head.fullmatch(fold(last)))


def _whole(name: str) -> bool:
    """Whether a singular name has all it needs: `Phòng` and `Trung tâm` alone are none."""
    words, bare = load_words(), name.strip(" ,")
    if words.head.fullmatch(bare) is None:
        return bool(bare)
    return " " in bare and bare not in words.incomplete


_SHARED_OFFICE = re.compile(r"(?:Văn phòng|VP)\s+(?:(?:Đoàn )?ĐBQH|HĐND|Hội đồng nhân dân)[^;]*$")
_SHARING = ("UBND", "HĐND", "Ủy ban nhân dân", "Hội đồng nhân dân")
"""One office serves both: `Văn phòng HĐND và UBND thành phố`."""


def list_of_units(text: str) -> tuple[tuple[int, int], ...]:
    """The bodies in a list, as offsets: `Sở A, Hội B và các sở, ban, ngành` are three."""
    folded = fold(text)
    cuts = [0]
    for match in re.finditer(r"[,;]\s+|\s+(?:và|cùng)\s+", text):
        place = match.end()
        own = text[place].isupper() and _opens(text, folded, place)
        if _SHARED_OFFICE.search(text[: match.start()]) and text.startswith(_SHARING, place):
            continue
        if own or match[0][0] == ";" or _plural(text, folded, place) is not None:
            cuts.append(place)
    ends = [*cuts[1:], len(text)]
    spans = []
    for start, end in zip(cuts, ends, strict=True):
        stop = len(re.sub(r"(?:[,;]|\s+(?:và|cùng))?\s*$", "", text[:end]))
        spans.append((start, stop))
    return tuple(s for s in spans if s[1] > s[0])


_TOGETHER = re.compile(r"phoi hop (?:chat che )?(?P<with>(?:voi|cung(?: voi)?)\s+)?")


def coordinating(text: str) -> tuple[tuple[int, int], ...]:
    """The bodies behind "phối hợp với", as offsets of the text."""
    folded = fold(text)
    match = _TOGETHER.search(folded)
    if match is None or not _opens(text, folded, match.end()):
        return ()
    start = match.end()
    if not match["with"] and not text[start].isupper():
        return ()
    stop = _stop(text, folded, start)
    end = stop if stop is not None else _clause_end(text, start)
    end = next(
        # `Đài Khí tượng` folds to `khi`
        (p.start() for p in _PURPOSE.finditer(folded, start, end) if _small(text, p)),
        end,
    )
    end = min(end, _behind_known(text, folded, start, end))
    named = list_of_units(text[start:end].rstrip(" ,;."))
    return tuple(
        (start + a, start + b) for a, b in named if not _POINTING.search(text[: start + b])
    )


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    """The names of known bodies on folded text, each before a word that is no part of it."""
    names = {fold(n) for b in named_bodies() for n in (b.name, *b.variants) if " " in n}
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\s+(?=[a-z])")


_GOES_ON = re.compile(
    r"(?:va|cung|cua|thuoc|tinh|huyen|thanh pho|thi xa|thi tran|quan|xa|phuong|cac|cap|khu vuc|"
    r"chi nhanh|vung|tren|tai|lien quan|co)\b"
)


def _behind_known(text: str, folded: str, start: int, end: int) -> int:
    """Where a known body's name ends before a small letter: there begins what is to be done."""
    for match in _known().finditer(folded, start, end):
        rest = text[match.end() :]
        if rest[:1].islower() and not _GOES_ON.match(fold(rest)):
            return match.end()
    return end


_PURPOSE = re.compile(r"\s(?:trong|nham|khi|de|doi voi|theo)(?=\s)")


def _small(text: str, match: re.Match[str]) -> bool:
    return text[match.start() + 1].islower()


_POINTING = re.compile(r"\s(?:này|đó|nêu trên|nói trên)$")


def _clause_end(text: str, start: int) -> int:
    match = re.search(r"[.;:](?:\s|$)", text[start:])
    return start + match.start() if match else len(text)
