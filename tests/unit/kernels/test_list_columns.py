"""Lists are read from the columns of a field, those that lie close at once; columns that do not fit together are
refused."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import Ints, bounds_of
from search.kernels.interface import Kernels
from search.kernels.list_columns import CLOSE, ListColumns, LongLists, Read
from search.kernels.packed_lists import FREQUENT, LONG, PackedList
from tests.support.kernels import both, outcome

SIZES = st.lists(st.sampled_from([0, 1, 3, LONG - 1, LONG, FREQUENT - 1, FREQUENT, CLOSE, CLOSE + 1]), max_size=9)


def column(size: int) -> bytes:
    return bytes(number * 7 % 251 for number in range(size))


def reading(data: bytes, places: list[tuple[int, int]]) -> Read:
    """Reads some bytes, and notes which."""

    def read(start: int, end: int) -> bytes:
        places.append((start, end))
        return data[start:end]

    return read


def of_long(sizes: list[int], least: int, places: list[tuple[int, int]]) -> LongLists:
    """Two bytes for each list of so many bytes."""
    numbers = np.array([number for number, size in enumerate(sizes) if size >= least], np.int64)
    return LongLists(numbers, 2 * np.arange(len(numbers) + 1), reading(column(2 * len(numbers)), places))


def columns_of(sizes: list[int], places: list[tuple[int, int]]) -> ListColumns:
    return ListColumns(
        bounds_of(sizes),
        reading(column(sum(sizes)), places),
        lambda: of_long(sizes, LONG, []),
        lambda: of_long(sizes, FREQUENT, []),
    )


@both
@given(sizes=SIZES, data=st.data())
def test_a_list_has_its_bytes_and_a_long_one_its_skips_and_documents(
    kernels: Kernels, sizes: list[int], data: st.DataObject
) -> None:
    numbers = sorted(data.draw(st.sets(st.integers(0, len(sizes) - 1)))) if sizes else []
    places: list[tuple[int, int]] = []
    lists = kernels.read_lists(columns_of(sizes, places), numbers, 3, 700)
    ends = bounds_of(sizes).tolist()
    for number, packed in zip(numbers, lists, strict=True):
        before = [sum(size >= least for size in sizes[:number]) for least in (LONG, FREQUENT)]
        skips, documents = (column(2 * len(sizes))[2 * at : 2 * at + 2] for at in before)
        of_list = skips * (sizes[number] >= LONG), documents * (sizes[number] >= FREQUENT)
        gaps = column(sum(sizes))[ends[number] : ends[number + 1]]
        assert packed == PackedList(gaps, of_list[0], 3, 700, of_list[1])
        assert isinstance(packed, PackedList)
    assert all(second[0] - first[1] > CLOSE for first, second in pairwise(places))


@given(
    bounds=st.lists(st.integers(0, 9), min_size=1, max_size=6),
    numbers=st.lists(st.integers(-2, 6), max_size=4),
    cut=st.integers(0, 1),
)
def test_of_any_bounds_both_kernels_read_the_same_lists_or_refuse_them(
    bounds: list[int], numbers: list[int], cut: int
) -> None:
    def read(start: int, end: int) -> bytes:
        return column(9)[start : end - cut]

    columns = ListColumns(np.array(bounds, np.int64), read, lambda: of_long([], 0, []), lambda: of_long([], 0, []))
    outcome(lambda kernels: kernels.read_lists(columns, numbers, 0, 9))


@both
@pytest.mark.parametrize("bounds", [[5, 9, 1, 3], [5, 9, 4, 6], [5, 9, 6, 8], [5, 9, 8, 9], [5, 9, 0, 5]])
def test_a_list_that_begins_before_one_with_a_lower_number_is_read_by_itself(
    kernels: Kernels, bounds: list[int]
) -> None:
    columns = ListColumns(
        np.array(bounds), reading(column(9), []), lambda: of_long([], 0, []), lambda: of_long([], 0, [])
    )
    lists = kernels.read_lists(columns, [0, 2], 0, 9)
    assert [packed.gaps for packed in lists] == [column(9)[5:9], column(9)[bounds[2] : bounds[3]]]


@given(numbers=st.lists(st.integers(-1, 3), max_size=3), bounds=st.lists(st.integers(0, 4), max_size=4))
def test_a_long_list_whose_skips_are_missing_is_refused_by_both_kernels(numbers: list[int], bounds: list[int]) -> None:
    def skips() -> LongLists:
        columns: tuple[Ints, ...] = tuple(np.array(values, np.int64) for values in (sorted(numbers), bounds))
        return LongLists(columns[0], columns[1], reading(column(4), []))

    columns = ListColumns(bounds_of([1, LONG]), reading(column(LONG + 1), []), skips, skips)
    found = outcome(lambda kernels: kernels.read_lists(columns, [1], 0, 9))
    assert isinstance(found, str) or 1 in numbers
