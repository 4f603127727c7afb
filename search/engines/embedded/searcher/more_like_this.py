"""Which articles have most in common with some weighted words, as Lucene's MoreLikeThis. No text is read for it."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from math import exp, log

import numpy as np

from search.arrays import Floats, Ints
from search.engines.base import DateBoost
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import evaluate
from search.engines.embedded.searcher.vocabulary import sizes
from search.query import tree
from search.query.nodes import TEXT, AnyOf

ALIKE = 0.15
"""The part of the excluded article's own score from which on another article is like it."""
_OCCURRENCES = 1.7
"""How often a word stands, in the mean, in an article that has it."""
_KEPT = 1 << 17
"""Words whose frequencies are kept."""


class MoreLikeThis:
    """Articles like others, in all segments of a commit point. Safe across threads."""

    def __init__(self, reader: MultiReader) -> None:
        self._reader = reader
        self._frequency = lru_cache(maxsize=_KEPT)(self._estimated_frequency)

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """In about how many articles words stand. Cost: some microseconds for each word and segment, once while it is
        in use."""
        return {word: self._frequency(word) for word in words}

    def to(self, weights: Mapping[str, float], date_boost: DateBoost | None, exclude: int, most: int) -> list[int]:
        """The documents that score best by BM25 for some weighted words, at most so many, but for the document
        `exclude`, which the words are of. Equal ones come in order of ids. Cost: reading the postings of the words."""
        clauses = [AnyOf(TEXT, (word,), weight) for word, weight in weights.items()]
        scored = evaluate(tree.Or(clauses), self._reader)
        own_score = scored.scores[scored.documents == exclude].sum()
        alike = (scored.scores >= ALIKE * own_score) & (scored.documents != exclude)
        documents = scored.documents[alike]
        scores = scored.scores[alike]
        if date_boost:
            scores = scores * self._date_factors(date_boost, documents)
        order = np.lexsort((self._reader.ids[documents], -scores))[:most]
        return [int(document) for document in documents[order]]

    def _date_factors(self, date_boost: DateBoost, documents: Ints) -> Floats:
        """What the date multiplies the score of each document by: more than 1 where its text states a day."""
        first, last = (side[documents] for side in self._reader.days)
        is_stated = (first == last) & (self._reader.moments[documents] & 1 == 0)
        distance = np.abs(first - date_boost.day.toordinal())
        return 1 + date_boost.boost * np.exp(-distance / date_boost.scale) * is_stated

    def _estimated_frequency(self, word: str) -> int:
        """From the bytes of a word's postings, which are known without reading them: a gap of g takes 1 + log128(g)
        bytes or so, and occurrences that fall into N articles at random fall into N (1 - exp(-occurrences / N))."""
        parts, terms = self._reader.parts(TEXT), frozenset((word,))
        room = sum(int(sizes(field, np.array(field.terms.numbers(terms), np.int64)).sum()) for field in parts)
        if not room:
            return 0
        gap_bytes = 1 + log(max(int(self._reader.field(TEXT).bounds[-1]) / room, 1)) / log(128)
        with_word = room / gap_bytes / _OCCURRENCES
        return max(1, round(self._reader.count * (1 - exp(-with_word / self._reader.count))))
