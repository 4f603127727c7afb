"""One immutable segment: where each term stands in some articles, and the articles themselves."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.blocks import BlockFile
from search.engines.embedded.packed import changes, last_bytes, steps, unpack
from search.engines.embedded.store import Store
from search.engines.embedded.terms import Terms

_Ints = NDArray[np.int64]
_NONE, _ZERO = np.zeros(0, np.int64), np.zeros(1, np.int64)


@dataclass(frozen=True)
class Postings:
    """Where a term stands: the addresses of its tokens, the documents that they are in, and how many in each.

    All increase but the last. `addresses` are those of `build`.
    """

    addresses: _Ints
    documents: _Ints
    frequencies: _Ints

    @property
    def size(self) -> int:
        """Numbers held."""
        return len(self.addresses) + 2 * len(self.documents)


_NOWHERE = Postings(_NONE, _NONE, _NONE)


class Cache:
    """Postings that were used last, of all segments of a generation together."""

    MOST = 3_000_000
    """Numbers, of eight bytes each; a single list may be longer."""

    def __init__(self) -> None:
        self._held: OrderedDict[Any, Postings] = OrderedDict()
        self._size = 0

    def get(self, key: object, make: Callable[[], Postings]) -> Postings:
        """What is kept under a key, or else is made and kept, at the cost of what was not used for longest."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        made = self._held[key] = make()
        self._size += made.size
        while self._size > self.MOST and len(self._held) > 1:
            self._size -= self._held.popitem(last=False)[1].size
        return made


class Field:
    """The postings of one field. The tables of its terms are read when first needed."""

    def __init__(self, file: BlockFile, name: str, cache: Cache) -> None:
        self._file = file
        self._name = name
        self._cache = cache

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

    def addresses(self, first: int, end: int) -> tuple[_Ints, _Ints]:
        """Of terms number `first` up to `end`, one after the other: how many addresses each has, and the addresses."""
        bounds = self.list_bounds[first : end + 1]
        packed = self._file.array(f"{self._name}.gaps", int(bounds[0]), int(bounds[-1]))
        found = unpack(packed).cumsum()
        if end == first + 1:
            return np.array([len(found)]), found
        ends = last_bytes(packed).searchsorted(bounds[1:] - bounds[0])
        counts = steps(ends)
        before = np.concatenate((_ZERO, found))[ends - counts]
        return counts, found - before.repeat(counts)

    def postings(self, term: str) -> Postings:
        """Where a term stands. Cost: its occurrences, once while they are in use."""
        return self.any_of(frozenset((term,)))

    def any_of(self, terms: frozenset[str]) -> Postings:
        """Where any of some terms stands. Cost: their occurrences, and a sort of them, once while they are in use."""
        return self._cache.get((self, terms), lambda: self._of_terms(terms))

    def _of_terms(self, terms: frozenset[str]) -> Postings:
        every = [self.addresses(*run)[1] for run in _runs(self.terms.numbers(terms))]
        if not every:
            return _NOWHERE
        found = np.concatenate(every)
        if len(terms) > 1:
            found.sort(kind="stable")  # merges what is in order already
        return self.of_addresses(found)

    def of_addresses(self, addresses: _Ints) -> Postings:
        """Postings from addresses alone: each is looked for among the documents, or they among the addresses."""
        if 2 * len(addresses) < len(self.lengths):
            at = self.bounds.searchsorted(addresses, side="right") - 1
            first = changes(at)
            return Postings(addresses, at[first], steps(np.append(first[1:], len(at)))) if len(at) else _NOWHERE
        counts = steps(addresses.searchsorted(self.bounds[1:]))
        documents = counts.nonzero()[0]
        return Postings(addresses, documents, counts[documents])

    def positions(self, addresses: _Ints, document: int) -> list[int]:
        """The positions in a document that addresses stand for."""
        start, end = self.bounds[document : document + 2]
        first, last = addresses.searchsorted((start, end))
        found: list[int] = (addresses[first:last] - start).tolist()
        return found


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Increasing numbers as stretches of neighbours, which can be read at once."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        first, *others = (number for _, number in run)
        yield first, (others[-1] if others else first) + 1


class Segment:
    """A segment file, open for reading."""

    def __init__(self, path: Path, length: int, cache: Cache) -> None:
        self.name = path.name
        self.file = BlockFile(path, length)
        self.store = Store(self.file)
        self.fields = {name: Field(self.file, name, cache) for name in self.file.facts["fields"]}
        self.count: int = self.file.facts["documents"]

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()
