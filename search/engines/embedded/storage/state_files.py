"""Writes the state file of a commit, and reads the file table in one. FORMAT.md describes it."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from search.arrays import Ints
from search.engines.duplicate_pairs import Pairs
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container import ContainerFile
from search.engines.embedded.storage.container_writer import Columns, write_container
from search.engines.embedded.storage.stored_files import StoredFiles
from search.engines.file_table import ROW_TYPE, FileTable
from search.sorted_paths import SortedPaths
from search.types.files import RULES, IndexStats, UnreadPart


def write_state(
    folder: Path, name: str, files: StoredFiles, deleted: Sequence[Ints], pairs: Pairs
) -> tuple[NamedFile, StoredFiles]:
    """Write a state file of some name, and return it, and the file table as it is stored now.

    `deleted` has the deleted documents of each segment. Raises OSError. Cost: what has changed since the base of the
    file table, or writing all of it where this is much.
    """
    base = None if files.is_much else files.file
    table = files.table if base is None or files.new is None else files.new
    memory = files.table.memory if base is None else files.memory
    columns: Columns = {
        "files.paths": table.paths.joined,
        "files.rows": table.rows.tobytes(),
        "files.ids": table.ids,
        "files.doubts": table.doubts,
        "files.problems": json.dumps(
            {os.fsencode(path).hex(): found for path, found in table.problems.items()}
        ).encode(),
    }
    if base:
        columns["files.left_out"] = files.left_out.astype(np.uint32)
    if memory is not None:
        columns["memory"] = json.dumps(memory).encode()
    columns["duplicates.pairs"] = pairs.tobytes()
    columns |= {f"deleted.{number}": documents.astype(np.uint32) for number, documents in enumerate(deleted)}
    updated = datetime.now(UTC).isoformat(timespec="seconds")
    stats = asdict(stats_of(files.table, updated))
    facts: dict[str, Any] = {"stats": stats, "encodings": table.encodings, "readers": table.readers}
    if base:
        facts["base"] = base.name
    state = NamedFile(name, write_container(folder / name, columns, facts))
    return state, replace(files, state=state) if base else StoredFiles(files.table, state, state=state)


def stats_of(files: FileTable, updated: str) -> IndexStats:
    """Sums over all files. Linear."""
    rows, names = files.rows[files.rows["articles"] > 0], files.encodings
    counts = zip(names, np.bincount(rows["encoding"], minlength=len(names)).tolist(), strict=True)
    encodings = Counter({name: count for name, count in counts if name and count})
    size = int((rows["size"] - rows["unread"]).sum())
    return IndexStats(len(rows), len(files.ids), size, dict(encodings.most_common()), updated)


def read_table(file: ContainerFile) -> FileTable:
    """The file table in a state file. Raises IndexDamaged."""
    with file.decoding("its file table"):
        return _read_table(file)


def _read_table(file: ContainerFile) -> FileTable:
    """A file table. Raises ValueError where its columns contradict one another."""
    paths = SortedPaths(file.text("files.paths"))
    rows = np.frombuffer(file.text("files.rows"), ROW_TYPE)
    ids, doubts = file.array("files.ids"), file.array("files.doubts")
    encodings, readers = ([str(name) for name in file.facts[key]] for key in ("encodings", "readers"))
    memory = json.loads(file.text("memory")) if "memory" in file.names else {}
    problems = {
        os.fsdecode(bytes.fromhex(path)): tuple(UnreadPart(*map(str, each)) for each in found)
        for path, found in json.loads(file.text("files.problems")).items()
    }
    if len(paths) != len(rows) or ids.dtype != np.uint64:
        raise ValueError("paths")
    if doubts.dtype != np.uint8 or len(doubts) != len(ids) or (rows["by_rule"] >> len(RULES)).any():
        raise ValueError("doubts")
    if rows["articles"].sum(dtype=np.int64) != len(ids) or (rows["encoding"] >= len(encodings)).any():
        raise ValueError("records")
    if (rows["reader"] >= len(readers)).any() or not all(path in paths for path in problems):
        raise ValueError("readers")
    if any((rows[name] < 0).any() for name in ("size", "unread", "replaced")) or not isinstance(memory, dict):
        raise ValueError("numbers")
    return FileTable(paths, rows, ids, doubts, encodings=encodings, readers=readers, problems=problems, memory=memory)
