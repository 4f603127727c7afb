"""A batch of texts has the compound terms that each text has alone."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.compounds import (
    as_written,
    is_compound_term,
    joined_word,
    second_part,
    text_compounds,
)
from search.analysis.tokenizer import tokenize
from tests.unit.analysis.test_tokenizer import LEFTOVERS

PIECES = st.sampled_from(
    ["co", "op", "e", "mail", "19", "é", "हि", "日", "-", "‐", "--", "-\n", " ", ".", "%", "per", "cent"]
)
TEXTS = st.lists(
    st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(st.sampled_from(LEFTOVERS)).map("".join)), max_size=4
)


def alone(text: str) -> list[tuple[int, str]]:
    return list(text_compounds(text, tokenize(text)))


def together(texts: Sequence[str]) -> list[list[tuple[int, str]]]:
    tokens = tokenize_batch(texts)
    terms, found, numbers = tokens.compounds()
    rows = [(number, terms[term]) for term, number in zip(found.tolist(), numbers.tolist(), strict=True)]
    bounds = zip(tokens.bounds[:-1].tolist(), tokens.bounds[1:].tolist(), strict=True)
    return [[(number - first, term) for number, term in rows if first <= number < end] for first, end in bounds]


@given(TEXTS)
def test_a_batch_has_the_compounds_that_each_text_has_alone(texts: list[str]) -> None:
    assert together(texts) == [alone(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "compounds"),
    [
        ("An E-mail", [(1, "-email-1")]),
        ("co‑operation", [(0, "-cooperation-2")]),
        ("e-mail-address", [(0, "-email-1"), (1, "-mailaddress-4")]),
        ("state-of-the-art", []),
        ("e--mail, e - mail, e -mail", []),
        ("F-16, COVID-19", [(0, "-f16-1"), (2, "-covid19-5")]),
        ("1990-1995, 20-year", []),
        ("日-本", []),
    ],
)
def test_a_compound_is_two_parts_with_one_hyphen_between(text: str, compounds: list[tuple[int, str]]) -> None:
    assert alone(text) == compounds
    assert together([text]) == [compounds]


def test_a_selection_has_the_compounds_that_are_whole() -> None:
    tokens = tokenize_batch(["e-mail co-op"])
    for mask, terms in (([1, 1, 1, 0], ["-email-1"]), ([0, 1, 1, 1], ["-coop-2"]), ([1, 0, 1, 0], [])):
        found, numbers, _ = tokens.select(np.array(mask, np.bool_)).compounds()
        assert numbers.tolist() == [*range(len(terms))]
        assert found == terms


def test_a_compound_term_says_how_it_is_written() -> None:
    assert is_compound_term("-cooperation-2") and not is_compound_term("cooperation")
    assert joined_word("-cooperation-2") == "cooperation"
    assert second_part("-cooperation-2") == "operation"
    assert [as_written(term) for term in ("-cooperation-2", "-xx-1", "xx")] == ["co-operation", "x-x", "xx"]
