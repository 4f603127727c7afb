"""Sorted lines, and lists of addresses, of several parts as one: the readable twin of `_compiled/merging.pyx`."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from search.arrays import Bytes, Int32s, Ints, bounds_of
from search.kernels._numpy.lists import pack, unpack_gaps

_CONTINUES = 0x80


def merge_lines(parts: Sequence[bytes]) -> tuple[bytes, list[Int32s]]:
    """As in `Kernels`."""
    lines_of_parts = [part.split(b"\n") for part in parts]
    for lines in lines_of_parts:
        if lines.pop() or any(line >= following for line, following in pairwise(lines)):
            raise ValueError("the lines of a part are not in order")
    merged = sorted(set().union(*lines_of_parts))
    numbers = {line: number for number, line in enumerate(merged)}
    places = [np.array([numbers[line] for line in lines], np.int32) for lines in lines_of_parts]
    return b"".join(line + b"\n" for line in merged), places


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
    ends = counts.cumsum()
    firsts, last_addresses = addresses[ends - counts], addresses[ends - 1]
    bounds = bounds_of(sizes)
    joined: list[list[bytes]] = [[] for _ in range(lists)]
    last = [0] * lists
    for number, first, last_address in zip(chosen.tolist(), firsts.tolist(), last_addresses.tolist(), strict=True):
        rank = int(ranks[number])
        if first < last[rank] or last_address < first:
            raise ValueError("a list makes no sense")
        own = packed[bounds[number] : bounds[number + 1]]
        rest = int(np.argmax(own < _CONTINUES)) + 1
        joined[rank] += [pack(np.array([first - last[rank]])).tobytes(), own[rest:].tobytes()]
        last[rank] = last_address
    merged = [b"".join(pieces) for pieces in joined]
    return np.frombuffer(b"".join(merged), np.uint8).copy(), np.array([*map(len, merged)], np.int64)
