"""Plans with known edits: what was done to each item is known because we did it.

The template's sentences were written for these tests. Each plan takes every item
through one edit; noise then damages letters the way an engine of another
language does, and may take all marks away.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from pipeline.comparison.align import align
from pipeline.comparison.items import plan_items
from pipeline.comparison.status import outcomes
from pipeline.comparison.template import Template
from pipeline.vietnamese import strip_marks

SECTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "MỤC ĐÍCH, YÊU CẦU": (
        "purpose",
        (
            "Nâng cao nhận thức của cán bộ, công chức và nhân dân về phòng ngừa hỏa hoạn tại nơi "
            "ở, nơi làm việc; giảm số vụ cháy, giảm thiệt hại về người và tài sản so với năm trước",
            "Xác định rõ trách nhiệm của thủ trưởng từng cơ quan khi để xảy ra mất an toàn, coi "
            "kết quả bảo đảm an toàn là căn cứ đánh giá, xếp loại cuối năm",
            "Công tác tuyên truyền phải bám sát địa bàn dân cư, dễ hiểu, dễ nhớ, tránh hình thức "
            "và không gây phiền hà cho hộ kinh doanh",
            "Các hoạt động diễn ra đồng thời ở thành thị và nông thôn, ưu tiên khu nhà trọ, chợ "
            "truyền thống và cụm công nghiệp nhỏ",
        ),
    ),
    "NỘI DUNG TRỌNG TÂM": (
        "content",
        (
            "Rà soát toàn bộ hệ thống điện trong trụ sở, thay thế dây dẫn cũ, lắp thiết bị ngắt "
            "mạch tự động và lập hồ sơ theo dõi từng tầng nhà",
            "Trang bị bình bột, vòi nước, mặt nạ phòng khói ở hành lang, cầu thang; kiểm định ít "
            "nhất hai lần mỗi năm và dán tem ghi ngày kiểm định",
            "Tổ chức diễn tập thoát hiểm vào buổi tối cho khu tập thể, có sự tham gia của lực "
            "lượng y tế cơ sở và đội dân phòng",
            "Xây dựng bản đồ số các điểm lấy nước chữa cháy, cập nhật hằng quý, chia sẻ cho trung "
            "tâm chỉ huy và các xã giáp ranh",
            "Mở lớp kỹ năng sơ cứu bỏng, ngạt khói dành cho giáo viên mầm non, bảo mẫu và người "
            "trông giữ trẻ",
            "Vận động mỗi gia đình mở lối thoát nạn thứ hai, cất giữ búa, thang dây ở vị trí mọi "
            "thành viên đều biết",
            "Kiểm tra đột xuất kho hàng, xưởng may, cơ sở hàn cắt kim loại; xử phạt nghiêm trường "
            "hợp tái phạm và công khai danh sách trên trang tin",
        ),
    ),
    "TIÊU CHÍ ĐÁNH GIÁ VÀ KHEN THƯỞNG": (
        "criteria",
        (
            "Đơn vị đạt chuẩn khi không để xảy ra cháy lớn, hoàn thành trên chín mươi phần trăm "
            "nội dung đã đăng ký và nộp báo cáo đúng hạn",
            "Khu dân cư được công nhận an toàn nếu có tổ liên gia, chuông báo động chung và ít "
            "nhất một buổi thực hành mỗi quý",
            "Cá nhân được biểu dương khi dũng cảm cứu người, phát hiện sớm nguy cơ hoặc có cải "
            "tiến kỹ thuật được áp dụng rộng rãi",
            "Tập thể dẫn đầu từng khối được tặng cờ thi đua kèm kinh phí mua sắm phương tiện",
        ),
    ),
    "GIẢI PHÁP": (
        "solutions",
        (
            "Đưa nội dung an toàn điện vào sinh hoạt chi bộ, họp tổ dân phố và giờ ngoại khóa của "
            "học sinh từ lớp sáu trở lên",
            "Huy động doanh nghiệp viễn thông gửi tin nhắn cảnh báo miễn phí trong những ngày nắng "
            "nóng kéo dài hoặc hanh khô",
            "Bố trí ngân sách hằng năm cho sửa chữa trụ nước, mua xe chuyên dụng loại nhỏ phù hợp "
            "ngõ hẹp, đường núi",
            "Ứng dụng cảm biến khói kết nối mạng tại bảo tàng, thư viện, kho lưu trữ; dữ liệu "
            "truyền về trực ban suốt ngày đêm",
            "Phối hợp với ngành điện lực cắt giảm phụ tải giờ cao điểm, khuyến cáo không sạc xe "
            "qua đêm trong nhà kín",
            "Thành lập đoàn liên ngành gồm công an, xây dựng, y tế để cùng thẩm duyệt, tránh "
            "chồng chéo khi kiểm tra một cơ sở",
        ),
    ),
    "TỔ CHỨC THỰC HIỆN": (
        "organisation",
        (
            "Văn phòng chủ trì theo dõi, đôn đốc, tổng hợp kết quả gửi lãnh đạo trước ngày hai "
            "mươi của tháng cuối quý",
            "Phòng Tài vụ cân đối nguồn chi, hướng dẫn thủ tục thanh toán gọn nhẹ, đúng quy định "
            "của Luật Ngân sách",
            "Đoàn Thanh niên làm nòng cốt đội xung kích, trực luân phiên dịp lễ, tết và mùa khô",
            "Trong quá trình triển khai nếu có vướng mắc, các bộ phận phản ánh bằng văn bản để "
            "được xem xét, điều chỉnh kịp thời",
        ),
    ),
}

HEADINGS = tuple((heading, role) for heading, (role, _) in SECTIONS.items())
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

ADDED = (
    "Khảo sát nhu cầu nhà vệ sinh công cộng tại bến xe và lập phương án đầu tư theo hình thức đối "
    "tác",
    "Hỗ trợ nông dân chuyển đổi giống lúa chịu mặn ở vùng ven biển, thử nghiệm trên năm mươi mẫu",
    "Thuê chuyên gia dạy múa rối nước cho câu lạc bộ văn nghệ làng cổ vào các chiều thứ bảy",
    "Trồng mới hai nghìn cây bóng mát dọc tuyến kênh, giao hội cựu chiến binh chăm sóc",
    "Số hóa gia phả của các dòng họ lâu đời nhằm phục vụ du khách tìm hiểu lịch sử địa phương",
    "Mời nghệ nhân gốm trưng bày sản phẩm tại nhà văn hóa trung tâm nhân ngày di sản",
)
SUBSTITUTES = (
    "theo hướng dẫn riêng của ngành dọc cấp trên",
    "nhằm phục vụ tốt hơn yêu cầu đặc thù tại chỗ",
    "dựa trên thỏa thuận ký kết giữa hai bên liên quan",
    "bằng cách làm mới, sáng tạo và bền vững lâu dài",
)
Placed = tuple[int, int, str, str]
"""(section, number of the template item or -1, text or "" where left out, edit)."""
EDITS = ("kept", "reworded", "moved", "shortened", "split", "omitted")
WEIGHTS = (40, 20, 12, 10, 8, 10)
FEWEST_WORDS = 4
"""Words of an item that can be edited and still be told: "Giấy khen" with both words
replaced is another item and not the same one reworded."""
LOOKALIKES = {
    "a": "ae", "c": "ce", "d": "đd", "e": "ec", "h": "hb", "i": "il1", "l": "1i", "m": "mn",
    "n": "nu", "o": "0oc", "t": "tf", "u": "uv", "g": "gq", "b": "b6", "s": "s5", "r": "rn",
}  # fmt: skip


@dataclass
class Made:
    """A plan's rows of `sections` and what was done: status by template item, rows added."""

    plan_id: str
    rows: list[dict[str, object]]
    statuses: dict[int, str]
    added: set[int] = field(default_factory=set)


