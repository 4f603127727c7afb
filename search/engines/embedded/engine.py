"""The embedded engine: generations of immutable segments in a folder."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock

from search.arguments import check_choice, check_number, check_text
from search.engines.embedded.indexer.check import damage
from search.engines.embedded.indexer.index_writer import EmbeddedIndexWriter, WriterBase
from search.engines.embedded.searcher.index_searcher import IndexSearcher, RankedDocs, SearcherLease
from search.engines.embedded.searcher.searcher_manager import SearcherManager
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.file_table import FileTable
from search.errors import IndexDamaged
from search.filesystem import make_private_folder
from search.paths import REPAIR_HINT, write_lock
from search.query import Query
from search.query.explain import Explanation
from search.query.suggest import Suggestions
from search.types.article import Article
from search.types.duplicates import DuplicatePair
from search.types.files import IndexStats, Skipped
from search.types.requests import KINDS, FacetSelection, SearchOptions
from search.types.results import MarkedArticle, Match, TopDocs

_PORTION = 20
"""Matches that are read at once where all are asked for; other searches wait as long."""
_OLDER = "The newest state of the index is damaged or missing, so an older one is searched. " + REPAIR_HINT


class EmbeddedEngine:
    """An `Engine` in a folder of its own. Safe across threads, which take turns."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._lock = Lock()
        self._newest = SearcherManager(folder, language)
        self._lost: frozenset[str] = frozenset()

    def exists(self) -> bool:
        """As in `Engine`."""
        with self._lock:
            return self._snapshot() is not None

    def is_outdated(self) -> bool:
        """As in `Engine`."""
        newest = next(commit_points.read_commit_points(self._folder), None)
        return newest is not None and not newest.is_current

    def generation(self) -> int:
        """As in `Engine`."""
        return commit_points.newest_number(self._folder)

    def records(self) -> FileTable:
        """As in `Engine`."""
        with self._lock:
            base = self._base()
            return base.files if base else FileTable.of(())

    def stats(self) -> IndexStats:
        """As in `Engine`. Raises IndexMissing where nothing was indexed yet."""
        with self._lock:
            return self._newest.run(lambda searcher: searcher.index_state.stats)

    def search(
        self, query: Query, options: SearchOptions, *, first: int, count: int, facets: FacetSelection = False
    ) -> TopDocs:
        """As in `Engine`."""
        check_number("first", first, 0)
        check_number("count", count, 0)
        check_choice("facets", facets, (True, False, *KINDS))
        wanted = partial(IndexSearcher.search, query=query, options=options, first=first, count=count, facets=facets)
        with self._lock:
            found = self._newest.run(wanted)
            return replace(found, notes=(_OLDER, *found.notes)) if self._newest.is_older else found

    def matches(self, query: Query, options: SearchOptions) -> Iterator[Match]:
        """As in `Engine`. Other searches are answered between two portions."""

        def begin(searcher: IndexSearcher) -> tuple[SearcherLease, RankedDocs, tuple[Match, ...]]:
            found = searcher.order(query, options)
            return SearcherLease(searcher), found, searcher.matches(found, 0, _PORTION)

        with self._lock:
            begun = self._newest.run(begin)
        return self._continued(*begun)

    def _continued(self, held: SearcherLease, found: RankedDocs, portion: tuple[Match, ...]) -> Iterator[Match]:
        yield from portion
        for first in range(_PORTION, found.listed, _PORTION):
            following = partial(IndexSearcher.matches, found=found, first=first, count=_PORTION)
            with self._lock:
                portion = self._newest.run_on(held.searcher, following)
            yield from portion

    def state(self) -> str:
        """As in `Engine`. Cost: listing the folder, and opening what was committed since."""
        with self._lock:
            return self._newest.run(lambda searcher: searcher.generation.state.name) + "~" * self._newest.is_older

    def explain(self, query: Query) -> Explanation:
        """As in `Engine`."""
        with self._lock:
            return self._newest.run(lambda searcher: searcher.explain(query))

    def suggest(self, query: Query, most: int) -> Suggestions:
        """As in `Engine`."""
        check_number("most", most)
        with self._lock:
            return self._newest.run(lambda searcher: searcher.suggest(query, most))

    def read(self, article: str, query: Query, hit: int = 0) -> MarkedArticle | None:
        """As in `Engine`."""
        check_text("article", article)
        with self._lock:
            return self._newest.run(lambda searcher: searcher.read(article, query, hit))

    def articles(self, article_ids: Iterable[str]) -> list[Article]:
        """As in `Engine`."""
        wanted = _ids(article_ids)
        with self._lock:
            return self._newest.run(lambda searcher: searcher.articles(wanted))

    def more_like_this(self, article: str, most: int) -> tuple[Article, ...]:
        """As in `Engine`."""
        check_text("article", article)
        check_number("most", most, 0)
        with self._lock:
            return self._newest.run(lambda searcher: searcher.more_like_this(article, most))

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """As in `Engine`."""
        with self._lock:
            return self._newest.run(lambda searcher: searcher.frequencies(words))

    def duplicate_pairs(self, article_ids: Iterable[str] | None = None) -> list[DuplicatePair]:
        """As in `Engine`."""
        wanted = None if article_ids is None else _ids(article_ids)
        with self._lock:
            return self._newest.run(lambda searcher: searcher.duplicate_pairs(wanted))

    @contextmanager
    def batch(self) -> Iterator[EmbeddedIndexWriter]:
        """As in `Engine`; a new index where there is none that could be continued."""
        make_private_folder(self._folder)
        try:
            with write_lock(self._folder):
                commit_points.sweep(self._folder)
                with self._lock:
                    base = self._base()
                batch = EmbeddedIndexWriter(self._folder, base, self._lost)
                yield batch
                batch.finish()
                self._lost = frozenset()
        except OSError as error:
            error.filename = error.filename or str(self._folder)  # a full disk does not tell by itself which it is
            raise

    def check(self) -> tuple[Skipped, ...]:
        """As in `Engine`."""
        current = [generation for generation in commit_points.read_commit_points(self._folder) if generation.is_current]
        return (*commit_points.damage(self._folder), *damage(self._folder, current))

    def mark_lost(self, files: Iterable[str]) -> None:
        """As in `Engine`."""
        self._lost = frozenset(files)
        with self._lock:
            self._newest.distrust(name for name in self._lost if commit_points.is_state(name))

    def _snapshot(self) -> IndexSearcher | None:
        """The newest generation; None where there is none, or all are given up."""
        try:
            return self._newest.get()
        except IndexDamaged:
            if not self._lost:
                raise
            return None

    def _base(self) -> WriterBase | None:
        """What an update begins with; None where it begins with nothing."""
        searcher = self._snapshot()
        return WriterBase.of(searcher, self._lost) if searcher else None


def _ids(article_ids: Iterable[str]) -> list[str]:
    """Ids as a list. Raises ValueError where one is no text."""
    found = list(article_ids)
    for article_id in found:
        check_text("article", article_id)
    return found
