"""Hashes of words, and a few hashes of each article: the readable twin of `_compiled/winnowing.pyx`."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Fingerprints32, Hashes, Int32s, Ints, ranges
from search.kernels.gram_hashes import BASE, gram_hashes, mix_bits

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def winnow(ids: Int32s, hashes: Hashes, bounds: Ints, k: int, window: int) -> tuple[Fingerprints32, Ints, Ints]:
    """As in `Kernels`. Some 60 bytes a term while it lasts."""
    if k < 1 or window < 1:
        raise ValueError("a gram or a window is empty")
    if not len(bounds) or bounds[0] < 0 or bounds[-1] > len(ids) or (bounds[1:] < bounds[:-1]).any():
        raise ValueError("the articles do not fit the terms")
    if len(ids) and not 0 <= ids.min() <= ids.max() < len(hashes):
        raise ValueError("a term has no hash")
    grams = gram_hashes(hashes[ids], k)
    numbers = _winnowed(grams, bounds[:-1], np.maximum(np.diff(bounds) - k + 1, 0), window)
    articles = np.searchsorted(bounds, numbers, side="right") - 1
    keys, first = np.unique(articles.astype(np.uint64) << _HALF | grams[numbers] >> _HALF, return_index=True)
    numbers, articles = numbers[first], articles[first]
    new_bounds = np.searchsorted(articles, np.arange(len(bounds)))
    return (keys & _LOW).astype(np.uint32), numbers - bounds[articles], new_bounds


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


def hash_words(words: Sequence[str]) -> Hashes:
    """As in `Kernels`."""
    if not len(words):
        return np.zeros(0, np.uint64)
    code_points = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    sums = np.zeros(len(code_points) + 1, np.uint64)
    in_word = np.arange(len(code_points)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    np.cumsum((code_points + np.uint64(1)) * _powers(int(lengths.max()))[in_word], out=sums[1:])
    ends = np.cumsum(lengths)
    return mix_bits(sums[ends] - sums[ends - lengths])


def _powers(count: int) -> Hashes:
    powers = np.full(count, BASE, np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, out=powers)
