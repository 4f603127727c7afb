"""Which articles share enough fingerprints that their texts are worth comparing.

Looks at (new, any) pairs, so an update costs one pass over what is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.arrays import Fingerprints32, Flags, Hashes, Ints

FAMILIAR = 8
"""Articles; a fingerprint in more of them is likely boilerplate of a site, or much quoted. It counts only for articles
that share most of what they are, as copies of one agency report do."""
COMMON = 64
"""Articles; a fingerprint in more of them never counts."""
ENOUGH = 2
"""Fingerprints in common, of those that few articles hold, that make a candidate."""
SHARE = 0.3
"""The share of the smaller article's fingerprints in common that makes a candidate."""

_CHUNK, _MOST_CHUNKS = 1 << 18, 64
"""Fingerprints that are sorted at once, unless that would take more passes than so many. Each takes 300 bytes."""
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_FEW = 1 << 24  # what one counts beside, of those that few articles hold; so both are summed at once
_SLOTS = 24  # bits at most of the table that tells most foreign fingerprints at one look


@dataclass(frozen=True)
class Candidates:
    """Pairs of articles, a < b, in order, and how many fingerprints that count each pair shares."""

    a: Ints
    b: Ints
    shared: Ints


def candidates(hashes: Fingerprints32, bounds: Ints, new: Flags | None = None) -> Candidates:
    """The pairs worth comparing among articles with the fingerprints hashes[bounds[n]:bounds[n + 1]].

    Of articles of which `new` is not set no two are paired; all are new where it is None. At most 2^32 articles.
    Cost: a look at each fingerprint, and a sort of those that new articles hold, in chunks of some 80 MB; of each at
    most COMMON pairs of articles.
    """
    counts = np.diff(bounds)
    every = np.ones(len(counts), np.bool_) if new is None else new
    found = _Counter()
    for keys in _chunks(hashes, bounds, every):
        for first, second, weight in _neighbours(keys):
            wanted = every[first] | every[second]
            found.add(first[wanted] << _HALF | second[wanted], weight[wanted])
    return _enough(*found.total(), counts)


def familiar(hashes: Fingerprints32, more_than: int = FAMILIAR) -> Fingerprints32:
    """The fingerprints that more than so many articles hold, in order. Cost: a sort, in chunks."""
    found = [np.zeros(0, np.uint32)]
    for low, high in hash_ranges(len(hashes)):
        values, counts = np.unique(hashes[(hashes >= low) & (hashes <= high)], return_counts=True)
        found.append(values[counts > more_than])
    return np.concatenate(found)


def hash_ranges(count: int) -> Iterator[tuple[int, int]]:
    """Ranges of hashes, first and last, that hold about _CHUNK of `count` each."""
    parts = min(_MOST_CHUNKS, -(-count // _CHUNK)) or 1
    edges = [(part << 32) // parts for part in range(parts + 1)]
    return zip(edges[:-1], (edge - 1 for edge in edges[1:]), strict=True)


def _chunks(hashes: Fingerprints32, bounds: Ints, new: Flags) -> Iterator[Hashes]:
    """The fingerprints that a new article holds, and some others, each with the number of its article, in order."""
    theirs = None
    if not new.all():
        theirs = among(hashes, hashes[np.repeat(new, np.diff(bounds))])
        hashes = hashes[theirs]
    for low, high in hash_ranges(len(hashes)):
        here = np.flatnonzero((hashes >= low) & (hashes <= high))
        owners = np.searchsorted(bounds, here if theirs is None else theirs[here], side="right") - 1
        keys = hashes[here].astype(np.uint64) << _HALF | owners.astype(np.uint64)
        keys.sort()
        yield keys


def among(hashes: Fingerprints32, wanted: Fingerprints32) -> NDArray[np.uint32]:
    """The numbers of the hashes that are among `wanted`, and of others: of few, unless millions are wanted.

    Cost: a look at each; to tell them exactly would take a sort.
    """
    slots = min(_SLOTS, len(wanted).bit_length() + 6)
    table = np.zeros(1 << slots, np.bool_)
    table[wanted >> np.uint32(32 - slots)] = True
    parts = (slice(start, start + _CHUNK) for start in range(0, len(hashes), _CHUNK))
    near = (part.start + np.flatnonzero(table[hashes[part] >> np.uint32(32 - slots)]) for part in parts)
    return np.concatenate([np.zeros(0, np.uint32), *(it.astype(np.uint32) for it in near)])


def _neighbours(keys: Hashes) -> Iterator[tuple[Hashes, Hashes, Ints]]:
    """All pairs of articles with one hash, and what it counts: those of neighbours among the keys first, then those
    of keys with one between, and so on."""
    starts = np.flatnonzero(np.diff(keys >> _HALF, prepend=~np.uint64(0)))
    sizes = np.diff(np.append(starts, len(keys)))
    weights = np.repeat(np.where(sizes > FAMILIAR, 1, 1 + _FEW), sizes)
    at, step = np.flatnonzero(np.repeat((sizes > 1) & (sizes <= COMMON), sizes)), 1
    hashes, owners = keys >> _HALF, keys & _LOW
    while len(at):
        at = at[at + step < len(keys)]
        at = at[hashes[at] == hashes[at + step]]
        yield owners[at], owners[at + step], weights[at]
        step += 1


class _Counter:
    """Sums up what keys count; what is held is put together whenever it has doubled."""

    def __init__(self) -> None:
        self._held: list[tuple[Hashes, Ints]] = [(np.zeros(0, np.uint64), np.zeros(0, np.int64))]
        self._loose = 0

    def add(self, keys: Hashes, weights: Ints) -> None:
        self._held.append((keys, weights))
        self._loose += len(keys)
        if self._loose > max(_CHUNK, len(self._held[0][0])):
            self.total()

    def total(self) -> tuple[Hashes, Ints]:
        keys, which = np.unique(np.concatenate([keys for keys, _ in self._held]), return_inverse=True)
        sums = np.bincount(which, np.concatenate([weights for _, weights in self._held]), len(keys)).astype(np.int64)
        self._held, self._loose = [(keys, sums)], 0
        return self._held[0]


def _enough(pairs: Hashes, sums: Ints, counts: Ints) -> Candidates:
    a, b = (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)
    few, shared = sums // _FEW, sums % _FEW
    chosen = (few >= ENOUGH) | (shared >= SHARE * np.minimum(counts[a], counts[b]))
    return Candidates(a[chosen], b[chosen], shared[chosen])
