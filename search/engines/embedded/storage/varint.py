"""Numbers in as few bytes as each needs: seven bits a byte, the highest first, the high bit in all bytes but the last.

It is known as variable-byte coding. Arrays are packed and unpacked whole, a few passes each.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Flags, Ints

_ZERO = np.zeros(1, np.int64)
_LARGER = 0x80
_LOW = 0x7F
_LONGEST = 9
"""Bytes of a number at most: so many hold 63 bits."""
_FEW = 8
"""One byte in so many, or fewer, that is not the last of its number: numbers are mostly short."""


def steps(values: Ints) -> Ints:
    """How far each number is from the one before, the first from 0."""
    found = values.copy()
    found[1:] -= values[:-1]
    return found


def changes(values: Ints) -> Ints:
    """Where a number differs from the one before; the first always does."""
    new = np.empty(len(values), np.bool_)
    new[:1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new.nonzero()[0]


def last_bytes(packed: Bytes) -> Ints:
    """Where the last byte of each number stands."""
    return (packed < _LARGER).nonzero()[0]


def _sizes(values: NDArray[Any]) -> Ints:
    """The bytes that each number takes."""
    found = np.ones(len(values), np.int64)
    largest = int(values.max(initial=0))
    for bits in range(7, largest.bit_length(), 7):
        found += values >= 1 << bits
    return found


def pack(values: NDArray[Any]) -> Bytes:
    """The bytes of numbers, none negative, one after the other."""
    lengths = _sizes(values)
    last = np.cumsum(lengths) - 1
    packed = np.empty(int(last[-1]) + 1 if len(last) else 0, np.uint8)
    packed[last] = values & _LOW
    longer = np.flatnonzero(lengths > 1)
    for place in range(1, int(lengths.max(initial=0))):
        packed[last[longer] - place] = values[longer] >> 7 * place & _LOW | _LARGER
        longer = longer[lengths[longer] > place + 1]
    return packed


def unpack(packed: Bytes) -> Ints:
    """The numbers that `pack` packed. Raises ValueError for other bytes."""
    return _unpacked(packed, _ZERO)[0]


def sums(packed: Bytes, sizes: Ints, bases: Ints | None = None) -> tuple[Ints, Ints]:
    """Packed lists of gaps, one or more in each, one after the other, each of so many bytes: how many numbers each has,
    and the numbers.

    A number is the sum of the gaps up to it in its list, and of the list's base. Raises ValueError where the bytes are
    no such lists.
    """
    if not sizes.all():
        raise ValueError("a list is empty")
    found, ends = _unpacked(packed, sizes.cumsum())
    counts = steps(ends)
    if len(found):
        starts = ends - counts
        found[starts[1:]] -= np.add.reduceat(found, starts)[:-1]  # so that the sum of each list begins anew
        found[starts] += 0 if bases is None else steps(bases)
        found.cumsum(out=found)  # in place: memory that is new costs more than the sums
    return counts, found


def _unpacked(packed: Bytes, bounds: Ints) -> tuple[Ints, Ints]:
    """The numbers, and how many of them lie before each of some bounds, in bytes."""
    if len(packed) and (packed[bounds - 1] >= _LARGER).any():  # before 0 stands the last byte of all
        raise ValueError("a number has no end")
    is_last = packed < _LARGER
    if _FEW * (len(packed) - np.count_nonzero(is_last)) < len(packed):
        return _mostly_short(packed, is_last, bounds)
    last = is_last.nonzero()[0]
    values = packed[last].astype(np.int64)
    if len(last) < len(packed):
        lengths = steps(last)
        lengths[0] += 1
        if lengths.max() > _LONGEST:
            raise ValueError("a number is too long")
        for place in range(1, int(lengths.max())):
            longer = (lengths > place).nonzero()[0]
            values[longer] |= (packed[last[longer] - place] & _LOW).astype(np.int64) << 7 * place
    return values, last.searchsorted(bounds)


def _mostly_short(packed: Bytes, is_last: Flags, bounds: Ints) -> tuple[Ints, Ints]:
    """The same where few numbers take several bytes: in a fifth of the time, as nothing is done for each of the others.

    So it is with the commonest words, whose lists are the longest.
    """
    values = packed[is_last].astype(np.int64)
    others = (~is_last).nonzero()[0]
    ends = bounds - others.searchsorted(bounds)
    of, place = others - np.arange(len(others)), 1  # the numbers that the other bytes are of
    while len(of):
        if place == _LONGEST:
            raise ValueError("a number is too long")
        lowest = np.append(of[1:] != of[:-1], True)
        values[of[lowest]] |= (packed[others[lowest]] & _LOW).astype(np.int64) << 7 * place
        of, others, place = of[~lowest], others[~lowest], place + 1
    return values, ends
