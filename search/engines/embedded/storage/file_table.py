"""What an index remembers besides its segments: the files it was made from, and which documents have left it."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Ids, Ints, bounds_of
from search.engines.base import FileRecords
from search.engines.embedded.storage.container import ContainerFile
from search.engines.embedded.storage.container_writer import Columns, write_container
from search.engines.embedded.storage.duplicate_pairs import Pairs, from_bytes
from search.types.files import FileRecord, IndexStats, Stamp

_ROW = np.dtype(
    [
        ("size", np.int64),
        ("modified", np.int64),
        ("inode", np.uint64),
        ("changed", np.int64),
        ("digest", "V16"),
        ("encoding", np.uint16),
        ("articles", np.uint32),
        ("unread", np.int64),
        ("replaced", np.int64),
        ("settings", np.uint64),
    ]
)


class FileTable(FileRecords):
    """The records of files, kept as one array and made when asked for: two microseconds, 200 bytes a file."""

    def __init__(
        self,
        paths: list[str],
        rows: NDArray[Any],
        ids: Ids,
        encodings: list[str],
        memory: Mapping[str, Any] | None = None,
    ) -> None:
        self.paths = paths
        self.rows = rows
        self.ids = ids
        self.encodings = encodings
        self._memory = memory or {}

    @classmethod
    def of(cls, records: Sequence[FileRecord]) -> "FileTable":
        """These records."""
        codes = {name: code for code, name in enumerate(dict.fromkeys(record.encoding for record in records))}
        rows = [
            (
                *(record.stamp.size, record.stamp.modified, record.stamp.inode, record.stamp.changed),
                *(bytes.fromhex(record.digest), codes[record.encoding], len(record.articles)),
                *(record.unread, record.replaced, record.settings),
            )
            for record in records
        ]
        ids = [int(article_id, 16) for article_id in chain.from_iterable(record.articles for record in records)]
        return cls([record.path for record in records], np.array(rows, _ROW), np.array(ids, np.uint64), list(codes))

    def changed(self, changes: Mapping[str, FileRecord | None], memory: Mapping[str, Any] | None = None) -> "FileTable":
        """These files with some records put in, or in place of others; None leaves a file out. `memory` is new, too."""
        new = FileTable.of([record for record in changes.values() if record])
        kept = np.array([path not in changes for path in self.paths], np.bool_)
        encodings = list(dict.fromkeys((*self.encodings, *new.encodings)))
        rows = np.concatenate((self.rows[kept], new.rows))
        rows["encoding"][int(kept.sum()) :] = [encodings.index(new.encodings[code]) for code in new.rows["encoding"]]
        ids = np.concatenate((self.ids[np.repeat(kept, self.rows["articles"])], new.ids))
        paths = [path for path in self.paths if path not in changes] + new.paths
        return FileTable(paths, rows, ids, encodings, self._memory if memory is None else memory)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.paths)}

    @cached_property
    def _bounds(self) -> list[int]:
        return bounds_of(self.rows["articles"]).tolist()

    def __getitem__(self, path: str) -> FileRecord:
        number = self._numbers[path]
        size, modified, inode, changed, digest, encoding, _, *counts = self.rows[number].item()
        ids = self.ids[self._bounds[number] : self._bounds[number + 1]].tolist()
        articles = tuple(f"{article_id:016x}" for article_id in ids)
        stamp = Stamp(size, modified, inode, changed)
        return FileRecord(path, stamp, digest.hex(), self.encodings[encoding], articles, *counts)

    def stamps(self) -> dict[str, Stamp]:
        """As in `FileRecords`."""
        columns = (self.rows[name].tolist() for name in ("size", "modified", "inode", "changed"))
        return dict(zip(self.paths, map(Stamp, *columns), strict=True))

    def settings(self) -> dict[str, int]:
        """As in `FileRecords`."""
        return dict(zip(self.paths, self.rows["settings"].tolist(), strict=True))

    def odd(self) -> list[FileRecord]:
        """As in `FileRecords`."""
        rows = self.rows
        found = (rows["articles"] == 0) | (rows["unread"] > 0) | (rows["replaced"] > 0)
        return [self[self.paths[number]] for number in found.nonzero()[0].tolist()]

    @property
    def memory(self) -> Mapping[str, Any]:
        """As in `FileRecords`."""
        return self._memory

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, path: object) -> bool:
        return path in self._numbers


@dataclass(frozen=True)
class IndexState:
    """All files, when they last changed (UTC, ISO 8601), and which of their articles are copies."""

    files: FileTable
    updated: str
    pairs: Pairs

    @cached_property
    def stats(self) -> IndexStats:
        """The sums. Linear in the files, once."""
        rows = self.files.rows[self.files.rows["articles"] > 0]
        names = Counter(self.files.encodings[code] for code in rows["encoding"].tolist())
        return IndexStats(
            files=len(rows),
            articles=len(self.files.ids),
            bytes=int((rows["size"] - rows["unread"]).sum()),
            encodings=dict(names.most_common()),
            updated=self.updated,
        )


def save(path: Path, files: FileTable, deleted: Sequence[Ints], pairs: Pairs) -> int:
    """Write a state file: the files, for each segment the numbers of the documents that left it, and the copies."""
    columns: Columns = {
        "files.paths": b"".join(os.fsencode(path) + b"\0" for path in files.paths),
        "files.rows": files.rows.tobytes(),
        "files.ids": files.ids,
        "memory": json.dumps(files.memory).encode(),
        "copies.pairs": pairs.tobytes(),
    }
    columns |= {f"dead.{number}": numbers.astype(np.uint32) for number, numbers in enumerate(deleted)}
    updated = datetime.now(UTC).isoformat(timespec="seconds")
    return write_container(path, columns, {"updated": updated, "encodings": files.encodings})


def load(path: Path, length: int) -> tuple[IndexState, list[Ints]]:
    """What `save` wrote. Raises IndexDamaged. Linear in the files."""
    file = ContainerFile(path, length)
    try:
        with file.decoding("what it holds"):
            files = _files(file)
            updated = datetime.fromisoformat(file.facts["updated"]).isoformat()
            deleted = [file.array(f"dead.{number}").astype(np.int64) for number in range(_dead(file))]
            return IndexState(files, updated, from_bytes(file.text("copies.pairs"))), deleted
    finally:
        file.close()


def _files(file: ContainerFile) -> FileTable:
    """The files. Raises ValueError where the columns of a state file contradict one another."""
    paths = [os.fsdecode(path) for path in file.text("files.paths").split(b"\0")[:-1]]
    rows = np.frombuffer(file.text("files.rows"), _ROW)
    ids = file.array("files.ids")
    encodings, memory = [str(name) for name in file.facts["encodings"]], json.loads(file.text("memory"))
    numbers = [rows[name] for name in ("size", "unread", "replaced")]
    if len(set(paths)) != len(paths) or len(paths) != len(rows) or ids.dtype != np.uint64:
        raise ValueError("paths")
    if rows["articles"].sum(dtype=np.int64) != len(ids) or (rows["encoding"] >= len(encodings)).any():
        raise ValueError("records")
    if any((column < 0).any() for column in numbers) or not isinstance(memory, dict):
        raise ValueError("numbers")
    return FileTable(paths, rows, ids, encodings, memory)


def _dead(file: ContainerFile) -> int:
    """Of how many segments a state file names the documents that have left them."""
    return sum(name.startswith("dead.") for name in file.names)
