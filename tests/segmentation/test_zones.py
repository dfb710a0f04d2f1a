"""Letterhead, title, preamble, closing, recipients and signature: by layout or by words."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.document import Region
from pipeline.segmentation.outline import Role, Zone

PLAN = """UBND TỈNH HÀ TĨNH
TRƯỜNG ĐẠI HỌC HÀ TĨNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 31/KH-TĐHHT
Hà Tĩnh, ngày 12 tháng 3 năm 2024

KẾ HOẠCH
Tổ chức thực hiện phong trào thi đua “Xây dựng xã hội học tập,
đẩy mạnh học tập suốt đời giai đoạn 2023 - 2030”

Thực hiện Kế hoạch số 27/KH-UBND ngày 19/01/2024 của UBND tỉnh, Trường Đại học
Hà Tĩnh xây dựng Kế hoạch như sau:
I. MỤC ĐÍCH
Nâng cao nhận thức của viên chức, người lao động.
II. TỔ CHỨC THỰC HIỆN
1. Các đơn vị triển khai thực hiện.
Trên đây là Kế hoạch của Trường./.

Nơi nhận:
- Các đơn vị trực thuộc;
- Lưu: VT, TCHC.

HIỆU TRƯỞNG

Nguyễn Văn An
"""


def test_zones_of_a_plain_text(segmented) -> None:
    found = segmented(PLAN)
    assert found.zone(Zone.LETTERHEAD_LEFT).startswith("UBND TỈNH HÀ TĨNH TRƯỜNG ĐẠI HỌC HÀ TĨNH")
    assert "Số: 31/KH-TĐHHT" in found.zone(Zone.LETTERHEAD_LEFT)
    assert found.zone(Zone.LETTERHEAD_RIGHT).endswith("Hà Tĩnh, ngày 12 tháng 3 năm 2024")
    assert found.zone(Zone.TITLE).endswith("giai đoạn 2023 - 2030”")
    assert found.zone(Zone.PREAMBLE).startswith("Thực hiện Kế hoạch số 27/KH-UBND")
    assert found.zone(Zone.PREAMBLE).endswith("như sau:")
    assert found.zone(Zone.CLOSING) == "Trên đây là Kế hoạch của Trường./."
    assert found.zone(Zone.RECIPIENTS).endswith("- Lưu: VT, TCHC.")
    assert found.zone(Zone.SIGNATURE) == "HIỆU TRƯỞNG Nguyễn Văn An"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        # A company's plan: its number stands below the title, and no state's name above.
        (
            "CÔNG TY ĐIỆN NƯỚC\nKẾ HOẠCH BẢO TRÌ NĂM 2025\nSố: 12/KH-ĐN\nI. MỤC ĐÍCH\nBảo trì.",
            "KẾ HOẠCH BẢO TRÌ NĂM 2025",
        ),
        (
            "PHƯƠNG ÁN NỔ MÌN\nSố: 01/PA-MS\nCông trình: Mỏ đá Ba Hòn\nI. CĂN CỨ\nLuật.",
            "PHƯƠNG ÁN NỔ MÌN",
        ),
        # Licences and certificates are titles; the heading of a chapter never is.
        (
            "BỘ Y TẾ\nSố: 8/GP-BYT\nGIẤY PHÉP\nVận chuyển mẫu bệnh phẩm\nCăn cứ Luật Dược;",
            "GIẤY PHÉP Vận chuyển mẫu bệnh phẩm",
        ),
        (
            "BỘ Y TẾ\nSố: 8/2024/NQ-BYT\nCăn cứ Luật Dược;\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi",
            "",
        ),
    ],
)
def test_titles_with_and_without_numbers(segmented, text: str, title: str) -> None:
    found = segmented(text)
    assert found.zone(Zone.TITLE) == title
    assert ("Số:" in text) == ("Số:" in found.zone(Zone.LETTERHEAD_LEFT))


def test_columns_flattened_to_one_line(segmented) -> None:
    """As in a text layer that interleaves the two columns row by row."""
    found = segmented(
        "UBND TỈNH HÀ TĨNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TRƯỜNG ĐẠI HỌC HÀ TĨNH Độc lập - Tự do - Hạnh phúc\n"
        "Số: 31 /KH-TĐHHT Hà Tĩnh, ngày 12 tháng 3 năm 2024\nKẾ HOẠCH\n"
        "Tổ chức phong trào thi đua\n\nThực hiện Kế hoạch của UBND tỉnh:\nI. MỤC ĐÍCH\nMột hai ba.\n\n"
        "Nơi nhận: HIỆU TRƯỞNG\n- Các đơn vị trực thuộc; A\n- Website Trường; ﬂ B\n- Lưu: VT. _—\n"
    )
    assert found.zone(Zone.LETTERHEAD_LEFT) == (
        "UBND TỈNH HÀ TĨNH | TRƯỜNG ĐẠI HỌC HÀ TĨNH | Số: 31 /KH-TĐHHT"
    )
    assert found.zone(Zone.LETTERHEAD_RIGHT).endswith("Hà Tĩnh, ngày 12 tháng 3 năm 2024")
    assert found.zone(Zone.RECIPIENTS) == (
        "Nơi nhận: | - Các đơn vị trực thuộc; | - Website Trường; | - Lưu: VT."
    )
    assert found.zone(Zone.SIGNATURE) == "HIỆU TRƯỞNG | A | ﬂ B | _—"


@pytest.mark.parametrize(
    "line",
    [
        "- TT. Tỉnh ủy, TT. HĐND tỉnh (b/c);",  # stops within a recipient end nothing
        "- UBND Q. Tân Bình, Gò Vấp;",
        "- Sở Y tế; (b/c)",
        "- Lưu: VT, KT.NPh.",
    ],
)
def test_a_recipient_with_stops_is_whole(segmented, line: str) -> None:
    found = segmented(PLAN.replace("- Các đơn vị trực thuộc;", line))
    assert line in found.zone(Zone.RECIPIENTS)
    assert found.zone(Zone.SIGNATURE) == "HIỆU TRƯỞNG Nguyễn Văn An"


def test_a_signature_before_the_recipients(segmented) -> None:
    text = PLAN.replace("\n\nHIỆU TRƯỞNG\n\nNguyễn Văn An\n", "\n").replace(
        "\nNơi nhận", "\nHIỆU TRƯỞNG\n\nNguyễn Văn An\nNơi nhận"
    )
    assert segmented(text).zone(Zone.SIGNATURE) == "HIỆU TRƯỞNG Nguyễn Văn An"


def test_the_layout_decides_where_it_is_known(segmented_lines) -> None:
    left, right, body = Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT, Region.BODY
    found = segmented_lines(
        [
            [
                (left, "SỞ Y TẾ"), (left, "Số: /KH-SYT"), (right, "Độc lập - Tự do - Hạnh phúc"),
                (Region.TITLE, "KẾ HOẠCH"), (Region.TITLE, "Triển khai phong trào"),
                (body, "Thực hiện Kế hoạch của UBND tỉnh như sau:"), (body, "I. MỤC ĐÍCH"),
                (body, "Nâng cao nhận thức về học tập trong"),
            ],
            [
                (Region.PAGE_NUMBER, "2"), (body, "toàn ngành."),
                (Region.RECIPIENTS, "Nơi nhận:"), (Region.RECIPIENTS, "- Lưu: VT."),
                (Region.SIGNATURE, "GIÁM ĐỐC"), (Region.SIGNATURE, "Lê Văn Bình"),
            ],
        ]
    )  # fmt: skip
    assert found.zone(Zone.SIGNATURE) == "GIÁM ĐỐC Lê Văn Bình"
    assert found.text("I") == "Nâng cao nhận thức về học tập trong toàn ngành."  # across the pages


def test_a_decision_with_its_plan_attached(segmented) -> None:
    found = segmented(
        "UBND TỈNH GIA LAI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 5/QĐ-UBND\n\nQUYẾT ĐỊNH\n"
        "Về việc ban hành Kế hoạch phát triển dược liệu\n\nỦY BAN NHÂN DÂN TỈNH\n"
        "Căn cứ Luật Tổ chức chính quyền địa phương;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.\nĐiều 2. Hiệu lực từ ngày ký.\n\n"
        "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrương Hải Long\n\n"
        "KẾ HOẠCH\nPhát triển dược liệu\n(Ban hành kèm theo Quyết định số 5/QĐ-UBND)\n\n"
        "I. MỤC TIÊU\nCó 5.000 ha.\n\nPHỤ LỤC\nDanh mục\n1. Một việc.\n"
    )
    assert found.zone(Zone.TITLE).startswith("QUYẾT ĐỊNH Về việc ban hành Kế hoạch")
    assert found.zone(Zone.ATTACHMENT_TITLE, 1).startswith("KẾ HOẠCH Phát triển dược liệu")
    assert "QUYẾT ĐỊNH:" in found.zone(Zone.PREAMBLE)
    assert {s.part for s in found.outline.sections} == {0, 1, 2}
    assert next(s.roles for s in found.outline.sections if s.part == 2) == (Role.ANNEX,)
    assert found.text("Điều.1") == "Ban hành kèm theo Quyết định này Kế hoạch."


def test_a_letter_has_an_address_and_no_type(segmented) -> None:
    found = segmented(
        "SỞ TÀI CHÍNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 15/STC-NS\n"
        "V/v báo cáo kinh phí\nBắc Ninh, ngày 3 tháng 4 năm 2024\n\n"
        "Kính gửi:\n- Các sở, ban, ngành;\n- UBND các huyện.\n\nThực hiện chỉ đạo của UBND tỉnh, Sở đề nghị:\n"
        "1. Gửi báo cáo.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nTrần Thị Hoa\n"
    )
    assert found.zone(Zone.ADDRESS) == "Kính gửi: - Các sở, ban, ngành; - UBND các huyện."
    assert found.zone(Zone.TITLE).startswith("V/v báo cáo kinh phí")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It was the best of times, it was the worst of times.\n\nYours sincerely,\nC. Dickens\n",
        "Dear Sir,\n\nI am writing to you about the plan.\n\nKind regards,\nJohn Smith\n",
        "%%% ### !!! 1234 /// ~~~\n|||\n",
    ],
)
def test_other_texts_have_no_plan_s_parts(segmented, text: str) -> None:
    outline = segmented(text or ".").outline
    assert {z.zone for z in outline.zones} <= {Zone.PREAMBLE, Zone.BODY}


def test_what_follows_the_signature_is_no_recipient(segmented) -> None:
    """An annex that is not called so: its title, its table, its items end the tail."""
    found = segmented(
        PLAN + "\nDANH SÁCH CÁC ĐƠN VỊ THAM GIA\n(Kèm theo Kế hoạch số 31/KH-TĐHHT)\n"
        "1. Khoa Sư phạm.\n2. Khoa Kinh tế.\n"
    )
    assert found.zone(Zone.SIGNATURE) == "HIỆU TRƯỞNG Nguyễn Văn An"
    assert found.zone(Zone.RECIPIENTS).endswith("- Lưu: VT, TCHC.")
    assert found.zone(Zone.ATTACHMENT_TITLE, 1).startswith("DANH SÁCH")


def test_what_a_plan_itself_came_with_is_no_plan_attached(segmented) -> None:
    """ "(Ban hành kèm theo ...)" below the first title: its letterhead stays its own."""
    found = segmented(
        "UBND TỈNH HÀ NAM\nSỞ XÂY DỰNG\nSố:      /KH-SXD\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Hà Nam, ngày     tháng 4 năm 2025\n\n"
        "KẾ HOẠCH\nThực hiện Đề án số 3 về cấp nước sạch\n"
        "(Ban hành kèm theo Nghị quyết số 7-NQ/TU ngày 02/12/2024 của Tỉnh ủy)\n\n"
        "I. MỤC ĐÍCH\nCấp nước sạch cho dân.\n"
    )
    assert found.zone(Zone.TITLE, 1) == ""
    assert found.zone(Zone.LETTERHEAD_LEFT) == "UBND TỈNH HÀ NAM SỞ XÂY DỰNG Số: /KH-SXD"


def test_an_attached_plan_with_headings_without_numerals(segmented) -> None:
    found = segmented(
        "QUYẾT ĐỊNH\nBan hành Kế hoạch phòng chống dịch\n\nCăn cứ Luật số 03/2007/QH12;\n"
        "QUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch phòng chống dịch.\n"
        "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nGIÁM ĐỐC\n\nNguyễn Văn Bình\n\n"
        "KẾ HOẠCH\nPhòng chống dịch năm 2024\n(Kèm theo Quyết định số 12/QĐ-SYT)\n\n"
        "MỤC TIÊU\nGiảm tỷ lệ mắc.\nTỔ CHỨC THỰC HIỆN\n1. Thanh tra Sở kiểm tra.\n"
    )
    bare = [s for s in found.outline.sections if s.part == 1 and s.level == 1]
    assert [found.heading(s.path) for s in bare] == ["MỤC TIÊU", "TỔ CHỨC THỰC HIỆN"]


TAIL_PAGES = {
    "recipients": (
        [(Region.RECIPIENTS, "Nơi nhận:"), (Region.RECIPIENTS, "- UBND tỉnh (b/c);"),
         (Region.SIGNATURE, "GIÁM ĐỐC"), (Region.SIGNATURE, "Nguyễn Văn Bình")],
        [(Region.BODY, "- UBND các huyện;"), (Region.BODY, "- Lưu: VT.")],
    ),
    "name": (
        [(Region.RECIPIENTS, "Nơi nhận:"), (Region.RECIPIENTS, "- UBND tỉnh (b/c);"),
         (Region.RECIPIENTS, "- UBND các huyện;"), (Region.RECIPIENTS, "- Lưu: VT."),
         (Region.SIGNATURE, "GIÁM ĐỐC")],
        [(Region.BODY, "Nguyễn Văn Bình")],
    ),
    "label": (
        [(Region.RECIPIENTS, "Nơi nhận:")],
        [(Region.BODY, "- UBND tỉnh (b/c);"), (Region.BODY, "- UBND các huyện;"),
         (Region.BODY, "- Lưu: VT."), (Region.SIGNATURE, "GIÁM ĐỐC"),
         (Region.SIGNATURE, "Nguyễn Văn Bình")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(TAIL_PAGES))
def test_a_tail_on_two_pages(segmented_lines, case: str) -> None:
    """What the next page goes on with is no annex, though no region says so there."""
    first, second = TAIL_PAGES[case]
    body = [(Region.TITLE, "KẾ HOẠCH"), (Region.TITLE, "Triển khai phong trào"),
            (Region.BODY, "I. MỤC ĐÍCH"), (Region.BODY, "Nâng cao nhận thức./.")]  # fmt: skip
    found = segmented_lines([[*body, *first], second])
    kept = found.zone(Zone.RECIPIENTS).replace(" | ", " ")
    assert kept == "Nơi nhận: - UBND tỉnh (b/c); - UBND các huyện; - Lưu: VT."
    assert found.zone(Zone.SIGNATURE).replace(" | ", " ") == "GIÁM ĐỐC Nguyễn Văn Bình"
    assert not any(zone.part for zone in found.outline.zones)


def test_a_subject_that_the_layout_took_for_text(segmented_lines) -> None:
    """Wide lines under the type: the subject goes on to the end of its paragraph."""
    subject = (
        "Kết luận của đồng chí Phó Chủ tịch Ủy ban nhân dân tỉnh tại buổi làm việc nghe",
        "nâng cao các chỉ số cải cách hành chính",
    )
    text = "Ngày 07/11/2025, đồng chí Phó Chủ tịch đã chủ trì buổi làm việc nghe báo cáo."
    rows = [(Region.TITLE, "THÔNG BÁO"), *((Region.BODY, row) for row in (*subject, text))]
    found = segmented_lines([[*rows, (Region.BODY, "1. Các sở rà soát.")]])
    assert found.zone(Zone.TITLE).endswith("cải cách hành chính")
    assert found.zone(Zone.PREAMBLE).startswith("Ngày 07/11/2025")


def test_text_under_a_type_without_a_subject_is_no_title(segmented_lines) -> None:
    rows = [(Region.TITLE, "KẾ HOẠCH"), (Region.BODY, "Đơn vị xây dựng kế hoạch như sau:")]
    found = segmented_lines([[*rows, (Region.BODY, "1. Mục đích.")]])
    assert found.zone(Zone.TITLE) == "KẾ HOẠCH"


def test_a_year_below_its_date_is_of_the_right_column(segmented_lines) -> None:
    left, right = Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT
    rows = [(left, "SỞ Y TẾ"), (right, "Bình Thuận, ngày 29 tháng 8 năm"), (Region.BODY, "2023")]
    found = segmented_lines([[*rows, (Region.TITLE, "KẾ HOẠCH")]])
    assert found.zone(Zone.LETTERHEAD_LEFT) == "SỞ Y TẾ"
    assert found.zone(Zone.LETTERHEAD_RIGHT).endswith("2023")


LETTERHEAD = "UBND TỈNH HÀ NAM\nSỞ Y TẾ\nSố: 7/QĐ-SYT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
BASES = "Căn cứ Luật Dược ngày 06 tháng 4 năm 2016;\nCăn cứ Quyết định số 9/QĐ-UBND;\n"


@pytest.mark.parametrize("office", ["GIÁM ĐỐC SỞ Y TẾ", "THỐNG ĐỐC NGÂN HÀNG NHÀ NƯỚC"])
def test_a_subject_that_goes_on_with_a_number_is_no_letterhead(segmented, office: str) -> None:
    """`SỐ 11/2019/TT-BYT` close below the type's name is not the number line."""
    subject = "VỀ GIÁ THUỐC THEO QUY ĐỊNH TẠI THÔNG TƯ\nSỐ 11/2019/TT-BYT NGÀY 17 THÁNG 7 NĂM 2019"
    text = f"{LETTERHEAD}QUYẾT ĐỊNH\n{subject}\n-----\n{office}\n{BASES}QUYẾT ĐỊNH\nĐiều 1. Nay."
    outline = segmented(text)
    title = f"QUYẾT ĐỊNH {subject}".replace("\n", " ")
    assert outline.zone(Zone.TITLE).rstrip(" -") == title
    assert "Căn cứ Luật Dược" in outline.zone(Zone.PREAMBLE)


