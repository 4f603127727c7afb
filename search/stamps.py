"""The stamps of many files, as columns: to compare them takes no object for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from search.arrays import Ints
from search.sorted_paths import SortedPaths
from search.types.files import Stamp

_FEW = 16
"""Paths are few, and looked up one by one, if there are more than so many times as many here."""


class StampTable(Mapping[str, Stamp]):
    """The stamps of files by their paths, in the order of these. A stamp is made when it is asked for.

    `rows` has four columns: the fields of a stamp, the inode as a signed number.
    """

    def __init__(self, paths: SortedPaths, rows: Ints) -> None:
        self.paths = paths
        self.rows = rows

    def without(self, numbers: Ints) -> "StampTable":
        """The files without those with some increasing numbers."""
        return StampTable(self.paths.without(numbers), np.delete(self.rows, numbers, axis=0))

    def changed_since(self, before: "StampTable") -> Ints:
        """The numbers of the paths that are not in another table, or have another stamp there. Linear."""
        numbers = self.paths.numbers_in(before.paths)
        is_same = numbers >= 0
        is_same[is_same] = (self.rows[is_same] == before.rows[numbers[is_same]]).all(axis=1)
        return np.flatnonzero(~is_same)

    def changed_after(self, time: int) -> list[str]:
        """The paths of the files that changed after a time, in nanoseconds. Linear."""
        return [self.paths.at(number) for number in np.flatnonzero(self.rows[:, 3] > time).tolist()]

    def sizes(self, paths: Sequence[str]) -> list[int]:
        """The bytes of the files at some paths, which are here, in the order of their bytes."""
        is_few = len(paths) * _FEW < len(self)
        numbers = [*map(self.paths.find, paths)] if is_few else SortedPaths.of(paths).numbers_in(self.paths)
        sizes: list[int] = self.rows[numbers, 0].tolist()
        return sizes

    def stamps_of(self, paths: Iterable[str]) -> dict[str, Stamp]:
        """The stamps of those of some paths that are here, by path. Linear in both."""
        chosen = SortedPaths.of(paths)
        numbers = chosen.numbers_in(self.paths)
        is_here = numbers >= 0
        rows = self.rows[numbers[is_here]]
        return dict(zip(chosen.only(np.flatnonzero(is_here)), stamps_of_rows(rows), strict=True))

    def __getitem__(self, path: str) -> Stamp:
        number = self.paths.find(path)
        if number < 0:
            raise KeyError(path)
        return stamps_of_rows(self.rows[number : number + 1])[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, path: object) -> bool:
        return path in self.paths


def stamps_of_rows(rows: Ints) -> list[Stamp]:
    """The stamps that some rows of a table have."""
    size, modified, inode, changed = rows.T
    columns = size.tolist(), modified.tolist(), inode.astype(np.uint64).tolist(), changed.tolist()
    return [*map(Stamp._make, zip(*columns, strict=True))]
