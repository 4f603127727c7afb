"""What kernels do for scores."""

from collections.abc import Callable, Sequence
from typing import Protocol

from search.arrays import Flags, Floats, Ids, Ints
from search.kernels.word_query import WordQuery

Weigh = Callable[[Sequence[int]], tuple[Sequence[float], float]]
"""Gives the factor of BM25 for each word of a query by how many documents have it, and what a title with all words
adds."""
Matches = tuple[int, Ints, Floats]
"""How many documents match; the first of them in order; and their scores."""


class ScoringKernels(Protocol):
    """Kernels that score documents, and choose the best."""

    def any_of(self, parts: Sequence[tuple[Ints, Floats]], size: int) -> tuple[Ints, Floats, Ints]:
        """The documents of any of some parts, increasing; the sums of their scores, added in the order of parts; and in
        how many parts each is.

        A part has documents below `size`, none twice, and a score for each. Raises LookupError for a document
        outside, and ValueError for columns of different lengths. Cost: all documents of the parts, and a bit for each
        of `size`.
        """

    def both_of(self, documents: Ints, scores: Floats, others: Ints, other_scores: Floats) -> tuple[Ints, Floats]:
        """The documents that two parts have in common, and the sums of their scores. Documents increase.

        Raises ValueError for columns of different lengths. Cost: for each document of the shorter part some steps in
        the longer one, at most all of both.
        """

    def best(self, documents: Ints, scores: Floats, ids: Ids, count: int) -> Ints:
        """The places of the best `count` documents, in order: by score, the highest first, then by id.

        `ids` has the id of every document. Raises as `any_of`. Cost: for each document the logarithm of `count`.
        """

    def rank_words(
        self, query: WordQuery, live: Flags, norms: Floats, ids: Ids, weigh: Weigh
    ) -> tuple[Matches, tuple[Matches, Ints]]:
        """The full matches of a query among live documents; and the partial ones with which of the words each has, as
        bits. Both are ordered as by `best`.

        A word scores as by `score_tokens`, and a document the sum of its words. Norms and factors are not negative.
        Partial matches follow where full ones are no more than `most`, as many as then fit.

        Raises as `score_tokens`, ValueError for an invalid query, and what `weigh` raises. Cost: as
        `count_tokens` for each word; then some steps for each 64 documents, and for each that may be among the first.
        """
