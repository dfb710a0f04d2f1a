"""Citations in all written forms, and what they are to the document that makes them."""

from __future__ import annotations

import pytest

from pipeline.extraction.body_mentions import BodyFinder
from pipeline.extraction.citations.base import basis_row, choose_base, mark_conflicts
from pipeline.extraction.citations.citations import find_citations
from pipeline.normalisation.provinces import find_province
from pipeline.plan import Status, values_of

PLAN = """KẾ HOẠCH
{title}

{preamble}
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
{body}
"""


def rows(context_of, *, title="Xây dựng xã hội học tập", preamble="", body="Nâng cao nhận thức."):
    context = context_of(PLAN.format(title=title, preamble=preamble, body=body))
    found = find_citations(context, BodyFinder(context), None, "Kế hoạch")
    province = find_province("Bắc Giang")
    made = [dict(values_of(basis_row(context, c, province))) for c in found]
    return [{k: v.value for k, v in row.items()} for row in made]


SO = "Sở Y tế ban hành Kế hoạch như sau:"


@pytest.mark.parametrize(
    ("written", "number_symbol", "doc_type", "date", "issuer"),
    [
        (  # a law without a date does not swallow the decision behind it
            "Luật Hộ tịch và Quyết định số 101/QĐ-TTG ngày 23/01/2017 của Thủ tướng Chính phủ",
            "101/QĐ-TTG",
            "Quyết định",
            "2017-01-23",
            "Thủ tướng Chính phủ",
        ),
        (
            "Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh",
            "15/KH-UBND",
            "Kế hoạch",
            "2024-01-29",
            "UBND tỉnh",
        ),
        (  # the date in words
            "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ",
            "30/2020/NĐ-CP",
            "Nghị định",
            "2020-03-05",
            "Chính phủ",
        ),
        (  # a slash too many, as recognisers read a thick one
            "Nghị quyết số 07//2022/NQ-HĐND ngày 08/12/2022 của Hội đồng nhân dân tỉnh",
            "07/2022/NQ-HĐND",
            "Nghị quyết",
            "2022-12-08",
            "Hội đồng nhân dân tỉnh",
        ),
        (  # a slash too few: the year is no part of the type's code, and not lost
            "Nghị định số 34/2016ND-CP ngày 14/5/2016 của Chính phủ",
            "34/2016/NĐ-CP",
            "Nghị định",
            "2016-05-14",
            "Chính phủ",
        ),
        (  # the symbol broken by spaces
            "Kế hoạch số 15 /KH- UBND ngày 29/01/2024 của UBND tỉnh",
            "15/KH-UBND",
            "Kế hoạch",
            "2024-01-29",
            "UBND tỉnh",
        ),
        (  # the symbol broken by a line end
            "Kế hoạch số 15/KH-\nUBND ngày 29/01/2024 của UBND tỉnh",
            "15/KH-UBND",
            "Kế hoạch",
            "2024-01-29",
            "UBND tỉnh",
        ),
        (  # no `số`
            "Quyết định 1373/QĐ-TTg ngày 30/7/2021 của Thủ tướng Chính phủ",
            "1373/QĐ-TTg",
            "Quyết định",
            "2021-07-30",
            "Thủ tướng Chính phủ",
        ),
        (  # of the Party: number and type by a hyphen
            "Kết luận số 49-KL/TW ngày 10/5/2019 của Ban Bí thư",
            "49-KL/TW",
            "Kết luận",
            "2019-05-10",
            "Ban Bí thư",
        ),
        (  # issuer before the number
            "Quyết định của Thủ tướng Chính phủ số 1315/QĐ-TTg ngày 09/11/2023",
            "1315/QĐ-TTg",
            "Quyết định",
            "2023-11-09",
            "Thủ tướng Chính phủ",
        ),
        (  # issuer before the date
            "Công văn số 5115/LĐTBXH-KHTC của Bộ Lao động - Thương binh và Xã hội ngày 1/2/2024",
            "5115/LĐTBXH-KHTC",
            "Công văn",
            "2024-02-01",
            "Bộ Lao động - Thương binh và Xã hội",
        ),
        (  # a comma within the issuer's name
            "Hướng dẫn số 8/HD-SVHTTDL ngày 2.3.2024 của Sở Văn hóa, Thể thao và Du lịch",
            "8/HD-SVHTTDL",
            "Hướng dẫn",
            "2024-03-02",
            "Sở Văn hóa, Thể thao và Du lịch",
        ),
        (  # a body that no list knows
            "Kế hoạch số 4/KH-TTYT ngày 2/3/2024 của Trung tâm Y tế huyện Lục Ngạn về tiêm chủng",
            "4/KH-TTYT",
            "Kế hoạch",
            "2024-03-02",
            "Trung tâm Y tế huyện Lục Ngạn",
        ),
        (  # a law with a number
            "Luật Giáo dục số 43/2019/QH14 ngày 14/6/2019",
            "43/2019/QH14",
            "Luật",
            "2019-06-14",
            None,
        ),
        (  # a law without one
            "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
            None,
            "Luật",
            "2015-06-19",
            None,
        ),
    ],
)
def test_a_citation(context_of, *, written, number_symbol, doc_type, date, issuer) -> None:
    (row,) = rows(context_of, preamble=f"Căn cứ {written}; {SO}")
    assert row["number_symbol"] == number_symbol
    assert (row["doc_type"], row["date"], row["issuer"]) == (doc_type, date, issuer)
    assert row["relation"] == "basis"


