"""The sorted terms of a field as one stretch of bytes, in which a term is found without making an object of each.

UTF-8 sorts as code points do, so a term's place is the same among bytes and among texts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from search.arrays import Ints

EACH = 64
"""Every so many terms one is kept as an object."""
_END = b"\n"
_BEYOND = b"\xff"  # sorts after whatever a term can go on with
_FEW = 8
_DENSE = 32


class TermDictionary:
    """Terms by their numbers in order. Memory: their bytes."""

    def __init__(self, lines: bytes) -> None:
        """`lines` holds each term with a newline after it. Raises ValueError for bytes that cannot be such lines."""
        lines.decode()
        if lines and not lines.endswith(_END):
            raise ValueError("the last term has no end")
        self._lines = lines
        ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == _END[0]) + 1
        self._count = len(ends)
        self._starts = [0, *ends[EACH - 1 :: EACH].tolist()]
        if self._starts[-1] < len(lines):
            self._starts.append(len(lines))
        self.heads: Sequence[bytes] = [lines[start : lines.index(_END, start)] for start in self._starts[:-1]]
        if self.heads != sorted(set(self.heads)):
            raise ValueError("the terms are not in order")

    def __len__(self) -> int:
        return self._count

    def all(self) -> list[str]:
        """Every term."""
        return self._lines.decode().split("\n")[:-1]

    def letters(self) -> NDArray[np.uint32]:
        """Every term with a newline after it, as code points."""
        return np.frombuffer(self._lines.decode().encode("utf-32-le"), np.uint32)

    def beginning(self, prefix: str) -> list[str]:
        """The terms that begin with a prefix. Linear in them."""
        return self.between(*self.bounds(prefix))

    def bounds(self, prefix: str) -> tuple[int, int]:
        """The numbers of the first term that begins with a prefix, and of the first behind all of them."""
        start = prefix.encode()
        return self.bound(start), self.bound(start + _BEYOND)

    def at(self, numbers: Ints) -> list[str]:
        """The terms with these numbers. Where neighbours follow one another, they are read at once, or else all are."""
        if len(numbers) > len(self.heads):
            every = self.all()
            return [every[number] for number in numbers.tolist()]
        found: list[str] = []
        for portion, its in groupby(numbers.tolist(), lambda number: number // EACH):
            terms = self.between(portion * EACH, (portion + 1) * EACH)
            found += [terms[number % EACH] for number in its]
        return found

    def numbers(self, terms: frozenset[str]) -> list[int]:
        """The numbers of those of some terms that are here, increasing. Where they lie close, all between are read."""
        if len(terms) > _FEW:
            first, end = self.bound(min(terms).encode()), self.bound(max(terms).encode() + b"\0")
            if end - first <= _DENSE * len(terms):
                return [number for number, term in enumerate(self.between(first, end), first) if term in terms]
        found = [self._number(term.encode()) for term in terms]
        return sorted(number for number in found if number is not None)

    def _number(self, term: bytes) -> int | None:
        portion = bisect_right(self.heads, term) - 1
        if portion < 0:
            return None
        start, end = self._starts[portion : portion + 2]
        if self.heads[portion] == term:
            return portion * EACH
        at = self._lines.find(_END + term + _END, start, end)
        return None if at < 0 else portion * EACH + self._lines.count(_END, start, at) + 1

    def bound(self, term: bytes) -> int:
        """The number of the first term that is not before another."""
        portion = bisect_right(self.heads, term) - 1
        if portion < 0:
            return 0
        start, end = self._starts[portion : portion + 2]
        return portion * EACH + bisect_left(self._lines[start : end - 1].split(_END), term)

    def between(self, first: int, end: int) -> list[str]:
        """The terms number `first` up to `end`."""
        if first >= end:
            return []
        portion = first // EACH
        start, stop = self._starts[portion], self._starts[-(-end // EACH)]
        found = self._lines[start : stop - 1].decode().split("\n")
        return found[first - portion * EACH : end - portion * EACH]
