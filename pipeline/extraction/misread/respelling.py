"""What else a document says, and what the gazetteers know, about its misread words.

Restoration knows words and their neighbours, but no gazetteer: a garbled document goes
through these rules before it is segmented, and of a recognised one the provinces do. `raw`
stays what was read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Document
from pipeline.extraction.misread.garbled_places import spell_bodies, spell_places
from pipeline.extraction.misread.garbled_spellings import spell_numerals, told_by_neighbours
from pipeline.extraction.misread.garbled_words import garbled_words, with_words
from pipeline.extraction.misread.recognised_figures import with_figures
from pipeline.extraction.misread.recognised_provinces import with_provinces
from pipeline.extraction.misread.unclosed_signs import without_unclosed

_SIGNS = str.maketrans("{}—", "()-")
"""Signs that no official document has, as recognisers read others: `{b/c)`, `Hành chính —`."""
_DECISION = re.compile(r"(?<=\d)/Q[DĐBPÐO0?]{0,2}[BĐD]?[-–](?=[A-ZĐ])")
"""The one type of document whose symbol begins with Q, however its Đ was read."""


def respelled(document: Document) -> Document:
    """The document with words of its garbled pages, and provinces of recognised ones, put right.

    Other pages stay as they are.
    """
    document = with_provinces(with_figures(without_unclosed(document)))
    words = garbled_words(document)
    if not words:
        return document
    for word in words:
        text = _DECISION.sub("/QĐ-", word.word.text.translate(_SIGNS))
        word.word = replace(word.word, text=text)
    spell_numerals(words)
    told_by_neighbours(words)
    spell_bodies(words)
    spell_places(words)
    return with_words(document, words)
