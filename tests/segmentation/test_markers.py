"""What a line's numeral may be, and what is no marker at all."""

from __future__ import annotations

import pytest

from pipeline.segmentation.markers import load_styles, readings, roman_value, to_roman
from pipeline.segmentation.rows import Row, fold


def row(text: str) -> Row:
    starts, at = [], 0
    for word in text.split(" "):
        starts.append(at)
        at += len(word) + 1
    return Row((0, len(starts)), text, fold(text), tuple(starts), 1, None)


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("I. MỤC ĐÍCH", "roman", 1),
        ("III/ THỜI GIAN", "roman", 3),
        ("II- NHIỆM VỤ", "roman", 2),
        ("1. Mục đích", "number", 1),
        ("1- Nâng cao nhận thức", "number", 1),
        ("2) Yêu cầu", "number", 2),
        ("1.1. Cấp tỉnh", "decimal2", 1),
        ("2.1.3. Cấp xã", "decimal3", 3),
        ("2.1.a. Hộ gia đình", "decimal-letter", 1),
        ("a) Đối với tập thể", "letter", 1),
        ("đ) Tổ chức hội nghị", "letter", 5),  # the Vietnamese alphabet: a b c d đ e
        ("e) Tổng kết", "letter", 6),
        ("A. ĐẶC ĐIỂM TÌNH HÌNH", "upper", 1),
        ("- Tuyên truyền", "dash", 1),
        ("+ Bằng khen", "plus", 1),
        ("Điều 2. Hiệu lực", "article", 2),
        ("Chương IV", "chapter", 4),
        ("PHẦN III: PHÂN KỲ", "part", 3),
        ("Phần thứ hai", "part", 2),
        ("4/- TỔ CHỨC THỰC HIỆN", "number", 4),  # as the south writes it
        ("II/- NỘI DUNG", "roman", 2),
        ("1.1- Bộ phận chuyên môn", "decimal2", 1),
        ("a/- Tham mưu", "letter", 1),
        ("..4.2. Phòng Điều dưỡng", "decimal2", 2),  # specks before the numeral
        ("__b) Trung tâm Thông tin", "letter", 2),
    ],
)
def test_styles_of_the_genre(text: str, style: str, value: int) -> None:
    found = [r for r in readings(row(text)) if r.style == style]
    assert [r.value for r in found][:1] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "29/01/2024 của UBND tỉnh",  # a date that a line begins with
        "1.315 cán bộ được bồi dưỡng",  # thousands
        "2023. Việc đánh giá kết quả",  # a year that ends a sentence
        "2030” trong đơn vị",
        "12 tháng trong năm",
        "3,5% dân số",
        "Iểm tra việc thực hiện",
    ],
)
def test_no_markers(text: str) -> None:
    assert readings(row(text)) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I1.NỘI DUNG", 2),  # II. without a space
        ("H. NỘI DUNG", 2),  # two strokes read as H
        ("HI. TIÊU CHÍ", 3),
        ("lV. GIẢI PHÁP", 4),
        ("VH. TỔ CHỨC", 7),
        ("VỊ. TỔ CHỨC", 6),  # dust below the stroke
        ("HIL. TIÊU CHÍ", 3),  # a serif read as a stroke
        ("1. MỤC ĐÍCH", 1),
    ],
)
def test_misread_roman_numerals_are_offered(text: str, value: int) -> None:
    repaired = [r for r in readings(row(text)) if r.style == "roman" and r.repaired]
    assert [r.value for r in repaired] == [value]


def test_roman_numerals_there_and_back() -> None:
    assert [roman_value(to_roman(n)) for n in range(1, 40)] == list(range(1, 40))
    assert roman_value("IIII") is None
    assert roman_value("") is None


def test_every_style_matches_its_own_example() -> None:
    import json
    from importlib.resources import files

    text = (files("pipeline.segmentation") / "data" / "markers.json").read_text("utf-8")
    styles = load_styles().styles
    for rule, style in zip(json.loads(text)["styles"], styles, strict=True):
        for example in rule["example"].split("; "):
            assert style.pattern.match(example), (rule["id"], example)
