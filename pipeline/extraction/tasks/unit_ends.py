"""Where a unit's name ends and its task begins: at the first word of doing behind a whole name.

In mixed case such a word stands in small letters, so `Phòng Tổ chức cán bộ tổ chức ...`
ends rightly.
"""

from __future__ import annotations

import re

from pipeline.extraction.tasks.unit_words import load_words, opens, plural_end, starts_task
from pipeline.normalisation.text import UPPER
from pipeline.segmentation.rows import fold, is_caps

LONGEST = 45
"""Words: no unit's name, nor a list of them, is longer."""


def task_start(text: str, folded: str, start: int) -> int | None:
    """Where the unit's task begins: the first word of doing behind a whole name."""
    plural = plural_end(text, folded, start)
    head = load_words().head.match(folded, start)
    behind = plural if plural is not None else head.end() if head else start
    listed = plural is not None and _lists_names(text, plural)
    for count, match in enumerate(re.finditer(r"(?<=[\s,(])[^\W\d_]+", folded[behind:])):
        place = behind + match.start()
        if count > LONGEST or _ended(text, folded, start, place):
            break
        if ":" in text[start:place] and not listed:
            return text.index(":", start) + 1
        whole = plural is not None or _whole(folded[start:place])
        if whole and _begins_task(text, folded, start, place):
            refused = folded[start:place].endswith(" khong ")
            return None if refused else _or_duty(folded, place)
    return text.index(":", start) + 1 if listed else None


def _begins_task(text: str, folded: str, start: int, place: int) -> bool:
    """Whether the word at this place is one of doing, and no part of the name before it."""
    words = load_words()
    small = is_caps(text) or text[place].islower() or _sets_in(text, folded, place)
    stop = words.stop.match(folded, place) or words.short_stop.match(text.lower(), place)
    if not small or stop is None or words.stop_not.match(folded, place):
        return False
    between = text[start:place]
    passive = _PASSIVE.search(_RELATIVE.sub(" ", between))
    if passive and not folded.startswith("co trach nhiem", place):
        return False
    if not words.hard.match(folded, place) and _names_on(text, folded, stop.end()):
        return False
    return not _straddles(folded, stop) and _fits(between, stop)


def _lists_names(text: str, behind: int) -> bool:
    """Whether a colon leads names in: `Các phòng: Đào tạo, Khảo thí và Tài chính cung cấp ...`."""
    named = _LISTED.match(text, behind)
    return named is not None and (
        len(named["first"].split()) < 3 or not starts_task(named["first"])
    )


def _ended(text: str, folded: str, start: int, place: int) -> bool:
    """Whether a name ends before this place, by a full stop or a semicolon.

    A semicolon before another unit parts a list: `Đoàn các xã; Đoàn các cơ quan: ...`.
    """
    signs = re.finditer(r"[.;](?:\s+|$)", text[start:place])
    return any(s[0][0] == "." or not opens(text, folded, start + s.end()) for s in signs)


def _sets_in(text: str, folded: str, place: int) -> bool:
    """Whether a capital word of doing begins the task, as nothing ended the name before it.

    `Trung tâm ... và Đổi mới sáng tạo Tuyên truyền, phổ biến ...`: a second one follows it.
    """
    words = load_words()
    first = words.stop.match(folded, place)
    before = text[:place].split()[-1:]
    if first is None or not before or not before[0].islower() or before[0] in _JOINTS:
        return False
    second = re.match(r",\s+", text[first.end() :])
    then = first.end() + second.end() if second else 0
    return bool(then) and text[then : then + 1].islower() and bool(words.stop.match(folded, then))


_LISTED = re.compile(rf":\s+(?P<first>[{UPPER}][^.;:]*?)(?:,|\s+và)\s+[{UPPER}]")
_NAMED_SO = re.compile(r"\s(?:chu tri|phoi hop|(?:co|chiu) trach nhiem|lam dau moi)\b")
_AND = re.compile(r"(?:,|\s+(?:và|cùng))\s+")


def _names_on(text: str, folded: str, end: int) -> bool:
    """Whether the word of doing that ends here closes a name: what it did has no object.

    Behind `Phòng Kế hoạch tổng hợp` stand `chủ trì ...` or `và các khoa, phòng ...`.
    """
    if _NAMED_SO.match(folded, end):
        return True
    joint = _AND.match(text, end)
    return joint is not None and opens(text, folded, joint.end())


def _straddles(folded: str, stop: re.Match[str]) -> bool:
    """Whether only its second half says what to do: `Vật tư chủ trì` is not `tự chủ trì`."""
    words = load_words()
    second = stop.start() + stop[0].find(" ") + 1
    straddles = second > stop.start() and words.hard.match(folded, second) is not None
    together = stop[0].startswith("cung ")  # `cùng phối hợp`
    return straddles and not together and not words.hard.match(folded, stop.start())


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
    "mới": ("sang tao",),
    "sở": ("dao tao", "san xuat", "kinh doanh", "kham", "bao tro", "cai nghien", "cung cap"),
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
    belongs = belongs and not stop[0].endswith("trach nhiem")
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
    """Whether a singular name has all it needs: `Phòng`, `Trung tâm Dịch vụ` alone are none."""
    words, bare = load_words(), name.strip(" ,")
    if not bare or bare in words.incomplete:
        return False
    return " " in bare or words.head.fullmatch(bare) is None
