"""One immutable segment: where each term stands in some articles, and the articles themselves."""

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.blocks import BlockFile
from search.engines.embedded.packed import Bytes, sums, unpack
from search.engines.embedded.prints import SegmentPrints
from search.engines.embedded.store import Store
from search.engines.embedded.terms import Terms

_Ints = NDArray[np.int64]
_ZERO = np.zeros(1, np.int64)


class Field:
    """One field: its terms, and the list of each. The tables are read when first needed."""

    def __init__(self, file: BlockFile, name: str) -> None:
        self._file = file
        self._name = name
        self._gaps = f"{name}.gaps"

    @cached_property
    def terms(self) -> Terms:
        """All terms."""
        return Terms(self._file.text(f"{self._name}.terms"))

    @cached_property
    def lengths(self) -> _Ints:
        """Tokens of each document, whether they are searched or not."""
        return unpack(self._file.array(f"{self._name}.lengths"))

    @cached_property
    def counts(self) -> _Ints:
        """Tokens of each document that are searched."""
        return unpack(self._file.array(f"{self._name}.counts"))

    @cached_property
    def bounds(self) -> _Ints:
        """Document n has the addresses bounds[n] to bounds[n + 1], but for the last of them."""
        return np.concatenate(([0], np.cumsum(self.lengths + 1)))

    @cached_property
    def list_bounds(self) -> _Ints:
        """The gaps of term n are the bytes list_bounds[n] to list_bounds[n + 1] of their column."""
        return np.concatenate((_ZERO, unpack(self._file.array(f"{self._name}.sizes")).cumsum()))

    def gaps(self, first: int, end: int) -> tuple[Bytes, _Ints]:
        """Of terms number `first` up to `end` the packed gaps, and how many bytes each has. Cost: reading them."""
        bounds = self.list_bounds[first : end + 1]
        return self._file.array(self._gaps, int(bounds[0]), int(bounds[-1])), bounds[1:] - bounds[:-1]

    def addresses(self, first: int, end: int) -> tuple[_Ints, _Ints]:
        """Of terms number `first` up to `end`, one after the other: how many addresses each has, and the addresses."""
        packed, sizes = self.gaps(first, end)
        return sums(packed, sizes)


class Segment:
    """A segment file, open for reading."""

    def __init__(self, path: Path, length: int) -> None:
        self.name = path.name
        self.file = BlockFile(path, length)
        self.store = Store(self.file)
        self.prints = SegmentPrints(self.file)
        self.fields = {name: Field(self.file, name) for name in self.file.facts["fields"]}
        self.count: int = self.file.facts["documents"]

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()
