"""Which articles share enough fingerprints that their texts are worth comparing.

Looks at (new, any) pairs, so an update costs one pass over what is there. The answer for two articles depends on the set
of articles alone, never on the order in which they came.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Prints32 = NDArray[np.uint32]
_Keys = NDArray[np.uint64]

COMMON = 64
"""Articles; a fingerprint in more of them is furniture of a site, or a phrase, and does not count."""
ENOUGH = 3
"""Fingerprints in common that make a candidate; of small articles a share of theirs suffices."""
SHARE = 0.2

_CHUNK = 1 << 22
"""Fingerprints that are sorted at once."""
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_SLOTS = 24  # bits of the table that tells most foreign fingerprints at one look


@dataclass(frozen=True)
class Candidates:
    """Pairs of articles, a < b, in order, and how many fingerprints that count each pair shares."""

    a: Ints
    b: Ints
    shared: Ints


def candidates(hashes: Prints32, bounds: Ints, new: NDArray[np.bool_] | None = None, common: int = COMMON) -> Candidates:
    """The pairs worth comparing among articles with the fingerprints hashes[bounds[n]:bounds[n + 1]].

    Of articles of which `new` is not set no two are paired; all are new where it is None. At most 2^32 articles.
    Cost: a sort of the fingerprints that new articles hold, in chunks of some 30 MB, and `common` steps at most for each.
    """
    counts = np.diff(bounds)
    every = np.ones(len(counts), np.bool_) if new is None else new
    found = _Counter()
    for keys in _chunks(hashes, bounds, every):
        for first, second in _neighbours(_without_common(keys, common)):
            wanted = every[first] | every[second]
            found.add(first[wanted] << _HALF | second[wanted])
    return _enough(*found.total(), counts)


def common_prints(hashes: Prints32, common: int = COMMON) -> Prints32:
    """The fingerprints that more than `common` articles hold, in order. Cost: a sort, in chunks."""
    found = [np.zeros(0, np.uint32)]
    for low, high in _parts(len(hashes)):
        values, counts = np.unique(hashes[(hashes >= low) & (hashes <= high)], return_counts=True)
        found.append(values[counts > common])
    return np.concatenate(found)


def _parts(count: int) -> Iterator[tuple[int, int]]:
    """Ranges of hashes, first and last, that hold about _CHUNK of `count` each."""
    parts = -(-count // _CHUNK)
    edges = [(part << 32) // parts for part in range(parts + 1)]
    return zip(edges[:-1], (edge - 1 for edge in edges[1:]), strict=True)


def _chunks(hashes: Prints32, bounds: Ints, new: NDArray[np.bool_]) -> Iterator[_Keys]:
    """The fingerprints that a new article holds, each with the number of its article behind it, in order."""
    counts = np.diff(bounds)
    owners = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    if not new.all():
        among = _among(hashes, hashes[np.repeat(new, counts)])
        hashes, owners = hashes[among], owners[among]
    for low, high in _parts(len(hashes)):
        here = (hashes >= low) & (hashes <= high)
        keys = hashes[here].astype(np.uint64) << _HALF | owners[here]
        keys.sort()
        yield keys


def _among(hashes: Prints32, wanted: Prints32) -> Ints:
    """The numbers of those hashes that are among `wanted`."""
    table = np.zeros(1 << _SLOTS, np.bool_)
    table[wanted >> np.uint32(32 - _SLOTS)] = True
    near = np.concatenate([
        start + np.flatnonzero(table[hashes[start : start + _CHUNK] >> np.uint32(32 - _SLOTS)])
        for start in range(0, len(hashes), _CHUNK)
    ] or [np.zeros(0, np.int64)])
    return near[np.isin(hashes[near], wanted)]


def _without_common(keys: _Keys, common: int) -> _Keys:
    """Ordered keys without those whose hash more than `common` of them have."""
    starts = np.flatnonzero(np.diff(keys >> _HALF, prepend=~np.uint64(0)))
    sizes = np.diff(np.append(starts, len(keys)))
    return keys[np.repeat((sizes > 1) & (sizes <= common), sizes)]


def _neighbours(keys: _Keys) -> Iterator[tuple[_Keys, _Keys]]:
    """All pairs of articles with one hash: those next to each other first, then those with one between, and so on."""
    hashes, owners = keys >> _HALF, keys & _LOW
    at, step = np.arange(len(keys)), 1
    while len(at):
        at = at[at + step < len(keys)]
        at = at[hashes[at] == hashes[at + step]]
        yield owners[at], owners[at + step]
        step += 1


class _Counter:
    """Counts keys; what is held is put together whenever it has doubled."""

    def __init__(self) -> None:
        self._held: list[tuple[_Keys, Ints]] = [(np.zeros(0, np.uint64), np.zeros(0, np.int64))]
        self._loose = 0

    def add(self, keys: _Keys) -> None:
        self._held.append((keys, np.ones(len(keys), np.int64)))
        self._loose += len(keys)
        if self._loose > max(_CHUNK, len(self._held[0][0])):
            self.total()

    def total(self) -> tuple[_Keys, Ints]:
        keys, which = np.unique(np.concatenate([keys for keys, _ in self._held]), return_inverse=True)
        counts = np.bincount(which, np.concatenate([counts for _, counts in self._held]), len(keys)).astype(np.int64)
        self._held, self._loose = [(keys, counts)], 0
        return self._held[0]


def _enough(pairs: _Keys, shared: Ints, counts: Ints) -> Candidates:
    a, b = (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)
    needed = np.minimum(ENOUGH, np.ceil(SHARE * np.minimum(counts[a], counts[b])))
    chosen = shared >= needed
    return Candidates(a[chosen], b[chosen], shared[chosen])
