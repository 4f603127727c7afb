"""Reads a container: a file of named columns with a checksum for each block. FORMAT.md describes it.

Every read verifies the checksums of the blocks that it touches, but for one of frames that have their own. Files are
read with `pread`: one that was cut short raises an error, while a memory map would end the process.
"""

import errno
import json
import os
import struct
import threading
import weakref
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.arrays import Ints
from search.engines.embedded.storage.frames import expanded_size
from search.errors import IndexDamaged
from search.filesystem import open_regular
from search.kernels import kernels
from search.paths import REPAIR_HINT

MAGIC = b"seedseg2"
BLOCK = 1 << 14
"""Bytes of a block."""
FOOTER = struct.Struct("<QI8s")
"""Where the contents begin, their checksum, and MAGIC."""
_MOST_VARINT = 1 << 32
"""Numbers in a column of varints are smaller: tokens of an article, bytes of a term's postings and the like."""
_MOST_CONTENTS = 1 << 26
"""Bytes of the contents, at most."""
_FRAME_HEADER = 18
"""Bytes at the beginning of a compressed column that tell its size."""
_NO_RESOURCES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What a process may run out of. The file is not damaged."""
_DECODING_ERRORS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    struct.error,
    zstandard.ZstdError,
)
"""What decoding may raise for bytes that were never encoded."""


class _Decompressor(threading.local):
    """A decompressor for each thread: two threads must not use the same one."""

    def __init__(self) -> None:
        self.decompress = zstandard.ZstdDecompressor().decompress


_DECOMPRESSOR = _Decompressor()


class ContainerFile:
    """A container, open for reading. Safe across threads. `facts` are those that were written with the columns."""

    def __init__(self, path: Path, length: int) -> None:
        """Open a file of `length` bytes and read its contents. Raises IndexDamaged, and OSError if this process has too
        many open files or too little memory."""
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
        """Read the footer, the contents and the checksums, and check that they fit together."""
        if os.fstat(self._descriptor).st_size != length:
            raise self.damage("its length is not what it was")
        contents_end = length - FOOTER.size
        start, checksum, magic = FOOTER.unpack(self._pread(FOOTER.size, contents_end))
        if magic != MAGIC or not 0 <= contents_end - start <= _MOST_CONTENTS:
            raise self.damage("its end is not what it was")
        encoded = self._pread(contents_end - start, start)
        if zlib.crc32(encoded) != checksum:
            raise self.damage("its table of contents is not what it was")
        contents = json.loads(encoded)
        self.facts: dict[str, Any] = contents["facts"]
        self._columns: dict[str, tuple[str, int, int]] = contents["columns"]
        self._dtypes = {name: np.dtype(kind) for name, (kind, _, _) in self._columns.items() if kind != "zstd"}
        self.columns_end: int = contents["checked"]
        self.checksums_end: int = start
        size, checksum = contents["table"]
        if not self._fits(size):
            raise self.damage("its table of contents makes no sense")
        checksums = self._pread(size, self.columns_end)
        if zlib.crc32(checksums) != checksum:
            raise self.damage("its checksums are not what they were")
        self._checksums = np.frombuffer(checksums, np.uint32)

    def _fits(self, checksums_size: int) -> bool:
        """Whether the columns and their checksums lie where they can. Raises for wrong types."""
        ranges = [(offset, offset + size) for _, offset, size in self._columns.values()]
        return (
            isinstance(self.facts, dict)
            and checksums_size == 4 * -(-self.columns_end // BLOCK)
            and self.columns_end + checksums_size == self.checksums_end
            and all(0 <= first <= last <= self.columns_end for first, last in ranges)
            and all(dtype.kind in "iuf" for dtype in self._dtypes.values())
        )

    def close(self) -> None:
        """Close the file. The garbage collector does it otherwise."""
        self._close()

    @property
    def blocks(self) -> int:
        """How many blocks the columns have."""
        return len(self._checksums)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(self._columns)

    def count(self, name: str) -> int:
        """How many numbers a column has. 0 if there is no such column, or one of compressed bytes."""
        return self._columns[name][2] // self._dtypes[name].itemsize if name in self._dtypes else 0

    def dtype(self, name: str) -> str:
        """The type of a column: `bytes` for compressed bytes, else NumPy's name of it. Raises KeyError."""
        return self._dtypes[name].name if name in self._dtypes else self._columns[name][0].replace("zstd", "bytes")

    def size(self, name: str) -> int:
        """The bytes that a column takes in the file. Raises KeyError."""
        return self._columns[name][2]

    def text(self, name: str) -> bytes:
        """A column of compressed bytes, expanded. Raises IndexDamaged."""
        if name not in self._columns:
            raise self.damage(f"its column {name} is missing")
        _, offset, size = self._columns[name]
        compressed = self._read(offset, offset + size)
        try:
            expanded_size(compressed)
            return _DECOMPRESSOR.decompress(compressed)
        except ValueError as error:
            raise self.damage("it would expand to more than there can be") from error
        except zstandard.ZstdError as error:
            raise self.damage("it does not expand") from error

    def text_size(self, name: str) -> int:
        """The bytes that `text` would return. Reads the beginning of the column. Raises IndexDamaged."""
        if name not in self._columns:
            raise self.damage(f"its column {name} is missing")
        _, offset, size = self._columns[name]
        with self.decoding(f"its column {name}"):
            return zstandard.frame_content_size(self._read(offset, offset + min(size, _FRAME_HEADER)))

    def frames(self, name: str, starts: Ints, ends: Ints) -> list[bytes]:
        """Some ranges of a column of frames. Raises IndexDamaged where the column has no such ranges. Checksums of
        blocks are not verified: each frame has its own."""
        _, offset, size = self._columns[name]
        try:
            return kernels().read_ranges(self._descriptor, (offset, size), starts, ends)
        except ValueError as error:
            raise self.damage("it is shorter than it was") from error
        except OSError as error:
            raise self._unreadable("read", error) from error

    def array(self, name: str, start: int = 0, end: int | None = None) -> NDArray[Any]:
        """The numbers `start` to `end` of a column, read-only. Raises IndexDamaged, also if the column is shorter."""
        if name not in self._dtypes:
            raise self.damage(f"its column {name} is missing")
        dtype, (_, offset, size) = self._dtypes[name], self._columns[name]
        first, stop = start * dtype.itemsize, size if end is None else end * dtype.itemsize
        if not 0 <= first <= stop <= size or size % dtype.itemsize:
            raise self.damage(f"its column {name} is shorter than it was")
        return np.frombuffer(self._read(offset + first, offset + stop), dtype)

    def varints(self, name: str, count: int) -> Ints:
        """A column of `count` numbers below 2^32, each a varint. Raises IndexDamaged, also for another count."""
        packed = self.array(name)
        with self.decoding(f"its column {name}"):
            numbers = kernels().unpack(packed)
        if len(numbers) != count or (numbers >= _MOST_VARINT).any():
            raise self.damage(f"its column {name} is not what it should be")
        return numbers

    def raw(self, name: str, start: int, end: int) -> bytes:
        """The bytes `start` to `end` of a column of `uint8`. Raises IndexDamaged, also if the column is shorter."""
        if self._dtypes.get(name) != np.uint8:
            raise self.damage(f"its column {name} is not what it should be")
        _, offset, size = self._columns[name]
        if not 0 <= start <= end <= size:
            raise self.damage(f"its column {name} is shorter than it was")
        return self._read(offset + start, offset + end)

    def column(self, name: str, dtype: Any, count: int) -> NDArray[Any]:
        """A whole column of `count` numbers of a type. Raises IndexDamaged, also for another count or type."""
        column = self.array(name)
        if column.dtype != dtype or len(column) != count:
            raise self.damage(f"its column {name} is not what it should be")
        return column

    def decoding(self, what: str) -> "_Decoding":
        """Raises IndexDamaged if the block of code fails. It has to decode bytes of this file and do nothing else."""
        return _Decoding(self, what)

    def verify(self) -> None:
        """Read all columns. Raises IndexDamaged."""
        for start in range(0, self.columns_end, 64 * BLOCK):
            self._read(start, min(self.columns_end, start + 64 * BLOCK))

    def damaged_blocks(self) -> Iterator[int]:
        """The numbers of the blocks whose checksums differ. Reads all of them."""
        for number in range(self.blocks):
            try:
                self._read(number * BLOCK, min(self.columns_end, (number + 1) * BLOCK))
            except IndexDamaged:
                yield number

    def _read(self, start: int, end: int) -> bytes:
        """The bytes from `start` to `end`. Verifies whole blocks."""
        if start >= end:
            return b""
        try:
            return kernels().read_blocks(self._descriptor, start, end, self.columns_end, BLOCK, self._checksums)
        except OSError as error:
            raise self._unreadable("read", error) from error
        except ValueError:
            base, stop = start // BLOCK * BLOCK, min(-(-end // BLOCK) * BLOCK, self.columns_end)
            self._verify(self._pread(stop - base, base), base)  # raises, and says what is wrong
            raise

    def _verify(self, blocks: bytes, base: int) -> None:
        """Raises IndexDamaged where a block has another checksum than it should. The first one begins at `base`."""
        first = base // BLOCK
        wrong = kernels().wrong_block(blocks, BLOCK, self._checksums[first : first - (-len(blocks) // BLOCK)])
        if wrong >= 0:
            raise self.damage(f"block {first + wrong} is not what it was")

    def _pread(self, size: int, offset: int) -> bytes:
        try:
            data = os.pread(self._descriptor, size, offset)
        except OSError as error:
            raise self._unreadable("read", error) from error
        if len(data) != size:
            raise self.damage("it is shorter than it was")
        return data

    def _unreadable(self, act: str, error: OSError) -> Exception:
        return error if error.errno in _NO_RESOURCES else self.damage(f"it cannot be {act}: {error.strerror}")

    def damage(self, what: str) -> IndexDamaged:
        """The error that says what is wrong with this file."""
        return damage(self.path, what)


class _Decoding:
    """As in `ContainerFile.decoding`: several times faster than a generator."""

    def __init__(self, file: ContainerFile, what: str) -> None:
        self._file = file
        self._what = what

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, _DECODING_ERRORS):
            raise self._file.damage(f"{self._what} makes no sense") from error


def damage(path: Path, what: str) -> IndexDamaged:
    """The error that says what is wrong with a file of an index."""
    return IndexDamaged(f"The index in {path.parent} is damaged: {path.name}, {what}. {REPAIR_HINT}", path.name, what)
