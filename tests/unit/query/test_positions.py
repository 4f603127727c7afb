"""Phrases and near words, against a brute-force search."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.query import positions

LETTERS = st.sampled_from("abc")
WORDS = st.lists(LETTERS, min_size=1, max_size=4)
TEXTS = st.lists(LETTERS, max_size=16)


def where(text: str | list[str]) -> dict[str, NDArray[np.int64]]:
    """The places of each letter in a text."""
    return {letter: np.array([at for at, other in enumerate(text) if other == letter], np.int64) for letter in "abc"}


def all_combinations(words: list[str], text: list[str]) -> list[tuple[int, ...]]:
    """All combinations of positions of the words."""
    places = product(*(where(text)[word] for word in words))
    return [chosen for chosen in places if len(set(chosen)) == len(words)]


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("ab", "abcab", [0, 3]),
        ("aa", "aaa", [0, 1]),
        ("aba", "ababa", [0, 2]),
        ("ab", "ba", []),
        ("ac", "abc", []),
        ("ab", "", []),
        ("a", "bab", [1]),
    ],
)
def test_a_phrase_matches_consecutive_words(words: str, text: str, places: list[int]) -> None:
    assert positions.phrase(words, where(text)).tolist() == places


@pytest.mark.parametrize(
    ("words", "others", "text", "places"),
    [
        ("ab", 0, "ab.ba", [0, 1, 3, 4]),
        ("ab", 0, "a.b", []),
        ("ab", 1, "a.b", [0, 2]),
        ("ab", 1, "a..b", []),
        ("aa", 1, "a..a.a", [3, 5]),
        ("aa", 5, "a", []),
        ("abc", 1, "c.ab...c", [0, 2, 3]),
        ("ab", 1, "aab", [0, 1, 2]),
        ("ab", 3, "", []),
    ],
)
def test_near_words_match_in_any_order_within_a_window(words: str, others: int, text: str, places: list[int]) -> None:
    assert positions.near(words, others, where(text)).tolist() == places


@given(WORDS, TEXTS)
def test_phrases_match_as_in_a_brute_force_search(words: list[str], text: list[str]) -> None:
    in_a_row = [
        chosen
        for chosen in all_combinations(words, text)
        if list(chosen) == list(range(chosen[0], chosen[0] + len(words)))
    ]
    assert positions.phrase(words, where(text)).tolist() == sorted(chosen[0] for chosen in in_a_row)


@given(WORDS, st.integers(0, 5), TEXTS)
def test_near_words_match_as_in_a_brute_force_search(words: list[str], others: int, text: list[str]) -> None:
    close = [chosen for chosen in all_combinations(words, text) if max(chosen) - min(chosen) < len(words) + others]
    found = positions.near(words, others, where(text))
    assert found.tolist() == sorted({place for chosen in close for place in chosen})


@given(WORDS, TEXTS)
def test_a_phrase_match_is_also_a_near_match(words: list[str], text: list[str]) -> None:
    near = positions.near(words, 0, where(text)).tolist()
    for start in positions.phrase(words, where(text)).tolist():
        assert set(range(start, start + len(words))) <= set(near)


@given(st.lists(st.sampled_from("ab"), min_size=2, max_size=40), st.text("ab", min_size=20, max_size=200))
def test_a_repetitive_phrase_matches_as_in_a_plain_scan(words: list[str], text: str) -> None:
    for sought in (words, list(text[3 : 3 + len(words)]), len(words) * ["a"]):
        found = positions.phrase(sought, where(text)).tolist()
        assert found == [at for at in range(len(text)) if text.startswith("".join(sought), at)]


def test_many_positions_are_handled_quickly() -> None:
    many = {"a": np.arange(0, 3_000_000, 3), "b": np.arange(1, 3_000_000, 3)}
    assert len(positions.phrase("ab", many)) == 1_000_000
    assert not len(positions.phrase("ba", many))
    assert len(positions.near("ab", 0, many)) == 2_000_000
    assert not len(positions.near("aa", 1, many))


def test_a_long_query_on_a_dense_text_takes_few_passes() -> None:
    dense = {"a": np.arange(1_000_000)}
    assert len(positions.phrase(1_024 * "a", dense)) == 1_000_000 - 1_023
    assert len(positions.near(1_024 * "a", 0, dense)) == 1_000_000
    letters = [chr(number) for number in range(256, 768)]
    many = {letter: np.arange(at, 512 * 2_000, 512) for at, letter in enumerate(letters)}
    assert len(positions.near(letters, 0, many)) == 512 * 2_000
