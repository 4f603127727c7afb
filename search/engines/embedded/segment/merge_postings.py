"""The postings of several parts as one, in bounded memory: one range of terms at a time.

Parts are segments, or the postings that a writer had to spill. Nothing is tokenized again.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import compress, pairwise
from typing import Protocol

import numpy as np

from search.arrays import Bytes, Int32s, Ints, bounds_of, differences, distinct
from search.engines.embedded.segment.bigrams import CommonLists
from search.engines.embedded.segment.postings_writer import Postings
from search.engines.embedded.segment.term_dictionary import TermDictionary
from search.engines.embedded.storage.container_writer import Columns
from search.engines.embedded.storage.made_ahead import made_ahead
from search.kernels import kernels
from search.kernels.packed_lists import FREQUENT, LONG

_AT_ONCE = 1 << 20
"""Bytes of postings that are merged at once. Memory is some ten times as much, with kernels in NumPy forty times."""
_TERM_COST = 32
"""Bytes of postings that a term takes as much memory as."""
_CONTINUES, _END = 0x80, 10

_Ranges = Sequence[tuple[int, ...]]
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

    def lists(self, first: int, end: int) -> tuple[Bytes, Ints, int]:
        """The same without tokens that are deleted, so that a term may have none; and what the addresses grow by."""

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

    def lists(self, first: int, end: int) -> tuple[Bytes, Ints, int]:
        """As in `Part`."""
        return *self.gaps(first, end), 0

    def to_merged(self, owners: Int32s, addresses: Ints) -> tuple[Int32s, Ints]:
        """As in `Part`."""
        return owners, addresses


class MergedPostings:
    """The postings of one field of all parts. Lists of documents stay in memory until they are written, a twentieth of
    a usual index, and so do the lists of the common words, another twentieth."""

    def __init__(self, parts: Sequence[Part], bounds: Ints) -> None:
        """Document n of all parts has the addresses bounds[n] to bounds[n + 1] - 1."""
        self._parts = parts
        self._bounds = bounds
        self._terms: list[bytes] = []
        self._sizes: list[Bytes] = []
        self._skips: list[Bytes] = []
        self._skip_sizes: list[Bytes] = []
        self._documents: list[Bytes] = []
        self._document_sizes: list[Bytes] = []
        self._common = CommonLists()

    def columns(self, name: str) -> Columns:
        """The columns of `Postings`. They are made when they are written, and have to be written in this order."""
        gaps, size = self._merged_gaps(), sum(int(part.list_bounds[-1]) for part in self._parts)
        return {
            f"{name}.gaps": made_ahead(gaps) if size > _AT_ONCE else gaps,
            f"{name}.terms": lambda: b"".join(self._terms),
            f"{name}.sizes": (sizes for sizes in self._sizes),
            f"{name}.skips": (skips for skips in self._skips),
            f"{name}.skip_sizes": (sizes for sizes in self._skip_sizes),
            f"{name}.documents": (documents for documents in self._documents),
            f"{name}.document_sizes": (sizes for sizes in self._document_sizes),
            f"{name}.bigrams": lambda: self._bigrams[0],
            f"{name}.bigram_sizes": lambda: kernels().pack(self._bigrams[1]),
        }

    @cached_property
    def _bigrams(self) -> tuple[Bytes, Ints]:
        """As `CommonLists.bigrams`, once all lists are merged."""
        return self._common.bigrams(self._bounds)

    def _merged_gaps(self) -> Iterator[Bytes]:
        lines, numbers = kernels().merge_lines([part.terms.lines for part in self._parts])
        starts = np.append(0, np.flatnonzero(np.frombuffer(lines, np.uint8) == _END) + 1)
        sizes = np.zeros(len(starts) - 1, np.int64)
        for part, numbers_of_part in zip(self._parts, numbers, strict=True):
            sizes[numbers_of_part] += part.list_bounds[1:] - part.list_bounds[:-1]
        edges = _edges(sizes)
        of_parts = [column.searchsorted(edges.astype(np.int32)).tolist() for column in numbers]
        for at, (first, end) in enumerate(pairwise(edges.tolist())):
            terms = lines[starts[first] : starts[end]]
            ranges = [(places[at], places[at + 1]) for places in of_parts]
            if sizes[first] > _AT_ONCE:
                yield from self._join_in_pieces(terms, ranges)
            else:
                ranks = [column[slice(*own)] - first for column, own in zip(numbers, ranges, strict=True)]
                yield self._join(terms, ranges, ranks, end - first)

    def _join(self, terms: bytes, ranges: _Ranges, ranks: Sequence[Int32s], count: int) -> Bytes:
        """The gaps of `count` terms, all at once. `ranks` has the number among them of each term of each part."""
        lists = [part.lists(*own) for part, own in zip(self._parts, ranges, strict=True)]
        bases = np.repeat([base for *_, base in lists], [len(sizes) for _, sizes, _ in lists])
        packed, sizes = np.concatenate([packed for packed, *_ in lists]), np.concatenate([it for _, it, _ in lists])
        gaps, new_sizes = kernels().join_lists(packed, sizes, bases, np.concatenate(ranks), count)
        is_live = new_sizes > 0
        if not is_live.all():
            terms = b"".join(compress(terms.splitlines(keepends=True), is_live.tolist()))
        skips, skip_sizes, _ = kernels().build_skips(gaps, new_sizes[is_live], LONG)
        self._add(terms, new_sizes[is_live], [skips], skip_sizes)
        self._add_documents(terms, gaps, new_sizes[is_live])
        return gaps

    def _join_in_pieces(self, term: bytes, ranges: _Ranges) -> Iterator[Bytes]:
        """The gaps of a term that has very many."""
        last = 0
        joined, skips, state = [], [], (0, 0, 0)
        for part, (first, end) in zip(self._parts, ranges, strict=True):
            for piece in _address_pieces(part, first) if first < end else ():
                _, addresses = part.to_merged(np.zeros(len(piece), np.int32), piece)
                if len(addresses):
                    gaps = differences(addresses)
                    gaps[0] -= last
                    last = int(addresses[-1])
                    packed = kernels().pack(gaps)
                    joined.append(packed)
                    of_piece, _, state = kernels().build_skips(packed, np.array([len(packed)]), 0, state)
                    skips.append(of_piece)
                    yield packed
        if joined:
            size = sum(map(len, joined))
            skip_sizes = np.array([sum(map(len, skips))] if size >= LONG else [], np.int64)
            self._add(term, np.array([size]), skips if size >= LONG else [], skip_sizes)
            self._add_documents(term, np.concatenate(joined), np.array([size]))

    def _add(self, terms: bytes, sizes: Ints, skips: Sequence[Bytes], skip_sizes: Ints) -> None:
        self._terms.append(terms)
        self._sizes.append(kernels().pack(sizes))
        self._skips += skips
        self._skip_sizes.append(kernels().pack(skip_sizes))

    def _add_documents(self, terms: bytes, gaps: Bytes, sizes: Ints) -> None:
        self._common.add(terms, gaps, sizes)
        documents, document_sizes = kernels().build_documents(gaps, sizes, self._bounds, FREQUENT)
        self._documents.append(documents)
        self._document_sizes.append(kernels().pack(document_sizes))


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


def _edges(sizes: Ints) -> Ints:
    """The bounds of ranges of terms with about _AT_ONCE bytes of postings each; `sizes` are those of each term. A term
    with more is a range by itself."""
    costs = (sizes + _TERM_COST).cumsum()
    full = np.searchsorted(costs, np.arange(_AT_ONCE, costs[-1] if len(costs) else 0, _AT_ONCE))
    long = np.flatnonzero(sizes > _AT_ONCE)
    return distinct(np.array([0, len(sizes)]), full, long, long + 1)
