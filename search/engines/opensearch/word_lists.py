"""The words of an index, kept in memory and brought up to date at each new generation."""

import threading
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple

from search.engines.opensearch.connection import Connection
from search.engines.opensearch.indexes import Layout
from search.engines.opensearch.state import ClusterState
from search.engines.opensearch.word_documents import ids_of_words, read_words
from search.errors import IndexDamaged
from search.paths import REPAIR_HINT

_TRIES = 3
_INCOMPLETE = f"The cluster does not have all words of the index. {REPAIR_HINT}"
_BEYOND = "\U0010ffff"  # sorts behind whatever a word can go on with


class _Words(NamedTuple):
    """The words of each field, sorted, up to a generation, the ids of the documents that have them, and in how many
    articles each word stood when it was new."""

    generation: int
    documents: frozenset[str]
    by_field: dict[str, list[str]]
    counts: dict[tuple[str, str], int]


class WordLists:
    """The words of all fields of a build: those of its articles, and perhaps some of articles that have left. Safe
    across threads."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection = connection
        self._index = index
        self._lock = threading.Lock()
        self._words = _Words(0, frozenset(), {}, {})

    @staticmethod
    @lru_cache(maxsize=4)
    def of(connection: Connection, layout: Layout, build: str) -> "WordLists":
        """The words of a build, shared by all that ask for them."""
        return WordLists(connection, layout.of("words", build))

    def beginning(self, state: ClusterState, field: str, prefix: str) -> Sequence[str]:
        """The words of a field that begin with a prefix, sorted. Cost: reading the words that are new, once for a
        generation."""
        words = self._at(state).by_field.get(field, [])
        return words[bisect_left(words, prefix) : bisect_left(words, prefix + _BEYOND)] if prefix else words

    def commonest(self, state: ClusterState, field: str, prefix: str, most: int) -> Sequence[str]:
        """At most so many words that begin with a prefix: those that stood in most articles when they were new. Words
        that are common at the end are mostly common at the beginning."""
        words = self.beginning(state, field, prefix)
        if len(words) <= most:
            return words
        counts = self._at(state).counts
        return nlargest(most, words, key=lambda word: counts[field, word])

    def _at(self, state: ClusterState) -> _Words:
        if self._words.generation < state.generation:
            with self._lock:
                if self._words.generation < state.generation:
                    self._words = self._newer(self._words, state)
        return self._words

    def _newer(self, known: _Words, state: ClusterState) -> _Words:
        by_field = {field: set(words) for field, words in known.by_field.items()}
        counts = dict(known.counts)
        documents = self._documents(state)
        read = 0
        for words in read_words(self._connection, self._index, new := [*documents - known.documents]):
            read += 1
            for field, of_field in words.items():
                by_field.setdefault(field, set()).update(of_field)
                counts.update(((field, word), count) for word, count in of_field.items())
        if read < len(new):
            raise IndexDamaged(_INCOMPLETE)
        return _Words(state.generation, documents, {field: sorted(words) for field, words in by_field.items()}, counts)

    def _documents(self, state: ClusterState) -> frozenset[str]:
        """The ids of all documents with words."""
        for _ in range(_TRIES):
            ids = frozenset(ids_of_words(self._connection, self._index, state))
            if len(ids) >= state.words:  # a node that is cut off may lack some
                return ids
        raise IndexDamaged(_INCOMPLETE)
