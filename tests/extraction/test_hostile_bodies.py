"""Bodies of other kinds: no units, tasks, deadlines, phases or awards are made up of them."""

from __future__ import annotations

import random

import pytest

from pipeline.batch.one import plan_of
from pipeline.document import Document, Line, Page, Region, Route, Word

OFFICIAL = """SỞ Y TẾ TỈNH HÀ NAM
Số: 88/{code}-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 07 tháng 5 năm 2024
{kind}
{subject}

{body}

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Nguyễn Đức Cao
"""
BODIES = {
    "invitation": ("GIẤY MỜI", "GM", "Dự hội nghị", """Sở Y tế kính mời đại biểu dự hội nghị.
1. Thời gian: 08 giờ 00, ngày 20/5/2024.
2. Địa điểm: Hội trường tầng 3, Sở Y tế.
3. Thành phần: Lãnh đạo Sở; Trưởng các phòng; Giám đốc các bệnh viện.
Đề nghị các đại biểu đến đúng giờ."""),
    "minutes": ("BIÊN BẢN", "BB", "Họp xét nâng lương", """I. THÀNH PHẦN
1. Ông Nguyễn Văn A - Giám đốc Sở, chủ trì.
2. Bà Trần Thị B - Trưởng phòng Tổ chức cán bộ, thư ký.
II. NỘI DUNG
1. Phòng Tổ chức cán bộ báo cáo danh sách.
2. Các thành viên thảo luận, biểu quyết 12/12.
Cuộc họp kết thúc lúc 16 giờ 30 cùng ngày."""),
    "figures": ("BÁO CÁO", "BC", "Số liệu khám chữa bệnh", """I. KẾT QUẢ
Đơn vị\tLượt khám\tLượt điều trị\tTỷ lệ
Bệnh viện Đa khoa tỉnh\t12.345\t2.311\t18,7
Trung tâm Y tế huyện Bình Lục\t8.120\t1.020\t12,6
Trung tâm Y tế huyện Lý Nhân\t7.990\t998\t12,5
Tổng cộng\t28.455\t4.329\t15,2
II. NHẬN XÉT
Số lượt khám tăng so với năm 2023; Bệnh viện Đa khoa tỉnh đạt cao nhất."""),
    "definitions": ("QUYẾT ĐỊNH", "QĐ", "Ban hành Quy chế", """Điều 1. Giải thích từ ngữ
1. Cơ quan chủ quản là cơ quan quản lý trực tiếp.
2. Tổ chức khoa học là đơn vị sự nghiệp.
Điều 2. Hiệu lực
Quyết định này có hiệu lực kể từ ngày ký."""),
}  # fmt: skip
STORY = """Ông Ba là trưởng phòng hành chính. Trước ngày 20 tháng 11 hằng năm ông lại về quê.
1. Phòng ông nhỏ, cửa sổ nhìn ra vườn.
2. Ban giám đốc gửi ông một tấm thiệp; các phòng khác tặng hoa.
Hội làng mở vào ngày 15 tháng Giêng. Đoàn người kéo về từ giai đoạn 1 của con đường.
"""
ARTICLE = """The Department of Health will submit its report before 15/12/2024.
1. Department of Finance: provide funding, phối hợp với Sở Y tế.
2. District committees: trước ngày 30/6 gửi báo cáo.
"""
CONTRACT = """HỢP ĐỒNG MUA BÁN
Bên A: Công ty TNHH Minh Long. Bên B: Trường Tiểu học An Phú.
Điều 1. Bên A giao hàng trước ngày 30/6/2024 tại kho của Bên B.
Điều 2. Bên B thanh toán trong vòng 15 ngày kể từ ngày nhận hàng.
"""


def plan(text: str):
    lines = tuple(
        Line(
            tuple(Word(w, w) for w in line.split()),
            cells=tuple(_cells(line)),
            region=Region.TABLE if "\t" in line else Region.UNKNOWN,
        )
        for line in text.split("\n")
        if line.split()
    )
    return plan_of(Document("a.txt", "0" * 64, (Page(1, lines, Route.PLAIN_TEXT),)))


def _cells(line: str):
    count = 0
    for cell in line.split("\t")[:-1]:
        count += len(cell.split())
        yield count


@pytest.mark.parametrize("name", sorted(BODIES))
def test_official_documents_that_assign_nothing(name: str) -> None:
    kind, code, subject, body = BODIES[name]
    made = plan(OFFICIAL.format(kind=kind, code=code, subject=subject, body=body))
    assert made.head.doc_type.value
    assert [(a.unit.text, a.task.text) for a in made.assignments] == []
    assert made.deadlines == ()
    assert made.phases == ()
    assert made.awards == ()


@pytest.mark.parametrize("text", [STORY, ARTICLE], ids=["story", "english"])
def test_texts_of_other_worlds(text: str) -> None:
    made = plan(text)
    rows = (made.assignments, made.deadlines, made.phases, made.awards, made.recipients)
    assert not any(rows)


def test_a_contract_has_its_own_days_and_nothing_else() -> None:
    made = plan(CONTRACT)
    assert [d.as_written.text for d in made.deadlines][:1] == ["trước ngày 30/6/2024"]
    assert not any((made.assignments, made.phases, made.awards, made.recipients))


@pytest.mark.parametrize("seed", range(12))
def test_shuffled_words_of_a_plan_make_no_tasks(seed: int) -> None:
    """The words of organisation sections in any order, a few on a line, without numerals."""
    chance = random.Random(seed)
    words = " ".join(body for _, _, _, body in BODIES.values()).split()
    chance.shuffle(words)
    text = "\n".join(" ".join(words[i : i + 9]) for i in range(0, len(words), 9))
    made = plan(OFFICIAL.format(kind="KẾ HOẠCH", code="KH", subject="Công tác", body=text))
    assert len(made.assignments) <= 2


@pytest.mark.parametrize("seed", range(6))
def test_random_bytes_as_text(seed: int) -> None:
    chance = random.Random(seed)
    text = bytes(chance.randrange(32, 255) for _ in range(3000)).decode("latin-1")
    made = plan(text)
    assert not any((made.assignments, made.deadlines, made.phases, made.awards, made.recipients))
