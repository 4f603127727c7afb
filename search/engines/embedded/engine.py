"""The embedded engine: generations of immutable segments in a folder."""

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import numpy as np

from search.engines.embedded import catalogue, manifest
from search.engines.embedded.manifest import Generation, NamedFile
from search.engines.embedded.merge import to_merge
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.writer import SegmentWriter
from search.errors import IndexBusy, IndexDamaged, IndexMissing
from search.files import Busy, hold, make_private_folder
from search.model import Article, FileRecord, Found, Holdings, Reading, Sort
from search.query import Query

_LOCK = "writer.lock"
_NONE = np.zeros(0, np.int64)


class EmbeddedEngine:
    """An `Engine` in a folder of its own. Safe across threads, which take turns."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._language = language
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._seen = 0

    def exists(self) -> bool:
        """As in `Engine`."""
        with self._lock:
            return self._newest() is not None

    def records(self) -> Mapping[str, FileRecord]:
        """As in `Engine`."""
        with self._lock:
            snapshot = self._newest()
            return snapshot.catalogue.records if snapshot else {}

    def holdings(self) -> Holdings:
        """As in `Engine`. Raises IndexMissing where nothing was indexed yet."""
        with self._current() as snapshot:
            return snapshot.catalogue.holdings

    @contextmanager
    def batch(self) -> Iterator["_Batch"]:
        """As in `Engine`; a new index where there is none that could be continued."""
        make_private_folder(self._folder)
        try:
            with hold(self._folder / _LOCK), _no_collecting():
                yield from self._locked_batch()
        except Busy as busy:
            raise IndexBusy(f"Process {busy} is updating this index. Wait until it is done.") from None

    def _locked_batch(self) -> Iterator["_Batch"]:
        manifest.sweep(self._folder)
        with self._lock:
            known = self._newest()
        batch = _Batch(self._folder, known)
        yield batch
        if batch.changed or known is None:
            batch.commit()

    def search(self, query: Query, *, first: int, count: int, sort: Sort) -> Found:
        """As in `Engine`."""
        with self._current() as snapshot:
            return snapshot.search(query, first=first, count=count, sort=sort)

    def read(self, article: str, query: Query) -> Reading | None:
        """As in `Engine`."""
        with self._current() as snapshot:
            return snapshot.read(article, query)

    @contextmanager
    def _current(self) -> Iterator[Snapshot]:
        with self._lock:
            snapshot = self._newest()
            if snapshot is None:
                raise IndexMissing("There is no index yet.")
            yield snapshot

    def _newest(self) -> Snapshot | None:
        """The newest generation, opened again where a batch has been committed since; None where there is none, or
        one that has to be built anew. Raises IndexDamaged."""
        number = manifest.newest_number(self._folder)
        while number != self._seen or not self._snapshot:
            try:
                opened = self._opened()
            except IndexDamaged:
                if number == (number := manifest.newest_number(self._folder)):
                    raise
                continue  # what it was made of went while it was being opened, since newer ones came
            if self._snapshot:
                self._snapshot.close()
            self._snapshot, self._seen = opened, number
            break
        return self._snapshot

    def _opened(self) -> Snapshot | None:
        generation = manifest.newest(self._folder)
        usable = generation is not None and generation.is_current
        return Snapshot(self._folder, generation, self._language) if generation and usable else None


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Building makes millions of objects and no cycles; looking for cycles would take a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Batch:
    def __init__(self, folder: Path, known: Snapshot | None) -> None:
        self._folder = folder
        self._known = known
        self._writer = SegmentWriter(folder)
        self._gone: set[str] = set()
        self.records = dict(known.catalogue.records) if known else {}
        self.changed = False

    def put(self, record: FileRecord, articles: Sequence[Article]) -> None:
        self.remove(record.path)
        for article in articles:
            self._writer.add(article)
        self.records[record.path] = record
        self.changed = True

    def remember(self, record: FileRecord) -> None:
        self.records[record.path] = record
        self.changed = True

    def remove(self, path: str) -> None:
        gone = self.records.pop(path, None)
        if gone:
            self._gone.update(gone.articles)
            self.changed = True

    def commit(self) -> None:
        """Write what is new, and with it the articles of segments that are better merged; then make it the newest."""
        old = self._survivors()
        self._writer.finish()
        number = manifest.newest_number(self._folder) + 1
        name = f"state-{number:09d}-{os.urandom(4).hex()}.bin"
        dead = [np.array(sorted(numbers), np.int64) for _, numbers in old] + [_NONE] * len(self._writer.written)
        state = NamedFile(name, catalogue.save(self._folder / name, self.records, dead))
        segments = (*(file for file, _ in old), *self._writer.written)
        manifest.commit(self._folder, Generation(number, segments, state))

    def _survivors(self) -> list[tuple[NamedFile, set[int]]]:
        """The segments that stay, each with its dead documents; those of the others are handed to the writer."""
        if not self._known:
            return []
        segments, files = self._known.segments, self._known.generation.segments
        dead = [set(numbers.tolist()) for numbers in self._known.dead]
        for segment, document in self._known.documents(self._gone):
            dead[segments.index(segment)].add(document)
        merged = to_merge(
            [segment.count - len(gone) for segment, gone in zip(segments, dead, strict=True)],
            [len(gone) for gone in dead],
        )
        for number in sorted(merged):
            for document in range(segments[number].count):
                if document not in dead[number]:
                    self._writer.add(segments[number].store.article(document))
        return [pair for number, pair in enumerate(zip(files, dead, strict=True)) if number not in merged]
