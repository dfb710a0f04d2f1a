"""Number and symbol as the contract splits them."""

from __future__ import annotations

import pytest

from pipeline.normalisation.symbols import bare_symbol, split_symbol


@pytest.mark.parametrize(
    ("written", "whole", "number", "symbol", "doc_type", "body"),
    [
        ("31/KH-TĐHHT", "31/KH-TĐHHT", "31", "KH-TĐHHT", "Kế hoạch", "TĐHHT"),
        ("31 /KH – TĐHHT", "31/KH-TĐHHT", "31", "KH-TĐHHT", "Kế hoạch", "TĐHHT"),
        ("26/2020/NĐ-CP", "26/2020/NĐ-CP", "26/2020", "NĐ-CP", "Nghị định", "CP"),
        ("11-NQ/TW", "11-NQ/TW", "11", "NQ/TW", "Nghị quyết", "TW"),
        ("38/2019/QH14", "38/2019/QH14", "38/2019", "QH14", "Luật", "QH14"),
        ("5115/LĐTBXH-KHTC", "5115/LĐTBXH-KHTC", "5115", "LĐTBXH-KHTC", None, "LĐTBXH"),
        ("240/TTr-SYT", "240/TTr-SYT", "240", "TTr-SYT", "Tờ trình", "SYT"),  # not TT
        ("07/CTr-UBND", "07/CTr-UBND", "07", "CTr-UBND", "Chương trình", "UBND"),
        ("12a/KHLT-SNV-SYT", "12a/KHLT-SNV-SYT", "12a", "KHLT-SNV-SYT", "Kế hoạch", "SNV-SYT"),
    ],
)
def test_split(*, written, whole, number, symbol, doc_type, body) -> None:
    parsed = split_symbol(written)
    assert parsed is not None
    assert (parsed.whole, parsed.number, parsed.symbol) == (whole, number, symbol)
    assert (parsed.doc_type.name if parsed.doc_type else None) == doc_type
    assert parsed.body_code == body


@pytest.mark.parametrize("text", ["", "KH-UBND", "12/2024", "29/01/2024", "abc", "2023-2030"])
def test_what_is_no_number_with_symbol(text: str) -> None:
    assert split_symbol(text) is None


def test_a_symbol_without_its_number() -> None:
    symbol = bare_symbol("/KH-KHCN")
    assert symbol is not None
    assert (symbol.number, symbol.symbol, symbol.body_code) == ("", "KH-KHCN", "KHCN")


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("1961/QĐUBND", "QĐ-UBND"),  # a site's text without its hyphens
        ("61/2018/NĐCP", "NĐ-CP"),
        ("30c/NQCP", "NQ-CP"),
        ("01/2018/TTVPCP", "TT-VPCP"),
        ("23/CTTTg", "CT-TTg"),
        ("12/KHSYT", "KH-SYT"),
        ("9/QĐSYT-NV", "QĐ-SYT-NV"),
        ("15/CTCP-KD", "CTCP-KD"),  # a company's letter
        ("8/TTCDC", "TTCDC"),  # a centre's
        ("2442/TTCP-VP", "TTCP-VP"),  # the inspectorate's
        ("40/HCCV", "HCCV"),
        ("7/KHTC", "KHTC"),
    ],
)
def test_a_lost_hyphen(written: str, symbol: str) -> None:
    found = split_symbol(written)
    assert found is not None
    assert (found.symbol, found.whole) == (symbol, f"{found.number}/{symbol}")
