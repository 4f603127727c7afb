"""Find pairs of articles that share enough fingerprints for their texts to be compared.

Only pairs with a new article are found, so an update costs one pass over the fingerprints of all articles.
"""

from typing import NamedTuple

import numpy as np

from search.arrays import Fingerprints32, Flags, Ints, UInt32s
from search.kernels import kernels
from search.kernels.hash_ranges import hash_ranges

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

_CHUNK = 1 << 18
"""Fingerprints that are looked at at once."""
_LEAST_COUNTED_BITS, _MOST_COUNTED_BITS = 10, 26  # of fingerprints that are counted together
_MOST_TABLE_BITS = 24  # of the table that rules out most fingerprints with one look


class Candidates(NamedTuple):
    """Pairs of articles by number, a < b, in order, and the number of fingerprints that each pair shares."""

    a: Ints
    b: Ints
    shared: Ints


def candidates(hashes: Fingerprints32, bounds: Ints, new: Flags | None = None) -> Candidates:
    """The pairs worth comparing. Article n has the fingerprints hashes[bounds[n]:bounds[n + 1]].

    Each pair has an article that is set in `new`; all are new where it is None. At most 2^32 articles. Cost: some looks
    at each fingerprint, a sort of those that new articles share, and at most COMMON pairs of articles for each.
    """
    is_new = np.ones(len(bounds) - 1, np.bool_) if new is None else new
    return Candidates(*kernels().candidate_pairs(hashes, bounds, is_new, FAMILIAR, COMMON, ENOUGH, SHARE))


def familiar_fingerprints(hashes: Fingerprints32, more_than: int = FAMILIAR) -> Fingerprints32:
    """The fingerprints in more than `more_than` articles, sorted. Cost: looks at all, and a sort of some, in chunks."""
    hashes = hashes[probably_in_several(hashes)] if more_than >= SEVERAL else hashes
    parts = [np.zeros(0, np.uint32)]
    for low, high in hash_ranges(len(hashes)):
        values, counts = np.unique(hashes[(hashes >= low) & (hashes <= high)], return_counts=True)
        parts.append(values[counts > more_than])
    return np.concatenate(parts)


def probably_in_several(hashes: Fingerprints32) -> UInt32s:
    """The numbers of the fingerprints that more than SEVERAL articles have, and of a few others. Each article has one
    once. Cost: three looks at each."""
    bits = max(_LEAST_COUNTED_BITS, min(_MOST_COUNTED_BITS, len(hashes).bit_length() + 2))
    return kernels().repeated_hashes(hashes, SEVERAL + 1, bits)


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
