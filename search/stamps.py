"""The stamps of many files, as columns: to compare them takes no object for each."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat

import numpy as np

from search.arrays import Ints
from search.types.files import Stamp

_INODES = (1 << 64) - 1


class StampTable(Mapping[str, Stamp]):
    """The stamps of files by their paths, in an order. A stamp is made when it is asked for.

    `rows` has four columns: the fields of a stamp, the inode as a signed number.
    """

    def __init__(self, paths: Sequence[str], rows: Ints) -> None:
        self.paths = paths
        self.rows = rows

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return dict(zip(self.paths, range(len(self.paths)), strict=True))

    def only(self, chosen: Sequence[int]) -> "StampTable":
        """The files with some numbers, in that order."""
        return StampTable([self.paths[number] for number in chosen], self.rows[chosen])

    def changed_since(self, before: "StampTable") -> list[str]:
        """The paths that are not in another table, or have another stamp there. Linear."""
        numbers = np.array([*map(before._numbers.get, self.paths, repeat(-1))], np.int64)
        is_same = numbers >= 0
        is_same[is_same] = (self.rows[is_same] == before.rows[numbers[is_same]]).all(axis=1)
        return [self.paths[number] for number in np.flatnonzero(~is_same).tolist()]

    def changed_after(self, time: int) -> list[str]:
        """The paths of the files that changed after a time, in nanoseconds. Linear."""
        return [self.paths[number] for number in np.flatnonzero(self.rows[:, 3] > time).tolist()]

    def sizes(self) -> Mapping[str, int]:
        """The bytes of each file."""
        return dict(zip(self.paths, self.rows[:, 0].tolist(), strict=True))

    def __getitem__(self, path: str) -> Stamp:
        return stamp_of_row(self.rows[self._numbers[path]].tolist())

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, path: object) -> bool:
        return path in self._numbers


def stamp_of_row(row: Sequence[int]) -> Stamp:
    """The stamp that a row of a table has."""
    size, modified, inode, changed = row
    return Stamp(size, modified, inode & _INODES, changed)
