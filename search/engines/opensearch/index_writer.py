"""Collects changes to an index on a cluster, and commits them."""

import json
import time
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from search.engines.article_ids import id_numbers
from search.engines.base import Build, FileRecords, Submit
from search.engines.opensearch.article_build import Access, ArticleBuild
from search.engines.opensearch.bulk import Write, write_all
from search.engines.opensearch.connection import WHOLE, WRITE
from search.engines.opensearch.indexes import LENGTHS, Layout, index_format
from search.engines.opensearch.json_bytes import Json
from search.engines.opensearch.records import MEMORY, Births, StoredRecords, record_id, record_to_json
from search.engines.opensearch.sent_articles import PARTS, SentArticles, sent_table
from search.engines.opensearch.sent_fingerprints import SentFingerprints
from search.engines.opensearch.state import ClusterState, Parts
from search.engines.opensearch.stored_pairs import pair_writes
from search.engines.opensearch.update_duplicates import PAIRED, DuplicateUpdate
from search.engines.opensearch.word_documents import MOST_DOCUMENTS, ids_of_words, merged_words
from search.engines.opensearch.writer_lease import WriterLease
from search.errors import IndexDamaged
from search.logs import LOG
from search.types.files import FileRecord

_DIE = (
    "if (ctx._source.died == null || params.abandoned.contains(ctx._source.died)) { ctx._source.died = params.batch }"
    " else { ctx.op = 'none' }"
)
"""A writer that has lost its lease cannot undo with it what a later one did."""


@dataclass(frozen=True, slots=True)
class WriterBase:
    """What a writer begins with: the build that it writes, what that has, and the paths of files to make anew."""

    build: str
    stored: StoredRecords
    lost: Set[str] = frozenset()


