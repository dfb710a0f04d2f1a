"""Names of people and classes of units."""

from __future__ import annotations

import pytest

from pipeline.normalisation.people import person_name
from pipeline.normalisation.units import normalise_unit, unit_classes


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Nguyễn Hữu Thắng", "Nguyễn Hữu Thắng"),
        ("TRẦN VĂN BÌNH", "Trần Văn Bình"),
        ("Pi Năng Thị Thuý", "Pi Năng Thị Thuý"),  # the tone stays where it was written
        ("PGS.TS. Lê Thị B", "Lê Thị B"),
        ("BSCKII. Hoàng Văn Thụ", "Hoàng Văn Thụ"),
        ("Đại tá Nguyễn Văn Sơn", "Nguyễn Văn Sơn"),
        ("**Triệu Ngọc Trung**", "Triệu Ngọc Trung"),
        ("H’Lan Niê", "H’Lan Niê"),
        ("KPĂ H'NUÊN", "Kpă H'Nuên"),
        ("K'Brang", "K'Brang"),  # one word alone is a name with the Cơ Ho
        ("ĐOÀN VĂN AN", "Đoàn Văn An"),  # a surname that is a kind of body too
        ("PHÓ GIÁM ĐỐC", None),
        ("BỘ GIAO THÔNG VẬN TẢI", None),  # of a sample in an annex
        ("TỔNG THANH TRA", None),
        ("Đã ký", None),
        ("Nguyễn", None),
        ("□ □", None),
    ],
)
def test_names(raw: str, name: str | None) -> None:
    assert person_name(raw) == name


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("Văn phòng Sở", "Văn phòng"),
        ("Văn phòng Ban", "Văn phòng"),
        ("Phòng Kế hoạch – Tài chính", "Phòng Kế hoạch - Tài chính"),
        ("Phòng KH-TC", "Phòng Kế hoạch - Tài chính"),
        ("Các phòng, đơn vị thuộc Sở", "Các phòng, đơn vị trực thuộc"),
        ("trưởng các phòng, đơn vị thuộc Sở", "Các phòng, đơn vị trực thuộc"),
        ("Thường trực Hội đồng Thi đua", "Hội đồng Thi đua - Khen thưởng"),
        ("UBND các huyện, thành phố", "UBND cấp huyện"),
        ("Sở GD&ĐT tỉnh", "Sở Giáo dục và Đào tạo"),
        ("Trung tâm Ứng dụng KH&CN", "Trung tâm Ứng dụng Khoa học và Công nghệ"),
    ],
)
def test_units(raw: str, normal: str) -> None:
    assert normalise_unit(raw) == normal


def test_each_class_knows_its_example() -> None:
    for known in unit_classes():
        example = _EXAMPLES[known.id]
        assert normalise_unit(example) == known.name, known.id


_EXAMPLES = {
    "all-rooms": "Các phòng, đơn vị thuộc Sở",
    "districts": "UBND các huyện, thành phố",
    "communes": "UBND các xã, phường, thị trấn",
    "all-departments": "Các sở, ban, ngành và đoàn thể tỉnh",
    "party-mass": "Các tổ chức chính trị - xã hội",
    "office": "Chánh Văn phòng Sở",
    "organisation-administration": "Phòng Tổ chức – Hành chính",
    "administration": "Phòng Hành chính – Tổng hợp",
    "planning-finance": "Phòng Kế hoạch – Tài chính",
    "personnel": "Phòng Tổ chức cán bộ",
    "emulation-board": "Thường trực Hội đồng Thi đua",
    "trade-union": "Công đoàn cơ quan",
    "youth-union": "Đoàn Thanh niên Sở",
    "inspectorate": "Thanh tra Sở",
}
