"""One immutable segment: the postings of some articles, their lengths, and the articles themselves."""

from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.blocks import BlockFile
from search.engines.embedded.build import WIDTHS
from search.engines.embedded.store import Store

_Ints = NDArray[np.int64]

_HOT = 4_000_000
"""Numbers of posting lists that a segment keeps in memory, at most."""


@dataclass(frozen=True)
class Postings:
    """Where a term stands: numbers of documents, increasing, and how often in each."""

    documents: _Ints
    frequencies: _Ints


class Field:
    """The postings of one field. The tables of its terms are read when first needed."""

    def __init__(self, file: BlockFile, name: str) -> None:
        self._file = file
        self._name = name
        self._hot: OrderedDict[int, Postings] = OrderedDict()
        self._held = 0

    @cached_property
    def terms(self) -> list[str]:
        """All terms, sorted."""
        return self._file.raw(f"{self._name}.terms").decode().split("\n")[:-1]

    @cached_property
    def lengths(self) -> NDArray[np.uint32]:
        """Tokens of each document."""
        return self._file.array(f"{self._name}.lengths")

    def postings(self, term: str) -> Postings | None:
        """The documents that have a term; None where none does."""
        number = self._number(term)
        if number is None:
            return None
        if number in self._hot:
            self._hot.move_to_end(number)
            return self._hot[number]
        found = Postings(np.cumsum(self._docs.of(number)), self._freqs.of(number))
        self._keep(number, found)
        return found

    def positions(self, term: str, postings: Postings) -> tuple[_Ints, _Ints]:
        """For each occurrence of a term the document and the position in it, in order."""
        number = self._number(term)
        assert number is not None
        return np.repeat(postings.documents, postings.frequencies), self._positions.of(number)

    def _number(self, term: str) -> int | None:
        number = bisect_left(self.terms, term)
        return number if number < len(self.terms) and self.terms[number] == term else None

    def _keep(self, number: int, postings: Postings) -> None:
        self._hot[number] = postings
        self._held += 2 * len(postings.documents)
        while self._held > _HOT and len(self._hot) > 1:
            _, dropped = self._hot.popitem(last=False)
            self._held -= 2 * len(dropped.documents)

    @cached_property
    def _docs(self) -> "_Lists":
        return _Lists(self._file, f"{self._name}.docs", self._counts)

    @cached_property
    def _freqs(self) -> "_Lists":
        return _Lists(self._file, f"{self._name}.freqs", self._counts)

    @cached_property
    def _positions(self) -> "_Lists":
        return _Lists(self._file, f"{self._name}.positions", self._file.array(f"{self._name}.occurrences"))

    @cached_property
    def _counts(self) -> NDArray[Any]:
        return self._file.array(f"{self._name}.postings")


class _Lists:
    """Lists of numbers as `build` packs them."""

    def __init__(self, file: BlockFile, name: str, counts: NDArray[Any]) -> None:
        self._file = file
        self._name = name
        self._counts = counts
        self._widths = file.array(f"{name}.widths")
        self._starts = np.empty(len(counts), np.int64)
        for width in range(len(WIDTHS)):
            chosen = self._widths == width
            lengths = counts[chosen].astype(np.int64)
            self._starts[chosen] = np.cumsum(lengths) - lengths

    def of(self, number: int) -> _Ints:
        """List `number`."""
        start, count = int(self._starts[number]), int(self._counts[number])
        kind = WIDTHS[self._widths[number]]
        return self._file.array(f"{self._name}.{kind.itemsize}", start, start + count).astype(np.int64)


class Segment:
    """A segment file, open for reading."""

    def __init__(self, path: Path, length: int) -> None:
        self.name = path.name
        self.file = BlockFile(path, length)
        self.store = Store(self.file)
        self.fields = {name: Field(self.file, name) for name in self.file.facts["fields"]}
        self.count: int = self.file.facts["documents"]

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()
