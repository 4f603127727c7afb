"""Variable-byte coding of whole arrays: seven bits a byte, the highest first; the high bit is set in all but the last.

An array is packed or unpacked in a few passes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Flags, Ints

_ZERO = np.zeros(1, np.int64)
_CONTINUES = 0x80
"""Set in a byte that is not the last of its number. All other bytes are smaller."""
_LOW_BITS = 0x7F
_MOST_BYTES = 9
"""Bytes of a number, at most. They have 63 bits."""
_RARE = 8
"""If at most one byte in so many continues, numbers are mostly of one byte."""


def differences(values: Ints) -> Ints:
    """The difference of each number to the one before; of the first to 0."""
    result = values.copy()
    result[1:] -= values[:-1]
    return result


def run_starts(values: Ints) -> Ints:
    """Where each run of equal numbers begins."""
    is_start = np.empty(len(values), np.bool_)
    is_start[:1] = True
    np.not_equal(values[1:], values[:-1], out=is_start[1:])
    return is_start.nonzero()[0]


def last_bytes(packed: Bytes) -> Ints:
    """Where the last byte of each number is."""
    return (packed < _CONTINUES).nonzero()[0]


def pack(values: NDArray[Any]) -> Bytes:
    """The bytes of numbers, none of which is negative."""
    lengths = _packed_lengths(values)
    last = np.cumsum(lengths) - 1
    packed = np.empty(int(last[-1]) + 1 if len(last) else 0, np.uint8)
    packed[last] = values & _LOW_BITS
    longer = np.flatnonzero(lengths > 1)
    for group in range(1, int(lengths.max(initial=0))):
        packed[last[longer] - group] = values[longer] >> 7 * group & _LOW_BITS | _CONTINUES
        longer = longer[lengths[longer] > group + 1]
    return packed


def _packed_lengths(values: NDArray[Any]) -> Ints:
    """The bytes that each number takes."""
    lengths = np.ones(len(values), np.int64)
    largest = int(values.max(initial=0))
    for bits in range(7, largest.bit_length(), 7):
        lengths += values >= 1 << bits
    return lengths


def unpack(packed: Bytes) -> Ints:
    """The numbers that `pack` packed. Raises ValueError for other bytes."""
    return _unpack(packed, _ZERO)[0]


def unpack_gaps(packed: Bytes, sizes: Ints, bases: Ints | None = None) -> tuple[Ints, Ints]:
    """Unpack lists of gaps, one list after the other, with `sizes` bytes each and none empty. Returns how many numbers
    each list has, and the numbers.

    A number is the sum of the gaps up to it in its list, and of the list's base. Raises ValueError for other bytes.
    """
    if not sizes.all():
        raise ValueError("a list is empty")
    values, ends = _unpack(packed, sizes.cumsum())
    counts = differences(ends)
    if len(values):
        starts = ends - counts
        values[starts[1:]] -= np.add.reduceat(values, starts)[:-1]  # the sum starts again with each list
        values[starts] += 0 if bases is None else differences(bases)
        values.cumsum(out=values)  # in place: new memory costs more than the sums
    return counts, values


def _unpack(packed: Bytes, bounds: Ints) -> tuple[Ints, Ints]:
    """The numbers, and how many of them lie before each of some bounds, which are in bytes."""
    if len(packed) and (packed[bounds - 1] >= _CONTINUES).any():  # a bound of 0 looks at the last byte of all
        raise ValueError("a number has no end")
    is_last = packed < _CONTINUES
    if _RARE * (len(packed) - np.count_nonzero(is_last)) < len(packed):
        return _unpack_mostly_short(packed, is_last, bounds)
    last = is_last.nonzero()[0]
    values = packed[last].astype(np.int64)
    if len(last) < len(packed):
        lengths = differences(last)
        lengths[0] += 1
        if lengths.max() > _MOST_BYTES:
            raise ValueError("a number is too long")
        for group in range(1, int(lengths.max())):
            longer = (lengths > group).nonzero()[0]
            values[longer] |= (packed[last[longer] - group] & _LOW_BITS).astype(np.int64) << 7 * group
    return values, last.searchsorted(bounds)


def _unpack_mostly_short(packed: Bytes, is_last: Flags, bounds: Ints) -> tuple[Ints, Ints]:
    """`_unpack` for numbers mostly of one byte, in a fifth of the time: it does nothing for each of these.

    The postings of the commonest words are like this, and they are the longest.
    """
    values = packed[is_last].astype(np.int64)
    others = (~is_last).nonzero()[0]
    ends = bounds - others.searchsorted(bounds)
    owners, group = others - np.arange(len(others)), 1  # the numbers that the other bytes belong to
    while len(owners):
        if group == _MOST_BYTES:
            raise ValueError("a number is too long")
        lowest = np.append(owners[1:] != owners[:-1], True)
        values[owners[lowest]] |= (packed[others[lowest]] & _LOW_BITS).astype(np.int64) << 7 * group
        owners, others, group = owners[~lowest], others[~lowest], group + 1
    return values, ends
