"""Looks up common words that begin alike, and titles, for suggestions."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from search.arrays import Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.query_counts import QueryCounts
from search.engines.embedded.searcher.scoring import evaluate
from search.engines.embedded.searcher.vocabulary import IndexVocabulary, by_room, sizes
from search.engines.embedded.segment.segment_reader import Field, SegmentReader
from search.types.article import Article

_SHORTEST = 2
"""Letters of a word whose other half is looked for within titles."""
_BEYOND = b"\xff"  # sorts after whatever a title can go on with


class Completer(QueryCounts):
    """A `search.query.query_index.QueryIndex` over one commit point."""

    def __init__(self, reader: MultiReader, vocabulary: IndexVocabulary, titles: "TitleIndex") -> None:
        super().__init__(reader, vocabulary)
        self._titles = titles

    def beginning(self, field: str, prefix: str, most: int) -> list[str]:
        """As in `QueryIndex`. Cost: the sizes of the lists are read, and twice as many words of each segment."""
        common = ((part, _commonest(part, prefix, 2 * most)) for part in self._vocabulary.parts(field))
        return [word for word in by_room(common) if word != prefix][:most]

    def titled(self, words: Sequence[str], most: int, *, partial: bool) -> list[Article]:
        """As in `QueryIndex`."""
        by_title: dict[str, Article] = {}
        for document in self._titled(words, partial=partial):
            segment, number = self._reader.place(document)
            article = segment.stored_fields.article(number)
            by_title.setdefault(article.heading, article)
            if len(by_title) == most:
                break
        return list(by_title.values())

    def _titled(self, words: Sequence[str], *, partial: bool) -> Iterator[int]:
        first = self._titles.beginning(" ".join(words), partial=partial)
        yield from self._newest(first)
        if not partial or len(words[-1]) >= _SHORTEST:
            yield from self._newest(
                np.setdiff1d(evaluate(self.titles_with(words, partial=partial), self._reader).documents, first)
            )

    def _newest(self, documents: Ints) -> Iterator[int]:
        living = documents[self._reader.live[documents]]
        return iter(living[np.lexsort((self._reader.ids[living], -self._reader.moments[living]))].tolist())


def _commonest(field: Field, prefix: str, most: int) -> Ints:
    """The numbers of the terms that begin with a prefix, at most so many: those with the longest postings."""
    numbers = np.arange(*field.terms.prefix_range(prefix))
    if len(numbers) > most:
        numbers = numbers[np.argpartition(sizes(field, numbers), -most)[-most:]]
    return numbers


class TitleIndex:
    """The titles of all segments in order, to find those that begin alike."""

    def __init__(self, reader: MultiReader) -> None:
        self._reader = reader
        self._order = cache(lambda segment: np.argsort(segment.stored_fields.ranks("title")))

    def beginning(self, words: str, *, partial: bool) -> Ints:
        """The documents whose titles begin with some words. With `partial`, the last word may go on."""
        documents = [
            base + self._in(segment, words.encode(), partial=partial) for base, segment in self._reader.segments
        ]
        return np.concatenate([np.zeros(0, np.int64), *documents])

    def _in(self, segment: SegmentReader, start: bytes, *, partial: bool) -> Ints:
        order = self._order(segment)

        def title(at: int) -> bytes:
            return segment.stored_fields.key("title", int(order[at]))

        places = range(len(order))
        first, end = (bisect_left(places, bound, key=title) for bound in (start, start + _BEYOND))
        if partial:
            return order[first:end]
        whole = [at for at in range(first, end) if title(at) == start or title(at).startswith(start + b" ")]
        return order[whole]
