"""Garbled words to right ones: channel, lexicon, language model, decoder, sisters."""

from pipeline.restoration.assembling import RestoredToken
from pipeline.restoration.documents import restore
from pipeline.restoration.judging import is_clean
from pipeline.restoration.restorer import Restorer
from pipeline.restoration.sisters import choose_sisters, signature
from pipeline.restoration.text import (
    Change,
    Restored,
    RestoredLine,
    restore_lines,
    restore_parts,
    restore_text,
)

__all__ = [
    "Change",
    "Restored",
    "RestoredLine",
    "RestoredToken",
    "Restorer",
    "choose_sisters",
    "is_clean",
    "restore",
    "restore_lines",
    "restore_parts",
    "restore_text",
    "signature",
]