def test_what_is_named_in_anothers_subject_is_cited_in_passing(context_of) -> None:
    first, second = rows(
        context_of,
        preamble="Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh về triển khai "
        "Quyết định số 1315/QĐ-TTg ngày 09/11/2023 của Thủ tướng Chính phủ; " + SO,
    )
    assert (first["number_symbol"], first["relation"]) == ("15/KH-UBND", "basis")
    assert (second["number_symbol"], second["relation"]) == ("1315/QĐ-TTg", "cited")


def test_what_is_joined_to_a_basis_is_one(context_of) -> None:
    found = rows(
        context_of,
        preamble="Thực hiện Quyết định số 1315/QĐ-TTg ngày 09/11/2023 của Thủ tướng Chính phủ và "
        "Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh; " + SO,
    )
    assert [r["relation"] for r in found] == ["basis", "basis"]


@pytest.mark.parametrize("amending", ["Luật sửa đổi", "Luật Sửa đổi"])
def test_a_law_that_amends_two_laws_is_one_basis(context_of, amending: str) -> None:
    """With its own date: neither `và Luật` nor the law of that name above takes it."""
    laws = (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n"
        f"Căn cứ {amending}, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật\n"
        "Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019;\n"
    )
    assert [r["date"] for r in rows(context_of, preamble=laws + SO)] == ["2015-06-19", "2019-11-22"]


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("Bãi bỏ Quyết định số 12/QĐ-UBND ngày 03/4/2019 của UBND tỉnh", "cited"),
        ("Về việc sửa đổi, bổ sung một số điều của Quyết định số 12/QĐ-UBND", "cited"),
        ("Điều chỉnh Kế hoạch thực hiện Quyết định số 12/QĐ-UBND", "basis"),
        ("Triển khai Quyết định số 12/QĐ-UBND về sửa đổi Quy chế", "basis"),
    ],
)
def test_a_title_that_repeals_or_amends_names_no_basis(
    context_of, title: str, relation: str
) -> None:
    (row,) = rows(context_of, title=title)
    assert row["relation"] == relation


def test_the_body_cites_in_passing(context_of) -> None:
    (row,) = rows(context_of, body="Theo Quyết định số 677/QĐ-TTg ngày 03/6/2022 của Thủ tướng.")
    assert row["relation"] == "cited"