def texts() -> list[tuple[int, str]]:
    """(section, text) of the template's items in order."""
    return [(n, t) for n, (_, items) in enumerate(SECTIONS.values()) for t in items]


def template_plan(plan_id: str = "template") -> Made:
    """The template itself as a plan."""
    placed = [(section, number, text, "kept") for number, (section, text) in enumerate(texts())]
    return laid_out(plan_id, placed, random.Random(0))


def edited_plan(plan_id: str, seed: int, noise: float = 0.0, bare: bool = False) -> Made:
    """A plan whose every item went through one edit, with one to four items of its own."""
    rng = random.Random(seed)
    placed = edited(rng, texts())
    return laid_out(plan_id, placed, rng, noise, bare)


def edited(
    rng: random.Random, items: list[tuple[int, str]], weights: tuple[int, ...] = WEIGHTS
) -> list[Placed]:
    """Each item after one edit, in order, and some that are new."""
    sections = 1 + max(section for section, _ in items)
    placed: list[Placed] = []
    for number, (section, text) in enumerate(items):
        edit = rng.choices(EDITS, weights)[0]
        if len(text.split()) < FEWEST_WORDS and edit != "omitted":
            edit = "kept"
        pieces = _edited(rng, edit, (section, sections), text)
        placed += [(s, number, t, edit) for s, t in pieces] or [(section, number, "", edit)]
    for text in rng.sample(ADDED, rng.randint(1, 4)):
        at = rng.randint(0, len(placed))
        section = placed[min(at, len(placed) - 1)][0]
        placed.insert(at, (section, -1, text, "added"))
    return placed


