"""A file of named columns that notices damage: every block of it has a checksum, verified whenever it is read.

Layout: MAGIC, the columns one after the other, the checksums of all blocks up to here, a table of contents (JSON),
and a trailer with the table's length and checksum. Read with `pread`, so that a file cut short is an exception here
and never a dead process.
"""

import errno
import json
import os
import struct
import threading
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.errors import IndexDamaged
from search.filesystem import PRIVATE_FILE, open_regular, sync_folder
from search.paths import REPAIR_HINT

MAGIC = b"seedseg2"
_BLOCK = 1 << 14
_LONGEST = 1 << 26
"""Bytes of a table of contents."""
_HEADER = 18
"""Bytes that tell how much was compressed."""
_LARGEST = 1 << 30
"""Bytes of what was compressed as one."""
_TRAILER = struct.Struct("<QI8s")  # where the table of contents begins, its checksum, MAGIC
_SCARCE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What a process may lack in order to read; this says nothing of the file."""
_WRONG = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    struct.error,
    zstandard.ZstdError,
)
"""What decoding may raise where the bytes are not those that were encoded."""

Whole = NDArray[Any] | bytes
Column = Whole | Callable[[], Whole] | Iterable[NDArray[Any]]
"""An array; bytes, which are kept compressed; or either of them made when its turn comes, an array also bit by bit."""
Columns = dict[str, Column]


def write(path: Path, columns: Mapping[str, Column], facts: Mapping[str, Any]) -> int:
    """Write a new file, forced to disk with its name; returns its length. Raises OSError. Linear.

    Columns are written in their order, and `facts` last, so a column may tell what was learnt by making another.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
        sums = _Checksums()
        contents: dict[str, tuple[str, int, int]] = {}
        sums.write(file, MAGIC)
        for name, column in columns.items():
            start, kind = sums.length, "|u1"
            for kind, data in _pieces(column() if callable(column) else column):  # noqa: B007
                sums.write(file, data)
            contents[name] = kind, start, sums.length - start
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


def _pieces(column: Whole | Iterable[NDArray[Any]]) -> Iterable[tuple[str, bytes]]:
    """The kind of a column and its data, bit by bit."""
    if isinstance(column, bytes):
        return [("zstd", zstandard.compress(column))]
    pieces = [column] if isinstance(column, np.ndarray) else column
    return ((piece.dtype.str, piece.tobytes()) for piece in pieces)


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


class _Decompressor(threading.local):
    """A decompressor for each thread: two threads must not use the same one."""

    def __init__(self) -> None:
        self.decompress = zstandard.ZstdDecompressor().decompress


_DECOMPRESSOR = _Decompressor()


