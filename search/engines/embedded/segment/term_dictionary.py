"""The sorted terms of a field in one run of bytes. A term is found without making an object of every term.

UTF-8 sorts as code points do, so terms have the same order as bytes and as text.
"""

from collections.abc import Sequence

import numpy as np

from search.arrays import CodePoints, Ints, UInt16s, ranges
from search.kernels import kernels

_END = b"\n"
_BEHIND_PREFIX = b"\xff"  # sorts after whatever follows a prefix
_FEW = 8
"""Terms that are looked up one by one."""
_DENSE = 4
"""Terms of the dictionary that are read for each term that is looked up, at most."""


class TermDictionary:
    """Terms by their numbers in sorted order. They form blocks of BLOCK terms. `lines` has all of them.

    Memory: the bytes of all terms, and a number for each block.
    """

    BLOCK = 32

    def __init__(self, lines: bytes) -> None:
        """`lines` has each term with a newline after it. Raises ValueError for bytes that cannot be such lines."""
        if not lines.isascii():
            lines.decode()
        if lines and not lines.endswith(_END):
            raise ValueError("the last term has no end")
        self.lines = lines
        letters = np.frombuffer(lines, np.uint8)
        ends = np.flatnonzero(letters == _END[0]) + 1
        self._count = len(ends)
        self._starts = np.append(0, ends[self.BLOCK - 1 :: self.BLOCK])
        if self._starts[-1] < len(lines):
            self._starts = np.append(self._starts, len(lines))
        starts = self._starts[:-1]
        heads = letters[ranges(starts, ends[:: self.BLOCK] - starts)].tobytes()
        kernels().merge_lines([heads], _END[0])  # raises where they are not in order

    def __len__(self) -> int:
        return self._count

    def all(self) -> list[str]:
        """Every term."""
        return self.lines.decode().split("\n")[:-1]

    def letters(self) -> CodePoints:
        """Every term with a newline after it, as code points."""
        return np.frombuffer(self.lines.decode().encode("utf-32-le"), np.uint32)

    def beginning(self, prefix: str) -> list[str]:
        """The terms that begin with a prefix. Linear in them."""
        return self.between(*self.prefix_range(prefix))

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """The number of the first term that begins with a prefix, and of the first one behind all of them."""
        (found,) = self.prefix_ranges(prefix)
        return found

    def prefix_ranges(self, *prefixes: str) -> list[tuple[int, int]]:
        """The range of each of some prefixes, as `prefix_range`."""
        starts = [prefix.encode() for prefix in prefixes]
        bounds = self._bounds([*starts, *(start + _BEHIND_PREFIX for start in starts)])
        return list(zip(bounds, bounds[len(starts) :], strict=False))

    def selected(self, first: int, values: UInt16s, value: int) -> list[bytes]:
        """The terms that have a value, of those from number `first` on; `values` has one for each of these."""
        return kernels().select_lines(self.lines, self._starts, self.BLOCK, first, values, value)

    def selected_beginning(self, prefixes: Sequence[str], values: UInt16s, value: int) -> list[bytes]:
        """The terms that begin with any of some prefixes and have a value; `values` has one for each term."""
        beginnings = [prefix.encode() for prefix in prefixes]
        return kernels().select_beginnings(self.lines, self._starts, self.BLOCK, beginnings, values, value)

    def _bounds(self, terms: Sequence[bytes]) -> list[int]:
        """For each of some terms the number of the first term here that does not sort before it."""
        return [number if number >= 0 else ~number for number in self._find(terms)]

    def at(self, numbers: Ints) -> list[str]:
        """The terms with these numbers."""
        chosen = kernels().lines_at(self.lines, self._starts, self.BLOCK, numbers)
        return [term.decode() for term in chosen]

    def numbers(self, terms: frozenset[str]) -> list[int]:
        """The numbers of those of some distinct terms that are here, increasing. If they lie close, all between are
        read."""
        if len(terms) > _FEW:
            first, end = self._bounds((min(terms).encode(), max(terms).encode() + b"\0"))
            if end - first <= _DENSE * len(terms):
                between = self.between(first, end)
                if len(between) == len(terms) and terms.issuperset(between):  # as of most prefixes
                    return [*range(first, end)]
                return [number for number, term in enumerate(between, first) if term in terms]
        return kernels().find_terms(self.lines, self._starts, self.BLOCK, terms)

    def _find(self, keys: Sequence[bytes]) -> list[int]:
        """For each key the number of the term that equals it, or ~n where n terms sort before it."""
        return kernels().find_lines(self.lines, self._starts, self.BLOCK, keys)

    def between(self, first: int, end: int) -> list[str]:
        """The terms number `first` up to `end`."""
        if first >= end:
            return []
        block = first // self.BLOCK
        start, stop = self._starts[block], self._starts[-(-min(end, self._count) // self.BLOCK)]
        terms = self.lines[start : stop - 1].decode().split("\n")
        return terms[first - block * self.BLOCK : end - block * self.BLOCK]
