"""The positions of words in the fields of some articles, read from the index."""

from functools import cached_property

import numpy as np

from search.arrays import Flags, Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.segment.segment_reader import FIELDS
from search.kernels import kernels

_FAR = 1 << 16
"""Positions that lie between those of two articles, at least. No phrase reaches as far."""


class ArticleFields(dict[str, "ArticleField"]):
    """The fields of some articles by name, each made on first use. Documents increase."""

    def __init__(self, reader: MultiReader, documents: Ints) -> None:
        self._reader = reader
        self._documents = documents

    def __contains__(self, name: object) -> bool:
        return name in FIELDS

    def __missing__(self, name: str) -> "ArticleField":
        field = self[name] = ArticleField(name, self._reader, self._documents)
        return field


class ArticleField:
    """One field of some articles. The position of a token is its number, plus that of its article << `shift`."""

    def __init__(self, name: str, reader: MultiReader, documents: Ints) -> None:
        self._documents = documents
        self.field = reader.field(name)
        self.starts = self.field.bounds[documents]
        self.ends = self.field.bounds[documents + 1]
        self.lengths = self.ends - self.starts - 1
        """The tokens of each article."""
        longest = max(self.lengths.tolist(), default=0)  # in a quarter of the time of an array's `max`
        self.shift = (longest + 1 + _FAR).bit_length()
        self._positions: dict[frozenset[str], Ints] = {}

    @property
    def is_empty(self) -> Flags:
        return self.lengths == 0

    @cached_property
    def has_unsearched(self) -> Flags:
        """As in `FieldPositions`."""
        counts, lengths = self.field.counts, self.field.lengths
        if counts is lengths:  # as in a segment without boilerplate
            return np.zeros(len(self._documents), np.bool_)
        return np.less(counts[self._documents], lengths[self._documents])

    def any_of(self, words: frozenset[str]) -> Ints:
        """As in `FieldPositions`. Two phrases that a leaf stands for have most of their words in common."""
        if words not in self._positions:
            self._positions[words] = self._any_of(words)
        return self._positions[words]

    def _any_of(self, words: frozenset[str]) -> Ints:
        lists = self.field.lists(words)
        try:
            return kernels().positions_in(lists, self.starts, self.ends, self.shift)
        except ValueError:
            self.field.verify(lists)
            raise

    def articles(self, positions: Ints) -> Ints:
        return positions >> self.shift
