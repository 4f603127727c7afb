"""Which of many texts `filter_characters` may change. Most texts have nothing to change, and looking is cheap here."""

from collections.abc import Sequence
from functools import lru_cache
from string import ascii_letters, digits

import numpy as np

from search.analysis.gershayim import LETTERS, QUOTES
from search.analysis.line_breaks import HYPHENS, LINE_ENDS, MOST_BLANKS
from search.analysis.mojibake import CONTINUATIONS, LEADS
from search.arrays import Bytes
from search.kernels import kernels
from search.kernels.code_points import (
    CODE_POINTS,
    DIGIT_SIGN,
    ENTITY_SIGN,
    ESCAPE_SIGN,
    GERSHAYIM_SIGN,
    LINE_SIGN,
    MOJIBAKE_SIGN,
    TAG_SIGN,
)

_PAIRS = {
    ENTITY_SIGN: ("&", f"#{ascii_letters}"),
    TAG_SIGN: (
        "<",
        f"/!{ascii_letters}\u0130\u0131\u017f\u212a",
    ),  # expressions take the last four for letters of ASCII
    ESCAPE_SIGN: ("\x1b", "["),
    MOJIBAKE_SIGN: (LEADS, CONTINUATIONS),
    GERSHAYIM_SIGN: (LETTERS, QUOTES),
}
"""What begins with two code points: the first ones, and then the second ones."""


def candidates(texts: Sequence[str]) -> dict[int, int]:
    """The numbers of all texts that `filter_characters` changes, and of some others, with the signs of what they may
    hold. About a nanosecond for each code point."""
    return kernels().filter_candidates(texts, *_signs(), MOST_BLANKS + 1)


@lru_cache(maxsize=1)
def _signs() -> tuple[Bytes, Bytes]:
    """The tables for the kernel."""
    firsts, seconds = np.zeros(CODE_POINTS, np.uint8), np.zeros(CODE_POINTS, np.uint8)
    for sign, (first, second) in (*_PAIRS.items(), (LINE_SIGN, (LINE_ENDS, HYPHENS)), (DIGIT_SIGN, (digits, ""))):
        firsts[[*map(ord, first)]] |= sign
        seconds[np.array([*map(ord, second)], np.int64)] |= sign
    return firsts, seconds
