"""Which plans go together, row by row: (what the two plans say, one campaign or not)."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.comparison.campaigns import campaigns_of, is_plan
from pipeline.comparison.titles import TitleReader

MOVEMENT = (
    "“Cả nước thi đua xây dựng xã hội học tập, đẩy mạnh học tập suốt đời giai đoạn 2023 - 2030”"
)


def plan(plan_id: str, title: str = "", **columns: str) -> dict[str, str]:
    return {"plan_id": plan_id, "doc_type": "Kế hoạch", "title": title, **columns}


def together(*plans: dict[str, str]) -> bool:
    return campaigns_of(pd.DataFrame(plans)).nunique() == 1


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        # One programme in quotes, other words around it.
        (f"Triển khai Phong trào {MOVEMENT}", f"Thực hiện phong trào {MOVEMENT} của Sở Y tế", True),
        # No quotes, with a citation and a place around the programme.
        (
            f"Triển khai {MOVEMENT}",
            "Tổ chức thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh về triển "
            "khai phong trào cả nước thi đua xây dựng xã hội học tập, đẩy mạnh học tập suốt đời "
            "giai đoạn 2023 - 2030 trên địa bàn tỉnh Quảng Trị",
            True,
        ),
        # The slogan localised, and a later start.
        (MOVEMENT, MOVEMENT.replace("Cả nước", "Cả tỉnh").replace("2023", "2024"), True),
        # Marks lost on the way.
        (
            f"Triển khai {MOVEMENT}",
            "Trien khai phong trao “Ca nuoc thi dua xay dung xa hoi hoc tap, day manh hoc tap "
            "suot doi giai doan 2023 - 2030”",
            True,
        ),
        # A larger programme whose name the other contains is another decision.
        (MOVEMENT, "Thực hiện Đề án “Xây dựng xã hội học tập giai đoạn 2021 - 2030”", False),
        # One programme in a branch's own words, without quotes.
        (
            "Triển khai phong trào phổ cập kỹ năng số, xây dựng công dân số trong ngành Giáo dục",
            "Thực hiện phong trào “Cả nước chung tay phổ cập kỹ năng số, xây dựng công dân số”",
            True,
        ),
        # One yearly plan in two places.
        (
            "Cải cách hành chính nhà nước huyện Hải Hậu năm 2024",
            "Thực hiện công tác cải cách hành chính nhà nước năm 2024 trên địa bàn quận Ô Môn",
            True,
        ),
        # The same yearly plan of another year.
        ("Cải cách hành chính năm 2023", "Cải cách hành chính năm 2024", False),
        ("Cải cách hành chính năm 2024", "Công tác cải cách hành chính năm 2024", True),
        # Two programmes that share the genre's words only.
        ("Phòng, chống tham nhũng năm 2024", "Phòng, chống thiên tai năm 2024", False),
        # Periods that follow one another.
        ("Bình đẳng giới giai đoạn 2016-2020", "Bình đẳng giới giai đoạn 2021-2025", False),
    ],
)
def test_titles(left: str, right: str, same: bool) -> None:
    assert together(plan("a", left), plan("b", right)) is same


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        # Both cite one national decision.
        (
            {"base_number_symbol": "1315/QĐ-TTg", "base_date": "2023-11-09"},
            {"base_number_symbol": "1315/QĐ-TTg", "base_date": "2023"},
            True,
        ),
        # A province's number in two provinces is two decisions.
        (
            {
                "base_number_symbol": "15/KH-UBND",
                "base_date": "2024-01-29",
                "base_issuer_normalised": "UBND tỉnh Quảng Trị",
            },
            {
                "base_number_symbol": "15/KH-UBND",
                "base_date": "2024-01-29",
                "base_issuer_normalised": "UBND tỉnh Sơn La",
            },
            False,
        ),
        # The second is what the first cites.
        (
            {"base_number_symbol": "15/KH-UBND", "base_date": "2024-01-29"},
            {"number_symbol": "15/KH-UBND", "date": "2024-01-29", "province": "Quảng Trị"},
            True,
        ),
        # Right number, wrong date.
        (
            {"base_number_symbol": "15/KH-UBND", "base_date": "2024-01-29"},
            {"number_symbol": "15/KH-UBND", "date": "2023-01-29"},
            False,
        ),
        # A handwritten leading zero.
        (
            {"base_number_symbol": "05/KH-UBND", "base_date": "2024-01-29"},
            {"number_symbol": "5/KH-UBND", "date": "2024-01-29"},
            True,
        ),
    ],
)
def test_citations(left: dict[str, str], right: dict[str, str], same: bool) -> None:
    plans = (plan("a", "Chăm lo người cao tuổi", **left), plan("b", "Mùa hè xanh", **right))
    assert together(*plans) is same


DECISION = {"base_number_symbol": "749/QĐ-TTg", "base_date": "2020-06-03"}
SAFETY = "Triển khai “Tháng hành động vì an toàn thực phẩm” năm {}"


@pytest.mark.parametrize(
    ("left", "right", "columns", "same"),
    [
        # Under one decision for ten years each year's plans are a campaign of their own.
        ("Chuyển đổi số năm 2024", "Chuyển đổi số năm 2025", DECISION, False),
        ("Chuyển đổi số năm 2025", "Chính quyền điện tử năm 2025", DECISION, True),
        # A year outside the quotes is the plan's all the same.
        (SAFETY.format(2024), SAFETY.format(2025), {}, False),
        (SAFETY.format(2025), SAFETY.format(2025), {}, True),
        # In other words: an abbreviation.
        ("Công tác CCHC năm 2025", "Cải cách hành chính năm 2025", {}, True),
        # "Until 2025" is no yearly plan.
        ("Chuyển đổi số đến năm 2025", "Chuyển đổi số giai đoạn 2021-2025", DECISION, True),
    ],
)
def test_years(left: str, right: str, columns: dict[str, str], same: bool) -> None:
    assert together(plan("a", left, **columns), plan("b", right, **columns)) is same


def test_a_decision_at_hand_does_not_join_the_years_under_it() -> None:
    own = {"base_number_symbol": "10/KH-UBND", "base_date": "2021-03-01", "province": "Lào Cai"}
    above = {"number_symbol": "10/KH-UBND", "date": "2021-03-01", "province": "Lào Cai"}
    found = campaigns_of(
        pd.DataFrame(
            [
                plan("a", "Cải cách hành chính giai đoạn 2021 - 2025", **above),
                plan("b", "Cải cách hành chính năm 2024", **own),
                plan("c", "Cải cách hành chính năm 2025", **own),
                plan("d", "Kiểm tra cải cách hành chính năm 2025", **own),
            ]
        )
    )
    assert found.nunique() == 3
    assert found["c"] == found["d"]


def test_the_label_says_the_year() -> None:
    found = campaigns_of(pd.DataFrame([plan(n, SAFETY.format(2025)) for n in "ab"]))
    assert found["a"] == "Tháng hành động vì an toàn thực phẩm (năm 2025)"


def test_a_chain_of_three_levels_is_one_campaign() -> None:
    nation = {"base_number_symbol": "1315/QĐ-TTg", "base_date": "2023-11-09"}
    province = {
        "number_symbol": "15/KH-UBND",
        "date": "2024-01-29",
        "issuer_normalised": "UBND tỉnh Quảng Trị",
    }
    own = {
        "base_number_symbol": "15/KH-UBND",
        "base_date": "2024-01-29",
        "base_issuer_normalised": "UBND tỉnh Quảng Trị",
    }
    assert together(
        plan("a", "Một việc", **nation),
        plan("b", "Hai việc khác hẳn", **nation, **province),
        plan("c", "Ba chuyện nữa", **own),
    )


@pytest.mark.parametrize(
    ("doc_type", "attached", "title", "expected"),
    [
        ("Kế hoạch", "", "", True),
        ("Quyết định", "Kế hoạch", "", True),
        ("Quyết định", "", "Phê duyệt dự toán", False),
        ("Công văn", "", "V/v triển khai kế hoạch", False),
        ("Báo cáo", "", "Kết quả thực hiện kế hoạch", False),
        ("", "", "Triển khai phong trào", True),  # the type was not read
        ("", "", "", False),
    ],
)
def test_what_is_a_plan(doc_type: str, attached: str, title: str, expected: bool) -> None:
    assert is_plan(doc_type, attached, title) is expected


def test_label_and_order() -> None:
    rows = [plan(str(n), f"Triển khai {MOVEMENT}") for n in range(3)] + [
        {"plan_id": "z", "doc_type": "Báo cáo", "title": f"Kết quả {MOVEMENT}"}
    ]
    forward = campaigns_of(pd.DataFrame(rows))
    backward = campaigns_of(pd.DataFrame(rows[::-1]))
    assert forward["0"] == MOVEMENT.strip("“”")
    assert forward["z"] == ""
    assert forward.sort_index().equals(backward.sort_index())


def test_no_plans() -> None:
    assert campaigns_of(pd.DataFrame(columns=["plan_id", "title"])).empty


def test_title_of_any_length() -> None:
    assert len(TitleReader.load().subject("x " * 1_000_000).core) < 1000
