"""The postings of several parts as those of one, in bounded memory: a stretch of the terms at a time.

Parts are segments, or what a writer had to put aside of a long text. Nothing is analysed again.
"""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import pairwise
from typing import Protocol

import numpy as np

from search.arrays import Bytes, Ints, bounds_of
from search.engines.embedded.segment.postings_writer import Postings, lists
from search.engines.embedded.segment.term_dictionary import EACH, TermDictionary
from search.engines.embedded.storage.container import Columns
from search.engines.embedded.storage.varint import changes, pack, steps, sums, unpack

_AT_ONCE = 1 << 19
"""Bytes of postings that are merged at once; memory is some forty times as much."""
_TERM = 32
"""Bytes that a term counts for beside its postings."""
_LARGER = 0x80

_Ranges = Sequence[tuple[int, int]]
"""The first and the end of some terms in each part."""


class Part(Protocol):
    """The postings of one part. Those of a later part are behind those of all before."""

    @property
    def terms(self) -> TermDictionary:
        """All terms."""

    @property
    def list_bounds(self) -> Ints:
        """The gaps of term n are the bytes list_bounds[n] to list_bounds[n + 1]."""

    def gaps(self, first: int, end: int) -> tuple[Bytes, Ints]:
        """Of terms number `first` up to `end` the packed gaps, and how many bytes each has."""

    def moved(self, owners: Ints, addresses: Ints) -> tuple[Ints, Ints]:
        """Of some tokens those that are still there, by what they are of, with their addresses in the whole."""


class Aside:
    """Postings as a part; their addresses are those of the whole already."""

    def __init__(self, postings: Postings) -> None:
        self.terms = TermDictionary(postings.terms)
        self.list_bounds = bounds_of(unpack(postings.sizes))
        self._gaps = postings.gaps

    def gaps(self, first: int, end: int) -> tuple[Bytes, Ints]:
        """As in `Part`."""
        bounds = self.list_bounds[first : end + 1]
        return self._gaps[bounds[0] : bounds[-1]], bounds[1:] - bounds[:-1]

    def moved(self, owners: Ints, addresses: Ints) -> tuple[Ints, Ints]:
        """As in `Part`."""
        return owners, addresses


class MergedPostings:
    """One field of all parts."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._terms: list[bytes] = []
        self._sizes: list[Bytes] = []

    def columns(self, name: str) -> Columns:
        """The columns of `build.Postings`; made as they are asked for, in this order."""
        return {
            f"{name}.gaps": self._merged(),
            f"{name}.terms": lambda: b"".join(self._terms),
            f"{name}.sizes": (sizes for sizes in self._sizes),
        }

    def _merged(self) -> Iterator[Bytes]:
        for ranges in _stretches(self._parts):
            sizes = [part.list_bounds[end] - part.list_bounds[first] for part, (first, end) in self._with(ranges)]
            yield from self._together(ranges) if sum(sizes) <= 2 * _AT_ONCE else self._one_by_one(ranges)

    def _with(self, ranges: _Ranges) -> Iterator[tuple[Part, tuple[int, int]]]:
        return zip(self._parts, ranges, strict=True)

    def _together(self, ranges: _Ranges) -> Iterator[Bytes]:
        """The postings of some terms: sorted by term. In each part they are in order already."""
        known = [part.terms.between(*inside) for part, inside in self._with(ranges)]
        terms = sorted(set().union(*known))
        numbers = {term: number for number, term in enumerate(terms)}
        columns = []
        for (part, inside), its in zip(self._with(ranges), known, strict=True):
            counts, addresses = sums(*part.gaps(*inside))
            owners = np.repeat(np.array([numbers[term] for term in its], np.int64), counts)
            columns.append(part.moved(owners, addresses))
        owners, addresses = map(np.concatenate, zip(*columns, strict=True))
        order = np.argsort(owners, kind="stable")
        owners = owners[order]
        gaps, sizes = lists(owners, addresses[order])
        self._add([terms[number] for number in owners[changes(owners)].tolist()], sizes)
        yield gaps

    def _one_by_one(self, ranges: _Ranges) -> Iterator[Bytes]:
        """The postings of terms that have very many."""
        known = [
            {term: first + n for n, term in enumerate(part.terms.between(first, end))}
            for part, (first, end) in self._with(ranges)
        ]
        for term in sorted(set().union(*known)):
            last = size = 0
            for part, numbers in zip(self._parts, known, strict=True):
                for held in _pieces(part, numbers[term]) if term in numbers else ():
                    _, addresses = part.moved(held, held)
                    if len(addresses):
                        gaps = steps(addresses)
                        gaps[0] -= last
                        last = int(addresses[-1])
                        packed = pack(gaps)
                        size += len(packed)
                        yield packed
            if size:
                self._add([term], np.array([size]))

    def _add(self, terms: Sequence[str], sizes: Ints) -> None:
        self._terms.append("".join(f"{term}\n" for term in terms).encode())
        self._sizes.append(pack(sizes))


def _pieces(part: Part, number: int) -> Iterator[Ints]:
    """The addresses of one term, some at a time."""
    packed, _ = part.gaps(number, number + 1)
    start, base = 0, 0
    while start < len(packed):
        end = start + _AT_ONCE
        while end < len(packed) and packed[end - 1] >= _LARGER:
            end += 1
        addresses = unpack(packed[start:end])
        addresses[0] += base
        addresses.cumsum(out=addresses)
        yield addresses
        start, base = end, int(addresses[-1])


def _stretches(parts: Sequence[Part]) -> Iterator[_Ranges]:
    """All terms in stretches of about _AT_ONCE bytes of postings."""
    edges, size = [], 0
    for head, weight in merge(*map(_weights, parts)):
        if size >= _AT_ONCE:
            edges.append(head)
            size = 0
        size += weight
    bounds = [[0, *map(part.terms.bound, edges), len(part.terms)] for part in parts]
    yield from zip(*map(pairwise, bounds), strict=True)


def _weights(part: Part) -> Iterator[tuple[bytes, int]]:
    """Every so many terms one, and the bytes of the postings from it to the next."""
    bounds = part.list_bounds
    sizes = np.diff(np.append(bounds[:-1:EACH], bounds[-1])) + _TERM * EACH
    return zip(part.terms.heads, sizes.tolist(), strict=True)
