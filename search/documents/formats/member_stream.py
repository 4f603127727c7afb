"""A member of an archive as a file: read within limits, its errors as sentences, opened again to go back."""

import io
from collections.abc import Callable
from typing import BinaryIO

from search.documents.unreadable import UnreadableError

_AT_ONCE = 1 << 18


class MemberStream(io.RawIOBase):
    """A member that `opener` opens. `count` is told how many more bytes were unpacked, and may raise an error.

    To go back, the member is opened again, so seeking is linear in the place. All errors of reading are
    UnreadableError.
    """

    def __init__(self, opener: Callable[[], BinaryIO], count: Callable[[int], None]) -> None:
        super().__init__()
        self._opener, self._count = opener, count
        self._file: BinaryIO | None = None
        self._at = self._counted = 0

    def loaded(self, most: int) -> tuple[BinaryIO, int]:
        """The member in memory, and its size, which is at most `most`. Closes the stream."""
        with self:
            pieces, size = [], 0
            while piece := self.read(_AT_ONCE):
                pieces.append(piece)
                size += len(piece)
                if size > most:
                    raise UnreadableError(
                        f"has more than the {most:,} bytes that the setting largest_document allows", "too large"
                    )
            return io.BytesIO(b"".join(pieces)), size

    def buffered(self) -> tuple[BinaryIO, int]:
        """The member as a buffered file, and its size. It is read through to count its bytes."""
        size = self.seek(0, io.SEEK_END)
        self.seek(0)
        return io.BufferedReader(self, _AT_ONCE), size

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """The place in the member."""
        return self._at

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """As in RawIOBase."""
        piece = self._read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As in RawIOBase."""
        if whence == io.SEEK_END:
            while self._read(_AT_ONCE):
                pass
            offset += self._at
        elif whence == io.SEEK_CUR:
            offset += self._at
        if offset < self._at:
            self._reopen()
        while self._at < offset and self._read(min(_AT_ONCE, offset - self._at)):
            pass
        return self._at

    def close(self) -> None:
        """Close the member."""
        if self._file:
            self._file.close()
        super().close()

    def _reopen(self) -> None:
        if self._file:
            self._file.close()
        self._file, self._at = None, 0

    def _read(self, size: int) -> bytes:
        try:
            if self._file is None:
                self._file = self._opener()
            piece = self._file.read(size)
        except (UnreadableError, MemoryError):
            raise
        except Exception as error:  # each library has errors of its own
            raise UnreadableError("is damaged: it cannot be unpacked", "damaged") from error
        self._at += len(piece)
        if self._at > self._counted:
            self._count(self._at - self._counted)
            self._counted = self._at
        return piece
