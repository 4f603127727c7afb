"""Postings of a term in all segments: the lists are read one by one and decoded together."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import Any, Protocol, TypeVar, cast

import numpy as np

from search.arrays import Bytes, Ints, bounds_of, differences, run_starts
from search.engines.embedded.segment.segment_reader import Field, are_within
from search.kernels import kernels

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Postings:
    """The addresses of a term's tokens, the documents that they are in, and how many are in each.

    Addresses and documents increase. Addresses count the tokens of a field through all segments.
    """

    addresses: Ints
    documents: Ints
    frequencies: Ints

    @property
    def size(self) -> int:
        """How many numbers this is made of."""
        return len(self.addresses) + 2 * len(self.documents)


_NOWHERE = Postings(_NONE, _NONE, _NONE)


class Sized(Protocol):
    """An entry of a cache."""

    @property
    def size(self) -> int:
        """How many numbers this is made of."""


_Entry = TypeVar("_Entry", bound=Sized)


class Cache:
    """The postings and scored documents that were used last, of all fields together. Safe across threads.

    Two threads that miss the same entry both make it; one of the two, which are equal, is kept.
    """

    MOST = 2_500_000
    """Numbers, of eight bytes each; a single list may be longer."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._entries: OrderedDict[Any, Any] = OrderedDict()
        self._size = 0
        self._question = _Question()

    def get(self, key: object, make: Callable[[], _Entry]) -> _Entry:
        """The entry under a key; a new one is kept, and what was not used for longest leaves."""
        pinned = self._question.pinned
        if pinned is not None and key in pinned:
            return cast(_Entry, pinned[key])
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
        if entry is None:
            entry = self._keep(key, make())
        if pinned is not None:
            pinned[key] = entry
        return cast(_Entry, entry)

    def _keep(self, key: object, entry: _Entry) -> _Entry:
        with self._lock:
            if key not in self._entries:
                self._entries[key] = entry
                self._size += entry.size
                while self._size > self._most and len(self._entries) > 1:
                    self._size -= self._entries.popitem(last=False)[1].size
            return cast(_Entry, self._entries[key])

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While it lasts, this thread keeps all that it gets: one question asks for the same lists for each hit."""
        before, self._question.pinned = self._question.pinned, {}
        try:
            yield
        finally:
            self._question.pinned = before


class _Question(threading.local):
    """What the question has used that a thread answers now; None between questions."""

    def __init__(self) -> None:
        self.pinned: dict[object, object] | None = None


class MultiFieldReader:
    """One field of all segments. Documents and addresses are numbered through all of them."""

    def __init__(self, parts: Sequence[Field], cache: Cache) -> None:
        self._parts = parts
        self._cache = cache

    @cached_property
    def lengths(self) -> Ints:
        """Tokens of each document, whether they are searched or not."""
        return np.concatenate([_NONE, *(part.lengths for part in self._parts)])

    @cached_property
    def counts(self) -> Ints:
        """Tokens of each document that are searched."""
        return np.concatenate([_NONE, *(part.counts for part in self._parts)])

    @cached_property
    def bounds(self) -> Ints:
        """Document n has the addresses bounds[n] to bounds[n + 1], but for the last of them."""
        return bounds_of(self.lengths + 1)

    @cached_property
    def _bases(self) -> list[int]:
        """The first address of each part."""
        firsts = bounds_of([len(part.lengths) for part in self._parts])
        bases: list[int] = self.bounds[firsts].tolist()
        return bases

    def postings(self, term: str) -> Postings:
        """The postings of a term. Cost: its occurrences, unless they are cached."""
        return self.any_of(frozenset((term,)))

    def any_of(self, terms: frozenset[str]) -> Postings:
        """The postings of any of some terms. Cost: reading and sorting their occurrences, unless they are cached."""
        return self._cache.get((self, terms), lambda: self._of_terms(terms))

    def _of_terms(self, terms: frozenset[str]) -> Postings:
        packed: list[Bytes] = []
        sizes, bases, ends = [], [], []
        for (base, behind), part in zip(pairwise(self._bases), self._parts, strict=True):
            if numbers := part.terms.numbers(terms):
                lists, each = part.lists(numbers)
                packed += lists
                sizes.append(each)
                bases += [base] * len(numbers)
                ends += [behind] * len(numbers)
        if not packed:
            return _NOWHERE
        try:
            counts, addresses = kernels().unpack_gaps(np.concatenate(packed), np.concatenate(sizes), np.array(bases))
            makes_sense = are_within(counts, addresses, np.array(ends))
        except ValueError:
            makes_sense = False
        if not makes_sense:
            self._raise_damage(terms)
        if len(terms) > 1:
            addresses.sort(kind="stable")  # merges lists that are sorted already
        return self.of_addresses(addresses)

    def _raise_damage(self, terms: frozenset[str]) -> None:
        """Raises IndexDamaged for the segment whose lists of some terms cannot be decoded."""
        for part in self._parts:
            for number in part.terms.numbers(terms):
                part.addresses(number, number + 1)

    def of_addresses(self, addresses: Ints) -> Postings:
        """Postings from addresses alone. The shorter of addresses and documents is searched for in the longer."""
        if 2 * len(addresses) < len(self.lengths):
            at = self.bounds.searchsorted(addresses, side="right") - 1
            first = run_starts(at)
            return Postings(addresses, at[first], differences(np.append(first[1:], len(at)))) if len(at) else _NOWHERE
        counts = differences(addresses.searchsorted(self.bounds[1:]))
        documents = counts.nonzero()[0]
        return Postings(addresses, documents, counts[documents])

    def positions(self, addresses: Ints, document: int) -> Ints:
        """The positions in a document that addresses mean."""
        start, end = self.bounds[document : document + 2]
        first, last = addresses.searchsorted((start, end))
        return addresses[first:last] - start
