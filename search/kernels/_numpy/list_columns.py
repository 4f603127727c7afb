"""Read lists from the columns of a field: the readable twin of `_compiled/list_columns.pyx`."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from search.kernels.list_columns import CLOSE, ListColumns, LongLists
from search.kernels.packed_lists import FREQUENT, LONG, PackedList

_NO_LIST = "there is no such list"


def read_lists(columns: ListColumns, numbers: Sequence[int], base: int, end: int) -> list[PackedList]:
    """As in `Kernels`."""
    count = len(columns.bounds) - 1
    if not all(0 <= number < count for number in numbers) or any(
        second <= first for first, second in pairwise(numbers)
    ):
        raise ValueError(_NO_LIST)
    chosen = np.array(numbers, np.int64)
    starts, ends = columns.bounds[chosen].tolist(), columns.bounds[chosen + 1].tolist()
    if any(end < start for start, end in zip(starts, ends, strict=True)):
        raise ValueError(_NO_LIST)
    lists: list[PackedList] = []
    for run in _close(starts, ends):
        first, stop = starts[run[0]], ends[run[-1]]
        packed = columns.read(first, stop)
        if len(packed) != stop - first:
            raise ValueError(_NO_LIST)
        for at in run:
            gaps = packed[starts[at] - first : ends[at] - first]
            skips = _of_long(columns.skips(), numbers[at]) if len(gaps) >= LONG else b""
            documents = _of_long(columns.documents(), numbers[at]) if len(gaps) >= FREQUENT else b""
            lists.append(PackedList(gaps, skips, base, end, documents))
    return lists


def _close(starts: Sequence[int], ends: Sequence[int]) -> Iterator[range]:
    """Which lists are read together."""
    far = [at for at in range(1, len(starts)) if not 0 <= starts[at] - ends[at - 1] <= CLOSE]
    bounds = [0, *far, len(starts)] if starts else []
    return (range(first, end) for first, end in pairwise(bounds))


def _of_long(columns: LongLists, number: int) -> bytes:
    """What a long list has besides its gaps."""
    at = bisect_left(columns.numbers, number)
    if at == len(columns.numbers) or columns.numbers[at] != number or at + 1 >= len(columns.bounds):
        raise ValueError(_NO_LIST)
    return columns.read(int(columns.bounds[at]), int(columns.bounds[at + 1]))
