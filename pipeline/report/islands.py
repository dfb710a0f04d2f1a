"""Data inside a page: JSON that cannot end its own script element."""

from __future__ import annotations

import base64
import hashlib
import json

from markupsafe import Markup

LONGEST_TEXT = 4_000
"""Characters of one text in the report; the tables hold the rest."""

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def island(data: object) -> Markup:
    """Data as JSON in which no `</script>`, `<!--` or entity can stand."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escape in _UNSAFE.items():
        text = text.replace(sign, escape)
    return Markup(text)  # every sign that HTML reads is escaped above


def cut(text: str) -> str:
    """The text, with a note of what was left out where it is too long to be read here."""
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}… (còn {len(text) - LONGEST_TEXT:,} ký tự trong bảng)"


def digest(code: str) -> str:
    """The source expression that lets a content security policy admit one inline script."""
    found = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(found).decode()}'"
