"""What explanations and suggestions look up in an index."""

from collections.abc import Sequence
from typing import Protocol

from search.query import tree as query
from search.types.article import Article


class QueryIndex(Protocol):
    """The words of one state of an index, and the articles that have them."""

    @property
    def articles(self) -> int:
        """The number of articles."""

    @property
    def function_words(self) -> Sequence[frozenset[str]]:
        """The function words of each language of the index, that of most articles first."""

    def count(self, tree: query.Query) -> int:
        """The exact number of articles that a query tree matches."""

    def with_synonym_words(self, tree: query.Query) -> query.Query:
        """A query tree with one leaf for each run of its words that is an entry of the synonyms."""

    def words(self, leaf: query.Query) -> Sequence[str] | None:
        """The words of the index that a leaf stands for, those with the longest postings first. Before them stand the
        phrases of its synonyms, as quotations.

        None for a leaf that stands for no words, such as a phrase or a date.
        """

    def similar_words(self, leaf: query.Term, distance: int) -> Sequence[str]:
        """The more common words with at most `distance` typos in the word of a leaf, the longest postings first."""

    def forms(self, field: str, word: str) -> Sequence[str]:
        """The inflected forms of a word, including the word."""

    def beginning(self, field: str, prefix: str, most: int) -> Sequence[str]:
        """Words of a field that are longer than `prefix` and begin with it, those with the longest postings first."""

    def titled(self, words: Sequence[str], most: int, *, partial: bool) -> Sequence[Article]:
        """Articles whose titles begin with some words, then those whose titles have all of them; newest first.

        No title comes twice. With `partial`, the last word may be the beginning of a word.
        """
