"""Both kinds of kernels keep the same hashes of articles."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels.gram_hashes import gram_hashes
from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

TERMS = st.one_of(
    st.lists(st.integers(0, 2), min_size=20, max_size=60),
    st.lists(st.one_of(st.integers(0, 2), st.integers(0, (1 << 64) - 1)), max_size=60),
)


@given(terms=TERMS, cuts=st.lists(st.integers(0, 60), max_size=4), k=st.integers(1, 5), window=st.integers(1, 9))
def test_both_kernels_keep_the_least_grams_of_each_article(
    terms: list[int], cuts: list[int], k: int, window: int
) -> None:
    hashes = np.array(terms, np.uint64)
    distinct, ids = np.unique(hashes, return_inverse=True)
    bounds = [0, *sorted(min(cut, len(terms)) for cut in cuts), len(terms)]
    found = outcome(lambda kernels: kernels.winnow(ids.astype(np.int32), distinct, np.array(bounds), k, window))
    assert isinstance(found, tuple)
    prints, positions, new_bounds = (column.tolist() for column in found)
    for number, (first, last) in enumerate(pairwise(bounds)):
        grams = (gram_hashes(hashes[first:last], k) >> np.uint64(32)).tolist()
        windows = [grams[at : at + window] for at in range(max(1, len(grams) - window + 1))] if grams else []
        mine = slice(new_bounds[number], new_bounds[number + 1])
        assert prints[mine] == sorted({min(each) for each in windows})
        assert [grams[at] for at in positions[mine]] == prints[mine]


@given(bounds=st.lists(st.integers(-2, 9), max_size=4), k=st.integers(-1, 9), window=st.integers(-1, 9))
def test_bounds_that_do_not_fit_are_refused_by_both_kernels(bounds: list[int], k: int, window: int) -> None:
    ids, hashes = np.arange(7, dtype=np.int32), np.arange(7, dtype=np.uint64)
    found = outcome(lambda kernels: kernels.winnow(ids, hashes, np.array(bounds, np.int64), k, window))
    fit = bool(bounds) and bounds[0] >= 0 and bounds == sorted(bounds) and bounds[-1] <= len(hashes)
    assert isinstance(found, tuple) == (fit and k > 0 and window > 0)


@both
@pytest.mark.parametrize("number", [-1, 2])
def test_a_term_without_a_hash_is_refused(kernels: Kernels, number: int) -> None:
    with pytest.raises(ValueError, match="a term has no hash"):
        kernels.winnow(np.array([0, number], np.int32), np.zeros(2, np.uint64), np.array([0, 2]), 1, 1)


@given(words=st.lists(st.text(st.characters(exclude_categories=()), max_size=9)))
def test_both_kernels_give_words_the_same_hashes(words: list[str]) -> None:
    hashes = outcome(lambda kernels: kernels.hash_words(words))
    assert isinstance(hashes, np.ndarray)
    assert len(np.unique(hashes)) == len({*words})
