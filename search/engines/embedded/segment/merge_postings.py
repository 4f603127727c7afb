"""The postings of several parts as one, in bounded memory: one range of terms at a time.

Parts are segments, or the postings that a writer had to spill. Nothing is tokenized again.
"""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import pairwise
from typing import Protocol

import numpy as np

from search.arrays import Bytes, Int32s, Ints, bounds_of, differences
from search.engines.embedded.segment.postings_writer import Postings
from search.engines.embedded.segment.term_dictionary import TermDictionary
from search.engines.embedded.storage.container_writer import Columns
from search.kernels import kernels
from search.kernels.packed_lists import LONG

_AT_ONCE = 1 << 19
"""Bytes of postings that are merged at once. Memory is some forty times as much."""
_TERM_COST = 32
"""Bytes of postings that a term takes as much memory as."""
_CONTINUES = 0x80

_Ranges = Sequence[tuple[int, int]]
"""A range of terms: for each part the number of its first term, and of the first one behind it."""


class Part(Protocol):
    """The postings of one part. The addresses of a part are behind those of all parts before it."""

    @property
    def terms(self) -> TermDictionary:
        """All terms."""

    @property
    def list_bounds(self) -> Ints:
        """The gaps of term n are the bytes list_bounds[n] to list_bounds[n + 1]."""

    def gaps(self, first: int, end: int) -> tuple[Bytes, Ints]:
        """The packed gaps of the terms number `first` up to `end`, and how many bytes each term has."""

    def to_merged(self, owners: Int32s, addresses: Ints) -> tuple[Int32s, Ints]:
        """The addresses in the merged postings of the tokens that are not deleted, each with its owner. `owners` has
        for each address any number, as that of its term."""


class SpilledPostings:
    """Postings that a writer has spilled, as a part. Their addresses stay as they are."""

    def __init__(self, postings: Postings) -> None:
        self.terms = TermDictionary(postings.terms)
        self.list_bounds = bounds_of(kernels().unpack(postings.sizes))
        self._gaps = postings.gaps

    def gaps(self, first: int, end: int) -> tuple[Bytes, Ints]:
        """As in `Part`."""
        bounds = self.list_bounds[first : end + 1]
        return self._gaps[bounds[0] : bounds[-1]], bounds[1:] - bounds[:-1]

    def to_merged(self, owners: Int32s, addresses: Ints) -> tuple[Int32s, Ints]:
        """As in `Part`."""
        return owners, addresses


