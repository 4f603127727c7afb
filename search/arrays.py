"""NumPy arrays by what they hold, and the bounds of parts that lie one after the other."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int8s = NDArray[np.int8]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
CodePoints = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Ids = NDArray[np.uint64]
"""Ids of articles, as numbers."""
UInt16s = NDArray[np.uint16]
UInt32s = NDArray[np.uint32]
Fingerprints32 = NDArray[np.uint32]
"""Fingerprints, cut to 32 bits."""


def bounds_of(lengths: ArrayLike) -> Ints:
    """Where each of some parts begins, and where the last ends: int64, one longer than `lengths`. The first is 0."""
    lengths = np.asarray(lengths)
    result = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=result[1:])
    return result


def joined(parts: Sequence[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    """Some arrays of a type as one; the only one itself, so that it is in memory once."""
    return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype), *parts])


def ranges(begins: Ints, counts: Ints) -> Ints:
    """For each of `begins`, the `counts` numbers from it on, one range after the other."""
    ends = np.cumsum(counts)
    numbers = np.arange(int(counts.sum()))
    numbers += np.repeat(begins - (ends - counts), counts)
    return numbers


def places_of(values: Ints, column: Ints, firsts: Ints, lasts: Ints) -> Ints:
    """For each of `values`, where the first number that is not less stands among those of a column from one place to
    another; the second place where all are less. Numbers increase in between. A binary search, in all at once."""
    lows, highs = firsts, lasts
    for _ in range(int((lasts - firsts).max(initial=0)).bit_length()):
        middles = (lows + highs) >> 1
        is_less = (lows < highs) & (column[np.minimum(middles, len(column) - 1)] < values)
        lows, highs = np.where(is_less, middles + 1, lows), np.where(is_less, highs, middles)
    return lows


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


def distinct(*parts: Ints) -> Ints:
    """The distinct numbers of some arrays, increasing. As np.unique, which loads masked arrays when it is first used;
    that takes as long as to sort a million numbers."""
    values = np.sort(np.concatenate(parts))
    return values[run_starts(values)]


def numbered(values: Ints) -> tuple[Ints, Ints]:
    """The distinct numbers of an array, increasing, and for each number where it is among these."""
    order = values.argsort()
    in_order = values[order]
    starts = run_starts(in_order)
    numbers = np.empty(len(values), np.int64)
    numbers[order] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(values)))
    return in_order[starts], numbers
