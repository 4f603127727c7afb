"""Compute fingerprints: a few hashes for each article. Two articles that share a passage share some of them.

Every run of K terms, a gram, is hashed. Of each WINDOW neighbouring grams, the one with the smallest hash is kept
(winnowing). So two texts that share a run of GUARANTEE terms share a fingerprint: S. Schleimer, D. Wilkerson, A. Aiken,
Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003. A random text keeps 2 of WINDOW + 1 grams.

The hashes depend on the terms alone. They are the same in every process and on every machine, so they can be stored.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.arrays import Fingerprints32, Hashes, Int32s, Ints
from search.kernels import kernels

VERSION = 2
"""Raised whenever the same texts would give other fingerprints, or other duplicate pairs."""

K = 6
"""Terms of a gram: fewer are shared by chance ("at the end of the day"), more are broken by every edit."""
WINDOW = 13
"""Grams of which one is kept: 2/14 of four bytes a token are 9 % of an English text."""
GUARANTEE = K + WINDOW - 1
"""Terms in a shared run that guarantee a shared fingerprint."""


class ArticleFingerprints(NamedTuple):
    """The fingerprints of some articles; those of article n are numbers bounds[n] to bounds[n + 1].

    Within an article they increase, and none comes twice. `positions` are the numbers of the first tokens of their
    grams in the article; for a gram that occurs several times, one of them.
    """

    hashes: Fingerprints32
    positions: Ints
    bounds: Ints


def term_hashes(terms: Sequence[str]) -> Hashes:
    """A hash of each term. Linear in the letters. Terms are at most LONGEST letters."""
    return kernels().hash_words(terms)


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

    An article of fewer than k tokens has none; one of k or more has one at least. Cost: linear, 50 million tokens a
    second.
    """
    return ArticleFingerprints(*kernels().winnow(ids.astype(np.int32, copy=False), hashes, bounds, k, window))
