"""Forms of award with who gives them and when."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.extraction.awards import find_awards

PLAN = """KẾ HOẠCH
Triển khai phong trào học tập

Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh như sau:
I. TIÊU CHÍ VÀ HÌNH THỨC KHEN THƯỞNG
1. Tiêu chí
a) Được công nhận danh hiệu “Công dân học tập”.
2. {body}
II. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở tham mưu đề nghị tặng Bằng khen.
"""


def awards(context_of, body: str) -> list[tuple]:
    rows = find_awards(context_of(PLAN.format(body=body)))
    return [(r.form.value, r.level.value, r.occasion.value) for r in rows]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Khen thưởng hằng năm: Giấy khen của Giám đốc Sở.", [("Giấy khen của Giám đốc Sở", "sở", "hằng năm")]),
        ("Khen thưởng sơ kết giai đoạn 2023 - 2025 và tổng kết giai đoạn 2023 - 2030\n- Hình thức\n"
         "+ Bằng khen của Thủ tướng Chính phủ;\n"
         "+ Bằng khen cấp bộ, ban, ngành, tỉnh, đoàn thể Trung ương;\n+ Giấy khen.",
         [("Bằng khen của Thủ tướng Chính phủ", "trung ương", "sơ kết 2023-2025, tổng kết 2023-2030"),
          ("Bằng khen cấp bộ, ban, ngành, tỉnh, đoàn thể Trung ương", "bộ/tỉnh",
           "sơ kết 2023-2025, tổng kết 2023-2030"),
          ("Giấy khen", "cơ quan", "sơ kết 2023-2025, tổng kết 2023-2030")]),
        ("Hình thức: Bằng khen của Chủ tịch UBND tỉnh; Giấy khen của Chủ tịch UBND huyện.",
         [("Bằng khen của Chủ tịch UBND tỉnh", "tỉnh", None),
          ("Giấy khen của Chủ tịch UBND huyện", "huyện", None)]),
        ("Cuối năm, Hiệu trưởng tặng Giấy khen cho tập thể, cá nhân tiêu biểu.",
         [("Giấy khen", "đơn vị", "cuối năm")]),
        ("Khen thưởng hàng năm: biểu dương kịp thời theo thẩm quyền bằng hình thức phù hợp.",
         [("theo thẩm quyền, bằng hình thức phù hợp", "cơ quan", "hàng năm")]),
        ("Việc khen thưởng thực hiện theo quy định của pháp luật.", []),
    ],
)  # fmt: skip
def test_forms(context_of, body: str, expected: list[tuple]) -> None:
    assert awards(context_of, body) == expected


def test_what_is_inferred_says_so(context_of) -> None:
    (award,) = find_awards(context_of(PLAN.format(body="Hình thức: Giấy khen.")))
    assert award.level.evidence.rule == "inferred:award-of-issuer"


def test_a_dossier_promises_nothing(context_of) -> None:
    body = (
        "Hình thức\n- Giấy khen của Giám đốc Sở.\n"
        "3. Hồ sơ\n- Hồ sơ đề nghị tặng Bằng khen gồm 02 bộ, gửi về Sở Nội vụ."
    )
    assert [form for form, _, _ in awards(context_of, body)] == ["Giấy khen của Giám đốc Sở"]
