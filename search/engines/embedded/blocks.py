"""A file of named columns that notices damage: every block of it has a checksum, verified whenever it is read.

Layout: MAGIC, the columns one after the other, the checksums of all blocks up to here, a table of contents (JSON),
and a trailer with the table's length and checksum. Read with `pread`, so that a file cut short is an exception here
and never a dead process.
"""

import json
import os
import struct
import weakref
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.errors import IndexDamaged
from search.files import PRIVATE_FILE, open_plain, sync_folder

MAGIC = b"seedseg1"
_BLOCK = 1 << 16
_LONGEST = 1 << 26
"""Bytes of a table of contents."""
_TRAILER = struct.Struct("<QI8s")  # where the table of contents begins, its checksum, MAGIC


def write(path: Path, columns: Mapping[str, NDArray[Any] | bytes], facts: Mapping[str, Any]) -> int:
    """Write a new file, forced to disk with its name; returns its length. Raises OSError. Linear."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
        sums = _Checksums()
        contents: dict[str, tuple[str, int, int]] = {}
        sums.write(file, MAGIC)
        for name, column in columns.items():
            kind = "bytes" if isinstance(column, bytes) else column.dtype.str
            data = column if isinstance(column, bytes) else column.tobytes()
            contents[name] = kind, sums.length, len(data)
            sums.write(file, data)
        checked, table = sums.length, sums.finish()
        file.write(table)
        toc = json.dumps(
            {"columns": contents, "facts": facts, "checked": checked, "table": [len(table), zlib.crc32(table)]}
        ).encode()
        file.write(toc)
        file.write(_TRAILER.pack(checked + len(table), zlib.crc32(toc), MAGIC))
        file.flush()
        os.fsync(file.fileno())
        length = file.tell()
    sync_folder(path.parent)
    return length


class _Checksums:
    """CRC-32 of each block of what is written."""

    def __init__(self) -> None:
        self.length = 0
        self._sums: list[int] = []
        self._open = 0

    def write(self, file: Any, data: bytes | memoryview) -> None:
        file.write(data)
        at = 0
        while at < len(data):
            room = _BLOCK - self.length % _BLOCK
            piece = data[at : at + room]
            self._open = zlib.crc32(piece, self._open)
            self.length += len(piece)
            at += len(piece)
            if self.length % _BLOCK == 0:
                self._sums.append(self._open)
                self._open = 0

    def finish(self) -> bytes:
        if self.length % _BLOCK:
            self._sums.append(self._open)
        return np.array(self._sums, np.uint32).tobytes()


class BlockFile:
    """A file that `write` wrote, open for reading. Safe across threads."""

    def __init__(self, path: Path, length: int) -> None:
        """Opens the file and reads its table of contents. Raises IndexDamaged where either is not as written."""
        self.path = path
        try:
            self._descriptor = open_plain(path)
        except OSError as error:
            raise self._damage(f"it cannot be opened: {error.strerror}") from error
        self._close = weakref.finalize(self, os.close, self._descriptor)
        try:
            self._read_contents(length)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error) as error:
            self._close()
            raise self._damage("its table of contents makes no sense") from error
        except BaseException:
            self._close()
            raise

    def _read_contents(self, length: int) -> None:
        if os.fstat(self._descriptor).st_size != length:
            raise self._damage("its length is not what it was")
        start, checksum, magic = _TRAILER.unpack(self._pread(_TRAILER.size, length - _TRAILER.size))
        if magic != MAGIC or not 0 <= length - _TRAILER.size - start <= _LONGEST:
            raise self._damage("its end is not what it was")
        toc = self._pread(length - _TRAILER.size - start, start)
        if zlib.crc32(toc) != checksum:
            raise self._damage("its table of contents is not what it was")
        content = json.loads(toc)
        self.facts: dict[str, Any] = content["facts"]
        self._columns: dict[str, tuple[str, int, int]] = content["columns"]
        self._checked: int = content["checked"]
        size, checksum = content["table"]
        if not self._makes_sense(start, size):
            raise self._damage("its table of contents makes no sense")
        table = self._pread(size, self._checked)
        if zlib.crc32(table) != checksum:
            raise self._damage("its checksums are not what they were")
        self._sums = np.frombuffer(table, np.uint32)

    def _makes_sense(self, end: int, size: int) -> bool:
        """Whether the columns, and their checksums of so many bytes, lie within the file; raises for wrong types."""
        places = [(offset, offset + size) for _, offset, size in self._columns.values()]
        kinds = {kind for kind, _, _ in self._columns.values()} - {"bytes", "zstd"}
        return (
            isinstance(self.facts, dict)
            and size == 4 * -(-self._checked // _BLOCK)
            and self._checked + size == end
            and all(0 <= first <= last <= self._checked for first, last in places)
            and all(np.dtype(kind).kind in "iuf" for kind in kinds)
        )

    def close(self) -> None:
        """Let go of the file; otherwise it is let go of with this object."""
        self._close()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(self._columns)

    def raw(self, name: str, start: int = 0, end: int | None = None) -> bytes:
        """Bytes of a column. Raises IndexDamaged."""
        _, offset, size = self._columns[name]
        end = size if end is None else end
        return self._read(offset + start, offset + end)

    def array(self, name: str, start: int = 0, end: int | None = None) -> NDArray[Any]:
        """Values of a column, read-only. Raises IndexDamaged."""
        dtype = np.dtype(self._columns[name][0])
        stop = None if end is None else end * dtype.itemsize
        return np.frombuffer(self.raw(name, start * dtype.itemsize, stop), dtype)

    def verify(self) -> None:
        """Read all of it. Raises IndexDamaged."""
        for start in range(0, self._checked, 64 * _BLOCK):
            self._read(start, min(self._checked, start + 64 * _BLOCK))

    def _read(self, start: int, end: int) -> bytes:
        if start >= end:
            return b""
        first, last = start // _BLOCK, (end - 1) // _BLOCK
        base = first * _BLOCK
        data = self._pread(min((last + 1) * _BLOCK, self._checked) - base, base)
        for number in range(first, last + 1):
            at = (number - first) * _BLOCK
            if zlib.crc32(memoryview(data)[at : at + _BLOCK]) != self._sums[number]:
                raise self._damage(f"block {number} is not what it was")
        return data[start - base : end - base]

    def _pread(self, size: int, offset: int) -> bytes:
        try:
            data = os.pread(self._descriptor, size, offset)
        except OSError as error:
            raise self._damage(f"it cannot be read: {error.strerror}") from error
        if len(data) != size:
            raise self._damage("it is shorter than it was")
        return data

    def _damage(self, what: str) -> IndexDamaged:
        return IndexDamaged(
            f"The index in {self.path.parent} cannot be read: {self.path.name}, {what}."
            " Delete that folder and index again."
        )
