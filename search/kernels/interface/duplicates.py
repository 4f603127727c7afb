"""What kernels do for near-duplicates."""

from collections.abc import Sequence
from typing import Protocol

from search.arrays import Fingerprints32, Flags, Hashes, Int32s, Ints, UInt32s


class DuplicateKernels(Protocol):
    """Kernels that find near-duplicates."""

    def hash_words(self, words: Sequence[str]) -> Hashes:
        """A hash of each word, the same always and everywhere.

        A polynomial of the code points (R. Karp, M. Rabin 1987) modulo 2^64, with the powers of `gram_hashes.BASE`,
        mixed. Linear in the letters.
        """

    def winnow(
        self, ids: Int32s, hashes: Hashes, bounds: Ints, k: int, window: int
    ) -> tuple[Fingerprints32, Ints, Ints]:
        """A few hashes of each article, increasing and none twice; the numbers of the first terms of their grams within
        the article; and where the hashes of each article begin.

        Article n has the tokens bounds[n] to bounds[n + 1]; `ids` are the numbers of their terms, and `hashes` has one
        for each term. A gram is k tokens, and its hash the upper half of `gram_hashes`. Of each `window` neighbouring
        grams the least hash is kept, of equal ones the last; of fewer grams in all the least. Raises ValueError for
        bounds that do not fit, for a term without a hash, and for an empty gram or window. Linear, some 10 nanoseconds
        a token.
        """

    def candidate_pairs(
        self,
        hashes: Fingerprints32,
        bounds: Ints,
        new: Flags,
        familiar: int,
        common: int,
        enough: int,
        share: float,
    ) -> tuple[Ints, Ints, Ints]:
        """Pairs of articles that share fingerprints, by number, in order; and how many each pair shares.

        Article n has the fingerprints hashes[bounds[n]:bounds[n + 1]]; one of a pair is `new`. Those in more than
        `common` articles never count. A pair shares at least `enough` that are in at most `familiar` articles, or the
        part `share` of the fingerprints of the smaller article. Raises ValueError for bounds that do not fit. Cost: a
        few looks at each fingerprint, a sort of those that several articles have, and a step for each pair of these.
        """

    def repeated_hashes(self, hashes: Fingerprints32, times: int, bits: int) -> UInt32s:
        """The increasing numbers of the hashes whose first `bits` bits are those of at least `times` hashes. So all
        that come so often are among them, and a few others.

        Raises ValueError unless `times` is 1, 2 or 3, and `bits` 2 to 28. Memory: a quarter of a byte for each number
        of so many bits. Cost: three looks at each hash.
        """

    def equal_runs(self, a: Hashes, b: Hashes, least: int, most: int, repeats: int) -> Ints:
        """The maximal runs of `least` or more equal terms of two texts, as rows of `Run`, in order. The texts are given
        as hashes of their terms.

        A run that occurs m times in a and n times in b is paired in every way only if m * n is at most `repeats`; else
        the first occurrences are paired, then the second ones, and so on. Of more than `most` runs only the longest are
        found. Raises ValueError for an empty run, and a limit below 0. Cost: some 20 nanoseconds a term.
        """

    def join_runs(self, runs: Ints, length_a: int, length_b: int, gap: int, least: int, most: int) -> list[Ints]:
        """Runs of equal terms joined into passages across small edits: the runs of each passage, in order.

        An edit takes at most `gap` terms of either text, and a passage has at least `least` equal terms. Each term is
        in one passage; where several claim it, the one with most equal terms gets it. Of more than `most` runs only the
        longest are joined. Raises ValueError for runs that do not increase or do not fit the texts, and for limits that
        make no sense. Cost: a step for each run, and for each that ends shortly before it.
        """
