"""Hashes of runs of terms, which are stored: a change of them needs another version of fingerprints."""

import numpy as np

from search.arrays import Hashes

BASE = 0x9E3779B97F4A7C15
"""Any odd number; this one is 2^64 over the golden ratio."""


def gram_hashes(hashes: Hashes, k: int) -> Hashes:
    """The hash of each run of k terms, from the hashes of the terms. Cost: k passes."""
    count = max(0, len(hashes) - k + 1)
    grams = np.zeros(count, np.uint64)
    for offset in range(k):
        grams *= np.uint64(BASE)
        grams += hashes[offset : offset + count]
    return mix_bits(grams)


def mix_bits(numbers: Hashes) -> Hashes:
    """Make every bit depend on all bits: the finaliser of splitmix64 (G. Steele, D. Lea, C. Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