def test_a_programme_without_a_number_is_cited_by_its_name(context_of) -> None:
    (row,) = rows(context_of, body="Mục tiêu của Đề án “Xây dựng xã hội học tập 2021 - 2030”.")
    assert (row["doc_type"], row["number_symbol"]) == ("Đề án", None)
    assert row["as_written"] == "Đề án “Xây dựng xã hội học tập 2021 - 2030”"


def test_a_document_cited_twice_is_one_row(context_of) -> None:
    found = rows(
        context_of,
        title="Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh",
        preamble="Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh, " + SO,
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tốc độ 50 km/h trên đường 5/TL.",  # no symbol of a document
        "Từ ngày 01/3 đến ngày 20/3/2023 tại tổ 5/KP3.",
        "Tỷ lệ 1/2 số hộ; 24/7; năm học 2023-2024.",
        "Hồ sơ số 36/HC lưu tại văn thư.",
    ],
)
def test_numbers_that_are_no_citations(context_of, text: str) -> None:
    assert rows(context_of, body=text) == []


def _base(context_of, title: str, preamble: str):
    context = context_of(PLAN.format(title=title, preamble=preamble, body="Nâng cao nhận thức."))
    return choose_base(find_citations(context, BodyFinder(context), None, "Kế hoạch"), title)


LAW = "Căn cứ Luật Giáo dục số 43/2019/QH14 ngày 14/6/2019;\n"
DECISION = (
    "Căn cứ Quyết định số 12/QĐ-UBND ngày 2/1/2024 của UBND tỉnh về giao dự toán ngân sách;\n"
    "Căn cứ Kế hoạch số 20/KH-UBND ngày 8/3/2024 của UBND tỉnh về xây dựng xã hội học tập;\n"
)


@pytest.mark.parametrize(
    ("title", "preamble", "number", "rule"),
    [
        (  # the title's goes before the preamble's
            "Thực hiện Chỉ thị số 14/CT-TTg ngày 25/5/2021",
            f"Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh, {SO}",
            "14/CT-TTg",
            "base:title",
        ),
        (  # Thực hiện goes before Căn cứ
            "Xây dựng xã hội học tập",
            f"{DECISION}Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh, {SO}",
            "15/KH-UBND",
            "base:implements",
        ),
        (  # a letter and a plan put into practice together
            "Diệt lăng quăng năm 2024",
            "Thực hiện Công văn số 210/SYT-NV ngày 03/4/2024 của Sở Y tế và Kế hoạch số "
            "41/KH-UBND ngày 08/4/2024 của UBND huyện về diệt lăng quăng, Trạm lập kế hoạch:",
            "41/KH-UBND",
            "base:implements",
        ),
        (  # by what a body came to be it acts, it does not implement it
            "Hoạt động của Tổ thẩm định năm 2024",
            "Căn cứ Quyết định số 12/QĐ-UBND ngày 05/01/2023 của UBND huyện về việc thành lập Tổ "
            "thẩm định;\nCăn cứ Kế hoạch số 9/KH-UBND ngày 02/02/2024 của UBND huyện về công "
            "tác năm 2024;",
            "9/KH-UBND",
            "base:shared-words",
        ),
        (  # of bases alone the one of the same subject, laws never
            "Xây dựng xã hội học tập năm 2024",
            f"{LAW}{DECISION}{SO}",
            "20/KH-UBND",
            "base:shared-words",
        ),
    ],
)
def test_the_base(context_of, title: str, preamble: str, number: str, rule: str) -> None:
    base = _base(context_of, title, preamble)
    assert base is not None
    assert base.citation.symbol is not None
    assert (base.citation.symbol.whole, base.rule) == (number, rule)


