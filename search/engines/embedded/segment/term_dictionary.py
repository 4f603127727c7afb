"""The sorted terms of a field in one run of bytes. A term is found without making an object of every term.

UTF-8 sorts as code points do, so terms have the same order as bytes and as text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from search.arrays import CodePoints, Ints

_END = b"\n"
_BEHIND_PREFIX = b"\xff"  # sorts after whatever follows a prefix
_FEW = 8
"""Terms that are looked up one by one."""
_DENSE = 32
"""Terms of the dictionary that are read for each term that is looked up, at most."""


class TermDictionary:
    """Terms by their numbers in sorted order. They form blocks of BLOCK terms, whose first terms are kept as objects.

    Memory: the bytes of all terms.
    """

    BLOCK = 64

    def __init__(self, lines: bytes) -> None:
        """`lines` has each term with a newline after it. Raises ValueError for bytes that cannot be such lines."""
        lines.decode()
        if lines and not lines.endswith(_END):
            raise ValueError("the last term has no end")
        self._lines = lines
        ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == _END[0]) + 1
        self._count = len(ends)
        self._starts = [0, *ends[self.BLOCK - 1 :: self.BLOCK].tolist()]
        if self._starts[-1] < len(lines):
            self._starts.append(len(lines))
        self.block_heads: Sequence[bytes] = [lines[start : lines.index(_END, start)] for start in self._starts[:-1]]
        if self.block_heads != sorted(set(self.block_heads)):
            raise ValueError("the terms are not in order")

    def __len__(self) -> int:
        return self._count

    def all(self) -> list[str]:
        """Every term."""
        return self._lines.decode().split("\n")[:-1]

    def letters(self) -> CodePoints:
        """Every term with a newline after it, as code points."""
        return np.frombuffer(self._lines.decode().encode("utf-32-le"), np.uint32)

    def beginning(self, prefix: str) -> list[str]:
        """The terms that begin with a prefix. Linear in them."""
        return self.between(*self.prefix_range(prefix))

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """The number of the first term that begins with a prefix, and of the first one behind all of them."""
        start = prefix.encode()
        return self.lower_bound(start), self.lower_bound(start + _BEHIND_PREFIX)

    def at(self, numbers: Ints) -> list[str]:
        """The terms with these numbers. Numbers of one block that follow one another cost one look at the block."""
        if len(numbers) > len(self.block_heads):
            terms = self.all()
            return [terms[number] for number in numbers.tolist()]
        chosen: list[str] = []
        for block, group in groupby(numbers.tolist(), lambda number: number // self.BLOCK):
            terms = self.between(block * self.BLOCK, (block + 1) * self.BLOCK)
            chosen += [terms[number % self.BLOCK] for number in group]
        return chosen

    def numbers(self, terms: frozenset[str]) -> list[int]:
        """The numbers of those of some terms that are here, increasing. If they lie close, all between are read."""
        if len(terms) > _FEW:
            first, end = self.lower_bound(min(terms).encode()), self.lower_bound(max(terms).encode() + b"\0")
            if end - first <= _DENSE * len(terms):
                return [number for number, term in enumerate(self.between(first, end), first) if term in terms]
        numbers = [self._number(term.encode()) for term in terms]
        return sorted(number for number in numbers if number is not None)

    def _number(self, term: bytes) -> int | None:
        """The number of a term, or None."""
        block = bisect_right(self.block_heads, term) - 1
        if block < 0:
            return None
        start, end = self._starts[block : block + 2]
        if self.block_heads[block] == term:
            return block * self.BLOCK
        at = self._lines.find(_END + term + _END, start, end)
        return None if at < 0 else block * self.BLOCK + self._lines.count(_END, start, at) + 1

    def lower_bound(self, term: bytes) -> int:
        """The number of the first term that does not sort before another."""
        block = bisect_right(self.block_heads, term) - 1
        if block < 0:
            return 0
        start, end = self._starts[block : block + 2]
        return block * self.BLOCK + bisect_left(self._lines[start : end - 1].split(_END), term)

    def between(self, first: int, end: int) -> list[str]:
        """The terms number `first` up to `end`."""
        if first >= end:
            return []
        block = first // self.BLOCK
        start, stop = self._starts[block], self._starts[-(-end // self.BLOCK)]
        terms = self._lines[start : stop - 1].decode().split("\n")
        return terms[first - block * self.BLOCK : end - block * self.BLOCK]
