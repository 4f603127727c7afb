"""Fingerprints of some of many articles."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.fingerprint_table import fingerprints_of

SIZES = st.lists(st.integers(0, 3), min_size=64, max_size=80)  # so many that one run of neighbours is few of them


@pytest.mark.parametrize("most_runs", [1, 80])
@given(sizes=SIZES, data=st.data())
def test_the_fingerprints_of_some_articles_are_theirs_in_order(
    most_runs: int, sizes: list[int], data: st.DataObject
) -> None:
    """Also where the articles are neighbours, whose fingerprints are copied together."""
    if most_runs == 1:
        first, end = (data.draw(st.integers(0, len(sizes))) for _ in range(2))
        chosen = [first <= number < end for number in range(len(sizes))]
    else:
        chosen = data.draw(st.lists(st.booleans(), min_size=len(sizes), max_size=len(sizes)))
    bounds = np.cumsum([0, *sizes])
    hashes = np.arange(bounds[-1], dtype=np.uint32)
    copied = fingerprints_of(hashes, bounds, np.array(chosen, np.bool_))
    expected = [hashes[bounds[at] : bounds[at + 1]].tolist() for at in np.flatnonzero(chosen)]
    assert copied.tolist() == [*chain.from_iterable(expected)]
    assert copied.dtype == np.uint32
