"""Both kinds of kernels find the bigrams that a plain scan finds, and refuse what is no list."""

from itertools import pairwise, product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from search.kernels import kernels
from search.kernels.interface import Kernels
from search.kernels.packed_lists import MOST_COMMON
from tests.support.kernels import both, outcome
from tests.support.profiles import fewer

Texts = list[list[int]]
"""The number of each word of some documents; a word that is not common is -1."""
ADDRESSES = 1 << 15
"""Addresses that the compiled kernel looks at together."""


@st.composite
def texts(draw: st.DrawFn) -> Texts:
    """Documents of a few words, some of them about as long as the window of a kernel."""
    random = Random(draw(st.integers(0, 1 << 32)))
    lengths = [random.choice((0, 1, 2, 9, 60)) for _ in range(draw(st.integers(1, 60)))]
    rare = draw(st.sampled_from((0, 1, 3, 20)))
    words = [*range(draw(st.integers(1, 4))), *[-1] * rare]
    made = [random.choices(words, k=length) for length in lengths]
    if draw(st.booleans()):
        size = ADDRESSES + draw(st.integers(-70, 70))
        made.insert(draw(st.integers(0, len(made))), [-1] * size + random.choices(words, k=9))
    return made


def tokens(drawn: Texts) -> list[int]:
    """The words of all documents by their addresses."""
    return [word for text in drawn for word in (*text, -1)]


def lists_of(drawn: Texts) -> list[bytes]:
    """The lists of the common words that occur."""
    places = np.array(tokens(drawn))
    return [packed((places == number).nonzero()[0]) for number in range(4) if number in places]


def packed(addresses: ArrayLike) -> bytes:
    return kernels("numpy").pack(np.diff(np.asarray(addresses, np.int64), prepend=0)).tobytes()


@both
@fewer(5)
@given(drawn=texts())
def test_a_bigram_has_the_addresses_that_a_scan_finds(kernels: Kernels, drawn: Texts) -> None:
    in_order = tokens(drawn)
    occurring = [number for number in range(4) if number in in_order]
    bigrams, sizes = kernels.build_bigrams(lists_of(drawn))
    places: dict[tuple[int, int], list[int]] = {}
    for address, pair in enumerate(pairwise(in_order)):
        places.setdefault(pair, []).append(address)
    expected = [packed(places.get(bigram, [])) for bigram in product(occurring, occurring)]
    assert bigrams.tobytes() == b"".join(expected)
    assert sizes.tolist() == [*map(len, expected)]


@both
def test_more_words_than_may_be_common_are_refused(kernels: Kernels) -> None:
    bigrams, sizes = kernels.build_bigrams([packed([at]) for at in range(MOST_COMMON)])
    assert (len(bigrams), len(sizes)) == (MOST_COMMON - 1, MOST_COMMON**2)
    with pytest.raises(ValueError, match="too many"):
        kernels.build_bigrams([packed([at]) for at in range(MOST_COMMON + 1)])


HOSTILE = st.one_of(
    st.binary(max_size=12),
    st.lists(st.sampled_from([0, 1, 2, 3, 127, 128, 255]), max_size=20).map(bytes),
    st.lists(st.integers(0, 40), min_size=1, max_size=9).map(lambda gaps: packed(np.cumsum(gaps).tolist())),
)


@given(lists=st.lists(HOSTILE, max_size=3), far=st.integers(0, (1 << 63) - 1))
def test_of_any_bytes_both_kernels_make_the_same_bigrams_or_refuse_them(lists: list[bytes], far: int) -> None:
    outcome(lambda each: each.build_bigrams(lists))
    outcome(lambda each: each.build_bigrams([*lists, packed([far])]))
    outcome(lambda each: each.build_bigrams([packed([far]), *(data + packed([far]) for data in lists)]))
