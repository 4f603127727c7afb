"""What explanations and suggestions ask of the words of an index, whichever engine has them."""

from collections.abc import Sequence

from search.query import tree as query
from search.query.function_words import function_words_of
from search.query.nodes import TEXT, AnyOf, Forms
from search.query.synonym_words import join_synonym_words
from search.query.vocabulary import Vocabulary


class QueryLookups:
    """The part of a `search.query.query_index.QueryIndex` that needs a vocabulary alone."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary

    @property
    def function_words(self) -> Sequence[frozenset[str]]:
        """As in `QueryIndex`."""
        return self._words.function_words

    def with_synonym_words(self, tree: query.Query) -> query.Query:
        """As in `QueryIndex`."""
        return join_synonym_words(tree, self._words.synonyms)

    def forms(self, field: str, word: str) -> Sequence[str]:
        """As in `QueryIndex`."""
        return self._words.forms(field, word)

    def titles_with(self, words: Sequence[str], *, partial: bool) -> query.Query:
        """What finds the titles that have some words. Function words need not be there; with `partial`, the last word
        may be the beginning of a word."""
        last = self._words.beginning("title", words[-1]) if partial else words[-1:]
        plain_words = query.And([Forms(TEXT, word) for word in words[:-1]])
        function_words = function_words_of(plain_words, self._words.function_words)
        others = [word for word in words[:-1] if word not in function_words]
        return query.And([AnyOf("title", (word,)) for word in others] + [AnyOf("title", last)])
