"""The compound terms of many pairs of terms at once."""

from collections.abc import Sequence

import numpy as np

from search.analysis.compounds import compound_term
from search.arrays import Int32s, Ints, numbered

NO_COMPOUND = -1
"""The number of no compound term."""
_LOWER = (1 << 32) - 1
"""The lower 32 bits of a number."""


def compound_terms(terms: Sequence[str], pairs: Ints) -> tuple[list[str], Int32s]:
    """The distinct compound terms of some pairs of terms, and for each pair the number of its one, or NO_COMPOUND.

    A pair has the number of its first term in its upper 32 bits, and that of its second term in the lower ones.
    """
    distinct_pairs, numbers_of_pairs = numbered(pairs)
    firsts = map(terms.__getitem__, (distinct_pairs >> 32).tolist())
    seconds = map(terms.__getitem__, (distinct_pairs & _LOWER).tolist())
    words = [*map(compound_term, firsts, seconds)]
    is_compound = np.array([word != "" for word in words], np.bool_)
    numbers = np.where(is_compound, is_compound.cumsum() - 1, NO_COMPOUND).astype(np.int32)
    return [*filter(None, words)], numbers[numbers_of_pairs]
