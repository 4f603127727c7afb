"""Terms in the term dictionary are found as in a sorted list."""

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.segment.term_dictionary import TermDictionary

LETTERS = st.characters(exclude_categories=("Cs", "Cc"))
WORDS = st.one_of(st.text(LETTERS, min_size=1, max_size=5), st.text("ab", min_size=1, max_size=9))
VOCABULARIES = st.lists(WORDS, unique=True, max_size=300).map(sorted)


def made(words: list[str]) -> TermDictionary:
    """Terms of a sorted list."""
    return TermDictionary("".join(f"{word}\n" for word in words).encode())


@given(VOCABULARIES)
def test_all_terms_are_read_back(words: list[str]) -> None:
    terms = made(words)
    assert len(terms) == len(words)
    assert terms.all() == words
    assert terms.at(np.arange(len(words))) == words
    assert "".join(map(chr, terms.letters())) == "".join(f"{word}\n" for word in words)


@given(VOCABULARIES, WORDS | st.just(""))
def test_terms_are_found_by_prefix(words: list[str], prefix: str) -> None:
    assert made(words).beginning(prefix) == [word for word in words if word.startswith(prefix)]


@given(VOCABULARIES, st.frozensets(WORDS, max_size=30), st.data())
def test_term_numbers_are_found(words: list[str], others: frozenset[str], data: st.DataObject) -> None:
    wanted = others | (data.draw(st.frozensets(st.sampled_from(words))) if words else frozenset())
    assert made(words).numbers(wanted) == [bisect_left(words, word) for word in sorted(wanted & set(words))]
