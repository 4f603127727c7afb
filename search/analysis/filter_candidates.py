"""Which of many texts `filter_characters` may change. Most texts have nothing to change, and looking is cheap here."""

from functools import lru_cache

import numpy as np

from search.analysis.character_classes import DIGIT
from search.analysis.code_point_tables import KIND_IDS
from search.analysis.line_breaks import HYPHENS, MOST_BLANKS
from search.analysis.mojibake import CONTINUATIONS, LEADS
from search.arrays import Bytes, CodePoints, Ints

_SIGN, _HYPHEN, _SPACE, _LEAD = (1 << bit for bit in range(4))
_CONTINUATION = _LEAD << 1
_SPACED_GROUPS = "d ddd d"  # d is a digit


def candidates(codes: CodePoints, kinds: Bytes) -> Ints:
    """Places in a text, in no order: at least one in each stretch that `filter_characters` may change.

    `kinds` are the numbers of the classes. Linear, about a nanosecond for each code point.
    """
    hints = _hints()[codes]
    marked = hints & _SIGN
    marked[1:] |= (hints[:-1] << 1) & hints[1:] & _CONTINUATION
    line_breaks = np.flatnonzero(codes == ord("\n"))
    before = line_breaks[:, None] - np.arange(1, MOST_BLANKS + 2)
    is_broken = (hints[np.maximum(before, 0)] & _HYPHEN).any(axis=1)
    return np.concatenate((np.flatnonzero(marked != 0), line_breaks[is_broken], _spaced_groups(hints, kinds)))


def _spaced_groups(hints: Bytes, kinds: Bytes) -> Ints:
    """Where digits with plain spaces between them may be groups of one number."""
    is_digit, is_space = kinds == KIND_IDS[DIGIT], (hints & _SPACE) != 0
    count = max(0, len(hints) - len(_SPACED_GROUPS) + 1)
    shifted = [(is_digit if sign == "d" else is_space)[at : at + count] for at, sign in enumerate(_SPACED_GROUPS)]
    return np.flatnonzero(np.logical_and.reduce(shifted))


@lru_cache(maxsize=1)
def _hints() -> Bytes:
    """What each code point may be a part of."""
    hints = np.zeros(0x110000, np.uint8)
    hints[[*map(ord, "<&\x1b")]] |= _SIGN
    hints[ord(LEADS[0]) : ord(LEADS[1]) + 1] |= _LEAD
    hints[[*map(ord, CONTINUATIONS)]] |= _CONTINUATION
    hints[[*map(ord, HYPHENS)]] |= _HYPHEN
    hints[ord(" ")] |= _SPACE
    return hints
