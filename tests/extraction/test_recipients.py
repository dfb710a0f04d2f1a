"""The lines of Nơi nhận."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.extraction.context import Context
from pipeline.extraction.recipients import find_recipients, repaired
from pipeline.plan import Status
from pipeline.segmentation import segment

PLAN = """KẾ HOẠCH
Triển khai phong trào

Thực hiện Kế hoạch của UBND tỉnh như sau:
I. MỤC ĐÍCH
Nâng cao nhận thức./.

{block}
"""
END = "\nGIÁM ĐỐC\n\nVũ Quang Khải\n"


def recipients(context_of, block: str) -> list[tuple]:
    rows = find_recipients(context_of(PLAN.format(block=block)))
    return [(r.recipient.value, r.note.value) for r in rows]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("Nơi nhận:\n- UBND tỉnh (b/c);\n- Sở Nội vụ;\n- Lưu: VT, VP.",
         [("UBND tỉnh", "b/c"), ("Sở Nội vụ", None), ("Lưu: VT, VP", None)]),
        ("Nơi nhận:\n- Sở Lao động – TB&XH; (b/c)\n- Lãnh đạo TT;\n- Lưu: VT.",
         [("Sở Lao động – TB&XH", "b/c"), ("Lãnh đạo TT", None), ("Lưu: VT", None)]),
        ("Nơi nhận:\n- Bộ Y tế (để báo cáo);\n- UBND các huyện,\nthị xã, thành phố;\n- Lưu: VT, NV (5b).",
         [("Bộ Y tế", "để báo cáo"), ("UBND các huyện, thị xã, thành phố", None),
          ("Lưu: VT, NV (5b)", None)]),
        # a footnote at the page's end
        ("Nơi nhận:\n- Bộ Nội vụ;\n- Lưu: VT.\n1 Nghị định số 45/2010/NĐ-CP ngày 21/4/2010 quy định về\nquản lý hội.",
         [("Bộ Nội vụ", None), ("Lưu: VT", None)]),
        ("Nơi nhận: - Như trên; - Sở Y tế (b/c); - Lưu: VT.",
         [("Như trên", None), ("Sở Y tế", "b/c"), ("Lưu: VT", None)]),
        ("Nơi nhận:\n- UBND huyện (b/c)\n- Các ban, ngành\n- Lưu VP",
         [("UBND huyện", "b/c"), ("Các ban, ngành", None), ("Lưu VP", None)]),
        ("Nơi nhận:\n- TT. Tỉnh ủy, TT. HĐND tỉnh (b/c);\n- Lưu: VT.",
         [("TT. Tỉnh ủy, TT. HĐND tỉnh", "b/c"), ("Lưu: VT", None)]),
    ],
)  # fmt: skip
def test_lines(context_of, block: str, expected: list[tuple]) -> None:
    assert recipients(context_of, block + END) == expected


def test_columns_flattened(context_of) -> None:
    block = "Nơi nhận: GIÁM ĐỐC\n- Các phòng; A\n- Website Sở; ﬂ B\n- Lưu: VT. _—"
    assert recipients(context_of, block) == [
        ("Các phòng", None),
        ("Website Sở", None),
        ("Lưu: VT", None),
    ]


def test_none(context_of) -> None:
    assert recipients(context_of, END) == []


def test_each_repair_of_abbreviations_has_a_true_example() -> None:
    raw = files("pipeline.extraction").joinpath("data/recipient_repairs.toml").read_text("utf-8")
    for rule in tomllib.loads(raw)["repair"]:
        read, meant = rule["example"]
        assert repaired(read) == meant, rule["id"]
        assert repaired(meant) == meant, rule["id"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("b/€", "b/c"), ("b/", "b/c"), ("6/c", "b/c"), ("để b/€", "để b/c"), ("th", "t/h"),
        ("t/h", "t/h"), ("để báo cáo", "để báo cáo"), ("p/h", "p/h"), ("Đ/C", "b/c"), ("t//h", "t/h"),
    ],
)  # fmt: skip
def test_notes_as_recognisers_read_them(context_of, read: str, meant: str) -> None:
    block = f"Nơi nhận:\n- UBND tỉnh ({read});\n- Lưu: VT."
    assert recipients(context_of, block + END)[0] == ("UBND tỉnh", meant)


def test_on_recognised_pages_offices_get_their_marks() -> None:
    lines = ["KẾ HOẠCH", "Triển khai", "Thực hiện Kế hoạch của UBND tỉnh như sau:", "I. MỤC ĐÍCH"]
    lines += [
        "Nâng cao nhận thức./.",
        "Nơi nhận:",
        "- UBND tình (b/€):",
        "- Các chỉ bộ trực thuộc;",
    ]
    lines += ["- Lưu: V7,VP.", "GIÁM ĐỐC", "Vũ Quang Khải"]
    for route, expected in (
        (Route.OCR, ["UBND tỉnh", "Các chi bộ trực thuộc", "Lưu: VT, VP"]),
        (Route.TEXT_LAYER, ["UBND tình", "Các chỉ bộ trực thuộc", "Lưu: V7,VP"]),
    ):
        rows = tuple(
            Line(tuple(Word(w, w) for w in text.split()), paragraph=True) for text in lines
        )
        document = Document("a.pdf", "0" * 64, (Page(1, rows, route),))
        found = find_recipients(Context.of(document, segment(document)))
        assert [r.recipient.value for r in found] == expected
        assert next(r.recipient.evidence.raw for r in found).startswith("- UBND tình")


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("(1) Theo Thông tư số 05/2021/TT-BNV ngày 12/8/2021.", "Lưu: VT, NV"),
        ("(15 bản).", "Lưu: VT, NV. (15 bản)"),  # goes on
    ],
)
def test_a_footnote_below_the_last_line_is_no_recipient(below: str, kept: str) -> None:
    lines = ["KẾ HOẠCH", "Triển khai", "1. Mục đích", "Nâng cao nhận thức.", "2. Yêu cầu"]
    lines += ["Hoàn thành trong quý I./.", "Nơi nhận:", "- Như trên;", "- Sở Y tế (b/c);"]
    lines += ["- Lưu: VT, NV.", below, "GIÁM ĐỐC", "Vũ An"]
    rows = tuple(Line(tuple(Word(w, w) for w in text.split()), paragraph=True) for text in lines)
    document = Document("a.pdf", "0" * 64, (Page(1, rows, Route.TEXT_LAYER),))
    found = find_recipients(Context.of(document, segment(document)))
    assert [r.recipient.value for r in found] == ["Như trên", "Sở Y tế", kept]


def test_a_line_with_a_dash_is_one_recipient(context_of) -> None:
    """A row a line: semicolons part only where no line has a dash."""
    block = "Nơi nhận:\n- VP Sở; Thanh tra Sở; NVY;\n- UBND các xã; - Các trường;\n- Lưu: VT."
    assert [name for name, _ in recipients(context_of, block + END)] == [
        "VP Sở; Thanh tra Sở; NVY",
        "UBND các xã",
        "Các trường",
        "Lưu: VT",
    ]
    block = "Nơi nhận:\nNhư trên; Giám đốc Sở; Lưu: VT."
    assert [name for name, _ in recipients(context_of, block + END)] == [
        "Như trên",
        "Giám đốc Sở",
        "Lưu: VT",
    ]


def test_notes_on_recognised_pages() -> None:
    """Marks and brackets are put right; two letters that mean nothing are not believed."""
    lines = ["KẾ HOẠCH", "Triển khai", "Thực hiện Kế hoạch của UBND tỉnh như sau:", "I. MỤC ĐÍCH"]
    lines += ["Nâng cao nhận thức./.", "Nơi nhận:", "- Sở Y tế {đề thực hiên);"]
    lines += ["- Huyện đoàn (xị);", "- Ban Giám đốc (để chỉ đạo)", "Lưu: VT.", "GIÁM ĐỐC", "Vũ An"]
    rows = tuple(Line(tuple(Word(w, w) for w in text.split()), paragraph=True) for text in lines)
    document = Document("a.pdf", "0" * 64, (Page(1, rows, Route.OCR),))
    found = find_recipients(Context.of(document, segment(document)))
    assert [(r.recipient.value, r.note.value, r.note.status) for r in found] == [
        ("Sở Y tế", "để thực hiện", Status.FOUND),
        ("Huyện đoàn", None, Status.UNREADABLE),
        ("Ban Giám đốc", "để chỉ đạo", Status.FOUND),
        ("Lưu: VT", None, Status.MISSING),
    ]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("JBND các xã", "UBND các xã"),
        ("HDND huyện", "HĐND huyện"),
        ("Phòng GD&:ĐT", "Phòng GD&ĐT"),
        ("Ủy “ nhân dân huyện", "Ủy ban nhân dân huyện"),
        ("Phòng Tổ chức ~ Hành chính", "Phòng Tổ chức - Hành chính"),
        ("Sở Thông tin và Truyền uyền thông", "Sở Thông tin và Truyền thông"),
        ("Tống Liên đoàn Lao động", "Tổng Liên đoàn Lao động"),
        ("Công ty Cấp nước", "Công ty Cấp nước"),  # nothing to mend
    ],
)
def test_names_as_recognisers_read_them(read: str, meant: str) -> None:
    """Abbreviations and signs that are nothing else; a word's end that was read twice."""
    lines = ["KẾ HOẠCH", "Triển khai", "Thực hiện Kế hoạch của UBND tỉnh như sau:", "I. MỤC ĐÍCH"]
    lines += ["Nâng cao nhận thức./.", "Nơi nhận:", f"- {read};", "- Lưu VT.", "GIÁM ĐỐC", "Vũ An"]
    rows = tuple(Line(tuple(Word(w, w) for w in text.split()), paragraph=True) for text in lines)
    document = Document("a.pdf", "0" * 64, (Page(1, rows, Route.OCR),))
    found = find_recipients(Context.of(document, segment(document)))
    assert [r.recipient.value for r in found] == [meant, "Lưu VT"]