class OpenSearchIndexWriter:
    """An `IndexWriter`. Articles are on the cluster when they are put. No state makes them visible before a commit."""

    def __init__(self, access: Access, layout: Layout, lease: WriterLease, base: WriterBase) -> None:
        self._access = access
        self._connection = access.connect()
        self._layout = layout
        self._lease = lease
        self._build = base.build
        self._files = base.stored.files
        self._births = dict(base.stored.births)
        self._memory: Mapping[str, Any] | None = None
        self._changes: dict[str, FileRecord | None] = dict.fromkeys(base.lost)
        self._put: dict[str, int] = {}  # paths whose articles were put since the last commit, and their batches
        self._sent: list[SentArticles] = []  # since then
        self._parts = 0
        self._unfinished: set[int] = set()  # parts that may still be sent
        self._finished: set[int] = set()
        self._is_new = not lease.state.generation or self._is_beside
        self._fingerprints = None if self._files or self._is_beside else SentFingerprints()

    @property
    def _is_beside(self) -> bool:
        """Whether another build is searched meanwhile."""
        return self._build != self._lease.state.build

    @property
    def build(self) -> Build:
        """As in `IndexWriter`. Each is for another part, so that a commit leaves out what is not put yet."""
        self._parts += 1
        part = self._lease.batch * PARTS + self._parts
        self._unfinished.add(part)
        return ArticleBuild(self._access, self._index("articles"), self._index("words"), part, self._lease.token)

    def work_in(self, submit: Submit) -> None:
        """As in `IndexWriter`. The cluster merges by itself, so there is nothing to do."""

    def put(self, records: FileRecords, *parts: object) -> None:
        """As in `IndexWriter`. Raises IndexBusy where another process writes the index now."""
        self._lease.check()
        batch = self._lease.batch
        for part in parts:
            assert isinstance(part, SentArticles)
            batch = part.batch
            self._sent.append(part)
            self._unfinished.discard(part.part)
            self._finished.add(part.part)
        for path, record in records.items():
            self._changes[path] = record
            self._put[path] = batch

    def touch(self, record: FileRecord) -> None:
        """As in `IndexWriter`."""
        self._changes[record.path] = record

    def remove(self, path: str) -> None:
        """As in `IndexWriter`."""
        if path in self._changes or path in self._files:
            self._changes[path] = None
            self._put.pop(path, None)

    def set_state(self, memory: Mapping[str, Any]) -> None:
        """As in `IndexWriter`."""
        self._memory = memory

    def commit(self) -> None:
        """As in `IndexWriter`, but that a new build beside another one takes its place at the end alone. Raises
        IndexBusy where another process writes the index now."""
        if not self._is_beside:
            self._commit()

    def finish(self) -> None:
        """Commit what is left. Nothing is sent any more. Raises as `commit`."""
        self._finished |= self._unfinished
        self._unfinished = set()
        self._commit()

    def _commit(self) -> None:
        has_new_memory = self._memory is not None and self._memory != self._files.memory
        if not self._changes and not has_new_memory and not self._is_new:
            return
        started = time.perf_counter()
        self._lease.renew()
        batch = self._lease.batch
        files = self._files.with_changes(self._changes, self._memory)
        write_all(self._connection, (*self._removals(batch), *self._record_writes(batch), *self._merged_words(batch)))
        self._update_duplicates(batch)
        if has_new_memory:
            memory = {"state": {"memory": json.dumps(self._memory)}}
            self._connection.put(f"{self._layout.state}/_doc/{MEMORY}{batch}", memory)
        stats = files.stats(datetime.now(UTC).isoformat(timespec="seconds"))
        parts, now = Parts(frozenset(self._finished), frozenset(self._unfinished)), time.time()
        visible = self._lease.state.committed(parts, now)
        means = self._checked_means(visible, stats.articles)
        pairs, words = (visible.count(self._connection, self._index(what)) for what in ("pairs", "words"))

        def changed(state: ClusterState) -> ClusterState:
            memory = batch if has_new_memory else state.memory
            committed = replace(state.committed(parts, now), build=self._build, format=index_format())
            return replace(committed, stats=stats, means=means, words=words, pairs=pairs, memory=memory)

        self._lease.commit(changed)
        self._births = {
            path: self._new_births(path, batch) if path in self._changes else self._births[path] for path in files
        }
        self._files, self._memory, self._is_new = files, None, False
        self._changes, self._put, self._sent, self._finished = {}, {}, [], set()
        LOG.info(
            "Committed generation %d: %d files, %d articles, %d duplicate pairs, in %.2f s.",
            *(batch, len(files), stats.articles, pairs, time.perf_counter() - started),
        )

    def _index(self, what: str) -> str:
        return self._layout.of(what, self._build)

    def _new_births(self, path: str, batch: int) -> Births:
        return Births(batch, self._put[path] if path in self._put else self._births[path].articles)

    def _removals(self, batch: int) -> Iterator[Write]:
        """What makes articles and records die: those that were replaced or removed, and articles that were sent for
        nothing."""
        kept = self._kept()
        for article, born in {(article, part.batch) for part in self._sent for article in part.ids} - kept:
            yield self._death("articles", f"{article}.{born}", batch)
        for path in self._changes:
            if path in self._files:
                yield self._death("files", record_id(path, self._births[path].record), batch)
        for path in self._replaced():
            for article in self._files[path].articles:
                yield self._death("articles", f"{article}.{self._births[path].articles}", batch)

    def _replaced(self) -> list[str]:
        """The paths of files whose articles were replaced or removed since the last commit."""
        return [
            path
            for path, record in self._changes.items()
            if path in self._files and (record is None or path in self._put)
        ]

    def _kept(self) -> set[tuple[str, int]]:
        """The ids of the articles that were put since the last commit and not taken away again, with their batches."""
        put = ((record, self._put[path]) for path, record in self._changes.items() if record and path in self._put)
        return {(article, born) for record, born in put for article in record.articles}

    def _death(self, what: str, name: str, batch: int) -> Write:
        """What makes a document die with the batch."""
        script = {"source": _DIE, "params": {"batch": batch, "abandoned": self._lease.state.failed}}
        return Write("update", self._index(what), name, {"script": script})

    def _update_duplicates(self, batch: int) -> None:
        """Write what changes among the duplicate pairs once the batch is visible."""
        if not self._put and all(self._changes.values()):
            return
        self._refresh("articles")
        before = self._lease.state if self._files else None
        indexes = self._index("articles"), self._index("pairs")
        update = DuplicateUpdate(self._connection, *indexes, before, batch, self._fingerprints)
        removed = id_numbers(article for path in self._replaced() for article in self._files[path].articles)
        added = sent_table(self._sent, self._kept())
        changes = update.changes(added, removed)
        if self._fingerprints is not None:
            self._fingerprints.add(added.hashes)
        deaths = (self._death("pairs", pair.name, batch) for pair in changes.ended)
        marks = (Write("update", self._index("articles"), name, PAIRED) for name in changes.unmarked)
        write_all(self._connection, chain(pair_writes(self._index("pairs"), changes.new), deaths, marks))

    def _merged_words(self, batch: int) -> Iterator[Write]:
        """What makes few documents with words of many."""
        state, index = self._lease.state, self._index("words")
        if state.words > MOST_DOCUMENTS and not self._is_beside:
            names = ids_of_words(self._connection, index, state)
            yield from merged_words(self._connection, index, names, batch)
            yield from (self._death("words", name, batch) for name in names)

    def _record_writes(self, batch: int) -> Iterator[Write]:
        for path, record in self._changes.items():
            if record:
                born = self._new_births(path, batch).articles
                body = {"born": batch, **record_to_json(record, born)}
                yield Write("index", self._index("files"), record_id(path, batch), body)

    def _refresh(self, *what: str) -> None:
        """Let searches find what was written to some indexes. Raises IndexDamaged."""
        refreshed = self._connection.post(f"{','.join(map(self._index, what))}/_refresh", patience=WRITE)
        if refreshed["_shards"]["failed"]:
            raise IndexDamaged(f"{refreshed['_shards']['failed']} shards of the index cannot be read. Try again.")

    def _checked_means(self, state: ClusterState, articles: int) -> dict[str, float]:
        """The mean lengths of fields once a state is visible. Raises IndexDamaged if the cluster has other articles."""
        self._refresh("articles", "files", "pairs", "words")
        body: Json = {
            "size": 0,
            "track_total_hits": True,
            "query": state.visible(),
            "aggs": {name: {"sum": {"field": f"lengths.{name}"}} for name in LENGTHS},
        }
        path = f"{self._index('articles')}/_search?{WHOLE}"
        found = self._connection.post(path, body, WRITE)
        count = found["hits"]["total"]["value"]
        if count != articles:
            self._lease.renew()  # another writer may have changed them
            raise IndexDamaged(f"The cluster has {count:,} articles where {articles:,} were written. Index again.")
        return {name: total["value"] / count for name, total in found["aggregations"].items()} if count else {}
