"""Arrays of numbers are put together as the functions of NumPy would do it."""

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import bounds_of, distinct, numbered, places_of

NUMBERS = st.lists(st.integers(-5, 5) | st.integers(-(2**63), 2**63 - 1)).map(lambda values: np.array(values, np.int64))


@given(parts=st.lists(NUMBERS, min_size=1, max_size=3))
def test_distinct_numbers_are_sorted(parts: list[np.ndarray]) -> None:
    assert distinct(*parts).tolist() == np.unique(np.concatenate(parts)).tolist()


@given(values=NUMBERS)
def test_each_number_is_known_by_its_place_among_the_distinct_ones(values: np.ndarray) -> None:
    found, numbers = numbered(values)
    assert found.tolist() == np.unique(values).tolist()
    assert found[numbers].tolist() == values.tolist()


@given(st.lists(st.tuples(st.lists(st.integers(0, 20)).map(sorted), st.integers(-1, 21)), min_size=1))
def test_places_in_parts_of_a_column_are_those_of_a_search_in_each_part(parts: list[tuple[list[int], int]]) -> None:
    bounds = bounds_of([len(part) for part, _ in parts])
    column = np.array([number for part, _ in parts for number in part], np.int64)
    values = np.array([value for _, value in parts], np.int64)
    found = places_of(values, column, bounds[:-1], bounds[1:]) - bounds[:-1]
    assert found.tolist() == [bisect_left(part, value) for part, value in parts]
