"""Counts what the parts of a query match, and the words that they stand for."""

from collections.abc import Iterable
from functools import partial

import numpy as np

from search.analysis.compounds import as_written, written_words
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import ScoredDocs, evaluate, score
from search.engines.embedded.searcher.vocabulary import IndexVocabulary, by_room
from search.query import tree as query
from search.query.expand import expand
from search.query.nodes import TEXT, AnyOf, content_words_of
from search.query.query_lookups import QueryLookups
from search.query.serialize import canonical_text, node_text


class QueryCounts(QueryLookups):
    """A `search.query.query_index.QueryIndex` over one commit point."""

    def __init__(self, reader: MultiReader, vocabulary: IndexVocabulary) -> None:
        super().__init__(vocabulary)
        self._reader = reader
        self._vocabulary = vocabulary

    @property
    def articles(self) -> int:
        """As in `QueryIndex`."""
        return self._reader.count

    def count(self, tree: query.Query) -> int:
        """As in `QueryIndex`."""
        key = canonical_text(tree), content_words_of(tree)
        return len(self._reader.answers.get(key, partial(self._answer, tree)).documents)

    def _answer(self, tree: query.Query) -> ScoredDocs:
        return score(expand(tree, self._vocabulary, []), self._reader)

    def words(self, leaf: query.Query) -> list[str] | None:
        """As in `QueryIndex`."""
        expanded = expand(leaf, self._vocabulary, [])
        if not isinstance(expanded, AnyOf):
            return None
        counts = self._phrase_counts(leaf, expanded) if expanded.word_sequences else {}
        common_first = sorted(filter(counts.get, counts), key=counts.__getitem__, reverse=True)
        words = map(as_written, self._by_room(leaf.fieldname, expanded.words))
        return list(dict.fromkeys((*common_first, *words)))

    def _phrase_counts(self, leaf: query.Query, expanded: AnyOf) -> dict[str, int]:
        """How many articles have each phrase that a leaf stands for. Where all others are in none, the last one has
        those of the leaf, which the search has counted."""
        counts: dict[tuple[str, ...], int] = {}
        *longer, shortest = sorted(expanded.word_sequences, key=len, reverse=True)
        for words in longer:
            counts[words] = self._count_phrase(leaf.fieldname, words)
        is_last = not expanded.words and not any(counts.values())
        counts[shortest] = self.count(leaf) if is_last else self._count_phrase(leaf.fieldname, shortest)
        return {node_text(query.Phrase(TEXT, written_words(words))): counts[words] for words in sorted(counts)}

    def _count_phrase(self, field: str, words: tuple[str, ...]) -> int:
        return len(evaluate(AnyOf(field, (), word_sequences=(words,)), self._reader).documents)

    def similar_words(self, leaf: query.Term, distance: int) -> list[str]:
        """As in `QueryIndex`."""
        field = leaf.fieldname
        near = self._vocabulary.common_within(field, leaf.text, distance)
        return [word for word in self._by_room(field, near) if word != leaf.text]

    def _by_room(self, field: str, words: Iterable[str]) -> list[str]:
        """Those of some words that are in the index, those with the longest postings first."""
        sorted_words = frozenset(words)
        return by_room(
            (part, np.array(part.terms.numbers(sorted_words), np.int64)) for part in self._vocabulary.parts(field)
        )
