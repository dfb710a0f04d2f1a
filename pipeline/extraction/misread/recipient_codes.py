"""Abbreviations in Nơi nhận of which one letter was taken for one that looks like it.

`LPVP` is LĐVP and `VHTTĐL` VHTTDL: recognisers confuse Đ with D and P, T with F and I.
An abbreviation of no list gives way to the one of the list that looks so; one of two
letters only where it has a letter that no Vietnamese word begins with (`VF`).
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from pipeline.normalisation.body_codes import is_known_code
from pipeline.normalisation.gazetteer import abbreviations

_CODE = re.compile(r"(?<![^\W_])[A-ZĐ1f7](?:&?[A-ZĐ1f7])+(?![^\W_])")
_ALIKE = str.maketrans("ĐPFI1f7", "DDTTTTT")
_FOREIGN = re.compile(r"[1f7FJWZ]")
_LEAST = 3


def with_known_codes(name: str) -> str:
    """The recipient with its misread abbreviations put right."""
    return _CODE.sub(lambda match: _meant(match[0]), name)


def _meant(code: str) -> str:
    known = _known()
    if code in known or is_known_code(code) or not any(c.isalpha() for c in code):
        return code
    if len(code) < _LEAST and not _FOREIGN.search(code):
        return code
    alike = [other for other in known if other.translate(_ALIKE) == code.translate(_ALIKE)]
    return alike[0] if len(alike) == 1 else code


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The abbreviations of bodies, and those of offices that only Nơi nhận names."""
    raw = files("pipeline.extraction").joinpath("data/recipient_repairs.toml").read_text("utf-8")
    shorts = (short for short in abbreviations() if short.isupper() and " " not in short)
    return frozenset((*shorts, *tomllib.loads(raw)["offices"]))
