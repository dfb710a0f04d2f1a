"""Sound, garbled or absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_texts import SENTENCE

from pipeline.reading.text.judging import Verdict, judge


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", Verdict.ABSENT),
        (" \n ", Verdict.ABSENT),
        (SENTENCE, Verdict.SOUND),
        ("UBND TỈNH QUẢNG TRỊ SỞ Y TẾ Số: 15/KH-SYT", Verdict.SOUND),  # too little to tell
        (
            "Thue hién Ké hoach s6 27/KH-TDHHT ngay 19/01/2024 caa UBND tinh Ha Tinh vé viéc "
            "thuc hién phong trao thi dua xay dung xa hoi hoc tap",
            Verdict.GARBLED,  # an English recogniser's Vietnamese
        ),
        ("(cid:12)(cid:45)(cid:3) (cid:9)(cid:88) KH", Verdict.GARBLED),  # no ToUnicode
        ("\ue012\ue044\uf0b7\ue0a1 \ue032\ue011", Verdict.GARBLED),  # private use
        ("\ufffd\ufffd\ufffd \ufffd\ufffd", Verdict.GARBLED),
        ("Thực hiện kế hoạch \uf0b7 " + SENTENCE, Verdict.SOUND),  # one bullet from Symbol
    ],
)
def test_verdicts(text: str, verdict: Verdict) -> None:
    assert judge(text).verdict is verdict


def test_why_has_the_figures() -> None:
    assert judge(SENTENCE).why == "96% valid syllables, 89% with marks"


def test_seeds(seeds: Path) -> None:
    for path in seeds.glob("*.txt"):
        garbled = judge(path.read_text(encoding="utf-8")).verdict is Verdict.GARBLED
        assert garbled == path.name.startswith("004")
