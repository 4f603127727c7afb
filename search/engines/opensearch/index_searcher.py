"""One pinned state of the index on a cluster."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from search.arguments import check_choice, check_number, check_text
from search.engines.base import DateBoost, Unembedded
from search.engines.duplicate_pairs import pairs_of, values
from search.engines.facets import no_such_value
from search.engines.opensearch.article_json import ARTICLE
from search.engines.opensearch.collapse import CollapsedMatches, collapse, list_matches
from search.engines.opensearch.facet_counts import FacetCounter, filter_queries
from search.engines.opensearch.marked_articles import mark, read_articles, read_matches, read_paths
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
from search.query import Query, tree
from search.query.expand import expand
from search.query.marks import Marks
from search.query.nodes import TEXT, AnyOf
from search.query.partial import PartialQuery, partial_readings
from search.query.synonyms import Synonyms
from search.types.article import Article
from search.types.duplicates import DuplicatePair
from search.types.files import IndexStats
from search.types.matches import MarkedArticle, Match, PartialDocs, TopDocs
from search.types.requests import KINDS, UNKNOWN, FacetSelection, SearchOptions, unquote_value

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
        body = self._body(expanded, options)
        found = list_matches(body, first, count, self._snapshot, grouped=_is_grouped(options))
        top_docs = TopDocs(
            found.total,
            read_matches(found.hits, expanded, found.collapsed, self._snapshot),
            (*notes, *self._filter_notes(options)),
            found.collapsed.paired[0].count,
            facets=FacetCounter(self._snapshot, matching(expanded), options.filters).facets(facets) if facets else None,
        )
        first, end = first - top_docs.groups, first + count - top_docs.groups
        if options.sort != "relevance" or end < 0 or not options.partial:
            return top_docs
        parts = next(partial_readings(query, expanded, self.vocabulary, matches=found.total))
        return top_docs._replace(partial=self._partial(parts, expanded, options, max(0, first), end))

    def _partial(
        self, parts: PartialQuery, full: tree.Query, options: SearchOptions, first: int, end: int
    ) -> PartialDocs | None:
        """Partial matches number `first` up to `end`; None where there are none at all."""
        if not parts.can_match:
            return None
        partial = search_partial(parts, full, _filters(options), self._snapshot, end, grouped=_is_grouped(options))
        found = partial.hits(first, end)
        matches = read_matches(found.hits, parts.tree, found.matches, self._snapshot)
        lacking = tuple(match._replace(missing=_missing(parts, match.article)) for match in matches)
        return PartialDocs(found.total, found.groups, lacking, parts.read_again) if found.total else None

    def matches(self, query: Query, options: SearchOptions) -> Iterator[Match]:
        """As in `IndexSearcher`. Reads one portion after the other; each costs a request."""
        expanded = expand(query.tree, self.vocabulary, [])
        body = self._body(expanded, options)
        collapsed, _ = collapse([body], self._snapshot, grouped=_is_grouped(options))
        portions = PointInTime(self._snapshot, body | {"size": _PORTION}).portions()
        return self._following(next(portions, ()), portions, expanded, collapsed)  # what fails says so at once

    def _following(
        self,
        hits: Sequence[Json],
        portions: Iterator[Sequence[Json]],
        expanded: tree.Query,
        collapsed: CollapsedMatches,
    ) -> Iterator[Match]:
        left_out = {*collapsed.paired[0].collapsed}
        while hits:
            listed = [hit for hit in hits if hit["sort"][-1] not in left_out]
            yield from read_matches(listed, expanded, collapsed, self._snapshot)
            hits = next(portions, ())

    def _body(self, expanded: tree.Query, options: SearchOptions) -> Json:
        """What finds the matches of an expanded query that the filters leave, in order."""
        return {
            "query": scoring([expanded], self._snapshot).whole(expanded),
            "post_filter": _filters(options),
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
        article = found[0]
        marks, _ = mark(article, expanded)
        if marks is None and (partial := self._read_partial(article, query, expanded, hit)):
            return partial._replace(notes=tuple(notes))
        portion = (Marks(()) if marks is None else marks).portion(hit, len(article.text))
        return MarkedArticle(article, marks is not None, portion, tuple(notes))

    def _read_partial(self, article: Article, query: Query, expanded: tree.Query, hit: int) -> MarkedArticle | None:
        """A partial match with its marks; None where the article has no word of the query."""
        matches = self._snapshot.counts([matching(expanded)])[0]
        for parts in partial_readings(query, expanded, self.vocabulary, matches=matches):
            marks, _ = mark(article, parts.tree)
            if marks is not None:
                portion = marks.portion(hit, len(article.text))
                missing = _missing(parts, article)
                return MarkedArticle(
                    article, found=False, portion=portion, missing=missing, read_again=parts.read_again
                )
        return None

    def articles(self, article_ids: Iterable[str]) -> list[Article]:
        """As in `IndexSearcher`."""
        return read_articles(article_ids, self._snapshot)

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """As in `IndexSearcher`, but exact. Cost: one request for those that are not known."""
        some = [*words]
        counts = self._snapshot.counts(matching(AnyOf(TEXT, (word,))) for word in some)
        return dict(zip(some, counts, strict=True))

    def paths(self, article_ids: Collection[str]) -> dict[str, str]:
        """As in `IndexSearcher`."""
        return read_paths([*article_ids], self._snapshot)

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


def _is_grouped(options: SearchOptions) -> bool:
    """Whether near-duplicates are grouped."""
    return options.duplicates == "grouped"


def _filters(options: SearchOptions) -> Json:
    """What keeps the articles that the filters leave."""
    return {"bool": {"filter": [*filter_queries(options.filters).values()]}}


def _missing(parts: PartialQuery, article: Article) -> tuple[str, ...]:
    """The words of a query that an article lacks, as typed."""
    fields = TokenFields(article)
    return tuple(word.typed for word in parts.words if fields.match(word.leaf) is None)
