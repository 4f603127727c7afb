"""Numbers of variable length, and lists of addresses made of them: the readable twin of `_compiled/lists.pyx`.

Seven bits a byte, the highest first; the high bit is set in all bytes of a number but the last.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Flags, Int32s, Ints, bounds_of, differences, ranges, run_starts
from search.kernels.packed_lists import SKIP

SkipState = tuple[int, int, int]

_CONTINUES = 0x80
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
    if len(packed) and (packed[-1] >= _CONTINUES or (packed[bounds - 1] >= _CONTINUES).any()):
        raise ValueError(_ENDLESS)
    is_last = packed < _CONTINUES
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
    """As in `Kernels`. Sorts: a list's rank and an address make one integer. Sorting a million takes 20 ms."""
    if len(addresses) != len(ids):
        raise ValueError("two columns have different lengths")
    sizes = np.zeros(len(ranks), np.int64)
    if not len(ids):
        return np.zeros(0, np.uint8), sizes
    is_inside = ids.min() >= 0 and ids.max() < len(ranks)
    keys = ranks[ids].astype(np.int64) if is_inside else np.full(1, -1)
    if keys.min() < 0 or keys.max() >= len(ranks) or addresses.min() < 0:
        raise ValueError("a token has no list, or the addresses of a list fall")
    order = np.argsort(keys, kind="stable")
    lists, sorted_addresses = keys[order], addresses[order]
    gaps = differences(sorted_addresses)
    first = run_starts(lists)
    gaps[first] = sorted_addresses[first]
    if gaps.min() < 0:
        raise ValueError("a token has no list, or the addresses of a list fall")
    packed = pack(gaps)
    ends = (packed < _CONTINUES).nonzero()[0][np.append(first[1:], len(lists)) - 1] + 1
    sizes[lists[first]] = differences(ends)
    return packed, sizes


def build_skips(packed: Bytes, sizes: Ints, least: int, before: SkipState = (0, 0, 0)) -> tuple[Bytes, Ints, SkipState]:
    """As in `Kernels`."""
    if (sizes <= 0).any() or sizes.sum() != len(packed) or not 0 <= before[0] < SKIP:
        raise ValueError("a list is empty, or the lists have other sizes")
    skips, skip_sizes, state = [np.zeros(0, np.uint8)], [], before
    start = 0
    for size in sizes.tolist():
        if size >= least:
            of_list, state = _skips_of(packed[start : start + size], before)
            skips.append(of_list)
            skip_sizes.append(len(of_list))
        start += size
    return np.concatenate(skips), np.array(skip_sizes, np.int64), state


def _skips_of(packed: Bytes, before: SkipState) -> tuple[Bytes, SkipState]:
    """The skips of one list, or of the next part of one, and its state behind them."""
    numbers, gap, length = before
    (count,), addresses = unpack_gaps(packed, np.array([len(packed)]))
    ends = (packed < _CONTINUES).nonzero()[0] + 1
    edges = np.append(np.arange(SKIP - 1 - numbers, count, SKIP), count - 1)
    steps = np.diff([addresses[edges], ends[edges]], prepend=[[-gap], [-length]])
    return pack(steps[:, :-1].T.ravel()), ((numbers + int(count)) % SKIP, int(steps[0, -1]), int(steps[1, -1]))


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
    rests = (packed < _CONTINUES).nonzero()[0][ends - counts][order] + 1  # where the gaps behind the first one begin
    # A joined list is its new first gap and the rest of its bytes, and so on with the next list that goes there.
    begins = np.stack((bounds_of(gap_sizes)[:-1], rests + gap_sizes.sum()), axis=1).ravel()
    lengths = np.stack((gap_sizes, list_ends - rests), axis=1).ravel()
    joined = np.concatenate((pack(gaps), packed))[ranges(begins, lengths)]
    new_sizes = np.zeros(lists, np.int64)
    new_sizes[places[is_first]] = np.add.reduceat(gap_sizes + list_ends - rests, is_first) if len(is_first) else 0
    return joined, new_sizes
