"""Fingerprints of passages: a few numbers for each article, of which two articles that share a passage share some.

Every run of K terms is hashed; of each WINDOW neighbouring runs the one of the smallest hash is kept. So two texts
that share a run of GUARANTEE terms share a fingerprint, wherever in them it stands: S. Schleimer, D. Wilkerson,
A. Aiken, Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003. A random text keeps 2 of WINDOW + 1.

The hashes depend on the terms alone. They are the same in every process and on every machine, so they can be stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.arrays import Fingerprints32, Hashes, Ints

VERSION = 1
"""Raised whenever the same texts would give other fingerprints, or other pairs of copies."""

K = 6
"""Terms in a fingerprint: fewer are shared by chance ("at the end of the day"), more are broken by every edit."""
WINDOW = 13
"""Runs of K terms of which one is kept: 2/14 of four bytes a token are 9 % of an English text."""
GUARANTEE = K + WINDOW - 1
"""Terms that two texts have to share in one run to share a fingerprint for certain."""

_BASE = np.uint64(0x9E3779B97F4A7C15)  # any odd number; this one is 2^64 over the golden ratio
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True)
class ArticleFingerprints:
    """The fingerprints of some articles; those of article n are numbers bounds[n] to bounds[n + 1].

    Within an article they increase, and none stands twice; `positions` are the first tokens of where each was found
    (one of the places, if there are more), counted from the article's first.
    """

    hashes: Fingerprints32
    positions: Ints
    bounds: Ints


def term_hashes(terms: Sequence[str]) -> Hashes:
    """A hash of each term that is the same everywhere. Linear in the letters, about 20 million a second.

    A polynomial of the code points (R. Karp, M. Rabin 1987) modulo 2^64, mixed. Terms are at most LONGEST letters.
    """
    if not terms:
        return np.zeros(0, np.uint64)
    codes = np.frombuffer("".join(terms).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    sums = np.zeros(len(codes) + 1, np.uint64)
    places = np.arange(len(codes)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    np.cumsum((codes + np.uint64(1)) * _powers(int(lengths.max()))[places], out=sums[1:])
    ends = np.cumsum(lengths)
    return mixed(sums[ends] - sums[ends - lengths])


def fingerprints(ids: Ints, bounds: Ints, hashes: Hashes, k: int = K, window: int = WINDOW) -> ArticleFingerprints:
    """The fingerprints of articles whose tokens are ids[bounds[n]:bounds[n + 1]], of terms with these hashes.

    An article of fewer than k tokens has none; one of k or more has one at least. Cost: linear, 15 million tokens a
    second, some 60 bytes a token while it lasts.
    """
    grams = gram_hashes(hashes[ids], k)
    numbers = _selected(grams, bounds[:-1], np.maximum(np.diff(bounds) - k + 1, 0), window)
    owners = np.searchsorted(bounds, numbers, side="right") - 1
    keys, first = np.unique(owners.astype(np.uint64) << _HALF | grams[numbers] >> _HALF, return_index=True)
    numbers, owners = numbers[first], owners[first]
    ends = np.searchsorted(owners, np.arange(len(bounds)))
    return ArticleFingerprints((keys & _LOW).astype(np.uint32), numbers - bounds[owners], ends)


def gram_hashes(hashes: Hashes, k: int = K) -> Hashes:
    """The hash of each run of k terms, from those of the terms. Cost: k passes."""
    count = max(0, len(hashes) - k + 1)
    grams = np.zeros(count, np.uint64)
    for place in range(k):
        grams *= _BASE
        grams += hashes[place : place + count]
    return mixed(grams)


def mixed(numbers: Hashes) -> Hashes:
    """Numbers whose bits all depend on all bits: the finaliser of splitmix64 (G. Steele, D. Lea, C. Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _powers(count: int) -> Hashes:
    powers = np.full(count, _BASE, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


def _selected(grams: Hashes, begins: Ints, counts: Ints, window: int) -> Ints:
    """The numbers of the runs that are kept, in order. Of each article, `counts` runs follow from `begins` on."""
    keys = grams & ~_LOW | np.arange(len(grams), 0, -1, dtype=np.uint64)  # of equal hashes the last is the least
    full = counts >= window
    least = _minima(keys, window)[_ranges(begins[full], counts[full] - window + 1)]
    short = ~full & (counts > 0)  # fewer runs than a window has: the least of them
    edges = np.stack((begins[short], begins[short] + counts[short]), axis=1).ravel()
    few = np.minimum.reduceat(np.append(keys, ~np.uint64(0)), edges)[::2] if len(edges) else keys[:0]
    least = least[np.flatnonzero(np.diff(least, prepend=np.uint64(0)))]  # neighbours often share their least
    chosen = len(grams) - (np.concatenate((least, few)) & _LOW).astype(np.int64)
    chosen.sort()
    return chosen


def _minima(keys: Hashes, window: int) -> Hashes:
    """The least of each `window` neighbours, by doubling: log2(window) passes."""
    span = 1
    while 2 * span <= window:
        keys = np.minimum(keys[:-span], keys[span:])
        span *= 2
    rest = window - span
    return np.minimum(keys[:-rest], keys[rest:]) if rest else keys


def _ranges(begins: Ints, counts: Ints) -> Ints:
    """The numbers from each of `begins` on, `counts` of them."""
    ends = np.cumsum(counts)
    return np.arange(int(counts.sum())) + np.repeat(begins - (ends - counts), counts)