class MergedPostings:
    """The postings of one field of all parts."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._terms: list[bytes] = []
        self._sizes: list[Bytes] = []
        self._skips: list[Bytes] = []
        self._skip_sizes: list[Bytes] = []

    def columns(self, name: str) -> Columns:
        """The columns of `Postings`. They are made when they are written, and have to be written in this order."""
        return {
            f"{name}.gaps": self._merged_gaps(),
            f"{name}.terms": lambda: b"".join(self._terms),
            f"{name}.sizes": (sizes for sizes in self._sizes),
            f"{name}.skips": (skips for skips in self._skips),
            f"{name}.skip_sizes": (sizes for sizes in self._skip_sizes),
        }

    def _merged_gaps(self) -> Iterator[Bytes]:
        for ranges in _term_ranges(self._parts):
            sizes = [
                part.list_bounds[end] - part.list_bounds[first]
                for part, (first, end) in zip(self._parts, ranges, strict=True)
            ]
            yield from self._merge_sorting(ranges) if sum(sizes) <= 2 * _AT_ONCE else self._merge_term_by_term(ranges)

    def _merge_sorting(self, ranges: _Ranges) -> Iterator[Bytes]:
        """The gaps of a range of terms, all at once: the addresses of all parts are sorted by term."""
        terms_by_part = [part.terms.between(*range_) for part, range_ in zip(self._parts, ranges, strict=True)]
        terms = sorted(set().union(*terms_by_part))
        numbers = {term: number for number, term in enumerate(terms)}
        columns = []
        for part, range_, part_terms in zip(self._parts, ranges, terms_by_part, strict=True):
            counts, addresses = kernels().unpack_gaps(*part.gaps(*range_))
            owners = np.repeat(np.array([numbers[term] for term in part_terms], np.int32), counts)
            columns.append(part.to_merged(owners, addresses))
        owners, addresses = map(np.concatenate, zip(*columns, strict=True))
        gaps, sizes = kernels().build_lists(owners, addresses, np.arange(len(terms), dtype=np.int32))
        live = np.flatnonzero(sizes)
        skips, skip_sizes, _ = kernels().build_skips(gaps, sizes[live], LONG)
        self._add([terms[number] for number in live.tolist()], sizes[live], [skips], skip_sizes)
        yield gaps

    def _merge_term_by_term(self, ranges: _Ranges) -> Iterator[Bytes]:
        """The gaps of terms that have very many, in pieces."""
        numbers_by_part = [
            {term: number for number, term in enumerate(part.terms.between(first, end), first)}
            for part, (first, end) in zip(self._parts, ranges, strict=True)
        ]
        for term in sorted(set().union(*numbers_by_part)):
            last = size = 0
            skips, state = [], (0, 0, 0)
            for part, numbers in zip(self._parts, numbers_by_part, strict=True):
                for piece in _address_pieces(part, numbers[term]) if term in numbers else ():
                    _, addresses = part.to_merged(np.zeros(len(piece), np.int32), piece)
                    if len(addresses):
                        gaps = differences(addresses)
                        gaps[0] -= last
                        last = int(addresses[-1])
                        packed = kernels().pack(gaps)
                        size += len(packed)
                        of_piece, _, state = kernels().build_skips(packed, np.array([len(packed)]), 0, state)
                        skips.append(of_piece)
                        yield packed
            if size:
                skip_sizes = np.array([sum(map(len, skips))] if size >= LONG else [], np.int64)
                self._add([term], np.array([size]), skips if size >= LONG else [], skip_sizes)

    def _add(self, terms: Sequence[str], sizes: Ints, skips: Sequence[Bytes], skip_sizes: Ints) -> None:
        self._terms.append("".join(f"{term}\n" for term in terms).encode())
        self._sizes.append(kernels().pack(sizes))
        self._skips += skips
        self._skip_sizes.append(kernels().pack(skip_sizes))


def _address_pieces(part: Part, number: int) -> Iterator[Ints]:
    """The addresses of one term, _AT_ONCE bytes of gaps at a time."""
    packed, _ = part.gaps(number, number + 1)
    start, base = 0, 0
    while start < len(packed):
        end = start + _AT_ONCE
        while end < len(packed) and packed[end - 1] >= _CONTINUES:
            end += 1
        addresses = kernels().unpack(packed[start:end])
        addresses[0] += base
        addresses.cumsum(out=addresses)
        yield addresses
        start, base = end, int(addresses[-1])


def _term_ranges(parts: Sequence[Part]) -> Iterator[_Ranges]:
    """All terms in ranges with about _AT_ONCE bytes of postings each."""
    edges, size = [], 0
    for term, weight in merge(*map(_sampled_terms, parts)):
        if size >= _AT_ONCE:
            edges.append(term)
            size = 0
        size += weight
    bounds = [[0, *map(part.terms.lower_bound, edges), len(part.terms)] for part in parts]
    yield from zip(*map(pairwise, bounds), strict=True)


def _sampled_terms(part: Part) -> Iterator[tuple[bytes, int]]:
    """The first term of each block of the term dictionary, and the bytes of the block's postings."""
    bounds, block = part.list_bounds, part.terms.BLOCK
    sizes = np.diff(np.append(bounds[:-1:block], bounds[-1])) + _TERM_COST * block
    return zip(part.terms.block_heads(), sizes.tolist(), strict=True)
