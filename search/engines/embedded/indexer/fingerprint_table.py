"""The fingerprints of all articles of a commit point, and which articles a change affects."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.arrays import Fingerprints32, Flags, Ids, Ints, bounds_of
from search.duplicates.candidates import COMMON, FAMILIAR, SEVERAL, probable_members, probably_in_several
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.kernels.hash_ranges import hash_ranges

_FEW = 16
"""Fingerprints are few if one of so many is among them."""


class FingerprintSource(NamedTuple):
    """A segment with its documents that were live when duplicate pairs were last updated, and those live now."""

    segment: SegmentReader
    before: Flags
    now: Flags

    @property
    def is_as_before(self) -> bool:
        """Whether no document was added or deleted."""
        return bool((self.before == self.now).all())


@dataclass(frozen=True)
class FingerprintTable:
    """Articles that are live now, or were before.

    Article n has the fingerprints hashes[bounds[n]:bounds[n + 1]]. `places` hold the number of its segment and its
    document number there, `sizes` the bytes of its text.
    """

    ids: Ids
    places: Ints
    sizes: Ints
    before: Flags
    now: Flags
    hashes: Fingerprints32
    bounds: Ints

    @classmethod
    def of(cls, sources: Sequence[FingerprintSource]) -> "FingerprintTable":
        """The table of one or more segments. Reads all fingerprints. Memory: the table, and those of one segment."""
        parts = [_part(number, source) for number, source in enumerate(sources)]
        ids, places, sizes, before, now, counts = map(np.concatenate, zip(*parts, strict=True))
        bounds = bounds_of(counts)
        hashes, end = np.empty(bounds[-1], np.uint32), 0
        for source in sources:
            of_segment = _hashes(source)
            start, end = end, end + len(of_segment)
            hashes[start:end] = of_segment
        return cls(ids, places, sizes, before, now, hashes, bounds)

    def only(self, chosen: Flags) -> "FingerprintTable":
        """The table of some of the articles."""
        if chosen.all():
            return self
        counts = np.diff(self.bounds)
        columns = {name: getattr(self, name)[chosen] for name in ("ids", "places", "sizes", "before", "now")}
        left_out = np.flatnonzero(~chosen)
        if _FEW * len(left_out) < len(chosen):  # to copy what lies between is faster than to choose one by one
            starts, ends = [0, *self.bounds[left_out + 1].tolist()], [*self.bounds[left_out].tolist(), len(self.hashes)]
            hashes = np.concatenate([self.hashes[start:end] for start, end in zip(starts, ends, strict=True)])
        else:
            hashes = self.hashes[np.repeat(chosen, counts)]
        return FingerprintTable(**columns, hashes=hashes, bounds=bounds_of(counts[chosen]))

    def crossed(self) -> Flags:
        """Articles, live before and now, with a fingerprint that crossed a bound: two, several, many or too many
        articles have it, unlike before. Some others too, which are new.

        Cost: some looks at all fingerprints, and a sort, in chunks, of those of added and deleted articles, or of those
        that stay, or of those in several articles. Memory: 12 bytes for each of these.
        """
        crossed = np.zeros(len(self.ids), np.bool_)
        counts = np.diff(self.bounds)
        groups = (self.before != self.now, self.before & self.now)
        fewest = min(groups, key=lambda chosen: int(counts[chosen].sum()))
        if _FEW * int(counts[fewest].sum()) < len(self.hashes):
            numbers = probable_members(self.hashes, self.hashes[np.repeat(fewest, counts)])
        else:
            numbers = probably_in_several(self.hashes)
        hashes = self.hashes[numbers]
        for low, high in hash_ranges(len(numbers)):
            in_range = (hashes >= low) & (hashes <= high)
            articles = np.searchsorted(self.bounds, numbers[in_range], side="right") - 1
            _, which = np.unique(hashes[in_range], return_inverse=True)
            before, now = (_level(np.bincount(which, live[articles])) for live in (self.before, self.now))
            crossed[articles[(before != now)[which]]] = True
        return crossed


def _part(number: int, source: FingerprintSource) -> tuple[NDArray[Any], ...]:
    """The columns of a segment's articles, and how many fingerprints each has."""
    store, prints = source.segment.stored_fields, source.segment.fingerprints
    documents = np.flatnonzero(source.before | source.now)
    places = np.stack((np.full(len(documents), number), documents), axis=1)
    columns = (column[documents] for column in (store.ids, store.text_sizes, source.before, source.now, prints.counts))
    ids, sizes, before, now, counts = columns
    return ids, places, sizes, before, now, counts


def _hashes(source: FingerprintSource) -> Fingerprints32:
    """The fingerprints of a segment's articles."""
    chosen, prints = source.before | source.now, source.segment.fingerprints
    return prints.hashes if chosen.all() else prints.hashes[np.repeat(chosen, prints.counts)]


def _level(counts: NDArray[Any]) -> Ints:
    """0 for a fingerprint of two articles at most, 1 for several, 2 for many, 3 for too many."""
    return np.searchsorted([SEVERAL, FAMILIAR, COMMON], counts)
