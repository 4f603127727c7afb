"""The engine on a cluster of OpenSearch nodes."""

import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from search.engines.base import ArticleVectors
from search.engines.opensearch.article_build import Access
from search.engines.opensearch.builds import delete_other_builds, make_build
from search.engines.opensearch.check import damage, files_with, is_article
from search.engines.opensearch.connection import Connection
from search.engines.opensearch.dead_documents import DeadDocuments
from search.engines.opensearch.failures import Rejected
from search.engines.opensearch.index_searcher import OpenSearchIndexSearcher
from search.engines.opensearch.index_writer import OpenSearchIndexWriter, WriterBase
from search.engines.opensearch.indexes import Layout, index_format
from search.engines.opensearch.node_count import check_node_count
from search.engines.opensearch.records import ClusterRecords, StoredRecords, read_records
from search.engines.opensearch.snapshot import Snapshot
from search.engines.opensearch.state import ClusterState, StateStore
from search.engines.opensearch.writer_lease import WriterLease
from search.errors import ConfigError, EngineUnavailable, IndexMissing
from search.logs import LOG
from search.query.synonyms import NO_SYNONYMS, Synonyms
from search.types.files import Skipped


class OpenSearchEngine:
    """An `Engine` on a cluster. Safe across threads, and across machines: any number search, one writes."""

    def __init__(
        self, access: Access, layout: Layout, corpus: str, language: str, synonyms: Synonyms = NO_SYNONYMS
    ) -> None:
        """`corpus` names the folder that the index is of. Nothing is asked of the cluster yet."""
        self._access = access
        self.layout = layout
        self._corpus = corpus
        self._language = language
        self._synonyms = synonyms
        self._lost: frozenset[str] = frozenset()
        self._last: Snapshot | None = None
        self._lock = threading.Lock()
        self._store = StateStore(access.connect(), layout, corpus)

    @property
    def _connection(self) -> Connection:
        return self._access.connect()

    def exists(self) -> bool:
        """As in `Engine`."""
        return self._current() is not None and not self._is_all_lost

    def is_outdated(self) -> bool:
        """As in `Engine`."""
        found = self._store.read()
        return found is not None and found.state.generation > 0 and found.state.format != index_format()

    def generation(self) -> int:
        """As in `Engine`."""
        found = self._store.read()
        return found.state.generation if found else 0

    def searcher(self) -> OpenSearchIndexSearcher:
        """As in `Engine`."""
        state = self._current()
        if not state:
            raise IndexMissing("There is no index yet. Make one with: seedsearch index FOLDER")
        return OpenSearchIndexSearcher(self._snapshot(state), self._language, self._synonyms)

    def refresh(self) -> None:
        """As in `Engine`. Nothing is kept, so there is nothing to do."""

    @contextmanager
    def writer(self) -> Iterator[OpenSearchIndexWriter]:
        """As in `Engine`. Where there is an index that cannot be continued, a new one is built beside it, and takes its
        place when the block ends."""
        lease = WriterLease.acquire(self._store, self._first_state)
        failed = True
        try:
            delete_other_builds(self._connection, self.layout, lease.state.build)
            writer = OpenSearchIndexWriter(self._access, self.layout, lease, self._writer_base(lease.state))
            yield writer
            writer.finish()
            failed = False
            self._lost = frozenset()
            self._clear_away(lease.state)
        finally:
            lease.release(failed=failed)

    def records(self) -> ClusterRecords:
        """As in `Engine`."""
        state = self._current()
        if not state or self._is_all_lost:
            return ClusterRecords((), {})
        stored = self._stored(state).files
        return stored.with_changes(dict.fromkeys(files_with(stored, self._lost)), None)

    def check(self) -> tuple[Skipped, ...]:
        """As in `Engine`, but that shards and articles are named in place of files."""
        state = self._current()
        return tuple(damage(self._connection, self.layout, state)) if state else ()

    def mark_lost(self, files: Iterable[str]) -> None:
        """As in `Engine`. Where more than single articles is lost, a new index is built beside this one."""
        self._lost = frozenset(files)

    @staticmethod
    def load_build() -> None:
        """As in `Engine`. This module has loaded it already."""

    def add_vectors(self, vectors: Iterable[ArticleVectors]) -> None:  # noqa: ARG002
        """A cluster holds no vectors. Raises ConfigError."""
        raise ConfigError("A cluster holds no vectors.")

    @property
    def _is_all_lost(self) -> bool:
        return any(not is_article(name) for name in self._lost)

    def _current(self) -> ClusterState | None:
        """The newest state; None where there is no index, or one to build anew."""
        found = self._store.read()
        return found.state if found and found.state.generation and found.state.format == index_format() else None

    def _first_state(self) -> ClusterState:
        check_node_count(self._connection, self.layout.replicas)
        return ClusterState(build=_new_build(), corpus=self._corpus, format=index_format())

    def _writer_base(self, state: ClusterState) -> WriterBase:
        """What a writer begins with. What failed batches have left is removed."""
        if state.generation and state.format == index_format() and not self._is_all_lost:
            stored = self._stored(state)
            DeadDocuments(self._connection, self.layout, state).sweep()
            return WriterBase(state.build, stored, files_with(stored.files, self._lost))
        build = _new_build() if state.generation else state.build
        make_build(self._connection, self.layout, build)
        DeadDocuments(self._connection, self.layout, state, build).sweep()
        return WriterBase(build, StoredRecords(ClusterRecords((), {}), {}))

    def _stored(self, state: ClusterState) -> StoredRecords:
        with self._snapshot(state).reading():
            return read_records(self._connection, self.layout, state)

    def _snapshot(self, state: ClusterState) -> Snapshot:
        """The snapshot of a state. The last one is kept, with what was counted in it, until another state is asked
        for."""
        connection, visible = self._connection, replace(state, writer=None, next=0)
        with self._lock:
            last = self._last
            if last is None or last.state != visible or last.connection is not connection:
                last = self._last = Snapshot(connection, self.layout, visible)
            return last

    def _clear_away(self, state: ClusterState) -> None:
        """Delete what no searcher may need. If that fails, the next writer does it."""
        try:
            delete_other_builds(self._connection, self.layout, state.build)
            DeadDocuments(self._connection, self.layout, state).purge(time.time())
        except (EngineUnavailable, Rejected) as error:
            LOG.warning("What is no longer searched could not be deleted: %s", error)


def _new_build() -> str:
    return secrets.token_hex(4)
