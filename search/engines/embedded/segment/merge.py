"""Segments written anew as one, so that there are never many and the dead leave in time.

Segments are sorted into tiers by the number of their living documents, each tier FANOUT times the one before. Where a
tier is full, it and all below become one segment; so every document is written again a logarithmic number of times.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from math import log
from pathlib import Path

import numpy as np

from search.arrays import Flags, Ints
from search.engines.embedded.segment.merge_postings import MergedPostings
from search.engines.embedded.segment.segment_reader import FIELDS, Field, SegmentReader
from search.engines.embedded.segment.segment_writer import save
from search.engines.embedded.segment.stored_fields import StoredFieldsWriter
from search.engines.embedded.segment.stored_fingerprints import merged
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container import Columns
from search.engines.embedded.storage.varint import pack

FANOUT = 10
_SMALLEST = 1000
_MOST_TERMS = 64_000_000
"""Bytes of terms that are merged; memory is some four times as much. Ten gigabytes of usual text have fewer."""


def to_merge(living: Sequence[int], deleted: Sequence[int]) -> set[int]:
    """The numbers of the segments to merge, given how many documents of each live and how many are dead."""
    tiers = [_tier(count) for count in living]
    full = [tier for tier, count in Counter(tiers).items() if count >= FANOUT]
    crowded = {number for number, tier in enumerate(tiers) if full and tier <= max(full)}
    return crowded | {number for number, count in enumerate(living) if deleted[number] > count}


def within_memory(chosen: set[int], sizes: Sequence[int]) -> set[int]:
    """Of segments to merge those whose terms have together no more bytes than can be merged; the largest are left."""
    kept = sorted(chosen, key=sizes.__getitem__)
    while sum(sizes[number] for number in kept) > _MOST_TERMS:
        kept.pop()
    return set(kept)


def _tier(living: int) -> int:
    return int(log(living / _SMALLEST, FANOUT)) + 1 if living > _SMALLEST else 0


def merge(folder: Path, segments: Sequence[SegmentReader], deleted: Sequence[Ints]) -> NamedFile | None:
    """Write the living documents of some segments, in their order, as a new one; None where none lives.

    Nothing is analysed again. Cost: a sort of the tokens that is linear, since they come in order already; memory is
    bounded, but for the terms and what is small about each article.
    """
    live = [np.ones(segment.count, np.bool_) for segment in segments]
    for alive, numbers in zip(live, deleted, strict=True):
        alive[numbers] = False
    documents = sum(int(alive.sum()) for alive in live)
    if not documents:
        return None
    store = StoredFieldsWriter()
    copied = chain.from_iterable(
        store.copy(segment.store, alive) for segment, alive in zip(segments, live, strict=True)
    )
    columns = store.columns(copied)
    columns |= merged([(segment.prints, alive) for segment, alive in zip(segments, live, strict=True)])
    for name in FIELDS:
        columns |= _field(name, [segment.fields[name] for segment in segments], live)
    return save(folder, columns, {"documents": documents, "fields": list(FIELDS), "values": store.values})


def _field(name: str, fields: Sequence[Field], live: Sequence[Flags]) -> Columns:
    """The columns of a field of the living documents."""
    parts: list[_Part] = []
    for field, alive in zip(fields, live, strict=True):
        parts.append(_Part(field, alive, parts[-1].end if parts else 0))
    return {
        **MergedPostings(parts).columns(name),
        f"{name}.lengths": lambda: pack(np.concatenate([part.lengths for part in parts])),
        f"{name}.counts": lambda: pack(np.concatenate([part.counts for part in parts])),
    }


class _Part:
    """A field of one of the segments, as a `merge_postings.Part`."""

    def __init__(self, field: Field, live: Flags, base: int) -> None:
        self.terms, self.list_bounds, self.gaps = field.terms, field.list_bounds, field.gaps
        self._bounds = field.bounds
        self._live = live
        self._all_live = bool(live.all())
        kept = np.where(live, field.lengths + 1, 0)
        self._shifts = np.cumsum(kept) - kept - field.bounds[:-1] + base
        self._base = base
        self.end = base + int(kept.sum())
        self.lengths, self.counts = field.lengths[live], field.counts[live]

    def moved(self, owners: Ints, addresses: Ints) -> tuple[Ints, Ints]:
        """As in `merge_postings.Part`."""
        if self._all_live:
            return owners, addresses + self._base
        documents = np.searchsorted(self._bounds, addresses, side="right") - 1
        living = self._live[documents]
        return owners[living], (addresses + self._shifts[documents])[living]
