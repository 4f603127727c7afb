"""The articles of a generation with their fingerprints, as one row: which came, which went, and which that touches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.arrays import Fingerprints32, Flags, Ids, Ints, bounds_of
from search.duplicates.candidates import COMMON, FAMILIAR, hash_ranges, probable_members
from search.engines.embedded.segment.segment_reader import SegmentReader


class FingerprintSource(NamedTuple):
    """A segment, and which of its documents lived when copies were looked for last, and which live now."""

    segment: SegmentReader
    before: Flags
    now: Flags

    @property
    def is_as_before(self) -> bool:
        """Whether nothing came or went."""
        return bool((self.before == self.now).all())


@dataclass(frozen=True)
class FingerprintTable:
    """Articles that live, or did before. Number n has hashes[bounds[n]:bounds[n + 1]]; `places` tell the number of its
    segment and its own there, `sizes` the bytes of its text."""

    ids: Ids
    places: Ints
    sizes: Ints
    before: Flags
    now: Flags
    hashes: Fingerprints32
    bounds: Ints

    @classmethod
    def of(cls, sources: Sequence[FingerprintSource]) -> "FingerprintTable":
        """Those of some segments, at least one. Reads all fingerprints."""
        parts = [_part(number, source) for number, source in enumerate(sources)]
        ids, places, sizes, before, now, hashes, counts = map(np.concatenate, zip(*parts, strict=True))
        return cls(ids, places, sizes, before, now, hashes, bounds_of(counts))

    def only(self, chosen: Flags) -> "FingerprintTable":
        """Some of the articles."""
        if chosen.all():
            return self
        counts = np.diff(self.bounds)
        columns = {name: getattr(self, name)[chosen] for name in ("ids", "places", "sizes", "before", "now")}
        return FingerprintTable(
            **columns, hashes=self.hashes[np.repeat(chosen, counts)], bounds=bounds_of(counts[chosen])
        )

    def crossed(self) -> Flags:
        """Those with a fingerprint that few articles held before, and many or too many do now; and so forth.

        Cost: a look at all fingerprints, and a sort, in chunks, of those that articles hold that came or went.
        Memory: 12 bytes for each fingerprint.
        """
        found = np.zeros(len(self.ids), np.bool_)
        at = probable_members(self.hashes, self.hashes[np.repeat(self.before != self.now, np.diff(self.bounds))])
        hashes = self.hashes[at]
        for low, high in hash_ranges(len(at)):
            here = (hashes >= low) & (hashes <= high)
            owners = np.searchsorted(self.bounds, at[here], side="right") - 1
            _, which = np.unique(hashes[here], return_inverse=True)
            then, now = (_level(np.bincount(which, flags[owners])) for flags in (self.before, self.now))
            found[owners[(then != now)[which]]] = True
        return found


def _part(number: int, source: FingerprintSource) -> tuple[NDArray[Any], ...]:
    """The columns of a segment's articles, their fingerprints, and how many of these each has."""
    store, prints = source.segment.store, source.segment.prints
    chosen = source.before | source.now
    inside = np.flatnonzero(chosen)
    places = np.stack((np.full(len(inside), number), inside), axis=1)
    columns = (column[inside] for column in (store.ids, store.text_sizes, source.before, source.now, prints.counts))
    ids, sizes, before, now, counts = columns
    hashes = prints.hashes if chosen.all() else prints.hashes[np.repeat(chosen, prints.counts)]
    return ids, places, sizes, before, now, hashes, counts


def _level(counts: NDArray[Any]) -> Ints:
    """Whether few articles hold a fingerprint, many, or too many."""
    return np.searchsorted([FAMILIAR, COMMON], counts)
