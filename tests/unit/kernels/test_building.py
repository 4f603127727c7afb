"""Both kinds of kernels make the same postings of tokens, or refuse them."""

from collections import defaultdict
from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

WORDS = st.lists(
    st.one_of(
        st.text(),
        st.text("ab\0é", max_size=3).map("a word and ".__add__),
        st.text("ab\0é日", min_size=6, max_size=11),
    ),
    max_size=8,
)
EDGES = [(1 << bits) + shift for bits in range(7, 42, 7) for shift in (-1, 0)]
GAPS = st.integers(0, 200) | st.sampled_from(EDGES)
TOKENS = st.lists(st.tuples(st.integers(0, 7), GAPS))


def part(tokens: list[tuple[int, int]]) -> tuple[Any, Any]:
    """Some tokens as two columns: the numbers of their words, and their addresses."""
    return np.array([word for word, _ in tokens], np.int32), np.array([address for _, address in tokens], np.int64)


@both
@given(words=WORDS, tokens=TOKENS, cut=st.integers(0, 9))
@example(words=["a", "b"], tokens=[(0, (1 << 63) - 1), (1, 0)], cut=1)
def test_postings_have_the_words_in_order_and_the_addresses_of_each(
    kernels: Kernels, words: list[str], tokens: list[tuple[int, int]], cut: int
) -> None:
    tokens = [(word, gap) for word, gap in tokens if word < len(words)]
    addresses = [*accumulate(gap for _, gap in tokens)]
    tokens = [(word, address) for (word, _), address in zip(tokens, addresses, strict=True)]
    expected: dict[tuple[str, int], list[int]] = defaultdict(list)
    for word, address in tokens:
        expected[words[word], word].append(address)
    lines, gaps, sizes = kernels.build_postings(words, [part(tokens[:cut]), part(tokens[cut:])])
    assert lines == "".join(f"{word}\n" for word, _ in sorted(expected)).encode()
    counts, found = kernels.unpack_gaps(gaps, sizes)
    assert counts.tolist() == [len(expected[key]) for key in sorted(expected)]
    assert found.tolist() == [address for key in sorted(expected) for address in expected[key]]


@given(words=WORDS, tokens=st.lists(st.tuples(st.integers(-1, 8), st.integers(-1, 3) | st.integers(0, 1 << 40))))
def test_of_any_tokens_both_kernels_build_the_same_postings_or_refuse_them(
    words: list[str], tokens: list[tuple[int, int]]
) -> None:
    outcome(lambda kernels: kernels.build_postings(words, [part(tokens)]))


@both
@pytest.mark.parametrize("addresses", [[5, 4], [-1, 0], [3, 7, 6]])
def test_words_whose_addresses_fall_are_refused(kernels: Kernels, addresses: list[int]) -> None:
    parts = [part([(0, address)]) for address in addresses]
    with pytest.raises(ValueError, match="the addresses of a word fall"):
        kernels.build_postings(["a"], parts)


@both
def test_parts_with_columns_of_different_lengths_are_refused(kernels: Kernels) -> None:
    with pytest.raises(ValueError, match="different lengths"):
        kernels.build_postings(["a"], [(np.zeros(2, np.int32), np.zeros(1, np.int64))])


@both
def test_half_of_a_surrogate_pair_is_refused_only_where_it_has_tokens(kernels: Kernels) -> None:
    words = ["a", "\ud800"]
    assert kernels.build_postings(words, [part([(0, 1)])])[0] == b"a\n"
    with pytest.raises(UnicodeEncodeError):
        kernels.build_postings(words, [part([(1, 1)])])


@both
def test_words_that_differ_late_are_in_order(kernels: Kernels) -> None:
    words = ["a long word c", "a long word", "a long word b", "a long word ba", "a long word a"]
    lines, _, _ = kernels.build_postings(words, [part([(number, number) for number in range(len(words))])])
    assert lines.decode().splitlines() == sorted(words)
