"""How much likelier a wording is with another word in place of the one that was read.

The decoder's certainty weighs what was read too, and a recogniser that knows Vietnamese
is mostly right: of `các tỉnh, thành phó` it thinks either. The language alone does not.
"""

from __future__ import annotations

import numpy as np

from pipeline.restoration.decoder import Language, surroundings
from pipeline.restoration.language import Floats, Ids


def gains(language: Language, chosen: Ids, at: Ids, read: Ids) -> Floats:
    """log P(the words as chosen) - log P(the same with `read[i]` at place `at[i]`).

    `chosen` are the word ids of a run, `at` places that hold a word.
    """
    around = surroundings(chosen, language.order - 1)[at]
    return likelihood(language, around, chosen[at]) - likelihood(language, around, read)


def likelihood(language: Language, around: Ids, words: Ids) -> Floats:
    """log P(word and what stands behind it | what stands before it), a row of `around` each."""
    reach = language.order - 1
    history = around[:, :reach]
    backoffs = language.start(history)
    total = np.zeros(len(words), dtype=np.float32)
    for behind in range(reach + 1):
        scored = language.score(history, backoffs, words)
        total += scored.log_probability
        history = np.concatenate([history[:, 1:], words[:, None]], axis=1)
        backoffs = scored.backoffs
        words = around[:, min(reach + 1 + behind, 2 * reach)]
    return total
