"""What kernels do for folders and files."""

from collections.abc import Sequence
from typing import Protocol

from search.arrays import Flags, Ints, UInt32s


class FileKernels(Protocol):
    """Kernels for folders, files and paths."""

    def list_names(self, folder: int, endings: Sequence[bytes]) -> tuple[bytes, list[tuple[bytes, int]]]:
        """The names in an open folder that do not begin with a point: those of regular files that have one of some
        endings, sorted, with a zero after each; and the others, sorted, each with its kind as `stat.S_IFMT` gives it,
        or 0 where the system does not say.

        Endings are in small letters of ASCII; in names capitals are equal to them. Raises OSError, and ValueError for
        more than 256 endings. Cost: about 0.3 microseconds a name.
        """

    def list_status(self, folder: int, names: bytes) -> Ints:
        """The status of files of an open folder, by their names with a zero after each, in rows: mode, size, time of
        the content, inode, and time of the last change. Of a file that cannot be looked at, the first number is that of
        the error, below 0.

        Links are not followed. Times are in nanoseconds and cut to fit into 64 bits; of an inode these are the low
        ones, as a signed number. Raises ValueError where the last name has no end. Cost: a system call for each file,
        about a microsecond.
        """

    def path_bounds(self, paths: bytes) -> Ints:
        """Where each of some paths begins, and the length of all. Each ends with a zero.

        Raises ValueError where one has no end, and where they do not increase. Linear, some 15 nanoseconds a path.
        """

    def match_paths(self, paths: bytes, others: bytes) -> Ints:
        """For each of some paths the number of the equal one among others, or ~n where there is none and n others come
        before it. Raises as `path_bounds`. Linear in both."""

    def read_ranges(self, descriptor: int, part: tuple[int, int], starts: Ints, ends: Ints) -> list[bytes]:
        """The bytes of some ranges of a part of an open file, which begins at a place and has a size. Raises OSError,
        ValueError where the part or the file has no such range.

        Cost: a system call for each range, about a microsecond. The GIL is given up once for all, so a busy thread
        holds up the caller once.
        """

    def wrong_block(self, data: bytes | memoryview, size: int, checksums: UInt32s) -> int:
        """The number of the first block of some bytes that has another CRC-32 than it should have; -1 if none has.
        Blocks have `size` bytes, and the last one what is left.

        Raises ValueError where there are not as many checksums as blocks. Linear: some 0.05 ms a megabyte where the
        processor multiplies without carries, else 0.4 ms. The GIL is kept.
        """

    def read_blocks(self, descriptor: int, start: int, end: int, stop: int, size: int, checksums: UInt32s) -> bytes:
        """The bytes `start` to `end` of an open file. Its first `stop` bytes form blocks as for `wrong_block`.

        Raises OSError, and ValueError where a block has another checksum, for a shorter file, and for other ranges.
        Cost: a system call for each block, and its checksum. The GIL is given up for the system calls.
        """

    def read_texts(
        self, folder: int, names: Sequence[str], limit: int, marks: Sequence[tuple[bytes, int, int]], word: bytes
    ) -> tuple[list[str | None], list[bytes], Ints, Flags]:
        """The texts of files of an open folder, by their names, the digests of their bytes, and their stamps in rows:
        size, time of the content, inode, and time of the last change, as `list_status` gives them; and whether each has
        `word` in it, which has lower letters of ASCII, in whatever case.

        A text is None, and has no digest and no stamp, if its file is more than plain UTF-8. That is: it is no regular
        file, or cannot be opened or read; it has more than `limit` bytes, or changes while it is read; it is no UTF-8,
        or has a byte below 32 other than those from 9 to 13; or one of some `marks` begins in it, at a place from the
        first to the last that are given with the mark. A digest is BLAKE2b of 16 bytes. Links are not followed.

        Raises ValueError for a name that no file can have, an empty mark, another word, and a limit below 0. Cost: five
        system calls for each file, 9 microseconds with 2 kB of text. Other threads run while a file is read.
        """
