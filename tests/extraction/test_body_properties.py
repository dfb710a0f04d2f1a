"""Whatever order, numbering, spacing and Unicode form a plan has, its fields are the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import ReadingError
from pipeline.extraction.awards import find_awards
from pipeline.extraction.context import Context
from pipeline.extraction.recipients import find_recipients
from pipeline.extraction.signers.signers import find_signers
from pipeline.extraction.tasks.assignments import find_assignments
from pipeline.extraction.tasks.deadlines import find_deadlines
from pipeline.extraction.times.period import find_period
from pipeline.extraction.times.phases import find_phases
from pipeline.reading.text.plaintext import read_text
from pipeline.segmentation import segment

ROMAN = ("I", "II", "III", "IV", "V", "VI")
TOP: dict[str, Callable[[int], str]] = {
    "roman": lambda n: f"{ROMAN[n]}. ",
    "roman-slash": lambda n: f"{ROMAN[n]}/ ",
    "roman-dash": lambda n: f"{ROMAN[n]}- ",
    "roman-close": lambda n: f"{ROMAN[n]}.",
    "upper": lambda n: f"{'ABCDEG'[n]}. ",
    "number": lambda n: f"{n + 1}. ",
    "part": lambda n: f"Phần {ROMAN[n]}. ",
    "chapter": lambda n: f"Chương {ROMAN[n]}\n",
    "bare": lambda n: "",
}
INNER: dict[str, Callable[[int], str]] = {
    "number": lambda n: f"{n + 1}. ",
    "number-bracket": lambda n: f"{n + 1}) ",
    "number-slash": lambda n: f"{n + 1}/ ",
    "letter": lambda n: f"{'abcdđe'[n]}) ",
    "letter-stop": lambda n: f"{'abcdđe'[n]}. ",
}
BULLETS = ("- ", "-", "– ", "+ ", "• ", "* ")

SECTIONS: dict[str, tuple[str, list[tuple[str, list[str]]]]] = {
    "purpose": (
        "MỤC ĐÍCH, YÊU CẦU",
        [
            ("Nâng cao nhận thức của công chức về học tập suốt đời.", []),
            ("Bảo đảm thiết thực.", []),
        ],
    ),
    "content": (
        "NỘI DUNG",
        [("Hoàn thành Đề án “Xây dựng xã hội học tập giai đoạn 2021 - 2030”.", [])],
    ),
    "awards": (
        "HÌNH THỨC KHEN THƯỞNG",
        [("Khen thưởng hằng năm: Giấy khen của Giám đốc Sở.", [])],
    ),
    "schedule": (
        "TIẾN ĐỘ THỰC HIỆN",
        [
            ("Giai đoạn 1 (từ 2023 - 2025): triển khai.", []),
            ("Giai đoạn 2 (từ 2026 - 2030): tổng kết.", []),
        ],
    ),
    "organisation": (
        "TỔ CHỨC THỰC HIỆN",
        [
            (
                "Văn phòng Sở",
                [
                    "Theo dõi, đôn đốc các phòng, đơn vị.",
                    "Báo cáo UBND tỉnh trước ngày 15 tháng 12 hằng năm.",
                ],
            ),
            ("Phòng Kế hoạch - Tài chính", ["Bố trí kinh phí thực hiện Kế hoạch."]),
            ("Các đơn vị trực thuộc Sở", ["Xây dựng kế hoạch cụ thể."]),
        ],
    ),
}
HEAD = (
    "SỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/KH-SNV\n"
    "Hà Nam, ngày 04 tháng 3 năm 2024\n\nKẾ HOẠCH\n"
    "Triển khai phong trào “Cả nước học tập giai đoạn 2023 - 2030”\n\n"
    "Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh Hà Nam, Sở Nội vụ xây dựng "
    "Kế hoạch như sau:\n"
)
TAIL = (
    "Trên đây là Kế hoạch của Sở Nội vụ./.\n\nNơi nhận:\n- UBND tỉnh (b/c);\n- Các phòng, đơn vị;\n"
    "- Lưu: VT.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nNguyễn Hữu Thắng\n"
)
FIELDS = {
    "period": ("2023", "2030"),
    "phases": [("Giai đoạn 1", "2023", "2025"), ("Giai đoạn 2", "2026", "2030")],
    "units": {"Văn phòng Sở": 2, "Phòng Kế hoạch - Tài chính": 1, "Các đơn vị trực thuộc Sở": 1},
    "deadlines": [("trước ngày 15 tháng 12 hằng năm", "Văn phòng Sở", "UBND tỉnh")],
    "awards": [("Giấy khen của Giám đốc Sở", "hằng năm")],
    "recipients": ["UBND tỉnh", "Các phòng, đơn vị", "Lưu: VT"],
    "signer": ("KT.", "Phó Giám đốc", "Nguyễn Hữu Thắng"),
}


def plan(order: tuple[str, ...], top: str, inner: str, bullet: str, gap: str) -> str:
    lines = []
    for number, name in enumerate(order):
        title, items = SECTIONS[name]
        lines.append(TOP[top](number) + title)
        for place, (text, tasks) in enumerate(items):
            lines.append(INNER[inner](place) + text)
            lines += [bullet + task for task in tasks]
    return HEAD + gap.join([*lines, TAIL])


def fields(text: str) -> dict:
    document = Document("plan.txt", "", (read_text(text.encode(), False),))
    context = Context.of(document, segment(document))
    units: dict[str, int] = {}
    for row in find_assignments(context):
        if row.role.value != "coordinate":
            units[row.unit.text] = units.get(row.unit.text, 0) + 1
    (signer,) = find_signers(context)
    return {
        "period": tuple(v.value for v in find_period(context)),
        "phases": [(p.label.value, p.start.value, p.end.value) for p in find_phases(context)],
        "units": units,
        "deadlines": [
            (d.as_written.value, d.by.value, d.to.value) for d in find_deadlines(context)
        ],
        "awards": [(a.form.value, a.occasion.value) for a in find_awards(context)],
        "recipients": [r.recipient.value for r in find_recipients(context)],
        "signer": (signer.capacity.value, signer.title.value, signer.name.value),
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    order=st.permutations(tuple(SECTIONS)),
    top=st.sampled_from(sorted(TOP)),
    inner=st.sampled_from(sorted(INNER)),
    bullet=st.sampled_from(BULLETS),
    gap=st.sampled_from(["\n", "\n\n", " \n", "\n \n\n"]),
    form=st.sampled_from(["NFC", "NFD"]),
)
@example(tuple(SECTIONS), "roman", "number", "- ", "\n", "NFC")
def test_layout_changes_no_field(order, top, inner, bullet, gap, form) -> None:  # noqa: PLR0917
    if top == "number" and inner == "number":
        inner = "letter"
    text = unicodedata.normalize(form, plan(tuple(order), top, inner, bullet, gap))
    assert fields(text) == FIELDS


@settings(max_examples=25, deadline=None)
@given(width=st.integers(min_value=55, max_value=110), indent=st.sampled_from(["", "  ", "\t"]))
def test_printed_lines_of_any_width(width: int, indent: str) -> None:
    """The text as a page breaks it, with a blank line after every printed line."""
    import textwrap

    text = plan(tuple(SECTIONS), "roman", "number", "- ", "\n")
    head, body = text[: len(HEAD)], text[len(HEAD) :]
    lines = [w for line in body.split("\n") for w in (textwrap.wrap(line, width) or [""])]
    assert fields(head + "\n".join(indent + line for line in lines)) == FIELDS


@settings(max_examples=25, deadline=None)
@given(noise=st.text(max_size=400))
def test_noise_gives_no_fields_and_no_error(noise: str) -> None:
    if not noise.strip():
        return
    try:
        page = read_text(noise.encode("utf-8", errors="ignore"), False)
    except ReadingError:  # not text at all
        return
    document = Document("noise.txt", "", (page,))
    context = Context.of(document, segment(document))
    assert find_assignments(context) == ()
    assert find_signers(context) == ()
    assert find_recipients(context) == ()
