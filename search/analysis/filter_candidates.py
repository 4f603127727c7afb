"""Which of many texts `filter_characters` may change. Most texts have nothing to change, and looking is cheap here."""

from functools import lru_cache

import numpy as np

from search.analysis.gershayim import QUOTES
from search.analysis.line_breaks import HYPHENS, LINE_ENDS, MOST_BLANKS
from search.analysis.mojibake import CONTINUATIONS, LEADS
from search.arrays import CodePoints, Flags, Ints

_SPACED_GROUPS = "d ddd d"  # d is a digit


def candidates(codes: CodePoints) -> Ints:
    """Places in a text, in no order: at least one in each stretch without markup that `filter_characters` may change.

    Linear, about a nanosecond for each code point.
    """
    leads = np.flatnonzero(codes[:-1] - np.uint32(ord(LEADS[0])) <= ord(LEADS[1]) - ord(LEADS[0]))
    line_breaks = np.flatnonzero(np.logical_or.reduce([codes == ord(sign) for sign in LINE_ENDS]))
    before = line_breaks[:, None] - np.arange(1, MOST_BLANKS + 2)
    is_broken = _is_any_of(codes[np.maximum(before, 0)], HYPHENS).any(axis=1)
    mojibake = leads[_is_any_of(codes[leads + 1], CONTINUATIONS)]
    return np.concatenate((mojibake, line_breaks[is_broken], _spaced_groups(codes), _hebrew_quotes(codes)))


def _spaced_groups(codes: CodePoints) -> Ints:
    """Where digits with plain spaces between them may be groups of one number."""
    is_digit, is_space = codes - np.uint32(ord("0")) <= 9, codes == ord(" ")
    count = max(0, len(codes) - len(_SPACED_GROUPS) + 1)
    matches = is_digit[:count].copy()
    for at, sign in enumerate(_SPACED_GROUPS[1:], 1):
        matches &= (is_digit if sign == "d" else is_space)[at : at + count]
    return np.flatnonzero(matches)


def _hebrew_quotes(codes: CodePoints) -> Ints:
    """Where a quotation mark may be a gershayim: behind a Hebrew letter."""
    letters = np.flatnonzero(codes[:-1] - np.uint32(ord("\u05d0")) <= ord("\u05ea") - ord("\u05d0"))
    return letters[_is_any_of(codes[letters + 1], QUOTES)]


def _is_any_of(codes: CodePoints, characters: str) -> Flags:
    """Whether each code point is one of some characters, all of them up to U+FFFF."""
    return _table(characters)[np.minimum(codes, 0xFFFF)]


@lru_cache(maxsize=3)
def _table(characters: str) -> Flags:
    table = np.zeros(1 << 16, np.bool_)
    table[[*map(ord, characters)]] = True
    return table
