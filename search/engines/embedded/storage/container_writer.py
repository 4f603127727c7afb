"""Writes a container: a file of named columns with a checksum for each block. FORMAT.md describes it."""

import json
import os
import zlib
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.engines.embedded.storage.container import BLOCK, FOOTER, MAGIC
from search.filesystem import PRIVATE_FILE, begin_to_sync, sync_folder

Column = NDArray[Any] | bytes | Callable[[], NDArray[Any] | bytes] | Iterable[NDArray[Any]]
"""An array; bytes, which are compressed; a function that makes either when the column is written; or arrays one after
the other, all of one type."""
Columns = dict[str, Column]
_SYNCED_AT_ONCE = 1 << 23
"""Bytes of a large file that are forced to disk while the next ones are made."""
_LEVEL = 1
"""The level of compression of columns. Level 3 takes twice as long, and makes them 6 % smaller."""


def write_container(path: Path, columns: Mapping[str, Column], facts: Mapping[str, Any], *, synced: bool = True) -> int:
    """Write a new file. Returns its length in bytes. Raises OSError. Linear.

    The file and its name are forced to disk, unless it is not to be `synced`: then `sync_file` does it for the file.
    Columns are written in their order, and `facts` last. So making one column may settle the next ones, and the facts.
    No half of a file is left where writing fails: the disk may be full.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        length = _write(descriptor, columns, facts, synced=synced)
        if synced:
            sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return length


def _write(descriptor: int, columns: Mapping[str, Column], facts: Mapping[str, Any], *, synced: bool) -> int:
    """Write a container to an open file and close it. Returns its length."""
    with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
        blocks = _BlockWriter(file)
        blocks.write(MAGIC)
        entries: dict[str, tuple[str, int, int]] = {}
        begun = 0  # to force to disk
        for name, column in columns.items():
            start, kind = blocks.length, "|u1"
            with closing(_encode(column() if callable(column) else column)) as pieces:
                for kind, data in pieces:  # noqa: B007
                    blocks.write(data)
                    if synced and blocks.length - begun >= _SYNCED_AT_ONCE:
                        file.flush()
                        begin_to_sync(file.fileno())
                        begun = blocks.length
            entries[name] = kind, start, blocks.length - start
        columns_end, checksums = blocks.length, blocks.checksums()
        file.write(checksums)
        contents = json.dumps(
            {
                "columns": entries,
                "facts": facts,
                "checked": columns_end,
                "table": [len(checksums), zlib.crc32(checksums)],
            }
        ).encode()
        file.write(contents)
        file.write(FOOTER.pack(columns_end + len(checksums), zlib.crc32(contents), MAGIC))
        length = file.tell()
        if synced:
            file.flush()
            os.fsync(file.fileno())
    return length


def _encode(column: NDArray[Any] | bytes | Iterable[NDArray[Any]]) -> Generator[tuple[str, bytes], None, None]:
    """The type of a column and its bytes, piece by piece. Closing it closes a generator of pieces, which may have begun
    to make the next one in a thread."""
    if isinstance(column, bytes):
        yield "zstd", zstandard.compress(column, _LEVEL)
        return
    with closing(column) if isinstance(column, Generator) else nullcontext():
        for piece in [column] if isinstance(column, np.ndarray) else column:
            yield piece.dtype.str, piece.tobytes()


class _BlockWriter:
    """Writes bytes to a file and computes the CRC-32 of each block. `length` is the number of bytes so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.length = 0
        self._checksums: list[int] = []
        self._open_checksum = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        view, at = memoryview(data), 0
        while at < len(data):
            piece = view[at : at + BLOCK - self.length % BLOCK]
            self._open_checksum = zlib.crc32(piece, self._open_checksum)
            self.length += len(piece)
            at += len(piece)
            if self.length % BLOCK == 0:
                self._checksums.append(self._open_checksum)
                self._open_checksum = 0

    def checksums(self) -> bytes:
        """The checksums of all blocks, the last one included."""
        last = [self._open_checksum] if self.length % BLOCK else []
        return np.array(self._checksums + last, np.uint32).tobytes()
