"""The fingerprints of articles before and after a change, and which articles the change affects.

Whether two articles are a pair depends on their texts, and on whether two, several (SEVERAL), many (FAMILIAR) or too
many (COMMON) articles have their fingerprints. So articles with a fingerprint that crosses one of these bounds are
compared again. The pairs are then the same as after a rebuild, whatever the order in which articles came.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.arrays import Fingerprints32, Flags, Ids, Ints, bounds_of
from search.duplicates.candidates import COMMON, FAMILIAR, SEVERAL, probable_members, probably_in_several
from search.kernels.hash_ranges import hash_ranges

_FEW = 16
"""Fingerprints, or runs of articles, are few if they are at most one of so many."""


class Affected(NamedTuple):
    """The articles of a table that are to be compared, and those whose old pairs end."""

    fresh: Flags
    stale: Flags


class FingerprintTable(NamedTuple):
    """Articles that are live now, or were before.

    Article n has the fingerprints hashes[bounds[n]:bounds[n + 1]]. `places` say where an engine has it, `sizes` are the
    bytes of its text.
    """

    ids: Ids
    places: Ints
    sizes: Ints
    before: Flags
    now: Flags
    hashes: Fingerprints32
    bounds: Ints

    def only(self, chosen: Flags) -> "FingerprintTable":
        """The table of some of the articles."""
        if chosen.all():
            return self
        columns = {name: getattr(self, name)[chosen] for name in ("ids", "places", "sizes", "before", "now")}
        bounds = bounds_of(np.diff(self.bounds)[chosen])
        return FingerprintTable(**columns, hashes=self.fingerprints(chosen), bounds=bounds)

    def fingerprints(self, chosen: Flags) -> Fingerprints32:
        """The fingerprints of some of the articles."""
        return fingerprints_of(self.hashes, self.bounds, chosen)

    def joined(self, *others: "FingerprintTable") -> "FingerprintTable":
        """This table followed by others."""
        tables = (self, *others)
        names = ("ids", "places", "sizes", "before", "now", "hashes")
        columns = {name: np.concatenate([getattr(table, name) for table in tables]) for name in names}
        counts = np.concatenate([np.diff(table.bounds) for table in tables])
        return FingerprintTable(**columns, bounds=bounds_of(counts))

    def affected(self) -> Affected:
        """The articles that a change affects. Cost: as `crossed`."""
        fresh = self.now & ~self.before
        if self.before.any():
            fresh |= self.now & self.crossed()
        return Affected(fresh, self.before & (~self.now | fresh))

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
            numbers = probable_members(self.hashes, self.fingerprints(fewest))
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


def fingerprints_of(hashes: Fingerprints32, bounds: Ints, chosen: Flags) -> Fingerprints32:
    """The fingerprints of some of the articles, which are hashes[bounds[n]:bounds[n + 1]] for article n."""
    ends = np.flatnonzero(np.diff(chosen, prepend=False, append=False))
    if _FEW * len(ends) > len(chosen):
        return hashes[np.repeat(chosen, np.diff(bounds))]
    limits = bounds[ends].tolist()  # few runs of neighbours: to copy these is faster than to choose one by one
    runs = (hashes[start:end] for start, end in zip(limits[::2], limits[1::2], strict=True))
    return np.concatenate([hashes[:0], *runs])


def _level(counts: NDArray[Any]) -> Ints:
    """0 for a fingerprint of two articles at most, 1 for several, 2 for many, 3 for too many."""
    return np.searchsorted([SEVERAL, FAMILIAR, COMMON], counts)