class ContainerFile:
    """A file that `write` wrote, open for reading. Safe across threads."""

    def __init__(self, path: Path, length: int) -> None:
        """Opens the file and reads its table of contents. Raises IndexDamaged where either is not as written, OSError
        where this process may open no more files."""
        self.path = path
        self.length = length
        try:
            self._descriptor = open_regular(path)
        except OSError as error:
            raise self._unreadable("opened", error) from error
        self._close = weakref.finalize(self, os.close, self._descriptor)
        try:
            with self.decoding("its table of contents"):
                self._read_contents(length)
        except BaseException:
            self._close()
            raise

    def _read_contents(self, length: int) -> None:
        if os.fstat(self._descriptor).st_size != length:
            raise self.damage("its length is not what it was")
        start, checksum, magic = _TRAILER.unpack(self._pread(_TRAILER.size, length - _TRAILER.size))
        if magic != MAGIC or not 0 <= length - _TRAILER.size - start <= _LONGEST:
            raise self.damage("its end is not what it was")
        toc = self._pread(length - _TRAILER.size - start, start)
        if zlib.crc32(toc) != checksum:
            raise self.damage("its table of contents is not what it was")
        content = json.loads(toc)
        self.facts: dict[str, Any] = content["facts"]
        self._columns: dict[str, tuple[str, int, int]] = content["columns"]
        self._kinds = {name: np.dtype(kind) for name, (kind, _, _) in self._columns.items() if kind != "zstd"}
        self._checked: int = content["checked"]
        self.checksums_end = start
        size, checksum = content["table"]
        if not self._makes_sense(start, size):
            raise self.damage("its table of contents makes no sense")
        table = self._pread(size, self._checked)
        if zlib.crc32(table) != checksum:
            raise self.damage("its checksums are not what they were")
        self._sums = np.frombuffer(table, np.uint32)

    def _makes_sense(self, end: int, size: int) -> bool:
        """Whether the columns, and their checksums of so many bytes, lie within the file; raises for wrong types."""
        places = [(offset, offset + size) for _, offset, size in self._columns.values()]
        return (
            isinstance(self.facts, dict)
            and size == 4 * -(-self._checked // _BLOCK)
            and self._checked + size == end
            and all(0 <= first <= last <= self._checked for first, last in places)
            and all(dtype.kind in "iuf" for dtype in self._kinds.values())
        )

    def close(self) -> None:
        """Let go of the file; otherwise it is let go of with this object."""
        self._close()

    @property
    def columns_end(self) -> int:
        """Where the columns end and their checksums begin, in bytes."""
        return self._checked

    @property
    def blocks(self) -> int:
        """How many blocks the columns have."""
        return len(self._sums)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(self._columns)

    def count(self, name: str) -> int:
        """How many numbers a column holds; 0 where there is no such column."""
        return self._columns[name][2] // self._kinds[name].itemsize if name in self._kinds else 0

    def dtype(self, name: str) -> str:
        """The type of a column: `bytes` for compressed bytes, else NumPy's name of it. Raises KeyError."""
        return self._kinds[name].name if name in self._kinds else self._columns[name][0].replace("zstd", "bytes")

    def size(self, name: str) -> int:
        """The bytes that a column takes in the file. Raises KeyError."""
        return self._columns[name][2]

    def text(self, name: str) -> bytes:
        """A column of bytes. Raises IndexDamaged."""
        if name not in self._columns:
            raise self.damage(f"its column {name} is missing")
        _, offset, size = self._columns[name]
        return self.expand(self._read(offset, offset + size))

    def text_size(self, name: str) -> int:
        """The length of a column of bytes. Reads its beginning. Raises IndexDamaged."""
        if name not in self._columns:
            raise self.damage(f"its column {name} is missing")
        _, offset, size = self._columns[name]
        with self.decoding(f"its column {name}"):
            return zstandard.frame_content_size(self._read(offset, offset + min(size, _HEADER)))

    def expand(self, compressed: bytes) -> bytes:
        """What was compressed of this file. Raises IndexDamaged."""
        try:
            if not 0 <= zstandard.frame_content_size(compressed) <= _LARGEST:
                raise self.damage("it would expand to more than there can be")
            return _DECOMPRESSOR.decompress(compressed)
        except zstandard.ZstdError as error:
            raise self.damage("it does not expand") from error

    def expand_stream(self, compressed: bytes) -> BinaryIO:
        """What was compressed of this file, to read from its beginning in few bytes at a time."""
        return cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(compressed))

    def array(self, name: str, start: int = 0, end: int | None = None) -> NDArray[Any]:
        """Values of a column of numbers, read-only. Raises IndexDamaged, also where the column ends before."""
        if name not in self._kinds:
            raise self.damage(f"its column {name} is missing")
        dtype, (_, offset, size) = self._kinds[name], self._columns[name]
        first, stop = start * dtype.itemsize, size if end is None else end * dtype.itemsize
        if not 0 <= first <= stop <= size or size % dtype.itemsize:
            raise self.damage(f"its column {name} is shorter than it was")
        return np.frombuffer(self._read(offset + first, offset + stop), dtype)

    def column(self, name: str, kind: Any, count: int) -> NDArray[Any]:
        """A whole column of `count` numbers of a kind. Raises IndexDamaged."""
        found = self.array(name)
        if found.dtype != kind or len(found) != count:
            raise self.damage(f"its column {name} is not what it should be")
        return found

    @contextmanager
    def decoding(self, what: str) -> Iterator[None]:
        """Raises IndexDamaged where the block fails: it decodes bytes of this file, and does nothing else."""
        try:
            yield
        except _WRONG as error:
            raise self.damage(f"{what} makes no sense") from error

    def verify(self) -> None:
        """Read all of it. Raises IndexDamaged."""
        for start in range(0, self._checked, 64 * _BLOCK):
            self._read(start, min(self._checked, start + 64 * _BLOCK))

    def damaged_blocks(self) -> Iterator[int]:
        """The numbers of the blocks whose checksums differ. Reads all of them."""
        for number in range(self.blocks):
            try:
                self._read(number * _BLOCK, min(self._checked, (number + 1) * _BLOCK))
            except IndexDamaged:
                yield number

    def _read(self, start: int, end: int) -> bytes:
        if start >= end:
            return b""
        first, last = start // _BLOCK, (end - 1) // _BLOCK
        base = first * _BLOCK
        data = self._pread(min((last + 1) * _BLOCK, self._checked) - base, base)
        for number in range(first, last + 1):
            at = (number - first) * _BLOCK
            if zlib.crc32(memoryview(data)[at : at + _BLOCK]) != self._sums[number]:
                raise self.damage(f"block {number} is not what it was")
        return data[start - base : end - base]

    def _pread(self, size: int, offset: int) -> bytes:
        try:
            data = os.pread(self._descriptor, size, offset)
        except OSError as error:
            raise self._unreadable("read", error) from error
        if len(data) != size:
            raise self.damage("it is shorter than it was")
        return data

    def _unreadable(self, act: str, error: OSError) -> Exception:
        return error if error.errno in _SCARCE else self.damage(f"it cannot be {act}: {error.strerror}")

    def damage(self, what: str) -> IndexDamaged:
        """The error that says what is wrong with this file."""
        return damage(self.path, what)


def damage(path: Path, what: str) -> IndexDamaged:
    """The error that says what is wrong with a file of an index."""
    return IndexDamaged(f"The index in {path.parent} is damaged: {path.name}, {what}. {REPAIR_HINT}", path.name, what)
