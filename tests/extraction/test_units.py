"""Where a unit's name ends and its task begins."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.extraction.tasks.unit_lists import coordinating, list_of_units
from pipeline.extraction.tasks.units import names_unit, opening_unit


@pytest.mark.parametrize(
    ("text", "unit", "task"),
    [
        ("Văn phòng Sở có trách nhiệm kiểm tra, đôn đốc.", "Văn phòng Sở", "có trách nhiệm"),
        ("Các phòng chuyên môn thuộc Ban tổ chức triển khai.", "Các phòng chuyên môn thuộc Ban", "tổ chức"),
        ("Trung tâm Ứng dụng KH&CN sưu tầm, cập nhật.", "Trung tâm Ứng dụng KH&CN", "sưu tầm"),
        ("Phòng Hành chính - Tổng hợp làm đầu mối.", "Phòng Hành chính - Tổng hợp", "làm"),
        ("Phòng Tổ chức cán bộ tham mưu.", "Phòng Tổ chức cán bộ", "tham mưu"),
        ("Giao Sở Y tế chủ trì, phối hợp.", "Sở Y tế", "chủ trì"),
        # a list of names behind a colon; a task behind one
        ("Các khoa: Dược, Xét nghiệm và Chẩn đoán hình ảnh bố trí người trực.",
         "Các khoa: Dược, Xét nghiệm và Chẩn đoán hình ảnh", "bố trí"),
        ("Các phòng: Tham mưu kế hoạch, lập dự toán.", "Các phòng", "Tham mưu"),
        ("Các khoa lâm sàng tạo điều kiện cho người bệnh.", "Các khoa lâm sàng", "tạo"),
        ("Hội đồng tự đánh giá xây dựng kế hoạch.", "Hội đồng tự đánh giá", "xây dựng"),
        ("Sau mỗi đợt thi, Phòng Khảo thí công bố kết quả.", "Phòng Khảo thí", "công bố"),
        ("đề nghị Hội Nông dân và Hội Phụ nữ xã phối hợp.", "Hội Nông dân và Hội Phụ nữ xã", "phối hợp"),
        ("Đề nghị Đồn Biên phòng Cô Tô tuyên truyền tới ngư dân.", "Đồn Biên phòng Cô Tô", "tuyên truyền"),
        ("Căn cứ nội dung Kế hoạch này đề nghị trưởng các phòng, đơn vị thuộc Sở tuyên truyền.",
         "trưởng các phòng, đơn vị thuộc Sở", "tuyên truyền"),
        ("Căn cứ chức năng, nhiệm vụ, các đơn vị xây dựng kế hoạch.", "các đơn vị", "xây dựng"),
        ("Thường trực Hội đồng Thi đua triển khai, đôn đốc.", "Thường trực Hội đồng Thi đua", "triển khai"),
        ("Các đơn vị chịu sự giám sát chuẩn bị báo cáo.", "Các đơn vị chịu sự giám sát", "chuẩn bị"),
        ("Đồng chí Phó Chủ tịch UBND xã phụ trách kinh tế chỉ đạo chung.",
         "Phó Chủ tịch UBND xã phụ trách kinh tế", "chỉ đạo"),
        ("Tổ chức pháp chế các Tổng cục có trách nhiệm giúp Thủ trưởng.",
         "Tổ chức pháp chế các Tổng cục", "có trách nhiệm"),
        ("Khoa Nội tổng hợp tiếp nhận người bệnh.", "Khoa Nội tổng hợp", "tiếp nhận"),
        ("Hiệu trưởng phân công Phòng Đào tạo lập danh sách.", "Phòng Đào tạo", "lập"),
        ("Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ kiểm tra.",
         "Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ", "kiểm tra"),
        ("Văn phòng Ban: theo dõi, đôn đốc.", "Văn phòng Ban", "theo dõi"),
        ("Định kỳ 6 tháng, hàng năm, Sở Công Thương tổ chức sơ kết.", "Sở Công Thương", "tổ chức"),
        # the duty ends the name, whatever it is followed by
        ("Phòng Nghiệp vụ Y có trách nhiệm chủ trì phối hợp với Thanh tra.", "Phòng Nghiệp vụ Y", "có trách nhiệm"),
        ("Tổ giúp việc có trách nhiệm giúp Ban Chỉ đạo.", "Tổ giúp việc", "có trách nhiệm"),
        # which of them, not what they do
        ("Các xã có công trình được đầu tư thành lập ban giám sát.", "Các xã có công trình được đầu tư", "thành lập"),
        ("Các cơ sở sản xuất tổ chức ký cam kết.", "Các cơ sở sản xuất", "tổ chức"),
        # two words of doing, the first in a capital letter
        ("Trung tâm Khuyến nông và Đổi mới sáng tạo Tập huấn, hướng dẫn nông dân.",
         "Trung tâm Khuyến nông và Đổi mới sáng tạo", "Tập huấn"),
    ],
)  # fmt: skip
def test_opening_unit(text: str, unit: str, task: str) -> None:
    found = opening_unit(text)
    assert found is not None
    assert text[found.start : found.end] == unit
    assert text[found.task :].lstrip().startswith(task)


@pytest.mark.parametrize(
    "text",
    [
        "Tuyên truyền, phổ biến các văn bản của Đảng.",
        "Ban hành kế hoạch của địa phương.",
        "Tổ chức sơ kết, tổng kết phong trào.",
        "Phòng, chống tai nạn đuối nước cho học sinh.",
        "Báo cáo kết quả thực hiện gửi Sở Nội vụ.",
        "Bố trí kinh phí thực hiện.",
        "Hội nghị sơ kết được tổ chức vào tháng 12.",
        "Bộ tiêu chí được ban hành trong quý II.",
        "Ban cán sự đảng không lập ở cấp huyện.",
        "thường trực, đôn đốc tiến độ, tổng hợp báo cáo.",
        "The office is responsible for the plan.",
        "Trên cơ sở nội dung này, phối hợp với các xã, vận động cán bộ, công chức tham gia phong trào.",
    ],
)
def test_no_unit_opens(text: str) -> None:
    assert opening_unit(text) is None


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Văn phòng Sở", "Văn phòng Sở"),
        ("Phòng Kế hoạch – Tài chính", "Phòng Kế hoạch – Tài chính"),
        ("Các khoa lâm sàng", "Các khoa lâm sàng"),  # lâm is not làm
        ("Giáo viên chủ nhiệm", "Giáo viên chủ nhiệm"),  # Giáo is not Giao
        ("Đề nghị Ủy ban MTTQ Việt Nam tỉnh", "Ủy ban MTTQ Việt Nam tỉnh"),
        ("Các công ty lâm nghiệp, ban quản lý rừng", "Các công ty lâm nghiệp, ban quản lý rừng"),
        ("Trung tâm Quản lý giao thông công cộng", "Trung tâm Quản lý giao thông công cộng"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("Công ty Cổ phần Công nghệ Hà Nam", "Công ty Cổ phần Công nghệ Hà Nam"),  # no phân công
        ("Trách nhiệm của các bộ, ngành", "các bộ, ngành"),
    ],
)
def test_headings_that_name_a_unit(title: str, unit: str) -> None:
    found = names_unit(title)
    assert found is not None
    assert title[found.start : found.end] == unit


@pytest.mark.parametrize(
    "title",
    [
        "Kinh phí thực hiện",
        "Chế độ báo cáo",
        "Phòng, chống dịch",
        "Tổ chức, duy trì câu lạc bộ",
        "Các đoàn thể vận động đoàn viên, hội viên, người lao động và nhân dân tham gia hưởng ứng",
    ],
)
def test_headings_that_name_none(title: str) -> None:
    assert names_unit(title) is None


def test_coordinating_bodies() -> None:
    text = (
        "Phối hợp với Sở Giáo dục và Đào tạo, Hội Khuyến học tỉnh, các sở, ban ngành, "
        "địa phương có liên quan sơ kết, tổng kết việc tổ chức thực hiện."
    )
    assert [text[a:b] for a, b in coordinating(text)] == [
        "Sở Giáo dục và Đào tạo",
        "Hội Khuyến học tỉnh",
        "các sở, ban ngành, địa phương có liên quan",
    ]
    assert coordinating("Phối hợp với cơ quan này tổ chức hội nghị.") == ()
    text = "Phối hợp với các cơ sở đào tạo (Trường Cao đẳng Y, Phân hiệu Đại học) mở lớp."
    assert [text[a:b] for a, b in coordinating(text)] == ["các cơ sở đào tạo"]
    text = "Phối hợp với Đài Khí tượng Thủy văn tỉnh và các cơ sở đào tạo theo dõi lũ."
    assert [text[a:b] for a, b in coordinating(text)] == [
        "Đài Khí tượng Thủy văn tỉnh",
        "các cơ sở đào tạo",
    ]
    assert coordinating("Tổ chức phối hợp nhịp nhàng.") == ()


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        # words of doing within names, before `và` and another body
        ("phối hợp với Phòng Kế hoạch tổng hợp và các khoa, phòng liên quan tổ chức đánh giá.",
         ["Phòng Kế hoạch tổng hợp", "các khoa, phòng liên quan"]),
        # a verb that no list knows, behind a known body's name
        ("phối hợp với Cục Việc làm, Bộ Lao động - Thương binh và Xã hội nối mạng dữ liệu.",
         ["Cục Việc làm", "Bộ Lao động - Thương binh và Xã hội"]),
        ("Phối hợp Công an tỉnh thực hiện chế độ báo cáo.", ["Công an tỉnh"]),  # no `với`
        ("phối hợp với các cơ quan, đơn vị liên quan tham mưu cho Sở.",
         ["các cơ quan, đơn vị liên quan"]),
        ("phối hợp với Văn phòng HĐND và UBND thành phố lập danh sách.",
         ["Văn phòng HĐND và UBND thành phố"]),
    ],
)  # fmt: skip
def test_coordinating_bodies_before_their_verbs(text: str, bodies: list[str]) -> None:
    assert [text[a:b] for a, b in coordinating(text)] == bodies


def test_a_list_of_units() -> None:
    text = "Phòng Quản lý Tài nguyên và Môi trường; Sở Y tế và UBND các huyện, thành phố"
    assert [text[a:b] for a, b in list_of_units(text)] == [
        "Phòng Quản lý Tài nguyên và Môi trường",
        "Sở Y tế",
        "UBND các huyện, thành phố",
    ]
