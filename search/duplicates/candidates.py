"""Find pairs of articles that share enough fingerprints for their texts to be compared.

Only pairs with a new article are found, so an update costs one pass over the fingerprints of all articles.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from search.arrays import Fingerprints32, Flags, Hashes, Ints, UInt32s

FAMILIAR = 7
"""A fingerprint in more articles is familiar: probably boilerplate of a site, or a much quoted statement. It counts
only for articles that share most of their text, such as near-duplicates of one agency report."""
SEVERAL = 2
"""A fingerprint in more articles is in several. Whole texts in several articles, under other titles, are those of a
page in place of an article."""
COMMON = 64
"""A fingerprint in more articles never counts."""
ENOUGH = 2
"""Common rare fingerprints, in at most FAMILIAR articles, that make a candidate."""
SHARE = 0.3
"""The share of common fingerprints, of those of the smaller article, that makes a candidate."""

_CHUNK, _MOST_CHUNKS = 1 << 18, 64
"""Fingerprints that are sorted at once, and the number of passes at most. A fingerprint takes 300 bytes meanwhile."""
_HALF = np.uint64(32)  # bits of a hash in a key; the number of its article takes the other half
_LOW = np.uint64(0xFFFFFFFF)
_RARE = 1 << 24  # added to the weight of a rare fingerprint: one sum then counts rare and all fingerprints
_MOST_TABLE_BITS = 24  # of the table that rules out most fingerprints with one look


@dataclass(frozen=True)
class Candidates:
    """Pairs of articles by number, a < b, in order, and the number of fingerprints that each pair shares."""

    a: Ints
    b: Ints
    shared: Ints


def candidates(hashes: Fingerprints32, bounds: Ints, new: Flags | None = None) -> Candidates:
    """The pairs worth comparing. Article n has the fingerprints hashes[bounds[n]:bounds[n + 1]].

    Each pair has an article that is set in `new`; all are new where it is None. At most 2^32 articles. Cost: a look at
    each fingerprint, and a sort of those of new articles, in chunks of some 80 MB; at most COMMON pairs of articles for
    each fingerprint.
    """
    counts = np.diff(bounds)
    is_new = np.ones(len(counts), np.bool_) if new is None else new
    pair_weights = _PairWeights()
    for keys in _sorted_keys(hashes, bounds, is_new):
        for first, second, weights in _pairs_with_equal_hash(keys):
            chosen = is_new[first] | is_new[second]
            pair_weights.add(first[chosen] << _HALF | second[chosen], weights[chosen])
    return _sharing_enough(*pair_weights.total(), counts)


def familiar_fingerprints(hashes: Fingerprints32, more_than: int = FAMILIAR) -> Fingerprints32:
    """The fingerprints in more than `more_than` articles, sorted. Cost: a sort, in chunks."""
    parts = [np.zeros(0, np.uint32)]
    for low, high in hash_ranges(len(hashes)):
        values, counts = np.unique(hashes[(hashes >= low) & (hashes <= high)], return_counts=True)
        parts.append(values[counts > more_than])
    return np.concatenate(parts)


def hash_ranges(count: int) -> Iterator[tuple[int, int]]:
    """Ranges of hashes, as first and last, with about _CHUNK of `count` hashes each."""
    parts = min(_MOST_CHUNKS, -(-count // _CHUNK)) or 1
    edges = [(part << 32) // parts for part in range(parts + 1)]
    return zip(edges[:-1], (edge - 1 for edge in edges[1:]), strict=True)


def _sorted_keys(hashes: Fingerprints32, bounds: Ints, is_new: Flags) -> Iterator[Hashes]:
    """The fingerprints of new articles, and some others, as keys of hash and article number, sorted, in chunks."""
    numbers = None  # of the fingerprints that are kept; None for all
    if not is_new.all():
        numbers = probable_members(hashes, hashes[np.repeat(is_new, np.diff(bounds))])
        hashes = hashes[numbers]
    for low, high in hash_ranges(len(hashes)):
        in_range = np.flatnonzero((hashes >= low) & (hashes <= high))
        positions = in_range if numbers is None else numbers[in_range]
        articles = np.searchsorted(bounds, positions, side="right") - 1
        keys = hashes[in_range].astype(np.uint64) << _HALF | articles.astype(np.uint64)
        keys.sort()
        yield keys


def probable_members(hashes: Fingerprints32, members: Fingerprints32) -> UInt32s:
    """The numbers of the hashes that are in `members`, and of a few others; of many if `members` has millions.

    Cost: one look at each hash. An exact answer would take a sort.
    """
    bits = min(_MOST_TABLE_BITS, len(members).bit_length() + 6)
    shift = np.uint32(32 - bits)
    table = np.zeros(1 << bits, np.bool_)
    table[members >> shift] = True
    parts = (slice(start, start + _CHUNK) for start in range(0, len(hashes), _CHUNK))
    numbers = (part.start + np.flatnonzero(table[hashes[part] >> shift]) for part in parts)
    return np.concatenate([np.zeros(0, np.uint32), *(each.astype(np.uint32) for each in numbers)])


def _pairs_with_equal_hash(keys: Hashes) -> Iterator[tuple[Hashes, Hashes, Ints]]:
    """All pairs of articles with an equal hash, and its weight.

    First come pairs of neighbours among the keys, then those of keys with one key between, and so on.
    """
    starts = np.flatnonzero(np.diff(keys >> _HALF, prepend=~np.uint64(0)))
    sizes = np.diff(np.append(starts, len(keys)))
    weights = np.repeat(np.where(sizes > FAMILIAR, 1, 1 + _RARE), sizes)
    numbers, step = np.flatnonzero(np.repeat((sizes > 1) & (sizes <= COMMON), sizes)), 1
    hashes, articles = keys >> _HALF, keys & _LOW
    while len(numbers):
        numbers = numbers[numbers + step < len(keys)]
        numbers = numbers[hashes[numbers] == hashes[numbers + step]]
        yield articles[numbers], articles[numbers + step], weights[numbers]
        step += 1


class _PairWeights:
    """Sums the weights of pairs. The parts are merged whenever their size has doubled, to bound the memory."""

    def __init__(self) -> None:
        self._parts: list[tuple[Hashes, Ints]] = [(np.zeros(0, np.uint64), np.zeros(0, np.int64))]
        self._unmerged = 0

    def add(self, pairs: Hashes, weights: Ints) -> None:
        self._parts.append((pairs, weights))
        self._unmerged += len(pairs)
        if self._unmerged > max(_CHUNK, len(self._parts[0][0])):
            self.total()

    def total(self) -> tuple[Hashes, Ints]:
        pairs, which = np.unique(np.concatenate([pairs for pairs, _ in self._parts]), return_inverse=True)
        weights = np.concatenate([weights for _, weights in self._parts])
        sums = np.bincount(which, weights, len(pairs)).astype(np.int64)
        self._parts, self._unmerged = [(pairs, sums)], 0
        return self._parts[0]


def _sharing_enough(pairs: Hashes, sums: Ints, counts: Ints) -> Candidates:
    a, b = (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)
    rare, shared = sums // _RARE, sums % _RARE
    chosen = (rare >= ENOUGH) | (shared >= SHARE * np.minimum(counts[a], counts[b]))
    return Candidates(a[chosen], b[chosen], shared[chosen])
