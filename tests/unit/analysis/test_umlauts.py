"""German words with umlauts and without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokenizer import tokenize
from search.analysis.umlauts import as_typed, with_e, without_e


@pytest.mark.parametrize(
    ("surface", "typed", "spelt_with_e"),
    [
        ("Bürgermeister", "bürgermeister", "buergermeister"),
        ("ÄRZTE", "ärzte", "aerzte"),
        ("Mu\u0308ller", "müller", "mueller"),
        ("Großmünster", "grossmünster", "grossmuenster"),
        ("Müllers", "müllers", "muellers"),
        ("Noël", "noel", "noel"),
        ("Burger", "burger", "burger"),
        ("ﬁnanzbüro", "finanzburo", "finanzburo"),  # a ligature has no letter of its own in the term
    ],
)
def test_a_word_is_spelt_with_the_umlauts_that_were_typed(surface: str, typed: str, spelt_with_e: str) -> None:
    (term,) = tokenize(surface).terms
    assert as_typed(surface, term) == typed
    assert with_e(typed) == spelt_with_e


@given(st.text(alphabet="äöüÄÖÜaouesß\u0308ﬁ'", min_size=1))
def test_what_is_typed_with_umlauts_is_the_same_term(surface: str) -> None:
    for term, start, end in zip(
        *(getattr(tokenize(surface), name) for name in ("terms", "starts", "ends")), strict=True
    ):
        assert tokenize(as_typed(surface[start:end], term)).terms == (term,)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("buergermeister", "burgermeister"),
        ("oesterreich", "osterreich"),
        ("haeuser", "hauser"),
        ("neuerung", "neuerung"),
        ("queensland", "queensland"),
        *((word, word) for word in ("blue", "does", "queen", "statues", "venues", "argues", "heroes", "michael")),
    ],
)
def test_short_words_and_the_ends_of_words_stay(term: str, expected: str) -> None:
    assert without_e(term) == expected
