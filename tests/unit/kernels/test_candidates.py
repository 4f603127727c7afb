"""Both kinds of kernels find the same pairs of articles that share fingerprints."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.support.kernels import outcome

HASH = st.one_of(st.integers(0, 5), st.integers((1 << 32) - 3, (1 << 32) - 1), st.integers(0, (1 << 32) - 1))
SETS = st.lists(st.lists(HASH, max_size=8), max_size=12)
LIMIT = st.integers(-1, 6)


@given(
    sets=SETS, familiar=LIMIT, common=LIMIT, enough=LIMIT, share=st.sampled_from([0.0, 0.3, 0.5, 2.0]), data=st.data()
)
def test_both_kernels_find_the_same_pairs(
    *, sets: list[list[int]], familiar: int, common: int, enough: int, share: float, data: st.DataObject
) -> None:
    """Whatever the order of the fingerprints, and where an article has one twice."""
    new = data.draw(st.lists(st.booleans(), min_size=len(sets), max_size=len(sets)))
    hashes = np.array([number for found in sets for number in found], np.uint32)
    columns = hashes, np.cumsum([0, *map(len, sets)]), np.array(new, np.bool_)
    found = outcome(lambda kernels: kernels.candidate_pairs(*columns, familiar, common, enough, share))
    assert isinstance(found, tuple)
    pairs = [*zip(found[0].tolist(), found[1].tolist(), strict=True)]
    assert pairs == sorted(set(pairs))
    assert all(new[a] or new[b] for a, b in pairs)


@given(bounds=st.lists(st.integers(-1, 5), max_size=4), new=st.lists(st.booleans(), max_size=4))
def test_bounds_that_do_not_fit_are_refused_by_both_kernels(bounds: list[int], new: list[bool]) -> None:
    columns = np.arange(4, dtype=np.uint32), np.array(bounds, np.int64), np.array(new, np.bool_)
    found = outcome(lambda kernels: kernels.candidate_pairs(*columns, 7, 64, 2, 0.3))
    fit = len(bounds) == len(new) + 1 and bounds[0] == 0 and bounds[-1] == 4 and bounds == sorted(bounds)
    assert isinstance(found, tuple) == fit


@given(hashes=st.lists(HASH, max_size=60), times=st.integers(0, 4), bits=st.integers(1, 29))
def test_both_kernels_find_the_same_repeated_hashes(hashes: list[int], times: int, bits: int) -> None:
    bits = bits if bits in (1, 29) else min(bits, 12)
    found = outcome(lambda kernels: kernels.repeated_hashes(np.array(hashes, np.uint32), times, bits))
    assert isinstance(found, np.ndarray) == (1 <= times <= 3 and bits not in (1, 29))
    if isinstance(found, np.ndarray):
        places = [number >> (32 - bits) for number in hashes]
        assert found.tolist() == [at for at, place in enumerate(places) if places.count(place) >= times]
