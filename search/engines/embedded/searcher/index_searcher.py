"""One pinned state of the index, to be searched whatever is committed meanwhile."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from search.arguments import check_choice, check_number, check_text
from search.engines.article_ids import id_numbers
from search.engines.base import DateBoost, Unembedded
from search.engines.duplicate_pairs import pairs_of, values
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.marked_articles import read_marked, read_matches
from search.engines.embedded.searcher.partial_ranking import missing_words
from search.engines.embedded.searcher.postings import ListMemory
from search.engines.embedded.searcher.query_counts import QueryCounts
from search.engines.embedded.searcher.ranked_docs import RankedDocs
from search.engines.embedded.searcher.ranking import rank
from search.engines.embedded.searcher.result_page import read_page
from search.errors import IndexDamaged
from search.paths import REPAIR_HINT
from search.query import Query, tree
from search.query.expand import expand
from search.query.marks import Marks
from search.query.partial import partial_readings
from search.types.article import Article
from search.types.duplicates import DuplicatePair
from search.types.files import IndexStats
from search.types.matches import MarkedArticle, Match, TopDocs
from search.types.requests import KINDS, FacetSelection, SearchOptions

if TYPE_CHECKING:  # what only some questions need is loaded for them
    from search.engines.embedded.searcher.completions import Completer
    from search.engines.embedded.storage.stored_files import StoredFiles
    from search.engines.file_table import FileTable

_PORTION = 20
"""Matches that are read at once where all are asked for."""
_OLDER = "The newest state of the index is damaged or missing, so an older one is searched. " + REPAIR_HINT


class EmbeddedIndexSearcher:
    """An `IndexSearcher` over one commit point, whose files stay open as long as this object lives. Safe across
    threads.

    `generation` is the number of the newest commit when this searcher was made; with `is_older` that one is damaged or
    missing, and an older one is searched. `report_damage` gets each damage that shows.
    """

    def __init__(
        self, reader: CommitReader, generation: int, report_damage: Callable[[IndexDamaged], None], *, is_older: bool
    ) -> None:
        self.reader = reader
        self.generation = generation
        self.is_older = is_older
        self._report_damage = report_damage
        reader.acquire(id(self))

    def __del__(self) -> None:
        self.reader.release(id(self))

    @property
    def state(self) -> str:
        """As in `IndexSearcher`."""
        point = self.reader.commit_point
        vectors = f"+{point.number}" if point.vector_files else ""
        return point.state.name + vectors + "~" * self.is_older

    @property
    def stats(self) -> IndexStats:
        """As in `IndexSearcher`."""
        return self.reader.index_state.stats

    @property
    def records(self) -> "FileTable":
        """As in `IndexSearcher`."""
        return self.stored_files.table

    @property
    def stored_files(self) -> "StoredFiles":
        """The file table as it is stored. Raises IndexDamaged. Cost: reading it, once."""
        try:
            return self.reader.index_state.stored_files
        except IndexDamaged as error:
            self._report_damage(error)
            raise

    def _answering(self) -> "_Answering":
        """One question: the postings that it reads stay in memory until it is answered, and damage is reported."""
        return _Answering(self.reader.documents.memory, self._report_damage)

    def search(
        self, query: Query, options: SearchOptions, *, first: int, count: int, facets: FacetSelection = False
    ) -> TopDocs:
        """As in `IndexSearcher`."""
        check_number("first", first, 0)
        check_number("count", count, 0)
        check_choice("facets", facets, (True, False, *KINDS))
        with self._answering():
            top_docs, full = read_page(query, options, self.reader, first, count, makes_all=bool(facets))
            if facets:
                from search.engines.embedded.searcher.facet_counts import count_facets

                top_docs = top_docs._replace(facets=count_facets(full.filtered(), facets))
        return top_docs._replace(notes=(_OLDER, *top_docs.notes)) if self.is_older else top_docs

    def matches(self, query: Query, options: SearchOptions) -> Iterator[Match]:
        """As in `IndexSearcher`."""
        with self._answering():
            ranked = rank(query, options, self.reader)
            portion = read_matches(ranked, 0, _PORTION, self.reader)
        return self._following(ranked, portion)

    def _following(self, ranked: RankedDocs, portion: tuple[Match, ...]) -> Iterator[Match]:
        yield from portion
        for first in range(_PORTION, ranked.listed, _PORTION):
            with self._answering():
                portion = read_matches(ranked, first, _PORTION, self.reader)
            yield from portion

    def read(self, article_id: str, query: Query, hit: int = 0) -> MarkedArticle | None:
        """As in `IndexSearcher`."""
        check_text("article", article_id)
        with self._answering():
            documents = self._documents([article_id])
            if not documents:
                return None
            notes: list[str] = []
            expanded = expand(query.tree, self.reader.vocabulary, notes)
            article, marks = read_marked(documents[0], expanded, self.reader.documents)
            if marks is None and (partial := self._read_partial(documents[0], query, expanded, hit)):
                return partial._replace(notes=tuple(notes))
        portion = (Marks(()) if marks is None else marks).portion(hit, len(article.text))
        return MarkedArticle(article, marks is not None, portion, tuple(notes))

    def _read_partial(self, document: int, query: Query, expanded: tree.Query, hit: int) -> MarkedArticle | None:
        """A partial match with its marks; None where the article has no word of the query."""
        reader, vocabulary = self.reader.documents, self.reader.vocabulary
        matches = QueryCounts(reader, vocabulary).count(query.tree)
        for parts in partial_readings(query, expanded, vocabulary, matches=matches):
            article, marks = read_marked(document, parts.tree, reader)
            if marks is not None:
                (missing,) = missing_words(parts.words, np.array([document]), reader)
                portion = marks.portion(hit, len(article.text))
                return MarkedArticle(
                    article, found=False, portion=portion, missing=missing, read_again=parts.read_again
                )
        return None

    def articles(self, article_ids: Iterable[str]) -> list[Article]:
        """As in `IndexSearcher`."""
        order = list(article_ids)
        with self._answering():
            articles = map(self.reader.documents.article, self._documents(order))
            by_id = {article.id: article for article in articles}
        return [by_id[article_id] for article_id in order if article_id in by_id]

    def paths(self, article_ids: Collection[str]) -> dict[str, str]:
        """As in `IndexSearcher`."""
        records = self.records.values()
        return {each: record.path for record in records for each in record.articles if each in article_ids}

    def more_like_this(
        self, weights: Mapping[str, float], date_boost: DateBoost | None, exclude: str, most: int
    ) -> list[Article]:
        """As in `IndexSearcher`."""
        check_number("most", most, 0)
        with self._answering():
            documents = self._documents([exclude])
            like = self.reader.more_like_this.to(weights, date_boost, documents[0], most) if documents else []
            return [self.reader.documents.article(document) for document in like]

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """As in `IndexSearcher`."""
        with self._answering():
            return self.reader.more_like_this.frequencies(words)

    def duplicate_pairs(self, article_ids: Iterable[str] | None = None) -> list[DuplicatePair]:
        """As in `IndexSearcher`."""
        pairs = self.reader.index_state.pairs
        if article_ids is not None:
            pairs = pairs_of(pairs, article_ids)
        return values(pairs)

    @property
    def embedded(self) -> int:
        """As in `IndexSearcher`."""
        return int((self.reader.has_vectors & self.reader.documents.live).sum())

    def unembedded(self) -> Iterator[Unembedded]:
        """As in `IndexSearcher`."""
        missing = self.reader.documents.live & ~self.reader.has_vectors
        for document in np.flatnonzero(missing).tolist():
            segment, number = self.reader.documents.place(document)
            with self._answering():
                article = segment.stored_fields.article(number)
            yield Unembedded((segment.name, number), article)

    @contextmanager
    def query_index(self) -> "Iterator[Completer]":
        """As in `IndexSearcher`."""
        from search.engines.embedded.searcher.completions import Completer

        with self._answering():
            yield Completer(self.reader.documents, self.reader.vocabulary, self.reader.titles)

    def _documents(self, article_ids: Iterable[str]) -> list[int]:
        """The live documents with these ids."""
        reader = self.reader.documents
        documents: list[int] = np.flatnonzero(np.isin(reader.ids, id_numbers(article_ids)) & reader.live).tolist()
        return documents


class _Answering:
    """As in `EmbeddedIndexSearcher._answering`: several times faster than a generator."""

    def __init__(self, memory: ListMemory, report_damage: Callable[[IndexDamaged], None]) -> None:
        self._question = memory.answering()
        self._report_damage = report_damage

    def __enter__(self) -> None:
        self._question.__enter__()

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        self._question.__exit__()
        if isinstance(error, IndexDamaged):
            self._report_damage(error)