def _edited(
    rng: random.Random, edit: str, place: tuple[int, int], text: str
) -> list[tuple[int, str]]:
    """(section, text) of what is left of an item; `place` is its section and how many there are."""
    section, sections = place
    words = text.split()
    if edit == "omitted":
        return []
    if edit == "moved":
        return [((section + rng.randint(1, sections - 1)) % sections, text)]
    if edit == "shortened":
        return [(section, " ".join(words[: round(len(words) * rng.uniform(0.5, 0.8))]))]
    if edit == "split":
        cut = round(len(words) * rng.uniform(0.4, 0.6))
        return [(section, " ".join(words[:cut])), (section, " ".join(words[cut:]))]
    if edit == "reworded":
        size = max(2, round(len(words) * rng.uniform(0.12, 0.35)))
        start = rng.randint(0, len(words) - size)
        new = rng.choice(SUBSTITUTES).split()[: size + 2]
        return [(section, " ".join([*words[:start], *new, *words[start + size :]]))]
    return [(section, text)]


def _damaged(rng: random.Random, text: str, noise: float, bare: bool) -> str:
    """Marks gone if `bare`; each letter misread with probability `noise`."""
    text = strip_marks(text) if bare else text
    letters: list[str] = []
    for char in text:
        known = LOOKALIKES.get(strip_marks(char).lower())
        if known and rng.random() < noise:
            letters.append(rng.choice(known))
        elif char == " " and rng.random() < noise / 8:
            continue
        else:
            letters.append(char)
    return "".join(letters)


def laid_out(
    plan_id: str,
    placed: list[Placed],
    rng: random.Random,
    noise: float = 0.0,
    bare: bool = False,
    *,
    headings: tuple[tuple[str, str], ...] = HEADINGS,
) -> Made:
    """The items under their (heading, role) as rows of `sections`, damaged on the way."""
    made = Made(plan_id, [], {number: edit for _, number, _, edit in placed if number >= 0})
    for section, (heading, role) in enumerate(headings):
        inside = [p for p in placed if p[0] == section and p[2]]
        if not inside:
            continue
        top = _row(made, 1, f"{NUMERALS[section]}.", 0)
        top.update(title=_damaged(rng, heading, noise, bare), role=role)
        for count, (_, number, text, _) in enumerate(inside, 1):
            row = _row(made, 2, f"{count}.", int(str(top["order"])))
            row["text"] = _damaged(rng, text, noise, bare)
            if number < 0:
                made.added.add(int(str(row["order"])))
    return made


def _row(made: Made, level: int, marker: str, parent: int) -> dict[str, object]:
    made.rows.append(
        {
            "plan_id": made.plan_id,
            "file": f"{made.plan_id}.pdf",
            "order": len(made.rows) + 1,
            "level": level,
            "marker": marker,
            "title": "",
            "role": "",
            "parent_order": parent or None,
            "text": "",
            "page_start": 1,
            "page_end": 1,
        }
    )
    return made.rows[-1]


def f1_by_status(pairs: Counter[tuple[str, str]]) -> dict[str, float]:
    """F1 of each status from counted (what was done, what was found)."""
    scores = {}
    for status in {done for done, _ in pairs} - {"none"}:
        right = pairs[status, status]
        wrong = sum(n for pair, n in pairs.items() if status in pair and len(set(pair)) == 2)
        scores[status] = 2 * right / (2 * right + wrong)
    return scores


def compared(made: Made, template: Template) -> Counter[tuple[str, str]]:
    """(what was done, what was found) of a plan's items, additions as `added`."""
    alignment = align(plan_items({"plan_id": made.plan_id}, made.rows), template)
    found = outcomes(alignment)
    pairs = Counter((made.statuses[n], outcome.status) for n, outcome in enumerate(found))
    added = {alignment.plan.items[p].order for p in alignment.added()}
    for order in added | made.added:
        done, seen = ("added" if order in orders else "none" for orders in (made.added, added))
        pairs[done, seen] += 1
    return pairs


def frames(plans: list[Made]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`plans` and `sections` as the contract has them."""
    head = [
        {
            "plan_id": made.plan_id,
            "file": f"{made.plan_id}.pdf",
            "doc_type": "Kế hoạch",
            "title": "Triển khai công tác phòng ngừa hỏa hoạn năm 2024",
            "issuer_normalised": f"Sở số {made.plan_id}",
        }
        for made in plans
    ]
    return pd.DataFrame(head), pd.DataFrame([row for made in plans for row in made.rows])
