"""One pinned state of the index on a cluster."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from whoosh import query as tree

from search.arguments import check_choice, check_number, check_text
from search.engines.base import DateBoost, Unembedded
from search.engines.duplicate_pairs import pairs_of, values
from search.engines.facets import no_such_value
from search.engines.opensearch.article_json import ARTICLE, article_of
from search.engines.opensearch.facet_counts import FacetCounter, filter_queries
from search.engines.opensearch.more_like_this import more_like_this
from search.engines.opensearch.partial_search import search_partial
from search.engines.opensearch.point_in_time import PointInTime
from search.engines.opensearch.query_dsl import Json, matching
from search.engines.opensearch.query_index import ClusterQueryIndex
from search.engines.opensearch.snapshot import Snapshot, scoring
from search.engines.opensearch.sorts import sort_by
from search.engines.opensearch.state_records import StateRecords
from search.engines.opensearch.token_fields import TokenFields
from search.engines.opensearch.vocabulary import ClusterVocabulary
from search.highlight import fragments
from search.query import Query
from search.query.expand import expand
from search.query.marks import IN_TEXT, Marks
from search.query.nodes import TEXT, AnyOf
from search.query.partial import PartialQuery, partial_readings
from search.query.synonyms import Synonyms
from search.types.article import Article
from search.types.duplicates import DuplicatePair
from search.types.files import IndexStats, readable_path
from search.types.requests import KINDS, UNKNOWN, FacetSelection, SearchOptions, unquote_value
from search.types.results import MarkedArticle, Match, PartialDocs, TopDocs

_PORTION = 20
"""Matches that are read at once where all are asked for."""


class OpenSearchIndexSearcher:
    """An `IndexSearcher`. Safe across threads."""

    def __init__(self, snapshot: Snapshot, language: str, synonyms: Synonyms) -> None:
        self._snapshot = snapshot
        self._records = StateRecords(snapshot)
        self.vocabulary = ClusterVocabulary(snapshot, language, synonyms)

    @property
    def state(self) -> str:
        """As in `IndexSearcher`."""
        return f"{self._snapshot.state.build}.{self.generation}"

    @property
    def generation(self) -> int:
        """As in `IndexSearcher`."""
        return self._snapshot.state.generation

    @property
    def stats(self) -> IndexStats:
        """As in `IndexSearcher`."""
        return self._snapshot.state.stats

    @property
    def records(self) -> StateRecords:
        """As in `IndexSearcher`. Reads what is asked for."""
        return self._records

    def search(
        self, query: Query, options: SearchOptions, *, first: int, count: int, facets: FacetSelection = False
    ) -> TopDocs:
        """As in `IndexSearcher`."""
        check_number("first", first, 0)
        check_number("count", count, 0)
        check_choice("facets", facets, (True, False, *KINDS))
        notes: list[str] = []
        expanded = expand(query.tree, self.vocabulary, notes)
        body = self._body(expanded, options) | {"from": first, "size": count}
        found = self._snapshot.search(body)["hits"]
        total = found["total"]["value"]
        top_docs = TopDocs(
            total,
            tuple(self._match(hit, expanded) for hit in found["hits"]),
            (*notes, *self._filter_notes(options)),
            facets=FacetCounter(self._snapshot, matching(expanded), options.filters).facets(facets) if facets else None,
        )
        first, end = first - total, first + count - total
        if options.sort != "relevance" or end < 0 or not options.partial:
            return top_docs
        parts = next(partial_readings(query, expanded, self.vocabulary, matches=total))
        return replace(top_docs, partial=self._partial(parts, expanded, options, max(0, first), end))

    def _partial(
        self, parts: PartialQuery, full: tree.Query, options: SearchOptions, first: int, end: int
    ) -> PartialDocs | None:
        """Partial matches number `first` up to `end`; None where there are none at all."""
        if not parts.can_match:
            return None
        filters = [*filter_queries(options.filters).values()]
        partial = search_partial(parts, full, filters, self._snapshot)
        total, hits = partial.hits(first, end)
        matches = [self._match(hit, parts.tree) for hit in hits]
        lacking = tuple(match._replace(missing=_missing(parts, match.article)) for match in matches)
        return PartialDocs(total, total, lacking, parts.read_again) if total else None

    def matches(self, query: Query, options: SearchOptions) -> Iterator[Match]:
        """As in `IndexSearcher`. Reads one portion after the other; each costs a request."""
        expanded = expand(query.tree, self.vocabulary, [])
        body = self._body(expanded, options) | {"size": _PORTION}
        portions = PointInTime(self._snapshot, body).portions()
        return self._following(next(portions, ()), portions, expanded)  # a search that fails says so at once

    def _following(
        self, hits: Sequence[Json], portions: Iterator[Sequence[Json]], expanded: tree.Query
    ) -> Iterator[Match]:
        while hits:
            yield from (self._match(hit, expanded) for hit in hits)
            hits = next(portions, ())

    def _body(self, expanded: tree.Query, options: SearchOptions) -> Json:
        """What finds the matches of an expanded query that the filters leave, in order."""
        filters = [*filter_queries(options.filters).values()]
        return {
            "query": scoring([expanded], self._snapshot).whole(expanded),
            "post_filter": {"bool": {"filter": filters}},
            "sort": sort_by(options.sort),
            "track_scores": True,
            "_source": ARTICLE,
        }

    def read(self, article_id: str, query: Query, hit: int = 0) -> MarkedArticle | None:
        """As in `IndexSearcher`."""
        check_text("article", article_id)
        found = self.articles([article_id])
        if not found:
            return None
        notes: list[str] = []
        expanded = expand(query.tree, self.vocabulary, notes)
        article, marks, _ = _marked(found[0], expanded)
        if marks is None and (partial := self._read_partial(article, query, expanded, hit)):
            return replace(partial, notes=tuple(notes))
        portion = (Marks(()) if marks is None else marks).portion(hit, len(article.text))
        return MarkedArticle(article, marks is not None, portion, tuple(notes))

    def _read_partial(self, article: Article, query: Query, expanded: tree.Query, hit: int) -> MarkedArticle | None:
        """A partial match with its marks; None where the article has no word of the query."""
        matches = self._snapshot.counts([matching(expanded)])[0]
        for parts in partial_readings(query, expanded, self.vocabulary, matches=matches):
            _, marks, _ = _marked(article, parts.tree)
            if marks is not None:
                portion = marks.portion(hit, len(article.text))
                missing = _missing(parts, article)
                return MarkedArticle(
                    article, found=False, portion=portion, missing=missing, read_again=parts.read_again
                )
        return None

    def articles(self, article_ids: Iterable[str]) -> list[Article]:
        """As in `IndexSearcher`."""
        order = list(article_ids)
        body = {"query": {"terms": {"id": order}}, "size": len(order), "_source": ARTICLE}
        hits = self._snapshot.search(body)["hits"]["hits"]
        by_id = {article.id: article for article in (article_of(hit) for hit in hits)}
        return [by_id[article_id] for article_id in order if article_id in by_id]

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """As in `IndexSearcher`, but exact. Cost: one request for those that are not known."""
        some = [*words]
        counts = self._snapshot.counts(matching(AnyOf(TEXT, (word,))) for word in some)
        return dict(zip(some, counts, strict=True))

    def more_like_this(
        self, weights: Mapping[str, float], date_boost: DateBoost | None, exclude: str, most: int
    ) -> list[Article]:
        """As in `IndexSearcher`."""
        check_number("most", most, 0)
        return more_like_this(weights, date_boost, exclude, most, self._snapshot)

    def duplicate_pairs(self, article_ids: Iterable[str] | None = None) -> list[DuplicatePair]:
        """As in `IndexSearcher`."""
        rows = self._snapshot.pairs.rows
        return values(rows if article_ids is None else pairs_of(rows, article_ids))

    @property
    def embedded(self) -> int:
        """As in `IndexSearcher`: none, since a cluster holds no vectors."""
        return 0

    def unembedded(self) -> Iterator[Unembedded]:
        """As in `IndexSearcher`: none can be given vectors."""
        return iter(())

    @contextmanager
    def query_index(self) -> Iterator[ClusterQueryIndex]:
        """As in `IndexSearcher`."""
        yield ClusterQueryIndex(self._snapshot, self.vocabulary)

    def _filter_notes(self, options: SearchOptions) -> list[str]:
        """Notes on filters whose values no article has."""
        named = [(kind, value) for kind, value in options.filters.pairs if kind != "date" and value != UNKNOWN]
        counts = self._snapshot.counts({"term": {f"values.{kind}": unquote_value(value)}} for kind, value in named)
        return [no_such_value(*each) for each, count in zip(named, counts, strict=True) if not count]

    def _match(self, hit: Json, expanded: tree.Query) -> Match:
        article, marks, path = _marked(article_of(hit), expanded)
        if marks is None:
            raise RuntimeError("a query matches an article on the cluster, and not by its tokens")
        return Match(article, hit["_score"], len(marks), fragments(article, marks, path))


def _marked(article: Article, expanded: tree.Query) -> tuple[Article, Marks | None, list[tuple[int, int]]]:
    spans = TokenFields(article).match(expanded)
    if spans is None:
        return article, None, []
    path = [span for span in spans if span.field == "path"]
    path_marks = Marks(path).overlapping(0, len(readable_path(article.path)))[1] if path else []
    return article, Marks([span for span in spans if span.field in IN_TEXT]), path_marks


def _missing(parts: PartialQuery, article: Article) -> tuple[str, ...]:
    """The words of a query that an article lacks, as typed."""
    fields = TokenFields(article)
    return tuple(word.typed for word in parts.words if fields.match(word.leaf) is None)
