"""Arrays of numbers are put together as the functions of NumPy would do it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import distinct, numbered

NUMBERS = st.lists(st.integers(-5, 5) | st.integers(-(2**63), 2**63 - 1)).map(lambda values: np.array(values, np.int64))


@given(parts=st.lists(NUMBERS, min_size=1, max_size=3))
def test_distinct_numbers_are_sorted(parts: list[np.ndarray]) -> None:
    assert distinct(*parts).tolist() == np.unique(np.concatenate(parts)).tolist()


@given(values=NUMBERS)
def test_each_number_is_known_by_its_place_among_the_distinct_ones(values: np.ndarray) -> None:
    found, numbers = numbered(values)
    assert found.tolist() == np.unique(values).tolist()
    assert found[numbers].tolist() == values.tolist()
