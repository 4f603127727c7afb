"""The records of a state of an index on a cluster, of which a searcher reads no more than it is asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from search.arrays import Hashes
from search.engines.base import FileRecords
from search.engines.opensearch.records import ClusterRecords, read_record, read_records
from search.engines.opensearch.snapshot import Snapshot
from search.sorted_paths import SortedPaths
from search.stamps import StampTable
from search.types.files import FileRecord


class StateRecords(FileRecords):
    """`FileRecords` of a state. A single one, and the odd ones, are looked up; for anything else all are read, once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _all(self) -> ClusterRecords:
        snapshot = self._snapshot
        with snapshot.reading():
            return read_records(snapshot.connection, snapshot.layout, snapshot.state).files

    @property
    def paths(self) -> SortedPaths:  # type: ignore[override]
        """As in `FileRecords`."""
        return self._all.paths

    @property
    def readers(self) -> Sequence[str]:  # type: ignore[override]
        """As in `FileRecords`."""
        return self._all.readers

    def stamps(self) -> StampTable:
        """As in `FileRecords`."""
        return self._all.stamps()

    def settings(self) -> Hashes:
        """As in `FileRecords`."""
        return self._all.settings()

    def digests(self, paths: Iterable[str]) -> Mapping[str, str]:
        """As in `FileRecords`."""
        return self._all.digests(paths)

    def read_by(self, reader: str) -> Sequence[str]:
        """As in `FileRecords`."""
        return self._all.read_by(reader)

    def article_doubts(self) -> Mapping[str, Sequence[int]]:
        """As in `FileRecords`."""
        return self._all.article_doubts()

    def odd(self) -> Sequence[FileRecord]:
        """As in `FileRecords`. Kept for all searchers of the state."""
        return self._snapshot.odd_records.odd()

    @property
    def memory(self) -> Mapping[str, Any]:
        """As in `FileRecords`. Kept for all searchers of the state."""
        return self._snapshot.odd_records.memory

    def __getitem__(self, path: str) -> FileRecord:
        if "_all" in self.__dict__:
            return self._all[path]
        snapshot = self._snapshot
        with snapshot.reading():
            return read_record(snapshot.connection, snapshot.layout, snapshot.state, path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
