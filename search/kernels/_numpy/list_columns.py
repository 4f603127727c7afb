"""Read lists from the columns of a field: the readable twin of `_compiled/list_columns.pyx`."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.kernels.list_columns import CLOSE, ListColumns, LongLists
from search.kernels.packed_lists import FREQUENT, LONG, PackedList

_NO_LIST = "there is no such list"


def read_lists(columns: ListColumns, numbers: Sequence[int], base: int, end: int) -> list[PackedList]:
    """As in `Kernels`."""
    starts, ends = columns.bounds[:-1].tolist(), columns.bounds[1:].tolist()
    inside = [0 <= number < len(starts) and starts[number] <= ends[number] for number in numbers]
    if not all(inside) or any(second <= first for first, second in pairwise(numbers)):
        raise ValueError(_NO_LIST)
    lists: list[PackedList] = []
    for run in _close(numbers, starts, ends):
        first, stop = starts[run[0]], ends[run[-1]]
        packed = columns.read(first, stop)
        if len(packed) != stop - first:
            raise ValueError(_NO_LIST)
        for number in run:
            gaps = packed[starts[number] - first : ends[number] - first]
            skips = _of_long(columns.skips(), number) if len(gaps) >= LONG else b""
            documents = _of_long(columns.documents(), number) if len(gaps) >= FREQUENT else b""
            lists.append(PackedList(gaps, skips, base, end, documents))
    return lists


def _close(numbers: Sequence[int], starts: Sequence[int], ends: Sequence[int]) -> Iterator[Sequence[int]]:
    """The numbers in parts that are read together."""
    far = [at for at in range(1, len(numbers)) if not 0 <= starts[numbers[at]] - ends[numbers[at - 1]] <= CLOSE]
    bounds = [0, *far, len(numbers)] if numbers else []
    return (numbers[first:end] for first, end in pairwise(bounds))


def _of_long(columns: LongLists, number: int) -> bytes:
    """What a long list has besides its gaps."""
    at = bisect_left(columns.numbers, number)
    if at == len(columns.numbers) or columns.numbers[at] != number or at + 1 >= len(columns.bounds):
        raise ValueError(_NO_LIST)
    return columns.read(int(columns.bounds[at]), int(columns.bounds[at + 1]))
