"""The state file of a commit point: file table, deleted documents and duplicate pairs. FORMAT.md describes it."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np

from search.arrays import Ints
from search.engines.embedded.storage.container import ContainerFile
from search.engines.embedded.storage.container_writer import Columns, write_container
from search.engines.embedded.storage.duplicate_pairs import Pairs, from_bytes
from search.engines.embedded.storage.file_table import ROW_TYPE, FileTable
from search.types.files import RULES, IndexStats, UnreadPart


@dataclass(frozen=True)
class IndexState:
    """What an index knows beside its segments. `updated` is when it was written: ISO 8601 in UTC."""

    files: FileTable
    updated: str
    pairs: Pairs

    @cached_property
    def stats(self) -> IndexStats:
        """Sums over all files. Linear in the files, once."""
        rows = self.files.rows[self.files.rows["articles"] > 0]
        names = self.files.encodings
        counts = zip(names, np.bincount(rows["encoding"], minlength=len(names)).tolist(), strict=True)
        encodings = Counter({name: count for name, count in counts if name and count})
        return IndexStats(
            files=len(rows),
            articles=len(self.files.ids),
            bytes=int((rows["size"] - rows["unread"]).sum()),
            encodings=dict(encodings.most_common()),
            updated=self.updated,
        )


def write_state(path: Path, files: FileTable, deleted: Sequence[Ints], pairs: Pairs) -> int:
    """Write a state file and return its length. `deleted` has the deleted documents of each segment. Raises OSError."""
    columns: Columns = {
        "files.paths": os.fsencode("".join(f"{path}\0" for path in files.paths)),
        "files.rows": files.rows.tobytes(),
        "files.ids": files.ids,
        "files.doubts": files.doubts,
        "files.problems": json.dumps(
            {os.fsencode(path).hex(): [astuple(each) for each in found] for path, found in files.problems.items()}
        ).encode(),
        "memory": json.dumps(files.memory).encode(),
        "duplicates.pairs": pairs.tobytes(),
    }
    columns |= {f"deleted.{number}": documents.astype(np.uint32) for number, documents in enumerate(deleted)}
    updated = datetime.now(UTC).isoformat(timespec="seconds")
    return write_container(path, columns, {"updated": updated, "encodings": files.encodings, "readers": files.readers})


def read_state(path: Path, length: int) -> tuple[IndexState, list[Ints]]:
    """A state, and the deleted documents of each segment. Raises IndexDamaged. Linear in the files."""
    with closing(ContainerFile(path, length)) as file, file.decoding("what it holds"):
        files = _read_files(file)
        updated = datetime.fromisoformat(file.facts["updated"]).isoformat()
        segments = sum(name.startswith("deleted.") for name in file.names)
        deleted = [file.array(f"deleted.{number}").astype(np.int64) for number in range(segments)]
        return IndexState(files, updated, from_bytes(file.text("duplicates.pairs"))), deleted


def _read_files(file: ContainerFile) -> FileTable:
    """The file table. Raises ValueError where its columns contradict one another."""
    paths = os.fsdecode(file.text("files.paths")).split("\0")[:-1]
    rows = np.frombuffer(file.text("files.rows"), ROW_TYPE)
    ids, doubts = file.array("files.ids"), file.array("files.doubts")
    encodings, readers = ([str(name) for name in file.facts[key]] for key in ("encodings", "readers"))
    memory = json.loads(file.text("memory"))
    problems = {
        os.fsdecode(bytes.fromhex(path)): tuple(UnreadPart(*map(str, each)) for each in found)
        for path, found in json.loads(file.text("files.problems")).items()
    }
    if len(set(paths)) != len(paths) or len(paths) != len(rows) or ids.dtype != np.uint64:
        raise ValueError("paths")
    if doubts.dtype != np.uint8 or len(doubts) != len(ids) or (rows["by_rule"] >> len(RULES)).any():
        raise ValueError("doubts")
    if rows["articles"].sum(dtype=np.int64) != len(ids) or (rows["encoding"] >= len(encodings)).any():
        raise ValueError("records")
    if (rows["reader"] >= len(readers)).any() or not problems.keys() <= set(paths):
        raise ValueError("readers")
    if any((rows[name] < 0).any() for name in ("size", "unread", "replaced")) or not isinstance(memory, dict):
        raise ValueError("numbers")
    return FileTable(paths, rows, ids, doubts, encodings=encodings, readers=readers, problems=problems, memory=memory)
