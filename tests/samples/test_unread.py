"""What a garbled text does not show of its signer is `unreadable` in that form's gold."""

from __future__ import annotations

from typing import Any

import pytest

from samples.unread import with_unread

HIDDEN = {"status": "unreadable"}
SIGNER = {"name": "Lê Thu Hà", "title": "Phó Giám đốc", "capacity": "KT.", "role": "main"}
HEAD = "Ké hoach nay co hiéu luc\nGiam déc S6 Y té, Lé Thu Ha bao cao\n" + "va cac don vi\n" * 8


def _gold(**signer: str | None) -> dict[str, Any]:
    row = SIGNER | signer
    columns = {"name": "signer_name", "title": "signer_title", "capacity": "signing_capacity"}
    return {"plans": {own: row[c] for c, own in columns.items()}, "signers": [row]}


def _of_form(made: dict[str, Any], text: str) -> dict[str, Any]:
    form: dict[str, Any] = with_unread(made, "garbled-text", HEAD + text)["by_form"]["garbled-text"]
    row = form["signers"][0]
    assert all(form["plans"][own] == HIDDEN for own in form["plans"])
    return {column: row[column] for column in ("name", "title", "capacity")}


@pytest.mark.parametrize(
    ("signer", "text", "expected"),
    [
        # all of it was read, misread letters and the recipients' column beside it
        (
            {},
            "Noi nhan: KT. GIAM DOC\n- Nhw trén; PHO GIAM DOC\n- Luu: VT.\nLé Thu Hà",
            ("Lê Thu Hà", "Phó Giám đốc", "KT."),
        ),
        # the seal hid name and title; KT. stands above the title
        ({}, "Noi nh@n: KT. GIAM DOC\n- Nhu trén; -P}\n- Luu: VT.", (HIDDEN, HIDDEN, "KT.")),
        # behind TM. there may be KT.
        (
            {"title": "Chủ tịch", "capacity": "TM."},
            "Noi nhan: TM. UY BAN NHAN DAN\n- Luu: VT.\nLe Thu Ha",
            ("Lê Thu Hà", HIDDEN, HIDDEN),
        ),
        # a title without a capacity, read and hidden
        (
            {"title": "Giám đốc", "capacity": None},
            "Noi nhan: GIAM DOC\n- Luu: VT.",
            (HIDDEN, "Giám đốc", None),
        ),
        ({"title": "Giám đốc", "capacity": None}, "Noi nhan:\n- Luu: VT, KT.", (HIDDEN,) * 3),
        # half a name is none
        ({}, "Noi nhan: KT. GIAM DOC\nPHO GIAM DOC\nThu H", (HIDDEN, "Phó Giám đốc", "KT.")),
    ],
)
def test_what_is_hidden(
    signer: dict[str, str | None], text: str, expected: tuple[Any, ...]
) -> None:
    assert tuple(_of_form(_gold(**signer), text).values()) == expected
