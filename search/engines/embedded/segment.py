"""One immutable segment: where each term stands in some articles, and the articles themselves."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.blocks import BlockFile
from search.engines.embedded.packed import unpack
from search.engines.embedded.store import Store

_Ints = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


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
    def terms(self) -> list[str]:
        """All terms, sorted."""
        return self._file.text(f"{self._name}.terms").decode().split("\n")[:-1]

    @cached_property
    def lengths(self) -> _Ints:
        """Tokens of each document."""
        return unpack(self._file.array(f"{self._name}.lengths"))

    @cached_property
    def bounds(self) -> _Ints:
        """Document n has the addresses bounds[n] to bounds[n + 1], but for the last of them."""
        return np.concatenate(([0], np.cumsum(self.lengths + 1)))

    @cached_property
    def list_ends(self) -> _Ints:
        """Where the gaps of each term end in their column, in bytes."""
        return np.cumsum(unpack(self._file.array(f"{self._name}.sizes")))

    def gaps(self, first: int, end: int) -> NDArray[np.uint8]:
        """The packed gaps of terms number `first` up to `end`."""
        start = int(self.list_ends[first - 1]) if first else 0
        return self._file.array(f"{self._name}.gaps", start, int(self.list_ends[end - 1]) if end else 0)

    def postings(self, term: str) -> Postings:
        """Where a term stands. Cost: its occurrences, once while they are in use."""
        return self._cache.get((self, term), lambda: self._of_term(term))

    def any_of(self, terms: frozenset[str]) -> Postings:
        """Where any of some terms stands. Cost: as of each of them, and a sort of all their occurrences."""
        if len(terms) == 1:
            return self.postings(*terms)
        return self._cache.get((self, terms), lambda: self._of_terms(terms))

    def _of_term(self, term: str) -> Postings:
        number = bisect_left(self.terms, term)
        if number == len(self.terms) or self.terms[number] != term:
            return Postings(_NONE, _NONE, _NONE)
        return self.of_addresses(np.cumsum(unpack(self.gaps(number, number + 1))))

    def _of_terms(self, terms: frozenset[str]) -> Postings:
        found = [postings for term in sorted(terms) if len((postings := self._of_term(term)).addresses)]
        if len(found) == 1:
            return found[0]
        every = np.concatenate([_NONE, *(postings.addresses for postings in found)])
        every.sort(kind="stable")  # merges what is in order already
        return self.of_addresses(every)

    def of_addresses(self, addresses: _Ints) -> Postings:
        """Postings from addresses alone: each is looked for among the documents, or they among the addresses."""
        if 2 * len(addresses) < len(self.lengths):
            at = np.searchsorted(self.bounds, addresses, side="right") - 1
            first = np.flatnonzero(np.diff(at, prepend=-1))
            return Postings(addresses, at[first], np.diff(first, append=len(at)))
        counts = np.diff(np.searchsorted(addresses, self.bounds))
        documents = np.flatnonzero(counts)
        return Postings(addresses, documents, counts[documents])

    def positions(self, addresses: _Ints, document: int) -> list[int]:
        """The positions in a document that addresses stand for."""
        start, end = self.bounds[document : document + 2]
        first, last = np.searchsorted(addresses, (start, end))
        found: list[int] = (addresses[first:last] - start).tolist()
        return found


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
