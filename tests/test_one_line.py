"""A document's text that came as one line gets its lines back."""

from __future__ import annotations

import pytest

from pipeline.document import Line, Word
from pipeline.one_line import LineStart, in_lines, line_starts, starts
from pipeline.reading.text.plaintext import read_text


@pytest.mark.parametrize("start", line_starts(), ids=lambda start: start.id)
def test_each_example_has_its_line(start: LineStart) -> None:
    opening = "" if start.within in ("", "top", "head") else "Nơi nhận: "
    words = f"{opening}{start.example}".split()
    begins = {0, *starts(words)}
    text = " ".join(words)
    found = [len(text[: m.start()].split()) for m in start.pattern.finditer(text)]
    assert found
    assert begins.issuperset(found[:1])


LETTER = (
    "ỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH SỞ Y TẾ Số: 12/KH-SYT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
    "Độc lập - Tự do - Hạnh phúc Nam Định, ngày 02 tháng 3 năm 2023 KẾ HOẠCH Phòng, chống dịch "
    "năm 2023 Thực hiện Kế hoạch số 15/KH-UBND ngày 01/02/2023 của Ủy ban nhân dân tỉnh, Sở Y tế "
    "xây dựng kế hoạch như sau: I. MỤC ĐÍCH, YÊU CẦU 1. Mục đích Nâng cao năng lực. 2. Yêu cầu Kịp "
    "thời, hiệu quả. " + "Các đơn vị báo cáo kết quả về Sở để tổng hợp theo quy định. " * 6 + "./. "
    "Nơi nhận: - UBND tỉnh; - Lưu: VT. KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lê Thị Hoa"
)


def test_a_plan_of_one_line() -> None:
    lines = [line.text for line in read_text(LETTER.encode(), markdown=False).lines]
    assert lines[:7] == [
        "ỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH",
        "SỞ Y TẾ",
        "Số: 12/KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nam Định, ngày 02 tháng 3 năm 2023",
        "KẾ HOẠCH",
    ]
    assert lines[-4:] == ["- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Hoa"]
    assert " ".join(lines) == " ".join(LETTER.split())


def test_lines_that_a_page_has_stay() -> None:
    lines = tuple(Line(tuple(Word(w, w) for w in part.split())) for part in LETTER.split(". "))
    assert in_lines(lines) == lines
