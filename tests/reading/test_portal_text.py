"""Texts copied from portals; the letterheads are invented."""

from __future__ import annotations

import pytest

from pipeline.document import Region
from pipeline.reading.layout.furniture import set_aside
from pipeline.reading.text.plaintext import read_text
from pipeline.reading.text.portal import mended_head


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # A narrow cell breaks the state's name and the date, bars stand between.
        (
            ["TỈNH HÀ NAM", "|", "CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM", "|", "Số: 5/KH-UBND"],
            ["TỈNH HÀ NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/KH-UBND"],
        ),
        (["Hà Nam, ngày", "13 tháng 7 năm 2023"], ["Hà Nam, ngày 13 tháng 7 năm 2023"]),
        (["Hà Nam, ngày", "tháng 7 năm 2023"], ["Hà Nam, ngày tháng 7 năm 2023"]),  # day left blank
        # The cell is narrower still: behind the day, behind the month, behind "Số:".
        (["Hà Nam, ngày 07", "tháng 02 năm 2024"], ["Hà Nam, ngày 07 tháng 02 năm 2024"]),
        (["Hà Nam, ngày 7 tháng", "02 năm 2024"], ["Hà Nam, ngày 7 tháng 02 năm 2024"]),
        (["Hà Nam, ngày 7 tháng 2", "năm 2024"], ["Hà Nam, ngày 7 tháng 2 năm 2024"]),
        (["Số:", "258/KH-UBND"], ["Số: 258/KH-UBND"]),
        (["Số:", "12-KH/TU"], ["Số: 12-KH/TU"]),
        # A date that is whole, and a list below "Số:", stay lines of their own.
        (["Hà Nam, ngày 7 tháng 2 năm 2024", "năm học mới"],) * 2,
        (["Số:", "12 tháng 7"],) * 2,
        # A single bar is the text's; two lines in capitals are two bodies.
        (["a", "|", "b"], ["a", "|", "b"]),
        (["UBND TỈNH HÀ NAM", "SỞ Y TẾ"], ["UBND TỈNH HÀ NAM", "SỞ Y TẾ"]),
        (["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do"],) * 2,
    ],
)
def test_cells_of_the_letterhead(rows: list[str], expected: list[str]) -> None:
    assert mended_head(rows) == expected


_LETTERHEAD = """PHÒNG GD&ĐT KIM BẢNG
TRƯỜNG TH NHẬT TÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 39/KH-THNT
KẾ HOẠCH
Giáo dục nhà trường năm học 2024 - 2025
"""


@pytest.mark.parametrize(
    "preface",
    [
        "KẾ HOẠCH GIÁO DỤC NĂM HỌC 2024 - 2025\nThứ sáu - 27/09/2024 08:45\n",
        "Trang chủ » Văn bản\nSố hiệu: 39/KH-THNT\n",
        "",
    ],
)
def test_what_the_portal_says_is_the_margin(preface: str) -> None:
    (page,) = set_aside([read_text((preface + _LETTERHEAD).encode(), False)])
    aside = [line.text for line in page.lines if line.region is Region.MARGIN]
    assert aside == preface.splitlines()


def test_a_title_above_without_one_below_stays() -> None:
    text = "KẾ HOẠCH\n" + _LETTERHEAD.split("KẾ HOẠCH\n", maxsplit=1)[0] + "Nội dung\n"
    (page,) = set_aside([read_text(text.encode(), False)])
    assert not any(line.region is Region.MARGIN for line in page.lines)


def test_a_long_subject_of_a_letter_stays() -> None:
    subject = "V/v góp ý dự thảo kế hoạch " + "duy tu, bảo dưỡng đường liên xã, " * 4
    left = f"UBND TỈNH HÀ NAM\nSỞ XÂY DỰNG\nSố: 12/SXD-HT\n{subject}\n"
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKính gửi: UBND các huyện.\nI. DỰ ÁN\nĐường 491.\n"
    (page,) = set_aside([read_text((left + right).encode(), False)])
    assert not any(line.region is Region.MARGIN for line in page.lines)
