"""Pairs of articles that share fingerprints: the readable twin of `_compiled/candidates.pyx`."""

from collections.abc import Iterator

import numpy as np

from search.arrays import Fingerprints32, Flags, Hashes, Ints, UInt32s
from search.kernels.hash_ranges import hash_ranges

_HALF = np.uint64(32)  # bits of a hash in a key; the number of its article takes the other half
_LOW = np.uint64(0xFFFFFFFF)
_RARE = 1 << 32  # added to the weight of a rare fingerprint: one sum then counts rare and all fingerprints
_CHUNK = 1 << 18
_MOST_BITS = 28


def candidate_pairs(
    hashes: Fingerprints32,
    bounds: Ints,
    new: Flags,
    familiar: int,
    common: int,
    enough: int,
    share: float,
) -> tuple[Ints, Ints, Ints]:
    """As in `Kernels`. The fingerprints are sorted in chunks; a fingerprint takes 300 bytes meanwhile."""
    counts = bounds[1:] - bounds[:-1]
    if not len(bounds) or len(new) != len(counts) or bounds[0] or bounds[-1] != len(hashes) or (counts < 0).any():
        raise ValueError("the articles do not fit the fingerprints")
    pair_weights = _PairWeights()
    for keys in _sorted_keys(hashes, bounds, new):
        for first, second, weights in _pairs_with_equal_hash(keys, familiar, common):
            chosen = new[first] | new[second]
            pair_weights.add(first[chosen] << _HALF | second[chosen], weights[chosen])
    pairs, sums = pair_weights.total()
    a, b = (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)
    rare, shared = sums // _RARE, sums % _RARE
    is_candidate = (rare >= enough) | (shared >= share * np.minimum(counts[a], counts[b]))
    return a[is_candidate], b[is_candidate], shared[is_candidate]


def repeated_hashes(hashes: Fingerprints32, times: int, bits: int) -> UInt32s:
    """As in `Kernels`."""
    if not 1 <= times <= 3 or not 2 <= bits <= _MOST_BITS:
        raise ValueError("hashes cannot be counted so")
    shift = np.uint32(32 - bits)
    counts = np.zeros(1 << bits, np.uint8)
    pieces = [slice(start, start + _CHUNK) for start in range(0, len(hashes), _CHUNK)]
    for piece in pieces:
        places, more = np.unique(hashes[piece] >> shift, return_counts=True)
        counts[places] = np.minimum(counts[places] + more, 3)
    numbers = [piece.start + np.flatnonzero(counts[hashes[piece] >> shift] >= times) for piece in pieces]
    return np.concatenate([np.zeros(0, np.uint32), *(each.astype(np.uint32) for each in numbers)])


def _sorted_keys(hashes: Fingerprints32, bounds: Ints, new: Flags) -> Iterator[Hashes]:
    """The fingerprints of new articles, and some others, as keys of hash and article number, sorted, in chunks."""
    numbers = None  # of the fingerprints that are kept; None for all
    if not new.all():
        numbers = np.isin(hashes, hashes[np.repeat(new, np.diff(bounds))]).nonzero()[0]
        hashes = hashes[numbers]
    for low, high in hash_ranges(len(hashes)):
        in_range = np.flatnonzero((hashes >= low) & (hashes <= high))
        positions = in_range if numbers is None else numbers[in_range]
        articles = np.searchsorted(bounds, positions, side="right") - 1
        keys = hashes[in_range].astype(np.uint64) << _HALF | articles.astype(np.uint64)
        keys.sort()
        yield keys


def _pairs_with_equal_hash(keys: Hashes, familiar: int, common: int) -> Iterator[tuple[Hashes, Hashes, Ints]]:
    """All pairs of articles with an equal hash, and its weight.

    First come pairs of neighbours among the keys, then those of keys with one key between, and so on.
    """
    starts = np.flatnonzero(np.diff(keys >> _HALF, prepend=~np.uint64(0)))
    sizes = np.diff(np.append(starts, len(keys)))
    weights = np.repeat(np.where(sizes > familiar, 1, 1 + _RARE), sizes)
    numbers, step = np.flatnonzero(np.repeat((sizes > 1) & (sizes <= common), sizes)), 1
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
