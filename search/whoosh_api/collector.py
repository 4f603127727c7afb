"""Whoosh's search by array algebra: a collector that evaluates a tree over the whole index at once."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import query
from whoosh.collectors import Collector
from whoosh.matching import ListMatcher
from whoosh.scoring import BM25F
from whoosh.searching import Results, SearchContext, Searcher

from search.arrays import Floats, Ints
from search.engines.embedded.searcher.scoring import K1, B, Precomputed, ScoredDocs, evaluate
from search.whoosh_api.index_reader import WhooshIndexReader
from search.whoosh_api.translate import translate


class ArrayCollector(Collector):
    """The best `limit` matches, or all of them for None, and how many there are, exactly.

    Equal scores come in order of the articles' ids. Fields are looked for in themselves, each with weight 1. Use it
    with a searcher of `WhooshIndex`, also inside Whoosh's collectors that filter, group or collapse. What `evaluate`
    does not know, and everything under another weighting than BM25F as it is by default, Whoosh's matchers answer.
    """

    def __init__(self, limit: int | None = 10) -> None:
        self.limit = limit

    def prepare(self, top_searcher: Searcher, q: query.Query, context: SearchContext) -> None:
        """Evaluate a tree. Raises TypeError for a searcher of another index, IndexDamaged where a file is."""
        super().prepare(top_searcher, q, context)
        reader = top_searcher.reader()
        if not isinstance(reader, WhooshIndexReader):
            raise TypeError("an ArrayCollector searches an EmbeddedIndex")
        living = np.flatnonzero(reader.view.live)  # by the searcher's numbers those of the view

        def otherwise(tree: query.Query) -> ScoredDocs:
            documents, scores = self._walked(tree)
            return ScoredDocs(living[documents], scores)

        known = _is_standard(context.weighting)
        tree = translate(q, reader.vocabulary, otherwise) if known else Precomputed(otherwise(q))
        answer = evaluate(tree, reader.view)
        self._ids = reader.view.ids[answer.documents]
        self._documents = np.searchsorted(living, answer.documents)
        self._scores = answer.scores
        self._collected: list[int] | None = None

    def _walked(self, tree: query.Query) -> tuple[Ints, Floats]:
        """What Whoosh's matchers find, document by document."""
        found: list[tuple[int, float]] = []
        for searcher, offset in self.top_searcher.leaf_searchers():
            matcher = tree.matcher(searcher, self.context)
            while matcher.is_active():
                found.append((offset + matcher.id(), matcher.score()))
                matcher.next()
        return np.array([at for at, _ in found], np.int64), np.array([score for _, score in found], np.float64)

    def run(self) -> None:
        """All is done already."""
        self.finish()

    def set_subsearcher(self, subsearcher: Searcher, offset: int) -> None:
        """As Whoosh asks, for collectors around this one. Who looks at matchers gets Whoosh's own."""
        if self.context.needs_current:
            super().set_subsearcher(subsearcher, offset)
            return
        self.subsearcher, self.offset = subsearcher, offset
        first, end = np.searchsorted(self._documents, (offset, offset + subsearcher.doc_count_all()))
        ids, scores = self._documents[first:end] - offset, self._scores[first:end]
        self.matcher = ListMatcher(ids.tolist(), weights=scores.tolist())

    def matches(self) -> Iterator[int]:
        """The matches of a segment; the matcher stands at each in turn."""
        self._collected = self._collected or []
        return self._step_through_matches()

    def collect(self, sub_docnum: int) -> float:
        """Take a match."""
        assert self._collected is not None
        self._collected.append(self._place(self.offset + sub_docnum))
        return self.sort_key(sub_docnum)

    def sort_key(self, sub_docnum: int) -> float:
        """The score of a match, negated."""
        return -float(self._scores[self._place(self.offset + sub_docnum)])

    def remove(self, global_docnum: int) -> None:
        """Give up a match that was taken. Raises KeyError for another."""
        try:
            (self._collected or []).remove(self._place(global_docnum))
        except ValueError:
            raise KeyError(global_docnum) from None

    def _place(self, document: int) -> int:
        return int(np.searchsorted(self._documents, document))

    def _taken(self) -> Ints:
        """Which of all matches: all, unless another collector chose among them."""
        if self._collected is None:
            return np.arange(len(self._documents))
        return np.array(self._collected, np.int64)

    def all_ids(self) -> list[int]:
        """The documents that match, increasing."""
        found: list[int] = np.sort(self._documents[self._taken()]).tolist()
        return found

    def count(self) -> int:
        """How many match."""
        return len(self._taken())

    def results(self) -> Results:
        """The best matches."""
        taken = self._taken()
        wanted = len(taken) if self.limit is None else self.limit
        if len(taken) > wanted:
            scores = self._scores[taken]
            taken = taken[scores >= np.partition(scores, -wanted)[-wanted]]
        best = taken[np.lexsort((self._ids[taken], -self._scores[taken]))][:wanted]
        items = list(zip(self._scores[best].tolist(), self._documents[best].tolist(), strict=True))
        return self._results(items)


def _is_standard(weighting: Any) -> bool:
    """Whether scores are those of `evaluate`, or do not matter."""
    if weighting is None:
        return True
    return type(weighting) is BM25F and weighting.K1 == K1 and weighting.B == B and not weighting._field_B
