"""Which texts may read otherwise than they stand: the readable twin of `_compiled/filter_candidates.pyx`."""

from collections.abc import Iterator, Sequence

import numpy as np

from search.arrays import Bytes
from search.kernels.code_points import CODE_POINTS, DIGIT_SIGN, LINE_SIGN, PAIR_SIGNS

_SPACED_GROUPS = "d ddd d"  # d is a digit


def filter_candidates(texts: Sequence[str], firsts: Bytes, seconds: Bytes, reach: int) -> dict[int, int]:
    """As in `Kernels`."""
    if not len(firsts) == len(seconds) == CODE_POINTS:
        raise ValueError("a table has not one entry for each code point")
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), [*map(len, texts)])
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    first, second = firsts[codes], seconds[codes]

    def found() -> Iterator[tuple[Bytes, int]]:
        """The signs of the patterns that begin at each code point, and how far these reach behind it."""
        yield first[:-1] & second[1:] & np.uint8(sum(PAIR_SIGNS)), 1
        for distance in range(1, min(reach, len(codes) - 1) + 1):
            yield second[:-distance] & first[distance:] & np.uint8(LINE_SIGN), distance
        length = len(_SPACED_GROUPS) - 1
        count = max(0, len(codes) - length)
        is_digit, is_space = (first & DIGIT_SIGN) > 0, codes == ord(" ")
        signs = [is_digit if sign == "d" else is_space for sign in _SPACED_GROUPS]
        columns = [is_sign[at : at + count] for at, is_sign in enumerate(signs)]
        yield np.logical_and.reduce(columns) * np.uint8(DIGIT_SIGN), length

    signs = np.zeros(len(texts), np.uint8)
    for begins, distance in found():
        at = np.flatnonzero(begins)
        at = at[owners[at] == owners[at + distance]]
        np.bitwise_or.at(signs, owners[at], begins[at])
    numbers = np.flatnonzero(signs)
    return dict(zip(numbers.tolist(), signs[numbers].tolist(), strict=True))
