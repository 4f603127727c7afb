"""The embedded engine: commit points over immutable segments, in a folder."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from search.engines.base import ArticleVectors
from search.engines.embedded.searcher.index_searcher import EmbeddedIndexSearcher
from search.engines.embedded.searcher.searcher_manager import SearcherManager
from search.engines.embedded.storage import commit_points
from search.errors import IndexDamaged, IndexMissing
from search.filesystem import make_private_folder
from search.paths import REPAIR_HINT, write_lock
from search.query.synonyms import NO_SYNONYMS, Synonyms
from search.types.files import Skipped

if TYPE_CHECKING:
    from search.engines.embedded.indexer.index_writer import EmbeddedIndexWriter
    from search.engines.embedded.indexer.writer_base import WriterBase
    from search.engines.file_table import FileTable


class EmbeddedEngine:
    """An `Engine` in a folder of its own. Safe across threads: any number search at once, one writes."""

    def __init__(self, folder: Path, language: str, synonyms: Synonyms = NO_SYNONYMS) -> None:
        self._folder = folder
        self._manager = SearcherManager(folder, language, synonyms)
        self._lost: frozenset[str] = frozenset()

    def exists(self) -> bool:
        """As in `Engine`."""
        return self._newest() is not None

    def is_outdated(self) -> bool:
        """As in `Engine`."""
        newest = next(commit_points.read_commit_points(self._folder), None)
        return newest is not None and not newest.is_current

    def generation(self) -> int:
        """As in `Engine`."""
        return self._manager.newest_number()

    def searcher(self) -> EmbeddedIndexSearcher:
        """As in `Engine`."""
        return self._manager.acquire()

    def refresh(self) -> None:
        """As in `Engine`."""
        self._manager.refresh()

    @contextmanager
    def writer(self) -> "Iterator[EmbeddedIndexWriter]":
        """As in `Engine`; a new index where there is none that could be continued."""
        from search.engines.embedded.indexer.index_writer import EmbeddedIndexWriter

        make_private_folder(self._folder)
        try:
            with write_lock(self._folder):
                commit_points.sweep(self._folder)
                self._manager.refresh()
                writer = EmbeddedIndexWriter(self._folder, self._writer_base(), self._lost)
                try:
                    yield writer
                    writer.finish()
                except BaseException:
                    writer.discard()
                    raise
                self._manager.remember(writer.files)
                self._lost = frozenset()
        except OSError as error:
            error.filename = error.filename or str(self._folder)  # the system does not say which disk is full
            raise
        finally:
            self._manager.refresh()

    @staticmethod
    def load_build() -> None:
        """As in `Engine`."""
        from search.engines.embedded.segment.segment_build import load

        load()

    def add_vectors(self, vectors: Iterable[ArticleVectors]) -> None:
        """As in `Engine`."""
        from search.engines.embedded.indexer.add_vectors import add_vectors

        with write_lock(self._folder):
            commit_points.sweep(self._folder)  # also what an earlier try left where the disk was full
            self._manager.refresh()
            if searcher := self._newest():
                if searcher.is_older:  # a commit would hide that newer articles are missing
                    raise IndexDamaged(f"The newest state of the index is damaged or missing. {REPAIR_HINT}")
                add_vectors(self._folder, searcher.reader, vectors)
                with suppress(OSError):  # it is committed
                    commit_points.sweep(self._folder)
            self._manager.refresh()

    def records(self) -> "FileTable":
        """As in `Engine`."""
        from search.engines.file_table import FileTable

        base = self._writer_base()
        return base.files.table if base else FileTable.of(())

    def check(self) -> tuple[Skipped, ...]:
        """As in `Engine`."""
        from search.engines.embedded.indexer.check import damage

        current = [point for point in commit_points.read_commit_points(self._folder) if point.is_current]
        damaged = tuple(commit_points.damage(self._folder))
        names = {item.path for item in damaged}
        return (*damaged, *(item for item in damage(self._folder, current) if item.path not in names))

    def mark_lost(self, files: Iterable[str]) -> None:
        """As in `Engine`."""
        self._lost = frozenset(files)
        self._manager.avoid_files(name for name in self._lost if commit_points.is_state(name))

    def _newest(self) -> EmbeddedIndexSearcher | None:
        """A searcher of the newest commit point; None where there is none, or all are lost. Raises IndexDamaged."""
        try:
            return self._manager.acquire()
        except IndexMissing:
            return None
        except IndexDamaged:
            if not self._lost:
                raise
            return None

    def _writer_base(self) -> "WriterBase | None":
        """What a writer begins with; None where it begins with nothing."""
        from search.engines.embedded.indexer.writer_base import WriterBase

        while searcher := self._newest():
            try:
                _ = searcher.stored_files
            except IndexDamaged:
                continue  # the next searcher is of an older state, or there is none
            return WriterBase.of(searcher.reader, self._lost)
        return None
