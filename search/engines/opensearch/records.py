"""The records of files on a cluster."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

from search.arrays import Hashes
from search.engines.base import FileRecords
from search.engines.opensearch.connection import WHOLE, WRITE, Connection, Patience
from search.engines.opensearch.indexes import Layout
from search.engines.opensearch.state import ClusterState
from search.errors import IndexDamaged
from search.paths import REPAIR_HINT
from search.sorted_paths import SortedPaths
from search.stamps import StampTable
from search.types.files import FileRecord, IndexStats, Stamp, UnreadPart

MEMORY = "memory."
"""What the ids of documents with what updates store for later ones begin with, before the batch."""
_AT_ONCE = 5000
_TRIES = 3


class Births(NamedTuple):
    """The batches in which the newest record of a file was written, and its articles."""

    record: int
    articles: int


class ClusterRecords(FileRecords):
    """`FileRecords` that were read from a cluster."""

    def __init__(self, records: Iterable[FileRecord], memory: Mapping[str, Any]) -> None:
        in_order = sorted(records, key=lambda record: os.fsencode(record.path))
        self._records = {record.path: record for record in in_order}
        self._memory = memory
        self.paths = SortedPaths.of(self._records)
        self.readers = [*dict.fromkeys(record.reader for record in in_order)]

    def with_changes(
        self, changes: Mapping[str, FileRecord | None], memory: Mapping[str, Any] | None
    ) -> "ClusterRecords":
        """These records with some added or replaced, by path, and those of None left out. `memory`, if given, replaces
        the one that there is."""
        changed: dict[str, FileRecord | None] = {**self._records, **changes}
        return ClusterRecords(filter(None, changed.values()), self._memory if memory is None else memory)

    def stats(self, updated: str) -> IndexStats:
        """The size of the index that these records are of."""
        having = [record for record in self._records.values() if record.articles]
        encodings = Counter(record.encoding for record in having if record.encoding)
        return IndexStats(
            files=len(having),
            articles=sum(len(record.articles) for record in having),
            bytes=sum(record.stamp.size - record.unread for record in having),
            encodings=dict(encodings.most_common()),
            updated=updated,
        )

    def stamps(self) -> StampTable:
        """As in `FileRecords`."""
        rows = [
            (stamp.size, stamp.modified, stamp.inode - (stamp.inode >> 63 << 64), stamp.changed)
            for stamp in (record.stamp for record in self._records.values())
        ]
        return StampTable(self.paths, np.array(rows, np.int64).reshape(-1, 4))

    def settings(self) -> Hashes:
        """As in `FileRecords`."""
        return np.array([record.settings for record in self._records.values()], np.uint64)

    def digests(self, paths: Iterable[str]) -> dict[str, str]:
        """As in `FileRecords`."""
        found = ((path, self._records.get(path)) for path in paths)
        return {path: record.digest for path, record in found if record and record.articles}

    def read_by(self, reader: str) -> list[str]:
        """As in `FileRecords`."""
        return [path for path, record in self._records.items() if record.reader == reader]

    def article_doubts(self) -> dict[str, Sequence[int]]:
        """As in `FileRecords`."""
        return {path: record.doubts or [0] * len(record.articles) for path, record in self._records.items()}

    def odd(self) -> list[FileRecord]:
        """As in `FileRecords`."""
        return [record for record in self._records.values() if record.is_odd]

    @property
    def memory(self) -> Mapping[str, Any]:
        """As in `FileRecords`."""
        return self._memory

    def __getitem__(self, path: str) -> FileRecord:
        return self._records[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


class StoredRecords(NamedTuple):
    """The records of all files, and the births of each by path."""

    files: ClusterRecords
    births: Mapping[str, Births]


def record_id(path: str, batch: int) -> str:
    """The id of a record as of a batch."""
    return f"{blake2b(os.fsencode(path), digest_size=16).hexdigest()}.{batch}"


def record_to_json(record: FileRecord, articles_born: int) -> dict[str, Any]:
    """A record as JSON."""
    stored = {"all": list(record[1:]), "born": articles_born}
    return {"path": os.fsencode(record.path).hex(), "is_odd": record.is_odd, "record": stored}


def _from_json(source: Mapping[str, Any]) -> FileRecord:
    stamp, digest, encoding, articles, *numbers = source["record"]["all"]
    unread, replaced, settings, margin, by_rule, doubts, reader, problems = numbers
    return FileRecord(
        path=os.fsdecode(bytes.fromhex(source["path"])),
        stamp=Stamp(*stamp),
        digest=digest,
        encoding=encoding,
        articles=tuple(articles),
        unread=unread,
        replaced=replaced,
        settings=settings,
        margin=margin,
        by_rule=tuple(by_rule),
        doubts=tuple(doubts),
        reader=reader,
        problems=tuple(UnreadPart(*problem) for problem in problems),
    )


def read_records(connection: Connection, layout: Layout, state: ClusterState) -> StoredRecords:
    """All records that are visible, and what an update stored for the next ones. Raises Rejected where the index of
    records does not exist, IndexDamaged where no node has them all. Cost: reading them all."""
    for _ in range(_TRIES):
        sources = [*scroll(connection, layout.of("files", state.build), state.visible(), "path")]
        records = [_from_json(source) for source in sources]
        if sum(len(record.articles) for record in records) == state.stats.articles:
            break
    else:
        raise IndexDamaged(f"The cluster does not have all records of the index. {REPAIR_HINT}")
    births = (Births(source["born"], source["record"]["born"]) for source in sources)
    by_path = dict(zip((record.path for record in records), births, strict=True))
    return StoredRecords(ClusterRecords(records, read_memory(connection, layout, state)), by_path)


def read_record(connection: Connection, layout: Layout, state: ClusterState, path: str) -> FileRecord:
    """The record of one file. Raises KeyError where there is none."""
    for source in _read_visible(connection, layout, state, {"term": {"path": os.fsencode(path).hex()}}):
        return _from_json(source)
    raise KeyError(path)


def read_odd_records(connection: Connection, layout: Layout, state: ClusterState) -> ClusterRecords:
    """The odd ones of the records that are visible, and what an update stored. Cost: reading these."""
    odd = _read_visible(connection, layout, state, {"term": {"is_odd": True}})
    return ClusterRecords(map(_from_json, odd), read_memory(connection, layout, state))


def _read_visible(
    connection: Connection, layout: Layout, state: ClusterState, query: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    visible = {"bool": {"filter": [state.visible(), query]}}
    return scroll(connection, layout.of("files", state.build), visible, "path")


def read_memory(connection: Connection, layout: Layout, state: ClusterState) -> dict[str, Any]:
    """What an update stored for the next ones."""
    if not state.memory:
        return {}
    found = connection.get(f"{layout.state}/_doc/{MEMORY}{state.memory}", WRITE)
    memory: dict[str, Any] = json.loads(found["_source"]["state"]["memory"])
    return memory


def scroll(  # noqa: PLR0913 - the last by name
    connection: Connection,
    index: str,
    query: Any,
    *keys: str,
    size: int = _AT_ONCE,
    fields: Sequence[str] = ("*",),
    patience: Patience = WRITE,
) -> Iterator[dict[str, Any]]:
    """The sources of all documents of an index that a query finds, in the order of keywords that tell them apart.
    `size` are read at once, and of each some fields. `patience` is for each time."""
    body: dict[str, Any] = {"query": query, "size": size, "sort": [{key: "asc"} for key in keys], "_source": fields}
    while True:
        hits = connection.post(f"{index}/_search?{WHOLE}", body, patience)["hits"]["hits"]
        yield from (hit["_source"] for hit in hits)
        if len(hits) < size:
            return
        body["search_after"] = hits[-1]["sort"]
