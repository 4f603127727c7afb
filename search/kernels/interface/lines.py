"""What kernels do for sorted lines."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from search.arrays import Int32s, Ints, UInt16s


class SortedLineKernels(Protocol):
    """Kernels for sorted terms and keys."""

    def find_lines(self, lines: bytes, starts: Ints, step: int, keys: Sequence[bytes]) -> list[int]:
        """For each key the number of the line that equals it, or ~n where there is none and n lines come before it.

        `lines` increase and end with a newline each. They form blocks of `step` lines; the last block may have fewer.
        `starts` has where each block begins, and the length of `lines`. Raises ValueError where these do not fit
        together. Of lines that do not increase, any may be found. Cost: a bisection of the blocks and a look through
        one, some 0.3 microseconds a key.
        """

    def find_terms(self, lines: bytes, starts: Ints, step: int, terms: Iterable[str]) -> list[int]:
        """The numbers of those of some distinct terms that are lines, increasing. Lines are texts in UTF-8, and form
        blocks as in `find_lines`. Raises and costs as this; UnicodeEncodeError for half of a surrogate pair."""

    def lines_at(self, lines: bytes, starts: Ints, step: int, numbers: Ints) -> list[bytes]:
        """The lines with some numbers.

        Lines and blocks are as in `find_lines`. Raises ValueError for numbers that make no sense, and for a line that
        is not there. Cost: for each line a look through one block.
        """

    def select_lines(
        self, lines: bytes, starts: Ints, step: int, first: int, values: UInt16s, value: int
    ) -> list[bytes]:
        """The lines that have a value, of those from number `first` on; `values` has one for each of these.

        Raises as `lines_at`. Cost: a look at each value, and through one block for each selected line.
        """

    def select_beginnings(
        self, lines: bytes, starts: Ints, step: int, prefixes: Sequence[bytes], values: UInt16s, value: int
    ) -> list[bytes]:
        """The lines that begin with any of some prefixes and have a value; `values` has one for each line, from the
        first on. They come prefix by prefix.

        Lines are texts in UTF-8, and form blocks as in `find_lines`. Raises as `select_lines`. Cost: as `find_lines`,
        and a look at the value of each line with a prefix.
        """

    def merge_lines(self, parts: Sequence[bytes], end: int = 10) -> tuple[bytes, list[Int32s]]:
        """The lines of all parts in order, each once; and for each line of each part its number among them.

        A line ends with a byte, a newline unless `end` is another. Those of a part increase. Raises ValueError where
        they do not, and for an `end` that is no byte. Linear; a tenth of a microsecond a line.
        """
