"""The engine on a cluster of OpenSearch nodes."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from search.engines.opensearch.article_build import Access
from search.engines.opensearch.clause_limit import raise_clause_limit
from search.engines.opensearch.connection import WRITE, Connection, Json
from search.engines.opensearch.failures import Rejected
from search.engines.opensearch.index_searcher import OpenSearchIndexSearcher
from search.engines.opensearch.index_writer import OpenSearchIndexWriter
from search.engines.opensearch.indexes import FORMAT, Layout, bodies
from search.engines.opensearch.records import ClusterRecords, StoredRecords, read_records
from search.engines.opensearch.snapshot import Snapshot
from search.engines.opensearch.state import ClusterState, StateStore
from search.engines.opensearch.writer_lease import WriterLease
from search.errors import IndexMissing
from search.query.synonyms import NO_SYNONYMS, Synonyms


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
        self._store = StateStore(access.connect(), layout, corpus)

    @property
    def _connection(self) -> Connection:
        return self._access.connect()

    def exists(self) -> bool:
        """As in `Engine`."""
        return self._current() is not None

    def is_outdated(self) -> bool:
        """As in `Engine`."""
        found = self._store.read()
        return found is not None and found.state.generation > 0 and found.state.format != _format()

    def generation(self) -> int:
        """As in `Engine`."""
        found = self._store.read()
        return found.state.generation if found else 0

    def searcher(self) -> OpenSearchIndexSearcher:
        """As in `Engine`."""
        state = self._current()
        if not state:
            raise IndexMissing("There is no index yet. Make one with: seedsearch index FOLDER")
        return OpenSearchIndexSearcher(Snapshot(self._connection, self.layout, state), self._language, self._synonyms)

    def refresh(self) -> None:
        """As in `Engine`. Nothing is kept, so there is nothing to do."""

    @contextmanager
    def writer(self) -> Iterator[OpenSearchIndexWriter]:
        """As in `Engine`; a new index where there is none that could be continued."""
        lease = WriterLease.acquire(self._store, self._first_state)
        failed = True
        try:
            self._make_indexes(lease.state.build)
            base = self._records(lease.state)
            writer = OpenSearchIndexWriter(self._access, self.layout, lease, base)
            yield writer
            writer.commit()
            failed = False
        finally:
            lease.release(failed=failed)

    def records(self) -> ClusterRecords:
        """As in `Engine`."""
        state = self._current()
        return read_records(self._connection, self.layout, state).files if state else ClusterRecords((), {})

    def _current(self) -> ClusterState | None:
        """The newest state; None where there is no index, or one to build anew."""
        found = self._store.read()
        return found.state if found and found.state.generation and found.state.format == _format() else None

    def _first_state(self) -> ClusterState:
        return ClusterState(build=secrets.token_hex(4), corpus=self._corpus, format=_format())

    def _make_indexes(self, build: str) -> None:
        """Make the indexes of a build, as far as there are none. At once: a cluster takes its time for each."""
        raise_clause_limit(self._connection)
        with ThreadPoolExecutor() as pool:
            made = [pool.submit(self._make_index, *each, build) for each in bodies(self.layout).items()]
        for each in made:
            each.result()

    def _make_index(self, what: str, body: Json, build: str) -> None:
        try:
            self._connection.put(self.layout.of(what, build), body, WRITE)
        except Rejected as error:
            if error.kind != "resource_already_exists_exception":
                raise

    def _records(self, state: ClusterState) -> StoredRecords:
        if not state.generation:
            return StoredRecords(ClusterRecords((), {}), {})
        return read_records(self._connection, self.layout, state)


def _format() -> str:
    """What the index depends on, beside the articles."""
    return str(FORMAT)
