"""A collector for Whoosh's searchers that evaluates a query over the whole index at once, by array algebra."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import query
from whoosh.collectors import Collector
from whoosh.matching import ListMatcher
from whoosh.scoring import BM25F
from whoosh.searching import Results, SearchContext, Searcher

from search.arrays import Floats, Ints
from search.engines.bm25 import K1, B
from search.engines.embedded.searcher.scoring import Precomputed, ScoredDocs, evaluate
from search.query import tree as nodes
from search.whoosh_api.index_reader import WhooshIndexReader
from search.whoosh_api.translate import translate
from search.whoosh_api.whoosh_tree import whoosh_tree


class ArrayCollector(Collector):
    """Collects the best `limit` matches, or all of them for None. The count is exact in both cases.

    Equal scores are in order of the articles' ids. Each field is searched by itself, with weight 1. Use it with a
    searcher of `WhooshIndex`, also inside Whoosh's collectors that filter, group or collapse. Whoosh's matchers
    evaluate what `evaluate` does not know, and everything under another weighting than the default `BM25F`.
    """

    def __init__(self, limit: int | None = 10) -> None:
        self.limit = limit

    def prepare(self, top_searcher: Searcher, q: query.Query | nodes.Query, context: SearchContext) -> None:
        """Evaluate a query, of Whoosh or of this program. Raises TypeError for a searcher of another index,
        IndexDamaged for a damaged file."""
        q = whoosh_tree(q) if isinstance(q, nodes.Query) else q
        super().prepare(top_searcher, q, context)
        reader = top_searcher.reader()
        if not isinstance(reader, WhooshIndexReader):
            raise TypeError("an ArrayCollector searches a WhooshIndex")
        documents = reader.multi_reader
        live = np.flatnonzero(documents.live)  # from numbers of the searcher to numbers of the MultiReader

        def by_matchers(tree: query.Query) -> ScoredDocs:
            numbers, scores = self._run_matchers(tree)
            return ScoredDocs(live[numbers], scores)

        has_our_scores = _is_default(context.weighting)
        tree = translate(q, reader.vocabulary, by_matchers) if has_our_scores else Precomputed(by_matchers(q))
        matches = evaluate(tree, documents)
        self._ids = documents.ids[matches.documents]
        self._documents = np.searchsorted(live, matches.documents)
        self._scores = matches.scores
        self._collected: list[int] | None = None

    def _run_matchers(self, tree: query.Query) -> tuple[Ints, Floats]:
        """The documents that Whoosh's matchers find, one by one, with their scores."""
        documents: list[int] = []
        scores: list[float] = []
        for searcher, offset in self.top_searcher.leaf_searchers():
            matcher = tree.matcher(searcher, self.context)
            while matcher.is_active():
                documents.append(offset + matcher.id())
                scores.append(matcher.score())
                matcher.next()
        return np.array(documents, np.int64), np.array(scores, np.float64)

    def run(self) -> None:
        """Finish: `prepare` has found everything."""
        self.finish()

    def set_subsearcher(self, subsearcher: Searcher, offset: int) -> None:
        """For collectors around this one. Those that look at matchers get Whoosh's own."""
        if self.context.needs_current:
            super().set_subsearcher(subsearcher, offset)
            return
        self.subsearcher, self.offset = subsearcher, offset
        first, end = np.searchsorted(self._documents, (offset, offset + subsearcher.doc_count_all()))
        ids, scores = self._documents[first:end] - offset, self._scores[first:end]
        self.matcher = ListMatcher(ids.tolist(), weights=scores.tolist())

    def matches(self) -> Iterator[int]:
        """The matches of a segment. The matcher is at each of them in turn."""
        self._collected = self._collected or []
        return self._step_through_matches()

    def collect(self, sub_docnum: int) -> float:
        """Collect a match."""
        assert self._collected is not None
        self._collected.append(self._index_of(self.offset + sub_docnum))
        return self.sort_key(sub_docnum)

    def sort_key(self, sub_docnum: int) -> float:
        """The score of a match, negated."""
        return -float(self._scores[self._index_of(self.offset + sub_docnum)])

    def remove(self, global_docnum: int) -> None:
        """Drop a match that was collected. Raises KeyError for another one."""
        try:
            (self._collected or []).remove(self._index_of(global_docnum))
        except ValueError:
            raise KeyError(global_docnum) from None

    def _index_of(self, document: int) -> int:
        """The index of a document among all matches."""
        return int(np.searchsorted(self._documents, document))

    def _chosen(self) -> Ints:
        """The indexes of the collected matches: all, unless a collector around this one chose among them."""
        if self._collected is None:
            return np.arange(len(self._documents))
        return np.array(self._collected, np.int64)

    def all_ids(self) -> list[int]:
        """The documents that match, increasing."""
        documents: list[int] = np.sort(self._documents[self._chosen()]).tolist()
        return documents

    def count(self) -> int:
        """How many match."""
        return len(self._chosen())

    def results(self) -> Results:
        """The best matches."""
        chosen = self._chosen()
        limit = len(chosen) if self.limit is None else self.limit
        if len(chosen) > limit:
            scores = self._scores[chosen]
            chosen = chosen[scores >= np.partition(scores, -limit)[-limit]]
        best = chosen[np.lexsort((self._ids[chosen], -self._scores[chosen]))][:limit]
        items = list(zip(self._scores[best].tolist(), self._documents[best].tolist(), strict=True))
        return self._results(items)


def _is_default(weighting: Any) -> bool:
    """Whether a weighting gives the scores of `evaluate`, or none."""
    if weighting is None:
        return True
    return type(weighting) is BM25F and weighting.K1 == K1 and weighting.B == B and not weighting._field_B
