"""Letters drawn apart from their words."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Box
from pipeline.reading.pdf.fragments import put_together
from pipeline.reading.pdf.textlayer import Font, Layer, LayerWord
from pipeline.reading.text.judging import Verdict, judge

_PLAIN = Font("LiberationSerif", False, False)
_OTHER = Font("Tinos", False, False)


def _word(text: str, x0: float, x1: float, top: float = 60, font: Font = _PLAIN) -> LayerWord:
    return LayerWord(text, Box(x0, top, x1, top + 9), font, 0)


def _texts(*words: LayerWord) -> list[str]:
    return [w.text for w in put_together(Layer(words)).words]


def test_letters_of_another_font_go_where_they_stand() -> None:
    # As LibreOffice draws SỞ Y TẾ HÀ NỘI where the first font has no Ở, Ế, Ộ.
    drawn = [("S", 144.8, 152.0), ("Y", 164.7, 174.1), ("T", 177.3, 185.2), ("HÀ", 196.3, 215.1)]
    drawn += [("N", 218.4, 227.8), ("I", 237.1, 241.4)]
    later = [("Ở", 152.0, 161.8), ("Ế", 185.2, 193.1), ("Ộ", 227.9, 237.3)]
    words = [_word(*w) for w in drawn] + [_word(*w, font=_OTHER) for w in later]
    assert _texts(*words) == ["SỞ", "Y", "TẾ", "HÀ", "NỘI"]


def test_a_space_keeps_words_apart() -> None:
    # 13-point text: a space is 3.2 points, in a tight line 1.6.
    assert _texts(_word("kế", 100, 112), _word("hoạch", 113.6, 140)) == ["kế", "hoạch"]


def test_letters_between_those_of_one_run() -> None:
    # Sơn, drawn as S, n and then ơ; a heading with wide spacing has nothing between.
    s, n = _word("S", 100, 107), replace(_word("n", 113, 119), tied=True)
    assert _texts(s, n, replace(_word("ơ", 107, 113, font=_OTHER), tied=True)) == ["Sơn"]
    assert _texts(s, n) == ["Sn"]


def test_a_first_letter_drawn_last() -> None:
    u = LayerWord("Ủ", Box(100, 57, 110, 69), _OTHER, 0, tied=True)
    y = LayerWord("y", Box(110, 63, 116, 72), _PLAIN, 0)  # it hangs below the line
    assert _texts(y, u, _word("ban", 119, 135)) == ["Ủy", "ban"]


def test_other_lines_and_leaning_marks_stay() -> None:
    assert _texts(_word("kế", 100, 112), _word("hoạch", 112, 140, top=76)) == ["kế", "hoạch"]
    leaning = LayerWord("MẪU", Box(112, 55, 150, 75), _PLAIN, 45)
    assert _texts(_word("kế", 100, 112), leaning) == ["kế", "MẪU"]


def test_sound_layers_are_given_back_as_they_are() -> None:
    layer = Layer((_word("kế", 100, 112), _word("hoạch", 115.5, 140)))
    assert put_together(layer) is layer


def test_a_layer_of_single_letters_is_garbled() -> None:
    text = "S Y T HÀ N I Ở Ế Ộ ộ c l p T do H nh phúc ậ ự ạ K HO CH Ế Ạ tri n khai ể phong trào"
    made = judge(text + " thi đua năm học này")
    assert (made.verdict, "single letters" in made.why) == (Verdict.GARBLED, True)