@pytest.mark.parametrize(
    ("preamble", "date", "confidence"),
    [
        # Named by issuer and date: as good as by a number.
        (
            "Thực hiện Kế hoạch của UBND huyện ngày 08/3/2024 về chống hạn; Công văn số 5/SNN-TL,",
            "2024-03-08",
            0.92,
        ),
        # By its issuer alone: only where nothing else is put into practice.
        ("Triển khai thực hiện Kế hoạch của UBND huyện về chống hạn,", None, 0.8),
    ],
)
def test_a_base_without_number(context_of, preamble: str, date: str | None, confidence) -> None:
    base = _base(context_of, "Chống hạn vụ đông xuân", f"{preamble} {SO}")
    assert base is not None
    assert base.citation.symbol is None
    assert (base.citation.date.iso if base.citation.date else None) == date
    assert base.confidence == confidence


def test_a_numbered_base_goes_before_one_without_date(context_of) -> None:
    preamble = f"{DECISION}Thực hiện Chỉ thị của UBND tỉnh về chống hạn, {SO}"
    base = _base(context_of, "Chống hạn", preamble)
    assert base is not None
    assert base.citation.symbol is not None


def test_laws_alone_give_no_base(context_of) -> None:
    assert _base(context_of, "Xây dựng xã hội học tập", LAW + SO) is None


def test_a_symbol_that_names_another_body_is_a_conflict(context_of) -> None:
    """The words say UBND tỉnh, the symbol a university: both stay, nothing is repaired."""
    context = context_of(
        PLAN.format(
            title="Xây dựng xã hội học tập",
            preamble="Thực hiện Kế hoạch số 27/KH-TĐHHT ngày 19/01/2024 của UBND tỉnh Hà Tĩnh, "
            "Trường Đại học Hà Tĩnh xây dựng Kế hoạch như sau:",
            body="Nâng cao nhận thức.",
        )
    )
    (citation,) = mark_conflicts(find_citations(context, BodyFinder(context), None))
    assert citation.conflict
    row = basis_row(context, citation, None)
    assert (row.symbol.status, row.symbol.value) == (Status.CONFLICT, "KH-TĐHHT")
    assert (row.issuer.status, row.issuer.value) == (Status.CONFLICT, "UBND tỉnh Hà Tĩnh")
    assert {c.value for c in row.symbol.candidates} == {"KH-TĐHHT", "UBND tỉnh Hà Tĩnh"}
    assert row.number.status is Status.FOUND


def test_two_dates_of_one_document_are_a_conflict(context_of) -> None:
    context = context_of(
        PLAN.format(
            title="Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh",
            preamble=f"Thực hiện Kế hoạch số 15/KH-UBND ngày 19/01/2024 của UBND tỉnh, {SO}",
            body="Nâng cao nhận thức.",
        )
    )
    (citation,) = find_citations(context, BodyFinder(context), None)
    row = basis_row(context, citation, None)
    assert row.date.status is Status.CONFLICT
    assert {c.value for c in row.date.candidates} == {"2024-01-29", "2024-01-19"}


@pytest.mark.parametrize(
    ("title", "relations"),
    [
        # what is changed is no basis
        ("Bãi bỏ Kế hoạch số 41/KH-UBND ngày 03/4/2023", ["cited"]),
        ("Về việc sửa đổi, bổ sung một số nội dung của Quyết định số 9/QĐ-SYT", ["cited"]),
        # what a basis is itself about
        (
            "Thực hiện Chỉ thị số 14-CT/TU của Tỉnh ủy về tiếp tục thực hiện Kết luận số 8-KL/TW",
            ["basis", "cited"],
        ),
        (
            "Triển khai Kế hoạch số 4/KH-BYT về tiêm chủng và Kế hoạch số 9/KH-UBND của UBND tỉnh",
            ["basis", "basis"],
        ),
    ],
)
def test_titles_name_bases_and_what_they_change(context_of, title, relations) -> None:
    found = rows(context_of, title=title, preamble=SO)
    assert [row["relation"] for row in found] == relations
