"""Compute fingerprints: a few hashes for each article. Two articles that share a passage share some of them.

Every run of K terms, a gram, is hashed. Of each WINDOW neighbouring grams, the one with the smallest hash is kept
(winnowing). So two texts that share a run of GUARANTEE terms share a fingerprint: S. Schleimer, D. Wilkerson, A. Aiken,
Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003. A random text keeps 2 of WINDOW + 1 grams.

The hashes depend on the terms alone. They are the same in every process and on every machine, so they can be stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.arrays import Fingerprints32, Hashes, Int32s, Ints, ranges

VERSION = 2
"""Raised whenever the same texts would give other fingerprints, or other duplicate pairs."""

K = 6
"""Terms of a gram: fewer are shared by chance ("at the end of the day"), more are broken by every edit."""
WINDOW = 13
"""Grams of which one is kept: 2/14 of four bytes a token are 9 % of an English text."""
GUARANTEE = K + WINDOW - 1
"""Terms in a shared run that guarantee a shared fingerprint."""

_BASE = np.uint64(0x9E3779B97F4A7C15)  # any odd number; this one is 2^64 over the golden ratio
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True)
class ArticleFingerprints:
    """The fingerprints of some articles; those of article n are numbers bounds[n] to bounds[n + 1].

    Within an article they increase, and none comes twice. `positions` are the numbers of the first tokens of their
    grams in the article; for a gram that occurs several times, one of them.
    """

    hashes: Fingerprints32
    positions: Ints
    bounds: Ints


def term_hashes(terms: Sequence[str]) -> Hashes:
    """A hash of each term. Linear in the letters, about 20 million a second.

    A polynomial of the code points (R. Karp, M. Rabin 1987) modulo 2^64, mixed. Terms are at most LONGEST letters.
    """
    if not terms:
        return np.zeros(0, np.uint64)
    code_points = np.frombuffer("".join(terms).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    sums = np.zeros(len(code_points) + 1, np.uint64)
    in_term = np.arange(len(code_points)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    np.cumsum((code_points + np.uint64(1)) * _powers(int(lengths.max()))[in_term], out=sums[1:])
    ends = np.cumsum(lengths)
    return mix_bits(sums[ends] - sums[ends - lengths])


class TermHashes:
    """The hashes of terms whose list grows: each term is hashed once."""

    def __init__(self) -> None:
        self._terms: Sequence[str] = ()
        self._hashes = np.zeros(0, np.uint64)

    def of(self, terms: Sequence[str]) -> Hashes:
        """The hashes of all terms of a list. Cost: those of the new ones, if it is the list of the call before."""
        if terms is not self._terms:
            self._terms, self._hashes = terms, self._hashes[:0]
        self._hashes = np.append(self._hashes, term_hashes(terms[len(self._hashes) :]))
        return self._hashes


def fingerprints(
    ids: Ints | Int32s, bounds: Ints, hashes: Hashes, k: int = K, window: int = WINDOW
) -> ArticleFingerprints:
    """The fingerprints of articles. Article n has the tokens ids[bounds[n]:bounds[n + 1]]; `hashes` are those of terms.

    An article of fewer than k tokens has none; one of k or more has one at least. Cost: linear, 15 million tokens a
    second, some 60 bytes a token while it lasts.
    """
    grams = gram_hashes(hashes[ids], k)
    numbers = _winnowed(grams, bounds[:-1], np.maximum(np.diff(bounds) - k + 1, 0), window)
    articles = np.searchsorted(bounds, numbers, side="right") - 1
    keys, first = np.unique(articles.astype(np.uint64) << _HALF | grams[numbers] >> _HALF, return_index=True)
    numbers, articles = numbers[first], articles[first]
    new_bounds = np.searchsorted(articles, np.arange(len(bounds)))
    return ArticleFingerprints((keys & _LOW).astype(np.uint32), numbers - bounds[articles], new_bounds)


def gram_hashes(hashes: Hashes, k: int = K) -> Hashes:
    """The hash of each run of k terms, from the hashes of the terms. Cost: k passes."""
    count = max(0, len(hashes) - k + 1)
    grams = np.zeros(count, np.uint64)
    for offset in range(k):
        grams *= _BASE
        grams += hashes[offset : offset + count]
    return mix_bits(grams)


def mix_bits(numbers: Hashes) -> Hashes:
    """Make every bit depend on all bits: the finaliser of splitmix64 (G. Steele, D. Lea, C. Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _powers(count: int) -> Hashes:
    powers = np.full(count, _BASE, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


def _winnowed(grams: Hashes, begins: Ints, counts: Ints, window: int) -> Ints:
    """The numbers of the grams that are kept, in order. Each article has `counts` grams from number `begins` on."""
    keys = grams & ~_LOW | np.arange(
        len(grams), 0, -1, dtype=np.uint64
    )  # of equal hashes, the last has the smallest key
    full = counts >= window
    least = _minima(keys, window)[ranges(begins[full], counts[full] - window + 1)]
    short = ~full & (counts > 0)  # fewer grams than a window: the smallest one
    edges = np.stack((begins[short], begins[short] + counts[short]), axis=1).ravel()
    few = np.minimum.reduceat(np.append(keys, ~np.uint64(0)), edges)[::2] if len(edges) else keys[:0]
    least = least[
        np.flatnonzero(np.diff(least, prepend=np.uint64(0)))
    ]  # neighbouring windows often have the same minimum
    chosen = len(grams) - (np.concatenate((least, few)) & _LOW).astype(np.int64)
    chosen.sort()
    return chosen


def _minima(keys: Hashes, window: int) -> Hashes:
    """The minimum of each `window` neighbours, by doubling: log2(window) passes."""
    span = 1
    while 2 * span <= window:
        keys = np.minimum(keys[:-span], keys[span:])
        span *= 2
    rest = window - span
    return np.minimum(keys[:-rest], keys[rest:]) if rest else keys
