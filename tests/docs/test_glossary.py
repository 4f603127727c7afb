"""The glossary holds the words of the code, and names modules that are there."""

import re

import pytest

import search
from tests.docs.papers import modules, quoted, read, table_rows

ROWS = list(table_rows(read("docs/glossary.md")))
WORDS = {word for term, *_ in ROWS for word in re.findall(r"[a-z]+", term.lower())}
PLAIN_ENGLISH = frozenset(
    """
    article as at bad brief byte cite compared config csv describe details error full in json language library line link
    list listed load log long mark missing mode name no of opening order page period progress result seedsearch
    selection split status stderr such to too summary updating version with
    """.split()  # noqa: SIM905 - they read better as a text
)
"""Words of public names that need no definition."""


def words_of(name: str) -> list[str]:
    """The words that a name is made of: `ArticleView` is article and view, `hits_csv` is hits and csv."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def is_defined(word: str) -> bool:
    """Whether a word, or what it is the plural of, is in the glossary or plain English."""
    singular = {word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word)}
    return not singular.isdisjoint(WORDS | PLAIN_ENGLISH)


@pytest.mark.parametrize("name", search.__all__)
def test_public_names_are_made_of_words_that_are_defined(name: str) -> None:
    assert [word for word in words_of(name) if not is_defined(word)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_a_term_has_a_definition_and_lives_in_a_module(row: list[str]) -> None:
    term, meaning, home = row
    assert term
    assert meaning
    assert quoted(home)
    assert set(quoted(home)) <= set(modules())


def test_no_term_is_defined_twice() -> None:
    terms = [term for term, *_ in ROWS]
    assert sorted(set(terms)) == sorted(terms)
