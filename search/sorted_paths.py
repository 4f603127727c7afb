"""The paths of many files as bytes: to hold and to compare them takes no object for each."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from search.arrays import Flags, Ints, ranges
from search.kernels import kernels

_LOOKS = 64
"""To look a path up by bisection takes as long as to put this many paths into a dict."""
_PASSED = 512
"""To look a path up by bisection takes as long as to compare this many paths in a kernel."""


class SortedPaths(Collection[str]):
    """Paths in the order of their bytes, none twice. A path is decoded when it is asked for.

    `joined` has them all, each with a zero behind it. Raises ValueError where they are not in order, when first used.
    """

    def __init__(self, joined: bytes = b"") -> None:
        self.joined = joined
        self._looks = 0

    @classmethod
    def of(cls, paths: Iterable[str]) -> "SortedPaths":
        """Some paths in any order, none twice."""
        return cls(os.fsencode("".join([f"{path}\0" for path in in_order(paths)])))

    @cached_property
    def bounds(self) -> Ints:
        """Where each path begins, and the length of `joined`."""
        return kernels().path_bounds(self.joined)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return dict(zip(self, range(len(self)), strict=True))

    def at(self, number: int) -> str:
        """The path with a number."""
        return os.fsdecode(self._bytes_at(number))

    def find(self, path: str) -> int:
        """The number of a path, or -1. Cost: some microseconds; of many looks far less."""
        if not self.joined:
            return -1
        self._looks += 1
        if self._looks * _LOOKS > len(self):
            return self._numbers.get(path, -1)
        key = os.fsencode(path)
        place = self._place(key)
        return place if place < len(self) and self._bytes_at(place) == key else -1

    def places_of(self, others: "SortedPaths") -> Ints:
        """How many paths come before each of some others. Raises ValueError if one of them is among these. Cost: as
        `numbers_in`."""
        places = ~others.numbers_in(self)
        if (places < 0).any():
            raise ValueError("a path is there already")
        return places

    def _place(self, key: bytes) -> int:
        """How many paths come before one."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes_at(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def numbers_in(self, others: "SortedPaths") -> Ints:
        """For each path its number among others, or ~n where it is not among them and n others come before it. Cost:
        some microseconds each, or linear in both; far less where all are equal."""
        if self.joined == others.joined:
            return np.arange(len(self))
        if len(self) * _PASSED > len(others):
            return kernels().match_paths(self.joined, others.joined)
        places = [(path, others._place(os.fsencode(path))) for path in self]
        return np.array([place if others.find(path) >= 0 else ~place for path, place in places], np.int64)

    def shared_with(self, others: "SortedPaths") -> list[str]:
        """The paths that are among others too. Cost: as `numbers_in`."""
        return [*self.only(np.flatnonzero(self.numbers_in(others) >= 0))]

    def missing_in(self, others: "SortedPaths") -> list[str]:
        """The paths that are not among others."""
        return [*self.only(np.flatnonzero(self.numbers_in(others) < 0))]

    def only(self, chosen: Ints) -> "SortedPaths":
        """The paths with some increasing numbers."""
        starts = self.bounds[chosen]
        if len(chosen) * _LOOKS < len(self):
            ends = self.bounds[chosen + 1].tolist()
            return SortedPaths(b"".join(map(self.joined.__getitem__, map(slice, starts.tolist(), ends))))
        letters = ranges(starts, self.bounds[chosen + 1] - starts)
        return SortedPaths(np.frombuffer(self.joined, np.uint8)[letters].tobytes())

    def without(self, left_out: Ints) -> "SortedPaths":
        """The paths without those with some increasing numbers."""
        starts, ends = self.bounds[left_out].tolist(), self.bounds[left_out + 1].tolist()
        kept = zip([0, *ends], [*starts, len(self.joined)], strict=True)
        return SortedPaths(b"".join([self.joined[start:end] for start, end in kept]))

    def with_inserted(self, others: "SortedPaths", places: Ints) -> "SortedPaths":
        """These and other paths. `places` has for each of the others how many of these come before it."""
        cuts, bounds = self.bounds[places].tolist(), others.bounds.tolist()
        pieces, start = list[bytes](), 0
        for number, cut in enumerate(cuts):
            pieces += (self.joined[start:cut], others.joined[bounds[number] : bounds[number + 1]])
            start = cut
        return SortedPaths(b"".join((*pieces, self.joined[start:])))

    def named(self, names: Sequence[str]) -> list[str]:
        """The paths of the files with some names, in whatever folders."""
        numbers = set[int]()
        within = b"\0" + self.joined
        for name in names:
            for before in (b"\0", b"/"):
                ending = before + name.encode() + b"\0"
                at = within.find(ending)
                while at >= 0:
                    numbers.add(int(np.searchsorted(self.bounds, at, side="right")) - 1)
                    at = within.find(ending, at + 1)
        return [self.at(number) for number in sorted(numbers)]

    def ending_with(self, endings: Sequence[bytes]) -> Flags:
        """Which paths have one of some endings, in small letters of ASCII; capitals in paths are equal to them."""
        letters = np.frombuffer(self.joined, np.uint8)
        ends, sizes = self.bounds[1:] - 1, np.diff(self.bounds) - 1
        is_chosen = np.zeros(len(self), np.bool_)
        for ending in endings:
            numbers = np.flatnonzero(~is_chosen & (sizes >= len(ending)))
            for back, letter in enumerate(reversed(ending), 1):
                here = letters[ends[numbers] - back]
                capital = letter - 32 if 97 <= letter <= 122 else letter
                numbers = numbers[(here == letter) | (here == capital)]
            is_chosen[numbers] = True
        return is_chosen

    def _bytes_at(self, number: int) -> bytes:
        return self.joined[self.bounds[number] : self.bounds[number + 1] - 1]

    def __iter__(self) -> Iterator[str]:
        return iter(os.fsdecode(self.joined).split("\0")[:-1])

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.find(path) >= 0


def in_order(paths: Iterable[str]) -> list[str]:
    """Paths in the order of their bytes. Those of ASCII alone, as most are, have that order as texts too."""
    paths = [*paths]
    return sorted(paths) if "".join(paths).isascii() else sorted(paths, key=os.fsencode)
