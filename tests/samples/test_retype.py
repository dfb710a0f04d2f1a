"""Plain texts typed anew: head, paragraphs, closing, whatever the text's own line ends."""

from __future__ import annotations

from samples.content import Kind
from samples.retype import retyped

TEXT = """Số: /KH-SYT

Hà Giang, ngày tháng 3 năm 2024

## KẾ HOẠCH

### Phòng, chống sốt xuất huyết
trên địa bàn tỉnh

Thực hiện Kế hoạch số 99/KH-UBND ngày 01/02/2024 của UBND tỉnh về phòng, chống sốt
xuất huyết, Sở Y tế xây dựng kế hoạch như sau:

I. MỤC ĐÍCH

1. Phòng Nghiệp vụ y

Giảm số ca mắc.

**Nơi nhận:**
- UBND tỉnh;
- Lưu: VT.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Lý Văn Tư
"""


def test_a_text_is_typed_anew() -> None:
    made = retyped("a", TEXT)
    assert (made.number, made.symbol, made.place) == ("", "KH-SYT", "Hà Giang")
    assert (made.type, made.letterhead) == ("KẾ HOẠCH", True)
    assert made.subject == "Phòng, chống sốt xuất huyết trên địa bàn tỉnh"
    assert [block.text.split(" ")[0] for block in made.body] == ["Thực", "I.", "1.", "Giảm"]
    assert made.body[0].text.endswith(
        "phòng, chống sốt xuất huyết, Sở Y tế xây dựng kế hoạch như sau:"
    )
    assert made.body[1].kind is Kind.HEADING
    assert made.recipients == ("- UBND tỉnh;", "- Lưu: VT.")
    assert made.signatures[0].lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert made.signatures[0].name == "Lý Văn Tư"