@pytest.mark.parametrize("dash", ["", "- "])
@pytest.mark.parametrize("body", ["", "Điều 1. Ban hành kèm theo.\n"])
def test_bases_below_who_decides(segmented, dash: str, body: str) -> None:
    """As a list or not, and where the paste breaks off below them: preamble, no signature."""
    bases = "".join(f"{dash}{line}\n" for line in BASES.splitlines())
    text = f"{LETTERHEAD}QUYẾT ĐỊNH\nVề giá thuốc năm 2020\nGIÁM ĐỐC SỞ Y TẾ\n{bases}{body}"
    outline = segmented(text)
    assert "Căn cứ Quyết định số 9/QĐ-UBND" in outline.zone(Zone.PREAMBLE)
    assert outline.zone(Zone.SIGNATURE) == ""


def test_a_letter_without_items_rests_on_its_first_paragraphs(segmented) -> None:
    text = (
        "SỞ Y TẾ\nSố: 7/SYT-NVY\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nV/v báo cáo\n"
        "Kính gửi: Các trạm y tế.\nThực hiện Công văn số 5/BYT-KCB của Bộ Y tế.\n"
        "Sở Y tế đề nghị các trạm gửi báo cáo.\nCăn cứ báo cáo, Sở sẽ tổng hợp.\n"
    )
    assert segmented(text).zone(Zone.PREAMBLE) == "Thực hiện Công văn số 5/BYT-KCB của Bộ Y tế."
