"""One spaCy `Doc` made from the document's own words: token i is word i.

No tokenizer of spaCy's runs (its Vietnamese one wants another program), so a
span of the Doc is a span of the document's words and has its boxes. `norm_` of
a token is its word without case, punctuation around it and tone placement:
the attribute on which gazetteers are matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.document import Token
from pipeline.normalisation.text import bare_key, plain_dashes

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


@lru_cache(maxsize=1)
def shared_vocab() -> Vocab:
    """The one vocabulary that documents and matchers share."""
    from spacy.vocab import Vocab

    return Vocab()


def build_doc(tokens: Sequence[Token]) -> Doc:
    """A Doc whose text is the words by single spaces; lines begin sentences."""
    from spacy.tokens import Doc

    words = [token.word.text for token in tokens]
    doc = Doc(
        shared_vocab(),
        words=words,
        spaces=[True] * (len(words) - 1) + [False] * bool(words),
        sent_starts=[token.first_in_line for token in tokens],
    )
    for made, word in zip(doc, words, strict=True):
        made.norm_ = bare_key(word) or plain_dashes(word)
    return doc
