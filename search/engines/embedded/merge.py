"""Segments written anew as one, so that there are never many and the dead leave in time.

Segments are sorted into tiers by the number of their living documents, each tier FANOUT times the one before. Where a
tier is full, it and all below become one segment; so every document is written again a logarithmic number of times.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.blocks import Columns
from search.engines.embedded.build import lists
from search.engines.embedded.manifest import NamedFile
from search.engines.embedded.packed import changes, pack
from search.engines.embedded.prints import merged
from search.engines.embedded.segment import Field, Segment
from search.engines.embedded.store import StoreWriter
from search.engines.embedded.view import FIELDS
from search.engines.embedded.writer import save

FANOUT = 10
_SMALLEST = 1000
_AT_ONCE = 1 << 20
"""Bytes of postings that are merged at once; memory is some forty times as much."""

_Ints = NDArray[np.int64]


def to_merge(living: Sequence[int], dead: Sequence[int]) -> set[int]:
    """The numbers of the segments to merge, given how many documents of each live and how many are dead."""
    tiers = [_tier(count) for count in living]
    full = [tier for tier, count in Counter(tiers).items() if count >= FANOUT]
    crowded = {number for number, tier in enumerate(tiers) if full and tier <= max(full)}
    return crowded | {number for number, count in enumerate(living) if dead[number] > count}


def _tier(living: int) -> int:
    return int(log(living / _SMALLEST, FANOUT)) + 1 if living > _SMALLEST else 0


def merge(folder: Path, segments: Sequence[Segment], dead: Sequence[_Ints]) -> NamedFile | None:
    """Write the living documents of some segments, in their order, as a new one; None where none lives.

    Nothing is analysed again. Cost: a sort of the tokens that is linear, since they come in order already; memory is
    bounded, but for the terms and what is small about each article.
    """
    live = [np.ones(segment.count, np.bool_) for segment in segments]
    for alive, numbers in zip(live, dead, strict=True):
        alive[numbers] = False
    documents = sum(int(alive.sum()) for alive in live)
    if not documents:
        return None
    store = StoreWriter()
    copied = chain.from_iterable(
        store.copy(segment.store, alive) for segment, alive in zip(segments, live, strict=True)
    )
    columns = store.columns(copied)
    columns |= merged([(segment.prints, alive) for segment, alive in zip(segments, live, strict=True)])
    for name in FIELDS:
        sources = [_Source(segment.fields[name], alive) for segment, alive in zip(segments, live, strict=True)]
        columns |= _Merged(sources).columns(name)
    return save(folder, columns, {"documents": documents, "fields": list(FIELDS), "values": store.values})


class _Source:
    """A field of one of the segments."""

    def __init__(self, field: Field, live: NDArray[np.bool_]) -> None:
        self.field = field
        self._live = live
        self.all_live = bool(live.all())
        kept = np.where(live, field.lengths + 1, 0)
        self._shifts = np.cumsum(kept) - kept - field.bounds[:-1]
        self.lengths, self.counts = field.lengths[live], field.counts[live]
        self.addresses = int(kept.sum())

    def moved(self, first: int, end: int) -> tuple[_Ints, _Ints]:
        """For each living token of terms number `first` up to `end` the number of its term and its new address."""
        counts, addresses = self.field.addresses(first, end)
        terms = np.repeat(np.arange(first, end), counts)
        if self.all_live:
            return terms, addresses
        documents = np.searchsorted(self.field.bounds, addresses, side="right") - 1
        living = self._live[documents]
        return terms[living], (addresses + self._shifts[documents])[living]


class _Merged:
    """A field of all of them: the columns that `build.field_columns` makes, a stretch of the terms at a time."""

    def __init__(self, sources: Sequence[_Source]) -> None:
        self._sources = sources
        self._terms: list[str] = []
        self._sizes: list[_Ints] = []

    def columns(self, name: str) -> Columns:
        return {
            f"{name}.gaps": self._gaps(),
            f"{name}.terms": lambda: "".join(f"{term}\n" for term in self._terms).encode(),
            f"{name}.sizes": lambda: pack(np.concatenate([np.zeros(0, np.int64), *self._sizes])),
            f"{name}.lengths": lambda: pack(np.concatenate([source.lengths for source in self._sources])),
            f"{name}.counts": lambda: pack(np.concatenate([source.counts for source in self._sources])),
        }

    def _gaps(self) -> Iterator[NDArray[np.uint8]]:
        terms = sorted(set().union(*(source.field.terms.all() for source in self._sources)))
        numbers = {term: number for number, term in enumerate(terms)}
        ranks = [np.array([numbers[term] for term in source.field.terms.all()], np.int64) for source in self._sources]
        del numbers
        for first, end in _stretches(self._sources, ranks, len(terms)):
            merged, addresses = self._stretch(ranks, first, end)
            packed, sizes = lists(merged, addresses)
            self._sizes.append(sizes)
            self._terms += [terms[number] for number in merged[changes(merged)].tolist()]
            yield packed

    def _stretch(self, ranks: Sequence[_Ints], first: int, end: int) -> tuple[_Ints, _Ints]:
        """The tokens of merged terms number `first` up to `end`, in order."""
        parts, base = [], 0
        for source, rank in zip(self._sources, ranks, strict=True):
            inside = np.searchsorted(rank, (first, end)).tolist()
            terms, addresses = source.moved(*inside)
            parts.append((rank[terms], addresses + base))
            base += source.addresses
        terms, addresses = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        order = np.argsort(terms, kind="stable")  # in each source they are in order already
        return terms[order], addresses[order]


def _stretches(sources: Sequence[_Source], ranks: Sequence[_Ints], count: int) -> Iterator[tuple[int, int]]:
    """The merged terms in stretches of about _AT_ONCE bytes of postings."""
    sizes = np.zeros(count, np.int64)
    for source, rank in zip(sources, ranks, strict=True):
        sizes[rank] += np.diff(source.field.list_bounds)
    bounds = changes(np.cumsum(sizes) // _AT_ONCE)[1:] + 1
    edges = np.unique(np.concatenate(([0], bounds, [count]))).tolist()
    yield from pairwise(edges)
