"""Which articles have most in common with one: found by its heaviest words alone, no text but its own is read.

All that is asked of the index for it is asked here.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from math import exp, log

import numpy as np
from whoosh import query as tree

from search.arrays import Floats, Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import ScoredDocs, evaluate
from search.engines.embedded.searcher.vocabulary import sizes
from search.events.similarity import DATES, DAYS
from search.events.story import event_profiles
from search.query.nodes import TEXT, AnyOf
from search.types.article import Article, stated_day

HEAVIEST = 25
"""Words of an article by which others are looked for."""
ALIKE = 0.15
"""The part of its own score from which on another article is like an article."""
_TIMES = 1.7  # so often, in the mean, stands a word where it stands at all
_KEPT = 1 << 17  # words of which it is remembered how frequent they are


class MoreLikeThis:
    """Articles that are like others, of one view."""

    def __init__(self, reader: MultiReader) -> None:
        self._reader = reader
        self._frequency = lru_cache(maxsize=_KEPT)(self._estimated)

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """In about how many articles words stand. Cost: some microseconds for each word and segment, once while it is
        in use."""
        return {word: self._frequency(word) for word in words}

    def to(self, article: Article, document: int, most: int) -> list[int]:
        """The documents that have most in common with a document, at most so many, equal ones in order of ids.

        By the article's HEAVIEST words, where names and what begins the text weigh more, and by BM25; a day close to
        its own adds to a score. Cost: reading the lists of those words.
        """
        found = self._alike(article)
        own = found.scores[found.documents == document].sum()
        like = (found.scores >= ALIKE * own) & (found.documents != document)
        documents = found.documents[like]
        scores = found.scores[like] * self._closeness(article, documents)
        order = np.lexsort((self._reader.ids[documents], -scores))[:most]
        return [int(number) for number in documents[order]]

    def _alike(self, article: Article) -> ScoredDocs:
        [told] = event_profiles([article], self.frequencies, self._reader.count)
        heaviest = list(told.weights.items())[:HEAVIEST]
        return evaluate(tree.Or([AnyOf(TEXT, (word,), weight) for word, weight in heaviest]), self._reader)

    def _closeness(self, article: Article, documents: Ints) -> Floats:
        """By what dates multiply the score of each document: more than 1 where both tell a day."""
        day = stated_day(article.dated)
        first, last = (side[documents] for side in self._reader.days)
        stated = (first == last) & (self._reader.moments[documents] & 1 == 0)
        apart = np.abs(first - (day.toordinal() if day else 0))
        return 1 + DATES * np.exp(-apart / DAYS) * (stated & (day is not None))

    def _estimated(self, word: str) -> int:
        """From the bytes of a word's lists, which are known without reading them: a gap of g takes 1 + log128(g) bytes
        or so, and occurrences that fall into N articles at random fall into N (1 - exp(-occurrences / N))."""
        parts, wanted = self._reader.parts(TEXT), frozenset((word,))
        room = sum(int(sizes(field, np.array(field.terms.numbers(wanted), np.int64)).sum()) for field in parts)
        if not room:
            return 0
        times = room / (1 + log(max(int(self._reader.field(TEXT).bounds[-1]) / room, 1)) / log(128)) / _TIMES
        return max(1, round(self._reader.count * (1 - exp(-times / self._reader.count))))
