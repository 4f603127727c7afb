"""Numbers in as few bytes as each needs: seven bits a byte, the highest first, the high bit in all bytes but the last.

It is known as variable-byte coding. Arrays are packed and unpacked whole, a few passes each.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

_LARGER = 0x80
_LOW = 0x7F


def last_bytes(packed: Bytes) -> _Ints:
    """Where the last byte of each number stands."""
    return np.flatnonzero(packed < _LARGER)


def _sizes(values: NDArray[Any]) -> _Ints:
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


def unpack(packed: Bytes) -> _Ints:
    """The numbers that `pack` packed."""
    last = last_bytes(packed)
    values = packed[last].astype(np.int64)
    if len(last) < len(packed):
        lengths = np.diff(last, prepend=-1)
        for place in range(1, int(lengths.max())):
            longer = np.flatnonzero(lengths > place)
            values[longer] |= (packed[last[longer] - place] & _LOW).astype(np.int64) << 7 * place
    return values
