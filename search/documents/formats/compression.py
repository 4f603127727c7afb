"""Unpack files that hold one other file: gzip, bzip2, xz, Zstandard."""

import io
from typing import BinaryIO, cast

_PIECE, _BUFFER = 1024, 1 << 22
"""Bytes of a Zstandard file that are unpacked at a time, to 32 MB at most, and bytes that are handed on at a time."""


def decompressed(file: BinaryIO, format: str) -> BinaryIO:
    """What is in a compressed file of a format, as a file that can be read once. Closing it leaves `file` open.

    Reading it raises the errors of the library of the format.
    """
    file.seek(0)
    if format == "gz":
        import gzip

        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if format == "bz2":
        import bz2

        return cast(BinaryIO, bz2.BZ2File(file))
    if format == "xz":
        import lzma

        return cast(BinaryIO, lzma.LZMAFile(file))
    return cast(BinaryIO, io.BufferedReader(_ZstandardFile(file), _BUFFER))


class _ZstandardFile(io.RawIOBase):
    """What is in a Zstandard file. It is an error if a frame has no end; the library's own reader says nothing."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        import zstandard

        self._file = file
        self._decompressor = zstandard.ZstdDecompressor()
        self._frame = self._decompressor.decompressobj()
        self._packed = self._unpacked = b""
        self._is_in_frame = False

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """As in RawIOBase. Raises EOFError if a part is missing."""
        while not self._unpacked:
            self._packed = self._packed or self._file.read(_PIECE)
            if not self._packed:
                if self._is_in_frame:
                    raise EOFError("ends within a frame")
                return 0
            self._unpacked = self._frame.decompress(self._packed)
            self._packed = self._frame.unused_data
            self._is_in_frame = not self._frame.eof
            if self._frame.eof:
                self._frame = self._decompressor.decompressobj()
        piece, self._unpacked = self._unpacked[: len(buffer)], self._unpacked[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def first_bytes(file: BinaryIO, format: str, size: int) -> bytes:
    """The first bytes of what is in a compressed file; none if it is damaged. Leaves the file at its beginning."""
    try:
        with decompressed(file, format) as inner:
            return inner.read(size)
    except Exception:  # each library has errors of its own
        return b""
    finally:
        file.seek(0)
