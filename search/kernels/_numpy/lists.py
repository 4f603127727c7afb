"""Numbers of variable length, and lists of addresses made of them: the readable twin of `_compiled/lists.pyx`.

Seven bits a byte, the highest first; the high bit is set in all bytes of a number but the last.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Flags, Int32s, Ints, bounds_of, differences, ranges, run_starts
from search.kernels.packed_lists import SKIP

SkipState = tuple[int, int, int]

CONTINUES = 0x80
"""Set in a byte that is not the last of its number. All other bytes are smaller."""
_LOW_BITS = 0x7F
_MOST_BYTES = 9
"""Bytes of a number, at most. They have 63 bits."""
_RARE = 8
"""If at most one byte in so many continues, numbers are mostly of one byte."""
_ENDLESS = "a number is too long or has no end"


def pack(values: NDArray[Any]) -> Bytes:
    """As in `Kernels`."""
    if len(values) and values.min() < 0:
        raise ValueError("a number is negative")
    lengths = _packed_lengths(values)
    last = lengths.cumsum() - 1
    packed = np.empty(int(last[-1]) + 1 if len(last) else 0, np.uint8)
    packed[last] = values & _LOW_BITS
    longer, group = (lengths > 1).nonzero()[0], 1
    while len(longer):
        packed[last[longer] - group] = values[longer] >> 7 * group & _LOW_BITS | CONTINUES
        group += 1
        longer = longer[lengths[longer] > group]
    return packed


def _packed_lengths(values: NDArray[Any]) -> Ints:
    """The bytes that each number takes."""
    lengths = np.ones(len(values), np.int64)
    largest = int(values.max(initial=0))
    for bits in range(7, largest.bit_length(), 7):
        lengths += values >= 1 << bits
    return lengths


def unpack(packed: Bytes) -> Ints:
    """As in `Kernels`."""
    return _unpack(packed, np.zeros(0, np.int64))[0]


def unpack_gaps(packed: Bytes, sizes: Ints, bases: Ints | None = None) -> tuple[Ints, Ints]:
    """As in `Kernels`."""
    bounds = sizes.cumsum()
    is_whole = len(packed) == (int(bounds[-1]) if len(bounds) else 0)
    if not is_whole or (sizes <= 0).any() or (bases is not None and len(bases) != len(sizes)):
        raise ValueError("a list is empty, or the lists have other sizes")
    values, ends = _unpack(packed, bounds)
    counts = differences(ends)
    if len(values):
        starts = ends - counts
        values[starts[1:]] -= np.add.reduceat(values, starts)[:-1]  # the sum starts again with each list
        values[starts] += 0 if bases is None else differences(bases)
        values.cumsum(out=values)  # in place: new memory costs more than the sums
    return counts, values


def _unpack(packed: Bytes, bounds: Ints) -> tuple[Ints, Ints]:
    """The numbers, and how many of them lie before each of some bounds, which are in bytes."""
    if len(packed) and (packed[-1] >= CONTINUES or (packed[bounds - 1] >= CONTINUES).any()):
        raise ValueError(_ENDLESS)
    is_last = packed < CONTINUES
    if _RARE * (len(packed) - np.count_nonzero(is_last)) < len(packed):
        return _unpack_mostly_short(packed, is_last, bounds)
    last = is_last.nonzero()[0]
    values = packed[last].astype(np.int64)
    if len(last) < len(packed):
        lengths = differences(last)
        lengths[0] += 1
        if lengths.max() > _MOST_BYTES:
            raise ValueError(_ENDLESS)
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
            raise ValueError(_ENDLESS)
        lowest = np.append(owners[1:] != owners[:-1], True)
        values[owners[lowest]] |= (packed[others[lowest]] & _LOW_BITS).astype(np.int64) << 7 * group
        owners, others, group = owners[~lowest], others[~lowest], group + 1
    return values, ends


def build_lists(ids: Int32s, addresses: Ints, ranks: Int32s) -> tuple[Bytes, Ints]:
    """As in `Kernels`."""
    if len(addresses) != len(ids):
        raise ValueError("two columns have different lengths")
    sizes = np.zeros(len(ranks), np.int64)
    if not len(ids):
        return np.zeros(0, np.uint8), sizes
    is_inside = ids.min() >= 0 and ids.max() < len(ranks)
    keys = ranks[ids].astype(np.int64) if is_inside else np.full(1, -1)
    if keys.min() < 0 or keys.max() >= len(ranks) or addresses.min() < 0:
        raise ValueError("a token has no list, or the addresses of a list fall")
    order = _sorting_order(keys)
    lists, sorted_addresses = keys[order], addresses[order]
    gaps = differences(sorted_addresses)
    first = run_starts(lists)
    gaps[first] = sorted_addresses[first]
    if gaps.min() < 0:
        raise ValueError("a token has no list, or the addresses of a list fall")
    packed = pack(gaps)
    ends = (packed < CONTINUES).nonzero()[0][np.append(first[1:], len(lists)) - 1] + 1
    sizes[lists[first]] = differences(ends)
    return packed, sizes


def _sorting_order(keys: Ints) -> Ints:
    """The order that sorts numbers of 32 bits and leaves equal ones as they are.

    NumPy sorts numbers of 16 bits by counting: twice is several times as fast as once all 32 bits by comparing.
    """
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    high = (keys >> 16).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")] if high.any() else order


def build_skips(packed: Bytes, sizes: Ints, least: int, before: SkipState = (0, 0, 0)) -> tuple[Bytes, Ints, SkipState]:
    """As in `Kernels`."""
    if (sizes <= 0).any() or sizes.sum() != len(packed) or not 0 <= before[0] < SKIP:
        raise ValueError("a list is empty, or the lists have other sizes")
    chosen = np.flatnonzero(sizes >= least)
    if not len(chosen):
        return np.zeros(0, np.uint8), np.zeros(0, np.int64), before
    numbers, gap, length = before
    own_sizes = sizes[chosen]
    own = packed[ranges(bounds_of(sizes)[chosen], own_sizes)]
    counts, addresses = unpack_gaps(own, own_sizes)
    # Each list has some places: its entries, and its last number.
    entries = (numbers + counts) // SKIP
    bounds = bounds_of(entries + 1)
    places = SKIP * ranges(np.zeros_like(entries), entries + 1) + SKIP - 1 - numbers
    places = np.minimum(places, np.repeat(counts - 1, entries + 1)) + np.repeat(counts.cumsum() - counts, entries + 1)
    ends = (own < CONTINUES).nonzero()[0][places] + 1 - np.repeat(own_sizes.cumsum() - own_sizes, entries + 1)
    sums = np.stack((addresses[places], ends), axis=1)
    steps = differences(sums)
    steps[bounds[:-1]] = sums[bounds[:-1]] + (gap, length)
    of_entries = np.delete(steps, bounds[1:] - 1, axis=0).ravel()
    skip_sizes = np.diff(bounds_of(_packed_lengths(of_entries))[2 * bounds_of(entries)])
    state = (numbers + int(counts[-1])) % SKIP, int(steps[-1, 0]), int(steps[-1, 1])
    return pack(of_entries), skip_sizes, state


def join_lists(packed: Bytes, sizes: Ints, bases: Ints, ranks: Int32s, lists: int) -> tuple[Bytes, Ints]:
    """As in `Kernels`."""
    if not len(sizes) == len(bases) == len(ranks) or lists < 0 or (sizes < 0).any() or sizes.sum() != len(packed):
        raise ValueError("the lists have other sizes")
    if ((ranks < 0) | (ranks >= lists)).any():
        raise ValueError("a list has no place")
    chosen = np.flatnonzero(sizes)
    try:
        counts, addresses = unpack_gaps(packed, sizes[chosen], bases[chosen])
    except ValueError as error:
        raise ValueError("a list makes no sense") from error
    order = np.argsort(ranks[chosen], kind="stable")
    places, ends = ranks[chosen][order].astype(np.int64), counts.cumsum()
    firsts, last_addresses = addresses[ends - counts][order], addresses[ends - 1][order]
    is_first = run_starts(places)
    before = np.append(0, last_addresses)[: len(order)]  # the last address of the list before
    before[is_first] = 0
    if (firsts < before).any() or (last_addresses < firsts).any():
        raise ValueError("a list makes no sense")
    gaps = firsts - before
    gap_sizes = _packed_lengths(gaps)
    list_ends = bounds_of(sizes)[1:][chosen][order]
    rests = (packed < CONTINUES).nonzero()[0][ends - counts][order] + 1  # where the gaps behind the first one begin
    # A joined list is its new first gap and the rest of its bytes, and so on with the next list that goes there.
    begins = np.stack((bounds_of(gap_sizes)[:-1], rests + gap_sizes.sum()), axis=1).ravel()
    lengths = np.stack((gap_sizes, list_ends - rests), axis=1).ravel()
    joined = np.concatenate((pack(gaps), packed))[ranges(begins, lengths)]
    new_sizes = np.zeros(lists, np.int64)
    new_sizes[places[is_first]] = np.add.reduceat(gap_sizes + list_ends - rests, is_first) if len(is_first) else 0
    return joined, new_sizes
